"""The page "Người dùng": what may be done to whom, and what it does; only the end has a window."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from domain.users import Role, User
from domain.villages import Village
from storage.accounts import Account, create_first_user, find_user, list_users, sign_in
from storage.audit import verify
from storage.villages import list_villages, save_villages
from tests.ui.conftest import RecordingWindow
from ui.session import Session
from ui.settings_user_edit import (
    GONE,
    NewPassword,
    UserChoice,
    UserDialog,
    check_user,
    ticked_words,
)
from ui.settings_users import UsersPanel, state_words, user_row, village_words, why_not_disable

ADMIN = Account("Hà Thị Lan", Role.ADMIN)
SECOND = Account("Vi Văn Tư", Role.ADMIN)
OFFICER = Account("Lò Thị Ửng", Role.OFFICER, frozenset("ab"))
LABELS = {"a": "Bản Mìn", "b": "Bản Chiềng", "c": "Thôn 1", "d": "Thôn 2"}


@pytest.mark.parametrize(
    ("villages", "words"),
    [
        ("", "Cả xã, phường"),
        ("ab", "Bản Chiềng, Bản Mìn"),
        ("abcd", "Bản Chiềng, Bản Mìn, Thôn 1 và 1 nơi khác"),
        ("ayz", "Bản Mìn và 2 nơi khác"), ("yz", "2 thôn, bản"),
    ],
)
def test_a_row_names_a_few_villages(villages: str, words: str) -> None:
    account = Account("x", Role.OFFICER, frozenset(villages))
    assert village_words(account, LABELS) == words


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (ADMIN, "Đang dùng máy này"), (OFFICER, "Đang dùng"),
        (Account("x", Role.VIEWER, disabled=True, has_slot=False), "Đã ngừng"),
        (Account("x", Role.VIEWER, has_slot=False), "Chưa có mật khẩu"),
    ],
)  # fmt: skip
def test_a_row_says_who_can_get_in(account: Account, words: str) -> None:
    assert state_words(account, User("hà thị  lan")) == words
    assert user_row(account, LABELS, User("x")).tags == (("muted",) if account.disabled else ())


@pytest.mark.parametrize(
    ("account", "known", "by", "why"),
    [
        (OFFICER, [ADMIN, OFFICER], "Hà Thị Lan", ""),
        (SECOND, [ADMIN, SECOND], "Hà Thị Lan", ""),
        (ADMIN, [ADMIN, SECOND], "hà thị lan", "đang dùng"),
        (ADMIN, [ADMIN, OFFICER], "Vi Văn Tư", "cuối cùng"),
        (ADMIN, [ADMIN, Account("x", Role.ADMIN, disabled=True)], "x", "cuối cùng"),
    ],
)
def test_oneself_and_the_last_admin_stay(
    account: Account, known: list[Account], by: str, why: str
) -> None:
    assert why in why_not_disable(account, known, User(by))
    assert bool(why) == bool(why_not_disable(account, known, User(by)))


@pytest.mark.parametrize(
    ("name", "role", "old", "field"),
    [
        ("Mới", "officer", None, ""),
        ("  vi văn   TƯ ", "officer", None, "name"),
        ("x" * 61, "officer", None, "name"),
        ("Hà Thị Lan", "chief", ADMIN, "role"),
        ("Lò Thị Ửng", "viewer", OFFICER, ""),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field(
    name: str, role: str, old: Account | None, field: str
) -> None:
    known = [ADMIN, OFFICER, Account("Vi Văn Tư", Role.VIEWER, disabled=True)]
    errors = check_user({"name": name, "role": role}, known, old)
    assert list(errors) == ([field] if field else [])


def test_of_two_admins_one_may_become_something_else() -> None:
    assert not check_user({"name": "Hà Thị Lan", "role": "chief"}, [ADMIN, SECOND], ADMIN)


def test_the_ticks_say_what_they_mean() -> None:
    assert "cả xã" in ticked_words([])
    assert ticked_words(["Bản Mìn", "Thôn 1"]) == "Chỉ thấy 2 nơi: Bản Mìn, Thôn 1."


# ---- in the window


Ask = Callable[..., None]


@pytest.fixture
def office(session: Session, tmp_path: Path, locked: None) -> Session:
    """A folder with keys, its admin signed in; no password is asked again."""
    folder = tmp_path / "office"
    db, user, _ = create_first_user(folder, "Hà Thị Lan", "bon tu de nho")
    save_villages(db, [("bản", "Mìn"), ("bản", "Chiềng"), ("thôn", "1")], by=user)
    session.db, session.user, session.folder, session.practice = db, user, folder, True
    return session


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the dialogs will be answered with; "told" is what was refused."""
    found: dict[str, object] = {"told": []}
    module = "ui.settings_users"
    monkeypatch.setattr(f"{module}.ask_user", lambda *_, **__: found.get("user"))
    monkeypatch.setattr(f"{module}.ask_new_password", lambda *_, **__: found.get("password"))
    monkeypatch.setattr(f"{module}.show_code", lambda *a: found.update(code=a[2]))
    monkeypatch.setattr(f"{module}.ask", lambda *_, **__: True)
    monkeypatch.setattr(f"{module}.ask_reason", lambda *a: found.setdefault("reason", "đổi việc"))

    def tell(_: object, title: str, text: str, *rest: object, **__: object) -> None:
        told = found["told"]
        assert isinstance(told, list)
        told.append(text)

    monkeypatch.setattr(f"{module}.tell", tell)
    return found


