"""Sheets as PDF: what the pages hold, that the bars say the code, that nothing is cut."""

import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.graphics.barcode.code128 import _patterns, setb, setc
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics

from domain.errors import AppError, Cancelled
from domain.fields import Choice, Field, Option, Text
from domain.printed_sheets import PrintedLine, paper_fields
from exports.bar_codes import MODULE, bars_of
from exports.pdf_text import BOLD, REGULAR, fit, flow, register_fonts, width_of, wrap
from exports.sheet_columns import share_out
from exports.sheet_pdf import (
    CLOSING_HEIGHT,
    LEAST_ROW,
    MARGIN,
    ROOM,
    lay_row,
    paginate,
    team_words,
    write_sheets_pdf,
)
from tests.exports.made import campaign
from tests.exports.printed import LONG, printed_sheet
from tests.needs import needs_pdftotext

READER = shutil.which("pdftotext")


def text_of(path: Path) -> list[str]:
    """The text of each page, as another program reads it."""
    out = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True
    ).stdout.decode()
    return unicodedata.normalize("NFC", out).split("\f")[:-1]


def decode(bars: tuple[tuple[int, int], ...], modules: int) -> str:
    """Code 128 read back from the bars alone, with its check symbol."""
    edges = [edge for left, width in bars for edge in (left, left + width)]
    assert edges[-1] == modules
    elements = [b - a for a, b in pairwise(edges)]
    shapes = {
        tuple(ord(c.upper()) - ord("A") + 1 for c in shape): value
        for value, shape in _patterns.items()
    }
    symbols = [shapes[tuple(elements[n : n + 6])] for n in range(0, len(elements) - 7, 6)]
    assert tuple(elements[-7:]) == (2, 3, 3, 1, 1, 1, 2)
    start, *data, check = symbols
    assert (start + sum(n * v for n, v in enumerate(data, 1))) % 103 == check
    letters_b, letters_c = ({v: k for k, v in s.items()} for s in (setb, setc))
    text, letters = "", {104: letters_b, 105: letters_c}[start]
    for value in data:
        if value == 99 and letters is letters_b:
            letters = letters_c
        elif value == 100 and letters is letters_c:
            letters = letters_b
        else:
            text += letters[value]
    return text


@pytest.mark.parametrize("text", ["P0012-5", "P0012-5.07", "P123456-1.100", "P9999-0.01"])
def test_the_bars_say_the_code(text: str) -> None:
    assert decode(*bars_of(text)) == text


def test_the_bar_code_of_a_line_fits_its_column_with_empty_margins() -> None:
    _, code, household, *_ = share_out(paper_fields(campaign()), MARGIN, ROOM)
    _, modules = bars_of("P0012-5.07")
    assert 0.25 * mm - 1e-9 <= MODULE
    assert code.x + (modules + 10) * MODULE <= household.x + 1e-6


@pytest.mark.parametrize("apps", [1, 2, 5, 8])
def test_columns_fill_the_page_and_leave_room_to_write(apps: int) -> None:
    columns = share_out(printed_sheet(apps=apps).fields, MARGIN, ROOM)
    assert sum(c.width for c in columns) == pytest.approx(ROOM)
    assert all(a.x + a.width == pytest.approx(b.x) for a, b in pairwise(columns))
    assert min(c.width for c in columns[4:]) >= 8 * mm - 1e-6


def test_every_vietnamese_letter_is_in_the_font() -> None:
    register_fonts()
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = {
        unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for t in tones
    }
    letters |= set("đĐ–“”…·") | set(tones[1:]) | {"\u0302", "\u0306", "\u031b"}
    for font in (REGULAR, BOLD):
        known = pdfmetrics.getFont(font).face.charToGlyph
        assert {c for c in "".join(letters) if ord(c) not in known} == set()


def test_a_name_too_long_is_wrapped_and_its_row_grows() -> None:
    columns = share_out(paper_fields(campaign()), MARGIN, ROOM)
    short = lay_row(PrintedLine(1, "H1", "Vi Văn Đặng", "Bản Mìn", "Cụm 1"), columns, False)
    long = lay_row(PrintedLine(2, "H2", LONG + " " + LONG, "Bản Mìn", "Cụm 1"), columns, False)
    assert short.height == LEAST_ROW
    assert 9 * mm <= LEAST_ROW
    assert " ".join(long.name) == LONG + " " + LONG
    assert long.height > short.height
    assert all(width_of(line, BOLD, 12) <= columns[2].width for line in long.name)


def test_the_village_stands_in_rows_of_a_sheet_of_several_villages() -> None:
    columns = share_out(paper_fields(campaign()), MARGIN, ROOM)
    line = PrintedLine(1, "H1", "Vi Văn Đặng", "Bản Mìn", "Cụm 1", members=4)
    assert lay_row(line, columns, True).place == ("Bản Mìn, Cụm 1, 4 khẩu",)
    assert lay_row(line, columns, False).place == ("Cụm 1, 4 khẩu",)


