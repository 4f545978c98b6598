"""The dialog that adds many teams: paste a column or a table from Excel, look, write."""

import tkinter as tk
import unicodedata

import ttkbootstrap as ttk

from domain.fields import format_row
from domain.team_lines import PastedTeam, describe_lines, new_teams, read_team_lines
from domain.teams import TEAM_FIELDS
from storage.teams import save_teams, teams_by_name
from ui import theme
from ui.dialogs import Dialog, write_or_tell
from ui.keys import bind_function_key, bind_moves
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px

REFRESH_MS = 200
COLUMNS = (
    Column("name", "Tên tổ", 150, grow=True, sortable=False),
    Column("affiliation", "Đoàn thể", 150, grow=True, sortable=False),
    Column("note", "", 130, sortable=False),
)
HINT = (
    "Chép cột tên tổ trong Excel rồi dán vào ô bên trái (Ctrl+V), hoặc gõ mỗi dòng một tên. Có thể "
    "chép cả bảng theo thứ tự: tên tổ, đoàn thể, tổ trưởng, điện thoại, số người; có dòng tiêu đề "
    "thì thứ tự nào cũng được."
)


def line_row(line: PastedTeam) -> ListRow:
    texts = format_row(TEAM_FIELDS, line.values)
    return ListRow(str(line.line), {**texts, "note": line.problem},
                   ("muted",) if line.problem else ())  # fmt: skip


class _Paste(Dialog):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, "Dán nhiều tổ")
        self._session = session
        self._known = set(teams_by_name(session.db))
        self._lines: list[PastedTeam] = []
        self._job: str | None = None
        Paragraph(self.body, HINT, "Caption.TLabel").pack(fill="x", pady=(0, px(8)))
        self._about = Paragraph(self.body, style="Caption.TLabel")
        self._about.pack(side="bottom", fill="x", pady=(px(8), 0))
        halves = ttk.Frame(self.body)
        halves.pack(fill="both", expand=True)
        halves.columnconfigure(0, weight=2, uniform="half")
        halves.columnconfigure(1, weight=3, uniform="half")
        halves.rowconfigure(0, weight=1)
        self._text = ttk.Text(halves, height=8, width=24, wrap="none", undo=True,
                              font="TkTextFont", padx=px(6), pady=px(4))  # fmt: skip
        self._text.grid(row=0, column=0, sticky="nsew")
        self._text.bind("<<Modified>>", self._on_modified)
        self._table = VirtualList(
            halves, COLUMNS,
            lambda at, n: [line_row(x) for x in self._lines[at : at + n]],
            lambda: len(self._lines), empty="Tên dán vào hiện ở đây.",
        )  # fmt: skip
        self._table.grid(row=0, column=1, sticky="nsew", padx=(px(theme.GAP), 0))
        self.add_button("Thêm (F9)", self.accept, main=True)
        self.add_button("Hủy", lambda: self.finish(None))
        bind_function_key(self, "F9", self.accept)
        bind_moves(self._text, self._table.focus_list, self._text.focus_set, enter=False)
        self.fix_body(px(860), px(420))
        self.after(80, self._text.focus_set)

    def accept(self) -> None:
        self._show_lines()
        rows, session = new_teams(self._lines), self._session
        if not rows:
            self._about.configure(text="Chưa có tên tổ nào để thêm.", style="Error.TLabel")
            self._text.focus_set()
            return
        changes = write_or_tell(self, lambda: save_teams(session.db, rows, by=session.user))
        if changes:
            session.changed(changes)
            self.finish(len(rows))

    def _on_modified(self, _: "tk.Event[tk.Misc]") -> None:
        if self._text.edit_modified():
            self._text.edit_modified(False)
            if self._job:
                self.after_cancel(self._job)
            self._job = self.after(REFRESH_MS, self._show_lines)

    def _show_lines(self) -> None:
        if self._job:
            self.after_cancel(self._job)
            self._job = None
        text = unicodedata.normalize("NFC", self._text.get("1.0", "end-1c"))
        self._lines = read_team_lines(text, self._known)
        self._about.configure(text=describe_lines(self._lines), style="Caption.TLabel")
        self._table.reload()


def ask_teams(parent: tk.Misc, session: Session) -> int:
    """How many teams were added."""
    added = _Paste(parent, session).wait()
    return added if isinstance(added, int) else 0
