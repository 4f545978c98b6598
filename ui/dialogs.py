"""Small windows: tell, ask, choose a file, progress with "Hủy". The form dialog is ui/edit.py.

Each returns a plain value. Buttons carry verbs ("Ghi", "Xóa"), never just "Có" and "Không".
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import filedialog
from typing import TypeVar

import ttkbootstrap as ttk

from domain.errors import AppError
from ui.keys import bind_function_key
from ui.preferences import PcSettings
from ui.theme import FOCUS_MS, icon_size, px

T = TypeVar("T")
BARS = 70  # physical pixels of the screen that the system's title and task bar take
FileTypes = Sequence[tuple[str, str]]
EXCEL: FileTypes = (("Sổ tính Excel", "*.xlsx"),)
TABLES: FileTypes = (("Danh sách", "*.xlsx *.xls *.ods *.csv"), ("Mọi tệp", "*"))


class Dialog(ttk.Toplevel):
    """A modal window over its parent. Fill `body`, add buttons, then `wait()` for the result.

    Over another dialog it gives keyboard and mouse back to that one, not to the main window.
    """

    def __init__(self, parent: tk.Misc, title: str) -> None:
        super().__init__(title=title, master=parent.winfo_toplevel(), resizable=(False, False))
        self.withdraw()
        self.result: object = None
        self._over = parent.winfo_toplevel()
        self._default: ttk.Button | None = None
        self._before: tuple[tk.Misc | None, tk.Misc | None] = (None, None)
        self.body = ttk.Frame(self, padding=(px(22), px(20), px(22), px(12)))
        self.body.pack(fill="both", expand=True)
        ttk.Frame(self, style="Line.TFrame", height=1).pack(fill="x")
        self._footer = ttk.Frame(self, padding=(px(22), px(12)))
        self._footer.pack(fill="x")
        self.bind("<Escape>", lambda _: self.finish(None))
        bind_function_key(self, "F1", self._help)
        self.bind("<Button>", self._on_press, add=True)
        self.protocol("WM_DELETE_WINDOW", lambda: self.finish(None))

    def _on_press(self, event: "tk.Event[tk.Misc]") -> None:
        """A press on what lies behind arrives here, but X11 gives the keyboard to that window, and
        then neither Enter nor Esc would reach the dialog."""
        x, y = event.x_root - self.winfo_rootx(), event.y_root - self.winfo_rooty()
        if not (0 <= x < self.winfo_width() and 0 <= y < self.winfo_height()):
            self.after(FOCUS_MS, self._take_keyboard)  # the system is not done with its own move

    def _help(self) -> None:
        from ui.guide import show_help

        show_help(self)

    def _take_keyboard(self) -> None:
        if _found(self.grab_current) is self:
            (_found(self.focus_lastfor) or self).focus_force()

    def add_button(
        self,
        text: str,
        command: Callable[[], object],
        style: str = "outline",
        *,
        main: bool = False,
    ) -> ttk.Button:
        """From the right; `main` is what Enter presses when no other button has the focus."""
        button = ttk.Button(self._footer, text=text, bootstyle="primary" if main else style,
                            command=command)  # fmt: skip
        button.pack(side="right", padx=(px(8), 0))
        if main:
            self._default = button
        return button

    def fix_body(self, width: int, height: int) -> None:
        """In pixels, the whole window no higher than the screen. For a body with texts that wrap:
        where the window follows its content, they would push it wider with every word."""
        most = self.winfo_screenheight() - px(80) - 80  # the buttons; title and task bar
        self.body.configure(width=width, height=min(height, most))
        self.body.pack_propagate(False)

    def finish(self, result: object) -> None:
        self.result = result
        self.grab_release()
        self.destroy()
        grabbing, focused = self._before
        if grabbing and grabbing.winfo_exists():
            grabbing.grab_set()
            if focused and focused.winfo_exists():
                focused.focus_force()

    def wait(self, focus: tk.Misc | None = None) -> object:
        """Show, and return what finish() was given; None when it was closed."""
        self.present(focus)
        self.wait_window()
        return self.result

    def present(self, focus: tk.Misc | None = None) -> None:
        if self._over.winfo_viewable():
            self.transient(self._over)
        self.update_idletasks()
        if self.winfo_reqheight() > self.winfo_screenheight() - BARS:
            self.body.configure(padding=(px(22), px(6), px(22), px(4)))
            self._footer.configure(padding=(px(22), px(5)))
            self.update_idletasks()
        self.geometry(_centre(self, self._over))
        self.deiconify()
        self.wait_visibility()
        self._before = (_found(self.grab_current), _found(self.focus_get))
        self.grab_set()
        (focus or self._default or self).focus_force()


def is_asking(root: tk.Misc) -> bool:
    """Whether a dialog is open that must be answered first."""
    grabbing = _found(root.grab_current)
    return grabbing is not None and grabbing.winfo_toplevel() is not root.winfo_toplevel()


def bring_forward(root: tk.Misc) -> bool:
    """Show the dialog that must be answered first; False where none is open."""
    grabbing = _found(root.grab_current)
    if grabbing is None or not is_asking(root):
        return False
    grabbing.winfo_toplevel().lift()
    (_found(grabbing.focus_lastfor) or grabbing).focus_force()
    grabbing.bell()
    return True


def _found(ask: Callable[[], tk.Misc | None]) -> tk.Misc | None:
    """Python knows nothing of Tk's own windows, as the list of a combobox."""
    try:
        return ask()
    except KeyError:
        return None


