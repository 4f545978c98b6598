"""Chất lượng: everything that wants a second look, counted, each line leading to its records.

The lines are on the left, the rows of the chosen one on the right (in a narrow window over it).
What they say is quality_texts.py; the right card is quality_records.py, a pair of households
quality_pair.py. Reading takes seconds: quality_reading.py does it off the Tk thread, and it is kept
until data change.
"""

import tkinter as tk
from datetime import date, datetime

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.duplicates import Pair, pair_key
from domain.numerals import format_count
from domain.quality import CONFIRMED, DUPLICATE, Finding
from storage.confirmations import withdraw_confirmation
from storage.duplicates import get_pair
from storage.household_lists import count_households
from ui import theme
from ui.action_list import ActionList
from ui.cards import Bar, Card, EmptyPage
from ui.keys import bind_screen_keys
from ui.quality_actions import Done, keep, merge_pair, tell_pair_apart
from ui.quality_pair import PairPanel
from ui.quality_reading import Place, Reader, with_confirmations
from ui.quality_records import RecordCard
from ui.quality_texts import (
    LINES,
    QualityData,
    describe,
    finding_row,
    findings_of,
    kept_row,
    line_rows,
    line_title,
    open_record,
    opening,
    pair_row,
    record_rows,
    split_line,
    summary,
)
from ui.refresh import RefreshWhenSeen
from ui.session import Session
from ui.tables import ListRow, VirtualList
from ui.theme import px

LINES_WIDTH = 374
LOW = 480  # logical height of the page below which a pair is not shown beside its list
# What is missing -> the sentence, the button and the screen that mend it.
_MISSING = {
    "campaign": ("Chưa có đợt vận động nào, nên chưa có số liệu để rà soát.",
                 "Tạo đợt vận động", "campaigns"),
    "households": ("Chưa có hộ nào để rà soát. Hãy nhập danh sách hộ trước.",
                   "Nhập danh sách …", "import"),
}  # fmt: skip


