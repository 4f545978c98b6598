"""The table of screens. To add one: a file in ui/ with its class, and its line in SCREENS.

A screen is a ttk.Frame with `__init__(parent, session)`. Its class is imported when it is first
shown, so that starting the program imports no chart and no workbook library.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, runtime_checkable

import ttkbootstrap as ttk

from domain.changes import Changes
from ui.session import Session


class Screen(Protocol):
    """What every screen has. The optional parts are the protocols below."""

    def on_changes(self, changes: Changes) -> None: ...


@runtime_checkable
class Saves(Protocol):
    def save(self) -> object: ...


@runtime_checkable
class Shows(Protocol):
    """Is told what to show by session.show(key, **what)."""

    def show(self, **what: object) -> None: ...


@runtime_checkable
class Searches(Protocol):
    def focus_search(self) -> None: ...


@runtime_checkable
class FocusesFirst(Protocol):
    def focus_first(self) -> None: ...


@runtime_checkable
class Escapes(Protocol):
    """Esc: clear or close something; True when there was something."""

    def escape(self) -> bool: ...


@runtime_checkable
class Leaves(Protocol):
    """Called before the window closes; False keeps it open. The place to save a draft."""

    def leave(self) -> bool: ...


@runtime_checkable
class Keeps(Protocol):
    """Called before the window is locked: what is typed goes into a draft, nothing is asked."""

    def keep_typed(self) -> None: ...


@dataclass(frozen=True)
class ScreenEntry:
    key: str
    title: str
    icon: str
    path: str  # "ui.module:Class", imported on the first visit
    function_key: str = ""  # "F4" or "Ctrl+1"
    permission: str = ""  # of domain.users.PERMISSIONS; "" is open to everyone
    in_rail: bool = True
    short: str = ""  # under the icon of the narrow rail, where the title is too long

    @property
    def label(self) -> str:
        return self.short or self.title


SCREENS: tuple[ScreenEntry, ...] = (
    ScreenEntry("overview", "Tổng quan", "bar-chart-line", "ui.dashboard:Dashboard", "F2"),
    ScreenEntry("entry", "Nhập phiếu", "pencil-square", "ui.visit_form:VisitForm", "F3",
                "save_visit"),
    ScreenEntry("grid", "Bảng nhập nhanh", "table", "ui.grid:Grid", "Ctrl+1", "save_visit",
                short="Bảng nhập"),
    ScreenEntry("tally", "Nhập tổng hợp", "calculator", "ui.tally:TallyScreen", "Ctrl+6",
                "save_tally", short="Tổng hợp"),
    ScreenEntry("sheets", "Tờ phiếu", "printer", "ui.sheets:Sheets", "Ctrl+2"),
    ScreenEntry("worklist", "Cần quay lại", "arrow-repeat", "ui.worklist:Worklist", "Ctrl+3",
                short="Quay lại"),
    ScreenEntry("households", "Hộ dân", "people", "ui.households:Households", "F4"),
    ScreenEntry("teams", "Tổ công tác", "person-badge", "ui.teams:Teams", "Ctrl+4", short="Tổ"),
    ScreenEntry("quality", "Chất lượng", "clipboard-check", "ui.quality:Quality", "Ctrl+5"),
    ScreenEntry("report", "Báo cáo", "file-earmark-spreadsheet", "ui.report:ReportScreen", "F5"),
    ScreenEntry("campaigns", "Đợt vận động", "flag", "ui.campaigns:Campaigns", "F6", short="Đợt"),
    ScreenEntry("settings", "Thiết lập", "gear", "ui.settings:SettingsScreen", "F7"),
    ScreenEntry("backcheck", "Phúc tra", "check2-square", "ui.backcheck:BackcheckScreen",
                in_rail=False),
    ScreenEntry("welcome", "Bắt đầu", "house-door", "ui.welcome:Welcome", in_rail=False),
    ScreenEntry("import", "Nhập danh sách hộ", "box-arrow-in-down",
                "ui.household_import:HouseholdImport", "", "import_households", in_rail=False),
)  # fmt: skip


# What belongs together stands together in the rail: typing, the field, looking up, setting up.
GROUPS = (
    ("overview", "entry", "grid", "tally"), ("sheets", "worklist", "households", "teams"),
    ("quality", "report"), ("campaigns", "settings"),
)  # fmt: skip


def group_of(key: str) -> int:
    return next((n for n, keys in enumerate(GROUPS) if key in keys), len(GROUPS))


def key_line(screens: tuple[ScreenEntry, ...] = SCREENS) -> list[str]:
    """ "F2  Tổng quan", "Ctrl+1  Bảng nhập nhanh" …: the keys of the screens, in their order."""
    return [f"{s.function_key}  {s.title}" for s in screens if s.function_key]


def find_screen(key: str, screens: tuple[ScreenEntry, ...] = SCREENS) -> ScreenEntry | None:
    return next((s for s in screens if s.key == key), None)


def load_screen(key: str) -> None:
    """Import what build_screen() will need, at a moment when nobody waits for it."""
    entry = find_screen(key) or SCREENS[0]
    import_module(entry.path.partition(":")[0])


def build_screen(entry: ScreenEntry, parent: ttk.Frame, session: Session) -> ttk.Frame:
    module, name = entry.path.split(":")
    make: Callable[[ttk.Frame, Session], ttk.Frame] = getattr(import_module(module), name)
    return make(parent, session)
