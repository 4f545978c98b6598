"""Field: the one description of a piece of data that form, list, import, sheet and schema read.

To add a kind of value: a class here, its widget in ui/forms.py WIDGETS and its format in
exports/cells.py. To add a field: see domain/visits.py and domain/households.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from domain.days import format_day, parse_when
from domain.numerals import parse_count
from domain.phones import parse_phone
from domain.text import clean, clean_lines, fold_key

Value = str | int | None
Row = dict[str, Value]


class Refused(ValueError):
    """The text is no such value; the message is Vietnamese and says what would be."""


class Kind(Protocol):
    """How text becomes a value and back. Knows nothing of widgets or cells."""

    @property
    def stored_as(self) -> type: ...

    def parse(self, text: str) -> Value: ...

    def format(self, value: Value) -> str: ...


@dataclass(frozen=True)
class Text:
    lines: int = 1
    stored_as: type = str

    def parse(self, text: str) -> Value:
        return (clean(text) if self.lines == 1 else clean_lines(text)) or None

    def format(self, value: Value) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Number:
    """A whole number of 0 or more, or of `least` or more."""

    most: int = 999_999_999
    least: int = 0
    stored_as: type = int

    def parse(self, text: str) -> Value:
        try:
            value = parse_count(text)
        except ValueError:
            raise Refused(
                f"“{text.strip()}” không phải là số. Hãy gõ số nguyên, ví dụ 4."
            ) from None
        if value > self.most:
            raise Refused(f"Số {value} quá lớn (nhiều nhất {self.most}).")
        if value < self.least:
            raise Refused(f"Số {value} quá nhỏ (ít nhất {self.least}).")
        return value

    def format(self, value: Value) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Day:
    """A day, with an hour where `hour` allows one."""

    hour: bool = False
    stored_as: type = str

    def parse(self, text: str) -> Value:
        try:
            when = parse_when(text, date.today())
        except ValueError:
            raise Refused(
                f"“{text.strip()}” không phải là ngày. Hãy gõ ngày/tháng/năm, ví dụ 13/8/2020."
            ) from None
        return when if self.hour else when[:10]

    def format(self, value: Value) -> str:
        return format_day(value) if isinstance(value, str) else ""


@dataclass(frozen=True)
class YesNo:
    stored_as: type = int

    def parse(self, text: str) -> Value:
        key = fold_key(text)
        if key in {"x", "1", "co", "c", "y", "roi", "dung"} or text.strip() in {"✓", "✔"}:
            return 1
        if key in {"0", "khong", "k", "n", "chua"}:
            return 0
        raise Refused(f"“{text.strip()}”: hãy gõ x hoặc 1 là có, 0 là không.")

    def format(self, value: Value) -> str:
        return "" if value is None else ("Có" if value else "Không")


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    digit: str = ""  # what paper and keyboard use
    note: str = ""


@dataclass(frozen=True)
class Choice:
    """One of a list. Accepts the code, the digit, the label or the label without diacritics."""

    options: tuple[Option, ...] = ()
    free: bool = False  # other text is kept as it is
    stored_as: type = str

    def parse(self, text: str) -> Value:
        typed = clean(text)
        for o in self.options:
            if typed and typed in (o.code, o.digit, o.label):
                return o.code
        key = fold_key(text)
        for o in self.options:
            if key and key in (fold_key(o.label), fold_key(o.code)):
                return o.code
        if self.free:
            return typed or None
        listed = ", ".join(f"{o.digit} {o.label}".strip() for o in self.options[:10])
        raise Refused(f"“{text.strip()}” không có trong danh mục. Chọn một trong: {listed}.")

    def format(self, value: Value) -> str:
        for o in self.options:
            if o.code == value:
                return o.label
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Phone:
    """A Vietnamese telephone number as 10 digits of text; an odd one is kept as typed."""

    stored_as: type = str

    def parse(self, text: str) -> Value:
        return parse_phone(text)

    def format(self, value: Value) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Field:
    name: str  # column, dict key, import target: English, snake_case
    label: str  # form, table heading, Excel heading, error message: Vietnamese
    kind: Kind = Text()
    required: bool = False
    width: int = 12  # characters; form, grid and sheet scale it
    aliases: tuple[str, ...] = ()  # other headings accepted on import
    per_app: bool = False  # stored as a row per app, not as a column
    hint: str = ""  # one sentence beside the widget


def parse_row(fields: Iterable[Field], raw: Mapping[str, str]) -> tuple[Row, dict[str, str]]:
    """Text by field name -> values, and one Vietnamese message for each bad field.

    An empty text is None, never 0: blank is not zero.
    """
    values: Row = {}
    errors: dict[str, str] = {}
    for f in fields:
        text = raw.get(f.name, "")
        values[f.name] = None
        try:
            if text and clean(text):
                values[f.name] = f.kind.parse(text)
        except Refused as problem:
            errors[f.name] = f"{f.label}: {problem}"
            continue
        if f.required and values[f.name] is None:
            errors[f.name] = f"Chưa nhập {f.label[0].lower() + f.label[1:]}."
    return values, errors


def format_row(fields: Iterable[Field], values: Mapping[str, Value]) -> dict[str, str]:
    return {f.name: f.kind.format(values.get(f.name)) for f in fields}


def heading_key(text: str) -> str:
    """Headings are compared without diacritics, punctuation, case and line breaks."""
    return fold_key(text)
