"""The practice commune: made whole or not at all, beside the data of the office."""

import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import ttkbootstrap as ttk

from domain.errors import AppError, Cancelled
from storage import safe_files, unlocked
from storage.accounts import DEMO, sign_in
from storage.database import open_database
from storage.offices import is_practice
from storage.paths import database_file, practice_folder
from ui.cards import Banner
from ui.header import Header
from ui.practice import has_practice, home_of, prepare_practice
from ui.session import Session
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


def test_the_yellow_line_leads_back_to_the_office(window: ttk.App, session: Session) -> None:
    home = session.folder
    session.folder, session.practice = practice_folder(home), True
    shell = Shell(window, session, lambda _: Header("Đợt mẫu"), table=())
    banner = next(c for c in shell.winfo_children() if isinstance(c, Banner))
    button = next(c for c in banner.winfo_children() if isinstance(c, ttk.Button))
    button.invoke()
    assert shell.next_folder == home
