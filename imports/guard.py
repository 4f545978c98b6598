"""The gate for packed and XML files: what is refused before it can cost memory or time.

Every zip entry and every XML document of this package passes through here. The XML rules are
those of defusedxml (no DTD, no entities, nothing external), set on the expat parser itself:
a callback per tag reads a sheet several times faster than any tree, and needs no memory.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, NoReturn
from xml.parsers import expat

from imports.refusals import DAMAGED, PASSWORD, TOO_BIG, UNSAFE, Unreadable

MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
RATIO_MATTERS_FROM = 1024 * 1024  # below that even a bomb is harmless, and blank sheets pack well
MAX_ENTRIES = 2_000
CHUNK = 256 * 1024
MAX_TOKEN = 8 * 1024 * 1024  # one tag or attribute; expat rescans an unfinished one at each chunk

Advance = Callable[[int], None]  # called with the number of bytes just read


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive, when its table of contents is that of an honest document."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(DAMAGED) from error
    entries = archive.infolist()
    if len(entries) >= MAX_ENTRIES or sum(entry.file_size for entry in entries) >= MAX_UNPACKED:
        raise Unreadable(TOO_BIG)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Unreadable(PASSWORD)
        # Other methods unpack without a bound on the output of one step.
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable(DAMAGED)
        too_dense = entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        if too_dense and entry.file_size > RATIO_MATTERS_FROM:
            raise Unreadable(TOO_BIG)
    return archive


def read_chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The unpacked entry; what really comes out is counted, whatever the contents claim."""
    unpacked = 0
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK):
            unpacked += len(chunk)
            if unpacked >= MAX_UNPACKED:
                raise Unreadable(TOO_BIG)
            yield chunk


def slices(data: bytes) -> Iterator[bytes]:
    """A document that is already in memory, in chunks."""
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]


def _refuse(*_: Any) -> NoReturn:
    raise Unreadable(UNSAFE)


def new_parser() -> expat.XMLParserType:
    """An expat parser that refuses every DTD. Attributes come as a dict, text unsplit."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.UnparsedEntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    return parser


def parse(
    parser: expat.XMLParserType, chunks: Iterator[bytes], advance: Advance | None = None
) -> None:
    """Feeds the whole document; a broken one is a damaged file."""
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise Unreadable(UNSAFE)
            if advance:
                advance(len(chunk))
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(DAMAGED) from error


class LocalNames(dict[str, str]):
    """Tag → its name without the prefix: writers choose prefixes freely ("x:c" is "c")."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = tag.rpartition(":")[2]
        return name


def attribute(attrs: dict[str, str], name: str) -> str:
    """An attribute whatever its prefix ("r:id", "d3p1:id"), "" when absent."""
    for key, value in attrs.items():
        if key.rpartition(":")[2] == name:
            return value
    return ""