def _centre(window: tk.Misc, over: tk.Misc) -> str:
    """Geometry "+x+y" in the middle of the parent, wholly on the screen."""
    width, height = window.winfo_reqwidth(), window.winfo_reqheight()
    x = over.winfo_rootx() + (over.winfo_width() - width) // 2
    y = over.winfo_rooty() + (over.winfo_height() - height) // 3
    if not over.winfo_viewable():
        x, y = (
            (window.winfo_screenwidth() - width) // 2,
            (window.winfo_screenheight() - height) // 3,
        )
    return f"+{max(0, min(x, window.winfo_screenwidth() - width))}+{max(0, y)}"


def _message(dialog: Dialog, text: str, hint: str, icon: str, style: str) -> None:
    ttk.Label(dialog.body, icon=icon, icon_size=icon_size(30), style=style).pack(
        side="left", anchor="n"
    )
    box = ttk.Frame(dialog.body)
    box.pack(side="left", padx=(px(16), 0), fill="both", expand=True)
    ttk.Label(box, text=text, style="Strong.TLabel" if hint else "TLabel", wraplength=px(460),
              justify="left").pack(anchor="w")  # fmt: skip
    if hint:
        ttk.Label(box, text=hint, wraplength=px(460), justify="left").pack(
            anchor="w", pady=(px(8), 0)
        )


def tell(parent: tk.Misc, title: str, text: str, hint: str = "", *, error: bool = False) -> None:
    """A sentence and "Đã hiểu"; `hint` says what to do about it."""
    dialog = Dialog(parent, title)
    icon = (
        ("exclamation-circle-fill", "Alarm.TLabel") if error else ("info-circle", "Accent.TLabel")
    )
    _message(dialog, text, hint, *icon)
    dialog.add_button("Đã hiểu", lambda: dialog.finish(True), main=True)
    dialog.wait()


def ask(
    parent: tk.Misc, title: str, text: str, yes: str, no: str = "Hủy", hint: str = "",
    *, danger: bool = False,
) -> bool:  # fmt: skip
    """True for the verb `yes`. A dangerous one is red, and Enter then means `no`."""
    dialog = Dialog(parent, title)
    icon = (
        ("exclamation-triangle", "Alarm.TLabel") if danger else ("question-circle", "Accent.TLabel")
    )
    _message(dialog, text, hint, *icon)
    answers = [(yes, True), (no, False)]
    for label, value in reversed(answers) if danger else answers:
        dialog.add_button(label, lambda value=value: dialog.finish(value),  # type: ignore[misc]
                          "danger outline" if danger and value else "outline",
                          main=value is not danger)  # fmt: skip
    return dialog.wait() is True


def write_or_tell(dialog: Dialog, write: Callable[[], T]) -> T | None:
    """What `write()` returned; None when storage refused, which is said over the dialog."""
    try:
        return write()
    except AppError as refusal:
        tell(dialog, "Chưa ghi được", refusal.message, refusal.hint, error=True)
        return None


class ProgressDialog(Dialog):
    """A bar and "Hủy" while a writing task runs; the window cannot be closed otherwise."""

    def __init__(self, parent: tk.Misc, title: str, cancel: Callable[[], None]) -> None:
        super().__init__(parent, title)
        self._cancel = cancel
        self._text = ttk.Label(self.body, text="Đang chuẩn bị …", width=52)
        self._bar = ttk.Progressbar(self.body, bootstyle="primary", maximum=1.0, length=px(440))
        self._text.pack(anchor="w", pady=(0, px(10)))
        self._bar.pack(fill="x")
        self._button = self.add_button("Hủy", self._stop)
        self.bind("<Escape>", lambda _: self._stop())
        self.protocol("WM_DELETE_WINDOW", self._stop)
        self.present(self._button)

    def update_progress(self, done: int, total: int, text: str) -> None:
        self._bar.configure(value=done / total if total else 0)
        if text:
            self._text.configure(text=text)

    def close(self) -> None:
        if self.winfo_exists():
            self.finish(None)

    def _stop(self) -> None:
        self._button.configure(state="disabled")
        self._text.configure(text="Đang dừng …")
        self._cancel()


READ, WRITTEN = "last_folder", "save_folder"  # where a file was read from, written to, last


def last_folder(settings: PcSettings, title: str, kind: str = READ) -> str:
    """Where this question was answered last, else one of its kind, else the user's own: a list is
    read from a stick, which is no place for reports and prints."""
    for folder in (settings[f"folder:{title}"], settings[kind]):
        if folder and Path(folder).is_dir():
            return folder
    return str(Path.home())


def choose_open(
    parent: tk.Misc, settings: PcSettings, title: str, types: FileTypes = TABLES
) -> Path | None:
    """A file to read, from the folder used last; None when closed."""
    name = filedialog.askopenfilename(
        parent=parent, title=title, filetypes=list(types), initialdir=last_folder(settings, title)
    )
    return _remember(settings, title, READ, name)


def choose_save(
    parent: tk.Misc, settings: PcSettings, title: str, name: str, types: FileTypes = EXCEL
) -> Path | None:
    """Where to write; the system asks before an existing file is replaced."""
    chosen = filedialog.asksaveasfilename(
        parent=parent, title=title, filetypes=list(types), initialfile=name,
        initialdir=last_folder(settings, title, WRITTEN), defaultextension=Path(name).suffix,
    )  # fmt: skip
    return _remember(settings, title, WRITTEN, chosen)


def choose_folder(parent: tk.Misc, title: str, start: str) -> Path | None:
    """A folder to write into; None when closed."""
    initial = start if start and Path(start).is_dir() else str(Path.home())
    name = filedialog.askdirectory(parent=parent, title=title, initialdir=initial)
    return Path(str(name)) if name else None


def _remember(settings: PcSettings, title: str, kind: str, name: object) -> Path | None:
    if not name:
        return None
    path = Path(str(name))
    settings[kind] = settings[f"folder:{title}"] = str(path.parent)
    return path
