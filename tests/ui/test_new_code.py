"""The dialog of a new recovery code: nothing but typing it back, or saying so, ends it."""

from typing import Any

import pytest
import ttkbootstrap as ttk

from ui import new_code
from ui.new_code import LOOK, SAVE, CodeDialog, show_code
from ui.session import Session

CODE = "Y0QD-F9H1-THJE-42W1-Z33T-DSYJ-T9JJ-ZKR5-AE"


@pytest.fixture
def dialog(page: ttk.Frame, session: Session) -> CodeDialog:
    return CodeDialog(page, session, CODE)


def test_enter_pressed_twice_does_not_lose_the_code(dialog: CodeDialog) -> None:
    dialog.press()
    dialog.press()
    assert dialog.winfo_exists()
    assert dialog.is_typing
    assert dialog._said.cget("text") == "Hãy gõ lại mã trên giấy."


def test_the_code_typed_back_ends_it(dialog: CodeDialog) -> None:
    dialog.press()
    dialog.typed.set(CODE.lower().replace("-", " "))
    dialog.press()
    assert dialog.result is True


def test_a_slip_is_named_by_its_group(dialog: CodeDialog) -> None:
    dialog.press()
    dialog.typed.set(CODE.replace("THJE", "THJF"))
    dialog.press()
    assert "Nhóm thứ 3" in dialog._said.cget("text")
    assert dialog.result is None


def test_esc_goes_back_to_the_code_before_it_leaves(
    dialog: CodeDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(new_code, "ask", lambda *a, **_: asked.append(a[2]))
    dialog._session.practice = False
    dialog.press()
    assert dialog._other.cget("text") == LOOK
    dialog.leave()
    assert (dialog.is_typing, dialog._other.cget("text")) == (False, SAVE)
    dialog.leave()
    assert asked == ["Đóng khi chưa gõ lại mã?"]
    assert dialog.winfo_exists()


@pytest.mark.parametrize(
    ("practice", "answer", "waiting"),
    [(False, True, ""), (False, False, "1"), (True, False, "")],
)
def test_a_code_nobody_copied_is_replaced_at_the_next_sign_in(
    page: ttk.Frame, session: Session, monkeypatch: pytest.MonkeyPatch,
    *, practice: bool, answer: bool, waiting: str,
) -> None:  # fmt: skip
    session.practice = practice
    monkeypatch.setattr(CodeDialog, "wait", lambda *_: answer)
    show_code(page, session, CODE)
    assert session.settings["recovery_waiting"] == waiting
