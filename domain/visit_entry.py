"""What the entry form asks, starts with and says, for one household: plain values, no window.

To ask a field for another result: asked_names(). What a visit is, and its rules: domain/visits.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.campaigns import Campaign
from domain.days import format_day
from domain.fields import Choice, Field, Option, Row, parse_row
from domain.results import Reopening, compute_all_apps, derive, standing
from domain.soft_rules import soft_notes
from domain.visits import (
    BY_CODE,
    COUNT_NAMES,
    SLOTS,
    Disposition,
    Visit,
    app_field,
    check_visit,
    device_counts,
    notes_on_visit,
    reason_options,
    split_apps,
    visit_fields,
    visit_order,
)

SAME_FOR_ALL = ("visited_at", "slot", "team")  # carried from one sheet to the next
COUNTING = ("COMPLETE", "PARTIAL", "TECH")  # results for which the sheet has every count
SHEET_COUNTS = ("members", "phone_users", "smartphones", "android", "ios")
SHORT_LABELS = {
    "members": "Nhân khẩu", "phone_users": "Dùng điện thoại", "smartphones": "Máy TM",
    "android": "Android", "ios": "iOS", "all_apps": "Cài đủ", 
    "disposition": "Kết quả (bấm số 0–9; bấm số khác là đổi)",
}  # fmt: skip
MOST_IN_A_ROW = 9
_PLAIN = (*SAME_FOR_ALL, "disposition", *COUNT_NAMES, "reason", "next_visit_on", "note")


def form_fields(
    campaign: Campaign, teams: Sequence[str], disposition: str | None = None
) -> tuple[Field, ...]:
    """visit_fields() as the form offers them: the headings of the paper sheet, the known teams, the
    reasons of the chosen result."""
    fields = []
    apps = {app_field(a.code): a.name for a in campaign.active_apps}
    for f in visit_fields(campaign):
        f = replace(f, label=SHORT_LABELS.get(f.name) or apps.get(f.name) or f.label)
        if f.name == "team":
            f = replace(f, kind=Choice(tuple(Option(t, t) for t in teams), free=True))
        if f.name == "reason" and disposition:
            f = replace(f, kind=Choice(reason_options(campaign, disposition), free=True))
        fields.append(f)
    return tuple(fields)


def form_layout(fields: Sequence[Field]) -> list[list[str]]:
    """Rows of the form in the order of the sheet: its counts in one line, as on paper, or two."""
    names = [f.name for f in fields]
    apps = [n for n in names if n.startswith("app:") or n in ("all_apps", "in_use")]
    one_line = len(SHEET_COUNTS) + len(apps) <= MOST_IN_A_ROW
    counts = [[*SHEET_COUNTS, *apps]] if one_line else [list(SHEET_COUNTS), apps]
    rows = [list(SAME_FOR_ALL), ["disposition"], *counts]
    return [*rows, ["reason", "next_visit_on", "note"]]


def find_disposition(raw: Mapping[str, str], campaign: Campaign) -> Disposition | None:
    """The result that is chosen in the form, by the office's own word for it."""
    field = next(f for f in visit_fields(campaign) if f.name == "disposition")
    values, _ = parse_row([field], {"disposition": raw.get("disposition", "")})
    return BY_CODE.get(str(values["disposition"]))


def count_names(campaign: Campaign) -> tuple[str, ...]:
    apps = (app_field(a.code) for a in campaign.active_apps)
    shown = {f.name for f in visit_fields(campaign)}
    return tuple(n for n in (*COUNT_NAMES, *apps) if n in shown)


def asked_names(disposition: Disposition | None, campaign: Campaign) -> set[str]:
    """The fields at which Enter stops: those a sheet with this result can have something for."""
    counts = set(count_names(campaign))
    always = {*SAME_FOR_ALL, "disposition", "note"}
    if disposition is None:
        return always | counts | {"reason", "next_visit_on"}
    asked = set(always)
    if disposition.code in COUNTING:
        asked |= counts
    if disposition.code == "NO_DEVICE":
        asked |= {"members", "phone_users", "smartphones"}
    if reason_options(campaign, disposition.code):
        asked.add("reason")
    if not disposition.final:
        asked.add("next_visit_on")
    return asked


