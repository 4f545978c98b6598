"""Signing in: who, with what rights, how often one may be wrong, and the way back in."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import AppError
from domain.users import Role, User
from storage import key_file, unlocked, wrong_passwords
from storage.accounts import (
    Account,
    confirm_password,
    create_first_user,
    disable_user,
    find_user,
    list_users,
    save_user,
    set_password,
    sign_in,
    sign_in_with_code,
    sign_out,
)
from storage.database import Database, open_database, operation
from storage.key_file import KEYS_COPY, KEYS_FILE
from storage.key_slots import remove_slot, unlock
from storage.passwords import WrongPassword
from storage.paths import database_file
from storage.wrong_passwords import seconds_to_wait

ADMIN, SECRET = "Hà Thị Lan", "bốn từ dễ nhớ"


@pytest.fixture
def office(tmp_path: Path, locked: None) -> Iterator[tuple[Database, User, str]]:
    made = create_first_user(tmp_path, ADMIN, SECRET)
    yield made
    unlocked.forget(tmp_path)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000_000.0]
    monkeypatch.setattr(wrong_passwords.time, "time", lambda: now[0])
    return now


def folder_of(db: Database) -> Path:
    return db.path.parent


def test_the_first_user_is_an_admin_and_the_file_is_locked_to_others(
    office: tuple[Database, User, str],
) -> None:
    db, user, _ = office
    assert user == User(ADMIN, Role.ADMIN)
    assert list_users(db) == [Account(ADMIN, Role.ADMIN)]
    folder = folder_of(db)
    db.close()
    sign_out(folder)
    with pytest.raises(unlocked.Locked):
        open_database(database_file(folder))
    assert sign_in(folder, "hà thị lan", SECRET) == user
    again = open_database(database_file(folder))
    assert again.user == user
    again.close()


def test_nothing_of_the_file_can_be_read_without_the_key(
    office: tuple[Database, User, str],
) -> None:
    db, _, _ = office
    db.close()
    content = db.path.read_bytes()
    assert b"SQLite format" not in content
    assert ADMIN.encode() not in content


def test_an_officer_signs_in_with_his_villages_and_after_leaving_not_at_all(
    office: tuple[Database, User, str],
) -> None:
    db, admin, _ = office
    officer = Account("Vi Văn Đức", Role.OFFICER, frozenset({"v-1", "v-2"}))
    save_user(db, officer, "mật khẩu của tôi", by=admin)
    folder = folder_of(db)
    assert sign_in(folder, officer.name, "mật khẩu của tôi") == officer.user
    unlocked.hold(folder, db.keys, admin)
    disable_user(db, officer.name, by=admin)
    with pytest.raises(WrongPassword):
        sign_in(folder, officer.name, "mật khẩu của tôi")
    found = find_user(db, officer.name)
    assert found
    assert (found.disabled, found.has_slot) == (True, False)


def test_a_leaver_whose_slot_was_left_by_a_power_cut_is_refused_all_the_same(
    office: tuple[Database, User, str],
) -> None:
    db, admin, _ = office
    save_user(db, Account("Khách", Role.VIEWER), "mật khẩu của khách", by=admin)
    with operation(db, admin, "save_user"):
        db.execute("UPDATE users SET disabled=1 WHERE name='Khách'")
    with pytest.raises(AppError, match="đã ngừng dùng"):
        sign_in(folder_of(db), "Khách", "mật khẩu của khách")


def test_a_disabled_account_has_no_slot_and_gets_none(office: tuple[Database, User, str]) -> None:
    db, admin, _ = office
    save_user(db, Account("Khách", Role.VIEWER), "mật khẩu của khách", by=admin)
    save_user(db, Account("Khách", Role.VIEWER, disabled=True), "mật khẩu của khách", by=admin)
    with pytest.raises(AppError, match="đã ngừng dùng"):
        set_password(db, "Khách", "mật khẩu khác nữa", by=admin)
    found = find_user(db, "Khách")
    assert found
    assert not found.has_slot
    with pytest.raises(WrongPassword):
        unlock(folder_of(db), "Khách", "mật khẩu của khách")


def test_an_admin_who_cannot_get_in_is_not_the_one_who_stays(
    office: tuple[Database, User, str],
) -> None:
    db, admin, _ = office
    save_user(db, Account("Khách", Role.ADMIN), "mật khẩu của khách", by=admin)
    remove_slot(folder_of(db), db.keys, "Khách")
    with pytest.raises(AppError, match="cuối cùng"):
        save_user(db, Account(ADMIN, Role.CHIEF), None, by=admin)


@pytest.mark.parametrize("name", ["Lan\u200b", "La\u200dn", "Lan\u202e", "La\x00n", "Lan\udcff"])
def test_a_name_with_letters_that_nobody_sees_is_refused(
    name: str, office: tuple[Database, User, str]
) -> None:
    db, admin, _ = office
    with pytest.raises(AppError, match="không nhìn thấy"):
        save_user(db, Account(name, Role.VIEWER), "mật khẩu của khách", by=admin)
    assert len(list_users(db)) == 1


def test_a_row_whose_slot_could_not_be_written_is_not_there(
    office: tuple[Database, User, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    db, admin, _ = office

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(key_file, "write_safely", full)
    with pytest.raises(AppError, match="Không ghi được tệp khóa"):
        save_user(db, Account("Khách", Role.VIEWER), "mật khẩu của khách", by=admin)
    assert find_user(db, "Khách") is None


def test_who_fails_with_the_code_is_not_signed_in(
    office: tuple[Database, User, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    db, _, code = office
    db.close()
    unlocked.forget(folder_of(db))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(key_file, "write_safely", full)
    with pytest.raises(AppError, match="Không ghi được tệp khóa"):
        sign_in_with_code(folder_of(db), code, ADMIN, "mật khẩu mới tinh")
    with pytest.raises(unlocked.Locked):
        unlocked.held(db.path)


def test_a_password_that_is_no_text_is_a_wrong_one(office: tuple[Database, User, str]) -> None:
    with pytest.raises(WrongPassword):
        sign_in(folder_of(office[0]), ADMIN, "\udcff\udcfe mật khẩu")


def test_the_last_admin_stays_and_nobody_disables_himself(
    office: tuple[Database, User, str],
) -> None:
    db, admin, _ = office
    with pytest.raises(AppError, match="quản trị cuối cùng"):
        save_user(db, Account(ADMIN, Role.VIEWER), None, by=admin)
    with pytest.raises(AppError, match="đang dùng"):
        disable_user(db, ADMIN, by=admin)


def test_only_an_admin_makes_accounts(office: tuple[Database, User, str]) -> None:
    db, _, _ = office
    chief = User("Trưởng", Role.CHIEF)
    with pytest.raises(AppError, match="không có quyền"):
        save_user(db, Account("Ai đó", Role.OFFICER), "mật khẩu dài", by=chief)
    assert [a.name for a in list_users(db)] == [ADMIN]


def test_everybody_changes_his_own_password_and_no_other(
    office: tuple[Database, User, str],
) -> None:
    db, admin, _ = office
    save_user(db, Account("Khách", Role.VIEWER), "mật khẩu của khách", by=admin)
    guest = User("Khách", Role.VIEWER)
    set_password(db, "Khách", "mật khẩu mới hẳn", by=guest)
    assert sign_in(folder_of(db), "Khách", "mật khẩu mới hẳn") == guest
    with pytest.raises(AppError, match="không có quyền"):
        set_password(db, ADMIN, "mật khẩu mới hẳn", by=guest)


def test_wrong_passwords_wait_longer_each_and_the_fifth_five_minutes(
    office: tuple[Database, User, str], time: list[float]
) -> None:
    folder = folder_of(office[0])
    waits = []
    for _ in range(5):
        with pytest.raises(WrongPassword):
            sign_in(folder, ADMIN, "sai mật khẩu")
        waits.append(seconds_to_wait(folder, ADMIN) - 1)
        with pytest.raises(AppError, match="hãy đợi"):
            sign_in(folder, ADMIN, SECRET)  # not even the right one, before the time
        time[0] += waits[-1] + 1
    assert waits == [1, 2, 4, 8, 300]
    sign_in(folder, ADMIN, SECRET)
    assert seconds_to_wait(folder, ADMIN) == 0


def test_a_password_typed_as_a_name_is_kept_nowhere(
    office: tuple[Database, User, str], time: list[float]
) -> None:
    folder = folder_of(office[0])
    with pytest.raises(WrongPassword):
        sign_in(folder, SECRET, SECRET)
    assert SECRET not in json.loads((folder / wrong_passwords.SIGN_INS).read_text("utf-8"))
    assert seconds_to_wait(folder, "một người lạ khác") == 2
    assert seconds_to_wait(folder, ADMIN) == 0


def test_a_clock_set_back_makes_nobody_wait_for_a_year(
    office: tuple[Database, User, str], time: list[float]
) -> None:
    with pytest.raises(WrongPassword):
        sign_in(folder_of(office[0]), ADMIN, "sai mật khẩu")
    time[0] -= 365 * 86_400
    assert seconds_to_wait(folder_of(office[0]), ADMIN) <= 301


def test_the_code_gives_a_new_password_and_is_spent(office: tuple[Database, User, str]) -> None:
    db, admin, code = office
    folder = folder_of(db)
    db.close()
    sign_out(folder)
    user, following = sign_in_with_code(folder, code, ADMIN, "mật khẩu nhớ lại")
    assert user == admin
    assert sign_in(folder, ADMIN, "mật khẩu nhớ lại") == admin
    with pytest.raises(WrongPassword):
        sign_in_with_code(folder, code, ADMIN, "mật khẩu lần nữa")
    assert following != code


def test_asking_again_takes_the_password_of_the_same_user(
    office: tuple[Database, User, str],
) -> None:
    confirm_password(folder_of(office[0]), ADMIN, SECRET)
    with pytest.raises(WrongPassword):
        confirm_password(folder_of(office[0]), ADMIN, "sai mật khẩu")


def test_a_set_up_that_was_cut_off_is_begun_again(tmp_path: Path, locked: None) -> None:
    (tmp_path / KEYS_FILE).write_text("{}")
    db, _, _ = create_first_user(tmp_path, ADMIN, SECRET)
    db.close()
    assert sign_in(tmp_path, ADMIN, SECRET).name == ADMIN
    assert len(list(tmp_path.glob("keys-*.old"))) == 1
    unlocked.forget(tmp_path)


def test_a_suspended_database_reads_nothing_and_knows_no_key_until_signed_in(
    office: tuple[Database, User, str],
) -> None:
    db, _, _ = office
    folder = folder_of(db)
    assert not db.is_suspended
    db.suspend()
    assert db.is_suspended
    sign_out(folder)
    with pytest.raises(unlocked.Locked):
        db.value("SELECT count(*) FROM users")
    assert db.keys.data_key == b""
    with pytest.raises(unlocked.Locked):
        db.resume()
    sign_in(folder, ADMIN, SECRET)
    db.resume()
    assert db.value("SELECT count(*) FROM users") == 1
    set_password(db, ADMIN, "mật khẩu mới hẳn", by=User(ADMIN))  # and it writes
    db.close()


def test_damaged_key_files_make_nobody_wait_and_are_told_as_damage(
    office: tuple[Database, User, str],
) -> None:
    folder = folder_of(office[0])
    for name in (KEYS_FILE, KEYS_COPY):
        (folder / name).write_bytes(b"{}")
    assert seconds_to_wait(folder, ADMIN) == 0
    with pytest.raises(AppError, match="đều bị hỏng"):
        sign_in(folder, ADMIN, SECRET)
