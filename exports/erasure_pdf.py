"""The certificate of an erasure as PDF, A4: one page with no personal data on it.

What it says is domain/erasures.py. Room for two signatures at the foot.
"""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from domain.erasures import BEYOND, Certificate, certificate_lines
from exports.files import write_beside
from exports.pdf_text import BOLD, LEADING, REGULAR, draw_stamp, register_fonts, wrap

WIDTH, HEIGHT = A4
LEFT, RIGHT = 25 * mm, 18 * mm
ROOM = WIDTH - LEFT - RIGHT
LABEL = 52 * mm
SIZE = 11.0
TITLE = "GIẤY XÁC NHẬN XÓA DỮ LIỆU CÁ NHÂN"
SIGNERS = ("Người thực hiện", "Thủ trưởng đơn vị")


def write_certificate(certificate: Certificate, path: Path) -> None:
    write_beside(lambda name: _write(certificate, name), path)


def _write(certificate: Certificate, name: str) -> None:
    register_fonts()
    canvas = Canvas(name, pagesize=A4, initialFontName=REGULAR)
    canvas.setTitle(TITLE.capitalize())
    canvas.setAuthor(certificate.office)
    if certificate.practice:
        draw_stamp(canvas, WIDTH - RIGHT, HEIGHT - 18 * mm)
    y = HEIGHT - 25 * mm
    y = _paragraph(canvas, certificate.office, BOLD, 12, LEFT, y, ROOM) - 10 * mm
    canvas.setFont(BOLD, 15)
    canvas.drawCentredString(LEFT + ROOM / 2, y, TITLE)
    y -= 14 * mm
    for label, text in certificate_lines(certificate):
        end = _paragraph(canvas, label, REGULAR, SIZE, LEFT, y, LABEL - 4 * mm)
        y = min(end, _paragraph(canvas, text, BOLD, SIZE, LEFT + LABEL, y, ROOM - LABEL))
        y -= 2.5 * mm
    y = _paragraph(canvas, BEYOND, REGULAR, SIZE, LEFT, y - 3 * mm, ROOM) - 12 * mm
    canvas.setFont(REGULAR, SIZE)
    for n, signer in enumerate(SIGNERS):
        canvas.drawCentredString(LEFT + ROOM * (0.25 + n * 0.5), y, signer)
    canvas.setFont(REGULAR, 8)
    canvas.drawString(LEFT, 12 * mm, f"Từng Nhà {certificate.version}".strip())
    canvas.showPage()
    canvas.save()


def _paragraph(
    canvas: Canvas, text: str, font: str, size: float, x: float, y: float, room: float
) -> float:
    """Where the next one begins."""
    canvas.setFont(font, size)
    for line in wrap(text, font, size, room):
        canvas.drawString(x, y, line)
        y -= size * LEADING * 1.1
    return y
