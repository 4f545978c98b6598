"""Opening the file, and operation(): the one way to write to it.

The file is encrypted: open_database() takes the key from where signing in left it
(storage/unlocked.py) or from its caller. Everything reads through a connection that cannot write
(`PRAGMA query_only`); operation() alone puts a second, writing connection in its place for as long
as it lasts. So permission, transaction and audit cannot be forgotten. (Lifting the pragma on one
connection would do as well, but each change of it expires every prepared statement: measured,
+60 % on a save.)
sqlite-utils is imported only when there is a step of the schema to apply: its import costs more
than everything else a start does.
"""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from operator import methodcaller
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3

from domain.errors import AppError
from domain.users import WHILE_LOOKING, User, require
from storage import unlocked
from storage.audit_chain import append_entries
from storage.ids import keep_after
from storage.key_file import Keys
from storage.looking import HINT, REASON, is_look_only
from storage.paths import FILE, database_uri
from storage.reserve import give_back
from storage.village_limits import REFUSAL, limit_reader, limit_writer

log = logging.getLogger(__name__)

SCHEMA = 3  # PRAGMA user_version of a file this program writes; see storage/migrations.py
APPLICATION_ID = 0x546E4861  # "TnHa"
UNAUDITED = {"save_draft"}

Params = Sequence[object] | dict[str, object]
T = TypeVar("T")
_FIRST = methodcaller("fetchone")

# Without an adapter the binding looks for one on every None and bool: 1 us each instead of 0.1,
# which was a tenth of a save.
sqlcipher3.register_adapter(type(None), lambda none: none)
sqlcipher3.register_adapter(bool, int)


class Busy(AppError):
    """Another program has the file for itself at this moment; nothing is wrong with it."""


class Database:
    """The open file. Storage functions take it; nobody else runs SQL on it."""

    def __init__(
        self, reader: "sqlcipher3.Connection", path: Path, keys: Keys, user: User | None
    ) -> None:
        self.conn = reader
        self.path = path
        self.keys = keys
        self.user = user  # who is signed in; None where a copy is opened by its keys
        self.audit_key = keys.audit
        self._reader = reader
        self._writer: sqlcipher3.Connection | None = None
        self._limits = frozenset[str]()
        self.at = ""  # the moment of the operation that is running

    def _ask(self, sql: str, params: Params, read: Callable[[Any], T]) -> T:
        try:
            return read(self.conn.execute(sql, params))
        except sqlcipher3.DatabaseError as e:
            if "readonly" in str(e):  # a write outside operation(): a fault of ours
                raise
            with foreign_errors(self.path):  # damage may show in any read
                raise

    def execute(self, sql: str, params: Params = ()) -> Any:
        return self._ask(sql, params, lambda cursor: cursor)

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        return self._ask(sql, params, list)

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._ask(sql, params, _FIRST)
        return found

    def value(self, sql: str, params: Params = ()) -> Any:
        found = self._ask(sql, params, _FIRST)
        return found[0] if found else None

    def dicts(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        return self._ask(sql, params, _as_dicts)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The writing connection takes the reading one's place; for operation() and upgrades."""
        if self.conn is self._writer:
            raise RuntimeError("an operation inside an operation")
        if self._writer is None:
            if is_look_only(self.path.parent):
                raise AppError(REASON, HINT)
            self._writer = _connect(self.path, self.keys)
            self._limits = frozenset()
        self.conn = self._writer
        try:
            yield
        except sqlcipher3.OperationalError as e:
            if "readonly" in str(e):
                # What SQLite could not open for writing, it opened for reading: a scanner held the
                # file. The next write tries again.
                self._writer.close()
                self._writer = None
            raise
        finally:
            self.conn = self._reader

    def limit(self, villages: frozenset[str]) -> None:
        """The writing connection takes rows of these villages only; of all when there are none."""
        if villages != self._limits:
            limit_writer(self.conn, villages)
            self._limits = villages

    @property
    def is_suspended(self) -> bool:
        return isinstance(self._reader, _Closed)

    def suspend(self) -> None:
        """Let go of the file, as at the end; every read is refused until resume(), also where the
        end met an error."""
        try:
            self.close()
        finally:
            self._writer = None
            self.conn = self._reader = _Closed()
            self.keys, self.audit_key = Keys(b""), b""

    def resume(self) -> None:
        """Open the same file again, for whoever is signed in now."""
        again = open_database(self.path)
        self.keys, self.user, self.audit_key = again.keys, again.user, again.audit_key
        self.conn = self._reader = again.conn
        self._limits = frozenset()

    def close(self) -> None:
        """Leave one clean file behind: statistics kept, the write-ahead log folded in."""
        with foreign_errors(self.path):
            last = self._reader
            if self._writer is not None:
                self._reader.close()
                last = self._writer
                last.execute("PRAGMA optimize")
            last.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            last.close()


def _as_dicts(cursor: Any) -> list[dict[str, Any]]:
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, r, strict=True)) for r in cursor]


