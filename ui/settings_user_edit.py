"""The dialogs of "Người dùng": an account with its villages, a new password. The recovery code is
ui/new_code.py.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Option, Text, parse_row
from domain.numerals import format_count
from domain.users import ROLE_WORDS, Role
from domain.villages import Village
from storage.accounts import Account
from storage.key_file import user_key
from ui import theme
from ui.dialogs import Dialog
from ui.forms import Form
from ui.keys import bind_function_key, bind_moves
from ui.paragraph import Paragraph
from ui.password import PasswordInput
from ui.scrolled import Scrolled
from ui.sign_in_code import check_new_password
from ui.theme import px

ROLE_HINTS = {
    Role.OFFICER: "Nhập phiếu, sửa hộ, in tờ phiếu. Có thể giao riêng vài thôn, bản.",
    Role.CHIEF: "Thêm: danh sách hộ, phân công, báo cáo, xuất danh sách, xem nhật ký.",
    Role.ADMIN: "Thêm: người dùng, khôi phục từ bản sao lưu, xóa dữ liệu cá nhân.",
    Role.VIEWER: "Chỉ xem số liệu, biểu đồ, danh sách; không ghi, không in phiếu, không xuất tên.",
}
ROLES = tuple(Option(r.value, w, str(n)) for n, (r, w) in enumerate(ROLE_WORDS.items(), 1))
FIELDS = (
    Field("name", "Tên người dùng", Text(), required=True, width=36,
          hint="Họ tên như trong cơ quan gọi, ví dụ Hà Thị Lan"),
    Field("role", "Vai trò", Choice(ROLES), required=True, width=44),
)  # fmt: skip
MOST_NAME = 60
WHOLE = "Thôn, bản được giao. Không đánh dấu nơi nào thì thấy cả xã, phường."
GONE = "Nơi đã xóa khỏi danh sách thôn, bản"


@dataclass(frozen=True)
class UserChoice:
    account: Account
    password: str | None  # None: as it is


def check_user(
    values: Mapping[str, object], known: Sequence[Account], old: Account | None
) -> dict[str, str]:
    """Messages by field for what cannot be saved."""
    name, role = " ".join(str(values.get("name") or "").split()), str(values.get("role") or "")
    if old is None:
        if len(name) > MOST_NAME:
            return {"name": f"Tên dài nhất {MOST_NAME} ký tự."}
        if any(user_key(a.name) == user_key(name) for a in known):
            return {"name": "Đã có người dùng tên này, kể cả người đã ngừng."}
        return {}
    admins = [a.name for a in known if a.role is Role.ADMIN and not a.disabled]
    if admins == [old.name] and role != Role.ADMIN:
        return {"role": "Đây là quản trị cuối cùng. Hãy cho một người khác quyền quản trị trước."}
    return {}


def ticked_words(ticked: Sequence[str]) -> str:
    """ "Chỉ thấy 2 nơi: Bản Chiềng, Bản Mìn."."""
    if not ticked:
        return WHOLE
    return f"Chỉ thấy {len(ticked)} nơi: {', '.join(ticked)}."


class VillageTicks(ttk.Frame):
    """A box for each village, two to a row; a line says what the choice means. One more box for
    those in `ticked` that were deleted since: who was limited to them alone stays limited until
    somebody takes that away too.
    """

    def __init__(
        self, parent: tk.Misc, villages: Sequence[Village], counts: Mapping[str, int],
        ticked: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        super().__init__(parent)
        labels = {v.id: f"{v.label} ({format_count(counts.get(v.id, 0))} hộ)" for v in villages}
        self._names = {v.id: v.label for v in villages}
        self._gone = ticked - set(labels)
        if self._gone:
            labels[GONE] = self._names[GONE] = GONE
        self._said = Paragraph(self, style="Caption.TLabel")
        self._said.pack(fill="x")
        holder = Scrolled(self)
        holder.pack(fill="both", expand=True, pady=(px(4), 0))
        holder.body.columnconfigure((0, 1), weight=1, uniform="ticks")
        self._ticks: dict[str, tk.BooleanVar] = {}
        half = (len(labels) + 1) // 2
        for n, (id_, words) in enumerate(labels.items()):
            tick = self._ticks[id_] = tk.BooleanVar(self, value=id_ in ticked or id_ == GONE)
            box = ttk.Checkbutton(holder.body, text=words, variable=tick, command=self._say)
            box.grid(row=n % half, column=n // half, sticky="w", pady=px(3))
        self._say()

    def get(self) -> frozenset[str]:
        chosen = frozenset(self._chosen())
        return chosen - {GONE} | self._gone if GONE in chosen else chosen

    def _chosen(self) -> list[str]:
        return [id_ for id_, tick in self._ticks.items() if tick.get()]

    def _say(self) -> None:
        self._said.configure(text=ticked_words([self._names[id_] for id_ in self._chosen()]))


class UserDialog(Dialog):
    """`finish(UserChoice)`. A new account has a password."""

    def __init__(
        self, parent: tk.Misc, title: str, old: Account | None, known: Sequence[Account],
        villages: Sequence[Village], counts: Mapping[str, int], *, demo: bool,
    ) -> None:  # fmt: skip
        super().__init__(parent, title)
        self._old, self._known, self._demo = old, known, demo
        self.fix_body(px(640), px(500 if old is None else 420))
        self.form = Form(self.body, FIELDS, layout=(("name",), ("role",)), submit=self._next)
        self.form.pack(fill="x")
        self.form.on_change(self._follow)
        self.secrets = (
            NewPassword(self.body, "Mật khẩu ban đầu", self.accept) if old is None else None
        )
        if self.secrets:
            self.secrets.pack(fill="x", pady=(px(10), 0))
        self.ticks = VillageTicks(
            self.body, villages, counts, old.villages if old else frozenset()
        )
        role = ROLE_WORDS[old.role if old else Role.OFFICER]
        self.form.fill({"name": old.name if old else "", "role": role})
        self.form.enable("name", on=old is None)
        self.add_button("Ghi (F9)", self.accept, main=True)
        self.add_button("Hủy", lambda: self.finish(None))
        bind_function_key(self, "F9", self.accept)
        self._follow()

    def _next(self) -> None:
        if self.secrets:
            self.secrets.focus_first()
        else:
            self.accept()

    def _role(self) -> Role:
        values, _ = parse_row(FIELDS, self.form.raw())
        return Role(str(values["role"] or Role.OFFICER))

    def _follow(self) -> None:
        role = self._role()
        self.form.set_hint("role", ROLE_HINTS[role])
        if role is Role.OFFICER:
            self.ticks.pack(fill="both", expand=True, pady=(px(12), 0))
        else:
            self.ticks.pack_forget()

    def accept(self) -> None:
        values, errors = parse_row(FIELDS, self.form.raw())
        errors = errors or check_user(values, self._known, self._old)
        self.form.show_errors(errors)
        if errors:
            return
        name = self._old.name if self._old else " ".join(str(values["name"]).split())
        if self.secrets and not self.secrets.check(name, demo=self._demo):
            return
        role = self._role()
        account = Account(
            name, role, self.ticks.get() if role is Role.OFFICER else frozenset(),
            bool(self._old and self._old.disabled), self._old.has_slot if self._old else True,
        )  # fmt: skip
        self.finish(UserChoice(account, self.secrets.get() if self.secrets else None))


def ask_user(
    parent: tk.Misc, title: str, old: Account | None, known: Sequence[Account],
    villages: Sequence[Village], counts: Mapping[str, int], *, demo: bool,
) -> UserChoice | None:  # fmt: skip
    dialog = UserDialog(parent, title, old, known, villages, counts, demo=demo)
    dialog.after(theme.FOCUS_MS, dialog.form.focus_first)
    answer = dialog.wait()
    return answer if isinstance(answer, UserChoice) else None


class NewPassword(ttk.Frame):
    """Typed twice, both hidden or both shown (F8); what is wrong stands under them. Enter goes on
    to the second, then to `submit`."""

    def __init__(self, parent: tk.Misc, label: str, submit: Callable[[], None]) -> None:
        super().__init__(parent)
        self.columnconfigure((0, 1), weight=1, uniform="passwords")
        self.first, self.again = (PasswordInput(self, self.switch) for _ in range(2))
        for n, (text, field) in enumerate(((label, self.first), ("Gõ lại", self.again))):
            pad = (0, px(theme.GAP)) if n == 0 else 0
            ttk.Label(self, text=text, style="Caption.TLabel").grid(row=0, column=n, sticky="w",
                                                                    pady=(0, px(3)))  # fmt: skip
            field.grid(row=1, column=n, sticky="new", padx=pad)
        bind_moves(self.first.entry, self.again.entry.focus_set, lambda: None)
        bind_moves(self.again.entry, submit, self.first.entry.focus_set, tab=self._leave)
        bind_function_key(self.winfo_toplevel(), "F8", self.switch)
        self._message = Paragraph(self, HINT, "Caption.TLabel")
        self._message.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(px(3), 0))

    def _leave(self) -> None:
        """Tab goes on to what follows: the villages, the buttons."""
        following = self.again.entry.tk_focusNext()
        if following:
            following.focus_set()

    def switch(self) -> None:
        shown = not self.first.is_shown
        for field in (self.first, self.again):
            field.show(shown=shown)

    def get(self) -> str:
        return self.first.get()

    def focus_first(self) -> None:
        self.first.entry.focus_set()

    def say(self, wrong: str) -> None:
        """Under the fields; "" brings the hint back."""
        self._message.configure(text=wrong or HINT,
                                style="Error.TLabel" if wrong else "Caption.TLabel")  # fmt: skip

    def check(self, name: str, *, demo: bool) -> bool:
        wrong = check_new_password(self.first.get(), self.again.get(), name, demo=demo)
        self.say(wrong)
        if wrong:
            self.focus_first()
        return not wrong


HINT = "Từ 10 ký tự, ví dụ bốn từ dễ nhớ viết liền nhau."


def ask_new_password(
    parent: tk.Misc, name: str, *, own: bool, demo: bool
) -> tuple[str, str] | None:
    """(old, new); the old one is asked of one's own account only."""
    dialog = Dialog(parent, "Đổi mật khẩu của tôi" if own else f"Mật khẩu mới cho {name}")
    dialog.fix_body(px(520), px(190 if own else 130))
    old = PasswordInput(dialog.body) if own else None
    if old:
        ttk.Label(dialog.body, text="Mật khẩu đang dùng", style="Caption.TLabel").pack(
            anchor="w", pady=(0, px(3))
        )
        old.pack(fill="x", pady=(0, px(10)))

    def accept() -> None:
        if old and not old.get():
            new.say("Hãy gõ mật khẩu đang dùng.")
            old.entry.focus_set()
        elif new.check(name, demo=demo):
            dialog.finish((old.get() if old else "", new.get()))

    new = NewPassword(dialog.body, "Mật khẩu mới", accept)
    new.pack(fill="x")
    if old:
        bind_moves(old.entry, new.focus_first, lambda: None)

    dialog.add_button("Đặt mật khẩu (F9)", accept, main=True)
    dialog.add_button("Hủy", lambda: dialog.finish(None))
    bind_function_key(dialog, "F9", accept)
    answer = dialog.wait((old or new.first).entry)
    return answer if isinstance(answer, tuple) else None
