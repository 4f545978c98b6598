"""A file of before: copied, compared, swapped; whatever goes wrong, one whole file is there."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from domain.errors import AppError
from domain.users import User
from storage import file_swap, migrations, unlocked
from storage.audit import verify
from storage.backups import list_backups, restore_backup
from storage.database import SCHEMA, Database, open_database
from storage.key_file import Keys
from storage.key_slots import create_keys
from storage.upgrade import (
    Upgraded,
    contents,
    is_plain,
    open_bare,
    take_upgraded,
    upgrade_file,
)
from tests.needs import NO_INODE, NO_LIMITS
from tests.storage.old_files import encrypt_as_it_is, leave_open, put_old_file, rows_of, words_in

VISITS = "SELECT count(*) FROM visits"
NOTE = "INSERT INTO meta VALUES ('chua-gop', 'x')"  # kept in the write-ahead log only
NOTED = "SELECT value FROM meta WHERE key='chua-gop'"


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    keys, _ = create_keys(tmp_path, "quantri", "mật khẩu thử", practice=True)
    unlocked.hold(tmp_path, keys, User("quantri"))
    return keys


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """The file of the first versions, readable by anybody."""
    path = tmp_path / "tungnha.db"
    put_old_file(path, 2)
    return path


@pytest.fixture
def sealed(plain: Path, keys: Keys) -> Path:
    """A file of an older schema that is encrypted already."""
    encrypt_as_it_is(plain, keys)
    return plain


def left_over(folder: Path) -> list[str]:
    """What is neither the file, its keys nor the backups' folder."""
    ours = ("tungnha.db", "keys", "sao-luu", "state.json", "device.json")
    names = (f.name for f in folder.iterdir() if not f.name.endswith(("-wal", "-shm")))
    return sorted(n for n in names if n != "tungnha.db" and not n.startswith(ours[1:]))


@contextmanager
def watched(path: Path) -> Iterator[Callable[[], bytes]]:
    """The bytes of the file that lies there now, wherever its name goes."""
    if sys.platform == "win32":
        pytest.skip(NO_INODE)
    handle = os.open(path, os.O_RDONLY)
    try:
        yield lambda: os.pread(handle, os.fstat(handle).st_size, 0)
    finally:
        os.close(handle)


def test_a_plain_file_is_encrypted_and_nothing_of_it_can_be_read_any_more(
    plain: Path, keys: Keys
) -> None:
    words = words_in(plain)
    leave_open(plain, None, NOTE)
    log = Path(f"{plain}-wal")
    with watched(plain) as old, watched(log) as old_log:
        assert any(w in old() for w in words)
        done = upgrade_file(plain, keys)
        assert set(old()) == {0}
        assert set(old_log()) == {0}
    assert done == Upgraded(2, True, done.backup if done else Path(), 60, 49)
    assert not is_plain(plain)
    assert left_over(plain.parent) == []
    for file in (f for f in plain.parent.rglob("*") if f.is_file()):
        assert not [w for w in words if w in file.read_bytes()], file
    assert rows_of(plain, keys, NOTED) == [("x",)]


def test_the_tables_of_before_hold_what_they_held(plain: Path, keys: Keys) -> None:
    with closing(open_bare(plain, None, "ro")) as old:
        before = {name: rows for (name, _), (rows, _) in contents(old).items()}
    upgrade_file(plain, keys)
    with closing(open_bare(plain, keys, "ro")) as new:
        after = {name: rows for (name, _), (rows, _) in contents(new).items()}
    assert before["visits"] == 49
    changed = {name: after[name] - rows for name, rows in before.items() if after[name] != rows}
    assert changed == {"audit": 1, "meta": 1}


def test_an_older_encrypted_file_is_upgraded_under_its_own_key(sealed: Path, keys: Keys) -> None:
    leave_open(sealed, keys, NOTE)
    with pytest.raises(AppError, match="chưa được nâng cấp"):
        open_database(sealed)
    done = upgrade_file(sealed, keys)
    assert done
    assert (done.schema, done.was_plain, done.households) == (2, False, 60)
    assert rows_of(sealed, keys, "PRAGMA user_version") == [(SCHEMA,)]
    assert rows_of(sealed, keys, NOTED) == [("x",)]
    assert left_over(sealed.parent) == []


def test_the_upgrade_is_on_the_record_and_the_chain_holds(plain: Path, keys: Keys) -> None:
    upgrade_file(plain, keys)
    db = open_database(plain)
    assert db.row("SELECT actor, action, detail FROM audit ORDER BY seq DESC LIMIT 1") == (
        "Từng Nhà", "log_event",
        '{"what": "nâng cấp và mã hóa tệp dữ liệu", "old": 2, "new": 3}',
    )  # fmt: skip
    assert verify(db).ok
    db.close()


