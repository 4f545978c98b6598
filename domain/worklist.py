"""The worklist (cần quay lại): which households are visited again, why, when and by whom (B9–B11).

When a household is due is domain/results.py; here is what the next visit must be like, in which
order, and in which part of the list a household stands. To add a part: PARTS and in_part().
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from domain.campaigns import Campaign
from domain.days import day_of, format_day
from domain.fields import Option
from domain.results import MOST_ATTEMPTS, Reopening, count_same, standing
from domain.sheets import split_lines
from domain.teams import Team, same_affiliation, team_key
from domain.visits import BY_CODE, SLOTS, Visit

PARTS = (
    Option("due", "Cần quay lại"),
    Option("overdue", "Quá hạn"),
    Option("tech", "Hỗ trợ kỹ thuật"),
    Option("missed", "Hết lượt"),
)
DUE_DAYS = (
    Option("", "Mọi ngày hẹn"),
    Option("0", "Đến hết hôm nay"),
    Option("1", "Đến hết ngày mai"),
    Option("7", "Trong 7 ngày tới"),
)
EVENING, DAY_OFF = "T", "N"
_SLOT_WORDS = {o.code: f"buổi {o.label.lower()}" for o in SLOTS} | {DAY_OFF: "ngày nghỉ"}
OTHER_AFFILIATION = "đoàn thể khác"


@dataclass(frozen=True, slots=True)
class Tried:
    """What the visits so far mean for the next one."""

    made: int = 0  # attempts that ended as the last one did; 0: none since it was opened again
    slots: tuple[str, ...] = ()  # parts of the day at which nobody was home, in their order
    next_slot: str = ""
    has_off_hours: bool = False  # one of them was in the evening or at a weekend
    refused: tuple[str, ...] = ()  # who was refused: affiliations, or teams without a known one
    refused_teams: tuple[str, ...] = ()
    is_agreed: bool = False  # the household named the day itself
    needs_help: bool = False  # it was willing, the devices were not (B11)
    reason: str | None = None  # of that visit where help is needed, else of the last one


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One household of the list, as of the end of a day."""

    household_id: str
    code: str
    village_id: str
    village: str
    cluster: str
    head_name: str
    place: int  # in walking order, over the whole commune
    status: str
    disposition: str  # of the last visit
    last_on: str
    due_on: str | None  # None: missed
    overdue: bool
    tried: Tried
    expected: int | None = None  # devices without every app; None: nobody counted
    team: str = ""  # that has the place, else that was there last
    team_id: str | None = None  # of the team that has the place
    is_barred: bool = False  # that team is of the body that was refused
    reopened: str = ""  # why it was opened again, while nobody was there since

    @property
    def most(self) -> int | None:
        return MOST_ATTEMPTS.get(self.disposition)

    @property
    def attempts(self) -> str:
        """ "2/3": attempts made of how many; "2" where there is no limit."""
        return f"{self.tried.made}/{self.most}" if self.most else str(self.tried.made)


@dataclass(frozen=True)
class WorkFilter:
    """`reason` is a result ("NOT_HOME") or the code of a reason; `due` a key of DUE_DAYS."""

    village_id: str = ""
    team: str = ""  # its name, in any spelling
    reason: str = ""
    due: str = ""


def look_back(
    visits: Sequence[Visit], teams: Mapping[str, Team], reopened: Reopening | None = None
) -> Tried:
    """`visits` that count, latest last; `teams` by team_key()."""
    fresh = [v for v in visits if reopened is None or reopened.is_before(v)]
    absent = [v for v in fresh if v.disposition == "NOT_HOME"]
    contact = last_contact(visits)
    refusals = [v for v in visits if v.disposition == "REFUSED"]
    if contact is None or contact.disposition != "REFUSED":
        refusals = []
    helped = contact is not None and contact.disposition == "TECH"
    said = contact if contact and helped else visits[-1]
    return Tried(
        made=count_same(fresh) if fresh else 0,
        slots=tuple(v.slot or "" for v in absent),
        next_slot=slot_to_try(absent) if visits[-1].disposition == "NOT_HOME" else "",
        has_off_hours=any(is_off_hours(v) for v in absent),
        refused=tuple(dict.fromkeys(a for v in refusals if (a := affiliation_of(v.team, teams)))),
        refused_teams=tuple(dict.fromkeys(v.team for v in refusals if v.team)),
        is_agreed=bool(visits[-1].next_visit_on),
        needs_help=helped,
        reason=said.reason,
    )


