"""The official workbook read back: what is in it is what the data say."""

import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.campaigns import App
from domain.dispatches import Dispatch
from domain.errors import AppError, Cancelled
from domain.figures import Figure
from domain.indicators import BY_KEY, Counts
from domain.progress import Progress, UnitProgress, sum_units
from exports.cells import UNKNOWN
from exports.report import Report, write_report
from exports.village_annexes import village_annexes
from tests.exports import made
from tests.needs import needs_office


def written(report: Report, folder: Path) -> Any:
    path = folder / "bao-cao.xlsx"
    write_report(report, path)
    return load_workbook(path)


def row_of(sheet: Worksheet, first: str, column: int = 2) -> int:
    """The row whose cell begins with these words."""
    for row in range(1, sheet.max_row + 1):
        if str(sheet.cell(row, column).value or "").startswith(first):
            return row
    raise AssertionError(f"{first} is not on {sheet.title}")


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None)


def number_row(sheet: Worksheet) -> int:
    return row_of(sheet, "(1)", 1)


def test_sheets_stand_in_their_order(tmp_path: Path) -> None:
    assert written(made.report(), tmp_path).sheetnames == [
        "Báo cáo", "Phụ lục I-a", "Phụ lục I-b", "Phụ lục I-c", "Phụ lục I-d", "Phụ lục II",
        "Phụ lục IV", "Biểu đồ", "Nguồn", "Kiểm tra",
    ]  # fmt: skip


def test_the_head_of_the_log_is_printed_where_there_is_one(tmp_path: Path) -> None:
    report = made.report(audit_head="3f9a 0c11 77de (mục 1.234)")
    assert "Dấu nhật ký: 3f9a 0c11 77de (mục 1.234)." in texts(written(report, tmp_path)["Nguồn"])
    assert "Dấu" not in texts(written(made.report(), tmp_path)["Nguồn"])


def test_every_total_equals_the_data(tmp_path: Path) -> None:
    report = made.report()
    book = written(report, tmp_path)
    now, then = report.progress.commune_now, report.progress.commune_before
    seen = [c.value for c in book["Phụ lục I-a"][row_of(book["Phụ lục I-a"], "Tổng cộng")]]
    assert seen[2:13] == [
        now.households, now.found, then.visited, now.visited - then.visited, now.visited,
        float(Fraction(now.visited, now.households)), now.with_device, then.completed,
        now.completed - then.completed, now.completed,
        float(Fraction(now.completed, now.with_device)),
    ]  # fmt: skip
    sheet = book["Phụ lục I-b"]
    seen = [c.value for c in sheet[row_of(sheet, "Tổng cộng")]]
    assert seen[2:7] == [now.members, now.smartphones, now.android, now.ios, now.os_unknown]
    a, b = (now.cross_installed[x.code] or 0 for x in report.campaign.apps)
    both, devices = now.all_apps or 0, now.cross_smartphones or 0
    assert seen[7:12] == [both, a - both, b - both, devices - a - b + both, devices]
    for title, app in zip(("Phụ lục I-c", "Phụ lục I-d"), report.campaign.apps, strict=True):
        sheet = book[title]
        seen = [c.value for c in sheet[row_of(sheet, "Tổng cộng")]]
        assert seen[7] == now.installed[app.code]
        assert seen[10] == float(report.progress.rate(BY_KEY["IND06"], app)[0] or 0)


def test_every_village_row_equals_the_data(tmp_path: Path) -> None:
    report = made.report()
    sheet = written(report, tmp_path)["Phụ lục I-a"]
    first = number_row(sheet) + 1
    for n, unit in enumerate(report.progress.units):
        seen = [c.value for c in sheet[first + n]]
        assert seen[:3] == [n + 1, unit.label, unit.now.households]
        assert seen[6] == unit.now.visited
        assert seen[4] + seen[5] == seen[6]


