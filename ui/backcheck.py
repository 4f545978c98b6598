"""Phúc tra: draw samples of completed households, print them, type what was found, read verdicts.

What is said: ui/backcheck_texts.py; the dialogs: ui/backcheck_draw.py, ui/backcheck_answers.py.
"""

import tkinter as tk
from fractions import Fraction
from pathlib import Path

import ttkbootstrap as ttk

from domain.backchecks import score_words
from domain.indicators import BY_KEY
from domain.users import may
from storage.audit import log_printed
from storage.backchecks import Backcheck, list_backcheck_lines, list_backchecks
from storage.progress import get_progress
from storage.sheet_plans import get_printed_sheet
from storage.sheets import get_sheet
from ui import theme
from ui.action_list import Action, ActionList
from ui.backcheck_answers import AnswerDialog
from ui.backcheck_draw import ask_draw
from ui.backcheck_texts import (
    COLUMNS,
    EMPTY,
    backcheck_row,
    difference_lines,
    odds_cells,
    verdict_lines,
    verdict_title,
)
from ui.cards import Card, EmptyPage
from ui.dialogs import choose_save
from ui.keys import bind_screen_keys
from ui.paragraph import Paragraph
from ui.refresh import RefreshWhenSeen
from ui.screens import find_screen
from ui.scrolled import Scrolled
from ui.session import Session
from ui.theme import GAP, px

PAPER = (("PDF để in", "*.pdf"), ("Sổ tính Excel", "*.xlsx"))
ABOUT = (
    "Mẫu được rút ngẫu nhiên trong các hộ đã hoàn thành. Phiếu in ra không ghi số đã báo cáo. Nhập "
    "đủ kết quả thì ở đây có kết luận của từng thôn, bản hoặc tổ, bên cạnh tỷ lệ đã báo cáo và khả "
    "năng phát hiện sai của quy tắc đã chọn."
)
NARROW = 1000  # logical width of the list below which it has fewer columns
LEAST_LIST, LEAST_VERDICT = 264, 186  # logical heights; in a lower window the page scrolls
_NO_CAMPAIGN = "Chưa có đợt vận động nào, nên chưa có hộ hoàn thành để phúc tra."


def paper_name(b: Backcheck) -> str:
    return f"phuc-tra-{b.sheet}.pdf"


