"""Villages inside titles, addresses and section rows; spellings of the commune's villages."""

import pytest

from imports.village_book import VillageBook
from imports.village_texts import (
    section_village,
    starts_with_kind,
    tidy_village,
    village_in_address,
    village_in_title,
)
from tests.imports.lists import COMMUNE


@pytest.mark.parametrize(
    ("title", "village"),
    [
        ("DANH SÁCH HỘ GIA ĐÌNH BẢN CHIỀNG", "Bản Chiềng"),
        ("DANH SÁCH HỘ DÂN TRÊN ĐỊA BÀN THÔN 3 XÃ MƯỜNG MÌN", "Thôn 3"),
        ("Thôn (bản): Na Hảo    Xã: Mường Mìn", "Na Hảo"),
        ("BAN QUẢN LÝ BẢN CHIỀNG", "Bản Chiềng"),
        ("Danh sách hộ dân tổ dân phố số 5 (đợt 1)", "Tổ dân phố số 5"),
        ("DANH SACH HO GIA DINH BAN CHIENG", "Ban Chieng"),
        ("DANH SÁCH HỘ GIA ĐÌNH CÁC THÔN, BẢN", ""),
        ("THỐNG KÊ HỘ THEO TỪNG THÔN BẢN NĂM 2020", ""),
        ("ỦY BAN NHÂN DÂN XÃ MƯỜNG MÌN", ""),
        ("UY BAN NHAN DAN XA MUONG MIN", ""),
        ("Thôn/Bản: ............", ""),
        ("DANH SÁCH TỔ CÔNG TÁC", ""),
        ("Bản sao, tổ chức thực hiện trên khu vực", ""),
    ],
)
def test_a_title_names_a_village_or_none(title, village):
    assert village_in_title(title) == village


@pytest.mark.parametrize(
    ("address", "village"),
    [
        ("Số nhà 5 ngõ 3, tổ dân phố số 4, phường Đông Vệ", "Tổ dân phố số 4"),
        ("Tổ 3, khu phố 2", "Khu phố 2"),
        ("Tổ 2 khu phố 3 phường Đông Vệ", "Khu phố 3"),
        ("Tổ 3, phường Đông Vệ", "Tổ 3"),
        ("Tổ dân phố số 4 phường Đông Vệ", "Tổ dân phố số 4"),
        ("12/3 Ấp 4, xã Tân Phú", "Ấp 4"),
        ("Nhà văn hóa bản Mìn", "Bản Mìn"),
        ("ngõ 12, thon 3, xa Muong Min", "Thon 3"),
        ("khu vực chợ, thôn Đông", "Thôn Đông"),
        ("Bản Chiềng\nxã Mường Mìn", "Bản Chiềng"),
        ("Số 5 Lê Lợi", ""),
        ("", ""),
    ],
)
def test_an_address_names_a_village_or_none(address, village):
    assert village_in_address(address).lower() == village.lower()


@pytest.mark.parametrize(
    ("text", "village"),
    [
        ("BẢN SƠN THỦY", "Bản Sơn Thủy"),
        ("II. THÔN 2", "Thôn 2"),
        ("thôn3", "Thôn 3"),
        ("Bản Chiềng - 30 hộ", "Bản Chiềng"),
        ("THÔN II", "Thôn II"),
        ("TDP03", "Tổ dân phố 03"),
        ("- Bản Mìn:", "Bản Mìn"),
        ("Thôn 3: 30 hộ, 120 nhân khẩu", "Thôn 3"),
    ],
)
def test_a_section_row_gives_the_village_alone(text, village):
    assert section_village(text) == village


@pytest.mark.parametrize("name", ["Bàn Văn Tổ", "Tô Văn An", "Lang Thị Xóm", "Đội Văn Cấn", "Bản"])
def test_a_person_is_no_village(name):
    assert not starts_with_kind(name)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Ban Chieng", "Bản Chiềng"),
        ("BẢN CHIỀNG", "Bản Chiềng"),
        ("B. Chiềng", "Bản Chiềng"),
        ("B.Chiềng", "Bản Chiềng"),
        ("Chiềng", "Bản Chiềng"),
        ("Thôn Chiềng", "Bản Chiềng"),
        ("TDP 03", "Tổ dân phố 3"),
        ("TDP3", "Tổ dân phố 3"),
        ("Tổ 3", "Tổ dân phố 3"),
        ("Tổ dân phố số 3", "Tổ dân phố 3"),
        ("Thôn Na Hảo", "Na Hảo"),
        ("na hảo", "Na Hảo"),
        ("Luốc Lầu", "Bản Luốc Lầu"),
        ("Thôn 3", ""),
        ("Bản Chiềg", ""),
        ("Bản Sơn", ""),
        ("", ""),
    ],
)
def test_a_spelling_means_a_village_of_the_commune_or_none(text, label):
    assert VillageBook(COMMUNE).find(text) == label


def test_two_villages_of_one_name_are_not_guessed_between():
    book = VillageBook(["Bản Mìn", "Thôn Mìn"])
    assert book.find("Mìn") == ""
    assert book.find("B. Mìn") == "Bản Mìn"


def test_spellings_of_a_new_village_become_one_with_the_best_spelling():
    book = VillageBook([])
    texts = {("BẢN MÌN", ""): 9, ("Ban Min", ""): 5, ("Bản Mìn", ""): 1, ("B. Mìn", ""): 4}
    book.learn(texts)
    assert {book.label(*text) for text in texts} == {"Bản Mìn"}


def test_a_tidy_village_stays_as_it_is():
    for label in COMMUNE:
        assert tidy_village(label) == label
