"""Another data key: everybody gets in as before, the old key opens nothing, the log still holds."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3

from domain.errors import AppError
from domain.users import Role, User
from storage import rekey as rekeying
from storage import unlocked
from storage.accounts import Account, create_first_user, save_user, sign_in, sign_in_with_code
from storage.audit import verify
from storage.database import Database, open_database, operation
from storage.drafts import save_draft
from storage.key_file import (
    KEYS_COPY,
    KEYS_FILE,
    KeyFile,
    Keys,
    is_genuine,
    read_key_file,
    write_key_file,
)
from storage.key_slots import seal_key, set_slot, unlock
from storage.rekey import rekey, settle
from storage.sidecar import Kind, check_state, end_state, read_state
from storage.upgrade import open_bare
from tests.needs import NO_LIMITS

ADMIN, OFFICER = ("Hà Thị Lan", "bốn từ dễ nhớ"), ("Lò Văn Bảo", "sông núi mây mưa")
NEXT = Keys(b"n" * 32)
SIGN_IN = """
import sys
from pathlib import Path
from storage.accounts import sign_in
sign_in(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
"""


@pytest.fixture
def office(tmp_path: Path) -> tuple[Database, str]:
    """An office of two users, and its recovery code."""
    db, user, code = create_first_user(tmp_path, *ADMIN)
    save_user(db, Account(OFFICER[0], Role.OFFICER), OFFICER[1], by=user)
    return db, code


@pytest.fixture
def db(office: tuple[Database, str]) -> Database:
    return office[0]


def by_of(db: Database) -> User:
    return unlocked.held(db.path).user


def test_everybody_gets_in_as_before_and_the_old_key_opens_nothing(
    office: tuple[Database, str],
) -> None:
    db, code = office
    folder, old = db.path.parent, db.keys
    save_draft(db, "visit", {"note": "nháp"}, by=by_of(db))
    assert rekey(db, by=by_of(db)).users
    assert db.keys != old
    assert db.rows("SELECT name FROM users ORDER BY 1") == [(ADMIN[0],), (OFFICER[0],)]
    assert db.value("SELECT count(*) FROM drafts") == 1
    save_draft(db, "visit", {"note": "sau đó"}, by=by_of(db))
    db.close()
    with closing(open_bare(db.path, old, "ro")) as other, pytest.raises(
        sqlcipher3.DatabaseError, match="not a database"
    ):
        other.execute("SELECT count(*) FROM sqlite_master")
    for name, password in (ADMIN, OFFICER):
        sign_in(folder, name, password)
        assert unlocked.held(db.path).keys == db.keys
        open_database(db.path).close()
    sign_in_with_code(folder, code, OFFICER[0], "mật khẩu mới hẳn")
    open_database(db.path).close()


def test_the_slots_are_in_order_afterwards(db: Database) -> None:
    folder = db.path.parent
    rekey(db, by=by_of(db))
    found = read_key_file(folder)
    assert found
    assert is_genuine(found, db.keys)
    assert [s.next for s in found.slots] == ["", "", ""]
    assert (folder / KEYS_FILE).read_bytes() == (folder / KEYS_COPY).read_bytes()
    set_slot(folder, db.keys, *OFFICER)


def test_the_log_verifies_across_the_change_and_heads_of_before_stay(db: Database) -> None:
    head = db.value("SELECT mac FROM audit ORDER BY seq DESC LIMIT 1")
    rekey(db, by=by_of(db))
    rekey(db, by=by_of(db), reason="Bảo nghỉ việc")
    assert verify(db).ok
    last = db.rows("SELECT action, detail FROM audit ORDER BY seq DESC LIMIT 2")
    assert last == [("rekey", '{"reason": "Bảo nghỉ việc"}'), ("rekey", "")]
    assert db.value("SELECT count(*) FROM audit WHERE mac=?", (head,)) == 1
    db.close()
    again = open_database(db.path)
    with operation(again, by_of(db), "log_event") as note:
        note("")
    assert verify(again).ok
    again.close()


def test_only_an_admin_may_change_the_key(db: Database) -> None:
    before = db.keys
    with pytest.raises(AppError, match="quyền"):
        rekey(db, by=User(OFFICER[0], Role.CHIEF))
    assert db.keys == before


def test_a_swapped_public_key_is_found_out_before_anything_is_sealed_to_it(db: Database) -> None:
    folder = db.path.parent
    key_file = read_key_file(folder)
    assert key_file
    mine, other = key_file.slots[0], key_file.slots[1]
    forged = replace(key_file, slots=(replace(mine, public=other.public), *key_file.slots[1:]))
    write_key_file(folder, forged, Keys(b"x" * 32))
    text = (folder / KEYS_FILE).read_bytes()
    with pytest.raises(AppError, match="bị sửa từ bên ngoài"):
        rekey(db, by=by_of(db))
    assert (folder / KEYS_FILE).read_bytes() == text


def test_with_another_connection_at_work_nothing_changes(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = db.keys
    other = open_database(db.path)
    with pytest.raises(AppError, match="giữ"):
        rekey(db, by=by_of(db))
    assert db.keys == before
    assert other.value("SELECT count(*) FROM users") == 2
    other.close()
    key_file = read_key_file(db.path.parent)
    assert key_file
    assert not any(s.next for s in key_file.slots)
    rekey(db, by=by_of(db))
    assert db.keys != before


@pytest.mark.parametrize("room", [1_000, 100_000])
def test_a_full_disk_leaves_the_old_key(room: int, db: Database) -> None:
    db.close()
    again, before = open_database(db.path), db.keys
    resource = pytest.importorskip("resource", reason=NO_LIMITS)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(AppError, match="đầy"):
            rekey(again, by=by_of(db))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    sign_in(db.path.parent, *ADMIN)
    assert unlocked.held(db.path).keys == before
    open_database(db.path).close()


def test_the_state_beside_the_file_stays_proven(db: Database) -> None:
    end_state(db)
    rekey(db, by=by_of(db))
    assert check_state(db, read_state(db.path.parent)).kind == Kind.FINE


def test_who_signs_in_while_the_key_is_changed_takes_no_slot_away(
    office: tuple[Database, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    db, code = office
    folder, refused = db.path.parent, []
    write = rekeying.write_key_file

    def write_and_meet(folder: Path, key_file: KeyFile, keys: Keys) -> KeyFile:
        written = write(folder, key_file, keys)
        if any(s.next for s in written.slots):
            asked = subprocess.run(
                [sys.executable, "-X", "utf8", "-c", SIGN_IN, str(folder), *OFFICER],
                capture_output=True, encoding="utf-8", cwd=Path(__file__).parents[2], check=False,
            )  # fmt: skip
            refused.append(asked.stderr)
        return written

    monkeypatch.setattr(rekeying, "write_key_file", write_and_meet)
    rekey(db, by=by_of(db))
    assert len(refused) == 1
    assert "đang bị một cửa sổ" in refused[0]
    unlocked.forget(folder)
    for user in (ADMIN, OFFICER):
        sign_in(folder, *user)
    sign_in_with_code(folder, code, OFFICER[0], "một mật khẩu khác")


# ---- cut off in between


@pytest.fixture
def half_done(db: Database) -> Callable[[bool], None]:
    """The next key sealed to every slot, and the database under it, or not yet."""

    def leave(changed: bool) -> None:
        folder, keys = db.path.parent, db.keys
        end_state(db)
        db.close()
        key_file = read_key_file(folder)
        assert key_file
        slots = tuple(replace(s, next=seal_key(s.public, NEXT)) for s in key_file.slots)
        write_key_file(folder, replace(key_file, slots=slots), keys)
        if changed:
            rekeying._write_anew(db.path, keys, NEXT)
        unlocked.forget(folder)

    return leave


@pytest.mark.parametrize("changed", [True, False])
def test_whichever_key_opens_the_file_wins_at_the_next_sign_in(
    changed: bool, half_done: Callable[[bool], None], db: Database
) -> None:
    folder, old = db.path.parent, db.keys
    half_done(changed)
    sign_in(folder, *OFFICER)
    assert unlocked.held(db.path).keys == (NEXT if changed else old)
    assert unlock(folder, *ADMIN) == (NEXT if changed else old, None)
    again = open_database(db.path)
    assert check_state(again, read_state(folder)).kind == Kind.FINE
    again.close()


@pytest.mark.parametrize("changed", [True, False])
def test_a_password_is_not_changed_while_a_change_of_the_key_waits(
    changed: bool, half_done: Callable[[bool], None], db: Database
) -> None:
    keys = db.keys
    half_done(changed)
    with pytest.raises(AppError, match="chưa xong"):
        set_slot(db.path.parent, keys, *OFFICER)


def test_a_slot_that_lost_its_next_key_gets_it_again(
    half_done: Callable[[bool], None], db: Database
) -> None:
    folder, keys = db.path.parent, db.keys
    half_done(True)
    key_file = read_key_file(folder)
    assert key_file
    write_key_file(folder, replace(key_file, slots=tuple(
        replace(s, next="") if s.name == OFFICER[0] else s for s in key_file.slots
    )), keys)  # fmt: skip
    sign_in(folder, *ADMIN)
    assert unlock(folder, *OFFICER) == (NEXT, None)


def test_what_another_program_settled_meanwhile_is_settled(
    half_done: Callable[[bool], None], db: Database
) -> None:
    folder, keys = db.path.parent, db.keys
    half_done(True)
    assert settle(folder, keys, NEXT) == NEXT
    text = (folder / KEYS_FILE).read_bytes()
    assert settle(folder, keys, NEXT) == NEXT
    assert (folder / KEYS_FILE).read_bytes() == text


def test_both_keys_are_kept_while_the_file_opens_with_neither(
    half_done: Callable[[bool], None], db: Database
) -> None:
    folder, keys = db.path.parent, db.keys
    half_done(True)
    whole = db.path.read_bytes()
    db.path.write_bytes(b"\xff" * len(whole))
    text = (folder / KEYS_FILE).read_bytes()
    assert settle(folder, keys, NEXT) == keys
    db.path.unlink()
    assert settle(folder, keys, NEXT) == keys
    assert (folder / KEYS_FILE).read_bytes() == text
    db.path.write_bytes(whole)
    assert settle(folder, keys, NEXT) == NEXT
