"""The plan per day to the deadline: which team goes where, and how many households (A12).

Every team goes at an even pace through its villages in their order, on the days that
domain.days.working_days_left() counts. What does not fit under the maximum a day is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.announcement import PRACTICE_WORDS
from domain.areas import Area, leaves
from domain.campaigns import Campaign
from domain.days import day_of, format_day, working_days_left
from domain.numerals import format_count
from domain.teams import Team

MOST_NAMED = 2  # teams in one sentence; the list beside it has them all
LEAST_A_DAY = 10  # households: nobody is sent out for two, the days saved are for revisits
NO_DEADLINE = (
    "Đợt vận động chưa đặt hạn báo cáo, nên chưa lập được kế hoạch đến hạn. Hãy ghi hạn ở màn hình "
    "Đợt vận động (F6)."
)
NOBODY = "Chưa có tổ nào đang hoạt động. Hãy thêm tổ ở phần “Danh sách tổ”."
NOTHING_LEFT = "Không còn hộ nào phải đến."


@dataclass(frozen=True)
class Stop:
    label: str
    households: int


@dataclass(frozen=True)
class TeamDay:
    day: date
    team_id: str
    stops: tuple[Stop, ...]
    left: int  # of the team's households after this day

    @property
    def households(self) -> int:
        return sum(s.households for s in self.stops)


@dataclass(frozen=True)
class TeamLoad:
    team: Team
    open: int
    pace: int  # households a day as planned; needed, where that is too many; 0: no day is left
    more: int  # teams that would have to join it
    missed: int  # households that it cannot reach in time by itself


@dataclass(frozen=True)
class DayPlan:
    problem: str  # why there is no plan; "" when there is one
    days: tuple[date, ...]
    most: int  # households a team can do a day
    open: int  # in the whole commune, those nobody has too
    unassigned: int  # of them
    extra: int  # teams more for the commune to be in time
    loads: tuple[TeamLoad, ...]
    team_days: tuple[TeamDay, ...]  # by day, then by team

    @property
    def pace(self) -> int:
        return _up(self.open, len(self.days)) if self.days else 0


def extra_teams(open_: int, teams: int, most: int, days: int) -> int:
    """The smallest n with (teams + n) · most · days at least open; on no day nobody helps: 0."""
    return max(0, _up(open_, most * days) - teams) if most * days else 0


def first_day(campaign: Campaign, today: date) -> date:
    """Nobody goes out before the campaign begins."""
    return max(today, day_of(campaign.starts_on))


def make_plan(
    campaign: Campaign, areas: Sequence[Area], teams: Sequence[Team], first: date
) -> DayPlan:
    """`teams`: those that go out. A day's share is even, at least LEAST_A_DAY, at most the
    campaign's maximum."""
    most = campaign.most_per_day
    all_leaves = leaves(areas)
    by_team = {t.id: [a for a in all_leaves if a.team_id == t.id and a.open] for t in teams}
    names = {a.village_id: a.label for a in areas}
    open_ = sum(a.open for a in all_leaves)
    unassigned = open_ - sum(a.open for own in by_team.values() for a in own)
    days = tuple(_days(first, campaign.due)) if campaign.due else ()
    problem = _problem(campaign, open_, teams, days)
    loads: list[TeamLoad] = []
    team_days: list[TeamDay] = []
    for team in teams:
        own = by_team[team.id]
        todo = sum(a.open for a in own)
        more = max(0, extra_teams(todo, 1, most, len(days)))
        loads.append(
            TeamLoad(team, todo, _pace(todo, most, len(days)) if days else 0, more,
                     max(0, todo - most * len(days)))
        )  # fmt: skip
        if not problem:
            team_days += _walk(team, own, names, days, most)
    order = {t.id: n for n, t in enumerate(teams)}
    return DayPlan(
        problem, days, most, open_, unassigned,
        extra_teams(open_, len(teams), most, len(days)), tuple(loads),
        tuple(sorted(team_days, key=lambda d: (d.day, order[d.team_id]))),
    )  # fmt: skip


def _pace(todo: int, most: int, days: int) -> int:
    """What the first day of _walk() has, or the need where it is above the maximum."""
    return max(_up(todo, days), min(todo, most, LEAST_A_DAY))


