"""Files people give us: spreadsheets of every age, turned into tables of clean Vietnamese text.

Nothing here knows the database or the window. Third party: xlrd and defusedxml (`xlsx` is read
by our own streaming reader, see `imports/xlsx.py` for the reason).
"""
