"""Makes the pictures of the guide and its two printed pages from the running program.

`python3 dev.py guide` runs it. It is no part of the program that offices get.
"""
