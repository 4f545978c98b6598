"""Behind the cells of the report: households at the cut-off, both parts of a rate, sources."""

from datetime import date

import pytest
import ttkbootstrap as ttk

from domain.fields import Row
from domain.figures import Figure
from domain.users import User
from exports.annexes import Annex
from exports.reason_annexes import reason_annexes
from exports.report import Report
from exports.village_annexes import village_annexes
from storage.campaigns import current_campaign
from storage.database import Database
from storage.figures import save_figures
from storage.household_lists import list_rows as list_households
from storage.practice import make_practice
from storage.report_data import get_report_data
from ui.report import ReportScreen
from ui.report_cells import Story, cell_text, tell_cell
from ui.report_preview import ReportPreview, columns_in_view, list_columns, list_rows, told_columns
from ui.session import Session
from ui.tables import Column

BY = User("Hà Thị Thử")
UNTIL = "2020-08-24T17:00"


@pytest.fixture
def practice(empty_db: Database) -> Database:
    make_practice(empty_db, by=BY, households=120, today=date(2020, 8, 25))
    return empty_db


@pytest.fixture
def report(practice: Database) -> Report:
    campaign = current_campaign(practice)
    assert campaign
    data = get_report_data(practice, campaign, since="2020-08-15", until=UNTIL, on=UNTIL)
    return Report(campaign=campaign, made_at=UNTIL, version="", **vars(data))


def annexes_of(report: Report) -> list[Annex]:
    return [*village_annexes(report), *reason_annexes(report)]


def tell(report: Report, label: str, key: str, row: int = 0) -> Story:
    annex = next(a for a in annexes_of(report) if a.label == label)
    village = annex.row_keys[row]
    return tell_cell(annex, key, annex.rows[row], village, report.progress, report.cut_off)


def test_a_count_of_households_opens_them_at_the_cut_off(report: Report) -> None:
    village = report.progress.units[0].id
    assert tell(report, "Phụ lục I-a", "visited").opens == {
        "village": village, "until": UNTIL, "filter": "visited"
    }  # fmt: skip
    before = tell(report, "Phụ lục I-a", "visited.before")
    assert before.opens["until"] == report.progress.since
    flow = tell(report, "Phụ lục I-a", "visited.flow")
    assert flow.opens["until"] == UNTIL
    assert any("lũy kế" in line for line in flow.lines)


def test_a_rate_shows_both_its_numbers_and_opens_the_upper_one(report: Report) -> None:
    story = tell(report, "Phụ lục I-a", "IND01")
    now = report.progress.units[0].now
    assert story.lines[0].startswith(f"Tử số: {now.visited} (cột 7)")
    assert story.lines[1].startswith(f"Mẫu số: {now.households} (cột 3)")
    assert story.opens["filter"] == "visited"


def test_a_sum_of_devices_says_that_it_is_no_count_of_households(report: Report) -> None:
    story = tell(report, "Phụ lục I-c", "installed:bluezone")
    assert story.opens["filter"] == "app:bluezone"
    assert any("không phải số hộ" in line for line in story.lines)


def test_a_figure_shows_source_and_day(practice: Database, report: Report) -> None:
    village = report.progress.units[0]
    figure = Figure("population", 500, "2020-08-12", "Tổng điều tra", village.id)
    save_figures(practice, [figure], by=BY)
    campaign = report.campaign
    data = get_report_data(practice, campaign, until=UNTIL, on=UNTIL)
    again = Report(campaign=campaign, made_at=UNTIL, version="", **vars(data))
    story = tell(again, "Phụ lục I-c", "population")
    assert any(
        "500; nguồn: Tổng điều tra, tính đến 12/08/2020." in line for line in story.lines
    ), story.lines
    assert (story.screen, story.opens) == ("campaigns", {"part": "figures"})


def test_a_reason_opens_the_households_of_that_reason(report: Report) -> None:
    story = tell(report, "Phụ lục IV", "AWAY")
    assert story.opens == {"village": report.progress.units[0].id, "until": UNTIL, "reason": "AWAY"}


