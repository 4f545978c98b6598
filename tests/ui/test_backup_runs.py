"""Backups that make themselves, the looks at a start, the close, the restore: on real files."""

import contextlib
import shutil
import tkinter as tk
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from domain.errors import AppError, Cancelled
from domain.users import Role, User
from storage import unlocked
from storage.accounts import create_first_user
from storage.audit_chain import head_of
from storage.backups import Backup, backups_folder, list_backups, make_backup
from storage.checkup import note_check, read_checkup
from storage.database import Database, open_database
from storage.database_copy import copy_database
from storage.device import read_stored_device
from storage.doctor import Diagnosis
from storage.findings import BAD, WARNING, Finding
from storage.lock import hold_folder
from storage.reserve import has_reserve
from storage.restoring import NotTried
from storage.sidecar import Kind, Seen, State, begin_state, check_state, end_state, read_state
from storage.villages import list_villages, save_villages
from tests.ui.conftest import RecordingWindow, WaitUntil
from ui import (
    backup_restore,
    backup_runs,
    backup_usb,
    close_dialog,
    data_check,
    older_file,
    settings_backup,
)
from ui.backup_restore import RestoreDialog, Wish, prepare
from ui.backup_runs import BackupRuns, backed_up, try_restore, was_cut_off
from ui.close_dialog import CloseDialog
from ui.data_check import FindingsDialog, can_recompute, look
from ui.preferences import PcSettings
from ui.session import Session
from ui.settings_backup import BackupPanel
from ui.tasks import Tasks
from ui.theme import px
from ui.usb_notice import UsbNotice

NAME, PASSWORD = "Hà Thị Thử", "bon-tu-de-nho"


def no_report(_done: int, _total: int, _text: str = "") -> None:
    """Nobody watches."""


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    folder = tmp_path / "data"
    db, user, _ = create_first_user(folder, NAME, PASSWORD)
    save_villages(db, [("bản", "Chiềng"), ("bản", "Mìn")], by=user)
    yield db
    with contextlib.suppress(unlocked.Locked):
        db.close()
    unlocked.forget(folder)


@pytest.fixture
def open_session(
    window: ttk.App, db: Database, tmp_path: Path, recorder: RecordingWindow
) -> Session:
    tasks = Tasks(window, on_error=_raise, inline=True)
    user = User(NAME, Role.ADMIN)
    return Session(db, db.path.parent, user, PcSettings(tmp_path / "pc.json"), tasks,
                   window=recorder)  # fmt: skip


@pytest.fixture
def runs(window: ttk.App, open_session: Session, page: ttk.Frame) -> Iterator[BackupRuns]:
    runs = BackupRuns(window, open_session, None, page)
    yield runs
    runs.stop()


def backups(db: Database) -> list[Backup]:
    return list_backups(backups_folder(db.path.parent))


def add_village(db: Database, name: str) -> None:
    save_villages(db, [("bản", name)], by=User(NAME))


def test_a_start_backs_up_tries_it_looks_at_all_and_keeps_the_reserve(
    runs: BackupRuns, db: Database
) -> None:
    runs.begin()
    runs._first()
    assert [b.reason for b in backups(db)] == ["start"]
    checkup = read_checkup(db.path.parent)
    assert checkup.ok
    assert checkup.checked_at
    assert checkup.restored_file == backups(db)[0].file.name
    assert has_reserve(db.path.parent)


