"""Villages: recognised in any spelling, numbered once."""

import pytest

from domain.errors import AppError
from domain.figures import Figure
from domain.users import User
from storage.database import Database
from storage.figures import save_figure
from storage.villages import (
    count_village_households,
    delete_village,
    find_village,
    list_villages,
    save_village,
    save_village_order,
    save_villages,
)


def test_villages_come_in_the_order_they_were_given(db: Database) -> None:
    assert [v.label for v in list_villages(db)] == ["Bản Chiềng", "Bản Mìn", "Thôn Na Hảo"]


@pytest.mark.parametrize("text", ["Bản Chiềng", "BẢN CHIỀNG", "ban chieng", "Chiềng", "chieng"])
def test_any_spelling_finds_the_village(db: Database, text: str) -> None:
    found = find_village(db, text)
    assert found is not None
    assert found.label == "Bản Chiềng"


def test_a_name_that_two_villages_bear_finds_neither_without_its_kind(
    db: Database, by: User
) -> None:
    save_villages(db, [("thôn", "Chiềng")], by=by)
    assert find_village(db, "Chiềng") is None
    found = find_village(db, "thôn chiềng")
    assert found is not None
    assert found.kind == "thôn"


def test_a_known_village_is_not_added_again(db: Database, by: User) -> None:
    changes, villages = save_villages(db, [("bản", "CHIỀNG"), ("bản", "Bơn")], by=by)
    assert changes.count == 1
    assert [v.number for v in villages] == [1, 2, 3, 4]


def test_renaming_keeps_the_number_of_the_printed_codes(db: Database, by: User) -> None:
    village = list_villages(db)[0]
    save_village(db, village.id, "khu phố", "Chiềng Mới", 9, by=by)
    renamed = list_villages(db)[-1]
    assert (renamed.label, renamed.number) == ("Khu phố Chiềng Mới", village.number)


def test_two_villages_cannot_have_one_name(db: Database, by: User) -> None:
    village = list_villages(db)[0]
    with pytest.raises(AppError, match="Đã có thôn, bản tên"):
        save_village(db, village.id, "bản", "mìn", 1, by=by)


def test_a_village_with_households_or_figures_cannot_be_deleted(db: Database, by: User) -> None:
    _, villages = save_villages(db, [("bản", "Bơn")], by=by)
    save_figure(db, Figure("population", 9, "2020-08-01", "xã", villages[-1].id), by=by)
    for village in (villages[0], villages[-1]):
        with pytest.raises(AppError, match="Không xóa được"):
            delete_village(db, village.id, by=by)


def test_the_number_of_a_deleted_village_is_not_given_again(db: Database, by: User) -> None:
    _, villages = save_villages(db, [("bản", "Bơn")], by=by)
    delete_village(db, villages[-1].id, by=by)
    _, villages = save_villages(db, [("bản", "Yên")], by=by)
    assert villages[-1].number == 5


def test_another_order_keeps_the_numbers(db: Database, by: User) -> None:
    villages = list_villages(db)
    save_village_order(db, [v.id for v in reversed(villages)], by=by)
    assert [(v.label, v.number) for v in list_villages(db)] == [
        (v.label, v.number) for v in reversed(villages)
    ]


def test_households_are_counted_by_village(db: Database) -> None:
    counts = count_village_households(db)
    assert [counts[v.id] for v in list_villages(db)] == [5, 4, 3]
