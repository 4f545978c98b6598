"""Which households go onto which sheets, and what stands on them: a few reads for a whole commune.

To add a kind of sheet: what it asks of a household in _CONDITIONS, why it goes there in
domain/sheet_reasons.py.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from domain.backchecks import backcheck_fields, odds_words
from domain.campaigns import Campaign
from domain.days import END_OF_TIME, day_of, end_of, format_day
from domain.offices import office_on
from domain.printed_sheets import PrintedLine, PrintedSheet, paper_fields
from domain.results import standing
from domain.sheet_reasons import why_again
from domain.sheets import Sheet, split_lines
from domain.teams import Team, team_of
from domain.text import fold_key, mask_phone, words_with_numbers_key
from domain.villages import join_village
from domain.visits import BY_CODE, DISPOSITIONS, disposition_options, reason_options
from storage.backchecks import list_backchecks
from storage.campaigns import campaign_row
from storage.database import Database
from storage.offices import is_practice, list_offices
from storage.results import select_visits
from storage.sheets import NewSheet
from storage.teams import get_assignments, list_teams, retired_teams, teams_by_name
from storage.worklist import list_worklist

# What a kind of sheet asks of an active household; r is how it stands (NULL before any visit).
# TECH: those of the list of revisits that need help, given up or not.
_CONDITIONS = {"FIRST": "1", "REVISIT": "r.due_on <= :due AND r.final = 0", "TECH": "r.completed=0"}


@dataclass(frozen=True)
class SheetSource:
    """The households asked for: those of a village or one cluster of it, of a team, or of all."""

    kind: str = "FIRST"  # FIRST, REVISIT or TECH of SHEET_KINDS
    village_id: str = ""
    cluster: str = ""  # "" is all of the village
    team_id: str = ""
    due: str = ""  # REVISIT: due on this day or before; "" is today


@dataclass(frozen=True)
class _Household:
    id: str
    village_id: str
    village: str
    cluster: str
    team_id: str | None


def plan_sheets(
    db: Database, campaign: Campaign, source: SheetSource, per_sheet: int
) -> list[NewSheet]:
    """The households in walking order, village by village, dealt out evenly; [] when there are
    none. A sheet never mixes villages."""
    sheets = []
    for _, group in groupby(_list_households(db, campaign, source), lambda h: h.village_id):
        households = list(group)
        parts = split_lines([h.id for h in households], per_sheet)
        place = _place(households)
        teams = {h.team_id for h in households}
        for n, part in enumerate(parts, 1):
            title = place if len(parts) == 1 else f"{place}, tờ {n}/{len(parts)}"
            team = next(iter(teams)) if len(teams) == 1 else None
            sheets.append(NewSheet(source.kind, title, part, households[0].village_id, team))
    return sheets


def _place(households: Sequence[_Household]) -> str:
    """ "Bản Chiềng", or "Bản Chiềng, cụm 2" where all are of one cluster."""
    village, cluster = households[0].village, households[0].cluster
    if not cluster or {fold_key(h.cluster) for h in households} != {fold_key(cluster)}:
        return village
    named = cluster if cluster[0].isalpha() and " " in cluster else f"cụm {cluster}"
    return f"{village}, {named}"


def _list_households(db: Database, campaign: Campaign, source: SheetSource) -> list[_Household]:
    day = source.due or date.today().isoformat()
    where = ["h.state='ACTIVE'", _CONDITIONS[source.kind]]
    asked = {"row": campaign_row(db, campaign.id), "due": day, "at": end_of(day)}
    if source.village_id:
        where.append("h.village_id=:village")
        asked["village"] = source.village_id
    found = db.rows(
        "SELECT h.id, h.village_id, v.kind, v.name, ifnull(h.cluster, ''), v.position, v.number,"
        " h.walk_order FROM households h JOIN villages v ON v.id=h.village_id"
        " LEFT JOIN household_results r ON r.campaign_row=:row AND r.household_row=h.row"
        f"  AND r.from_at<=:at AND r.until_at>:at WHERE {' AND '.join(where)}",
        asked,
    )
    if source.kind == "TECH":
        lines = list_worklist(db, campaign, day_of(day))
        helped = {x.household_id for x in lines if x.tried.needs_help}
        found = [r for r in found if r[0] in helped]
    clusters = {r[4]: words_with_numbers_key(r[4]) for r in found}
    found.sort(key=lambda r: (r[5], r[6], clusters[r[4]], r[7]))
    assigned, retired = get_assignments(db, campaign, day_of(day)), retired_teams(db)
    households = []
    for r in found:
        team = team_of(assigned, r[1], r[4])
        team = None if team in retired else team
        households.append(_Household(r[0], r[1], join_village(r[2], r[3]), r[4], team))
    return [
        h
        for h in households
        if source.team_id in ("", h.team_id)
        and (not source.cluster or fold_key(h.cluster) == fold_key(source.cluster))
    ]


def get_printed_sheet(db: Database, campaign: Campaign, sheet: Sheet) -> PrintedSheet:
    return get_printed_sheets(db, campaign, [sheet])[0]


def get_printed_sheets(
    db: Database, campaign: Campaign, sheets: Sequence[Sheet]
) -> list[PrintedSheet]:
    """What goes onto paper of these sheets, all of them read together.

    A sheet of a back-check does not tell what was found before.
    """
    today = date.today().isoformat()
    office = office_on(list_offices(db), today)
    teams = {t.id: t for t in list_teams(db)}
    lines = _list_lines(db, campaign, sheets)
    fields = paper_fields(campaign)
    reasons = tuple(
        (d.digit, options) for d in DISPOSITIONS if (options := reason_options(campaign, d.code))
    )
    legend, practice = disposition_options(campaign), is_practice(db)
    asked_again, rules = backcheck_fields(campaign), _list_rules(db, campaign, sheets)
    return [
        PrintedSheet(
            sheet, f"UBND {office.full_name}" if office else "", campaign.name,
            _team_words(teams.get(sheet.team_id or "")), today, tuple(lines.get(sheet.id, ())),
            *((asked_again, legend, (), practice, rules.get(sheet.id, ()))
              if sheet.kind == "BACKCHECK" else (fields, legend, reasons, practice)),
        )
        for sheet in sheets
    ]  # fmt: skip


def _list_rules(
    db: Database, campaign: Campaign, sheets: Sequence[Sheet]
) -> dict[str, tuple[str, ...]]:
    """What a sheet of a back-check says of its rule and its odds."""
    if not any(s.kind == "BACKCHECK" for s in sheets):
        return {}
    return {
        b.sheet_id: tuple(odds_words(b.score.rule, b.pool)) for b in list_backchecks(db, campaign)
    }


def _team_words(team: Team | None) -> str:
    if team is None:
        return ""
    return f"{team.name} ({team.affiliation})" if team.affiliation else team.name


def _list_lines(
    db: Database, campaign: Campaign, sheets: Sequence[Sheet]
) -> dict[str, list[PrintedLine]]:
    blind = {s.id for s in sheets if s.kind == "BACKCHECK"}
    why = _list_reasons(db, campaign, [s.id for s in sheets if s.kind in ("REVISIT", "TECH")])
    lines: dict[str, list[PrintedLine]] = {}
    for r in db.execute(
        "SELECT l.sheet_id, l.line, h.id, h.code, h.head_name, v.kind, v.name, h.cluster,"
        " h.address, h.phone, ifnull(r.members, h.members), r.last_disposition, r.last_visited_at"
        " FROM sheet_lines l JOIN households h ON h.id=l.household_id"
        " JOIN villages v ON v.id=h.village_id"
        " LEFT JOIN household_results r ON r.campaign_row=? AND r.household_row=h.row"
        "  AND r.until_at=?"
        " WHERE l.sheet_id IN (SELECT value FROM json_each(?)) ORDER BY l.sheet_id, l.line",
        (campaign_row(db, campaign.id), END_OF_TIME, _as_list(s.id for s in sheets)),
    ):
        sheet_id, line, household, code, head, kind, village, cluster, address, phone = r[:10]
        members, disposition, seen_at = r[10:]
        last = ""
        if disposition and sheet_id not in blind:
            last = f"{BY_CODE[disposition].digit} · {format_day(seen_at)[:5]}"
        lines.setdefault(sheet_id, []).append(
            PrintedLine(
                line, code, head, join_village(kind, village), cluster or "", address or "",
                mask_phone(phone or ""), members, last, why.get((sheet_id, household), ""),
            )
        )  # fmt: skip
    return lines


def _list_reasons(
    db: Database, campaign: Campaign, sheet_ids: Sequence[str]
) -> dict[tuple[str, str], str]:
    """(sheet, household) -> why somebody goes there again."""
    if not sheet_ids:
        return {}
    listed = _as_list(sheet_ids)
    lines = "FROM sheet_lines WHERE sheet_id IN (SELECT value FROM json_each(?))"
    where = (
        f"WHERE v.campaign_id=? AND v.household_id IN (SELECT household_id {lines})"
        " ORDER BY v.household_id, v.id"
    )
    bodies = {key: team.affiliation for key, team in teams_by_name(db).items()}
    visits = list(select_visits(db, where, (campaign.id, listed)))
    said = {
        household: why_again(standing(group), campaign, bodies)
        for household, group in groupby(visits, lambda v: v.household_id)
    }
    return {
        (sheet_id, household): said.get(household, "")
        for sheet_id, household in db.execute(f"SELECT sheet_id, household_id {lines}", (listed,))
    }


def _as_list(ids: Iterable[str]) -> str:
    return json.dumps(list(ids))
