"""Files the program gives people: workbook, lists, charts. Takes plain data, knows no database.

Importing this package is cheap: openpyxl and matplotlib are loaded by the functions that need them
or by the modules named after what they write. "I want to add a sheet": exports/sheets/__init__.py.
"""
