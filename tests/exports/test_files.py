"""A file is put in its place whole, or nothing is left of it."""

import errno
import weakref
from pathlib import Path
from types import SimpleNamespace
from typing import IO

import pytest

from domain.errors import AppError, Cancelled
from exports import files
from exports.files import free_name, write_beside
from tests.needs import windows_only


def test_a_save_that_stops_half_way_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("old")

    def save(part: str) -> None:
        Path(part).write_text("half")
        raise Cancelled

    with pytest.raises(Cancelled):
        write_beside(save, path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.xlsx", "old")]


def test_a_file_is_on_the_disk_before_it_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("old")
    flushed: list[str] = []
    monkeypatch.setattr(files.os, "fsync", lambda _: flushed.append(path.read_text()))
    write_beside(lambda part: Path(part).write_text("new"), path)
    assert flushed == ["old"]
    assert path.read_text() == "new"


def test_the_offered_name_is_the_first_free_one(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a (2).xlsx"):
        (tmp_path / name).touch()
    assert free_name(tmp_path / "a.xlsx").name == "a (3).xlsx"


def test_a_library_stopped_half_way_lets_go_of_its_file_before_that_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows deletes no file that is open, and a half list of names must not stay on the disk."""
    held: list[weakref.ref[IO[bytes]]] = []
    delete = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        assert held[0]() is None
        delete(path, missing_ok)

    def save(part: str) -> None:
        out = Path(part).open("wb")  # noqa: SIM115 - as a zip file keeps it
        held.append(weakref.ref(out))
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(AppError, match="chỗ trống"):
        write_beside(save, tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_scanner_that_looks_at_the_new_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, replace = list[Path](), Path.replace

    def busy(part: Path, path: Path) -> Path:
        tries.append(part)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "in use")
        return replace(part, path)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(files, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(files, "PAUSE", 0)
    write_beside(lambda part: Path(part).write_text("new"), tmp_path / "a.xlsx")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.xlsx", "new")]


def test_a_folder_one_may_not_write_to_is_not_called_an_open_file(tmp_path: Path) -> None:
    def save(part: str) -> None:
        raise PermissionError(errno.EACCES, "denied", part)

    with pytest.raises(AppError, match="không có quyền ghi vào thư mục"):
        write_beside(save, tmp_path / "a.xlsx")


def test_a_path_too_long_for_windows_is_not_called_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(part: str) -> None:
        raise FileNotFoundError(errno.ENOENT, "no such path", part)

    monkeypatch.setattr(files, "sys", SimpleNamespace(platform="win32"))
    with pytest.raises(AppError, match="dài quá"):
        write_beside(save, tmp_path / ("x" * 250) / "a.xlsx")
    with pytest.raises(AppError, match="chỗ trống"):
        write_beside(save, tmp_path / "a.xlsx")


@pytest.mark.parametrize("name", ["bc:b.xlsx", "a?.xlsx", "con.xlsx", "Bản Con.", "NUL"])
def test_a_name_that_windows_would_understand_otherwise_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(files, "sys", SimpleNamespace(platform="win32"))
    with pytest.raises(AppError, match="Windows không nhận tên tệp"):
        write_beside(lambda part: Path(part).write_text("new"), tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["Bản Con..xlsx", "conso.xlsx", "Báo cáo (2).xlsx", ".xlsx"])
def test_an_ordinary_name_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(files, "sys", SimpleNamespace(platform="win32"))
    write_beside(lambda part: Path(part).write_text("new"), tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == [name]


@windows_only("keeps others out of a file that is open")
def test_a_report_that_excel_holds_is_named_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "Báo cáo.xlsx"
    path.write_text("old")
    with path.open("rb"), pytest.raises(AppError, match="đang mở trong chương trình khác"):
        write_beside(lambda part: Path(part).write_text("new"), path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [(path.name, "old")]
