"""One rate for one day, also where a village knows its devices but not those with the app.

Bản Mìn has 2 devices and nobody counted the app: its devices are in the totals, and in no rate.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from domain.indicators import BY_KEY, Counts
from domain.numerals import format_count, format_rate
from domain.overview import reach
from domain.progress import Progress, sum_units
from exports.annexes import Annex
from exports.day_annexes import day_annexes
from exports.progress_json import progress_json
from exports.report import Report, write_report
from exports.village_annexes import basis_start, village_annexes
from tests.exports import made
from tests.exports.test_report import answers, recalculated
from tests.needs import needs_office
from ui.overview_tables import whole_row
from ui.overview_texts import app_tile
from ui.report_cells import tell_cell

IND07 = BY_KEY["IND07"]


def uncounted(now: Counts) -> Counts:
    nothing: dict[str, int | None] = dict.fromkeys(now.installed)
    return replace(
        now, smartphones=2, android=1, ios=1, installed=nothing, cross_installed=dict(nothing),
        paired_installed=dict(nothing), all_apps=None, cross_smartphones=None, in_use=None,
        in_use_base=None,
    )  # fmt: skip


@pytest.fixture
def report() -> Report:
    plain = made.report()
    units = list(plain.progress.units)
    units[1] = replace(units[1], now=uncounted(units[1].now), before=uncounted(units[1].before))
    progress = replace(
        plain.progress, units=tuple(units),
        commune_now=sum_units([u.now for u in units], None, None),
        commune_before=sum_units([u.before for u in units], None, None),
    )  # fmt: skip
    return replace(plain, progress=progress, days=made.days(plain.campaign, progress))


def app_page(report: Report) -> Annex:
    return next(a for a in village_annexes(report) if a.has("installed:bluezone"))


def numbers(progress: Progress, report: Report) -> tuple[int, int, Fraction]:
    app = report.campaign.active_apps[0]
    top, base = progress.parts(IND07, app)
    rate, n = progress.rate(IND07, app)
    assert top is not None
    assert base is not None
    assert rate is not None
    assert n == len(progress.units) - 2  # one did not report, one did not count the app
    return top, base, rate


def test_annexes_json_and_overview_say_the_same_rate(report: Report) -> None:
    progress, campaign = report.progress, report.campaign
    app = campaign.active_apps[0]
    top, base, rate = numbers(progress, report)
    assert base == (progress.commune_now.smartphones or 0) - 2
    annex, by_day = app_page(report), day_annexes(report)[0]
    assert annex.total
    assert annex.total["IND07"] == rate == by_day.rows[-1][f"rate:{app.code}"]
    told = progress_json(progress, campaign, "")["total"]
    assert told["rates"][f"IND07({app.code})"] == float(rate)
    assert told["rates_on"][f"IND07({app.code})"] == {
        "numerator": top, "denominator": base, "villages": len(progress.units) - 2,
    }  # fmt: skip
    assert reach(progress, campaign, IND07, app, made.TODAY).rate == rate
    tile = app_tile(progress, campaign, app, made.TODAY)
    assert (tile.rate, tile.whole.text) == (format_rate(rate), f"trên {format_count(base)} máy")
    assert whole_row(progress, app).texts["smartphones"] == format_rate(rate)


def test_the_note_below_says_on_what_a_total_rate_stands(report: Report) -> None:
    top, base, rate = numbers(report.progress, report)
    annex = app_page(report)
    number = annex.number_of("IND07")
    (note,) = (n for n in annex.notes if n.startswith(f"Tổng cộng cột ({number}):"))
    assert f"{format_count(top)}/{format_count(base)} = {format_rate(rate)}" in note
    assert "tính trên 4/6 đơn vị có cả hai số; chưa tính Bản Mìn vì mới có một" in note
    assert annex.total
    story = tell_cell(annex, "IND07", annex.total, "", report.progress, made.UNTIL)
    assert note in story.lines


def test_every_rate_is_its_two_printed_numbers_or_a_note_says_of_what_it_is(
    report: Report,
) -> None:
    annexes = [*village_annexes(report), *day_annexes(report)]
    seen = 0
    for annex in annexes:
        rows = [*annex.rows, *([annex.total] if annex.total else [])]
        for c, row in ((c, r) for c in annex.columns if c.ratio for r in rows):
            rate = row.get(c.key)
            top, base = (row.get(k) for k in c.ratio or ())
            if not isinstance(rate, Fraction):
                continue
            seen += 1
            printed = isinstance(top, int) and isinstance(base, int) and top == rate * base
            start = basis_start(annex.number_of(c.key))
            told = [n for n in annex.notes if n.startswith(start)]
            assert printed or (row is annex.total and len(told) == 1), (annex.label, c.heading)
            assert not (row is annex.total and printed and told)
    assert seen > 60


def test_where_both_numbers_are_known_everywhere_there_is_no_note_and_no_column_more() -> None:
    plain = made.report()
    assert {c.key for a in day_annexes(plain) for c in a.columns} & {"base:bluezone"} == set()
    assert len(day_annexes(plain)) == 1
    reported = made.progress(plain.campaign, silent=())
    full = replace(plain, progress=reported, days=made.days(plain.campaign, reported))
    assert "Tổng cộng cột" not in " ".join(n for a in village_annexes(full) for n in a.notes)


def test_pages_by_day_take_one_app_each_where_columns_are_added(report: Report) -> None:
    pages = day_annexes(report)
    assert [a.label for a in pages] == ["Phụ lục II-a", "Phụ lục II-b"]
    for annex in pages:
        assert sum(c.width for c in annex.columns) < 252
        assert "Tỷ lệ chỉ tính trên các đơn vị đã rõ" in annex.notes[-1]


def test_the_days_know_devices_of_households_without_a_device_count(report: Report) -> None:
    """A numerator of its own, where it is not all devices with the app."""
    days = [replace(d, paired={c: n - 1 for c, n in d.paired.items()}) for d in report.days]
    annex = day_annexes(replace(report, days=tuple(days)))[0]
    column = next(c for c in annex.columns if c.key == "rate:bluezone")
    assert column.ratio == ("paired:bluezone", "base:bluezone")


@needs_office
def test_the_checks_agree_and_compare_the_last_day_with_the_total(
    report: Report, tmp_path: Path
) -> None:
    path = tmp_path / "bao-cao.xlsx"
    write_report(report, path)
    sheet = recalculated(path)
    assert sheet["A2"].value == "Kết luận chung: khớp"
    assert answers(sheet) == {"khớp"}
    words = [str(c.value) for c in sheet["C"] if c.value]
    assert sum(w.startswith("Tỷ lệ ngày cuối = tỷ lệ tổng cộng") for w in words) == 2
    book = load_workbook(path)
    by_day = book["Phụ lục II-a"]
    rows = range(1, by_day.max_row + 1)
    last = max(n for n in rows if isinstance(by_day.cell(n, 2).value, date))
    rate = next(c for c in by_day[last] if c.number_format == r"0.00\ %")
    rate.value = 0.5
    book.save(path)
    assert recalculated(path)["A2"].value.startswith("Kết luận chung: lệch")
