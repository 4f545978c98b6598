"""Why a household is on a sheet of revisits: the few words a team reads at the door.

To say something about another result: a branch of _said(). Only what is on the office's own list of
reasons is said, and nothing of households that could not be reached: a free text may tell of
quarantine, which never goes onto paper (J3).
"""

from collections.abc import Iterator, Mapping, Sequence

from domain.campaigns import Campaign
from domain.days import format_day
from domain.teams import team_key
from domain.visits import SLOTS, Visit


def why_again(visits: Sequence[Visit], campaign: Campaign, bodies: Mapping[str, str]) -> str:
    """ "Hẹn 14/08; buổi khác (đã đến sáng, chiều)" of the visits that count, latest last.

    `bodies`: team_key() of a team's name -> its affiliation.
    """
    said = "; ".join(_said(visits, campaign, bodies)) if visits else ""
    return said[:1].upper() + said[1:]


def _said(visits: Sequence[Visit], campaign: Campaign, bodies: Mapping[str, str]) -> Iterator[str]:
    last = visits[-1]
    same = [v for v in visits if v.disposition == last.disposition]
    if last.next_visit_on:
        yield f"hẹn {format_day(last.next_visit_on)[:5]}"
    if last.disposition == "NOT_HOME":
        been = {v.slot for v in same}
        yield _with("buổi khác", [s.label.lower() for s in SLOTS if s.code in been])
    if last.disposition == "REFUSED":
        teams = [bodies.get(team_key(v.team)) or v.team for v in same if v.team]
        yield _with("đoàn thể khác", list(dict.fromkeys(teams)))
    if last.disposition != "UNREACHED":
        yield from (
            r.label
            for r in campaign.reasons
            if (r.code, r.disposition) == (last.reason, last.disposition)
        )


def _with(wanted: str, been: Sequence[str]) -> str:
    return f"{wanted} (đã đến: {', '.join(been)})" if been else wanted
