"""Files of older programs, as tests need them: plain, encrypted, with work still in their log."""

import gzip
import shutil
from contextlib import closing
from pathlib import Path

import sqlcipher3

from storage.key_file import Keys
from storage.upgrade import open_bare

DATA = Path(__file__).parent.parent / "data"


def put_old_file(path: Path, schema: int) -> None:
    path.write_bytes(gzip.decompress((DATA / f"schema-{schema}.db.gz").read_bytes()))


def encrypt_as_it_is(path: Path, keys: Keys) -> None:
    """What a program of that schema would have written, had it encrypted."""
    other = path.with_name("other.db")
    with closing(open_bare(path, None, "rw")) as connection:
        version, ours = (
            connection.execute(f"PRAGMA {n}").fetchone()[0]
            for n in ("user_version", "application_id")
        )
        connection.execute("ATTACH ? AS o KEY ?", (str(other), f"x'{keys.database.hex()}'"))
        connection.execute("PRAGMA o.synchronous=OFF")
        connection.execute("SELECT sqlcipher_export('o')")
        connection.execute(f"PRAGMA o.user_version={version}")
        connection.execute(f"PRAGMA o.application_id={ours}")
    other.replace(path)


def leave_open(path: Path, keys: Keys | None, statement: str) -> None:
    """As a program that was killed leaves it: the statement is only in the write-ahead log."""
    other = path.with_name("killed.db")
    path.replace(other)
    with closing(open_bare(other, keys, "rw")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(statement)
        shutil.copyfile(other, path)
        shutil.copyfile(f"{other}-wal", f"{path}-wal")
    other.unlink()


def rows_of(path: Path, keys: Keys | None, select: str) -> list[tuple[object, ...]]:
    """Read without leaving a trace."""
    with closing(open_bare(path, keys, "ro")) as connection:
        return list(connection.execute(select))


def words_in(path: Path) -> list[bytes]:
    """The names and phones that must be readable in no file afterwards."""
    with closing(sqlcipher3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT head_name, phone FROM households").fetchall()
    return [str(v).encode() for row in found for v in row if v]
