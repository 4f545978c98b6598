"""The entry grid of one campaign: from the sheet's number to "Xong tờ", keyboard only.

Here: which sheet is open, its own day and team, the bars and the scans. Its rows are
ui/grid_rows.py, the bars around the table ui/grid_bars.py.
"""

import tkinter as tk
from collections.abc import Mapping
from datetime import date

from domain.campaigns import Campaign
from domain.days import format_day, parse_when
from domain.errors import AppError
from domain.grid_entry import first_head_field, head_fields
from domain.grid_whole import describe_whole_sheet
from domain.grid_words import describe_lines
from domain.scans import Scan
from domain.sheets import Sheet, read_sheet_code
from domain.teams import unique_names
from domain.visit_entry import SAME_FOR_ALL
from storage.drafts import list_drafts
from storage.sheets import find_sheet, get_sheet, get_sheet_campaign, list_ledger
from storage.teams import list_teams
from ui import theme
from ui.grid_bars import HeadBar, Strip
from ui.grid_picks import PickList
from ui.grid_rows import GridRows, describe_sheet
from ui.grid_saving import DRAFTS, OpenSheet
from ui.grid_scans import LostScans, ScanWatch
from ui.grid_whole import WholeBar
from ui.keys import bind_screen_keys, tag_all
from ui.session import Session
from ui.theme import px


