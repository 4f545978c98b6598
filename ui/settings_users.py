"""Thiết lập, "Người dùng": who may sign in, as what, for which villages; passwords and the code.

The dialogs are ui/settings_user_edit.py and ui/new_code.py. Everything but one's own password asks
for the admin's password again, with a reason that goes into the log.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.errors import AppError
from domain.users import ROLE_WORDS, Role, User, may, refusal_words
from domain.villages import Village
from storage.accounts import (
    Account,
    confirm_password,
    disable_user,
    is_demo,
    list_users,
    save_user,
    set_password,
    set_recovery_code,
)
from storage.database import Database, open_database
from storage.key_file import user_key
from storage.villages import count_village_households, list_villages
from ui.action_list import Action, ActionList, give_room
from ui.dialogs import ask, tell
from ui.leaving import ask_reason
from ui.new_code import show_code
from ui.paragraph import Paragraph
from ui.session import Session
from ui.settings_user_edit import UserChoice, ask_new_password, ask_user
from ui.tables import Column, ListRow
from ui.theme import px

COLUMNS = (
    Column("name", "Tên", 200, grow=True, sortable=False),
    Column("role", "Vai trò", 130, sortable=False),
    Column("villages", "Thôn, bản được giao", 260, grow=True, compact=False, sortable=False),
    Column("state", "Tình trạng", 170, sortable=False),
)
NOTE = (
    "Mỗi người một tài khoản: nhật ký và mọi phiếu ghi tên người làm. Cán bộ có thể được giao "
    "riêng vài thôn, bản; khi đó chỉ thấy và ghi hộ ở nơi ấy. Người nghỉ việc thì ngừng tài khoản, "
    "không xóa; nếu người đó có thể đã chép dữ liệu, hãy đổi khóa dữ liệu."
)
REKEY = (
    "Dữ liệu được mã hóa lại bằng khóa mới, không ai phải đổi mật khẩu. Bản chép cũ vẫn mở được "
    "bằng mật khẩu cũ, nhưng không đọc được gì ghi từ nay."
)
OWN = "Cần đổi thì nhờ một quản trị khác. Mật khẩu của bạn đổi bằng F11."
COMMUNE = "Cả xã, phường"
SHOWN = 3  # villages named in a row of the list


def village_words(account: Account, labels: Mapping[str, str]) -> str:
    """ "Bản Mìn, Bản Chiềng và 4 nơi khác"; who is not limited sees the commune. Names of villages
    that the reader is not in charge of are not known to him."""
    if not account.villages:
        return COMMUNE
    named = sorted(labels[v] for v in account.villages if v in labels)[:SHOWN]
    more = len(account.villages) - len(named)
    if not named:
        return f"{more} thôn, bản"
    return ", ".join(named) + (f" và {more} nơi khác" if more else "")


def state_words(account: Account, user: User) -> str:
    if account.disabled:
        return "Đã ngừng"
    if not account.has_slot:
        return "Chưa có mật khẩu"
    return "Đang dùng máy này" if is_own(account, user) else "Đang dùng"


def is_own(account: Account, user: User) -> bool:
    return user_key(account.name) == user_key(user.name)


def user_row(account: Account, labels: Mapping[str, str], user: User) -> ListRow:
    texts = {
        "name": account.name, "role": ROLE_WORDS[account.role],
        "villages": village_words(account, labels), "state": state_words(account, user),
    }  # fmt: skip
    return ListRow(account.name, texts, ("muted",) if account.disabled else ())


def why_not_disable(account: Account, accounts: Sequence[Account], user: User) -> str:
    """Why this account cannot be disabled; "" when it can."""
    if is_own(account, user):
        return "Không thể ngừng tài khoản đang dùng. Hãy nhờ một quản trị khác."
    admins = [a for a in accounts if a.role is Role.ADMIN and not a.disabled]
    if admins == [account]:
        return "Đây là quản trị cuối cùng. Hãy cho một người khác quyền quản trị trước."
    return ""


class UsersPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._accounts: list[Account] = []
        self._villages: list[Village] = []
        allowed = may(session.user, "save_user")
        note = Paragraph(self, NOTE, "Caption.TLabel")
        note.pack(fill="x", pady=(0, px(10)))
        if not allowed:
            why = f"{refusal_words(session.user)} Chỉ quản trị thêm, sửa, ngừng người dùng."
            Paragraph(self, why).pack(side="bottom", fill="x", pady=(px(8), 0))
        self._list = ActionList(
            self, COLUMNS,
            (
                Action("Thêm (F8)", lambda _: self._add(), needs_row=False, main=True,
                       allowed=allowed),
                Action("Sửa (Enter)", self._edit, allowed=allowed),
                Action("Đặt mật khẩu (F12)", self._reset, ("<F12>",), allowed=allowed),
                Action("Ngừng (Delete)", self._disable_or_enable, ("<Delete>",),
                       words=self._disable_words, allowed=allowed),
                Action("Mật khẩu của tôi (F11)", lambda _: self.change_own(), ("<F11>",),
                       needs_row=False),
                Action("Mã khôi phục …", lambda _: self._new_code(), needs_row=False,
                       allowed=allowed),
                Action("Đổi khóa dữ liệu …", lambda _: self._rekey(), needs_row=False,
                       allowed=allowed),
            ),
            opened=self._edit, empty="Chưa có người dùng nào.",
        )  # fmt: skip
        self._list.pack(fill="both", expand=True)
        give_room(self, self._list, (note,))

    def refresh(self) -> None:
        db = self._session.db
        self._villages = list_villages(db)
        self._accounts = list_users(db)
        labels = {v.id: v.label for v in self._villages}
        self._list.show([user_row(a, labels, self._session.user) for a in self._accounts])

    def focus_first(self) -> None:
        self._list.focus_list()

    def add(self) -> None:
        self._list.run_main()

    # -- what is done -------------------------------------------------------------------------

    def change_own(self) -> None:
        """No admin is asked: whoever knows the old password may have a new one."""
        session = self._session
        old, new = ask_new_password(self, session.user.name, own=True, demo=self._demo) or ("", "")
        if new:
            name, folder = session.user.name, session.folder
            self._run(
                lambda db: _set_own(db, folder, name, old, new, session.user),
                "Đã đổi mật khẩu của bạn.",
            )

    def _add(self) -> None:
        chosen = self._ask("Thêm người dùng", None)
        if chosen:
            self._save(chosen, "Thêm người dùng", f"Đã thêm {chosen.account.name}.")

    def _edit(self, name: str) -> None:
        if not self._session.allows("save_user"):
            return
        old = self._find(name)
        if is_own(old, self._session.user):
            tell(self, "Tài khoản của bạn", "Không ai tự đổi vai trò của mình.", OWN)
            return
        chosen = self._ask(f"Sửa {name}", old)
        if chosen and chosen.account != old:
            self._save(chosen, "Sửa quyền của", f"Đã ghi {name}.")

    def _ask(self, title: str, old: Account | None) -> UserChoice | None:
        session = self._session
        return ask_user(
            self, title, old, self._accounts, self._villages,
            count_village_households(session.db), demo=self._demo,
        )  # fmt: skip

    def _save(self, chosen: UserChoice, what: str, said: str) -> None:
        account, by = chosen.account, self._session.user
        if (reason := self._reason(f"{what} {account.name}")) is not None:
            self._run(
                lambda db: save_user(db, account, chosen.password, by=by, reason=reason), said
            )

    def _reset(self, name: str) -> None:
        """For who forgot his own; one's own is changed with the old one."""
        if is_own(self._find(name), self._session.user):
            self.change_own()
            return
        if self._find(name).disabled:
            self._session.status(f"{name} đã ngừng. Hãy bấm “Dùng lại” để đặt mật khẩu mới.")
            return
        self._set_password(name, f"Đặt mật khẩu mới cho {name}", "Đã đặt mật khẩu mới.")

    def _set_password(self, name: str, what: str, said: str) -> None:
        _, new = ask_new_password(self, name, own=False, demo=self._demo) or ("", "")
        if new and (reason := self._reason(what)) is not None:
            by = self._session.user
            self._run(lambda db: set_password(db, name, new, by=by, reason=reason), said)

    def _disable_or_enable(self, name: str) -> None:
        account, by = self._find(name), self._session.user
        if account.disabled:
            _, new = ask_new_password(self, name, own=False, demo=self._demo) or ("", "")
            if new:
                again = UserChoice(Account(name, account.role, account.villages), new)
                self._save(again, "Dùng lại tài khoản", f"{name} dùng lại được.")
            return
        if why := why_not_disable(account, self._accounts, by):
            tell(self, "Ngừng tài khoản", *why.split(". ", 1), error=True)
            return
        if (reason := self._reason(f"Ngừng tài khoản {name}")) is not None:
            self._run(lambda db: disable_user(db, name, by=by, reason=reason),
                      f"{name} không đăng nhập được nữa.")  # fmt: skip

    def _disable_words(self, name: str) -> str:
        found = next((a for a in self._accounts if a.name == name), None)
        return "Dùng lại (Delete)" if found and found.disabled else "Ngừng (Delete)"

    def _new_code(self) -> None:
        if (reason := self._reason("Làm mã khôi phục mới; mã đã in hết hiệu lực")) is None:
            return
        made: list[str] = []
        by = self._session.user

        def work(db: Database) -> Changes:
            changes, code = set_recovery_code(db, by=by, reason=reason)
            made.append(code)
            return changes

        self._run(work, "Mã khôi phục cũ không dùng được nữa.",
                  lambda: show_code(self, self._session, made[0]))  # fmt: skip

    def _rekey(self) -> None:
        """On this very connection, nobody else may have the file: a second, and rarely done."""
        session = self._session
        if not ask(self, "Đổi khóa dữ liệu", "Mã hóa lại toàn bộ dữ liệu bằng khóa mới?",
                   "Đổi khóa", hint=REKEY):  # fmt: skip
            return
        if (reason := self._reason("Đổi khóa dữ liệu")) is None:
            return
        from storage.rekey import rekey

        self.winfo_toplevel().configure(cursor="watch")
        self.update_idletasks()
        try:
            session.changed(rekey(session.db, by=session.user, reason=reason))
        except AppError as refusal:
            tell(self, "Đổi khóa dữ liệu", refusal.message, refusal.hint, error=True)
        else:
            session.toast("Đã đổi khóa dữ liệu. Nên sao lưu một bản mới.")
        finally:
            self.winfo_toplevel().configure(cursor="")
        self.refresh()

    # -- around it ----------------------------------------------------------------------------

    @property
    def _demo(self) -> bool:
        return is_demo(self._session.db.path.parent)

    def _reason(self, what: str) -> str | None:
        return ask_reason(self, self._session, what)

    def _run(
        self, work: Callable[[Database], Changes], said: str,
        then: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        """Stretching a password takes up to a second: on the worker, with its own connection."""
        session = self._session

        def done(changes: Changes) -> None:
            session.changed(changes)
            self.refresh()
            session.toast(said)
            if then:
                then()

        session.tasks.run(
            lambda _: _with_database(session.db.path, work), done, failed=self._refused,
            title="Đang ghi người dùng", modal=True,
        )  # fmt: skip

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, AppError):
            raise error
        tell(self, "Người dùng", error.message, error.hint, error=True)

    def _find(self, name: str) -> Account:
        return next(a for a in self._accounts if a.name == name)


def _with_database(path: Path, work: Callable[[Database], Changes]) -> Changes:
    db = open_database(path)
    try:
        return work(db)
    finally:
        db.close()


def _set_own(db: Database, folder: Path, name: str, old: str, new: str, by: User) -> Changes:
    confirm_password(folder, name, old)
    return set_password(db, name, new, by=by)