def test_a_second_start_without_changes_makes_no_second_backup(
    runs: BackupRuns, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.begin()
    runs._first()

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(backup_runs, "look", never)
    monkeypatch.setattr(backup_runs, "try_restore", never)
    runs._first()
    assert len(backups(db)) == 1


def test_after_an_unclean_end_the_structure_is_looked_at_at_once(
    window: ttk.App, open_session: Session, page: ttk.Frame, db: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    note_check(db.path.parent, datetime.now(), ok=True)
    wholes: list[bool] = []
    real = backup_runs.look

    def look(folder: Path, *, whole: bool, report: Any) -> Any:
        wholes.append(whole)
        return real(folder, whole=whole, report=report)

    monkeypatch.setattr(backup_runs, "look", look)
    cut = BackupRuns(window, open_session, Seen(State(clean=False), True), page)
    cut._first()
    assert wholes == [False]
    clean = BackupRuns(window, open_session, Seen(State(clean=True), True), page)
    clean._first()
    assert wholes == [False]


def test_what_was_cut_off_is_known_from_the_state() -> None:
    assert not was_cut_off(None)
    assert was_cut_off(Seen(None, True))
    assert was_cut_off(Seen(State(clean=False), False))
    assert not was_cut_off(Seen(State(), False))


def test_every_half_hour_is_for_changes_only(
    runs: BackupRuns, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons: list[str] = []

    def due(_: Path, *, reason: str, report: object) -> None:
        reasons.append(reason)

    monkeypatch.setattr(backup_runs, "backup_if_due", due)
    runs._tick()
    assert reasons == ["interval"]


def test_a_background_backup_that_fails_is_said_without_a_window(
    runs: BackupRuns, open_session: Session, recorder: RecordingWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def refuse(*_: object, **__: object) -> None:
        raise AppError("Không đủ chỗ trống.", "Hãy xóa bớt tệp.")

    monkeypatch.setattr(backup_runs, "backup_if_due", refuse)
    runs._tick()
    assert open_session.settings["backup_problem"] == "Không đủ chỗ trống."
    assert "Chưa sao lưu được" in recorder.statuses[-1]
    monkeypatch.undo()
    runs._tick()
    assert open_session.settings["backup_problem"] == ""


def test_a_backup_that_cannot_be_restored_is_said_in_a_window(
    runs: BackupRuns, open_session: Session, db: Database, recorder: RecordingWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    runs._back_up("start")
    file = backups(db)[0].file
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    note_check(db.path.parent, datetime.now(), ok=True)
    asked: list[str] = []
    monkeypatch.setattr(backup_runs, "ask", lambda *a, **_: asked.append(a[1]) or True)
    runs._first()
    assert asked == ["Khôi phục thử không được"]
    assert recorder.opened == [("settings", {"part": "backup"})]
    with pytest.raises(AppError):
        try_restore(db.path.parent, datetime.now(), no_report)


def test_a_backup_under_another_key_counts_as_no_trial(
    runs: BackupRuns, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only its bytes could be read."""
    runs._back_up("start")
    (made,) = backups(db)
    monkeypatch.setattr(backup_runs, "list_backups", lambda _: [replace(made, key="x")])
    assert try_restore(db.path.parent, datetime.now(), no_report) == ""
    assert read_checkup(db.path.parent).restored_file == ""


def test_no_room_for_the_trial_is_no_alarm(
    runs: BackupRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_runs, "ask", lambda *_, **__: pytest.fail("asked"))
    runs._on_untried(NotTried("Chưa thử được bản sao lưu."))


def test_closing_backs_up_what_changed_and_then_quits(runs: BackupRuns, db: Database) -> None:
    done: list[int] = []
    runs.close(lambda: done.append(len(backups(db))))
    assert done == [1]
    assert backups(db)[0].reason == "close"
    runs.close(lambda: done.append(len(backups(db))))
    assert done == [1, 1]


def test_what_runs_in_the_background_does_not_keep_the_window_open(runs: BackupRuns) -> None:
    runs._quietly(lambda _: 1, lambda _: None)
    (job,) = runs._quiet
    job.check()
    runs.close(lambda: None)
    with pytest.raises(Cancelled):
        job.check()


def test_closing_without_room_asks_and_staying_stays(
    runs: BackupRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AppError("Không đủ chỗ trống.", "Hãy xóa bớt tệp.")

    answers = [False, True]
    monkeypatch.setattr(backup_runs, "backup_if_due", refuse)
    monkeypatch.setattr(backup_runs, "ask", lambda *_, **__: answers.pop(0))
    done: list[str] = []
    runs.close(lambda: done.append("quit"))
    assert done == []
    runs.close(lambda: done.append("quit"))
    assert done == ["quit"]


def test_nobody_skips_the_closing_backup_by_accident(
    shown: ttk.Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    skipped: list[str] = []
    dialog = CloseDialog(shown, lambda: skipped.append("skip"))
    for key in ("<Escape>", "<Return>", "<space>"):
        dialog.event_generate(key)
    dialog.update()
    assert dialog.winfo_exists()
    monkeypatch.setattr(close_dialog, "ask", lambda *_, **__: False)
    dialog._on_skip()
    assert skipped == []
    monkeypatch.setattr(close_dialog, "ask", lambda *_, **__: True)
    dialog._on_skip()
    assert skipped == ["skip"]


def test_work_that_changes_much_begins_with_a_backup(db: Database) -> None:
    done: list[int] = []
    backed_up(db.path.parent, "import", lambda _: done.append(len(backups(db))))(no_report)
    assert done == [1]
    assert backups(db)[0].reason == "import"


def test_without_a_backup_the_work_does_not_begin(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AppError("Không đủ chỗ trống.")

    monkeypatch.setattr(backup_runs, "backup_if_due", refuse)
    done: list[int] = []
    with pytest.raises(AppError):
        backed_up(db.path.parent, "import", lambda _: done.append(1))(no_report)
    assert done == []


def test_the_stick_is_mentioned_once_and_not_again_this_week(
    runs: BackupRuns, open_session: Session, db: Database, page: ttk.Frame,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def notices() -> list[tk.Misc]:
        return [w for w in page.winfo_children() if isinstance(w, UsbNotice)]

    today = datetime.now().date()
    runs._mention_usb(today)
    assert notices() == []  # nothing to lose yet
    monkeypatch.setattr(db, "value", lambda *_: 1)
    runs._mention_usb(today)
    assert len(notices()) == 1
    notices()[0].destroy()
    runs._mention_usb(today)
    assert notices() == []
    assert open_session.settings["usb_asked_on"] == today.isoformat()


def test_the_state_is_ended_at_the_lock_and_begun_again_after_it(
    runs: BackupRuns, db: Database
) -> None:
    runs.begin()
    seen = read_state(db.path.parent)
    assert seen
    assert seen.state
    assert not seen.state.clean
    runs.pause()
    seen = read_state(db.path.parent)
    assert seen
    assert seen.state
    assert seen.state.clean
    runs.resume()
    assert was_cut_off(read_state(db.path.parent))


def test_an_older_file_is_asked_about_and_going_on_is_on_record(
    open_session: Session, db: Database, window: ttk.App, recorder: RecordingWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    begin_state(db)
    finding = older_file.Finding(Kind.ROLLED_BACK, 12, "2026-03-08T16:00:00")
    monkeypatch.setattr(older_file.OlderFileDialog, "wait", lambda *_: None)
    older_file.ask_about_older_file(window, open_session, finding)
    assert recorder.opened == [("settings", {"part": "backup", "row": ""})]
    monkeypatch.setattr(older_file.OlderFileDialog, "wait", lambda *_: "máy hỏng, dùng bản cũ")
    before = db.value("SELECT value FROM meta WHERE key='device'")
    older_file.ask_about_older_file(window, open_session, finding)
    assert db.value("SELECT value FROM meta WHERE key='device'") != before
    assert "máy hỏng" in db.value(
        "SELECT detail FROM audit WHERE target='state' ORDER BY seq DESC LIMIT 1"
    )


def test_a_lost_end_is_offered_though_the_older_file_has_as_many_entries_by_now(
    runs: BackupRuns, open_session: Session, db: Database, page: ttk.Frame,
    recorder: RecordingWindow, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Put back last week's file, sign in, look for the newer one, type on: the line stays, and the
    identity is another one."""
    folder = db.path.parent
    runs.begin()
    kept = folder.parent / "old.db"
    copy_database(db.path, db.keys, kept)
    add_village(db, "Mất")
    lost = make_backup(db, backups_folder(folder), reason="close", by=User(NAME))
    end_state(db)
    device = read_stored_device(db)
    db.suspend()
    shutil.copy(kept, db.path)
    db.resume()
    add_village(db, "Khác")
    assert head_of(db.conn)[0] == lost.entries
    again = BackupRuns(runs._root, open_session, read_state(folder), page)
    again.begin()
    assert read_stored_device(db) != device
    monkeypatch.setattr(older_file.OlderFileDialog, "wait", lambda *_: None)
    again._ask_about_it()
    assert recorder.opened == [("settings", {"part": "backup", "row": str(lost.file)})]
    panel = BackupPanel(page, open_session)
    panel.refresh()
    panel.choose(lost.file)
    assert panel._list.selected_id == str(lost.file)
    assert older_lines(page)
    monkeypatch.setattr(older_file.OlderFileDialog, "wait", lambda *_: "dùng tệp này")
    again._ask_about_it()
    assert not older_lines(page)
    again.stop()


def older_lines(page: tk.Misc) -> list[tk.Misc]:
    return [w for w in page.winfo_children() if isinstance(w, older_file.OlderFileNotice)]


@pytest.mark.parametrize("answered", [True, False])
def test_a_question_that_nobody_answered_comes_back_at_the_next_start(
    runs: BackupRuns, db: Database, monkeypatch: pytest.MonkeyPatch, answered: bool
) -> None:
    """The log that a crash left was deleted; the window is closed without an answer."""
    begin_state(db)
    runs._seen = Seen(State(clean=False), log_is_whole=False)
    monkeypatch.setattr(runs, "_after", lambda _, action: action())
    monkeypatch.setattr(backup_runs.BackupRuns, "_first", lambda _: None)
    monkeypatch.setattr(backup_runs.BackupRuns, "_tick", lambda _: None)
    monkeypatch.setattr(backup_runs, "check_state", lambda *_: older_file.Finding(Kind.LOG_LOST))
    monkeypatch.setattr(backup_runs, "ask_about_older_file", lambda *_: answered)
    runs.begin()
    runs.pause()
    assert was_cut_off(read_state(db.path.parent)) is not answered


def test_going_on_with_an_older_file_needs_a_reason(page: ttk.Frame) -> None:
    dialog = older_file.OlderFileDialog(page, older_file.Finding(Kind.LOG_LOST, at="2026"), None)
    dialog._go_on()
    assert dialog.winfo_exists()
    dialog._reason.insert(0, "mất điện hôm qua")
    dialog._go_on()
    assert dialog.result == "mất điện hôm qua"


def test_a_restore_brings_the_data_back_at_the_next_start(db: Database) -> None:
    folder = db.path.parent
    backed_up(folder, "import", lambda _: None)(no_report)
    file = backups(db)[0].file
    add_village(db, "Nhầm")
    wish = Wish("nhập nhầm danh sách", PASSWORD)
    prepare(db.path, file, wish, User(NAME), no_report)
    assert [b.reason for b in backups(db)] == ["restore", "import"]
    assert len(list_villages(db)) == 3  # until the program starts anew
    db.suspend()
    with hold_folder(folder):
        again = open_database(db.path)
        assert len(list_villages(again)) == 2
        reason = again.value("SELECT detail FROM audit WHERE action='restore_backup'")
        assert "nhập nhầm danh sách" in reason
        assert not check_state(again, read_state(folder))
        again.close()


def test_a_wrong_password_restores_nothing(db: Database) -> None:
    backed_up(db.path.parent, "import", lambda _: None)(no_report)
    with pytest.raises(AppError):
        prepare(db.path, backups(db)[0].file, Wish("x", "sai-mat-khau"), User(NAME), no_report)
    assert not (db.path.parent / "khoi-phuc").exists()


def test_who_may_not_restore_is_refused(db: Database) -> None:
    by = User(NAME, Role.OFFICER)
    with pytest.raises(AppError, match="không có quyền"):
        prepare(db.path, Path("x.tungnha"), Wish("x", PASSWORD), by, no_report)


@pytest.mark.parametrize(
    ("key", "words"), [("", "người đã nghỉ"), (None, "mật khẩu giữ như hiện nay")]
)
def test_the_preview_says_whose_passwords_open_afterwards(
    page: ttk.Frame, open_session: Session, db: Database, key: str | None, words: str
) -> None:
    backed_up(db.path.parent, "import", lambda _: None)(no_report)
    (made,) = backups(db)
    made = made if key is None else replace(made, key=key)
    dialog = RestoreDialog(page, open_session, made, backup_restore.compare(
        backup_restore.Amount(1, 2), "2026-03-09T14:05", backup_restore.Amount(1, 2)
    ))  # fmt: skip
    assert words in " ".join(_texts(dialog))
    dialog.finish(None)


def _texts(widget: tk.Misc) -> list[str]:
    own = [str(widget.cget("text"))] if "text" in (widget.keys() or ()) else []
    return [*own, *(t for child in widget.winfo_children() for t in _texts(child))]


def test_the_preview_gives_reason_and_password(
    page: ttk.Frame, open_session: Session, db: Database
) -> None:
    backed_up(db.path.parent, "import", lambda _: None)(no_report)
    comparison = backup_restore.compare(
        backup_restore.Amount(1, 2), "2026-03-09T14:05", backup_restore.Amount(3, 4)
    )
    dialog = RestoreDialog(page, open_session, backups(db)[0], comparison)
    dialog._reason.set("nhập nhầm danh sách")
    dialog.password.set(PASSWORD)
    dialog.press()
    assert dialog.result == "nhập nhầm danh sách"
    assert dialog.secret == PASSWORD


def test_the_page_lists_backs_up_and_checks(
    page: ttk.Frame, open_session: Session, db: Database, recorder: RecordingWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[str] = []
    monkeypatch.setattr("ui.settings_backup.tell", lambda *a, **_: told.append(a[1]))
    panel = BackupPanel(page, open_session)
    panel.refresh()
    assert "Chưa có" in str(panel._newest.cget("text"))
    panel.add()
    assert recorder.changes[-1].backups
    panel.refresh()
    assert "hôm nay" in str(panel._newest.cget("text"))
    panel._check(panel._list.selected_id)
    assert told == ["Bản sao lưu tốt"]
    monkeypatch.setattr("ui.settings_backup.key_name", lambda _: "another")
    panel._check(str(backups(db)[0].file))
    assert told[1:] == ["Bản sao lưu đọc được"]


def test_a_viewer_sees_the_backups_and_makes_none(
    page: ttk.Frame, open_session: Session, db: Database
) -> None:
    open_session.user = User(NAME, Role.VIEWER)
    panel = BackupPanel(page, open_session)
    panel.refresh()
    panel.add()
    assert backups(db) == []


def test_a_copy_on_a_stick_is_remembered_and_one_on_the_same_disk_leaves_the_line_standing(
    page: ttk.Frame, open_session: Session, db: Database, tmp_path: Path, window: ttk.App,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    stick = tmp_path / "usb"
    stick.mkdir()
    monkeypatch.setattr(backup_usb.StickDialog, "ask", lambda *_: stick / backup_usb.FOLDER)
    notice = UsbNotice(page, open_session)
    notice._copy()
    assert notice.winfo_exists()
    assert len(list_backups(stick / backup_usb.FOLDER)) == 1
    assert open_session.settings["usb_copied_on"] == ""  # the same disk as the data
    monkeypatch.setattr(backup_usb, "is_same_disk", lambda *_: False)
    notice._copy()
    assert open_session.settings["usb_copied_on"] == datetime.now().date().isoformat()
    assert not notice.winfo_exists()


@pytest.mark.parametrize(("last", "chosen"), [("", "/a"), ("/b", "/b"), ("/gone", "/a")])
def test_the_stick_used_last_is_chosen(last: str, chosen: str) -> None:
    sticks = [backup_usb.Stick(Path(p), p, 7_200_000_000) for p in ("/a", "/b")]
    if last:
        last = str(Path(last))  # as Windows writes it
    assert backup_usb.first_choice(sticks, last) == str(Path(chosen))
    assert backup_usb.first_choice([], last) == ""
    assert backup_usb.stick_words(sticks[0]) == "/a, còn trống 7,2 GB"




def test_only_wrong_sums_can_be_computed_anew() -> None:
    def found(*checks: str) -> Diagnosis:
        return Diagnosis(tuple(Finding(c, BAD, "x") for c in checks), ())

    assert can_recompute(found("summaries", "progress"))
    assert not can_recompute(found("summaries", "pages"))
    assert not can_recompute(found())


def test_the_findings_stand_with_the_way_out(
    page: ttk.Frame, open_session: Session, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = (Finding("disk", WARNING, "Ổ đĩa sắp đầy."), Finding("summaries", BAD, "Số sai."))
    dialog = FindingsDialog(page, open_session, Diagnosis(findings, ()))
    done: list[str] = []
    monkeypatch.setattr(data_check, "recompute", lambda *_: done.append("recompute"))
    dialog._recompute()
    assert done == ["recompute"]
    assert not dialog.winfo_exists()


def test_sums_computed_anew_agree_again(open_session: Session, db: Database) -> None:
    changes = data_check.rebuild(db.path, User(NAME), no_report)
    assert changes.visits
    assert look(db.path.parent, whole=True, report=no_report).ok


def test_the_cross_pressed_twice_closes_once(
    runs: BackupRuns, open_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    monkeypatch.setattr(open_session.tasks, "run", lambda *a, **_: started.append(a))
    runs.close(lambda: None)
    runs.close(lambda: None)
    assert len(started) == 1
    runs._end_closing()


def test_a_low_page_shows_four_backups_and_restores_only_what_is_seen(
    shown: ttk.Frame, open_session: Session, db: Database, recorder: RecordingWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """1366x768 at 150 % with a line over the page; then a page without room for any row."""
    for _ in range(6):
        make_backup(db, backups_folder(db.path.parent), reason="manual", by=User(NAME))
    low = ttk.Frame(shown, width=px(750), height=px(260))
    low.pack_propagate(False)
    low.pack()
    panel = BackupPanel(low, open_session)
    panel.pack(fill="both", expand=True)
    panel.refresh()
    shown.update()
    assert panel._list.list.rows_in_view >= 4
    started: list[Backup] = []
    monkeypatch.setattr(settings_backup, "start_restore", lambda *a: started.append(a[2]))
    panel._list.list._scroll(3)
    panel._restore(panel._list.selected_id)
    assert [str(b.file) for b in started] == [panel._list.selected_id]
    assert panel._list.list._tree.selection()
    low.configure(height=px(110))
    shown.update()
    panel._restore(panel._list.selected_id)
    assert len(started) == 1
    assert recorder.statuses[-1] == settings_backup.UNSEEN


def test_the_weekly_copy_another_file_and_the_check_have_keys(
    shown: ttk.Frame, open_session: Session, monkeypatch: pytest.MonkeyPatch,
    wait_until: WaitUntil,
) -> None:  # fmt: skip
    pressed: list[str] = []
    for name in ("_copy", "_restore_other", "check_data"):
        monkeypatch.setattr(BackupPanel, name, lambda _, name=name: pressed.append(name))
    panel = BackupPanel(shown, open_session)
    panel.pack(fill="both", expand=True)
    shown.update()
    panel.focus_first()
    shown.update()
    texts = " ".join(str(b.cget("text")) for _, b in panel._list._buttons)
    for key, name in (("F11", "_copy"), ("F12", "_restore_other"), ("Control-k", "check_data")):
        panel._list.list.focus_force()
        panel._list.list.event_generate(f"<{key}>")
        wait_until(lambda name=name: pressed[-1:] == [name])
        assert f"({key.replace('Control-k', 'Ctrl+K')})" in texts
    panel.destroy()
