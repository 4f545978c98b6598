"""The household list: found the Vietnamese way, coded once, changed on the record."""

import json

import pytest

from domain.errors import AppError
from domain.fields import Row
from domain.household_import import ImportRow, Place
from domain.households import NO_NAME, make_code
from domain.users import User
from storage.database import Database
from storage.household_import import import_households
from storage.household_states import set_household_state
from storage.households import (
    codes_to_ids,
    find_by_code,
    first_in_village,
    get_household,
    known_households,
    list_leaflet_households,
    next_in_village,
    save_household,
    search_households,
)
from storage.villages import list_villages


def names(db: Database, text: str, limit: int = 50) -> list[str]:
    return [h["head_name"] for h in search_households(db, text, limit)]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("nguyen van hoa", "Nguyễn Văn Hòa"),
        ("Nguyễn Văn Hoà", "Nguyễn Văn Hòa"),
        ("van nguyen", "Nguyễn Văn Hòa"),
        ("hoa", "Nguyễn Văn Hòa"),
        ("ho", "Nguyễn Văn Hòa"),
        ("nvh", "Nguyễn Văn Hòa"),
        ("NVH", "Nguyễn Văn Hòa"),
        ("duong", "Đường Văn Dơ"),
        ("dương", "Đường Văn Dơ"),
        ("ĐƯỜNG", "Đường Văn Dơ"),
        ("dvd", "Đường Văn Dơ"),
        ("0912", "Nguyễn Văn Hòa"),
        ("0912 345 678", "Nguyễn Văn Hòa"),
        ("0912.345", "Nguyễn Văn Hòa"),
        ("678", "Nguyễn Văn Hòa"),
        ("345678", "Nguyễn Văn Hòa"),
        ("ngo cho", "Nguyễn Văn Hòa"),
        ("hoa 678", "Nguyễn Văn Hòa"),
    ],
)
def test_a_household_is_found_by(db: Database, text: str, head: str) -> None:
    assert head in names(db, text)


@pytest.mark.parametrize("text", ["", "   ", "???", "hoaa", "nguyen hoang", "999888"])
def test_what_fits_nobody_finds_nobody(db: Database, text: str) -> None:
    assert names(db, text) == []


@pytest.mark.parametrize("quote", ['"', "'", "*", "(", "-", "NEAR(", "a OR b", ";DROP"])
def test_no_sign_in_a_search_is_a_command(db: Database, quote: str) -> None:
    search_households(db, f"hoa {quote}")
    assert db.value("SELECT count(*) FROM households") == 12


@pytest.mark.parametrize("with_hyphens", [True, False])
def test_a_code_finds_its_household_with_and_without_hyphens(
    db: Database, with_hyphens: bool
) -> None:
    code = make_code(2, 3)
    text = code if with_hyphens else code.replace("-", "")
    assert "Hà Văn An" in names(db, text)
    assert find_by_code(db, text)["head_name"] == "Hà Văn An"


def test_the_number_within_the_village_finds_the_household(db: Database) -> None:
    code = make_code(2, 3)
    assert "Hà Văn An" in names(db, code[3:].replace("-", ""))


def test_the_first_found_are_sorted_by_given_name(db: Database) -> None:
    assert names(db, "ha van") == ["Hà Văn An", "Hà Văn Ăn", "Hà Văn Ân"]


def test_no_more_than_the_limit_are_found(db: Database) -> None:
    assert len(names(db, "v", 3)) == 3


def test_search_follows_an_edit_at_once(db: Database, ids: dict[str, str], by: User) -> None:
    values: Row = {"head_name": "Hà Văn Mới", "phone": "0356111999", "address": None}
    save_household(db, values, by=by, household_id=ids["Nguyễn Văn Hòa"])
    assert names(db, "nguyen van hoa") == []
    assert names(db, "678") == []
    assert names(db, "ngo cho") == []
    for text in ("hvm", "ha van moi", "0356", "999"):
        assert names(db, text) == ["Hà Văn Mới"]
    db.execute("SELECT * FROM household_search WHERE household_search MATCH 'moi'")
    indexed = db.value("SELECT count(*) FROM household_search")
    assert indexed == db.value("SELECT count(*) FROM households")


def test_the_index_agrees_with_the_list_after_many_edits(
    db: Database, ids: dict[str, str], by: User
) -> None:
    for n in range(30):
        household = list(ids.values())[n % len(ids)]
        save_household(db, {"head_name": f"Lò Văn S{n}"}, by=by, household_id=household)
    with db.writing():
        db.execute(
            "INSERT INTO household_search(household_search, rank) VALUES ('integrity-check', 1)"
        )
    assert len(names(db, "lo van")) == 12


def test_one_wrong_digit_is_refused_and_the_nearest_codes_are_offered(db: Database) -> None:
    code = make_code(2, 3)
    digits = code.replace("-", "")
    for at, old in enumerate(digits):
        for new in "0123456789".replace(old, ""):
            with pytest.raises(AppError) as refusal:
                find_by_code(db, digits[:at] + new + digits[at + 1 :])
            assert code in refusal.value.hint


def test_a_right_code_that_nobody_has_is_said_so(db: Database) -> None:
    with pytest.raises(AppError, match="không có trong danh sách"):
        find_by_code(db, make_code(9, 9000))


