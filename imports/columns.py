"""Which column is which: what its heading says, checked against what stands in it.

A heading alone lies now and then ("Số máy" over counts of devices), and a list may have none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.numerals import is_ambiguous
from domain.text import fold_key
from imports.cells import looks_like_members, looks_like_phone, text_of
from imports.headings import (
    CERTAIN,
    DOUBTFUL,
    FAMILY_NAME,
    GIVEN_NAME,
    HOUSEHOLD_NUMBER,
    NUMBER,
    PERSON_NAME,
    RELATION,
    Meaning,
)
from imports.row_kinds import is_running_number, is_title
from imports.sheet import Row
from imports.village_texts import starts_with_kind

SAMPLE_ROWS = 200


@dataclass(frozen=True)
class Contents:
    """Counts over a sample of rows, of the cells that are filled."""

    filled: int = 0
    phones: int = 0
    members: int = 0
    names: int = 0
    villages: int = 0
    communes: int = 0
    marks: int = 0
    numbers: int = 0
    one_word: int = 0
    different: int = 0
    ambiguous: str = ""

    def share(self, count: int) -> float:
        return count / self.filled if self.filled else 0.0


def sample(rows: Sequence[Row], first_row: int) -> list[Row]:
    """Rows with more than one cell, evenly over the whole list."""
    step = max(1, (len(rows) - first_row) // SAMPLE_ROWS)
    return [row for row in rows[first_row::step] if sum(cell is not None for cell in row) > 1]


def contents(rows: Sequence[Row], column: int) -> Contents:
    cells = [row[column] for row in rows if column < len(row) and row[column] is not None]
    texts = [text_of(cell) for cell in cells]
    return Contents(
        filled=len(cells),
        phones=sum(looks_like_phone(cell) for cell in cells),
        members=sum(looks_like_members(cell) or is_ambiguous(text_of(cell)) for cell in cells),
        names=sum(_is_name_like(text) for text in texts),
        villages=sum(starts_with_kind(text) for text in texts),
        communes=sum(is_title(text) for text in texts),
        marks=sum(text.lower() in ("x", "✓", "v", "✔") for text in texts),
        numbers=sum(is_running_number(text) for text in texts),
        one_word=sum(" " not in text and text.isalpha() for text in texts),
        different=len({fold_key(text) for text in texts}),
        ambiguous=next((text for text in texts if is_ambiguous(text)), ""),
    )


def _is_name_like(text: str) -> bool:
    return 1 <= text.count(" ") <= 6 and not any(c.isdigit() for c in text) and len(text) <= 50


def match_columns(
    meanings: Sequence[Meaning | None], found: Sequence[Contents]
) -> tuple[list[str | None], list[float]]:
    """One column for each role; the surest heading with the best contents wins, then the left."""
    roles: list[str | None] = []
    sure: list[float] = []
    for meaning, inside in zip(meanings, found, strict=True):
        role, confidence = (meaning.role, meaning.confidence) if meaning else (None, 0.0)
        role, confidence = _checked(role, confidence, inside)
        roles.append(role)
        sure.append(confidence)
    _split_names(roles, sure, found)
    _settle_persons(roles, meanings)
    for role in {r for r in roles if r}:
        rivals = [n for n, r in enumerate(roles) if r == role]
        best = max(rivals, key=lambda n: (found[n].filled > 0, sure[n], -n))
        for n in rivals:
            if n != best:
                roles[n], sure[n] = None, 0.0
                if role == "village" and "cluster" not in roles and found[n].filled:
                    roles[n], sure[n] = "cluster", DOUBTFUL
    if HOUSEHOLD_NUMBER in roles and NUMBER not in roles and RELATION not in roles:
        roles[roles.index(HOUSEHOLD_NUMBER)] = NUMBER
    return roles, sure


def _checked(role: str | None, confidence: float, inside: Contents) -> tuple[str | None, float]:
    if role == NUMBER and not inside.filled:
        return None, 0.0  # a formula without its result: rows are not numbered then
    if inside.filled < 2 or role is None:
        return role, confidence
    # Dates and signatures stand in these columns too: what counts is what else there is.
    if role == "phone" and inside.phones < max(inside.members, inside.numbers):
        return None, 0.0
    if role == "members" and inside.members < max(inside.phones, inside.names):
        return None, 0.0
    if role == "head_name" and inside.share(inside.marks) > 0.9:
        return RELATION, DOUBTFUL  # a column "Chủ hộ" with an x for the head
    if role == "head_name" and inside.share(inside.numbers) > 0.9:
        return None, 0.0
    if role == "village" and inside.share(inside.communes) > 0.5:
        return None, 0.0  # "Xã Mường Mìn" in every row
    if role == PERSON_NAME and inside.share(inside.members) > 0.8:
        return "members", DOUBTFUL
    if role == "address" and confidence < CERTAIN and inside.share(inside.phones) > 0.5:
        return None, 0.0
    return role, confidence


def _split_names(roles: list[str | None], sure: list[float], found: Sequence[Contents]) -> None:
    """Họ and tên in two columns, each under a heading or both under one merged "Họ và tên"."""
    for n in range(len(roles) - 1):
        pair = roles[n : n + 2]
        if pair == ["head_name", "head_name"] and found[n + 1].filled:
            after = found[n + 1]
            if after.share(after.one_word) > 0.7:
                roles[n : n + 2] = [FAMILY_NAME, GIVEN_NAME]
                sure[n : n + 2] = [CERTAIN, CERTAIN]
    if FAMILY_NAME in roles and GIVEN_NAME in roles:
        return
    for n, role in enumerate(roles):
        if role in (FAMILY_NAME, GIVEN_NAME):  # "Tên" alone is the whole name, "Hộ" alone nothing
            is_name = "head_name" not in roles and found[n].share(found[n].names) > 0.5
            roles[n] = "head_name" if is_name else None


def _settle_persons(roles: list[str | None], meanings: Sequence[Meaning | None]) -> None:
    """Beside "Họ tên chủ hộ" a plain "Họ và tên" names the person of the row."""
    names = [n for n, role in enumerate(roles) if role == "head_name"]
    if len(names) < 2 or RELATION not in roles or PERSON_NAME in roles:
        return
    heads = [n for n in names if (m := meanings[n]) and m.is_head]
    others = [n for n in names if n not in heads]
    if heads and others:
        roles[others[0]] = PERSON_NAME


def columns_by_contents(found: Sequence[Contents]) -> tuple[list[str | None], list[float]]:
    """For a list without headings: what the cells look like, the clearest first."""
    roles: list[str | None] = [None] * len(found)
    rows = max((inside.filled for inside in found), default=0)

    def take(role: str, good: list[float]) -> None:
        free = [n for n, share in enumerate(good) if share >= 0.6 and roles[n] is None]
        if free:
            roles[max(free, key=lambda n: (good[n], -n))] = role

    take("village", [i.share(i.villages) * (i.different * 2 <= rows) for i in found])
    take("phone", [i.share(i.phones) for i in found])
    take("head_name", [i.share(i.names) * (i.different * 3 >= i.filled) for i in found])
    if "head_name" in roles:
        name = roles.index("head_name")
        is_running = [
            i.share(i.numbers) * (i.different * 3 >= i.filled * 2 and i.filled * 2 >= rows)
            for i in found[:name]
        ]
        take(NUMBER, is_running + [0.0] * (len(found) - name))
    take("members", [i.share(i.members) for i in found])
    if sum(role is not None for role in roles) < 2:  # words alone are no list of households
        return [None] * len(found), [0.0] * len(found)
    return roles, [DOUBTFUL if role else 0.0 for role in roles]
