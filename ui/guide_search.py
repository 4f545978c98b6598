"""Searching the guide without accents: which pages, which section of each, and where to mark.

Every word asked for must begin a word of the page's title and section together. A title counts
more than a heading, a heading more than text, a whole word more than a beginning, and words that
stand side by side most of all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.text import fold, fold_words
from ui.guide_pages import Heading, Page, plain, text_of


@dataclass(frozen=True)
class Hit:
    page: str
    title: str
    section: str  # the heading, "" for the beginning of the page
    anchor: str
    weight: int
    line: str = ""  # the words that matched, where the heading does not say them


@dataclass(frozen=True)
class Place:
    """What a word, and what all of them in a row, are worth where they stand."""

    whole: int
    beginning: int
    row: int


TITLE, HEADING, TEXT = Place(8, 3, 24), Place(6, 3, 24), Place(2, 1, 16)
LINE_LETTERS = 34
BEFORE = 8  # letters of a line before the first word found, where the line is long


@dataclass(frozen=True)
class Section:
    heading: str
    anchor: str
    lines: tuple[str, ...]


def sections_of(page: Page) -> list[Section]:
    """From heading to heading."""
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    for block in page.blocks:
        if isinstance(block, Heading) and block.level > 1:
            found.append((plain(block.runs), block.anchor, []))
        elif not isinstance(block, Heading):
            found[-1][2].extend(text_of(block).splitlines())
    return [Section(heading, anchor, tuple(texts)) for heading, anchor, texts in found]


def search(pages: Sequence[Page], asked: str) -> list[Hit]:
    """The best first; the sections of one page stay together, as they are shown."""
    wanted = fold_words(asked)
    if not wanted:
        return []
    hits = [
        hit for page in pages for section in sections_of(page)
        if (hit := _hit(page, section, wanted))
    ]  # fmt: skip
    best: dict[str, int] = {}
    for hit in hits:
        best[hit.page] = max(best.get(hit.page, 0), hit.weight)
    return sorted(hits, key=lambda hit: (-best[hit.page], hit.page, -hit.weight))


def _hit(page: Page, section: Section, wanted: list[str]) -> Hit | None:
    title, heading = fold_words(page.title), fold_words(section.heading)
    lines = [fold_words(line) for line in section.lines]
    own = [*heading, *(word for line in lines for word in line)]
    if not all(_begins([*title, *own], word) for word in wanted):
        return None
    if section.heading and not any(_begins(own, word) for word in wanted):
        return None  # the title alone: the beginning of the page stands for it
    weights = [_weight(line, wanted, TEXT) for line in lines]
    best = max(weights, default=0)
    weight = _weight(title, wanted, TITLE) + _weight(heading, wanted, HEADING) + best
    line = ""
    if best and not all(_begins(heading, word) for word in wanted):
        line = _cut(section.lines[weights.index(best)], wanted)
    return Hit(page.name, page.title, section.heading, section.anchor, weight, line)


def _weight(words: list[str], wanted: list[str], place: Place) -> int:
    found = sum(
        place.whole if word in words else place.beginning * _begins(words, word) for word in wanted
    )
    if len(wanted) > 1 and _in_a_row(words, wanted):
        found += place.row
    elif all(_begins(words, word) for word in wanted):
        found += place.row // 4
    return found


def _in_a_row(words: list[str], wanted: list[str]) -> bool:
    """The last word may still be in the typing."""
    *first, last = wanted
    return any(
        words[n : n + len(first)] == first and words[n + len(first)].startswith(last)
        for n in range(len(words) - len(first))
    )


def _cut(line: str, wanted: list[str]) -> str:
    """As much of a line as a result has room for, from shortly before the first word found."""
    if len(line) <= LINE_LETTERS:
        return line
    asked = " ".join(wanted)
    start = fold(line).find(asked)  # NFC: folding changes no length
    if start < 0:
        start = next((start for start, _ in marks_in(line, asked)), 0)
    start = line.find(" ", start - BEFORE) + 1 if start > BEFORE else 0
    end = line.rfind(" ", start, start + LINE_LETTERS) if len(line) > start + LINE_LETTERS else -1
    cut = line[start:end] if end > start else line[start:]
    return f"{'… ' if start else ''}{cut}{' …' if end > start else ''}"


def _begins(words: list[str], asked: str) -> bool:
    return any(word.startswith(asked) for word in words)


def whole_words(texts: Iterable[str], asked: str) -> frozenset[str]:
    """The words asked for that stand whole in the texts: of these no beginnings are marked."""
    return frozenset(fold_words(asked)).intersection(
        word for text in texts for word in fold_words(text)
    )


def marks_in(
    text: str, asked: str, whole: frozenset[str] = frozenset()
) -> Iterator[tuple[int, int]]:
    """(start, end) of the words of `text` that begin with a word asked for, or are one of `whole`.
    `text` is in NFC: then folding changes no length."""
    wanted = fold_words(asked)
    folded = fold(text)
    if not wanted or len(folded) != len(text):
        return
    start = None
    for n, letter in enumerate(f"{folded} "):
        if letter.isalnum():
            start = n if start is None else start
        elif start is not None:
            word = folded[start:n]
            begun = (w for w in wanted if word == w or (w not in whole and word.startswith(w)))
            longest = max(map(len, begun), default=0)
            if longest:
                yield start, start + longest
            start = None