class Quality(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._data: QualityData | None = None
        self._line = ""
        self._found: list[Finding] = []  # of the chosen line
        self._inside: Finding | None = None  # whose records are listed
        self._skipped: set[str] = set()  # by pair_key()
        self._rows = line_rows(None)
        self._read_at = ""
        self._empty: EmptyPage | None = None
        self._lacks = ""  # what must be there before anything can be looked at
        self._own = False  # what is written here needs no new reading
        self._wants_keyboard = False
        self._reader = Reader(session, self._on_read, self._progress, self._on_stopped)
        self._build()
        bind_screen_keys(self, {
            "<F12>": self.read_again, "<Control-Return>": self.open_second,
            "<Control-t>": self.open_backchecks, "<Control-T>": self.open_backchecks,
        })  # fmt: skip
        self.bind("<Configure>", self._on_resize)
        self._refresher = RefreshWhenSeen(self, self.read_again, self._concerns)
        self.on_changes = self._refresher.on_changes

    # -- what the window asks of a screen -----------------------------------------------------

    def show(self, *, part: str = "") -> None:
        """A line of the page: "duplicate", "warning/fewer" …; of its kind where it is empty."""
        self._refresher.refresh_now()
        if part:
            self._open_line(part)
        self.after(theme.FOCUS_MS, self.focus_first)

    def focus_first(self) -> None:
        if self._data is None:
            self._wants_keyboard = True
            self.focus_set()
        elif self._narrow and self._line:
            self._list.focus_list()
        else:
            self.lines.focus_list()

    def escape(self) -> bool:
        if self._reader.busy:
            self._reader.stop()
        elif self._inside:
            self._inside = None
            self._show_rows()
            self._list.focus_list()
        elif self._narrow and self._line:
            self._line = ""
            self._lay_out()
            self.lines.focus_list()
        elif self._list.winfo_ismapped() and not self._has_keyboard(self.lines):
            self.lines.focus_list()
        else:
            return False
        return True

    # -- reading ------------------------------------------------------------------------------

    def _concerns(self, changes: Changes) -> bool:
        c = changes
        read = (c.households, c.visits, c.campaigns, c.figures, c.sheets, c.teams, c.tallies,
                c.checks)  # fmt: skip
        return not self._own and any(read)

    def read_again(self) -> None:
        """Everything anew, in the background; what is on the page stays until it is there."""
        campaign = self._session.campaign
        self._lacks = self._missing()
        self._lay_out()
        if campaign is None or self._lacks:
            return
        self._progress(0.0)
        self._reader.read(Place(self._session.db.path, campaign, date.today()))

    def _on_read(self, data: QualityData) -> None:
        self._bar.grid_remove()
        pairs = tuple(p for p in data.pairs if pair_key(p.a, p.b) not in self._skipped)
        self._data = QualityData(data.findings, pairs, data.kept, data.names)
        self._read_at = f"{datetime.now():%H:%M}"
        self._note.configure(text=summary(self._data, self._read_at))
        self._inside = None
        self._show_lines()
        if not self._line and not self._narrow:
            first = next((r.id for r in line_rows(self._data) if "strong" in r.tags), DUPLICATE)
            self._open_line(first)
        else:
            self._show_rows()
        if self._wants_keyboard:
            self._wants_keyboard = False
            self.focus_first()

    def _on_stopped(self) -> None:
        self._bar.grid_remove()
        self._note.configure(text="Đã dừng rà soát. Bấm F12 để rà soát lại.")

    def _progress(self, share: float) -> None:
        self._bar.set_share(share)
        self._bar.grid()
        self._note.configure(text="Đang rà soát … Esc để dừng.")

    # -- what can be done ---------------------------------------------------------------------

    def open_row(self, row_id: str) -> None:
        kind, _ = split_line(self._line)
        if kind == DUPLICATE:
            self._session.show("households", household=self._pairs()[int(row_id)].a)
        elif self._inside:
            screen, what = open_record(self._inside, int(row_id))
            self._session.show(screen, **what)
        elif kind != CONFIRMED:
            finding = self._found[int(row_id)]
            opened = opening(finding)
            if opened:
                self._session.show(opened[0], **opened[1])
            else:
                self._inside = finding
                self._show_rows()
                self._list.focus_list()

    def open_second(self) -> None:
        """The other household of the pair that is chosen."""
        kind, _ = split_line(self._line)
        if kind == DUPLICATE and self.pairs.selected_id:
            pair = self._pairs()[int(self.pairs.selected_id)]
            self._session.show("households", household=pair.b)

    def keep(self, row_id: str) -> None:
        campaign, finding = self._session.campaign, self._inside or self._found[int(row_id)]
        if campaign and self._data:
            asked_at = self._reader.times
            done = keep(self, self._session, campaign, self._data, finding)
            self._inside = None if done else self._inside
            self._show_done(done, asked_at)

    def withdraw(self, row_id: str) -> None:
        """A confirmation taken back: everything is read again, and the warning stands."""
        if self._data and self._session.allows("save_confirmation"):
            kept, by = self._data.kept[int(row_id)], self._session.user
            self._session.changed(withdraw_confirmation(self._session.db, kept.id, by=by))
            self._session.status("Đã bỏ xác nhận.")

    def merge_pair(self, row_id: str) -> None:
        if self._data:
            pair, asked_at = self._data.pairs[int(row_id)], self._reader.times
            self._show_done(merge_pair(self, self._session, self._data, pair), asked_at)

    def tell_pair_apart(self, row_id: str) -> None:
        if self._data:
            pair, asked_at = self._data.pairs[int(row_id)], self._reader.times
            self._show_done(tell_pair_apart(self, self._session, self._data, pair), asked_at)

    def skip_pair(self, row_id: str) -> None:
        """Not shown again until the program is started anew."""
        if self._data:
            pair = self._data.pairs[int(row_id)]
            key = pair_key(pair.a, pair.b)
            self._skipped.add(key)

            def back() -> Changes:
                self._skipped.discard(key)
                return Changes()

            left = self._data.without_pair(pair)
            done = Done(Changes(), left, "Đã bỏ qua cặp này.", back)
            self._show_done(done, self._reader.times)

    def _show_done(self, done: Done | None, asked_at: int) -> None:
        """What is left, and the way back."""
        if done is None or self._data is None:
            return
        before, take_back = self._data, done.take_back

        def undo() -> None:
            self._show_own(take_back(), before, asked_at)
            self._session.status("Đã hoàn tác.")

        self._show_own(done.changes, done.data, asked_at)
        self._list.offer_undo(done.text, undo)
        self._list.focus_list()

    def _show_own(self, changes: Changes, data: QualityData, asked_at: int) -> None:
        """Other screens read anew; what was written here is known here already, unless it is
        being read just now, or was since `data` were on the page: then once more."""
        self._own = True
        try:
            self._session.changed(changes)
        finally:
            self._own = False
        self._data = with_confirmations(self._session.db, self._session.campaign, data)
        self._note.configure(text=summary(self._data, self._read_at))
        self._show_lines()
        self._show_rows()
        if self._reader.busy or self._reader.times != asked_at:
            self.read_again()

    # -- the lists ----------------------------------------------------------------------------

    @property
    def _list(self) -> ActionList:
        kind, _ = split_line(self._line)
        return self._card.list_of(kind)

    def _pairs(self) -> tuple[Pair, ...]:
        return self._data.pairs if self._data else ()

    def _show_lines(self) -> None:
        self._rows = line_rows(self._data)
        self.lines.reload()

    def _open_line(self, line: str) -> None:
        ids = [r.id for r in self._rows]
        kind, _ = split_line(line)
        wanted = line if line in ids else kind
        if wanted in ids:
            self._line, self._inside = wanted, None
            self.lines.select(ids.index(wanted))
            self._show_rows()

    def _on_line(self, line: str) -> None:
        if line != self._line and not self._narrow:
            self._line, self._inside = line, None
            self._show_rows()

    def _enter_line(self, line: str) -> None:
        self._line = line
        self._show_rows()
        self._list.focus_list()

    def _show_rows(self) -> None:
        """The rows of the chosen line, in the list of its kind."""
        self._lay_out()
        if self._data is None or not self._line:
            return
        data, (kind, _) = self._data, split_line(self._line)
        rows: list[ListRow]
        if kind == DUPLICATE:
            rows = [pair_row(n, p, data.names) for n, p in enumerate(data.pairs)]
        elif kind == CONFIRMED:
            rows = [kept_row(n, k, data.names) for n, k in enumerate(data.kept)]
        elif self._inside:
            rows = record_rows(self._inside, data.names)
        else:
            self._found = findings_of(data, self._line)
            rows = [finding_row(n, f, data.names) for n, f in enumerate(self._found)]
        inside = f"{format_count(len(rows))} hộ · Esc trở lại" if self._inside else ""
        self._card.set_title(line_title(self._line), inside or format_count(len(rows)))
        self._card.describe(" ")
        self._list.show(rows)
        if self._list.selected_id and int(self._list.selected_id) < len(rows):
            self.row_chosen(self._list.selected_id)
        self._show_pair()

    def row_chosen(self, row_id: str) -> None:
        """What a row says in full, under the list; a pair side by side."""
        self._card.describe(self._describe(int(row_id)))
        self._show_pair()

    def _describe(self, n: int) -> str:
        kind, _ = split_line(self._line)
        if kind == DUPLICATE:
            return self._pairs()[n].why
        if kind == CONFIRMED and self._data:
            return self._data.kept[n].reason
        return describe(self._inside or self._found[n])

    def _show_pair(self) -> None:
        chosen, pairs = self.pairs.selected_id, self._pairs()
        kind, _ = split_line(self._line)
        low = self.winfo_height() / theme.zoom() < LOW
        if kind == DUPLICATE and chosen and int(chosen) < len(pairs) and not low:
            self._panel.show(*get_pair(self._session.db, pairs[int(chosen)]))
            self._panel.grid(row=1, column=1, sticky="ew", pady=(px(theme.GAP), 0))
        else:
            self._panel.grid_remove()

    def open_backchecks(self) -> None:
        self._session.show("backcheck")

    # -- building and layout ------------------------------------------------------------------

    def _build(self) -> None:
        self.rowconfigure(0, weight=1)
        self._left = Card(self, "Cần xem lại")
        self._left.body.columnconfigure(0, weight=1)
        self._left.body.rowconfigure(0, weight=1)
        self.lines = VirtualList(
            self._left.body, LINES, lambda at, n: self._rows[at : at + n],
            lambda: len(self._rows), opened=self._enter_line, chosen=self._on_line,
        )  # fmt: skip
        self.lines.grid(row=0, column=0, sticky="nsew")
        self._bar = Bar(self._left.body)
        self._bar.grid(row=1, column=0, sticky="ew", pady=(px(8), 0))
        self._bar.grid_remove()
        self._note = ttk.Label(self._left.body, style="Caption.TLabel", text=" ")
        self._buttons = buttons = ttk.Frame(self._left.body)
        buttons.grid(row=3, column=0, sticky="ew", pady=(px(8), 0))
        ttk.Button(buttons, text="Rà soát lại (F12)", bootstyle="outline",
                   command=self.read_again).pack(side="left")  # fmt: skip
        ttk.Button(buttons, text="Phúc tra (Ctrl+T)", bootstyle="outline",
                   command=self.open_backchecks).pack(side="left", padx=(px(8), 0))  # fmt: skip
        self._card = RecordCard(self, self, self._session.user)
        self.findings, self.pairs = self._card.findings, self._card.pairs
        self._panel = PairPanel(self, self.pairs.list.open_selected, self.open_second)
        self.lines.reload()

    def _missing(self) -> str:
        if self._session.campaign is None:
            return "campaign"
        return "" if count_households(self._session.db) else "households"

    @property
    def _narrow(self) -> bool:
        return theme.is_compact(self.winfo_toplevel().winfo_width(), theme.zoom())

    def _lay_out(self) -> None:
        """Lines and rows side by side; in a narrow window one of them; no campaign: what to do."""
        if self._empty:
            self._empty.destroy()
            self._empty = None
        for part in (self._left, self._card, self._panel):
            part.grid_remove()
        self.columnconfigure(0, weight=0, minsize=0)
        self.columnconfigure(1, weight=1)
        if self._lacks:
            sentence, button, screen = _MISSING[self._lacks]
            self._empty = EmptyPage(self, sentence, button,
                                    lambda: self._session.show(screen),
                                    "clipboard-check")  # fmt: skip
            self._empty.grid(row=0, column=0, columnspan=2, sticky="nsew")
            return
        narrow, inside = self._narrow, bool(self._line)
        if not narrow or not inside:
            span = 2 if narrow else 1
            self._left.grid(row=0, column=0, rowspan=2, columnspan=span, sticky="nsew",
                            padx=0 if narrow else (0, px(theme.GAP)))  # fmt: skip
            self.columnconfigure(0, minsize=0 if narrow else px(LINES_WIDTH))
            self._place_note(narrow=narrow)
        if not narrow or inside:
            self._card.grid(row=0, column=1, sticky="nsew")
        self._card.show_list(self._list)

    def _place_note(self, *, narrow: bool) -> None:
        """Above the buttons, or beside them where that leaves the list another row."""
        self._note.grid_forget()
        self._note.pack_forget()
        if narrow:
            self._note.pack(in_=self._buttons, side="left", padx=(px(14), 0))
        else:
            self._note.grid(row=2, column=0, sticky="w", pady=(px(8), 0))
        self._note.lift()

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            self._lay_out()
            self._show_pair()

    def _has_keyboard(self, widget: tk.Misc) -> bool:
        focus = self.focus_get()
        return focus is not None and str(focus).startswith(str(widget))
