"""Acceptance of A8: at least 95 of 100 planted pairs found, at most 50 false ones."""

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from domain.duplicate_weights import Listed, phone_numbers
from domain.duplicates import ENOUGH, chance, find_like, find_pairs, pair_key
from domain.errors import Cancelled

_spec = importlib.util.spec_from_file_location(
    "name_lists", Path(__file__).with_name("name_lists.py")
)
assert _spec
assert _spec.loader
lists = importlib.util.module_from_spec(_spec)
sys.modules["name_lists"] = lists
_spec.loader.exec_module(lists)


@pytest.mark.parametrize("change", ["", "members", "phone", "village"])
@pytest.mark.parametrize("make", [lists.few_names, lists.real_names])
def test_nearly_all_planted_pairs_are_found_with_few_false_ones(
    make: Callable[[int], list[Listed]], change: str
) -> None:
    for seed in (1, 2):
        listed, planted = lists.plant(make(seed), seed, change)
        found = {pair_key(p.a, p.b) for p in find_pairs(listed)}
        assert len(planted & found) >= 95
        assert len(found - planted) <= 50


@pytest.fixture
def village() -> list[Listed]:
    """A list large enough that a name has a rarity."""
    made: list[Listed] = lists.real_names(9, 2_000, 8)
    return made


def _add(village: list[Listed], *more: Listed) -> dict[str, str]:
    """Pair key -> why, of the pairs that have one of the added households."""
    ids = {h.id for h in more}
    return {pair_key(p.a, p.b): p.why for p in find_pairs([*village, *more]) if ids & {p.a, p.b}}


ONE = Listed("a", "v0", "Lò Văn Ửng", "0912345678", 4, 1970, "Số 7, ngõ Chợ")


def test_the_reasons_name_everything_the_two_have_in_common(village: list[Listed]) -> None:
    found = _add(village, ONE, replace(ONE, id="b", head_name="Ửng Lò Văn"))
    assert found == {
        "a b": "Tên viết đảo thứ tự, cùng số điện thoại, cùng năm sinh chủ hộ, cùng thôn, bản, "
        "cùng địa chỉ, cùng số nhân khẩu"
    }


def test_one_of_two_numbers_in_the_field_is_enough(village: list[Listed]) -> None:
    other = Listed("b", "v5", "Lo Van Ung", "0987654321; 0912345678")
    assert "cùng số điện thoại" in _add(village, ONE, other)["a b"]


def test_a_common_name_in_one_village_is_no_duplicate_and_a_rare_one_is(
    village: list[Listed],
) -> None:
    common = Listed("a", "v0", "Nguyễn Văn Hùng", members=4)
    assert "a b" not in _add(village, common, replace(common, id="b"))
    rare = Listed("a", "v0", "Quách Khắc Khoát", members=4)
    assert "a b" in _add(village, rare, replace(rare, id="b"))


def test_a_phone_shared_by_unlike_names_of_two_villages_is_weak(village: list[Listed]) -> None:
    relative = Listed("b", "v5", "Trần Thị Lan", ONE.phone, 2)
    assert _add(village, ONE, relative) == {}


def test_a_number_that_many_have_tells_nothing(village: list[Listed]) -> None:
    office = [replace(h, phone="0373888999") for h in village[:40]]
    assert find_pairs([*office, *village[40:]]) == find_pairs(
        [*(replace(h, phone=None) for h in village[:40]), *village[40:]]
    )


def test_different_birth_years_speak_against_a_pair(village: list[Listed]) -> None:
    same = Listed("a", "v0", "Vũ Văn Luận", members=4, birth_year=1960)
    assert "a b" in _add(village, same, replace(same, id="b"))
    assert "a b" not in _add(village, same, replace(same, id="b", birth_year=1985))


def test_three_copies_of_one_household_are_all_shown(village: list[Listed]) -> None:
    bare, swapped = (
        replace(ONE, id="b", head_name="lo van ung"),
        replace(ONE, id="c", head_name="Văn Lò Ửng", phone=None, birth_year=None),
    )
    assert {"a b", "a c"} <= _add(village, ONE, bare, swapped).keys()


def test_pairs_told_apart_are_not_proposed_again(village: list[Listed]) -> None:
    two = [*village, ONE, replace(ONE, id="b")]
    assert "a b" in {pair_key(p.a, p.b) for p in find_pairs(two)}
    assert "a b" not in {pair_key(p.a, p.b) for p in find_pairs(two, {pair_key("b", "a")})}


def test_the_likeliest_pair_stands_first_and_every_score_is_a_chance(
    village: list[Listed],
) -> None:
    scores = [p.score for p in find_pairs([*village, ONE, replace(ONE, id="b")])]
    assert scores == sorted(scores, reverse=True)
    assert all(ENOUGH <= s <= 1 for s in scores)


def test_a_list_of_hardly_any_households_can_be_searched() -> None:
    assert find_pairs([]) == []
    assert find_pairs([replace(ONE, head_name=" ")]) == []
    nameless = [Listed(str(n), "v", " ") for n in range(3)]
    assert all(p.score <= 1 for p in find_pairs(nameless))


def test_progress_is_told_and_may_stop_the_search(village: list[Listed]) -> None:
    told: list[tuple[int, int]] = []
    find_pairs(village, report=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 100)
    assert told[-1] == (100, 100)
    assert told == sorted(told)

    def stop(done: int, total: int) -> None:
        if done >= 50:
            raise Cancelled

    with pytest.raises(Cancelled):
        find_pairs(village, report=stop)


def test_a_chance_is_never_out_of_range() -> None:
    assert chance(-2000) == 0
    assert chance(0) == 0.5
    assert chance(1000) == 1


def test_numbers_of_a_phone_field_are_its_digits() -> None:
    assert phone_numbers("0912 345 678; 0987654321; gọi") == {"0912345678", "0987654321"}
    assert phone_numbers(None) == frozenset()


def test_a_household_about_to_be_added_is_compared_in_its_village_and_by_its_phone() -> None:
    known = [ONE, Listed("b", "v1", "Lo Van Ung"), Listed("c", "v1", "Hà Thị Lan", "0912345678")]
    new = Listed("", "v0", "Ửng Lò Văn")
    assert find_like(new, known) == [("a", "tên viết đảo thứ tự")]
    found = find_like(replace(new, phone="0912345678"), known)
    assert found == [
        ("a", "tên viết đảo thứ tự, cùng số điện thoại"), ("c", "tên khác nhau, cùng số điện thoại")
    ]  # fmt: skip
    assert find_like(Listed("", "v0", "Hà Thị Lan"), known) == []
