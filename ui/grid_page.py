"""The entry grid of one campaign: from the sheet's number to "Xong tờ", keyboard only.

What a text means is domain/grid_entry.py, what is written ui/grid_saving.py, the table
ui/grid_sheet.py, the bars around it ui/grid_bars.py.
"""

import csv
import io
import tkinter as tk
from collections.abc import Callable
from datetime import date
from typing import Any

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.days import format_day
from domain.errors import AppError
from domain.fields import Choice
from domain.grid_entry import (
    cell_hint,
    cells_to_ask,
    check_head,
    check_row,
    describe_entered,
    describe_finish,
    describe_lines,
    find_option,
    grid_fields,
    head_fields,
    last_result,
    step_cell,
    tidy_cell,
    type_cell,
)
from domain.grid_whole import describe_whole_sheet, plan_whole_sheet, read_lines
from domain.scans import Scan
from domain.sheets import KIND_LABELS, STEP_LABELS, Sheet, read_sheet_code
from domain.teams import unique_names
from domain.visit_entry import SAME_FOR_ALL, find_disposition
from domain.visits import disposition_options, reason_options
from storage.drafts import get_draft, list_drafts, save_draft
from storage.sheets import find_sheet, get_sheet, get_sheet_campaign, list_ledger
from storage.teams import list_teams
from ui import theme
from ui.cards import Card
from ui.grid_bars import HeadBar, Strip, WholeBar
from ui.grid_picks import PickList
from ui.grid_saving import DRAFTS, OpenSheet
from ui.grid_scans import ScanWatch
from ui.grid_sheet import GridColumn, GridSheet
from ui.keys import bind_screen_keys, tag_all
from ui.session import Session
from ui.theme import px

FIGURE_SPACE = "\u2007"  # as wide as a digit
SCANS = "grid-scans"  # the draft with codes nobody could read
FIXED = (
    GridColumn("mark", "", 4, editable=False), GridColumn("code", "Mã hộ", 9, editable=False),
    GridColumn("last", "Lần trước", 8, editable=False),
)  # fmt: skip
_WIDTHS = {"visited_at": 9, "slot": 5, "disposition": 3, "reason": 16, "next_visit_on": 9,
           "note": 18, "team": 10}  # fmt: skip


def grid_columns(campaign: Campaign) -> tuple[GridColumn, ...]:
    columns = [
        GridColumn(f.name, f.label, _WIDTHS.get(f.name, 4),
                   "center" if f.name not in _WIDTHS or f.name == "disposition" else "w",
                   grow=f.name == "note")
        for f in grid_fields(campaign, ())
    ]  # fmt: skip
    return (*FIXED, *columns)


def describe_sheet(sheet: Sheet, step: str) -> str:
    """ "Bản Chiềng · Lượt đầu · Đã nộp"."""
    return " · ".join((sheet.title, KIND_LABELS[sheet.kind], STEP_LABELS[step]))


