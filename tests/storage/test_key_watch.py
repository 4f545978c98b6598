"""Key files that were put back or changed behind the program's back: refused, noted, put in order.

What cannot be refused, an older key file in both places, stands in the log.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.audit import CODE_WORDS
from domain.errors import AppError
from domain.users import Role, User
from storage import key_file, unlocked
from storage.accounts import (
    Account,
    create_first_user,
    disable_user,
    save_user,
    set_password,
    sign_in,
    sign_in_with_code,
)
from storage.audit import verify
from storage.database import Database
from storage.key_file import (
    KEYS_COPY,
    KEYS_FILE,
    KeyFile,
    find_genuine,
    key_file_text,
    parse_key_file,
)
from storage.key_slots import set_slot, unlock, unlock_with_code
from storage.passwords import WrongPassword

ADMIN, OFFICER = ("Hà Thị Lan", "bốn từ dễ nhớ"), ("Lò Văn Bảo", "sông núi mây mưa")
NEW = "gỗ đá nước lửa"


@pytest.fixture
def office(tmp_path: Path, locked: None) -> Iterator[tuple[Database, User, str]]:
    db, user, code = create_first_user(tmp_path, *ADMIN)
    save_user(db, Account(OFFICER[0], Role.OFFICER), OFFICER[1], by=user)
    yield db, user, code
    unlocked.forget(tmp_path)


def text_of(folder: Path) -> bytes:
    return (folder / KEYS_FILE).read_bytes()


def put(folder: Path, text: bytes, *names: str) -> None:
    (folder / "sign-in.json").unlink(missing_ok=True)
    for name in names or (KEYS_FILE, KEYS_COPY):
        (folder / name).write_bytes(text)


def noted(db: Database) -> list[tuple[str, str]]:
    return [
        (actor, json.loads(detail)["finding"]) for actor, detail in db.rows(
            "SELECT actor, detail FROM audit WHERE action='log_event' AND target='keys'"
        )
    ]  # fmt: skip


def with_slot_of(before: bytes, now: bytes) -> bytes:
    """The officer's slot of before in the key file of now; nobody can sign it."""
    old, new = parse_key_file(before), parse_key_file(now)
    assert old
    assert new
    slot = old.find(OFFICER[0])
    assert slot
    rest = tuple(s for s in new.slots if s.name != OFFICER[0])
    return key_file_text(replace(new, serial=99, slots=(*rest, slot)))


@pytest.mark.parametrize("name", [KEYS_FILE, KEYS_COPY])
def test_one_older_copy_put_back_lets_nobody_in_with_the_old_password(
    name: str, office: tuple[Database, User, str]
) -> None:
    db, admin, _ = office
    folder = db.path.parent
    before = text_of(folder)
    set_password(db, OFFICER[0], NEW, by=admin)
    put(folder, before, name)
    with pytest.raises(WrongPassword):
        unlock(folder, *OFFICER)
    assert unlock(folder, OFFICER[0], NEW)[0] == db.keys


def test_an_older_key_file_in_both_places_is_noted_once(
    office: tuple[Database, User, str]
) -> None:
    db, admin, _ = office
    folder = db.path.parent
    before = text_of(folder)
    set_password(db, OFFICER[0], NEW, by=admin)
    put(folder, before)
    assert noted(db) == []
    sign_in(folder, *OFFICER)
    sign_in(folder, *ADMIN)
    assert noted(db) == [(OFFICER[0], "keys_older")]
    assert verify(db).ok
    assert {"keys", "keys_older", "keys_changed"} <= set(CODE_WORDS)


@pytest.mark.parametrize("change", ["password", "disable", "code"])
def test_every_change_of_the_key_file_is_remembered(
    change: str, office: tuple[Database, User, str]
) -> None:
    db, admin, code = office
    folder = db.path.parent
    before = text_of(folder)
    if change == "password":
        set_password(db, ADMIN[0], ADMIN[1], by=admin)
    elif change == "disable":
        disable_user(db, OFFICER[0], by=admin)
    else:
        sign_in_with_code(folder, code, OFFICER[0], NEW)
    put(folder, before)
    sign_in(folder, *ADMIN)
    assert noted(db) == [(ADMIN[0], "keys_older")]


def test_a_slot_put_into_one_copy_opens_nothing_and_the_whole_copy_takes_its_place(
    office: tuple[Database, User, str]
) -> None:
    db, admin, code = office
    folder = db.path.parent
    before = text_of(folder)
    set_password(db, OFFICER[0], NEW, by=admin)
    forged = with_slot_of(before, text_of(folder))
    put(folder, forged, KEYS_FILE)
    with pytest.raises(WrongPassword):
        unlock(folder, *OFFICER)
    assert unlock_with_code(folder, code)[0] == db.keys
    sign_in(folder, OFFICER[0], NEW)
    assert noted(db) == [(OFFICER[0], "keys_changed")]
    assert text_of(folder) == (folder / KEYS_COPY).read_bytes() != forged
    sign_in(folder, *ADMIN)
    assert len(noted(db)) == 1


def test_a_slot_put_into_both_copies_is_noted_and_nothing_is_sealed_to_it(
    office: tuple[Database, User, str]
) -> None:
    db, admin, _ = office
    folder = db.path.parent
    before = text_of(folder)
    disable_user(db, OFFICER[0], by=admin)
    put(folder, with_slot_of(before, text_of(folder)))
    with pytest.raises(AppError, match="ngừng dùng"):
        sign_in(folder, *OFFICER)
    sign_in(folder, *ADMIN)
    assert noted(db) == [(ADMIN[0], "keys_changed")]
    with pytest.raises(AppError, match="bị sửa từ bên ngoài"):
        set_slot(folder, db.keys, *OFFICER)


def test_signing_in_goes_on_where_nothing_can_be_noted(
    office: tuple[Database, User, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    db, admin, _ = office
    folder = db.path.parent
    before = text_of(folder)
    set_password(db, OFFICER[0], NEW, by=admin)
    put(folder, with_slot_of(before, text_of(folder)), KEYS_FILE)

    def full(*_: object) -> KeyFile:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(key_file, "write_safely", full)
    assert sign_in(folder, *ADMIN).name == ADMIN[0]
    assert find_genuine(folder, db.keys)
    assert noted(db) == []
