"""Saving, searching, progress and import against their floors."""

import random
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import sqlcipher3

from bench.data import open_reference
from bench.keys import BY, KEYS
from bench.timing import Line, interleave, median, milliseconds, number, p95
from domain.campaigns import Campaign
from domain.fields import Row, parse_row
from domain.visits import check_visit, visit_fields
from storage.database import Database
from storage.households import search_households
from storage.ids import new_id
from storage.progress import get_progress
from storage.visits import save_visits

RAW_VISIT = (
    "INSERT INTO visits(household_id, campaign_id, id, visited_at, disposition, slot, members,"
    " smartphones, android, ios, in_use, changed_at, changed_by, void)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,0)"
)


def save_case(reference: Path, folder: Path, size: str) -> list[Line]:
    """One typed visit, from texts to durable, against a bare insert with the same pragmas and key.

    Each in a file of its own: with two writers of one file each would find its cache of pages
    thrown away by the other at every turn, and a data folder has one writer.
    """
    path, bare_path = folder / "save.db", folder / "save-bare.db"
    shutil.copyfile(reference, path)
    shutil.copyfile(reference, bare_path)
    db, campaign = open_reference(path)
    fields = visit_fields(campaign)
    households = [r[0] for r in db.rows("SELECT id FROM households")]
    pick = random.Random(3)
    bare = sqlcipher3.connect(str(bare_path), isolation_level=None)
    bare.execute(f"PRAGMA key=\"x'{KEYS.database.hex()}'\"")
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY",
                   "cache_size=-16000"):  # fmt: skip
        bare.execute(f"PRAGMA {pragma}")

    def floor() -> None:
        bare.execute(
            RAW_VISIT,
            (pick.choice(households), campaign.id, new_id(), "2020-08-25", "PARTIAL", "S", 5, 3, 2,
             1, 1, "2020-08-20T10:00:00", "bench"),
        )  # fmt: skip

    def ours() -> None:
        raw = {
            "visited_at": "25/8/2020", "slot": "1", "disposition": "2", "members": "5",
            "smartphones": "3", "android": "2", "ios": "1", "in_use": "1",
            **{f"app:{a.code}": "1" for a in campaign.active_apps},
        }  # fmt: skip
        values, errors = parse_row(fields, raw)
        errors = errors or check_visit(values, campaign, date.today())
        assert not errors, errors
        save_visits(db, campaign, [{**values, "household_id": pick.choice(households)}], by=BY)

    bare_times, times = interleave(300, floor, ours)
    bare.close()
    db.close()
    ratio = median(times) / median(bare_times)
    return [
        Line(f"lưu một lượt đến ({size})", "chèn một dòng trần, cùng pragma và khóa",
             median(bare_times), median(times), "≤ 2,3 x", ratio <= 2.3,
             f"p95 {number(p95(times))} ms")
    ]  # fmt: skip


def fsync_case(reference: Path, folder: Path) -> list[Line]:
    """Flushes to disk per save, counted by strace in a child process."""
    if shutil.which("strace") is None:
        return [
            Line("số lần ghi đĩa mỗi lượt", "strace", None, None, "≤ 1,05", None, "không có strace")
        ]
    path = folder / "fsync.db"
    shutil.copyfile(reference, path)
    counts = []
    for saves in (20, 220):
        log = folder / f"strace-{saves}"
        subprocess.run(
            ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(log), sys.executable, "-m",
             "bench.saver", str(path), str(saves)],
            check=True,
        )  # fmt: skip
        counts.append(log.read_text().count("sync("))
    per_save = (counts[1] - counts[0]) / 200
    return [Line("số lần ghi đĩa mỗi lượt", "fdatasync", None, None, "≤ 1,05", per_save <= 1.05,
                 f"{number(per_save, 3)} lần")]  # fmt: skip


def _keystrokes(db: Database) -> list[str]:
    """Names typed letter by letter, phone heads and tails, codes."""
    typed: list[str] = []
    for name, phone, code in db.rows(
        "SELECT head_name, phone, code FROM households ORDER BY row LIMIT 4000"
    )[::200]:
        typed += [name[:n] for n in range(1, len(name) + 1)]
        if phone:
            typed += [phone[:n] for n in range(1, 7)] + [phone[-4:], phone[-3:]]
        typed += [code[:5], code]
    return typed


def search_case(reference: Path, size: str, goal_ms: float) -> list[Line]:
    db, _ = open_reference(reference)
    typed = _keystrokes(db)
    like = "SELECT row, head_name FROM households WHERE search LIKE ? LIMIT 50"
    bare_times, times = [], []
    for text in typed:
        took = milliseconds(lambda t=text: search_households(db, t))  # type: ignore[misc]
        times.append(took)
    for text in typed[::10]:
        bare_times.append(milliseconds(lambda t=text: db.rows(like, (f"%{t}~%",))))  # type: ignore[misc]
    found = search_households(db, "duc")
    d_found = any("Đ" in h["head_name"] for h in found)
    db.close()
    return [
        Line(f"tìm hộ mỗi phím, 50 dòng ({size})", "quét LIKE cả bảng", p95(bare_times), p95(times),
             f"p95 ≤ {goal_ms:g} ms", p95(times) <= goal_ms and d_found,
             f"p50 {number(median(times))}, p95 {number(p95(times))} ms, {len(typed)} phím")
    ]  # fmt: skip


def progress_case(reference: Path, size: str, goal_ms: float | None) -> list[Line]:
    db, campaign = open_reference(reference)

    def floor() -> None:
        db.rows("SELECT * FROM visits")

    def hour() -> None:
        get_progress(db, campaign, until="2020-08-20T08:00")

    bare_times, times = interleave(5, floor, hour)
    db.close()
    met = None if goal_ms is None else median(times) <= goal_ms
    goal = "" if goal_ms is None else f"≤ {goal_ms:g} ms"
    return [Line(f"tiến độ mọi thôn tại một giờ ({size})", "đọc bảng lượt đến một lần",
                 median(bare_times), median(times), goal, met)]  # fmt: skip


def one_visit(campaign: Campaign, household_id: str) -> Row:
    counts: Row = {f"app:{a.code}": 1 for a in campaign.active_apps}
    return {
        "household_id": household_id, "visited_at": "2020-08-25", "disposition": "PARTIAL",
        "members": 5, "smartphones": 3, **counts,
    }  # fmt: skip
