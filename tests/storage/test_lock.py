"""One program on one data folder."""

from pathlib import Path

import pytest

from domain.errors import AppError
from storage.lock import hold_folder


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