def press(panel: UsersPanel, name: str, text: str) -> None:
    panel._list.select(name)
    for action, _ in panel._list._buttons:
        if action.text.startswith(text):
            panel._list._press(action)


@pytest.fixture
def panel(office: Session, page: ttk.Frame) -> UsersPanel:
    made = UsersPanel(page, office)
    made.pack()
    made.refresh()
    return made


def test_a_user_is_added_with_villages_and_the_reason_is_on_the_record(
    office: Session, panel: UsersPanel, answers: dict[str, object]
) -> None:
    two = frozenset(v.id for v in list_villages(office.db)[:2])
    answers["user"] = UserChoice(Account("Lò Thị Ửng", Role.OFFICER, two), "mat khau mot")
    panel.add()
    made = find_user(office.db, "lò thị ửng")
    assert made == Account("Lò Thị Ửng", Role.OFFICER, two)
    assert "đổi việc" in office.db.value("SELECT detail FROM audit ORDER BY seq DESC")
    assert sign_in(office.folder, "Lò Thị Ửng", "mat khau mot").villages == two


def test_without_a_reason_nothing_is_written(
    office: Session, panel: UsersPanel, answers: dict[str, object]
) -> None:
    answers["user"] = UserChoice(Account("Lò Thị Ửng", Role.OFFICER), "mat khau mot")
    answers["reason"] = None
    panel.add()
    assert [a.name for a in list_users(office.db)] == ["Hà Thị Lan"]


def test_a_leaver_is_disabled_and_taken_back_with_a_new_password(
    office: Session, panel: UsersPanel, answers: dict[str, object]
) -> None:
    answers["user"] = UserChoice(Account("Lò Thị Ửng", Role.CHIEF), "mat khau mot")
    panel.add()
    press(panel, "Lò Thị Ửng", "Ngừng")
    assert [a.disabled for a in list_users(office.db)] == [False, True]
    press(panel, "Lò Thị Ửng", "Ngừng")  # no password was given: as it was
    assert find_user(office.db, "Lò Thị Ửng") == Account(
        "Lò Thị Ửng", Role.CHIEF, disabled=True, has_slot=False
    )
    answers["password"] = ("", "mat khau hai")
    press(panel, "Lò Thị Ửng", "Ngừng")
    assert sign_in(office.folder, "Lò Thị Ửng", "mat khau hai").role is Role.CHIEF


def test_the_admin_who_is_signed_in_is_not_disabled(
    office: Session, panel: UsersPanel, answers: dict[str, object]
) -> None:
    press(panel, "Hà Thị Lan", "Ngừng")
    assert answers["told"] == ["Không thể ngừng tài khoản đang dùng"]
    assert [a.disabled for a in list_users(office.db)] == [False]


def test_the_new_code_is_shown_once(
    office: Session, panel: UsersPanel, answers: dict[str, object]
) -> None:
    press(panel, "", "Mã khôi phục")
    assert str(answers["code"]).count("-") == 8


def test_own_password_needs_the_old_one(
    office: Session, panel: UsersPanel, answers: dict[str, object]
) -> None:
    answers["password"] = ("sai mat khau", "mat khau hai")
    panel.change_own()
    assert answers["told"] == ["Mật khẩu chưa đúng."]
    (office.folder / "sign-in.json").unlink()
    answers["password"] = ("bon tu de nho", "mat khau hai")
    panel.change_own()
    assert sign_in(office.folder, "Hà Thị Lan", "mat khau hai").name == "Hà Thị Lan"


def test_nobody_is_asked_to_change_his_own_role(
    office: Session, panel: UsersPanel, answers: dict[str, object]
) -> None:
    answers["user"] = UserChoice(Account("Hà Thị Lan", Role.VIEWER), None)
    press(panel, "Hà Thị Lan", "Sửa")
    assert answers["told"] == ["Không ai tự đổi vai trò của mình."]
    assert [a.role for a in list_users(office.db)] == [Role.ADMIN]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CHIEF, Role.VIEWER])
