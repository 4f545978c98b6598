"""The window of the guide: contents or results at the left, the page at the right. One at a time.

Keys: Ctrl+F search, Up and Down and Page keys scroll, Tab goes from link to link, Enter opens,
Alt+Left or Backspace back, Alt+Right forward, F6 between contents and page, Esc closes.
What a page is, is ui/guide_pages.py; how it is drawn, ui/guide_draw.py.
"""

import re
import tkinter as tk
from collections.abc import Callable, MutableMapping, Sequence
from functools import partial

import ttkbootstrap as ttk
from PIL import Image, ImageTk

from domain.errors import AppError
from ui import theme
from ui.dialogs import tell
from ui.guide_draw import SHARP, Drawing, Stop
from ui.guide_pages import (
    QUICK_START,
    Picture,
    guide_folder,
    list_pages,
    read_groups,
    read_page,
    split_link,
    title_of,
)
from ui.guide_search import Hit, search
from ui.keys import bind_function_key
from ui.opening import open_in_system
from ui.theme import FOCUS_MS, px

TITLE = "Hướng dẫn sử dụng"
WIDTH, HEIGHT = 1120, 690  # logical pixels
SIDE = 310
SEARCH_MS = 120
WARM_MS = 40  # between two pages that are read ahead, so that the first search need not wait
RESIZE_MS = 150
REMEMBERED = "guide_window"
PRINT = "Mở tệp để in"
NOTHING = "Không có trang nào có chữ ấy."
_SIZE = re.compile(r"(\d+)x(\d+)$")


def open_guide(parent: tk.Misc, page: str, settings: MutableMapping[str, str]) -> "GuideWindow":
    """The window that is open already, or a new one; at this page."""
    root = parent.nametowidget(".")
    window = next((w for w in root.winfo_children() if isinstance(w, GuideWindow)), None)
    if window is None:
        window = GuideWindow(root, settings)
    window.come_forward()
    window.go(page)
    return window


