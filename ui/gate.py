"""Gate: the page before the data are open, a card in the middle of the root window.

Signing in, the first user, the recovery code and waiting are cards on it. A card is made of lines:
add_field() for something to type, add_button() and add_link() for what can be done.
"""

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from ui import theme
from ui.cards import Card
from ui.frame import PROGRAM
from ui.keys import bind_function_key, bind_moves, later
from ui.paragraph import Paragraph
from ui.password import PasswordInput
from ui.scrolled import Scrolled
from ui.theme import icon_size, px

WIDTH, GAP = 400, 12  # logical pixels of a card's content, and above each of its lines
LOW, LOW_WIDTH, LOW_GAP = 640, 500, 4  # on a screen lower than this: wider and closer
WORK_STEPS, WORK_MS = 30, 60  # one way of the moving bar; drawing it takes an old PC a while
MOTTO = "Đến từng nhà, rõ từng hộ, báo cáo đúng hạn"


class Gate(ttk.Frame):
    """`foot` is the line at the bottom: where the data are. `step`: "Bước 1 trên 3". `back`
    is what Esc does in a field."""

    help_key = "sign_in"  # of ui/guide.py; a page that is about something else sets its own

    def __init__(
        self, root: tk.Misc, title: str, icon: str, foot: str = "",
        switch_theme: Callable[[], None] | None = None, *, width: int = WIDTH, step: str = "",
        back: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(root, style="Page.TFrame")
        is_low = self.winfo_screenheight() / theme.zoom() < LOW
        self._gap = LOW_GAP if is_low else GAP
        width = max(width, LOW_WIDTH) if is_low else width
        self._add_foot(foot, switch_theme)
        self._scrolled = Scrolled(self, page=True)
        self._scrolled.pack(fill="both", expand=True)
        self._middle = middle = ttk.Frame(self._scrolled.body, style="Page.TFrame")
        middle.pack()
        self._brand = ttk.Frame(middle, style="Page.TFrame")
        self._brand.pack(pady=(0, px(16)))
        name = ttk.Label(self._brand, text=f"  {PROGRAM}", style="BigBrand.TLabel",
                         icon="house-check", icon_size=icon_size(34))  # fmt: skip
        name.configure(compound="left")
        name.pack()
        ttk.Label(self._brand, text=MOTTO, style="PageCaption.TLabel").pack(pady=(px(2), 0))
        card = Card(middle)
        card.pack(pady=(0, px(8)))
        self.body = card.body
        ttk.Frame(self.body, width=px(width)).pack()  # as wide as this, whatever the texts
        row = ttk.Frame(self.body)
        row.pack(fill="x")
        head = ttk.Label(row, text=f"  {title}", style="Title.TLabel", icon=icon,
                         icon_size=icon_size(22))  # fmt: skip
        head.configure(compound="left")
        head.pack(side="left")
        ttk.Label(row, text=step, style="Caption.TLabel").pack(side="right")
        self._wide = width
        self._links: ttk.Frame | None = None
        self._stops: list[tk.Widget] = []
        self._secrets: list[PasswordInput] = []
        self._message: ttk.Label | None = None
        self._main: ttk.Button | None = None
        self._main_text = ""
        self._work: ttk.Progressbar | None = None
        self.is_busy = False
        self._back = back
        for part in (self._scrolled, middle):
            part.bind("<Configure>", self._fit, add=True)

    # -- lines of the card ----------------------------------------------------------------------

    def add_text(self, text: str, style: str = "TLabel") -> ttk.Label:
        label = Paragraph(self.body, text, style, wraplength=px(self._wide))
        label.pack(fill="x", pady=(px(min(8, self._gap)), 0))
        return label

    def add_notice(self, text: str) -> None:
        """What must be seen first, on yellow."""
        box = ttk.Frame(self.body, style="Warning.TFrame", padding=(px(12), px(8)))
        box.pack(fill="x", pady=(px(self._gap), 0))
        Paragraph(box, text, "Warning.TLabel", wraplength=px(self._wide - 24)).pack(fill="x")

    def add_field(self, label: str, widget: Callable[[tk.Misc], tk.Widget]) -> tk.Widget:
        ttk.Label(self.body, text=label, style="Caption.TLabel").pack(
            anchor="w", pady=(px(self._gap), px(3))
        )
        made = widget(self.body)
        made.pack(fill="x")
        return made

    def add_secret(self, label: str) -> PasswordInput:
        field = self.add_field(label, lambda parent: PasswordInput(parent, self._toggle_secrets))
        assert isinstance(field, PasswordInput)
        self._secrets.append(field)
        self.bind_stop(field.entry)
        return field

    def add_message(self, text: str = "") -> None:
        """One line of room for what is wrong; more when it is needed."""
        self._hint = text
        self._message = Paragraph(self.body, text, "Caption.TLabel", wraplength=px(self._wide))
        self._message.pack(fill="x", pady=(px(6), 0))

    def add_main(self, text: str, command: Callable[[], object]) -> ttk.Button:
        """The one button; Enter in the last field presses it."""
        self._main_text = text
        self._main = ttk.Button(self.body, text=text, bootstyle="primary", command=command)
        self._main.pack(fill="x", pady=(px(self._gap + 2), 0))
        self.bind_help(self._main)
        room = ttk.Frame(self.body, height=px(7))  # kept, so that nothing moves
        room.pack(fill="x")
        room.pack_propagate(False)
        self._work = ttk.Progressbar(room, bootstyle="primary thin", maximum=1.0)
        return self._main

    def add_link(self, text: str, command: Callable[[], object]) -> ttk.Button:
        if self._links is None:
            self._links = ttk.Frame(self.body)
            self._links.pack(pady=(px(2), 0))
        button = ttk.Button(self._links, text=text, bootstyle="primary ghost", command=command)
        self.bind_help(button)
        button.pack(side="left")
        return button

    # -- what is said -----------------------------------------------------------------------------

    def say(self, text: str, *, error: bool = True) -> None:
        """Under the fields; "" brings the hint back."""
        if self._message:
            self._message.configure(text=text or self._hint,
                                    style="Error.TLabel" if text and error else "Caption.TLabel")

    def show_work(self, text: str) -> None:
        """The button says what is being done, and nothing else can be pressed."""
        self.is_busy = True
        self._enable(on=False)
        if self._main:
            self._main.configure(text=text)
        if self._work:
            self._work.pack(fill="x", side="bottom")
            self._work.configure(mode="indeterminate", maximum=WORK_STEPS)
            self._work.start(WORK_MS)

    def show_progress(self, done: int, total: int, text: str) -> None:
        if self._work:
            self._work.stop()
            self._work.configure(mode="determinate", maximum=1.0,
                                 value=done / total if total else 0)  # fmt: skip
        if text and self._main:
            self._main.configure(text=text)

    def end_work(self) -> None:
        self.is_busy = False
        self._enable(on=True)
        if self._main:
            self._main.configure(text=self._main_text)
        if self._work:
            self._work.stop()
            self._work.pack_forget()

    def set_main(self, text: str, *, on: bool) -> None:
        """Another text on the button, for a while: how long one must wait."""
        if self._main and not self.is_busy:
            self._main.configure(text=text or self._main_text)
            self._main.state(["!disabled" if on else "disabled"])

    # -- keyboard ---------------------------------------------------------------------------------

    def bind_stop(self, widget: tk.Widget) -> None:
        """Enter and Tab go on to the next field; Enter in the last one presses the button."""
        self._stops.append(widget)
        at = len(self._stops) - 1
        bind_moves(widget, lambda: self._go(at, 1), lambda: self._go(at, -1),
                   tab=lambda: self._go(at, 1, enter=False))  # fmt: skip
        widget.bind("<F8>", later(widget, self._toggle_secrets), add=True)
        self.bind_help(widget)
        if self._back:
            widget.bind("<Escape>", lambda _: self._press_back(), add=True)

    def focus_first(self) -> None:
        """The first field that is still empty, else the button."""
        for widget in self._stops:
            if isinstance(widget, ttk.Entry | ttk.Combobox) and not widget.get():
                widget.focus_set()
                return
        if self._main:
            self._main.focus_set()

    def bind_help(self, widget: tk.Widget) -> None:
        bind_function_key(widget, "F1", self._help)

    def _help(self) -> None:
        from ui.guide import show_help

        show_help(self, self.help_key)

    def _go(self, at: int, step: int, *, enter: bool = True) -> None:
        to = at + step
        if 0 <= to < len(self._stops):
            self._stops[to].focus_set()
        elif step > 0 and self._main:
            if enter:
                self._main.invoke()
            else:
                self._main.focus_set()

    def _press_back(self) -> None:
        if self._back and not self.is_busy:
            self._back()

    def _toggle_secrets(self) -> None:
        shown = not (self._secrets and self._secrets[0].is_shown)
        for field in self._secrets:
            field.show(shown=shown)

    def _enable(self, *, on: bool) -> None:
        state = ["!disabled" if on else "disabled"]
        for widget in (*self._stops, self._main, *(self._links.winfo_children() if self._links
                                                   else ())):  # fmt: skip
            if isinstance(widget, ttk.Entry | ttk.Button | ttk.Combobox):
                widget.state(state)

    # -- around the card --------------------------------------------------------------------------

    def _add_foot(self, text: str, switch_theme: Callable[[], None] | None) -> None:
        foot = ttk.Frame(self, style="Page.TFrame", padding=(px(theme.PAGE), px(8)))
        foot.pack(side="bottom", fill="x")
        self._foot = foot
        ttk.Label(foot, text=text, style="PageCaption.TLabel").pack(side="left")
        if switch_theme:
            ttk.Button(foot, text="Sáng / tối", command=switch_theme,
                       bootstyle="@chrome ghost", icon="circle-half",
                       icon_size=icon_size(16)).pack(side="right")  # fmt: skip

    def add_foot_button(self, text: str, command: Callable[[], None]) -> None:
        """At the bottom: what is wanted rarely, on every page of the way in."""
        button = ttk.Button(self._foot, text=text, command=command, bootstyle="@chrome ghost")
        button.pack(side="right", padx=(0, px(4)))
        self.bind_help(button)

    def _fit(self, _: "tk.Event[tk.Misc]") -> None:
        """The card stands in the middle; the brand over it only where there is room."""
        height, card = self._scrolled.winfo_height(), self.body.master
        needed = card.winfo_reqheight() + px(16)
        brand = self._brand.winfo_reqheight() + px(16)
        if needed + brand > height:
            self._brand.pack_forget()
        elif not self._brand.winfo_manager():
            self._brand.pack(pady=(0, px(16)), before=card)
        whole = needed + (brand if needed + brand <= height else 0)
        top = max(px(8), (height - whole) * 45 // 100)
        if str(self._middle.pack_info()["pady"]) not in (f"{top} 0", f"({top}, 0)"):
            self._middle.pack_configure(pady=(top, 0))
