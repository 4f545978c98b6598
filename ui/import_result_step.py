"""After writing: what was done, and what to do with the rows that were not."""

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from domain.errors import AppError
from domain.numerals import format_count
from storage.audit import log_names
from ui import dialogs, theme
from ui.cards import Tile
from ui.import_rows import summarize_result
from ui.import_work import ImportWork
from ui.session import Session
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px

LOW = 320  # logical height below which the tiles are left out


def headings_of(work: ImportWork) -> tuple[str, ...]:
    """The headings above the rejected rows; none when they come from sheets of different kinds."""
    assert work.plan is not None
    sheets = {r.place.sheet for r in work.plan.rejects}
    found = {
        layout.headings
        for table, layout in zip(work.tables, work.layouts, strict=True)
        if table.name in sheets
    }
    return found.pop() if len(found) == 1 else ()


class ResultStep(ttk.Frame):
    """`again()` starts with another file."""

    def __init__(self, parent: tk.Misc, session: Session, again: Callable[[], None]) -> None:
        super().__init__(parent)
        self._session = session
        self._work: ImportWork | None = None
        self._villages: list[tuple[str, int]] = []
        self._sentence = ttk.Label(self, style="Strong.TLabel")
        self._sentence.pack(anchor="w")
        self._tiles_row = tiles = ttk.Frame(self)
        tiles.pack(fill="x", pady=(px(theme.GAP), px(theme.GAP)))
        self._tiles: dict[str, Tile] = {}
        for n, (key, title) in enumerate(
            (("added", "Đã thêm"), ("updated", "Đã cập nhật"), ("unchanged", "Giữ nguyên"),
             ("rejected", "Bị loại"))
        ):  # fmt: skip
            tile = Tile(tiles, title)
            tile.grid(row=0, column=n, sticky="nsew", padx=(px(8) if n else 0, 0))
            tiles.columnconfigure(n, weight=1, uniform="tile")
            self._tiles[key] = tile
        buttons = ttk.Frame(self)
        buttons.pack(side="bottom", fill="x", pady=(px(theme.GAP), 0))
        self._rejects = ttk.Button(buttons, text="Lưu dòng bị loại ra Excel …", bootstyle="outline",
                                   command=self.save_rejects)  # fmt: skip
        self._again = ttk.Button(buttons, text="Nhập tệp khác", bootstyle="outline", command=again)
        self._again.pack(side="left")
        ttk.Label(self, text="Số hộ của từng thôn, bản trong tệp", style="Caption.TLabel").pack(
            anchor="w", pady=(0, px(4))
        )
        self._table = VirtualList(
            self, (Column("label", "Thôn, bản", 260, grow=True), Column("count", "Số hộ", 90, "e")),
            self._fetch, lambda: len(self._villages),
        )  # fmt: skip
        self._table.pack(fill="both", expand=True)
        self.bind("<Configure>", self._fit)

    def show(self, work: ImportWork) -> None:
        assert work.plan is not None
        assert work.result is not None
        self._work = work
        counts = {"added": work.result.added, "updated": work.result.updated,
                  "unchanged": work.result.unchanged,
                  "rejected": len(work.plan.rejects)}  # fmt: skip
        for key, tile in self._tiles.items():
            tile.update_tile(
                format_count(counts[key]), alarm=key == "rejected" and bool(counts[key])
            )
        self._sentence.configure(text=summarize_result(work.result, counts["rejected"]))
        self._villages = list(work.result.villages.items())
        self._table.reload(keep=False)
        if counts["rejected"]:
            self._rejects.pack(side="left", padx=(0, px(8)), before=self._again)
        else:
            self._rejects.pack_forget()

    def focus_first(self) -> bool:
        return False

    def accept(self) -> bool:
        return True

    def _fit(self, event: "tk.Event[tk.Misc]") -> None:
        """At 150 % the sentence alone gives the counts, and the villages have the room."""
        if event.widget is not self:
            return
        if event.height < px(LOW):
            self._tiles_row.pack_forget()
        else:
            self._tiles_row.pack(fill="x", pady=px(theme.GAP), after=self._sentence)

    def save_rejects(self) -> None:
        assert self._work is not None
        assert self._work.plan is not None
        name = f"{self._work.path.stem} - dòng bị loại.xlsx"
        path = dialogs.choose_save(self, self._session.settings, "Lưu dòng bị loại", name)
        if path is None:
            return
        from exports.rejects import write_rejects  # brings openpyxl, which few imports need

        rejects = self._work.plan.rejects
        try:
            log_names(self._session.db, "log_print", "dòng bị loại khi nhập danh sách",
                      self._work.path.name, len(rejects), by=self._session.user)  # fmt: skip
            write_rejects(rejects, path, headings_of(self._work),
                          practice=self._session.practice)
        except AppError as error:
            dialogs.tell(self, "Chưa lưu được", error.message, error.hint, error=True)
            return
        self._session.toast(f"Đã lưu {len(rejects)} dòng vào {path.name}.")

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        return [
            ListRow(label, {"label": label, "count": format_count(n)})
            for label, n in self._villages[offset : offset + limit]
        ]
