"""Third step of the import wizard: which village each text of the file means."""

import tkinter as tk
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Option
from domain.numerals import format_count
from imports.village_book import VillageMatch
from ui import theme
from ui.edit import edit
from ui.import_work import ImportWork
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px

ABOUT = (
    "Tên ghi trong tệp và thôn, bản mà chương trình hiểu. Bấm Enter ở một dòng để sửa; ghi cùng "
    "một tên cho hai cách viết thì hai cách viết là một thôn, bản."
)


def match_note(match: VillageMatch) -> str:
    if not match.is_new:
        return "đã có"
    return f"mới, gần giống {match.near}" if match.near else "mới"


def describe_villages(matches: Sequence[VillageMatch]) -> str:
    """ "6 thôn, bản: 6 đã có." / "7 thôn, bản: 6 đã có, 1 mới. 1 tên cần xem lại." """
    labels = {m.label: m for m in matches}
    new = sum(m.is_new for m in labels.values())
    near = sum(bool(m.is_new and m.near) for m in labels.values())
    parts = [f"{len(labels) - new} đã có"] if len(labels) > new else []
    parts += [f"{new} mới"] if new else []
    text = f"{len(labels)} thôn, bản: {', '.join(parts)}." if labels else "Không có thôn, bản nào."
    return f"{text} {near} tên gần giống thôn, bản đã có, hãy xem lại." if near else text


class VillagesStep(ttk.Frame):
    """`replan()` after a correction: labels and counts depend on each other."""

    def __init__(self, parent: tk.Misc, session: Session, replan: Callable[[], None]) -> None:
        super().__init__(parent)
        self._replan = replan
        self._work: ImportWork | None = None
        self._matches: Sequence[VillageMatch] = ()
        Paragraph(self, ABOUT, "Caption.TLabel").pack(fill="x")
        self._count = ttk.Label(self, style="Strong.TLabel")
        self._count.pack(anchor="w", pady=(px(theme.FIELD_GAP), px(6)))
        self._table = VirtualList(
            self,
            (Column("text", "Tên trong tệp", 220, grow=True),
             Column("label", "Thôn, bản", 220, grow=True),
             Column("count", "Số hộ", 80, "center"), Column("note", "", 240)),
            self._fetch, lambda: len(self._matches), opened=self._on_opened,
            empty="Tệp không ghi thôn, bản nào. Hãy quay lại và chọn thôn, bản của trang.",
        )  # fmt: skip
        self._table.pack(fill="both", expand=True)

    def show(self, work: ImportWork) -> None:
        assert work.plan is not None
        self._work = work
        self._matches = work.plan.village_map
        self._count.configure(text=describe_villages(self._matches))
        self._table.reload()

    def focus_first(self) -> bool:
        return False

    def accept(self) -> bool:
        return True

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        return [
            ListRow(str(n), {"text": m.text, "label": m.label, "note": match_note(m),
                             "count": format_count(m.households)},
                    ("alarm",) if m.is_new and m.near else ())
            for n, m in enumerate(self._matches[offset : offset + limit], offset)
        ]  # fmt: skip

    def _on_opened(self, row: str) -> None:
        assert self._work is not None
        match = self._matches[int(row)]
        labels = dict.fromkeys([*self._work.villages, *(m.label for m in self._matches)])
        field = Field("label", "Thôn, bản", required=True, width=36,
                      kind=Choice(tuple(Option(v, v) for v in labels), free=True),
                      hint="Chọn một thôn, bản đã có, hoặc ghi tên mới cả loại: “Bản Chiềng”.",
                      )  # fmt: skip
        raw = edit(self, f"“{match.text}” là", (field,), {"label": match.label}, columns=1)
        if raw and raw["label"].strip() != match.label:
            self._work.correct_village(match.text, raw["label"].strip())
            self._replan()
        self._table.focus_list()
