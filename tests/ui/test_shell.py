"""The window: showing screens, keys for the visible one, fanning out Changes."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from domain.users import PERMISSIONS, Role, User
from ui import app as app_module
from ui import shell as shell_module
from ui import theme
from ui.frame import PRACTICE, officer_words
from ui.guide import PAGES, TABS
from ui.guide_window import GuideWindow
from ui.header import Header
from ui.screens import SCREENS, ScreenEntry, find_screen, group_of
from ui.session import Session
from ui.shell import Shell

WaitUntil = Callable[[Callable[[], object]], None]


class Recording(ttk.Frame):
    """A screen that remembers what the window asked of it."""

    def __init__(self, parent: ttk.Frame, session: Session) -> None:
        super().__init__(parent)
        self.calls: list[object] = []

    def on_changes(self, changes: Changes) -> None:
        self.calls.append(changes)

    def save(self) -> None:
        self.calls.append("save")

    def show(self, **what: object) -> None:
        self.calls.append(what)

    def focus_search(self) -> None:
        self.calls.append("search")

    def escape(self) -> bool:
        self.calls.append("escape")
        return True

    def leave(self) -> bool:
        self.calls.append("leave")
        return True


class Bare(ttk.Frame):
    """A screen with nothing but what every screen has."""

    def __init__(self, parent: ttk.Frame, session: Session) -> None:
        super().__init__(parent)

    def on_changes(self, changes: Changes) -> None:
        """Concerned by nothing."""


TABLE = tuple(replace(e, path="test:Bare" if e.key == "report" else "test:Recording")
              for e in SCREENS)  # fmt: skip


def make_screen(entry: ScreenEntry, parent: ttk.Frame, session: Session) -> ttk.Frame:
    return (Bare if entry.path == "test:Bare" else Recording)(parent, session)


@pytest.fixture
def made(session: Session, window: ttk.App, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setattr(shell_module, "build_screen", make_screen)
    return Shell(window, session, lambda _: Header("Cài đặt Bluezone"), table=TABLE, version="v1")


@pytest.fixture
def shell(made: Shell, window: ttk.App) -> Shell:
    made.pack(fill="both", expand=True)
    window.deiconify()
    window.focus_force()
    window.update()
    return made


def calls(shell: Shell, key: str) -> list[object]:
    screen = shell.built[key]
    assert isinstance(screen, Recording)
    return screen.calls


def test_every_screen_of_the_table_has_a_key_an_icon_and_a_known_permission() -> None:
    assert len({e.key for e in SCREENS}) == len(SCREENS)
    keys = [e.function_key for e in SCREENS if e.function_key]
    assert len(set(keys)) == len(keys) >= 6
    assert {e.permission for e in SCREENS} - {""} <= set(PERMISSIONS)
    assert find_screen("entry") is SCREENS[1]
    assert find_screen("nowhere") is None


def test_a_screen_is_built_on_its_first_visit_only(shell: Shell) -> None:
    assert shell.built == {}
    shell.open_screen("overview")
    first = shell.built["overview"]
    shell.open_screen("households")
    shell.open_screen("overview")
    assert shell.built["overview"] is first
    assert set(shell.built) == {"overview", "households"}


def test_only_the_current_screen_is_mapped_and_it_is_remembered(
    shell: Shell, session: Session
) -> None:
    for key in ("overview", "households"):
        shell.open_screen(key)
    shell.update()
    assert [k for k, s in shell.built.items() if s.winfo_ismapped()] == ["households"]
    assert session.settings["last_screen"] == "households"


def test_a_screen_is_told_what_to_show(shell: Shell, session: Session) -> None:
    session.show("households", filter="NOT_HOME", village="v1")
    assert calls(shell, "households") == [{"filter": "NOT_HOME", "village": "v1"}]


def test_changes_reach_every_screen_built_and_the_header_a_little_later(
    shell: Shell, session: Session, wait_until: WaitUntil
) -> None:
    titles = iter(["Đợt hai"])
    shell._header = lambda _: Header(next(titles))
    for key in ("overview", "entry"):
        shell.open_screen(key)
    changes = Changes(visits=True)
    session.changed(changes)
    session.changed(changes)
    assert calls(shell, "overview") == [changes, changes]
    assert calls(shell, "entry") == [changes, changes]
    wait_until(lambda: shell._header_job is None)  # a second header would raise StopIteration


def test_the_header_counts_the_visited_after_the_first_paint(
    session: Session, window: ttk.App, wait_until: WaitUntil
) -> None:
    asked: list[bool] = []

    def header(counted: bool) -> Header:
        asked.append(counted)
        return Header("Cài đặt Bluezone")

    shell = Shell(window, session, header, table=TABLE)
    assert asked == [False]
    wait_until(lambda: shell._header_job is None)
    assert asked == [False, True]


def test_behind_the_lock_the_header_waits_and_counts_when_somebody_is_back(
    window: ttk.App, session: Session, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def header(counted: bool) -> Header:
        asked.append(counted)
        return Header("Cài đặt Bluezone")

    monkeypatch.setattr(shell_module, "HEADER_MS", 1)
    Shell(window, session, header, table=TABLE)
    session.db.suspend()
    for _ in range(5):
        window.after(5)
        window.update()
    assert asked == [False]
    session.db.resume()
    wait_until(lambda: asked == [False, True])



@pytest.mark.parametrize(
    ("key", "call"),
    [
        ("<F9>", "save"), ("<Control-s>", "save"), ("<Control-S>", "save"),
        ("<Control-f>", "search"), ("<Escape>", "escape"),
    ],
)  # fmt: skip
def test_keys_go_to_the_visible_screen(
    shell: Shell, window: ttk.App, wait_until: WaitUntil, key: str, call: str
) -> None:
    for name in ("overview", "entry"):
        shell.open_screen(name)
    window.update()
    window.event_generate(key)
    wait_until(lambda: calls(shell, "entry"))
    assert calls(shell, "entry") == [call]
    assert calls(shell, "overview") == []


def test_a_function_key_opens_its_screen(
    shell: Shell, window: ttk.App, wait_until: WaitUntil
) -> None:
    window.event_generate("<F4>")
    wait_until(lambda: shell.current == "households")


def test_a_screen_without_the_optional_parts_is_left_alone(shell: Shell) -> None:
    shell.open_screen("report")
    shell.save()
    shell.find()
    shell.escape()
    assert shell.leave()


def test_a_screen_that_cannot_be_built_leaves_the_last_one_in_place(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> ttk.Frame:
        raise ImportError

    shell.open_screen("overview")
    monkeypatch.setattr(shell_module, "build_screen", fail)
    shell.rail.mark("entry")  # as the click does
    with pytest.raises(ImportError):
        shell.open_screen("entry")
    assert shell.current == "overview"
    assert shell.rail.marked == "overview"


def test_a_screen_that_is_not_allowed_does_not_open_and_is_grey(
    shell: Shell, session: Session
) -> None:
    session.user = User("Khách", Role.VIEWER)
    shell.open_screen("overview")
    shell.open_screen("entry")
    assert shell.current == "overview"
    assert "không có quyền" in str(shell.status_bar._text.cget("text"))
    shell._build_rail(compact=False)
    assert shell.rail.buttons["entry"].instate(["disabled"])
    assert shell.rail.buttons["overview"].instate(["!disabled"])


def test_what_was_said_of_a_screen_goes_with_it(
    shell: Shell, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden: list[str] = []
    monkeypatch.setattr(ttk.ToastNotification, "show_toast", lambda toast: toast)
    monkeypatch.setattr(
        ttk.ToastNotification, "hide", lambda toast: hidden.append(toast.message)
    )
    shell.open_screen("overview")
    session.status("Đã ghi.")
    session.toast("Đã lưu phiếu.")
    shell.open_screen("overview")
    assert (str(shell.status_bar._text.cget("text")), hidden) == ("Đã ghi.", [])
    shell.open_screen("entry")
    assert (str(shell.status_bar._text.cget("text")), hidden) == ("", ["Đã lưu phiếu."])


def test_a_remembered_screen_that_is_not_open_to_the_user_gives_way_to_the_first_one(
    window: ttk.App, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell_module, "build_screen", make_screen)
    monkeypatch.setattr(app_module, "first_screen", lambda **_: "entry")
    session.user = User("Khách", Role.VIEWER)
    assert app_module.open_window(window, session, table=TABLE).current == TABLE[0].key


def test_a_narrow_window_gets_the_narrow_rail_with_short_names(
    shell: Shell, window: ttk.App, wait_until: WaitUntil
) -> None:
    shell._build_rail(compact=False)
    assert str(shell.rail.buttons["campaigns"].cget("text")).strip() == "Đợt vận động"
    shell._fit()
    assert shell.winfo_width() < 1200
    assert shell.rail.buttons["campaigns"].cget("text") == "Đợt"


@pytest.mark.parametrize("compact", [False, True])
def test_the_rail_stands_closer_the_lower_the_window_is(shell: Shell, compact: bool) -> None:
    shell._build_rail(compact=compact)
    needed = []
    for height in (theme.px(900), theme.px(600), theme.px(400), 10):
        shell.rail.fit(height)
        needed.append(shell.rail.needed())
        assert needed[-1] <= height or height == 10
    assert needed == sorted(needed, reverse=True)
    assert any(str(b.cget("text")).strip() for b in shell.rail.buttons.values()) is not compact
    shell.rail.fit(theme.px(900))
    assert shell.rail.needed() == needed[0]


def test_a_line_stands_between_screens_of_different_groups(shell: Shell) -> None:
    groups = [group_of(e.key) for e in SCREENS if e.in_rail]
    assert groups == sorted(groups)
    assert len(shell.rail._lines) == len(set(groups)) - 1


def test_f1_opens_the_guide_at_the_page_of_the_screen_and_of_its_tab(shell: Shell) -> None:
    shell.open_screen("entry")
    shell.help()
    [guide] = [w for w in shell.master.winfo_children() if isinstance(w, GuideWindow)]
    assert guide.page == PAGES["entry"]
    shell.open_screen("settings")
    shell.built["settings"]._tabs = SimpleNamespace(current="backup")  # type: ignore[attr-defined]
    shell.help()
    assert guide.page == TABS["settings", "backup"]
    guide.close()
    assert shell.session.settings["guide_window"]


def test_rebuilding_leaves_every_screen_first_and_comes_back_to_the_same(shell: Shell) -> None:
    shell.open_screen("overview")
    shell.open_screen("entry")
    old = calls(shell, "entry")
    shell.ask_refresh()
    assert old == ["leave"]
    assert shell.current == "entry"
    assert set(shell.built) == {"entry"}


def test_the_rail_fits_the_text_size_it_is_built_in(
    shell: Shell, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for compact in (True, False):
        monkeypatch.setattr(theme, "is_compact", lambda *_, compact=compact: compact)
        session.refresh_all()
        assert shell.rail._compact is compact


def test_practice_mode_shows_its_banner(
    made: Shell, session: Session, window: ttk.App
) -> None:
    def texts() -> list[str]:
        return [str(w.cget("text")) for c in made.winfo_children() for w in c.winfo_children()
                if isinstance(w, ttk.Label)]  # fmt: skip

    assert PRACTICE not in texts()
    session.practice = True
    made.ask_refresh()
    assert PRACTICE in texts()


def test_the_theme_switch_is_remembered(shell: Shell, session: Session) -> None:
    theme.set_mode("light")
    shell.switch_theme()
    assert session.settings["theme"] == "dark"
    shell.switch_theme()
    assert session.settings["theme"] == "light"


def test_a_changed_campaign_is_read_again_before_the_screens_hear_of_it(session: Session) -> None:
    session.load_campaign = lambda: None
    session.campaign = "old"  # type: ignore[assignment]
    session.changed(Changes(visits=True))
    assert session.campaign == "old"
    session.changed(Changes(campaigns=True))
    assert session.campaign is None


def test_starting_the_window_loads_no_heavy_library() -> None:
    code = subprocess.run(
        [sys.executable, "-c",
         "import sys, ui.app; print([m for m in ('matplotlib', 'openpyxl', 'xlrd', 'numpy', "
         "'sqlite_utils') if m in sys.modules])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert code.stdout.strip() == "[]"


def test_who_is_limited_reads_it_beside_his_name() -> None:
    assert officer_words(User("Hà Thị Lan")) == "Hà Thị Lan"
    limited = User("Hà Thị Lan", Role.OFFICER, frozenset({"a", "b"}))
    assert officer_words(limited) == "Hà Thị Lan (chỉ 2 thôn, bản)"


def test_the_keys_of_work_that_was_given_up_do_nothing(shell: Shell, window: ttk.App) -> None:
    ran: list[str] = []
    press = shell._while_open(lambda: ran.append("pressed"))
    press()
    shell.destroy()
    press()
    assert ran == ["pressed"]
