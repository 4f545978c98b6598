"""The pages of the guide as plain values: blocks of runs of text, without a window.

They are docs/huong-dan/*.md in a subset of Markdown (docs/huong-dan/README.md is their contents);
what is beyond the subset is shown as the text it is, and named by `beyond`, which a test reads.
Imported when F1 is pressed: nothing of it, nor mistune, is in memory before.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import mistune
from mistune.plugins.table import table  # by name the packed program would not have it

from domain.text import fold_key

CONTENTS = "README.md"
QUICK_START = "bat-dau-nhanh.pdf"
_PAGE = re.compile(r"\d\d-[a-z0-9-]+\.md")


@dataclass(frozen=True)
class Run:
    """Letters of one look; `link` is "04-in-phieu.md#muc"."""

    text: str
    bold: bool = False
    key: bool = False
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    runs: Runs
    level: int

    @property
    def anchor(self) -> str:
        return anchor_of(plain(self.runs))


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Item:
    """Of a list: `mark` is "•" or "3."."""

    runs: Runs
    mark: str
    depth: int = 0


@dataclass(frozen=True)
class Table:
    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Picture:
    caption: str
    file: str  # "hinh/08-phieu.png"


Block = Heading | Paragraph | Item | Table | Picture


@dataclass(frozen=True)
class Page:
    name: str  # "08-nhap-phieu"
    title: str
    blocks: tuple[Block, ...]
    beyond: tuple[str, ...] = ()  # what of Markdown is not for these pages


@dataclass(frozen=True)
class Group:
    title: str
    pages: tuple[str, ...]


def guide_folder() -> Path:
    """In the packed program beside its modules, else in the repository."""
    packed = getattr(sys, "_MEIPASS", "")
    if packed:
        return Path(packed) / "huong-dan"
    return Path(__file__).resolve().parent.parent / "docs" / "huong-dan"


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def anchor_of(title: str) -> str:
    """As code hosts make it, but without accents, which links may have as well."""
    return fold_key(title).replace(" ", "-")


def text_of(block: Block) -> str:
    """For the search."""
    if isinstance(block, Table):
        return "\n".join(" ".join(plain(cell) for cell in row) for row in (block.head, *block.rows))
    return block.caption if isinstance(block, Picture) else plain(block.runs)


@cache
def list_pages() -> tuple[str, ...]:
    return tuple(sorted(f.stem for f in guide_folder().glob("*.md") if _PAGE.fullmatch(f.name)))


@cache
def title_of(name: str) -> str:
    """From the first line: the contents need no page to be parsed."""
    with (guide_folder() / f"{name}.md").open(encoding="utf-8") as file:
        return unicodedata.normalize("NFC", file.readline()).removeprefix("# ").strip()


@cache
def read_page(name: str) -> Page:
    text = (guide_folder() / f"{name}.md").read_text("utf-8")
    return parse(name, text)


@cache
def read_groups() -> tuple[Group, ...]:
    """The contents as README.md groups them; a page it forgets stands at the end."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    file = guide_folder() / CONTENTS
    if file.is_file():
        for block in parse("README", file.read_text("utf-8")).blocks:
            if isinstance(block, Heading) and block.level > 1:
                groups.append((plain(block.runs), []))
            elif isinstance(block, Table):
                cells = (run for row in block.rows for cell in row for run in cell)
                groups[-1][1].extend(_pages_in(cells))
            elif not isinstance(block, Picture):
                groups[-1][1].extend(_pages_in(iter(block.runs)))
    groups = groups[1:]  # what the words at the top name stands below once more
    known = {name for _, names in groups for name in names}
    groups.append(("Trang khác", [name for name in list_pages() if name not in known]))
    return tuple(Group(title, tuple(dict.fromkeys(names))) for title, names in groups if names)


def _pages_in(runs: Iterator[Run]) -> Iterator[str]:
    for run in runs:
        name, _ = split_link(run.link)
        if name in list_pages():
            yield name


