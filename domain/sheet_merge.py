"""What a line of a filled copy means beside what is stored: new, known, correction or conflict.

A copy may come twice, or a newer one later, or somebody typed in between. The last version that
came from a file is the common ground: only what the file changed since then is the file's word, and
where somebody typed something else there since, that stays and is named.
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
    base = next((v for v in reversed(versions) if v.id in from_files), None)
    known = visit_row(base) if base else {}
    changed = {n: v for n, v in values.items() if v != known.get(n) and (base or v is not None)}
    if current is None:
        return Merged("CONFLICT", conflicts=_withdrawn(changed)) if changed else Merged("UNCHANGED")
    stored = visit_row(current)
    differing = {n: v for n, v in changed.items() if v != stored.get(n)}
    conflicts = {n for n in differing if base is None or stored.get(n) != known.get(n)}
    if conflicts:
        return Merged("CONFLICT", conflicts=_stored_words(conflicts, values, current, fields))
    if not differing:
        return Merged("UNCHANGED")
    return Merged("CORRECTED", {**stored, **differing}, current)


def _merge_first(values: Row, others: Sequence[Visit], fields: Sequence[Field]) -> Merged:
    """Typed already without the number of the sheet: the same day at the same household."""
    day = str(values.get("visited_at"))[:10]
    for other in others:
        if other.visited_at[:10] == day:
            stored = visit_row(other)
            differing = {n for n, v in values.items() if v is not None and v != stored.get(n)}
            differing.discard("visited_at")
            if not differing:
                return Merged("UNCHANGED")
            words = _stored_words(differing, values, other, fields)
            return Merged("CONFLICT", conflicts=words)
    return Merged("ADDED", values)


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
