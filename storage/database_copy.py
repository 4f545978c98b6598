"""A whole copy of a database that may be in use, and the proof that a copy is whole.

Facts are what two copies of the same data have in common; a backup's manifest holds them
(storage/bundle.py).
"""

import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3

from domain.errors import AppError
from storage.database import APPLICATION_ID
from storage.key_file import Keys

log = logging.getLogger(__name__)


class DamagedBackup(AppError):
    """The file is cut off, changed, or no backup at all; no password makes it whole."""


def damaged(why: str) -> DamagedBackup:
    return DamagedBackup(
        f"Tệp sao lưu không dùng được: {why}.",
        "Mật khẩu không phải là nguyên nhân. Hãy chọn bản sao lưu khác, hoặc chép lại từ USB.",
    )


@dataclass(frozen=True)
class Facts:
    """What two copies of the same data have in common, to be compared."""

    schema: int
    households: int
    visits: int
    entries: int
    head: str  # hex of the last audit entry's MAC; "" before there was a chain


def copy_database(source: Path, keys: Keys, to: Path) -> Facts:
    """A whole, checked copy of a database that may be in use. Raises sqlcipher3.DatabaseError."""
    with contextlib.closing(_connect(source, keys)) as connection:
        before = read_facts(connection)
        connection.execute("VACUUM INTO ?", (str(to),))
        after = read_facts(connection)
        copied = check_database(to, keys)
        same = copied.schema == before.schema and before.entries <= copied.entries <= after.entries
        if same and copied.head:
            found = connection.execute("SELECT mac FROM audit WHERE seq=?", (copied.entries,))
            same = [(bytes.fromhex(copied.head),)] == found.fetchall()
    if not same or (before == after and copied != before):
        raise DamagedBackup(
            "Bản chép của dữ liệu không khớp với dữ liệu gốc.",
            "Bản sao lưu chưa được ghi. Hãy làm lại; nếu vẫn vậy, hãy kiểm tra ổ đĩa.",
        )
    return copied


def check_database(path: Path, keys: Keys) -> Facts:
    """Every page authentic, every table sound. DamagedBackup when not, or under another key."""
    try:
        with contextlib.closing(_connect(path, keys)) as connection:
            connection.execute("PRAGMA query_only=ON")
            bad = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            sound = connection.execute("PRAGMA quick_check").fetchall()
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            if bad or sound != [("ok",)] or mark != APPLICATION_ID:
                log.info("backup check: %d bad pages, %d findings", len(bad), len(sound))
                raise damaged("phần dữ liệu bị hỏng")
            return read_facts(connection)
    except sqlcipher3.DatabaseError as problem:
        log.info("backup check: %s", problem)
        raise damaged("phần dữ liệu bị hỏng") from problem


def read_facts(connection: "sqlcipher3.Connection") -> Facts:
    schema, households, visits = connection.execute(
        "SELECT (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM households),"
        " (SELECT count(*) FROM visits)"
    ).fetchone()
    mac = "mac" if schema >= 3 else "NULL"
    last = connection.execute(f"SELECT seq, {mac} FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    entries, head = last or (0, None)
    return Facts(schema, households, visits, entries, head.hex() if head else "")


def _connect(path: Path, keys: Keys) -> "sqlcipher3.Connection":
    """As it lies, whatever its schema; open_database() would upgrade it."""
    connection = sqlcipher3.connect(str(path), timeout=5, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{keys.database.hex()}'\"")
        connection.execute("PRAGMA cipher_compatibility=4")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except BaseException:
        connection.close()
        raise
    return connection
