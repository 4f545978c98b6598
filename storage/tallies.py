"""Totals of villages that give only totals (D3): append-only, replaced by household visits."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.days import END_OF_TIME, format_day
from domain.errors import AppError
from domain.fields import Row
from domain.tallies import (
    TOTAL_NAMES,
    Tally,
    TallyLine,
    check_tally,
    find_replaced,
    same_totals,
    standing_tallies,
)
from domain.users import User, require
from domain.visits import app_field, split_apps
from storage.campaigns import campaign_row
from storage.database import Database, Note, now, operation
from storage.ids import new_id

_COLUMNS = ("id", "village_id", "from_on", "until_on", *TOTAL_NAMES, "source")
_SELECT = (
    f"SELECT {', '.join(_COLUMNS)}, supersedes, correction, void, changed_at, changed_by,"
    " (SELECT group_concat(app_code || ' ' || installed) FROM tally_apps WHERE tally_id = t.id)"
    " FROM tallies t "
)
_INSERT = (
    f"INSERT INTO tallies({', '.join(_COLUMNS)}, supersedes, correction, void, campaign_id,"
    f" changed_at, changed_by) VALUES ({','.join('?' * (len(_COLUMNS) + 6))})"
)
# Visits that stand, of the households of a village, inside some days and up to an hour; those of a
# household that was removed replace nothing, because they count nowhere.
_VISITS = (
    " FROM households h JOIN visits v ON v.household_id = h.id AND v.campaign_id = :campaign"
    " WHERE h.village_id = :village AND h.state <> 'REMOVED' AND v.void = 0"
    " AND v.visited_at >= :first AND substr(v.visited_at, 1, 10) <= :last AND v.visited_at <= :at"
    " AND NOT EXISTS(SELECT 1 FROM visits w WHERE w.household_id = v.household_id"
    "  AND w.campaign_id = v.campaign_id AND w.supersedes = v.id)"
)
_LATEST = "9998"


def _read(r: tuple[Any, ...]) -> Tally:
    n = len(_COLUMNS)
    pairs = (pair.rsplit(" ", 1) for pair in str(r[n + 5]).split(",")) if r[n + 5] else ()
    apps = tuple(sorted((code, int(count)) for code, count in pairs))
    values: list[Any] = [*r[:n], apps, r[n], r[n + 1], bool(r[n + 2]), *r[n + 3 : n + 5]]
    return Tally(*values)


def save_tally(
    db: Database, campaign: Campaign, village_id: str, values: Row, *, by: User
) -> tuple[Changes, Tally]:
    """Add the totals of a village; `values` of tally_fields(campaign).

    A second report for exactly the same days takes the place of the first. Nothing is written where
    it says the same (empty Changes). Raises AppError where a rule is broken.
    """
    changes, saved = save_tallies(db, campaign, village_id, [values], by=by)
    return changes, saved[0]


def save_tallies(
    db: Database, campaign: Campaign, village_id: str, rows: Sequence[Row], *, by: User
) -> tuple[Changes, list[Tally]]:
    """Several days at once, as save_tally: all are stored or none."""
    require(by, "save_tally")
    in_force = standing_tallies(_of_village(db, campaign, village_id))
    by_days = {(t.from_on, t.until_on): t for t in in_force}
    before = [by_days.get((str(r.get("from_on")), str(r.get("until_on")))) for r in rows]
    alike = [t is not None and same_totals(t, r) for t, r in zip(before, rows, strict=True)]
    saved = [t for t, same in zip(before, alike, strict=True) if t and same]
    if len(saved) == len(rows):
        return Changes(), saved
    ids = [t.id if t and same else "" for t, same in zip(before, alike, strict=True)]
    with operation(db, by, "save_tally") as note:
        for n, values in enumerate(rows):
            if not ids[n]:
                ids[n] = _write(db, campaign, village_id, values, before[n], "", by, note)
    written = alike.count(False)
    return Changes(tallies=True, count=written), [find_tally(db, i) for i in ids]


def correct_tally(
    db: Database, campaign: Campaign, old: Tally, values: Row, reason: str, *, by: User
) -> tuple[Changes, Tally]:
    """Other totals, or other days, in place of `old`, which stays in history."""
    _need_reason(reason)
    if (old.from_on, old.until_on) == (values.get("from_on"), values.get("until_on")) and (
        same_totals(old, values)
    ):
        return Changes(), old
    with operation(db, by, "save_tally") as note:
        _need_in_force(db, campaign, old)
        id_ = _write(db, campaign, old.village_id, values, old, reason.strip(), by, note)
    return Changes(tallies=True, count=1), find_tally(db, id_)


def void_tally(db: Database, campaign: Campaign, old: Tally, reason: str, *, by: User) -> Changes:
    """Take totals back: of another village, or never reported."""
    _need_reason(reason)
    with operation(db, by, "save_tally") as note:
        _need_in_force(db, campaign, old)
        values: Row = {"from_on": old.from_on, "until_on": old.until_on}
        id_ = _put(db, campaign, old.village_id, values, old.id, reason.strip(), True, by)
        note(id_, village=old.village_id, supersedes=old.id, void=True, reason=reason.strip())
    return Changes(tallies=True, count=1)


def _write(
    db: Database, campaign: Campaign, village_id: str, values: Row, old: Tally | None, reason: str,
    by: User, note: Note,
) -> str:  # fmt: skip
    stored = standing_tallies(_of_village(db, campaign, village_id))
    others = [t for t in stored if old is None or t.id != old.id]
    if problems := check_tally(values, campaign, others, date.today()):
        raise AppError(next(iter(problems.values())), "Hãy sửa số tổng hợp này.")
    superseded = old.id if old else None
    id_ = _put(db, campaign, village_id, values, superseded, reason or None, False, by)
    note(id_, village=village_id, supersedes=superseded, reason=reason)
    return id_


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise AppError("Chưa ghi lý do.", "Hãy ghi vì sao số tổng hợp này được sửa hoặc rút lại.")


def _need_in_force(db: Database, campaign: Campaign, old: Tally) -> None:
    stored = _of_village(db, campaign, old.village_id)
    if old.id not in {t.id for t in standing_tallies(stored)}:
        raise AppError(
            f"Số tổng hợp ngày {old.days} vừa được sửa ở nơi khác.",
            "Hãy mở lại thôn, bản này để xem số mới nhất.",
        )


def _put(
    db: Database, campaign: Campaign, village_id: str, values: Row, supersedes: str | None,
    reason: str | None, void: bool, by: User,
) -> str:  # fmt: skip
    id_ = new_id()
    db.execute(
        _INSERT,
        (id_, village_id, values["from_on"], values["until_on"],
         *(values.get(n) for n in TOTAL_NAMES), values.get("source") or "", supersedes, reason,
         void, campaign.id, now(), by.name),
    )  # fmt: skip
    for code, installed in split_apps(values):
        db.execute("INSERT INTO tally_apps VALUES (?,?,?)", (id_, code, installed))
    return id_


def find_tally(db: Database, tally_id: str) -> Tally:
    found = db.row(_SELECT + "WHERE id=?", (tally_id,))
    if found is None:
        raise AppError("Không thấy số tổng hợp này.", "Hãy mở lại màn hình Nhập tổng hợp.")
    return _read(found)


def _of_village(db: Database, campaign: Campaign, village_id: str) -> list[Tally]:
    sql = _SELECT + "WHERE campaign_id=? AND village_id=? ORDER BY from_on, id"
    return [_read(r) for r in db.execute(sql, (campaign.id, village_id))]


def list_standing(db: Database, campaign: Campaign, village_id: str) -> list[Tally]:
    """Those in force, whether visits replace them or not, by their days."""
    return standing_tallies(_of_village(db, campaign, village_id))


def list_counting(db: Database, campaign: Campaign, villages: Iterable[str]) -> list[Tally]:
    """Those of these villages that count: in force, and no household visit has replaced them."""
    ids = sorted(set(villages))
    sql = (
        _SELECT + f"WHERE campaign_id=? AND village_id IN ({','.join('?' * len(ids))})"
        " ORDER BY from_on, id"
    )
    in_force = standing_tallies(_read(r) for r in db.execute(sql, (campaign.id, *ids)))
    replaced = count_visits(db, campaign, in_force)
    return [t for t in in_force if t.id not in replaced]


def list_tallies(
    db: Database, campaign: Campaign, village_id: str | None = None
) -> list[TallyLine]:
    """Everything written for the village, or for all of them, newest days and entries first."""
    if village_id is None:
        sql = _SELECT + "WHERE campaign_id=? ORDER BY from_on, id"
        stored = [_read(r) for r in db.execute(sql, (campaign.id,))]
    else:
        stored = _of_village(db, campaign, village_id)
    in_force = {t.id for t in standing_tallies(stored)}
    later = {t.supersedes: t for t in stored if t.supersedes}
    counts = count_visits(db, campaign, [t for t in stored if t.id in in_force])
    lines = []
    for t in reversed(stored):
        if not t.void:
            n = counts.get(t.id, 0)
            found = household_totals(db, campaign, t) if n else {}
            lines.append(TallyLine(t, t.id in in_force, later.get(t.id), n, found))
    return lines


def count_visits(
    db: Database, campaign: Campaign, tallies: Iterable[Tally], at: str = _LATEST
) -> dict[str, int]:
    """Tally id -> how many household visits up to `at` take its place; without those that count."""
    found: dict[str, int] = {}
    for t in tallies:
        asked: dict[str, object] = {"campaign": campaign.id, "village": t.village_id,
                                    "first": t.from_on, "last": t.until_on,
                                    "at": at}  # fmt: skip
        days = [d for (d,) in db.rows("SELECT v.visited_at" + _VISITS, asked)]
        found |= find_replaced([t], days)
    return found


def household_totals(db: Database, campaign: Campaign, tally: Tally) -> dict[str, int | None]:
    """The totals of a tally as the households visited inside its days give them at its end."""
    sums = {
        "visited": "count(*)", "contacted": "sum(r.contacted)", "completed": "sum(r.completed)",
        "with_device": "sum(r.has_device = 1)", "without_device": "sum(r.has_device = 0)",
        "refused": "sum(r.refused_last)", "members": "sum(r.members)",
        "smartphones": "sum(r.smartphones)", "android": "sum(r.android)", "ios": "sum(r.ios)",
        "all_apps": "sum(r.all_apps)", "in_use": "sum(r.in_use)",
    }  # fmt: skip
    sums |= {app_field(a.code): f"sum(r.app_{int(a.slot)})" for a in campaign.active_apps}
    end = tally.until_on + "T23:59"
    asked = {"campaign": campaign.id, "village": tally.village_id, "first": tally.from_on,
             "last": tally.until_on, "at": end, "row": campaign_row(db, campaign.id)}  # fmt: skip
    found = db.row(
        f"SELECT {', '.join(sums.values())} FROM households k JOIN household_results r"
        " ON r.campaign_row = :row AND r.household_row = k.row"
        " AND r.from_at <= :at AND r.until_at > :at"
        f" WHERE k.id IN (SELECT v.household_id{_VISITS})",
        asked,
    )
    return dict(zip(sums, found or (), strict=False))


@dataclass(frozen=True)
class TallyBook:
    """The tallies in force, and from which moment on a household visit replaces each."""

    in_force: tuple[Tally, ...]  # by village and last day
    replaced_from: dict[str, str]  # tally id -> the first such visit

    def at(self, cut_off: str) -> dict[str, tuple[list[Tally], int | None]]:
        """Village id -> (the tallies that count then, the households last stated for it).

        A tally counts whole from its last day on, until a household of the village has a visit
        inside its days. The number of households stated stays known when the rest is replaced.
        """
        found: dict[str, tuple[list[Tally], int | None]] = {}
        for t in self.in_force:
            if t.until_on > cut_off:
                continue
            counted, listed = found.get(t.village_id, ([], None))
            if self.replaced_from.get(t.id, END_OF_TIME) > cut_off:
                counted.append(t)
            found[t.village_id] = counted, listed if t.listed is None else t.listed
        return found


def read_book(db: Database, campaign: Campaign) -> TallyBook:
    if not db.value("SELECT EXISTS(SELECT 1 FROM tallies WHERE campaign_id=?)", (campaign.id,)):
        return TallyBook((), {})
    sql = _SELECT + "WHERE campaign_id=? ORDER BY village_id, until_on, id"
    in_force = standing_tallies(_read(r) for r in db.execute(sql, (campaign.id,)))
    first: dict[str, str] = {}
    for village, group in groupby(in_force, lambda t: t.village_id):
        of_village = list(group)
        asked: dict[str, object] = {
            "campaign": campaign.id, "village": village, "at": _LATEST,
            "first": min(t.from_on for t in of_village), "last": of_village[-1].until_on,
        }  # fmt: skip
        moments = [at for (at,) in db.rows(f"SELECT v.visited_at{_VISITS} ORDER BY 1", asked)]
        for t in of_village:
            n = bisect_left(moments, t.from_on)
            if n < len(moments) and moments[n][:10] <= t.until_on:
                first[t.id] = moments[n]
    return TallyBook(tuple(in_force), first)


def list_tally_villages(db: Database, campaign: Campaign) -> dict[str, str]:
    """Village id -> the last day for which it gave totals that are in force."""
    sql = _SELECT + "WHERE campaign_id=? ORDER BY until_on, id"
    in_force = standing_tallies(_read(r) for r in db.execute(sql, (campaign.id,)))
    return {t.village_id: format_day(t.until_on) for t in in_force}
