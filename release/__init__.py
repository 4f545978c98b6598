"""Making what offices get: the packed program, its zip and installer, its licence texts.

`dev.py build` and `dev.py test --windows` call this; standard library only, and nothing of the
program itself is imported. A new step is a module with one function, called by release/build.py.
"""
