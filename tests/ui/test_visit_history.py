"""The lists beside the entry form: attempts of a household, and what was typed today."""

from datetime import date

from domain.campaigns import Campaign
from domain.presets import find_preset, new_campaign
from domain.visits import Visit
from ui.visit_draft import describe_restored
from ui.visit_history import describe_household, history_rows, recent_rows
from ui.visit_page import first_sheet, found_on

TODAY = date(2020, 8, 20)


def campaign() -> Campaign:
    preset = find_preset("bluezone")
    assert preset
    return new_campaign(preset, id="c", starts_on="2020-08-01")


def recent(**changed: object) -> dict[str, object]:
    return {
        "id": "v1", "household_id": "h1", "visited_at": "2020-08-18", "slot": "T", "team": "Tổ 1",
        "disposition": "COMPLETE", "head_name": "Hà Văn Ửng", "is_correction": 0, "void": 0,
        "changed_at": "2020-08-20T14:32:05.123+07:00", **changed,
    }  # fmt: skip


def test_history_is_newest_first_and_an_unknown_count_is_a_dash() -> None:
    first = Visit("v1", "h", "2020-08-12", "PARTIAL", smartphones=0)
    second = Visit("v2", "h", "2020-08-14", "NOT_HOME")
    rows = history_rows([first, second], campaign())
    assert [r.texts["day"] for r in rows] == ["14/08/2020", "12/08/2020"]
    assert [r.texts["phones"] for r in rows] == ["–", "0"]
    assert rows[0].texts["result"] == "3. Vắng, khóa cửa"


def test_a_replaced_visit_is_grey_and_says_so() -> None:
    old = Visit("v1", "h", "2020-08-12", "PARTIAL")
    new = Visit("v2", "h", "2020-08-12", "COMPLETE", supersedes="v1", correction="ghi nhầm")
    rows = {r.id: r for r in history_rows([old, new], campaign())}
    assert rows["v1"].tags == ("muted",)
    assert rows["v1"].texts["result"] == "(Đã sửa) 2. Cài một phần"
    assert rows["v2"].tags == ()


def test_the_list_of_today_leaves_out_what_was_typed_before() -> None:
    before = recent(id="v0", changed_at="2020-08-19T23:59:00.000+07:00")
    rows = recent_rows([recent(), before], campaign(), TODAY)
    assert [(r.id, r.texts["hour"], r.texts["result"]) for r in rows] == [
        ("v1", "14:32", "Đã cài đủ")
    ]


def test_the_list_of_today_marks_corrections_and_withdrawals() -> None:
    rows = recent_rows(
        [recent(is_correction=1), recent(id="v2", is_correction=1, void=1)], campaign(), TODAY
    )
    assert [r.texts["result"] for r in rows] == ["Sửa: Đã cài đủ", "Rút lại"]


def test_the_first_sheet_of_a_start_goes_on_with_the_day_slot_and_team_of_today() -> None:
    void = recent(id="v2", void=1, is_correction=1, slot=None, team=None)
    assert first_sheet([void, recent()], TODAY) == {
        "visited_at": "18/08/2020", "slot": "Tối", "team": "Tổ 1",
    }  # fmt: skip
    fresh = {"visited_at": "21/08/2020", "slot": "", "team": ""}
    assert first_sheet([recent()], date(2020, 8, 21)) == fresh
    assert first_sheet([], date(2020, 8, 21)) == fresh


def test_a_found_household_is_listed_from_the_day_of_the_sheet() -> None:
    assert found_on({"visited_at": "18/08/2020"}, TODAY) == "2020-08-18"
    assert found_on({"visited_at": "mai"}, TODAY) == "2020-08-20"


def test_the_restored_sheet_is_told_with_its_hour_and_another_day_with_its_date() -> None:
    told = describe_restored("Hà Văn Ửng", "2020-08-20T14:32:05.123+07:00", TODAY)
    assert told == "Đã lấy lại phiếu đang nhập dở của hộ Hà Văn Ửng, lưu lúc 14:32."
    told = describe_restored("Hà Văn Ửng", "2020-08-19T14:32:05.123+07:00", TODAY)
    assert told.endswith("lưu lúc 14:32 ngày 19/08/2020.")


def test_a_household_is_described_by_what_is_known_of_it() -> None:
    known: dict[str, object] = {
        "code": "01-0001-4",
        "members": None,
        "phone": None,
        "source": "LIST",
    }
    assert describe_household(known) == "01-0001-4"
    known |= {"members": 4, "phone": "0912345678", "source": "FOUND"}
    assert describe_household(known) == "01-0001-4  ·  4 khẩu  ·  09xx xxx 678  ·  phát sinh"
