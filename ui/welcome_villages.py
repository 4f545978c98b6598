"""Second step: the villages, as one column pasted from Excel, each with its own kind word (A1)."""

import re
import tkinter as tk
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.fields import Choice, Field, Text, heading_key, parse_row
from domain.households import HOUSEHOLD_FIELDS
from domain.text import clean
from domain.villages import VILLAGE_KINDS, Village, join_village, split_village, village_key
from storage.villages import list_villages, save_village, save_villages
from ui import theme
from ui.edit import edit_and_write
from ui.keys import bind_moves
from ui.paragraph import Paragraph
from ui.session import Session
from ui.suggest import Suggest
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px

LINE_FIELDS = (
    Field("kind", "Loại", Choice(VILLAGE_KINDS, free=True), width=14,
          hint="Để trống nếu tên đứng một mình."),
    Field("name", "Tên", Text(), required=True, width=28),
)  # fmt: skip
REFRESH_MS = 200
HINT = (
    "Chép cột tên thôn, bản trong Excel rồi dán vào ô bên trái (Ctrl+V), hoặc gõ mỗi dòng một tên. "
    "Bảng bên phải là những gì sẽ ghi; bấm Enter ở một dòng để sửa."
)

_KINDS = {heading_key(o.label) for o in VILLAGE_KINDS}
_HEADINGS = {
    heading_key(text)
    for f in HOUSEHOLD_FIELDS
    if f.name == "village"
    for text in (f.label, *f.aliases)
} | {"stt", "tt", "so tt"}
_MARKER = re.compile(r"^\s*(?:\d{1,3}\s*[.)]\s+|[-–•+*]\s+)")


@dataclass(frozen=True)
class VillageLine:
    """One line of the pasted text, and why it is not added, if so."""

    line: int  # in the text, from 0
    kind: str
    name: str
    problem: str = ""


def split_line(line: str, default_kind: str) -> tuple[str, str]:
    """Kind and name of a pasted line, which may have more cells than one.

    "bản | Chiềng" is taken as it stands; that is how a correction is written back.
    """
    if "|" in line:
        kind, _, name = line.partition("|")
        return clean(kind), clean(name)
    cells = [clean(c.strip().strip('"')) for c in line.split("\t")]
    cells = [c for c in cells if c and (len(cells) == 1 or not c.isdigit())]
    if not cells:
        return "", ""
    if len(cells) > 1 and heading_key(cells[0]) in _KINDS:
        return cells[0].lower(), cells[1]
    kind, name = split_village(_MARKER.sub("", cells[0]))
    return kind or default_kind, name


def read_village_lines(
    text: str, default_kind: str, known: Iterable[str] = ()
) -> list[VillageLine]:
    """Every line that holds something. `known`: keys of villages the commune has already."""
    found: list[VillageLine] = []
    seen: dict[str, int] = {}
    have = set(known)
    for n, line in enumerate(text.splitlines()):
        kind, name = split_line(line, default_kind)
        if not name:
            continue
        key = village_key(f"{kind} {name}")
        problem = ""
        if heading_key(line) in _HEADINGS:
            problem = "Tiêu đề"
        elif key in have:
            problem = "Đã có"
        elif key in seen:
            problem = f"Trùng dòng {seen[key] + 1}"
        else:
            seen[key] = n
        found.append(VillageLine(n, kind, name, problem))
    return found


def replace_line(text: str, line: int, kind: str, name: str) -> str:
    """The text with one line corrected."""
    lines = text.splitlines()
    lines[line] = f"{kind} | {name}"
    return "\n".join(lines)


def describe_lines(lines: Sequence[VillageLine]) -> str:
    """ "Sẽ thêm 40: 25 bản, 10 thôn, 5 tổ dân phố. Không thêm 1 dòng." """
    kinds = Counter(v.kind or "không ghi loại" for v in lines if not v.problem)
    if not lines:
        return ""
    left_out = sum(1 for v in lines if v.problem)
    listed = ", ".join(f"{n} {kind}" for kind, n in kinds.most_common())
    parts = [f"Sẽ thêm {kinds.total()}: {listed}." if kinds else "Không có thôn, bản nào để thêm."]
    if left_out:
        parts.append(f"Không thêm {left_out} dòng.")
    return " ".join(parts)


