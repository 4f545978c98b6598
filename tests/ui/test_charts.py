"""Every part of a chart opens as many households as it says; what it says; the rows of tables."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from domain.campaigns import Campaign
from domain.fields import Option
from domain.ranking import Place, rank_lines
from domain.reasons import REASON_GROUPS
from domain.users import User
from exports.drawing import Hit, register_fonts
from exports.palette import LIGHT
from storage.database import Database, open_database
from storage.dispatches import log_report
from storage.household_lists import list_rows
from storage.looking import look_only, stop_looking
from storage.practice import make_practice
from ui.chart_canvas import next_hit
from ui.chart_picture import picture_height, picture_name, write_picture
from ui.charts import CHARTS, Chart, Measure, curve_of, funnel_steps
from ui.drawing import load_drawing, new_figure, render, settings_of_fonts
from ui.household_texts import known_segment, segment_label
from ui.overview_numbers import Moment, Numbers
from ui.overview_tables import (
    RANK_COLUMNS,
    rank_filter,
    rank_row,
    rank_words,
    reason_filter,
    reason_rows,
    whole_row,
)
from ui.overview_texts import TileText, app_tile, completed_tile, visited_tile

BY = User("Hà Thị Thử")
TODAY = date(2020, 8, 20)
NOW = datetime(2020, 8, 20, 17, 0)


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Campaign]]:
    folder = tmp_path_factory.mktemp("practice")
    db = open_database(folder / "tungnha.db", create=True)
    campaign = make_practice(db, by=BY, households=200, seed=3, today=TODAY, villages=6)
    load_drawing(folder)
    yield db, campaign
    db.close()


@pytest.fixture
def numbers(commune: tuple[Database, Campaign]) -> Numbers:
    db, campaign = commune
    return Numbers(db, campaign, campaign.apps[0], Moment(), NOW, 7)


def count(commune: tuple[Database, Campaign], filters: dict[str, str]) -> int:
    db, campaign = commune
    segment = filters.get("filter", "")
    assert known_segment(segment, campaign) == segment
    return len(
        list_rows(db, campaign, segment=segment, village_id=filters.get("village"),
                  reason=filters.get("reason"), today=TODAY.isoformat())
    )  # fmt: skip


def chart(key: str) -> Chart:
    return next(c for c in CHARTS if c.key == key)


def hits(numbers: Numbers, key: str, measure: Measure | None = None) -> list[Hit]:
    made = chart(key)
    shown = measure or made.measures(numbers)[0]
    return list(made.draw(new_figure(), numbers, shown, LIGHT, "", ""))


def first_number(text: str) -> int:
    return int(text.split(" ")[0].removeprefix("trên").replace(".", ""))


def test_the_numbers_of_the_tiles_are_as_many_households_as_they_open(
    commune: tuple[Database, Campaign], numbers: Numbers
) -> None:
    progress, campaign = numbers.progress, numbers.campaign
    tiles: list[TileText] = [
        visited_tile(progress, campaign, TODAY), completed_tile(progress, campaign, TODAY),
    ]  # fmt: skip
    for tile in tiles:
        for opens in (tile.value, tile.rest):
            assert count(commune, {"filter": opens.segment}) == first_number(opens.text) > 0
        whole = first_number(tile.whole.text.removeprefix("trên "))
        assert count(commune, {"filter": tile.whole.segment}) == whole
    of_app = app_tile(progress, campaign, campaign.apps[0], TODAY)
    rest = first_number(of_app.rest.text)
    assert count(commune, {"filter": of_app.rest.segment}) == rest > 0


def test_the_steps_of_the_funnel_and_what_they_lose_are_as_many_as_they_open(
    commune: tuple[Database, Campaign], numbers: Numbers
) -> None:
    made = chart("funnel")
    measure = made.measures(numbers)[0]
    found = hits(numbers, "funnel")
    assert {h.part for h in found} == {"", "drop"}
    for hit in found:
        said = made.describe(hit, numbers, measure)
        shown = int(said.split(": ")[1].split(" hộ")[0].replace(".", ""))
        assert count(commune, made.opens(hit, numbers, measure)) == shown > 0


def test_the_bars_of_the_villages_open_the_households_they_count(
    commune: tuple[Database, Campaign], numbers: Numbers
) -> None:
    made = chart("villages")
    for measure in made.measures(numbers)[:2]:
        for hit in hits(numbers, "villages", measure):
            said = made.describe(hit, numbers, measure)
            shown = int(said.split("(")[1].split("/")[0])
            assert count(commune, made.opens(hit, numbers, measure)) == shown


def test_the_parts_of_the_reasons_open_the_households_they_count(
    commune: tuple[Database, Campaign], numbers: Numbers
) -> None:
    made = chart("reasons")
    measure = made.measures(numbers)[0]
    for hit in hits(numbers, "reasons"):
        said = made.describe(hit, numbers, measure)
        shown = int(said.rsplit(": ", 1)[1].split(" hộ")[0])
        assert count(commune, made.opens(hit, numbers, measure)) == shown > 0


def test_a_village_that_did_not_report_opens_its_households_to_visit(numbers: Numbers) -> None:
    units = tuple(replace(u, has_data=n > 0) for n, u in enumerate(numbers.progress.units))
    numbers.__dict__["progress"] = replace(numbers.progress, units=units)
    made = chart("villages")
    hit = Hit(units[0].id, 0, 0, 1, 1)
    measure = made.measures(numbers)[0]
    assert "chưa báo cáo" in made.describe(hit, numbers, measure)
    assert made.opens(hit, numbers, measure)["filter"] == "NOT_VISITED"


def test_a_day_of_the_curve_says_what_it_brought_and_opens_its_numbers(numbers: Numbers) -> None:
    made = chart("curve")
    measure = made.measures(numbers)[0]
    second = hits(numbers, "curve")[1]
    line = numbers.days[1]
    said = made.describe(second, numbers, measure)
    assert f"thêm {line.visited_new} hộ, lũy kế {line.visited} hộ" in said
    assert made.opens(second, numbers, measure) == {"until": line.day}


def test_the_curve_must_reach_the_target_of_what_it_counts(numbers: Numbers) -> None:
    visited, completed, installed = chart("curve").measures(numbers)
    assert curve_of(numbers, visited).goal == numbers.progress.commune_now.households
    assert curve_of(numbers, completed).goal == 0  # no target is set for it
    assert curve_of(numbers, installed).goal > 0
    assert curve_of(numbers, installed).unit == "máy"
    no_due = replace(numbers.campaign, deadline_on="")
    numbers.campaign = no_due
    assert curve_of(numbers, visited).goal == 0


def test_the_last_step_of_the_funnel_needs_its_question(numbers: Numbers) -> None:
    assert funnel_steps(numbers)[-1][0] == "with_in_use"
    apps = tuple(replace(a, in_use_label="") for a in numbers.campaign.apps)
    numbers.campaign = replace(numbers.campaign, apps=apps)
    assert funnel_steps(numbers)[-1][0] == "with_app"


def test_older_numbers_count_the_days_left_from_their_own_day(
    commune: tuple[Database, Campaign],
) -> None:
    db, campaign = commune
    old = Numbers(db, campaign, None, Moment("2020-08-12T08:00"), NOW, 7)
    assert (old.today, old.compare) == (date(2020, 8, 12), "2020-08-05")
    assert old.progress.commune_now.visited < Numbers(
        db, campaign, None, Moment(), NOW, 7
    ).progress.commune_now.visited


def test_the_numbers_are_compared_with_the_last_report(tmp_path: Path) -> None:
    db = open_database(tmp_path / "tungnha.db", create=True)
    campaign = make_practice(db, by=BY, households=40, today=TODAY)
    log_report(db, campaign.id, "", "2020-08-15T17:00", "5", {}, by=BY)
    numbers = Numbers(db, campaign, None, Moment(), NOW, 7)
    assert numbers.compare == numbers.reported_until == "2020-08-15T17:00"
    assert numbers.progress.since == "2020-08-15T17:00"
    chosen = Numbers(db, campaign, None, Moment(compare="2020-08-18"), NOW, 7)
    assert (chosen.compare, chosen.reported_until) == ("2020-08-18", "")
    assert chosen.progress.since == "2020-08-18T23:59"
    db.close()


def test_an_app_has_its_filter_and_its_name_in_the_list(numbers: Numbers) -> None:
    assert segment_label("app:bluezone", numbers.campaign) == "Đã cài Bluezone"


# -- tables -------------------------------------------------------------------------------------


def test_movement_is_told_by_a_sign_and_a_number() -> None:
    places = (Place(rank=2, climbed=1), Place(rank=3, climbed=-2), Place(rank=1, climbed=0),
              Place(rank=4), Place())  # fmt: skip
    assert [rank_words(p) for p in places] == ["2 ▲1", "3 ▼2", "1 =", "4", "–"]


def test_the_ranking_shows_each_denominator_with_its_rank(numbers: Numbers) -> None:
    row = rank_row(rank_lines(numbers.progress, numbers.app)[0])
    assert set(row.texts) == {c.key for c in RANK_COLUMNS}
    whole = whole_row(numbers.progress, numbers.app)
    assert "population_rank" not in whole.texts
    silent = rank_row(replace(rank_lines(numbers.progress, None)[0], has_data=False))
    assert "chưa báo cáo" in silent.texts["label"]
    assert set(silent.texts) == {"label"}


def test_a_double_click_on_a_number_opens_the_households_of_that_number(numbers: Numbers) -> None:
    app = numbers.app
    assert [rank_filter(c, app) for c in ("", "label", "visited", "completed_rank", "installed",
                                          "population")] == [
        "listed", "listed", "visited", "completed", "app:bluezone", "app:bluezone",
    ]  # fmt: skip
    assert reason_filter("REFUSED") == {"reason": "REFUSED"}
    assert reason_filter("") == reason_filter("total") == {"filter": "not_completed"}


def test_the_table_of_reasons_adds_up_and_counts_or_shares(numbers: Numbers) -> None:
    rows = reason_rows(numbers.reasons, percent=False)
    groups: tuple[Option, ...] = REASON_GROUPS
    for row in rows:
        parts = [int(row.texts[g.code]) for g in groups]
        assert sum(parts) == int(row.texts["total"])
    assert int(rows[0].texts["total"]) == sum(int(r.texts["total"]) for r in rows[1:])
    shares = reason_rows(numbers.reasons, percent=True)[0].texts
    assert shares["AWAY"].endswith("%")


# -- pictures and keys --------------------------------------------------------------------------


def test_a_picture_is_1080_pixels_wide_and_says_where_and_until_when(
    numbers: Numbers, tmp_path: Path
) -> None:
    from matplotlib.image import imread

    for made in CHARTS:
        path = tmp_path / picture_name(made, numbers)
        write_picture(made, numbers, made.measures(numbers)[0], "Xã Mường Mìn", path,
                      practice=False)
        assert imread(path).shape[1] == 1080
    assert (tmp_path / "bieu-do-theo-thon-ban-2020-08-20.png").exists()


def test_a_picture_grows_with_its_villages() -> None:
    assert picture_height(8) == picture_height(4)
    assert picture_height(40) > 2 * picture_height(8)


def test_the_screen_gets_the_figure_as_a_picture_tk_reads() -> None:
    figure = new_figure(2.0, 1.0, 50)
    figure.set_facecolor("#ff0000")
    data = render(figure)
    assert data.startswith(b"P6 100 50 255\n\xff\x00\x00")
    assert len(data) == len(b"P6 100 50 255\n") + 3 * 100 * 50


def test_the_practice_commune_shares_the_list_of_fonts(tmp_path: Path) -> None:
    assert settings_of_fonts(tmp_path / "tap-huan") == settings_of_fonts(tmp_path)


def test_a_folder_for_looking_only_gets_no_list_of_fonts(tmp_path: Path) -> None:
    look_only(tmp_path)
    try:
        assert tmp_path not in settings_of_fonts(tmp_path).parents
    finally:
        stop_looking(tmp_path)


def test_letters_of_charts_need_no_font_of_the_system(tmp_path: Path) -> None:
    load_drawing(tmp_path)
    register_fonts()
    from matplotlib.font_manager import fontManager

    shipped = {Path(f.fname).name for f in fontManager.ttflist if "assets" in Path(f.fname).parts}
    assert shipped == {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"}


GRID = [
    Hit("a1", 0.0, 0.6, 0.4, 1.0), Hit("a2", 0.5, 0.6, 0.9, 1.0),
    Hit("b1", 0.0, 0.0, 0.4, 0.4), Hit("b2", 0.5, 0.0, 0.9, 0.4),
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        (0, "Right", 1), (0, "Down", 2), (3, "Left", 2), (3, "Up", 1), (3, "Down", 3),
        (1, "Right", 2), (0, "Left", 0), (2, "End", 3), (2, "Home", 0), (None, "Down", 0),
    ],
)  # fmt: skip
def test_arrows_go_to_the_nearest_part_in_their_direction(
    start: int | None, key: str, end: int
) -> None:
    assert next_hit(GRID, None if start is None else GRID[start], key) == GRID[end]


def test_no_part_is_chosen_where_nothing_is_drawn() -> None:
    assert next_hit([], None, "Down") is None