def _up(n: int, by: int) -> int:
    return -(-n // by)


def _days(first: date, due: date) -> Iterator[date]:
    """The days that working_days_left() counts."""
    for n in range((due - first).days + 1):
        day = first + timedelta(days=n)
        if working_days_left(day, day):
            yield day


def _problem(campaign: Campaign, open_: int, teams: Sequence[Team], days: Sequence[date]) -> str:
    if campaign.due is None:
        return NO_DEADLINE
    if not open_:
        return NOTHING_LEFT
    if not days:
        return (
            f"Hạn là hết ngày {format_day(campaign.due.isoformat())}: không còn ngày nào đi được, "
            f"còn {format_count(open_)} hộ chưa xong."
        )
    return "" if teams else NOBODY


def _walk(
    team: Team, own: Sequence[Area], names: dict[str, str], days: Sequence[date], most: int
) -> Iterator[TeamDay]:
    waiting = [(_place(a, names), a.open) for a in own]
    left = sum(n for _, n in waiting)
    for at, day in enumerate(days):
        share = min(left, most, max(LEAST_A_DAY, _up(left, len(days) - at)))
        if not share:
            return
        left -= share
        stops: list[Stop] = []
        while share:
            label, n = waiting.pop(0)
            taken = min(n, share)
            share -= taken
            stops.append(Stop(label, taken))
            if taken < n:
                waiting.insert(0, (label, n - taken))
        yield TeamDay(day, team.id, tuple(stops), left)


def _place(area: Area, names: dict[str, str]) -> str:
    village = names[area.village_id]
    return village if area.label == village else f"{village}, {area.label}"


# -- in words -----------------------------------------------------------------------------------


def stop_words(day: TeamDay) -> str:
    """ "Bản Chiềng (24 hộ); Bản Mìn, Cụm 2 (16 hộ)"."""
    return "; ".join(f"{s.label} ({format_count(s.households)} hộ)" for s in day.stops)


def plan_sentences(plan: DayPlan) -> list[str]:
    """What the plan comes to; the first is the need, the others what stands against it."""
    if plan.problem:
        return [plan.problem]
    teams, days = len(plan.loads), len(plan.days)
    said = [
        f"Còn {format_count(plan.open)} hộ phải đến trong {days} ngày đi được "
        f"({format_day(plan.days[0].isoformat())} – {format_day(plan.days[-1].isoformat())}, "
        f"trừ Chủ nhật): bình quân mỗi ngày {format_count(plan.pace)} hộ là kịp. {teams} tổ đi "
        f"được nhiều nhất {format_count(teams * plan.most)} hộ một ngày.{_sooner_words(plan)}"
    ]
    over = [load for load in plan.loads if load.more]
    if plan.extra:
        said.append(f"Không kịp hạn với {teams} tổ: cần thêm {plan.extra} tổ.")
    if over:
        said.append(f"Quá mức {plan.most} hộ một ngày: {_over_words(over)}.")
    if plan.unassigned:
        said.append(f"Chưa phân công {format_count(plan.unassigned)} hộ: chưa có trong kế hoạch.")
    return said


def _sooner_words(plan: DayPlan) -> str:
    """Why the table has fewer days than there are."""
    used = len({d.day for d in plan.team_days})
    if not used or used == len(plan.days):
        return ""
    least = min(plan.most, LEAST_A_DAY)
    return f" Mỗi tổ đi mỗi ngày ít nhất {least} hộ nên các hộ đã giao xong trong {used} ngày."


def _over_words(over: Sequence[TeamLoad]) -> str:
    if len(over) > MOST_NAMED:
        worst = max(over, key=lambda load: load.open)
        return (
            f"{len(over)} tổ, nặng nhất là {worst.team.name} ({format_count(worst.pace)} hộ một "
            f"ngày, cần thêm {worst.more} tổ)"
        )
    return "; ".join(
        f"{load.team.name} {format_count(load.pace)} hộ một ngày, cần thêm {load.more} tổ "
        f"hoặc chuyển bớt {format_count(load.missed)} hộ"
        for load in over
    )


def plan_text(
    plan: DayPlan, campaign: Campaign, *, day: date | None = None, team: str = "", practice: bool
) -> str:
    """To send by Zalo: one day of every team, or one team's days; no names of people."""
    names = {load.team.id: load.team.name for load in plan.loads}
    chosen = [
        d for d in plan.team_days if (day is None or d.day == day) and team in ("", d.team_id)
    ]
    parts = [f"KẾ HOẠCH {names[team].upper()}" if team else "KẾ HOẠCH ĐI CÁC HỘ"]
    if day:
        parts[0] += f" NGÀY {format_day(day.isoformat())}"
    if practice:
        parts.insert(0, PRACTICE_WORDS)
    parts.append(campaign.name)
    for d in chosen:
        when = [] if day else [format_day(d.day.isoformat())]
        who = [] if team else [names[d.team_id]]
        parts.append(f"{' – '.join([*when, *who]) or 'Cả ngày'}: {stop_words(d)}")
    if not team:
        parts.append(f"Cộng: {format_count(sum(d.households for d in chosen))} hộ.")
    return "\n".join(parts)
