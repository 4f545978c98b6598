"""Printed codes that survive typing, and households that are recognised again."""

from collections.abc import Iterator
from unicodedata import normalize

import pytest

from domain.households import (
    Known,
    check_digit,
    code_digits,
    is_code_like,
    make_code,
    match_households,
    near_codes,
    normal_code,
)
from domain.text import fold_key
from domain.villages import village_key

CODES = [make_code(v, h) for v in (1, 3, 12, 40, 99, 100, 999) for h in (*range(1, 400, 7), 9999)]


def one_digit_errors(digits: str) -> Iterator[str]:
    for i, old in enumerate(digits):
        yield from (digits[:i] + new + digits[i + 1 :] for new in "0123456789" if new != old)


def neighbour_swaps(digits: str) -> Iterator[str]:
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1]:
            yield digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]


def test_a_code_names_village_household_and_check_digit() -> None:
    assert make_code(3, 12) == "03-0012-" + check_digit("030012")
    assert len(set(CODES)) == len(CODES)


def test_the_check_digit_is_damms() -> None:
    assert check_digit("572") == "4"  # the example of Damm's thesis


def test_any_one_wrong_digit_and_any_swap_of_neighbours_is_refused() -> None:
    tried = 0
    for code in CODES:
        digits = code_digits(code)
        for wrong in (*one_digit_errors(digits), *neighbour_swaps(digits)):
            tried += 1
            assert normal_code(wrong) is None, (code, wrong)
    assert tried > 20_000


def test_a_code_is_read_with_and_without_its_hyphens() -> None:
    for code in CODES:
        digits = code_digits(code)
        assert normal_code(code) == normal_code(digits) == normal_code(f" {digits} ") == code
        assert is_code_like(code)
        assert is_code_like(digits)


def test_the_right_code_is_among_those_offered() -> None:
    for code in CODES[::10]:
        digits = code_digits(code)
        for wrong in (*one_digit_errors(digits), *neighbour_swaps(digits)):
            offered = near_codes(wrong)
            assert code in offered
            assert all(normal_code(c) == c for c in offered)


def test_a_code_is_not_offered_instead_of_itself() -> None:
    assert all(code not in near_codes(code) for code in CODES)
    assert near_codes("") == near_codes("12") == []


def test_names_and_phone_numbers_are_not_taken_for_codes() -> None:
    for text in ("0912345678", "Lò Văn 0300127", "123", "", "--"):
        assert not is_code_like(text)
    assert normal_code("123") is None
    assert normal_code("") is None


@pytest.mark.parametrize("household", [0, 10_000])
def test_a_household_number_that_would_blur_two_codes_is_refused(household: int) -> None:
    with pytest.raises(ValueError, match=str(household)):
        make_code(1, household)


RowOf = tuple[str, str, str, int | None, str | None, str]


def row(
    name: str, *, members: int | None = None, phone: str | None = None, address: str = "",
    village: str = "Bản Chiềng", code: str = "",
) -> RowOf:  # fmt: skip
    return (code, village, name, members, phone, address)


def known(rows: list[RowOf]) -> list[Known]:
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
def test_a_corrected_row_is_still_the_same_household(corrected: RowOf) -> None:
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
