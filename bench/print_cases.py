"""Printed sheets of the whole commune against the PDF library's bare loop over the same cells."""

from pathlib import Path

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from bench.data import open_reference
from bench.keys import BY
from bench.timing import Line, interleave, median
from domain.printed_sheets import PrintedSheet
from exports.bar_codes import MODULE
from exports.pdf_text import BOLD, REGULAR, register_fonts
from exports.sheet_columns import READ_HEADINGS
from exports.sheet_pdf import MARGIN, write_sheets_pdf
from storage.sheet_plans import SheetSource, get_printed_sheets, plan_sheets
from storage.sheets import save_sheets

ROWS, ROW, COLUMN = 11, 32.0, 45.0  # of a page of the bare loop


def print_case(reference: Path, folder: Path, size: str) -> list[Line]:
    """Ours plans, numbers, reads and draws; the floor only draws, from what was read before."""
    db, campaign = open_reference(reference)

    def read() -> list[PrintedSheet]:
        plan = plan_sheets(db, campaign, SheetSource(), 30)
        _, sheets = save_sheets(db, campaign, plan, by=BY)
        return get_printed_sheets(db, campaign, sheets)

    printed = read()
    register_fonts()
    texts, bars = _bare_loop(printed, folder / "bare.pdf", with_bars=True)

    def ours() -> None:
        write_sheets_pdf(read(), folder / "sheets.pdf")

    plain_times, bare_times, times = interleave(
        3,
        lambda: _bare_loop(printed, folder / "bare.pdf", with_bars=False),
        lambda: _bare_loop(printed, folder / "bare.pdf", with_bars=True),
        ours,
    )
    db.close()
    ratio = median(times) / median(bare_times)
    plain = median(times) / median(plain_times)
    about = f"{texts} chữ, {bars} mã vạch; so với vòng lặp không vẽ mã vạch: {plain:.2f}"
    return [Line(f"in {size} hộ ra PDF", "reportlab trần, cùng ô", median(bare_times),
                 median(times), "≤ 1,5 x", ratio <= 1.5, about.replace(".", ","))]  # fmt: skip


def _bare_loop(printed: list[PrintedSheet], path: Path, *, with_bars: bool) -> tuple[int, int]:
    """Every cell with the library's own calls, at places known before; (texts, bar codes)."""
    canvas = Canvas(str(path), pagesize=landscape(A4))
    width, height = landscape(A4)
    texts = bars = 0

    def put(words: list[str], font: str, size: float, y: float, step: float) -> None:
        nonlocal texts
        canvas.setFont(font, size)
        for n, word in enumerate(words):
            canvas.drawString(MARGIN + n * step, y, word)
            texts += 1

    for sheet in printed:
        headings = [*READ_HEADINGS, *(f.label for f in sheet.fields)]
        codes = [f"{o.digit} {o.label}" for o in sheet.legend]
        codes += [f"{o.digit} {o.label}" for _, options in sheet.reasons for o in options]
        edges = [MARGIN + n * COLUMN for n in range(len(headings))]
        for first in range(0, len(sheet.lines), ROWS):
            rows = sheet.lines[first : first + ROWS]
            put([sheet.sheet.code, sheet.heading, sheet.sheet.title, sheet.team, sheet.commune,
                 sheet.campaign, "Trang 1/3"], BOLD, 12, height - 40, 110)  # fmt: skip
            put(headings, BOLD, 12, height - 100, COLUMN)
            put(codes, REGULAR, 9, 30, 20)
            y = height - 130
            for line in rows:
                code = sheet.bar_code(line.line)
                put([str(line.line), line.head_name, line.last], BOLD, 12, y, 200)
                put([f"{line.cluster}, {line.members} khẩu", line.phone], REGULAR, 12, y - 14, 200)
                put([f"{code}   {line.code}"], REGULAR, 8.5, y - 20, 1)
                if with_bars:
                    bar = Code128(code, barWidth=MODULE, barHeight=17, quiet=0)
                    bar.drawOn(canvas, 60, y - 10)
                    bars += 1
                y -= ROW
            canvas.lines([(MARGIN, height - 130 - n * ROW, width, height - 130 - n * ROW)
                          for n in range(len(rows))]
                         + [(x, height - 130, x, y) for x in edges])  # fmt: skip
            canvas.showPage()
    canvas.save()
    return texts, bars