def test_the_rate_of_the_dispatch_prints_as_16_27_percent(tmp_path: Path) -> None:
    known = Counts(
        households=10, visited=8, completed=5, with_device=6, installed={"bluezone": 183620},
        population=1128620,
    )  # fmt: skip
    units = (UnitProgress("v", "Bản Chiềng", known, Counts()),)
    figures = (("Toàn xã", Figure("population", 1128620, "2020-04-01", "Cục Thống kê")),)
    progress = Progress(made.UNTIL, "", units, sum_units([known], 1128620, None), Counts(), figures)
    report = made.report("bluezone", progress=progress, days=(), reasons=())
    book = written(report, tmp_path)
    sheet = book["Phụ lục I-c"]
    headings = [c.value for c in sheet[number_row(sheet) - 1]]
    cell = sheet.cell(row_of(sheet, "Tổng cộng"), headings.index("Trên dân số") + 1)
    assert cell.value == float(Fraction(183620, 1128620))
    assert cell.number_format == r"0.00\ %"
    letter = texts(book["Báo cáo"])
    assert "183.620 máy/1.128.620 người, đạt tỷ lệ 16,27\u00a0%" in letter


def test_unknown_is_a_dash_and_zero_is_zero(tmp_path: Path) -> None:
    book = written(made.report(), tmp_path)
    sheet = book["Phụ lục I-c"]
    row = [c.value for c in sheet[row_of(sheet, "Bản Yên")]]
    assert row[2:] == [UNKNOWN] * (len(row) - 2)
    sheet = book["Phụ lục I-a"]
    row = [c.value for c in sheet[row_of(sheet, "Bản Yên")]]
    assert row[6:8] == [0, 0.0]
    assert row[-1] == "Chưa báo cáo"
    assert row[12] == UNKNOWN  # no household known to have a device: no denominator


def test_totals_say_on_how_many_villages_they_stand(tmp_path: Path) -> None:
    sheet = written(made.report(), tmp_path)["Phụ lục I-c"]
    row = [c.value for c in sheet[row_of(sheet, "Số đơn vị tính vào tổng")]]
    assert row[2] == row[7] == row[9] == "5/6"


def test_a_population_stated_for_the_commune_stands_before_the_sum(tmp_path: Path) -> None:
    report = made.report(population=5000)
    sheet = written(report, tmp_path)["Phụ lục I-c"]
    total = [c.value for c in sheet[row_of(sheet, "Tổng cộng")]]
    assert total[3] == 5000
    assert total[9] == float(Fraction(report.progress.commune_now.installed["bluezone"] or 0, 5000))


def test_devices_of_households_without_a_device_count_stay_out_of_the_rate() -> None:
    report = made.report("bluezone")
    units = list(report.progress.units)
    odd = replace(units[0].now, paired_installed={"bluezone": 100})
    units[0] = replace(units[0], now=odd)
    annex = village_annexes(replace(report, progress=replace(report.progress, units=tuple(units))))[
        2
    ]
    column = next(c for c in annex.columns if c.key == "IND07")
    assert column.ratio == ("paired:bluezone", "smartphones")
    assert annex.rows[0]["IND07"] == Fraction(100, units[0].now.smartphones or 1)


def test_one_app_has_no_crossed_cells_and_vneid_uses_its_own_words(tmp_path: Path) -> None:
    one = written(made.report("bluezone"), tmp_path)
    assert "Phụ lục I-d" not in one.sheetnames
    assert "Chưa cài" not in texts(one["Phụ lục I-b"])
    vneid = written(made.report("vneid"), tmp_path)
    assert "Đã kích hoạt mức 2" in texts(vneid["Phụ lục I-b"])
    assert "KẾT QUẢ CÀI ĐẶT VNEID THEO BẢN" in texts(vneid["Phụ lục I-c"])


def test_three_apps_make_three_pages_and_two_pages_by_day(tmp_path: Path) -> None:
    report = made.report()
    apps = (*report.campaign.apps, App("vneid", "VNeID", slot=3))
    book = written(replace(report, campaign=replace(report.campaign, apps=apps)), tmp_path)
    assert "Phụ lục I-e" in book.sheetnames
    assert {"Phụ lục II-a", "Phụ lục II-b"} < set(book.sheetnames)


