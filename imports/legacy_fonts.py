"""Text of the TCVN3 and VNI years → Unicode NFC: who decides, and on what evidence.

A cell is converted when its font says so, or when its whole column does: never because a short
cell looks odd ("Hòa" would become "Hũa"). Both are checked against the text, because font names
outlive conversions: text that already is Unicode stays, whatever its font. A cell whose words
prove something decides by them; one that proves nothing follows the cells of its column with the
same kind of font, then those of the table, then its font.

Nothing may be normalised by NFKC first: µ is "à" and the soft hyphen is "ư".
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, repeat, zip_longest

from imports.legacy_evidence import WORDS, Kind, detect, gather, kind_of
from imports.legacy_tables import TCVN3, TCVN3_UPPER, VNI, decode_word
from imports.sheet import Row, Table, Value

MAX_SAMPLES = 20

# TCVN3 fonts people had under names without the leading dot.
_STEMS = (
    "time arial avant aristote 3dh book bodoni centuryschoolbook clarendon commercialscript cooper"
    " courier helvetins linus memorandum monotypecorsiva present park shelleyallegro southern"
    " stamp tekn teknical tifaniheavy univers university vogue"
)
_TCVN3_STEMS = frozenset(_STEMS.split())
_FONT_STYLE = re.compile(r"\s+(bold|italic|regular|normal|đậm|nghiêng)\b", re.IGNORECASE)
_VNI_FONT = re.compile(r"vni[-_ ]?[a-z]")
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d?);")
_SMALL = re.compile("[a-z]")
_LEGACY_CAPITALS = re.compile("[\u00a1-\u00ff][A-Z]|[A-Z]{2}[\u00a1-\u00ff]")
_PLAIN_CAPITALS = re.compile("[A-Z]{3}")


def font_encoding(font_name: str) -> str | None:
    """What text in this font is encoded in, None for Unicode fonts and "".

    VNI has all capitals and so no fonts of capitals only.
    """
    name = _FONT_STYLE.sub("", font_name).strip("@'\" ").lower()
    if _VNI_FONT.match(name):
        return VNI
    bare = name.lstrip(". ").replace(" ", "").replace("-", "").replace("_", "")
    if not bare.startswith("vn"):
        return None
    stem = bare[2:]
    is_dotted = name.startswith(".") and stem != ""
    if is_dotted or stem in _TCVN3_STEMS or stem.removesuffix("h") in _TCVN3_STEMS:
        return TCVN3_UPPER if stem.endswith("h") else TCVN3
    return None


def decode(text: str, encoding: str) -> str:
    """The text as NFC, read in this encoding word by word."""
    return _decode_words(_as_nfc(text), encoding, frozenset())


def column_encoding(texts: Iterable[str]) -> str | None:
    """What a column without font names is written in; None when it is Unicode or too short."""
    encoding, _ = detect(_words_of(texts))
    return encoding


@dataclass(frozen=True, slots=True)
class Sample:
    """One converted cell for the preview."""

    row: int
    column: int
    before: str
    after: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """A table's rows with every text as NFC Unicode, and what was done for that."""

    rows: list[Row]
    samples: tuple[Sample, ...]
    counts: dict[str, int]  # encoding → cells converted from it


def decode_table(table: Table) -> Decoded:
    """Every cell by its font, checked against its column; at most 20 samples, all different.

    Works on columns of (text, font) pairs: lists repeat themselves, and what is done here per
    cell is most of the time that the conversion takes.
    """
    encodings = {style: font_encoding(font) for style, font in enumerate(table.style_fonts)}
    columns = [*zip_longest(*table.rows)]
    cells = [*map(_pairs, columns, _style_columns(table, len(columns), any(encodings.values())))]
    tallies = [Counter(pairs) for pairs in cells]
    decoder = _Decoder(tallies, encodings)
    counts: Counter[str] = Counter()
    is_changed = False
    for index, tally in enumerate(tallies):
        changes: dict[tuple[Value, int], Value] = {}
        for (value, style), times in tally.items():
            by_font = encodings.get(style)
            if type(value) is not str or (
                value.isascii() and by_font != TCVN3_UPPER and "&" not in value
            ):
                continue
            after, encoding = decoder.decode(value, index, by_font)
            if after != value:
                changes[value, style] = after
            if encoding:
                counts[encoding] += times
        if changes:
            is_changed = True
            columns[index] = tuple([changes.get(pair, pair[0]) for pair in cells[index]])
    if not is_changed:
        return Decoded(table.rows, (), {})
    rows = [
        new if len(new) == len(old) else new[: len(old)]
        for new, old in zip(zip(*columns, strict=True), table.rows, strict=True)
    ]
    return Decoded(rows, _samples(table, rows, decoder, encodings), dict(counts))


def _style_columns(table: Table, width: int, any_font: bool) -> Iterator[Iterable[int]]:
    """Per column the style numbers of its cells, -1 where there are none."""
    styles = zip_longest(*table.styles, fillvalue=-1) if any_font else iter(())
    missing = len(table.rows) - len(table.styles)
    for column in islice(styles, width):
        yield chain(column, repeat(-1, missing))
    while True:
        yield repeat(-1, len(table.rows))


