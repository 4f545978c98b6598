"""A table after the legacy fonts: what every later step of the import reads.

The text before decoding is kept, because the preview shows both and the user may refuse.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from imports.legacy_fonts import Decoded, column_encoding, decode, decode_table
from imports.sheet import Merge, Row, Table
from imports.syllables import is_syllable


@dataclass(frozen=True, slots=True)
class DecodedTable:
    """`name` is decoded as well: sheets were named with the old keyboards too."""

    name: str
    source: Table
    decoded: Decoded

    @property
    def hidden(self) -> bool:
        return self.source.hidden

    @property
    def merges(self) -> tuple[Merge, ...]:
        return self.source.merges

    def rows(self, is_decoded: bool = True) -> list[Row]:
        return self.decoded.rows if is_decoded else self.source.rows


def decode_tables(tables: Iterable[Table]) -> list[DecodedTable]:
    tables = list(tables)
    found = [decode_table(table) for table in tables]
    counts: Counter[str] = Counter()
    for one in found:
        counts.update(one.counts)
    encoding = column_encoding(table.name for table in tables)
    if encoding is None and counts:
        encoding = counts.most_common(1)[0][0]
    return [
        DecodedTable(_decoded_name(table.name, encoding), table, one)
        for table, one in zip(tables, found, strict=True)
    ]


def _decoded_name(name: str, encoding: str | None) -> str:
    """A sheet's name is short: it is converted only when that makes words of it."""
    if encoding is None or name.isascii():
        return name
    after = decode(name, encoding)

    def words(text: str) -> int:
        return sum(is_syllable(word) for word in text.split())

    return after if words(after) > words(name) else name
