"""Back-checks: which households were drawn, what was found there, how that compares (C6, IND24).

A draw is never taken back and its answers are append-only; another draw at the same place needs a
reason, and both stay listed. What was reported is taken as it stood when the sample was drawn, so
that a correction made afterwards does not mend the check.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.backchecks import (
    NOT_MET,
    Rule,
    Score,
    backcheck_fields,
    compare,
    draw,
    expected_of,
    fit_rule,
)
from domain.campaigns import Campaign
from domain.changes import Changes
from domain.days import END_OF_TIME
from domain.errors import AppError
from domain.fields import Row
from domain.results import derive_history
from domain.sheets import CLOSED_STEPS, SheetEvent, sheet_code
from domain.teams import team_key
from domain.users import User
from domain.villages import join_village
from storage.campaigns import campaign_row
from storage.database import Database, now, operation
from storage.ids import new_id
from storage.results import list_household_visits, list_joined
from storage.sheets import NewSheet, add_event, add_sheet, list_events
from storage.teams import list_teams, teams_by_name

_SEEDS = 2**31


@dataclass(frozen=True)
class Place:
    """Where a sample is drawn: one village, or the work of one team."""

    label: str
    village_id: str | None = None
    team_id: str | None = None


@dataclass(frozen=True)
class Backcheck:
    id: str
    sheet_id: str
    sheet_number: int
    place: Place
    drawn_at: str
    drawn_by: str
    seed: int
    pool: int  # completed households there at that time
    reason: str  # why it was drawn although there was one before
    score: Score

    @property
    def sheet(self) -> str:
        return sheet_code(self.sheet_number)


@dataclass(frozen=True)
class Answer:
    """What was found at one household; of several the one written last stands."""

    checked_on: str
    checker: str
    found: Row
    expected: Row
    discordant: tuple[str, ...]
    changed_at: str
    changed_by: str


@dataclass(frozen=True)
class BackcheckLine:
    line: int
    household_id: str
    code: str
    head_name: str
    village: str
    answer: Answer | None
    answers: int  # how often it was answered


def list_pool(db: Database, campaign: Campaign, place: Place) -> list[str]:
    """The completed households of a place in walking order; for a team those it visited last."""
    found = db.rows(
        "SELECT h.id, (SELECT v.team FROM visits v WHERE v.household_id=h.id"
        "  AND v.campaign_id=:id AND v.void=0 AND v.visited_at=r.last_visited_at"
        "  AND NOT EXISTS(SELECT 1 FROM visits w WHERE w.household_id=h.id"
        "   AND w.campaign_id=:id AND w.supersedes=v.id) ORDER BY v.id DESC LIMIT 1)"
        " FROM households h JOIN villages p ON p.id=h.village_id"
        " JOIN household_results r ON r.campaign_row=:row AND r.household_row=h.row"
        "  AND r.until_at=:end"
        " WHERE h.state='ACTIVE' AND r.completed=1 AND (:village IS NULL OR h.village_id=:village)"
        " ORDER BY p.position, p.number, h.walk_order, h.code",
        {"id": campaign.id, "row": campaign_row(db, campaign.id), "end": END_OF_TIME,
         "village": place.village_id},
    )  # fmt: skip
    if place.team_id is None:
        return [id_ for id_, _ in found]
    teams = teams_by_name(db)
    own = {key for key, team in teams.items() if team.id == place.team_id}
    return [id_ for id_, name in found if team_key(name or "") in own]


def list_places(db: Database, campaign: Campaign) -> list[Place]:
    """Where a sample can be drawn: every village, then every team."""
    villages = db.rows("SELECT id, kind, name FROM villages ORDER BY position, number")
    return [
        *(Place(join_village(kind, name), village_id=id_) for id_, kind, name in villages),
        *(Place(t.name, team_id=t.id) for t in list_teams(db) if not t.retired),
    ]


def has_draw(db: Database, campaign: Campaign, place: Place) -> bool:
    return bool(
        db.value(
            "SELECT count(*) FROM backchecks WHERE campaign_id=? AND village_id IS ?"
            " AND team_id IS ?",
            (campaign.id, place.village_id, place.team_id),
        )
    )


def draw_backcheck(
    db: Database, campaign: Campaign, place: Place, rule: Rule, *, by: User, reason: str = "",
    seed: int | None = None,
) -> tuple[Changes, Backcheck]:  # fmt: skip
    """Draw a sample and give it a sheet. `seed` is for those who want to draw the same again."""
    with operation(db, by, "save_backcheck") as note:
        pool = list_pool(db, campaign, place)
        if not pool:
            raise AppError(
                f"{place.label} chưa có hộ nào hoàn thành để phúc tra.",
                "Hãy nhập phiếu trước, hoặc chọn nơi khác.",
            )
        if not reason.strip() and has_draw(db, campaign, place):
            raise AppError(
                f"{place.label} đã được rút mẫu phúc tra trong đợt này.",
                "Hãy nhập kết quả của mẫu ấy. Nếu thật cần mẫu mới, hãy ghi lý do; "
                "mẫu cũ vẫn được giữ.",
            )
        seed = random.SystemRandom().randrange(_SEEDS) if seed is None else seed
        fitted = fit_rule(rule, len(pool))
        new = NewSheet("BACKCHECK", place.label, tuple(draw(pool, fitted.size, seed)),
                       place.village_id, place.team_id)  # fmt: skip
        sheet_id, id_, at = add_sheet(db, campaign, new, by), new_id(), now()
        db.execute(
            "INSERT INTO backchecks VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (id_, campaign.id, sheet_id, place.village_id, place.team_id, at, seed, fitted.size,
             fitted.most, len(pool), reason.strip(), at, by.name),
        )  # fmt: skip
        note(id_, sheet=sheet_id, seed=seed, size=fitted.size, most=fitted.most, pool=len(pool),
             reason=reason.strip())  # fmt: skip
    return Changes(checks=True, sheets=True, count=1), get_backcheck(db, campaign, id_)


def get_backcheck(db: Database, campaign: Campaign, backcheck_id: str) -> Backcheck:
    found = next((b for b in list_backchecks(db, campaign) if b.id == backcheck_id), None)
    if found is None:
        raise AppError("Không thấy mẫu phúc tra này.", "Hãy mở lại màn hình Phúc tra.")
    return found


_LATEST = (
    "SELECT a.* FROM backcheck_answers a WHERE a.id=(SELECT max(id) FROM backcheck_answers b"
    " WHERE b.backcheck_id=a.backcheck_id AND b.household_id=a.household_id)"
)


def list_backchecks(db: Database, campaign: Campaign) -> list[Backcheck]:
    """Every draw of the campaign, newest first."""
    teams = {t.id: t.name for t in list_teams(db)}
    scores: dict[str, list[int]] = {}
    for id_, found, discordant in db.execute(
        f"SELECT backcheck_id, found, discordant FROM ({_LATEST})"
    ):
        met = json.loads(found).get("came") != NOT_MET
        score = scores.setdefault(id_, [0, 0, 0])
        for n, counts in enumerate((True, met, met and discordant != "[]")):
            score[n] += counts
    return [
        Backcheck(
            id_, sheet_id, number, _place(village_id, kind, name, team_id, teams), drawn_at,
            drawn_by, seed, pool, reason, Score(Rule(size, most), *scores.get(id_, (0, 0, 0))),
        )
        for (id_, sheet_id, number, village_id, kind, name, team_id, drawn_at, drawn_by, seed, size,
             most, pool, reason) in db.execute(
            "SELECT b.id, b.sheet_id, s.number, b.village_id, v.kind, v.name, b.team_id,"
            " b.drawn_at, b.changed_by, b.seed, b.size, b.most_discordant, b.pool, b.reason"
            " FROM backchecks b JOIN sheets s ON s.id=b.sheet_id"
            " LEFT JOIN villages v ON v.id=b.village_id WHERE b.campaign_id=? ORDER BY b.id DESC",
            (campaign.id,),
        )
    ]  # fmt: skip


def _place(
    village_id: str | None, kind: str, name: str, team_id: str | None, teams: Mapping[str, str]
) -> Place:
    label = join_village(kind, name) if village_id else teams.get(team_id or "", "")
    return Place(label, village_id, team_id)


def list_backcheck_lines(db: Database, backcheck: Backcheck) -> list[BackcheckLine]:
    """The lines of the sheet in its order, each with the answer that stands."""
    answers: dict[str, list[Answer]] = {}
    for household_id, *values in db.execute(
        "SELECT household_id, checked_on, checker, found, expected, discordant, changed_at,"
        " changed_by FROM backcheck_answers WHERE backcheck_id=? ORDER BY id",
        (backcheck.id,),
    ):
        answers.setdefault(household_id, []).append(_read_answer(values))
    return [
        BackcheckLine(line, id_, code, head, join_village(kind, name),
                      next(reversed(answers.get(id_, [])), None), len(answers.get(id_, [])))
        for line, id_, code, head, kind, name in db.execute(
            "SELECT l.line, h.id, h.code, h.head_name, v.kind, v.name FROM sheet_lines l"
            " JOIN households h ON h.id=l.household_id JOIN villages v ON v.id=h.village_id"
            " WHERE l.sheet_id=? ORDER BY l.line",
            (backcheck.sheet_id,),
        )
    ]  # fmt: skip


def _read_answer(values: Sequence[Any]) -> Answer:
    checked_on, checker, found, expected, discordant, at, by = values
    return Answer(checked_on, checker, json.loads(found), json.loads(expected),
                  tuple(json.loads(discordant)), at, by)  # fmt: skip


def save_answer(
    db: Database, campaign: Campaign, backcheck: Backcheck, household_id: str, values: Row, *,
    by: User,
) -> Changes:  # fmt: skip
    """What was found at one household: values of HEAD_FIELDS and backcheck_fields(). Another
    answer for the same household stands from then on; the one before stays on record."""
    found = {f.name: values.get(f.name) for f in backcheck_fields(campaign) if f.name != "note"}
    with operation(db, by, "save_backcheck_answer") as note:
        lines = {x.household_id: x for x in list_backcheck_lines(db, backcheck)}
        if household_id not in lines:
            raise AppError("Hộ này không có trong mẫu phúc tra.", "Hãy chọn một dòng của tờ phiếu.")
        expected = _reported(db, campaign, household_id, backcheck.drawn_at)
        discordant = compare(expected, found)
        id_ = new_id()
        db.execute(
            "INSERT INTO backcheck_answers VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (id_, backcheck.id, household_id, values["checked_on"], values["checker"],
             json.dumps(found), json.dumps(expected), json.dumps(discordant),
             values.get("note") or "", now(), by.name),
        )  # fmt: skip
        note(id_, backcheck=backcheck.id, household=household_id)
        typed = sum(x.answer is not None for x in lines.values())
        is_last = lines[household_id].answer is None and typed + 1 == len(lines)
        if is_last and list_events(db, backcheck.sheet_id)[-1].step not in CLOSED_STEPS:
            add_event(db, backcheck.sheet_id, SheetEvent("ENTERED", now()[:10]), by)
    return Changes(checks=True, sheets=is_last, count=1)


def _reported(db: Database, campaign: Campaign, household_id: str, drawn_at: str) -> Row:
    """How the household stood by what had been typed when the sample was drawn."""
    own = list_household_visits(db, campaign.id, household_id)
    visits = [v for v in own if v.entered_at <= drawn_at]
    joined = [
        stay
        for stay in list_joined(db, campaign.id, household_id, drawn_at)
        if stay[2].entered_at <= drawn_at
    ]
    history = derive_history(visits, campaign, joined)
    return expected_of(history[-1][0] if history else None)