class VillagesPanel(ttk.Frame):
    button = "Ghi và tiếp tục (F9)"

    def __init__(self, parent: ttk.Frame, session: Session, go_on: Callable[[], None]) -> None:
        super().__init__(parent)
        self._session, self._go_on = session, go_on
        self._lines: list[VillageLine] = []
        self._known: list[Village] = []
        self._job: str | None = None
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Read the villages of the file again, and what is typed."""
        self._known = list_villages(self._session.db)
        self._show_lines()

    def on_changes(self, changes: Changes) -> None:
        if changes.households:
            self.refresh()

    def focus_first(self) -> bool:
        self._text.focus_set()
        return True

    def save(self) -> None:
        self._show_lines()
        pairs = [(v.kind, v.name) for v in self._lines if not v.problem]
        if not pairs and not self._known:
            self._message.configure(
                text="Chưa có thôn, bản nào. Hãy dán hoặc gõ tên, hoặc bấm “Để sau”.",
                style="Error.TLabel",
            )
            self._text.focus_set()
            return
        if pairs:
            changes, _ = save_villages(self._session.db, pairs, by=self._session.user)
            self._text.delete("1.0", "end")
            self._session.changed(changes)
        self._go_on()

    # -- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.columnconfigure((0, 1), weight=1, uniform="half")
        self.rowconfigure(1, weight=1)
        Paragraph(self, HINT, "Caption.TLabel").grid(
            row=0, column=0, columnspan=2, sticky="ew", pady=(0, px(theme.FIELD_GAP))
        )
        self._text = ttk.Text(self, height=8, width=24, wrap="none", undo=True, font="TkTextFont",
                              padx=px(6), pady=px(4))  # fmt: skip
        self._text.grid(row=1, column=0, sticky="nsew")
        self._text.bind("<<Modified>>", self._on_modified)
        self._table = VirtualList(
            self,
            (Column("kind", "Loại", 100), Column("name", "Tên", 90, grow=True),
             Column("note", "", 100)),
            self._fetch, lambda: len(self._known) + len(self._lines), opened=self._on_opened,
            empty="Tên dán vào hiện ở đây.",
        )  # fmt: skip
        self._table.grid(row=1, column=1, sticky="nsew", padx=(px(theme.GAP), 0))
        below = ttk.Frame(self)
        below.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(px(theme.FIELD_GAP), 0))
        ttk.Label(below, text="Dòng không ghi loại là", style="Caption.TLabel").pack(side="left")
        self._kind = tk.StringVar(self)
        self._kind.trace_add("write", lambda *_: self._show_later())
        box = Suggest(below, [o.label for o in VILLAGE_KINDS], textvariable=self._kind, width=14)
        box.pack(side="left", padx=px(8))
        self._message = Paragraph(below, style="Caption.TLabel")
        self._message.pack(side="left", fill="x", expand=True, padx=(px(8), 0))
        bind_moves(self._text, box.focus_set, lambda: self._table.focus_list(), enter=False)
        bind_moves(box, lambda: self._leave_kind(box), self._text.focus_set)

    def _leave_kind(self, box: Suggest) -> None:
        box.take()
        self._table.focus_list()

    def _on_modified(self, _: "tk.Event[tk.Misc]") -> None:
        if self._text.edit_modified():
            self._text.edit_modified(False)
            self._show_later()

    def _show_later(self) -> None:
        if self._job:
            self.after_cancel(self._job)
        self._job = self.after(REFRESH_MS, self._show_lines)

    def _show_lines(self) -> None:
        if self._job:
            self.after_cancel(self._job)
            self._job = None
        kind = clean(self._kind.get()).lower()
        self._lines = read_village_lines(
            self._text.get("1.0", "end-1c"), kind, [v.key for v in self._known]
        )
        self._message.configure(text=describe_lines(self._lines), style="Caption.TLabel")
        self._table.reload()

    # -- the table: villages of the file first, then the new lines -----------------------------

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        known = [
            ListRow(v.id, {"kind": v.kind, "name": v.name, "note": "Đã ghi"}, ("muted",))
            for v in self._known
        ]
        new = [
            ListRow(f"line {v.line}", {"kind": v.kind or "–", "name": v.name, "note": v.problem},
                    ("muted",) if v.problem else ())
            for v in self._lines
        ]  # fmt: skip
        return (known + new)[offset : offset + limit]

    def _on_opened(self, row_id: str) -> None:
        known = next((v for v in self._known if v.id == row_id), None)
        line = next((v for v in self._lines if f"line {v.line}" == row_id), None)
        shown = known or line
        if shown is None:
            return
        db, by = self._session.db, self._session.user

        def write(texts: dict[str, str]) -> bool:
            values, _ = parse_row(LINE_FIELDS, texts)
            kind, name = str(values["kind"] or ""), str(values["name"])
            if known:
                self._session.changed(
                    save_village(db, known.id, kind, name, known.position, by=by)
                )
            elif line:
                text = replace_line(self._text.get("1.0", "end-1c"), line.line, kind, name)
                self._text.delete("1.0", "end")
                self._text.insert("1.0", text)
                self._show_lines()
            return True

        edit_and_write(self, f"Sửa {join_village(shown.kind, shown.name)}", LINE_FIELDS,
                       {"kind": shown.kind, "name": shown.name}, write)  # fmt: skip
        self._table.focus_list()
