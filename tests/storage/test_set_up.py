"""What stage a folder is in, and set-ups that were cut off between two steps."""

import gzip
from pathlib import Path

import pytest

from domain.errors import AppError
from domain.users import Role
from storage import set_up, unlocked
from storage.accounts import DEMO, create_first_user, list_users
from storage.database import open_database
from storage.key_file import KEYS_COPY, KEYS_FILE
from storage.key_slots import create_keys, set_slot, unlock
from storage.passwords import WrongPassword
from storage.paths import database_file
from storage.set_up import Stage, encrypt_old, enter, make_first_user, stage_of
from storage.upgrade import is_plain, upgrade_file

NAME, PASSWORD = "Hà Thị Ửng", "bốn chiếc ghe gỗ"
OLD = Path(__file__).parent.parent / "data" / "schema-2.db.gz"
pytestmark = pytest.mark.usefixtures("locked")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with the file of a released program: not encrypted, no users."""
    database_file(tmp_path).write_bytes(gzip.decompress(OLD.read_bytes()))
    return tmp_path


def users_of(folder: Path) -> list[tuple[str, Role]]:
    db = open_database(database_file(folder))
    try:
        return [(a.name, a.role) for a in list_users(db)]
    finally:
        db.close()


def test_each_stage_is_known(tmp_path: Path, old: Path) -> None:
    assert stage_of(tmp_path / "none") is Stage.NEW
    assert stage_of(old) is Stage.PLAIN
    made = tmp_path / "made"
    make_first_user(made, NAME, PASSWORD)
    assert stage_of(made) is Stage.READY
    for name in (KEYS_FILE, KEYS_COPY):
        (made / name).unlink()
    assert stage_of(made) is Stage.NO_KEYS


def test_an_encryption_that_was_refused_can_be_tried_again_at_once(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise AppError("Ổ đĩa đầy.")

    with monkeypatch.context() as patch:
        patch.setattr(set_up, "upgrade_file", full)
        with pytest.raises(AppError, match="đầy"):
            make_first_user(old, NAME, PASSWORD)
    assert stage_of(old) is Stage.PLAIN
    make_first_user(old, "Người khác", "mật khẩu khác hẳn")
    assert users_of(old) == [("Người khác", Role.ADMIN)]


def test_an_old_file_is_encrypted_and_its_households_are_still_there(old: Path) -> None:
    steps: list[tuple[int, int]] = []
    user, code = make_first_user(old, NAME, PASSWORD, lambda *step: steps.append(step))
    assert (user.name, user.role) == (NAME, Role.ADMIN)
    assert len(code) == 42
    assert steps
    assert not is_plain(database_file(old))
    assert users_of(old) == [(NAME, Role.ADMIN)]
    db = open_database(database_file(old))
    assert db.value("SELECT count(*) FROM households") > 0
    db.close()
    unlocked.forget(old)
    assert enter(old, NAME, PASSWORD).name == NAME


@pytest.mark.parametrize("name", [" ", "x" * 61, "Lan\u200b"])
def test_what_is_no_name_does_not_touch_an_old_file(name: str, old: Path) -> None:
    with pytest.raises(AppError, match="Tên người dùng"):
        make_first_user(old, name, PASSWORD)
    assert stage_of(old) is Stage.PLAIN


def test_who_must_wait_tries_no_password_in_another_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_first_user(tmp_path, NAME, PASSWORD)
    with pytest.raises(WrongPassword):
        enter(tmp_path, NAME, "sai rồi")
    tried: list[object] = []
    monkeypatch.setattr(set_up, "unlock", lambda *asked: tried.append(asked))
    with pytest.raises(AppError, match="hãy đợi"):
        enter(tmp_path, NAME, "lại sai nữa")
    assert tried == []


def test_a_file_of_nothing_is_as_no_file(tmp_path: Path) -> None:
    database_file(tmp_path).touch()
    assert stage_of(tmp_path) is Stage.NEW
    make_first_user(tmp_path, NAME, PASSWORD)
    assert stage_of(tmp_path) is Stage.READY


def test_cut_off_before_the_encryption_signing_in_does_it(old: Path) -> None:
    create_keys(old, NAME, PASSWORD)
    assert stage_of(old) is Stage.READY
    with pytest.raises(WrongPassword):
        enter(old, NAME, "sai rồi")
    assert is_plain(database_file(old))
    (old / "sign-in.json").unlink()
    assert enter(old, NAME, PASSWORD).role is Role.ADMIN
    assert not is_plain(database_file(old))
    assert users_of(old) == [(NAME, Role.ADMIN)]


def test_cut_off_before_the_first_user_signing_in_writes_him(old: Path) -> None:
    keys, _ = create_keys(old, NAME, PASSWORD)
    upgrade_file(database_file(old), keys)
    assert enter(old, NAME, PASSWORD).role is Role.ADMIN
    assert users_of(old) == [(NAME, Role.ADMIN)]


def test_who_is_not_in_the_list_of_users_does_not_become_one(tmp_path: Path) -> None:
    db, _, _ = create_first_user(tmp_path, NAME, PASSWORD)
    keys, _ = unlock(tmp_path, NAME, PASSWORD)
    set_slot(tmp_path, keys, "Người lạ", PASSWORD)
    db.close()
    unlocked.forget(tmp_path)
    with pytest.raises(AppError, match="ngừng dùng"):
        enter(tmp_path, "Người lạ", PASSWORD)
    with pytest.raises(unlocked.Locked):
        open_database(database_file(tmp_path))


def test_old_practice_data_are_encrypted_with_the_password_that_is_said(old: Path) -> None:
    encrypt_old(old, *DEMO, practice=True)
    unlocked.forget(old)
    assert enter(old, *DEMO).name == DEMO[0]
