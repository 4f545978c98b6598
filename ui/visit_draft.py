"""What is being typed, a sheet or the lines of a report, kept in the database against power cuts
and crashes (B16)."""

import tkinter as tk
from collections.abc import Callable
from datetime import date, datetime

from domain.days import format_day
from domain.errors import AppError
from storage.drafts import delete_draft, get_draft, save_draft
from ui.session import Session

KEEP_MS = 800
Texts = dict[str, str]


def describe_restored(household: str, saved_at: str, today: date) -> str:
    """The one sentence of the next start; `saved_at` is what the office's wall clock showed."""
    day = "" if saved_at[:10] == today.isoformat() else f" ngày {format_day(saved_at[:10])}"
    return f"Đã lấy lại phiếu đang nhập dở của hộ {household}, lưu lúc {saved_at[11:16]}{day}."


class Draft:
    """`texts()` is what to keep, None when nothing of the sheet is typed yet."""

    def __init__(
        self, widget: tk.Misc, session: Session, key: str, texts: Callable[[], Texts | None]
    ) -> None:
        self._widget, self._session, self._key, self._texts = widget, session, key, texts
        self._job: str | None = None
        found = get_draft(session.db, key)
        self._kept = found[0] if found else None
        self.saved_at = found[1] if found else ""

    @property
    def kept(self) -> Texts | None:
        """What the database has."""
        return self._kept

    def touch(self) -> None:
        """Something was typed: keep it shortly after the last key."""
        self._cancel()
        self._job = self._widget.after(KEEP_MS, self.keep)

    def keep_if_waiting(self) -> None:
        if self._job:
            self.keep()

    def keep(self) -> None:
        """Now. A refusal only shows in the status line: the texts are still on the screen."""
        self._cancel()
        texts = self._texts()
        if texts == self._kept:
            return
        db, by = self._session.db, self._session.user
        try:
            if texts is None:
                delete_draft(db, self._key, by=by)
            else:
                save_draft(db, self._key, texts, by=by)
        except AppError as problem:
            self._session.status(f"Chưa lưu được nháp. {problem.message}")
            return
        self._kept = texts
        if texts is not None:
            self._session.status(f"Đã lưu nháp {datetime.now():%H:%M:%S}")

    def forget(self) -> None:
        """The sheet was saved, and the draft removed in the same transaction."""
        self._cancel()
        self._kept = None

    def keep_nothing(self) -> None:
        """A correction was saved: its draft has no transaction of its own to go in."""
        self._cancel()
        if self._kept is not None:
            try:
                delete_draft(self._session.db, self._key, by=self._session.user)
            except AppError:
                return  # what was typed is saved; the next keep() deletes the draft
            self._kept = None

    def _cancel(self) -> None:
        if self._job:
            self._widget.after_cancel(self._job)
            self._job = None
