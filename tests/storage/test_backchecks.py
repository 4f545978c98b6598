"""Back-checks: the draw is kept, answers are blind and append-only, corrections come too late."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlcipher3

from domain.backchecks import CAME, NOT_CAME, NOT_MET, RULES, Rule, Verdict, backcheck_fields
from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.users import Role, User
from storage.backchecks import (
    Backcheck,
    Place,
    draw_backcheck,
    has_draw,
    list_backcheck_lines,
    list_backchecks,
    list_places,
    list_pool,
    save_answer,
)
from storage.database import Database, operation
from storage.duplicates import merge, undo_merge
from storage.sheet_plans import get_printed_sheet
from storage.sheets import get_sheet, list_events, list_ledger
from storage.teams import save_team
from storage.visits import correct_visit, list_visits

HEADS = ("Nguyễn Văn Hòa", "Đường Văn Dơ", "Lò Thị Ửng", "Hà Văn Ân")
HEAD: Row = {"checked_on": "2020-08-20", "checker": "Lê Thị Kiểm"}


@pytest.fixture
def chieng(db: Database, visit: Callable[..., None]) -> Place:
    """Four completed households, two of them by team 1, and one that is not."""
    for n, head in enumerate(HEADS):
        visit(head, "2020-08-12", "COMPLETE", smartphones=2, bluezone=2, smart=2,
              team="Tổ 1" if n < 2 else "Tổ 2")  # fmt: skip
    visit("Hà Văn Ăn", "2020-08-12", "NOT_HOME", team="Tổ 1")
    return next(p for p in _places(db) if p.label == "Bản Chiềng")


def _places(db: Database) -> list[Place]:
    from storage.campaigns import current_campaign

    campaign = current_campaign(db)
    assert campaign
    return list_places(db, campaign)


@pytest.fixture
def drawn(db: Database, campaign: Campaign, chieng: Place, by: User) -> Backcheck:
    return draw_backcheck(db, campaign, chieng, RULES[0], by=by, seed=5)[1]


def test_the_pool_is_what_is_completed_there(
    db: Database, campaign: Campaign, chieng: Place, ids: dict[str, str], by: User
) -> None:
    assert set(list_pool(db, campaign, chieng)) == {ids[h] for h in HEADS}
    save_team(db, {"name": "Tổ 1"}, by=by)
    team = next(p for p in _places(db) if p.team_id)
    assert set(list_pool(db, campaign, team)) == {ids[h] for h in HEADS[:2]}


def test_a_draw_has_a_sheet_of_its_own_and_keeps_seed_rule_and_pool(
    db: Database, campaign: Campaign, drawn: Backcheck
) -> None:
    sheet = get_sheet(db, drawn.sheet_id)
    assert (sheet.kind, sheet.title, sheet.lines) == ("BACKCHECK", "Bản Chiềng", 4)
    assert (drawn.seed, drawn.pool, drawn.score.rule) == (5, 4, Rule(4, 0))
    assert list_backchecks(db, campaign) == [drawn]
    assert [e.step for e in list_events(db, sheet.id)] == ["PRINTED"]


def test_a_sample_smaller_than_the_pool_is_drawn_by_its_seed(
    db: Database, campaign: Campaign, chieng: Place, by: User
) -> None:
    _, first = draw_backcheck(db, campaign, chieng, Rule(2, 0), by=by, seed=1)
    _, again = draw_backcheck(db, campaign, chieng, Rule(2, 0), by=by, seed=1, reason="mất tờ")
    households = [[x.household_id for x in list_backcheck_lines(db, b)] for b in (first, again)]
    assert len(households[0]) == 2
    assert households[0] == households[1]


def test_another_draw_needs_a_reason_and_the_old_one_stays(
    db: Database, campaign: Campaign, drawn: Backcheck, chieng: Place, by: User,
    snapshot: Callable[[], object],
) -> None:  # fmt: skip
    before = snapshot()
    with pytest.raises(AppError, match="đã được rút mẫu"):
        draw_backcheck(db, campaign, chieng, RULES[0], by=by, reason="  ")
    assert snapshot() == before
    assert has_draw(db, campaign, chieng)
    _, second = draw_backcheck(db, campaign, chieng, RULES[1], by=by, reason="Tờ phiếu bị mất")
    assert [b.id for b in list_backchecks(db, campaign)] == [second.id, drawn.id]
    assert second.reason == "Tờ phiếu bị mất"


def test_where_nothing_is_completed_nothing_is_drawn(
    db: Database, campaign: Campaign, by: User, snapshot: Callable[[], object]
) -> None:
    before = snapshot()
    with pytest.raises(AppError, match="chưa có hộ nào hoàn thành"):
        draw_backcheck(db, campaign, _places(db)[1], RULES[0], by=by)
    assert snapshot() == before


def test_only_a_chief_draws(db: Database, campaign: Campaign, chieng: Place) -> None:
    with pytest.raises(AppError, match="không có quyền"):
        draw_backcheck(db, campaign, chieng, RULES[0], by=User("Nhập", Role.OFFICER))


def answer(
    db: Database, campaign: Campaign, backcheck: Backcheck, household: str, by: User,
    **found: str | int,
) -> None:  # fmt: skip
    values: Row = {**HEAD, "came": CAME, "disposition": "COMPLETE", "smartphones": 2, **found}
    save_answer(db, campaign, backcheck, household, values, by=by)


def test_what_was_found_is_compared_with_what_was_reported(
    db: Database, campaign: Campaign, drawn: Backcheck, by: User
) -> None:
    what: tuple[dict[str, str | int], ...] = (
        {}, {"came": NOT_CAME}, {"smartphones": 1}, {"came": NOT_MET}
    )  # fmt: skip
    for line, found in zip(list_backcheck_lines(db, drawn), what, strict=True):
        answer(db, campaign, drawn, line.household_id, by, **found)
    lines = list_backcheck_lines(db, drawn)
    assert [x.answer.discordant for x in lines if x.answer] == [(), ("came",), ("smartphones",), ()]
    assert lines[0].answer
    assert lines[0].answer.expected["app:bluezone"] == 2
    [after] = list_backchecks(db, campaign)
    assert (after.score.answered, after.score.met, after.score.discordant) == (4, 3, 2)
    assert after.score.verdict is Verdict.REJECTED


def test_the_sheet_is_entered_with_its_last_line(
    db: Database, campaign: Campaign, drawn: Backcheck, by: User
) -> None:
    for line in list_backcheck_lines(db, drawn):
        assert list_events(db, drawn.sheet_id)[-1].step == "PRINTED"
        answer(db, campaign, drawn, line.household_id, by)
    assert list_events(db, drawn.sheet_id)[-1].step == "ENTERED"
    ledger = list_ledger(db, campaign, date.today())
    of_sheet = next(x for x in ledger if x.sheet.id == drawn.sheet_id)
    assert of_sheet.entered == of_sheet.sheet.lines > 0


def test_a_correction_after_the_draw_does_not_mend_the_check(
    db: Database, campaign: Campaign, drawn: Backcheck, by: User
) -> None:
    household = list_backcheck_lines(db, drawn)[0].household_id
    visit = list_visits(db, campaign, household)[0][0]
    values: Row = {"visited_at": "2020-08-12", "disposition": "COMPLETE", "smartphones": 1}
    correct_visit(db, campaign, visit, values, "gõ nhầm", by=by)
    answer(db, campaign, drawn, household, by, smartphones=1)
    line = list_backcheck_lines(db, drawn)[0]
    assert line.answer
    assert line.answer.discordant == ("smartphones",)


def test_what_a_merged_household_reported_is_compared_at_the_one_it_counts_for(
    db: Database, campaign: Campaign, chieng: Place, ids: dict[str, str], by: User
) -> None:
    """Its own last visit was "vắng"; that it is complete was reported at its double."""
    merge(db, ids["Lò Thị Ửng"], ids["Hà Văn Ăn"], by=by)
    _, drawn = draw_backcheck(db, campaign, chieng, RULES[0], by=by)
    found: Row = {"came": CAME, "disposition": "COMPLETE", "smartphones": 3}
    save_answer(db, campaign, drawn, ids["Hà Văn Ăn"], HEAD | found, by=by)
    lines = {x.household_id: x.answer for x in list_backcheck_lines(db, drawn)}
    answer = lines[ids["Hà Văn Ăn"]]
    assert answer
    assert answer.expected["disposition"] == "COMPLETE"
    assert answer.discordant == ("smartphones",)


def test_a_merger_undone_after_the_draw_does_not_change_what_was_reported(
    db: Database, campaign: Campaign, chieng: Place, ids: dict[str, str], by: User
) -> None:
    merged = merge(db, ids["Lò Thị Ửng"], ids["Hà Văn Ăn"], by=by)
    _, drawn = draw_backcheck(db, campaign, chieng, RULES[0], by=by)
    stamp = "2999-01-01T00:00:00"
    undo_merge(db, merged, by=by)
    with operation(db, by, "set_household_state"):
        db.execute(
            "UPDATE household_state_changes SET changed_at=? WHERE state='ACTIVE'", (stamp,)
        )
    found: Row = {"came": CAME, "disposition": "COMPLETE", "smartphones": 2}
    save_answer(db, campaign, drawn, ids["Hà Văn Ăn"], HEAD | found, by=by)
    [answer] = [x.answer for x in list_backcheck_lines(db, drawn) if x.answer]
    assert answer.discordant == ()
    assert answer.expected["smartphones"] == 2


def test_a_second_answer_stands_and_the_first_stays_on_record(
    db: Database, campaign: Campaign, drawn: Backcheck, by: User
) -> None:
    household = list_backcheck_lines(db, drawn)[0].household_id
    answer(db, campaign, drawn, household, by, came=NOT_MET)
    answer(db, campaign, drawn, household, by)
    line = list_backcheck_lines(db, drawn)[0]
    assert line.answer
    assert (line.answer.found["came"], line.answers) == (CAME, 2)
    assert list_backchecks(db, campaign)[0].score.answered == 1
    with pytest.raises(sqlcipher3.DatabaseError, match="append-only"), db.writing():
        db.execute("DELETE FROM backcheck_answers")


def test_a_household_that_was_not_drawn_takes_no_answer(
    db: Database, campaign: Campaign, drawn: Backcheck, ids: dict[str, str], by: User
) -> None:
    with pytest.raises(AppError, match="không có trong mẫu"):
        answer(db, campaign, drawn, ids["Vi Văn Đức"], by)


def test_the_printed_sheet_tells_the_rule_and_nothing_that_was_reported(
    db: Database, campaign: Campaign, drawn: Backcheck
) -> None:
    printed = get_printed_sheet(db, campaign, get_sheet(db, drawn.sheet_id))
    assert printed.fields == backcheck_fields(campaign)
    assert "nhiều nhất 0 hộ" in printed.notes[0]
    assert [line.last for line in printed.lines] == [""] * 4
