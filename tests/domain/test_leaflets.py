"""A leaflet is made from the campaign alone, also for apps nobody has heard of yet."""

from dataclasses import replace

import pytest

from domain.campaign_edits import add_app, app_values, edit_app
from domain.campaigns import App, Campaign
from domain.leaflets import make_leaflet
from domain.presets import PRESETS, Preset, find_preset, new_campaign

PLAIN = Campaign("c", "Đợt", "2030-01-01", apps=(App("x", "Sổ sức khỏe X"),))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: p.code)
def test_every_app_of_a_preset_has_its_search_word(preset: Preset) -> None:
    leaflet = make_leaflet(
        new_campaign(preset, id="c", starts_on="2020-08-06"), "UBND xã Mường Mìn"
    )
    assert [a.name for a in leaflet.apps] == [a.name for a in preset.apps]
    assert all(f"Gõ tìm: “{a.name}”." in " ".join(a.lines) for a in leaflet.apps)
    assert "CH Play" in leaflet.steps[0]
    assert "App Store" in leaflet.steps[0]
    assert leaflet.link == preset.guide_link


def test_the_dispatch_of_the_first_customer_is_on_the_leaflet_of_its_preset() -> None:
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    leaflet = make_leaflet(new_campaign(preset, id="c", starts_on="2020-08-06"), "UBND xã")
    assert leaflet.link.endswith("stttt.thanhhoa.gov.vn/NewsDetail.aspx?Id=5662")
    assert leaflet.title == "Hướng dẫn cài đặt Bluezone và Smart Thanh Hóa"
    bluezone = " ".join(leaflet.apps[0].lines)
    assert "Tên viết khác: Bluzone" in bluezone
    assert "kiểm tra: đang bật Bluetooth." in bluezone


def test_an_unknown_app_without_settings_has_a_whole_leaflet() -> None:
    leaflet = make_leaflet(PLAIN, "UBND xã")
    assert leaflet.apps[0].lines == ("Gõ tìm: “Sổ sức khỏe X”.",)
    assert leaflet.guide == ()
    assert leaflet.link == ""


def test_the_office_adds_its_own_words_and_put_away_apps_are_gone() -> None:
    campaign = replace(
        PLAIN, guide="Cần giúp, gọi ông Ửng.\n\nMang căn cước.", guide_link="https://x.vn",
        apps=(*PLAIN.apps, App("y", "Y", slot=2, archived=True), App("z", "Z", slot=3)),
    )  # fmt: skip
    leaflet = make_leaflet(campaign, "UBND xã", practice=True)
    assert leaflet.guide == ("Cần giúp, gọi ông Ửng.", "Mang căn cước.")
    assert [a.name for a in leaflet.apps] == ["Sổ sức khỏe X", "Z"]
    assert leaflet.practice


def test_many_apps_have_a_short_title() -> None:
    apps = tuple(App(f"a{n}", f"Ứng dụng {n}", slot=n) for n in range(1, 4))
    assert make_leaflet(replace(PLAIN, apps=apps), "").title == "Hướng dẫn cài đặt các ứng dụng"


def test_what_an_app_is_for_is_edited_with_the_app() -> None:
    values = {"name": "Z", "about": "Tra cứu lịch tiêm"}
    campaign = add_app(PLAIN, values)
    assert campaign.apps[-1].about == "Tra cứu lịch tiêm"
    changed = edit_app(campaign, campaign.apps[-1].code, {**values, "about": None})
    assert app_values(changed.apps[-1])["about"] == ""
