"""Back-checks: the draw, the rule and its odds, what differs, the verdict."""

from dataclasses import replace

import pytest

from domain.backchecks import (
    CAME,
    NOT_CAME,
    NOT_MET,
    RULES,
    Rule,
    Score,
    Verdict,
    acceptance,
    backcheck_fields,
    check_answer,
    compare,
    draw,
    expected_of,
    fit_rule,
    meaning_words,
    odds_words,
    score_words,
)
from domain.fields import Row
from domain.presets import find_preset, new_campaign
from domain.results import derive
from domain.visits import Visit

PRESET = find_preset("bluezone+smart-thanh-hoa")
assert PRESET
CAMPAIGN = new_campaign(PRESET, id="c", starts_on="2020-08-10", deadline_on="2020-08-26")
HOUSEHOLDS = [f"h{n:03d}" for n in range(60)]


@pytest.mark.parametrize(
    ("rule", "chances"),
    [(RULES[0], [92.5, 67.7, 20.6, 3.5]), (RULES[1], [93.9, 64.7, 12.3, 0.9])],
)
def test_the_odds_are_those_of_the_binomial(rule: Rule, chances: list[float]) -> None:
    assert [round(100 * acceptance(rule, e), 1) for e in (5, 10, 20, 30)] == chances


def test_a_place_without_errors_always_passes_and_one_with_nothing_else_never() -> None:
    assert acceptance(RULES[0], 0) == 1
    assert acceptance(RULES[0], 100) == 0


def test_a_draw_is_the_same_for_its_seed_and_another_for_another() -> None:
    assert draw(HOUSEHOLDS, 20, 7) == draw(HOUSEHOLDS, 20, 7)
    assert draw(HOUSEHOLDS, 20, 7) != draw(HOUSEHOLDS, 20, 8)
    assert len(set(draw(HOUSEHOLDS, 20, 7))) == 20


def test_what_is_drawn_does_not_depend_on_the_order_but_is_walked_in_it() -> None:
    backwards = HOUSEHOLDS[::-1]
    assert draw(backwards, 20, 7) == draw(HOUSEHOLDS, 20, 7)[::-1]


def test_every_household_is_drawn_about_as_often_as_any_other() -> None:
    times = dict.fromkeys(HOUSEHOLDS, 0)
    for seed in range(600):
        for household in draw(HOUSEHOLDS, 20, seed):
            times[household] += 1
    assert 150 < min(times.values()) <= max(times.values()) < 250


@pytest.mark.parametrize(("pool", "rule"), [(25, (20, 2)), (20, (20, 2)), (14, (14, 1)),
                                            (9, (9, 0)), (0, (0, 0))])  # fmt: skip
def test_a_small_pool_is_checked_whole_and_may_be_wrong_less_often(
    pool: int, rule: tuple[int, int]
) -> None:
    assert fit_rule(RULES[0], pool) == Rule(*rule)


def test_the_words_of_the_odds_say_when_all_were_checked() -> None:
    assert "sai 20 % thì 20,6" in " ".join(odds_words(RULES[0], 80))
    assert "nhị thức" in " ".join(odds_words(RULES[0], 80))
    whole = " ".join(odds_words(Rule(14, 1), 14))
    assert "Chỉ có 14 hộ" in whole
    assert "sai 20 %" not in whole


def test_the_expected_answers_are_the_results_of_the_visits() -> None:
    apps = (("bluezone", 2), ("smart-thanh-hoa", 1))
    visit = Visit("v", "h", "2020-08-12", "PARTIAL", smartphones=2, apps=apps)
    assert expected_of(derive([visit], CAMPAIGN, "2020-08-12")) == {
        "came": CAME, "disposition": "PARTIAL", "smartphones": 2, "app:bluezone": 2,
        "app:smart-thanh-hoa": 1,
    }  # fmt: skip
    assert expected_of(None) == {}


def test_only_what_both_sides_know_can_differ() -> None:
    expected: Row = {
        "came": CAME, "disposition": "COMPLETE", "smartphones": 2, "app:bluezone": None
    }  # fmt: skip
    found: Row = {"came": CAME, "disposition": "PARTIAL", "smartphones": None, "app:bluezone": 1}
    assert compare(expected, found) == ("disposition",)
    assert compare(expected, {**found, "disposition": "COMPLETE", "smartphones": 2}) == ()


def test_where_nobody_ever_came_that_is_the_difference() -> None:
    assert compare({"came": CAME, "smartphones": 2}, {"came": NOT_CAME}) == ("came",)


def test_nobody_there_to_ask_is_no_difference() -> None:
    assert compare({"came": CAME, "smartphones": 2}, {"came": NOT_MET, "smartphones": 1}) == ()


def test_the_questions_are_one_per_app_and_tell_nothing_of_the_report() -> None:
    names = [f.name for f in backcheck_fields(CAMPAIGN)]
    assert names == ["came", "disposition", "smartphones", "app:bluezone", "app:smart-thanh-hoa",
                     "note"]  # fmt: skip


def test_an_answer_that_cannot_be_is_refused() -> None:
    assert "disposition" in check_answer({"came": CAME}, CAMPAIGN)
    assert check_answer({"came": NOT_MET}, CAMPAIGN) == {}
    many: Row = {"came": CAME, "disposition": "COMPLETE", "smartphones": 1, "app:bluezone": 2}
    assert "(2) nhiều hơn" in check_answer(many, CAMPAIGN)["app:bluezone"]


@pytest.mark.parametrize(
    ("answered", "met", "discordant", "verdict"),
    [
        (20, 20, 2, Verdict.ACCEPTED), (20, 20, 3, Verdict.REJECTED), (5, 5, 3, Verdict.REJECTED),
        (20, 18, 0, Verdict.ACCEPTED), (20, 18, 1, Verdict.OPEN), (0, 0, 0, Verdict.OPEN),
    ],
)  # fmt: skip
def test_a_verdict_stands_when_the_rest_cannot_turn_it(
    answered: int, met: int, discordant: int, verdict: Verdict
) -> None:
    assert Score(RULES[0], answered, met, discordant).verdict is verdict


def test_nothing_is_told_of_differences_before_all_lines_are_typed() -> None:
    early = Score(RULES[0], 6, 6, 4)
    assert score_words(early) == "Đã nhập 6/20 hộ; nhập đủ mới có kết luận."
    typed = replace(early, answered=20, met=20)
    assert score_words(typed) == (
        "Không đạt phúc tra: 4/20 hộ khác với báo cáo, cho phép 2."
    )
    assert typed.agreement == "16/20"


def test_a_verdict_says_what_it_does_not_prove() -> None:
    assert "20,6" in meaning_words(Score(RULES[0], 20, 20, 1), 50)
    assert "7,5" in meaning_words(Score(RULES[0], 20, 20, 5), 50)


def test_where_all_were_checked_there_is_no_chance_to_speak_of() -> None:
    for wrong in (0, 1):
        said = meaning_words(Score(fit_rule(RULES[0], 9), 9, 9, wrong), 9)
        assert "Cả 9 hộ" in said
        assert "%" not in said
    assert meaning_words(Score(fit_rule(RULES[0], 9), 9, 4, 0), 9) == ""


def test_households_not_met_are_told() -> None:
    assert "cần đến lại" in score_words(Score(RULES[0], 20, 17, 1))
    assert "không đổi kết luận" in score_words(Score(RULES[0], 20, 19, 1))
