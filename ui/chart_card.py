"""ChartCard: the lower part of Tổng quan. Tabs, what to show, the chart or table, its buttons.

Charts are in ui/charts.py, rows of the tables in ui/overview_tables.py.
"""

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Option
from domain.ranking import RANKED, rank_lines, sort_lines
from exports.drawing import Hit
from exports.palette import Palette
from ui import theme
from ui.cards import EmptyState
from ui.chart_canvas import ChartCanvas
from ui.charts import CHARTS, Chart, Filters, Hits, Measure
from ui.choices import ListInput
from ui.deadline_board import TITLE, DeadlineBoard
from ui.overview_numbers import Numbers
from ui.overview_tables import (
    RANK_COLUMNS,
    REASON_COLUMNS,
    rank_filter,
    rank_row,
    reason_filter,
    reason_rows,
    sort_key,
    whole_row,
)
from ui.overview_texts import moment_words
from ui.preferences import remember_order, remembered_order
from ui.session import Session
from ui.tables import ListRow, VirtualList
from ui.theme import px

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RANKING, DEADLINES = "ranking", "deadlines"
SHORT = ("Thôn, bản", "Ngày", "Phễu", "Lý do", "Hạng", "Hạn")  # in a narrow window
TABS: tuple[tuple[str, str], ...] = (
    *((c.key, c.tab) for c in CHARTS), (RANKING, "Xếp hạng"), (DEADLINES, "Hạn nộp")
)  # fmt: skip
SORTED = "ranking_sorted"  # of the settings of this PC
HINT = "Mũi tên chọn từng phần, Enter mở danh sách hộ, Esc trở về."


