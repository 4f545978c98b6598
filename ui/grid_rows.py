"""The rows of an open sheet under the keyboard: from cell to cell, stored, taken back, finished.

What a text means is domain/grid_entry.py, what is written ui/grid_saving.py. Opening a sheet, its
own day and team, the bars and the scans are ui/grid_page.py, which builds on this.
"""

import csv
import io
import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TypeVar

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.grid_entry import cells_to_ask, grid_fields, replacing_digit, step_cell, type_cell
from domain.grid_words import (
    ask_about_result,
    describe_entered,
    describe_finish,
    describe_lines,
    describe_replaced,
    describe_uncounted,
    uncounted_lines,
)
from domain.sheets import KIND_LABELS, STEP_LABELS, Sheet
from domain.teams import unique_names
from domain.villages import join_village
from domain.visit_entry import SAME_FOR_ALL
from storage.teams import list_teams
from ui.grid_bars import HeadBar, Strip
from ui.grid_saving import OpenSheet
from ui.grid_scans import ScanWatch
from ui.grid_table import GridTable
from ui.keys import tag_all
from ui.session import Session

T = TypeVar("T")


def describe_sheet(sheet: Sheet, step: str) -> str:
    """ "Bản Chiềng · Lượt đầu · Đã nộp"."""
    return " · ".join((sheet.title, KIND_LABELS[sheet.kind], STEP_LABELS[step]))


