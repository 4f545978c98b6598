"""The practice commune: made whole or not at all, beside the data of the office."""

import time
import tkinter as tk
from pathlib import Path
from types import SimpleNamespace

import pytest
import ttkbootstrap as ttk

from domain.errors import AppError, Cancelled
from domain.users import Role, User
from storage import safe_files, unlocked
from storage.accounts import DEMO, sign_in
from storage.database import open_database
from storage.offices import is_practice
from storage.paths import database_file, practice_folder
from storage.villages import list_villages, save_villages
from tests.ui.conftest import RecordingWindow
from ui.cards import Banner
from ui.header import Header
from ui.practice import ask_anew, has_practice, home_of, is_wanted_anew, prepare_practice
from ui.practising import begin_anew
from ui.session import Session
from ui.settings_pc import PcPanel
from ui.shell import Shell


def test_the_practice_commune_is_made_beside_the_office_and_never_in_it(tmp_path: Path) -> None:
    folder = prepare_practice(tmp_path, households=20)
    assert folder == practice_folder(tmp_path)
    assert not database_file(tmp_path).exists()
    sign_in(folder, *DEMO)
    db = open_database(database_file(folder))
    assert is_practice(db)
    assert db.value("SELECT count(*) FROM households") == 20
    db.close()
    assert unlocked.held(database_file(folder)).user.name == DEMO[0]
    unlocked.forget(folder)


def test_a_scanner_that_looks_at_the_new_files_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, rename = list[str](), Path.replace

    def held(old: Path, new: Path) -> Path:
        seen.append(str(old))
        if seen.count(str(old)) < 3:
            raise PermissionError(13, "in use by another process")
        return rename(old, new)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(safe_files, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(time, "sleep", lambda _: None)
    assert has_practice(prepare_practice(tmp_path, households=20).parent)


def test_what_was_practised_stays(tmp_path: Path) -> None:
    folder = prepare_practice(tmp_path, households=20)
    before = database_file(folder).stat().st_mtime_ns
    assert prepare_practice(tmp_path, households=20) == folder
    assert database_file(folder).stat().st_mtime_ns == before


def test_a_cancelled_making_leaves_nothing_to_open(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        prepare_practice(tmp_path, households=20, report=stop)
    assert not has_practice(tmp_path)
    assert not any(practice_folder(tmp_path).iterdir())


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    practice_folder(tmp_path).write_text("a file stands where the folder should be", "utf-8")
    with pytest.raises(AppError, match="thư mục dữ liệu"):
        prepare_practice(tmp_path, households=20)


def test_only_the_practice_folder_has_a_way_home(tmp_path: Path) -> None:
    assert home_of(practice_folder(tmp_path)) == tmp_path
    assert home_of(tmp_path) is None


def practised(tmp_path: Path) -> tuple[Path, int]:
    """A practice commune in which something was done, with a backup and a log."""
    folder = prepare_practice(tmp_path, households=20)
    sign_in(folder, *DEMO)
    db = open_database(database_file(folder))
    assert db.user
    save_villages(db, [("bản", "Đã Tập")], by=db.user)
    db.close()
    unlocked.forget(folder)
    for name in ("sao-luu/a.tungnha", "log/tungnha.log"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    return folder, len(villages_of(folder))


def villages_of(folder: Path) -> list[str]:
    sign_in(folder, *DEMO)
    db = open_database(database_file(folder))
    names = [v.name for v in list_villages(db)]
    db.close()
    unlocked.forget(folder)
    return names


def test_a_fresh_commune_takes_the_place_of_what_was_practised(tmp_path: Path) -> None:
    folder, _ = practised(tmp_path)
    ask_anew(tmp_path)
    assert "Đã Tập" in villages_of(folder)  # until it is opened
    assert prepare_practice(tmp_path, households=20, anew=True) == folder
    assert "Đã Tập" not in villages_of(folder)
    assert not is_wanted_anew(folder)
    left = {p.name for p in folder.iterdir()}
    assert not left & {"sao-luu", "dang-tao", "da-bo"}
    assert "log" in left


def test_a_fresh_commune_that_cannot_be_made_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = practised(tmp_path)

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        prepare_practice(tmp_path, households=20, anew=True, report=stop)
    assert len(villages_of(folder)) == before
    move = Path.replace

    def held(old: Path, new: Path) -> Path:
        if old.name == "keys.json" and old.parent == folder:
            raise PermissionError(13, "in use by another process")
        return move(old, new)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(AppError, match="thư mục dữ liệu"):
        prepare_practice(tmp_path, households=20, anew=True)
    monkeypatch.undo()
    assert len(villages_of(folder)) == before
    assert (folder / "sao-luu" / "a.tungnha").exists()


def test_after_a_power_cut_between_the_old_and_the_new_one_it_is_made(tmp_path: Path) -> None:
    folder, _ = practised(tmp_path)
    ask_anew(tmp_path)
    database_file(folder).rename(folder / "away")
    (folder / "da-bo").mkdir()
    prepare_practice(tmp_path, households=20)
    assert "Đã Tập" not in villages_of(folder)
    assert not is_wanted_anew(folder)


def test_a_fresh_commune_is_asked_for_and_made_when_the_window_is_closed(
    session: Session, recorder: RecordingWindow, page: ttk.Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    monkeypatch.setattr("ui.practising.ask", lambda *_, **__: answers.pop(0))
    for folders in ([], [practice_folder(session.folder)]):
        begin_anew(page, session)
        assert recorder.folders == folders
        assert is_wanted_anew(practice_folder(session.folder)) == bool(folders)


def test_whoever_works_here_may_practise_and_only_what_was_made_is_made_anew(
    page: ttk.Frame, session: Session
) -> None:
    session.user = User("Vi Văn Tư", Role.OFFICER)

    def texts() -> list[str]:
        panel = PcPanel(page, session)
        found = [str(b.cget("text")) for b in every(panel) if isinstance(b, ttk.Button)]
        panel.destroy()
        return [t for t in found if t in ("Vào tập huấn", "Thoát tập huấn", "Làm lại xã mẫu …")]

    assert texts() == ["Vào tập huấn"]
    prepare_practice(session.folder, households=20)
    assert texts() == ["Vào tập huấn", "Làm lại xã mẫu …"]
    session.folder, session.practice = practice_folder(session.folder), True
    assert texts() == ["Thoát tập huấn", "Làm lại xã mẫu …"]


def every(widget: tk.Misc) -> list[tk.Misc]:
    return [widget, *(w for child in widget.winfo_children() for w in every(child))]


def test_the_yellow_line_leads_back_to_the_office(
    window: ttk.App, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("ui.practising.ask", lambda *texts: bool(asked.append(texts[-1])) or True)
    home = session.folder
    session.folder, session.practice = practice_folder(home), True
    shell = Shell(window, session, lambda _: Header("Đợt mẫu"), table=())
    banner = next(c for c in shell.winfo_children() if isinstance(c, Banner))
    button = next(c for c in banner.winfo_children() if isinstance(c, ttk.Button))
    button.invoke()
    assert shell.next_folder == home
    assert len(asked) == 1
    assert "sẽ mở ra" in asked[0]
