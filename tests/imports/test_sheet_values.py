"""What people write into the cells of a sheet, and what programs make of it."""

from datetime import date, datetime

import pytest

from domain.campaigns import Campaign
from domain.fields import Row
from domain.printed_sheets import paper_fields
from imports.sheet import Value
from imports.sheet_values import read_values
from tests.exports.sheets import make_campaign


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign()


def read(campaign: Campaign, **cells: Value) -> tuple[Row, dict[str, str]]:
    apps = {"bluezone": "app:bluezone", "smart": "app:smart-thanh-hoa"}
    named = {apps.get(n, n): v for n, v in cells.items()}
    return read_values(named, paper_fields(campaign), campaign)


def good(campaign: Campaign, name: str, **cells: Value) -> object:
    values, errors = read(campaign, **cells)
    assert not errors
    return values[name]


@pytest.mark.parametrize(
    "cell",
    [3, "3", 3.0, "3)", "3 - Vắng", "3. Vắng, khóa cửa", "3-vang", "3 Vắng nhà đi nương",
     "Vắng, khóa cửa", "vang khoa cua", "VẮNG", "khóa cửa"],
)  # fmt: skip
def test_a_result_is_a_digit_or_its_words(campaign: Campaign, cell: Value) -> None:
    assert good(campaign, "disposition", disposition=cell) == "NOT_HOME"


@pytest.mark.parametrize("cell", ["x", "12", "3 Từ chối", "Không", "?", "33", "3/4"])
def test_a_result_that_may_mean_two_things_is_refused(campaign: Campaign, cell: str) -> None:
    values, errors = read(campaign, disposition=cell)
    assert values["disposition"] is None
    assert cell in errors["disposition"]


@pytest.mark.parametrize(
    "cell",
    ["13/8/2020", "13.8.2020", "13-08-20", date(2020, 8, 13), datetime(2020, 8, 13, 9, 30), 44056,
     44056.4, "44056", "2020-08-13", "2020-08-13 0:00:00", "13/08/2020 09:30:00"],
)  # fmt: skip
def test_a_day_is_text_a_day_or_a_serial_number(campaign: Campaign, cell: Value) -> None:
    assert good(campaign, "visited_at", visited_at=cell) == "2020-08-13"
    assert good(campaign, "next_visit_on", next_visit_on=cell) == "2020-08-13"


def test_a_day_is_never_read_the_american_way(campaign: Campaign) -> None:
    assert good(campaign, "visited_at", visited_at="5/8/2020") == "2020-08-05"
    assert read(campaign, visited_at="8/13/2020")[1].keys() == {"visited_at"}


@pytest.mark.parametrize("cell", ["S", "s", "Sáng", "sang", 1, "1"])
def test_a_slot_is_a_letter_a_word_or_a_digit(campaign: Campaign, cell: Value) -> None:
    assert good(campaign, "slot", slot=cell) == "S"


def test_a_mark_stands_for_all_devices_of_the_household(campaign: Campaign) -> None:
    assert good(campaign, "app:bluezone", bluezone="x") == 1
    assert good(campaign, "app:bluezone", bluezone="X", smartphones=3) == 3
    assert good(campaign, "all_apps", smartphones=2, all_apps=True) == 2
    assert good(campaign, "in_use", smartphones=2, in_use="✓") == 2
    assert "smartphones" in read(campaign, smartphones="x")[1]


@pytest.mark.parametrize("cell", ["", " ", None, "-", "–"])
def test_blank_is_nothing_and_not_0(campaign: Campaign, cell: Value) -> None:
    assert good(campaign, "smartphones", smartphones=cell) is None
    assert good(campaign, "smartphones", smartphones=0) == 0


@pytest.mark.parametrize("cell", [2, "2", "7.2", "7-2", "Hết bộ nhớ", "het bo nho"])
def test_a_reason_is_a_number_of_its_result_or_its_words(campaign: Campaign, cell: Value) -> None:
    assert good(campaign, "reason", disposition=7, reason=cell) == "no-space"


def test_words_of_ones_own_are_a_reason(campaign: Campaign) -> None:
    assert good(campaign, "reason", disposition=7, reason="máy ngấm nước") == "máy ngấm nước"


@pytest.mark.parametrize("cell", [9, "4.2", "Sợ lộ thông tin", "so lo thong tin"])
def test_a_reason_of_another_result_is_refused(campaign: Campaign, cell: Value) -> None:
    assert "reason" in read(campaign, disposition=7, reason=cell)[1]


def test_a_column_that_is_not_there_has_no_value(campaign: Campaign) -> None:
    assert read(campaign, disposition=1) == ({"disposition": "COMPLETE"}, {})
