"""From a file of each kind to the plan, the two sample lists of the commune first."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt

from imports.households import read_plan
from imports.layout import VillageFrom
from imports.legacy_tables import TCVN3_LETTERS, VNI_LETTERS
from tests.imports.lists import commune_villages, kept, known_from, names

DATA = Path(__file__).parent.parent / "data"
EXPECTED = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
PEOPLE = [
    ("Nguyễn Thị Hường", 4, "0912345678"),
    ("Lò Văn Thuận", 3, None),
    ("Hà Đức Phương", 5, "0987654321"),
    ("Cầm Bá Thước", 2, None),
]


def in_vni(text: str) -> str:
    codes = {letter: code for code, letter in reversed(VNI_LETTERS.items())}
    return "".join(codes.get(char, char) for char in text)


def in_tcvn3(text: str) -> str:
    codes = {letter: code for code, letter in reversed(TCVN3_LETTERS.items())}
    return "".join(codes.get(char, char) for char in text)


@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_a_sample_gives_exactly_what_is_expected(file):
    plan = read_plan(DATA / file, [], []).plan
    expected = EXPECTED[file]
    assert len(plan.rows) == expected["households"]
    assert plan.villages == expected["villages"]
    assert (plan.members, plan.phones) == (expected["members"], expected["phones"])
    assert set(expected["names"]) <= set(names(plan))
    assert plan.rejects == ()
    assert plan.added == len(plan.rows)


@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_a_sample_read_again_changes_nothing(file):
    first = read_plan(DATA / file, [], []).plan
    villages = commune_villages(list(first.villages))
    again = read_plan(DATA / file, known_from(first), villages).plan
    assert (again.added, again.updated, again.unchanged) == (0, 0, len(first.rows))
    assert again.new_villages == ()


def test_one_changed_phone_in_a_sample_is_one_update(tmp_path):
    source = DATA / "ho-muong-min-2020.xlsx"
    first = read_plan(source, [], []).plan
    book = openpyxl.load_workbook(source)
    book.worksheets[0]["E7"] = "0911222333"
    book.save(tmp_path / "lại.xlsx")
    again = read_plan(tmp_path / "lại.xlsx", known_from(first), []).plan
    assert (again.added, again.updated) == (0, 1)


def test_an_xlsx_with_sheets_by_village_a_hidden_sheet_and_merged_titles(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for village in ("Bản Chiềng", "Bản Mìn", "Bản cũ"):
        sheet = book.create_sheet(village)
        sheet.append(["DANH SÁCH HỘ GIA ĐÌNH"])
        sheet.merge_cells("A1:D1")
        sheet.append(["STT", "Họ và tên", "Nhân khẩu", "Điện thoại"])
        for n, person in enumerate(PEOPLE, 1):
            sheet.append([n, f"{person[0]}", *person[1:]])
        sheet.append([None, "Cộng", "=SUM(C3:C6)"])
        sheet.append([None, None, "TRƯỞNG BẢN"])
    book["Bản cũ"].sheet_state = "hidden"
    book.save(tmp_path / "ds.xlsx")
    reading = read_plan(tmp_path / "ds.xlsx", [], commune_villages(["Bản Chiềng"]))
    assert reading.plan.villages == {"Bản Chiềng": 4, "Bản Mìn": 4}
    assert reading.plan.new_villages == ("Bản Mìn",)
    assert [layout.village_from for layout in reading.layouts[:2]] == [VillageFrom.SHEET] * 2
    assert any("Bản cũ" in text for text in reading.plan.warnings)


def test_an_xls_in_vntime_with_vntimeh_headings(tmp_path):
    book = xlwt.Workbook(encoding="cp1252")
    sheet = book.add_sheet("Sheet1")
    small, capitals = (xlwt.easyxf(f"font: name {font}") for font in (".VnTime", ".VnTimeH"))
    sheet.write_merge(0, 0, 0, 3, in_tcvn3("danh sách hộ gia đình"), capitals)
    for column, heading in enumerate(("stt", "họ và tên chủ hộ", "số khẩu", "điện thoại")):
        sheet.write(2, column, in_tcvn3(heading), capitals)
    sheet.write(3, 0, "I", small)
    sheet.write(3, 1, in_tcvn3("bản luốc lầu"), capitals)
    for n, (name, members, phone) in enumerate(PEOPLE, 1):
        for column, value in enumerate((n, in_tcvn3(name), members, phone and int(phone))):
            if value is not None:
                sheet.write(3 + n, column, value, small)
    sheet.write(8, 1, in_tcvn3("tổng cộng"), capitals)
    book.save(str(tmp_path / "ds.xls"))
    plan = read_plan(tmp_path / "ds.xls", [], []).plan
    assert kept(plan) == [(name, "Bản Luốc Lầu", m, phone) for name, m, phone in PEOPLE]
    assert plan.previews[0].sample.before != plan.previews[0].sample.after
    assert plan.left_out_counts == {"dòng tên thôn, bản": 1, "dòng cộng": 1}


def test_a_csv_in_vni_without_any_font(tmp_path):
    lines = ["STT;Họ và tên chủ hộ;Thôn;Số khẩu;Điện thoại"]
    lines += [f"{n};{p[0]};Thôn Đồng Xá;{p[1]};{p[2] or ''}" for n, p in enumerate(PEOPLE, 1)]
    (tmp_path / "ds.csv").write_bytes("\r\n".join(map(in_vni, lines)).encode("cp1252"))
    plan = read_plan(tmp_path / "ds.csv", [], []).plan
    assert kept(plan) == [(name, "Thôn Đồng Xá", m, phone) for name, m, phone in PEOPLE]
    assert list(plan.encodings) == ["vni"]


def test_a_csv_whose_numbers_are_text(tmp_path):
    lines = ["STT,Họ và tên,Tổ dân phố,Số khẩu,SĐT"]
    lines += [f"{n},{p[0]},TDP 0{n},{p[1]} người,{p[2] or ''}" for n, p in enumerate(PEOPLE, 1)]
    (tmp_path / "ds.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    plan = read_plan(tmp_path / "ds.csv", [], commune_villages(["Tổ dân phố số 1"])).plan
    assert plan.villages["Tổ dân phố số 1"] == 1
    assert (len(plan.villages), plan.members, plan.phones) == (4, 14, 2)


def test_an_html_table_named_xls(tmp_path):
    rows = "".join(
        f"<tr><td>{n}</td><td>{name}</td><td>{members}</td><td>{phone or ''}</td></tr>"
        for n, (name, members, phone) in enumerate(PEOPLE, 1)
    )
    (tmp_path / "ds.xls").write_text(
        "<html><meta charset=utf-8><table>"
        "<tr><td colspan=4>DANH SÁCH HỘ GIA ĐÌNH THÔN 3</td></tr>"
        "<tr><th rowspan=2>STT</th><th rowspan=2>Họ và tên</th><th colspan=2>Thông tin</th></tr>"
        f"<tr><th>Số khẩu</th><th>SĐT</th></tr>{rows}"
        "<tr><td></td><td>Tổng cộng</td><td>14</td><td></td></tr></table></html>",
        encoding="utf-8",
    )
    plan = read_plan(tmp_path / "ds.xls", [], []).plan
    assert kept(plan) == [(name, "Thôn 3", m, phone) for name, m, phone in PEOPLE]


def test_an_ods_with_villages_as_sections(tmp_path):
    def cell(value: object) -> str:
        if isinstance(value, int):
            kind = f'office:value-type="float" office:value="{value}"'
        else:
            kind = 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{value or ''}</text:p></table:table-cell>"

    listed = [("STT", "Họ và tên", "Số khẩu", "SĐT"), ("Bản Mìn",)]
    listed += [(n, *person) for n, person in enumerate(PEOPLE, 1)]
    body = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in listed
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" '
        f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="DS">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "ds.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    plan = read_plan(tmp_path / "ds.ods", [], []).plan
    assert kept(plan) == [(name, "Bản Mìn", m, phone) for name, m, phone in PEOPLE]
