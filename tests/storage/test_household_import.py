"""An import is carried out whole: added, updated, and nothing the program knows is blanked."""

from pathlib import Path

import pytest

from domain.household_import import ImportRow, Place
from domain.users import User
from storage.database import Database
from storage.household_import import import_households, stored_values
from storage.households import codes_to_ids, get_household, search_households
from storage.villages import list_villages


def row(n: int, household_id: str | None = None, **values: str | int | None) -> ImportRow:
    return ImportRow({"village": "Bản Chiềng", **values}, Place("s", n), household_id)


def test_a_list_makes_villages_codes_and_places_in_its_order(empty_db: Database, by: User) -> None:
    rows = [
        ImportRow({"village": v, "head_name": f"Hà {n}", "members": n}, Place("s", n))
        for n, v in enumerate(("TDP 3", "Bản Yên", "Tổ dân phố 3", "tdp 03"))
    ]
    changes, result = import_households(empty_db, rows, by=by, source="x.xls")
    assert (result.added, result.updated, result.members, result.phones) == (4, 0, 6, 0)
    assert result.villages == {"TDP 3": 1, "Bản Yên": 1, "Tổ dân phố 3": 1, "tdp 03": 1}
    assert changes.households
    assert [v.label for v in list_villages(empty_db)] == ["Tổ dân phố 3", "Bản Yên"]
    assert [c[:7] for c in codes_to_ids(empty_db)] == ["01-0001", "02-0001", "01-0002", "01-0003"]


def test_the_same_list_again_adds_nothing(
    db: Database, ids: dict[str, str], by: User, tmp_path: Path
) -> None:
    rows = []
    for n, (head, id_) in enumerate(ids.items()):
        known = get_household(db, id_)
        values = {"village": known["village"], "head_name": head, "members": known["members"]}
        rows.append(ImportRow(values, Place("s", n), id_))
    before = db.rows("SELECT * FROM households")
    _, result = import_households(db, rows, by=by, source="x")
    assert (result.added, result.updated, result.unchanged) == (0, 0, 12)
    assert db.rows("SELECT * FROM households") == before


def test_a_blank_in_the_list_erases_nothing(db: Database, ids: dict[str, str], by: User) -> None:
    household = ids["Nguyễn Văn Hòa"]
    rows = [row(1, household, head_name="Nguyễn Văn Hòa", members=9, phone=None)]
    _, result = import_households(db, rows, by=by, source="x")
    now_is = get_household(db, household)
    assert result.updated == 1
    assert (now_is["members"], now_is["phone"]) == (9, "0912345678")


def test_a_household_that_the_list_has_in_another_village_moves_there(
    db: Database, ids: dict[str, str], by: User
) -> None:
    household = ids["Nguyễn Văn Hòa"]
    for village in ("Bản Mìn", "Bản Mới"):
        rows = [ImportRow({"village": village, "head_name": "Nguyễn Văn Hòa"}, Place("s", 1),
                          household)]  # fmt: skip
        _, result = import_households(db, rows, by=by, source="x")
        assert (result.added, result.updated) == (0, 1)
        assert get_household(db, household)["village"] == village


def test_new_households_go_behind_the_others_and_are_found_at_once(db: Database, by: User) -> None:
    import_households(db, [row(1, head_name="Đinh Văn Ước")], by=by, source="x")
    (found,) = search_households(db, "dinh van uoc")
    assert (found["walk_order"], found["source"]) == (6, "LIST")
    assert found["code"].startswith("01-0006")


def test_progress_is_reported_to_the_end(db: Database, by: User) -> None:
    told: list[tuple[int, int]] = []
    rows = [row(n, head_name=f"Hà {n}") for n in range(450)]
    import_households(db, rows, by=by, source="x", report=lambda a, b: told.append((a, b)))
    assert told == [(0, 450), (200, 450), (400, 450), (450, 450)]


@pytest.mark.parametrize("n", [0, 1])
def test_an_import_is_logged_even_when_it_changes_nothing(db: Database, by: User, n: int) -> None:
    import_households(db, [row(1, head_name="Hà Văn X")][:n], by=by, source="ho.xlsx")
    detail = db.value("SELECT detail FROM audit ORDER BY seq DESC LIMIT 1")
    assert '"source": "ho.xlsx"' in detail
    assert f'"added": {n}' in detail


def test_stored_values_are_what_an_import_is_compared_with(
    db: Database, ids: dict[str, str]
) -> None:
    assert stored_values(db)[ids["Nguyễn Văn Hòa"]] == {
        "village": "Bản Chiềng", "head_name": "Nguyễn Văn Hòa", "members": 4,
        "phone": "0912345678", "address": "Số 7, ngõ Chợ", "cluster": None, "note": None,
        "birth_year": None,
    }  # fmt: skip
