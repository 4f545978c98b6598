"""How the office's letters begin and end on a day: a small picture of the page, not the page.

The page itself is exports/sheets/letter.py.
"""

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass
from tkinter import font as tkfont

import ttkbootstrap as ttk

from domain.days import format_day_official
from domain.offices import MOTTO_TEXT, NATION_TEXT, Office
from domain.text import clean
from ui.theme import px

FAMILIES = ("Times New Roman", "Liberation Serif", "Noto Serif", "DejaVu Serif")
PAPER, INK = "#ffffff", "#1a1a1a"


@dataclass(frozen=True)
class LetterHead:
    superior: str
    issuer: Sequence[str]
    number: str
    place_and_day: str
    addressees: Sequence[str]
    recipients: Sequence[str]
    authority: Sequence[str]
    signer: str


def letter_head(office: Office, day: str) -> LetterHead:
    """The lines as a report of that ISO day prints them."""
    recipients = [clean(r).strip("-;. ") for r in office.recipients.splitlines() if clean(r)]
    superior = office.superior.upper() if office.superior_line else ""
    return LetterHead(
        superior=superior,
        issuer=office.heading_lines,
        number=f"Số: …/{office.symbol}" if office.symbol else "Số: …",
        place_and_day=f"{office.place_name}, {format_day_official(day)}",
        addressees=[clean(a).strip("-;. ") for a in office.addressee_lines if clean(a)],
        recipients=[f"- {r}{'.' if r == recipients[-1] else ';'}" for r in recipients],
        authority=office.signature_lines,
        signer=office.signer,
    )


def pick_serif(installed: set[str]) -> str:
    return next((f for f in FAMILIES if f in installed), "TkDefaultFont")


class LetterPicture(ttk.Frame):
    """White paper in both themes, as it will lie on the desk."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, style="Line.TFrame", padding=1)
        self._paper = tk.Frame(self, background=PAPER, padx=px(16), pady=px(14))
        self._paper.pack(fill="both", expand=True)
        family = pick_serif(set(tkfont.families(self)))
        self._fonts = {
            (bold, slant): tkfont.Font(self, family=family, size=-px(13),
                                       weight="bold" if bold else "normal",
                                       slant="italic" if slant else "roman")
            for bold in (False, True) for slant in (False, True)
        }  # fmt: skip

    def show(self, head: LetterHead | None) -> None:
        for child in self._paper.winfo_children():
            child.destroy()
        if head is None:
            return
        for column, weight in ((0, 2), (1, 3)):
            self._paper.columnconfigure(column, weight=weight, uniform="half")
        left, right = self._box(0, 0), self._box(0, 1)
        if head.superior:
            self._line(left, head.superior)
        for text in head.issuer:
            self._line(left, text, bold=True)
        self._rule(left)
        self._line(left, head.number)
        self._line(right, NATION_TEXT, bold=True)
        self._line(right, MOTTO_TEXT, bold=True)
        self._rule(right)
        self._line(right, head.place_and_day, italic=True)
        middle = self._box(1, 0, 2)
        self._line(middle, "BÁO CÁO", bold=True)
        self._line(middle, "…")
        self._line(middle, "Kính gửi: " + "; ".join(head.addressees))
        left, right = self._box(2, 0), self._box(2, 1)
        self._line(left, "Nơi nhận:", bold=True, italic=True, anchor="w")
        for text in head.recipients:
            self._line(left, text, anchor="w")
        for text in head.authority:
            self._line(right, text, bold=True)
        self._line(right, "")
        self._line(right, "")
        self._line(right, head.signer or "(chưa ghi người ký)", bold=bool(head.signer),
                   italic=not head.signer)  # fmt: skip

    def _box(self, row: int, column: int, span: int = 1) -> tk.Frame:
        box = tk.Frame(self._paper, background=PAPER)
        box.grid(row=row, column=column, columnspan=span, sticky="new", pady=(0, px(10)))
        return box

    def _line(
        self, box: tk.Frame, text: str, *, bold: bool = False, italic: bool = False,
        anchor: str = "center",
    ) -> None:  # fmt: skip
        label = tk.Label(box, text=text, font=self._fonts[bold, italic], background=PAPER,
                         foreground=INK, justify="left" if anchor == "w" else "center",
                         anchor=anchor)  # type: ignore[arg-type]  # fmt: skip
        label.bind("<Configure>", lambda e: label.configure(wraplength=e.width))
        label.pack(fill="x")

    def _rule(self, box: tk.Frame) -> None:
        tk.Frame(box, background=INK, height=1, width=px(90)).pack(pady=(px(2), px(4)))
