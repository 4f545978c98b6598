"""Second step of the import wizard: what the columns of each sheet are, where its village is."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Number, Option, Value, YesNo, format_row, parse_row
from imports.decoded import DecodedTable
from imports.layout import Layout, VillageFrom
from ui import theme
from ui.choices import ListInput
from ui.forms import Form
from ui.import_layouts import (
    ROLES,
    SURE,
    UNUSED,
    column_title,
    first_problem,
    sample_values,
    shown_columns,
    with_header_row,
    with_role,
)
from ui.import_work import ImportWork
from ui.keys import bind_moves
from ui.paragraph import Paragraph
from ui.scrolled import Scrolled
from ui.session import Session
from ui.theme import px

APPLY_MS = 250
FIELDS: tuple[Field, ...] = (
    Field("sheet", "Trang tính", Choice(), width=20),
    Field("header_row", "Dòng tiêu đề cột", Number(most=100_000), width=7),
    Field("first_row", "Dòng hộ đầu tiên", Number(most=100_000), required=True, width=7),
    Field("is_chosen", "Nhập trang này", YesNo(), width=8),
    Field("village_from", "Thôn, bản ghi ở đâu",
          Choice(tuple(Option(v.name, v.value) for v in VillageFrom)), width=28),
    Field("village_text", "Thôn, bản của dòng không ghi", Choice(free=True), width=22),
    Field("is_by_person", "Mỗi dòng là một",
          Choice((Option("0", "hộ"), Option("1", "người"))), width=12),
    Field("grouped", "Số khẩu viết như thế này", Choice(), width=22),
)  # fmt: skip
LAYOUT = (
    ("sheet", "header_row", "first_row", "is_chosen"),
    ("village_from", "village_text", "is_by_person"),
    ("grouped",),
)
ROLE = Field("role", "Cột này là", Choice(ROLES), width=30)


def layout_texts(sheet: int, layout: Layout) -> dict[str, str]:
    """The layout as the form shows it."""
    values: dict[str, Value] = {
        "sheet": str(sheet), "first_row": layout.first_row + 1, "is_chosen": int(layout.is_chosen),
        "header_row": layout.header_rows[-1] + 1 if layout.header_rows else None,
        "village_from": layout.village_from.name if layout.village_from else None,
        "village_text": layout.village_text, "is_by_person": str(int(layout.is_by_person)),
        "grouped": str(int(layout.grouped)),
    }  # fmt: skip
    return format_row(FIELDS, values)


def changed_layout(table: DecodedTable, layout: Layout, raw: dict[str, str]) -> Layout:
    """The layout as the form says; what cannot be understood stays as it was.

    `grouped` is the code of grouped_options(), which depend on the sheet.
    """
    values, errors = parse_row([f for f in FIELDS if f.name not in ("sheet", "grouped")], raw)
    header = int(str(values["header_row"] or 0))
    if "header_row" not in errors and header != (
        layout.header_rows[-1] + 1 if layout.header_rows else 0
    ):
        return with_header_row(table, layout, header)
    first_row = values["first_row"]
    source = values["village_from"]
    return replace(
        layout,
        first_row=first_row - 1 if isinstance(first_row, int) and first_row else layout.first_row,
        is_chosen=bool(values["is_chosen"]),
        village_from=VillageFrom[source] if isinstance(source, str) else layout.village_from,
        village_text=str(values["village_text"] or ""),
        is_by_person=values["is_by_person"] == "1",
        grouped=raw["grouped"] == "1",
    )


def grouped_options(ambiguous: str) -> tuple[Option, ...]:
    """The one question about "1.234" in a column of counts."""
    whole = ambiguous.replace(".", "").replace(",", "")
    return (Option("1", f"“{ambiguous}” là {whole}"), Option("0", f"“{ambiguous}” là số lẻ, bỏ"))


class ColumnsStep(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session, go_on: Callable[[], None]) -> None:
        super().__init__(parent)
        self._go_on = go_on
        self._work: ImportWork | None = None
        self._sheet = 0
        self._job: str | None = None
        self._roles: list[ListInput] = []
        self._message = Paragraph(self, style="Error.TLabel")
        self._scrolled = Scrolled(self)
        self._scrolled.pack(fill="both", expand=True)
        self._form = Form(self._scrolled.body, FIELDS, layout=LAYOUT)
        self._form.pack(fill="x")
        self._form.on_change(self._apply_later)
        self._grid = ttk.Frame(self._scrolled.body)
        self._grid.pack(fill="both", expand=True)

    def show(self, work: ImportWork) -> None:
        if work is not self._work:
            self._work = work
            chosen = [n for n, lay in enumerate(work.layouts) if lay.is_chosen]
            self._sheet = chosen[0] if chosen else 0
        names = [
            Option(str(n), f"{table.name} ({len(table.rows())} dòng)")
            for n, table in enumerate(work.tables)
        ]
        self._form.offer("sheet", Choice(tuple(names)))
        self._form.offer("village_text",
                         Choice(tuple(Option(v, v) for v in work.villages), free=True))  # fmt: skip
        self._show_sheet()

    def focus_first(self) -> bool:
        if self._roles:
            self._roles[0].focus().focus_set()
        else:
            self._form.focus_first()
        return True

    def accept(self) -> bool:
        """Take over what is typed; False, with the sentence, while something is missing."""
        self._apply()
        assert self._work is not None
        problem = first_problem(self._work.layouts)
        if problem is None:
            self._message.pack_forget()
            return True
        sheet, field, sentence = problem
        if sheet != self._sheet:
            self._sheet = sheet
            self._show_sheet()
        self._message.configure(text=sentence)
        self._message.pack(fill="x", before=self._scrolled, pady=(0, px(6)))
        if field == "columns" and self._roles:
            self._roles[0].focus().focus_set()
        elif field != "columns":
            self._form.focus_field(field)
        return False

    # -- the sheet ------------------------------------------------------------------------------

    @property
    def _table(self) -> DecodedTable:
        assert self._work is not None
        return self._work.tables[self._sheet]

    @property
    def _layout(self) -> Layout:
        assert self._work is not None
        return self._work.layouts[self._sheet]

    def _show_sheet(self) -> None:
        layout = self._layout
        self._form.show_field("is_by_person", shown=layout.could_be_by_person)
        self._form.show_field("grouped", shown=bool(layout.ambiguous))
        if layout.ambiguous:
            self._form.offer("grouped", Choice(grouped_options(layout.ambiguous)))
        self._form.fill(self._texts())
        self._show_columns()

    def _texts(self) -> dict[str, str]:
        assert self._work is not None
        texts = layout_texts(self._sheet, self._layout)
        texts["sheet"] = str(self._sheet)  # a list input understands the code as well
        texts["grouped"] = str(int(self._layout.grouped))
        return texts

    def _apply_later(self) -> None:
        if self._job:
            self.after_cancel(self._job)
        self._job = self.after(APPLY_MS, self._apply)

    def _apply(self) -> None:
        if self._job:
            self.after_cancel(self._job)
            self._job = None
        assert self._work is not None
        raw = self._form.raw()
        names = [f"{table.name} ({len(table.rows())} dòng)" for table in self._work.tables]
        wanted = names.index(raw["sheet"]) if raw["sheet"] in names else self._sheet
        if wanted != self._sheet:
            self._sheet = wanted
            self._show_sheet()
            return
        options = grouped_options(self._layout.ambiguous)
        raw["grouped"] = "1" if raw["grouped"] == options[0].label else "0"
        self._take(changed_layout(self._table, self._layout, raw))

    def _take(self, layout: Layout) -> None:
        assert self._work is not None
        old = self._layout
        self._work.set_layout(self._sheet, layout)
        if (old.columns, old.headings, old.first_row) != (
            layout.columns, layout.headings, layout.first_row
        ):  # fmt: skip
            if old.header_rows != layout.header_rows:
                self._form.set("first_row", str(layout.first_row + 1))
            self._show_columns()
        if old.village_from != layout.village_from:
            texts = layout_texts(self._sheet, layout)
            self._form.set("village_from", texts["village_from"])

    # -- the columns ----------------------------------------------------------------------------

    def _show_columns(self) -> None:
        shown = shown_columns(self._table, self._layout)
        at = next((n for n, r in enumerate(self._roles) if r.widget == self.focus_get()), None)
        for child in self._grid.winfo_children():
            child.destroy()
        self._roles = []
        for n, title in enumerate(("Cột trong tệp", "Ba giá trị đầu", "Cột này là")):
            ttk.Label(self._grid, text=title, style="Caption.TLabel").grid(
                row=0, column=n, sticky="w", padx=(0, px(theme.GAP)), pady=(0, px(4))
            )
        self._grid.columnconfigure(0, weight=2, uniform="c")
        self._grid.columnconfigure(1, weight=3, uniform="c")
        for row, column in enumerate(shown, 1):
            self._add_column(row, column)
        for n, role in enumerate(self._roles):
            before = self._roles[n - 1] if n else None
            after = self._roles[n + 1] if n + 1 < len(self._roles) else None
            bind_moves(
                role.stops[0],
                after.focus().focus_set if after else self._go_on,
                before.focus().focus_set if before else self._form.focus_first,
            )
        if at is not None and at < len(self._roles):
            self._roles[at].focus().focus_set()

    def _add_column(self, row: int, column: int) -> None:
        layout = self._layout
        ttk.Label(self._grid, text=column_title(layout, column)).grid(
            row=row, column=0, sticky="w", padx=(0, px(theme.GAP))
        )
        values = "  ·  ".join(sample_values(self._table, layout, column)) or "(trống)"
        ttk.Label(self._grid, text=values, style="Caption.TLabel").grid(
            row=row, column=1, sticky="w", padx=(0, px(theme.GAP))
        )
        role = ListInput(self._grid, ROLE, lambda: self._on_role(column, role))
        role.set(layout.columns[column] or UNUSED)
        role.widget.grid(row=row, column=2, sticky="w", pady=px(2))
        sure = layout.confidence[column] if column < len(layout.confidence) else 0.0
        if layout.columns[column] and sure < SURE:
            ttk.Label(self._grid, text="đoán, hãy xem lại", style="Error.TLabel").grid(
                row=row, column=3, sticky="w", padx=(px(8), 0)
            )
        self._roles.append(role)

    def _on_role(self, column: int, role: ListInput) -> None:
        label = role.get()
        code = next((o.code for o in ROLES if o.label == label), UNUSED)
        self._take(with_role(self._layout, column, code))
