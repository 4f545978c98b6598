"""A practice commune to look at and train on: invented people, a campaign half done (K10).

The same seed gives the same commune. Everything goes through the ordinary operations.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from domain.campaigns import Campaign, Target
from domain.dispatches import Dispatch
from domain.fields import Row
from domain.figures import Figure
from domain.household_import import ImportRow, Place
from domain.offices import Office
from domain.presets import find_preset, new_campaign
from domain.sheets import DEFAULT_LINES, SheetEvent
from domain.teams import Assignment
from domain.users import User
from domain.villages import village_key
from domain.visits import app_field, check_visit
from storage.campaigns import save_campaign
from storage.database import Database
from storage.dispatches import save_dispatch
from storage.figures import save_figure
from storage.household_import import import_households
from storage.ids import new_id
from storage.offices import save_office, save_practice_mark
from storage.sheet_plans import SheetSource, plan_sheets
from storage.sheets import save_sheet_events, save_sheets
from storage.teams import list_teams, save_assignments, save_teams
from storage.villages import list_villages
from storage.visits import save_visits

Report = Callable[[int, int], None]

_VILLAGES = (
    "Bản Chiềng", "Bản Mìn", "Bản Bơn", "Bản Yên", "Bản Luốc Lầu", "Bản Sơn Thủy", "Thôn Na Hảo",
    "Tổ dân phố 1",
)  # fmt: skip
_MORE = ("Na", "Pù", "Khà", "Co", "Xía", "Lát", "Cha", "Hiềng", "Sại", "Khương")
_SURNAMES = (
    "Hà",
    "Lò",
    "Vi",
    "Lương",
    "Ngân",
    "Phạm",
    "Cầm",
    "Đinh",
    "Bùi",
    "Nguyễn",
    "Thao",
    "Hơ",
)
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Hồng", "Xuân", "Bá", "Ngọc", "Quang", "Hữu")
_GIVEN = (
    "Ửng", "Hòa", "Thủy", "Đức", "Phượng", "Bảo", "Khương", "Hoa", "Dơ", "Quý", "Ẩn", "Uyển", "Yến",
    "Thuận", "Nghĩa", "Hằng", "Lan", "Vững", "Đường", "Huệ",
)  # fmt: skip
# The first three are the teams of the visits.
_TEAMS: tuple[Row, ...] = (
    {"name": "Tổ 1", "affiliation": "Tổ công nghệ số cộng đồng", "leader": "Hà Văn Thuận",
     "people": 5},
    {"name": "Tổ 2", "affiliation": "Hội Phụ nữ", "leader": "Lò Thị Yến", "people": 4},
    {"name": "Đoàn thanh niên", "affiliation": "Đoàn Thanh niên", "leader": "Vi Đức Bảo",
     "people": 6},
    {"name": "Tổ 4", "affiliation": "Mặt trận Tổ quốc", "leader": "Lương Quang Nghĩa",
     "people": 3},
)  # fmt: skip
_VISITORS = tuple(str(team["name"]) for team in _TEAMS[:3])
_WEIGHTS = {
    "COMPLETE": 44, "PARTIAL": 14, "NOT_HOME": 14, "REFUSED": 5, "CALLBACK": 4, "NO_DEVICE": 11,
    "TECH": 5, "LONG_AWAY": 2, "UNREACHED": 1,
}  # fmt: skip


def make_practice(
    db: Database, *, by: User, households: int = 1200, seed: int = 1, today: date | None = None,
    report: Report | None = None, villages: int | None = None, with_visits: bool = True,
    with_sheets: bool = False,
) -> Campaign:  # fmt: skip
    """Fill an empty database; the campaign started 15 days before `today`. Returns the campaign."""
    pick = random.Random(seed)
    today = today or date.today()
    start = today - timedelta(days=15)
    save_practice_mark(db, by=by)
    save_office(db, _office(), by=by)
    names = _village_names(villages or min(8, max(1, households // 20)))
    import_households(db, _list(pick, names, households), by=by, source="mẫu", report=report)
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset is not None
    campaign = new_campaign(
        preset, id=new_id(), starts_on=start.isoformat(),
        deadline_on=(today + timedelta(days=12)).isoformat(),
    )  # fmt: skip
    campaign = replace(campaign, targets=(Target("IND07", 60.0), Target("IND01", 100.0)))
    save_campaign(db, campaign, by=by, activate=True)
    save_dispatch(
        db,
        Dispatch("Công văn", "861/UBND-VHTT", (start - timedelta(days=2)).isoformat(),
                 "Ủy ban nhân dân huyện Quan Sơn",
                 "về việc hướng dẫn cài đặt ứng dụng Bluezone và Smart Thanh Hóa",
                 deadline_on=campaign.deadline_on),
        by=by,
    )  # fmt: skip
    _figures(db, pick, start, by)
    if with_visits:
        visits = _visits(db, pick, campaign, start, today)
        save_visits(db, campaign, visits, by=by, report=report)
    _teams(db, campaign, by)
    if with_sheets:
        _sheets(db, campaign, today, by)
    return campaign


def _office() -> Office:
    return Office(
        valid_from="2020-01-01", kind="xã", name="Mường Mìn", district="huyện Quan Sơn",
        province="tỉnh Thanh Hóa", signer="Lương Văn Thủy",
    )  # fmt: skip


def _village_names(n: int) -> list[str]:
    more = (f"Bản {a} {b}" for a in _MORE for b in _GIVEN)
    different = {village_key(name): name for name in (*_VILLAGES, *more)}  # "Na Hoa" is "Na Hòa"
    return list(different.values())[:n]


def _list(pick: random.Random, villages: list[str], n: int) -> list[ImportRow]:
    rows = []
    for i in range(n):
        name = f"{pick.choice(_SURNAMES)} {pick.choice(_MIDDLE)} {pick.choice(_GIVEN)}"
        phone = (
            f"0{pick.choice('35789')}{pick.randrange(10**8):08d}" if pick.random() < 0.85 else None
        )
        values: Row = {
            "village": villages[i * len(villages) // n], "head_name": name, "phone": phone,
            "members": pick.choice((2, 3, 3, 4, 4, 4, 5, 5, 6, 7)),
        }  # fmt: skip
        rows.append(ImportRow(values, Place("mẫu", i + 1)))
    return rows


def _figures(db: Database, pick: random.Random, start: date, by: User) -> None:
    for village in list_villages(db):
        members = db.value("SELECT sum(members) FROM households WHERE village_id=?", (village.id,))
        for kind, value in (("population", members), ("subscribers", members * 3 // 5)):
            save_figure(
                db,
                Figure(kind, value, start.isoformat(), "Công an xã, Viettel Quan Sơn", village.id),
                by=by,
            )


def _visits(
    db: Database, pick: random.Random, campaign: Campaign, start: date, today: date
) -> list[Row]:
    """About 70 % of the households, each village at its own pace; some are visited again."""
    rows: list[Row] = []
    pace = {v.id: pick.uniform(0.45, 0.95) for v in list_villages(db)}
    days = (today - start).days
    for household_id, village_id, members in db.rows(
        "SELECT id, village_id, members FROM households ORDER BY row"
    ):
        if pick.random() > pace[village_id]:
            continue
        day = pick.randrange(days + 1)
        tries = 1 + (pick.random() < 0.25)
        for n in range(tries):
            when = start + timedelta(days=min(days, day + 2 * n))
            rows.append(random_visit(pick, campaign, household_id, members, when, today))
    return sorted(rows, key=lambda r: str(r["visited_at"]))


def _teams(db: Database, campaign: Campaign, by: User) -> None:
    """Four teams, named as in the visits; the last village of several waits for one."""
    save_teams(db, [dict(team) for team in _TEAMS], by=by)
    teams, villages = list_teams(db), list_villages(db)
    given = villages[:-1] or villages
    save_assignments(
        db, campaign,
        [Assignment(v.id, "", teams[n % len(teams)].id, campaign.starts_on)
         for n, v in enumerate(given)],
        by=by,
    )  # fmt: skip


def _sheets(db: Database, campaign: Campaign, today: date, by: User) -> None:
    """Three sheets of the first village, for the ledger: one brought back and waiting to be typed,
    one still out, one just printed."""
    village = list_villages(db)[0]
    wanted = plan_sheets(db, campaign, SheetSource(village_id=village.id), DEFAULT_LINES)[:3]
    _, sheets = save_sheets(db, campaign, wanted, by=by)
    holder = list_teams(db)[0].leader or list_teams(db)[0].name
    on = today.isoformat()
    for sheet, steps in zip(sheets, (("HANDED", "RETURNED"), ("HANDED",), ()), strict=False):
        for step in steps:
            save_sheet_events(db, [sheet.id], SheetEvent(step, on, holder), by=by)


def random_visit(
    pick: random.Random,
    campaign: Campaign,
    household_id: str,
    members: int,
    when: date,
    today: date,
) -> Row:
    disposition = pick.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    values: Row = {
        "household_id": household_id, "visited_at": when.isoformat(), "disposition": disposition,
        "slot": pick.choice("SCT"), "team": pick.choice(_VISITORS),
    }  # fmt: skip
    reasons = [r.code for r in campaign.reasons if r.disposition == disposition]
    if reasons:
        values["reason"] = pick.choice(reasons)
    if disposition in ("COMPLETE", "PARTIAL", "TECH"):
        smartphones = pick.randint(1, max(1, min(4, members)))
        counts = [_installed(pick, disposition, smartphones) for _ in campaign.active_apps]
        values |= {"members": members, "smartphones": smartphones,
                   "android": (android := pick.randint(0, smartphones)),
                   "ios": smartphones - android, "in_use": pick.randint(0, counts[0])}  # fmt: skip
        values |= {app_field(a.code): n for a, n in zip(campaign.active_apps, counts, strict=True)}
    elif disposition == "NO_DEVICE":
        values |= {"members": members, "smartphones": 0}
    assert not check_visit(values, campaign, today), (values, check_visit(values, campaign, today))
    return values


def _installed(pick: random.Random, disposition: str, smartphones: int) -> int:
    if disposition == "COMPLETE":
        return smartphones
    return 0 if disposition == "TECH" else pick.randint(0, smartphones)