def test_the_head_of_2020_reports_to_the_district_and_that_of_2026_to_the_province(
    tmp_path: Path,
) -> None:
    old = texts(written(made.report(), tmp_path)["Báo cáo"])
    assert "Kính gửi: Ủy ban nhân dân huyện Quan Sơn" in old
    assert "XÃ MƯỜNG MÌN" in old
    assert "Số: 05/BC-UBND" in old
    assert "Mường Mìn, ngày 20 tháng 8 năm 2020" in old
    assert "KT. CHỦ TỊCH\n" in old.replace("None\n", "") or "KT. CHỦ TỊCH" in old
    new = texts(written(made.report(office=made.OFFICE_2026), tmp_path)["Báo cáo"])
    assert "- Ủy ban nhân dân tỉnh Thanh Hóa;" in new
    assert "- Sở Khoa học và Công nghệ tỉnh Thanh Hóa." in new
    assert "huyện Quan Sơn báo cáo" not in new
    assert "CHỦ TỊCH" in new
    assert "KT. CHỦ TỊCH" not in new


def test_number_and_date_may_stay_blank(tmp_path: Path) -> None:
    book = written(made.report(number="", issued_on=""), tmp_path)
    assert "Số: …/BC-UBND" in texts(book["Báo cáo"])
    assert "Mường Mìn, ngày … tháng … năm …" in texts(book["Báo cáo"])
    assert "(Kèm theo Báo cáo số …/BC-UBND ngày … tháng … năm …" in texts(book["Phụ lục II"])


def test_the_superior_body_stands_above_only_on_request(tmp_path: Path) -> None:
    line = "UBND HUYỆN QUAN SƠN"
    office = replace(made.OFFICE_2020, superior="UBND huyện Quan Sơn")
    assert line not in texts(written(made.report(office=office), tmp_path)["Báo cáo"])
    office = replace(office, superior_line=True)
    assert line in texts(written(made.report(office=office), tmp_path)["Báo cáo"])


def test_the_letter_cites_names_the_silent_and_ends_as_the_decree_asks(tmp_path: Path) -> None:
    letter = texts(written(made.report(), tmp_path)["Báo cáo"])
    assert (
        "Thực hiện Công văn số 861/UBND-VHTT ngày 05 tháng 8 năm 2020 của Ủy ban nhân dân huyện "
        "Quan Sơn"
    ) in letter
    assert "chưa có số liệu: Bản Yên." in letter
    assert "Phụ lục I, II, IV kèm theo" in letter
    assert "Đề nghị huyện hỗ trợ tờ rơi hướng dẫn cài đặt./." in letter
    assert "- Lưu: VT, VHXH." in letter


