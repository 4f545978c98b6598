"""Every kind of spreadsheet gives the same table: values, fonts, merges, hidden sheets."""

import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlrd
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from domain.errors import AppError, Cancelled
from imports.legacy_fonts import decode_table
from imports.sheet import MAX_COLUMNS, MAX_ROWS
from imports.tables import Row, read_tables
from imports.xlsx import column_number

DATA = Path(__file__).parent.parent / "data"

LIST: list[Row] = [
    ("Danh s¸ch hé",),
    ("STT", "Hä vµ tªn", "Sè khÈu", "Ngµy"),
    (1, "Hå V¨n Ửng", 7, date(2020, 8, 13)),
    (),
    (2, "L\u00ad¬ng ThÞ Hßa", 3.5, datetime(2020, 8, 13, 7, 30)),
    (None, None, True),
]


def write_xlsx(path: Path, rows: list[Row], font: str = ".VnTime") -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Danh sách"
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if value is not None:
                cell = sheet.cell(row, column, value)
                if isinstance(value, str):
                    cell.font = Font(name=font)
    sheet.merge_cells("A1:D1")
    book.create_sheet("Ẩn").sheet_state = "hidden"
    book.save(path)


def write_xls(path: Path, rows: list[Row], font: str = ".VnTime") -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            style = xlwt.XFStyle()
            if isinstance(value, date):
                style.num_format_str = "dd/mm/yyyy hh:mm"
            if isinstance(value, str):
                style.font.name = font
            if value is not None and (row, column) != (0, 0):
                sheet.write(row, column, value, style)
    style.font.name = font
    sheet.write_merge(0, 0, 0, 3, rows[0][0], style)
    book.add_sheet("Ẩn").visibility = 1
    book.save(str(path))


ODS_STYLES = """<style:style style:name="parent" style:family="table-cell">
<style:text-properties style:font-name="F1"/></style:style>"""
ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:font-face-decls>
 <style:font-face style:name="F1" svg:font-family="'.VnTime'"/>
 <style:font-face style:name="F2" svg:font-family="'VNI-Times'"/>
</office:font-face-decls>
<office:automatic-styles>STYLES
 <style:style style:name="ce1" style:family="table-cell" style:parent-style-name="parent"/>
 <style:style style:name="T1" style:family="text"><style:text-properties style:font-name="F2"/>
 </style:style>
 <style:style style:name="ta2" style:family="table">
  <style:table-properties table:display="false"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>SHEETS</office:spreadsheet></office:body>
