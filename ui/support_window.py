"""The window of “Tạo tệp gửi hỗ trợ”: what the file holds, all of it to be read, and a few words on
what was being done. Nothing is sent: a file is written, and its folder opened.
"""

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from domain.fields import Field, Text
from ui.dialogs import Dialog, ask, choose_save, tell
from ui.forms import Form
from ui.keys import bind_function_key
from ui.opening import open_in_system
from ui.paragraph import Paragraph
from ui.preferences import PcSettings
from ui.support import NAME, Parts, as_text, with_words, write_support
from ui.theme import px

TITLE = "Tạo tệp gửi hỗ trợ"
HOLDS = (
    "Phiên bản chương trình, Windows và các thư viện; cỡ màn hình, bộ nhớ, chỗ trống trên ổ đĩa.",
    "Số dòng của từng bảng số liệu và kết quả lần kiểm tra dữ liệu gần nhất.",
    "Phần cuối nhật ký lỗi: giờ, loại lỗi và chỗ lỗi trong chương trình.",
)
NOT_IN_IT = (
    "Không có tên người, số điện thoại, địa chỉ, tên thôn bản. Chương trình không tự gửi đi đâu: "
    "tệp được ghi ra máy, rồi tự gửi qua Zalo hoặc USB."
)
WORDS = Field(
    "words", "Đang làm gì thì gặp lỗi (không bắt buộc)", Text(lines=3), width=66,
    hint="Ví dụ: lưu phiếu ở Bảng nhập nhanh. Đừng gõ tên người, số điện thoại, tên thôn, bản.",
)  # fmt: skip
WIDTH = 600


class SupportDialog(Dialog):
    """wait() gives the text of the person, "" where there is none; None when nothing is wanted."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent, TITLE)
        self._parts = parts
        ttk.Frame(self.body, width=px(WIDTH)).pack()
        Paragraph(self.body, "Tệp này ghi:", "Strong.TLabel", wraplength=px(WIDTH)).pack(fill="x")
        for text in HOLDS:
            Paragraph(self.body, f"•  {text}", wraplength=px(WIDTH)).pack(fill="x", pady=(px(4), 0))
        Paragraph(self.body, NOT_IN_IT, "Caption.TLabel", wraplength=px(WIDTH)).pack(
            fill="x", pady=(px(8), px(10))
        )
        self.form = Form(self.body, (WORDS,), layout=(("words",),), submit=self._accept)
        self.form.pack(fill="x")
        self.add_button("Lưu tệp … (F9)", self._accept, main=True)
        self.add_button("Xem nội dung (F8)", self.show_content)
        self.add_button("Hủy", lambda: self.finish(None))
        bind_function_key(self, "F9", self._accept)
        bind_function_key(self, "F8", self.show_content)
        self.after(60, self.form.focus_first)

    def show_content(self) -> None:
        """As it will stand in the file, with what was typed."""
        show_content(self, with_words(self._parts, self.form.raw()["words"]))

    def _accept(self) -> None:
        self.finish(self.form.raw()["words"])


def show_content(parent: tk.Misc, parts: Parts) -> None:
    dialog = Dialog(parent, "Nội dung tệp gửi hỗ trợ")
    dialog.fix_body(px(760), px(430))
    frame = ttk.Frame(dialog.body)
    frame.pack(fill="both", expand=True)
    text = ttk.Text(frame, wrap="word", font="TkTextFont")
    bar = ttk.Scrollbar(frame, orient="vertical", command=text.yview)
    text.configure(yscrollcommand=bar.set)
    bar.pack(side="right", fill="y")
    text.pack(side="left", fill="both", expand=True)
    text.insert("1.0", as_text(parts))
    text.configure(state="disabled")
    dialog.add_button("Đóng", lambda: dialog.finish(None), main=True)
    dialog.wait(text)


def save_support(
    parent: tk.Misc, settings: PcSettings, gather: Callable[[], Parts]
) -> None:
    """Show, ask where, write, offer to open the folder."""
    parts = gather()
    words = SupportDialog(parent, parts).wait()
    if words is None:
        return
    path = choose_save(parent, settings, TITLE, NAME, (("Tệp nén", "*.zip"),))
    if path is None:
        return
    try:
        write_support(with_words(parts, str(words)), path)
    except OSError:
        tell(parent, "Chưa làm được", f"Không ghi được tệp “{path.name}” ở thư mục đó.",
             "Hãy chọn thư mục khác, ví dụ Tài liệu hoặc USB.", error=True)  # fmt: skip
        return
    if ask(parent, "Đã tạo tệp gửi hỗ trợ", f"Tệp: {path}", "Mở thư mục", "Đóng",
           "Gửi tệp này cho người phụ trách kỹ thuật qua Zalo hoặc USB."):  # fmt: skip
        open_in_system(path.parent)