def test_who_is_no_admin_may_change_only_his_own_password(
    office: Session, page: ttk.Frame, role: Role, answers: dict[str, object],
    recorder: RecordingWindow,
) -> None:  # fmt: skip
    office.user = User("Khách", role)
    panel = UsersPanel(page, office)
    panel.refresh()
    panel._list.select("Hà Thị Lan")
    open_ = [a.text for a, b in panel._list._buttons if b.instate(["!disabled"])]
    assert open_ == ["Mật khẩu của tôi (F11)"]
    panel.add()
    panel._edit("Hà Thị Lan")
    assert "không có quyền" in recorder.statuses[-1]
    assert not recorder.changes


VILLAGES: Sequence[Village] = [Village("a", "bản", "Mìn", 1), Village("b", "thôn", "1", 2)]


def test_the_dialog_gives_what_is_ticked_and_only_to_officers(page: ttk.Frame) -> None:
    dialog = UserDialog(page, "Sửa", OFFICER, [ADMIN, OFFICER], VILLAGES, {}, demo=False)
    dialog.accept()
    assert dialog.result == UserChoice(OFFICER, None)
    dialog = UserDialog(page, "Sửa", OFFICER, [ADMIN, OFFICER], VILLAGES, {}, demo=False)
    dialog.form.set("role", "Phụ trách")
    dialog._follow()
    assert dialog.ticks.winfo_manager() == ""
    dialog.accept()
    assert dialog.result == UserChoice(Account("Lò Thị Ửng", Role.CHIEF), None)


def limited(page: ttk.Frame, villages: str) -> UserDialog:
    account = Account("Lò Thị Ửng", Role.OFFICER, frozenset(villages))
    return UserDialog(page, "Sửa", account, [ADMIN, account], VILLAGES, {}, demo=False)


def saved_villages(dialog: UserDialog) -> frozenset[str]:
    dialog.accept()
    assert isinstance(dialog.result, UserChoice)
    return dialog.result.account.villages


def test_who_is_limited_to_a_village_that_was_deleted_stays_limited(page: ttk.Frame) -> None:
    dialog = limited(page, "x")
    assert dialog.ticks._said.cget("text") == f"Chỉ thấy 1 nơi: {GONE}."
    assert saved_villages(dialog) == frozenset("x")
    assert saved_villages(limited(page, "ax")) == frozenset("ax")


def test_until_an_admin_says_otherwise(page: ttk.Frame) -> None:
    dialog = limited(page, "x")
    dialog.ticks._ticks[GONE].set(False)
    dialog.ticks._ticks["b"].set(True)
    assert saved_villages(dialog) == frozenset("b")
    dialog = limited(page, "x")
    dialog.ticks._ticks[GONE].set(False)
    assert saved_villages(dialog) == frozenset()


def test_only_who_was_limited_to_a_deleted_village_has_a_box_for_it(page: ttk.Frame) -> None:
    assert GONE in limited(page, "ax").ticks._ticks
    assert GONE not in limited(page, "ab").ticks._ticks


def test_a_short_password_keeps_the_dialog(page: ttk.Frame) -> None:
    dialog = UserDialog(page, "Thêm", None, [ADMIN], VILLAGES, {}, demo=False)
    dialog.form.set("name", "Mới")
    assert isinstance(dialog.secrets, NewPassword)
    for field in (dialog.secrets.first, dialog.secrets.again):
        field.set("ngan")
    dialog.accept()
    assert dialog.result is None
    assert dialog.winfo_exists()
    for field in (dialog.secrets.first, dialog.secrets.again):
        field.set("bon tu de nho")
    dialog.ticks._ticks["b"].set(True)
    dialog.accept()
    assert dialog.result == UserChoice(
        Account("Mới", Role.OFFICER, frozenset("b")), "bon tu de nho"
    )


def test_the_data_key_is_changed_and_everybody_keeps_his_password(
    office: Session, panel: UsersPanel, answers: dict[str, object]
) -> None:
    before = office.db.keys
    press(panel, "", "Đổi khóa")
    assert answers["told"] == []
    assert office.db.keys != before
    assert "đổi việc" in office.db.value("SELECT detail FROM audit WHERE action='rekey'")
    assert [a.name for a in list_users(office.db)] == ["Hà Thị Lan"]
    assert verify(office.db).ok
    assert sign_in(office.folder, "Hà Thị Lan", "bon tu de nho").role is Role.ADMIN
