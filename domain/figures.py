"""Denominators from outside: population and subscribers, with source and as-of date (A10)."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.days import END_OF_TIME, end_of
from domain.fields import Choice, Day, Field, Number, Option, Text

FIGURE_KINDS = (
    Option("population", "Dân số"),
    Option("subscribers", "Thuê bao điện thoại thông minh"),
)

FIGURE_FIELDS: tuple[Field, ...] = (
    Field("village", "Thôn, bản (để trống: toàn xã)", Text(), width=24),
    Field("kind", "Loại số liệu", Choice(FIGURE_KINDS), required=True, width=30),
    Field("value", "Số lượng", Number(), required=True, width=12),
    Field("as_of", "Tính đến ngày", Day(hour=True), required=True, width=16),
    Field("source", "Nguồn, văn bản số", Text(), required=True, width=44),
)


@dataclass(frozen=True)
class Figure:
    kind: str
    value: int
    as_of: str  # ISO day or hour
    source: str
    village_id: str | None = None  # None: the whole commune
    id: str = ""


def figure_at(
    figures: Iterable[Figure], kind: str, village_id: str | None, cut_off: str
) -> Figure | None:
    """The newest one stated as of the cut-off or earlier; later revisions leave the past alone."""
    last = end_of(cut_off)
    known = [
        f for f in figures if f.kind == kind and f.village_id == village_id and f.as_of <= last
    ]
    return max(known, key=lambda f: (f.as_of, f.id), default=None)


def newest_figure(figures: Iterable[Figure], kind: str, village_id: str | None) -> Figure | None:
    return figure_at(figures, kind, village_id, END_OF_TIME)
