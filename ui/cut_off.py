"""The line on top of Tổng quan: to which hour the numbers go, what they are compared with, and the
three things to do next."""

import tkinter as tk
from collections.abc import Callable
from datetime import datetime
from tkinter import font as tkfont

import ttkbootstrap as ttk

from domain.days import format_day
from domain.fields import parse_row
from domain.numerals import format_count
from domain.users import User
from ui.allowing import grey
from ui.edit import edit
from ui.header import cut_to
from ui.overview_numbers import Moment, Numbers
from ui.overview_texts import (
    MOMENT_FIELDS,
    Opens,
    check_moment,
    compare_short,
    compare_words,
    cut_off_words,
    reported_words,
)
from ui.theme import px
from ui.tiles import Link

LEAST = 40  # logical width; with less room the comparison is told by "Đổi" alone
LISTS_ARE_OF_THEN = "bấm vào số mở danh sách hộ của lúc ấy"


def ask_moment(parent: tk.Misc, moment: Moment, now: datetime) -> Moment | None:
    raw = edit(
        parent, "Thời điểm của số liệu", MOMENT_FIELDS,
        {"until": format_day(moment.until), "compare": format_day(moment.compare)},
        lambda values: check_moment(values, now), save="Xem số liệu",
    )  # fmt: skip
    if raw is None:
        return None
    values, _ = parse_row(MOMENT_FIELDS, raw)
    return Moment(str(values["until"] or ""), str(values["compare"] or ""))


class CutOffLine(ttk.Frame):
    """`change()` asks for another cut-off, `newest()` goes back to the newest numbers."""

    def __init__(
        self, parent: tk.Misc, *, change: Callable[[], object], newest: Callable[[], object],
        show_reported: Callable[[], object], announce: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(parent, style="Page.TFrame")
        self._full = self._short = ""
        self._until = ttk.Label(self, style="Page.TLabel")
        self._more = ttk.Label(self, style="PageCaption.TLabel", width=1)
        self._change = Link(self, lambda _: change(), "PageLink.TLabel")
        self._newest = Link(self, lambda _: newest(), "PageLink.TLabel")
        self._reported = Link(self, lambda _: show_reported(), "PageLink.TLabel")
        self._announce = Link(self, lambda _: announce(), "PageLink.TLabel")
        self.set_compact(compact=False)
        self.columnconfigure(1, weight=1)
        line = ttk.Frame(self, style="Page.TFrame")
        line.grid(row=0, column=0, sticky="w")
        for n, part in enumerate((self._until, self._change, self._newest)):
            part.pack(in_=line, side="left", padx=(px(10) if n else 0, 0))
            part.lift()
        under = ttk.Frame(self, style="Page.TFrame")
        under.grid(row=1, column=0, columnspan=2, sticky="ew")
        under.columnconfigure(2, weight=1)
        self._reported.grid(in_=under, row=0, column=0, sticky="w")
        self._announce.grid(in_=under, row=0, column=1, sticky="w", padx=(px(12), 0))
        self._more.grid(in_=under, row=0, column=2, sticky="ew", padx=(px(8), 0))
        self._reported.lift()
        self._announce.lift()
        self._more.lift()
        self._more.bind("<Configure>", lambda _: self._fit())

    def show(self, numbers: Numbers) -> None:
        self._until.configure(text=cut_off_words(numbers.until, numbers.now))
        self._newest.show(Opens("Mới nhất (Esc)", "newest") if numbers.until
                          else Opens(""))  # fmt: skip
        self._reported.show(Opens(reported_words(numbers.progress), "reported"))
        is_report = bool(numbers.reported_until)
        words = compare_words(numbers.compare, is_report=is_report)
        self._full = f"·  {LISTS_ARE_OF_THEN}; {words}" if numbers.until else f"·  {words}"
        self._short = f"·  {compare_short(numbers.compare, is_report=is_report)}"
        self._fit()

    def set_compact(self, *, compact: bool) -> None:
        self._change.show(Opens("Đổi" if compact else "Đổi (Ctrl+T)", "change"))
        self._announce.show(Opens("Zalo" if compact else "Soạn tin Zalo (Ctrl+G)", "announce"))

    def _fit(self) -> None:
        measure = tkfont.nametofont("Caption", self).measure
        width = self._more.winfo_width()
        text = self._full if measure(self._full) <= width else self._short
        self._more.configure(text=cut_to(text, width, measure) if width > px(LEAST) else "")


def of_list(due: int, whole: int) -> str:
    """ "272/335": those of today and before, of the list “Cần quay lại”."""
    return f"{format_count(due)}/{format_count(whole)}" if whole > due else format_count(due)


class Actions(ttk.Frame):
    """Nhập phiếu, hộ cần quay lại hôm nay, làm báo cáo."""

    def __init__(
        self, parent: tk.Misc, *, enter: Callable[[], object], due: Callable[[], object],
        report: Callable[[], object], user: User,
    ) -> None:  # fmt: skip
        super().__init__(parent, style="Page.TFrame")
        self._count = self._whole = 0
        self._compact = False
        self._due = ttk.Button(self, bootstyle="outline", command=due)
        self._make = ttk.Button(self, bootstyle="outline", command=report)
        self._enter = ttk.Button(self, text="Nhập phiếu (F3)", bootstyle="primary", command=enter)
        grey(self._enter, user, "save_visit")
        for n, button in enumerate((self._enter, self._due, self._make)):
            button.pack(side="left", padx=(px(8) if n else 0, 0))

    def show(self, due: int, whole: int) -> None:
        """`due` households today and before, of the `whole` list “Cần quay lại”."""
        self._count, self._whole = due, whole
        self._show_words()

    def set_compact(self, *, compact: bool) -> None:
        """Fewer words where there is little room."""
        if compact != self._compact:
            self._compact = compact
            self._show_words()

    def _show_words(self) -> None:
        due, make = ("Quay lại", "Báo cáo") if self._compact else (
            "Quay lại hôm nay", "Làm báo cáo")  # fmt: skip
        self._due.configure(text=f"{due}: {of_list(self._count, self._whole)} hộ (F8)")
        self._make.configure(text=f"{make} (F5)")
