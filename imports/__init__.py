"""Files people give us: spreadsheets of every age, turned into tables of clean Vietnamese text.

Nothing here knows the database or the window. Third party: xlrd only (`imports/xlsx.py` and
`imports/guard.py` say why openpyxl and defusedxml are not needed to read).
"""