def read_block(text: str) -> list[list[str]]:
    """What Excel copies: cells between tabs, quoted where they hold tabs or line breaks."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))


class GridPage(ttk.Frame):
    """Everything below the shell's header while the screen "Bảng nhập nhanh" is open."""

    def __init__(self, parent: tk.Misc, session: Session, campaign: Campaign) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session, self._campaign = session, campaign
        self._teams = unique_names(list_teams(session.db))
        self._names = [f.name for f in grid_fields(campaign, ())]
        self._open: OpenSheet | None = None
        self._start = {"visited_at": format_day(date.today().isoformat()), "slot": "", "team": ""}
        self._waiting: set[int] = set()  # rows whose draft is still to be written
        self._job: str | None = None
        self._line = 0  # where an opened sheet begins; 0 is its day
        self._wanted = ""  # a code of another sheet, offered to be opened
        self.is_writing = False
        self._build()

    def start(self) -> None:
        """The sheet that was being typed when the program ended, else the list of what waits."""
        self._show_scans()
        drafts = list_drafts(self._session.db, DRAFTS)
        rows = {k: at for k, (_, at) in drafts.items() if "." in k}
        if rows:
            last = max(rows, key=lambda k: rows[k])
            sheet_id = last.removeprefix(DRAFTS).rpartition(".")[0]
            try:
                sheet = get_sheet(self._session.db, sheet_id)
            except AppError:
                sheet = None
            if sheet and self._refusal(sheet) == "":
                self.open_sheet(sheet)
                return
        self._show_picks()

    # -- opening ----------------------------------------------------------------------------

    def open_typed(self) -> None:
        """The number field: "12", "P0012-4" or "P0012-4.07"."""
        text = self.head.number.get().strip()
        if not text:
            self.picks.focus_list()
            return
        found = read_sheet_code(text)
        sheet = find_sheet(self._session.db, found[0]) if found else None
        if found is None or sheet is None:
            self.head.say(f"Không có tờ phiếu “{text}”. Hãy xem lại số in ở đầu tờ.")
            self.head.focus_number()
            self.bell()
            return
        if refusal := self._refusal(sheet):
            self.head.say(refusal)
            self.head.focus_number()
            return
        self.open_sheet(sheet, found[1])

    def open_id(self, sheet_id: str) -> None:
        sheet = get_sheet(self._session.db, sheet_id)
        if refusal := self._refusal(sheet):
            self.head.say(refusal)
        else:
            self.open_sheet(sheet)

    def open_sheet(self, sheet: Sheet, line: int | None = None) -> None:
        self.leave()
        if self._open and self._open.sheet.id == sheet.id:
            self._go_to_line(line or self._first_line())
            return
        self._open = opened = OpenSheet(
            self._session, self._campaign, sheet, self._starting(sheet)
        )
        step = opened.step.step if opened.step else "PRINTED"
        what = describe_sheet(sheet, step)
        self.head.show_sheet(sheet.code, what, opened.head)
        self.picks.grid_remove()
        self._card.grid()
        self._strip.hide()
        self._close_whole()
        width = len(str(len(opened.rows)))
        self.grid_sheet.show(
            [f"{r.line:{FIGURE_SPACE}>{width}}  {r.household['head_name']}" for r in opened.rows],
            [{} for _ in opened.rows],
        )
        for n in range(len(opened.rows)):
            self._show_row(n)
        self.grid_sheet.redraw()
        self._progress()
        self._tell_restored(opened)
        self._line = 0 if opened.is_new and not line else (
            line or (opened.restored or [self._first_line()])[0]
        )  # fmt: skip
        self.after(theme.FOCUS_MS, self.focus_first)

    def _starting(self, sheet: Sheet) -> dict[str, str]:
        """Day and slot as on the sheet before; the team is the one that has this sheet."""
        teams = {t.id: t.name for t in list_teams(self._session.db)}
        team = teams.get(sheet.team_id or "", "")
        return {**self._start, "team": team or self._start["team"]}

    def _refusal(self, sheet: Sheet) -> str:
        """Why the grid does not take this sheet; "" where it does."""
        campaign_id, name = get_sheet_campaign(self._session.db, sheet)
        if campaign_id != self._campaign.id:
            return (
                f"Tờ {sheet.code} in cho đợt “{name}”. Hãy mở Đợt vận động (F6) và chuyển sang "
                "làm việc với đợt ấy trước."
            )
        if sheet.kind == "BACKCHECK":
            return f"Tờ {sheet.code} là tờ phúc tra. Hãy nhập ở màn hình Chất lượng."
        return ""

    def _tell_restored(self, opened: OpenSheet) -> None:
        if opened.restored:
            at = opened.restored_at
            self._strip.show(
                f"Đã lấy lại dòng đang nhập dở: {describe_lines(opened.restored)}, lưu lúc "
                f"{at[11:16]}. Dòng ấy chưa được tính cho đến khi lưu."
            )

    def _first_line(self) -> int:
        """The first line nothing is typed in; the last one of a full sheet."""
        assert self._open
        rows = self._open.rows
        return next((r.line for r in rows if not r.visit and not r.is_changed), rows[-1].line)

    def _go_to_line(self, line: int) -> None:
        if self._open:
            n = next((n for n, r in enumerate(self._open.rows) if r.line == line), 0)
            self.grid_sheet.go_to(n, "disposition")

    def _show_picks(self) -> None:
        self._open = None
        self.head.show_nothing()
        self._card.grid_remove()
        self._close_whole()
        self._strip.hide()
        ledger = list_ledger(self._session.db, self._campaign, date.today())
        self.picks.show([x for x in ledger if x.step == "RETURNED" or (x.is_open and x.entered)],
                        has_sheets=bool(ledger))  # fmt: skip
        self.picks.grid()

    # -- what the shell asks ----------------------------------------------------------------

    def save(self) -> None:
        """F9: the row the keyboard is in; in the bar "Cả tờ", the whole sheet."""
        if self._whole.grid_info():
            self.write_whole()
        elif self._open:
            self.grid_sheet.commit()
            if self._save([self.grid_sheet.row]):
                self._to_next_row(self.grid_sheet.row)

    def escape(self) -> bool:
        """What is typed in the cell, then a bar, then the row, then the sheet."""
        if self.grid_sheet.put_back():
            return True
        if self._whole.grid_info():
            self._close_whole()
            self.grid_sheet.focus_cell()
            return True
        if self._strip.hide():
            self._wanted = ""
            return True
        if self._open is None:
            return False
        if self.grid_sheet.editor is None:
            self.leave()
            self._show_picks()
            self.head.focus_number()
        elif self._open.give_up(self.grid_sheet.row):
            self._show_row(self.grid_sheet.row)
            self._after_rows([self.grid_sheet.row])
            self._session.status("Dòng này như đã lưu. Ctrl+Y lấy lại chữ vừa gõ.")
        else:
            self.head.focus_number()
        return True

    def leave(self) -> None:
        """Keep what is typed: the row is stored, or its draft."""
        if self._open:
            self.grid_sheet.close()
            if self._open.rows[self.grid_sheet.row].is_changed:
                self._save([self.grid_sheet.row])
            self._keep_now()

    def focus_first(self) -> None:
        if self._open is None:
            self.head.focus_number()
        elif self.grid_sheet.name:
            self.grid_sheet.focus_cell()
        elif self._line:
            self._go_to_line(self._line)
        else:
            self.head.focus_field("visited_at")

    def refresh(self) -> None:
        """Something was written elsewhere: read again; unsaved rows come back from their drafts."""
        self._teams = unique_names(list_teams(self._session.db))
        if self._open is None:
            self._show_picks()
            return
        sheet, at = self._open.sheet, self.grid_sheet.row
        line = self._open.rows[at].line
        self.grid_sheet.close()
        self._keep_now()
        self._open = None
        self.open_sheet(sheet, line)

    # -- day, slot and team of the sheet ----------------------------------------------------

    def head_done(self, name: str, by: int) -> None:
        if self._open is None:
            return
        names = ["number", *SAME_FOR_ALL]
        if not self._take_head() and by > 0:
            self.head.focus_field(next(iter(self._head_errors())))
            return
        at = names.index(name) + by
        if at <= 0:
            self.head.focus_number()
        elif at < len(names):
            self.head.focus_field(names[at])
        elif self.grid_sheet.name:
            self.grid_sheet.focus_cell()
        else:
            self._go_to_line(self._first_line())

    def head_left(self) -> None:
        if self._open and self.winfo_exists():
            self._take_head()

    def _head_texts(self) -> dict[str, str]:
        raw = self.head.raw()
        return {n: tidy_cell(n, t, raw, self._teams, self._campaign) for n, t in raw.items()}

    def _head_errors(self) -> dict[str, str]:
        return check_head(self._head_texts(), self._campaign, date.today())

    def _take_head(self) -> bool:
        """The typed day, slot and team, where they may be; rows that keep another day say so."""
        if self._open is None:
            return True
        texts, errors = self._head_texts(), self._head_errors()
        self.head.fill(texts)
        self.head.show_errors(errors)
        if errors:
            return False
        if texts == self._open.head:
            return True
        opened = self._open
        keeping = opened.set_head(texts)
        self._start = {n: texts[n] for n in SAME_FOR_ALL}
        self._start["team"] = ""
        for n, row in enumerate(opened.rows):
            if row.errors:
                check_row(row, opened.head, self._campaign, date.today())
            self._show_row(n)
        self.grid_sheet.redraw()
        if keeping:
            rows = sorted({n for listed in keeping.values() for n in listed})
            names = list(keeping)
            self._strip.show(
                f"{len(rows)} dòng đã lưu vẫn giữ ngày, buổi, tổ cũ của tờ.",
                f"Đổi cả {len(rows)} dòng (F11)", lambda: self._follow(rows, names),
            )  # fmt: skip
        return True

    def _follow(self, rows: list[int], names: list[str]) -> None:
        if self._open:
            problem = self._writing(lambda: self._open and self._open.follow_head(rows, names))
            self._after_rows(rows)
            said = f"Đã đổi {len(rows)} dòng theo ngày, buổi, tổ của tờ. Ctrl+Z lấy lại."
            self._session.status(str(problem or said))

    # -- cells ------------------------------------------------------------------------------

    def cell_typed(self, n: int, name: str, text: str) -> None:
        if self._open is None:
            return
        row = self._open.rows[n]
        type_cell(row, name, text, self._teams, self._campaign)
        _, errors = check_row(row, self._open.head, self._campaign, date.today())
        row.errors = {k: e for k, e in errors.items() if row.texts.get(k)}
        self._show_row(n)
        self._keep_soon(n)

    def cell_passed(self, n: int, name: str, by: int) -> None:
        """Enter, Tab or Shift-Tab in this cell."""
        if self._open is None:
            return
        row = self._open.rows[n]
        if name == "disposition" and name in row.errors and by > 0:
            self.bell()
            self._show_hint(n, name)
            self.grid_sheet.go_to(n, name)
            return
        stops = cells_to_ask(row.texts, self._open.head, self._names, self._campaign)
        following = step_cell(stops, self._names, name, by)
        if following:
            self.grid_sheet.go_to(n, following)
        elif by > 0:
            self._to_next_row(n)
        elif n > 0:
            before = self._open.rows[n - 1]
            stops = cells_to_ask(before.texts, self._open.head, self._names, self._campaign)
            self.grid_sheet.go_to(n - 1, stops[-1])

    def cell_entered(self, n: int, name: str) -> None:
        self.head.fold(folded=True)
        self._show_hint(n, name)
        if self.grid_sheet.editor is not None:
            self._scans.cell_opened(self.grid_sheet.editor)

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
        self.grid_sheet.refresh_cell()
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

    def _go_back(self, work: Callable[[], tuple[list[int], str]]) -> None:
        self.grid_sheet.close()
        rows, sentence = self._writing(work)
        self._after_rows(rows)
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

    def _to_next_row(self, n: int) -> None:
        opened = self._open
        if opened is None:
            return
        if n + 1 < len(opened.rows):
            self.grid_sheet.go_to(n + 1, "disposition")
            return
        self.grid_sheet.commit()
        if not self._save([n]):
            return
        waiting = [m for m, r in enumerate(opened.rows) if r.is_changed]
        if waiting:
            self.grid_sheet.go_to(waiting[0], next(iter(opened.rows[waiting[0]].errors), "note"))
        elif opened.blank:
            self._session.status(
                f"Hết tờ. Còn trống dòng {describe_lines(opened.blank)}. F12 là xong tờ."
            )
        else:
            self.grid_sheet.close()
            self.grid_sheet.redraw()
            self.head.focus_number()

    def finish(self) -> None:
        """F12: the sheet is entered; lines without a visit are households nobody went to."""
        opened = self._open
        if opened is None:
            return
        self.grid_sheet.close()
        waiting = [n for n, r in enumerate(opened.rows) if r.is_changed]
        if waiting and not self._save(waiting):
            first = next(n for n in waiting if opened.rows[n].is_changed)
            name = next(iter(opened.rows[first].errors), "disposition")
            self.grid_sheet.go_to(first, name if name in self._names else "disposition")
            return
        if len(opened.blank) == len(opened.rows):
            self._session.status("Tờ này chưa nhập dòng nào, nên chưa xong được.")
            self.grid_sheet.focus_cell()
            return
        self._writing(opened.mark_entered)
        self._show_step()
        self._session.status(describe_finish(opened.sheet.code, opened.rows))
        self.head.focus_number()

    def _writing(self, work: Any) -> Any:
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

    # -- the whole sheet at once ------------------------------------------------------------

    def toggle_whole(self) -> None:
        if self._open is None:
            return
        if self._whole.grid_info():
            self._close_whole()
            self.grid_sheet.focus_cell()
            return
        self.grid_sheet.close()
        self.head.fold(folded=True)
        self._whole.grid()
        self._whole.open()

    def write_whole(self) -> None:
        opened = self._open
        if opened is None or not self._take_head():
            return
        raw = self._whole.raw()
        digit = tidy_cell("disposition", raw["digit"], {}, (), self._campaign)
        disposition = find_disposition({"disposition": digit}, self._campaign)
        lines, problem = read_lines(raw["lines"], len(opened.rows))
        if disposition is None:
            problem = "Chưa chọn kết quả chung của tờ: gõ một số từ 0 đến 9."
        if problem or disposition is None:
            self._whole.say(problem)
            return
        options = reason_options(self._campaign, disposition.code)
        reason = find_option(raw["reason"], options)
        plan = plan_whole_sheet(opened.rows, opened.head, digit, reason, lines, self._campaign,
                                date.today())  # fmt: skip
        if plan.problem:
            self._whole.offer_reasons(options)
            self._whole.say(plan.problem)
            return
        try:
            self._writing(lambda: opened.write_whole(plan.rows))
        except AppError as refusal:
            self._whole.say(f"{refusal.message} {refusal.hint}")
            return
        self._close_whole()
        self._after_rows(range(len(opened.rows)))
        self._session.status(describe_whole_sheet(plan, lines))
        self._enter_when_full()
        self._go_to_line(lines[0] if lines else self._first_line())

    def _close_whole(self) -> None:
        self._whole.grid_remove()

    # -- scans ------------------------------------------------------------------------------

    def scanned(self, scan: Scan, widget: tk.Misc) -> None:
        """A bar code was read somewhere on the screen."""
        opened = self._open
        sheet = find_sheet(self._session.db, scan.number) if scan.number is not None else None
        if sheet is None:
            self._keep_scan(scan.text)
            return
        lines = {r.line for r in opened.rows} if opened and opened.sheet.id == sheet.id else set()
        if lines and (scan.line is None or scan.line in lines):
            if scan.line is not None:
                self._go_to_line(scan.line)
            self._session.status(f"Đã quét {scan.text.upper()}.")
        elif lines:
            self._keep_scan(scan.text)
        elif opened is None or widget is self.head.number.stops[0] or self._wanted == scan.text:
            if refusal := self._refusal(sheet):
                self.head.say(refusal)
                self.bell()
            else:
                self.open_sheet(sheet, scan.line)
        else:
            self.bell()
            self._wanted = scan.text
            self._strip.show(
                f"Mã {scan.text.upper()} là của tờ {sheet.code} ({sheet.title}). Quét lần nữa hoặc "
                "bấm F11 để mở tờ ấy; Esc để ở lại.",
                "Mở tờ ấy (F11)", lambda: self.open_sheet(sheet, scan.line),
            )  # fmt: skip

    def _keep_scan(self, text: str) -> None:
        """A code that is no line of ours: heard, seen and never lost (D4)."""
        self.bell()
        found = get_draft(self._session.db, SCANS)
        listed = found[0] if found else {}
        listed[str(len(listed) + 1)] = text
        save_draft(self._session.db, SCANS, listed, by=self._session.user)
        self._show_scans()
        self._session.status(f"Không nhận ra mã {text}.")

    def _show_scans(self) -> None:
        found = get_draft(self._session.db, SCANS)
        listed = [t for _, t in sorted(found[0].items(), key=lambda p: int(p[0]))] if found else []
        if listed:
            self._scan_list.show(
                f"Mã quét không nhận ra ({len(listed)}): {', '.join(listed)}",
                "Đã xem, bỏ đi (F11)", self._forget_scans,
            )  # fmt: skip
        else:
            self._scan_list.hide()

    def _press_strip(self) -> None:
        """F11: what the yellow strip offers, else the list of scans has been seen."""
        (self._strip if self._strip.has_action else self._scan_list).press()

    def _forget_scans(self) -> None:
        save_draft(self._session.db, SCANS, {}, by=self._session.user)
        self._show_scans()

    # -- showing ----------------------------------------------------------------------------

    def _after_rows(self, rows: Any) -> None:
        for n in rows:
            self._show_row(n)
        if rows:
            self.grid_sheet.refresh_cell()
            self.grid_sheet.redraw()
            self._progress()
            if self.grid_sheet.name:
                self._show_hint(self.grid_sheet.row, self.grid_sheet.name)

    def _show_row(self, n: int) -> None:
        assert self._open
        row, c = self._open.rows[n], theme.colours()
        texts = {**row.texts, "mark": row.mark, "code": str(row.household["code"]),
                 "last": last_result(row)}  # fmt: skip
        colours = {"code": ("", c.muted), "last": ("", c.muted), "mark": ("", c.success)}
        colours |= {name: ("", c.accent_text) for name, t in row.given.items()
                    if t and name in self._names and row.texts.get(name) == t}  # fmt: skip
        if row.notes:
            colours["disposition"] = (c.warning, c.on_warning)
            colours["mark"] = (c.warning, c.on_warning)
        for name in row.errors:
            colours[name if name in self._names else "disposition"] = (c.danger_pale, c.danger)
        name_colours = ("", c.success if row.visit else "")
        if row.errors or row.is_changed:
            name_colours = colours["mark"] = (c.danger_pale if row.errors else "", c.danger)
        self.grid_sheet.set_row(n, texts, colours, name_colours)

    def _show_hint(self, n: int, name: str) -> None:
        assert self._open
        row = self._open.rows[n]
        problem = row.errors.get(name) or next(iter(row.errors.values()), "")
        text = problem or cell_hint(name, row, self._open.head, self._campaign)
        if not problem and row.notes and name in ("disposition", "note"):
            text = row.notes[0]
        self._hint.configure(text=text, style="Error.TLabel" if problem else "Caption.TLabel")

    def _show_step(self) -> None:
        opened = self._open
        if opened and opened.step:
            self.head.show_what(describe_sheet(opened.sheet, opened.step.step))

    def _progress(self) -> None:
        if self._open:
            self.head.show_progress(describe_entered(self._open.rows))

    # -- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(4, weight=1)
        gap = px(10)
        self.head = HeadBar(self, head_fields(self._campaign, self._teams), self)
        self.head.grid(row=0, column=0, sticky="ew", pady=(0, gap))
        self._scan_list = Strip(self, "Bad")
        self._strip = Strip(self)
        results = Choice(disposition_options(self._campaign))
        self._whole = WholeBar(self, results, self)
        for row, part in ((1, self._scan_list), (2, self._strip), (3, self._whole)):
            part.grid(row=row, column=0, sticky="ew", pady=(0, gap))
            part.grid_remove()
        self._card = Card(self)
        self._card.configure(padding=px(1))
        self._card.grid(row=4, column=0, sticky="nsew")
        self.grid_sheet = GridSheet(self._card.body, grid_columns(self._campaign), self)
        self._hint = ttk.Label(self._card.body, style="Caption.TLabel", padding=(px(12), px(6)))
        self._hint.pack(side="bottom", fill="x")
        self._hint.bind("<Configure>", lambda e: self._hint.configure(wraplength=e.width - px(24)))
        self.grid_sheet.pack(fill="both", expand=True)
        self.picks = PickList(self, self.open_id)
        self.picks.grid(row=4, column=0, sticky="nsew")
        self._scans = ScanWatch(self, self.scanned)
        self._keys = bind_screen_keys(self, {
            "<F8>": self.toggle_whole, "<F11>": self._press_strip, "<F12>": self.finish,
            "<Control-z>": self.undo, "<Control-Z>": self.undo,
            "<Control-y>": self.redo, "<Control-Y>": self.redo,
        })  # fmt: skip
        tag_all(self, self._scans.tag)
        ttk.on_theme_change(self._repaint, call_now=False)
        self.bind("<Destroy>", self._on_destroy)

    def _repaint(self, _: object) -> None:
        if self._open:
            for n in range(len(self._open.rows)):
                self._show_row(n)
            self.grid_sheet.redraw()

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            ttk.remove_theme_change_callback(self._repaint)
            if self._job:
                self.after_cancel(self._job)

