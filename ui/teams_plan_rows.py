"""The plan per day as rows of the two lists and as the table on paper: plain functions."""

from datetime import date
from typing import TYPE_CHECKING

from domain.campaigns import Campaign
from domain.day_plan import DayPlan, TeamDay, TeamLoad, plan_sentences, stop_words
from domain.days import format_day
from domain.numerals import format_count
from ui.tables import Column, ListRow

if TYPE_CHECKING:
    from exports.field_tables import Table

ALL = ""
LOAD_COLUMNS = (
    Column("team", "Tổ", 124, grow=True, sortable=False),
    Column("open", "Còn", 58, "e", sortable=False),
    Column("pace", "Mỗi ngày", 90, "center", sortable=False),
    Column("state", "", 104, sortable=False),
)
DAY_COLUMNS = (
    Column("day", "Ngày", 110, sortable=False),
    Column("team", "Tổ", 124, sortable=False),
    Column("stops", "Thôn, bản, cụm", 146, grow=True, sortable=False),
    Column("households", "Số hộ", 70, "e", sortable=False),
    Column("left", "Còn lại", 80, "e", sortable=False),
)
NOTHING_GIVEN = "Chưa tổ nào có hộ phải đến. Hãy giao thôn, bản ở phần “Phân công” (F12)."
NOTHING_FOR_TEAM = (
    "Tổ này không có hộ nào phải đến. Muốn giao thêm thôn, bản: phần “Phân công” (F12)."
)
WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def day_words(day: date) -> str:
    """ "T6 21/08/2020"."""
    return f"{WEEKDAYS[day.weekday()]} {format_day(day.isoformat())}"


def load_words(load: TeamLoad) -> str:
    if not load.open:
        return "Chưa có việc"
    return f"Cần thêm {load.more} tổ" if load.more else "Vừa sức"


def load_rows(plan: DayPlan) -> list[ListRow]:
    """All teams first; one in red cannot be in time."""
    given = format_count(plan.open - plan.unassigned)
    whole = ListRow(ALL, {"team": "Tất cả các tổ", "open": given}, ("strong",))
    rows = [
        ListRow(load.team.id,
                {"team": load.team.name, "open": format_count(load.open),
                 "pace": format_count(load.pace) if plan.days else "–",
                 "state": load_words(load) if plan.days else ""},
                ("alarm",) if load.more else () if load.open else ("muted",))
        for load in plan.loads
    ]  # fmt: skip
    return [whole, *rows]


def day_id(day: TeamDay) -> str:
    return f"{day.day.isoformat()} {day.team_id}"


def day_rows(plan: DayPlan, team: str) -> list[ListRow]:
    """The days of one team, or of all; a day is written once where several teams share it."""
    names = {load.team.id: load.team.name for load in plan.loads}
    rows: list[ListRow] = []
    before: date | None = None
    for d in plan.team_days:
        if team in (ALL, d.team_id):
            texts = {
                "day": day_words(d.day) if d.day != before else "", "team": names[d.team_id],
                "stops": stop_words(d), "households": format_count(d.households),
                "left": format_count(d.left),
            }  # fmt: skip
            rows.append(ListRow(day_id(d), texts))
            before = d.day
    return rows


def plan_table(plan: DayPlan, campaign: Campaign, team: str = ALL) -> "Table":
    """What is printed: the sentences of the need, then every team's days."""
    from exports.field_tables import Table, TableColumn

    names = {load.team.id: load.team.name for load in plan.loads}
    days = [d for d in plan.team_days if team in (ALL, d.team_id)]
    who = f" – {names[team]}" if team else ""
    span = f"Từ {format_day(plan.days[0].isoformat())} đến {format_day(plan.days[-1].isoformat())}"
    return Table(
        f"KẾ HOẠCH ĐI CÁC HỘ THEO NGÀY{who.upper()}", f"{campaign.name}. {span}.",
        (
            TableColumn("day", "Ngày", "day", 24), TableColumn("team", "Tổ", width=40),
            TableColumn("stops", "Thôn, bản, cụm", width=110),
            TableColumn("households", "Số hộ", "count", 18),
            TableColumn("left", "Tổ còn lại", "count", 20),
            TableColumn("done", "Đã đi (ghi tay)", width=26),
        ),
        [{"day": d.day, "team": names[d.team_id], "stops": stop_words(d),
          "households": d.households, "left": d.left, "done": ""} for d in days],
        {"day": "", "team": "Cộng", "stops": "", "left": "", "done": "",
         "households": sum(d.households for d in days)},
        tuple(plan_sentences(plan)), "Kế hoạch ngày",
    )  # fmt: skip
