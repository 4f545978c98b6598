"""Households of a list that is read again are recognised, corrected or not."""

from unicodedata import normalize

import pytest

from domain.household_match import ListRow, match_households
from domain.households import Known, code_digits, make_code
from domain.text import fold_key
from domain.villages import village_key


def row(
    name: str, *, members: int | None = None, phone: str | None = None, address: str = "",
    village: str = "Bản Chiềng", code: str = "",
) -> ListRow:  # fmt: skip
    return (code, village, name, members, phone, address)


def known(rows: list[ListRow]) -> list[Known]:
    return [
        Known(f"h{n}", make_code(1, n), village_key(village), fold_key(name), members, phone,
              fold_key(address))
        for n, (_, village, name, members, phone, address) in enumerate(rows, 1)
    ]  # fmt: skip


def ids(found: list[Known | None]) -> list[str | None]:
    return [k.id if k else None for k in found]


LISTED = [
    row("Lò Văn Hòa", members=4, phone="0912345678"),
    row("Lò Văn Hòa", members=6, phone="0987654321"),
    row("Vi Thị Thúy", members=3, address="Ngõ 2"),
    row("Vi Thị Thúy", members=3, address="Ngõ 5"),
    row("Hà Văn Đào", members=5, village="TDP 03"),
]


def test_the_same_list_again_matches_every_household_to_itself() -> None:
    assert ids(match_households(LISTED, known(LISTED))) == ["h1", "h2", "h3", "h4", "h5"]


def test_the_list_in_another_order_still_matches() -> None:
    assert ids(match_households(LISTED[::-1], known(LISTED))) == ["h5", "h4", "h3", "h2", "h1"]


def test_two_families_of_one_name_stay_two() -> None:
    found = match_households([LISTED[0], LISTED[0], LISTED[0]], known(LISTED))
    assert ids(found) == ["h1", "h2", None]


def test_a_new_family_of_a_known_name_is_new() -> None:
    new = row("Lò Văn Hòa", members=2, phone="0333333333")
    found = match_households([new, LISTED[1], LISTED[0]], known(LISTED))
    assert ids(found) == [None, "h2", "h1"]


def test_phone_decides_before_address_and_address_before_members() -> None:
    base = known(
        [
            row("Lò Văn Ba", members=4, phone="0911111111", address="Ngõ 1"),
            row("Lò Văn Ba", members=5, phone="0922222222", address="Ngõ 2"),
        ]
    )
    both = [row("Lò Văn Ba", members=4, phone="0922222222", address="Ngõ 1")]
    assert ids(match_households(both, base)) == ["h2"]
    assert ids(match_households([row("Lò Văn Ba", members=4, address="ngo 2")], base)) == ["h2"]
    assert ids(match_households([row("Lò Văn Ba", members=5)], base)) == ["h2"]
    assert ids(match_households([row("Lò Văn Ba")], base)) == ["h1"]


@pytest.mark.parametrize(
    "corrected",
    [
        row("Hà Văn Đào", members=6, village="TDP 03"),
        row("Hà Văn Đào", members=5, village="TDP 03", phone="0912000000"),
        row("HÀ VĂN ĐÀO", members=5, village="Tổ dân phố 3"),
        row(normalize("NFD", "Hà  Văn Đào"), village="tổ dân phố số 3", address="Số 7"),
        row("Ha Van Dao", village="TDP3"),
    ],
)
def test_a_corrected_row_is_still_the_same_household(corrected: ListRow) -> None:
    assert ids(match_households([corrected], known(LISTED))) == ["h5"]


def test_tone_placement_does_not_make_a_new_household() -> None:
    assert ids(match_households([row("Lò Văn Hoà"), row("Vi Thị Thuý")], known(LISTED))) == [
        "h1",
        "h3",
    ]


def test_another_village_is_another_household() -> None:
    assert ids(match_households([row("Hà Văn Đào", village="TDP 4")], known(LISTED))) == [None]


def test_a_code_decides_against_name_and_village_however_it_is_typed() -> None:
    digits = code_digits(make_code(1, 2))
    renamed = row("Tên khác hẳn", village="Bản khác", code=digits)
    assert ids(match_households([renamed, LISTED[0]], known(LISTED))) == ["h2", "h1"]


def test_a_code_written_twice_never_reaches_another_household() -> None:
    coded = row("Lò Văn Hòa", code=make_code(1, 1))
    assert ids(match_households([coded, coded], known(LISTED))) == ["h1", "h1"]


def test_a_code_comes_before_names_wherever_it_stands() -> None:
    rows = [row("Lò Văn Hòa"), row("Lò Văn Hòa", code=make_code(1, 1))]
    assert ids(match_households(rows, known(LISTED))) == ["h2", "h1"]


