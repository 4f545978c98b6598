"""Third step: the household list. The wizard itself is ui/household_import.py."""

from collections.abc import Callable

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.numerals import format_count
from storage.household_lists import count_households
from storage.villages import list_villages
from ui.paragraph import Paragraph
from ui.session import Session
from ui.theme import px

ABOUT = (
    "Chọn tệp danh sách hộ của xã: .xlsx, .xls, .ods hoặc .csv. Chương trình đoán các cột và tên "
    "thôn, bản, chuyển chữ .VnTime và VNI sang Unicode, rồi cho xem trước. Chưa bấm “Ghi” thì chưa "
    "có gì được ghi. Danh sách của từng bản có thể nhập lần lượt, mỗi lần một tệp."
)


def describe_list(households: int, villages: int) -> str:
    """What the file holds by now; "" before the first import."""
    if not households:
        return ""
    return f"Đã có {format_count(households)} hộ ở {villages} thôn, bản."


class ListPanel(ttk.Frame):
    def __init__(self, parent: ttk.Frame, session: Session, go_on: Callable[[], None]) -> None:
        super().__init__(parent)
        self._session, self._go_on = session, go_on
        self._have = 0
        Paragraph(self, ABOUT).pack(fill="x")
        self._count = ttk.Label(self, style="Strong.TLabel")
        self._count.pack(anchor="w", pady=(px(14), px(10)))
        self._import = ttk.Button(self, text="Nhập thêm một tệp …", icon="box-arrow-in-down",
                                  icon_size=16, bootstyle="outline",
                                  command=self._open_import)  # fmt: skip
        self._import.configure(compound="left")
        self.refresh()

    @property
    def button(self) -> str:
        return "Tiếp tục (F9)" if self._have else "Chọn tệp danh sách (F9)"

    def refresh(self) -> None:
        self._have = count_households(self._session.db)
        villages = len(list_villages(self._session.db))
        self._count.configure(text=describe_list(self._have, villages))
        if self._have:  # before the first file the button of the footer is enough
            self._import.pack(anchor="w")

    def on_changes(self, changes: Changes) -> None:
        if changes.households:
            self.refresh()

    def focus_first(self) -> bool:
        return False

    def save(self) -> None:
        if self._have:
            self._go_on()
        else:
            self._open_import()

    def _open_import(self) -> None:
        self._session.show("import", back="welcome")
