"""The sheet "Biểu đồ": native charts on the cells of the annexes, one to a printed page.

To add a chart: a function that returns one, or None where its data are missing, and its line in
CHARTS. openpyxl 3.1 hides axes and labels everything unless told not to.
"""

from collections.abc import Callable
from fractions import Fraction
from math import ceil
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.worksheet.pagebreak import Break

from domain.reasons import REASON_GROUPS
from exports.cells import FONT
from exports.page import LANDSCAPE_MM, set_page, set_widths
from exports.sheets.book import Book, Placed
from exports.village_annexes import unit_word

ROWS_A_PAGE = 30
CHART_WIDTH_CM = (LANDSCAPE_MM - 4) / 10
CHART_HEIGHT_CM = 14.8
ROW_PT = 15.4
BLUE, GREY = "0B57C9", "808080"
# Dark to light and patterned, so that a black-and-white copy tells the parts of a stack apart.
STACK = (
    ("1F3864", ""), ("0B57C9", ""), ("2E8B57", "wdUpDiag"), ("C55A11", "pct20"),
    ("7FB2E5", "wdDnDiag"), ("F4B183", ""), ("BFBFBF", "smCheck"),
)  # fmt: skip
LINE_EMU = 28575  # 2.25 pt
MOST_BARS = 25  # on a page: with more, LibreOffice leaves out every other name
Rows = tuple[int, int]  # the first and the last row of an annex that a chart shows


def write_charts(book: Book) -> None:
    charts = [chart for make in CHARTS for chart in make(book)]
    if not charts:
        return
    sheet = book.add_sheet("Biểu đồ")
    set_widths(sheet, [LANDSCAPE_MM - 2])
    first = book.put_practice(sheet, 1)
    for page, chart in enumerate(charts):
        start = page * ROWS_A_PAGE + 1
        for row in range(start, start + ROWS_A_PAGE):
            if row >= first:
                sheet.row_dimensions[row].height = ROW_PT
        size: Any = chart  # the annotations of both say int; centimetres are not
        size.width, size.height = CHART_WIDTH_CM, CHART_HEIGHT_CM - (first - 1) * 0.8
        sheet.add_chart(chart, f"A{start + (first if page == 0 else 1)}")
        if page:
            sheet.row_breaks.append(Break(id=start - 1))
    set_page(sheet, landscape=True, practice=book.report.practice)
    sheet.print_area = f"A1:A{len(charts) * ROWS_A_PAGE}"


def _font(size: int, bold: bool = False, colour: str = "000000") -> CharacterProperties:
    return CharacterProperties(
        sz=size * 100, b=bold, solidFill=colour, latin=Font(typeface=FONT),
        cs=Font(typeface=FONT),
    )  # fmt: skip


def _text(size: int, bold: bool = False) -> RichText:
    properties = ParagraphProperties(defRPr=_font(size, bold))
    return RichText(
        bodyPr=RichTextProperties(), p=[Paragraph(pPr=properties, endParaRPr=_font(size))]
    )


def _title(words: str, size: int = 14) -> Title:
    run = RegularTextRun(rPr=_font(size, True), t=words)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_font(size, True)), r=[run])
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])), overlay=False)


def _dress(chart: BarChart | LineChart, title: str, across: str, up: str, size: int) -> None:
    chart.title = _title(title)
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.title, chart.y_axis.title = _title(across, 11), _title(up, 11)
    chart.x_axis.txPr, chart.y_axis.txPr = _text(size), _text(11)
    chart.y_axis.majorGridlines = ChartLines(
        spPr=GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    )
    if chart.legend is not None:
        chart.legend.position = "b"
        chart.legend.txPr = _text(11)


def _labels(size: int, number_format: str) -> DataLabelList:
    return DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False,
        showPercent=False, numFmt=number_format, txPr=_text(size),
    )  # fmt: skip


def _series(placed: Placed, key: str, title: str, rows: tuple[int, int] = (0, 0)) -> Series:
    values = Reference(range_string=placed.rows_of(key, *rows))
    series: Series = SeriesFactory(values, title=title)
    return series


def _fill(series: Series, colour: str, pattern: Any = "") -> None:
    if pattern:
        lines, ground = ColorChoice(), ColorChoice()
        lines.RGB, ground.RGB = "FFFFFF", colour
        fill = PatternFillProperties(prst=pattern, fgClr=lines, bgClr=ground)
        series.graphicalProperties = GraphicalProperties(pattFill=fill)
    else:
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
    series.graphicalProperties.line = LineProperties(solidFill="FFFFFF", w=6350)