class _Closed:
    """What stands in a suspended database's connections."""

    def execute(self, *_: object) -> None:
        raise unlocked.Locked("Dữ liệu đang khóa.", "Hãy đăng nhập rồi làm lại.")

    executemany = execute

    def close(self) -> None:
        pass


def open_database(path: Path, *, create: bool = False, keys: Keys | None = None) -> Database:
    """Open and check the file; a new one gets its tables. Each thread opens its own connection.

    Without `keys` those of whoever is signed in to its folder. Raises AppError when nobody is, and
    when the file is missing, damaged, locked, written by a newer program, or by an older one:
    signing in upgrades it (storage/upgrade.py).
    """
    user = None
    if keys is None:
        held = unlocked.held(path)
        keys, user = held.keys, held.user
    if not create and not path.exists():
        raise AppError(
            f"Không thấy tệp dữ liệu “{path}”.",
            "Hãy kiểm tra thư mục dữ liệu, hoặc tạo mới bằng màn hình bắt đầu (lệnh: init).",
        )
    with foreign_errors(path):
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(path, keys)
        try:
            version = refuse_foreign(connection, path)
            if version < SCHEMA and is_look_only(path.parent):
                raise AppError(
                    "Số liệu này của phiên bản cũ, cần nâng cấp mà thư mục không ghi được.", HINT
                )
            if 0 < version < SCHEMA:
                raise AppError(
                    f"Tệp dữ liệu “{path.name}” của phiên bản cũ, chưa được nâng cấp.",
                    "Hãy mở lại chương trình và đăng nhập: tệp được nâng cấp lúc đó.",
                )
            if not is_look_only(path.parent):
                connection.execute("PRAGMA journal_mode=WAL")
            db = Database(connection, path, keys, user)
            if not version:
                from storage.migrations import upgrade

                with db.writing():
                    upgrade(db)
            db.audit_key = _audit_key(connection, keys)
            if user and user.villages:
                limit_reader(connection, user.villages)
            connection.execute("PRAGMA query_only=ON")
            keep_after(_last_key(connection))
            return db
        except BaseException:
            connection.close()
            raise


def _connect(path: Path, keys: Keys) -> "sqlcipher3.Connection":
    """The open sequence, each line for a measured reason: docs/architecture.md, "The file"."""
    looking = is_look_only(path.parent)
    connection = sqlcipher3.connect(
        database_uri(path.absolute(), "immutable=1") if looking else str(path),
        timeout=5, isolation_level=None, uri=looking,
    )  # fmt: skip
    try:
        _set_up(connection, keys)
    except BaseException:  # left open it would hold the state of the failure
        connection.close()
        raise
    return connection


def _set_up(connection: "sqlcipher3.Connection", keys: Keys) -> None:
    connection.execute("PRAGMA cipher_log_level=NONE")  # else damage is printed page by page
    connection.execute(f"PRAGMA key=\"x'{keys.database.hex()}'\"")  # raw: no second derivation
    connection.execute("PRAGMA cipher_compatibility=4")
    connection.execute("SELECT count(*) FROM sqlite_master")  # raises when it is no database
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA recursive_triggers=ON")  # else REPLACE deletes past append-only
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA cache_size=-16000")


def open_copy(path: Path, keys: Keys) -> Database:
    """A copy that nobody else is at, of whatever schema, as it is; also to be written to."""
    with foreign_errors(path):
        connection = _connect(path, keys)
        db = Database(connection, path, keys, None)
        db.audit_key = _audit_key(connection, keys)
        return db


def _audit_key(connection: "sqlcipher3.Connection", keys: Keys) -> bytes:
    """The key of the chain stays the first one when the data key changes (storage/rekey.py), so
    that heads printed before still verify. It lies in the file, which is under the new key."""
    if not connection.execute("PRAGMA user_version").fetchone()[0]:
        return keys.audit
    kept = connection.execute("SELECT value FROM meta WHERE key='audit_key'").fetchone()
    return bytes.fromhex(kept[0]) if kept else keys.audit


def refuse_foreign(connection: "sqlcipher3.Connection", path: Path) -> int:
    """The schema of the file; AppError for what is not ours to open. Nothing is changed."""
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise AppError(
            f"Tệp “{path}” là cơ sở dữ liệu của chương trình khác.",
            "Hãy chọn thư mục dữ liệu khác. Tệp không bị thay đổi.",
        )
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA:
        raise AppError(
            f"Tệp dữ liệu “{path.name}” do phiên bản mới hơn của chương trình ghi "
            f"(cấu trúc {version}, máy này đọc được đến {SCHEMA}).",
            "Hãy cập nhật chương trình trên máy này: chạy bộ cài của bản mới, hoặc chép thư mục "
            "TungNha mới đè lên thư mục cũ. Tệp không bị thay đổi.",
        )
    return version