</office:document-content>"""


def write_ods(path: Path, sheets: str, styles: str = ODS_STYLES) -> None:
    content = ODS_CONTENT.replace("SHEETS", sheets).replace("STYLES", styles)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)


def ods_rows(rows: list[Row]) -> str:
    """The cells of LIST; the first one spans four columns."""
    lines = []
    for row in rows:
        cells = []
        for value in row:
            if isinstance(value, bool):
                cell = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
            elif isinstance(value, date):
                cell = f'office:value-type="date" office:date-value="{value.isoformat()}"/>'
            elif isinstance(value, int | float):
                cell = f'office:value-type="float" office:value="{value}"/>'
            elif value:
                cell = f'office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
            else:
                cell = "/>"
            cells.append(f'<table:table-cell table:style-name="ce1" {cell}')
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    spanned = lines[0].replace("ce1", 'ce1" table:number-columns-spanned="4', 1)
    covered = (
        '<table:covered-table-cell office:value-type="string" table:number-columns-repeated="3">'
        "<text:p>bị che</text:p></table:covered-table-cell></table:table-row>"
    )
    return spanned.replace("</table:table-row>", covered) + "".join(lines[1:])


def write_list_ods(path: Path, rows: list[Row]) -> None:
    write_ods(
        path,
        f'<table:table table:name="Danh sách">{ods_rows(rows)}</table:table>'
        '<table:table table:name="Ẩn" table:style-name="ta2"><table:table-row/></table:table>',
    )


def write_spreadsheetml(path: Path, rows: list[Row]) -> None:
    lines = []
    for row in rows:
        cells = []
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            kind, text = "String", str(value)
            if isinstance(value, bool):
                kind, text = "Boolean", str(int(value))
            elif isinstance(value, date):
                kind, text = "DateTime", value.isoformat()
            elif isinstance(value, int | float):
                kind = "Number"
            merge = ' ss:MergeAcross="3"' if row is rows[0] else ""
            cells.append(
                f'<Cell ss:StyleID="s1" ss:Index="{column}"{merge}>'
                f'<Data ss:Type="{kind}">{text}</Data>'
                "<Comment><ss:Data>x</ss:Data></Comment></Cell>"
            )
        lines.append(f"<Row>{''.join(cells)}</Row>")
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>'
        '<Style ss:ID="Default"><Font ss:FontName="Arial"/></Style>'
        '<Style ss:ID="s1"><Font ss:FontName=".VnTime"/></Style></Styles>'
        f'<Worksheet ss:Name="Danh sách"><Table>{"".join(lines)}</Table></Worksheet>'
        '<Worksheet ss:Name="Ẩn"><Table/><WorksheetOptions><Visible>SheetHidden</Visible>'
        "</WorksheetOptions></Worksheet></Workbook>",
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("hộ.xlsx", write_xlsx),
        ("hộ.xls", write_xls),
        ("hộ.ods", write_list_ods),
        ("hộ xml.xls", write_spreadsheetml),
        ("sai đuôi.csv", write_xls),
        ("sai đuôi.xls", write_xlsx),
        ("sai đuôi.xlsx", write_list_ods),
    ],
)
def test_every_kind_gives_the_same_table_whatever_it_is_named(
    tmp_path: Path, name: str, write: Callable[[Path, list[Row]], None]
) -> None:
    write(tmp_path / name, LIST)
    table, hidden = read_tables(tmp_path / name)
    assert table.rows == LIST
    assert [type(value) for value in table.rows[2]] == [int, str, int, date]
    assert table.merges == ((0, 0, 0, 3),)
    assert {table.font(row, 1) for row in (1, 2, 4)} == {".VnTime"}
    assert table.font(99, 99) == ""
    assert (table.name, table.hidden) == ("Danh sách", False)
    assert (hidden.name, hidden.hidden, hidden.rows) == ("Ẩn", True, [])
    decoded = decode_table(table).rows
    assert decoded[0] == ("Danh sách hộ",)
    assert (decoded[2][1], decoded[4][1]) == ("Hồ Văn Ửng", "Lương Thị Hòa")


def test_the_sample_xlsx_reads_as_openpyxl_reads_it() -> None:
    (table,) = read_tables(DATA / "ho-muong-min-2020.xlsx")
    sheet = openpyxl.load_workbook(DATA / "ho-muong-min-2020.xlsx", data_only=True).active
    assert sheet is not None
    cells = [list(row) for row in sheet.iter_rows()]
    assert [[*row] for row in table.rows] == [
        [cell.value for cell in row][: len(kept)]
        for row, kept in zip(cells, table.rows, strict=True)
    ]
    for row, values in enumerate(table.rows):
        for column, value in enumerate(values):
            if value is not None:
                assert table.font(row, column) == cells[row][column].font.name
    merged = {
        (m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1)
        for m in sheet.merged_cells.ranges
    }
    assert set(table.merges) == merged


def test_the_sample_xls_comes_out_in_unicode() -> None:
    (table,) = read_tables(DATA / "ho-vntime-2019.xls")
    decoded = decode_table(table)
    expected = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
    names = {row[1] for row in decoded.rows if len(row) > 1}
    assert set(expected["ho-vntime-2019.xls"]["names"]) <= names
    assert decoded.rows[3][:4] == ("STT", "Họ và tên chủ hộ", "Bản", "Số khẩu")
    assert len([row for row in decoded.rows if row and isinstance(row[0], int)]) == 120
    assert table.merges == ((1, 0, 1, 5), (0, 0, 0, 5))


def test_a_text_of_runs_has_the_font_of_its_longest_run(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    long_run = TextBlock(InlineFont(rFont=".VnTime"), "NguyÔn V¨n Hßa")
    book.active["B2"] = CellRichText(TextBlock(InlineFont(rFont="Arial"), "1. "), long_run)
    book.save(tmp_path / "hộ.xlsx")
    (table,) = read_tables(tmp_path / "hộ.xlsx")
    assert (table.rows[1][1], table.font(1, 1)) == ("1. NguyÔn V¨n Hßa", ".VnTime")

    old = xlwt.Workbook()
    sheet = old.add_sheet("1")
    arial, legacy = xlwt.Font(), xlwt.Font()
    arial.name, legacy.name = "Arial", ".VnTime"
    sheet.write_rich_text(1, 1, (("1. ", arial), ("NguyÔn V¨n Hßa", legacy)))
    old.save(str(tmp_path / "hộ.xls"))
    (table,) = read_tables(tmp_path / "hộ.xls")
    assert (table.rows[1][1], table.font(1, 1)) == ("1. NguyÔn V¨n Hßa", ".VnTime")


def test_a_span_in_an_ods_cell_brings_its_font(tmp_path: Path) -> None:
    span = (
        '<text:p>1. <text:span text:style-name="T1">Nguyeãn Vaên<text:s/>Hoøa</text:span></text:p>'
    )
    cell = f'<table:table-cell office:value-type="string">{span}</table:table-cell>'
    write_ods(
        tmp_path / "a.ods", f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
    )
    (table,) = read_tables(tmp_path / "a.ods")
    assert (table.rows, table.font(0, 0)) == ([("1. Nguyeãn Vaên Hoøa",)], "VNI-Times")


def test_ods_cells_without_a_style_have_that_of_their_column(tmp_path: Path) -> None:
    column = '<table:table-column table:default-cell-style-name="ce1"/>'
    cell = '<table:table-cell office:value-type="string"><text:p>B¶n</text:p></table:table-cell>'
    sheet = f"<table:table>{column}<table:table-row>{cell}</table:table-row></table:table>"
    write_ods(tmp_path / "a.ods", sheet)
    assert read_tables(tmp_path / "a.ods")[0].font(0, 0) == ".VnTime"


def test_ods_repeats_comments_drawings_and_errors(tmp_path: Path) -> None:
    comment = "<office:annotation><dc:date>2020</dc:date><text:p>ghi</text:p></office:annotation>"
    drawing = "<draw:frame><draw:text-box><text:p>hình</text:p></draw:text-box></draw:frame>"
    row = (
        '<table:table-row table:number-rows-repeated="2">'
        f'<table:table-cell office:value-type="string">{comment}<text:p>một</text:p>'
        f"<text:p>{drawing}hai</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2" office:value-type="percentage"'
        ' office:value="0.1627"><text:p>16,27%</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string" calcext:value-type="error">'
        "<text:p>#N/A</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        "</table:table-row>"
    )
    write_ods(tmp_path / "a.ods", f"<table:table>{row}</table:table>")
    (table,) = read_tables(tmp_path / "a.ods")
    assert table.rows == [("một\nhai", 0.1627, 0.1627)] * 2


XLSX_PARTS = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": """<Relationships><Relationship Id="r1" Type="http://x/officeDocument"
        Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": """<x:workbook xmlns:x="m" xmlns:d="r"><x:sheets>
        <x:sheet name="Một" sheetId="1" d:id="r1"/></x:sheets></x:workbook>""",
    "xl/_rels/workbook.xml.rels": """<Relationships>
        <Relationship Id="r1" Type="http://x/worksheet" Target="/xl/worksheets/sheet1.xml"/>
        <Relationship Id="r2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>
        <Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>""",
    "xl/sharedStrings.xml": """<x:sst xmlns:x="m"><x:si><x:t>chữ chung</x:t></x:si>
        <x:si><x:r><x:rPr><x:rFont x:val="a" val="Arial"/></x:rPr><x:t>1. </x:t></x:r>
        <x:r><x:rPr><x:rFont val=".VnTime"/></x:rPr><x:t>NguyÔn V¨n</x:t></x:r>
        <x:rPh><x:t>phiên âm</x:t></x:rPh></x:si></x:sst>""",
    "xl/styles.xml": """<x:styleSheet xmlns:x="m"><x:fonts><x:font><x:name val="Arial"/></x:font>
        <x:font><x:name val="VNI-Times"/></x:font></x:fonts><x:cellStyleXfs><x:xf fontId="1"/>
        </x:cellStyleXfs><x:cellXfs><x:xf fontId="0"/><x:xf fontId="1" numFmtId="14"/>
        <x:xf fontId="99"/></x:cellXfs></x:styleSheet>""",
}


def write_raw_xlsx(path: Path, rows: str) -> None:
    """An .xlsx whose parts are written by hand, with prefixes as some programs write them."""
    sheet = f'<x:worksheet xmlns:x="m"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in XLSX_PARTS.items():
            archive.writestr(name, part)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)


def test_shared_texts_bring_the_font_of_their_longest_run(tmp_path: Path) -> None:
    rows = '<x:row><x:c t="s" s="1"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row>'
    write_raw_xlsx(tmp_path / "a.xlsx", rows)
    (table,) = read_tables(tmp_path / "a.xlsx")
    assert table.name == "Một"
    assert table.rows == [("chữ chung", "1. NguyÔn V¨n")]
    assert (table.font(0, 0), table.font(0, 1)) == ("VNI-Times", ".VnTime")


def test_cells_written_in_unusual_ways_are_read(tmp_path: Path) -> None:
    rows = (
        '<x:row><x:c t="inlineStr"><x:is><x:t>Hà Lan</x:t></x:is></x:c>'
        '<x:c t="s"><x:v>0</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>a_x000D_b_x0000_</x:v></x:c>'
        '<x:c t="e"><x:v>#N/A</x:v></x:c><x:c><x:v>1.5E3</x:v></x:c><x:c><x:f>SUM(A1)</x:f></x:c>'
        '<x:c t="d"><x:v>2020-08-13T00:00:00</x:v></x:c><x:c t="s"><x:v>77</x:v></x:c></x:row>'
        '<x:row r="3"><x:c r="C3" t="b"><x:v>0</x:v></x:c></x:row>'
    )
    write_raw_xlsx(tmp_path / "a.xlsx", rows)
    (table,) = read_tables(tmp_path / "a.xlsx")
    first = ("Hà Lan", "chữ chung", "a\rb", None, 1500, None, date(2020, 8, 13))
    assert table.rows == [first, (), (None, None, False)]


def test_dates_follow_the_format_of_the_cell_and_the_calendar_of_the_book(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    formats = ("dd/mm/yyyy", '"ngày" 0', "hh:mm", "[$-42A]d mmmm yyyy", "0.00%", "[h]:mm")
    for column, code in enumerate(formats, 1):
        sheet.cell(1, column, 44056).number_format = code
    book.save(tmp_path / "a.xlsx")
    day = date(2020, 8, 13)
    assert read_tables(tmp_path / "a.xlsx")[0].rows == [(day, 44056, 44056, day, 44056, 44056)]
    book.epoch = datetime(1904, 1, 1)
    book.save(tmp_path / "b.xlsx")
    assert read_tables(tmp_path / "b.xlsx")[0].rows[0][0] == date(2024, 8, 14)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimited_text_is_read_in_every_unicode_form(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = [("STT", "Họ tên"), ("1", "Hà Văn Ửng"), ("2", f"Lò{delimiter} Thị\nHòa")]
    lines = [delimiter.join((a, f'"{b}"')) for a, b in rows]
    (tmp_path / "hộ.csv").write_bytes("\r\n".join(lines).encode(encoding))
    (table,) = read_tables(tmp_path / "hộ.csv")
    assert (table.name, table.rows) == ("hộ", rows)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("STT;Hä vµ tªn\r\n1;NguyÔn V¨n Hßa\r\n2;L\u00ad¬ng ThÞ Hßa", "latin-1"),
        ("STT;Hoï vaø teân\r\n1;Nguyeãn Vaên Hoøa\r\n2;Löông Thò Hoøa", "cp1252"),
        (
            "STT;Ho\u0323 va\u0300 tên\r\n1;Nguyê\u0303n Văn Ho\u0300a\r\n2;"
            "Lương Thi\u0323 Ho\u0300a",
            "cp1258",
        ),
    ],
)
def test_delimited_text_of_the_old_days_becomes_unicode(
    tmp_path: Path, text: str, encoding: str
) -> None:
    (tmp_path / "hộ.txt").write_bytes(text.encode(encoding))
    decoded = decode_table(read_tables(tmp_path / "hộ.txt")[0])
    expected = [("STT", "Họ và tên"), ("1", "Nguyễn Văn Hòa"), ("2", "Lương Thị Hòa")]
    assert decoded.rows == expected


def test_a_stray_quote_does_not_swallow_the_rest_of_the_file(tmp_path: Path) -> None:
    lines = ["1;Hà Văn Ửng", '2;"Lò Thị Hòa', *(f"{n};Vi Văn Bảo" for n in range(3, 20_000))]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    (table,) = read_tables(tmp_path / "a.csv")
    assert len(table.rows) == 19_999
    assert table.rows[1] == ("2", '"Lò Thị Hòa')


def test_one_bad_byte_does_not_make_utf8_something_else(tmp_path: Path) -> None:
    data = ("Nguyễn Văn Hòa;1\n" * 20).encode()
    (tmp_path / "a.csv").write_bytes(data + b"\xc3")
    assert read_tables(tmp_path / "a.csv")[0].rows[0] == ("Nguyễn Văn Hòa", "1")


def test_the_delimiter_is_what_stands_outside_the_quotes(tmp_path: Path) -> None:
    text = '1;"bản Mìn, xã Mường Mìn, huyện Quan Sơn"\n' * 3
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert read_tables(tmp_path / "a.csv")[0].rows[0][0] == "1"


def test_bytes_that_no_page_has_are_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("B\u00b6n;\u0081\u00ad".encode("latin-1"))
    assert read_tables(tmp_path / "a.csv")[0].rows == [("B\u00b6n", "\u0081\u00ad")]


def test_the_first_line_may_name_the_delimiter(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=|\na,b|c,d\n", encoding="utf-8")
    assert read_tables(tmp_path / "a.csv")[0].rows == [("a,b", "c,d")]


def test_a_web_page_named_xls_is_a_table_with_merges_and_fonts(tmp_path: Path) -> None:
    page = """<html><head><meta charset="utf-8"><style><!--
        td {font-family:Arial} .xl24 {mso-x:1; font-family:".VnTime", serif}
        --></style></head><body><!-- <td>không</td> --><table>
        <TR><TD colspan=3 class=xl24>Danh s&aacute;ch<br> h&#7897; </TD>
        <tr><td rowspan="2">1<td>Hà&nbsp;Lan<td class="xl24">B¶n
        <tr><td><font face=".VnTimeH">Hå</font></td><td style='font-family:VNI-Times'>Vaên</td></tr>
        </table><table></table></body></html>"""
    (tmp_path / "hộ.xls").write_text(page, encoding="utf-8")
    (table,) = read_tables(tmp_path / "hộ.xls")
    assert table.rows == [("Danh sách\nhộ",), ("1", "Hà Lan", "B¶n"), (None, "Hå", "Vaên")]
    assert table.merges == ((0, 0, 0, 2), (1, 0, 2, 0))
    fonts = [table.font(*place) for place in ((0, 0), (1, 1), (1, 2), (2, 1), (2, 2))]
    assert fonts == [".VnTime", "Arial", ".VnTime", ".VnTimeH", "VNI-Times"]


@pytest.mark.parametrize(
    "text", [",".join(map(str, range(MAX_COLUMNS + 5))), "1\n" * (MAX_ROWS + 3)]
)
def test_cells_beyond_the_limits_are_refused_never_dropped(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(AppError, match="quá xa"):
        read_tables(tmp_path / "a.csv")


def test_several_tables_of_a_web_page_are_numbered(tmp_path: Path) -> None:
    (tmp_path / "hộ.xls").write_text(
        "<table><td>1</table><p><table><td>2</table>", encoding="utf-8"
    )
    tables = read_tables(tmp_path / "hộ.xls")
    assert [(t.name, t.rows) for t in tables] == [("hộ (1)", [("1",)]), ("hộ (2)", [("2",)])]


def test_column_letters_count_from_zero() -> None:
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]
    assert column_number("A" * 1_000_000) == column_number("") == MAX_COLUMNS


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_list_ods, write_spreadsheetml])
def test_progress_is_reported_and_may_cancel(
    tmp_path: Path, write: Callable[[Path, list[Row]], None]
) -> None:
    write(tmp_path / "a", LIST)
    seen: list[tuple[int, int]] = []
    read_tables(tmp_path / "a", lambda done, total: seen.append((done, total)))
    assert seen
    assert seen[-1][0] == seen[-1][1]

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_tables(tmp_path / "a", cancel)


def test_formatting_that_cannot_be_read_costs_the_fonts_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = xlrd.open_workbook

    def broken(formatting_info: bool, **arguments: Any) -> xlrd.book.Book:
        if formatting_info:
            raise IndexError
        return real(**arguments)

    write_xls(tmp_path / "a.xls", LIST)
    monkeypatch.setattr("xlrd.open_workbook", broken)
    table = read_tables(tmp_path / "a.xls")[0]
    assert (table.rows[1], table.font(1, 1)) == (LIST[1], "")


def test_an_error_is_never_anything_but_an_app_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_xls(tmp_path / "a.xls", LIST)
    monkeypatch.setattr("xlrd.open_workbook", lambda **_: 1 / 0)
    with pytest.raises(AppError, match="bị hỏng"):
        read_tables(tmp_path / "a.xls")
