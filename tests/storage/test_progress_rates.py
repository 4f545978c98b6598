"""A rate stands on households of which both of its numbers are known."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from domain.campaigns import Campaign
from domain.indicators import BY_KEY
from storage.database import Database
from storage.progress import get_progress

Visit = Callable[..., None]


@pytest.mark.parametrize(("code", "expected"), [("IND07", Fraction(1, 4)), ("IND09", Fraction(1))])
def test_a_household_whose_denominator_is_unknown_stays_out_of_the_rate(
    db: Database, campaign: Campaign, visit: Visit, code: str, expected: Fraction
) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, in_use=1)
    visit("Vi Văn Đức", "2020-08-12", "PARTIAL", bluezone=3)
    visit("Vi Thị Dung", "2020-08-12", "PARTIAL", smartphones=2, in_use=2, bluezone=None)

    progress = get_progress(db, campaign)

    app = campaign.active_apps[0]
    assert progress.commune_now.installed["bluezone"] == 4
    assert progress.rate(BY_KEY[code], app)[0] == expected


def test_who_was_away_or_not_reached_is_in_the_strict_rate(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    for head, result in (
        ("Hà Văn An", "LONG_AWAY"), ("Vi Văn Đức", "NOT_HOME"), ("Vi Thị Dung", "UNREACHED"),
        ("Phạm Thị Bảo", "CALLBACK"),
    ):  # fmt: skip
        visit(head, "2020-08-12", result)

    village = next(u for u in get_progress(db, campaign).units if u.label == "Bản Mìn")

    assert (village.now.households, village.now.unreached) == (4, 3)
