"""Printed codes that survive typing."""

from collections.abc import Iterator

import pytest

from domain.errors import AppError
from domain.households import (
    check_digit,
    code_digits,
    is_code_like,
    make_code,
    near_codes,
    normal_code,
    typed_code,
)

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
    with pytest.raises(AppError, match=r"9\.999"):
        make_code(1, household)


def test_a_code_without_its_check_digit_is_understood_where_it_cannot_be_another() -> None:
    for code in (make_code(2, 1), make_code(40, 9999)):
        assert typed_code(code[:-2]) == typed_code(f" {code[:-2].replace('-', ' ')} ") == code
        assert typed_code(code) == code
    assert typed_code("020001") is None
    assert typed_code("02-001") is None
