"""Reads any spreadsheet people bring: `read_tables(path)` → one `Table` per sheet.

Kinds: .xlsx .xlsm, .xls (Excel 5 to 2003), .ods, .csv .tsv .txt, and the HTML tables and XML
Spreadsheet 2003 documents that old systems name .xls. The content decides, never the extension.
Text comes as it is stored: give the table to `imports.legacy_fonts.decode_table` for Unicode.

`report(done, total)` may raise to cancel; what it raises passes through. Everything else that
goes wrong, whichever parser it comes from, is an AppError that names the file and the remedy.
To add a kind: a module with `read_<kind>(data, report)` and a line in `_tables`.
"""

import logging
import unicodedata
from collections.abc import Callable
from pathlib import Path

from domain.errors import AppError
from imports.plain_text import is_binary, text_of
from imports.refusals import (
    DAMAGED,
    DISK,
    EMPTY,
    FAR_CELLS,
    FOLDER,
    LOCKED,
    MISSING,
    SAVED_ANOTHER_WAY,
    TOO_BIG,
    UNSAFE,
    WRONG_KIND,
    Reason,
    Unreadable,
)
from imports.sheet import Merge, Row, Table, Value

__all__ = ["Merge", "Row", "Table", "Value", "read_tables"]

log = logging.getLogger(__name__)

Report = Callable[[int, int], None]

MAX_FILE_BYTES = 100 * 1024 * 1024
MAX_TEXT_BYTES = 50 * 1024 * 1024
IS_ZIP = b"PK\x03\x04"
IS_EMPTY_ZIP = b"PK\x05\x06"
IS_OLD_WORKBOOK = (  # an .xls of Excel 5 to 2003, and of Excel 2, 3 and 4
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
IS_OTHER = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"MZ")


class _Stopped(BaseException):
    """Carries what `report` raised past the parsers' and our own `except Exception`."""

    def __init__(self, cause: BaseException) -> None:
        self.cause = cause


def read_tables(path: Path, report: Report | None = None) -> list[Table]:
    """Every sheet of the file, hidden ones too, in the order of the tabs."""

    def tell(done: int, total: int) -> None:
        if report:
            try:
                report(min(done, total), total)
            except BaseException as stop:
                raise _Stopped(stop) from stop

    try:
        tables = _tables(_read_bytes(path), unicodedata.normalize("NFC", path.stem), tell)
        if any(table.ignored_cells and not table.hidden for table in tables):
            raise Unreadable(FAR_CELLS)
        return tables
    except _Stopped as stopped:
        raise stopped.cause from None
    except Unreadable as refusal:
        raise _refusal(path, refusal.reason) from refusal
    except MemoryError as error:
        raise _refusal(path, TOO_BIG) from error
    except Exception as error:  # xlrd alone has a dozen ways to fail on a damaged file
        log.info("unreadable spreadsheet: %s", type(error).__name__)
        raise _refusal(path, DAMAGED) from error


def _refusal(path: Path, reason: Reason) -> AppError:
    name = unicodedata.normalize("NFC", path.name)
    return AppError(reason.message.format(file=name), reason.hint)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Unreadable(FOLDER)
        if path.stat().st_size > MAX_FILE_BYTES:
            raise Unreadable(TOO_BIG)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(MISSING) from error
    except PermissionError as error:
        raise Unreadable(LOCKED) from error
    except OSError as error:
        raise Unreadable(DISK) from error
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable(EMPTY)
    return data


def _tables(data: bytes, name: str, report: Report) -> list[Table]:
    # Each reader is imported when its kind turns up: none of them is needed to open the window.
    if data.startswith(IS_ZIP):
        return _zipped_tables(data, report)
    if data.startswith(IS_OLD_WORKBOOK):
        from imports.xls import read_xls

        return read_xls(data, report)
    if data.startswith(IS_EMPTY_ZIP):
        raise Unreadable(EMPTY)
    if data.startswith(IS_OTHER):
        raise Unreadable(WRONG_KIND)
    if len(data) > MAX_TEXT_BYTES:
        raise Unreadable(TOO_BIG)
    text = text_of(data)
    start = text[:4096].lstrip().lower()
    if start.startswith("mime-version:"):  # "Single File Web Page" of Excel
        raise Unreadable(SAVED_ANOTHER_WAY)
    if start.startswith("<?xml") and SPREADSHEETML in text[:65536] and "<html" not in start:
        from imports.spreadsheetml import read_spreadsheetml

        return read_spreadsheetml(data, report)
    if start.startswith("<") and "<table" in text.lower():
        from imports.html_table import read_html

        return read_html(text, name, report)
    if start.startswith(("<!doctype", "<!entity")) or "<!entity" in start:
        raise Unreadable(UNSAFE)
    if start.startswith(("<?xml", "<html")) or is_binary(text):
        raise Unreadable(WRONG_KIND)
    from imports.delimited import read_delimited

    return read_delimited(text, name, report)


def _zipped_tables(data: bytes, report: Report) -> list[Table]:
    """An .xlsx or an .ods; their archives say which by the parts they hold."""
    from imports.guard import open_zip

    names = set(open_zip(data).namelist())
    if "[Content_Types].xml" in names:
        if not any(name.startswith("xl/") for name in names):
            raise Unreadable(WRONG_KIND)  # a .docx or .pptx
        from imports.xlsx import read_xlsx

        return read_xlsx(data, report)
    if "content.xml" in names or "mimetype" in names:
        from imports.ods import read_ods

        return read_ods(data, report)
    raise Unreadable(WRONG_KIND)