class ChartCard(ttk.Frame):
    """`opens(filters)` for a part that was pressed, `said(text)` for the status line,
    `save_picture(chart, measure)` and `enlarge()` for its buttons, `prepare(done)` loads the
    drawing and calls back."""

    def __init__(
        self, parent: tk.Misc, session: Session, *, opens: Callable[[Filters], object],
        said: Callable[[str], object], save_picture: Callable[[], object],
        enlarge: Callable[[], object], prepare: Callable[[Callable[[], None]], object],
    ) -> None:  # fmt: skip
        pad = px(theme.CARD)
        super().__init__(parent, style="Card.TFrame", padding=(pad, px(10), pad, px(10)))
        self._opens, self._said, self._prepare = opens, said, prepare
        self._enlarge = enlarge
        self._numbers: Numbers | None = None
        self._tab = tk.StringVar(self, value=TABS[0][0])
        self._chosen: dict[str, str] = {}  # measure by tab
        self._asked = self._is_loaded = self._has_choice = False
        self._empty: EmptyState | None = None
        self._draw_job: str | None = None
        self._ranks: list[ListRow] = []
        self._reasons: list[ListRow] = []
        self._settings = session.settings
        self._sorted, self._descending = remembered_order(session.settings, SORTED)
        if self._sorted not in {sort_key(c.key) for c in RANK_COLUMNS}:
            self._sorted = ""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        self._build_head(save_picture)
        self._build_body()
        self.board = DeadlineBoard(self, session)
        self.bind("<Destroy>", self._on_destroy)

    # -- for the screen ---------------------------------------------------------------------

    @property
    def tab(self) -> str:
        return self._tab.get()

    @property
    def hits(self) -> Hits:
        """What lies under the chart in view."""
        return self.canvas.hits

    def show(self, numbers: Numbers) -> None:
        """Other numbers: what is in view is drawn again, once the window has been painted."""
        if not self._sorted:  # as the campaign has its targets
            first = [k for k, code in RANKED.items() if numbers.campaign.target(code) and k in
                     ("smartphones", "population", "subscribers")]  # fmt: skip
            self._sorted = first[0] if first else "smartphones"
        self._numbers = numbers
        self._refresh()

    def show_empty(self, sentence: str, button: str, command: Callable[[], None]) -> None:
        """No chart yet, but what to do for one."""
        self.hide_empty()
        self._empty = EmptyState(self, sentence, button, command, icon="clipboard-data")
        self._empty.grid(row=2, column=0, sticky="nsew")

    def hide_empty(self) -> None:
        if self._empty:
            self._empty.destroy()
            self._empty = None

    def open_tab(self, key: str) -> None:
        if key in dict(TABS):
            self._tab.set(key)
            self._refresh()

    def open_nth(self, n: int) -> None:
        """The tab with this digit."""
        self.open_tab(TABS[n - 1][0])
        self.focus_content()

    def hold_drawing(self, *, on: bool) -> None:
        """While a picture is drawn off this thread nothing is drawn here."""
        self.canvas.hold(on=on)
        self._save.configure(state="disabled" if on or self._is_table() else "normal")

    def current(self) -> tuple[Chart, Measure] | None:
        """The chart in view, where it is one."""
        chart = next((c for c in CHARTS if c.key == self.tab), None)
        if chart is None or self._numbers is None or self._empty or self._is_table():
            return None
        return chart, self._measure(chart)

    def lay_out(self, *, compact: bool, few_words: bool, enlarged: bool) -> None:
        """A narrow window has one line less: the title goes, the choice stands with the tabs.

        With few words the choice and the buttons share that line instead.
        """
        one_line = compact and not few_words
        self._choice.widget.grid(in_=self._head if one_line else self._line, row=0, column=1,
                                 sticky="w", padx=(px(10) if one_line else 0, 0))  # fmt: skip
        self._buttons.grid(in_=self._line if few_words else self._head, row=0, column=2, sticky="e")
        # Above the line they stand in; and Tab comes to them before the chart.
        for part in (self._choice.widget, self._buttons, self.canvas, self._ranking,
                     self._reason_table, self.board):  # fmt: skip
            tk.Misc.tkraise(part)  # of a canvas lift() means its items
        (self._title.grid_remove if compact else self._title.grid)()
        (self._line.grid_remove if one_line else self._line.grid)()
        for button, (_, text), short in zip(self._tabs, TABS, SHORT, strict=True):
            digit = str(button.cget("text"))[0]
            button.configure(text=f"{digit}. {short if compact else text}")
        self._choice.widget.configure(width=16 if one_line else 26)  # type: ignore[call-arg]
        self._ranking.set_compact(compact=compact)
        self.board.list.set_compact(compact=compact)
        words = ("Ảnh", "Nhỏ" if enlarged else "To") if one_line else (
            "Lưu ảnh", "Thu nhỏ" if enlarged else "Phóng to")  # fmt: skip
        self._save.configure(text=f"{words[0]} (F12)")
        self._grow.configure(text=f"{words[1]} (F11)")
        self._show_choice()

    def focus_content(self) -> None:
        if self.tab == RANKING:
            self._ranking.focus_list()
        elif self.tab == DEADLINES:
            self.board.list.focus_list()
        elif self._is_table():
            self._reason_table.focus_list()
        else:
            self.canvas.focus_set()

    # -- building ---------------------------------------------------------------------------

    def _build_head(self, save_picture: Callable[[], object]) -> None:
        self._head = ttk.Frame(self)
        self._head.grid(row=0, column=0, sticky="ew", pady=(0, px(8)))
        tabs = ttk.Frame(self._head)
        tabs.grid(row=0, column=0, sticky="w")
        self._head.columnconfigure(1, weight=1)
        self._tabs = [self._make_tab(tabs, n, key, text) for n, (key, text) in enumerate(TABS, 1)]
        self._line = ttk.Frame(self)
        self._line.grid(row=1, column=0, sticky="ew", pady=(0, px(4)))
        self._line.columnconfigure(1, weight=1)
        self._line.rowconfigure(0, minsize=px(34))  # as high without a choice as with one
        self._title = ttk.Label(self._line, style="CardTitle.TLabel")
        self._title.grid(row=0, column=0, sticky="w", padx=(0, px(14)))
        self._choice = ListInput(self, Field("measure", "Xem", Choice(), width=26),
                                 self._on_measure)  # fmt: skip
        self._buttons = ttk.Frame(self)
        self._save = ttk.Button(self._buttons, text="Lưu ảnh (F12)", bootstyle="outline",
                                command=save_picture)  # fmt: skip
        self._grow = ttk.Button(self._buttons, text="Phóng to (F11)", bootstyle="outline",
                                command=self._enlarge)  # fmt: skip
        self._save.pack(side="left", padx=(0, px(8)))
        self._grow.pack(side="left")

    def _make_tab(self, parent: tk.Misc, n: int, key: str, text: str) -> ttk.Radiobutton:
        button = ttk.Radiobutton(parent, text=f"{n}. {text}", value=key, variable=self._tab,
                                 command=self._refresh, takefocus=n == 1,
                                 bootstyle="primary outline toolbutton")  # fmt: skip
        button.pack(side="left", padx=(0, px(4)))
        for name, step in (("<Left>", -1), ("<Right>", 1)):
            button.bind(name, lambda _, step=step: self._step_tab(step))  # type: ignore[misc]
        button.bind("<Down>", lambda _: self.focus_content())
        return button

    def _build_body(self) -> None:
        self._waiting = ttk.Label(self, text="Đang chuẩn bị biểu đồ …", style="Caption.TLabel")
        self.canvas = ChartCanvas(self, self._draw, self._on_said, self._on_opened, self._enlarge)
        self.canvas.bind("<FocusIn>", lambda _: self._said(HINT), add=True)
        self._ranking = VirtualList(
            self, RANK_COLUMNS, lambda at, n: self._ranks[at : at + n], lambda: len(self._ranks),
            opened=self._open_rank, sort=self._sort,
        )  # fmt: skip
        self._reason_table = VirtualList(
            self, REASON_COLUMNS, lambda at, n: self._reasons[at : at + n],
            lambda: len(self._reasons), opened=self._open_reason,
        )  # fmt: skip

    # -- showing ----------------------------------------------------------------------------

    def _refresh(self) -> None:
        numbers = self._numbers
        if numbers is None:
            return
        for button, (key, _) in zip(self._tabs, TABS, strict=True):
            button.configure(takefocus=key == self.tab)
        chart = next((c for c in CHARTS if c.key == self.tab), None)
        self._offer(chart, numbers)
        table = self._is_table()
        for widget in (self.canvas, self._waiting, self._ranking, self._reason_table, self.board):
            widget.grid_remove()
        self._save.configure(state="disabled" if table or self._empty else "normal")
        if self._empty:
            self._title.configure(text="")
        elif self.tab == DEADLINES:
            self._title.configure(text=TITLE)
            self._place(self.board)
        elif chart is None:
            self._title.configure(text=self._ranking_title(numbers))
            self._show_ranking(numbers)
        elif table:
            self._title.configure(text=chart.title(numbers, self._measure(chart)))
            percent = "percent" in self._measure(chart).key
            self._reasons = reason_rows(numbers.reasons, percent=percent)
            self._place(self._reason_table)
            self._reason_table.reload()
        else:
            self._title.configure(text=chart.title(numbers, self._measure(chart)))
            self._show_chart()

    def _place(self, widget: tk.Widget) -> None:
        widget.grid(row=2, column=0, sticky="nsew")

    def _show_chart(self) -> None:
        self._place(self.canvas)
        if self._is_loaded:
            self._draw_soon()
            return
        self._waiting.grid(row=2, column=0)
        if not self._asked:
            self._asked = True
            self._prepare(self._on_loaded)

    def _on_loaded(self) -> None:
        self._is_loaded = True
        self._waiting.grid_remove()
        self._draw_soon()

    def _draw_soon(self) -> None:
        """Once, after everything that changed together; what is out of view waits for a refresh."""
        if self._draw_job is None:
            self._draw_job = self.after_idle(self._draw_now)

    def _draw_now(self) -> None:
        self._draw_job = None
        if self.current() and self.canvas.winfo_ismapped():
            self.canvas.redraw()
        else:
            self.canvas.expire()

    def _show_ranking(self, numbers: Numbers) -> None:
        lines = sort_lines(rank_lines(numbers.progress, numbers.app), self._sorted,
                           descending=self._descending)  # fmt: skip
        self._ranks = [whole_row(numbers.progress, numbers.app), *map(rank_row, lines)]
        self._ranking.show_sorting(self._sorted, descending=self._descending)
        self._place(self._ranking)
        self._ranking.reload()

    def _ranking_title(self, numbers: Numbers) -> str:
        app = f", {numbers.app.name}" if numbers.app else ""
        return f"Xếp hạng thôn, bản{app}; ▲▼ so với {moment_words(numbers.compare)}"

    # -- choices ----------------------------------------------------------------------------

    def _offer(self, chart: Chart | None, numbers: Numbers) -> None:
        measures = chart.measures(numbers) if chart else []
        self._has_choice = len(measures) > 1
        if chart and self._has_choice:
            self._choice.offer(Choice(tuple(Option(m.key, m.label) for m in measures)))
            self._choice.set(self._measure(chart).label)
        self._show_choice()

    def _show_choice(self) -> None:
        widget = self._choice.widget
        (widget.grid if self._has_choice and not self._empty else widget.grid_remove)()

    def _measure(self, chart: Chart) -> Measure:
        assert self._numbers
        measures = chart.measures(self._numbers)
        chosen = self._chosen.get(chart.key, "")
        return next((m for m in measures if m.key == chosen), measures[0])

    def _is_table(self) -> bool:
        return self.tab in (RANKING, DEADLINES) or (
            self.tab == "reasons" and self._chosen.get("reasons", "").startswith("table")
        )

    def _on_measure(self) -> None:
        chart = next((c for c in CHARTS if c.key == self.tab), None)
        if chart and self._numbers:
            label = self._choice.get()
            found = [m.key for m in chart.measures(self._numbers) if m.label == label]
            self._chosen[chart.key] = found[0] if found else ""
            self._refresh()

    def _step_tab(self, step: int) -> str:
        keys = [key for key, _ in TABS]
        at = (keys.index(self.tab) + step) % len(keys)
        self._tab.set(keys[at])
        self._tabs[at].focus_set()
        self._refresh()
        return "break"

    def _sort(self, column: str) -> None:
        key = sort_key(column)
        self._descending = key == self._sorted and not self._descending
        self._sorted = key
        remember_order(self._settings, SORTED, key, descending=self._descending)
        if self._numbers:
            self._show_ranking(self._numbers)

    # -- the chart and what lies under it -----------------------------------------------------

    def _draw(self, figure: "Figure", palette: Palette) -> Hits:
        current = self.current()
        if current is None or self._numbers is None:
            return ()
        chart, measure = current
        return chart.draw(figure, self._numbers, measure, palette, "", "")

    def _on_said(self, hit: Hit | None) -> None:
        current = self.current()
        if current and self._numbers:
            chart, measure = current
            self._said(chart.describe(hit, self._numbers, measure) if hit else "")

    def _on_opened(self, hit: Hit) -> None:
        current = self.current()
        if current and self._numbers:
            chart, measure = current
            self._opens(chart.opens(hit, self._numbers, measure))

    def _open_rank(self, village: str) -> None:
        app = self._numbers.app if self._numbers else None
        segment = rank_filter(self._ranking.opened_column, app)
        self._opens({"filter": segment, "village": village})

    def _open_reason(self, village: str) -> None:
        self._opens({"village": village, **reason_filter(self._reason_table.opened_column)})

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self and self._draw_job:
            self.after_cancel(self._draw_job)
