"""Campaigns as the presets make them; every test module of domain may ask for them by name."""

import pytest

from domain.campaigns import Campaign
from domain.presets import find_preset, new_campaign


def preset_campaign(code: str) -> Campaign:
    preset = find_preset(code)
    assert preset
    return new_campaign(preset, id="c", starts_on="2020-08-01", deadline_on="2020-08-26")


@pytest.fixture
def one_app() -> Campaign:
    """Bluezone only; report due "trước ngày 26/8/2020", so on 25/8."""
    return preset_campaign("bluezone")


@pytest.fixture
def two_apps() -> Campaign:
    """Bluezone and Smart Thanh Hóa, with the same deadline."""
    return preset_campaign("bluezone+smart-thanh-hoa")
