"""Lists by person, as the police keep them: several rows are one household.

The head is the row whose relation says "Chủ hộ"; the household's members are its rows. Lists
without such a word name the head in a column of its own, or number their households.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.text import fold_key
from imports.drafts import Draft, Problem

_HEADS = frozenset(("ch", "c ho", "chu", "x", "v", "la chu ho", "1", "01"))
NO_HEAD = (
    "Không rõ người này thuộc hộ nào: phía trên chưa có dòng ghi “Chủ hộ” ở cột quan hệ với chủ hộ."
)


@dataclass(frozen=True, slots=True)
class Person:
    draft: Draft  # as if the person were a household
    relation: str
    head_name: str  # from a column of its own
    household: str  # the number of the household, where the list gives one


def is_head_relation(text: str) -> bool:
    key = fold_key(text)
    return key.startswith("chu ho") or key in _HEADS


def group_persons(persons: Sequence[Person]) -> tuple[list[Draft], list[Problem]]:
    """One draft per household, in the order of the heads."""
    heads_are_marked = any(is_head_relation(p.relation) for p in persons)
    heads_are_blank = not heads_are_marked and any(p.relation for p in persons)
    households: list[list[Person]] = []
    by_number: dict[tuple[str, str], list[Person]] = {}
    problems: list[Problem] = []
    current: list[Person] | None = None
    for person in persons:
        key = (person.draft.village, person.household)
        own = by_number.get(key) if person.household else current
        if heads_are_marked:
            begins = is_head_relation(person.relation)
            if not begins and person.household and own is None:
                begins = True  # members may stand before their head
            elif begins and person.household and own and not _has_head(own):
                begins = False
        elif person.head_name or any(p.head_name for p in current or ()):
            begins = not own or _is_other_head(person, own[0])
        elif heads_are_blank and not person.household:
            begins = not person.relation or person.relation.strip("-–. ") == ""
        else:
            begins = bool(person.household) and own is None
        if begins:
            own = []
            households.append(own)
            if person.household:
                by_number[key] = own
        elif own is None or _is_elsewhere(person, own[0]):
            problems.append(Problem(person.draft.place, NO_HEAD, person.draft.cells))
            continue
        own.append(person)
        current = own
    return [_household(group, heads_are_marked) for group in households], problems


def _has_head(group: Sequence[Person]) -> bool:
    return any(is_head_relation(p.relation) for p in group)


def _is_other_head(person: Person, first: Person) -> bool:
    return bool(person.head_name) and fold_key(person.head_name) != fold_key(first.head_name)


def _is_elsewhere(person: Person, first: Person) -> bool:
    here, there = person.draft.village, first.draft.village
    return bool(here and there) and here != there and not person.household


def _household(group: Sequence[Person], heads_are_marked: bool) -> Draft:
    marked = next((p for p in group if is_head_relation(p.relation)), None)
    head = marked or group[0]
    draft = head.draft
    named = next((p.head_name for p in group if p.head_name), "")
    of_head = next((p.draft for p in group if fold_key(p.draft.name) == fold_key(named)), None)
    phones = (p.draft.phone for p in (head, *group) if p.draft.phone)
    warnings = draft.warnings
    if heads_are_marked and marked is None:
        warnings += (f"Không dòng nào của hộ ghi “Chủ hộ”: lấy {draft.name} làm chủ hộ.",)
    return replace(
        draft,
        name=named or draft.name,
        birth_year=(of_head.birth_year if of_head else None) if named else draft.birth_year,
        members=len(group) if draft.members is None else draft.members,
        phone=next(phones, None),
        village=draft.village or next((p.draft.village for p in group if p.draft.village), ""),
        address=draft.address or next((p.draft.address for p in group if p.draft.address), None),
        warnings=warnings,
    )
