"""The campaigns that ship with the program are ready to use."""

import pytest

from domain.campaigns import COMPLETE_RULES, MOST_APPS
from domain.presets import PRESETS, Preset, find_preset, new_campaign
from domain.reasons import REASON_GROUPS
from domain.visits import BY_CODE, reason_options


def test_the_four_presets_are_there() -> None:
    assert [p.label for p in PRESETS] == [
        "Bluezone", "Bluezone và Smart Thanh Hóa", "VNeID mức 2", "Ứng dụng bất kỳ",
    ]  # fmt: skip
    assert find_preset("none") is None


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: p.code)
def test_a_preset_makes_a_campaign_that_holds_together(preset: Preset) -> None:
    assert find_preset(preset.code) is preset
    campaign = new_campaign(preset, id="c", starts_on="2020-08-01", deadline_on="2020-08-26")
    assert campaign.name == f"{preset.title}, tháng 8/2020"
    assert [a.slot for a in campaign.apps] == list(range(1, len(preset.apps) + 1))
    assert 0 < len(campaign.apps) <= MOST_APPS
    assert campaign.complete_rule in {o.code for o in COMPLETE_RULES}
    assert len({r.code for r in campaign.reasons}) == len(campaign.reasons)
    assert {r.group for r in campaign.reasons} <= {g.code for g in REASON_GROUPS}
    assert {r.disposition for r in campaign.reasons} <= BY_CODE.keys()
    for disposition in BY_CODE.values():
        if disposition.needs_reason:
            assert reason_options(campaign, disposition.code)


def test_no_two_apps_of_a_preset_answer_to_one_name() -> None:
    for preset in PRESETS:
        for app in preset.apps:
            for name in (app.name, app.code, *app.aliases):
                assert [a for a in preset.apps if a.is_called(name)] == [app]