def _pairs(values: tuple[Value, ...], styles: Iterable[int]) -> list[tuple[Value, int]]:
    return [*zip(values, styles, strict=True)]


def _samples(
    table: Table, rows: list[Row], decoder: "_Decoder", encodings: dict[int, str | None]
) -> tuple[Sample, ...]:
    samples: dict[Value, Sample] = {}
    for index, (old, new) in enumerate(zip(table.rows, rows, strict=True)):
        if old is new or len(samples) >= MAX_SAMPLES:
            continue
        styles = table.styles[index] if index < len(table.styles) else ()
        for column, (before, after) in enumerate(zip(old, new, strict=True)):
            if before is after or before in samples or not isinstance(before, str):
                continue
            by_font = encodings.get(styles[column]) if column < len(styles) else None
            _, encoding = decoder.decode(before, column, by_font)
            if encoding and len(samples) < MAX_SAMPLES:
                samples[before] = Sample(index, column, before, str(after), encoding)
    return tuple(samples.values())


def _as_nfc(text: str) -> str:
    """NFC, and web pages copied as text: "Nguy&#7877;n"."""
    if "&" in text and ";" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in WORDS.findall(_as_nfc(text))}


def _decode_words(text: str, encoding: str, kept: Iterable[str]) -> str:
    parts = WORDS.split(text)
    for index in range(1, len(parts), 2):
        if parts[index] not in kept:
            parts[index] = decode_word(parts[index], encoding)
    decoded = "".join(parts)
    # "H· V¡N" is HÃ VĂN: a word surely in capitals shows that the short one is meant so too.
    # Three plain letters show it as well, but not the two of "TK §«".
    is_all_capitals = encoding == TCVN3 and not _SMALL.search(text)
    if is_all_capitals and (_LEGACY_CAPITALS.search(text) or _PLAIN_CAPITALS.search(text)):
        return decoded.upper()
    return decoded


class _Decoder:
    """Decides once per group (column, kind of font) and converts once per different text."""

    def __init__(
        self, tallies: list[Counter[tuple[Value, int]]], encodings: dict[int, str | None]
    ) -> None:
        self._texts: dict[tuple[int, str | None], set[str]] = {}
        for column, tally in enumerate(tallies):
            for value, style in tally:
                if type(value) is str and not value.isascii():
                    group = (column, encodings.get(style))
                    self._texts.setdefault(group, set()).add(value)
        self._verdicts: dict[tuple[int, str | None], tuple[str | None, bool]] = {}
        self._words_by_font: dict[str | None, set[str]] = {}
        self._done: dict[tuple[str, int, str | None], tuple[str, str | None]] = {}

    def decode(self, value: str, column: int, by_font: str | None) -> tuple[str, str | None]:
        """The text as NFC, and the encoding it was in when that was a legacy one."""
        key = (value, column, by_font)
        if key not in self._done:
            self._done[key] = self._decode(value, column, by_font)
        return self._done[key]

    def _decode(self, value: str, column: int, by_font: str | None) -> tuple[str, str | None]:
        text = _as_nfc(value)
        encoding = by_font or self._verdict(column, None)[0]
        if encoding is None:
            return text, None
        words = WORDS.findall(text)
        kinds = [kind_of(word, encoding) for word in words]
        legacy, unicode = kinds.count(Kind.LEGACY), kinds.count(Kind.UNICODE)
        kept: Iterable[str] = ()
        if not legacy and (unicode or not self._verdict(column, by_font)[1]):
            return text, None
        if unicode:
            # Typed by two hands: each word by itself, the doubtful ones with the majority.
            kept = {
                word
                for word, kind in zip(words, kinds, strict=True)
                if kind is Kind.UNICODE
                or (kind is Kind.NOTHING and (unicode > legacy or word.isupper()))
            }
        after = _decode_words(text, encoding, kept)
        return (after, encoding) if after != text else (text, None)

    def _verdict(self, column: int, by_font: str | None) -> tuple[str | None, bool]:
        """The encoding of a group, and whether cells that prove nothing are in it too."""
        group = (column, by_font)
        if group not in self._verdicts:
            in_column = _words_of(self._texts.get(group, ()))
            find = self._by_words if by_font is None else self._by_font
            self._verdicts[group] = find(in_column, by_font)
        return self._verdicts[group]

    def _in_table(self, by_font: str | None) -> set[str]:
        if by_font not in self._words_by_font:
            groups = (texts for (_, font), texts in self._texts.items() if font == by_font)
            words = _words_of(text for texts in groups for text in texts)
            self._words_by_font[by_font] = words
        return self._words_by_font[by_font]

    def _by_words(self, in_column: set[str], by_font: str | None) -> tuple[str | None, bool]:
        found = detect(in_column)
        if found[0]:
            return found
        found = detect(self._in_table(by_font))
        return found if found[1] else (None, False)

    def _by_font(self, in_column: set[str], by_font: str | None) -> tuple[str | None, bool]:
        assert by_font
        for words in (in_column, self._in_table(by_font)):
            evidence = gather(words, by_font)
            legacy, unicode = evidence.count(Kind.LEGACY), evidence.count(Kind.UNICODE)
            if legacy != unicode:
                return by_font, legacy > unicode
        return by_font, True
