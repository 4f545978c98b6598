"""Restoring before anybody is signed in: on a new PC, or where the keys are lost.

What the backup holds is shown first. The restored folder is made and checked now; the window then
begins anew, which puts it in place (storage/restore_in_place.py), and the sign-in page follows.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.days import format_day
from domain.errors import AppError
from domain.numerals import format_count
from storage.bundle import Manifest, read_keys, read_manifest
from storage.recovery_code import normalise_code
from ui.backup_texts import VISITS
from ui.gate import Gate
from ui.name_list import NameList
from ui.tasks import Report

if TYPE_CHECKING:
    from storage.restoring import Restored

HINT = "Không nhớ mật khẩu lúc sao lưu thì gõ mã khôi phục đã in lúc đó."
NO_ANSWER = "Hãy chọn tên và gõ mật khẩu hoặc mã khôi phục."


@dataclass(frozen=True)
class Found:
    """A backup file and who could open the data when it was made."""

    file: Path
    manifest: Manifest
    names: tuple[str, ...]


def look_into(file: Path) -> Found:
    """Raises AppError for what is no backup of this program."""
    return Found(file, read_manifest(file), read_keys(file).names)


def describe_found(found: Found) -> str:
    m = found.manifest
    office = m.office[:1].upper() + m.office[1:] or "Chưa có tên đơn vị"
    return (
        f"{office}: {format_count(m.households)} hộ, "
        f"{format_count(m.visits)} {VISITS}, sao lưu ngày {format_day(m.made_at[:16])}."
    )


def as_code(text: str) -> str:
    """The text when it is a recovery code, else ""."""
    try:
        normalise_code(text)
    except AppError:
        return ""
    return text


def restore(found: Found, folder: Path, name: str, secret: str, report: Report) -> "Restored":
    """Job: with the password of that time, or with the code."""
    from storage.restore_in_place import prepare_restore  # every start shows the page beside this

    code = as_code(secret)
    return prepare_restore(
        found.file, folder, name, "" if code else secret, code=code,
        reason="mở trên máy chưa có dữ liệu", report=report,
    )  # fmt: skip


def choose_name(names: Sequence[str], last: str) -> str:
    return last if last in names else names[0] if len(names) == 1 else ""


class RestorePage(Gate):
    """`restore(name, secret)` starts the work, `back` goes to the page before."""

    help_key = "restore"

    def __init__(
        self, root: tk.Misc, found: Found, last: str, foot: str, *,
        restore: Callable[[str, str], None], back: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(root, "Khôi phục bản sao lưu", "arrow-counterclockwise", foot, back=back)
        self._restore = restore
        self.add_text(describe_found(found), "Strong.TLabel")
        self.add_text(str(found.file), "Caption.TLabel")
        self._who = tk.StringVar(self, choose_name(found.names, last))
        self.bind_stop(self.add_field(
            "Người dùng", lambda parent: NameList(parent, found.names, self._who)
        ))  # fmt: skip
        self._secret = self.add_secret("Mật khẩu lúc sao lưu, hoặc mã khôi phục")
        self.add_message(HINT)
        self.add_main("Khôi phục", self.press)
        self.add_link("Trở lại (Esc)", back)

    def refuse(self, error: AppError) -> None:
        self.end_work()
        self.say(f"{error.message} {error.hint}".strip())
        self._secret.entry.focus_set()

    def press(self) -> None:
        if self.is_busy:
            return
        name, secret = self._who.get(), self._secret.get()
        wrong = "" if name and secret else NO_ANSWER
        self.say(wrong)
        if not wrong:
            self.show_work("Đang kiểm tra và khôi phục …")
            self._restore(name, secret)
