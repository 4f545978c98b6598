"""Tổng quan: how far the campaign is, what is needed a day, and where.

The tiles stand first; charts come after the first paint. What is said is ui/overview_texts.py,
the charts are ui/charts.py, the numbers ui/overview_numbers.py.
"""

import tkinter as tk
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

import ttkbootstrap as ttk

from domain.campaigns import App, Campaign
from domain.changes import Changes
from domain.indicators import BY_KEY
from domain.offices import office_on
from domain.overview import app_indicator, main_app, reach
from storage.household_lists import count_households, list_rows
from storage.offices import list_offices
from storage.worklist import count_to_revisit
from ui import theme
from ui.announce import announce_numbers
from ui.cards import EmptyPage
from ui.chart_card import DEADLINES, RANKING, TABS, ChartCard
from ui.chart_picture import PNG, picture_name, write_picture
from ui.charts import Filters
from ui.cut_off import Actions, CutOffLine, ask_moment
from ui.deadline_board import warning
from ui.dialogs import choose_save
from ui.drawing import load_drawing
from ui.keys import bind_screen_keys
from ui.overview_numbers import Moment, Numbers
from ui.overview_texts import (
    EMPTY,
    NO_VISITS,
    app_tile,
    completed_tile,
    pace_text,
    visited_tile,
)
from ui.refresh import RefreshWhenSeen
from ui.scrolled import Scrolled
from ui.session import Session
from ui.theme import GAP, px
from ui.tiles import NumberTile, PaceTile

PAINT_MS = 60  # the tiles are on the screen before anything heavy is imported
# Logical pixels. In a lower window than the card needs at least, the page scrolls instead.
LEAST_CARD, LEAST_CARD_TWO_LINES = 190, 290
FEW_WORDS = 960  # width of the window below which buttons say less and stand on a second line


def concerns(changes: Changes) -> bool:
    """Whether a write may change a number here."""
    return (
        changes.visits or changes.tallies or changes.households or changes.campaigns
        or changes.figures or changes.office or changes.settings or changes.reports
        or changes.requests
    )  # fmt: skip


def chosen_app(campaign: Campaign, code: str) -> App | None:
    """The one chosen here, as long as the campaign has it."""
    return next((a for a in campaign.active_apps if a.code == code), None) or main_app(campaign)


