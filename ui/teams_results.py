"""Tổ công tác, "Kết quả các tổ": what each team or body did in a period (E10).

Numbers are domain/productivity.py; the rules stand there.
"""

import tkinter as tk
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.fields import Day, Field, format_row, parse_row
from domain.productivity import TeamLine
from storage.database import open_database
from storage.offices import is_practice
from storage.productivity import list_productivity
from ui.action_list import give_room, when_low
from ui.cards import EmptyState
from ui.dialogs import choose_save
from ui.flow import Flow
from ui.forms import Form
from ui.keys import bind_screen_keys
from ui.paragraph import Paragraph
from ui.preferences import remember_order, remembered_order
from ui.session import Session
from ui.tables import ListRow, VirtualList
from ui.tasks import Job, Report
from ui.teams_empty import NO_CAMPAIGN, make_empty, pass_keys
from ui.teams_plan import write
from ui.teams_result_rows import (
    RULES,
    check_period,
    columns_of,
    result_rows,
    results_table,
)
from ui.theme import px, zoom

FIELDS = (
    Field("since", "Từ ngày", Day(), width=12, hint="Để trống: từ đầu đợt."),
    Field("until", "Đến hết ngày", Day(), width=12, hint="Để trống: đến nay."),
)
NARROW = 900
SORTED = "results_sorted"  # of the settings of this PC


def read_lines(
    path: Path, campaign: Campaign, since: str, until: str, report: Report
) -> list[TeamLine]:
    """On the worker, with a connection of its own."""
    db = open_database(path)
    try:
        return list_productivity(db, campaign, since, until, report)
    finally:
        db.close()


class ResultsPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._lines: list[TeamLine] = []
        self._rows: Sequence[ListRow] = ()
        self._job: Job | None = None
        self._sort, self._descending = remembered_order(session.settings, SORTED)
        self._a_day, self._bodies = tk.BooleanVar(self), tk.BooleanVar(self)
        self._asked = ("", "")
        self._campaign: Campaign | None = None
        self._list: VirtualList | None = None
        self._empty: EmptyState | None = None
        self._page = ttk.Frame(self)
        self._build()
        bind_screen_keys(self, {
            "<F11>": partial(self._toggle, self._a_day),
            "<F12>": partial(self._toggle, self._bodies),
        })  # fmt: skip

    # -- what the tabs ask ----------------------------------------------------------------------

    def refresh(self) -> None:
        campaign, session = self._session.campaign, self._session
        if self._empty:
            self._empty.destroy()
            self._empty = None
        if campaign is None:
            self._page.pack_forget()
            self._empty = make_empty(self, NO_CAMPAIGN, "Đến đợt vận động (F6)",
                                     lambda: session.show("campaigns"), "people")  # fmt: skip
            return
        if not self._page.winfo_manager():
            self._page.pack(fill="both", expand=True)
        if self._list is None or campaign != self._campaign:
            self._campaign = campaign
            self._make_list()
        if self._job:
            self._job.cancel()
        self._job = session.tasks.run(
            partial(read_lines, session.db.path, campaign, *self._asked), self._show_lines
        )

    def focus_first(self) -> None:
        if self._list:
            self._list.focus_list()
        else:
            self.focus_set()

    def export(self) -> None:
        session, campaign = self._session, self._session.campaign
        if campaign is None or not self._lines:
            session.status("Chưa có kết quả để ghi.")
            return
        name = f"ket-qua-cac-to-{self._asked[1] or date.today().isoformat()}.xlsx"
        path = choose_save(self, session.settings, "Ghi kết quả các tổ", name)
        if path:
            table = results_table(self._lines, campaign, *self._asked, bodies=self._bodies.get())
            practice = is_practice(session.db)
            session.tasks.run(
                lambda report: write(table, path, practice=practice),
                lambda _: session.toast(f"Đã ghi {path.name}."),
                title="Đang ghi kết quả các tổ", modal=True,
            )  # fmt: skip

    # -- asking ---------------------------------------------------------------------------------

    def _ask(self) -> None:
        values, errors = parse_row(FIELDS, self._form.raw())
        errors = errors or check_period(values)
        self._form.show_errors(errors)
        asked = (str(values["since"] or ""), str(values["until"] or ""))
        if not errors and asked != self._asked:
            self._asked = asked
            self.refresh()

    def _toggle(self, which: tk.BooleanVar) -> None:
        which.set(not which.get())
        self._changed_view()

    def _changed_view(self) -> None:
        had_focus = bool(self._list and str(self.focus_get() or "").startswith(str(self._list)))
        self._make_list()
        self._show_rows()
        if had_focus:
            self.focus_first()

    def _on_sort(self, key: str) -> None:
        first_down = key not in ("name", "affiliation")
        self._descending = not self._descending if key == self._sort else first_down
        self._sort = key
        remember_order(self._session.settings, SORTED, key, descending=self._descending)
        if self._list:
            self._list.show_sorting(key, descending=self._descending)
        self._show_rows()

    # -- showing ------------------------------------------------------------------------------

    def _show_lines(self, lines: list[TeamLine]) -> None:
        self._lines = lines
        self._show_rows()

    def _show_rows(self) -> None:
        self._rows = result_rows(self._lines, bodies=self._bodies.get(), a_day=self._a_day.get(),
                                 sort=self._sort, descending=self._descending)  # fmt: skip
        if self._list:
            self._list.set_empty_text(
                "Chưa có tổ và chưa có lượt đến nào. Thêm tổ ở “Danh sách tổ”, nhập phiếu ở F3."
            )
            self._list.reload()

    def _make_list(self) -> None:
        """The columns are those of the campaign's apps and of what is listed."""
        bodies = self._bodies.get()
        if self._list:
            self._list.destroy()
        columns = columns_of(self._campaign, bodies=bodies)
        if self._sort not in {c.key for c in columns}:
            self._sort = ""
        self._list = VirtualList(
            self._place, columns,
            lambda at, n: self._rows[at : at + n], lambda: len(self._rows), sort=self._on_sort,
            empty="Đang tính …",
        )  # fmt: skip
        if self._sort:
            self._list.show_sorting(self._sort, descending=self._descending)
        self._list.pack(fill="both", expand=True)
        pass_keys(self, self._list)
        self._fit(self._place.winfo_width())

    def _fit(self, width: int) -> None:
        if self._list and width > 1:
            self._list.set_compact(compact=width / zoom() < NARROW)

    def _build(self) -> None:
        page = self._page
        top = ttk.Frame(page)
        top.pack(fill="x", pady=(0, px(8)))
        self._form = Form(top, FIELDS, layout=(("since", "until"),), submit=self._ask)
        self._form.pack(side="left")
        self._form.fill(format_row(FIELDS, {}))
        for name in ("since", "until"):
            stop = self._form.input(name).stops[0]
            stop.bind("<FocusOut>", lambda _: self.after_idle(self._ask_if_there), add=True)
        boxes = ttk.Frame(top)
        boxes.pack(side="left", padx=(px(24), 0))
        for text, which in (
            ("Bình quân một ngày đi (F11)", self._a_day),
            ("Theo đoàn thể, lực lượng (F12)", self._bodies),
        ):
            box = ttk.Checkbutton(boxes, text=text, variable=which, command=self._changed_view)
            box.pack(anchor="w", pady=px(2))
        flow = Flow(page)
        flow.pack(side="bottom", fill="x", pady=(px(10), 0))
        flow.add(ttk.Button(flow, text="Ghi tệp Excel (F9)", bootstyle="primary",
                            command=self.export))  # fmt: skip
        rules = Paragraph(page, RULES, "Caption.TLabel")
        rules.pack(side="bottom", fill="x", pady=(px(8), 0))
        self._place = ttk.Frame(page)
        self._place.pack(fill="both", expand=True)
        self._place.bind("<Configure>", lambda e: self._fit(e.width))
        give_room(page, self._place, (rules,))
        when_low(page, self._set_low)

    def _set_low(self, low: bool) -> None:
        for f in FIELDS:
            self._form.set_hint(f.name, "" if low else f.hint)

    def _ask_if_there(self) -> None:
        if self.winfo_exists():
            self._ask()
