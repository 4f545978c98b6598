"""Signing in on a slow PC, a backup, and the look over the pages, against their floors."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import sqlcipher3

from bench.keys import BY, KEYS, hold_keys
from bench.timing import Line, interleave, median, number
from domain.users import User
from storage.accounts import DEMO, put_first_user
from storage.backups import backups_folder, make_backup
from storage.database import Database, open_database
from storage.doctor import check_pages, check_structure
from storage.key_file import USER, KeyFile, require_genuine, write_key_file
from storage.key_slots import calibrate, make_slot
from storage.paths import FILE

NAME, PASSWORD = "quantri", "bốn đồ vật trong nhà"
OFFICE = "bench"
RUNS, PERIOD = 0.02, 0.08  # seconds: a quarter of a core
REPEATS = 5


def data_folder(reference: Path, folder: Path, name: str, *, practice: bool = False) -> Path:
    """A whole data folder of the reference file: keys, database, one user who can sign in; in a
    practice commune with Enter alone."""
    data = folder / name
    data.mkdir()
    shutil.copyfile(reference, data / FILE)
    user, password = DEMO if practice else (NAME, PASSWORD)
    slot = make_slot(OFFICE, KEYS, USER, user, password, calibrate())
    write_key_file(data, KeyFile(OFFICE, practice, 0, (slot,)), KEYS)
    hold_keys(data)
    db = open_database(data / FILE)
    put_first_user(db, User(user))
    db.close()
    return data


def unlock_case(reference: Path, folder: Path, size: str) -> list[Line]:
    """The cost is the one this PC chose at full speed; signing in has a quarter of a core."""
    data = data_folder(reference, folder, f"unlock-{size}")
    slot = require_genuine(data, KEYS).slots[0]
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.unlock_child", str(data), NAME, PASSWORD, str(REPEATS)],
        stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout
    assert child.stdin
    child.stdout.readline()  # its modules are imported
    child.stdin.write("\n")
    child.stdin.flush()
    while child.poll() is None:
        _let_run(child)
    answer = json.loads(child.stdout.readline())
    bare, ours = answer["bare_ms"], answer["ours_ms"]
    return [
        Line(f"đăng nhập, một phần tư nhân CPU ({size})", "Argon2id trần, cùng tham số",
             median(bare), median(ours), "≤ 1 s", median(ours) <= 1000,
             f"{slot.memory // 1024} MiB, {slot.passes} lượt; lâu nhất {number(max(ours))} ms")
    ]  # fmt: skip


def _let_run(child: "subprocess.Popen[str]") -> None:
    """One period: stopped once it had its time of the processor, whatever else runs here."""
    end, used = time.monotonic() + PERIOD, _used(child)
    child.send_signal(signal.SIGCONT)
    while time.monotonic() < end and child.poll() is None and _used(child) - used < RUNS:
        time.sleep(0.002)
    child.send_signal(signal.SIGSTOP)
    time.sleep(max(0.0, end - time.monotonic()))
    child.send_signal(signal.SIGCONT)


def _used(child: "subprocess.Popen[str]") -> float:
    """Seconds on the processor so far; Linux alone tells them so finely."""
    try:
        return int(Path(f"/proc/{child.pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, IndexError):
        return 0.0


def backup_case(reference: Path, folder: Path, size: str) -> list[Line]:
    data = data_folder(reference, folder, f"backup-{size}")
    db = open_database(data / FILE)
    bare = _bare(data / FILE)
    copy = folder / "vacuum.db"

    def floor() -> None:
        copy.unlink(missing_ok=True)
        bare.execute("VACUUM INTO ?", (str(copy),))

    def ours() -> None:
        make_backup(db, backups_folder(data), reason="manual", by=BY)

    bare_times, times = interleave(3, floor, ours)
    lines = _check_lines(db, bare, size)
    bare.close()
    db.close()
    return [
        Line(f"sao lưu, kiểm tra và đọc lại ({size})", "VACUUM INTO trần, cùng khóa",
             median(bare_times), median(times), "≤ 3 x", median(times) <= 3 * median(bare_times),
             f"{(data / FILE).stat().st_size / 1e6:.0f} MB"),
        *lines,
    ]  # fmt: skip


def _check_lines(db: Database, bare: "sqlcipher3.Connection", size: str) -> list[Line]:
    def floor() -> None:
        bare.execute("PRAGMA quick_check").fetchall()

    def ours() -> None:
        for check in (check_pages, check_structure):
            assert not list(check(db, lambda *_: None))

    bare_times, times = interleave(3, floor, ours)
    ratio = median(times) / median(bare_times)
    return [Line(f"kiểm tra mọi trang và cấu trúc của tệp ({size})", "quick_check trần",
                 median(bare_times), median(times), "≤ 2 x", ratio <= 2)]  # fmt: skip


def _bare(path: Path) -> "sqlcipher3.Connection":
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key=\"x'{KEYS.database.hex()}'\"")
    return connection
