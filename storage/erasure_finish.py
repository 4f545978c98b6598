"""What follows an erasure: free pages, the write-ahead log and the program's own backups.

Each step is remembered in the file before the next one begins, and can be done twice. What a power
cut or a kill left open is finished at the next start, or by the doctor.
"""

from collections.abc import Callable
from pathlib import Path

from domain.erasures import STAGE_WORDS, Certificate, Stage
from domain.errors import AppError
from domain.offices import office_on
from domain.users import User, may
from storage.database import Database, foreign_errors, now, open_database, operation
from storage.erasure import PERMISSION, get_erasure
from storage.offices import is_practice, list_offices
from storage.requests import get_retention

Report = Callable[[int, int, str], None]


def unfinished(db: Database) -> int:
    """How many erasures are not through all their steps."""
    return int(db.value("SELECT count(*) FROM erasures WHERE stage<>?", (Stage.DONE,)))


def finish_erasures(db: Database, *, by: User, report: Report | None = None) -> int:
    """Carry every erasure to its end; how many there were. Raises AppError where that cannot be
    now: it is tried again at the next start. Left alone for whoever may not erase."""
    waiting = unfinished(db)
    if not waiting or not may(by, PERMISSION):
        return 0
    if db.value("SELECT 1 FROM erasures WHERE stage=?", (Stage.ERASED,)):
        if report:
            report(0, 2, "Đang dọn chỗ trống của tệp dữ liệu")
        _compact(db)
        _move(db, by, Stage.ERASED, Stage.COMPACTED)
    if report:
        report(1, 2, "Đang thay các bản sao lưu cũ")
    _move(db, by, Stage.COMPACTED, Stage.DONE, _replace_backups(db, by))
    _truncate_log(db)
    return waiting


def finish_copy(db: Database, *, by: User) -> None:
    """Of a copy that has no backups yet, and is alone: storage/present_data.py."""
    _compact(db)
    _move(db, by, Stage.ERASED, Stage.DONE)


def resume_erasures(path: Path, report: Report | None = None) -> int:
    """What is open of a file, by whoever is signed in, with a connection of its own: at a start."""
    db = open_database(path)
    try:
        return finish_erasures(db, by=db.user, report=report) if db.user else 0
    finally:
        db.close()


def get_certificate(db: Database, erasure_id: str, version: str) -> Certificate:
    """What its PDF is written from. AppError while the erasure is not through."""
    erasure = get_erasure(db, erasure_id)
    if erasure.stage is not Stage.DONE:
        raise AppError(
            f"Việc xóa số {erasure.number} chưa xong: {STAGE_WORDS[erasure.stage]}.",
            "Chương trình làm tiếp ở lần mở sau; giấy xác nhận có sau đó.",
        )
    office = office_on(list_offices(db), erasure.erased_at)
    name = office.full_name if office else ""
    outside = db.rows(
        "SELECT DISTINCT target FROM audit WHERE action='make_backup' AND seq<? AND target<>''"
        " ORDER BY seq",
        (erasure.entry,),
    )
    return Certificate(erasure, get_retention(db), name, version, is_practice(db),
                       tuple(r[0] for r in outside))  # fmt: skip


def _move(db: Database, by: User, old: Stage, new: Stage, backups: int = 0) -> None:
    with operation(db, by, PERMISSION) as note:
        db.execute(
            "UPDATE erasures SET stage=?, finished_at=?, backups=? WHERE stage=?",
            (new, now() if new is Stage.DONE else "", backups, old),
        )
        note("", step=new.value, backups=backups)


def _compact(db: Database) -> None:
    """VACUUM writes what is left into fresh pages: none keeps what was on it before."""
    with foreign_errors(db.path), db.writing():
        db.conn.execute("VACUUM")
        db.conn.execute("ANALYZE")
    _truncate_log(db)


def _truncate_log(db: Database) -> None:
    with foreign_errors(db.path), db.writing():
        busy = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise AppError(
            "Dữ liệu đang được đọc ở nơi khác nên chưa dọn xong tệp sau khi xóa.",
            "Chương trình tự làm tiếp ở lần mở sau.",
        )


def _replace_backups(db: Database, by: User) -> int:
    """How many old ones were overwritten and deleted; the one that is left was made after."""
    from storage.backups import replace_backups

    done = replace_backups(db, by=by)
    if done.left:
        raise AppError(
            f"Không xóa được bản sao lưu cũ “{done.left[0]}”.",
            "Hãy đóng chương trình đang mở tệp ấy; phần mềm tự làm tiếp ở lần mở sau.",
        )
    return len(done.deleted)
