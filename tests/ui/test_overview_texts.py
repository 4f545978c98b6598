"""What the tiles, the pace and the cut-off say."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from domain.campaigns import Target
from domain.indicators import Pace
from domain.overview import Reached
from domain.progress import Progress
from tests.exports import made
from ui.overview_texts import (
    Opens,
    app_tile,
    change_words,
    check_moment,
    compare_short,
    compare_words,
    completed_tile,
    cut_off_words,
    pace_text,
    reported_words,
    short_rate,
    visited_tile,
)

TODAY = date(2020, 8, 20)
NOW = datetime(2020, 8, 20, 14, 35)
CAMPAIGN = replace(made.campaign(), targets=(Target("IND01", 100.0), Target("IND07", 60.0)))
APP = CAMPAIGN.apps[0]


def progress() -> Progress:
    return made.progress(CAMPAIGN)


def reached(**more: object) -> Reached:
    fields = {"top": 30, "bottom": 100, "rate": Fraction(3, 10), "target": Fraction(3, 5),
              "due": date(2020, 8, 25), "missing": 30, "pace": Pace(30, 5, 6)}  # fmt: skip
    return Reached(**(fields | more))  # type: ignore[arg-type]


def test_what_totals_do_not_say_is_a_dash_on_the_tile() -> None:
    plain = progress()
    now = replace(plain.commune_now, completed=0, unknown=frozenset({"completed"}))
    units = tuple(
        replace(u, now=replace(u.now, completed=0, unknown=frozenset({"completed"})))
        for u in plain.units
    )
    tile = completed_tile(replace(plain, units=units, commune_now=now), CAMPAIGN, TODAY)
    assert (tile.value.text, tile.rest.text, tile.rate) == ("–", "– hộ đã đến chưa xong", "–")


def test_the_three_numbers_come_with_their_base_their_rest_and_their_rate() -> None:
    now = progress().commune_now
    tile = visited_tile(progress(), CAMPAIGN, TODAY)
    assert (tile.title, tile.value) == ("Hộ đã đến", Opens(str(now.visited), "visited"))
    assert tile.whole == Opens(f"trên {now.households} hộ", "listed")
    assert tile.rest == Opens(f"{now.households - now.visited} hộ chưa đến", "NOT_VISITED")
    assert tile.share == Fraction(now.visited, now.households)
    assert tile.target_words == "chỉ tiêu 100\u00a0%"
    done = completed_tile(progress(), CAMPAIGN, TODAY)
    assert done.value == Opens(str(now.completed), "completed")
    assert (done.target, done.target_words) == (None, "")


def test_the_tile_of_an_app_opens_the_households_of_that_app() -> None:
    tile = app_tile(progress(), CAMPAIGN, APP, TODAY)
    assert (tile.title, tile.value.segment) == ("Máy đã cài Bluezone", "app:bluezone")
    assert tile.target == Fraction(3, 5)
    assert tile.target_words == "đạt chỉ tiêu 60\u00a0%"


def test_a_target_on_the_population_is_shown_against_the_population() -> None:
    own = replace(CAMPAIGN, targets=(Target("IND05", 20.0),))
    tile = app_tile(made.progress(own, population=5000), own, APP, TODAY)
    assert tile.whole.text == "trên 5.000 người dân"


def test_an_app_of_which_nothing_is_known_says_so_and_not_zero() -> None:
    silent = made.progress(CAMPAIGN, silent=tuple(range(6)))
    tile = app_tile(silent, CAMPAIGN, APP, TODAY)
    assert (tile.value.text, tile.rate, tile.change) == ("–", "–", "")
    assert tile.whole == Opens("chưa rà soát máy")


def test_the_pace_is_a_sentence_from_the_top_of_its_tile_to_the_bottom() -> None:
    text = pace_text([(reached(), "máy")], APP)
    assert (text.title, text.value, text.unit, text.note) == (
        "Đạt 60\u00a0% máy: cần thêm", "6", "máy/ngày", "trong 5 ngày, hạn 25/08/2020",
    )  # fmt: skip
    assert text.segment == "open"


def test_the_first_target_that_is_not_met_gives_the_pace() -> None:
    met = reached(missing=0, pace=Pace(0, 5, 0))
    text = pace_text([(met, "máy"), (reached(), "hộ")], APP)
    assert text.unit == "hộ/ngày"
    assert pace_text([(met, "máy")], APP).value == "Đã đạt"


@pytest.mark.parametrize(
    ("found", "title", "link"),
    [
        (reached(target=None, missing=None, pace=None), "Nhịp cần đạt", "Đặt chỉ tiêu"),
        (reached(missing=None, pace=None), "Nhịp cần đạt", ""),
        (reached(pace=None), "Đạt 60\u00a0% máy: còn thiếu", "Đặt hạn báo cáo"),
        (reached(pace=Pace(30, 0, None)), "Đã hết hạn, còn thiếu", ""),
    ],
)
def test_what_the_pace_needs_first_is_said(found: Reached, title: str, link: str) -> None:
    text = pace_text([(found, "máy")], APP)
    assert (text.title, text.link) == (title, link)


def test_a_closed_campaign_needs_nothing_more() -> None:
    assert pace_text([(reached(), "máy")], APP, closed=True).title == "Đợt đã kết thúc"


def test_a_target_is_written_as_it_was_set() -> None:
    assert [short_rate(Fraction(n, 1000)) for n in (600, 625, 1000)] == [
        "60\u00a0%", "62,5\u00a0%", "100\u00a0%",
    ]  # fmt: skip


def test_what_came_since_has_a_sign_and_nothing_known_has_none() -> None:
    assert [change_words(n, b) for n, b in ((40, 6), (6, 6), (5, 6), (3, None), (None, 2))] == [
        "+34", "+0", "−1", "+3", "",
    ]  # fmt: skip


def test_the_cut_off_is_an_hour_or_the_end_of_a_day() -> None:
    assert cut_off_words("", NOW) == "Số liệu đến 14:35 ngày 20/08/2020"
    assert cut_off_words("2020-08-19T08:00", NOW) == "Số liệu đến 08:00 ngày 19/08/2020"
    assert cut_off_words("2020-08-19", NOW) == "Số liệu đến hết ngày 19/08/2020"
    assert compare_words("2020-08-13", is_report=True).endswith("so với báo cáo ngày 13/08/2020")
    hour = "2020-08-13T08:00"
    assert compare_words(hour, is_report=True).endswith("báo cáo 08:00 ngày 13/08/2020")
    assert compare_short(hour, is_report=True) == "(+) so với báo cáo ngày 13/08"
    assert compare_short(hour, is_report=False) == "(+) so với 13/08"


def test_villages_without_numbers_are_counted_as_such() -> None:
    assert reported_words(progress()) == "5/6 thôn, bản đã báo cáo"


@pytest.mark.parametrize(
    ("until", "compare", "bad"),
    [
        ("", "", ()),
        ("2020-08-21", "", ("until",)),
        ("2020-08-18", "2020-08-18", ("compare",)),
        ("2020-08-18T17:00", "2020-08-18T08:00", ()),
        ("", "2020-08-20T15:00", ("compare",)),
    ],
)
def test_a_cut_off_is_not_in_the_future_and_compared_with_an_earlier_one(
    until: str, compare: str, bad: tuple[str, ...]
) -> None:
    assert tuple(check_moment({"until": until, "compare": compare}, NOW)) == bad
