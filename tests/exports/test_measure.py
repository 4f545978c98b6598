"""Widths as measured with the Times metrics (vietnam.md 1.2), in millimetres."""

import pytest

from exports.measure import count_lines, text_mm


@pytest.mark.parametrize(
    ("text", "size", "mm"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 87.7),
        ("Độc lập - Tự do - Hạnh phúc", 13, 56.1),
        ("Độc lập - Tự do - Hạnh phúc", 14, 60.4),
        ("ỦY BAN NHÂN DÂN", 13, 43.0),
    ],
)
def test_bold_texts_are_as_wide_as_measured(text: str, size: float, mm: float) -> None:
    assert text_mm(text, size, True) == pytest.approx(mm, rel=0.015)


def test_lines_are_counted_at_spaces_and_line_breaks() -> None:
    assert count_lines("", 40, 12) == 1
    assert count_lines("Bản Chiềng", 40, 12) == 1
    assert count_lines("Bản Chiềng\nBản Mìn", 40, 12) == 2
    assert count_lines("Tổ dân phố Tân Lập Thượng số 12", 30, 12) == 3


def test_a_word_wider_than_its_cell_takes_more_lines() -> None:
    assert count_lines("x" * 60, 30, 12) > 3