# What is read in the order of its keys.
KEYED = (
    "visits", "household_state_changes", "reopenings", "sheet_events", "tallies", "assignments",
    "dispatches", "backchecks", "backcheck_answers", "confirmations", "deadline_marks", "reports",
    "figures", "teams", "request_steps",
)  # fmt: skip


def _last_key(connection: "sqlcipher3.Connection") -> str:
    """The newest key in the file, so that keys go on growing when the clock was set back."""
    each = " UNION ALL ".join(f"SELECT max(id) AS last FROM main.{table}" for table in KEYED)
    return connection.execute(f"SELECT max(last) FROM ({each})").fetchone()[0] or ""


Note = Callable[..., None]


@contextmanager
def operation(db: Database, by: User, action: str) -> Iterator[Note]:
    """One write: allowed, complete or undone, and on the record.

    Yields note(target, **detail), to be called with what was written; ids and changed values only.
    """
    require(by, action)
    notes: list[tuple[str, str]] = []

    def note(target: str, **detail: object) -> None:
        notes.append((target, json.dumps(detail, ensure_ascii=False) if detail else ""))

    if by.looking and action in WHILE_LOOKING:
        yield note
        return
    with foreign_errors(db.path), db.writing():
        db.limit(by.villages)
        db.conn.execute("BEGIN IMMEDIATE")
        db.at = now()
        try:
            yield note
            if action not in UNAUDITED:
                append_entries(db.conn, db.audit_key, db.at, by.name, action, notes or [("", "")])
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:  # a full disk and the like undo it by themselves
                db.conn.execute("ROLLBACK")
            raise


def now() -> str:
    """Local time with its offset: what the office's wall clock showed."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


@contextmanager
def foreign_errors(path: Path) -> Iterator[None]:
    """SQLite's errors in the user's words. sqlcipher3's classes are not the standard library's."""
    try:
        yield
    except sqlcipher3.DatabaseError as e:
        text = str(e).lower()
        if text == REFUSAL:
            raise AppError(
                "Hộ này thuộc thôn, bản không được giao cho tài khoản đang dùng.",
                "Hãy nhờ người phụ trách thôn, bản đó hoặc quản trị.",
            ) from e
        log.warning("database error: %s", e)
        if "locked" in text or "busy" in text:
            raise Busy(
                "Dữ liệu đang bị một cửa sổ hoặc chương trình khác giữ.",
                "Hãy đóng cửa sổ kia rồi làm lại; việc vừa làm chưa được ghi.",
            ) from e
        if _is_disk(e, text):
            freed = (
                "Chương trình đã trả lại 20 MB để dành: có thể làm lại việc vừa rồi ngay. "
                if give_back(path)
                else ""
            )
            raise AppError(
                "Không ghi được vì ổ đĩa đầy hoặc hỏng.",
                f"{freed}Hãy xóa bớt tệp không cần trên ổ đĩa rồi làm lại; số liệu đã lưu vẫn còn "
                "nguyên.",
            ) from e
        if "not a database" in text or "malformed" in text or "vtable constructor" in text:
            raise AppError(
                f"Tệp dữ liệu “{path}” bị hỏng hoặc không phải của chương trình này.",
                "Đừng ghi đè tệp này. Hãy khôi phục từ bản sao lưu gần nhất.",
            ) from e
        if "unable to open" in text or "readonly" in text:
            raise AppError(
                f"Không mở được tệp dữ liệu “{path}” để ghi.",
                "Hãy kiểm tra quyền ghi của thư mục, hoặc chép thư mục dữ liệu vào ổ đĩa của máy.",
            ) from e
        raise


def in_words(error: BaseException) -> BaseException:
    """An error that a cursor met on its way, past Database, as foreign_errors() tells it."""
    if not isinstance(error, sqlcipher3.DatabaseError):
        return error
    try:
        with foreign_errors(Path(FILE)):
            raise error
    except (AppError, sqlcipher3.DatabaseError) as told:
        return told


def _is_disk(error: sqlcipher3.DatabaseError, text: str) -> bool:
    """A full disk shows as FULL or, under a limit or a quota, as an I/O error. The low byte of an
    extended code is its kind."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlcipher3.SQLITE_FULL, sqlcipher3.SQLITE_IOERR) or (
        "disk is full" in text or "disk i/o" in text
    )


def describe(db: Database) -> dict[str, object]:
    """Schema and row counts, nothing of the content: for the support file."""
    names = [
        r[0] for r in db.rows("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
    ]
    return {
        "sqlite": db.value("SELECT sqlite_version()"),
        "user_version": db.value("PRAGMA user_version"),
        "schema": [r[0] for r in db.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")],
        "rows": {n: db.value(f'SELECT count(*) FROM "{n}"') for n in names if "search" not in n},
    }
