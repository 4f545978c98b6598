"""What totals add to a village: never beyond its list, blank never 0, rates of what is known."""

from fractions import Fraction

import pytest

from domain.campaigns import Campaign
from domain.indicators import BY_KEY, Counts, add_counts
from domain.tallies import Tally
from domain.tally_counts import add_tallies, share_reasons


def tally(**totals: int | None) -> Tally:
    apps = tuple((c, n) for c, n in totals.items() if c in ("bluezone", "smart-thanh-hoa"))
    own = {k: v for k, v in totals.items() if k not in dict(apps)}
    return Tally("t", "v", "2020-08-12", "2020-08-12", apps=apps, **own)  # type: ignore[arg-type]


def rate(counts: Counts, code: str, campaign: Campaign) -> Fraction | None:
    return BY_KEY[code].rate(counts, campaign.active_apps[0])


FULL = {
    "visited": 40, "contacted": 36, "completed": 20, "with_device": 30, "without_device": 5,
    "refused": 4, "smartphones": 60, "android": 50, "ios": 10, "bluezone": 45,
    "smart-thanh-hoa": 30, "all_apps": 25, "in_use": 40,
}  # fmt: skip


def test_full_totals_give_every_rate(two_apps: Campaign) -> None:
    now, over = add_tallies(Counts(households=50), [tally(**FULL)], two_apps)
    assert over == 0
    expected = {
        "IND01": Fraction(40, 50), "IND02": Fraction(36, 50), "IND02b": Fraction(36, 40),
        "IND03": Fraction(20, 30), "IND07": Fraction(45, 60), "IND08": Fraction(25, 60),
        "IND09": Fraction(40, 45), "IND16": Fraction(4, 36), "IND18a": Fraction(50, 60),
    }  # fmt: skip
    assert {code: rate(now, code, two_apps) for code in expected} == expected
    assert (now.ended, now.unreached, now.attempts) == (25, 4, 40)


def test_what_is_left_blank_is_not_known_and_not_0(two_apps: Campaign) -> None:
    now, _ = add_tallies(Counts(households=50), [tally(visited=40)], two_apps)
    names = ("contacted", "completed", "with_device", "refused", "ended", "smartphones", "all_apps",
             "installed:bluezone", "with_app", "with_device+unreached")  # fmt: skip
    assert {n: now.get(n) for n in names} == dict.fromkeys(names)
    assert rate(now, "IND01", two_apps) == Fraction(40, 50)
    for code in ("IND02", "IND03", "IND03b", "IND03c", "IND07", "IND08", "IND09", "IND16"):
        assert rate(now, code, two_apps) is None, code


def test_a_typed_0_is_0(two_apps: Campaign) -> None:
    now, _ = add_tallies(
        Counts(households=50), [tally(visited=40, completed=0, with_device=3, ios=0)], two_apps
    )
    assert (now.get("completed"), now.get("ios"), now.get("android")) == (0, 0, None)
    assert rate(now, "IND03", two_apps) == 0


def test_who_completed_was_visited_met_and_has_a_device(two_apps: Campaign) -> None:
    """What the numbers prove keeps the funnel in order, but is no answer to what was not asked."""
    now, _ = add_tallies(Counts(households=50), [tally(completed=8)], two_apps)
    assert (now.visited, now.contacted, now.with_device, now.with_app) == (8, 8, 8, 8)
    assert (now.get("visited"), now.get("contacted"), now.get("with_device")) == (8, None, None)
    assert rate(now, "IND03", two_apps) is None


def test_rates_of_devices_stand_on_totals_with_both_numbers(two_apps: Campaign) -> None:
    with_both = tally(smartphones=10, bluezone=4)
    only_app = tally(bluezone=7, in_use=2)
    only_use = tally(smartphones=None, in_use=5)
    now, _ = add_tallies(Counts(households=50), [with_both, only_app, only_use], two_apps)
    assert now.installed["bluezone"] == 11
    assert rate(now, "IND07", two_apps) == Fraction(4, 10)
    assert rate(now, "IND09", two_apps) == Fraction(2, 7)
    assert rate(now, "IND08", two_apps) is None


