"""A walk through the whole program on a practice commune, with a look at every place.

    python3 -m tests.ui.walk --scale 150 --theme dark --size 16 --width 1024 [--short] [--json]

Every screen, every page of it, what each button and key and row opens, and the pages before the
work. Dialogs are looked at and closed again; nothing that asks for a password is confirmed. It
wants a display of its own and prints what was found; `--pictures DIR` keeps a picture of each
place. tests/ui/test_accessibility.py runs it in the gate, `--all` runs every combination by hand.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import tkinter as tk
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tkinter import filedialog
from typing import Any

import ttkbootstrap as ttk

from domain.errors import AppError
from storage import unlocked
from storage.accounts import DEMO, create_first_user
from storage.backups import make_backup
from storage.database import open_database
from storage.paths import database_file
from storage.practice import make_practice
from tests.ui.looking import (
    Pair,
    View,
    descendants,
    look,
    name_of,
    picture_of_screen,
    text_of,
)
from tests.ui.typing import TYPED, fields_of, get, press, put, stays_for_the_word, type_by_erasing
from ui import dialogs, opening, theme
from ui.app import make_session, make_tasks, open_window
from ui.entrance import Entrance
from ui.frame import PROGRAM
from ui.preferences import PcSettings
from ui.screens import SCREENS
from ui.shell import Shell

USB = "usb"  # a folder with a backup, which is none of the program's own
HIGH = 700  # of a window on a screen of 768, below the title bar and above the task bar
NOT_PRESSED = ("Sáng / tối", "Thoát tập huấn", "Mở xã tập huấn", "Khóa ngay")
TOOLKIT = re.compile(r"T[A-Z]\w+|Text|Entry|Listbox|Canvas|Treeview|Toolbutton|all|Tk|App|Menu|\.")


@dataclass(frozen=True)
class Look:
    scale: int = 100  # per cent
    size: str = "11"  # of the text, points
    mode: str = "light"
    width: int = 1366


@dataclass
class Place:
    name: str
    view: View


@dataclass
class Found:
    look: Look
    places: list[Place] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)  # by screen, what is bound
    raised: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)  # that were typed in
    rewritten: list[str] = field(default_factory=list)  # where letters were lost or changed
    lost_words: list[str] = field(default_factory=list)  # left before the word had come

    def texts(self, what: str) -> dict[str, str]:
        """Findings of one kind, each with the first place it was seen in."""
        found: dict[str, str] = {}
        for place in self.places:
            for text in getattr(place.view, what):
                found.setdefault(text, place.name)
        return found

    def pairs(self, what: str = "pairs") -> dict[Pair, str]:
        found: dict[Pair, str] = {}
        for place in self.places:
            for pair in getattr(place.view, what):
                found.setdefault(pair, place.name)
        return found


class Walk:
    """`short`: screens and their pages, without pressing what stands on them."""

    def __init__(self, folder: Path, seen: Look, *, short: bool = False,
                 pictures: Path | None = None) -> None:  # fmt: skip
        self.found = Found(seen)
        self._short, self._pictures = short, pictures
        self._at = "start"
        self._known: set[object] = set()
        self._folder = folder
        self._settings = PcSettings(None)
        self._settings["theme"], self._settings["text_size"] = seen.mode, seen.size
        self.app = theme.start(self._settings, PROGRAM, scaling=4 / 3 * seen.scale / 100)
        self.app.report_callback_exception = self._on_error
        self.app.geometry(f"{seen.width}x{HIGH}+0+0")
        self._no_system_windows()

    # -- the way ----------------------------------------------------------------------------

    def go(self) -> Found:
        tasks = make_tasks(self.app, self._raise, inline=True)

        def open_work() -> Shell:
            db = open_database(database_file(self._folder))
            session = make_session(self._folder, db, self._settings, tasks)
            return open_window(self.app, session)

        entrance = Entrance(self.app, self._folder, self._settings, tasks, open_work)
        try:
            self.app.deiconify()
            entrance.begin()
            self._gates(entrance)
            assert entrance.shell
            self.shell = entrance.shell
            self.shell.show_toast = self._show_toast  # type: ignore[method-assign]
            for entry in SCREENS:
                self._screen(entry.key)
        finally:
            tasks.close()
            self.app.destroy()
            entrance.close()
        return self.found

    def _gates(self, entrance: Entrance) -> None:
        """The pages before the work, those of a first start too."""
        from storage.set_up import Stage
        from ui.recovery_code import CodePages, Given
        from ui.sign_in_restore import RestorePage, look_into

        def restore() -> None:
            found = look_into(next((self._folder / USB).iterdir()))
            entrance._show(RestorePage(self.app, found, "", "chân trang",
                                       restore=lambda *_: None, back=lambda: None))  # fmt: skip

        self._settle()
        self._look("sign_in")
        made: list[tuple[str, Callable[[], None]]] = [
            ("sign_in_code", entrance._ask_code),
            ("first_user", lambda: entrance._ask_first_user(Stage.NEW)),
            ("first_user_old", lambda: entrance._ask_first_user(Stage.PLAIN)),
            ("restore", restore),
            ("no_keys", entrance._say_no_keys),
        ]
        for name, make in made:
            make()
            self._settle()
            self._look(name)
            self._press_main(entrance.gate, name)
        given = Given("ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2", "Hà Thị Lan")
        pages = CodePages(self.app, self._settings, given, "chân trang", lambda: None,
                          entrance._show)  # fmt: skip
        pages.start()
        self._settle()
        self._look("recovery_code")
        entrance._ask_sign_in()
        self._settle()
        entrance.gate.press()  # type: ignore[union-attr]
        self._settle()

    def _press_main(self, gate: Any, name: str) -> None:
        """With empty fields: what is said of them."""
        if gate is None or not hasattr(gate, "press") or name == "no_keys":
            return
        try:
            gate.press()
        except Exception as error:
            self.found.raised.append(f"{name}: {error!r}")
        self._settle()
        self._look(f"{name}, refused")

    def _screen(self, key: str) -> None:
        self._at = key
        self.shell.open_screen(key)
        self._settle(160)
        if self.shell.current != key:
            self.found.raised.append(f"{key} does not open")
            return
        self._look(key)
        self._page(key)
        for n, _ in enumerate(self._tabs()):
            tabs = self._tabs()
            if n >= len(tabs):
                break
            tab = tabs[n]
            name = f"{key} › {text_of(tab).strip()}"
            tab.invoke()
            self._settle(120)
            self._look(name)
            self._page(name)
            if self.shell.current != key:
                self.shell.open_screen(key)
                self._settle()

    def _tabs(self) -> list[ttk.Radiobutton]:
        return [w for w in self._on_screen() if isinstance(w, ttk.Radiobutton)
                and str(w.cget("style")) == "Tab.Toolbutton" and w.winfo_viewable()]  # fmt: skip

    def _page(self, name: str) -> None:
        """What stands on a page, pressed one after the other."""
        key = self.shell.current
        self._note_keys(key)
        if self._short:
            return
        self._open_rows(name)
        for step in [*self._buttons(name), *self._keys(name)]:
            state = self._signature(self.shell)
            step()
            self._settle(60)
            if self.shell.current != key:
                self._look(f"{name} → {self.shell.current}")
                self.shell.open_screen(key)
                self._settle()
            elif self._signature(self.shell) != state:
                self._look(f"{name}, after {self._last}")
                self._note_keys(key)
                self.shell.escape()
                self._settle(60)

    def _open_rows(self, name: str) -> None:
        for tree in [w for w in self._on_screen() if isinstance(w, ttk.Treeview)]:
            if not tree.winfo_viewable() or not tree.get_children():
                continue
            tree.focus_force()
            self.app.update()
            tree.event_generate("<Home>")
            tree.event_generate("<Down>")
            tree.event_generate("<Up>")
            self._last = "Enter"
            tree.event_generate("<Return>")
            self._settle(120)
            if self.shell.current != name.split(" ")[0]:
                self._look(f"{name}, Enter → {self.shell.current}")
                self.shell.open_screen(name.split(" ")[0])
                self._settle()
            else:
                self._look(f"{name}, Enter")
            return

    def _buttons(self, name: str) -> Iterator[Callable[[], None]]:
        for widget in list(self._on_screen()):
            if not widget.winfo_exists() or not widget.winfo_viewable():
                continue
            if not isinstance(widget, ttk.Button | ttk.Menubutton | ttk.Checkbutton):
                continue
            text = text_of(widget).strip()
            if text in NOT_PRESSED or widget.instate(["disabled"]):
                continue
            known = (name, text) if text else (name.split(" ›")[0], str(widget))
            if known in self._known:
                continue
            self._known.add(known)
            yield lambda w=widget, t=text: self._press(w, t)  # type: ignore[misc]

    def _press(self, widget: Any, text: str) -> None:
        self._last = f"“{text}”"
        if not widget.winfo_exists():
            return
        if isinstance(widget, ttk.Menubutton):
            self._menu(widget)
            return
        try:
            widget.invoke()
        except Exception as error:
            self.found.raised.append(f"{self._at} {text}: {error!r}")

    def _menu(self, button: ttk.Menubutton) -> None:
        menu = button.nametowidget(str(button.cget("menu")))
        for n in range((menu.index("end") or -1) + 1):
            if menu.type(n) == "command" and menu.entrycget(n, "state") != "disabled":
                self._last = str(menu.entrycget(n, "label"))
                menu.invoke(n)
                self._settle(60)

    def _keys(self, name: str) -> Iterator[Callable[[], None]]:
        key = self.shell.current
        for sequence in self.found.keys.get(key, []):
            event = as_event(sequence)
            if not event or (name, sequence) in self._known or sequence in ("Ctrl+L", "F1"):
                continue
            self._known.add((name, sequence))
            yield lambda e=event, s=sequence: self._type(e, s)  # type: ignore[misc]

    def _type(self, event: str, sequence: str) -> None:
        self._last = sequence
        at = self.app.focus_get() or self.shell.built[self.shell.current]
        at.event_generate(event)
        self._settle(80)

    # -- helpers ----------------------------------------------------------------------------

    def _on_screen(self) -> Iterator[tk.Misc]:
        yield from descendants(self.shell.built[self.shell.current])

    def _signature(self, window: tk.Misc) -> frozenset[tuple[str, str]]:
        return frozenset(
            (w.winfo_class(), text_of(w)) for w in descendants(window)
            if w.winfo_viewable() and w.winfo_class() != "TFrame"
        )  # fmt: skip

    def _look(self, name: str, window: tk.Misc | None = None) -> None:
        window = window or self.app
        signature = self._signature(window)
        if signature in self._known:
            return
        self._known.add(signature)
        self.found.places.append(Place(name, look(window)))
        if not self._short:
            self._type_in(window, name)
        sys.stderr.write(f"{time.monotonic() % 10000:8.1f} {name}\n")
        if self._pictures:
            file = re.sub(r"[^\w]+", "_", f"{len(self.found.places):03} {name}")[:80]
            picture_of_screen(self.app).save(self._pictures / f"{file}.png")

    def _type_in(self, window: tk.Misc, name: str) -> None:
        """Into every field, as an input method does; then everything as it was."""
        self._settle(150)  # whatever wanted the keyboard has it now
        at = window.focus_get()
        for entry in fields_of(descendants(window)):
            kind = (type(entry).__name__, type(entry.master).__name__, name.split(" ›")[0])
            if kind in self._known or not entry.winfo_exists():
                continue
            self._known.add(kind)
            before, where = get(entry), f"{name_of(entry)}  ({name})"
            self.found.fields.append(where)
            if (there := type_by_erasing(entry)) != TYPED:
                self.found.rewritten.append(f"“{there}” in {where}")
            if not stays_for_the_word(entry):
                self.found.lost_words.append(where)
            self._settle(60)
            if entry.winfo_exists():
                put(entry, before)
                press(entry, "Shift_L")
        if at is not None and at.winfo_exists():
            at.focus_force()
        self._settle(150)

    def _settle(self, ms: int = 100) -> None:
        done = tk.BooleanVar(self.app)
        self.app.after(ms, done.set, True)
        self.app.wait_variable(done)
        self.app.update()

    def _note_keys(self, key: str) -> None:
        found = set(self.found.keys.get(key, []))
        for widget in [self.shell.built[key], *self._on_screen()]:
            for tag in widget.bindtags():
                if not TOOLKIT.fullmatch(tag) and tag != str(self.app):
                    for sequence in widget.bind_class(tag):
                        found |= set(filter(None, [as_words(sequence)]))
        self.found.keys[key] = sorted(found)

    def _raise(self, error: BaseException) -> None:
        self._on_error(None, error, error.__traceback__)

    def _on_error(self, _: object, error: BaseException, trace: Any) -> None:
        if isinstance(error, AppError):  # a refusal, said in a window as in the program
            dialogs.tell(self.app, "Chưa làm được", error.message, error.hint, error=True)
            return
        self.found.raised.append(f"{self._at}: {error!r}")
        while trace and trace.tb_next:
            trace = trace.tb_next
        if trace:
            self.found.raised[-1] += f" {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"

    def _no_system_windows(self) -> None:
        """Dialogs are looked at and closed; those of the system are never opened."""
        walk = self

        def wait(dialog: dialogs.Dialog, focus: tk.Misc | None = None) -> object:
            dialog.present(focus)
            walk._settle(60)
            name = f"{walk._at} › [{dialog.title()}]"
            walk._look(name, dialog)
            walk._complain(dialog, name)
            if dialog.winfo_exists():
                dialog.finish(None)
            return None

        dialogs.Dialog.wait = wait  # type: ignore[method-assign]
        opening.open_in_system = lambda path: None  # type: ignore[assignment]
        for name in ("askopenfilename", "askopenfilenames", "asksaveasfilename", "askdirectory"):
            setattr(filedialog, name, lambda **_: "")
        ttk.Querybox.get_date = staticmethod(lambda **_: None)

    def _show_toast(self, text: str, title: str) -> None:
        """Looked at, and gone at once: it would lie over what comes next."""
        Shell.show_toast(self.shell, text, title)
        self._settle(60)
        toast = self.shell._toasts.pop()
        if toast.toplevel is not None:
            self._look(f"{self._at} › note “{text}”", toast.toplevel)
        toast.hide()
        self._settle(400)  # it fades

    def _complain(self, dialog: dialogs.Dialog, name: str) -> None:
        """Every field emptied, the main button pressed: what is written under the fields."""
        entries = [w for w in descendants(dialog) if isinstance(w, ttk.Entry)
                   and not isinstance(w, ttk.Combobox)
                   and w.instate(["!disabled", "!readonly"])]  # fmt: skip
        if not entries or dialog._default is None:
            return
        before = len(self.found.places)
        for entry in entries:
            entry.delete(0, "end")
        finish, done = dialog.finish, []
        dialog.finish = done.append  # type: ignore[method-assign,assignment]
        try:
            dialog._default.invoke()
            self._settle(80)
        except Exception as error:
            self.found.raised.append(f"{name}: {error!r}")
        dialog.finish = finish  # type: ignore[method-assign]
        if dialog.winfo_exists() and len(self.found.places) == before:
            self._look(f"{name}, refused", dialog)


NAMES = {"Next": "Page Down", "Prior": "Page Up", "Return": "Enter", "Left": "mũi tên",
         "Right": "mũi tên", "Up": "↑", "Down": "↓"}  # fmt: skip


def as_words(sequence: str) -> str:
    """ "<Control-Key-e>" is "Ctrl+E"; "" for what is not a function key or a Ctrl key."""
    keys = sequence.strip("<>").replace("Key-", "").split("-")
    last = NAMES.get(keys[-1], keys[-1].upper() if len(keys[-1]) == 1 else keys[-1])
    if re.fullmatch(r"F\d+", last) and len(keys) == 1:
        return last
    if "Control" in keys[:-1] and not re.search("Button|Motion|KP_", sequence):
        return ("Ctrl+Shift+" if "Shift" in keys else "Ctrl+") + last
    return ""


def as_event(words: str) -> str:
    """And back, for pressing it."""
    if re.fullmatch(r"F\d+", words):
        return f"<{words}>"
    found = re.fullmatch(r"Ctrl\+([A-Z])", words)
    return f"<Control-{found[1].lower()}>" if found else ""


def make_commune(folder: Path, households: int = 60) -> None:
    db, by, _ = create_first_user(folder, *DEMO, practice=True)
    try:
        make_practice(db, by=by, households=households, with_sheets=True)
        make_backup(db, folder / USB, reason="manual", by=by)
    finally:
        db.close()
        unlocked.forget(folder)


ALL = [Look(scale, size, mode, width)
       for scale in (100, 125, 150) for size in ("11", "16") for mode in ("light", "dark")
       for width in (1366, 1024) if width == 1366 or scale == 100]  # fmt: skip


def report(found: Found) -> dict[str, Any]:
    pairs = found.pairs()
    worst = sorted(pairs, key=lambda p: p.contrast)
    on = [p for p in worst if not p.is_off]

    def told(pair: Pair, where: str) -> str:
        return (f"{pair.contrast:.2f} {pair.text} on {pair.back}: {pair.what} [{pair.state}] "
                f"in {where}")  # fmt: skip

    return {
        "places": len(found.places),
        "widgets": sum(p.view.widgets for p in found.places),
        "pairs": len(pairs),
        "lowest": round(on[0].contrast, 2) if on else 0,
        "contrast": [told(p, pairs[p]) for p in on if p.contrast < 4.5],
        "off": [told(p, pairs[p]) for p in worst if p.is_off][:8],
        "lines": [told(p, w) for p, w in found.pairs("lines").items() if p.contrast < 3],
        **{what: [f"{text}  ({where})" for text, where in found.texts(what).items()]
           for what in ("cut", "cells", "low", "out_of_reach", "named_by_key")},
        "keys": found.keys,
        "raised": found.raised,
        "fields": found.fields,
        "rewritten": found.rewritten,
        "lost_words": found.lost_words,
    }  # fmt: skip


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m tests.ui.walk")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--size", default="11")
    parser.add_argument("--theme", default="light")
    parser.add_argument("--width", type=int, default=1366)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args(arguments)
    if asked.all:
        return _run_all()
    started = time.monotonic()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tung-nha-") as folder:
        make_commune(Path(folder))
        seen = Look(asked.scale, asked.size, asked.theme, asked.width)
        found = Walk(Path(folder), seen, short=asked.short, pictures=asked.pictures).go()
    told = report(found) | {"seconds": round(time.monotonic() - started, 1)}
    if not asked.json:
        del told["keys"]
    json.dump(told, sys.stdout, ensure_ascii=False, indent=1)
    return 0


def _run_all() -> int:
    for seen in ALL:
        command = [sys.executable, "-m", "tests.ui.walk", "--scale", str(seen.scale), "--size",
                   seen.size, "--theme", seen.mode, "--width", str(seen.width)]  # fmt: skip
        sys.stdout.write(f"\n{seen}\n")
        sys.stdout.flush()
        subprocess.run(command, check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
