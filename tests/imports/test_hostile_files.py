"""Damaged, disguised and malicious files are refused in one Vietnamese sentence, cheaply.

No test measures time: a file that would cost time has cells or merges by the billion, so that
reading them one by one could never end.
"""

import io
import random
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

import imports.tables
from domain.errors import AppError
from imports.legacy_fonts import decode_table
from imports.sheet import MAX_COLUMNS
from imports.tables import read_tables

DATA = Path(__file__).parent.parent / "data"
SAMPLE_XLSX = DATA / "ho-muong-min-2020.xlsx"
SAMPLE_XLS = DATA / "ho-vntime-2019.xls"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE l [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def xlsx_parts() -> dict[str, bytes]:
    target = io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Hà Văn Ửng"
    book.save(target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_zip(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def write_xlsx(path: Path, sheet_data: str, after: str = "", before: str = "") -> Path:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'{before}<worksheet xmlns="{space}"><sheetData>{sheet_data}</sheetData>{after}</worksheet>'
    )
    return write_zip(path, xlsx_parts() | {"xl/worksheets/sheet1.xml": sheet.encode()})


def ods_parts(body: str, before: str = "") -> dict[str, bytes]:
    content = (
        f"{before}<office:document-content><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    return {"mimetype": mime, "content.xml": content.encode()}


def refusal(path: Path) -> AppError:
    with pytest.raises(AppError) as caught:
        read_tables(path)
    error = caught.value
    message, hint = error.args[0], error.hint
    assert f"“{path.name}”" in message
    assert message.endswith(".")
    assert hint.endswith(".")
    return error


def read_or_refuse(path: Path) -> bool:
    """False when the refusal does not say which file it is about; other errors come through."""
    try:
        tables = read_tables(path)
    except AppError as error:
        return path.name in str(error)
    values = [value for table in tables for row in decode_table(table).rows for value in row]
    return not any(isinstance(value, float) and value - value != 0 for value in values)


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("sample", [SAMPLE_XLSX, SAMPLE_XLS])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_file_not_copied_to_its_end_is_damaged(tmp_path: Path, sample: Path, part: float) -> None:
    data = sample.read_bytes()
    path = write(tmp_path / sample.name, data[: int(len(data) * part)])
    assert "bị hỏng hoặc chưa chép xong" in str(refusal(path))


@pytest.mark.parametrize("data", [b"", b"\0" * 5000, b" \r\n", b"PK\x05\x06" + b"\0" * 18])
def test_an_empty_file_is_called_empty(tmp_path: Path, data: bytes) -> None:
    assert "rỗng" in str(refusal(write(tmp_path / "hộ.xlsx", data)))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert "Không tìm thấy" in str(refusal(tmp_path / "mất.xls"))
    assert "thư mục" in str(refusal(tmp_path))


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [(PermissionError, "đang được chương trình khác giữ"), (OSError, "USB")],
)
def test_a_file_the_system_does_not_give_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[OSError], sentence: str
) -> None:
    def refuse(_: Path) -> bytes:
        raise failure

    path = write(tmp_path / "hộ.xls", b"x")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert sentence in str(refusal(path))


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 \xe2\xe3",
        b"{\\rtf1 x}",
        b"\x89PNG\r\n\x1a\n",
        b"\x01\x02\x03\x04" * 300,
        b"<html><body>Kh\xc3\xb4ng</body></html>",
        b"<?xml version='1.0'?><a/>",
        OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600,
    ],
)
def test_another_kind_of_file_is_no_spreadsheet(tmp_path: Path, data: bytes) -> None:
    assert "không phải là bảng tính" in str(refusal(write(tmp_path / "hộ.xlsx", data)))


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"},
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"},
        {"ảnh.jpg": b"x"},
    ],
)
def test_another_kind_of_archive_is_no_spreadsheet(tmp_path: Path, parts: dict[str, bytes]) -> None:
    path = write_zip(tmp_path / "công văn.docx", parts)
    assert "không phải là bảng tính" in str(refusal(path))


def test_a_binary_workbook_and_an_archived_page_ask_to_be_saved_again(tmp_path: Path) -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}
    assert "lưu lại" in refusal(write_zip(tmp_path / "a.xlsb", parts)).hint
    assert "lưu lại" in refusal(write(tmp_path / "a.xls", b"MIME-Version: 1.0\r\n<table>")).hint


def test_a_password_is_recognised_in_every_kind(tmp_path: Path) -> None:
    package = "EncryptedPackage".encode("utf-16-le")
    locked = [write(tmp_path / "a.xlsx", OLE + b"\0" * 600 + package + b"\0" * 600)]
    manifest = {"META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>"}
    locked.append(write_zip(tmp_path / "a.ods", ods_parts("") | manifest))
    # An old .xls says it with a FILEPASS record (0x2F) right after the first one.
    stream = bytes.fromhex("0908100000060500bb0dcc07000000000600 0000".replace(" ", ""))
    locked.append(write(tmp_path / "a.xls", stream + bytes.fromhex("2f000400000000000a000000")))
    for path in locked:
        assert "mật khẩu" in str(refusal(path)), path


def test_a_zip_that_unpacks_to_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = xlsx_parts() | {"xl/worksheets/sheet1.xml": b" " * (120 * 1024 * 1024)}
    assert "lớn bất thường" in str(refusal(write_zip(tmp_path / "to.xlsx", bomb)))
    dense = xlsx_parts() | {"xl/worksheets/sheet1.xml": b" " * (20 * 1024 * 1024)}
    assert "lớn bất thường" in str(refusal(write_zip(tmp_path / "đặc.xlsx", dense)))
    many = xlsx_parts() | {f"x{number}": b"" for number in range(2_000)}
    assert "lớn bất thường" in str(refusal(write_zip(tmp_path / "nhiều.xlsx", many)))


