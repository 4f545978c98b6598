"""Choosing a household: what a typed text means, and the list under the field."""

from datetime import date

import pytest
import ttkbootstrap as ttk

from domain.users import User
from storage.database import Database
from storage.practice import make_practice
from ui.household_picker import (
    Household,
    HouseholdSearch,
    describe_place,
    household_line,
    look_up,
)

BY = User("Hà Thị Thử")


@pytest.fixture
def db(empty_db: Database) -> Database:
    make_practice(empty_db, by=BY, households=60, seed=4, today=date(2020, 8, 25))
    return empty_db


def code_of(db: Database, row: int = 12) -> str:
    return str(db.value("SELECT code FROM households WHERE row=?", (row,)))


def test_a_code_is_found_with_and_without_hyphens(db: Database) -> None:
    code = code_of(db)
    for typed in (code, code.replace("-", ""), code.replace("-", " ")):
        found, sentence = look_up(db, typed)
        assert [h["code"] for h in found] == [code]
        assert sentence == ""


def test_a_mistyped_code_is_refused_and_the_nearest_ones_are_offered(db: Database) -> None:
    code = code_of(db)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    found, sentence = look_up(db, wrong)
    assert code in [h["code"] for h in found]
    assert sentence.startswith(f"Mã hộ “{wrong}” sai số kiểm tra")


def test_a_code_that_no_household_has_says_so(db: Database) -> None:
    found, sentence = look_up(db, "99-9999-2")
    assert found == []
    assert "99-9999-2" in sentence


def test_the_end_of_a_phone_number_finds_its_household(db: Database) -> None:
    phone = str(db.value("SELECT phone FROM households WHERE phone IS NOT NULL LIMIT 1"))
    found, _ = look_up(db, phone[-6:])
    assert phone in [h["phone"] for h in found]


def test_a_name_with_the_end_of_its_phone_number_means_one_household(db: Database) -> None:
    name, phone, code = db.rows(
        "SELECT head_name, phone, code FROM households WHERE phone IS NOT NULL LIMIT 1"
    )[0]
    found, sentence = look_up(db, f"{name} {phone[-5:]}")
    assert [h["code"] for h in found] == [code]
    assert sentence == ""


def test_several_households_are_offered_and_none_is_said(db: Database) -> None:
    found, sentence = look_up(db, "van")
    assert len(found) > 1
    assert sentence == f"Có {len(found)} hộ. Mũi tên để chọn, Enter để mở."
    assert look_up(db, "khongcoai")[0] == []
    assert "Không thấy hộ nào" in look_up(db, "khongcoai")[1]


def test_the_place_in_the_village_is_told_in_a_few_words() -> None:
    assert describe_place((12, 30, 11)) == "hộ 12/30, đã đến 11"


def test_enter_opens_the_only_household_found_and_empties_the_field(
    shown: ttk.Frame, db: Database
) -> None:
    chosen: list[Household] = []
    search = HouseholdSearch(shown, db, chosen.append)
    search.pack()
    search.insert(0, code_of(db))
    assert search.accept() == ""
    assert [h["code"] for h in chosen] == [code_of(db)]
    assert search.get() == ""


def test_with_several_found_the_second_enter_opens_the_highlighted_one(
    shown: ttk.Frame, db: Database
) -> None:
    chosen: list[Household] = []
    search = HouseholdSearch(shown, db, chosen.append)
    search.pack()
    search.insert(0, "van")
    offered, _ = look_up(db, "van")
    assert search.accept()
    assert search.is_choice, "no refusal"
    assert search.is_open
    assert chosen == []
    assert search.accept() == ""
    assert household_line(chosen[0]) == household_line(offered[0])
    assert not search.is_open
