"""The two choices of the first start: the office's own commune, or the practice one (K10)."""

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from ui import theme
from ui.cards import Card
from ui.practice import has_practice
from ui.practising import enter_practice, leave_practice
from ui.session import Session
from ui.theme import px

OWN = (
    "Ghi tên đơn vị và thôn, bản; nhập danh sách hộ từ Excel; đặt đợt vận động. Bước nào chưa có "
    "số liệu thì để sau, lần mở chương trình sau sẽ tiếp tục từ đó."
)
SAMPLE = (
    "Một xã tập huấn với tên người tự đặt và đợt vận động đang làm dở, để tập nhập phiếu và xem "
    "báo cáo. Số liệu mẫu ở tệp riêng, không lẫn với số liệu của xã."
)
WIDEST = 360  # logical width of a card's text
LOW = 400  # logical height below which the title is left out
LOWER = 370  # and below which the pictures are


class ChoicePage(ttk.Frame):
    """`start` begins the steps of the office's own commune."""

    def __init__(self, parent: tk.Misc, session: Session, start: Callable[[], None]) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        middle = ttk.Frame(self, style="Page.TFrame")
        middle.place(relx=0.5, rely=0.45, anchor="center")
        self._title = ttk.Label(middle, text="Đến từng nhà, rõ từng hộ, báo cáo đúng hạn",
                                style="PageTitle.TLabel")  # fmt: skip
        self._title.grid(row=0, column=0, columnspan=2)
        self._texts: list[ttk.Label] = []
        self._images: list[ttk.Label] = []
        ttk.Label(middle, text="Chọn cách bắt đầu. Mũi tên hoặc Tab để chuyển, Enter để chọn.",
                  style="PageCaption.TLabel").grid(
            row=1, column=0, columnspan=2, pady=(px(4), px(18)))  # fmt: skip
        self._own = self._add(middle, 0, "house-door", "Bắt đầu với xã của tôi", OWN, "Bắt đầu",
                              "primary", start)  # fmt: skip
        self._sample = self._add(middle, 1, "mortarboard", "Xem thử với dữ liệu mẫu", SAMPLE,
                                 "Xem thử", "outline", self._on_sample)  # fmt: skip
        for button, other in ((self._own, self._sample), (self._sample, self._own)):
            for key in ("<Left>", "<Right>", "<Up>", "<Down>"):
                button.bind(key, lambda _, other=other: other.focus_set())
        self.bind("<Configure>", self._fit)
        self.refresh()

    def refresh(self) -> None:
        if self._session.practice:
            self._own.configure(text="Thoát tập huấn", command=self._on_leave)
            self._sample.configure(text="Tiếp tục tập huấn")
        elif has_practice(self._session.folder):
            self._sample.configure(text="Mở xã tập huấn")

    def focus_first(self) -> None:
        self._own.focus_set()

    def _fit(self, event: "tk.Event[tk.Misc]") -> None:
        """At 150 % there is room for the two cards, not for the line over them."""
        room = event.width // 2 - px(theme.CARD * 2 + theme.GAP)
        for text in self._texts:
            text.configure(wraplength=min(px(WIDEST), room))
        for part, height in ((self._title, LOW), *((image, LOWER) for image in self._images)):
            (part.grid if event.height > px(height) else part.grid_remove)()

    def _on_leave(self) -> None:
        leave_practice(self, self._session)

    def _on_sample(self) -> None:
        if self._session.practice:
            self._session.show("overview")
        else:
            enter_practice(self._session)

    def _add(
        self, parent: ttk.Frame, column: int, icon: str, title: str, text: str, label: str,
        style: str, command: Callable[[], None],
    ) -> ttk.Button:  # fmt: skip
        card = Card(parent)
        card.grid(row=2, column=column, sticky="nsew", padx=(px(theme.GAP) * column, 0))
        image = ttk.Label(card.body, icon=icon, icon_size=44, style="Accent.TLabel")
        image.grid(row=0, sticky="w", pady=(0, px(8)))
        self._images.append(image)
        ttk.Label(card.body, text=title, style="Title.TLabel").grid(row=1, sticky="w")
        about = ttk.Label(card.body, text=text, wraplength=px(WIDEST), justify="left")
        about.grid(row=2, sticky="w", pady=(px(8), px(16)))
        self._texts.append(about)
        button = ttk.Button(card.body, text=label, bootstyle=style, command=command)
        button.grid(row=3, sticky="sew")
        card.body.rowconfigure(3, weight=1)
        card.body.columnconfigure(0, weight=1)
        return button