def read_block(text: str) -> list[list[str]]:
    """What Excel copies: cells between tabs, quoted where they hold tabs or line breaks."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))


class GridRows(ttk.Frame):
    """The part of the screen that is about one row after another."""

    head: HeadBar
    _strip: Strip
    _scans: ScanWatch

    def __init__(self, parent: tk.Misc, session: Session, campaign: Campaign) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session, self._campaign = session, campaign
        self._teams = unique_names(list_teams(session.db))
        self._names = [f.name for f in grid_fields(campaign, ())]
        self._open: OpenSheet | None = None
        self._waiting: set[int] = set()  # rows whose draft is still to be written
        self._exceptions: set[int] = set()  # lines of "Cả tờ" still to be typed
        self._asked: int | None = None  # the row whose stored result the strip asks about
        self._job: str | None = None
        self.is_writing = False
        self._table = GridTable(self, campaign, self)
        self.grid_sheet = self._table.sheet
        self._keys = ""
        self.bind("<Destroy>", self._on_destroy)

    def _first_line(self) -> int:
        """The first line nothing is typed in; the last one of a full sheet."""
        assert self._open
        rows = self._open.rows
        return next((r.line for r in rows if not r.visit and not r.is_changed), rows[-1].line)

    def _go_to_line(self, line: int) -> None:
        if self._open:
            n = next((n for n, r in enumerate(self._open.rows) if r.line == line), 0)
            self.grid_sheet.go_to(n, "disposition")

    # -- cells ------------------------------------------------------------------------------

    def cell_typed(self, n: int, name: str, text: str) -> None:
        if self._open is None:
            return
        row = self._open.rows[n]
        if name == "disposition" and not self.grid_sheet.is_meant and self._asks(n, text):
            return
        type_cell(row, name, text, self._teams, self._campaign)
        _, errors = self._open.check(row)
        row.errors = {k: e for k, e in errors.items() if row.texts.get(k) or k in SAME_FOR_ALL}
        self._table.show_row(n)
        self._keep_soon(n)

    def _asks(self, n: int, text: str) -> bool:
        """A result typed on a stored line, by habit or one line too far, replaces nothing by
        itself: the strip asks."""
        assert self._open
        row = self._open.rows[n]
        digit = replacing_digit(row, text, self._campaign)
        if not digit:
            return False
        self._asked = n
        self.bell()
        self._strip.show(ask_about_result(row, digit), f"Sửa thành {digit} (F11)",
                         lambda: self._replace(n, digit))  # fmt: skip
        return True

    def _replace(self, n: int, digit: str) -> None:
        self._asked = None
        self.grid_sheet.go_to(n, "disposition")
        self.grid_sheet.is_meant = True
        self.cell_typed(n, "disposition", digit)
        self._table.show_rows([n])
        self.cell_passed(n, "disposition", 1)

    def cell_passed(self, n: int, name: str, by: int, *, tab: bool = False) -> None:
        """Enter, Tab or Shift-Tab in this cell; from the first one Shift-Tab goes up to the day."""
        if self._open is None:
            return
        row = self._open.rows[n]
        if self._asked == n and name == "disposition":
            self._asked = None
            self.grid_sheet.refresh_cell()
            return
        if name == "disposition" and name in row.errors and by > 0:
            self.bell()
            self._table.show_hint(n, name)
            self.grid_sheet.go_to(n, name)
            return
        stops = cells_to_ask(row.texts, self._open.head, self._names, self._campaign, tab=tab)
        following = step_cell(stops, self._names, name, by)
        if following:
            self.grid_sheet.go_to(n, following)
        elif by > 0:
            self._to_next_row(n)
        elif n > 0:
            before = self._open.rows[n - 1]
            stops = cells_to_ask(
                before.texts, self._open.head, self._names, self._campaign, tab=True
            )
            self.grid_sheet.go_to(n - 1, stops[-1])
        else:
            self.grid_sheet.commit()
            self.head.focus_field(self.head.first_bad or SAME_FOR_ALL[-1])

    def cell_entered(self, n: int, name: str) -> None:
        self._asked = None
        if self._open:
            self.head.settle(self._open.sheet.code)
        self.head.fold(folded=True)
        self._table.show_hint(n, name)
        self._note_cell()

    def row_left(self, n: int) -> None:
        self._save([n])

    def block_pasted(self, n: int, name: str, text: str) -> None:
        """A block from Excel: every cell is read as if it were typed, then the rows are saved."""
        if self._open is None:
            return
        block = read_block(text)
        names = self._names[self._names.index(name):]
        rows = []
        for row, cells in zip(self._open.rows[n:], block, strict=False):
            pairs = list(zip(names, cells, strict=False))
            for cell_name, cell in sorted(pairs, key=lambda p: p[0] != "disposition"):
                type_cell(row, cell_name, cell, self._teams, self._campaign)
            rows.append(self._open.rows.index(row))
        over = len(block) - len(rows)
        is_saved = self._save(rows)
        self._after_rows(rows)
        if is_saved:
            more = f" {over} dòng thừa, quá cuối tờ, không dán." if over > 0 else ""
            self._session.status(f"Đã dán và lưu {len(rows)} dòng.{more}")

    def field_made(self, field: tk.Text) -> None:
        for tag in (self._keys, self._scans.tag):
            tag_all(field, tag)

    def undo(self) -> None:
        if self._open:
            self._go_back(self._open.undo)

    def redo(self) -> None:
        if self._open:
            self._go_back(self._open.redo)
            self._enter_when_full()

    def _go_back(self, work: Callable[[], tuple[list[int], str]]) -> None:
        self.grid_sheet.close()
        rows, sentence = self._writing(work)
        self._after_rows(rows)
        self._show_step()
        if rows:
            self.grid_sheet.go_to(rows[0], "disposition")
        self.grid_sheet.focus_cell()
        self._session.status(sentence)

    # -- saving -----------------------------------------------------------------------------

    def _save(self, rows: list[int]) -> bool:
        """Store these rows; a row that may not be says why, and stays as it is typed."""
        opened = self._open
        if opened is None:
            return True
        changed = [n for n in rows if opened.rows[n].is_changed]
        if not changed:
            return True
        bad, why = self._writing(lambda: opened.save_rows(rows))
        self._waiting -= set(rows)
        if not bad and opened.restored and not any(r.is_changed for r in opened.rows):
            opened.restored = []
            self._strip.hide()
        self._after_rows(rows)
        if bad:
            lines = describe_lines([opened.rows[n].line for n in bad])
            self._session.status(f"Chưa lưu dòng {lines}: {why}")
            return False
        row = opened.rows[changed[-1]]
        self._session.status(f"Đã lưu dòng {row.line}, {row.household['head_name']}.")
        self._enter_when_full()
        return True

    def _enter_when_full(self) -> None:
        opened = self._open
        if opened is None or opened.blank or any(r.is_changed for r in opened.rows):
            return
        if self._writing(opened.mark_entered):
            self._show_step()
            self._session.status(describe_finish(opened.sheet.code, opened.rows))
            self._offer_uncounted()

    def _to_next_row(self, n: int) -> None:
        opened = self._open
        if opened is None:
            return
        following = n + 1
        if self._exceptions:
            self.grid_sheet.commit()
            if not self._save([n]):
                self._to_error(n)
                return
            blank = [m for m, r in enumerate(opened.rows) if r.visit is None and m != n]
            following = next((m for m in blank if m > n), len(opened.rows))
            self._exceptions &= {opened.rows[m].line for m in blank}
        if following < len(opened.rows):
            self.grid_sheet.go_to(following, "disposition")
            return
        self.grid_sheet.commit()
        if not self._save([n]):
            return
        waiting = [m for m, r in enumerate(opened.rows) if r.is_changed]
        if waiting:
            self._to_error(waiting[0])
        elif opened.blank:
            self._session.status(
                f"Hết tờ. Còn trống dòng {describe_lines(opened.blank)}. F12 là xong tờ."
            )
        else:
            self.grid_sheet.close()
            self.grid_sheet.redraw()
            self.head.focus_number()

    def _to_error(self, n: int) -> None:
        assert self._open
        name = next(iter(self._open.rows[n].errors), "disposition")
        self.grid_sheet.go_to(n, name if name in self._names else "disposition")

    def _offer_uncounted(self) -> None:
        """The sheet is done, but for the numbers of devices of lines said to be complete."""
        assert self._open
        rows = self._open.rows
        if lines := uncounted_lines(rows):
            n = next(n for n, r in enumerate(rows) if r.line == lines[0])
            self._strip.show(describe_uncounted(rows), f"Tới dòng {lines[0]} (F11)",
                             lambda: self.grid_sheet.go_to(n, "smartphones"))  # fmt: skip

    def finish(self) -> None:
        """F12: the sheet is entered; lines without a visit are households nobody went to."""
        opened = self._open
        if opened is None:
            return
        self.grid_sheet.close()
        waiting = [n for n, r in enumerate(opened.rows) if r.is_changed]
        if waiting and not self._save(waiting):
            first = next(n for n in waiting if opened.rows[n].is_changed)
            self._to_error(first)
            return
        if len(opened.blank) == len(opened.rows):
            self._session.status("Tờ này chưa nhập dòng nào, nên chưa xong được.")
            self.grid_sheet.focus_cell()
            return
        self._writing(opened.mark_entered)
        self._show_step()
        said = describe_finish(opened.sheet.code, opened.rows)
        if opened.step and opened.step.step == "CANCELLED":
            said += " Sổ theo dõi vẫn ghi tờ này là hủy."
        self._session.status(said)
        self._offer_uncounted()
        self.head.focus_number()

    def _writing(self, work: Callable[[], T]) -> T:
        """Run a write whose Changes are this screen's own: it shows them by itself."""
        self.is_writing = True
        try:
            return work()
        finally:
            self.is_writing = False

    def _keep_soon(self, n: int) -> None:
        self._waiting.add(n)
        if self._job is None:
            self._job = self.after_idle(self._keep_now)

    def _keep_now(self) -> None:
        self._job = None
        rows, self._waiting = sorted(self._waiting), set()
        if self._open and rows:
            self._open.keep(rows)

    # -- showing ----------------------------------------------------------------------------

    def _after_rows(self, rows: Sequence[int]) -> None:
        if rows:
            self._table.show_rows(rows)
            self._note_cell()
            self._progress()
            self._say_replaced()

    def _say_replaced(self) -> None:
        """A first visit puts the totals of its village aside; an offer in the strip goes first."""
        if self._open and not self._strip.has_action:
            places = {
                r.household["village_id"]:
                join_village(r.household["village_kind"], r.household["village_name"])
                for r in self._open.rows
            }  # fmt: skip
            said = [describe_replaced(t, places[t.village_id]) for t in self._open.take_replaced()]
            if said:
                self._strip.show(" ".join(said))

    def _note_cell(self) -> None:
        """The open cell shows another text: what a scan gives back."""
        if self.grid_sheet.editor is not None:
            self._scans.cell_opened(self.grid_sheet.editor)

    def _show_step(self) -> None:
        opened = self._open
        if opened and opened.step:
            self.head.show_what(describe_sheet(opened.sheet, opened.step.step))

    def _progress(self) -> None:
        if self._open:
            self.head.show_progress(describe_entered(self._open.rows))

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self and self._job:
            self.after_cancel(self._job)
