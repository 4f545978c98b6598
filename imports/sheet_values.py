"""One line of a filled sheet -> values, however people and programs wrote them.

To accept another way of writing: _result(), _reason(), _day() or _count(). Only what can mean one
thing is read; for the rest the line gets a sentence, and nothing is guessed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain.campaigns import Campaign
from domain.fields import Choice, Day, Field, Refused, Row
from domain.fields import Value as FieldValue
from domain.grid_entry import is_tick, tick_names
from domain.text import fold_key
from domain.visits import BY_DIGIT, DISPOSITIONS, disposition_options, reason_options
from imports.cells import text_of
from imports.sheet import Value

_NOTHING = ("", "-", "–", "—")
_EPOCH = date(1899, 12, 30)
_SERIALS = range(40_000, 80_000)  # 2009 … 2119: a day that lost its format
_DIGIT_AND_WORDS = re.compile(r"(\d)\s*[-–—.:,)/]?\s*([^\W\d_].*)?")
_REASON_OF_RESULT = re.compile(r"(\d)\s*[.\-/]\s*(\d{1,2})")
_LATER = ("reason", "all_apps", "in_use")  # read after what they depend on


def is_blank(cell: Value) -> bool:
    return text_of(cell) in _NOTHING


def read_values(
    cells: Mapping[str, Value], fields: Sequence[Field], campaign: Campaign
) -> tuple[Row, dict[str, str]]:
    """Values of the fields that have a cell, blank ones None, and a sentence by field for what
    cannot be read."""
    values: Row = {}
    errors: dict[str, str] = {}
    for f in sorted(fields, key=lambda f: f.name in _LATER or f.per_app):
        if f.name not in cells:
            continue
        values[f.name] = None
        if is_blank(cells[f.name]):
            continue
        try:
            values[f.name] = _read(f, cells[f.name], values, campaign)
        except Refused as problem:
            errors[f.name] = f"{f.label}: {problem}"
    return values, errors


def _read(f: Field, cell: Value, values: Row, campaign: Campaign) -> FieldValue:
    text = text_of(cell)
    if f.name == "disposition":
        return _result(text, campaign)
    if f.name == "reason":
        return _reason(text, values.get("disposition"), campaign)
    if isinstance(f.kind, Day):
        return str(f.kind.parse(_day(cell)))[:10]  # the sheet asks for no hour; programs add one
    if isinstance(f.kind, Choice):
        return f.kind.parse(text.upper())
    if f.name in tick_names(campaign) and is_tick(text):
        smartphones = values.get("smartphones")
        return smartphones if isinstance(smartphones, int) else 1
    return f.kind.parse(text)


def _day(cell: Value) -> str:
    """A day that lost its format is a number, in a CSV even as text."""
    text = text_of(cell)
    number = text.partition(".")[0]
    if number.isdecimal() and int(number) in _SERIALS:
        return (_EPOCH + timedelta(days=int(number))).isoformat()
    return text


def _result(text: str, campaign: Campaign) -> str:
    """A digit, a digit with its label ("3 - Vắng"), a label, or a part of one between commas."""
    options = disposition_options(campaign)
    named: dict[str, set[str]] = {}
    for o in (*options, *disposition_options(_without_labels(campaign))):
        for words in (o.label, o.code, *o.label.split(",")):
            named.setdefault(fold_key(words), set()).add(o.code)
    codes = named.get(fold_key(text), set())
    if len(codes) == 1:
        return next(iter(codes))
    if (match := _DIGIT_AND_WORDS.fullmatch(text)) and match[1] in BY_DIGIT:
        by_digit = BY_DIGIT[match[1]].code
        by_words = named.get(fold_key(match[2] or ""), set())
        if by_words and by_digit not in by_words:
            raise Refused(f"“{text}”: số và chữ là hai kết quả khác nhau.")
        return by_digit
    raise Refused(f"“{text}” không có trong danh mục. Hãy ghi một số từ 0 đến 9.")


def _reason(text: str, disposition: FieldValue, campaign: Campaign) -> FieldValue:
    """A number of the list of the result, one of its labels, or words of one's own."""
    code = str(disposition or "")
    own = reason_options(campaign, code)
    number = text
    if (match := _REASON_OF_RESULT.fullmatch(text)) and match[1] in BY_DIGIT:
        if BY_DIGIT[match[1]].code != code:
            raise Refused(f"“{text}” là lý do của kết quả {match[1]}. Hãy xem lại cột kết quả.")
        number = match[2]
    value = Choice(own, free=True).parse(number)
    if value in {o.code for o in own}:
        return value
    if number.isdigit():
        raise Refused(f"không có lý do số {number} cho kết quả này. Hãy xem các lý do trên phiếu.")
    for d in DISPOSITIONS:
        if fold_key(text) in {fold_key(o.label) for o in reason_options(campaign, d.code)}:
            raise Refused(f"“{text}” là lý do của kết quả {d.digit}. Hãy xem lại cột kết quả.")
    return value


def _without_labels(campaign: Campaign) -> Campaign:
    """With the labels of the program: a copy may be older than the office's own words."""
    return replace(campaign, labels=())
