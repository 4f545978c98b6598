"""The recovery code: shown to be printed or copied by hand, then typed back from the paper.

It is stored nowhere, so it must not be passed by. The copy made for printing: ui/printed_code.py.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ttkbootstrap as ttk

from domain.days import format_day
from domain.errors import AppError
from storage.recovery_code import normalise_code
from ui import dialogs
from ui.gate import Gate
from ui.opening import open_in_system
from ui.preferences import PcSettings
from ui.printed_code import FILE, HELD, HELD_HINT, TITLE, delete_printed, make_place
from ui.theme import px

WIDTH = 460
HELP = "recovery_code"  # of ui/guide.py
WHY = (
    "Quên mật khẩu thì chỉ mã này mở được dữ liệu, không ai cấp lại được. Hãy in hoặc chép ra "
    "giấy, cất trong tủ có khóa, không để cùng máy tính."
)
AGAIN = "Mã lần trước chưa được gõ lại nên không còn giá trị. Đây là mã mới."
SPENT = "Mã vừa dùng không còn giá trị. Đây là mã mới, hãy in thay tờ cũ."
BACK = "Gõ lại mã từ tờ giấy vừa in hoặc chép, để chắc rằng giấy đọc được."
HINT = "Chữ thường hay chữ hoa, có gạch nối hay không đều được."
PDF: dialogs.FileTypes = (("PDF để in", "*.pdf"),)


def places_of(code: str) -> list[tuple[int, int, str]]:
    """(row, column, letters): two rows of four groups, the check letters after the second."""
    groups = code.split("-")
    return [(1, 4, g) if n == 8 else (*divmod(n, 4), g) for n, g in enumerate(groups)]


def wrong_group(typed: str, code: str) -> str:
    """What differs in a code that was typed back; "" when it is the same."""
    plain = "".join(ch for ch in typed.upper() if ch not in " -–.\t\n")
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    wanted = code.replace("-", "")
    if not plain:
        return "Hãy gõ lại mã trên giấy."
    for n in range(0, len(wanted), 4):
        if plain[n : n + 4] != wanted[n : n + 4]:
            where = f"Nhóm thứ {n // 4 + 1}" if n < 32 else "Hai ký tự cuối"
            return f"{where} chưa giống trên giấy. Hãy xem lại từ đó."
    try:
        return "" if normalise_code(typed) == normalise_code(code) else "Mã gõ thừa ký tự."
    except AppError as refusal:
        return refusal.message


@dataclass(frozen=True)
class Given:
    """A code that was just made, and for whom."""

    code: str
    name: str
    why: str = ""  # there is a new code: AGAIN or SPENT; empty after the first account was made
    practice: bool = False

    @property
    def steps(self) -> tuple[int, int]:
        """What "Bước n trên m" begins with, and m."""
        return (1, 2) if self.why else (2, 3)


class CodePages:
    """Two pages, one after the other: the code, and typing it back. Then `done`."""

    def __init__(
        self, root: tk.Misc, settings: PcSettings, given: Given, foot: str,
        done: Callable[[], None], show: Callable[[Gate], None],
    ) -> None:  # fmt: skip
        self._root, self._settings, self._given = root, settings, given
        self._foot, self._done, self._show = foot, done, show
        self._printed: Path | None = None

    def start(self) -> None:
        given = self._given
        page = Gate(self._root, "Mã khôi phục", "key", self._foot, width=WIDTH,
                    step=self._step(0))  # fmt: skip
        page.help_key = HELP
        if given.why:
            page.add_notice(given.why)
        page.add_text(WHY)
        box = ttk.Frame(page.body, style="Stripe.TFrame", padding=(px(12), px(12)))
        box.pack(fill="x", pady=(px(12), 0))
        for row, column, letters in places_of(given.code):
            label = ttk.Label(box, text=letters, style="Code.TLabel")
            label.grid(row=row, column=column, pady=px(2))
            box.columnconfigure(column, weight=1 if column == 4 else 2)
        buttons = ttk.Frame(page.body)
        buttons.pack(fill="x", pady=(px(12), 0))
        for text, icon, command in (
            ("In mã", "printer", self._print), ("Lưu PDF vào USB …", "file-earmark-pdf", self._save)
        ):  # fmt: skip
            button = ttk.Button(buttons, text=f" {text}", icon=icon, bootstyle="outline",
                                compound="left", command=command)  # fmt: skip
            button.pack(side="left", padx=(0, px(8)))
            page.bind_help(button)
        page.add_main("Đã in hoặc chép, tiếp tục", self._type_back)
        self._show(page)

    def _step(self, further: int) -> str:
        first, steps = self._given.steps
        return f"Bước {first + further} trên {steps}"

    def _type_back(self) -> None:
        page = Gate(self._root, "Gõ lại mã khôi phục", "key", self._foot, width=WIDTH,
                    step=self._step(1))  # fmt: skip
        page.help_key = HELP
        page.add_text(BACK)
        typed = tk.StringVar(page)
        page.bind_stop(page.add_field(
            "Mã trên giấy", lambda parent: ttk.Entry(parent, textvariable=typed)
        ))  # fmt: skip
        page.add_message(HINT)

        def press() -> None:
            wrong = wrong_group(typed.get(), self._given.code)
            page.say(wrong)
            if not wrong:
                if not self.delete_copy():
                    dialogs.tell(self._root, TITLE, HELD, HELD_HINT, error=True)
                    self.delete_copy()  # the reader may be closed by now
                self._done()

        page.add_main("Xong, vào chương trình", press)
        page.add_link("Xem lại mã", self.start)
        self._show(page)

    # -- paper ------------------------------------------------------------------------------------

    def _print(self) -> None:
        """Opened by the system's PDF program to be printed."""
        if self._printed is None or not self._printed.parent.exists():
            self._printed = make_place()
        self._write(self._printed)
        try:
            open_in_system(self._printed)
        except AppError:
            dialogs.tell(self._root, "Chưa in được", "Máy này không có chương trình để mở PDF.",
                         "Hãy lưu PDF vào USB để in ở máy khác, hoặc chép mã ra giấy.",
                         error=True)  # fmt: skip

    def _save(self) -> None:
        path = dialogs.choose_save(
            self._root, self._settings, "Lưu mã khôi phục", FILE, PDF
        )
        if path:
            self._write(path)
            dialogs.tell(self._root, "Đã lưu mã khôi phục", f"Tệp: {path}",
                         "In xong hãy xóa tệp; đừng để trên máy này.")  # fmt: skip

    def _write(self, path: Path) -> None:
        from exports.recovery_pdf import write_recovery_pdf

        write_recovery_pdf(self._given.code, self._given.name,
                           format_day(date.today().isoformat()), path,
                           practice=self._given.practice)  # fmt: skip

    def delete_copy(self) -> bool:
        """Whether nothing is left of the file made for printing."""
        return self._printed is None or delete_printed(self._printed)
