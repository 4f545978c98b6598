"""Looking the data over without writing to them: is every page whole, does every sum agree with
what it sums, does the log hang together, could we restore tomorrow.

To add a check: a generator of Findings, and its line in QUICK (after an unclean end), INSIDE (once
a week, and by hand) or AROUND (needs no readable database: storage/folder_checks.py). It is given
its own connection.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.numerals import format_count
from domain.progress import Progress
from storage.audit import verify
from storage.campaigns import list_campaign_rows
from storage.database import Database, foreign_errors, open_database
from storage.erasure_finish import unfinished
from storage.findings import BAD, WARNING, Finding
from storage.folder_checks import check_backups, check_disk, check_keys
from storage.key_file import Keys
from storage.paths import database_file
from storage.progress import get_progress
from storage.results import rebuild
from storage.sidecar import Kind, check_state, read_state

RESTORE = "Hãy khôi phục từ bản sao lưu gần nhất; đừng xóa tệp hiện nay."
Report = Callable[[int, int, str], None]
Tick = Callable[[int, int], None]


@dataclass(frozen=True)
class Diagnosis:
    findings: tuple[Finding, ...]
    checks: tuple[str, ...]  # what was looked at

    @property
    def ok(self) -> bool:
        return not any(f.level == BAD for f in self.findings)


def examine(
    folder: Path, keys: Keys, now: datetime, *, whole: bool = True, report: Report | None = None
) -> Diagnosis:
    """Look over a data folder. `whole`: also what takes long, and what lies around the database.

    `report(done, total, what)` is called before each check and may raise Cancelled. The database
    may be in use meanwhile.
    """
    findings: list[Finding] = []
    inside, around = (INSIDE, AROUND) if whole else (QUICK, ())
    titles = [c.title for c in (*inside, *around)]

    def tell(check: Check) -> Tick:
        done = [c.key for c in (*inside, *around)].index(check.key)

        def tick(*_: int) -> None:
            if report:
                report(done, len(titles), check.title)

        tick()
        return tick

    try:
        with _opened(folder, keys) as db:
            for check in inside:
                findings += _run(check.key, db.path, check.look(db, tell(check)))
    except AppError as refusal:  # not to be opened at all
        findings.append(Finding("open", BAD, refusal.message, refusal.hint))
    for check in around:
        tell(check)
        findings += _run(check.key, database_file(folder), check.look(folder, keys, now))
    return Diagnosis(tuple(findings), tuple(c.key for c in (*inside, *around)))


def _run(key: str, path: Path, found: Iterable[Finding]) -> list[Finding]:
    """Damage can also show as an error in the middle of a check."""
    findings: list[Finding] = []
    try:
        with foreign_errors(path):
            for one in found:
                findings.append(one)
    except AppError as refusal:
        findings.append(Finding(key, BAD, refusal.message, refusal.hint))
    except sqlcipher3.DatabaseError:
        findings.append(Finding(key, BAD, "Không đọc được hết tệp dữ liệu.", RESTORE))
    return findings


@contextmanager
def _opened(folder: Path, keys: Keys) -> Iterator[Database]:
    """By the keys, so without the limits of any user. Not Database.close(): that keeps statistics,
    and here nothing is written."""
    db = open_database(database_file(folder), keys=keys)
    try:
        yield db
    finally:
        db.conn.close()


# ---- the file


def check_pages(db: Database, _: Tick) -> Iterator[Finding]:
    """Every page's authentication code. The log is folded in first, and a page found wrong is
    looked at again: of one just being written, half could have been read."""
    bad = _bad_pages(db)
    if bad:
        bad = [page for page in _bad_pages(db) if page in bad]
    if bad:
        yield Finding(
            "pages", BAD, f"Tệp dữ liệu có {format_count(len(bad))} trang bị hỏng.", RESTORE
        )


def _bad_pages(db: Database) -> list[str]:
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.execute("BEGIN")  # a reader at the log's beginning: nobody folds anything in meanwhile
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return [str(r[0]) for r in db.rows("PRAGMA cipher_integrity_check")]
    finally:
        db.execute("ROLLBACK")


def check_structure(db: Database, _: Tick) -> Iterator[Finding]:
    found = [str(r[0]) for r in db.rows("PRAGMA integrity_check")]
    if found != ["ok"]:
        yield Finding(
            "structure", BAD,
            f"Cấu trúc tệp dữ liệu sai ở {format_count(len(found))} chỗ.", RESTORE,
        )  # fmt: skip


# ---- the content


def check_erasures(db: Database, _: Tick) -> Iterator[Finding]:
    if waiting := unfinished(db):
        yield Finding(
            "erasures", WARNING,
            f"Còn {format_count(waiting)} lần xóa dữ liệu cá nhân chưa xong: bản sao lưu cũ hoặc "
            "chỗ trống của tệp có thể còn dữ liệu đã xóa.",
            "Hãy đăng nhập bằng tài khoản quản trị; chương trình tự làm tiếp.",
        )  # fmt: skip


def check_summaries(db: Database, tick: Tick) -> Iterator[Finding]:
    """What is derived made again in a temporary table of the same name, which stands before the
    real one in every query: nothing of the file is touched."""
    campaigns = list_campaign_rows(db)
    db.execute("PRAGMA query_only=OFF")  # it holds for temporary tables too
    db.execute("BEGIN")
    try:
        before = [get_progress(db, campaign) for campaign, _ in campaigns]
        _shadow_results(db)
        for (campaign, row), progress in zip(campaigns, before, strict=True):
            rebuild(db, campaign, row, tick)
            yield from _compare(db, campaign, row, progress)
    finally:
        db.execute("ROLLBACK")
        db.execute("PRAGMA query_only=ON")


def _shadow_results(db: Database) -> None:
    made = str(
        db.value("SELECT sql FROM main.sqlite_master WHERE type='table' AND name=?",
                 ("household_results",))
    )  # fmt: skip
    db.execute(made.replace("CREATE TABLE ", "CREATE TEMP TABLE ", 1))


_DIFFERENT = (
    "SELECT count(DISTINCT household_row) FROM ("
    " SELECT * FROM (SELECT * FROM main.household_results WHERE campaign_row=:c"
    "  EXCEPT SELECT * FROM temp.household_results)"
    " UNION ALL SELECT * FROM (SELECT * FROM temp.household_results WHERE campaign_row=:c"
    "  EXCEPT SELECT * FROM main.household_results))"
)


def _compare(db: Database, campaign: Campaign, row: int, before: Progress) -> Iterator[Finding]:
    wrong = db.value(_DIFFERENT, {"c": row})
    if wrong:
        yield Finding(
            "summaries", BAD,
            f"Kết quả tính sẵn của đợt “{campaign.name}” không khớp với lượt đến ở "
            f"{format_count(wrong)} hộ.", _REPAIR,
        )  # fmt: skip
    if get_progress(db, campaign) != before:
        yield Finding(
            "progress", BAD,
            f"Tiến độ của đợt “{campaign.name}” tính lại ra số khác.", _REPAIR,
        )  # fmt: skip


_REPAIR = "Phiếu đã ghi vẫn còn nguyên. Hãy tính lại: mục Thiết lập, Sao lưu, “Kiểm tra dữ liệu”."


def check_rollback(db: Database, _: Tick) -> Iterator[Finding]:
    """Whether the file knows all that was ever written: the state beside it does."""
    state = check_state(db, read_state(db.path.parent))
    if state.kind in (Kind.ROLLED_BACK, Kind.OTHER_HISTORY):
        yield Finding(
            "rollback", BAD, "Tệp dữ liệu này cũ hơn, hoặc khác, tệp đã dùng lần trước.",
            "Hãy tìm tệp mới hơn hoặc khôi phục bản sao lưu mới nhất; mở chương trình để chọn.",
        )  # fmt: skip
    elif state.kind is Kind.UNPROVEN:
        yield Finding(
            "rollback", WARNING, "Tệp “state.json” bị hỏng: không biết đây có phải bản mới nhất.",
            "Chương trình hỏi lại ở lần mở tới.",
        )  # fmt: skip


def check_audit(db: Database, tick: Tick) -> Iterator[Finding]:
    verified = verify(db, report=tick)
    if not verified.ok:
        yield Finding(
            "audit", BAD,
            f"Nhật ký không còn liền mạch từ mục số {format_count(verified.broken_at)}.",
            "Có người đã sửa tệp bằng công cụ khác. Hãy báo người phụ trách và giữ nguyên tệp.",
        )  # fmt: skip


@dataclass(frozen=True)
class Check:
    key: str
    title: str  # shown while it runs
    look: Callable[..., Iterable[Finding]]


QUICK: tuple[Check, ...] = (Check("structure", "Cấu trúc tệp", check_structure),)
INSIDE: tuple[Check, ...] = (
    Check("pages", "Từng trang của tệp", check_pages), *QUICK,
    Check("summaries", "Số tổng hợp so với lượt đến", check_summaries),
    Check("rollback", "So với lần dùng trước", check_rollback),
    Check("audit", "Nhật ký", check_audit),
    Check("erasures", "Việc xóa dữ liệu cá nhân", check_erasures),
)  # fmt: skip
AROUND: tuple[Check, ...] = (
    Check("backups", "Bản sao lưu", check_backups), Check("keys", "Tệp khóa", check_keys),
    Check("disk", "Chỗ trống trên ổ đĩa", check_disk),
)  # fmt: skip


def as_json(diagnosis: Diagnosis) -> dict[str, Any]:
    return {"ok": diagnosis.ok, "findings": [vars(f) for f in diagnosis.findings],
            "checks": list(diagnosis.checks)}  # fmt: skip
