"""Where the data live: as told, beside the program on a stick, else with the user."""

from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

import pytest

from storage import paths
from storage.paths import (
    PORTABLE,
    UNINSTALLER,
    data_folder,
    database_file,
    database_uri,
    practice_folder,
    program_version,
)


def test_the_folder_named_on_the_command_line_wins(tmp_path: Path) -> None:
    assert data_folder(["--data", str(tmp_path)]) == tmp_path


def test_a_portable_folder_beside_the_program_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "program_folder", lambda: tmp_path)
    assert data_folder([]) != tmp_path / PORTABLE
    (tmp_path / PORTABLE).mkdir()
    assert data_folder([]) == tmp_path / PORTABLE


def test_data_without_a_folder_after_it_is_not_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "program_folder", lambda: tmp_path)
    (tmp_path / PORTABLE).mkdir()
    assert data_folder(["--data"]) == tmp_path / PORTABLE


def test_a_portable_copy_laid_over_an_installed_program_hides_no_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "program_folder", lambda: tmp_path)
    (tmp_path / PORTABLE).mkdir()
    (tmp_path / UNINSTALLER).write_text("")
    assert data_folder([]) == paths.user_folder()
    database_file(tmp_path / PORTABLE).write_text("people")
    assert data_folder([]) == tmp_path / PORTABLE


def test_the_data_of_a_restore_that_was_cut_off_are_not_hidden_by_an_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its database is still in a folder of its own."""
    monkeypatch.setattr(paths, "program_folder", lambda: tmp_path)
    (tmp_path / PORTABLE).mkdir()
    (tmp_path / PORTABLE / "DOC-LAI.txt").write_text("note")
    (tmp_path / UNINSTALLER).write_text("")
    assert data_folder([]) == paths.user_folder()
    (tmp_path / PORTABLE / "keys.json").write_text("keys")
    assert data_folder([]) == tmp_path / PORTABLE


def test_practice_never_shares_the_offices_file(tmp_path: Path) -> None:
    assert database_file(practice_folder(tmp_path)) != database_file(tmp_path)


def test_the_version_is_the_one_of_the_project_file() -> None:
    assert f'version = "{program_version()}"' in Path("pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/media/a b/x?y#z/tungnha.db"), "file:///media/a%20b/x%3Fy%23z/tungnha.db"),
        (PureWindowsPath(r"C:\Xã 1\tungnha.db"), "file:///C%3A/X%C3%A3%201/tungnha.db"),
        (PureWindowsPath(r"\\may-chu\chung\tungnha.db"), "file:////may-chu/chung/tungnha.db"),
    ],
)
def test_the_name_for_sqlite_holds_any_letter_and_names_no_server(
    path: PurePosixPath | PureWindowsPath, uri: str
) -> None:
    """SQLite opens nothing of a server: "invalid uri authority"."""
    assert database_uri(path, "mode=ro") == f"{uri}?mode=ro"
    assert urlsplit(uri).netloc == ""
