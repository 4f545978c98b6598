"""In, locked, in again: with the real pages, real keys and a real file."""

import contextlib
import re
import tkinter as tk
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import TracebackType

import pytest
import ttkbootstrap as ttk

from domain.errors import AppError
from domain.users import Role, User
from storage import unlocked
from storage.accounts import DEMO, Account, create_first_user, save_user
from storage.database import open_database
from storage.paths import database_file, practice_folder
from storage.practice import make_practice
from ui.app import make_session, make_tasks, open_window
from ui.cards import Banner
from ui.dialogs import Dialog
from ui.entrance import LOCKED_TITLE, POSTPONED, Entrance
from ui.failures import describe_failure
from ui.first_user import FirstUserPage
from ui.gate import Gate
from ui.practice import ask_anew, is_wanted_anew, prepare_practice
from ui.preferences import PcSettings
from ui.shell import Shell
from ui.sign_in import SignInPage
from ui.sign_in_code import RecoverPage
from ui.tally import TallyScreen
from ui.visit_form import VisitForm

WaitUntil = Callable[[Callable[[], object]], None]
NAME, PASSWORD = "Hà Thị Ửng", "bốn chiếc ghe gỗ"
OTHER = "Vi Văn Đức"
pytestmark = pytest.mark.usefixtures("locked")


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def enter(
    window: ttk.App, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Path], Entrance]]:
    fail = window.report_callback_exception

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if describe_failure(error):  # as the program does: what is read behind the lock is no fault
            fail(kind, error, trace)

    monkeypatch.setattr(window, "report_callback_exception", tell)
    made: list[Entrance] = []
    kept = {e: window.bind_all(e) for e in ("<KeyPress>", "<Motion>", "<Button>", "<MouseWheel>")}

    def make(folder: Path) -> Entrance:
        settings = PcSettings(None)
        settings["last_screen"] = "entry"
        tasks = make_tasks(window, _raise, inline=True)

        def open_work() -> Shell:
            db = open_database(database_file(folder))
            return open_window(window, make_session(folder, db, settings, tasks))

        entrance = Entrance(window, folder, settings, tasks, open_work)
        made.append(entrance)
        return entrance

    yield make
    for entrance in made:
        entrance._curtain.tear()
        entrance.close()
        if entrance.shell:
            entrance.shell.destroy()
    for event, script in kept.items():
        window.tk.call("bind", "all", event, script)
    for event in ("<Control-l>", "<Control-L>"):
        window.unbind_all(event)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder of two users, with households and a campaign."""
    db, user, _ = create_first_user(tmp_path, NAME, PASSWORD)
    make_practice(db, by=user, households=30)
    save_user(db, Account(OTHER, Role.CHIEF), PASSWORD, by=user)
    db.close()
    unlocked.forget(tmp_path)
    return tmp_path


def sign_in(entrance: Entrance, name: str = NAME, password: str = PASSWORD) -> None:
    page = entrance.gate
    assert isinstance(page, SignInPage)
    page._who.set(name)
    page.password.set(password)
    page.press()


def shell_of(entrance: Entrance) -> Shell:
    assert entrance.shell
    return entrance.shell


def texts(widget: tk.Misc) -> Iterator[str]:
    """What a person can read in a window."""
    for child in widget.winfo_children():
        if child.winfo_ismapped() and "text" in (child.keys() or ()):
            yield str(child.cget("text"))
        yield from texts(child)


def test_an_office_begins_with_the_password(
    enter: Callable[[Path], Entrance], office: Path
) -> None:
    entrance = enter(office)
    entrance.begin()
    assert entrance.shell is None
    assert entrance.open_db is None
    sign_in(entrance, password="sai mất rồi")
    assert entrance.shell is None
    (office / "sign-in.json").unlink()
    sign_in(entrance)
    assert shell_of(entrance).session.user == User(NAME, Role.ADMIN)
    assert entrance.gate is None
    assert entrance._settings["user_name"] == NAME


def test_the_first_start_makes_an_account_and_is_not_over_before_the_code_was_typed_back(
    enter: Callable[[Path], Entrance], tmp_path: Path
) -> None:
    entrance = enter(tmp_path)
    entrance.begin()
    page = entrance.gate
    assert isinstance(page, FirstUserPage)
    page._who.set(NAME)
    page._password.set(PASSWORD)
    page._again.set(PASSWORD)
    page._press()
    assert entrance._pages
    first = entrance._pages._given.code
    entrance.close()  # the power goes

    again = enter(tmp_path)
    again._settings["recovery_waiting"] = "1"
    again.begin()
    sign_in(again)
    assert again.shell is None
    assert again._pages
    code = again._pages._given.code
    assert code != first
    again._pages._type_back()
    assert again.gate
    again.gate._stops[0].insert(0, code)  # type: ignore[attr-defined]
    assert again.gate._main
    again.gate._main.invoke()
    assert shell_of(again).current == "welcome"
    assert again._settings["recovery_waiting"] == ""


def test_a_forgotten_password_is_replaced_by_the_code_which_is_then_spent(
    enter: Callable[[Path], Entrance], tmp_path: Path
) -> None:
    db, _, code = create_first_user(tmp_path, NAME, PASSWORD)
    db.close()
    unlocked.forget(tmp_path)
    entrance = enter(tmp_path)
    entrance.begin()
    entrance._ask_code()
    page = entrance.gate
    assert isinstance(page, RecoverPage)
    page._code.set(code)
    page._password.set("một câu khác hẳn")
    page._again.set("một câu khác hẳn")
    page._press()
    assert entrance._pages
    assert entrance._pages._given.code != code
    entrance._pages._done()
    assert shell_of(entrance).session.user.name == NAME


def test_locking_leaves_nothing_to_be_read_and_unlocking_brings_back_what_was_typed(
    enter: Callable[[Path], Entrance], office: Path, shown: ttk.Frame, window: ttk.App,
    wait_until: WaitUntil,
) -> None:  # fmt: skip
    shown.pack_forget()
    entrance = enter(office)
    entrance.begin()
    sign_in(entrance)
    shell = shell_of(entrance)
    form = shell.built["entry"]
    assert isinstance(form, VisitForm)
    assert form._entry
    sheet = form._entry.view.sheet
    sheet.put({**sheet.raw(), "note": "còn dở dang"})
    dialog = Dialog(window, "Hộ Lò Thị Ửng")
    dialog.present()
    window.update()
    household = form._entry._household["head_name"]  # type: ignore[index]
    assert any(household in text for text in texts(window))

    entrance.lock()
    window.update()
    assert not any(household in text for text in texts(window))
    assert not dialog.winfo_viewable()
    assert not window.tk.call("grab", "current")
    assert window.title() == LOCKED_TITLE
    with pytest.raises(unlocked.Locked):
        shell.session.db.value("SELECT count(*) FROM households")
    with pytest.raises(unlocked.Locked):
        open_database(database_file(office))

    sign_in(entrance)
    wait_until(lambda: str(dialog) in str(window.tk.call("grab", "current")))
    assert dialog.winfo_viewable()
    assert shell_of(entrance) is shell
    assert sheet.raw()["note"] == "còn dở dang"
    assert window.title() != LOCKED_TITLE
    drafts = shell.session.db.rows("SELECT body FROM drafts")
    assert any("còn dở dang" in body for (body,) in drafts)
    dialog.finish(None)


def test_in_locked_in_again_and_out_are_on_record(
    enter: Callable[[Path], Entrance], office: Path
) -> None:
    entrance = enter(office)
    entrance.begin()
    sign_in(entrance)
    db = shell_of(entrance).session.db
    entrance.lock()
    sign_in(entrance, password="sai mất rồi")
    failures = office / "sign-in.json"
    failures.write_text(re.sub(r"\[1, [0-9.]+", "[1, 0", failures.read_text()))  # it waited
    sign_in(entrance)
    entrance.close()
    entrance.is_locked = True  # closed for good
    unlocked.hold(office, db.keys, User(NAME, Role.ADMIN))
    with contextlib.closing(open_database(database_file(office))) as again:
        noted = again.rows("SELECT actor, target, detail FROM audit WHERE action='log_event'"
                           " AND target<>'state' ORDER BY seq")  # fmt: skip
    assert [what for _, what, _ in noted] == ["sign_in", "lock", "unlock", "sign_out"]
    assert {who for who, _, _ in noted} == {NAME}
    assert f'"{NAME}": 1' in noted[2][2]


def test_behind_the_lock_the_keys_of_the_work_do_nothing(
    enter: Callable[[Path], Entrance], office: Path, window: ttk.App, shown: ttk.Frame,
    wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    shown.pack_forget()
    entrance = enter(office)
    entrance.begin()
    sign_in(entrance)
    shell = shell_of(entrance)
    done: list[str] = []
    monkeypatch.setattr(shell.built["entry"], "save", lambda: done.append("saved"))

    def press() -> None:
        for key in ("<F4>", "<F9>", "<Control-s>"):
            window.event_generate(key)

    entrance.lock()
    window.update()
    press()
    ticks: list[bool] = []
    window.after(100, ticks.append, True)
    wait_until(lambda: ticks)
    assert (done, shell.current) == ([], "entry")
    sign_in(entrance)
    window.update()
    window.focus_force()
    window.update()
    window.event_generate("<F9>")
    wait_until(lambda: done)


def test_another_user_gets_a_fresh_window_and_what_was_open_is_given_up(
    enter: Callable[[Path], Entrance], office: Path, shown: ttk.Frame, window: ttk.App,
    monkeypatch: pytest.MonkeyPatch, wait_until: WaitUntil,
) -> None:  # fmt: skip
    entrance = enter(office)
    entrance.begin()
    sign_in(entrance)
    shell = shell_of(entrance)
    dialog = Dialog(window, "Của người trước")
    dialog.present()
    entrance.lock()
    quits: list[bool] = []
    monkeypatch.setattr(window, "quit", lambda: quits.append(True))
    sign_in(entrance, OTHER)
    wait_until(lambda: quits)
    assert not dialog.winfo_exists()
    assert not shell.winfo_ismapped()
    assert (entrance.following, entrance.next_signed_in) == (office, True)
    entrance.close()
    assert unlocked.held(database_file(office)).user.name == OTHER
    unlocked.forget(office)


def test_a_running_job_puts_the_lock_off_until_it_is_done(
    enter: Callable[[Path], Entrance], office: Path, window: ttk.App, wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("ui.entrance.POSTPONE_MS", 10)
    entrance = enter(office)
    entrance.begin()
    sign_in(entrance)
    running = [True]
    monkeypatch.setattr(type(entrance._tasks), "busy", property(lambda _: bool(running)))
    entrance.lock()
    assert not entrance.is_locked
    shell = shell_of(entrance)
    assert shell.session.db.value("SELECT count(*) FROM households") == 30
    assert shell.status_bar._said == POSTPONED
    running.clear()
    wait_until(lambda: entrance.is_locked)
    assert shell.status_bar._said == ""


def test_what_the_job_said_before_the_lock_stays_said(
    enter: Callable[[Path], Entrance], office: Path, wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("ui.entrance.POSTPONE_MS", 10)
    entrance = enter(office)
    entrance.begin()
    sign_in(entrance)
    running = [True]
    monkeypatch.setattr(type(entrance._tasks), "busy", property(lambda _: bool(running)))
    entrance.lock()
    shell_of(entrance).set_status("Đã lập báo cáo.")
    running.clear()
    wait_until(lambda: entrance.is_locked)
    assert shell_of(entrance).status_bar._said == "Đã lập báo cáo."


def test_what_fails_at_the_lock_or_after_it_leaves_one_page_and_one_window(
    enter: Callable[[Path], Entrance], office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entrance = enter(office)
    entrance.begin()
    sign_in(entrance)
    shell = shell_of(entrance)
    monkeypatch.setattr(shell, "keep_typed", partial(_raise, OSError("disk")))
    with pytest.raises(OSError, match="disk"):
        entrance.lock()
    assert entrance.is_locked
    assert isinstance(entrance.gate, SignInPage)

    class Runs:
        def resume(self) -> None:
            raise OSError("stick")

        def pause(self) -> None:
            raise OSError("stick")

        def stop(self) -> None: ...

    shell.runs = Runs()  # type: ignore[assignment]
    with pytest.raises(OSError, match="stick"):
        sign_in(entrance)
    assert entrance.gate is None
    assert shell_of(entrance) is shell
    assert shell.winfo_manager()
    monkeypatch.setattr(shell, "keep_typed", lambda: None)
    entrance.lock()
    with pytest.raises(unlocked.Locked):
        shell.session.db.value("SELECT count(*) FROM households")
    with pytest.raises(unlocked.Locked):
        unlocked.held(database_file(office))
    shell.runs = None


def test_a_locked_window_can_be_closed(
    enter: Callable[[Path], Entrance], office: Path
) -> None:
    entrance = enter(office)
    entrance.begin()
    sign_in(entrance)
    entrance.lock()
    entrance.close()
    assert entrance.following is None


def test_totals_half_typed_are_there_after_the_lock_and_in_their_draft(
    enter: Callable[[Path], Entrance], office: Path
) -> None:
    entrance = enter(office)
    entrance.begin()
    sign_in(entrance)
    shell = shell_of(entrance)
    shell.open_screen("tally")
    tally = shell.built["tally"]
    assert isinstance(tally, TallyScreen)
    tally.show()
    assert tally._form
    tally._form.set("source", "báo qua điện thoại")
    tally._on_changed()
    entrance.lock()
    sign_in(entrance)
    assert tally._form.raw()["source"] == "báo qua điện thoại"
    assert any(
        "báo qua điện thoại" in body
        for (body,) in shell.session.db.rows("SELECT body FROM drafts")
    )


def test_the_practice_commune_of_an_office_opens_by_itself(
    enter: Callable[[Path], Entrance], tmp_path: Path
) -> None:
    folder = prepare_practice(tmp_path, households=20)
    assert folder == practice_folder(tmp_path)
    entrance = enter(folder)
    entrance.begin()
    shell = shell_of(entrance)
    assert shell.session.practice
    assert entrance._settings["user_name"] == ""
    assert any(isinstance(child, Banner) for child in shell.winfo_children())


def test_a_fresh_practice_commune_is_made_before_it_opens(
    enter: Callable[[Path], Entrance], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = prepare_practice(tmp_path, households=20)
    monkeypatch.setattr("ui.entrance.prepare_practice", partial(prepare_practice, households=24))
    ask_anew(tmp_path)
    entrance = enter(folder)
    entrance.begin()
    shell = shell_of(entrance)
    assert shell.session.db.value("SELECT count(*) FROM households") == 24
    assert not is_wanted_anew(folder)


def test_where_no_fresh_one_can_be_made_the_old_one_waits_behind_the_sentence(
    enter: Callable[[Path], Entrance], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Path:
        raise AppError("Không tạo được xã mẫu.", "Ổ đĩa đầy.")

    folder = prepare_practice(tmp_path, households=20)
    monkeypatch.setattr("ui.entrance.prepare_practice", refuse)
    ask_anew(tmp_path)
    entrance = enter(folder)
    entrance.begin()
    page = entrance.gate
    assert isinstance(page, SignInPage)
    assert "Không tạo được xã mẫu." in str(page._message.cget("text"))
    assert not is_wanted_anew(folder)
    page.password.set(DEMO[1])
    page.press()
    assert shell_of(entrance).session.practice


def test_a_look_at_sample_data_needs_no_account(
    enter: Callable[[Path], Entrance], tmp_path: Path, window: ttk.App, wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("ui.entrance.prepare_practice", partial(prepare_practice, households=20))
    quits: list[bool] = []
    monkeypatch.setattr(window, "quit", lambda: quits.append(True))
    entrance = enter(tmp_path)
    entrance.begin()
    entrance._open_sample()
    wait_until(lambda: quits)
    assert entrance.following == practice_folder(tmp_path)
    assert not database_file(tmp_path).exists()


def test_work_that_cannot_be_opened_leaves_the_sign_in_page_and_no_keys(
    enter: Callable[[Path], Entrance], office: Path, window: ttk.App
) -> None:
    entrance = enter(office)
    opened = entrance._open_work

    def break_down() -> Shell:
        opened().session.db.close()
        raise ValueError("half built")

    entrance._open_work = break_down
    entrance.begin()
    with pytest.raises(ValueError, match="half built"):
        sign_in(entrance)
    assert isinstance(entrance.gate, SignInPage)
    assert not entrance.gate.is_busy
    assert not any(isinstance(child, Shell) for child in window.winfo_children())
    with pytest.raises(unlocked.Locked):
        open_database(database_file(office))


def test_data_without_their_keys_say_what_to_do(
    enter: Callable[[Path], Entrance], office: Path
) -> None:
    for file in office.glob("keys*.json"):
        file.unlink()
    entrance = enter(office)
    entrance.begin()
    assert type(entrance.gate) is Gate
    assert entrance.shell is None


def test_the_page_does_not_take_the_keyboard_from_an_error_over_it(
    enter: Callable[[Path], Entrance], office: Path, window: ttk.App, wait_until: WaitUntil
) -> None:
    entrance = enter(office)
    window.deiconify()
    window.focus_force()
    entrance.begin()
    dialog = Dialog(window, "Chương trình gặp lỗi")
    button = dialog.add_button("Đóng", lambda: dialog.finish(None), main=True)
    dialog.present(button)
    waited: list[bool] = []
    window.after(300, waited.append, True)
    wait_until(lambda: waited)
    wait_until(lambda: dialog.focus_get() is button)
    button.event_generate("<Escape>")
    assert not dialog.winfo_exists()
    page = entrance.gate
    assert isinstance(page, SignInPage)
    page._who.set(NAME)
    wait_until(lambda: page.focus_get() in page._stops)
