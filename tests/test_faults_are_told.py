"""K11: a fault nobody expected is a Vietnamese sentence with its place, never a traceback: at the
start before the window, and in a command. Those of the window: tests/ui/test_failures.py.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

import commands
import main
from commands import run_command
from domain.errors import AppError
from storage.paths import log_file
from storage.program_files import fault_words

ROOT = Path(__file__).parents[1]


def fail(*_: object, **__: object) -> None:
    raise KeyError("Hà Văn Ửng")


def test_a_fault_before_the_window_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(main, "data_folder", fail)
    monkeypatch.setenv("DISPLAY", os.environ.get("DISPLAY", ":0"))
    assert main.start([]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Chương trình không mở được vì gặp lỗi. Số liệu đã lưu vẫn còn nguyên.")
    assert "KeyError, test_faults_are_told.py" in said
    assert "Traceback" not in said
    assert "Ửng" not in said + caplog.text
    assert caplog.messages[0].startswith("fault: KeyError, test_faults_are_told.py")
    caplog.clear()  # the error was the subject


def test_a_file_of_the_program_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['ui.app'] = None; import main;"
        f" sys.exit(main.start(['--data', {str(tmp_path)!r}]))"
    )
    env = {**os.environ, "DISPLAY": os.environ.get("DISPLAY", ":0")}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True,
                          text=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 1
    assert "ModuleNotFoundError, main.py" in done.stderr
    assert "Traceback" not in done.stderr
    assert "fault: ModuleNotFoundError, main.py" in log_file(tmp_path).read_text("utf-8")


def test_a_fault_in_a_command_is_a_sentence_and_in_the_log_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(commands, "open_campaign", fail)
    before = list(logging.getLogger().handlers)
    assert run_command(["progress", "--data", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Chương trình gặp lỗi. Số liệu đã lưu vẫn còn nguyên.")
    assert "Traceback" not in said
    log = log_file(tmp_path).read_text("utf-8")
    assert "fault: KeyError, test_faults_are_told.py" in log
    assert "Ửng" not in said + log
    assert [h for h in logging.getLogger().handlers if type(h).__name__ == "ProgramLog"] == [
        h for h in before if type(h).__name__ == "ProgramLog"
    ]
    caplog.clear()  # the error was the subject


def test_a_fault_is_called_by_its_type_and_place() -> None:
    with pytest.raises(KeyError) as caught:
        fail()
    words = fault_words(caught.value)
    assert words.startswith("KeyError, test_faults_are_told.py ")
    assert fault_words(AppError("Hà Văn Ửng")) == "AppError"
