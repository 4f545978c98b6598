"""After an upgrade of the data the person is told what happened, once."""

from pathlib import Path

import pytest
import ttkbootstrap as ttk

from storage import upgrade
from storage.upgrade import Upgraded
from ui import upgrade_news
from ui.upgrade_news import describe_upgrade, tell_of_upgrade

DONE = Upgraded(3, False, Path("/xa/sao-luu/truoc-nang-cap.tnsl"), 1234, 40)


def test_it_is_said_that_all_is_there_and_where_the_file_of_before_lies() -> None:
    text, hint = describe_upgrade(DONE, "0.2.0")
    assert "1.234 hộ và 40 lượt đến như trước" in text
    assert "bản 0.2.0" in text
    assert str(DONE.backup) in hint
    assert "không mở được số liệu này" in hint


def test_a_file_that_was_not_encrypted_is_said_to_be_now() -> None:
    text, hint = describe_upgrade(Upgraded(1, True, None, 5, 0), "0.2.0")
    assert "mã hóa và nâng cấp" in text
    assert "nằm ở" not in hint


def test_it_is_said_once_and_for_its_folder_only(
    app: ttk.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(upgrade_news, "tell", lambda _root, _title, text, _hint: said.append(text))
    monkeypatch.setattr(app, "after", lambda _ms, job: job())
    monkeypatch.setitem(upgrade._done, tmp_path.resolve(), DONE)
    tell_of_upgrade(app, tmp_path / "other")
    assert not said
    tell_of_upgrade(app, tmp_path)
    tell_of_upgrade(app, tmp_path)
    assert len(said) == 1