def split_link(link: str) -> tuple[str, str]:
    """ ("04-in-phieu", "giao-to"); a name of "" is the page itself."""
    file, _, anchor = link.partition("#")
    return file.removesuffix(".md"), anchor_of(anchor.replace("-", " "))


def parse(name: str, text: str) -> Page:
    tokens: Any = mistune.create_markdown(renderer=None, plugins=[table])(
        unicodedata.normalize("NFC", text)
    )
    reader = _Reader()
    for token in tokens:
        reader.read(token)
    title = next((plain(b.runs) for b in reader.blocks
                  if isinstance(b, Heading) and b.level == 1), name)  # fmt: skip
    return Page(name, title, tuple(reader.blocks), tuple(reader.beyond))


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.beyond: list[str] = []

    def read(self, token: dict[str, Any]) -> None:
        kind = token["type"]
        if kind == "heading":
            level = token["attrs"]["level"]
            if level > 3:
                self.beyond.append(f"heading {level}")
            self.blocks.append(Heading(self._runs(token), min(level, 3)))
        elif kind == "paragraph":
            self._paragraph(token)
        elif kind == "list":
            self._list(token, 0)
        elif kind == "table":
            self._table(token)
        elif kind != "blank_line":
            self.beyond.append(kind)
            text = token.get("raw") or plain(self._runs(token))
            self.blocks.append(Paragraph((Run(text.strip()),)))

    def _paragraph(self, token: dict[str, Any]) -> None:
        pictures = [c for c in token["children"] if c["type"] == "image"]
        if pictures:
            for child in pictures:
                self.blocks.append(Picture(plain(self._runs(child)), child["attrs"]["url"]))
            words = [c for c in token["children"] if c["type"] not in ("image", "softbreak")]
            if words:
                self.beyond.append("words beside a picture")
                self.blocks.append(Paragraph(self._runs({"children": words})))
        else:
            self.blocks.append(Paragraph(self._runs(token)))

    def _list(self, token: dict[str, Any], depth: int) -> None:
        first = token["attrs"].get("start") or 1
        for n, item in enumerate(token["children"]):
            mark = f"{first + n}." if token["attrs"]["ordered"] else "•"
            for child in item["children"]:
                if child["type"] == "list":
                    self._list(child, depth + 1)
                elif child["type"] in ("block_text", "paragraph"):
                    pictures = [c for c in child["children"] if c["type"] == "image"]
                    words = [c for c in child["children"] if c["type"] != "image"]
                    self.blocks.append(Item(self._runs({"children": words}), mark, depth))
                    for picture in pictures:
                        caption = plain(self._runs(picture))
                        self.blocks.append(Picture(caption, picture["attrs"]["url"]))
                    mark = ""
                elif child["type"] != "blank_line":
                    self.read(child)

    def _table(self, token: dict[str, Any]) -> None:
        head, body = token["children"][0], token["children"][1:]
        rows = [row for part in body for row in part["children"]]
        self.blocks.append(Table(
            tuple(self._runs(cell) for cell in head["children"]),
            tuple(tuple(self._runs(cell) for cell in row["children"]) for row in rows),
        ))  # fmt: skip

    def _runs(self, token: dict[str, Any], *, bold: bool = False, link: str = "") -> Runs:
        found: list[Run] = []
        for child in token.get("children", ()):
            kind = child["type"]
            if kind == "text":
                found.append(Run(child["raw"], bold, link=link))
            elif kind == "codespan":
                found.append(Run(child["raw"], bold, key=True, link=link))
            elif kind == "strong":
                found += self._runs(child, bold=True, link=link)
            elif kind == "link":
                found += self._runs(child, bold=bold, link=unquote(child["attrs"]["url"]))
            elif kind == "softbreak":
                found.append(Run(" ", bold, link=link))
            else:
                self.beyond.append(kind)
                text = child.get("raw") or plain(self._runs(child))
                found.append(Run(text, bold, link=link))
        return tuple(found)
