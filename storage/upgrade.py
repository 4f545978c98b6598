"""A file of an older program, or one not encrypted yet, made into one of today.

Never in place: what there is is copied under today's key, kept as a backup, and the copy goes
through the steps of storage/migrations.py. Only when every row of before is found in it again does
it take the place of the old file (storage/file_swap.py). Killed or out of space at any point, the
old file or the new one is there, whole; the next start takes up what was left over. A file of a
newer program is refused before anything of it is touched.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import sqlcipher3

from domain.errors import AppError
from storage.audit_chain import append_entries
from storage.database import SCHEMA, foreign_errors, now, open_copy, refuse_foreign
from storage.file_swap import (
    aside_of,
    doomed_of,
    drop_part,
    log_of,
    part_of,
    put_back,
    swap,
    tidy,
    wipe,
)
from storage.key_file import Keys
from storage.looking import is_look_only
from storage.paths import database_uri
from storage.safe_files import flush_folder
from storage.sums import sum_of_file

log = logging.getLogger(__name__)

PLAIN_HEAD = b"SQLite format 3\0"
MADE_FROM = "made_from"  # in meta: the sum of the file this one was made from
DERIVED = {"household_results"}  # made again by today's rules, so not compared
STEPS = 6  # as `report` counts them
ACTOR = "Từng Nhà"

Report = Callable[[int, int], object]
Table = tuple[str, tuple[str, ...]]  # its name and its columns
Contents = dict[Table, tuple[int, int]]  # rows, and a sum over what they hold


@dataclass(frozen=True)
class Upgraded:
    """What became of an old file; take_upgraded() gives it to whoever tells the person.

    `backup` holds it as it was, encrypted; None if not kept.
    """

    schema: int
    was_plain: bool
    backup: Path | None
    households: int
    visits: int


_done: dict[Path, Upgraded] = {}


def take_upgraded(folder: Path) -> Upgraded | None:
    """What this run of the program made of the folder's file, once."""
    return _done.pop(folder.resolve(), None)


def is_plain(path: Path) -> bool:
    """Whether the file is a database that anybody can read."""
    try:
        with path.open("rb") as f:
            return f.read(len(PLAIN_HEAD)) == PLAIN_HEAD
    except FileNotFoundError:
        return False


def upgrade_file(
    path: Path, keys: Keys, *, keep: bool = True, report: Report | None = None
) -> Upgraded | None:
    """Make the file one of today; None when it is. The caller has the folder to himself.

    `keep`: put it among the folder's backups first, which needs the folder's key file.

    Raises AppError for a file that is newer, damaged, open elsewhere or of another program, and
    when there is no room: then the old file is as it was.
    """
    tell = report or (lambda _done, _of: None)
    if is_look_only(path.parent):
        return None
    try:
        put_back(path)
        if not path.exists() or path.stat().st_size == 0:
            return None
        with foreign_errors(path):
            plain = is_plain(path)
            schema = _schema(path, None if plain else keys)
            if not plain and (schema == SCHEMA or not schema):  # 0: a new file, not finished
                drop_part(path)
                _finish(path, keys)
                return None
            _finish(path, None)
            return _upgrade(path, keys, plain, keep, tell)
    except (OSError, sqlcipher3.DatabaseError) as problem:
        log.warning("upgrade failed: %s", type(problem).__name__)
        raise AppError(
            "Không nâng cấp được tệp dữ liệu: ổ đĩa đầy hoặc không ghi được.",
            "Tệp cũ còn nguyên. Hãy xóa bớt tệp không cần trên ổ đĩa rồi mở lại chương trình.",
        ) from problem


def _finish(path: Path, keys: Keys | None) -> None:
    """Nothing of a run that was cut off stays behind."""
    if not any(f.exists() for f in (aside_of(path), doomed_of(path), doomed_of(log_of(path)))):
        return
    made_from = ""
    if keys:
        with closing(open_bare(path, keys, "ro")) as connection:
            found = connection.execute("SELECT value FROM meta WHERE key=?", (MADE_FROM,))
            made_from = str((found.fetchone() or ("",))[0])
    tidy(path, made_from)


