"""Which household of the list a row of a file is: the same one again, corrected, moved, or new.

A new way to recognise one is a rule in match_households, or in _match_corrected for what is left.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from domain.households import Known, normal_code
from domain.text import fold_key
from domain.villages import village_key

# Code, village, head name, members, phone, address.
ListRow = tuple[str, str, str, int | None, str | None, str]


def match_households(rows: Iterable[ListRow], known: Iterable[Known]) -> list[Known | None]:
    """For each row (code, village, head name, members, phone, address) the household it updates.

    A code of the list decides alone, even in two rows. Otherwise village and name must agree
    (diacritics and spelling of tones aside); among several of that name the same phone decides,
    then the same address, then the same member count, then the order of the list. Each household
    is given away once, so two families of one name stay two. What then is left on both sides may
    be a corrected name, a move or a village of a new name: see _match_corrected.
    """
    by_code: dict[str, Known] = {}
    by_name: dict[tuple[str, str], list[Known]] = {}
    everyone = list(known)
    for k in everyone:
        by_code[k.code] = k
        by_name.setdefault((k.village_key, k.name_key), []).append(k)
    listed = list(rows)
    found: list[Known | None] = [None] * len(listed)
    taken: set[str] = set()
    open_rows: dict[tuple[str, str], list[int]] = {}
    for i, (code, village, name, *_rest) in enumerate(listed):
        if household := by_code.get(normal_code(code) or ""):
            found[i] = household
            taken.add(household.id)
        elif (key := (village_key(village), fold_key(name))) in by_name:
            open_rows.setdefault(key, []).append(i)
    for key, indexes in open_rows.items():
        free = [k for k in by_name[key] if k.id not in taken]
        for same in (_same_phone, _same_address, _same_members, _any):
            for i in indexes:
                if found[i] is None:
                    _, _, _, members, phone, address = listed[i]
                    for k in free:
                        if same(k, members, phone, address):
                            found[i] = k
                            free.remove(k)
                            break
    _match_corrected(listed, everyone, found)
    return found


@dataclass(frozen=True)
class _Left:
    """A row of the list that no name and no code settled."""

    place: int
    village: str
    name: str
    members: int | None
    phone: str | None


def _match_corrected(
    listed: Sequence[ListRow], known: Sequence[Known], found: list[Known | None]
) -> None:
    """Fills what is surely meant: only pairs for which no second row or household is at hand.

    A name with one other letter or one word more in its village, by the same phone; in a list of
    the whole village also any other name by the same phone, or such a name without one. Another
    village by name and phone. A village nobody knew, if most of its names are those of villages
    that the list no longer has (renamed, joined), by its names.
    """
    taken = {k.id for k in found if k}
    rows = [
        _Left(i, village_key(village), fold_key(name), members, phone)
        for i, (_, village, name, members, phone, _) in enumerate(listed)
        if found[i] is None
    ]
    free = [k for k in known if k.id not in taken]
    if not rows or not free:
        return
    here = Counter(k.village_key for k in known)
    kept = Counter(k.village_key for k in known if k.id in taken)
    whole = {village for village, n in here.items() if kept[village] * 3 >= n * 2}
    named = {village_key(village) for village in {row[1] for row in listed}}
    renamed = _renamed(rows, free, here.keys(), named)

    def is_of_whole_or_near(row: _Left, k: Known) -> bool:
        return row.village in whole or _is_near(row.name, k.name_key)

    def is_in_renamed(row: _Left, k: Known) -> bool:
        return row.village in renamed and k.village_key not in named

    def is_near_in_whole(row: _Left, k: Known) -> bool:
        no_other_phone = not row.phone or not k.phone
        return row.village in whole and no_other_phone and _is_near(row.name, k.name_key)

    rules: tuple[tuple[_RowKey, _KnownKey, _Test], ...] = (
        (lambda r: (r.phone, r.village), lambda k: (k.phone, k.village_key), is_of_whole_or_near),
        (lambda r: (r.phone, r.name), lambda k: (k.phone, k.name_key), lambda *_: True),
        (lambda r: (r.name, r.members), lambda k: (k.name_key, k.members), is_in_renamed),
        (lambda r: (r.name,), lambda k: (k.name_key,), is_in_renamed),
        (lambda r: (r.village, r.members), lambda k: (k.village_key, k.members), is_near_in_whole),
    )
    for row_key, known_key, is_same in rules:
        for row, k in _only_pairs(rows, free, row_key, known_key, is_same):
            found[row.place] = k
            taken.add(k.id)
        rows = [row for row in rows if found[row.place] is None]
        free = [k for k in free if k.id not in taken]


_RowKey = Callable[[_Left], tuple[object, ...]]
_KnownKey = Callable[[Known], tuple[object, ...]]
_Test = Callable[[_Left, Known], bool]


def _only_pairs(
    rows: Sequence[_Left], free: Sequence[Known], row_key: _RowKey, known_key: _KnownKey,
    is_same: _Test,
) -> list[tuple[_Left, Known]]:  # fmt: skip
    """The pairs of one key in which each side has no other to go with; a blank is no key."""
    by_key: dict[tuple[object, ...], list[Known]] = {}
    for k in free:
        by_key.setdefault(known_key(k), []).append(k)
    pairs = [
        (row, k)
        for row in rows
        if row_key(row)[0]
        for k in by_key.get(row_key(row), ())
        if is_same(row, k)
    ]
    rows_of = Counter(row.place for row, _ in pairs)
    known_of = Counter(k.id for _, k in pairs)
    return [(row, k) for row, k in pairs if rows_of[row.place] == known_of[k.id] == 1]


def _renamed(
    rows: Sequence[_Left], free: Sequence[Known], villages: Collection[str], named: set[str]
) -> set[str]:
    """New villages of at least three households, most of which lived in villages not listed now."""
    names = {k.name_key for k in free if k.village_key not in named}
    there = Counter(row.village for row in rows if row.village not in villages)
    same = Counter(row.village for row in rows if row.name in names)
    return {v for v, n in there.items() if same[v] >= 3 and same[v] * 3 >= n * 2}


def _is_near(one: str, other: str) -> bool:
    """One other letter, or one word more: "ha van an", "ha van anh"; "vi hoa", "vi thi hoa"."""
    a, b = one.split(), other.split()
    return _is_one_off("".join(a), "".join(b)) or (len(a) != len(b) and _is_one_off(a, b))


def _is_one_off(a: Sequence[str], b: Sequence[str]) -> bool:
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return max(len(a), len(b)) - start - end == 1


def _same_phone(k: Known, members: int | None, phone: str | None, address: str) -> bool:
    return bool(phone) and k.phone == phone


def _same_address(k: Known, members: int | None, phone: str | None, address: str) -> bool:
    return bool(address) and k.address_key == fold_key(address)


def _same_members(k: Known, members: int | None, phone: str | None, address: str) -> bool:
    return members is not None and k.members == members


def _any(k: Known, members: int | None, phone: str | None, address: str) -> bool:
    return True
