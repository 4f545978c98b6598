"""Villages under their own kind words, and spellings of one village."""

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.villages import VILLAGE_KINDS, Village, join_village, split_village, village_key


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Bản Chiềng", "bản", "Chiềng"),
        ("BẢN CHIỀNG", "bản", "CHIỀNG"),
        (normalize("NFD", "bản  Chiềng"), "bản", "Chiềng"),
        ("Tổ dân phố 3", "tổ dân phố", "3"),
        ("TDP 3", "tổ dân phố", "3"),
        ("tdp. 3", "tổ dân phố", "3"),
        ("TDP3", "tổ dân phố", "3"),
        ("Khu phố 5", "khu phố", "5"),
        ("Khu 5", "khu", "5"),
        ("Tổ 12", "tổ", "12"),
        ("Na Hảo", "", "Na Hảo"),
        ("Bản", "", "Bản"),
        ("Bảng A", "", "Bảng A"),
        ("Tkachuk", "", "Tkachuk"),
    ],
)
def test_kind_and_name_are_told_apart(text: str, kind: str, name: str) -> None:
    assert split_village(text) == (kind, name)


@pytest.mark.parametrize("kind", [o.code for o in VILLAGE_KINDS])
def test_each_kind_is_shown_by_its_own_word_and_read_back(kind: str) -> None:
    label = Village("v", kind, "Na Hảo", 1).label
    assert label == f"{kind[0].upper()}{kind[1:]} Na Hảo"
    assert split_village(label) == (kind, "Na Hảo")


def test_a_name_without_a_kind_stands_alone() -> None:
    assert join_village("", "Na Hảo") == "Na Hảo"


@pytest.mark.parametrize(
    "spellings",
    [
        ("Bản Chiềng", "BẢN CHIỀNG", "ban chieng", "Bản  Chiềng ", normalize("NFD", "bản Chiềng")),
        ("TDP 03", "Tổ dân phố 3", "TDP3", "tổ dân phố số 3", "TỔ DÂN PHỐ SỐ 03", "to dan pho 3"),
        ("KDC 01", "Khu dân cư 1", "Khu dân cư số 1"),
        ("Thôn 2A", "thôn 02a"),
    ],
)
def test_spellings_of_one_village_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({village_key(s) for s in spellings}) == 1


def test_different_villages_keep_different_keys() -> None:
    names = ["Thôn 1", "Thôn 10", "Thôn 11", "Bản 1", "TDP 1", "Khu phố 1", "Mường So 1", "Mường 1"]
    assert len({village_key(n) for n in names}) == len(names)


@example("tĐp0")
@given(st.text(alphabet="tdpbảnkhuố số03 .AĐ", max_size=20))
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    assert village_key(village_key(text)) == village_key(text)