def test_a_household_met_in_the_field_has_its_place_and_is_marked(
    db: Database, ids: dict[str, str], by: User
) -> None:
    village = list_villages(db)[1]
    values: Row = {"village_id": village.id, "head_name": "Vi Văn Sinh", "members": None}
    _, id_ = save_household(db, values, by=by, found_on="2020-08-14", after=ids["Vi Văn Đức"])
    found = get_household(db, id_)
    assert (found["source"], found["listed_on"]) == ("FOUND", "2020-08-14")
    order = [h for (h,) in db.rows(
        "SELECT head_name FROM households WHERE village_id=? ORDER BY walk_order", (village.id,)
    )]  # fmt: skip
    assert order == ["Vi Văn Đức", "Vi Văn Sinh", "Vi Thị Dung", "Hà Văn An", "Phạm Thị Bảo"]
    assert names(db, "vvs") == ["Vi Văn Sinh"]


def test_codes_are_never_given_twice(db: Database, ids: dict[str, str], by: User) -> None:
    one, two = (v.id for v in list_villages(db)[:2])
    issued = set(codes_to_ids(db))
    for n in range(4):
        _, id_ = save_household(db, {"village_id": two, "head_name": f"Hà {n}"}, by=by)
        code = get_household(db, id_)["code"]
        assert code not in issued
        issued.add(code)
        save_household(db, {"village_id": one}, by=by, household_id=id_)
        assert get_household(db, id_)["code"] == code, "the printed code moves with its household"


def test_a_household_moved_to_another_village_comes_last_there(
    db: Database, ids: dict[str, str], by: User
) -> None:
    two = list_villages(db)[1]
    save_household(db, {"village_id": two.id}, by=by, household_id=ids["Nguyễn Văn Hòa"])
    moved = get_household(db, ids["Nguyễn Văn Hòa"])
    assert (moved["village"], moved["walk_order"]) == ("Bản Mìn", 5)


def test_an_edit_is_logged_with_old_and_new_and_only_what_differs(
    db: Database, ids: dict[str, str], by: User
) -> None:
    household = ids["Nguyễn Văn Hòa"]
    save_household(db, {"members": 5, "head_name": "Nguyễn Văn Hòa"}, by=by, household_id=household)
    target, detail = db.rows("SELECT target, detail FROM audit ORDER BY seq DESC LIMIT 1")[0]
    assert target == household
    assert json.loads(detail) == {"old": {"members": 4}, "new": {"members": 5}}


def test_a_number_taken_away_is_unknown_again(db: Database, ids: dict[str, str], by: User) -> None:
    save_household(db, {"members": None}, by=by, household_id=ids["Hà Văn An"])
    assert get_household(db, ids["Hà Văn An"])["members"] is None


def test_walking_goes_house_by_house_and_passes_those_who_left(
    db: Database, ids: dict[str, str], by: User
) -> None:
    set_household_state(db, ids["Vi Thị Dung"], "MOVED", "2020-08-12", "đi Sơn La", by=by)
    after = next_in_village(db, ids["Vi Văn Đức"])
    before = next_in_village(db, ids["Hà Văn An"], -1)
    assert after is not None
    assert before is not None
    assert (after["head_name"], before["head_name"]) == ("Hà Văn An", "Vi Văn Đức")
    assert next_in_village(db, ids["Phạm Thị Bảo"]) is None


def test_work_goes_on_at_the_first_household_without_a_visit(
    db: Database, ids: dict[str, str], visit: object
) -> None:
    assert callable(visit)
    visit("Vi Văn Đức", "2020-08-12", "NOT_HOME")
    found = first_in_village(db, list_villages(db)[1].id, 1)
    assert found is not None
    assert found["head_name"] == "Vi Thị Dung"


def test_a_household_that_is_not_there_is_said_so(db: Database) -> None:
    with pytest.raises(AppError, match="Không thấy hộ này"):
        get_household(db, "none")


def test_import_is_told_of_every_household_but_the_merged_ones(
    db: Database, ids: dict[str, str], by: User
) -> None:
    set_household_state(
        db, ids["Hà Văn Ăn"], "MERGED", "2020-08-12", "trùng", by=by, merged_into=ids["Hà Văn Ân"]
    )
    known = known_households(db)
    assert len(known) == 11
    assert {k.village_key for k in known} == {"ban chieng", "ban min", "thon na hao"}


def test_the_year_of_birth_is_stored_imported_and_changed(
    db: Database, by: User, ids: dict[str, str]
) -> None:
    id_ = ids["Hà Văn An"]
    save_household(db, {"birth_year": 1970}, by=by, household_id=id_)
    assert get_household(db, id_)["birth_year"] == 1970
    known = next(k for k in known_households(db) if k.id == id_)
    assert known.birth_year == 1970
    values = {"village": "Bản Mìn", "head_name": "Hà Văn An", "birth_year": 1971}
    import_households(db, [ImportRow(values, Place("a", 2), id_)], by=by, source="b")
    assert get_household(db, id_)["birth_year"] == 1971


def test_a_household_can_be_counted_without_a_name(db: Database, by: User) -> None:
    village = db.value("SELECT id FROM villages LIMIT 1")
    _, id_ = save_household(db, {"village_id": village, "head_name": None, "members": 4}, by=by)
    household = get_household(db, id_)
    assert (household["head_name"], household["members"]) == (NO_NAME, 4)
    assert NO_NAME not in [name for name, _ in list_leaflet_households(db)]
    save_household(db, {"head_name": "Lò Văn Một"}, by=by, household_id=id_)
    save_household(db, {"head_name": None}, by=by, household_id=id_)
    assert get_household(db, id_)["head_name"] == NO_NAME
