"""Chất lượng: everything that wants a second look, counted, each line leading to its records.

The lines are on the left, the rows of the chosen one on the right (in a narrow window over it).
What they say is quality_texts.py; a pair of households is quality_pair.py. Reading takes seconds,
so it runs off the Tk thread and is kept until data change.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.duplicates import Pair
from domain.errors import Cancelled
from domain.numerals import format_count
from domain.quality import CONFIRMED, DUPLICATE, Finding
from domain.users import may
from storage.confirmations import list_confirmations, save_confirmation, withdraw_confirmation
from storage.database import open_database
from storage.duplicates import find_duplicates, get_pair, merge, tell_apart, undo_merge
from storage.quality import household_labels, list_findings
from ui import theme
from ui.action_list import Action, ActionList
from ui.cards import Bar, Card, EmptyState
from ui.edit import edit_and_write
from ui.keys import bind_screen_keys
from ui.paragraph import Paragraph
from ui.quality_pair import WHY_KEPT, WHY_TWO, PairPanel, ask_merge
from ui.quality_texts import (
    EMPTY,
    FINDING_COLUMNS,
    KEPT_COLUMNS,
    LINES,
    PAIR_COLUMNS,
    QualityData,
    describe,
    finding_row,
    findings_of,
    keepable,
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
from ui.tasks import Job, Report
from ui.theme import px

LINES_WIDTH = 374
LOW = 480  # logical height of the page below which a pair is not shown beside its list
_NO_CAMPAIGN = "Chưa có đợt vận động nào, nên chưa có số liệu để rà soát."


@dataclass(frozen=True)
class _Place:
    """Where the data are read, without a widget."""

    path: Any
    campaign: Campaign
    today: date


def read_quality(place: _Place, report: Report) -> QualityData:
    """For the worker, on a connection of its own; `report` may raise Cancelled."""
    db = open_database(place.path)
    try:
        findings = list_findings(
            db, place.campaign, place.today, lambda done, _: report(done * 7, 1000)
        )
        pairs = find_duplicates(db, lambda done, _: report(700 + done * 3, 1000))
        kept = list_confirmations(db, place.campaign)
        ids = {r.household_id for f in findings for r in f.records}
        ids |= {id_ for p in pairs for id_ in (p.a, p.b)}
        ids |= {id_ for k in kept for id_ in k.target.split()}
        names = household_labels(db, ids)
    finally:
        db.close()
    return QualityData(tuple(findings), tuple(pairs), tuple(kept), names)


class Quality(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._data: QualityData | None = None
        self._job: Job | None = None
        self._line = ""
        self._found: list[Finding] = []  # of the chosen line
        self._inside: Finding | None = None  # whose records are listed
        self._skipped: set[Pair] = set()
        self._rows = line_rows(None)
        self._reading = False
        self._empty: EmptyState | None = None
        self._own = False  # what is written here needs no new reading
        self._wants_keyboard = False
        self._build()
        bind_screen_keys(self, {"<F12>": self.read_again, "<Control-Return>": self.open_second})
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
        if self._job:
            self._job.cancel()
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
        return not self._own and bool(changes)

    def read_again(self) -> None:
        """Everything anew, in the background; what is on the page stays until it is there."""
        campaign = self._session.campaign
        self._lay_out()
        if campaign is None:
            return
        if self._job:
            self._job.cancel()
        place = _Place(self._session.db.path, campaign, date.today())
        self._progress(0.0)
        self._job = None
        job = self._session.tasks.run(
            lambda report: read_quality(place, report), self._on_read,
            lambda done, total, _: self._progress(done / total), self._on_failed,
        )  # fmt: skip
        if self._reading:
            self._job = job

    def _on_read(self, data: QualityData) -> None:
        self._finish()
        pairs = tuple(p for p in data.pairs if p not in self._skipped)
        self._data = QualityData(data.findings, pairs, data.kept, data.names)
        self._note.configure(text=summary(self._data, f"{datetime.now():%H:%M}"))
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

    def _on_failed(self, error: BaseException) -> None:
        self._finish()
        if not isinstance(error, Cancelled):
            raise error
        self._note.configure(text="Đã dừng rà soát. Bấm F12 để rà soát lại.")

    def _progress(self, share: float) -> None:
        self._reading = True
        self._bar.set_share(share)
        self._bar.grid()
        self._note.configure(text="Đang rà soát … Esc để dừng.")

    def _finish(self) -> None:
        self._job, self._reading = None, False
        self._bar.grid_remove()

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
        """ "Đúng, giữ": with a reason, on the record."""
        campaign = self._session.campaign
        finding = self._inside or self._found[int(row_id)]
        if campaign is None or self._data is None or not self._may("save_confirmation"):
            return
        if not keepable(finding):
            self._session.status("Dòng này phải sửa hoặc làm tiếp, không xác nhận được.")
            return
        db, by = self._session.db, self._session.user
        written = edit_and_write(
            self, "Đúng, giữ", [WHY_KEPT], {},
            lambda texts: save_confirmation(db, finding.rule, finding.target, texts["reason"],
                                            by=by, campaign=campaign),
            columns=1, save="Giữ (F9)",
        )  # fmt: skip
        if written:
            before, data = self._data, self._data.without_finding(finding)
            self._inside = None
            self._after(written[0], data, "Đã giữ là đúng.",
                        lambda: withdraw_confirmation(db, written[1], by=by), before)  # fmt: skip

    def withdraw(self, row_id: str) -> None:
        """A confirmation taken back: the warning stands again at the next reading."""
        if self._data and self._may("save_confirmation"):
            kept = self._data.kept[int(row_id)]
            self._session.changed(
                withdraw_confirmation(self._session.db, kept.id, by=self._session.user)
            )
            self._session.status("Đã bỏ xác nhận.")

    def merge_pair(self, row_id: str) -> None:
        if self._data is None or not self._may("set_household_state"):
            return
        pair, db, by = self._pairs()[int(row_id)], self._session.db, self._session.user
        answer = ask_merge(self, *get_pair(db, pair))
        if answer:
            gone, stays = answer
            merger = merge(db, gone, stays, by=by)
            before, data = self._data, self._data.without_household(gone)
            self._after(merger.changes, data, "Đã nhập hai hộ làm một.",
                        lambda: undo_merge(db, merger, by=by), before)  # fmt: skip

    def tell_pair_apart(self, row_id: str) -> None:
        if self._data is None or not self._may("save_confirmation"):
            return
        pair, db, by = self._pairs()[int(row_id)], self._session.db, self._session.user
        written = edit_and_write(
            self, "Không phải trùng", [WHY_TWO], {},
            lambda texts: tell_apart(db, pair.a, pair.b, texts["reason"], by=by),
            columns=1, save="Ghi (F9)",
        )  # fmt: skip
        if written:
            before, data = self._data, self._data.without_pair(pair)
            self._after(written[0], data, "Đã ghi là hai hộ khác nhau.",
                        lambda: withdraw_confirmation(db, written[1], by=by), before)  # fmt: skip

    def skip_pair(self, row_id: str) -> None:
        """Not shown again until the program is started anew."""
        if self._data:
            pair, before = self._pairs()[int(row_id)], self._data
            self._skipped.add(pair)

            def back() -> Changes:
                self._skipped.discard(pair)
                return Changes()

            self._after(Changes(), before.without_pair(pair), "Đã bỏ qua cặp này.", back, before)

    def _after(
        self, changes: Changes, data: QualityData, text: str, take_back: Callable[[], Changes],
        before: QualityData,
    ) -> None:  # fmt: skip
        """Show what is left, and the way back; other screens read anew, this one need not."""
        db, campaign = self._session.db, self._session.campaign

        def show(changed: Changes, shown: QualityData) -> None:
            self._own = True
            self._session.changed(changed)
            self._own = False
            kept = tuple(list_confirmations(db, campaign))
            ids = {id_ for k in kept for id_ in k.target.split()} - set(shown.names)
            names = {**shown.names, **household_labels(db, ids)} if ids else shown.names
            self._data = QualityData(shown.findings, shown.pairs, kept, names)
            self._show_lines()
            self._show_rows()

        def undo() -> None:
            show(take_back(), before)
            self._session.status("Đã hoàn tác.")

        show(changes, data)
        self._list.offer_undo(text, undo)
        self._list.focus_list()

    def _may(self, permission: str) -> bool:
        if not may(self._session.user, permission):
            self._session.status("Tài khoản này không có quyền làm việc đó.")
            return False
        return True

    # -- the lists ----------------------------------------------------------------------------

    @property
    def _list(self) -> ActionList:
        kind, _ = split_line(self._line)
        return {DUPLICATE: self.pairs, CONFIRMED: self.kept}.get(kind, self.findings)

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
        data, (kind, rule) = self._data, split_line(self._line)
        rows: list[ListRow]
        if kind == DUPLICATE:
            rows = [pair_row(n, p, data.names) for n, p in enumerate(data.pairs)]
        elif kind == CONFIRMED:
            rows = [kept_row(n, k, data.names) for n, k in enumerate(data.kept)]
        elif self._inside:
            rows = record_rows(self._inside, data.names)
        else:
            self._found = findings_of(data, self._line)
            rows = [finding_row(n, f, data.names, with_rule=not rule)
                    for n, f in enumerate(self._found)]  # fmt: skip
        inside = f"{format_count(len(rows))} hộ · Esc trở lại" if self._inside else ""
        self._card.set_title(line_title(self._line), inside or format_count(len(rows)))
        self._detail.configure(text=" ")
        self._list.show(rows)
        if self._list.selected_id and int(self._list.selected_id) < len(rows):
            self._on_row(self._list.selected_id)
        self._show_pair()

    def _on_row(self, row_id: str) -> None:
        """What a row says in full, under the list; a pair side by side."""
        self._detail.configure(text=self._describe(int(row_id)))
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
        self._note.grid(row=2, column=0, sticky="w", pady=(px(8), 0))
        buttons = ttk.Frame(self._left.body)
        buttons.grid(row=3, column=0, sticky="ew", pady=(px(8), 0))
        ttk.Button(buttons, text="Rà soát lại (F12)", bootstyle="outline",
                   command=self.read_again).pack(side="left")  # fmt: skip
        ttk.Button(buttons, text="Phúc tra …", bootstyle="outline",
                   command=lambda: self._session.show("backcheck")).pack(
            side="left", padx=(px(8), 0)
        )  # fmt: skip
        self._card = Card(self, "Chất lượng")
        body = self._card.body
        self._detail = Paragraph(body, " ", style="Caption.TLabel")
        self._detail.pack(side="bottom", fill="x", pady=(px(8), 0))
        self.findings = ActionList(
            body, FINDING_COLUMNS,
            (Action("Mở (Enter)", self.open_row, main=True),
             Action("Đúng, giữ … (F8)", self.keep, ("<F8>",))),
            opened=self.open_row, empty=EMPTY[""], chosen=self._on_row,
        )  # fmt: skip
        self.pairs = ActionList(
            body, PAIR_COLUMNS,
            (Action("Nhập làm một … (F11)", self.merge_pair, ("<F11>",), main=True),
             Action("Không phải trùng … (F8)", self.tell_pair_apart, ("<F8>",)),
             Action("Bỏ qua (Delete)", self.skip_pair, ("<Delete>",))),
            opened=self.open_row, empty=EMPTY[DUPLICATE], chosen=self._on_row,
        )  # fmt: skip
        self.kept = ActionList(
            body, KEPT_COLUMNS,
            (Action("Bỏ xác nhận (Delete)", self.withdraw, ("<Delete>",)),),
            opened=self.open_row, empty=EMPTY[CONFIRMED], chosen=self._on_row,
        )  # fmt: skip
        self._panel = PairPanel(self, self.pairs.list.open_selected, self.open_second)
        self.lines.reload()

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
        if self._session.campaign is None:
            self._empty = EmptyState(self, _NO_CAMPAIGN, "Tạo đợt vận động",
                                     lambda: self._session.show("campaigns"), "flag")  # fmt: skip
            self._empty.place(relx=0.5, rely=0.4, anchor="center")
            return
        narrow, inside = self._narrow, bool(self._line)
        if not narrow or not inside:
            span = 2 if narrow else 1
            self._left.grid(row=0, column=0, rowspan=2, columnspan=span, sticky="nsew",
                            padx=0 if narrow else (0, px(theme.GAP)))  # fmt: skip
            self.columnconfigure(0, minsize=0 if narrow else px(LINES_WIDTH))
        if not narrow or inside:
            self._card.grid(row=0, column=1, sticky="nsew")
        for one in (self.findings, self.pairs, self.kept):
            if one is not self._list:
                one.pack_forget()
        self._list.pack(fill="both", expand=True)

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            self._lay_out()
            self._show_pair()

    def _has_keyboard(self, widget: tk.Misc) -> bool:
        focus = self.focus_get()
        return focus is not None and str(focus).startswith(str(widget))