def test_an_unknown_or_mistyped_code_leaves_the_decision_to_the_name() -> None:
    for code in (make_code(7, 7), "01-0001-x", "abc"):
        assert ids(
            match_households([row("Hà Văn Đào", village="TDP 3", code=code)], known(LISTED))
        ) == ["h5"]


# --- A corrected list -----------------------------------------------------------------------------

VILLAGE = [
    row("Hà Văn An", members=4, phone="0911111111"),
    row("Lò Thị Bình", members=3, phone="0922222222"),
    row("Vi Đức Cường", members=5),
    row("Ngân Văn Dũng", members=2, phone="0944444444"),
    row("Cầm Bá Quý", members=6),
    row("Lương Thị Yến", members=1),
]


def reread(changed: dict[int, ListRow], rows: list[ListRow] = VILLAGE) -> list[str | None]:
    """The whole list again with some rows changed; the ids of those."""
    again = [changed.get(n, listed) for n, listed in enumerate(rows)]
    found = ids(match_households(again, known(rows)))
    return [found[n] for n in changed]


def test_a_corrected_name_is_known_by_its_phone() -> None:
    assert reread({0: row("Hà Văn Anh", members=5, phone="0911111111")}) == ["h1"]
    partial = [row("Hà Thị An", phone="0911111111"), row("Hà An", phone="0911111111")]
    assert [ids(match_households([r], known(VILLAGE))) for r in partial] == [[None], ["h1"]]


def test_a_new_head_is_known_by_the_phone_where_the_whole_village_is_listed() -> None:
    widow = row("Phạm Thị Bảo", members=3, phone="0911111111")
    assert reread({0: widow}) == ["h1"]
    assert ids(match_households([widow], known(VILLAGE))) == [None]


def test_a_corrected_name_without_a_phone_is_known_in_a_list_of_the_whole_village() -> None:
    assert reread({2: row("Vi Đức Cương", members=5)}) == ["h3"]  # the letters fold to one name
    assert reread({2: row("Vi Cường", members=5)}) == ["h3"]
    assert reread({4: row("Cầm Bá Quỳnh", members=6)}) == [None]
    assert ids(match_households([row("Vi Cường", members=5)], known(VILLAGE))) == [None]


def test_a_family_that_shares_a_phone_or_nearly_a_name_stays_its_own() -> None:
    son = row("Hà Văn Anh", members=2, phone="0911111111")
    assert ids(match_households([*VILLAGE, son], known(VILLAGE)))[-1] is None
    two = [son, row("Hà Văn Ang", members=2, phone="0911111111")]
    assert ids(match_households([*two, *VILLAGE[1:]], known(VILLAGE)))[:2] == [None, None]
    other_phone = row("Vi Cường", members=5, phone="0999999999")
    base = [*VILLAGE[:2], row("Vi Đức Cường", members=5, phone="0933333333"), *VILLAGE[3:]]
    assert reread({2: other_phone}, base) == [None]


def test_a_household_that_moved_is_known_by_name_and_phone() -> None:
    moved = row("Lò Thị Bình", members=3, phone="0922222222", village="Bản Mìn")
    assert reread({1: moved}) == ["h2"]
    assert ids(match_households([VILLAGE[1], moved], known(VILLAGE))) == ["h2", None]


def test_the_households_of_a_renamed_village_are_known_by_their_names() -> None:
    renamed = [row(r[2], members=r[3], phone=r[4], village="Bản Chiềng Mới") for r in VILLAGE]
    assert ids(match_households(renamed, known(VILLAGE))) == ["h1", "h2", "h3", "h4", "h5", "h6"]


def test_two_families_of_one_name_in_a_renamed_village_find_their_own() -> None:
    base = [*VILLAGE, row("Vi Đức Cường", members=2)]
    renamed = [row(r[2], members=r[3], village="Bản Chiềng Mới") for r in reversed(base)]
    found = ids(match_households(renamed, known(base)))
    assert found == ["h7", "h6", "h5", "h4", "h3", "h2", "h1"]


def test_the_households_of_two_villages_joined_into_one_are_known() -> None:
    other = [row(name, village="Bản Mìn") for name in ("Hà Văn Tý", "Thao A Dơ", "Lê Thị Lý")]
    joined = [row(r[2], members=r[3], village="Bản Đoàn Kết") for r in [*VILLAGE, *other]]
    found = ids(match_households(joined, known([*VILLAGE, *other])))
    assert found == [f"h{n}" for n in range(1, 10)]


def test_a_new_village_beside_the_old_ones_is_new() -> None:
    beside = [row(r[2], members=r[3], village="Bản Mới") for r in VILLAGE]
    assert ids(match_households([*beside, VILLAGE[0]], known(VILLAGE)))[:-1] == [None] * 6
