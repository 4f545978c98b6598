"""The window on a folder that cannot be written, and on the file of a newer program."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from domain.users import refusal_words
from storage import unlocked
from storage.accounts import create_first_user
from storage.database import SCHEMA, open_copy, open_database
from storage.key_slots import unlock
from storage.looking import look_only, stop_looking
from storage.paths import database_file
from storage.practice import make_practice
from ui.app import make_session, make_tasks, open_window
from ui.cards import Banner
from ui.entrance import Entrance
from ui.frame import LOOKING
from ui.preferences import PcSettings
from ui.screens import SCREENS
from ui.shell import Shell
from ui.sign_in import SignInPage

NAME, PASSWORD = "Lan", "bốn từ dễ nhớ"
pytestmark = pytest.mark.usefixtures("locked")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "xa"
    db, user, _ = create_first_user(folder, NAME, PASSWORD)
    make_practice(db, by=user, households=40)
    db.close()
    unlocked.forget(folder)
    yield folder
    stop_looking(folder)
    unlocked.forget(folder)


@pytest.fixture
def enter(window: ttk.App, office: Path) -> Iterator[Callable[[], Entrance]]:
    made: list[Entrance] = []
    events = ("<KeyPress>", "<Motion>", "<Button>", "<MouseWheel>")
    kept = {event: window.bind_all(event) for event in events}

    def make() -> Entrance:
        settings = PcSettings(None)
        errors: list[BaseException] = []
        tasks = make_tasks(window, errors.append, inline=True)

        def open_work() -> Shell:
            db = open_database(database_file(office))
            return open_window(window, make_session(office, db, settings, tasks))

        entrance = Entrance(window, office, settings, tasks, open_work)
        made.append(entrance)
        entrance.begin()
        page = entrance.gate
        assert isinstance(page, SignInPage)
        page.password.set(PASSWORD)
        page.press()
        assert errors == []
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


def sums(folder: Path) -> dict[str, str]:
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


def test_every_screen_can_be_looked_at_and_nothing_is_written(
    window: ttk.App, office: Path, enter: Callable[[], Entrance]
) -> None:
    before = sums(office)
    look_only(office)
    entrance = enter()
    shell = entrance.shell
    assert shell
    assert shell.session.user.looking
    banners = [w for w in shell.winfo_children() if isinstance(w, Banner)]
    assert any(LOOKING in str(w.cget("text")) for b in banners for w in b.winfo_children()
               if isinstance(w, ttk.Label))  # fmt: skip
    for entry in SCREENS:
        shell.open_screen(entry.key)
        window.update()
        opened = shell.current == entry.key
        assert opened or (entry.permission and shell.rail.marked != entry.key), entry.key
    assert {"overview", "households", "report", "settings"} <= set(shell.built)
    assert not {"entry", "grid", "tally", "import"} & set(shell.built)
    assert shell.leave()
    assert "chỉ để xem" in refusal_words(shell.session.user)
    entrance.lock()
    window.update()
    assert entrance.is_locked
    page = entrance.gate
    assert isinstance(page, SignInPage)
    page.password.set(PASSWORD)
    page.press()
    assert not entrance.is_locked
    assert sums(office) == before


def test_the_file_of_a_newer_program_is_refused_on_the_page_and_not_touched(
    office: Path, enter: Callable[[], Entrance]
) -> None:
    db = open_copy(database_file(office), unlock(office, NAME, PASSWORD)[0])
    db.execute(f"PRAGMA user_version={SCHEMA + 1}")
    db.close()
    before = sums(office)
    entrance = enter()
    page = entrance.gate
    assert entrance.shell is None
    assert isinstance(page, SignInPage)
    assert page._message
    text = str(page._message.cget("text"))
    assert "phiên bản mới hơn" in text
    assert "Hãy cập nhật chương trình" in text
    assert sums(office) == before
