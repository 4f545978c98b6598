"""The page "Nhật ký": searching, verifying, what leaves as files; its last part has a window."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from domain.audit import AuditEntry
from domain.errors import AppError
from domain.fields import Choice, parse_row
from domain.users import Role, User
from storage.audit import Verified, Wanted, audit_head, printed_head
from storage.villages import save_villages
from tests.ui.conftest import RecordingWindow
from ui import settings_audit
from ui.session import Session
from ui.settings import SettingsScreen
from ui.settings_audit import (
    EVERYBODY,
    EVERYTHING,
    AuditPanel,
    entry_row,
    entry_words,
    filter_fields,
    verdict_words,
    wanted_of,
)
from ui.settings_audit_files import ask_csv, ask_key, write_jsonl, write_noted
from ui.theme import px

CHIEF = User("Hà Thị Lan", Role.CHIEF)
ID = "01890000-0000-7000-8000-000000000001"


def entry(**more: object) -> AuditEntry:
    known = {
        "seq": 12, "at": "2020-08-12T08:05:59.123+07:00", "actor": "Lan", "action": "save_visit",
        "target": ID, "detail": '{"reason": "gõ nhầm"}', "salt": b"s", "sealed": b"", "mac": b"",
    }  # fmt: skip
    return AuditEntry(**{**known, **more})  # type: ignore[arg-type]


def test_an_entry_is_a_row_and_under_the_list_a_sentence() -> None:
    row = entry_row(entry(), {ID: "lượt đến hộ 01-0001-3, ngày 11/08/2020"})
    assert entry_words(row) == (
        "Mục 12, 12/08/2020 08:05, Lan: Ghi, sửa lượt đến; lượt đến hộ 01-0001-3, ngày 11/08/2020; "
        "lý do: gõ nhầm."
    )
    assert entry_row(entry(), {}).texts["target"] == ""
    assert entry_row(entry(target="Vi Văn Tư"), {}).texts["target"] == "Vi Văn Tư"
    assert entry_row(entry(detail="", salt=None), {}).tags == ("muted",)


def test_what_the_log_has_can_be_chosen_in_the_order_of_its_words() -> None:
    fields = {f.name: f for f in filter_fields([("An", "save_visit"), ("Tư", "make_backup")])}
    kind = fields["action"].kind
    assert isinstance(kind, Choice)
    assert [o.label for o in kind.options] == [EVERYTHING, "Ghi, sửa lượt đến", "Sao lưu"]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ({"actor": EVERYBODY, "action": EVERYTHING}, Wanted()),
        ({"since": "1/8/2020", "until": "2/8/2020", "actor": "An", "action": "Sao lưu"},
         Wanted("2020-08-01", "2020-08-02", "An", "make_backup")),
        ({"text": " 01-0001-3 "}, Wanted(text="01-0001-3")),
    ],
)  # fmt: skip
def test_the_filters_say_which_entries(raw: dict[str, str], wanted: Wanted) -> None:
    fields = filter_fields([("An", "make_backup")])
    values, errors = parse_row(fields, {f.name: raw.get(f.name, "") for f in fields})
    assert not errors
    assert wanted_of(values) == wanted


def test_the_verdict_says_what_to_do() -> None:
    assert "nguyên vẹn: 1.200 mục." in verdict_words(Verified(1200, "ab", True, None, 0))[0]
    assert "3 mục đã xóa" in verdict_words(Verified(1200, "ab", True, None, 3))[0]
    words, hint = verdict_words(Verified(9, "ab", False, 5, 0))
    assert "từ mục 5" in words
    assert "sao lưu" in hint


# ---- in the window


@pytest.fixture
def office(session: Session) -> Session:
    save_villages(session.db, [("bản", "Mìn"), ("bản", "Chiềng")], by=User("Vi Văn Tư"))
    save_villages(session.db, [("thôn", "1")], by=CHIEF)
    session.user, session.practice = CHIEF, True
    return session


@pytest.fixture
def panel(office: Session, page: ttk.Frame) -> Iterator[AuditPanel]:
    made = AuditPanel(page, office)
    made.pack(fill="both", expand=True)
    page.update()
    made.refresh()
    yield made
    made.destroy()  # before its database is closed


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr("ui.settings_audit.tell", lambda _, title, text, *rest, **__:
                        found.append(text))  # fmt: skip
    return found


def test_the_list_follows_the_filters(office: Session, panel: AuditPanel) -> None:
    total = office.db.value("SELECT count(*) FROM audit")
    assert panel._count() == total == 3
    assert panel._form
    panel._form.set("actor", "Vi Văn Tư")
    panel._search()
    assert panel._count() == 2
    assert {r.texts["actor"] for r in panel._fetch(0, 9)} == {"Vi Văn Tư"}
    panel.refresh()  # what is being asked for stays
    assert panel._form.raw()["actor"] == "Vi Văn Tư"


def test_ctrl_f_goes_to_the_text_and_esc_takes_the_filters_away(
    office: Session, shown: ttk.Frame
) -> None:
    screen = SettingsScreen(shown, office)
    screen.pack(fill="both", expand=True)
    assert not screen.escape()  # on "Máy này" there is nothing to take away
    screen.show("audit")
    shown.update()
    panel = screen._tabs.panel
    assert isinstance(panel, AuditPanel)
    assert panel._form
    whole = panel._count()
    assert not screen.escape()
    screen.focus_search()
    shown.update()
    assert shown.focus_get() is panel._form.input("text").focus()
    panel._form.set("actor", "Vi Văn Tư")
    panel._form.set("text", "không có")
    panel._search()
    assert panel._count() == 0
    assert screen.escape()
    assert (panel._wanted, panel._count()) == (Wanted(), whole)
    assert panel._form.raw()["actor"] == EVERYBODY
    screen.destroy()


def test_a_bad_day_is_said_and_the_list_stays(panel: AuditPanel) -> None:
    assert panel._form
    panel._form.set("since", "32/13/2020")
    panel._search()
    assert panel._wanted == Wanted()


def test_a_new_person_in_the_log_can_be_chosen_at_once(
    office: Session, panel: AuditPanel
) -> None:
    save_villages(office.db, [("thôn", "9")], by=User("Người Mới"))
    panel.refresh()
    kind = panel._fields[2].kind
    assert isinstance(kind, Choice)
    assert "Người Mới" in [o.label for o in kind.options]


def test_verifying_says_what_was_found(
    office: Session, panel: AuditPanel, told: list[str]
) -> None:
    panel.verify()
    with office.db.writing():
        office.db.execute("DROP TRIGGER audit_stays")
        office.db.execute("UPDATE audit SET actor='x' WHERE seq=2")
    panel.verify()
    assert told == ["Nhật ký nguyên vẹn: 3 mục.", "Nhật ký đã bị sửa hoặc thiếu từ mục 2."]


def test_a_printed_head_is_found_or_not(
    office: Session, panel: AuditPanel, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = printed_head(office.db).split(" (")[0]

    def answer(*args: object, **_: object) -> str:
        look = args[4]
        assert callable(look)
        return str(look({"head": typed}))

    monkeypatch.setattr("ui.settings_audit.edit_and_write", answer)
    save_villages(office.db, [("thôn", "9")], by=CHIEF)
    panel.ask_head()
    assert told[0].startswith("Đúng: dấu của mục 3,")
    assert told[0].endswith("thêm 1 mục.")
    typed = "0" * 12
    with pytest.raises(AppError, match="không có mục nào"):
        panel.ask_head()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.VIEWER])
def test_who_may_not_read_the_log_sees_why_and_nothing_of_it(
    office: Session, page: ttk.Frame, role: Role, recorder: RecordingWindow
) -> None:
    office.user = User("Khách", role)
    panel = AuditPanel(page, office)
    panel.refresh()
    assert "không có quyền" in str(panel._about.cget("text"))
    assert panel._count() == 0
    assert all(b.instate(["disabled"]) for b in panel._buttons.winfo_children()
               if isinstance(b, ttk.Button | ttk.Menubutton))  # fmt: skip
    panel.verify()
    panel.ask_head()
    assert len(recorder.statuses) == 2


def test_an_export_is_noted_with_its_reason_and_tells_of_itself(
    office: Session, tmp_path: Path
) -> None:
    path = tmp_path / "n.jsonl"
    rows = write_noted(office.db.path, path, "export_audit", "đoàn kiểm tra", write_jsonl, by=CHIEF)
    lines = [json.loads(x) for x in path.read_text("utf-8").splitlines()]
    assert len(lines) == rows == audit_head(office.db).seq == 4
    assert json.loads(lines[-1]["detail"]) == {
        "what": "n.jsonl", "purpose": "Xuất nhật ký", "rows": 4, "reason": "đoàn kiểm tra",
    }  # fmt: skip


def test_the_key_is_for_an_admin_alone(
    office: Session, page: ttk.Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    recorder: RecordingWindow,
) -> None:  # fmt: skip
    paths = iter([tmp_path / "n.csv", tmp_path / "k.txt"])
    monkeypatch.setattr("ui.settings_audit_files.choose_save", lambda *_: next(paths))
    ask_csv(page, office)
    assert "Ghi thôn, bản" in (tmp_path / "n.csv").read_text("utf-8-sig")
    ask_key(page, office)
    assert "không có quyền" in recorder.statuses[-1]
    office.user = User("Lan")
    ask_key(page, office)
    assert office.db.audit_key.hex() in (tmp_path / "k.txt").read_text("utf-8-sig").replace(" ", "")


def test_an_export_shows_in_the_head_of_the_page_at_once(
    office: Session, shown: ttk.Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    recorder: RecordingWindow,
) -> None:  # fmt: skip
    monkeypatch.setattr("ui.settings_audit_files.choose_save", lambda *_: tmp_path / "n.csv")
    screen = SettingsScreen(shown, office)
    screen.pack(fill="both", expand=True)
    screen.show("audit")
    shown.update()
    panel = screen._tabs.panel
    assert isinstance(panel, AuditPanel)
    ask_csv(panel, office)
    for changes in recorder.changes:
        screen.on_changes(changes)
    shown.update()
    assert "(mục 4)" in panel._about.cget("text")
    screen.destroy()


def test_without_a_reason_nothing_leaves(
    office: Session, page: ttk.Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.settings_audit_files.ask_reason", lambda *_: None)
    monkeypatch.setattr("ui.settings_audit_files.choose_save", lambda *_: pytest.fail("asked"))
    ask_csv(page, office)


def low_page(shown: ttk.Frame) -> ttk.Frame:
    """What is left of a window of 1366x768 at 150 % under the titles, with a line over the page."""
    low = ttk.Frame(shown, width=px(750), height=px(300))
    low.pack_propagate(False)
    low.pack()
    return low


def test_a_low_page_shows_rows_and_has_the_filters_behind_a_button(
    shown: ttk.Frame, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(6):
        save_villages(office.db, [("bản", f"Bản {n}")], by=CHIEF)
    low = low_page(shown)
    panel = AuditPanel(low, office)
    panel.pack(fill="both", expand=True)
    panel.refresh()
    shown.update()
    assert panel._list.rows_in_view >= 4
    assert not panel._filters.winfo_ismapped()
    panel._find.invoke()
    shown.update()
    assert panel._filters.winfo_ismapped()
    said: list[str] = []
    monkeypatch.setattr(settings_audit, "tell", lambda _, title, text: said.append(text))
    panel._list.select(0)
    panel._list.open_selected()
    assert said[0].startswith("Mục ")
    low.configure(height=px(560))
    shown.update()
    order = [panel._about, panel._filters, panel._list]
    assert [w.winfo_y() for w in order] == sorted(w.winfo_y() for w in order)
    assert panel._whole.winfo_manager()
    assert not panel._find.winfo_ismapped()
