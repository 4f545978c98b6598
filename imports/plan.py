"""From sheets and layouts to a Plan: what an import would do, row by row, before anything is done.

Nothing is dropped in silence: a row is in `rows`, in `rejects` with a reason, or in `left_out`
with what it was taken for. storage/household_import.py carries out `rows`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.household_import import ImportRow, Place, Reject
from domain.households import Known, match_households
from domain.text import fold_key
from domain.villages import village_key
from imports.cells import text_of
from imports.decoded import DecodedTable
from imports.drafts import Draft, SheetDrafts
from imports.headings import NUMBER
from imports.layout import Layout
from imports.legacy_fonts import MAX_SAMPLES, Sample
from imports.reading import read_rows
from imports.row_kinds import RowKind
from imports.sheet import Row
from imports.village_book import VillageBook, VillageMatch, differ_in_letters

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
    matches = _settle_villages(book, chosen, found, default_village)
    names = [table.name for table, _ in chosen]
    rejects = [
        _reject(name, p.row, p.reason, p.cells)
        for name, drafts in zip(names, found, strict=True)
        for p in drafts.problems
    ]
    kept = _without_doubles(names, chosen, found, rejects)
    rows, unchanged = _rows(kept, known)
    order = {name: n for n, name in enumerate(names)}
    per_village = Counter(str(row.values["village"]) for row in rows)
    updated = sum(row.household_id is not None for row in rows) - unchanged
    return Plan(
        rows=tuple(rows),
        rejects=tuple(sorted(rejects, key=lambda r: (order[r.place.sheet], r.place.row))),
        left_out=tuple(
            LeftOut(Place(name, one.row + 1), one.kind.value, one.text)
            for name, drafts in zip(names, found, strict=True)
            for one in drafts.beside
        ),
        added=sum(row.household_id is None for row in rows),
        updated=updated,
        unchanged=unchanged,
        villages=dict(per_village),
        members=sum(m for row in rows if isinstance(m := row.values["members"], int)),
        phones=sum(1 for row in rows if row.values["phone"]),
        new_villages=tuple(label for label in per_village if not book.is_known(label)),
        village_map=tuple(matches),
        previews=_previews(chosen),
        encodings=_encodings(chosen),
        warnings=tuple(_warnings(tables, layouts, matches, found)),
    )


def _settle_villages(
    book: VillageBook,
    chosen: Sequence[tuple[DecodedTable, Layout]],
    found: Sequence[SheetDrafts],
    default: str | None,
) -> list[VillageMatch]:
    """Gives every draft the label of its village; "" stays where nothing names one."""
    texts: Counter[tuple[str, str]] = Counter()
    for (_, layout), drafts in zip(chosen, found, strict=True):
        for draft in drafts.drafts:
            draft.village = draft.village or default or ""
            if draft.village:
                texts[draft.village, layout.village_kind] += 1
    book.learn(texts)
    for (_, layout), drafts in zip(chosen, found, strict=True):
        for draft in drafts.drafts:
            if draft.village:
                draft.village = book.label(draft.village, layout.village_kind)
    matches = []
    for (text, kind), households in texts.items():
        label = book.label(text, kind)
        is_new = not book.is_known(label)
        matches.append(VillageMatch(text, label, households, is_new, book.near(label)))
    return matches


def _without_doubles(
    names: Sequence[str],
    chosen: Sequence[tuple[DecodedTable, Layout]],
    found: Sequence[SheetDrafts],
    rejects: list[Reject],
) -> list[tuple[str, Draft]]:
    """Drafts with a village, each once. A row typed twice is refused; two families of one name,
    told apart by any other cell, are two households."""
    kept: list[tuple[str, Draft]] = []
    firsts: dict[tuple[str, str], tuple[int, Draft]] = {}
    others: dict[tuple[str, str], list[tuple[int, Draft]]] = {}
    for n, (name, drafts) in enumerate(zip(names, found, strict=True)):
        number = chosen[n][1].column(NUMBER)
        for draft in drafts.drafts:
            if not draft.village:
                rejects.append(_reject(name, draft.row, NO_VILLAGE, draft.cells))
                continue
            key = (draft.village, draft.name.lower())
            place = (n, draft)
            first = firsts.setdefault(key, place)
            if first is not place:
                same_name = [first, *others.get(key, ())]
                if _is_refused(names, n, draft, same_name, number, rejects):
                    continue
                others.setdefault(key, []).append(place)
            kept.append((name, draft))
    return kept


def _is_refused(
    names: Sequence[str],
    sheet: int,
    draft: Draft,
    same_name: Sequence[tuple[int, Draft]],
    number: int | None,
    rejects: list[Reject],
) -> bool:
    """Another of that name in the village: the same row again, or another family, maybe odd."""
    for first in same_name:
        where = _where(names, sheet, first)
        if _is_double(draft, first[1], sheet == first[0], number):
            rejects.append(_reject(names[sheet], draft.row, f"Trùng với {where}.", draft.cells))
            return True
        if draft.phone and draft.phone == first[1].phone:
            draft.warnings += (f"Cùng tên và cùng số điện thoại với {where}.",)
        elif _values(draft) == _values(first[1]):
            draft.warnings += (f"Cùng tên với {where}.",)
    return False


def _is_double(draft: Draft, first: Draft, same_sheet: bool, number: int | None) -> bool:
    """All cells but the running number agree, and there is more to agree than name and village."""
    if _values(draft) != _values(first):
        return False
    others = _others(draft.cells, number)
    if same_sheet and others != _others(first.cells, number):
        return False
    return any(v is not None for v in _values(draft)) or (same_sheet and len(others) > 2)


def _values(draft: Draft) -> tuple[object, ...]:
    return draft.members, draft.phone, draft.address, draft.code


def _others(cells: Row, number: int | None) -> list[str]:
    return [text for n, c in enumerate(cells) if n != number and (text := fold_key(text_of(c)))]


def _where(names: Sequence[str], sheet: int, first: tuple[int, Draft]) -> str:
    row = first[1].row + 1
    return f"dòng {row}" if first[0] == sheet else f"dòng {row} trang “{names[first[0]]}”"


def _rows(kept: Sequence[tuple[str, Draft]], known: Sequence[Known]) -> tuple[list[ImportRow], int]:
    """The rows to write, and how many of them would change nothing."""
    matched: list[Known | None] = [None] * len(kept)
    if known:
        keys = {label: village_key(label) for label in {draft.village for _, draft in kept}}
        matched = match_households(
            (
                (d.code or "", keys[d.village], d.name, d.members, d.phone, d.address or "")
                for _, d in kept
            ),
            known,
        )
    rows = []
    unchanged = 0
    for (sheet, draft), household in zip(kept, matched, strict=True):
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
                    "code": draft.code,
                    "note": draft.note,
                },
                Place(sheet, draft.row + 1),
                household.id if household else None,
                draft.warnings,
            )
        )
    return rows, unchanged


def _is_unchanged(draft: Draft, household: Known) -> bool:
    """As far as is known here: a blank in the list changes nothing."""
    return (
        (draft.members is None or draft.members == household.members)
        and (draft.phone is None or draft.phone == household.phone)
        and (draft.address is None or fold_key(draft.address) == household.address_key)
    )


def _reject(sheet: str, row: int, reason: str, cells: Row) -> Reject:
    return Reject(Place(sheet, row + 1), reason, tuple(text_of(cell) for cell in cells))


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


def _warnings(
    tables: Sequence[DecodedTable],
    layouts: Sequence[Layout],
    matches: Sequence[VillageMatch],
    found: Sequence[SheetDrafts],
) -> Iterable[str]:
    for table, layout in zip(tables, layouts, strict=True):
        if not layout.is_chosen and table.source.rows:
            if table.hidden:
                yield f"Trang “{table.name}” đang ẩn nên không đọc. Hãy chọn trang này nếu cần."
            elif not layout.has_names:
                yield f"Trang “{table.name}” không có cột họ và tên chủ hộ nên không đọc."
        if not layout.is_chosen:
            continue
        if table.source.ignored_cells:
            yield (
                f"Trang “{table.name}” có {table.source.ignored_cells} ô nằm ngoài giới hạn đọc."
                " Hãy kiểm tra các cột, các dòng cuối."
            )
        if layout.ambiguous:
            meant = layout.ambiguous.replace(".", "").replace(",", "") if layout.grouped else None
            yield (
                f"Cột số nhân khẩu của trang “{table.name}” có số viết “{layout.ambiguous}”: "
                + (f"đọc là {meant}." if meant else "đọc dấu chấm, phẩy là dấu thập phân.")
            )
        if not layout.is_by_person and layout.column("members") is None:
            yield f"Trang “{table.name}” không có cột số nhân khẩu."
    for match in matches:
        if match.is_new and match.near:
            yield (
                f"“{match.text}” chưa có trong danh mục thôn, bản và gần giống {match.near}."
                " Hãy kiểm tra trước khi ghi."
            )
        elif differ_in_letters(match.text, match.label) and _is_other_word(match):
            yield f"“{match.text}” được coi là {match.label}."
    if any(one.kind is RowKind.GROUP for drafts in found for one in drafts.beside):
        yield "Danh sách có dòng đề mục không phải tên thôn, bản; các dòng này không được nhập."


def _is_other_word(match: VillageMatch) -> bool:
    return village_key(match.text) == village_key(match.label)
