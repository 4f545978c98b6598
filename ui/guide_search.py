"""Searching the guide without accents: which pages, which section of each, and where to mark.

Every word asked for must begin a word of the page's title and section together.
"""

from collections.abc import Iterator, Sequence
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


@dataclass(frozen=True)
class Section:
    heading: str
    anchor: str
    text: str


def sections_of(page: Page) -> list[Section]:
    """From heading to heading."""
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    for block in page.blocks:
        if isinstance(block, Heading) and block.level > 1:
            found.append((plain(block.runs), block.anchor, []))
        elif not isinstance(block, Heading):
            found[-1][2].append(text_of(block))
    return [Section(heading, anchor, "\n".join(texts)) for heading, anchor, texts in found]


def search(pages: Sequence[Page], asked: str) -> list[Hit]:
    """The best first: words in a title count more than in a heading, and those more than others."""
    wanted = fold_words(asked)
    if not wanted:
        return []
    hits = []
    for page in pages:
        title = fold_words(page.title)
        for section in sections_of(page):
            heading, text = fold_words(section.heading), fold_words(section.text)
            weight = 0
            for word in wanted:
                part = (
                    6 * _begins(title, word) + 4 * _begins(heading, word) + _begins(text, word)
                )
                weight = weight + part if part and weight >= 0 else -1
            only_title = not any(_begins(heading + text, word) for word in wanted)
            if weight > 0 and not (only_title and section.heading):
                hits.append(Hit(page.name, page.title, section.heading, section.anchor, weight))
    return sorted(hits, key=lambda hit: -hit.weight)


def _begins(words: list[str], asked: str) -> bool:
    return any(word.startswith(asked) for word in words)


def marks_in(text: str, asked: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the words of `text` that begin with a word asked for. `text` is in NFC: then
    folding changes no length."""
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
            longest = max((len(w) for w in wanted if word.startswith(w)), default=0)
            if longest:
                yield start, start + longest
            start = None
