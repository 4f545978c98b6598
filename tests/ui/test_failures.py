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
from storage.database import Database
from ui import dialogs
from ui.failures import Failures, describe_failure, format_for_log, scrub
from ui.preferences import PcSettings
from ui.support import LOG_TAIL, collect_support


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

    monkeypatch.setattr(dialogs, "tell", tell)
    monkeypatch.setattr(dialogs, "ask", ask)
    return told


Make = Callable[[Callable[[Path], None]], Failures]


@pytest.fixture
def make(window: ttk.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.setattr(dialogs, "choose_save", lambda *_: tmp_path / "ho-tro.zip")
    return lambda collect: Failures(window, PcSettings(None), collect)


def test_a_refusal_is_told_and_only_its_kind_is_logged(
    make: Make, told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        make(lambda _: None).handle(AppError("Hộ “Hà Văn Ửng” đã có."))
    assert told == ["Chưa làm được: Hộ “Hà Văn Ửng” đã có."]
    assert caplog.messages == ["refused: AppError"]


def test_a_fault_is_logged_and_offers_the_support_file(
    make: Make, told: list[str], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    saved: list[Path] = []
    make(saved.append).handle(ValueError("'Hà Văn Ửng'"))
    assert saved == [tmp_path / "ho-tro.zip"]
    assert told[0] == "Chương trình gặp lỗi [Lưu tệp hỗ trợ]"
    assert "Ửng" not in caplog.text
    assert [r.levelname for r in caplog.records] == ["ERROR"]
    caplog.clear()  # the error was the subject


def test_a_place_that_cannot_be_written_is_told(make: Make, told: list[str]) -> None:
    def refuse(_: Path) -> None:
        raise OSError

    make(refuse).save_support(ttk.Style.get_instance().master)
    assert told == ["Chưa làm được: Không ghi được tệp “ho-tro.zip” ở thư mục đó."]


def test_faults_of_callbacks_and_threads_reach_the_log(
    make: Make, told: list[str], window: ttk.App, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    failures = make(lambda _: None)
    failures.install()
    window.after(1, _fail)
    window.after(20, window.quit)
    window.mainloop()
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    failures.uninstall()
    assert sys.excepthook is sys.__excepthook__
    assert told[0].startswith("Chương trình gặp lỗi")
    assert [m.split(":")[0] for m in caplog.messages] == ["fault", "fault in a thread"]
    caplog.clear()  # the errors were the subject


def test_the_support_file_has_versions_log_and_counts_and_no_content(
    empty_db: Database, tmp_path: Path
) -> None:
    log_file = tmp_path / "tungnha.log"
    log_file.write_text("x" * (LOG_TAIL + 10) + "last line", encoding="utf-8")
    path = tmp_path / "ho-tro.zip"
    collect_support(path, log_file, empty_db, "1.2.3")
    with zipfile.ZipFile(path) as zipped:
        names = set(zipped.namelist())
        about = zipped.read("may-tinh.json").decode()
        log = zipped.read("nhat-ky.log").decode()
        data = zipped.read("du-lieu.json").decode()
    assert names == {"may-tinh.json", "nhat-ky.log", "du-lieu.json"}
    assert '"program": "1.2.3"' in about
    assert log.endswith("last line")
    assert len(log) == LOG_TAIL
    assert '"households": 0' in data
    assert '"audit_head": ""' in data
    assert path.stat().st_size < 1_000_000


def test_without_a_database_and_a_log_there_is_still_a_support_file(tmp_path: Path) -> None:
    path = tmp_path / "ho-tro.zip"
    collect_support(path, tmp_path / "missing.log")
    with zipfile.ZipFile(path) as zipped:
        assert set(zipped.namelist()) == {"may-tinh.json", "nhat-ky.log"}
