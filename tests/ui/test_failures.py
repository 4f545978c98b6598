"""What is told of an error, and what the log keeps of it."""

import logging
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3
import ttkbootstrap as ttk

from domain.errors import AppError, Cancelled
from ui import dialogs, support_window
from ui.failures import Failures, describe_failure, format_for_log, scrub
from ui.preferences import PcSettings
from ui.support import WORDS
from ui.support_window import SupportDialog


def test_an_error_meant_for_the_user_is_told_as_it_is() -> None:
    failure = describe_failure(AppError("Không mở được tệp.", "Hãy chọn tệp khác."))
    assert failure
    assert (failure.message, failure.hint) == ("Không mở được tệp.", "Hãy chọn tệp khác.")
    assert not failure.is_fault


def test_damage_met_while_reading_is_told_as_damage() -> None:
    failure = describe_failure(sqlcipher3.DatabaseError("database disk image is malformed"))
    assert failure
    assert "bị hỏng" in failure.message
    assert "khôi phục" in failure.hint
    assert not failure.is_fault


def test_any_other_error_is_a_fault_of_the_program() -> None:
    failure = describe_failure(KeyError("head_name"))
    assert failure
    assert failure.is_fault
    assert "head_name" not in failure.message + failure.hint


@pytest.mark.parametrize("error", [Cancelled(), KeyboardInterrupt(), SystemExit(1)])
def test_stopping_is_no_error(error: BaseException) -> None:
    assert describe_failure(error) is None


def test_a_file_that_excel_holds_is_no_fault() -> None:
    failure = describe_failure(PermissionError(13, "denied"))
    assert failure
    assert not failure.is_fault


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("'Hà Văn Ửng'", "…"),
        ('no such column: "phone"', "no such column: …"),
        ("bad name Hà Văn An", "bad name … … An"),
        ("number 0912345678 twice", "number … twice"),
        ("list index out of range", "list index out of range"),
    ],
)
def test_the_log_keeps_no_names_and_no_numbers(message: str, kept: str) -> None:
    assert scrub(message) == kept


def _fail() -> None:
    raise ValueError("'Hà Văn Ửng' 0912345678")


def test_the_log_keeps_the_place_in_the_code() -> None:
    with pytest.raises(ValueError, match="Ửng") as caught:
        _fail()
    text = format_for_log(caught.value)
    assert text.splitlines()[0] == "ValueError: … …"
    assert "test_failures.py" in text
    assert text.splitlines()[-1].endswith(" _fail")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []

    def tell(_: object, title: str, text: str, hint: str = "", *, error: bool = False) -> None:
        told.append(f"{title}: {text}")

    def ask(_: object, title: str, text: str, yes: str, *rest: str) -> bool:
        told.append(f"{title} [{yes}]")
        return True

    for module in (dialogs, support_window):
        monkeypatch.setattr(module, "tell", tell)
        monkeypatch.setattr(module, "ask", ask)
    monkeypatch.setattr(support_window, "open_in_system", lambda _: None)
    return told


Make = Callable[[Callable[[], dict[str, str]]], Failures]


@pytest.fixture
def make(window: ttk.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.setattr(support_window, "choose_save", lambda *_: tmp_path / "ho-tro.zip")
    monkeypatch.setattr(SupportDialog, "wait", lambda *_: "lưu phiếu, gọi 0912 345 678")
    return lambda gather: Failures(window, PcSettings(None), gather)


def test_a_refusal_is_told_and_only_its_kind_is_logged(
    make: Make, told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        make(dict).handle(AppError("Hộ “Hà Văn Ửng” đã có."))
    assert told == ["Chưa làm được: Hộ “Hà Văn Ửng” đã có."]
    assert caplog.messages == ["refused: AppError"]


def test_a_fault_is_logged_and_offers_the_support_file(
    make: Make, told: list[str], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    make(lambda: {"a.txt": "x"}).handle(ValueError("'Hà Văn Ửng'"))
    with zipfile.ZipFile(tmp_path / "ho-tro.zip") as zipped:
        assert zipped.read("a.txt") == b"x"
        assert zipped.read(WORDS).decode() == "lưu phiếu, gọi …"
    assert told[0] == "Chương trình gặp lỗi [Tạo tệp gửi hỗ trợ …]"
    assert told[1] == "Đã tạo tệp gửi hỗ trợ [Mở thư mục]"
    assert "Ửng" not in caplog.text
    assert [r.levelname for r in caplog.records] == ["ERROR"]
    caplog.clear()  # the error was the subject


def test_a_place_that_cannot_be_written_is_told(
    make: Make, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(support_window, "write_support", refuse)
    make(dict).save_support(ttk.Style.get_instance().master)
    assert told == ["Chưa làm được: Không ghi được tệp “ho-tro.zip” ở thư mục đó."]


def test_faults_of_callbacks_and_threads_reach_the_log(
    make: Make, told: list[str], window: ttk.App, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("ui.failures.LISTEN_MS", 5)
    failures = make(dict)
    failures.install()
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    window.after(1, _fail)
    window.after(60, window.quit)
    window.mainloop()
    failures.uninstall()
    assert sys.excepthook is sys.__excepthook__
    assert [t.split(" [")[0] for t in told if "gặp lỗi" in t] == ["Chương trình gặp lỗi"] * 2
    assert [m.split(":")[0] for m in caplog.messages] == ["fault", "fault"]
    caplog.clear()  # the errors were the subject