class GuideWindow(ttk.Toplevel):
    """Not modal; over a dialog it takes the keyboard and gives it back when it is closed."""

    def __init__(self, root: tk.Misc, settings: MutableMapping[str, str]) -> None:
        super().__init__(title=TITLE, master=root)
        self.withdraw()
        self._settings = settings
        self._back: list[tuple[str, float]] = []
        self._forward: list[tuple[str, float]] = []
        self.page = ""
        self._drawing: Drawing | None = None
        self._stop = -1
        self._hits: list[Hit] = []
        self._jobs: dict[str, str] = {}
        self._drawn_width = 0
        self._grabbed: tk.Misc | None = None
        self._place()
        self._build()
        self._bind_keys()
        self._soon("warm", RESIZE_MS, partial(self._read_ahead, list_pages()))

    # -- going about ------------------------------------------------------------------------------

    def go(self, page: str, anchor: str = "", *, remember: bool = True) -> None:
        """`page` is a name of list_pages(); an unknown one gives the first page."""
        names = list_pages()
        name = page if page in names else (read_groups()[0].pages[0] if names else "")
        if not name:
            return
        if remember and self.page and (self.page != name or anchor):
            self._back.append((self.page, self.text.yview()[0]))
            self._forward.clear()
        same, self.page = self.page == name, name
        if not same or self._drawing is None:
            self._draw()
        self._mark_contents()
        self._see(anchor)
        self._show_ways()

    def go_back(self) -> None:
        self._travel(self._back, self._forward)

    def go_forward(self) -> None:
        self._travel(self._forward, self._back)

    def _travel(self, to: list[tuple[str, float]], left: list[tuple[str, float]]) -> None:
        if to:
            left.append((self.page, self.text.yview()[0]))
            name, place = to.pop()
            self.go(name, remember=False)
            self.text.yview_moveto(place)
            self._show_ways()

    def follow(self, link: str) -> None:
        name, anchor = split_link(link)
        if link.endswith(".pdf"):
            self._open_print()
        elif not name or name in list_pages():
            self.go(name or self.page, anchor)

    def enlarge(self, picture: Picture) -> None:
        _PictureWindow(self, picture)

    # -- the page ---------------------------------------------------------------------------------

    def _draw(self) -> None:
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        for child in self.text.winfo_children():
            child.destroy()
        self.update_idletasks()
        width = self.text.winfo_width() - 2 * px(22)
        self._drawn_width = self.text.winfo_width()
        self._drawing = Drawing(self.text, max(width, px(300)), self.follow, self.enlarge,
                                self._bind_wheel)  # fmt: skip
        self._drawing.draw(read_page(self.page))
        self._drawing.mark_found(self.asked.get())
        self.text.configure(state="disabled")
        self._stop = -1
        self.text.yview_moveto(0)

    def _see(self, anchor: str) -> None:
        at = self._drawing.anchors.get(anchor) if self._drawing else None
        if at:
            self.text.yview(at)
        elif not anchor:
            self.text.yview_moveto(0)

    @property
    def stops(self) -> list[Stop]:
        return self._drawing.stops if self._drawing else []

    def _step(self, step: int) -> str | None:
        """Tab from link to link; past the last one to the contents."""
        if 0 <= self._stop < len(self.stops):
            self.stops[self._stop].mark(False)
        self._stop += step
        if not 0 <= self._stop < len(self.stops):
            self._stop = -1 if step > 0 else len(self.stops)
            return None
        stop = self.stops[self._stop]
        stop.mark(True)
        self.text.see(stop.at)
        return "break"

    def _open_stop(self) -> str:
        if 0 <= self._stop < len(self.stops):
            self.stops[self._stop].open()
        return "break"

    # -- contents and search ----------------------------------------------------------------------

    def _fill_contents(self) -> None:
        self.tree.delete(*self.tree.get_children())
        for group in read_groups():
            parent = ""
            if group.title:
                parent = f"group {group.title}"
                self.tree.insert("", "end", parent, text=group.title, open=True, tags=("group",))
            for name in group.pages:
                self.tree.insert(parent, "end", name, text=title_of(name))
        self._mark_contents()

    def _mark_contents(self) -> None:
        if self.tree.exists(self.page) and not self._hits:
            self.tree.see(self.page)
            self.tree.selection_set(self.page)
            self.tree.focus(self.page)

    def _on_chosen(self) -> None:
        chosen = self.tree.selection()
        if not chosen:
            return
        if chosen[0].startswith("hit "):
            hit = self._hits[int(chosen[0].split()[1])]
            self.go(hit.page, hit.anchor)
        elif chosen[0] in list_pages() and chosen[0] != self.page:
            self.go(chosen[0])

    def _search(self) -> None:
        asked = self.asked.get()
        self._hits = search([read_page(name) for name in list_pages()], asked)
        if asked.strip():
            self.tree.delete(*self.tree.get_children())
            seen: set[str] = set()
            for n, hit in enumerate(self._hits):
                if hit.page not in seen:
                    seen.add(hit.page)
                    self.tree.insert("", "end", f"page {hit.page}", text=hit.title, open=True,
                                     tags=("group",))  # fmt: skip
                self.tree.insert(f"page {hit.page}", "end", f"hit {n}",
                                 text=hit.line or hit.section or "Đầu trang")  # fmt: skip
            self.tree.yview_moveto(0)  # the contents may have been further down
        else:
            self._fill_contents()
        self._said.configure(text=NOTHING if asked.strip() and not self._hits else "")
        if self._drawing:
            self._drawing.mark_found(asked)

    def _read_ahead(self, names: Sequence[str]) -> None:
        if names:
            read_page(names[0])
            self._soon("warm", WARM_MS, partial(self._read_ahead, names[1:]))

    def _to_results(self) -> str:
        """From the search field: the first result, and its page."""
        self._search()
        if self._hits:
            self.tree.selection_set("hit 0")
            self.tree.focus("hit 0")
            self.tree.focus_set()
        return "break"

    # -- the window -------------------------------------------------------------------------------

    def come_forward(self) -> None:
        self.deiconify()
        self.lift()
        holder = self.grab_current()
        if holder is not None and holder is not self:
            self._grabbed = holder
            holder.bind("<Destroy>", partial(self._let_go, holder), add=True)
            if not self.winfo_viewable():  # one that stands there already need not change any more
                self.wait_visibility()
            self.grab_set()
        self.text.focus_force()

    def close(self) -> None:
        below, self._grabbed = self._grabbed, None
        self.destroy()
        if below is not None and below.winfo_exists():
            below.grab_set()
            (below.focus_lastfor() or below).focus_force()

    def destroy(self) -> None:
        """Also when the program ends."""
        if self.winfo_width() > 1:
            self._settings[REMEMBERED] = f"{self.winfo_width()}x{self.winfo_height()}"
        for job in self._jobs.values():
            self.after_cancel(job)
        self._jobs.clear()
        super().destroy()

    def _let_go(self, holder: tk.Misc, event: "tk.Event[tk.Misc]") -> None:
        """The dialog below has ended by itself, as one of progress does."""
        if event.widget is holder is self._grabbed:
            self._grabbed = None
            if self.winfo_exists():
                self.grab_release()

    def _close_over_dialog(self, event: "tk.Event[tk.Misc]") -> None:
        """Out of sight it would keep the keyboard from the dialog, and behind the lock from the
        page of signing in."""
        if event.widget is self and self._grabbed is not None:
            self.close()

    def _on_press(self, event: "tk.Event[tk.Misc]") -> None:
        """Over a dialog, a press on any other window arrives here, and the system raises that."""
        x, y = event.x_root - self.winfo_rootx(), event.y_root - self.winfo_rooty()
        if not (0 <= x < self.winfo_width() and 0 <= y < self.winfo_height()):
            self._soon("forward", FOCUS_MS, self._to_front)

    def _to_front(self) -> None:
        self.lift()
        self.text.focus_force()

    def _build(self) -> None:
        self._zoom = theme.zoom()
        side = ttk.Frame(self, style="Page.TFrame", padding=(px(12), px(12), px(8), px(12)))
        side.pack(side="left", fill="y")
        side.pack_propagate(False)
        self._side = side
        self._share_width()
        ttk.Label(side, text="Tìm (Ctrl+F)", style="PageCaption.TLabel").pack(
            anchor="w"
        )
        self.asked = tk.StringVar(self)
        self.field = ttk.Entry(side, textvariable=self.asked)
        self.field.pack(fill="x", pady=(px(4), px(2)))
        self._said = ttk.Label(side, style="PageCaption.TLabel")
        self._said.pack(anchor="w")
        self._print = ttk.Button(side, text=PRINT, bootstyle="outline", command=self._open_print)
        if (guide_folder() / QUICK_START).is_file():
            self._print.pack(side="bottom", fill="x", pady=(px(10), 0))
        holder = ttk.Frame(side, style="Page.TFrame")
        holder.pack(fill="both", expand=True, pady=(px(6), 0))
        self.tree = ttk.Treeview(holder, show="tree", selectmode="browse")
        bar = ttk.Scrollbar(holder, command=self.tree.yview)
        self.tree.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.tree.pack(side="left", fill="both", expand=True)
        self.tree.tag_configure("group", font="Strong")
        ttk.Frame(self, style="Line.TFrame", width=1).pack(side="left", fill="y")
        self._build_page()
        self._fill_contents()

    def _build_page(self) -> None:
        main = ttk.Frame(self)
        main.pack(side="left", fill="both", expand=True)
        bar = ttk.Frame(main, padding=(px(14), px(8)))
        bar.pack(fill="x")
        self._ways = []
        for words, command in (("‹ Trở lại", self.go_back), ("Tới ›", self.go_forward)):
            button = ttk.Button(bar, text=words, bootstyle="outline", command=command)
            button.pack(side="left", padx=(0, px(6)))
            self._ways.append(button)
        ttk.Button(bar, text="Đóng (Esc)", bootstyle="outline", command=self.close).pack(
            side="right"
        )
        ttk.Frame(main, style="Line.TFrame", height=1).pack(fill="x")
        self.text = ttk.Text(main, autostyle=False, wrap="word", font="TkTextFont", relief="flat",
                             borderwidth=0, highlightthickness=0, cursor="arrow", width=1, height=1,
                             padx=px(22), pady=px(14), insertwidth=0)  # fmt: skip
        scroll = ttk.Scrollbar(main, command=self.text.yview)
        self.text.configure(yscrollcommand=scroll.set)
        scroll.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        self._colour()

    def _colour(self) -> None:
        c = theme.colours()
        self.text.configure(background=c.background, foreground=c.text,
                            selectbackground=c.selection, selectforeground=c.text)  # fmt: skip

    def _bind_keys(self) -> None:
        text = self.text
        for key, rows in (("Down", 2), ("Up", -2)):
            text.bind(f"<{key}>", partial(self._scroll, rows, "units"))
        for key, pages in (("Next", 1), ("Prior", -1), ("space", 1)):
            text.bind(f"<{key}>", partial(self._scroll, pages, "pages"))
        text.bind("<Home>", lambda _: self._to(0.0))
        text.bind("<End>", lambda _: self._to(1.0))
        text.bind("<Tab>", lambda _: self._step(1))
        text.bind("<Shift-Tab>", lambda _: self._step(-1))
        if self.tk.call("tk", "windowingsystem") == "x11":
            text.bind("<ISO_Left_Tab>", lambda _: self._step(-1))
        text.bind("<Return>", lambda _: self._open_stop())
        text.bind("<BackSpace>", lambda _: self.go_back())
        self.tree.bind("<BackSpace>", lambda _: self.go_back())
        self.tree.bind("<<TreeviewSelect>>", lambda _: self._on_chosen())
        self.tree.bind("<Return>", lambda _: text.focus_set())
        self.bind("<Alt-Left>", lambda _: self.go_back())
        self.bind("<Alt-Right>", lambda _: self.go_forward())
        self.bind("<Control-f>", lambda _: self._to_search())
        self.bind("<Control-F>", lambda _: self._to_search())
        bind_function_key(self, "F6", self._other_side)
        self.bind("<Escape>", lambda _: self._escape())
        self.field.bind("<Return>", lambda _: self._to_results())
        self.field.bind("<Down>", lambda _: self._to_results())
        self.asked.trace_add("write", lambda *_: self._soon("search", SEARCH_MS, self._search))
        self.bind("<<ThemeChanged>>", lambda _: self._soon("draw", RESIZE_MS, self._redraw))
        text.bind("<Configure>", lambda _: self._on_width())
        self.bind("<Button>", self._on_press, add=True)
        for hidden in ("<Unmap>", "<<Locking>>"):
            self.bind(hidden, self._close_over_dialog)
        self.protocol("WM_DELETE_WINDOW", self.close)

    def _bind_wheel(self, widget: tk.Misc) -> None:
        """Over a picture or a table the wheel moves the page."""
        widget.bind("<MouseWheel>", lambda e: self._scroll(-1 if e.delta > 0 else 1, "units"))
        widget.bind("<Button-4>", lambda _: self._scroll(-3, "units"))
        widget.bind("<Button-5>", lambda _: self._scroll(3, "units"))

    def _scroll(self, number: int, what: str, _: object = None) -> str:
        self.text.yview_scroll(number, what)  # type: ignore[call-overload]
        return "break"

    def _to(self, share: float) -> str:
        self.text.yview_moveto(share)
        return "break"

    def _to_search(self) -> str:
        self.field.focus_set()
        self.field.selection_range(0, "end")
        return "break"

    def _other_side(self) -> None:
        (self.tree if self.focus_get() is self.text else self.text).focus_set()

    def _escape(self) -> None:
        """What was asked for first, then the window."""
        if self.asked.get():
            self.asked.set("")
            self._search()
            self.text.focus_set()
        else:
            self.close()

    def _share_width(self) -> None:
        """The contents get no more than three eighths, however large the letters are."""
        self._side.configure(width=min(px(SIDE), self.winfo_width() * 3 // 8))

    def _soon(self, name: str, ms: int, action: Callable[[], None]) -> None:
        if name in self._jobs:
            self.after_cancel(self._jobs[name])

        def run() -> None:
            self._jobs.pop(name, None)
            action()

        self._jobs[name] = self.after(ms, run)

    def _on_width(self) -> None:
        self._share_width()
        if self._drawing and abs(self.text.winfo_width() - self._drawn_width) > 2:
            self._soon("draw", RESIZE_MS, self._redraw)

    def _redraw(self) -> None:
        place = self.text.yview()[0]
        if self._zoom != theme.zoom():  # another text size: as if it were opened now
            asked = self.asked.get()
            for child in self.winfo_children():
                child.destroy()
            self._build()
            self._bind_keys()
            self.asked.set(asked)
            self.update_idletasks()
            self.text.focus_set()
        self._colour()
        self._draw()
        self._show_ways()
        self.text.yview_moveto(place)

    def _show_ways(self) -> None:
        for button, ways in zip(self._ways, (self._back, self._forward), strict=True):
            button.configure(state="normal" if ways else "disabled")

    def _open_print(self) -> None:
        try:
            open_in_system(guide_folder() / QUICK_START)
        except AppError as refusal:
            tell(self, PRINT, refusal.message, refusal.hint, error=True)

    def _place(self) -> None:
        most = self.winfo_screenwidth(), self.winfo_screenheight() - 70
        found = _SIZE.match(self._settings.get(REMEMBERED, ""))
        size = (int(found[1]), int(found[2])) if found else (px(WIDTH), px(HEIGHT))
        width, height = min(max(size[0], 640), most[0]), min(max(size[1], 420), most[1])
        x, y = (most[0] - width) // 2, (most[1] - height) // 3
        self.geometry(f"{width}x{height}+{x}+{y}")
        self.update_idletasks()


class _PictureWindow(ttk.Toplevel):
    """One picture as large as it is, or as the screen allows; any key or click closes it."""

    def __init__(self, over: GuideWindow, picture: Picture) -> None:
        super().__init__(title=picture.caption, master=over, resizable=(False, False))
        with Image.open(guide_folder() / picture.file) as found:
            image = found.convert("RGB")
        room = self.winfo_screenwidth() - px(40), self.winfo_screenheight() - px(120)
        share = min(room[0] / image.width, room[1] / image.height, max(1.0, theme.zoom()))
        size = round(image.width * share), round(image.height * share)
        self._photo = ImageTk.PhotoImage(image.resize(size, SHARP), master=self)
        ttk.TkLabel(self, image=self._photo, borderwidth=0).pack()
        for sequence in ("<Button-1>", "<Key>"):
            self.bind(sequence, lambda _: self._close())
        self.protocol("WM_DELETE_WINDOW", self._close)
        x, y = (room[0] - size[0]) // 2 + px(20), (room[1] - size[1]) // 3
        self.geometry(f"+{max(0, x)}+{max(0, y)}")
        self.transient(over)
        self._over, self._had_grab = over, over.grab_current() is over
        self.wait_visibility()
        if self._had_grab:
            self.grab_set()
        self.focus_force()

    def _close(self) -> None:
        self.destroy()
        if self._over.winfo_exists():
            if self._had_grab:
                self._over.grab_set()
            self._over.text.focus_force()
