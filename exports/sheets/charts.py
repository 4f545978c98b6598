"""The sheet "Biểu đồ": native charts on the cells of the annexes, one to a printed page.

To add a chart: a function that returns one, or None where its data are missing, and its line in
CHARTS. openpyxl 3.1 hides axes and labels everything unless told not to.
"""

from collections.abc import Callable
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
# Dark to light, so that a black-and-white copy keeps the order of the stack.
STACK = ("1F3864", "0B57C9", "2E8B57", "7FB2E5", "C55A11", "F4B183", "BFBFBF")
LINE_EMU = 28575  # 2.25 pt
SMALL_LABELS = 25  # villages from which the labels of a bar chart get smaller


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


def _series(placed: Placed, key: str, title: str) -> Series:
    values = Reference(range_string=placed.rows_of(key))
    series: Series = SeriesFactory(values, title=title)
    return series


def _fill(series: Series, colour: str) -> None:
    series.graphicalProperties = GraphicalProperties(solidFill=colour)
    series.graphicalProperties.line = LineProperties(solidFill="FFFFFF", w=6350)


def _bars(placed: Placed, title: str, across: str) -> BarChart:
    """Horizontal bars in the order of the annex, the first village on top."""
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth = 40
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    size = 8 if len(placed.annex.rows) > SMALL_LABELS else 11
    _dress(chart, title, "", across, size)
    chart.x_axis.title = None
    chart.x_axis.tickLblSkip = 1
    return chart


def _rates(book: Book, code: str, suffix: str, title: str, words: str) -> list[BarChart]:
    """A bar per village for each annex page that has this rate."""
    found = []
    for placed in book.placed:
        if not placed.annex.has(code) or not placed.annex.has("unit"):
            continue
        chart = _bars(
            placed,
            f"{title}{_app_of(book, placed, suffix)} theo {unit_word(book.report.progress)}",
            words,
        )
        size = 8 if len(placed.annex.rows) > SMALL_LABELS else 11
        series = _series(placed, code, words)
        _fill(series, BLUE)
        series.dLbls = _labels(size, r"0.00\ %")
        chart.series.append(series)
        chart.set_categories(Reference(range_string=placed.rows_of("unit")))
        chart.y_axis.numFmt, chart.y_axis.number_format = None, "0%"
        chart.y_axis.scaling.min = 0
        chart.legend = None
        found.append(chart)
    return found


def _app_of(book: Book, placed: Placed, suffix: str) -> str:
    for app in book.report.campaign.active_apps:
        if placed.annex.has(f"{suffix}{app.code}"):
            return f" {app.name}"
    return ""


def visited_chart(book: Book) -> list[BarChart]:
    return _rates(book, "IND01", "-", "Tỷ lệ hộ đã đến vận động", "Tỷ lệ trên tổng số hộ")


def installed_charts(book: Book) -> list[BarChart]:
    return _rates(
        book,
        "IND07",
        "installed:",
        "Tỷ lệ máy đã cài",
        "Tỷ lệ trên điện thoại thông minh rà soát được",
    )


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


def reason_chart(book: Book) -> list[BarChart]:
    placed = book.find("AWAY", "REFUSED")
    if placed is None:
        return []
    chart = _bars(placed, f"Lý do chưa hoàn thành theo {unit_word(book.report.progress)}", "Số hộ")
    chart.grouping, chart.overlap = "stacked", 100
    for group, colour in zip(REASON_GROUPS, STACK, strict=True):
        series = _series(placed, group.code, group.label)
        _fill(series, colour)
        chart.series.append(series)
    chart.set_categories(Reference(range_string=placed.rows_of("unit")))
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.scaling.min = 0
    return [chart]


CHARTS: tuple[Callable[[Book], list[BarChart] | list[LineChart]], ...] = (
    visited_chart,
    installed_charts,
    day_charts,
    reason_chart,
)