def known_counts(
    visits: Sequence[Visit], members: int | None, campaign: Campaign
) -> dict[str, str]:
    """Text by count: as last counted in this campaign, the members else as the list has them."""
    counts = next((v for v in reversed(standing(visits)) if v.has_counts), None)
    row = visit_row(counts) if counts else {}
    known = {n: row.get(n) for n in count_names(campaign)}
    people = next((v.members for v in reversed(standing(visits)) if v.members is not None), members)
    known["members"] = people
    return {n: str(value) for n, value in known.items() if value is not None}


def refill(
    raw: Mapping[str, str],
    given: Mapping[str, str],
    known: Mapping[str, str],
    disposition: Disposition | None,
    campaign: Campaign,
) -> dict[str, str]:
    """The texts the form puts into the counts by itself, now that this result is chosen.

    What a person typed (it differs from what the form had `given`) is not named, so it stays. A
    result without counts takes the known ones out again: nobody counted on that day.
    """
    asked = asked_names(disposition, campaign) if disposition else set(count_names(campaign))
    still_true = {n: t for n, t in known.items() if n not in _gainsaid(known, disposition)}
    texts = {}
    for name in count_names(campaign):
        if raw.get(name, "") == given.get(name, ""):
            texts[name] = still_true.get(name, "") if name in asked else ""
    if disposition and disposition.code == "NO_DEVICE" and "smartphones" in texts:
        texts["smartphones"] = "0"
    return texts


def correct_counts(
    raw: Mapping[str, str], stored: Mapping[str, str], old: Disposition | None,
    new: Disposition | None, campaign: Campaign,
) -> dict[str, str]:  # fmt: skip
    """The texts that change by themselves in a correction: nobody counted devices where nobody was
    met, and with a result that can have them the stored counts come back."""
    names = device_counts(campaign)
    if new and not new.contact:
        return dict.fromkeys(names, "")
    if new and old and not old.contact:
        return {n: stored.get(n, "") for n in names if not raw.get(n)}
    return {}


def _gainsaid(known: Mapping[str, str], disposition: Disposition | None) -> set[str]:
    """Counts of the last visit that cannot be those of a visit with this result."""
    if disposition is None or disposition.code not in COUNTING:
        return set()
    devices = known.get("smartphones", "")
    if devices == "0":
        return set(known) - {"members", "phone_users"}
    installed = {n: t for n, t in known.items() if n.startswith("app:") or n == "all_apps"}
    fewer = any(t.isdigit() and devices.isdigit() and int(t) < int(devices)
                for t in installed.values())  # fmt: skip
    if disposition.code == "COMPLETE" and fewer:
        return {*installed, "in_use"}
    return set()


def keep_reason(text: str, disposition: Disposition | None, campaign: Campaign) -> str:
    """The typed reason, unless it is one on the list of another result."""
    if disposition is None:
        return text
    own = {o.label for o in reason_options(campaign, disposition.code)}
    listed = {r.label for r in campaign.reasons}
    return "" if text in listed - own else text


def is_touched(raw: Mapping[str, str], start: Mapping[str, str]) -> bool:
    """Whether something of this sheet was typed; day, slot and team belong to all sheets."""
    return any(
        raw.get(n, "").strip() != start.get(n, "").strip() for n in raw if n not in SAME_FOR_ALL
    )


def check_sheet(
    raw: Mapping[str, str], campaign: Campaign, today: date
) -> tuple[Row, dict[str, str]]:
    """Values and messages by field, as they stand in the form: kinds first, then the rules."""
    disposition = find_disposition(raw, campaign)
    fields = form_fields(campaign, (), disposition.code if disposition else None)
    values, errors = parse_row(fields, raw)
    return values, errors or check_visit(values, campaign, today)


def notes_on_sheet(values: Row, visits: Sequence[Visit], campaign: Campaign) -> list[str]:
    """Soft notes on what is typed, with those that need the history of the household."""
    earlier = standing(visits)
    return [*notes_on_visit(values, campaign), *soft_notes(values, earlier, campaign).values()]


def visit_row(visit: Visit) -> Row:
    """A stored visit as the values of visit_fields(); the inverse of saving it."""
    return {n: getattr(visit, n) for n in _PLAIN} | {app_field(c): n for c, n in visit.apps}


def new_visit(values: Row) -> Visit:
    """The typed values as a visit that is not stored yet, later than all that are."""
    known = {n: values.get(n) for n in _PLAIN}
    return Visit(id="~", household_id="", apps=split_apps(values), **known)  # type: ignore[arg-type]


