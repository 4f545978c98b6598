"""Which two households of the list may be one, how likely, and why (A8).

find_pairs() compares only households that have something in common and keeps those whose chance is
ENOUGH; what an agreement is worth is in domain/duplicate_weights.py. To find pairs with something
else in common: a block in _candidates().
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from domain.duplicate_weights import Listed, Prepared, Weights, phone_numbers
from domain.name_likeness import KINDS, compare_names, one_letter_less, read_name

ENOUGH = 0.28  # pairs from this chance on are shown
BETTER_BITS = 3.0  # a copy is not shown with others where one household is 8 times as likely
MOST_WITH_PHONE = 30  # a number that more households have is an office's
MOST_OF_A_NAME = 400  # of one name in one village: such a list has no names

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Pair:
    a: str  # id; a < b
    b: str
    score: float  # how likely they are one household, 0 to 1
    why: str  # "Tên viết đảo thứ tự, cùng số điện thoại"


def pair_key(one: str, other: str) -> str:
    """What two households told apart are stored under: both ids, in order."""
    return " ".join(sorted((one, other)))


def find_pairs(
    households: Sequence[Listed],
    told_apart: Collection[str] = frozenset(),
    report: Report | None = None,
) -> list[Pair]:
    """Every pair worth showing, the likeliest first. `report(done, total)` may raise Cancelled.

    `told_apart`: the pair_key() of those that a person said are two households.
    """
    step = report or (lambda done, total: None)
    step(0, 100)
    listed = [Prepared(h) for h in households]
    step(20, 100)
    candidates = sorted(_candidates(listed))
    step(40, 100)
    weights = Weights(listed, candidates)
    found: list[tuple[float, Prepared, Prepared]] = []
    for n, (i, j) in enumerate(candidates):
        if n % 1000 == 0:
            step(50 + 50 * n // len(candidates), 100)
        bits, _ = weights.weigh(listed[i], listed[j])
        if chance(bits) >= ENOUGH and pair_key(listed[i].id, listed[j].id) not in told_apart:
            found.append((bits, listed[i], listed[j]))
    best: dict[str, float] = defaultdict(lambda: -99.0)
    for bits, one, other in found:
        best[one.id], best[other.id] = max(best[one.id], bits), max(best[other.id], bits)
    pairs = [
        _pair(one, other, weights)
        for bits, one, other in found
        if bits > min(best[k.id] for k in weights.copy_of(one, other)) - BETTER_BITS
    ]
    step(100, 100)
    return sorted(pairs, key=lambda p: (-p.score, p.a, p.b))


def _pair(one: Prepared, other: Prepared, weights: Weights) -> Pair:
    bits, why = weights.weigh(one, other)
    a, b = sorted((one.id, other.id))
    text = ", ".join(why)
    return Pair(a, b, round(chance(bits), 3), text[0].upper() + text[1:])


def find_like(new: Listed, households: Iterable[Listed], most: int = 3) -> list[tuple[str, str]]:
    """(id, why) of the households that one about to be added may be: of its name in its village, or
    with its phone anywhere. One is added so seldom that rarity is not asked."""
    name, numbers = read_name(new.head_name), phone_numbers(new.phone)
    found = []
    for h in households:
        shared = bool(numbers & phone_numbers(h.phone))
        if not shared and h.village_id != new.village_id:
            continue
        kind = compare_names(name, read_name(h.head_name))
        if shared or kind not in ("PART", "OTHER"):
            why = [KINDS[kind], *(["cùng số điện thoại"] if shared else [])]
            found.append((not shared, list(KINDS).index(kind), h.id, ", ".join(why)))
    return [(id_, why) for _, _, id_, why in sorted(found)[:most]]


def chance(bits: float) -> float:
    return 1 / (1 + 2.0**-bits) if bits > -60 else 0.0


def _candidates(listed: Sequence[Prepared]) -> set[tuple[int, int]]:
    """Pairs with something in common; no other can reach ENOUGH.

    In one village: the same letters in any order and spacing, or one letter off. Anywhere: a
    phone, or the same letters with the same birth year or address.
    """
    blocks: dict[object, list[int]] = defaultdict(list)
    phones: dict[str, list[int]] = defaultdict(list)
    for n, k in enumerate(listed):
        letters = "".join(sorted(k.name.joined))
        blocks[k.village, letters].append(n)
        if k.birth_year:
            blocks[k.birth_year, letters].append(n)
        if k.address:
            blocks["", k.address, letters].append(n)
        for number in k.numbers:
            phones[number].append(n)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        if 1 < len(block) <= MOST_OF_A_NAME:
            pairs.update(combinations(block, 2))
    for block in phones.values():
        if 1 < len(block) <= MOST_WITH_PHONE:
            pairs.update(combinations(block, 2))
    pairs.update(_one_letter_off(listed))
    return pairs


def _one_letter_off(listed: Sequence[Prepared]) -> Iterator[tuple[int, int]]:
    """In one village, by what is left of both names when a letter goes."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, k in enumerate(listed):
        holders[k.village, k.name.joined].append(n)
    left: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name in holders:
        village, joined = name
        for shorter in {joined, *one_letter_less(joined)}:
            left[village, shorter].append(name)
    for names in left.values():
        for one, other in combinations(names, 2) if len(names) > 1 else ():
            for x in holders[one][:MOST_WITH_PHONE]:
                for y in holders[other][:MOST_WITH_PHONE]:
                    yield (x, y) if x < y else (y, x)