class BackcheckScreen(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._all: list[Backcheck] = []
        self._rates: dict[str, Fraction | None] = {}
        self._build()
        bind_screen_keys(self, {"<Control-p>": self.print_sheet, "<Control-P>": self.print_sheet})
        self._refresher = RefreshWhenSeen(
            self, self._refresh,
            lambda c: c.checks or c.visits or c.households or c.campaigns or c.teams,
        )  # fmt: skip
        self.on_changes = self._refresher.on_changes

    # -- what the window asks of a screen -----------------------------------------------------

    def show(self, *, sheet: str = "", village: str = "") -> None:
        """`sheet`: id of a printed sample, to type it; `village`: to draw one there."""
        self._refresher.refresh_now()
        found = next((b for b in self._all if b.sheet_id == sheet), None)
        if found:
            self._list.select(found.id)
            self.after(theme.FOCUS_MS, self.type_answers)
        elif village:
            self.after(theme.FOCUS_MS, lambda: self.draw(village))
        else:
            self.after(theme.FOCUS_MS, self._list.focus_list)

    def focus_first(self) -> None:
        self._refresher.refresh_now()
        self._list.focus_list()

    # -- what can be done ---------------------------------------------------------------------

    def draw(self, village: str = "") -> None:
        campaign = self._session.campaign
        if campaign and self._session.allows("save_backcheck"):
            drawn = ask_draw(self, self._session, campaign, village)
            if drawn:
                self._list.select(drawn.id)
                self._session.status(f"Đã rút {drawn.score.rule.size} hộ, phiếu {drawn.sheet}. "
                                     "Bấm Ctrl+P để in.")  # fmt: skip

    def print_sheet(self) -> None:
        found, session = self._chosen(), self._session
        campaign = session.campaign
        if found is None or campaign is None or not session.allows("save_sheet"):
            return
        path = choose_save(self, session.settings, "In phiếu phúc tra", paper_name(found), PAPER)
        if path is None:
            return
        printed = get_printed_sheet(session.db, campaign, get_sheet(session.db, found.sheet_id))
        session.changed(log_printed(session.db, [printed], by=session.user))

        def write(_: object) -> Path:
            if path.suffix.lower() == ".xlsx":
                from exports.sheet_workbook import write_sheet_workbook

                write_sheet_workbook(printed, path)
            else:
                from exports.sheet_pdf import write_sheets_pdf

                write_sheets_pdf([printed], path)
            return path

        session.tasks.run(write, lambda made: session.toast(f"Đã ghi {made}."))

    def type_answers(self, _: str = "") -> None:
        found, campaign = self._chosen(), self._session.campaign
        if found and campaign and self._session.allows("save_backcheck_answer"):
            AnswerDialog(self, self._session, campaign, found).wait()
            self._list.focus_list()

    # -- building and showing -----------------------------------------------------------------

    def _build(self) -> None:
        self._empty = EmptyPage(self, _NO_CAMPAIGN, "Tạo đợt vận động",
                                 lambda: self._session.show("campaigns"), "flag")  # fmt: skip
        self._page = Scrolled(self, page=True)
        self._page.pack(fill="both", expand=True)
        self._page.body.columnconfigure(0, weight=1)
        user = self._session.user
        card = self._samples = Card(self._page.body, "Phúc tra",
                                    "người khác đến lại hộ đã hoàn thành")  # fmt: skip
        card.grid(row=0, column=0, sticky="nsew")
        home = find_screen("quality") or find_screen("overview")
        if home:
            back = ttk.Button(card.actions, text=f"Về {home.title} ({home.function_key})",
                              bootstyle="ghost",
                              command=lambda: self._session.show(home.key))  # fmt: skip
            back.pack(side="right")
        self._list = ActionList(
            card.body, COLUMNS,
            (
                Action("Rút mẫu (F8)", lambda _: self.draw(), ("<F8>",), needs_row=False,
                       main=True, allowed=may(user, "save_backcheck")),
                Action("Nhập kết quả (Enter)", self.type_answers,
                       allowed=may(user, "save_backcheck_answer")),
                Action("In phiếu (Ctrl+P)", lambda _: self.print_sheet(),
                       allowed=may(user, "log_print")),
            ),
            opened=self.type_answers, chosen=lambda _: self._show_verdict(), empty=EMPTY,
            allowed=may(user, "save_backcheck") or may(user, "save_backcheck_answer"),
            narrow=NARROW,
        )  # fmt: skip
        self._list.pack(fill="both", expand=True)
        self._verdict = Card(self._page.body, "Kết luận")
        self._verdict.grid(row=1, column=0, sticky="nsew", pady=(px(GAP), 0))
        for side in (self._samples, self._verdict):
            side.grid_propagate(False)
        scrolled = Scrolled(self._verdict.body)
        scrolled.pack(fill="both", expand=True)
        scrolled.body.columnconfigure(0, weight=1)
        self._words, self._odds = ttk.Frame(scrolled.body), ttk.Frame(scrolled.body)
        self._words.grid(row=0, column=0, sticky="new")
        self._odds.grid(row=0, column=1, sticky="ne", padx=(px(20), px(4)))
        self._page.bind("<Configure>", lambda e: self._lay_out(e.height), add=True)

    def _lay_out(self, height: int) -> None:
        """Three fifths for the samples; neither part so low that nothing could be read."""
        room = height - px(GAP)
        samples = max(px(LEAST_LIST), room * 3 // 5)
        self._samples.configure(height=samples)
        self._verdict.configure(height=max(px(LEAST_VERDICT), room - samples))

    def _chosen(self) -> Backcheck | None:
        return next((b for b in self._all if b.id == self._list.selected_id), None)

    def _refresh(self) -> None:
        session, campaign = self._session, self._session.campaign
        if campaign is None:
            self._page.pack_forget()
            self._empty.pack(fill="both", expand=True)
            return
        self._empty.pack_forget()
        self._page.pack(fill="both", expand=True)
        self._all = list_backchecks(session.db, campaign)
        completed = BY_KEY["IND03"]
        self._rates = {}
        if self._all:
            progress = get_progress(session.db, campaign)
            self._rates = {u.id: completed.rate(u.now) for u in progress.units}
        self._list.show([backcheck_row(b, self._rates) for b in self._all])
        self._show_verdict()

    def _show_verdict(self) -> None:
        found, campaign = self._chosen(), self._session.campaign
        for child in (*self._words.winfo_children(), *self._odds.winfo_children()):
            child.destroy()
        if found is None or campaign is None:
            self._verdict.set_title("Kết luận", "")
            Paragraph(self._words, ABOUT, "Caption.TLabel").pack(fill="x")
            return
        self._verdict.set_title("Kết luận", verdict_title(found))
        self._session.status(f"{found.place.label}: {score_words(found.score)}")
        lines = verdict_lines(found, self._rates.get(found.place.village_id or ""))
        differences: list[str] = []
        if found.score.is_typed:
            listed = list_backcheck_lines(self._session.db, found)
            differences = difference_lines(listed, campaign)
        for n, text in enumerate((*lines, *differences)):
            style = "Strong.TLabel" if n == 0 else "Caption.TLabel" if n == len(lines) - 1 else ""
            Paragraph(self._words, text, style or "TLabel").pack(fill="x", pady=(0, px(4)))
        self._show_odds(found)

    def _show_odds(self, b: Backcheck) -> None:
        cells = odds_cells(b.score.rule, b.pool)
        if not cells:
            return
        rule = b.score.rule
        head = f"Khả năng vẫn đạt khi báo cáo sai\n(kiểm {rule.size} hộ, cho phép {rule.most}):"
        ttk.Label(self._odds, text=head, style="Caption.TLabel",
                  justify="left").grid(row=0, column=0, columnspan=2, sticky="w")  # fmt: skip
        for n, (wrong, chance) in enumerate(cells, 1):
            ttk.Label(self._odds, text=wrong).grid(row=n, column=0, sticky="w", padx=(0, px(16)))
            ttk.Label(self._odds, text=chance, style="Strong.TLabel").grid(row=n, column=1,
                                                                           sticky="e")  # fmt: skip
