"""Thiết lập, "Giới thiệu": version, licence, the support file, the log, the keys."""

import tkinter as tk

import ttkbootstrap as ttk

from domain.errors import AppError
from storage.paths import program_version
from storage.program_log import written_log
from ui.frame import PROGRAM
from ui.guide import describe_keys
from ui.opening import open_in_system
from ui.paragraph import Paragraph
from ui.scrolled import Scrolled
from ui.session import Session
from ui.theme import px

ABOUT = (
    "Ghi phiếu đến từng hộ, theo dõi tiến độ và lập báo cáo Excel cho xã, phường. Chạy trên một "
    "máy, không cần mạng, không gửi số liệu đi đâu."
)
LICENCE = "Phần mềm tự do theo giấy phép MIT: dùng, chép, sửa và chia sẻ không mất tiền."
SUPPORT = (
    "Khi chương trình có lỗi, tạo tệp này rồi gửi cho người phụ trách kỹ thuật. Tệp có phiên bản, "
    "nhật ký lỗi và số dòng dữ liệu; không có tên người, số điện thoại hay địa chỉ."
)


class AboutPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        holder = Scrolled(self)
        holder.pack(fill="both", expand=True)
        body = holder.body
        ttk.Label(body, text=f"{PROGRAM} {program_version()}", style="Title.TLabel").pack(
            anchor="w"
        )
        for text in (ABOUT, LICENCE):
            Paragraph(body, text).pack(fill="x", pady=(px(6), 0))
        self._title(body, "Hỗ trợ")
        Paragraph(body, SUPPORT).pack(fill="x")
        buttons = ttk.Frame(body)
        buttons.pack(fill="x", pady=(px(10), 0))
        self._support = ttk.Button(buttons, text="Tạo tệp gửi hỗ trợ …", bootstyle="primary",
                                   command=self._on_support)  # fmt: skip
        self._support.pack(side="left")
        ttk.Button(buttons, text="Mở nhật ký lỗi", bootstyle="outline",
                   command=self._open_log).pack(side="left", padx=px(8))  # fmt: skip
        self._title(body, "Phím dùng ở mọi màn hình")
        Paragraph(body, describe_keys()).pack(fill="x")

    def refresh(self) -> None:
        """Nothing here changes."""

    def focus_first(self) -> None:
        self._support.focus_set()

    def _title(self, parent: ttk.Frame, text: str) -> None:
        ttk.Frame(parent, style="Line.TFrame", height=1).pack(fill="x", pady=(px(16), px(12)))
        ttk.Label(parent, text=text, style="CardTitle.TLabel").pack(anchor="w", pady=(0, px(4)))

    def _on_support(self) -> None:
        if self._session.save_support:
            self._session.save_support(self)

    def _open_log(self) -> None:
        path = written_log(self._session.folder)
        if not path.exists():
            raise AppError("Chưa có nhật ký lỗi nào.", f"Nhật ký sẽ ghi tại {path}.")
        open_in_system(path)
