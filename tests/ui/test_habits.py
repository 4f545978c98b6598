"""What this PC remembers of its people: columns, pages, folders, orders, the window."""

import tkinter as tk
from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from ui.app import is_usable
from ui.chart_card import ChartCard
from ui.column_widths import keep_widths_in, remembered_widths
from ui.dialogs import WRITTEN, last_folder
from ui.households import Households
from ui.preferences import PcSettings
from ui.session import Session
from ui.tables import Column, ListRow, VirtualList
from ui.tabs import Page, Tabs
from ui.teams_areas import TREE, AreaTree
from ui.teams_results import ResultsPanel
from ui.theme import px

COLUMNS = (Column("name", "Họ và tên", 120, grow=True), Column("day", "Ngày", 90))


class _Panel(ttk.Frame):
    def refresh(self) -> None: ...

    def focus_first(self) -> None: ...


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[PcSettings]:
    kept = PcSettings(tmp_path / "pc.json")
    keep_widths_in(kept)
    yield kept
    keep_widths_in({})


def make_list(page: tk.Misc) -> VirtualList:
    shown = VirtualList(page, COLUMNS, lambda at, n: [ListRow("1", {"name": "Hà"})], lambda: 1)
    shown.pack(fill="both", expand=True)
    page.update()
    shown.reload()
    return shown


def drag(shown: VirtualList, key: str, width: int) -> None:
    """The edge of a heading, as the mouse moves it."""
    tree = shown._tree
    right = int(tree.column("name", "width"))
    tree.event_generate("<Button-1>", x=right, y=px(10))
    tree.column(key, width=width)
    tree.event_generate("<ButtonRelease-1>", x=right, y=px(10))


def test_a_dragged_column_is_as_wide_the_next_time(shown: ttk.Frame, settings: PcSettings) -> None:
    drag(make_list(shown), "name", px(300))
    again = PcSettings(settings._path)
    keep_widths_in(again)
    assert remembered_widths(COLUMNS)["name"] == px(300)
    assert remembered_widths(COLUMNS[:1]) == {}  # another list


def test_a_click_on_a_row_remembers_no_width(shown: ttk.Frame, settings: PcSettings) -> None:
    tree = make_list(shown)._tree
    tree.event_generate("<Button-1>", x=px(20), y=px(60))
    tree.event_generate("<ButtonRelease-1>", x=px(20), y=px(60))
    assert not [name for name in settings if name.startswith("columns:")]


@pytest.mark.parametrize("damage", ["name", "name=", "name=x day=-4", "name=99999", "other=50"])
def test_widths_that_make_no_sense_are_passed_over(
    window: ttk.App, settings: PcSettings, damage: str
) -> None:
    settings["columns:name,day"] = damage
    assert remembered_widths(COLUMNS) == {}


def test_the_page_of_last_time_is_opened(page: ttk.Frame, settings: PcSettings) -> None:
    def tabs() -> Tabs:
        return Tabs(page, [Page("a", "A", _Panel), Page("b", "B", _Panel)], memory=settings)

    first = tabs()
    first.open_last()
    assert first.current == "a"
    first.open("b")
    second = tabs()
    second.open_last()
    assert second.current == "b"
    settings["tab:a,b"] = "gone"
    third = tabs()
    third.open_last()
    assert third.current == "a"


def test_each_question_for_a_file_begins_where_it_was_answered(tmp_path: Path) -> None:
    settings, usb, own = PcSettings(None), tmp_path / "usb", tmp_path / "own"
    usb.mkdir()
    own.mkdir()
    settings["folder:Ghi báo cáo"], settings["last_folder"] = str(usb), str(own)
    assert last_folder(settings, "Ghi báo cáo") == str(usb)
    assert last_folder(settings, "Chọn danh sách") == str(own)
    usb.rmdir()  # the stick was taken out
    assert last_folder(settings, "Ghi báo cáo") == str(own)


def test_what_is_written_does_not_begin_where_a_list_was_read(tmp_path: Path) -> None:
    settings, usb, own = PcSettings(None), tmp_path / "usb", tmp_path / "own"
    usb.mkdir()
    own.mkdir()
    settings["last_folder"] = str(usb)
    assert last_folder(settings, "Ghi báo cáo", WRITTEN) == str(Path.home())
    settings["save_folder"] = str(own)
    assert last_folder(settings, "Ghi báo cáo", WRITTEN) == str(own)
    assert last_folder(settings, "Chọn danh sách") == str(usb)


def test_households_stand_in_the_order_chosen_last(page: ttk.Frame, session: Session) -> None:
    Households(page, session)._sort("members")
    again = Households(page, session)
    assert again._order == "members"
    assert again.list._sorted == ("members", True)


def test_results_of_the_teams_stand_in_the_order_chosen_last(
    page: ttk.Frame, session: Session
) -> None:
    panel = ResultsPanel(page, session)
    panel._on_sort("attempts")
    again = ResultsPanel(page, session)
    assert (again._sort, again._descending) == ("attempts", True)
    session.settings["results_sorted"] = "app:gone down"  # of a campaign that had another app
    other = ResultsPanel(page, session)
    other._make_list()
    assert other._sort == ""


def test_the_ranking_stands_in_the_order_chosen_last(page: ttk.Frame, session: Session) -> None:
    def card() -> ChartCard:
        return ChartCard(
            page, session, opens=lambda _: None, said=lambda _: None, save_picture=lambda: None,
            enlarge=lambda: None, prepare=lambda done: done(),
        )  # fmt: skip

    card()._sort("label")
    again = card()
    assert (again._sorted, again._descending) == ("label", False)
    again._sort("label")
    assert card()._descending
    session.settings["ranking_sorted"] = "gone up"
    assert card()._sorted == ""  # the campaign's own, when there are numbers


def test_dragged_columns_of_the_areas_are_as_wide_the_next_time(
    shown: ttk.Frame, settings: PcSettings
) -> None:
    def areas() -> AreaTree:
        return AreaTree(shown, digit=lambda _: None, enter=lambda: None, moved=lambda: None)

    first = areas()
    first.pack(fill="both", expand=True)
    shown.update()
    right = int(first._tree.column(TREE, "width"))
    first._tree.event_generate("<Button-1>", x=right, y=px(10))
    first._tree.column(TREE, width=px(260))
    first._tree.column("team", width=px(90))
    first._tree.event_generate("<ButtonRelease-1>", x=right, y=px(10))
    second = areas()
    assert int(second._tree.column(TREE, "width")) == px(260)
    assert int(second._tree.column("team", "width")) == px(90)


@pytest.mark.parametrize(
    ("geometry", "usable"),
    [("1366x700+0+0", True), ("1000x600+200+50", True), ("1920x1000+0+0", False),
     ("1000x600+1500+0", False), ("1000x600+0+900", False), ("1000x600+-900+0", False)],
)  # fmt: skip
def test_a_window_off_a_smaller_screen_is_not_put_there(geometry: str, usable: bool) -> None:
    assert is_usable(geometry, 1366, 768) is usable