def test_a_word_wider_than_its_room_is_broken_not_cut() -> None:
    lines = wrap("Nguyễnhoàngphươngthảonguyên", REGULAR, 12, 60)
    assert len(lines) > 1
    assert "".join(lines) == "Nguyễnhoàngphươngthảonguyên"


def test_a_text_is_set_smaller_before_it_is_broken() -> None:
    size, lines = fit("Cài đặt Bluezone và Smart Thanh Hóa", REGULAR, 12, 190, 15, 8)
    assert 8 <= size < 12
    assert lines == ("Cài đặt Bluezone và Smart Thanh Hóa",)


def test_a_code_of_the_legend_stays_with_its_words() -> None:
    lines = flow([("1", " Đã cài đủ")] * 5, 9, 130, 8)
    assert [len(line) for line in lines] == [2, 2, 1]
    assert lines[1][0][0] == 0


@pytest.mark.parametrize("rows", range(1, 60))
def test_every_row_is_on_one_page_and_the_signatures_stand_below_rows(rows: int) -> None:
    heights = [30.0 + 14 * (n % 3 == 0) for n in range(rows)]
    pages = paginate(heights, 390, 120)
    assert [n for first, behind in pages for n in range(first, behind)] == list(range(rows))
    assert all(first < behind for first, behind in pages)
    assert all(sum(heights[a:b]) <= 390 for a, b in pages)
    assert sum(heights[slice(*pages[-1])]) + 120 <= 390


def test_a_sheet_of_30_households_with_short_names_has_three_pages() -> None:
    room = 138.5 * mm
    assert len(paginate([LEAST_ROW] * 30, room, CLOSING_HEIGHT)) == 3


@needs_pdftotext
def test_number_page_legend_and_reasons_are_on_every_page(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    write_sheets_pdf([printed_sheet()], path)
    pages = text_of(path)
    for n, page in enumerate(pages, 1):
        assert "P0012-5" in page
        assert f"Trang {n}/{len(pages)}" in page
        for words in ("1 Đã cài đủ", "0 Không tới được", "Lý do khi KQ 7:", "UBND xã Mường Mìn"):
            assert words in page
    whole = " ".join(pages)
    assert "Hà Thị Ẫm" in whole
    assert "09xx xxx 678" in whole
    assert not re.search(r"\d{9,}", whole), "a telephone number"
    assert {f"P0012-5.{n:02d}" for n in range(1, 31)} <= set(re.findall(r"P0012-5\.\d+", whole))
    assert ["BIÊN NHẬN TỜ PHIẾU SỐ P0012-5" in p for p in pages] == [False] * (len(pages) - 1) + [
        True
    ]
    assert "Người kiểm tra" in pages[-1]
    assert "TẬP HUẤN" not in whole


@needs_pdftotext
def test_the_rule_of_a_back_check_stands_under_the_legend_of_every_page(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    note = "Khả năng đạt nếu báo cáo thật ra sai 20 % là 20,6 %. " * 4
    write_sheets_pdf([printed_sheet(), replace(printed_sheet(13), notes=(note,))], path)
    with_note = [page for page in text_of(path) if "20,6 %" in page]
    assert len(with_note) >= 2
    assert all("P0013" in page for page in with_note)


def test_a_heading_with_a_long_word_stands_upright() -> None:
    fields = (
        Field("came", "Có người đến", Choice((Option("Y", "Có", "1"),))),
        Field("disposition", "KQ", Choice()), Field("note", "Ghi chú", Text(), width=36),
    )  # fmt: skip
    came, result, note = share_out(fields, MARGIN, ROOM / 1.6)[4:]
    assert came.upright
    assert not result.upright
    assert not note.upright


@needs_pdftotext
def test_a_practice_sheet_says_so_on_every_page(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    write_sheets_pdf([printed_sheet(practice=True, why="hẹn 14/08, buổi tối, tổ khác")], path)
    pages = text_of(path)
    out = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    stamps = unicodedata.normalize("NFC", out.stdout.decode()).replace("\n", " ")
    assert stamps.count("TẬP HUẤN") == len(pages)
    assert " ".join(pages).count("hẹn 14/08, buổi tối, tổ khác") == 30


def test_only_the_letters_used_are_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    write_sheets_pdf([printed_sheet()], path)
    assert path.stat().st_size < 100_000
    assert b"+NotoSans" in path.read_bytes()


def test_progress_counts_sheets_and_cancel_leaves_no_file(tmp_path: Path) -> None:
    sheets = [printed_sheet(n, 5) for n in range(1, 4)]
    seen: list[tuple[int, int]] = []
    write_sheets_pdf(sheets, tmp_path / "a.pdf", lambda n, of: seen.append((n, of)))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def cancel(done: int, _total: int) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_sheets_pdf(sheets, tmp_path / "b.pdf", cancel)
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Không ghi được tệp"):
        write_sheets_pdf([printed_sheet()], tmp_path / "none" / "a.pdf")


def test_a_team_called_to_is_not_called_so_twice() -> None:
    assert team_words("Tổ 2") == "Tổ 2"
    assert team_words("Đoàn thanh niên") == "Tổ: Đoàn thanh niên"
    assert team_words("").startswith("Tổ: ....")
