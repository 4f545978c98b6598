"""The program itself, signed in to again and again: no window keeps anything of the one before.

    python3 -m tests.ui.twice

One user, another one by Ctrl+L, the first again, then after a restore; each time every screen is
opened by its key, with every page of it. It wants a display of its own and prints what went wrong;
tests/ui/test_second_sign_in.py runs it.
"""

import json
import sys
import tempfile
import tkinter as tk
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from domain.users import Role
from storage import key_slots, unlocked
from storage.accounts import Account, create_first_user, save_user
from storage.backups import backups_folder, list_backups
from storage.practice import make_practice
from tests.ui.looking import descendants, text_of
from ui import app as program
from ui.backup_restore import Wish, _restore
from ui.entrance import Entrance
from ui.failures import Failures, format_for_log
from ui.keys import CONTROL
from ui.screens import SCREENS, ScreenEntry
from ui.settings_backup import back_up_now
from ui.sign_in import SignInPage

FIRST, SECOND = "Hà Thị Ửng", "Vi Văn Đức"
PASSWORD = "bốn chiếc ghe gỗ"
ANSWERS = ("entry", "backcheck", "import")  # what can be chosen there are no views
STEP_MS, TRIES = 40, 600
Waits = Iterator[Callable[[], object]]  # what is to become true before the next step


class Twice:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.raised: list[str] = []
        self.opened: list[str] = []  # of each window: "Hà Thị Ửng: settings › Sao lưu"
        self._entrance: Entrance | None = None
        self._way = self._steps()
        self._until: Callable[[], object] = lambda: True
        self._tries = 0

    def begin(self, entrance: Entrance) -> None:
        """In the place of a person, as soon as a window stands."""
        self._entrance = entrance
        self._app.after(STEP_MS, self._step)

    def fail(self, error: BaseException) -> None:
        self.raised.append(format_for_log(error))

    @property
    def _app(self) -> ttk.App:
        assert self._entrance
        return self._entrance._app

    @property
    def _shell(self) -> Any:
        assert self._entrance
        return self._entrance.shell

    def _step(self) -> None:
        self._tries += 1
        try:
            if self._until():
                self._until, self._tries = next(self._way), 0
            elif self._tries > TRIES:
                raise AssertionError(f"waited in vain: {self._until.__code__.co_firstlineno}")
        except StopIteration:
            self._app.quit()
            return
        except Exception as error:
            self.fail(error)
            self._app.quit()
            return
        self._app.after(STEP_MS, self._step)

    # -- the way ----------------------------------------------------------------------------

    def _steps(self) -> Waits:
        yield from self._sign_in(FIRST)
        for name in (SECOND, FIRST):
            before = self._entrance
            self._shell.focus_force()
            self._app.update()
            self._shell.event_generate("<Control-l>")
            yield lambda: self._entrance and self._entrance.is_locked
            yield from self._sign_in(name)
            assert self._entrance is not before
        session, before = self._shell.session, self._entrance
        session.tasks.run(partial(back_up_now, session.db.path, session.user), lambda _: None)
        yield lambda: not session.tasks.busy
        backup = list_backups(backups_folder(self.folder))[0]
        _restore(self._shell, session, backup, Wish("thử khôi phục", PASSWORD))
        yield lambda: self._entrance is not before
        yield from self._sign_in(FIRST)

    def _sign_in(self, name: str) -> Waits:
        before = self._shell
        yield lambda: isinstance(self._entrance and self._entrance.gate, SignInPage)
        page: Any = self._entrance and self._entrance.gate
        page._who.set(name)
        page.password.set(PASSWORD)
        page.press()
        yield lambda: self._shell and self._shell is not before and not self._entrance.gate  # type: ignore[union-attr]
        assert self._shell.session.user.name == name
        for entry in SCREENS:
            yield from self._screen(entry, name)

    def _screen(self, entry: ScreenEntry, name: str) -> Waits:
        if entry.key == "welcome":  # only without an office
            return
        self._press(entry)
        yield lambda: self._shell.current == entry.key and self._is_still()
        self.opened.append(f"{name}: {entry.key}")
        known: set[str] = set()
        while tabs := [] if entry.key in ANSWERS else [
            t for t in self._tabs() if text_of(t) not in known
        ]:
            tab = tabs[0]
            known.add(text_of(tab))
            tab.invoke()
            yield self._is_still
            self.opened.append(f"{name}: {entry.key} › {text_of(tab).strip()}")

    def _press(self, entry: ScreenEntry) -> None:
        at = self._app.focus_displayof() or self._app
        if entry.function_key.startswith("Ctrl+"):
            digit = entry.function_key.removeprefix("Ctrl+")
            at.event_generate(f"<Key-{digit}>", state=CONTROL)
        elif entry.function_key:
            at.event_generate(f"<{entry.function_key}>")
        else:
            self._shell.open_screen(entry.key)

    def _is_still(self) -> bool:
        """What was opened stands on the screen, with what it reads."""
        screen: tk.Misc = self._shell.built[self._shell.current]
        self._app.update_idletasks()
        return bool(screen.winfo_viewable()) and not self._shell.session.tasks.busy

    def _tabs(self) -> list[ttk.Radiobutton]:
        """Of whatever kind: pages of the settings and of campaigns, views of the others."""
        screen: tk.Misc = self._shell.built[self._shell.current]
        return [w for w in descendants(screen) if isinstance(w, ttk.Radiobutton)
                and w.winfo_viewable() and w.instate(["!disabled"])]  # fmt: skip


def make_office(folder: Path) -> None:
    """Two admins, households and a campaign."""
    db, user, _ = create_first_user(folder, FIRST, PASSWORD)
    make_practice(db, by=user, households=30)
    save_user(db, Account(SECOND, Role.ADMIN), PASSWORD, by=user)
    db.close()
    unlocked.forget(folder)


def main() -> int:
    key_slots.calibrate = lambda: (8, 1)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_office(folder)
        twice = Twice(folder)
        begin = Entrance.begin

        def begin_and_drive(entrance: Entrance, *, signed_in: bool = False) -> None:
            begin(entrance, signed_in=signed_in)
            twice.begin(entrance)

        Entrance.begin = begin_and_drive  # type: ignore[method-assign]
        Failures.handle = lambda _, error: twice.fail(error)  # type: ignore[method-assign]
        code = program.run(folder)
    found = {"code": code, "raised": twice.raised, "opened": twice.opened}
    sys.stdout.write(f"{json.dumps(found)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
