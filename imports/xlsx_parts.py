"""The parts of an .xlsx around its sheets: relations, the list of sheets, the shared texts."""

import posixpath
import re
import zipfile

from imports.guard import LocalNames, attribute, new_parser, parse, read_chunks
from imports.sheet import MAX_TEXT

Entries = dict[str, int]  # zip entry → unpacked size
Relations = dict[str, tuple[str, str]]  # id → (kind, zip entry)
Part = tuple[str, bool, str]  # sheet name, hidden, zip entry

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def find_workbook(archive: zipfile.ZipFile, entries: Entries) -> str:
    for kind, target in read_relations(archive, entries, "").values():
        if kind == "officeDocument" and target in entries:
            return target
    return "xl/workbook.xml"


def read_relations(archive: zipfile.ZipFile, entries: Entries, owner: str) -> Relations:
    """Relation id → (kind, zip entry) of one part; "" is the package itself."""
    folder, name = posixpath.split(owner)
    entry = posixpath.join(folder, "_rels", f"{name}.rels")
    found: Relations = {}
    if entry not in entries:
        return found

    def start(tag: str, attrs: dict[str, str]) -> None:
        if attrs.get("TargetMode") != "External" and "Target" in attrs:
            target = posixpath.normpath(posixpath.join("/", folder, attrs["Target"])).lstrip("/")
            found[attrs.get("Id", "")] = (attrs.get("Type", "").rpartition("/")[2], target)

    parser = new_parser()
    parser.StartElementHandler = start
    parse(parser, read_chunks(archive, entry))
    return found


def read_sheets(
    archive: zipfile.ZipFile, entries: Entries, workbook: str, relations: Relations
) -> tuple[list[Part], bool]:
    """The worksheets in the order of the tabs, and whether days are counted from 1904."""
    local = LocalNames()
    parts: list[Part] = []
    is_1904 = False

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal is_1904
        if local[tag] == "workbookPr":
            is_1904 = attrs.get("date1904") in ("1", "true")
        elif local[tag] == "sheet":
            kind, entry = relations.get(attribute(attrs, "id"), ("", ""))
            if kind == "worksheet" and entry in entries:
                hidden = attrs.get("state", "visible") != "visible"
                parts.append((attrs.get("name", ""), hidden, entry))

    parser = new_parser()
    parser.StartElementHandler = start
    parse(parser, read_chunks(archive, workbook))
    return parts, is_1904


def unescaped(text: str) -> str:
    """Excel writes control characters as _x000D_; only white space among them is worth keeping."""
    if "_x" in text:
        text = ESCAPED.sub(_character, text)
    return text[:MAX_TEXT]


def _character(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char.isprintable() or char in "\t\n\r" else ""


def longest_run(runs: list[tuple[int, str]]) -> str:
    """The font of the longest run, "" when that is the cell's own. Runs are (end, font)."""
    lengths: dict[str, int] = {}
    start = 0
    for end, font in runs:
        lengths[font] = lengths.get(font, 0) + end - start
        start = end
    return max(lengths, key=lengths.__getitem__, default="")


def read_shared_texts(archive: zipfile.ZipFile, entry: str) -> list[tuple[str, str]]:
    """Each shared text with the font of its longest run, "" when it has the cell's font."""
    local = LocalNames()
    texts: list[tuple[str, str]] = []
    pieces: list[str] = []
    runs: list[tuple[int, str]] = []
    run_font = ""
    phonetic = False

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal run_font, phonetic
        name = local[tag]
        if name == "t":
            if not phonetic:
                parser.CharacterDataHandler = pieces.append
        elif name == "si":
            pieces.clear()
            runs.clear()
        elif name == "r":
            run_font = ""
        elif name == "rFont":
            run_font = attrs.get("val", "")
        elif name == "rPh":
            phonetic = True

    def end(tag: str) -> None:
        nonlocal phonetic
        name = local[tag]
        if name == "t":
            parser.CharacterDataHandler = None
        elif name == "r":
            runs.append((sum(map(len, pieces)), run_font))
        elif name == "rPh":
            phonetic = False
        elif name == "si":
            texts.append((unescaped("".join(pieces)), longest_run(runs)))

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parse(parser, read_chunks(archive, entry))
    return texts
