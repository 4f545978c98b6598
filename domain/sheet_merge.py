"""What a line of a filled copy means beside what is stored: new, known, correction or conflict.

A copy may come twice, a newer one later or an older one after it, or somebody typed in between. The
common ground of a cell is what a file last brought there: only what the file changed since then is
the file's word. Where somebody typed something else there since, or a newer copy brought something
else, that stays and is named.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from domain.fields import Field, Row, Value, format_row
from domain.visit_entry import visit_row
from domain.visits import Visit


@dataclass(frozen=True)
class Merged:
    """`kind` is ADDED, UNCHANGED, CORRECTED or CONFLICT."""

    kind: str
    values: Row = field(default_factory=dict)  # ADDED and CORRECTED: the whole visit
    old: Visit | None = None  # CORRECTED: what it replaces
    conflicts: Mapping[str, str] = field(default_factory=dict)  # field -> sentence


def merge_line(
    values: Row, versions: Sequence[Visit], from_files: Collection[str],
    others: Sequence[Visit], fields: Sequence[Field],
) -> Merged:  # fmt: skip
    """`versions`: every visit ever written for this line, in the order of entry; `from_files`: the
    ids of those that came from a file; `others`: visits of the household that count and are not of
    this line."""
    if not versions:
        return _merge_first(values, others, fields)
    taken_back = {v.supersedes for v in versions if v.supersedes}
    current = next((v for v in reversed(versions) if v.id not in taken_back and not v.void), None)
    brought = _brought(values, versions, from_files)
    known = {n: words[-1] for n, words in brought.items() if words}
    changed = {n: v for n, v in values.items() if v != known.get(n) and (known or v is not None)}
    if current is None:
        return Merged("CONFLICT", conflicts=_withdrawn(changed)) if changed else Merged("UNCHANGED")
    stored = visit_row(current)
    differing = {n: v for n, v in changed.items() if v != stored.get(n)}
    conflicts = {n for n in differing if not known or stored.get(n) != known.get(n)}
    older = {n for n, v in differing.items() if v in brought[n]} - conflicts
    if conflicts or older:
        words = _stored_words(conflicts, values, current, fields)
        words |= _older_words(older, values, current, fields)
        return Merged("CONFLICT", conflicts=words | _left_words(differing, words, fields))
    if not differing:
        return Merged("UNCHANGED")
    return Merged("CORRECTED", {**stored, **differing}, current)


def _brought(
    names: Collection[str], versions: Sequence[Visit], from_files: Collection[str]
) -> dict[str, list[Value]]:
    """What files brought into each cell, oldest first: all of a first version; of a correction
    only what differs from the version it replaced, because the rest may have been typed."""
    rows = {v.id: visit_row(v) for v in versions}
    brought: dict[str, list[Value]] = {n: [] for n in names}
    for version in (v for v in versions if v.id in from_files):
        row, before = rows[version.id], rows.get(version.supersedes or "")
        for name, words in brought.items():
            if before is None or row.get(name) != before.get(name):
                words.append(row.get(name))
    return brought


def _merge_first(values: Row, others: Sequence[Visit], fields: Sequence[Field]) -> Merged:
    """Typed already without the number of the sheet: the same day at the same household."""
    day = str(values.get("visited_at"))[:10]
    conflicts: dict[str, str] = {}
    for other in (v for v in others if v.visited_at[:10] == day):
        stored = visit_row(other)
        differing = {n for n, v in values.items() if v is not None and v != stored.get(n)}
        differing.discard("visited_at")
        if not differing:
            return Merged("UNCHANGED")
        conflicts = conflicts or _stored_words(differing, values, other, fields)
    return Merged("CONFLICT", conflicts=conflicts) if conflicts else Merged("ADDED", values)


def _withdrawn(changed: Row) -> dict[str, str]:
    name = "disposition" if "disposition" in changed else next(iter(changed))
    return {name: "Lượt đến của dòng này đã được rút lại trong chương trình, nên không nhập lại."}


def _stored_words(
    names: Collection[str], values: Row, stored: Visit, fields: Sequence[Field]
) -> dict[str, str]:
    row: dict[str, Value] = visit_row(stored)
    ours = format_row(fields, row)
    theirs = format_row(fields, values)
    by = f" ({stored.entered_by})" if stored.entered_by else ""
    return {
        f.name: f"{f.label}: chương trình đã ghi “{ours[f.name] or 'trống'}”{by}, tệp ghi "
        f"“{theirs[f.name] or 'trống'}”. Số trong chương trình được giữ."
        for f in fields
        if f.name in names
    }


def _older_words(
    names: Collection[str], values: Row, stored: Visit, fields: Sequence[Field]
) -> dict[str, str]:
    ours, theirs = format_row(fields, visit_row(stored)), format_row(fields, values)
    return {
        f.name: f"{f.label}: tệp ghi “{theirs[f.name] or 'trống'}” như một bản đã nhập trước, bản "
        f"nhập sau ghi “{ours[f.name] or 'trống'}”. Số của bản nhập sau được giữ; nếu tệp này đúng "
        "hơn, hãy sửa dòng này ở Bảng nhập nhanh."
        for f in fields
        if f.name in names
    }


def _left_words(differing: Row, named: Collection[str], fields: Sequence[Field]) -> dict[str, str]:
    """Cells of such a line that would fit by themselves: a visit is taken whole or not at all."""
    theirs = format_row(fields, differing)
    return {
        f.name: f"{f.label}: tệp ghi “{theirs[f.name] or 'trống'}”, chưa nhập vì dòng này có ô "
        "khác với chương trình. Nếu đúng, hãy sửa dòng này ở Bảng nhập nhanh."
        for f in fields
        if f.name in differing and f.name not in named
    }
