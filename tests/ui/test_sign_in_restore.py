"""Restoring before anybody is signed in: on a new PC, or where the keys are lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from domain.errors import AppError
from domain.users import User
from storage import unlocked
from storage.accounts import create_first_user, sign_in
from storage.backups import make_backup
from storage.database import open_database
from storage.lock import hold_folder
from storage.paths import database_file
from storage.practice import make_practice
from storage.recovery_code import new_code
from storage.set_up import Stage, stage_of
from ui.entrance import Entrance
from ui.preferences import PcSettings
from ui.sign_in_restore import (
    RestorePage,
    as_code,
    choose_name,
    describe_found,
    look_into,
    restore,
)
from ui.tasks import Tasks

NAME, PASSWORD = "Hà Thị Ửng", "bốn chiếc ghe gỗ"
WaitUntil = Callable[[Callable[[], object]], None]
pytestmark = pytest.mark.usefixtures("locked")


def no_report(*_: object) -> None:
    pass


@pytest.fixture
def backup(tmp_path: Path) -> tuple[Path, str]:
    """A backup of 25 households on a stick, the code printed then; its PC is gone."""
    old = tmp_path / "old"
    db, user, code = create_first_user(old, NAME, PASSWORD)
    make_practice(db, by=user, households=25)
    made = make_backup(db, tmp_path / "usb", reason="usb", by=User(NAME))
    db.close()
    unlocked.forget(old)
    return made.file, code


def test_a_code_is_known_from_a_password() -> None:
    code = new_code()
    assert as_code(code.lower()) == code.lower()
    assert as_code(PASSWORD) == ""


def test_the_only_name_or_the_one_used_last_is_filled_in() -> None:
    assert choose_name(("Hà", "Vi"), "Vi") == "Vi"
    assert choose_name(("Hà", "Vi"), "ai") == ""
    assert choose_name(("Hà",), "ai") == "Hà"


def test_what_a_backup_holds_is_said_before_anything_is_asked(backup: tuple[Path, str]) -> None:
    found = look_into(backup[0])
    assert found.names == (NAME,)
    assert "25 hộ" in describe_found(found)


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "anh.tungnha"
    other.write_bytes(b"not a backup")
    with pytest.raises(AppError):
        look_into(other)


@pytest.mark.parametrize("by_code", [False, True])
def test_on_a_new_pc_the_data_come_back_with_the_password_or_the_code(
    backup: tuple[Path, str], tmp_path: Path, *, by_code: bool
) -> None:
    file, code = backup
    new = tmp_path / "new"
    new.mkdir()
    with hold_folder(new):
        restore(look_into(file), new, NAME, code if by_code else PASSWORD, no_report)
        assert stage_of(new) is Stage.NEW
    with hold_folder(new):  # the next start
        assert stage_of(new) is Stage.READY
        sign_in(new, NAME, PASSWORD)
        db = open_database(database_file(new))
        assert db.value("SELECT count(*) FROM households") == 25
        db.close()
    unlocked.forget(new)


@pytest.fixture
def entrance(window: ttk.App, tmp_path: Path) -> Iterator[Entrance]:
    def refuse(error: BaseException) -> None:
        raise error

    folder = tmp_path / "new"
    folder.mkdir()
    kept = {e: window.bind_all(e) for e in ("<KeyPress>", "<Motion>", "<Button>", "<MouseWheel>")}
    tasks = Tasks(window, on_error=refuse, inline=True)
    made = Entrance(window, folder, PcSettings(None), tasks, lambda: pytest.fail("not opened"))
    yield made
    made.close()
    for event, script in kept.items():
        window.tk.call("bind", "all", event, script)
    for event in ("<Control-l>", "<Control-L>"):
        window.unbind_all(event)


def test_from_the_first_page_a_backup_is_chosen_and_the_window_begins_anew(
    entrance: Entrance, backup: tuple[Path, str], window: ttk.App, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, wait_until: WaitUntil,
) -> None:  # fmt: skip
    quits: list[bool] = []
    monkeypatch.setattr(window, "quit", lambda: quits.append(True))
    monkeypatch.setattr("ui.dialogs.choose_open", lambda *_: backup[0])
    entrance.begin()
    entrance._ask_restore()
    page = entrance.gate
    assert isinstance(page, RestorePage)
    page.press()
    assert quits == []
    page._secret.set("sai mất rồi")
    page.press()
    assert not page.is_busy
    page._secret.set(PASSWORD)
    page.press()
    wait_until(lambda: quits)
    assert (entrance.following, entrance.next_signed_in) == (tmp_path / "new", False)
    assert entrance._settings["user_name"] == NAME
