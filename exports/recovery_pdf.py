"""The recovery code on one sheet of A4: to be printed, signed and put into a locked cupboard."""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from exports.files import write_beside
from exports.pdf_text import BOLD, LEADING, REGULAR, draw_stamp, register_fonts, wrap

WIDTH, HEIGHT = A4
MARGIN = 25 * mm
ROOM = WIDTH - 2 * MARGIN
SIZE = 12
TITLE = "MÃ KHÔI PHỤC DỮ LIỆU"
PROGRAM = "Chương trình Từng Nhà"
RULES = (
    "Mã này mở được toàn bộ dữ liệu của đơn vị khi không còn ai nhớ mật khẩu. Chương trình không "
    "lưu mã ở nơi nào khác và không ai cấp lại được.",
    "Cất tờ giấy này trong tủ có khóa hoặc phong bì niêm phong, không để cùng máy tính, không chụp "
    "ảnh, không gửi qua mạng.",
    "Khi cần: mở chương trình, bấm “Quên mật khẩu”, gõ mã rồi đặt mật khẩu mới. Mã chỉ dùng được "
    "một lần; chương trình sẽ cho mã mới để in lại.",
)


def write_recovery_pdf(code: str, name: str, day: str, path: Path, *, practice: bool) -> None:
    """`day` as people read it. Raises AppError where the file cannot be written."""
    write_beside(lambda part: _write(code, name, day, part, practice=practice), path)


def _write(code: str, name: str, day: str, part: str, *, practice: bool) -> None:
    register_fonts()
    canvas = Canvas(part, pagesize=A4, initialFontName=REGULAR)
    canvas.setTitle("Mã khôi phục")
    canvas.setFont(REGULAR, SIZE)
    y = HEIGHT - MARGIN
    if practice:
        draw_stamp(canvas, WIDTH - MARGIN, y + 8 * mm)
    canvas.drawString(MARGIN, y, PROGRAM)
    canvas.drawRightString(WIDTH - MARGIN, y, f"Ngày {day}")
    y -= 18 * mm
    canvas.setFont(BOLD, 20)
    canvas.drawCentredString(WIDTH / 2, y, TITLE)
    y = _draw_code(canvas, code, y - 12 * mm)
    for rule in RULES:
        y = _draw_paragraph(canvas, rule, y)
    y -= 8 * mm
    for label, text in (("Đơn vị:", ""), ("Tài khoản quản trị:", name), ("Người giữ mã:", ""),
                        ("Nơi cất:", "")):  # fmt: skip
        y = _draw_line(canvas, label, text, y)
    canvas.showPage()
    canvas.save()


def _draw_code(canvas: Canvas, code: str, top: float) -> float:
    """In a frame, two lines of four groups; returns where to go on."""
    groups, height = code.split("-"), float(36 * mm)
    canvas.setLineWidth(1.2)
    canvas.rect(MARGIN, top - height, ROOM, height)
    canvas.setFont(BOLD, 24)
    step = ROOM / 5
    for n, group in enumerate(groups):
        row, column = (1, 4) if n == 8 else divmod(n, 4)  # the check letters
        canvas.drawCentredString(MARGIN + step * (column + 0.5), top - (14 + 14 * row) * mm, group)
    return top - height - float(12 * mm)


def _draw_paragraph(canvas: Canvas, text: str, y: float) -> float:
    canvas.setFont(REGULAR, SIZE)
    for line in wrap(text, REGULAR, SIZE, ROOM):
        canvas.drawString(MARGIN, y, line)
        y -= SIZE * LEADING * 1.15
    return y - float(3 * mm)


def _draw_line(canvas: Canvas, label: str, text: str, y: float) -> float:
    """A label, and what is known or a line to write on."""
    start = MARGIN + 45 * mm
    canvas.setFont(REGULAR, SIZE)
    canvas.drawString(MARGIN, y, label)
    if text:
        canvas.setFont(BOLD, SIZE)
        canvas.drawString(start, y, text)
    else:
        canvas.setLineWidth(0.5)
        canvas.line(start, y - 1 * mm, WIDTH - MARGIN, y - 1 * mm)
    return y - float(11 * mm)