# ---- the old file


def open_bare(path: Path, keys: Keys | None, mode: str) -> "sqlcipher3.Connection":
    """As it lies, nothing read yet. "ro" changes nothing: not even the log is folded in. Only what
    a cut-off transaction left half written, a journal tells, is undone first in any case."""
    if path.with_name(f"{path.name}-journal").exists():
        mode = "rw"
    connection = sqlcipher3.connect(
        database_uri(path.absolute(), f"mode={mode}"), uri=True, timeout=5, isolation_level=None
    )
    connection.execute("PRAGMA cipher_log_level=NONE")
    if keys:
        connection.execute(f"PRAGMA key=\"x'{keys.database.hex()}'\"")
        connection.execute("PRAGMA cipher_compatibility=4")
    return connection


def _schema(path: Path, keys: Keys | None) -> int:
    with closing(open_bare(path, keys, "ro")) as connection:
        return refuse_foreign(connection, path)


@contextmanager
def _alone(path: Path, keys: Keys | None) -> Iterator["sqlcipher3.Connection"]:
    """The old file with its write-ahead log folded in, and nobody else at it till the end.

    The log of a plain file gets a second name first, so that it can be overwritten afterwards.
    """
    doomed = doomed_of(log_of(path))
    connection = open_bare(path, keys, "rw")
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")  # refused while somebody else has it open
        connection.execute("COMMIT")
        if keys is None:
            try:
                doomed.hardlink_to(log_of(path))
            except OSError as problem:
                log.info("no second name for the write-ahead log: %s", problem.strerror)
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        flush_folder(path.parent)  # the log may not come back beside the new file
        if doomed.exists():
            wipe(doomed)
        yield connection
    finally:
        connection.close()
        if doomed.exists():  # refused before the log was folded in: the name goes, not the log
            wipe(doomed)


def _require_sound(connection: "sqlcipher3.Connection", keys: Keys | None, path: Path) -> None:
    found = [r[0] for r in connection.execute("PRAGMA integrity_check")]
    if keys:
        found += [r[0] for r in connection.execute("PRAGMA cipher_integrity_check")]
    if found != ["ok"]:
        log.warning("not sound: %s", found[:5])
        raise AppError(
            f"Tệp dữ liệu “{path.name}” bị hỏng nên chưa nâng cấp được.",
            "Đừng ghi đè tệp này. Hãy khôi phục từ bản sao lưu gần nhất.",
        )


# ---- the new file


def _upgrade(path: Path, keys: Keys, plain: bool, keep: bool, tell: Report) -> Upgraded:
    part, old_keys, backup = part_of(path), None if plain else keys, None
    if plain and aside_of(path).exists():
        raise AppError(
            f"Trong thư mục dữ liệu còn tệp lạ “{aside_of(path).name}”.",
            "Hãy chuyển tệp đó ra thư mục khác rồi mở lại chương trình.",
        )
    with ExitStack() as alone:
        old = alone.enter_context(_alone(path, old_keys))
        try:
            tell(0, STEPS)
            drop_part(path)
            schema = int(old.execute("PRAGMA user_version").fetchone()[0])
            _require_sound(old, old_keys, path)
            before = contents(old)
            tell(1, STEPS)
            _copy(old, part, keys)
            _require_same(part, keys, before)
            tell(2, STEPS)
            backup = _keep(part, keys) if keep else None
            tell(3, STEPS)
            households, visits = _migrate(part, keys, schema, plain, before, sum_of_file(path))
            tell(4, STEPS)
            with closing(open_bare(part, keys, "ro")) as made:
                _require_sound(made, keys, part)
            tell(5, STEPS)
            alone.close()
            swap(path, overwrite=plain)
        except BaseException:
            if backup and part.exists():  # the old file is whole: failing does not fill the disk
                backup.unlink()
            drop_part(path)
            put_back(path)
            raise
    tell(STEPS, STEPS)
    log.info("upgraded from schema %d, plain %s", schema, plain)
    done = Upgraded(schema, plain, backup, households, visits)
    if keep:
        _done[path.parent.resolve()] = done
    return done


