"""A village that gives only totals is marked wherever its numbers stand."""

from dataclasses import replace
from datetime import date

import pytest
from matplotlib.figure import Figure

from domain.announcement import announce
from domain.indicators import BY_KEY, add_known
from domain.progress import UnitProgress, sum_units
from exports.figures import draw_villages
from exports.palette import LIGHT
from exports.progress_json import progress_json
from exports.reason_annexes import reason_annexes
from exports.report import Report
from exports.village_annexes import village_annexes
from exports.wording import results_paragraphs
from tests.exports import made
from ui.overview_texts import completed_tile
from ui.report import summary_lines


@pytest.fixture
def report() -> Report:
    """Bản Mìn gives totals and does not say how many households are complete."""
    plain = made.report()
    min_ = plain.progress.units[1]
    blank = {"completed": min_.now.completed}
    now = replace(min_.now, blank=blank, unknown=frozenset({"completed"}))
    units = list(plain.progress.units)
    units[1] = UnitProgress(min_.id, min_.label, now, min_.before, tally=True, over=3)
    reasons = list(plain.reasons)
    reasons[1] = replace(reasons[1], counts={}, tally=True)
    progress = replace(plain.progress, units=tuple(units))
    return replace(plain, progress=progress, reasons=tuple(reasons))


def test_every_annex_by_village_marks_it_and_says_what_the_mark_is(report: Report) -> None:
    for annex in [*village_annexes(report), *reason_annexes(report)]:
        labels = [row["unit"] for row in annex.rows]
        assert labels[:2] == ["Bản Chiềng", "Bản Mìn (*)"]
        notes = " ".join(annex.notes)
        assert "(*) Số liệu tổng hợp, không theo từng hộ" in notes
        assert "chỉ tính hết danh sách: Bản Mìn (3 hộ)." in notes


def test_a_report_without_totals_has_no_such_note() -> None:
    for annex in [*village_annexes(made.report()), *reason_annexes(made.report())]:
        assert "(*)" not in " ".join([*annex.notes, *(str(row["unit"]) for row in annex.rows)])


def test_what_totals_do_not_say_is_a_dash_in_all_its_columns(report: Report) -> None:
    first = village_annexes(report)[0].rows[1]
    parts = ("completed.before", "completed.flow", "completed", "IND03")
    assert [first[k] for k in parts] == [None] * 4
    annex = reason_annexes(report)[0]
    assert annex.rows[1]["total"] is None
    assert annex.total
    assert annex.total["total"] == add_known(
        n for row in annex.rows if isinstance(n := row["total"], int)
    )


def test_a_village_that_cannot_split_its_devices_leaves_no_total_of_the_parts(
    report: Report,
) -> None:
    units = list(report.progress.units)
    units[1] = replace(units[1], now=replace(units[1].now, cross_partial=2))
    now = replace(report.progress.commune_now, cross_partial=2)
    progress = replace(report.progress, units=tuple(units), commune_now=now)
    annex = village_annexes(replace(report, progress=progress))[1]
    assert annex.total
    parts = [c for c in annex.columns if c.key in ("no_app", "only:bluezone")]
    for c in parts:
        assert (annex.rows[1][c.key], annex.total[c.key], c.sums) == (None, None, False)
        assert annex.rows[0][c.key] is not None
    assert len(parts) == 2
    assert annex.total["cross_smartphones"] is not None


def test_the_letter_names_it(report: Report) -> None:
    letter = " ".join(text for text, _ in results_paragraphs(report))
    assert "số liệu tổng hợp, không theo từng hộ: Bản Mìn." in letter


def test_the_letter_divides_the_numbers_it_shows(report: Report) -> None:
    top, bottom = report.progress.parts(BY_KEY["IND03"])
    assert bottom != report.progress.commune_now.with_device
    letter = " ".join(text for text, _ in results_paragraphs(report))
    assert f"{top}/{bottom} hộ có điện thoại thông minh" in letter


