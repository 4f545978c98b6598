"""The entry grid (bảng nhập nhanh): its columns, what a typed cell means, when a row can be saved.

Plain values, no window. A row's texts are what its cells show; what a visit is and which cells a
result asks for is domain/visit_entry.py. Typing one result for a whole sheet: domain/grid_whole.py.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from domain.campaigns import Campaign
from domain.fields import Choice, Day, Field, Number, Option, Refused, Row, format_row
from domain.households import REMOVED, STATES
from domain.printed_sheets import paper_fields
from domain.text import clean, fold_key
from domain.visit_entry import (
    SAME_FOR_ALL,
    asked_names,
    check_sheet,
    correct_counts,
    count_names,
    find_disposition,
    form_fields,
    keep_reason,
    known_counts,
    notes_on_sheet,
    refill,
    visit_row,
)
from domain.visits import (
    BY_CODE,
    Visit,
    app_field,
    check_visit,
    device_counts,
    disposition_options,
    reason_options,
    visit_fields,
)

NOTHING = "–"  # in a row: none, although the sheet has one
SAVED, BY_SHEET, UNSAVED, BAD = "✓", "✓ tờ", "…", "!"
Texts = dict[str, str]
_NUMBERS = re.compile(r"[\d\s,;.–-]+")


@dataclass
class GridRow:
    """One printed line: the household, the visit typed from it so far, and what stands in it."""

    line: int
    household: Mapping[str, Any]
    visits: Sequence[Visit]  # every row of the household in this campaign
    visit: Visit | None
    texts: Texts = field(default_factory=dict)
    saved: Texts = field(default_factory=dict)  # the texts of `visit`
    given: Texts = field(default_factory=dict)  # counts the grid put in by itself
    errors: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return typed_texts(self) != {n: t for n, t in self.saved.items() if t}

    @property
    def mark(self) -> str:
        if self.errors:
            return BAD
        if self.is_changed:
            return UNSAVED
        if self.visit is None:
            return ""
        return BY_SHEET if self.visit.by_sheet else SAVED


def typed_texts(row: GridRow) -> Texts:
    """What makes the row more than an empty one; counts put in for no result do not."""
    texts = {n: t for n, t in row.texts.items() if t}
    if set(texts) <= set(row.given) and all(row.given[n] == t for n, t in texts.items()):
        return {}
    return texts


def grid_fields(campaign: Campaign, teams: Sequence[str]) -> tuple[Field, ...]:
    """The columns of the paper in its order; at the end the team, where it was another one."""
    team = next(f for f in form_fields(campaign, teams) if f.name == "team")
    return (*paper_fields(campaign), replace(team, label="Tổ khác"))


def head_fields(campaign: Campaign, teams: Sequence[str]) -> tuple[Field, ...]:
    """Day, slot and team of the whole sheet."""
    return tuple(f for f in form_fields(campaign, teams) if f.name in SAME_FOR_ALL)


# -- one cell -----------------------------------------------------------------------------------


def find_option(typed: str, options: Sequence[Option]) -> str:
    """The label that a number, its beginning or one of its words stands for, without diacritics;
    as typed when none or several do."""
    found = _meant(typed, options)
    return found[0] if len(found) == 1 else clean(typed)


def _meant(typed: str, options: Sequence[Option]) -> list[str]:
    """The labels it can stand for: one that is exactly it, else those that begin so, else those
    with a word that does."""
    text, key = clean(typed), fold_key(typed)
    if not key:
        return []
    labels = [(o.label, fold_key(o.label)) for o in options]
    for o, (label, folded) in zip(options, labels, strict=True):
        if text == o.digit or key in (folded, fold_key(o.code)):
            return [label]
    starting = [label for label, folded in labels if folded.startswith(key)]
    within = [label for label, folded in labels if f" {key}" in f" {folded}"]
    return starting if len(starting) == 1 else within


def tidy_cell(name: str, typed: str, row: Mapping[str, str], teams: Sequence[str],
              campaign: Campaign) -> str:  # fmt: skip
    """What the cell shows for what was typed or pasted; what is not understood stays as typed."""
    text = clean(typed)
    kind = next((f.kind for f in visit_fields(campaign) if f.name == name), None)
    if name == "disposition":
        labels = {o.label: o.digit for o in disposition_options(campaign)}
        return labels.get(find_option(text, disposition_options(campaign)), text)
    if name in SAME_FOR_ALL and text in ("-", NOTHING):
        return NOTHING
    if name == "reason":
        disposition = find_disposition(row, campaign)
        return find_option(
            text, reason_options(campaign, disposition.code if disposition else None)
        )
    if name == "team":
        return find_option(text, [Option(t, t) for t in teams])
    if isinstance(kind, Choice):
        return find_option(text, kind.options)
    if name in tick_names(campaign) and is_tick(typed):
        return row.get("smartphones", "") or "1"
    if text and isinstance(kind, Day | Number):
        try:
            return kind.format(kind.parse(text))
        except Refused:
            return text
    return text


def tick_names(campaign: Campaign) -> tuple[str, ...]:
    """Counts that paper often has as a tick: on all devices of the household."""
    return tuple(
        n for n in count_names(campaign) if n.startswith("app:") or n in ("all_apps", "in_use")
    )


def is_tick(typed: str) -> bool:
    """x, ✓, or a space and nothing else."""
    return fold_key(typed) == "x" or clean(typed) in ("✓", "✔") or (
        bool(typed) and not typed.strip(" ")
    )  # fmt: skip


# -- one row ------------------------------------------------------------------------------------


def stored_texts(visit: Visit | None, head: Mapping[str, str], campaign: Campaign) -> Texts:
    """A stored visit as cells: its own day, slot and team only where the sheet has others."""
    if visit is None:
        return {}
    texts = format_row(visit_fields(campaign), visit_row(visit))
    texts["disposition"] = BY_CODE[visit.disposition].digit
    for name in SAME_FOR_ALL:
        own, of_sheet = texts[name], head.get(name, "")
        texts[name] = "" if own == of_sheet else own or NOTHING
    return {n: t for n, t in texts.items() if t}


def show_stored(row: GridRow, head: Mapping[str, str], campaign: Campaign) -> None:
    """The row as it is stored, without anything typed since."""
    row.saved = stored_texts(row.visit, head, campaign)
    row.texts, row.given, row.errors, row.notes = dict(row.saved), {}, {}, []


def type_cell(
    row: GridRow, name: str, typed: str, teams: Sequence[str], campaign: Campaign
) -> None:
    """A cell was typed. Another result brings its known counts, and takes those of the last."""
    before = row.texts.get(name, "")
    row.texts[name] = tidy_cell(name, typed, row.texts, teams, campaign)
    if name != "disposition" or row.texts[name] == before:
        return
    disposition = find_disposition(row.texts, campaign)
    row.texts["reason"] = keep_reason(row.texts.get("reason", ""), disposition, campaign)
    if row.visit is not None:
        old = find_disposition({"disposition": before}, campaign)
        row.texts |= correct_counts(row.texts, row.saved, old, disposition, campaign)
        return
    known = known_counts(row.visits, row.household.get("members"), campaign)
    texts = {n: "" for n, t in row.given.items() if row.texts.get(n, "") == t}
    if disposition:
        texts = refill(row.texts, row.given, known, disposition, campaign)
    row.texts |= texts
    row.given |= texts


def replacing_digit(row: GridRow, typed: str, campaign: Campaign) -> str:
    """The other result that was typed over one that is stored and right; "" where none is."""
    if row.visit is None or row.is_changed or row.errors:
        return ""
    digit = tidy_cell("disposition", typed, row.texts, (), campaign)
    is_result = find_disposition({"disposition": digit}, campaign) is not None
    return digit if is_result and digit != row.texts.get("disposition") else ""


def with_head(texts: Mapping[str, str], head: Mapping[str, str]) -> Texts:
    """The texts of the visit: what the row does not have of its own is the sheet's."""
    raw = dict(texts)
    for name in SAME_FOR_ALL:
        own = raw.get(name, "")
        raw[name] = "" if own == NOTHING else own or head.get(name, "")
    return raw


