"""Tổ công tác: what its pages say and decide, and a few looks at the window."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import ttkbootstrap as ttk
from openpyxl import load_workbook

from domain.areas import Area, Load
from domain.campaigns import Campaign
from domain.day_plan import make_plan
from domain.fields import Row
from domain.productivity import TeamLine
from domain.teams import Team
from storage.campaigns import current_campaign
from storage.practice import make_practice
from storage.teams import list_areas, list_teams, list_unlisted, save_teams
from storage.visits import save_visits
from ui import teams_assign, teams_plan, teams_results
from ui.session import Session
from ui.teams import Teams
from ui.teams_areas import row_after, rows_between
from ui.teams_areas import team_words as team_of_area
from ui.teams_assign import AssignPanel
from ui.teams_list import TeamListPanel, offer_words, team_rows
from ui.teams_plan import PlanPanel
from ui.teams_plan_rows import NOTHING_FOR_TEAM, NOTHING_GIVEN, day_rows, load_rows, plan_table
from ui.teams_result_rows import (
    check_period,
    columns_of,
    result_rows,
    results_table,
)
from ui.teams_results import ResultsPanel
from ui.teams_share import after_sharing, share_words
from ui.teams_texts import (
    done_words,
    find_team,
    hint_words,
    load_words,
    state_words,
    unassigned_words,
)

TEAMS = (Team("a", "Tổ 1", "Hội Phụ nữ"), Team("b", "Tổ 2"), Team("c", "Tổ 10", retired=True))
CAMPAIGN = Campaign("c", "Cài đặt Bluezone", "2020-08-10", "2020-08-26")
FRIDAY = date(2020, 8, 21)
TODAY = date.today()


def village(id_: str, open_: int, team: str | None = None) -> Area:
    return Area(id_, "", f"Bản {id_}", open_ + 5, open_, team)


AREAS = [village("Mìn", 200, "a"), village("Bơn", 20, "b"), village("Yên", 7)]


# -- what is said ---------------------------------------------------------------------------------


def test_a_team_shows_its_number_and_what_it_has() -> None:
    rows = team_rows(TEAMS, AREAS)
    assert [(r.texts["n"], r.texts["has"]) for r in rows] == [
        ("1", "1 thôn, bản – 205 hộ"), ("2", "1 thôn, bản – 25 hộ"), ("–", "Ngừng hoạt động"),
    ]  # fmt: skip
    assert team_rows(TEAMS[:1], [])[0].texts["has"] == "Chưa giao"
    assert team_rows(TEAMS[:1], None)[0].texts["has"] == ""


def test_teams_of_visits_are_offered_in_words() -> None:
    assert offer_words([]) == ""
    many = [(f"Tổ {n}", 3) for n in range(1, 7)]
    assert "Tổ 3 (3 lượt), Tổ 4 (3 lượt) và 2 tên khác." in offer_words(many)


def test_what_nobody_has_is_a_count_in_words() -> None:
    assert unassigned_words(Load(3, 1340, 90)) == (
        "Chưa phân công 1.340 hộ (3 thôn, bản; 90 hộ còn phải đến)"
    )
    assert unassigned_words(Load(0, 0, 0)) == ""
    assert load_words(Load(2, 300, 186)) == "2 – 186 hộ"
    assert load_words(Load(0, 0, 0)) == "chưa giao"


def test_what_is_typed_is_said_with_the_team_it_means() -> None:
    assert state_words(0, "", "") == ""
    assert state_words(2, "1", "Tổ 1") == "Đang chọn 2 dòng. Số 1: Tổ 1. Bấm Enter để giao."
    assert state_words(0, "4", "") == "Số 4 …"
    assert "rồi Enter" in hint_words(enter=True)
    assert "rồi Enter" not in hint_words(enter=False)


def test_a_divided_village_names_its_teams() -> None:
    parts = tuple(Area("v", k, k, 1, 1, t, is_part=True) for k, t in (("x", "a"), ("y", None)))
    names = {"a": "1. Tổ 1"}
    assert team_of_area(Area("v", "", "Bản Mìn", 2, 2, None, parts), names) == (
        "Chia: 1. Tổ 1, chưa phân công"
    )
    assert team_of_area(AREAS[0], names) == "1. Tổ 1"
    assert team_of_area(AREAS[2], names) == "Chưa phân công"


def test_a_team_is_found_by_number_name_or_beginning() -> None:
    numbers = {"a": 1, "b": 2, "c": 10}
    for typed, found in (("2", "b"), ("to 10", "c"), ("2 Tổ 2", "b"), ("tổ", ""), ("", "")):
        team = find_team(typed, TEAMS, numbers)
        assert (team.id if team else "") == found


def test_many_places_are_named_in_short() -> None:
    assert done_words(AREAS, "Tổ 3") == "Bản Mìn, Bản Bơn, Bản Yên: Tổ 3."
    assert done_words([*AREAS, AREAS[0]], "") == (
        "Bản Mìn, Bản Bơn, Bản Yên và 1 nơi khác: bỏ phân công."
    )


def test_after_a_cluster_comes_the_next_one_after_the_last_the_next_village() -> None:
    shown, villages = ["1", "1/a", "1/b", "2"], ["1", "2"]
    assert [row_after(shown, villages, id_) for id_ in shown] == ["2", "1/b", "2", "2"]
    assert rows_between(shown, "2", "1/a") == ["1/a", "1/b", "2"]


def test_the_proposal_says_how_even_it_is() -> None:
    given = {"Yên": "b"}
    assert after_sharing(AREAS, given, "b") == (2, 27)
    assert "từ 27 đến 200 hộ" in share_words(AREAS, given, TEAMS[:2])
    assert "Mỗi tổ có 200 hộ phải đến." in share_words(AREAS, given, TEAMS[:1])
    assert share_words(AREAS, {}, TEAMS).startswith("Mọi thôn, bản đã có tổ")


def test_a_team_that_cannot_be_in_time_is_said_in_words_and_red() -> None:
    plan = make_plan(CAMPAIGN, AREAS, TEAMS[:2], FRIDAY)
    rows = load_rows(plan)
    assert [(r.texts.get("state", ""), r.tags) for r in rows] == [
        ("", ("strong",)), ("Cần thêm 1 tổ", ("alarm",)), ("Vừa sức", ()),
    ]  # fmt: skip
    late = load_rows(make_plan(CAMPAIGN, AREAS, TEAMS[:2], date(2020, 9, 1)))
    assert late[1].texts["pace"] == "–"


def test_a_day_is_written_once_and_one_team_may_be_looked_at() -> None:
    plan = make_plan(CAMPAIGN, AREAS, TEAMS[:2], FRIDAY)
    rows = day_rows(plan, "")
    assert [r.texts["day"] for r in rows[:3]] == ["T6 21/08/2020", "", "T7 22/08/2020"]
    assert {r.texts["team"] for r in day_rows(plan, "b")} == {"Tổ 2"}
    assert len({r.id for r in rows}) == len(rows)


def test_the_period_ends_after_it_begins() -> None:
    assert check_period({"since": "2020-08-12", "until": "2020-08-11"})
    assert not check_period({"since": "2020-08-12", "until": "2020-08-12"})
    assert not check_period({"since": "2020-08-12", "until": None})


LINES = [
    TeamLine("a", "Tổ 1", "Hội Phụ nữ", days=2, attempts=5, contacts=4, completed=1,
             installed={"x": 3}),
    TeamLine("name:ong thuan", "Ông Thuận", listed=False, days=1, attempts=9, contacts=2,
             installed={"x": None}),
    TeamLine("", "Không rõ tổ", days=None, attempts=1, installed={"x": None}),
]  # fmt: skip


def shown(**options: bool | str) -> list[dict[str, str]]:
    chosen = {"bodies": False, "a_day": False, "sort": "", "descending": False, **options}
    return [dict(r.texts) for r in result_rows(LINES, **chosen)]  # type: ignore[arg-type]


def test_the_whole_stands_first_however_the_rest_is_sorted() -> None:
    rows = shown(sort="attempts", descending=True)
    assert [r["name"] for r in rows] == [
        "Toàn đơn vị", "Ông Thuận (ngoài danh sách)", "Tổ 1", "Không rõ tổ",
    ]  # fmt: skip
    assert rows[0]["attempts"] == "15"
    assert (rows[0]["days"], rows[3]["days"]) == ("–", "–")


def test_averages_a_day_are_unknown_where_the_days_are() -> None:
    rows = shown(a_day=True)
    assert [r["attempts"] for r in rows] == ["–", "2,5", "9,0", "–"]
    assert [r["app:x"] for r in rows] == ["–", "1,5", "–", "–"]
    assert [r["contact_rate"] for r in rows] == ["40,0\u00a0%", "80,0\u00a0%", "22,2\u00a0%",
                                                 "0,0\u00a0%"]  # fmt: skip


def test_bodies_have_no_column_of_bodies() -> None:
    assert [r["name"] for r in shown(bodies=True)] == [
        "Toàn đơn vị", "Hội Phụ nữ", "Không rõ đoàn thể",
    ]  # fmt: skip
    assert "affiliation" not in {c.key for c in columns_of(CAMPAIGN, bodies=True)}
    assert result_rows([], bodies=False, a_day=False, sort="", descending=False) == []


# -- the files ------------------------------------------------------------------------------------


def rows_of(path: Path) -> list[tuple[object, ...]]:
    """The table in the file, headings first."""
    sheet = load_workbook(path).worksheets[0]
    head = int(str(sheet.print_title_rows).split(":")[0].strip("$"))
    return [tuple(row) for row in sheet.iter_rows(min_row=head, values_only=True)]


def test_the_plan_on_paper_has_every_day_and_its_sum(tmp_path: Path) -> None:
    plan = make_plan(CAMPAIGN, AREAS, TEAMS[:2], FRIDAY)
    path = tmp_path / "ke-hoach.xlsx"
    teams_plan.write(plan_table(plan, CAMPAIGN), path, practice=True)
    sheet = load_workbook(path).worksheets[0]
    rows = rows_of(path)
    days = rows[1 : 1 + len(plan.team_days)]
    assert [r[1] for r in days[:2]] == ["Tổ 1", "Tổ 2"]
    assert days[0][0] == FRIDAY or str(days[0][0])[:10] == "2020-08-21"
    total = rows[1 + len(plan.team_days)]
    assert total[3] == sum(int(str(r[3])) for r in days) == 180  # of 200 and 20: 40 do not fit
    notes = [r[0] for r in sheet.iter_rows(max_row=6, values_only=True)]
    assert "Chưa phân công 7 hộ: chưa có trong kế hoạch." in notes
    assert sheet.page_setup.orientation == "landscape"


def test_the_results_on_paper_have_sums_and_averages(tmp_path: Path) -> None:
    campaign = replace(CAMPAIGN, apps=())
    path = tmp_path / "ket-qua.xlsx"
    table = results_table(LINES, campaign, "", "2020-08-25", bodies=False)
    teams_plan.write(table, path, practice=False)
    rows = rows_of(path)
    head, first, total = rows[0], rows[1], rows[4]
    assert first[head.index("Lượt đến")] == 5
    assert first[head.index("Lượt đến một ngày")] == 2.5
    assert len(rows) == 5
    assert total[head.index("Lượt đến")] == 15
    assert total[head.index("Lượt đến một ngày")] == "–"


# -- the window -----------------------------------------------------------------------------------


@pytest.fixture
def office(session: Session) -> Session:
    make_practice(session.db, by=session.user, households=160, today=TODAY)
    session.load_campaign = lambda: current_campaign(session.db)
    session.campaign = current_campaign(session.db)
    return session


class NoScreen:
    def show(self, part: str) -> None:
        """Pages of the screen are not asked for here."""


@pytest.fixture
def no_screen() -> NoScreen:
    return NoScreen()


def press(widget: ttk.Treeview, *keys: str) -> None:
    widget.focus_force()
    widget.update()
    for key in keys:
        widget.event_generate(key)
        widget.update()


def teams_of_villages(session: Session) -> list[str]:
    assert session.campaign
    names = {t.id: t.name for t in list_teams(session.db)}
    return [names.get(a.team_id or "", "") for a in list_areas(session.db, session.campaign)]


def test_villages_are_given_by_number_and_all_is_taken_back(
    shown: ttk.Frame, office: Session, no_screen: NoScreen
) -> None:
    panel = AssignPanel(shown, office, no_screen)
    panel.pack(fill="both", expand=True)
    panel.refresh()
    before = teams_of_villages(office)
    tree = panel._tree._tree
    panel._tree.focus_tree()
    press(tree, "2", "2", "4")
    assert teams_of_villages(office)[:3] == ["Tổ 2", "Tổ 2", "Tổ 4"]
    assert panel._tree.current == list_areas(office.db, office.campaign)[3].id  # type: ignore[arg-type]
    panel.undo()
    assert teams_of_villages(office)[:3] == ["Tổ 2", "Tổ 2", before[2]]
    panel.undo()  # once only
    assert teams_of_villages(office)[:3] == ["Tổ 2", "Tổ 2", before[2]]


def test_several_villages_are_chosen_with_space_and_shift(
    shown: ttk.Frame, office: Session, no_screen: NoScreen
) -> None:
    panel = AssignPanel(shown, office, no_screen)
    panel.pack(fill="both", expand=True)
    panel.refresh()
    panel._tree.focus_tree()
    press(panel._tree._tree, "<space>", "<Down>", "<Shift-Down>", "1")
    assert [n == "Tổ 1" for n in teams_of_villages(office)[:5]] == [True, False, True, True, True]


def test_with_twelve_teams_a_number_ends_with_enter(
    shown: ttk.Frame, office: Session, no_screen: NoScreen
) -> None:
    save_teams(office.db, [{"name": f"Tổ {n}"} for n in (3, *range(5, 13))], by=office.user)
    panel = AssignPanel(shown, office, no_screen)
    panel.pack(fill="both", expand=True)
    panel.refresh()
    panel._tree.focus_tree()
    press(panel._tree._tree, "1", "2")
    assert teams_of_villages(office)[0] != "Tổ 12"
    press(panel._tree._tree, "<Return>", "1", "<Return>", "<Return>", "2", "<Return>")
    assert teams_of_villages(office)[:3] == ["Tổ 12", "Tổ 1", "Tổ 2"]


def test_the_proposal_is_written_only_when_it_is_accepted(
    shown: ttk.Frame, office: Session, no_screen: NoScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = AssignPanel(shown, office, no_screen)
    panel.pack(fill="both", expand=True)
    panel.refresh()
    before = teams_of_villages(office)
    assert before[-1] == ""
    monkeypatch.setattr(teams_assign, "ask_share", lambda *_: None)
    panel.add()
    assert teams_of_villages(office) == before
    last = list_areas(office.db, office.campaign)[-1].id  # type: ignore[arg-type]
    monkeypatch.setattr(teams_assign, "ask_share",
                        lambda *_: {last: list_teams(office.db)[3].id})  # fmt: skip
    panel.add()
    assert teams_of_villages(office) == [*before[:-1], "Tổ 4"]
    assert panel._count.cget("text") == "Mọi thôn, bản đã có tổ"


def test_every_page_says_what_to_do_first_in_an_empty_commune(
    page: ttk.Frame, session: Session
) -> None:
    made = Teams(page, session)
    made.pack()
    for part in ("list", "assign", "plan", "results"):
        made.show(part)
        made.save()
        made.focus_first()
        assert made._tabs.current == part


def test_keys_of_the_tabs_work_where_a_page_is_not_yet_there(
    shown: ttk.Frame, session: Session, wait_until: Callable[[Callable[[], object]], None]
) -> None:
    made = Teams(shown, session)
    made.pack(fill="both", expand=True)
    made.show("assign")
    shown.update()
    made.focus_first()
    shown.update()
    for part in ("plan", "results", "list"):
        focus = made.focus_get()
        assert focus
        focus.event_generate("<Control-Next>")
        wait_until(lambda part=part: made._tabs.current == part)  # type: ignore[misc]
        shown.update()


def test_keys_of_the_results_work_from_the_list(
    shown: ttk.Frame, office: Session, wait_until: Callable[[Callable[[], object]], None]
) -> None:
    panel = ResultsPanel(shown, office)
    panel.pack(fill="both", expand=True)
    panel.refresh()
    for _ in range(2):
        panel.focus_first()
        shown.update()
        assert panel._list
        before = panel._a_day.get()
        panel._list._tree.event_generate("<F11>")
        wait_until(lambda before=before: panel._a_day.get() != before)  # type: ignore[misc]


def test_teams_named_in_visits_are_taken_in_with_one_key(page: ttk.Frame, office: Session) -> None:
    campaign = office.campaign
    assert campaign
    household = office.db.value("SELECT id FROM households LIMIT 1")
    row: Row = {"household_id": household, "disposition": "NOT_HOME", "team": "Tổ xung kích",
                "visited_at": TODAY.isoformat()}  # fmt: skip
    save_visits(office.db, campaign, [row], by=office.user)
    panel = TeamListPanel(page, office)
    panel.refresh()
    assert "Tổ xung kích (1 lượt)" in panel._offer.cget("text")
    panel._take_in("")
    assert "Tổ xung kích" in [t.name for t in list_teams(office.db)]
    assert list_unlisted(office.db, campaign) == []


def test_the_maximum_a_day_is_kept_in_the_campaign(
    page: ttk.Frame, office: Session, no_screen: NoScreen
) -> None:
    panel = PlanPanel(page, office, no_screen)
    panel.refresh()
    panel._form.set("most", "2")
    panel._submit()
    found = current_campaign(office.db)
    assert found
    assert found.most_per_day == 2


def test_what_is_wrong_in_the_plan_stands_beside_the_fields_until_it_is_mended(
    shown: ttk.Frame, office: Session, no_screen: NoScreen
) -> None:
    panel = PlanPanel(shown, office, no_screen)
    panel.pack(fill="both", expand=True)
    panel.refresh()
    shown.update()
    high = panel._form.winfo_reqheight()
    panel._form.set("first", "Nân")
    panel._submit()
    shown.update()
    assert "Nân" in str(panel._against.cget("text"))
    assert panel._form.winfo_reqheight() == high  # the room of the lists is left alone
    panel._form.set("first", "")
    panel.refresh()
    panel._form.set("most", "3")
    panel._apply()
    assert "Nân" not in str(panel._against.cget("text"))


def test_a_team_without_work_is_not_said_of_all_teams(
    page: ttk.Frame, office: Session, no_screen: NoScreen
) -> None:
    save_teams(office.db, [{"name": "Tổ dự bị"}], by=office.user)
    panel = PlanPanel(page, office, no_screen)
    panel.refresh()
    panel._on_team(next(t.id for t in list_teams(office.db) if t.name == "Tổ dự bị"))
    assert panel._days_list._empty_label.cget("text") == NOTHING_FOR_TEAM
    panel._on_team("")
    assert panel._days_list._empty_label.cget("text") == NOTHING_GIVEN


def test_the_plan_is_copied_as_text(
    page: ttk.Frame, office: Session, no_screen: NoScreen
) -> None:
    panel = PlanPanel(page, office, no_screen)
    panel.refresh()
    panel.copy()
    assert page.clipboard_get().startswith("KẾ HOẠCH ĐI CÁC HỘ NGÀY")


def test_the_results_are_shown_and_written(
    page: ttk.Frame, office: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = ResultsPanel(page, office)
    panel.refresh()
    assert panel._rows[0].texts["attempts"] != "0"
    path = tmp_path / "ket-qua.xlsx"
    monkeypatch.setattr(teams_results, "choose_save", lambda *_: path)
    panel.export()
    assert path.exists()
