"""The office in its versions: no two from the same day, never none."""

from dataclasses import replace

import pytest

from domain.errors import AppError
from domain.offices import Office, office_on
from domain.users import User
from storage.database import Database
from storage.offices import (
    delete_office,
    is_practice,
    list_offices,
    save_office,
    save_practice_mark,
)

SINCE_2025 = Office("2025-07-01", "xã", "Mường Mìn", "tỉnh Thanh Hóa", superior_line=True)


def test_each_day_has_the_office_as_it_was_called(db: Database, by: User) -> None:
    save_office(db, SINCE_2025, by=by)
    versions = list_offices(db)
    for day, upper in (("2020-08-25", "huyện Quan Sơn"), ("2026-01-01", "tỉnh Thanh Hóa")):
        office = office_on(versions, day)
        assert office is not None
        assert office.upper_unit == upper


def test_a_version_comes_back_as_it_was_saved(db: Database, by: User) -> None:
    save_office(db, SINCE_2025, by=by)
    assert replace(list_offices(db)[-1], id="") == SINCE_2025


def test_two_versions_from_one_day_are_refused(db: Database, by: User) -> None:
    with pytest.raises(AppError, match="áp dụng từ đúng ngày này"):
        save_office(db, replace(SINCE_2025, valid_from="2020-01-01"), by=by)


def test_changing_a_version_adds_none(db: Database, by: User) -> None:
    (only,) = list_offices(db)
    save_office(db, replace(only, signer="Lương Văn Thủy"), by=by)
    (changed,) = list_offices(db)
    assert (changed.id, changed.signer) == (only.id, "Lương Văn Thủy")


def test_the_only_version_cannot_be_deleted(db: Database, by: User) -> None:
    with pytest.raises(AppError, match="duy nhất"):
        delete_office(db, list_offices(db)[0].id, by=by)
    save_office(db, SINCE_2025, by=by)
    delete_office(db, list_offices(db)[0].id, by=by)
    assert [o.valid_from for o in list_offices(db)] == ["2025-07-01"]


def test_practice_data_are_marked_for_good(db: Database, by: User) -> None:
    assert not is_practice(db)
    save_practice_mark(db, by=by)
    assert is_practice(db)
