"""Who has which village or cluster: areas, what each team has to do, a balanced proposal (A11).

An area is a village, or one cluster of it. What is written is domain.teams.Assignment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.teams import Assignment, Team, team_of
from domain.text import fold_key, words_with_numbers_key

NO_CLUSTER = "Hộ chưa ghi cụm"
Standing = Mapping[tuple[str, str], str | None]  # as storage.teams.get_assignments gives it


@dataclass(frozen=True)
class Area:
    village_id: str
    cluster: str  # folded; "" is the village, or its households without a cluster
    label: str
    households: int
    open: int  # of them still to be visited
    team_id: str | None
    parts: tuple["Area", ...] = ()  # a village's clusters, where its list names any
    is_part: bool = False

    @property
    def id(self) -> str:
        return f"{self.village_id}/{self.cluster}" if self.is_part else self.village_id

    @property
    def leaves(self) -> tuple["Area", ...]:
        return self.parts or (self,)


@dataclass(frozen=True)
class Count:
    """Households of one village under one spelling of a cluster."""

    village_id: str
    label: str  # of the village
    cluster: str | None
    households: int
    open: int


def make_areas(
    counts: Iterable[Count], standing: Standing, retired: frozenset[str] = frozenset()
) -> list[Area]:
    """Villages in the order of `counts`; clusters as people count ("Cụm 2" before "Cụm 10").

    A retired team has nothing any more.
    """
    found: dict[str, dict[str, list[Count]]] = {}
    for c in counts:
        found.setdefault(c.village_id, {}).setdefault(fold_key(c.cluster or ""), []).append(c)

    def area(village_id: str, key: str, label: str, same: Sequence[Count]) -> Area:
        team = team_of(standing, village_id, key)
        return Area(village_id, key, label, sum(c.households for c in same),
                    sum(c.open for c in same), None if team in retired else team)  # fmt: skip

    areas = []
    for village_id, by_key in found.items():
        whole = [c for same in by_key.values() for c in same]
        named = sorted((k for k in by_key if k), key=words_with_numbers_key)
        parts = [area(village_id, k, str(by_key[k][0].cluster), by_key[k]) for k in named]
        if parts and any(c.households for c in by_key.get("", ())):
            parts.append(area(village_id, "", NO_CLUSTER, by_key[""]))
        village = area(village_id, "", whole[0].label, whole)
        areas.append(replace(village, parts=tuple(replace(p, is_part=True) for p in parts)))
    return areas


def leaves(areas: Iterable[Area]) -> list[Area]:
    return [leaf for area in areas for leaf in area.leaves]


def teams_in(area: Area) -> list[str | None]:
    """The different teams of an area, the first part's first; None: nobody."""
    return list(dict.fromkeys(leaf.team_id for leaf in area.leaves))


@dataclass(frozen=True)
class Load:
    """What one team has, or (of None) what nobody has."""

    villages: int
    households: int
    open: int


def load_of(areas: Iterable[Area], team_id: str | None) -> Load:
    """A village divided among teams counts for each of them."""
    own = [leaf for leaf in leaves(areas) if leaf.team_id == team_id]
    return Load(
        len({leaf.village_id for leaf in own}), sum(leaf.households for leaf in own),
        sum(leaf.open for leaf in own),
    )  # fmt: skip


# -- writing ------------------------------------------------------------------------------------


def assign(
    chosen: Sequence[Area], team_id: str | None, standing: Standing, since: date
) -> list[Assignment]:
    """A village goes whole, also those clusters of it that had a team of their own."""
    day = since.isoformat()
    wanted: dict[tuple[str, str], str | None] = {}
    for area in chosen:
        for (village, cluster), team in standing.items():
            if not area.is_part and village == area.village_id and cluster and team:
                wanted[village, cluster] = None
    for area in chosen:
        wanted[area.village_id, area.cluster] = team_id
    return [Assignment(v, c, team, day) for (v, c), team in wanted.items()]


def take_back(written: Sequence[Assignment], before: Standing, since: date) -> list[Assignment]:
    """What makes everything stand as it did `before` these were written."""
    day = since.isoformat()
    return [
        Assignment(a.village_id, a.cluster, before.get((a.village_id, a.cluster)), day)
        for a in written
    ]


def balance(areas: Sequence[Area], teams: Sequence[Team], *, anew: bool) -> dict[str, str]:
    """Village id -> team: villages whole, the largest first to whom has least to do.

    `anew`: every village is dealt out; else those that nobody has any part of, on top of what the
    teams have already.
    """
    if not teams:
        return {}
    free = [a for a in areas if anew or teams_in(a) == [None]]
    hands = {t.id: 0 if anew else load_of(areas, t.id).open for t in teams}
    villages = {t.id: 0 if anew else load_of(areas, t.id).villages for t in teams}
    given: dict[str, str] = {}
    for area in sorted(free, key=lambda a: (-a.open, -a.households)):
        team = min(hands, key=lambda id_: (hands[id_], villages[id_]))
        hands[team] += area.open
        villages[team] += 1
        given[area.village_id] = team
    return {a.village_id: given[a.village_id] for a in areas if a.village_id in given}


# -- a team's number on the keyboard ----------------------------------------------------------


def team_numbers(teams: Sequence[Team]) -> dict[str, int]:
    """Team id -> the number that is typed for it: that in its name ("Tổ 12"), else a free one."""
    named: dict[int, str] = {}
    for team in teams:
        last = fold_key(team.name).split()[-1:]
        if last and last[0].isdecimal() and 0 < int(last[0]) <= 99:
            named.setdefault(int(last[0]), team.id)
    own = {id_: n for n, id_ in named.items()}
    free = (n for n in range(1, len(teams) + len(named) + 1) if n not in named)
    return {t.id: own[t.id] if t.id in own else next(free) for t in teams}


def needs_enter(numbers: Iterable[int]) -> bool:
    """Beyond nine teams a number ends with Enter: 1 and then 2 is never taken for 12."""
    return max(numbers, default=0) > 9
