"""The history of a value: who, when, old, new and why; of households and of their visits."""

from collections.abc import Callable

from domain.campaigns import Campaign
from domain.fields import Row
from domain.household_import import ImportRow, Place
from domain.users import User
from domain.value_history import ValueChange, about
from storage.database import Database
from storage.household_import import import_households
from storage.household_states import set_household_state
from storage.households import save_household
from storage.value_history import list_value_changes
from storage.visits import correct_visit, list_visits, void_visit

HEAD = "Nguyễn Văn Hòa"


def seen(changes: list[ValueChange]) -> list[tuple[str, str, str, str]]:
    return [(c.label, c.old, c.new, c.why) for c in changes]


def test_an_edit_is_kept_with_both_values_and_its_author(
    db: Database, campaign: Campaign, ids: dict[str, str], by: User
) -> None:
    assert list_value_changes(db, campaign, ids[HEAD]) == []
    save_household(db, {"members": 5, "phone": "0912345678"}, by=by, household_id=ids[HEAD])
    save_household(db, {"members": None}, by=User("Lê Thị Khác"), household_id=ids[HEAD])
    changes = list_value_changes(db, campaign, ids[HEAD])
    assert seen(changes) == [("Số nhân khẩu", "5", "", ""), ("Số nhân khẩu", "4", "5", "")]
    assert [c.by for c in changes] == ["Lê Thị Khác", by.name]


def test_another_village_is_named_and_its_place_in_the_walk_is_not_a_line_of_its_own(
    db: Database, campaign: Campaign, ids: dict[str, str], by: User
) -> None:
    village = db.value("SELECT id FROM villages WHERE name='Mìn'")
    save_household(db, {"village_id": village}, by=by, household_id=ids[HEAD])
    assert seen(list_value_changes(db, campaign, ids[HEAD])) == [
        ("Thôn, bản", "Bản Chiềng", "Bản Mìn", "")
    ]


def test_an_import_says_which_file_it_was(
    db: Database, campaign: Campaign, ids: dict[str, str], by: User
) -> None:
    values: Row = {"village": "Bản Chiềng", "head_name": HEAD, "members": 7}
    row = ImportRow(values, Place("Sheet1", 2), household_id=ids[HEAD])
    import_households(db, [row], by=by, source="ho-moi.xlsx")
    assert seen(list_value_changes(db, campaign, ids[HEAD])) == [
        ("Số nhân khẩu", "4", "7", "Nhập danh sách ho-moi.xlsx")
    ]


def test_a_change_of_state_tells_its_reason(
    db: Database, campaign: Campaign, ids: dict[str, str], by: User
) -> None:
    set_household_state(db, ids[HEAD], "MOVED", "2020-08-12", "vào Nam", by=by)
    assert seen(list_value_changes(db, campaign, ids[HEAD])) == [
        ("Tình trạng", "Đang ở", "Đã chuyển đi", "vào Nam")
    ]


def test_a_corrected_visit_shows_each_value_that_changed_and_why(
    db: Database, campaign: Campaign, ids: dict[str, str], by: User, visit: Callable[..., None]
) -> None:
    visit(HEAD, "2020-08-12", "PARTIAL", smartphones=2, bluezone=1)
    [(old, _)] = list_visits(db, campaign, ids[HEAD])
    values: Row = {"visited_at": "2020-08-12", "disposition": "PARTIAL", "smartphones": 3,
                   "app:bluezone": None}  # fmt: skip
    correct_visit(db, campaign, old, values, "gõ nhầm dòng", by=by)
    changes = list_value_changes(db, campaign, ids[HEAD])
    assert seen(changes) == [
        ("Lượt đến 12/08/2020: đã cài Bluezone", "1", "", "gõ nhầm dòng"),
        ("Lượt đến 12/08/2020: điện thoại thông minh", "2", "3", "gõ nhầm dòng"),
    ]
    new = next(v for v, counts in list_visits(db, campaign, ids[HEAD]) if counts)
    void_visit(db, campaign, new, "nhầm hộ", by=by)
    newest = list_value_changes(db, campaign, ids[HEAD])[0]
    assert seen([newest]) == [("Lượt đến 12/08/2020", "Được tính", "Đã rút lại", "nhầm hộ")]


def test_one_field_or_one_visit_can_be_asked_for() -> None:
    labels = ("Số nhân khẩu", "Lượt đến 12/08/2020", "Lượt đến 12/08/2020: số máy")
    changes = [ValueChange("", "", "", label, "", "") for label in labels]
    assert [c.label for c in about(changes, "Số nhân khẩu")] == [labels[0]]
    assert len(about(changes, "Lượt đến 12/08/2020")) == 2
    assert len(about(changes, "")) == 3
