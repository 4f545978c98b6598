"""Why a household is on a sheet of revisits: short, and nothing that must not be on paper."""

from dataclasses import replace

import pytest

from domain.campaigns import Campaign, Reason
from domain.presets import find_preset, new_campaign
from domain.sheet_reasons import why_again
from domain.visits import Visit

BODIES = {"to 1": "Hội Phụ nữ"}


@pytest.fixture
def campaign() -> Campaign:
    preset = find_preset("bluezone")
    assert preset
    return new_campaign(preset, id="c", starts_on="2020-08-10")


def visit(disposition: str, **more: str) -> Visit:
    return replace(Visit("v", "h", "2020-08-12", disposition), **more)  # type: ignore[arg-type]


def test_a_household_never_visited_has_no_reason(campaign: Campaign) -> None:
    assert why_again([], campaign, BODIES) == ""


def test_an_agreed_day_comes_first(campaign: Campaign) -> None:
    visits = [visit("CALLBACK", next_visit_on="2020-08-14")]
    assert why_again(visits, campaign, BODIES) == "Hẹn 14/08"


def test_who_was_out_is_visited_at_another_time_of_day(campaign: Campaign) -> None:
    visits = [visit("NOT_HOME", slot="C"), visit("REFUSED", slot="T"), visit("NOT_HOME", slot="S")]
    assert why_again(visits, campaign, BODIES) == "Buổi khác (đã đến: sáng, chiều)"
    assert why_again([visit("NOT_HOME")], campaign, BODIES) == "Buổi khác"


def test_who_refused_is_visited_by_another_body(campaign: Campaign) -> None:
    visits = [visit("REFUSED", team="Tổ 1", reason="privacy")]
    assert (
        why_again(visits, campaign, BODIES) == "Đoàn thể khác (đã đến: Hội Phụ nữ); Sợ lộ thông tin"
    )
    unknown = [visit("REFUSED", team="Anh Hùng")]
    assert why_again(unknown, campaign, BODIES) == "Đoàn thể khác (đã đến: Anh Hùng)"


def test_technical_trouble_is_named(campaign: Campaign) -> None:
    assert why_again([visit("TECH", reason="no-space")], campaign, BODIES) == "Hết bộ nhớ"


def test_free_words_and_places_nobody_reaches_stay_off_paper(campaign: Campaign) -> None:
    assert why_again([visit("TECH", reason="nhà có F1")], campaign, BODIES) == ""
    listed = Reason("quarantine", "UNREACHED", "Cách ly tại nhà")
    campaign = replace(campaign, reasons=(*campaign.reasons, listed))
    assert why_again([visit("UNREACHED", reason="quarantine")], campaign, BODIES) == ""