def test_letter_and_message_leave_out_whom_nobody_counted(report: Report) -> None:
    progress, zalo = report.progress, (report.campaign, "", "hôm nay", date(2020, 8, 20))
    letter = " ".join(text for text, _ in results_paragraphs(report))
    assert "gặp được" in letter
    assert "gặp được" in announce(progress, *zalo)
    now = replace(progress.commune_now, unknown=frozenset({"contacted"}))
    progress = replace(progress, commune_now=now)
    letter = " ".join(text for text, _ in results_paragraphs(replace(report, progress=progress)))
    assert "gặp được" not in letter
    assert "gặp được" not in announce(progress, *zalo)


def test_a_village_without_a_list_is_in_the_number_and_not_in_the_rate(report: Report) -> None:
    units = list(report.progress.units)
    units[0] = replace(units[0], now=replace(units[0].now, unknown=frozenset({"households"})))
    progress = replace(report.progress, units=tuple(units))
    top, bottom = progress.parts(BY_KEY["IND01"])
    letter = " ".join(text for text, _ in results_paragraphs(replace(report, progress=progress)))
    visited = progress.commune_now.visited
    assert f"đã đến vận động {visited} hộ, riêng các đơn vị có tổng số hộ: {top}/{bottom}" in letter


def test_its_bar_and_its_row_in_json_are_marked(report: Report) -> None:
    figure = Figure(figsize=(6, 4))
    draw_villages(figure, report.progress, BY_KEY["IND01"], None, None, LIGHT)
    texts = [t.get_text() for axes in figure.axes for t in axes.texts]
    assert sum(text.endswith("tổng hợp") for text in texts) == 1
    rows = progress_json(report.progress, report.campaign, "")["rows"]
    assert [row.get("tally", False) for row in rows] == [False, True, False, False, False, False]
    assert rows[1]["completed"] is None


def test_completed_of_a_village_without_its_devices_are_told_beside_the_rate_that_lacks_them() -> (
    None
):
    plain = made.report()
    units = list(plain.progress.units)
    now = replace(units[1].now, completed=12, unknown=frozenset({"with_device"}))
    units[1] = replace(units[1], now=now, tally=True)
    total = sum_units([u.now for u in units], None, None)
    progress = replace(plain.progress, units=tuple(units), commune_now=total)
    top, bottom = progress.parts(BY_KEY["IND03"])
    assert top is not None
    assert total.completed == top + 12

    letter = " ".join(t for t, _ in results_paragraphs(replace(plain, progress=progress)))
    assert f"Số hộ hoàn thành: {total.completed} hộ; tỷ lệ tính trên {top}/{bottom} hộ có" in letter
    assert ", chưa kể Bản Mìn" in letter
    text = announce(progress, plain.campaign, "", "hôm nay", date(2020, 8, 20))
    assert f"Hoàn thành {total.completed} hộ; tỷ lệ tính trên {top}/{bottom} hộ có máy" in text
    assert ", chưa kể Bản Mìn." in text
    tile = completed_tile(progress, plain.campaign, date(2020, 8, 20))
    assert tile.value.text == str(total.completed)
    assert tile.whole.text == f"tỷ lệ tính trên {top}/{bottom}, chưa kể Bản Mìn"
    beside = dict(summary_lines(progress, plain.campaign))["Hộ hoàn thành"]
    assert beside.startswith(f"{total.completed} hộ; tỷ lệ ")
    assert beside.endswith(f" tính trên {top}/{bottom}, chưa kể Bản Mìn")


def test_completed_are_told_also_where_no_rate_is_known() -> None:
    plain = made.report()
    units = tuple(
        replace(u, now=replace(u.now, unknown=frozenset({"with_device"})))
        for u in plain.progress.units
    )
    total = sum_units([u.now for u in units], None, None)
    progress = replace(plain.progress, units=units, commune_now=total)
    letter = " ".join(t for t, _ in results_paragraphs(replace(plain, progress=progress)))
    assert f"Số hộ hoàn thành: {total.completed} hộ; " in letter
    text = announce(progress, plain.campaign, "", "hôm nay", date(2020, 8, 20))
    assert f"Hoàn thành {total.completed} hộ." in text
