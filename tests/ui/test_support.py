"""“Tạo tệp gửi hỗ trợ” (K11): what the file has, and that nothing of the office is in it."""

import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
import ttkbootstrap as ttk

from domain.offices import Office
from domain.users import User
from storage.accounts import create_first_user
from storage.audit import log_names
from storage.checkup import note_check
from storage.database import Database
from storage.households import save_household
from storage.offices import save_office
from storage.paths import log_file
from storage.teams import save_team
from storage.villages import list_villages, save_villages
from ui.failures import format_for_log
from ui.gate import Gate
from ui.settings_about import SUPPORT as ABOUT
from ui.support import COMPUTER, DATA, LOG, WORDS, as_text, gather, with_words, write_support
from ui.support_log import KEPT_BYTES, clean, read_tail
from ui.support_window import SupportDialog

MOST = 1_000_000
NAMES = ("Quyt", "Quýt", "Xoai", "Xoài", "Mitdac", "nhanhieu", "Chomchom", "SAURIENG", "longan",
         "09123", "345678", "912", "Sóc Trầu")  # fmt: skip
LOG_LINES = (
    "2026-11-21 08:00:00,123 INFO ui.entrance: signed in",
    "2026-11-21 08:00:01,123 ERROR ui.failures: fault: KeyError: Nguyen Van Quyt",
    "  C:\\Users\\longan\\app.py:3 run",
    "  entrance.py:59 begin",
    "2026-11-21 08:00:02,5 WARNING storage.backups: backup not written: No space left on device",
    "2026-11-21 08:00:03,5 WARNING storage.x: [Errno 13] Permission denied: 'C:\\Users\\longan\\a'",
    "2026-11-21 08:00:04,5 DEBUG matplotlib.font_manager: /home/longan/.fonts/Chomchom.ttf",
    "2026-11-21 08:00:05,5 INFO ui.Mitdac: goi 0912 345 678, 912345678 ở Sóc Trầu, xoai nhanhieu",
    "Traceback of SAURIENG",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Path, Database, User]]:
    """Every text a person can write has a name that stands nowhere else."""
    folder = tmp_path / "longan" / "Sóc Trầu"
    db, by, _ = create_first_user(folder, "Trần Quýt", "bep-go-nuong-ngo")
    save_office(db, Office("2020-01-01", "xã", "Mitdac", "huyện Xoài", "tỉnh Chomchom",
                           signer="SAURIENG"), by=by)  # fmt: skip
    save_villages(db, [("bản", "Sóc Trầu")], by=by)
    save_team(db, {"name": "Tổ nhanhieu", "leader": "Xoai"}, by=by)
    village = list_villages(db)[0].id
    save_household(db, {"village_id": village, "head_name": "Lò Thị Quyt", "phone": "0912345678",
                        "note": "nhà cạnh cây Xoài"}, by=by)  # fmt: skip
    log_names(db, "export_names", "danh sách longan", "Chomchom", 1, by=by)
    note_check(folder, datetime(2026, 11, 20), ok=False, found="summaries:bad disk:warning")
    log = log_file(folder)
    log.parent.mkdir(exist_ok=True)
    log.write_text("\n".join(LOG_LINES), "utf-8")
    yield folder, db, by
    db.close()


def test_no_name_phone_address_village_or_folder_is_in_it(
    office: tuple[Path, Database, User], tmp_path: Path
) -> None:
    folder, db, _ = office
    path = tmp_path / "a.zip"
    write_support(gather(folder, log_file(folder), db, "1.2.3"), path)
    with zipfile.ZipFile(path) as zipped:
        everything = "\n".join(zipped.read(n).decode() for n in zipped.namelist())
    assert [name for name in NAMES if name.lower() in everything.lower()] == []
    assert str(folder) not in everything
    for kept in ("fault: KeyError: …", "entrance.py:59 begin", "signed in", "[Errno 13]",
                 "space left on"):  # fmt: skip
        assert kept in everything, kept


