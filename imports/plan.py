"""From sheets and layouts to a Plan: what an import would do, row by row, before anything is done.

Nothing is dropped in silence: a row is in `rows`, in `rejects` with a reason, or in `left_out`
with what it was taken for. storage/household_import.py carries out `rows`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.household_import import ImportRow, Place, Reject
from domain.household_match import match_households
from domain.households import Known
from domain.text import fold_key
from domain.villages import village_key
from imports.cells import text_of
from imports.decoded import DecodedTable
from imports.doubles import without_doubles
from imports.drafts import Draft, Problem, SheetDrafts
from imports.layout import Layout
from imports.legacy_fonts import MAX_SAMPLES, Sample
from imports.nameless import nameless_notices, split_nameless
from imports.notices import notices
from imports.reading import read_rows
from imports.village_book import VillageBook, VillageMatch

Report = Callable[[int, int], None]
NO_VILLAGE = "Không rõ hộ này ở thôn, bản nào. Hãy ghi thôn, bản vào danh sách hoặc chọn khi nhập."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no household."""

    place: Place
    reason: str  # "dòng cộng", "phần ký tên" …
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A text before and after its legacy font was converted."""

    sheet: str
    sample: Sample


@dataclass(frozen=True)
class Plan:
    """All counts are of `rows`: what would be written."""

    rows: tuple[ImportRow, ...]
    rejects: tuple[Reject, ...]
    left_out: tuple[LeftOut, ...]
    added: int
    updated: int
    unchanged: int
    villages: dict[str, int]  # label -> households
    members: int
    phones: int
    new_villages: tuple[str, ...]
    village_map: tuple[VillageMatch, ...]
    previews: tuple[Preview, ...]
    encodings: dict[str, int]  # encoding -> cells converted
    warnings: tuple[str, ...]  # about the file; those of a row are in the row

    @property
    def left_out_counts(self) -> dict[str, int]:
        """ "dòng cộng" -> 7."""
        return dict(Counter(one.reason for one in self.left_out))


def plan_import(
    tables: Sequence[DecodedTable],
    layouts: Sequence[Layout],
    known: Sequence[Known],
    villages: Sequence[str] = (),
    default_village: str | None = None,
    village_map: Mapping[str, str] | None = None,
    report: Report | None = None,
) -> Plan:
    """`villages` are the labels of the commune; `village_map` corrects texts of the file."""
    chosen = [(t, lay) for t, lay in zip(tables, layouts, strict=True) if lay.is_chosen]
    total = sum(len(table.rows()) for table, _ in chosen)
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        if report:
            report(done, total)

    book = VillageBook(villages, village_map)
    found = [read_rows(table, layout, book, advance) for table, layout in chosen]
    matches = _settle_villages(book, found, default_village)
    problems = [problem for sheet in found for problem in sheet.problems]
    problems += _without_village(found)
    kept, doubles = without_doubles(found)
    kept, households, nameless = split_nameless(kept, _matched(kept, known))
    problems += nameless
    rows, unchanged = _rows(kept, households)
    per_village = Counter([draft.village for draft in kept])
    matched = sum([row.household_id is not None for row in rows])
    return Plan(
        rows=tuple(rows),
        rejects=_rejects([*problems, *doubles], [table.name for table, _ in chosen]),
        left_out=tuple(
            LeftOut(one.place, one.kind.value, one.text) for sheet in found for one in sheet.beside
        ),
        added=len(rows) - matched,
        updated=matched - unchanged,
        unchanged=unchanged,
        villages=dict(per_village),
        members=sum([draft.members or 0 for draft in kept]),
        phones=sum([draft.phone is not None for draft in kept]),
        new_villages=tuple(label for label in per_village if not book.is_known(label)),
        village_map=tuple(matches),
        previews=_previews(chosen),
        encodings=_encodings(chosen),
        warnings=(
            *nameless_notices(kept, households, known), *notices(tables, layouts, matches, found),
        ),
    )


def _settle_villages(
    book: VillageBook, found: Sequence[SheetDrafts], default: str | None
) -> list[VillageMatch]:
    """Gives every draft the label of its village; "" stays where nothing names one."""
    texts: Counter[tuple[str, str]] = Counter()
    for sheet in found:
        fallback = sheet.layout.village_text or default or ""
        for text, households in Counter([draft.village for draft in sheet.drafts]).items():
            texts[text or fallback, sheet.layout.village_kind] += households
    texts = Counter({key: households for key, households in texts.items() if key[0]})
    book.learn(texts)
    for sheet in found:
        fallback = sheet.layout.village_text or default or ""
        kind = sheet.layout.village_kind
        labels = {text: book.label(text, k) for text, k in texts if k == kind}
        labels[""] = labels.get(fallback, "")
        for draft in sheet.drafts:
            draft.village = labels[draft.village]
    matches = []
    for (text, kind), households in texts.items():
        label = book.label(text, kind)
        is_new = not book.is_known(label)
        matches.append(VillageMatch(text, label, households, is_new, book.near(label)))
    return matches


def _without_village(found: Sequence[SheetDrafts]) -> list[Problem]:
    """Takes the drafts out that are nowhere."""
    problems = []
    for sheet in found:
        lost = [draft for draft in sheet.drafts if not draft.village]
        if lost:
            problems += [Problem(draft.place, NO_VILLAGE, draft.cells) for draft in lost]
            sheet.drafts = [draft for draft in sheet.drafts if draft.village]
    return problems


def _matched(kept: Sequence[Draft], known: Sequence[Known]) -> list[Known | None]:
    """The household of each draft, None for a new one."""
    if not known:
        return [None] * len(kept)
    keys = {label: village_key(label) for label in {draft.village for draft in kept}}
    return match_households(
        ((d.code or "", keys[d.village], d.name, d.members, d.phone, d.address or "")
         for d in kept),
        known,
    )  # fmt: skip


def _rows(
    kept: Sequence[Draft], matched: Sequence[Known | None]
) -> tuple[list[ImportRow], int]:
    """The rows to write, and how many of them would change nothing."""
    rows = []
    unchanged = 0
    for draft, household in zip(kept, matched, strict=True):
        unchanged += household is not None and _is_unchanged(draft, household)
        rows.append(
            ImportRow(
                {
                    "village": draft.village,
                    "head_name": draft.name,
                    "members": draft.members,
                    "phone": draft.phone,
                    "address": draft.address,
                    "cluster": draft.cluster,
                    "birth_year": draft.birth_year,
                    "code": draft.code,
                    "note": draft.note,
                },
                draft.place,
                household.id if household else None,
                (*draft.warnings, *_known_as(draft, household)),
            )
        )
    return rows, unchanged


def _known_as(draft: Draft, household: Known | None) -> tuple[str, ...]:
    """What the household was called, where it is known by something else than its name."""
    if household is None or fold_key(draft.name) == household.name_key:
        return ()
    return (f"Được coi là hộ {household.code} {household.head_name}, nay đổi tên chủ hộ.",)


def _is_unchanged(draft: Draft, household: Known) -> bool:
    """A blank in the list changes nothing."""
    stored = (household.members, household.phone, household.head_name, household.address,
              household.cluster, household.note, household.birth_year)  # fmt: skip
    listed = (draft.members, draft.phone, draft.name, draft.address, draft.cluster, draft.note,
              draft.birth_year)  # fmt: skip
    is_same = all(new is None or new == old for new, old in zip(listed, stored, strict=True))
    return is_same and village_key(draft.village) == household.village_key


def _rejects(problems: Sequence[Problem], sheets: Sequence[str]) -> tuple[Reject, ...]:
    """In the order of the file."""
    order = {name: n for n, name in enumerate(sheets)}
    listed = sorted(problems, key=lambda p: (order[p.place.sheet], p.place.row))
    return tuple(
        Reject(p.place, p.reason, tuple(text_of(cell) for cell in p.cells)) for p in listed
    )


def _previews(chosen: Iterable[tuple[DecodedTable, Layout]]) -> tuple[Preview, ...]:
    found = [
        Preview(table.name, sample)
        for table, layout in chosen
        if layout.is_decoded
        for sample in table.decoded.samples
    ]
    return tuple(found[:MAX_SAMPLES])


def _encodings(chosen: Iterable[tuple[DecodedTable, Layout]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for table, layout in chosen:
        if layout.is_decoded:
            counts.update(table.decoded.counts)
    return dict(counts)
