"""One program on one data folder."""

import threading
from pathlib import Path

import pytest

from domain.errors import AppError
from storage.lock import CALL, FolderInUse, answer_call, call_first, hold_folder


def test_a_second_program_on_the_same_folder_is_told_so(tmp_path: Path) -> None:
    with hold_folder(tmp_path), pytest.raises(AppError, match="đang mở"), hold_folder(tmp_path):
        pass
    with hold_folder(tmp_path):
        pass


def test_the_practice_folder_is_another_folder(tmp_path: Path) -> None:
    with hold_folder(tmp_path), hold_folder(tmp_path / "tap-huan"):
        pass


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError, match="thư mục dữ liệu"), hold_folder(tmp_path / "file"):
        pass


def test_the_first_program_hears_that_a_second_one_was_started(tmp_path: Path) -> None:
    heard, stop = threading.Event(), threading.Event()

    def watch() -> None:
        while not stop.wait(0.02):
            if answer_call(tmp_path):
                heard.set()

    with hold_folder(tmp_path):
        watcher = threading.Thread(target=watch)
        watcher.start()
        with pytest.raises(FolderInUse), hold_folder(tmp_path):
            pass
        assert call_first(tmp_path, seconds=20)
        assert heard.is_set()
        stop.set()
        watcher.join()
    assert not (tmp_path / CALL).exists()


def test_a_program_that_does_not_answer_is_not_waited_for_and_nothing_stays(tmp_path: Path) -> None:
    assert not call_first(tmp_path, seconds=0.1)
    assert not (tmp_path / CALL).exists()
    assert not call_first(tmp_path / "mất", seconds=0.1)


def test_a_call_to_a_program_that_has_ended_is_not_heard_by_the_next(tmp_path: Path) -> None:
    (tmp_path / CALL).touch()
    with hold_folder(tmp_path):
        assert not answer_call(tmp_path)
