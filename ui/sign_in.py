"""The sign-in page, which is also what stands there while the program is locked.

It asks for a name and a password and gives them to `sign_in`; what comes of that is told to it by
refuse(). What it says is decided by the functions at the top.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ttkbootstrap as ttk

from domain.errors import AppError
from storage.accounts import DEMO
from storage.key_file import user_key
from ui.gate import Gate
from ui.name_list import NameList

TICK_MS = 1000
OPEN = "Đăng nhập"
UNLOCK = "Mở khóa"
WORKING = "Đang kiểm tra mật khẩu …"
LONG_WAIT = 60  # seconds
TOO_OFTEN = "Đã gõ sai 5 lần nên phải đợi. Quên mật khẩu thì dùng mã khôi phục đã in."
HINT = "F8 hiện hoặc ẩn mật khẩu."


@dataclass(frozen=True)
class Who:
    """Who may come in: the names that have a password, and the one that is filled in."""

    names: tuple[str, ...]
    last: str = ""
    demo: bool = False
    locked: bool = False  # the work of `last` waits behind the page

    @property
    def name(self) -> str:
        known = next((n for n in self.names if user_key(n) == user_key(self.last)), "")
        if known:
            return known
        if self.shows_demo:
            return DEMO[0]
        return self.names[0] if len(self.names) == 1 else ""

    @property
    def shows_demo(self) -> bool:
        return self.demo and DEMO[0] in self.names


def describe_who(who: Who, name: str = "") -> str:
    """The sentence under the title, with this name chosen."""
    if who.locked and user_key(name or who.last) == user_key(who.last):
        return f"Phiếu đang gõ vẫn còn nguyên. Gõ mật khẩu của {who.last} để làm tiếp."
    if who.locked:
        return f"Gõ mật khẩu của {name} để đổi người dùng. Chữ {who.last} đang gõ còn trong nháp."
    if len(who.names) > 1:
        return "Chọn tên rồi gõ mật khẩu."
    return "Gõ mật khẩu để mở dữ liệu của đơn vị."


def demo_words() -> str:
    name, password = DEMO
    return f"Dữ liệu mẫu để tập: tên “{name}”, mật khẩu “{password}”. Đã điền sẵn, bấm Enter."


def describe_wait(seconds: int) -> str:
    """What the button says while one must wait: "Đợi 4 phút 05 giây"; "" when there is no wait."""
    if seconds <= 0:
        return ""
    minutes, rest = divmod(seconds, 60)
    return f"Đợi {minutes} phút {rest:02} giây" if minutes else f"Đợi {rest} giây"


class SignInPage(Gate):
    """`sign_in(name, password)` starts the work; `wait(name)` says how many seconds it must rest;
    `forgot` opens the way with the recovery code."""

    def __init__(
        self, root: tk.Misc, who: Who, foot: str, *, sign_in: Callable[[str, str], None],
        wait: Callable[[str], int], forgot: Callable[[], None],
        switch_theme: Callable[[], None],
    ) -> None:  # fmt: skip
        title, icon = ("Đã khóa", "lock") if who.locked else ("Đăng nhập", "shield-lock")
        super().__init__(root, title, icon, foot, switch_theme)
        self._sign_in, self._wait, self._demo = sign_in, wait, who.shows_demo
        self._tick: str | None = None
        self._whom = who
        self._text = self.add_text(describe_who(who, who.name), "Caption.TLabel")
        if who.shows_demo:
            self.add_notice(demo_words())
        self._who = tk.StringVar(self, who.name)
        self._add_name(who.names)
        self.password = self.add_secret("Mật khẩu")
        self._who.trace_add("write", lambda *_: self._on_name())
        if who.shows_demo and user_key(who.name) == user_key(DEMO[0]):
            self.password.set(DEMO[1])
        self.add_message(HINT)
        self._button = self.add_main(UNLOCK if who.locked else OPEN, self.press)
        self.add_link("Quên mật khẩu", forgot)
        self.bind("<Destroy>", self._on_destroy, add=True)
        self._count_down()

    @property
    def name(self) -> str:
        return self._who.get().strip()

    def refuse(self, error: AppError) -> None:
        """The try failed: say why, and how long to wait for the next one."""
        self.end_work()
        long = self._wait(self.name) >= LONG_WAIT
        self.say(f"{error.message} {TOO_OFTEN if long else error.hint}".strip())
        self.password.set("")
        self.password.mark(bad=True)
        self.password.entry.focus_set()
        self._count_down()

    def _add_name(self, names: Sequence[str]) -> None:
        def make(parent: tk.Misc) -> tk.Widget:
            if len(names) > 1:
                return NameList(parent, names, self._who)
            return ttk.Entry(parent, textvariable=self._who, takefocus=not names,
                             state="readonly" if names else "normal")  # fmt: skip

        widget = self.add_field("Người dùng", make)
        if len(names) != 1:
            self.bind_stop(widget)

    def press(self) -> None:
        if self.is_busy or self._wait(self.name) > 0:
            return
        if not self.name or not self.password.get():
            self.say("Hãy chọn tên và gõ mật khẩu.")
            self.focus_first()
            return
        self.say("")
        self.password.mark(bad=False)
        self.show_work(WORKING)
        self._sign_in(self.name, self.password.get())

    def _on_name(self) -> None:
        self._text.configure(text=describe_who(self._whom, self.name))
        self.say("")
        self.password.mark(bad=False)
        if self._demo:
            self.password.set(DEMO[1] if user_key(self.name) == user_key(DEMO[0]) else "")
        self._count_down()

    def _count_down(self) -> None:
        """Once a second as long as this name must wait; the button tells the time left."""
        if self._tick:
            self.after_cancel(self._tick)
            self._tick = None
        seconds = self._wait(self.name) if self.name else 0
        self.set_main(describe_wait(seconds), on=not seconds)
        if seconds:
            self._tick = self.after(TICK_MS, self._count_down)

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self and self._tick:
            self.after_cancel(self._tick)
