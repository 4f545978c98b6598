"""Every screen for each of the four roles: what a role may not do is grey and says why.

BUTTONS names the permission of what stands on a screen: who does not have it finds the button grey,
with a tooltip. To add a button: its line.
"""

import tkinter as tk
from collections.abc import Iterator

import pytest
import ttkbootstrap as ttk

from domain.users import Role, User, may
from storage.practice import make_practice
from tests.ui.conftest import RecordingWindow
from ui.allowing import why_not
from ui.screens import SCREENS, ScreenEntry, build_screen
from ui.session import Session

ADMIN = User("Hà Thị Lan")
SKIPPED = {"welcome"}  # the first start: there is only an admin
BUTTONS: dict[str, dict[str, str]] = {
    "overview": {"Nhập phiếu": "save_visit"},
    "sheets": {
        "In tờ phiếu": "save_sheet", "Tờ rơi": "save_sheet", "Nhận tệp Excel": "save_sheet",
        "Nhận về": "save_sheet", "Giao": "save_sheet", "Hủy tờ": "save_sheet",
    },
    "worklist": {"Nhập": "save_visit", "In": "save_sheet"},  # shorter in a narrow window
    "households": {
        "Thêm hộ": "save_household", "Sửa (Ctrl+E)": "save_household",
        "Tình trạng": "set_household_state", "Nhập lượt đến": "save_visit",
    },
    "quality": {"Đúng, giữ": "save_confirmation", "Nhập làm một": "set_household_state"},
    "report": {"Ghi báo cáo Excel": "log_report"},
    "campaigns": {"Đợt mới": "save_campaign"},
    "backcheck": {"Rút mẫu": "save_backcheck", "Nhập kết quả": "save_backcheck_answer",
                  "In phiếu": "log_print"},
}  # fmt: skip
TABS: dict[str, dict[str, dict[str, str]]] = {
    "settings": {
        "office": {"Thêm bản mới": "save_office", "Sửa": "save_office"},
        "villages": {"Thêm thôn, bản": "save_village", "Xóa": "save_village"},
        "users": {"Thêm (F8)": "save_user", "Ngừng": "save_user",
                  "Mã khôi phục": "save_user", "Đổi khóa": "save_user"},
        "audit": {"Kiểm tra nhật ký": "read_audit", "Xuất tệp": "export_audit"},
    },
    "campaigns": {
        "apps": {"Thêm ứng dụng": "save_campaign"}, "reasons": {"Đổi tên": "save_campaign"},
        "targets": {"Thêm chỉ tiêu": "save_campaign"},
        "dispatches": {"Thêm văn bản": "save_dispatch"},
        "figures": {"Nhập số liệu": "save_figure"},
    },
    "teams": {
        "list": {"Thêm tổ": "save_team", "Dán nhiều tổ": "save_team"},
        "assign": {"Chia đều": "save_assignment", "Bỏ phân công": "save_assignment"},
    },
}  # fmt: skip


def widgets(parent: tk.Misc) -> Iterator[tk.Misc]:
    for child in parent.winfo_children():
        yield child
        yield from widgets(child)


def buttons(screen: tk.Misc, text: str) -> list[ttk.Button]:
    return [
        w for w in widgets(screen)
        if w.winfo_class() in ("TButton", "TMenubutton") and str(w.cget("text")).startswith(text)
    ]  # type: ignore[misc]  # fmt: skip


def check(screen: tk.Misc, where: str, wanted: dict[str, str], user: User) -> None:
    for text, permission in wanted.items():
        found = buttons(screen, text)
        assert found, f"{where}: no button “{text}”"
        for button in found:
            if not may(user, permission):
                assert button.instate(["disabled"]), f"{where}: “{text}” works for {user.role}"
                assert button.bind("<Enter>"), f"{where}: “{text}” does not say why"


@pytest.fixture
def office(session: Session) -> Session:
    session.campaign = make_practice(session.db, by=ADMIN, households=60, seed=2)
    return session


def is_open(entry: ScreenEntry, user: User) -> bool:
    return not entry.permission or may(user, entry.permission)


@pytest.mark.parametrize("role", list(Role))
def test_every_screen_opens_and_what_is_not_allowed_is_grey(
    office: Session, page: ttk.Frame, role: Role
) -> None:
    office.user = User("Người thử", role)
    for entry in SCREENS:
        if entry.key in SKIPPED or not is_open(entry, office.user):
            continue
        screen = build_screen(entry, page, office)
        screen.pack(fill="both", expand=True)
        page.update()
        check(screen, entry.key, BUTTONS.get(entry.key, {}), office.user)
        for part, wanted in TABS.get(entry.key, {}).items():
            screen.show(part=part)  # type: ignore[attr-defined]
            page.update()
            check(screen, f"{entry.key} {part}", wanted, office.user)
        screen.destroy()


def test_for_an_admin_nothing_is_grey_for_want_of_permission(
    office: Session, page: ttk.Frame
) -> None:
    """What needs no row works at once."""
    office.user = ADMIN
    for key, text in (("sheets", "In tờ phiếu"), ("households", "Thêm hộ"), ("report", "Ghi báo"),
                      ("campaigns", "Đợt mới"), ("backcheck", "Rút mẫu")):  # fmt: skip
        entry = next(s for s in SCREENS if s.key == key)
        screen = build_screen(entry, page, office)
        screen.pack(fill="both", expand=True)
        if hasattr(screen, "focus_first"):
            screen.focus_first()
        page.update()
        assert all(b.instate(["!disabled"]) for b in buttons(screen, text)), text
        screen.destroy()


def test_a_key_does_no_more_than_the_grey_button(
    office: Session, page: ttk.Frame, recorder: RecordingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.households import Households

    said: list[str] = []
    monkeypatch.setattr("ui.households.tell", lambda *a: said.append(a[2]))
    office.user = User("Khách", Role.VIEWER)
    screen = Households(page, office)
    screen.pack(fill="both", expand=True)
    screen.focus_first()
    page.update()
    screen.add_household()
    screen.export_list()
    screen.import_list()
    assert len(said) == 3
    assert set(said) == {why_not(office.user, "save_household")}
    assert not recorder.changes


def test_a_role_that_may_has_no_reason_against_it() -> None:
    assert why_not(ADMIN, "save_user") == ""
    assert "Khách" in why_not(User("Khách", Role.VIEWER), "save_user")
