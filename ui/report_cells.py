"""What stands behind a cell of the report: where its number comes from and what can be opened (F6).

To let one more column open its households: a line in SEGMENT_OF. No widgets here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from domain.days import format_day
from domain.figures import FIGURE_KINDS, Figure
from domain.numerals import format_count, format_points, format_rate
from domain.progress import Progress
from domain.reasons import REASON_GROUPS
from exports.annexes import Annex, CellValue, Column
from exports.village_annexes import basis_start

# column of an annex -> segment of storage.household_lists; their number is the cell's …
SEGMENT_OF = {
    "households": "listed", "found": "found", "visited": "visited", "with_device": "with_device",
    "completed": "completed", "overdue": "overdue", "total": "not_completed",
}  # fmt: skip
# … or they are the households whose members and devices the cell adds up
SUM_OF = {
    "members": "listed", "smartphones": "with_device", "android": "with_device",
    "ios": "with_device", "os_unknown": "with_device", "in_use_base": "with_app",
    "paired_in_use": "in_use", "cross_smartphones": "with_device",
    "paired_all_apps": "with_app", "no_app": "without_app",
}  # fmt: skip
_REASONS = {g.code for g in REASON_GROUPS}
_FIGURES = {k.code for k in FIGURE_KINDS}
FLOW, BEFORE = ".flow", ".before"


@dataclass(frozen=True)
class Story:
    """A cell in words. `opens` goes to session.show(screen, **opens); "" opens nothing."""

    title: str  # "Bản Mìn: Hộ đã đến vận động, Lũy kế = 135"
    lines: tuple[str, ...]
    screen: str = ""
    opens: Mapping[str, str] = field(default_factory=dict)

    @property
    def hint(self) -> str:
        if self.screen == "households":
            return "Enter hoặc bấm đúp: mở danh sách hộ."
        return "Enter hoặc bấm đúp: mở Số liệu nền." if self.screen else ""


def cell_text(value: CellValue, kind: str) -> str:
    """As it will be printed."""
    if value is None:
        return "" if kind == "text" else "–"
    if isinstance(value, Fraction):
        return format_points(value) if kind == "points" else format_rate(value)
    if isinstance(value, int):
        return format_count(value)
    return str(value)


def column_name(column: Column) -> str:
    """ "Hộ đã đến vận động, Lũy kế"."""
    return f"{column.group}, {column.heading}" if column.group else column.heading


def tell_cell(
    annex: Annex, key: str, row: Mapping[str, CellValue], village: str, progress: Progress,
    at: str,
) -> Story:  # fmt: skip
    """`row` is one of the annex or its total (`village` ""); `at` is the cut-off, ISO."""
    column = next(c for c in annex.columns if c.key == key)
    value = cell_text(row.get(key), column.kind)
    title = f"{row.get('unit')}: {column_name(column)}{f' = {value}' if value else ''}"
    lines = [text for text in (column.meaning, column.unknown) if text]
    if column.ratio:
        lines = [*_ratio_lines(annex, column, row), *lines]
        if not village:
            start = basis_start(annex.number_of(key))
            lines += [note for note in annex.notes if note.startswith(start)]
    if column.sum_of:
        lines.insert(0, _sum_line(annex, column, row))
    if key in _FIGURES:
        told = _figure_lines(progress, key, village)
        return Story(title, (*told, *lines), "campaigns", {"part": "figures"})
    unit = next((u for u in progress.units if u.id == village), None)
    if unit and unit.tally:
        lines.append("Có số liệu tổng hợp của cả nơi này: danh sách hộ không đủ số ấy.")
    segment, counts = _segment(column.ratio[0] if column.ratio else key)
    if not segment:
        return Story(title, tuple(lines))
    if counts:
        lines.append("Là tổng của các hộ trong danh sách mở ra, không phải số hộ.")
    until = progress.since if key.endswith(BEFORE) else at
    if key.endswith(FLOW):
        lines.append("Danh sách mở ra là số lũy kế đến cuối kỳ.")
    opens = {"village": village, "until": until}
    opens |= {"reason": segment} if segment in _REASONS else {"filter": segment}
    return Story(title, tuple(lines), "households", opens)


def _segment(key: str) -> tuple[str, bool]:
    """(segment, whether the cell adds up something of those households)."""
    plain = key.removesuffix(FLOW).removesuffix(BEFORE)
    name, _, code = plain.partition(":")
    if name in ("installed", "paired", "only") and code:
        return f"app:{code}", True
    if plain in SUM_OF:
        return SUM_OF[plain], True
    return (plain, False) if plain in _REASONS else (SEGMENT_OF.get(plain, ""), False)


def _ratio_lines(annex: Annex, column: Column, row: Mapping[str, CellValue]) -> list[str]:
    """Numerator and denominator with their columns and what they mean."""
    assert column.ratio
    said = []
    words = (("Tử số", column.numerator), ("Mẫu số", column.denominator))
    for (name, meaning), key in zip(words, column.ratio, strict=True):
        part = next((c for c in annex.columns if c.key == key), None)
        where = f" (cột {annex.number_of(key)})" if annex.has(key) else ""
        source = f" Nguồn: {part.source}." if part and part.source else ""
        said.append(f"{name}: {cell_text(row.get(key), 'count')}{where}: {meaning}.{source}")
    return said


def _sum_line(annex: Annex, column: Column, row: Mapping[str, CellValue]) -> str:
    parts = [
        f"{cell_text(row.get(c.key), c.kind)} ({c.heading.lower()})"
        for c in annex.columns
        if c.key in column.sum_of
    ]
    return f"{cell_text(row.get(column.key), column.kind)} = {' + '.join(parts)}."


def _figure_lines(progress: Progress, kind: str, village: str) -> list[str]:
    """Source and day of the figures behind a denominator: the village's own, or all in use."""
    labels = {u.label for u in progress.units if u.id == village}
    used: list[tuple[str, Figure]] = [
        (label, f) for label, f in progress.figures
        if f.kind == kind and f.as_of <= progress.until
        and (not village or label in labels or f.village_id is None)
    ]  # fmt: skip
    told = [
        f"{label}: {format_count(f.value)}; nguồn: {f.source}, tính đến {format_day(f.as_of)}."
        for label, f in used
    ]
    return told or ["Chưa có số liệu nền nào: ghi ở Đợt vận động, phần Số liệu nền."]
