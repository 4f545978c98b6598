"""What agreements and differences of two households are worth in one list, in bits.

The weights are those of record linkage after Fellegi and Sunter (1969): each piece of evidence
multiplies the odds by P(it | one household) / P(it | two households); in bits they add up. What two
strangers have in common by chance is read off the list itself, so a rare name says much, "Nguyễn
Văn Hùng" little, and in a commune of one surname the surname says nothing.

 - Before anything is compared, two households in a hundred are listed twice (EXPECTED).
 - A name is weighed as it is written. "Hòa Nguyễn Văn", or "nguyen van hoa" in a list with marks,
   is a rare form, and points at one household named Nguyễn Văn Hòa more than the usual form would.
   A form is as frequent as its words are in their places (họ, đệm, tên), and no less than the
   whole name is.
 - A phone that two households have is strong, but relatives share phones: how many unlike names of
   this list share one is counted, and that such two live in one village is no news.
 - What is blank says nothing.

The chances under "one household" are what is generally known of lists copied by hand, not fitted
to any list. To add evidence: a term in Weights.weigh().
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log2

from domain.name_likeness import KINDS, Name, compare_names, read_name
from domain.text import fold_key

EXPECTED = 0.02  # of the households are listed twice

# P(the name is written so | it is one household); of a wrong letter, one of the likely twenty.
SLIPS = {
    "SAME": 0.5, "TONE": 0.3, "NO_MARKS": 0.1, "SPACES": 0.05, "SWAPPED": 0.05,
    "MARKS": 0.05 / 20, "LETTER": 0.05 / 20, "TWO": 0.005 / 20, "PART": 0.03, "OTHER": 0.05,
}  # fmt: skip
SAME_VILLAGE = 0.85
SAME_PHONE = 0.8
SAME_MEMBERS = 0.7
SAME_BIRTH_YEAR = 0.9
SAME_ADDRESS = 0.6
SAME_CLUSTER = 0.85
SHARED_PHONES = 0.002  # of the households share one with a relative, whatever the list shows
MOST_AT_ADDRESS = 8.0  # two families may live in one house
SURNAME_OF_ALL = 20  # how many households of a village the commune's surnames count for
RARE = 0.5  # a word nobody else has: half a household


@dataclass(frozen=True, slots=True)
class Listed:
    """A household as far as it can be told apart from others."""

    id: str
    village_id: str
    head_name: str
    phone: str | None = None
    members: int | None = None
    birth_year: int | None = None
    address: str | None = None
    cluster: str | None = None


class Prepared:
    """A household read once for many comparisons."""

    __slots__ = ("address", "birth_year", "cluster", "id", "members", "name", "numbers", "village")

    def __init__(self, h: Listed) -> None:
        self.id, self.village, self.members, self.birth_year = (
            h.id, h.village_id, h.members, h.birth_year
        )  # fmt: skip
        self.name: Name = read_name(h.head_name)
        self.numbers = phone_numbers(h.phone)
        self.address = fold_key(h.address) if h.address else ""
        self.cluster = fold_key(h.cluster) if h.cluster else ""


def phone_numbers(phone: str | None) -> frozenset[str]:
    """The numbers of a phone field ("0912345678; 0987654321"), as digits."""
    if not phone:
        return frozenset()
    numbers = ("".join([c for c in part if c.isdigit()]) for part in phone.split(";"))
    return frozenset(n for n in numbers if len(n) >= 8)


def _agree_by_chance(counts: Collection[int]) -> float:
    """How often two households picked at random have the same of something."""
    total = sum(counts)
    return max(1e-4, sum(n * n for n in counts) / (total * total)) if total else 1.0


def _in_places(words: Sequence[str]) -> list[tuple[int, str]]:
    """Họ, đệm and tên: the first word, those between, the last."""
    last = len(words) - 1
    return [(2 if n == last and n else min(n, 1), w) for n, w in enumerate(words)]


class Weights:
    def __init__(
        self, listed: Sequence[Prepared], candidates: Iterable[tuple[int, int]] = ()
    ) -> None:
        self._total = max(2, len(listed))
        self._places: Counter[tuple[int, str]] = Counter()
        self._surnames: Counter[tuple[str, str]] = Counter()
        self._names: Counter[tuple[str, ...]] = Counter()
        self._holders: Counter[str] = Counter()
        self._addresses: Counter[tuple[str, str]] = Counter()
        self._clusters: Counter[tuple[str, str]] = Counter()
        self._villages: Counter[str] = Counter()
        for k in listed:
            self._count(k)
        members = Counter(k.members for k in listed if k.members is not None)
        years = Counter(k.birth_year for k in listed if k.birth_year)
        self._chance = {
            "village": _agree_by_chance(self._villages.values()),
            "members": _agree_by_chance(members.values()),
            "birth_year": _agree_by_chance(years.values()),
        }
        self._prior = log2(2 * EXPECTED / self._total)
        self._frequencies: dict[tuple[str, ...], float] = {}
        unlike = sum(
            1
            for i, j in candidates
            if listed[i].numbers & listed[j].numbers
            and compare_names(listed[i].name, listed[j].name) == "OTHER"
        )
        strangers = SHARED_PHONES * self._total + unlike
        self._phone = log2(SAME_PHONE * self._total * self._total / 2 / strangers)

    def _count(self, k: Prepared) -> None:
        self._villages[k.village] += 1
        self._names[k.name.words] += 1
        self._places.update(_in_places(k.name.words))
        self._surnames[k.village, k.name.words[0] if k.name.words else ""] += 1
        self._holders.update(k.numbers)
        if k.address:
            self._addresses[k.village, k.address] += 1
            self._addresses["", k.address] += 1
        if k.cluster:
            self._clusters[k.village, k.cluster] += 1

    def weigh(self, a: Prepared, b: Prepared) -> tuple[float, list[str]]:
        """(bits that they are one household, the reasons for it in a reader's words)."""
        kind = compare_names(a.name, b.name)
        shared = a.numbers & b.numbers
        bits = self._prior + self._name(kind, a, b)
        why = [KINDS[kind]]
        if shared:
            most = max(self._holders[n] for n in shared)
            bits += self._phone - 2 * log2(max(1, most - 1))
            why.append("cùng số điện thoại")
        elif a.numbers and b.numbers:
            bits += log2(1 - SAME_PHONE)
        if a.birth_year and b.birth_year:
            bits += self._plain("birth_year", SAME_BIRTH_YEAR, same=a.birth_year == b.birth_year)
            if a.birth_year == b.birth_year:
                why.append("cùng năm sinh chủ hộ")
        bits += self._place(a, b, why, relatives=bool(shared))
        if a.members is not None and b.members is not None:
            bits += self._plain("members", SAME_MEMBERS, same=a.members == b.members)
            if a.members == b.members:
                why.append("cùng số nhân khẩu")
        return bits, why

    def _plain(self, name: str, same_chance: float, *, same: bool) -> float:
        by_chance = min(0.99, self._chance[name])
        return log2(same_chance / by_chance if same else (1 - same_chance) / (1 - by_chance))

    def _place(self, a: Prepared, b: Prepared, why: list[str], *, relatives: bool) -> float:
        same = a.village == b.village
        bits = self._plain("village", SAME_VILLAGE, same=same)
        if same:
            bits = min(bits, 0.0) if relatives else bits
            why.append("cùng thôn, bản")
        if a.address and a.address == b.address:
            holders = self._addresses[a.village if same else "", a.address]
            among = self._villages[a.village] if same else self._total
            bits += min(MOST_AT_ADDRESS, max(0.0, log2(SAME_ADDRESS * among / holders)))
            why.append("cùng địa chỉ")
        if same and a.cluster and b.cluster:
            share = self._clusters[a.village, a.cluster] / self._villages[a.village]
            agrees = a.cluster == b.cluster
            bits += log2(SAME_CLUSTER / max(share, 0.01)) if agrees else log2(1 - SAME_CLUSTER)
            if agrees:
                why.append("cùng cụm")
        return bits

    def copy_of(self, a: Prepared, b: Prepared) -> tuple[Prepared, ...]:
        """Which of the two is written in the rarer form; both where they are written alike."""
        one, other = (self._form(k.name.words, "") for k in (a, b))
        return (a, b) if a.name.words == b.name.words else ((a,) if one < other else (b,))

    def _name(self, kind: str, a: Prepared, b: Prepared) -> float:
        """The rarer of two forms is the one that strangers would hardly have."""
        if kind == "OTHER":
            return log2(SLIPS[kind])
        here = a.village if a.village == b.village else ""
        if kind == "PART":
            ends = (a.name.words[0], a.name.words[-1])
            return log2(SLIPS[kind] / max(self._form(ends, here), 1 / self._total))
        rarer = min(self._form(a.name.words, here), self._form(b.name.words, here))
        return log2(SLIPS[kind] / rarer)

    def _form(self, words: tuple[str, ...], village: str) -> float:
        """How often a name is written so, in the village or ("") in the commune."""
        key = (village, *words)
        known = self._frequencies.get(key)
        if known is None:
            known = 1.0
            for n, place in enumerate(_in_places(words)):
                share = max(RARE, self._places[place] - RARE) / self._total
                if n == 0 and village:
                    others = max(0, self._surnames[village, words[0]] - 1)
                    living = self._villages[village] - 1
                    share = (others + SURNAME_OF_ALL * share) / (living + SURNAME_OF_ALL)
                known *= share
            known = max(known, (self._names[words] - 1.5) / self._total)
            self._frequencies[key] = known
        return known