class GridPage(GridRows):
    """Everything below the shell's header while the screen "Bảng nhập nhanh" is open."""

    def __init__(self, parent: tk.Misc, session: Session, campaign: Campaign) -> None:
        super().__init__(parent, session, campaign)
        self._start = {"visited_at": format_day(date.today().isoformat()), "slot": "", "team": ""}
        self._line = 0  # where an opened sheet begins; 0 is its day, slot or team
        self._passed: frozenset[str] | None = None  # left empty at the sheet typed before
        self._wanted = ""  # a code of another sheet, offered to be opened
        self._build()

    def start(self) -> None:
        """The sheet that was being typed when the program ended, else the list of what waits."""
        self._lost_scans.show()
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

    def number_passed(self) -> None:
        """Tab: on to the day of the sheet whose number stands there, else as Enter."""
        if self._open and self.head.number.get().strip() == self._open.sheet.code:
            self.head.focus_field("visited_at")
        else:
            self.open_typed()

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
        self._exceptions = set()
        self._show_sheet(sheet, line)
        self.after(theme.FOCUS_MS, self.focus_first)

    def _remember(self, head: Mapping[str, str]) -> None:
        """How the next sheet starts: the team is its own."""
        self._start = {n: head.get(n, "") for n in SAME_FOR_ALL}
        self._start["team"] = ""

    def _show_sheet(self, sheet: Sheet, line: int | None) -> None:
        if self._open and self._open.is_written:
            self._remember(self._open.head)
            self._passed = frozenset(n for n in SAME_FOR_ALL if not self._open.head.get(n))
        self._open = opened = OpenSheet(
            self._session, self._campaign, sheet, self._starting(sheet)
        )
        self._wanted = ""
        step = opened.step.step if opened.step else "PRINTED"
        what = describe_sheet(sheet, step)
        self.head.show_sheet(sheet.code, what, opened.head)
        self.picks.grid_remove()
        self._table.grid()
        self._strip.hide()
        self._close_whole()
        self._table.show(opened)
        self._progress()
        self._tell_about(opened)
        asked = first_head_field(opened.head, self._passed) if opened.is_new else ""
        self._line = 0 if asked and not line else (
            line or (opened.restored or [self._first_line()])[0]
        )  # fmt: skip
        if opened.is_new and self._line:
            said = ", ".join(t for t in opened.head.values() if t)
            self._session.status(f"Mọi dòng của tờ: {said}. Khác thì bấm Shift+Tab lên sửa.")

    def _starting(self, sheet: Sheet) -> dict[str, str]:
        """Day and slot as on the sheet before, unless this one was not printed yet on that day; the
        team is the one that has this sheet."""
        teams = {t.id: t.name for t in list_teams(self._session.db)}
        start = {**self._start, "team": teams.get(sheet.team_id or "") or self._start["team"]}
        if start["visited_at"] and parse_when(start["visited_at"])[:10] < sheet.made_on[:10]:
            start["visited_at"] = format_day(date.today().isoformat())
        return start

    def _refusal(self, sheet: Sheet) -> str:
        """Why the grid does not take this sheet; "" where it does."""
        campaign_id, name = get_sheet_campaign(self._session.db, sheet)
        if campaign_id != self._campaign.id:
            return (
                f"Tờ {sheet.code} in cho đợt “{name}”. Hãy mở Đợt vận động (F6) và chuyển sang "
                "làm việc với đợt ấy trước."
            )
        if sheet.kind == "BACKCHECK":
            return f"Tờ {sheet.code} là tờ phúc tra. Hãy nhập ở Chất lượng (Ctrl+5), Phúc tra."
        return ""

    def _tell_about(self, opened: OpenSheet) -> None:
        """What there is to know of the sheet before the first key."""
        if opened.step and opened.step.step == "CANCELLED":
            self._strip.show(f"Tờ {opened.sheet.code} đã ghi là hủy trong sổ theo dõi phiếu.")
        elif opened.restored:
            at = opened.restored_at
            self._strip.show(
                f"Đã lấy lại dòng {describe_lines(opened.restored)} đang nhập dở lúc {at[11:16]}. "
                "Chưa tính vào số liệu cho đến khi lưu."
            )

    def _show_picks(self) -> None:
        self._open = None
        self.head.show_nothing()
        self._table.grid_remove()
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

    def keep_typed(self) -> None:
        """Before the lock: what is typed goes into its draft; no row is stored for that."""
        if self._open:
            self.grid_sheet.close()
            self._waiting.add(self.grid_sheet.row)
            self._keep_now()

    def focus_shown(self) -> None:
        """The screen is shown again: the next sheet, unless a row of this one is half typed."""
        if self._open and any(r.is_changed for r in self._open.rows):
            self.focus_first()
        else:
            self.head.focus_number()

    def focus_first(self) -> None:
        if self._open is None:
            self.head.focus_number()
        elif self.grid_sheet.name:
            self.grid_sheet.focus_cell()
        elif self._line:
            self._go_to_line(self._line)
        elif self._open:
            self.head.focus_field(first_head_field(self._open.head, self._passed) or "visited_at")

    def refresh(self) -> None:
        """Something was written elsewhere: read again; unsaved rows come back from their drafts."""
        self._teams = unique_names(list_teams(self._session.db))
        if self._open is None:
            self._show_picks()
            return
        sheet, at = self._open.sheet, self.grid_sheet.row
        line, is_typing = self._open.rows[at].line, self.grid_sheet.editor is not None
        self.grid_sheet.close()
        self._keep_now()
        self._show_sheet(sheet, line)
        if is_typing:
            self.after(theme.FOCUS_MS, self.focus_first)

    # -- day, slot and team of the sheet ----------------------------------------------------

    def head_done(self, name: str, by: int) -> None:
        if self._open is None:
            return
        names = ["number", *SAME_FOR_ALL]
        if not self._take_head() and by > 0:
            self.head.focus_field(self.head.first_bad)
            return
        at = names.index(name) + by
        if at <= 0:
            self.head.focus_number()
        elif at < len(names):
            self.head.focus_field(names[at])
        else:
            self._passed = frozenset(n for n in SAME_FOR_ALL if not self._open.head.get(n))
            if self.grid_sheet.name:
                self.grid_sheet.focus_cell()
            else:
                self._go_to_line(self._first_line())

    def head_left(self) -> None:
        if self._open and self.winfo_exists():
            self._take_head()

    def _take_head(self) -> bool:
        """The typed day, slot and team, where they may be; rows that keep another day say so."""
        if self._open is None:
            return True
        opened = self._open
        texts = self.head.read(self._teams, self._campaign, date.today())
        was_bad, opened.head_errors = bool(opened.head_errors), self.head.errors
        if self.head.first_bad:
            self._check_again()
            return False
        if texts == opened.head and not was_bad:
            return True
        keeping = opened.set_head(texts)
        self._remember(texts)
        self._check_again()
        if was_bad:  # the rows that waited for it
            self._save([n for n in range(len(opened.rows)) if opened.rows[n].is_changed])
        if keeping:
            rows = sorted({n for listed in keeping.values() for n in listed})
            names = list(keeping)
            self._strip.show(
                f"{len(rows)} dòng đã lưu vẫn giữ ngày, buổi, tổ cũ của tờ.",
                f"Đổi cả {len(rows)} dòng (F11)", lambda: self._follow(rows, names),
            )  # fmt: skip
        return True

    def _check_again(self) -> None:
        """Day, slot or team of the sheet changed: the rows that wait say what is wrong now."""
        if self._open:
            for row in self._open.rows:
                if row.errors or row.is_changed:
                    self._open.check(row)
            self._after_rows(range(len(self._open.rows)))

    def _follow(self, rows: list[int], names: list[str]) -> None:
        if self._open:
            problem = self._writing(lambda: self._open and self._open.follow_head(rows, names))
            self._after_rows(rows)
            said = f"Đã đổi {len(rows)} dòng theo ngày, buổi, tổ của tờ. Ctrl+Z lấy lại."
            self._session.status(str(problem or said))

    # -- the whole sheet at once ------------------------------------------------------------

    def toggle_whole(self) -> None:
        if self._open is None:
            return
        if self._whole.grid_info():
            self._close_whole()
            self.grid_sheet.focus_cell()
            return
        self.grid_sheet.close()
        self._save([self.grid_sheet.row])
        self.head.fold(folded=True)
        self._whole.grid()
        self._whole.open()

    def write_whole(self) -> None:
        opened = self._open
        if opened is None or not self._take_head():
            return
        plan, lines = self._whole.plan(opened.rows, opened.head, date.today())
        if plan.problem:
            return
        try:
            self._writing(lambda: opened.write_whole(plan.rows))
        except AppError as refusal:
            self._whole.say(f"{refusal.message} {refusal.hint}")
            return
        self._exceptions = set(lines)
        self._close_whole()
        self._after_rows(range(len(opened.rows)))
        self._session.status(describe_whole_sheet(plan, lines))
        self._enter_when_full()
        self._go_to_line(lines[0] if lines else self._first_line())

    def _preview_whole(self) -> None:
        if self._open and self._whole.grid_info():
            self._whole.preview(self._open.rows, self._open.head, date.today())

    def _close_whole(self) -> None:
        self._whole.grid_remove()

    # -- scans ------------------------------------------------------------------------------

    def scanned(self, scan: Scan, widget: tk.Misc) -> None:
        """A bar code was read somewhere on the screen."""
        opened = self._open
        sheet = find_sheet(self._session.db, scan.number) if scan.number is not None else None
        if sheet is None:
            self._lost(scan)
            return
        lines = {r.line for r in opened.rows} if opened and opened.sheet.id == sheet.id else set()
        if lines and (scan.line is None or scan.line in lines):
            if scan.line is not None:
                self._go_to_line(scan.line)
            self._session.status(f"Đã quét {scan.text.upper()}.")
        elif lines:
            self._lost(scan)
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

    def _lost(self, scan: Scan) -> None:
        """A code that is no line of ours: heard, seen and never lost (D4)."""
        self.bell()
        self._lost_scans.add(scan.text)

    def _press_strip(self) -> None:
        """F11: what the yellow strip offers, else the list of scans has been seen."""
        (self._strip if self._strip.has_action else self._scan_list).press()

    # -- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(4, weight=1)
        gap = px(10)
        self.head = HeadBar(self, head_fields(self._campaign, self._teams), self)
        self._scans = ScanWatch(self, self.head.number.stops[0], self.scanned)
        self.head.grid(row=0, column=0, sticky="ew", pady=(0, gap))
        self._scan_list = Strip(self, "Bad")
        self._lost_scans = LostScans(self._session, self._scan_list)
        self._strip = Strip(self)
        self._whole = WholeBar(self, self._campaign, self.write_whole, self._preview_whole)
        for row, part in ((1, self._scan_list), (2, self._strip), (3, self._whole)):
            part.grid(row=row, column=0, sticky="ew", pady=(0, gap))
            part.grid_remove()
        self._table.grid(row=4, column=0, sticky="nsew")
        self.picks = PickList(self, self.open_id, lambda: self._session.show("sheets"))
        self.picks.grid(row=4, column=0, sticky="nsew")
        self._keys = bind_screen_keys(self, {
            "<F8>": self.toggle_whole, "<F11>": self._press_strip, "<F12>": self.finish,
            "<Control-z>": self.undo, "<Control-Z>": self.undo,
            "<Control-y>": self.redo, "<Control-Y>": self.redo,
        })  # fmt: skip
        tag_all(self, self._scans.tag)
