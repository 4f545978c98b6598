"""Leaflets as PDF: one for each household, two on a page, everything on it however many apps."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from domain.campaigns import App
from domain.errors import AppError, Cancelled
from domain.leaflets import Leaflet, LeafletHousehold, make_leaflet
from exports.leaflet_pdf import BOTTOM, QR, SIZES, TOP, _broken, write_leaflets_pdf
from tests.exports.made import campaign
from tests.exports.test_sheet_pdf import text_of
from tests.needs import needs_pdftotext

READER = shutil.which("pdftotext")
HOUSEHOLDS = [
    LeafletHousehold("Lương Văn Thủy", "Bản Chiềng, cụm 2"),
    LeafletHousehold("Vi Văn Ặng", "Bản Mìn"),
    LeafletHousehold("Lò Thị Ửng", "Bản Mìn"),
]


def leaflet(apps: int = 2) -> Leaflet:
    made = campaign()
    more = tuple(
        App(f"a{n}", f"Ứng dụng số {n}", ("Tên khác", "Tên nữa"), slot=n,
            about="Tra cứu thông tin, đăng ký và nhận lịch hẹn ngay trên điện thoại")
        for n in range(3, apps + 1)
    )  # fmt: skip
    return make_leaflet(
        replace(made, apps=(*made.apps, *more), guide="Cần giúp, gọi tổ công nghệ số.\n" * 3),
        "UBND xã Mường Mìn",
    )


@pytest.mark.parametrize("apps", [2, 4, 8])
def test_everything_fits_above_the_link_in_letters_one_can_read(apps: int) -> None:
    made = leaflet(apps)
    fitting = [size for size in SIZES if _broken(made, size)[1] <= TOP - BOTTOM - QR]
    assert max(fitting) >= (11 if apps == 2 else 7)


def test_words_that_do_not_fit_on_the_paper_are_refused_not_cut(tmp_path: Path) -> None:
    long = replace(leaflet(), guide=("Bấm “Cho phép” khi máy hỏi quyền vị trí.",) * 90)
    with pytest.raises(AppError, match="dài quá một mặt tờ rơi"):
        write_leaflets_pdf(long, HOUSEHOLDS, tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def pages_in(path: Path) -> int:
    return len(re.findall(rb"/Type /Page\b", path.read_bytes()))


def test_two_households_share_a_page(tmp_path: Path) -> None:
    write_leaflets_pdf(leaflet(), HOUSEHOLDS, tmp_path / "a.pdf")
    assert pages_in(tmp_path / "a.pdf") == 2


def test_without_households_there_is_one_page_to_copy(tmp_path: Path) -> None:
    write_leaflets_pdf(leaflet(), [], tmp_path / "a.pdf")
    assert pages_in(tmp_path / "a.pdf") == 1


@needs_pdftotext
def test_each_household_reads_its_name_the_steps_and_the_address(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_leaflets_pdf(leaflet(), HOUSEHOLDS, path)
    text = " ".join(" ".join(text_of(path)).split())
    for household in HOUSEHOLDS:
        assert f"Kính gửi hộ: {household.head_name}" in text
    assert text.count("1. Mở CH Play (điện thoại Android) hoặc App Store (iPhone).") == 3
    assert text.count("NewsDetail.aspx?Id=5662") == 3


def test_cancel_leaves_no_file(tmp_path: Path) -> None:
    def cancel(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_leaflets_pdf(leaflet(), HOUSEHOLDS * 40, tmp_path / "a.pdf", cancel)
    assert list(tmp_path.iterdir()) == []
