"""The password again, with a reason: right, wrong, given up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from domain.users import Role, User
from storage.accounts import create_first_user
from tests.ui.looking import descendants
from ui.confirm import ConfirmDialog, check_answer, confirm
from ui.session import Session

NAME, PASSWORD = "Hà Thị Ửng", "bốn chiếc ghe gỗ"


@pytest.mark.parametrize(
    ("reason", "password", "part"),
    [("", "x", "lý do"), ("  a  b ", "x", "lý do"), ("Công văn 45", "", "mật khẩu"),
     ("Công văn 45", "x", ""), ("Bốn chiếc  ghe gỗ", PASSWORD, "Lý do không được có mật khẩu"),
     (f"vì {PASSWORD.upper()}.", PASSWORD, "Lý do không được có mật khẩu"),
     ("sai mật khẩu", "mật", ""), ("thu-nghiem", "thu-nghiem", "không được có mật khẩu")],
)  # fmt: skip
def test_what_is_missing_is_said_before_the_password_is_tried(
    reason: str, password: str, part: str
) -> None:
    assert part in check_answer(reason, password)
    assert bool(check_answer(reason, password)) == bool(part)


@pytest.fixture
def asked(session: Session, tmp_path: Path, shown: ttk.Frame) -> Iterator[ConfirmDialog]:
    """Shown over the window, its answer not waited for."""
    session.folder = tmp_path / "office"
    db, _, _ = create_first_user(session.folder, NAME, PASSWORD)
    db.close()
    session.user = User(NAME, Role.ADMIN)
    dialog = ConfirmDialog(shown, session, "Xuất danh sách 320 hộ có tên")
    dialog.present()
    yield dialog
    if dialog.winfo_exists():
        dialog.finish(None)


def answer(dialog: ConfirmDialog, reason: str, password: str) -> None:
    dialog._reason.set(reason)
    dialog.password.set(password)
    dialog.press()


def test_with_the_password_the_reason_comes_back(asked: ConfirmDialog) -> None:
    answer(asked, "  Công văn  45 của huyện ", PASSWORD)
    assert asked.result == "Công văn 45 của huyện"


def test_a_wrong_password_is_said_keeps_the_reason_and_must_wait(asked: ConfirmDialog) -> None:
    answer(asked, "Công văn 45", "sai mất rồi")
    assert asked.winfo_exists()
    assert asked._message.cget("text") == "Mật khẩu chưa đúng."
    assert asked._reason.get() == "Công văn 45"
    assert asked.password.get() == ""
    assert asked._go.cget("text") == "Đợi 2 giây" or asked._go.cget("text") == "Đợi 1 giây"
    answer(asked, "Công văn 45", PASSWORD)
    assert asked.winfo_exists()


def test_a_password_typed_as_the_reason_does_not_get_into_the_log(asked: ConfirmDialog) -> None:
    answer(asked, PASSWORD, PASSWORD)
    assert asked.winfo_exists()
    assert asked.result is None
    assert "không được có mật khẩu" in asked._message.cget("text")


def test_the_password_stands_first_and_has_the_keyboard(
    asked: ConfirmDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    focused: list[object] = []
    monkeypatch.setattr(ConfirmDialog, "wait", lambda _, focus: focused.append(focus))
    asked.wait_answer()
    assert focused == [asked.password.entry]
    places = [int(f.grid_info()["row"]) for f in (asked.password, asked._reason_entry)]
    assert places == sorted(places)


def test_what_is_given_up_is_no_reason(
    session: Session, shown: ttk.Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ConfirmDialog, "wait", lambda dialog, _: dialog.finish(None))
    assert confirm(session, "Khôi phục bản sao lưu") is None


def test_it_stands_over_the_dialog_that_asks_for_it(
    session: Session, asked: ConfirmDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    over: list[object] = []

    def look(dialog: ConfirmDialog, _: object) -> str:
        over.append(dialog._over)
        dialog.finish("lý do nào đó")
        return "lý do nào đó"

    monkeypatch.setattr(ConfirmDialog, "wait", look)
    assert confirm(session, "Đổi quyền") == "lý do nào đó"
    assert over == [asked]


def test_both_fields_are_starred_as_compulsory(asked: ConfirmDialog) -> None:
    stars = [w for w in descendants(asked) if isinstance(w, ttk.Label)
             and str(w.cget("style")) == "Required.TLabel"]  # fmt: skip
    assert [str(star.cget("text")).strip() for star in stars] == ["*", "*"]
