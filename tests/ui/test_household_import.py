"""The import wizard in a window, on the two sample lists."""

from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from domain.errors import Cancelled
from storage.database import Database
from ui import household_import
from ui.household_import import RESULT, HouseholdImport
from ui.import_columns_step import ColumnsStep
from ui.import_file_step import FileStep
from ui.import_letters_step import LettersStep
from ui.import_preview_step import PreviewStep
from ui.session import Session

DATA = Path(__file__).parent.parent / "data"
SECTIONS, LEGACY = DATA / "ho-muong-min-2020.xlsx", DATA / "ho-vntime-2019.xls"


@pytest.fixture(autouse=True)
def backed_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The reasons of the backups that came before a write: these folders have no keys to make one
    with."""
    reasons: list[str] = []

    def remember(_: Path, reason: str, work: Any) -> Any:
        reasons.append(reason)
        return work

    monkeypatch.setattr(household_import, "backed_up", remember)
    return reasons


def households(db: Database) -> int:
    return int(db.value("SELECT count(*) FROM households"))


def walk(wizard: HouseholdImport, path: Path) -> list[str]:
    """F9 from the file to the preview; the steps that were shown."""
    wizard.show(path=path)
    keys = [wizard._key]
    while wizard._key != "preview":
        wizard.save()
        assert wizard._key != keys[-1], wizard._key
        keys.append(wizard._key)
    return keys


def test_a_list_with_sections_goes_through_and_is_written_only_at_the_end(
    page: ttk.Frame, session: Session, empty_db: Database, recorder: Any, backed_up: list[str]
) -> None:
    wizard = HouseholdImport(page, session)
    assert walk(wizard, SECTIONS) == ["columns", "villages", "preview"]
    assert households(empty_db) == 0
    assert backed_up == []
    wizard.save()
    assert backed_up == ["import"]
    assert wizard._key == RESULT
    assert households(empty_db) == 180
    assert empty_db.value("SELECT sum(members) FROM households") == 907
    assert empty_db.value("SELECT count(*) FROM households WHERE phone IS NOT NULL") == 155
    assert recorder.statuses == ["Đã thêm 180 hộ, cập nhật 0 hộ, giữ nguyên 0 hộ."]
    assert recorder.changes[0].households


def test_the_same_list_again_writes_nothing(
    page: ttk.Frame, session: Session, empty_db: Database, recorder: Any
) -> None:
    wizard = HouseholdImport(page, session)
    walk(wizard, SECTIONS)
    wizard.save()
    wizard.show(back="households")
    walk(wizard, SECTIONS)
    step = wizard._steps["preview"]
    assert isinstance(step, PreviewStep)
    assert step._rows
    assert (step._rows.count("added"), step._rows.count("same")) == (0, 180)
    wizard.save()
    assert households(empty_db) == 180
    assert recorder.opened == [("households", {})]


def test_a_file_corrected_in_between_is_read_anew(
    page: ttk.Frame, session: Session, empty_db: Database, tmp_path: Path
) -> None:
    path = tmp_path / "ho.csv"
    head = "Họ và tên chủ hộ,Thôn,Số khẩu\n"
    path.write_text(f"{head}Lò Văn Ơn,Bản Mìn,4\n", encoding="utf-8")
    wizard = HouseholdImport(page, session)
    walk(wizard, path)
    read = wizard._work
    walk(wizard, path)
    assert wizard._work is read
    path.write_text(f"{head}Lò Văn Ơn,Bản Mìn,4\nHà Thị Bé,Bản Mìn,3\n", encoding="utf-8")
    walk(wizard, path)
    wizard.save()
    assert households(empty_db) == 2


def test_a_stopped_write_says_that_nothing_was_written(
    page: ttk.Frame, session: Session, empty_db: Database, recorder: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def stop(*_: object, **__: object) -> None:
        raise Cancelled

    wizard = HouseholdImport(page, session)
    walk(wizard, SECTIONS)
    monkeypatch.setattr("ui.household_import.write_plan", stop)
    wizard.save()
    assert wizard._key == "preview"
    assert recorder.statuses == ["Đã dừng. Danh sách hộ vẫn như trước khi ghi."]


def test_legacy_letters_are_shown_before_and_after(
    page: ttk.Frame, session: Session, empty_db: Database
) -> None:
    wizard = HouseholdImport(page, session)
    assert walk(wizard, LEGACY) == ["columns", "villages", "letters", "preview"]
    letters = wizard._steps["letters"]
    assert isinstance(letters, LettersStep)
    assert any(c.sample.after == "Cầm Thị Uyển" for c in letters._rows)
    wizard.save()
    assert households(empty_db) == 120
    assert empty_db.value("SELECT sum(members) FROM households") == 604


def test_going_back_keeps_every_choice(page: ttk.Frame, session: Session) -> None:
    wizard = HouseholdImport(page, session)
    wizard.show(path=SECTIONS)
    columns = wizard._steps["columns"]
    assert isinstance(columns, ColumnsStep)
    columns._roles[4].set("Không dùng")
    columns._on_role(4, columns._roles[4])
    assert wizard._work
    wizard.save()
    wizard._go_back()
    wizard._go_back()
    assert wizard._key == "file"
    wizard.save()
    assert wizard._key == "columns"
    assert wizard._work.layouts[0].columns[4] is None


def test_a_correction_of_a_village_changes_the_plan(
    page: ttk.Frame, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = HouseholdImport(page, session)
    wizard.show(path=SECTIONS)
    wizard.save()
    monkeypatch.setattr(
        "ui.import_villages_step.edit", lambda *_, **__: {"label": "Bản Chiềng Mới"}
    )
    wizard._steps["villages"]._on_opened("0")  # type: ignore[union-attr]
    assert wizard._key == "villages"
    assert wizard._work
    assert wizard._work.plan
    assert wizard._work.plan.villages["Bản Chiềng Mới"] == 30


@pytest.mark.parametrize(
    ("name", "content"),
    [("hong.xlsx", b"PK\x03\x04 cut off"), ("anh.xls", b"\xff\xd8\xff\xe0"), ("rong.csv", b"")],
)
def test_a_hostile_or_wrong_file_is_refused_in_place(
    page: ttk.Frame, session: Session, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    wizard = HouseholdImport(page, session)
    wizard.show(path=path)
    assert wizard._key == "file"
    step = wizard._steps["file"]
    assert isinstance(step, FileStep)
    assert name in str(step._message.cget("text"))
    wizard.show(path=SECTIONS)
    assert wizard._key == "columns"


def test_a_sheet_without_a_name_column_holds_the_wizard(
    page: ttk.Frame, session: Session, empty_db: Database
) -> None:
    wizard = HouseholdImport(page, session)
    wizard.show(path=SECTIONS)
    columns = wizard._steps["columns"]
    assert isinstance(columns, ColumnsStep)
    columns._roles[1].set("Không dùng")
    columns._on_role(1, columns._roles[1])
    wizard.save()
    assert wizard._key == "columns"
    assert "Họ và tên chủ hộ" in str(columns._message.cget("text"))


def test_the_folder_of_the_file_is_remembered(page: ttk.Frame, session: Session) -> None:
    wizard = HouseholdImport(page, session)
    wizard.show(path=SECTIONS)
    assert session.settings["last_folder"] == str(DATA)
