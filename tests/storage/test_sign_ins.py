"""Who was in is on the record, with the wrong passwords before, and is no change of the data."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.audit import AuditEntry, detail_words, target_words
from domain.errors import AppError
from domain.users import User
from storage import unlocked, wrong_passwords
from storage.accounts import create_first_user, sign_in
from storage.audit import Wanted, list_entries, verify
from storage.backups import INTERVAL, backups_folder, is_due, make_backup
from storage.database import Database, now
from storage.key_file import user_key
from storage.passwords import WrongPassword
from storage.sign_ins import COMINGS, LOCK, SIGN_IN, SIGN_OUT, UNLOCK, note_coming
from storage.villages import save_villages

NAME, SECRET = "Hà Thị Lan", "bốn từ dễ nhớ"


@pytest.fixture
def office(tmp_path: Path, locked: None) -> Iterator[tuple[Database, User]]:
    db, user, _ = create_first_user(tmp_path, NAME, SECRET)
    yield db, user
    db.close()
    unlocked.forget(tmp_path)


def last(db: Database, by: User) -> AuditEntry:
    return list_entries(db, Wanted(), limit=1, by=by)[0]


def test_coming_and_going_are_one_entry_each_in_office_words(
    office: tuple[Database, User]
) -> None:
    db, by = office
    for what in COMINGS:
        assert note_coming(db, what, by=by).audit
    found = list_entries(db, Wanted(action="log_event"), by=by)[::-1]
    assert [target_words(e, {}) for e in found] == [
        "đăng nhập", "đăng xuất, đóng chương trình", "khóa màn hình", "mở khóa màn hình",
    ]  # fmt: skip
    assert not any(e.detail for e in found)
    assert {e.actor for e in found} == {NAME}
    assert verify(db).ok


def test_wrong_passwords_are_told_with_the_next_sign_in_and_once(
    office: tuple[Database, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    db, by = office
    at = 1_600_000_000.0
    monkeypatch.setattr("storage.wrong_passwords.time.time", lambda: at)
    for name, wrong in ((NAME, "sai một"), ("hà thị  LAN", "sai hai"), (SECRET, "gõ nhầm ô")):
        with pytest.raises(WrongPassword):
            sign_in(db.path.parent, name, wrong)
        at += 100
    sign_in(db.path.parent, NAME, SECRET)
    note_coming(db, SIGN_OUT, by=by)
    assert "refused" not in last(db, by).detail
    note_coming(db, SIGN_IN, by=by)
    words = detail_words(last(db, by))
    assert f"mật khẩu sai từ lần vào trước: {NAME}: 2; gõ tên không có: 1" in words
    assert json.loads(last(db, by).detail)["since"] < json.loads(last(db, by).detail)["until"]
    assert SECRET not in str(db.rows("SELECT * FROM audit"))
    note_coming(db, UNLOCK, by=by)
    assert last(db, by).detail == ""


def test_who_must_wait_still_waits_when_the_log_was_told(office: tuple[Database, User]) -> None:
    db, by = office
    with pytest.raises(WrongPassword):
        sign_in(db.path.parent, "Khách", "sai")
    note_coming(db, SIGN_IN, by=by)
    with pytest.raises(AppError, match="hãy đợi"):
        sign_in(db.path.parent, "Khách", "sai")


def test_a_file_of_failures_of_before_is_still_read(office: tuple[Database, User]) -> None:
    db, by = office
    kept = json.dumps({user_key(NAME): [3, 99999999999.0]})
    (db.path.parent / wrong_passwords.SIGN_INS).write_text(kept)
    assert wrong_passwords.seconds_to_wait(db.path.parent, NAME) > 0
    note_coming(db, SIGN_IN, by=by)
    assert last(db, by).detail == ""


def test_no_backup_is_due_because_somebody_came_and_went(office: tuple[Database, User]) -> None:
    db, by = office
    make_backup(db, backups_folder(db.path.parent), reason="start", by=by)
    for what in COMINGS:
        note_coming(db, what, by=by)
    assert not is_due(db, "close", now())
    assert not is_due(db, INTERVAL, now())
    save_villages(db, [("bản", "Mìn")], by=by)
    note_coming(db, LOCK, by=by)
    assert is_due(db, "close", now())


def test_where_nothing_can_be_written_nobody_is_kept_out(
    office: tuple[Database, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    db, by = office
    with pytest.raises(WrongPassword):
        sign_in(db.path.parent, NAME, "sai")
    def full(*_: object) -> None:
        raise AppError("Không ghi được vì ổ đĩa đầy hoặc hỏng.", "")

    monkeypatch.setattr("storage.sign_ins.operation", full)
    assert not note_coming(db, SIGN_IN, by=by).audit
    assert wrong_passwords.list_refused(db.path.parent)