def last_contact(visits: Sequence[Visit]) -> Visit | None:
    return next((v for v in reversed(visits) if BY_CODE[v.disposition].contact), None)


def is_off_hours(visit: Visit) -> bool:
    """In the evening, or on a day on which people do not work."""
    return visit.slot == EVENING or day_of(visit.visited_at).weekday() >= 5


def slot_to_try(absent: Sequence[Visit]) -> str:
    """Another part of the day than those at which nobody was home; the evening first, because one
    of the attempts has to be in the evening or at a weekend."""
    tried = {v.slot for v in absent}
    for slot in (EVENING, "C", "S"):
        if slot not in tried:
            return slot
    return "" if any(day_of(v.visited_at).weekday() >= 5 for v in absent) else DAY_OFF


def affiliation_of(team: str | None, teams: Mapping[str, Team]) -> str:
    """The body a team on paper belongs to, else its name as typed."""
    known = teams.get(team_key(team or ""))
    return (known.affiliation if known else "") or (team or "")


def is_same_body(one: str | None, others: Iterable[str | None], teams: Mapping[str, Team]) -> bool:
    """Whether a team is one of the others, or known to be of the same affiliation."""
    if not one:
        return False
    mine = teams.get(team_key(one))
    for other in others:
        theirs = teams.get(team_key(other or ""))
        same_name = bool(other) and team_key(one) == team_key(other or "")
        if same_name or (mine is not None and mine is theirs):
            return True
        if mine and theirs and same_affiliation(mine.affiliation, theirs.affiliation):
            return True
    return False


def note_on_refusal(
    team: str | None, when: str, visits: Sequence[Visit], teams: Mapping[str, Team]
) -> str:
    """A soft warning (B10): the visit after a refusal is made by another affiliation; "" is fine.

    `visits` of the household before this one, `when` the day of this one; `teams` by team_key().
    """
    earlier = [v for v in standing(visits) if v.visited_at[:10] <= when[:10]]
    contact = last_contact(earlier)
    if contact is None or contact.disposition != "REFUSED":
        return ""
    if not is_same_body(team, [contact.team], teams):
        return ""
    who = affiliation_of(contact.team, teams)
    return (
        f"Ngày {format_day(contact.visited_at[:10])} hộ đã từ chối {who}. Lượt vận động lại phải "
        f"do {OTHER_AFFILIATION} đến; hãy xem lại tên tổ."
    )


# --- In words ------------------------------------------------------------------------------------


def why_words(line: WorkLine, campaign: Campaign, short: Mapping[str, str] | None = None) -> str:
    """ "Vắng, khóa cửa", "Có máy nhưng chưa cài được: Máy cũ", "Mở lại: trưởng bản báo đã về".

    `short`: other words for results, where there is little room; the office's own come first.
    """
    if line.reopened:
        return f"Mở lại: {line.reopened}"
    own = {**(short or {}), **dict(campaign.labels)}
    label = own.get(line.disposition) or BY_CODE[line.disposition].label
    reason = reason_words(line, campaign)
    # of a household where nobody was home after help was found needed
    if line.tried.needs_help and line.disposition != "TECH":
        return f"{label}; cần hỗ trợ kỹ thuật" + (f": {reason}" if reason else "")
    if line.status == "PARTIAL" and line.disposition != "PARTIAL":
        label += "; đã cài một phần"
    return f"{label}: {reason}" if reason else label