def test_the_sum_of_what_a_zip_unpacks_to_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_zip(tmp_path / "to.xlsx", xlsx_parts())
    monkeypatch.setattr("imports.guard.MAX_UNPACKED", 5_000)
    assert "lớn bất thường" in str(refusal(path))


def test_a_zip_that_lies_about_its_size_is_refused_without_unpacking_it_all(tmp_path: Path) -> None:
    bomb = xlsx_parts() | {"xl/worksheets/sheet1.xml": b" " * (90 * 1024 * 1024)}
    path = write_zip(tmp_path / "dối.xlsx", bomb)
    data = bytearray(path.read_bytes())
    size = (90 * 1024 * 1024).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (5_000).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    tracemalloc.start()
    try:
        refusal(path)
        assert tracemalloc.get_traced_memory()[1] < 10 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_other_compression_methods_are_refused_because_they_unpack_without_bound(
    tmp_path: Path,
) -> None:
    path = tmp_path / "hộ.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        for name, data in xlsx_parts().items():
            archive.writestr(name, data)
    refusal(path)


@pytest.mark.parametrize("declaration", [LAUGHS, XXE, "<!DOCTYPE a>"])
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"]
)
def test_no_part_of_an_xlsx_may_declare_entities(
    tmp_path: Path, declaration: str, part: str
) -> None:
    parts = xlsx_parts()
    body = parts[part].partition(b"?>")[2] if parts[part].startswith(b"<?") else parts[part]
    path = write_zip(tmp_path / "hộ.xlsx", parts | {part: declaration.encode() + body})
    assert "không an toàn" in str(refusal(path))


@pytest.mark.parametrize("declaration", [LAUGHS, XXE])
def test_no_ods_and_no_xml_spreadsheet_may_declare_entities(
    tmp_path: Path, declaration: str
) -> None:
    path = write_zip(tmp_path / "hộ.ods", ods_parts("<table:table/>", declaration))
    assert "không an toàn" in str(refusal(path))
    workbook = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>'
    path = write(tmp_path / "hộ.xls", f'<?xml version="1.0"?>{declaration}{workbook}'.encode())
    assert "không an toàn" in str(refusal(path))


def test_a_cell_in_the_last_corner_of_the_sheet_is_refused_with_the_remedy(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
    far = '<row r="1048576"><c r="XFD1048576"><v>3</v></c></row>'
    assert "quá xa" in str(refusal(write_xlsx(tmp_path / "xa.xlsx", cells + far)))


def test_a_cell_in_the_last_corner_of_an_ods_is_refused_with_the_remedy(tmp_path: Path) -> None:
    number = 'office:value-type="float" office:value="1"'
    body = (
        f"<table:table><table:table-row><table:table-cell {number}/></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/>'
        "</table:table-row>"
        '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
        f"<table:table-cell {number}/></table:table-row></table:table>"
    )
    assert "quá xa" in str(refusal(write_zip(tmp_path / "xa.ods", ods_parts(body))))


def test_a_billion_repeated_filled_cells_are_refused_at_once(tmp_path: Path) -> None:
    cell = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
        ' table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
        "</table:table-row>"
    )
    body = f"<table:table>{cell}</table:table>"
    assert "quá xa" in str(refusal(write_zip(tmp_path / "lặp.ods", ods_parts(body))))


def test_merges_over_the_whole_sheet_are_cut_to_what_is_there(tmp_path: Path) -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/>' + '<mergeCell ref="A1:XFD9"/>' * 1000
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>1</v></c></row>'
    path = write_xlsx(tmp_path / "gộp.xlsx", rows, after=merges + "</mergeCells>")
    (table,) = read_tables(path)
    assert table.merges == ((0, 0, 2, MAX_COLUMNS - 1),)


def test_a_web_page_of_unclosed_tags_and_endless_spans_is_read_in_one_pass(tmp_path: Path) -> None:
    page = "<table><tr><td rowspan=99999999 colspan=99999999>Hà" + "<a " * 300_000 + "<!--" * 10
    (table,) = read_tables(write(tmp_path / "hộ.xls", page.encode()))
    assert len(table.rows) == 1


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="-5"><c r="A1"><v>1</v></c></row>',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c><c r="1"><v>1</v></c><c r="AAAAAAA1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="99999"><v>1</v></c><c s="y"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>nan</v></c><c><v>inf</v></c><c><v>9e999</v></c></row>',
        f'<row r="1"><c r="A1"><v>{"9" * 5000}</v></c></row>',
        '<row r="1"><c r="A1" s="1"><v>99999999999999</v></c>',
    ],
)
def test_nonsense_in_a_sheet_is_read_or_refused(tmp_path: Path, rows: str) -> None:
    assert read_or_refuse(write_xlsx(tmp_path / "hộ.xlsx", rows))


@pytest.mark.parametrize("sample", [SAMPLE_XLSX, SAMPLE_XLS])
def test_a_hundred_files_with_broken_bytes_are_read_or_refused(
    tmp_path: Path, sample: Path
) -> None:
    chance = random.Random(861)
    for _ in range(100):
        data = bytearray(sample.read_bytes())
        for _ in range(chance.choice([1, 20, 400])):
            data[chance.randrange(len(data))] = chance.choice([0, 255, chance.randrange(256)])
        assert read_or_refuse(write(tmp_path / sample.name, bytes(data)))


def test_a_file_beyond_a_hundred_megabytes_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports.tables, "MAX_FILE_BYTES", 10)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("opened"))
    assert "lớn bất thường" in str(refusal(write(tmp_path / "to.csv", b"a;b\n" * 9)))
