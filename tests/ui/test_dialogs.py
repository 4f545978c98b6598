"""Small windows return plain values."""

import tkinter as tk
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from domain.errors import AppError
from domain.fields import Choice, Field, Number, Option, Text
from ui import dialogs
from ui.dialogs import Dialog, ProgressDialog
from ui.edit import edit, edit_and_write, find_errors, list_rows
from ui.preferences import PcSettings
from ui.sheet_steps import ask_step

FIELDS = (Field("name", "Tên", Text(), required=True), Field("members", "Số khẩu", Number()))
TRIES, MOST_TRIES = 50, 1000  # of 20 ms each
During = Callable[[Callable[[Dialog], None]], None]


def walk(widget: tk.Misc) -> Iterator[tk.Misc]:
    yield widget
    for child in widget.winfo_children():
        yield from walk(child)


def button(dialog: tk.Misc, text: str) -> ttk.Button:
    found = [w for w in walk(dialog) if isinstance(w, ttk.Button) and str(w.cget("text")) == text]
    assert found, text
    return found[0]


def has_focus(dialog: Dialog) -> bool:
    focused = dialog.focus_get()
    return focused is not None and focused.winfo_toplevel() is dialog


@pytest.fixture
def during(window: ttk.App) -> During:
    """Do something to the dialog once it is open and has the keyboard: a key would go elsewhere.
    Where something else took the keyboard it is asked for again; in the end the dialog is closed,
    so that the test fails and does not wait for ever."""

    def plan(act: Callable[[Dialog], None]) -> None:
        def look(tries: int) -> None:
            opened = [w for w in window.winfo_children() if isinstance(w, Dialog)]
            if opened and opened[0].winfo_viewable() and has_focus(opened[0]):
                act(opened[0])
                return
            if opened and tries % TRIES == TRIES - 1:
                opened[0].focus_force()
            if opened and tries > MOST_TRIES:
                opened[0].destroy()
                raise AssertionError("the dialog never got the keyboard")
            window.after(20, look, tries + 1)

        window.after(20, look, 0)

    return plan


def test_ask_is_true_only_for_the_verb(window: ttk.App, during: During) -> None:
    during(lambda d: button(d, "Ghi").invoke())
    assert dialogs.ask(window, "Ghi", "Ghi 12 hộ?", "Ghi")
    during(lambda d: button(d, "Hủy").invoke())
    assert not dialogs.ask(window, "Ghi", "Ghi 12 hộ?", "Ghi")
    during(lambda d: d.event_generate("<Escape>"))
    assert not dialogs.ask(window, "Ghi", "Ghi 12 hộ?", "Ghi")


def test_enter_on_a_dangerous_question_means_no(window: ttk.App, during: During) -> None:
    during(lambda d: d.after(50, lambda: d.focus_get().event_generate("<Return>")))  # type: ignore[union-attr]
    assert not dialogs.ask(window, "Xóa", "Xóa thôn này?", "Xóa", danger=True)
    during(lambda d: d.after(50, lambda: d.focus_get().event_generate("<Return>")))  # type: ignore[union-attr]
    assert dialogs.ask(window, "Ghi", "Ghi 12 hộ?", "Ghi")


def test_tell_closes_with_its_only_button(window: ttk.App, during: During) -> None:
    during(lambda d: button(d, "Đã hiểu").invoke())
    dialogs.tell(window, "Chưa làm được", "Tệp đang mở.", "Hãy đóng tệp.", error=True)
    assert not [w for w in window.winfo_children() if isinstance(w, Dialog)]


def test_cancelling_the_progress_dialog_tells_the_work_once(window: ttk.App) -> None:
    cancelled: list[int] = []
    dialog = ProgressDialog(window, "Đang nhập", lambda: cancelled.append(1))
    dialog.update_progress(3, 10, "Dòng 3")
    button(dialog, "Hủy").invoke()
    button(dialog, "Hủy").invoke()
    assert cancelled == [1]
    assert dialog.winfo_exists()  # until the work has stopped
    dialog.close()
    assert not dialog.winfo_exists()