def _copy(old: "sqlcipher3.Connection", part: Path, keys: Keys) -> None:
    """As it is, under today's key. The numbers in the head of the file do not come along.

    Nothing is flushed on the way, here and in _migrate(): cut off, the copy is thrown away, and
    swap() flushes the whole. (Measured with each statement flushed: three times as long.)
    """
    old.execute("ATTACH ? AS part KEY ?", (str(part), f"x'{keys.database.hex()}'"))
    old.execute("PRAGMA part.synchronous=OFF")
    old.execute("SELECT sqlcipher_export('part')")
    for name in ("user_version", "application_id"):
        old.execute(f"PRAGMA part.{name}={old.execute(f'PRAGMA {name}').fetchone()[0]}")
    old.execute("DETACH part")


def contents(connection: "sqlcipher3.Connection") -> Contents:
    """Of every table that is ours: how many rows, and a sum that changes with any value."""
    names = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema='main' AND type='table'"
    ).fetchall()
    found: Contents = {}
    for (name,) in names:
        if not name.startswith(("sqlite_", "_sqlite")) and name not in DERIVED:
            columns = connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
            table = (name, tuple(c for (c,) in columns))
            found[table] = _weigh(connection, table)
    return found


def _weigh(connection: "sqlcipher3.Connection", table: Table) -> tuple[int, int]:
    """The order of the rows does not count."""
    name, columns = table
    listed = ", ".join(f'"{c}"' for c in columns)
    rows = total = 0
    for row in connection.execute(f'SELECT {listed} FROM "{name}"'):
        rows += 1
        total += int.from_bytes(blake2b(repr(row).encode(), digest_size=16).digest())
    return rows, total % (1 << 128)


def _require_same(path: Path, keys: Keys, before: Contents) -> None:
    """Every table of before, by its columns of before."""
    with closing(open_bare(path, keys, "ro")) as connection:
        for table, was in before.items():
            if _weigh(connection, table) != was:
                log.error("table %s is not the same after the step", table[0])
                raise AppError(
                    "Bản nâng cấp của tệp dữ liệu không khớp với bản cũ nên không được dùng.",
                    "Tệp cũ còn nguyên. Hãy gửi nhật ký chương trình cho người hỗ trợ.",
                )


def _keep(part: Path, keys: Keys) -> Path:
    """The file as it was, encrypted, among the backups."""
    from storage.backups import keep_before_upgrade

    db = open_copy(part, keys)
    try:
        return keep_before_upgrade(db).file
    finally:
        db.close()


def _migrate(
    part: Path, keys: Keys, schema: int, plain: bool, before: Contents, made_from: str
) -> tuple[int, int]:
    """Households and visits of what comes out."""
    from storage.campaigns import rebuild_results
    from storage.migrations import upgrade

    db = open_copy(part, keys)
    try:
        with db.writing():
            db.execute("PRAGMA synchronous=OFF")
            upgrade(db)
            rebuild_results(db)
            _require_same(part, keys, before)
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (MADE_FROM, made_from))
            what = "nâng cấp và mã hóa tệp dữ liệu" if plain else "nâng cấp tệp dữ liệu"
            detail = json.dumps({"what": what, "old": schema, "new": SCHEMA}, ensure_ascii=False)
            append_entries(db.conn, db.audit_key, now(), ACTOR, "log_event", [("", detail)])
            db.execute("COMMIT")
        return (
            db.value("SELECT count(*) FROM households"), db.value("SELECT count(*) FROM visits")
        )  # fmt: skip
    finally:
        db.close()
