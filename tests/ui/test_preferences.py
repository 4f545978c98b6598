"""What this PC remembers."""

import json
from pathlib import Path

from ui.preferences import PcSettings


def test_a_value_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "pc" / "may-nay.json"
    PcSettings(path)["last_village"] = "Bản Chiềng"
    assert PcSettings(path)["last_village"] == "Bản Chiềng"
    assert list(tmp_path.rglob("*.new")) == []


def test_a_value_never_set_reads_as_its_default_or_as_nothing(tmp_path: Path) -> None:
    settings = PcSettings(tmp_path / "may-nay.json")
    assert settings["text_size"] == "11"
    assert settings["last_folder"] == ""


def test_an_unreadable_file_is_set_aside_and_the_program_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "may-nay.json"
    path.write_text('{"theme": "da', encoding="utf-8")
    settings = PcSettings(path)
    assert settings["theme"] == "light"
    assert (tmp_path / "may-nay.corrupt").read_text(encoding="utf-8") == '{"theme": "da'
    settings["theme"] = "dark"
    assert json.loads(path.read_text(encoding="utf-8")) == {"theme": "dark"}


def test_a_folder_that_cannot_be_written_does_not_stop_the_work(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings = PcSettings(blocked / "may-nay.json")
    settings["theme"] = "dark"
    assert settings["theme"] == "dark"


def test_a_removed_value_falls_back_to_the_default(tmp_path: Path) -> None:
    settings = PcSettings(tmp_path / "may-nay.json")
    settings["theme"] = "dark"
    del settings["theme"]
    assert settings["theme"] == "light"
    assert len(PcSettings(tmp_path / "may-nay.json")) == 0