def test_all_apps_follow_where_the_numbers_leave_one_answer(two_apps: Campaign) -> None:
    """Both on S devices: between a + b − S and min(a, b)."""
    sure = tally(**{"smartphones": 10, "bluezone": 10, "smart-thanh-hoa": 6})
    now, _ = add_tallies(Counts(households=50), [sure], two_apps)
    assert (now.all_apps, rate(now, "IND08", two_apps)) == (6, Fraction(6, 10))


def test_visits_and_totals_together_never_exceed_the_list(two_apps: Campaign) -> None:
    by_visits = Counts(households=50, visited=30, contacted=28, completed=25, with_device=27,
                       with_app=26, without_device=1, refused=2, unreached=2, ended=26)  # fmt: skip
    now, over = add_tallies(by_visits, [tally(**FULL)], two_apps)
    assert over == 20
    assert now.households == 50 == now.visited
    assert now.visited >= now.contacted >= now.completed
    assert now.with_device >= now.with_app >= now.completed
    assert now.with_device + now.without_device <= 50
    assert now.with_device + now.unreached <= 50
    for code in ("IND01", "IND02", "IND03", "IND03b", "IND03c"):
        assert (rate(now, code, two_apps) or 0) <= 1


def test_the_stated_households_stand_for_a_list_that_is_not_there(two_apps: Campaign) -> None:
    now, _ = add_tallies(Counts(), [tally(visited=40)], two_apps, 64)
    assert rate(now, "IND01", two_apps) == Fraction(40, 64)
    found, _ = add_tallies(Counts(households=3, found=3), [tally(visited=40)], two_apps, 64)
    assert found.households == 64
    with_list, _ = add_tallies(Counts(households=50, found=3), [tally(visited=40)], two_apps, 64)
    assert with_list.households == 50


def test_without_list_and_stated_households_there_is_no_rate(two_apps: Campaign) -> None:
    now, over = add_tallies(Counts(), [tally(visited=40)], two_apps)
    assert (now.get("households"), now.visited, over) == (None, 40, 0)
    assert rate(now, "IND01", two_apps) is None


def test_members_are_those_of_the_list_where_there_is_one(two_apps: Campaign) -> None:
    stated = tally(visited=4, members=20)
    assert add_tallies(Counts(households=9, members=33), [stated], two_apps)[0].members == 33
    assert add_tallies(Counts(households=9), [stated, stated], two_apps)[0].members == 40
    assert add_tallies(Counts(), [stated], two_apps, 9)[0].members == 20


def test_the_commune_sums_what_is_known_and_keeps_the_rest_out(two_apps: Campaign) -> None:
    tallied, _ = add_tallies(Counts(households=50), [tally(completed=8)], two_apps)
    whole = add_counts([tallied, Counts(households=20, visited=5, contacted=4), Counts()])
    assert (whole.visited, whole.contacted) == (13, 12)
    assert whole.get("contacted") == 4
    assert whole.get("completed") == 8
    alone = add_counts([tallied, Counts(households=20)])
    assert alone.get("contacted") is None


@pytest.mark.parametrize(
    ("gained", "totals", "expected"),
    [
        ((40, 20), FULL, {"NO_DEVICE": 5, "REFUSED": 4, "AWAY": 4, "OTHER": 7}),
        ((40, 20), {"visited": 40, "completed": 20},
         {"NO_DEVICE": 0, "REFUSED": 0, "AWAY": 0, "OTHER": 20}),
        ((12, 6), FULL, {"NO_DEVICE": 5, "REFUSED": 1, "AWAY": 0, "OTHER": 0}),
    ],
)  # fmt: skip
def test_reasons_share_out_who_was_visited_and_is_not_complete(
    gained: tuple[int, int], totals: dict[str, int], expected: dict[str, int]
) -> None:
    shared = share_reasons(*gained, [tally(**totals)])
    assert shared == expected
    assert sum(shared.values()) == gained[0] - gained[1]