def test_progress_is_told_to_the_end(plain: Path, keys: Keys) -> None:
    told: list[tuple[int, int]] = []
    upgrade_file(plain, keys, report=lambda done, of: told.append((done, of)))
    assert told == [(n, 6) for n in range(7)]


def test_what_became_of_it_is_there_to_be_told_once(plain: Path, keys: Keys) -> None:
    upgrade_file(plain, keys)
    told = take_upgraded(plain.parent)
    assert told
    assert told.was_plain
    assert told.backup
    assert told.backup.is_file()
    assert take_upgraded(plain.parent) is None


def test_of_a_copy_that_is_only_looked_into_nothing_is_told(plain: Path, keys: Keys) -> None:
    assert upgrade_file(plain, keys, keep=False)
    assert take_upgraded(plain.parent) is None


def test_a_file_of_today_a_new_one_and_none_are_left_alone(plain: Path, keys: Keys) -> None:
    upgrade_file(plain, keys)
    content = plain.read_bytes()
    assert upgrade_file(plain, keys) is None
    assert plain.read_bytes() == content
    empty = plain.with_name("empty.db")
    assert upgrade_file(empty, keys) is None
    empty.touch()
    assert upgrade_file(empty, keys) is None
    assert empty.read_bytes() == b""


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize(
    ("statement", "words"),
    [(f"PRAGMA user_version={SCHEMA + 1}", "mới hơn"),
     ("PRAGMA application_id=7", "chương trình khác")],
)  # fmt: skip
def test_what_is_newer_or_of_another_program_is_refused_to_the_byte(
    encrypted: bool, statement: str, words: str, plain: Path, keys: Keys
) -> None:
    if encrypted:
        encrypt_as_it_is(plain, keys)
    leave_open(plain, keys if encrypted else None, statement)
    files = (plain, Path(f"{plain}-wal"))
    before = [f.read_bytes() for f in files]
    with pytest.raises(AppError, match=words):
        upgrade_file(plain, keys)
    assert [f.read_bytes() for f in files] == before
    if encrypted:
        with pytest.raises(AppError, match=words):
            open_database(plain)
        assert rows_of(plain, keys, VISITS) == [(49,)]


def test_a_file_that_another_program_has_open_is_not_upgraded(
    plain: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_bare(plain, None, "rw")) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute(NOTE)
        with pytest.raises(AppError, match="giữ"):
            upgrade_file(plain, keys)
        assert left_over(plain.parent) == []
        assert other.execute(VISITS).fetchone() == (49,)
    assert upgrade_file(plain, keys)
    assert rows_of(plain, keys, NOTED) == [("x",)]


def test_a_damaged_file_is_not_upgraded(plain: Path, keys: Keys) -> None:
    content = bytearray(plain.read_bytes())
    for page in range(20, 60):
        content[page * 4096 + 8 : page * 4096 + 40] = b"\xff" * 32
    plain.write_bytes(content)
    with pytest.raises(AppError, match="hỏng"):
        upgrade_file(plain, keys)
    assert plain.read_bytes()[4096:] == content[4096:]
    assert left_over(plain.parent) == []


def test_damage_that_shows_in_no_row_is_found_as_well(plain: Path, keys: Keys) -> None:
    content = bytearray(plain.read_bytes())
    content[36:40] = b"\0\0\0\5"  # so many free pages, says its head
    plain.write_bytes(content)
    with pytest.raises(AppError, match="hỏng"):
        upgrade_file(plain, keys)
    assert left_over(plain.parent) == []
    assert list_backups(plain.parent) == []