def test_it_tells_of_the_program_the_computer_and_the_data_in_numbers(
    office: tuple[Path, Database, User],
) -> None:
    folder, db, _ = office
    parts = gather(folder, log_file(folder), db, "1.2.3", lambda: {"screen": "1366x768"})
    about, data = json.loads(parts[COMPUTER]), json.loads(parts[DATA])
    assert (about["program"], about["packed"], about["screen"]) == ("1.2.3", False, "1366x768")
    assert about["memory_mb"] > 100
    assert about["free_disk_mb"] >= 0
    assert about["packages"]["openpyxl"] != "?"
    assert {"python", "system", "processors"} <= set(about)
    assert data["rows"]["households"] == 1
    assert data["found"] == ["summaries:bad", "disk:warning"]
    assert (data["ok"], data["checked_at"], data["signed_in"]) == (False, "2026-11-20", True)


def test_a_huge_log_and_long_words_stay_below_one_megabyte(
    office: tuple[Path, Database, User], tmp_path: Path
) -> None:
    folder, db, _ = office
    pick = Random(1)
    words = [f"w{pick.getrandbits(40):x}.py" for _ in range(4000)]
    with log_file(folder).open("w", encoding="utf-8") as file:
        for n in range(400_000):
            file.write(f"  {words[n * 7919 % 4000]}:{pick.randrange(9999)} run{n}\n")
        file.write(LOG_LINES[0])
    parts = with_words(gather(folder, log_file(folder), db, "0"), "Ẫ" * 100_000)
    path = tmp_path / "a.zip"
    write_support(parts, path)
    assert log_file(folder).stat().st_size > 10 * MOST
    assert len(parts[LOG]) <= KEPT_BYTES
    assert parts[LOG].endswith("signed in")
    assert path.stat().st_size <= MOST
    assert sum(len(text.encode()) for text in parts.values()) <= MOST  # even unpacked


def test_before_signing_in_and_with_everything_broken_there_is_still_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Quyt")

    monkeypatch.setattr("ui.support._memory_mb", fail)
    parts = gather(tmp_path / "none", tmp_path / "none.log", None, "0")
    assert json.loads(parts[COMPUTER]) == {"unreadable": "RuntimeError"}
    assert json.loads(parts[DATA])["signed_in"] is False
    assert parts[LOG] == ""
    assert read_tail(tmp_path) == ""  # a folder stands where the log should be


def test_of_a_fault_the_type_and_the_places_stay() -> None:
    try:
        raise ValueError("Lò Thị Quyt")
    except ValueError as error:
        lines = f"2026-11-21 08:00:00,1 ERROR ui.failures: fault: {format_for_log(error)}"
    kept = clean(lines.splitlines())
    assert kept.startswith("2026-11-21 08:00:00 ERROR ui.failures: fault: ValueError: …\n")
    assert "test_support.py:" in kept


def test_what_the_program_logs_itself_is_kept_whole() -> None:
    for message in ("the disk is full: the reserve was given back", "window opened",
                    "settings of this PC unreadable, set aside", "locked"):  # fmt: skip
        line = f"2026-11-21 08:00:00,1 INFO ui.x: {message}"
        assert clean([line]).replace("PC", "").count("…") <= 1, message


def test_what_is_written_by_hand_loses_long_numbers_and_its_end() -> None:
    parts = with_words({"a": "b"}, " gọi 0912.345.678 lúc 10:30 ")
    assert parts == {WORDS: "gọi … lúc 10:30", "a": "b"}
    assert with_words({"a": "b"}, "  ") == {"a": "b"}


def test_the_window_says_what_is_in_the_file_and_shows_it(
    window: ttk.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("ui.support_window.show_content", lambda _, p: shown.append(as_text(p)))
    dialog = SupportDialog(window, {"may-tinh.json": "{1}"})
    dialog.form.fill({"words": "lưu phiếu"})
    dialog.show_content()
    assert shown == ["— loi-ke.txt —\nlưu phiếu\n\n— may-tinh.json —\n{1}"]
    dialog._accept()
    assert dialog.result == "lưu phiếu"
    assert "không có tên người" in ABOUT


def test_every_page_before_the_work_has_the_way_to_it(page: ttk.Frame) -> None:
    pressed: list[str] = []
    gate = Gate(page, "Đăng nhập", "lock", "v0")
    gate.add_foot_button("Tạo tệp gửi hỗ trợ …", lambda: pressed.append("x"))
    button = next(w for w in gate._foot.winfo_children() if isinstance(w, ttk.Button))
    button.invoke()
    assert pressed == ["x"]


def test_nothing_is_logged_by_making_it(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    with caplog.at_level(logging.INFO):
        gather(tmp_path, tmp_path / "a.log", None, "0")
    assert caplog.messages == []