def test_a_rank_opens_nothing(report: Report) -> None:
    assert tell(report, "Phụ lục I-c", "rank:IND07").screen == ""


def test_the_households_opened_are_as_many_as_the_cell_says(
    practice: Database, report: Report
) -> None:
    seen = 0
    for annex in annexes_of(report):
        for column in annex.columns:
            for village, row in zip(annex.row_keys, annex.rows, strict=True):
                story = tell_cell(annex, column.key, row, village, report.progress, UNTIL)
                value = row.get(column.key)
                is_flow = column.key.endswith(".flow")
                adds_up = any("không phải số hộ" in line for line in story.lines)
                if story.screen != "households" or column.ratio or is_flow or adds_up:
                    continue
                at = story.opens["until"]
                found = list_households(
                    practice, report.campaign, village_id=village, at=at, today=at[:10],
                    segment=story.opens.get("filter", ""), reason=story.opens.get("reason"),
                )  # fmt: skip
                assert len(found) == (value or 0), (annex.label, column.key, village)
                seen += 1
    assert seen > 100


def test_cells_read_as_they_are_printed() -> None:
    assert cell_text(None, "count") == "–"
    assert cell_text(1200, "count") == "1.200"
    assert cell_text(None, "text") == ""


def test_the_chosen_column_is_in_view_and_the_names_stay() -> None:
    columns = [Column("unit", "Thôn", 150), *(Column(f"c{n}", "x", 100) for n in range(6))]
    assert columns_in_view(columns, "c0", 460) == ["unit", "c0", "c1", "c2"]
    assert columns_in_view(columns, "c5", 460) == ["unit", "c3", "c4", "c5"]
    assert columns_in_view(columns, "c5", 100) == ["unit", "c5"]


def test_the_table_ends_with_the_total(report: Report) -> None:
    annex = annexes_of(report)[0]
    rows = list_rows(annex)
    assert rows[-1].texts["unit"] == "Tổng cộng"
    assert [c.key for c in list_columns(annex)][1:] == told_columns(annex)


def test_arrows_choose_a_cell_and_enter_opens_it(report: Report, page: ttk.Frame) -> None:
    opened: list[tuple[str, dict[str, str]]] = []
    preview = ReportPreview(page, opens=lambda screen, what: opened.append((screen, dict(what))),
                            close=lambda: None)  # fmt: skip
    preview.pack(fill="both", expand=True)
    preview.show(annexes_of(report), report.progress, report.cut_off)
    preview._step(1)
    preview._step(1)
    assert preview.story
    assert "Kỳ trước" in preview.story.title
    preview._turn(1)
    assert preview.annex.label == "Phụ lục I-b"
    preview.open_cell()
    assert opened[0][0] == "households"
    preview._turn(-1)
    assert preview.annex.label == "Phụ lục I-a"


def test_the_screen_shows_the_annexes_and_goes_back_to_the_form(
    session: Session, page: ttk.Frame
) -> None:
    make_practice(session.db, by=BY, households=40)
    session.campaign = current_campaign(session.db)
    screen = ReportScreen(page, session)
    screen.pack(fill="both", expand=True)
    screen.refresh()
    screen.open_preview()
    assert screen._preview_card
    assert not screen._form_card.winfo_manager()
    assert screen.escape()
    assert screen._form_card.winfo_manager()
    assert not screen.escape()


def test_a_day_that_is_none_keeps_the_form(session: Session, page: ttk.Frame) -> None:
    make_practice(session.db, by=BY, households=40)
    session.campaign = current_campaign(session.db)
    screen = ReportScreen(page, session)
    screen.pack(fill="both", expand=True)
    screen.refresh()
    values: Row = {"until": "hôm nọ"}
    screen._form.set("until", str(values["until"]))
    screen.open_preview()
    assert screen._preview_card is None
