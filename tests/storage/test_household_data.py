"""What is held about one household, all of it and nothing of the others."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook

from domain.campaigns import Campaign
from domain.fields import Row
from domain.requests import Step
from domain.users import User
from exports.household_data import write_household_data
from storage.database import Database
from storage.duplicates import tell_apart
from storage.erasure import erase_household
from storage.household_data import get_household_data
from storage.household_states import set_household_state
from storage.households import save_household
from storage.requests import save_request, take_step
from storage.results import list_household_visits
from storage.visits import correct_visit

NOW = datetime(2026, 3, 10, 8, 30)
Visit = Callable[..., None]


def test_every_kind_of_data_is_in_it(
    db: Database, campaign: Campaign, visit: Visit, ids: dict[str, str], by: User, tmp_path: Path
) -> None:
    id_ = ids["Nguyễn Văn Hòa"]
    visit("Nguyễn Văn Hòa", "2020-08-12", "REFUSED", reason="bận việc", note="mẹ ốm")
    old = list_household_visits(db, campaign.id, id_)[0]
    correct_visit(db, campaign, old, {"visited_at": "2020-08-12", "disposition": "NOT_HOME"},
                  "nhầm ô", by=by)  # fmt: skip
    visit("Vi Văn Đức", "2020-08-12", "REFUSED", note="của hộ khác")
    save_household(db, {"note": "cổng xanh", "birth_year": 1970}, by=by, household_id=id_)
    set_household_state(db, id_, "MOVED", "2020-08-20", "về quê", by=by)
    code = db.value("SELECT code FROM households WHERE id=?", (id_,))
    _, request = save_request(db, {
        "kind": "VIEW", "received_on": "2020-08-21", "code": code,
        "requester": "Con trai chủ hộ", "words": "xem",
    }, by=by)  # fmt: skip
    refusal: Row = {"happened_on": "2020-08-22", "note": "không đúng người"}
    take_step(db, request, Step.REFUSED, refusal, by=by)
    tell_apart(db, id_, ids["Vi Văn Đức"], "hai anh em ở hai nhà", by=by)
    data = get_household_data(db, id_, NOW)
    write_household_data(data, tmp_path / "h.xlsx", practice=False)
    book = load_workbook(tmp_path / "h.xlsx")
    assert book.sheetnames == [t.title for t in data.tables]
    cells = "\n".join(
        str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value
    )
    for held in ("Nguyễn Văn Hòa", "0912345678", "Số 7, ngõ Chợ", "cổng xanh", "1970", "mẹ ốm",
                 "bận việc", "nhầm ô", "về quê", "không đúng người", "hai anh em ở hai nhà",
                 "Con trai chủ hộ", "Bản Chiềng",
                 "10/03/2026 08:30", "Đã chuyển đi", "Ghi, sửa lượt đến"):  # fmt: skip
        assert held in cells, held
    assert "của hộ khác" not in cells


def test_what_looks_like_a_formula_is_text(
    db: Database, ids: dict[str, str], by: User, tmp_path: Path
) -> None:
    save_household(db, {"note": "=1+1"}, by=by, household_id=ids["Hà Văn An"])
    data = get_household_data(db, ids["Hà Văn An"], NOW)
    write_household_data(data, tmp_path / "h.xlsx", practice=False)
    cells = [c for s in load_workbook(tmp_path / "h.xlsx") for row in s.iter_rows() for c in row]
    found = [c for c in cells if c.value and "1+1" in str(c.value)]
    assert found
    assert all(c.data_type == "s" for c in found)


def test_after_an_erasure_nothing_of_the_people_is_in_it(
    db: Database, visit: Visit, ids: dict[str, str], by: User
) -> None:
    id_ = ids["Nguyễn Văn Hòa"]
    visit("Nguyễn Văn Hòa", "2020-08-12", "REFUSED", reason="bận việc", note="mẹ ốm")
    erase_household(db, id_, by=by)
    text = str(get_household_data(db, id_, NOW))
    for gone in ("Hòa", "0912345678", "ngõ Chợ", "mẹ ốm", "bận việc"):
        assert gone not in text