def test_names_that_look_like_formulas_go_out_as_text(tmp_path: Path) -> None:
    names = ('=HYPERLINK("http://x")', "+1", "-1", "@a", "#N/A", "Bản Chiềng")
    report = made.report(
        names=names, direction="=1+1", dispatches=(Dispatch("Công văn", "=9", "2020-08-05", "=A1"),)
    )
    book = written(report, tmp_path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if sheet.title != "Kiểm tra":
                    assert cell.data_type not in ("f", "e"), (sheet.title, cell.coordinate)
    sheet = book["Phụ lục I-a"]
    cell = sheet.cell(number_row(sheet) + 1, 2)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (names[0], "s", True)


def test_control_characters_and_nfd_are_cleaned(tmp_path: Path) -> None:
    names = (unicodedata.normalize("NFD", "Bản Chiềng"), "Bản\x0bMìn")
    book = written(made.report(names=names), tmp_path)
    for sheet in book:
        assert unicodedata.is_normalized("NFC", texts(sheet)), sheet.title
    assert "BảnMìn" in texts(book["Phụ lục I-a"])


def test_every_cell_is_times_new_roman_and_every_page_a4(tmp_path: Path) -> None:
    book = written(made.report(), tmp_path)
    for sheet in book:
        fonts = {c.font.name for row in sheet.iter_rows() for c in row if c.value is not None}
        assert fonts <= {"Times New Roman"}, sheet.title
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.oddHeader.center.text == "&P"
        assert not sheet.firstHeader.center.text
        assert sheet.HeaderFooter.differentFirst
        assert round(sheet.page_margins.left * 25.4) == 30
    assert book["Báo cáo"].page_setup.orientation == "portrait"
    assert book["Phụ lục I-a"].print_title_rows


def test_columns_fill_the_printable_width_and_no_more(tmp_path: Path) -> None:
    report = made.report(names=tuple(f"Tổ dân phố {n}" for n in range(40)))
    report = replace(report, campaign=made.with_target(report.campaign, 80.0))
    book = written(report, tmp_path)
    assert "So với chỉ tiêu" in texts(book["Phụ lục II"])
    for sheet in book:
        width = sum(d.width for d in sheet.column_dimensions.values()) * 8 / 96 * 25.4
        most = 165 if sheet.page_setup.orientation == "portrait" else 252
        assert most - 4 < width <= most, (sheet.title, width)


def test_days_are_dates_and_counts_are_numbers(tmp_path: Path) -> None:
    sheet = written(made.report(), tmp_path)["Phụ lục II"]
    cell = sheet.cell(number_row(sheet) + 1, 2)
    assert cell.value.date() == date(2020, 8, 7)
    assert cell.number_format == "dd/mm/yyyy"


def test_a_practice_report_says_so_on_every_sheet(tmp_path: Path) -> None:
    book = written(made.report(practice=True), tmp_path)
    for sheet in book:
        assert str(sheet["A1"].value).startswith("TẬP HUẤN"), sheet.title
        assert sheet.firstHeader.right.text == sheet.oddHeader.right.text == "TẬP HUẤN"
    real = written(made.report(), tmp_path)
    assert all("TẬP HUẤN" not in texts(sheet) for sheet in real)


def test_the_properties_name_the_office(tmp_path: Path) -> None:
    properties = written(made.report(), tmp_path).properties
    assert properties.creator == "Ủy ban nhân dân xã Mường Mìn"
    assert properties.title.startswith("Kết quả triển khai cài đặt")


def test_reasons_add_up_to_the_households_not_complete(tmp_path: Path) -> None:
    report = made.report()
    sheet = written(report, tmp_path)["Phụ lục IV"]
    first = number_row(sheet) + 1
    for n, unit in enumerate(report.progress.units):
        row = [c.value for c in sheet[first + n]]
        assert sum(row[3:10]) == row[10] == unit.now.visited - unit.now.completed


def test_charts_refer_to_the_cells_of_the_annexes(tmp_path: Path) -> None:
    sheet = written(made.report(), tmp_path)["Biểu đồ"]
    charts: list[Any] = sheet._charts
    assert len(charts) == 5
    references = [s.val.numRef.f for c in charts for s in c.series]
    assert all(r.startswith("'Phụ lục I") for r in references)
    assert all(c.x_axis.delete is False and c.y_axis.delete is False for c in charts)


def test_every_column_with_a_meaning_is_explained(tmp_path: Path) -> None:
    report = made.report()
    told = texts(written(report, tmp_path)["Nguồn"])
    assert "Số máy đã cài Bluezone" in told
    assert "Công văn số 12/CCTK của Chi cục Thống kê huyện Quan Sơn" in told
    assert "I-a (8)" in told
    for annex in village_annexes(report):
        assert all(c.meaning for c in annex.columns if c.kind not in ("text",) and c.key != "order")


def test_a_report_with_nothing_yet_is_still_whole(tmp_path: Path) -> None:
    made_campaign = made.campaign()
    progress = made.progress(made_campaign, silent=tuple(range(6)))
    report = made.report(progress=progress, days=(), reasons=())
    book = written(replace(report, progress=replace(progress, until="9999", since="")), tmp_path)
    assert "Phụ lục II" not in book.sheetnames
    assert "ngày 20 tháng 8 năm 2020" in texts(book["Báo cáo"])


def test_a_target_that_excel_holds_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bao-cao.xlsx"
    path.write_bytes(b"old")

    def locked(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(AppError) as refused:
        write_report(made.report(), path)
    assert "đang mở" in refused.value.message
    assert "bao-cao (2).xlsx" in refused.value.hint
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["bao-cao.xlsx"]


def test_a_folder_that_is_gone_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Không ghi được tệp"):
        write_report(made.report(), tmp_path / "none" / "bao-cao.xlsx")


def test_a_cancelled_report_leaves_nothing(tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_report(made.report(), tmp_path / "bao-cao.xlsx", cancel)
    assert not list(tmp_path.iterdir())


def recalculated(path: Path) -> Any:
    """The workbook with its formulas computed by LibreOffice."""
    out = path.parent / "out"
    command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    subprocess.run([*command, profile], check=True, capture_output=True, timeout=120)
    return load_workbook(out / path.name, data_only=True)["Kiểm tra"]


def answers(sheet: Worksheet) -> set[str]:
    cells = (c.value for row in sheet.iter_rows(min_row=4, min_col=4) for c in row)
    return {v for v in cells if v in ("khớp", "lệch")}


@needs_office
def test_the_checks_agree_and_notice_a_changed_cell(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.xlsx"
    write_report(made.report(population=5000), path)
    sheet = recalculated(path)
    assert sheet["A2"].value == "Kết luận chung: khớp"
    assert answers(sheet) == {"khớp"}
    book = load_workbook(path)
    annex = book["Phụ lục I-a"]
    annex.cell(number_row(annex) + 1, 7).value += 3
    book.save(path)
    sheet = recalculated(path)
    assert sheet["A2"].value.startswith("Kết luận chung: lệch")
    assert answers(sheet) == {"khớp", "lệch"}
    concluded = {c.value for c in sheet["G"][4:] if isinstance(sheet.cell(c.row, 1).value, int)}
    assert "lệch" in concluded


def with_revisits(report: Report) -> Report:
    """A third of the visited went to again, two thirds of those for good; each fifth waits."""

    def again(c: Counts) -> Counts:
        n = c.visited // 3
        return replace(
            c, revisited=n, revisited_done=2 * n // 3, overdue=c.visited // 5,
            revisit_due=n + c.visited // 6,
        )  # fmt: skip

    units = tuple(
        replace(u, now=again(u.now), before=again(u.before)) for u in report.progress.units
    )
    old = report.progress
    now = sum_units([u.now for u in units], old.commune_now.population, None)
    return replace(report, progress=replace(old, units=units, commune_now=now))


def test_a_page_tells_what_going_again_was_good_for(tmp_path: Path) -> None:
    report = with_revisits(made.report())
    book = written(report, tmp_path)
    sheet, now = book["Phụ lục I-e"], report.progress.commune_now
    assert "KẾT QUẢ QUAY LẠI" in texts(sheet)
    seen = [c.value for c in sheet[row_of(sheet, "Tổng cộng")]]
    rates = (Fraction(now.revisited_done, now.revisited), Fraction(now.overdue, now.revisit_due))
    assert seen[2:5] == [now.visited, now.revisited, now.revisited_done]
    assert seen[7:9] == [now.revisit_due, now.overdue]
    assert [seen[5], seen[9]] == pytest.approx([float(r) for r in rates])
    assert BY_KEY["IND17"].numerator_words in texts(book["Nguồn"])


@needs_office
def test_the_checks_agree_with_the_page_of_revisits(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.xlsx"
    write_report(with_revisits(made.report()), path)
    assert answers(recalculated(path)) == {"khớp"}
