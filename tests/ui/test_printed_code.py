"""The printed copy of a recovery code: gone after it was typed back, or at the next start."""

import tempfile
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from tests.needs import NO_INODE, NO_LINKS, WINDOWS
from ui import printed_code
from ui.preferences import PcSettings
from ui.printed_code import FILE, PREFIX, clear_left, delete_left, delete_printed, make_place
from ui.recovery_code import CodePages, Given

CODE = "Y0QD-F9H1-THJE-42W1-Z33T-DSYJ-T9JJ-ZKR5-AE"


@pytest.fixture(autouse=True)
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []

    def tell(_: object, title: str, text: str, hint: str, *, error: bool = False) -> None:
        words.append(text)

    monkeypatch.setattr("ui.dialogs.tell", tell)
    monkeypatch.setattr(printed_code, "tell", tell)
    return words


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """A PDF reader: while it is "open", nobody writes over its file."""
    state, wipe = {"open": True}, printed_code.wipe

    def refused(path: Path) -> None:
        if state["open"]:
            raise PermissionError(13, "used by another process", str(path))
        wipe(path)

    monkeypatch.setattr(printed_code, "wipe", refused)
    return state


def leave_one() -> Path:
    path = make_place()
    path.write_bytes(b"%PDF " + CODE.encode())
    return path


def test_a_copy_that_a_reader_holds_is_told_and_goes_when_it_was_closed(
    app: ttk.App, told: list[str], reader: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, done = ttk.Frame(app), []
    monkeypatch.setattr("ui.recovery_code.open_in_system", lambda _: None)
    pages = CodePages(page, PcSettings(None), Given(CODE, "Hà Lan"), "",
                      lambda: done.append(True), lambda gate: shown.append(gate))  # fmt: skip
    shown: list[ttk.Frame] = []
    pages.start()
    pages._print()
    pages._type_back()
    shown[-1]._stops[0].insert(0, CODE)  # type: ignore[attr-defined]
    shown[-1]._main.invoke()  # type: ignore[attr-defined]
    assert done == [True]
    assert told == [printed_code.HELD]
    assert delete_left() == (0, 1)
    reader["open"] = False
    assert delete_left() == (1, 0)
    assert delete_left() == (0, 0)


def test_a_start_clears_what_is_left_and_says_so(
    app: ttk.App, told: list[str], reader: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "after", lambda _, job: job())
    path = leave_one()
    clear_left(app)
    assert path.exists()
    reader["open"] = False
    clear_left(app)
    assert not path.parent.exists()
    clear_left(app)
    assert told == [printed_code.HELD, printed_code.GONE]


@pytest.mark.skipif(WINDOWS, reason=NO_INODE)
def test_a_copy_is_overwritten_before_it_is_deleted(temp: Path) -> None:
    path = leave_one()
    with path.open("rb", buffering=0) as held:
        assert delete_printed(path)
        assert set(held.read()) == {0}
    assert not list(temp.iterdir())


@pytest.mark.skipif(WINDOWS, reason=NO_LINKS)
def test_a_folder_that_is_a_link_to_another_is_left_alone(temp: Path) -> None:
    (temp / "mine").mkdir()
    (temp / "mine" / FILE).write_text("not to be lost")
    (temp / f"{PREFIX}x").symlink_to(temp / "mine")
    assert delete_left() == (0, 0)
    assert (temp / "mine" / FILE).read_text() == "not to be lost"


def test_printing_again_after_another_start_cleared_the_copy(
    app: ttk.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("ui.recovery_code.open_in_system", opened.append)
    pages = CodePages(ttk.Frame(app), PcSettings(None), Given(CODE, "Hà Lan"), "",
                      lambda: None, lambda _: None)  # fmt: skip
    pages._print()
    assert delete_left() == (1, 0)
    pages._print()
    assert opened[1].exists()
    assert pages.delete_copy()