def _bars(book: Book, placed: Placed, title: str, across: str) -> list[tuple[BarChart, Rows]]:
    """Horizontal bars in the order of the annex, from the top, on as many pages as names need."""
    charts = []
    pages = placed.pages(MOST_BARS)
    for n, rows in enumerate(pages, 1):
        chart = BarChart()
        chart.type = "bar"
        chart.gapWidth = 40
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
        words = f"{title} theo {unit_word(book.report.progress)}"
        _dress(chart, f"{words} ({n}/{len(pages)})" if len(pages) > 1 else words, "", across, 10)
        chart.x_axis.title = None
        chart.x_axis.tickLblSkip = 1
        chart.y_axis.scaling.min = 0
        charts.append((chart, rows))
    return charts


def _rates(book: Book, code: str, placed: Placed, title: str, words: str) -> list[BarChart]:
    """A bar per village with its rate; all pages of a table have the same scale."""
    found = []
    rates = [r[code] for r in placed.annex.rows]
    most = max((float(r) for r in rates if isinstance(r, Fraction)), default=0)
    for chart, rows in _bars(book, placed, title, words):
        series = _series(placed, code, words, rows)
        _fill(series, BLUE)
        series.dLbls = _labels(10, r"0.00\ %")
        chart.series.append(series)
        chart.set_categories(Reference(range_string=placed.rows_of("unit", *rows)))
        chart.y_axis.number_format = "0%"
        chart.y_axis.scaling.max = max(1.0, ceil(most * 10) / 10)
        chart.legend = None
        found.append(chart)
    return found


def visited_charts(book: Book) -> list[BarChart]:
    placed = book.find("IND01", "unit")
    if placed is None:
        return []
    return _rates(book, "IND01", placed, "Tỷ lệ hộ đã đến vận động", "Tỷ lệ trên tổng số hộ")


def installed_charts(book: Book) -> list[BarChart]:
    words = "Tỷ lệ trên điện thoại thông minh rà soát được"
    return [
        chart
        for app in book.report.campaign.active_apps
        if (placed := book.find(f"installed:{app.code}", "IND07"))
        for chart in _rates(book, "IND07", placed, f"Tỷ lệ máy đã cài {app.name}", words)
    ]


def day_charts(book: Book) -> list[LineChart]:
    """Cumulative households and devices; the lines differ by dash as well as by colour."""
    pages = [p for p in book.placed if p.annex.has("visited_new")]
    charts = []
    for placed in pages:
        chart = LineChart()
        keys: list[tuple[str, str, str, Any]] = [
            ("visited", "Hộ đã đến", BLUE, "solid"),
            ("completed", "Hộ hoàn thành", GREY, "dash"),
        ]
        styles: tuple[tuple[str, Any], ...] = (("2E8B57", "sysDot"), ("C55A11", "lgDashDot"))
        for n, app in enumerate(a for a in book.report.campaign.active_apps
                                if placed.annex.has(f"installed:{a.code}")):  # fmt: skip
            keys.append((f"installed:{app.code}", f"Máy cài {app.name}", *styles[n % 2]))
        for n, (key, words, colour, dash) in enumerate(keys):
            series = _series(placed, key, words)
            series.graphicalProperties = GraphicalProperties()
            series.graphicalProperties.line = LineProperties(
                solidFill=colour, w=LINE_EMU, prstDash=dash
            )
            series.marker = Marker(
                symbol=("circle", "square", "triangle", "diamond")[n % 4], size=6,
                spPr=GraphicalProperties(solidFill=colour),
            )  # fmt: skip
            series.smooth = False
            chart.series.append(series)
        chart.set_categories(Reference(range_string=placed.rows_of("day")))
        _dress(chart, "Tiến độ theo ngày (lũy kế)", "Ngày", "Số hộ, số máy", 10)
        chart.x_axis.number_format = "dd/mm"
        chart.y_axis.number_format = "#,##0"
        chart.y_axis.scaling.min = 0
        charts.append(chart)
    return charts


def reason_charts(book: Book) -> list[BarChart]:
    placed = book.find("AWAY", "REFUSED")
    if placed is None:
        return []
    found = []
    for chart, rows in _bars(book, placed, "Lý do chưa hoàn thành", "Số hộ"):
        chart.grouping, chart.overlap = "stacked", 100
        for group, (colour, pattern) in zip(REASON_GROUPS, STACK, strict=True):
            series = _series(placed, group.code, group.label, rows)
            _fill(series, colour, pattern)
            chart.series.append(series)
        chart.set_categories(Reference(range_string=placed.rows_of("unit", *rows)))
        chart.y_axis.number_format = "#,##0"
        found.append(chart)
    return found


CHARTS: tuple[Callable[[Book], list[BarChart] | list[LineChart]], ...] = (
    visited_charts,
    installed_charts,
    day_charts,
    reason_charts,
)