def reason_words(line: WorkLine, campaign: Campaign) -> str:
    """The reason of the visit as people read it; one typed freely stands as typed."""
    own = {r.code: r.label for r in campaign.reasons}
    return own.get(line.tried.reason or "", line.tried.reason or "")


def next_words(line: WorkLine) -> str:
    """What the next visit must be like: "buổi tối hoặc ngày nghỉ", "đoàn thể khác (không phải
    Hội Phụ nữ)"; else how many devices are left; "" where nobody counted."""
    tried, words = line.tried, []
    if tried.next_slot:
        words.append(_SLOT_WORDS[tried.next_slot])
        if tried.next_slot == EVENING and not tried.has_off_hours:
            words[-1] += " hoặc ngày nghỉ"
    if tried.refused or (line.disposition == "REFUSED" and line.due_on):
        who = f" (không phải {', '.join(tried.refused)})" if tried.refused else ""
        words.append(OTHER_AFFILIATION + who)
    if tried.needs_help:
        words.append("có người hỗ trợ kỹ thuật")
    if tried.is_agreed and not line.reopened:
        words.append("đúng ngày hộ hẹn")
    if line.expected and not words:
        words.append(f"còn {line.expected} máy chưa cài đủ")
    return ", ".join(words)


def slots_words(slots: Sequence[str]) -> str:
    """ "sáng, tối": the parts of the day that were tried; "?" for an attempt without one."""
    labels = {o.code: o.label.lower() for o in SLOTS}
    return ", ".join(dict.fromkeys(labels.get(s, "?") for s in slots))


# --- Order, parts and filters --------------------------------------------------------------------


def priority(line: WorkLine, on: date) -> tuple[str, int, int, int]:
    """Deadline first (due by `on` is one class), then devices to win, fewest attempts, the walk.

    A household whose devices nobody counted may have one.
    """
    due = max(line.due_on or "", on.isoformat())
    expected = 1 if line.expected is None else line.expected
    return due, -expected, line.tried.made, line.place


def in_part(line: WorkLine, part: str) -> bool:
    if part == "missed":
        return line.due_on is None
    if part == "overdue":
        return line.overdue
    return line.due_on is not None and (part == "due" or line.tried.needs_help)


def filter_lines(lines: Iterable[WorkLine], chosen: WorkFilter, on: date) -> list[WorkLine]:
    last = (on + timedelta(days=int(chosen.due))).isoformat() if chosen.due else ""
    return [
        x for x in lines
        if chosen.village_id in ("", x.village_id)
        and (not chosen.team or team_key(chosen.team) == team_key(x.team))
        and chosen.reason in ("", x.disposition, x.tried.reason)
        and (not last or (x.due_on is not None and x.due_on <= last))
    ]  # fmt: skip


def deal_sheets(lines: Iterable[WorkLine], per_sheet: int) -> list[tuple[str, list[WorkLine]]]:
    """The lines as sheets to be printed, each with its title: of one village, in walking order."""
    walked = sorted(lines, key=lambda x: x.place)
    sheets = []
    for _, group in groupby(walked, key=lambda x: x.village_id):
        by_id = {x.household_id: x for x in group}
        parts = split_lines(list(by_id), per_sheet)
        for n, part in enumerate(parts, 1):
            of = f", tờ {n}/{len(parts)}" if len(parts) > 1 else ""
            sheets.append((by_id[part[0]].village + of, [by_id[i] for i in part]))
    return sheets


def compute_expected(
    smartphones: int | None, all_apps: int | None, installed: Sequence[int | None],
    has_device: bool | None,
) -> int | None:  # fmt: skip
    """Devices that can still be won; None where nobody counted."""
    if smartphones is None:
        return 0 if has_device is False else None
    known = [n for n in installed if n is not None]
    done = all_apps if all_apps is not None else min(known, default=0)
    return max(0, smartphones - done)