class Dashboard(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self.moment = Moment()
        self._app_code = ""
        self.numbers: Numbers | None = None
        self._enlarged = self._has_few_words = False
        self._empty: EmptyPage | None = None
        self._build()
        bind_screen_keys(self, {
            "<F8>": self.show_due, "<F11>": self.enlarge, "<F12>": self.save_picture,
            "<Control-g>": self.announce, "<Control-G>": self.announce,
            "<Control-t>": self.change_moment, "<Control-T>": self.change_moment,
            **{f"<Key-{n}>": partial(self._open_tab, n) for n in range(1, len(TABS) + 1)},
        })  # fmt: skip
        self._refresher = RefreshWhenSeen(self, self._refresh, concerns)
        self.on_changes = self._refresher.on_changes

    # -- what the window asks of a screen -----------------------------------------------------

    def show(self, *, chart: str = "") -> None:
        self._refresher.refresh_now()
        self.card.open_tab(chart)
        self.after(theme.FOCUS_MS, self.card.focus_content)

    def focus_first(self) -> None:
        self.tiles[0].focus_set()

    def escape(self) -> bool:
        if self._enlarged:
            self.enlarge()
        elif self.moment.until:
            self._set_moment(Moment(compare=self.moment.compare))
        else:
            return False
        return True

    # -- what can be done ---------------------------------------------------------------------

    def show_due(self) -> None:
        """As many households as the button says: due today or before."""
        self._session.show("worklist", due="0")

    def enlarge(self) -> None:
        """The chart on the whole page, and back."""
        self._enlarged = not self._enlarged
        self._lay_out()
        self.card.focus_content()

    def change_moment(self) -> None:
        now = datetime.now()
        if self.numbers and (chosen := ask_moment(self, self.moment, now)):
            self._set_moment(chosen)

    def save_picture(self) -> None:
        current = self.card.current()
        if current is None or self.numbers is None:
            return
        (chart, measure), numbers, session = current, self.numbers, self._session
        path = choose_save(self, session.settings, "Lưu ảnh biểu đồ", picture_name(chart, numbers),
                           PNG)  # fmt: skip
        if path is None:
            return
        place = self._place(numbers)
        numbers.read_all()  # the worker must not ask the database of this thread
        self.card.hold_drawing(on=True)

        def done(written: Path) -> None:
            self.card.hold_drawing(on=False)
            session.toast(f"Đã ghi ảnh {written.name}.")

        def failed(error: BaseException) -> None:
            self.card.hold_drawing(on=False)
            raise error

        session.tasks.run(lambda _: write_picture(
            chart, numbers, measure, place, path, practice=session.practice
        ), done, failed=failed)  # fmt: skip

    def announce(self) -> None:
        """Picture and paragraph of these numbers for a Zalo group (E9)."""
        if self.numbers is None:
            return
        self.numbers.read_all()
        announce_numbers(self, self._session, self.numbers, self.card.current(),
                         self._place(self.numbers), lambda on: self.card.hold_drawing(on=on))

    def _place(self, numbers: Numbers) -> str:
        office = office_on(list_offices(self._session.db), numbers.today.isoformat())
        name = office.full_name if office else ""
        return name[:1].upper() + name[1:]

    def _open_segment(self, segment: str) -> None:
        self._show_households({"filter": segment})

    def _show_households(self, filters: Filters) -> None:
        """As they were at the cut-off of the numbers."""
        then = {"until": self.moment.until} if self.moment.until else {}
        self._session.show("households", **filters, **then)

    def open_part(self, filters: Filters) -> None:
        """What lies behind a part of a chart: households, or the numbers of a day."""
        if "until" in filters:
            self._set_moment(Moment(filters["until"], self.moment.compare))
        else:
            self._show_households(filters)

    def _open_tab(self, n: int) -> None:
        self.card.open_nth(n)

    def choose_app(self, code: str) -> None:
        self._app_code = code
        self._refresh()

    def _set_moment(self, moment: Moment) -> None:
        self.moment = moment
        self._refresh()

    # -- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self._page = Scrolled(self, page=True)
        body = self._page.body
        body.columnconfigure(0, weight=1)
        top = self._top = ttk.Frame(body, style="Page.TFrame")
        top.grid(row=0, column=0, sticky="ew", pady=(0, px(10)))
        top.columnconfigure(0, weight=1)
        self._line = CutOffLine(top, change=self.change_moment, show_reported=self._show_ranking,
                                newest=lambda: self._set_moment(Moment()),
                                announce=self.announce)  # fmt: skip
        self._line.grid(row=0, column=0, sticky="ew")
        self._actions = Actions(
            top, enter=lambda: self._session.show("entry"), due=self.show_due,
            report=lambda: self._session.show("report"),
            user=self._session.user,
        )  # fmt: skip
        self._actions.grid(row=0, column=1, sticky="e", padx=(px(GAP), 0))
        self._build_tiles(body)
        self.card = ChartCard(
            body, self._session, opens=self.open_part, said=self._session.status,
            save_picture=self.save_picture, enlarge=self.enlarge, prepare=self._prepare_drawing,
        )  # fmt: skip
        self.card.grid(row=2, column=0, sticky="nsew")
        self.card.grid_propagate(False)
        self._page.bind("<Configure>", lambda _: self._lay_out(), add=True)
        self._tile_row.bind("<Configure>", lambda _: self._fit_tiles(), add=True)

    def _build_tiles(self, body: ttk.Frame) -> None:
        self._tile_row = ttk.Frame(body, style="Page.TFrame")
        self._tile_row.grid(row=1, column=0, sticky="ew", pady=(0, px(GAP)))
        self.tiles = [NumberTile(self._tile_row, self._open_segment) for _ in range(2)]
        self.tiles.append(NumberTile(self._tile_row, self._open_segment, self.choose_app))
        self._pace = PaceTile(self._tile_row, self._open_segment,
                              lambda: self._session.show("campaigns"), self._show_deadlines)
        for n, tile in enumerate((*self.tiles, self._pace)):
            self._tile_row.columnconfigure(2 * n, weight=1, uniform="tile")
            self._tile_row.columnconfigure(2 * n + 1, minsize=px(GAP) if n < 3 else 0)
            tile.grid(row=0, column=2 * n, sticky="nsew")

    def _show_deadlines(self) -> None:
        self.card.open_tab(DEADLINES)
        self.card.focus_content()

    def _show_ranking(self) -> None:
        self.card.open_tab(RANKING)

    # -- showing ------------------------------------------------------------------------------

    def _refresh(self) -> None:
        session, campaign = self._session, self._session.campaign
        if campaign is None or not count_households(session.db):
            self.numbers = None
            self._show_empty()
            return
        if self._empty:
            self._empty.destroy()
            self._empty = None
        self._page.pack(fill="both", expand=True)
        recent = session.settings["recent_days"]
        numbers = self.numbers = Numbers(
            session.db, campaign, chosen_app(campaign, self._app_code), self.moment,
            datetime.now(), int(recent) if recent.isdigit() else 7,
        )  # fmt: skip
        self._show_tiles(numbers)
        self._fit_tiles()
        self._line.show(numbers)
        due = list_rows(session.db, campaign, segment="due", order="code",
                        today=date.today().isoformat())  # fmt: skip
        self._actions.show(len(due), count_to_revisit(session.db, campaign))
        if numbers.progress.commune_now.visited:
            self.card.hide_empty()
        else:
            self.card.show_empty(NO_VISITS, "Nhập phiếu (F3)", lambda: session.show("entry"))
        self.card.show(numbers)

    def _show_tiles(self, numbers: Numbers) -> None:
        progress, campaign, app = numbers.progress, numbers.campaign, numbers.app
        today = numbers.today
        self.tiles[0].show(visited_tile(progress, campaign, today))
        self.tiles[1].show(completed_tile(progress, campaign, today))
        reached = [
            (reach(progress, campaign, BY_KEY[code], None, today), "hộ")
            for code in ("IND01", "IND03")
        ]
        if app:
            of_app = reach(progress, campaign, app_indicator(campaign, app), app, today)
            reached.insert(0, (of_app, "máy"))
            apps = campaign.active_apps if len(campaign.active_apps) > 1 else ()
            self.tiles[2].show(app_tile(progress, campaign, app, today), apps)
        self._pace.show(pace_text(reached, app, closed=campaign.closed))
        self.card.board.show(date.today())
        self._pace.warn(*warning(self.card.board.warned, date.today()))

    def _show_empty(self) -> None:
        from ui.welcome import next_step  # its panels are not wanted otherwise

        self._page.pack_forget()
        if self._empty:
            self._empty.destroy()
        step = next_step(self._session.db)
        key = step.key if step else "campaign"
        sentence, button, icon = EMPTY[key]
        go: Callable[[], None] = partial(self._session.show, "welcome", step=key)
        self._empty = EmptyPage(self, sentence, button, go, icon=icon)
        self._empty.pack(fill="both", expand=True)

    def _prepare_drawing(self, done: Callable[[], None]) -> None:
        folder = self._session.folder
        self.after(PAINT_MS, lambda: self._session.tasks.run(
            lambda _: load_drawing(folder), lambda _: done()
        ))  # fmt: skip

    def _lay_out(self) -> None:
        """The card takes what is left of the page, or the least at which a chart can be read."""
        narrow = theme.is_compact(self.winfo_toplevel().winfo_width(), theme.zoom())
        for part in (self._top, self._tile_row):
            (part.grid_remove if self._enlarged else part.grid)()
        width = self.winfo_toplevel().winfo_width() / theme.zoom()
        few = self._has_few_words = width < FEW_WORDS
        self._line.set_compact(compact=few)
        self._actions.set_compact(compact=few)
        self.card.lay_out(compact=narrow, few_words=few, enlarged=self._enlarged)
        self._fit_tiles()

    def _fit_tiles(self) -> None:
        """All three alike, so that their lines stand level."""
        narrow = any(tile.wide_width() > tile.winfo_width() > 1 for tile in self.tiles)
        for tile in self.tiles:
            tile.arrange(narrow=narrow)
        self.after_idle(self._fit_card)

    def _fit_card(self) -> None:
        used = 0
        if not self._enlarged:
            rows = (self._top, self._tile_row)
            used = sum(part.winfo_reqheight() for part in rows) + px(10 + GAP)
        room = self._page.winfo_height() - used
        least = LEAST_CARD_TWO_LINES if self._has_few_words else LEAST_CARD
        self.card.configure(height=max(px(least), room))
