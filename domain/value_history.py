"""The history of a value: who changed it, when, from what to what and why (C8).

Household fields come from the audit log, visits from their own corrections, which are all kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.campaigns import Campaign
from domain.days import format_day
from domain.fields import Field, Value
from domain.households import HOUSEHOLD_FIELDS, STATES
from domain.visits import Visit, app_field, reason_options, visit_fields

VILLAGE, WALK = "village_id", "walk_order"
_HOUSEHOLD: dict[str, Field] = {f.name: f for f in HOUSEHOLD_FIELDS}
_STATES = {o.code: o.label for o in STATES}
_OTHER = {VILLAGE: "Thôn, bản", WALK: "Thứ tự đi", "state": "Tình trạng"}


@dataclass(frozen=True)
class ValueChange:
    """One value that became another. "" is a blank value."""

    at: str  # ISO, as written
    by: str
    field: str  # name of the field; of a visit "visit:<id>:<name>"
    label: str
    old: str
    new: str
    why: str = ""


def household_changes(
    at: str, by: str, old: Mapping[str, Value], new: Mapping[str, Value],
    villages: Mapping[str, str], why: str = "",
) -> list[ValueChange]:  # fmt: skip
    """One line for each field of an edit, in words."""

    def words(name: str, value: Value) -> str:
        if name == VILLAGE:
            return villages.get(str(value), "")
        if name == "state":
            return _STATES.get(str(value), "")
        field = _HOUSEHOLD.get(name)
        return field.kind.format(value) if field else "" if value is None else str(value)

    return [
        ValueChange(at, by, name, _label(name), words(name, old.get(name)), words(name, value), why)
        for name, value in new.items()
        if name != WALK or VILLAGE not in new  # a new place comes with the village
    ]


def _label(name: str) -> str:
    return _HOUSEHOLD[name].label if name in _HOUSEHOLD else _OTHER.get(name, name)


def visit_values(visit: Visit, campaign: Campaign) -> dict[str, str]:
    """Every field of a visit in words, by field name."""
    raw: dict[str, Value] = {app_field(code): n for code, n in visit.apps}
    labels = {o.code: o.label for o in reason_options(campaign)}
    texts = {}
    for f in visit_fields(campaign):
        value = raw.get(f.name) if f.per_app else getattr(visit, f.name)
        texts[f.name] = labels.get(str(value), "") if f.name == "reason" else ""
        texts[f.name] = texts[f.name] or f.kind.format(value)
    return texts


def visit_changes(visits: Sequence[Visit], campaign: Campaign) -> list[ValueChange]:
    """What corrections changed, and visits that were taken back, oldest first."""
    by_id = {v.id: v for v in visits}
    labels = {f.name: f.label for f in visit_fields(campaign)}
    found: list[ValueChange] = []
    for v in sorted(visits, key=lambda v: v.id):
        old = by_id.get(v.supersedes or "")
        if old is None:
            continue
        head = f"Lượt đến {format_day(old.visited_at)}"
        why = v.correction or ""
        if v.void:
            found.append(ValueChange(v.entered_at, v.entered_by, f"visit:{old.id}:void", head,
                                     "Được tính", "Đã rút lại", why))  # fmt: skip
            continue
        before, after = visit_values(old, campaign), visit_values(v, campaign)
        found += [
            ValueChange(v.entered_at, v.entered_by, f"visit:{old.id}:{name}",
                        f"{head}: {labels[name][:1].lower()}{labels[name][1:]}", before[name],
                        text, why)
            for name, text in after.items()
            if text != before[name]
        ]  # fmt: skip
    return found


def newest_first(changes: Iterable[ValueChange]) -> list[ValueChange]:
    """Given in the order they were written, which decides within one moment."""
    return sorted(changes, key=lambda c: c.at)[::-1]


def about(changes: Iterable[ValueChange], label: str) -> list[ValueChange]:
    """Those of one field, or of one visit ("Lượt đến 12/08/2020"); "" is all of them."""
    return [c for c in changes if c.label == label or c.label.startswith(f"{label}:") or not label]