def check_row(
    row: GridRow, head: Mapping[str, str], campaign: Campaign, today: date
) -> tuple[Row, dict[str, str]]:
    """Values and messages, each at a column of the grid. Sets the row's errors and soft notes.

    Counts that paper does not ask for go along from the last visit while they still fit.
    """
    shown = {f.name for f in paper_fields(campaign)} | set(SAME_FOR_ALL)
    raw = with_head(row.texts, head)
    values, errors = check_sheet(raw, campaign, today)
    if set(errors) - shown:
        raw = {n: t for n, t in raw.items() if n in shown}
        values, errors = check_sheet(raw, campaign, today)
    problem = check_reason(row.texts, campaign)
    if problem and row.texts["reason"] != row.saved.get("reason"):
        errors = {"reason": problem, **errors}
    for name, label in _AFTER_A_RESULT.items():
        problem = check_stray_digit(row.texts.get(name, ""), label)
        if problem and row.texts[name] != row.saved.get(name):
            errors = {**errors, name: problem}
    row.errors = errors
    others = [v for v in row.visits if row.visit is None or v.id != row.visit.id]
    gone = note_on_household(row.household)
    row.notes = [] if errors else [*gone, *notes_on_sheet(values, others, campaign)]
    return values, errors


def check_reason(texts: Mapping[str, str], campaign: Campaign) -> str:
    """Why this is no reason, although any words may be one; "" where it is."""
    text, disposition = clean(texts.get("reason", "")), find_disposition(texts, campaign)
    if disposition is None or not text:
        return ""
    options = reason_options(campaign, disposition.code)
    if text in {o.label for o in options}:
        return ""
    if _NUMBERS.fullmatch(text):
        listed = f"gõ số từ 1 đến {len(options)} hoặc " if options else ""
        return f"“{text}” không phải là lý do. Hãy {listed}ghi bằng chữ; không có thì để trống."
    meant = _meant(text, options)
    if len(meant) > 1:
        labels = [f"{o.digit} {o.label}" for o in options if o.label in meant]
        return f"“{text}” có thể là: {'; '.join(labels)}. Hãy gõ số hoặc thêm chữ."
    return ""