def test_the_folder_of_the_last_file_is_remembered(
    window: ttk.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(**options: object) -> str:
        asked.append(str(options["initialdir"]))
        return str(tmp_path / "Danh sách.xlsx")

    monkeypatch.setattr(dialogs.filedialog, "askopenfilename", choose)
    monkeypatch.setattr(dialogs.filedialog, "asksaveasfilename", lambda **_: "")
    settings = PcSettings(None)
    assert dialogs.choose_open(window, settings, "Chọn") == tmp_path / "Danh sách.xlsx"
    dialogs.choose_open(window, settings, "Chọn")
    assert asked == [str(Path.home()), str(tmp_path)]
    assert dialogs.choose_save(window, settings, "Lưu", "a.xlsx") is None
    assert settings["last_folder"] == str(tmp_path)


def test_rules_across_fields_are_asked_only_when_each_field_is_right() -> None:
    asked: list[object] = []

    def check(values: object) -> dict[str, str]:
        asked.append(values)
        return {"name": "Đã có."}

    assert set(find_errors(FIELDS, {"name": ""}, check)) == {"name"}
    assert asked == []
    assert find_errors(FIELDS, {"name": "Bản Mìn"}, check) == {"name": "Đã có."}
    assert find_errors(FIELDS, {"name": "Bản Mìn"}, None) == {}


def test_edit_returns_the_texts_once_they_are_right(window: ttk.App, during: During) -> None:
    def act(dialog: Dialog) -> None:
        entries = [w for w in walk(dialog) if isinstance(w, ttk.Entry)]
        button(dialog, "Ghi").invoke()
        assert dialog.winfo_exists()  # the required name is missing
        entries[0].insert(0, "Bản Mìn")
        button(dialog, "Ghi").invoke()

    during(act)
    assert edit(window, "Thôn", FIELDS, {"members": "4"}) == {"name": "Bản Mìn", "members": "4"}


def test_edit_closed_without_saving_returns_nothing(window: ttk.App, during: During) -> None:
    during(lambda d: button(d, "Hủy").invoke())
    assert edit(window, "Thôn", FIELDS, {"name": "Bản Mìn"}) is None


def test_the_list_of_the_last_field_has_room_in_the_dialog() -> None:
    one = Field("why", "Lý do", Choice(tuple(Option(t, t) for t in "abc"), free=True))
    assert [list_rows(f) for f in (one, *FIELDS)] == [3, 0, 0]


def test_a_sheet_is_cancelled_beside_a_button_that_is_not_called_so(
    window: ttk.App, during: During
) -> None:
    during(lambda d: button(d, "Thôi").invoke())
    assert ask_step(window, "CANCELLED", "P0012-4", (), date.today(), lambda _: Changes()) is None


def test_what_is_typed_stays_while_storage_refuses(window: ttk.App, during: During) -> None:
    tries: list[dict[str, str]] = []
    grabs: list[bool] = []

    def write(texts: dict[str, str]) -> str:
        tries.append(texts)
        if len(tries) == 1:
            raise AppError("Ổ đĩa đã đầy.", "Hãy xóa bớt tệp.")
        return "đã ghi"

    def again(form: Dialog) -> None:
        grabs.append(form.grab_current() is form)
        button(form, "Ghi").invoke()

    def act(form: Dialog) -> None:
        form.after(50, close_refusal, form)
        button(form, "Ghi").invoke()

    def close_refusal(form: Dialog) -> None:
        refusals = [w for w in form.winfo_children() if isinstance(w, Dialog)]
        if not refusals or not refusals[0].winfo_viewable():
            form.after(20, close_refusal, form)
            return
        button(refusals[0], "Đã hiểu").invoke()
        form.after(20, again, form)

    during(act)
    raw = {"name": "Lò Văn Ơn", "members": "4"}
    assert edit_and_write(window, "Sửa", FIELDS, raw, write) == "đã ghi"
    assert tries == [raw, raw]
    assert grabs == [True]  # the refusal gave the keyboard back to the form


def test_an_open_dialog_is_answered_before_the_window_closes(
    window: ttk.App, during: During
) -> None:
    found: list[bool] = []

    def act(dialog: Dialog) -> None:
        found.append(dialogs.bring_forward(window))
        button(dialog, "Đã hiểu").invoke()

    during(act)
    dialogs.tell(window, "Báo", "Đã ghi.")
    assert found == [True]
    assert not dialogs.bring_forward(window)


def test_a_click_behind_a_dialog_leaves_the_keyboard_with_it(
    window: ttk.App, shown: ttk.Frame, during: During
) -> None:
    entry = ttk.Entry(shown)
    entry.pack()
    back: list[bool] = []

    def act(dialog: Dialog) -> None:
        entry.focus_force()  # as X11 does after a press, which the dialog is told of
        dialog.event_generate("<Button-1>", x=-30, y=-40, rootx=dialog.winfo_rootx() - 30,
                              rooty=dialog.winfo_rooty() - 40)  # fmt: skip
        dialog.after(300, look, dialog)

    def look(dialog: Dialog) -> None:
        back.append(has_focus(dialog))
        button(dialog, "Đã hiểu").invoke()

    during(act)
    dialogs.tell(window, "Báo", "Đã ghi.")
    assert back == [True]
