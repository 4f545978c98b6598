"""Soft rules (C2): what may be right but deserves a second look; it warns and never blocks.

soft_notes() is asked by every way of typing a visit (form, grid) and, of what is stored, by
check_history(), so one rule says the same everywhere. A person keeps what is right with a reason
(storage/confirmations.py). To add a rule of one visit: a line in soft_notes(); its title is in
domain/quality.py.
"""

from collections.abc import Iterator, Mapping, Sequence

from domain.campaigns import Campaign
from domain.days import format_day
from domain.fields import Row
from domain.figures import FIGURE_KINDS, Figure, newest_figure
from domain.quality import Finding, Record
from domain.teams import Team, team_key
from domain.visits import Visit, app_field, reason_options
from domain.worklist import note_on_refusal

MOST_MEMBERS = 15
_LOOKED_AT = ("visited_at", "team", "disposition", "reason", "members", "smartphones", "android",
              "ios", "all_apps", "by_sheet")  # fmt: skip
LEAST_HOUSEHOLDS = 10  # a hamlet of five can be done in a day
FIELD_OF = {"many_members": "members", "no_counts": "smartphones", "no_reason": "reason",
            "same_team": "visited_at", "same_body": "team", "fewer": "smartphones"}  # fmt: skip


def soft_notes(values: Row, earlier: Sequence[Visit], campaign: Campaign) -> dict[str, str]:
    """Rule -> one sentence, for a visit about to be saved or stored.

    `earlier`: the visits of the household that count beside this one.
    """
    notes: dict[str, str] = {}
    members, code = values.get("members"), values.get("disposition")
    if isinstance(members, int) and members > MOST_MEMBERS:
        notes["many_members"] = f"Hộ có {members} nhân khẩu, nhiều khác thường. Hãy xem lại phiếu."
    counted = ["smartphones", "android", "ios", "all_apps"]
    counted += [app_field(a.code) for a in campaign.active_apps]
    said = code == "COMPLETE" and not values.get("by_sheet")
    if said and all(values.get(n) is None for n in counted):
        notes["no_counts"] = "Kết quả 1 nhưng chưa ghi số máy và số máy đã cài."
    if code == "REFUSED" and not values.get("reason") and reason_options(campaign, "REFUSED"):
        notes["no_reason"] = "Kết quả 4 nhưng chưa ghi lý do từ chối."
    when = values.get("visited_at")
    if code and isinstance(when, str):
        notes |= _beside(values, when, earlier, campaign)
    return notes


def _beside(values: Row, when: str, earlier: Sequence[Visit], campaign: Campaign) -> dict[str, str]:
    notes: dict[str, str] = {}
    same_day = [v for v in earlier if v.visited_at[:10] == when[:10]]
    team = team_key(str(values.get("team") or ""))
    if any(team_key(v.team or "") == team for v in same_day):
        notes["same_team"] = (
            f"Ngày {format_day(when[:10])} đã có lượt đến của tổ này. Hai lượt cùng ngày "
            "tính là một lần đến."
        )
    before = [v for v in earlier if v.visited_at <= when and v.has_counts]
    if before and (fell := _fallen(values, before[-1], campaign)):
        day = format_day(before[-1].visited_at[:10])
        notes["fewer"] = f"{fell} so với ngày {day}. Hãy xem lại phiếu."
    return notes


def _fallen(values: Row, last: Visit, campaign: Campaign) -> str:
    """ "Số máy còn 1, ít hơn 2" of the first count that fell; "" where none did."""
    old = {app_field(code): n for code, n in last.apps} | {"smartphones": last.smartphones}
    names = {"smartphones": "Số điện thoại thông minh"}
    names |= {app_field(a.code): f"Số máy cài {a.name}" for a in campaign.active_apps}
    for name, label in names.items():
        now, before = values.get(name), old.get(name)
        if isinstance(now, int) and isinstance(before, int) and now < before:
            return f"{label} ({now}) ít hơn {before}"
    return ""


def check_history(
    visits: Sequence[Visit], campaign: Campaign, teams: Mapping[str, Team]
) -> Iterator[Finding]:
    """What the soft rules say of every visit of one household that counts, latest last."""
    for n, visit in enumerate(visits):
        earlier = visits[:n]
        values: Row = {name: getattr(visit, name) for name in _LOOKED_AT}
        values |= {app_field(code): n for code, n in visit.apps}
        notes = soft_notes(values, earlier, campaign)
        refused = any(v.disposition == "REFUSED" for v in earlier)
        note = refused and note_on_refusal(visit.team, visit.visited_at, earlier, teams)
        if note:
            notes["same_body"] = note
        for rule, text in notes.items():
            record = Record(visit.household_id, visit.id, FIELD_OF[rule])
            yield Finding(rule, visit.id, text, (record,))


def check_village(
    village_id: str, label: str, households: int, days: Mapping[str, str]
) -> Iterator[Finding]:
    """`days`: active household -> the only day it was visited, "" where it has several."""
    one_day = set(days.values())
    if households < LEAST_HOUSEHOLDS or len(days) < households or len(one_day) != 1:
        return
    day = one_day.pop()
    if day:
        text = f"Cả {households} hộ đều đến trong ngày {format_day(day)}."
        records = tuple(Record(id_) for id_ in days)
        yield Finding("in_a_day", f"{village_id} {day}", text, records, village_id, label)


def check_figures(figures: Sequence[Figure], villages: Mapping[str, str]) -> Iterator[Finding]:
    """`villages`: id -> label; the commune's own figures have none."""
    population, subscribers = (k.code for k in FIGURE_KINDS)
    for village_id, label in [(None, "Toàn xã"), *villages.items()]:
        people = newest_figure(figures, population, village_id)
        phones = newest_figure(figures, subscribers, village_id)
        if people and phones and phones.value > people.value:
            text = f"{phones.value} thuê bao, nhiều hơn {people.value} người."
            target = f"{village_id or 'commune'} {phones.value} {people.value}"
            yield Finding("subscribers", target, text, (), village_id or "", label, "campaigns")
