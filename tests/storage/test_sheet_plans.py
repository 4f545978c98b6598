"""Which households go onto which sheets, in which order, and what is printed of them."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.campaigns import Campaign
from domain.printed_sheets import PrintedSheet
from domain.teams import Assignment
from domain.users import User
from storage.database import Database, Params
from storage.offices import save_practice_mark
from storage.sheet_plans import SheetSource, get_printed_sheet, get_printed_sheets, plan_sheets
from storage.sheets import NewSheet, save_sheets
from storage.teams import save_assignments, save_team
from storage.villages import find_village

Visit = Callable[..., None]


@pytest.fixture
def village(db: Database) -> Callable[[str], str]:
    def find(name: str) -> str:
        found = find_village(db, name)
        assert found
        return found.id

    return find


@pytest.fixture
def clusters(db: Database, ids: dict[str, str]) -> None:
    """The last two of Bản Chiềng live in cụm 2, the first in cụm 10."""
    with db.writing():
        for head, cluster in (("Hà Văn Ân", "2"), ("Hà Văn Ăn", "cụm 2"),
                              ("Nguyễn Văn Hòa", "10")):  # fmt: skip
            db.execute("UPDATE households SET cluster=? WHERE id=?", (cluster, ids[head]))


def make_team(db: Database, by: User, name: str, affiliation: str = "") -> str:
    _, team = save_team(db, {"name": name, "affiliation": affiliation}, by=by)
    return team.id


def heads(db: Database, sheets: list[NewSheet]) -> list[list[str]]:
    names = dict(db.rows("SELECT id, head_name FROM households"))
    return [[names[h] for h in s.households] for s in sheets]


def titles(sheets: list[NewSheet]) -> list[str]:
    return [s.title for s in sheets]


def printed(db: Database, campaign: Campaign, by: User, source: SheetSource) -> PrintedSheet:
    _, sheets = save_sheets(db, campaign, plan_sheets(db, campaign, source, 30), by=by)
    return get_printed_sheet(db, campaign, sheets[0])


def test_a_village_is_walked_from_its_first_household_to_its_last(
    db: Database, campaign: Campaign, village: Callable[[str], str]
) -> None:
    sheets = plan_sheets(db, campaign, SheetSource(village_id=village("Bản Mìn")), 30)
    assert heads(db, sheets) == [["Vi Văn Đức", "Vi Thị Dung", "Hà Văn An", "Phạm Thị Bảo"]]
    assert (titles(sheets), sheets[0].kind) == (["Bản Mìn"], "FIRST")
    assert sheets[0].village_id == village("Bản Mìn")


def test_many_households_are_dealt_out_evenly(
    db: Database, campaign: Campaign, village: Callable[[str], str]
) -> None:
    sheets = plan_sheets(db, campaign, SheetSource(village_id=village("Bản Chiềng")), 4)
    assert [len(s.households) for s in sheets] == [3, 2]
    assert titles(sheets) == ["Bản Chiềng, tờ 1/2", "Bản Chiềng, tờ 2/2"]


def test_a_sheet_never_mixes_villages(db: Database, campaign: Campaign) -> None:
    sheets = plan_sheets(db, campaign, SheetSource(), 500)
    assert titles(sheets) == ["Bản Chiềng", "Bản Mìn", "Thôn Na Hảo"]
    assert sum(len(s.households) for s in sheets) == 12


@pytest.mark.usefixtures("clusters")
def test_clusters_come_before_the_walking_order_and_10_after_2(
    db: Database, campaign: Campaign, village: Callable[[str], str]
) -> None:
    chieng = village("Bản Chiềng")
    [order] = heads(db, plan_sheets(db, campaign, SheetSource(village_id=chieng), 30))
    assert order[:2] == ["Đường Văn Dơ", "Lò Thị Ửng"], "without a cluster"
    assert order.index("Hà Văn Ân") < order.index("Nguyễn Văn Hòa")


@pytest.mark.usefixtures("clusters")
def test_one_cluster_of_a_village(
    db: Database, campaign: Campaign, village: Callable[[str], str]
) -> None:
    source = SheetSource(village_id=village("Bản Chiềng"), cluster="Cụm 2")
    sheets = plan_sheets(db, campaign, source, 30)
    assert heads(db, sheets) == [["Hà Văn Ăn"]]
    assert titles(sheets) == ["Bản Chiềng, cụm 2"]
    sheets = plan_sheets(db, campaign, SheetSource(village_id=source.village_id, cluster="10"), 30)
    assert titles(sheets) == ["Bản Chiềng, cụm 10"]


@pytest.mark.usefixtures("clusters")
def test_a_team_walks_its_villages_and_leaves_the_clusters_of_others(
    db: Database, campaign: Campaign, by: User, village: Callable[[str], str]
) -> None:
    three, four = make_team(db, by, "Tổ 3", "Hội Phụ nữ"), make_team(db, by, "Tổ 4")
    places = [
        Assignment(village("Bản Chiềng"), "", three, "2020-08-10"),
        Assignment(village("Bản Chiềng"), "10", four, "2020-08-10"),
        Assignment(village("Bản Mìn"), "", three, "2020-08-10"),
    ]
    save_assignments(db, campaign, places, by=by)
    sheets = plan_sheets(db, campaign, SheetSource(team_id=three), 30)
    assert [len(s.households) for s in sheets] == [4, 4]
    assert {s.team_id for s in sheets} == {three}
    assert heads(db, plan_sheets(db, campaign, SheetSource(team_id=four), 30)) == [
        ["Nguyễn Văn Hòa"]
    ]
    [mixed] = plan_sheets(db, campaign, SheetSource(village_id=village("Bản Chiềng")), 30)
    assert mixed.team_id is None, "two teams have this village"
    sheet = printed(db, campaign, by, SheetSource(team_id=three))
    assert sheet.team == "Tổ 3 (Hội Phụ nữ)"


def test_a_retired_team_gets_no_sheet(
    db: Database, campaign: Campaign, by: User, village: Callable[[str], str]
) -> None:
    team = make_team(db, by, "Tổ 3")
    place = village("Bản Mìn")
    save_assignments(db, campaign, [Assignment(place, "", team, "2020-08-10")], by=by)
    save_team(db, {"name": "Tổ 3"}, by=by, team_id=team, retired=True)
    assert plan_sheets(db, campaign, SheetSource(team_id=team), 30) == []
    assert {s.team_id for s in plan_sheets(db, campaign, SheetSource(village_id=place), 30)} == {
        None
    }


def test_households_that_are_gone_are_not_printed(
    db: Database, campaign: Campaign, ids: dict[str, str], village: Callable[[str], str]
) -> None:
    with db.writing():
        db.execute("UPDATE households SET state='MOVED' WHERE id=?", (ids["Vi Thị Dung"],))
    [order] = heads(db, plan_sheets(db, campaign, SheetSource(village_id=village("Bản Mìn")), 30))
    assert "Vi Thị Dung" not in order


def test_revisits_are_those_due_on_the_day_or_before(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")  # due on the 14th
    visit("Vi Văn Đức", "2020-08-12", "CALLBACK", next_visit_on="2020-08-18")
    visit("Cầm Bá Quý", "2020-08-12", "NO_DEVICE")  # final
    on = {
        day: heads(db, plan_sheets(db, campaign, SheetSource("REVISIT", due=day), 30))
        for day in ("2020-08-13", "2020-08-14", "2020-08-18")
    }
    assert on["2020-08-13"] == []
    assert on["2020-08-14"] == [["Hà Văn An"]]
    assert on["2020-08-18"] == [["Vi Văn Đức", "Hà Văn An"]], "in walking order"


def test_what_was_due_is_asked_as_of_that_day(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    visit("Hà Văn An", "2020-08-15", "NO_DEVICE")
    assert plan_sheets(db, campaign, SheetSource("REVISIT", due="2020-08-16"), 30) == []
    assert len(plan_sheets(db, campaign, SheetSource("REVISIT", due="2020-08-14"), 30)) == 1


def test_technical_help_is_a_list_of_its_own(
    db: Database, campaign: Campaign, by: User, visit: Visit
) -> None:
    for day in ("2020-08-11", "2020-08-12", "2020-08-13"):  # given up by now, and still in need
        visit("Hà Văn An", day, "TECH", reason="no-space", smartphones=1)
    visit("Vi Văn Đức", "2020-08-12", "NOT_HOME")
    sheet = printed(db, campaign, by, SheetSource("TECH"))
    assert [(x.head_name, x.last, x.why) for x in sheet.lines] == [
        ("Hà Văn An", "7 · 13/08", "Hết bộ nhớ")
    ]
    assert sheet.heading == "PHIẾU ĐẾN HỘ: HỖ TRỢ KỸ THUẬT"


def test_help_is_still_needed_where_nobody_was_home_since(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    for head in ("Hà Văn An", "Vi Văn Đức"):
        visit(head, "2020-08-11", "TECH", reason="no-space", smartphones=1)
        visit(head, "2020-08-13", "NOT_HOME")
    visit("Vi Văn Đức", "2020-08-14", "CALLBACK")
    assert heads(db, plan_sheets(db, campaign, SheetSource("TECH"), 30)) == [["Hà Văn An"]]


def test_a_printed_line_shows_the_house_and_not_how_to_call_it(
    db: Database, campaign: Campaign, by: User, village: Callable[[str], str], visit: Visit
) -> None:
    visit("Nguyễn Văn Hòa", "2020-08-12", "NOT_HOME", members=6)
    sheet = printed(db, campaign, by, SheetSource(village_id=village("Bản Chiềng")))
    first = sheet.lines[0]
    assert (first.head_name, first.address, first.members) == (
        "Nguyễn Văn Hòa", "Số 7, ngõ Chợ", 6,
    )  # fmt: skip
    assert (first.phone, first.last, first.why) == ("09xx xxx 678", "3 · 12/08", "")
    assert (sheet.commune, sheet.campaign) == ("UBND xã Mường Mìn", campaign.name)
    assert (sheet.lines[3].phone, sheet.lines[3].last) == ("", "")
    assert [o.digit for o in sheet.legend] == list("1234567890")
    assert [digit for digit, _ in sheet.reasons] == ["4", "7"]


def test_a_revisit_says_why_and_by_whom(
    db: Database, campaign: Campaign, by: User, visit: Visit
) -> None:
    make_team(db, by, "Tổ 3", "Hội Phụ nữ")
    visit("Hà Văn An", "2020-08-12", "REFUSED", team="tổ 3", reason="privacy")
    sheet = printed(db, campaign, by, SheetSource("REVISIT", due="2020-08-20"))
    assert [x.why for x in sheet.lines] == ["Đoàn thể khác (đã đến: Hội Phụ nữ); Sợ lộ thông tin"]


def test_a_back_check_does_not_tell_what_was_found(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    new = NewSheet("BACKCHECK", "Bản Mìn", (ids["Hà Văn An"],))
    _, [sheet] = save_sheets(db, campaign, [new], by=by)
    assert get_printed_sheet(db, campaign, sheet).lines[0].last == ""


def test_sheets_read_together_are_those_read_alone(
    db: Database, campaign: Campaign, by: User, visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME", slot="S")
    plans = [
        *plan_sheets(db, campaign, SheetSource(), 3),
        *plan_sheets(db, campaign, SheetSource("REVISIT", due="2020-12-31"), 3),
    ]
    _, sheets = save_sheets(db, campaign, plans, by=by)
    together = get_printed_sheets(db, campaign, sheets)
    assert together == [get_printed_sheet(db, campaign, s) for s in sheets]
    assert together[-1].lines[0].why == "Buổi khác (đã đến: sáng)"


def test_a_practice_commune_prints_practice_sheets(
    db: Database, campaign: Campaign, by: User
) -> None:
    assert not printed(db, campaign, by, SheetSource()).practice
    save_practice_mark(db, by=by)
    assert printed(db, campaign, by, SheetSource()).practice


def test_reading_sheets_takes_as_many_questions_for_many_as_for_one(
    db: Database, campaign: Campaign, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sheets = save_sheets(db, campaign, plan_sheets(db, campaign, SheetSource(), 1), by=by)
    asked: list[str] = []
    execute = db.execute

    def listen(sql: str, params: Params = ()) -> Any:
        asked.append(sql)
        return execute(sql, params)

    monkeypatch.setattr(db, "execute", listen)
    get_printed_sheets(db, campaign, sheets[:1])
    of_one = len(asked)
    asked.clear()
    get_printed_sheets(db, campaign, sheets)
    assert (len(sheets), len(asked)) == (12, of_one)