_AFTER_A_RESULT = {"note": "Ghi chú", "next_visit_on": "Hẹn lại ngày"}


def check_stray_digit(typed: str, label: str) -> str:
    """A digit alone at the end of a row is the result of the next, typed too early; else ""."""
    text = clean(typed)
    if not (len(text) == 1 and text.isdecimal()):
        return ""
    meant = "ghi chú thì ghi thêm chữ" if label == "Ghi chú" else "ngày hẹn thì ghi như 12/8"
    return (
        f"{label} chỉ có số “{text}”. Nếu là kết quả của dòng sau thì xóa đi và gõ ở dòng ấy; "
        f"nếu là {meant}."
    )


def note_on_household(household: Mapping[str, Any]) -> list[str]:
    """It left the list after the sheet was printed: whoever types its line hears of it."""
    state = household.get("state", "ACTIVE")
    if state == "ACTIVE":
        return []
    label = next((s.label for s in STATES if s.code == state), str(state))
    uncounted = "; lượt đến này không được tính" if state == REMOVED else ""
    return [f"Từ khi in phiếu, hộ này đã ghi “{label}”{uncounted}."]


def check_head(head: Mapping[str, str], campaign: Campaign, today: date) -> dict[str, str]:
    """Messages on the sheet's own day and slot (B17)."""
    values, errors = check_sheet({**head, "disposition": "3"}, campaign, today)
    errors = errors or check_visit(values, campaign, today)
    return {n: t for n, t in errors.items() if n in SAME_FOR_ALL}


def first_head_field(head: Mapping[str, str], passed: Collection[str] | None) -> str:
    """Where the keyboard begins in a sheet nothing is typed of; "" is its first row.

    `passed`: what was left empty when the sheet before was typed; None where none was yet: its
    day is a guess then.
    """
    if passed is None:
        return SAME_FOR_ALL[0]
    return next((n for n in SAME_FOR_ALL if not head.get(n) and n not in passed), "")


def cells_to_ask(
    texts: Mapping[str, str], head: Mapping[str, str], names: Sequence[str], campaign: Campaign,
    *, tab: bool = False,
) -> list[str]:  # fmt: skip
    """Where Enter stops in this row: the result first, then what it can have something for.

    An empty result is a household nobody went to: Enter goes on to the next row. Only Tab stops at
    the note, and at the day of the next visit unless the result is an appointment: a clerk types on
    with the result of the next row. What the counts before it leave no room for is passed.
    """
    disposition = find_disposition(texts, campaign)
    if disposition is None:
        return ["disposition"]
    asked = asked_names(disposition, campaign) - {"slot", "team"}
    if head.get("visited_at"):
        asked.discard("visited_at")
    if not tab:
        asked.discard("note")
        if disposition.code != "CALLBACK":
            asked.discard("next_visit_on")
    asked -= _surely_none(texts, campaign)
    return [n for n in names if n in asked]


def _surely_none(texts: Mapping[str, str], campaign: Campaign) -> set[str]:
    """Counts that can only be 0: of no device, of an app that is on none."""
    if texts.get("smartphones") == "0":
        return {n for n in device_counts(campaign) if n != "smartphones"}
    none = set()
    if any(texts.get(app_field(a.code)) == "0" for a in campaign.required_apps):
        none.add("all_apps")
    if (used := campaign.in_use_app) and texts.get(app_field(used.code)) == "0":
        none.add("in_use")
    return none


def step_cell(stops: Sequence[str], names: Sequence[str], at: str, by: int) -> str | None:
    """The next stop from a cell, or the one before; None at the end of the row."""
    here = names.index(at)
    if by > 0:
        return next((n for n in stops if names.index(n) > here), None)
    return next((n for n in reversed(stops) if names.index(n) < here), None)