def default_next_day(
    values: Row, visits: Sequence[Visit], campaign: Campaign, reopened: Reopening | None = None
) -> str | None:
    """The day of the next visit when none is typed; None where no visit is due. `reopened`: when
    the household was last opened again."""
    visit = new_visit({**values, "next_visit_on": None})
    history = sorted([*standing(visits), visit], key=visit_order)
    return derive(history, campaign, visit.visited_at, reopened).due_on


def next_day_hint(
    raw: Mapping[str, str], visits: Sequence[Visit], campaign: Campaign,
    reopened: Reopening | None = None,
) -> str:  # fmt: skip
    """One sentence under "Hẹn lại ngày"; "" before a result and a day are typed."""
    values, errors = parse_row(form_fields(campaign, ()), raw)
    if "visited_at" in errors or "disposition" in errors:
        return ""
    due = default_next_day(values, visits, campaign, reopened)
    return f"Để trống: hẹn {format_day(due)}" if due else "Để trống: không hẹn lại"


def describe_counts(visit: Visit, campaign: Campaign) -> str:
    """ "2 máy, đã cài Bluezone 1, Smart Thanh Hóa 0"; "" where nothing was counted."""
    parts = [] if visit.smartphones is None else [f"{visit.smartphones} máy"]
    by_code = dict(visit.apps)
    installed = [f"{a.name} {by_code[a.code]}" for a in campaign.apps if a.code in by_code]
    if installed:
        parts.append(f"đã cài {', '.join(installed)}")
    return ", ".join(parts)


def disposition_label(code: str, campaign: Campaign) -> str:
    return dict(campaign.labels).get(code) or BY_CODE[code].label


def describe_last(visits: Sequence[Visit], campaign: Campaign) -> str:
    """ "Lần trước 12/08: kết quả 2, 2 máy, cài đủ 1", or that nobody has been there."""
    counting = standing(visits)
    if not counting:
        return "Chưa đến lần nào"
    last = counting[-1]
    texts = [f"kết quả {BY_CODE[last.disposition].digit}"]
    counts = next((v for v in reversed(counting) if v.has_counts), None)
    if counts and counts.smartphones is not None:
        texts.append(f"{counts.smartphones} máy")
    if counts and (complete := _all_apps(counts, campaign)) is not None:
        texts.append(f"cài đủ {complete}")
    return f"Lần trước {format_day(last.visited_at)[:5]}: {', '.join(texts)}"


def _all_apps(visit: Visit, campaign: Campaign) -> int | None:
    by_code = dict(visit.apps)
    installed = [by_code.get(a.code) for a in campaign.required_apps]
    return compute_all_apps(installed, visit.smartphones, visit.all_apps)


_SLOT_LABELS = {o.code: o.label.lower() for o in SLOTS}


def describe_visit(visit: Visit, campaign: Campaign) -> str:
    """Everything a visit says, in sentences, for the line under the history."""
    people = [visit.team or "", f"buổi {_SLOT_LABELS[visit.slot]}" if visit.slot in _SLOT_LABELS
              else ""]  # fmt: skip
    named = {"Android": visit.android, "iOS": visit.ios, "đang dùng": visit.in_use}
    kinds = [f"{label} {n}" for label, n in named.items() if n is not None]
    members = f"{visit.members} khẩu" if visit.members is not None else ""
    counts = ", ".join(t for t in (members, describe_counts(visit, campaign), *kinds) if t)
    reasons = {r.code: r.label for r in campaign.reasons}
    parts = [
        disposition_label(visit.disposition, campaign),
        ", ".join(p for p in people if p),
        counts,
        f"Lý do: {reasons.get(visit.reason, visit.reason)}" if visit.reason else "",
        f"Hẹn {format_day(visit.next_visit_on)}" if visit.next_visit_on else "",
        visit.note or "",
    ]
    return ". ".join(p[0].upper() + p[1:] for p in parts if p)


def describe_withdrawal(visit: Visit, visits: Sequence[Visit]) -> str:
    """Why a visit no longer counts: "Đã sửa: ghi nhầm số", "Đã rút lại: nhập nhầm", or ""."""
    later = next((v for v in visits if v.supersedes == visit.id), None)
    if later is None:
        return ""
    return f"{'Đã rút lại' if later.void else 'Đã sửa'}: {later.correction or 'không ghi lý do'}"


def shown_visits(visits: Sequence[Visit]) -> list[Visit]:
    """What the history lists, newest first: rows that only take another back are not attempts."""
    return sorted((v for v in visits if not v.void), key=visit_order, reverse=True)