@pytest.mark.parametrize(
    "loss", ["DELETE FROM visits WHERE id=(SELECT max(id) FROM visits)",
             "UPDATE households SET members=members+1 WHERE row=7"],
)  # fmt: skip
def test_a_step_that_loses_or_changes_a_row_is_found_out(
    loss: str, plain: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = migrations.upgrade

    def wrong(db: Database) -> None:
        right(db)
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute("DROP TRIGGER IF EXISTS visits_are_kept")
        db.execute(loss)

    monkeypatch.setattr(migrations, "upgrade", wrong)
    content = plain.read_bytes()
    with pytest.raises(AppError, match="không khớp"):
        upgrade_file(plain, keys)
    assert plain.read_bytes()[100:] == content[100:]  # but for marks in its head
    assert left_over(plain.parent) == []
    assert list_backups(plain.parent) == []


@pytest.mark.parametrize("room", [50_000, 200_000, 400_000])
@pytest.mark.parametrize("encrypted", [False, True])
def test_a_full_disk_leaves_the_old_file(
    room: int, encrypted: bool, plain: Path, keys: Keys
) -> None:
    if encrypted:
        encrypt_as_it_is(plain, keys)
    resource = pytest.importorskip("resource", reason=NO_LIMITS)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(AppError, match=r"đầy|chỗ trống"):
            upgrade_file(plain, keys)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert rows_of(plain, keys if encrypted else None, "PRAGMA user_version") == [(2,)]
    assert rows_of(plain, keys if encrypted else None, VISITS) == [(49,)]
    assert left_over(plain.parent) == []
    assert list_backups(plain.parent) == []
    assert upgrade_file(plain, keys)


# ---- the backup


@pytest.mark.parametrize("schema", [1, 2])
def test_the_backup_of_before_is_encrypted_and_can_be_restored(
    schema: int, plain: Path, keys: Keys, tmp_path_factory: pytest.TempPathFactory
) -> None:
    put_old_file(plain, schema)
    done = upgrade_file(plain, keys)
    assert done
    kept = list_backups(plain.parent)
    assert [(b.file, b.schema, b.households, b.visits, b.reason, b.problem) for b in kept] == [
        (done.backup, schema, 60, 49, "upgrade", "")
    ]
    folder = tmp_path_factory.mktemp("other") / "data"
    restored = restore_backup(kept[0].file, folder, "quantri", "mật khẩu thử")
    assert (restored.households, restored.visits) == (60, 49)
    assert rows_of(folder / "tungnha.db", keys, VISITS) == [(49,)]


def test_a_copy_that_is_a_backup_itself_is_not_kept_once_more(plain: Path) -> None:
    done = upgrade_file(plain, Keys(b"k" * 32), keep=False)
    assert done
    assert done.backup is None
    assert not (plain.parent / "sao-luu").exists()


# ---- cut off


@pytest.fixture
def cut(plain: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """An upgrade that ends, as by a power cut, at a call of storage/file_swap.py."""

    def run(before: str) -> None:
        class Cut(BaseException):
            pass

        def stop(*_: object, **__: object) -> None:
            raise Cut

        with monkeypatch.context() as patch:
            patch.setattr(file_swap, before, stop)
            with pytest.raises(Cut):
                upgrade_file(plain, keys)

    return run


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize(("before", "plain_still"), [("replace_file", True), ("wipe", False)])
def test_an_upgrade_that_was_cut_off_is_finished_at_the_next_start(
    before: str, plain_still: bool, links: bool, cut: Callable[[str], None], plain: Path,
    keys: Keys, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if not links:  # a stick: FAT
        monkeypatch.setattr(os, "link", _no_links)
    with watched(plain) as old:
        cut(before)
        file_swap.put_back(plain)
        assert is_plain(plain) == plain_still
        assert set(old()) != {0}
        upgrade_file(plain, keys)
        assert set(old()) == {0}
    assert not is_plain(plain)
    assert rows_of(plain, keys, VISITS) == [(49,)]
    assert left_over(plain.parent) == []


def _no_links(*_: object, **__: object) -> None:
    raise OSError(1, "Operation not permitted")


def test_the_old_file_is_overwritten_only_when_the_new_one_was_made_from_it(
    plain: Path, keys: Keys
) -> None:
    content = plain.read_bytes()
    upgrade_file(plain, keys)
    aside = file_swap.aside_of(plain)
    aside.write_bytes(content[:-1] + b"x")
    upgrade_file(plain, keys)
    assert aside.exists()
    plain.write_bytes(content)
    with pytest.raises(AppError, match="tệp lạ"):
        upgrade_file(plain, keys)
    assert aside.read_bytes() == content[:-1] + b"x"
    aside.unlink()
    assert upgrade_file(plain, keys)


def test_what_waited_to_be_overwritten_is_overwritten(plain: Path, keys: Keys) -> None:
    upgrade_file(plain, keys)
    doomed = file_swap.doomed_of(plain)
    doomed.write_bytes(b"Ha Van An")
    with watched(doomed) as old:
        upgrade_file(plain, keys)
        assert old() == bytes(9)
    assert not doomed.exists()


def test_a_file_with_a_second_name_of_somebody_elses_keeps_its_content_there(
    tmp_path: Path,
) -> None:
    ours, theirs = tmp_path / "a", tmp_path / "b"
    ours.write_bytes(b"x" * 9)
    theirs.hardlink_to(ours)
    file_swap.wipe(ours)
    assert not ours.exists()
    assert theirs.read_bytes() == b"x" * 9
