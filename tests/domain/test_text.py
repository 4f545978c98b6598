"""Vietnamese text: every letter, composed and decomposed; the order of names; masking."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.text import (
    clean,
    clean_lines,
    fold,
    fold_key,
    fold_words,
    initials,
    mask_phone,
    name_sort_key,
    sort_key,
    words_with_numbers_key,
)

# The 134 letters that legacy fonts and Unicode have beyond ASCII: 67 small, 67 capital.
BY_BASE = {
    "a": "àảãáạăằẳẵắặâầẩẫấậ",
    "e": "èẻẽéẹêềểễếệ",
    "i": "ìỉĩíị",
    "o": "òỏõóọôồổỗốộơờởỡớợ",
    "u": "ùủũúụưừửữứự",
    "y": "ỳỷỹýỵ",
    "d": "đ",
}
LETTERS = [(base, c) for base, small in BY_BASE.items() for c in small + small.upper()]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_all_134_letters_are_listed() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 134


@pytest.mark.parametrize(("base", "letter"), LETTERS)
def test_every_letter_folds_to_its_base_composed_and_decomposed(base: str, letter: str) -> None:
    assert fold(letter) == fold(nfd(letter)) == base
    assert clean(nfd(letter)) == letter


def test_marks_in_another_order_are_still_one_letter() -> None:
    assert clean("e\u0323\u0302") == clean("e\u0302\u0323") == "ệ"


def test_the_eth_that_old_keyboards_typed_folds_as_d() -> None:
    assert fold("Ðặng ðức") == "dang duc"


def test_clean_squeezes_white_space_and_drops_what_cannot_be_seen() -> None:
    assert clean("\ufeff Nguyễn\u00a0\t Văn\u200b  Hòa \n") == "Nguyễn Văn Hòa"
    assert clean("\u200b") == ""
    assert clean("a  b ") == "a b"


def test_clean_keeps_the_tone_where_it_was_typed() -> None:
    assert clean("Hoà") == "Hoà"
    assert clean("Hòa") == "Hòa"


def test_clean_lines_keeps_line_breaks_only() -> None:
    assert clean_lines(" Như trên \r\n  Lưu:  VT \n") == "Như trên\nLưu: VT"


@given(st.text())
@example("Ḁ")
def test_clean_and_fold_key_change_nothing_the_second_time(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold_key(fold_key(text)) == fold_key(text)
    assert fold_key(nfd(text)) == fold_key(unicodedata.normalize("NFC", text))


def test_spellings_of_one_name_share_a_key() -> None:
    names = (
        "Đặng Thị Thuý",
        "ĐẶNG THỊ THÚY",
        nfd("Đặng  Thị Thúy"),
        "dang thi thuy",
        "Ðặng Thị-Thúy",
    )
    assert {fold_key(n) for n in names} == {"dang thi thuy"}


def test_fold_words_are_letters_and_digits_only() -> None:
    assert fold_words("Số 5, ngõ 12/3 – Bản Chiềng") == [
        "so",
        "5",
        "ngo",
        "12",
        "3",
        "ban",
        "chieng",
    ]


def test_initials_of_a_name() -> None:
    assert initials(fold_words("Nguyễn Văn Hòa")) == "nvh"
    assert initials(fold_words(nfd("ĐỖ Ý"))) == "dy"
    assert initials([]) == ""


def test_the_alphabet_runs_a_ă_â_b_c_d_đ_e_ê_and_so_on() -> None:
    alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    assert sorted(reversed(alphabet), key=sort_key) == list(alphabet)
    assert sorted(reversed(alphabet.upper()), key=sort_key) == list(alphabet.upper())
    assert sorted((nfd(c) for c in reversed(alphabet)), key=sort_key) == [nfd(c) for c in alphabet]


def test_tones_come_ngang_huyền_hỏi_ngã_sắc_nặng() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(reversed(tones), key=sort_key) == tones


def test_a_tone_decides_only_where_all_letters_agree() -> None:
    assert sort_key("má a") < sort_key("ma b")
    assert sort_key("mạ") < sort_key("mă")


def test_people_are_listed_by_tên_then_họ_then_đệm() -> None:
    listed = [
        "Lò Văn An",
        "Vi Thị An",
        "Hà Văn Ân",
        "Lương Văn Dũng",
        "Hà Thị Đào",
        "Nguyễn An Hòa",
        "Nguyễn Văn Hòa",
        "Phạm Văn Hòa",
        "Hà Văn Hoàng",
    ]
    assert sorted(reversed(listed), key=name_sort_key) == listed
    assert name_sort_key("") == ""


def test_villages_with_numbers_are_counted_not_spelled() -> None:
    villages = ["Bản Chiềng", "Thôn 2", "Thôn 10", "Thôn 10a"]
    assert sorted(reversed(villages), key=words_with_numbers_key) == villages


@given(st.lists(st.text()))
@example(["Khu 5²", "Khu 5"])
def test_any_texts_can_be_sorted(texts: list[str]) -> None:
    assert len(sorted(texts, key=words_with_numbers_key)) == len(texts)


def test_a_masked_phone_shows_two_digits_and_the_last_three() -> None:
    assert mask_phone("0912345678") == "09xx xxx 678"
    assert mask_phone("0912345678; 0987654321") == "09xx xxx 678; 09xx xxx 321"
    assert mask_phone("gọi con trai 0912 345 678") == "gọi con trai xxxx xxx 678"
    assert mask_phone("không có") == "không có"
