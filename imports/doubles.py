"""Rows of a list that are there twice: refused, while two families of one name stay two."""

from collections.abc import Iterable

from domain.household_import import Place
from domain.text import fold_key
from imports.cells import text_of
from imports.drafts import Draft, Problem, SheetDrafts
from imports.headings import NUMBER
from imports.sheet import Row


def without_doubles(found: Iterable[SheetDrafts]) -> tuple[list[Draft], list[Problem]]:
    """The drafts to keep, some with a warning more, and those that only repeat another row."""
    kept: list[Draft] = []
    problems: list[Problem] = []
    firsts: dict[tuple[str, str], Draft] = {}
    others: dict[tuple[str, str], list[Draft]] = {}
    for sheet in found:
        number = sheet.layout.column(NUMBER)
        for draft in sheet.drafts:
            key = (draft.village, draft.name.lower())
            first = firsts.setdefault(key, draft)
            if first is not draft:
                same_name = [first, *others.get(key, ())]
                if double := next((d for d in same_name if _is_double(draft, d, number)), None):
                    reason = f"Trùng với {_where(draft.place, double.place)}."
                    problems.append(Problem(draft.place, reason, draft.cells))
                    continue
                draft.warnings += tuple(w for d in same_name if (w := _warning(draft, d)))
                others.setdefault(key, []).append(draft)
            kept.append(draft)
    return kept, problems


def _is_double(draft: Draft, first: Draft, number: int | None) -> bool:
    """All cells but the running number agree, and something tells one household from another: a
    phone, a code, or one running number. Two families may share name, village and member count.

    Lists of two sheets differ in their columns: there what is read from them must agree.
    """
    if _values(draft) != _values(first):
        return False
    others = _others(draft.cells, number)
    same_sheet = draft.place.sheet == first.place.sheet
    if same_sheet and others != _others(first.cells, number):
        return False
    if not same_sheet:
        return any(v is not None for v in _values(draft))
    return bool(draft.phone or draft.code) or _number(draft, number) == _number(first, number) != ""


def _warning(draft: Draft, first: Draft) -> str:
    where = _where(draft.place, first.place)
    if draft.phone and draft.phone == first.phone:
        return f"Cùng tên và cùng số điện thoại với {where}."
    return f"Cùng tên với {where}." if _values(draft) == _values(first) else ""


def _values(draft: Draft) -> tuple[object, ...]:
    return draft.members, draft.phone, draft.address, draft.code


def _others(cells: Row, number: int | None) -> list[str]:
    return [text for n, c in enumerate(cells) if n != number and (text := fold_key(text_of(c)))]


def _number(draft: Draft, column: int | None) -> str:
    if column is None or column >= len(draft.cells):
        return ""
    return fold_key(text_of(draft.cells[column]))


def _where(place: Place, first: Place) -> str:
    sheet = "" if first.sheet == place.sheet else f" trang “{first.sheet}”"
    return f"dòng {first.row}{sheet}"
