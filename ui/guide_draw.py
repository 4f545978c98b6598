"""A page of the guide in a text widget: headings, lists, tables, keys, pictures, links.

Cells of tables are texts of their own, so that keys, links and found words look the same there.
Whatever can be opened is a Stop: the keyboard goes from one to the next.
"""

import re
import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from tkinter import font as tkfont

import ttkbootstrap as ttk
from PIL import Image, ImageTk

from ui import theme
from ui.guide_pages import Heading, Item, Page, Picture, Run, Runs, Table, guide_folder
from ui.guide_search import marks_in, whole_words
from ui.theme import px

MOST_WIDTH = 820  # logical pixels: longer lines are hard to read
CELL_PAD = 8
SHARP = Image.Resampling.LANCZOS
THIN = "\u2009"


@dataclass
class Stop:
    """`mark(True)` shows that the keyboard is here; `at` is its place in the page."""

    open: Callable[[], object]
    mark: Callable[[bool], object]
    at: str


class Drawing:
    """Draws one page into `text`, which is empty and can be written to."""

    def __init__(
        self, text: tk.Text, width: int, follow: Callable[[str], object],
        enlarge: Callable[[Picture], object], wheel: Callable[[tk.Misc], object],
    ) -> None:  # fmt: skip
        self._text, self._follow, self._enlarge, self._wheel = text, follow, enlarge, wheel
        self._width = min(width, px(MOST_WIDTH))
        self.stops: list[Stop] = []
        self.anchors: dict[str, str] = {}
        self.texts: list[tk.Text] = [text]
        self._images: list[ImageTk.PhotoImage] = []
        self._fonts = {name: tkfont.nametofont(name, text) for name in ("TkTextFont", "Strong")}
        style_text(text)

    def draw(self, page: Page) -> None:
        for block in page.blocks:
            if isinstance(block, Heading):
                self.anchors.setdefault(block.anchor, self._text.index("end-1c"))
                self._write(self._text, block.runs, f"h{block.level}")
                self._text.insert("end", "\n", f"h{block.level}")
            elif isinstance(block, Item):
                tag = f"item{min(block.depth, 1)}"
                self._text.insert("end", f"\t{block.mark}\t", tag)
                self._write(self._text, block.runs, tag)
                self._text.insert("end", "\n", tag)
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Picture):
                self._picture(block)
            else:
                self._write(self._text, block.runs, "body")
                self._text.insert("end", "\n", "body")

    def mark_found(self, asked: str) -> None:
        """Line by line: a picture is a letter to the widget but none of the text."""
        whole = whole_words((text.get("1.0", "end") for text in self.texts), asked)
        for text in self.texts:
            text.tag_remove("found", "1.0", "end")
            for line in range(1, int(text.index("end-1c").split(".")[0]) + 1):
                for start, end in marks_in(text.get(f"{line}.0", f"{line}.end"), asked, whole):
                    text.tag_add("found", f"{line}.{start}", f"{line}.{end}")

    def _write(self, text: tk.Text, runs: Runs, look: str, at: str = "") -> None:
        for run in runs:
            tags = [look]
            letters = run.text
            if run.key:
                tags.append("key")
                letters = f"{THIN}{letters}{THIN}"
            elif run.bold:
                tags.append("strong")
            start = text.index("end-1c")
            if run.link:
                tags += ["link", f"stop{len(self.stops)}"]
            text.insert("end", letters, tuple(tags))
            if run.link:
                self._add_link(text, run, start, at)

    def _add_link(self, text: tk.Text, run: Run, start: str, at: str) -> None:
        tag = f"stop{len(self.stops)}"
        end = text.index("end-1c")
        follow = partial(self._follow, run.link)

        def mark(here: bool) -> None:
            text.tag_remove("here", "1.0", "end")
            if here:
                text.tag_add("here", start, end)

        text.tag_bind(tag, "<Button-1>", lambda _: follow())
        text.tag_bind(tag, "<Enter>", lambda _: text.configure(cursor="hand2"))
        text.tag_bind(tag, "<Leave>", lambda _: text.configure(cursor="arrow"))
        self.stops.append(Stop(follow, mark, at or start))

    # -- pictures ---------------------------------------------------------------------------------

    def _picture(self, picture: Picture) -> None:
        at = self._text.index("end-1c")
        file = guide_folder() / picture.file
        if not file.is_file():
            self._text.insert("end", f"{picture.caption}\n", "caption")
            return
        with Image.open(file) as found:
            image = found.convert("RGB")
        most = self._width - px(8)
        wanted = min(most, round(image.width * theme.zoom()))
        if image.width != wanted:
            image = image.resize((wanted, round(image.height * wanted / image.width)), SHARP)
        photo = ImageTk.PhotoImage(image, master=self._text)
        self._images.append(photo)
        c = theme.colours()
        label = ttk.TkLabel(self._text, autostyle=False, image=photo, borderwidth=0,
                            highlightthickness=max(2, px(2)), highlightbackground=c.border,
                            cursor="hand2")  # fmt: skip
        enlarge = partial(self._enlarge, picture)
        label.bind("<Button-1>", lambda _: enlarge())
        self._wheel(label)
        self._text.window_create("end", window=label, padx=0, pady=px(2))
        self._text.tag_add("picture", at, "end-1c")
        self._text.insert("end", f"\n{picture.caption}\n", "caption")

        def mark(here: bool) -> None:
            label.configure(highlightbackground=c.accent if here else c.border)

        self.stops.append(Stop(enlarge, mark, at))

    # -- tables -----------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        at = self._text.index("end-1c")
        c = theme.colours()
        line = max(1, px(1))
        widths = self._share_out(table, self._width - px(8))
        grid = ttk.TkFrame(self._text, autostyle=False, background=c.border)
        for n, row in enumerate((table.head, *table.rows)):
            cells = (*row, *[()] * (len(widths) - len(row)))
            bold = n == 0
            height = max(self._lines(*pair, bold) for pair in zip(cells, widths, strict=True))
            for k, (cell, width) in enumerate(zip(cells, widths, strict=True)):
                holder = ttk.TkFrame(grid, autostyle=False, width=width,
                                     height=self._line_height() * height + 2 * px(5))  # fmt: skip
                holder.pack_propagate(False)
                holder.grid(row=n, column=k, padx=(line if k == 0 else 0, line),
                            pady=(line if n == 0 else 0, line))  # fmt: skip
                self._cell(holder, cell, at, head=bold)
        self._text.window_create("end", window=grid, pady=px(4))
        self._text.tag_add("picture", at, "end-1c")
        self._text.insert("end", "\n", "body")
        self._wheel(grid)

    def _cell(self, holder: tk.Frame, runs: Runs, at: str, *, head: bool) -> None:
        c = theme.colours()
        text = ttk.Text(holder, autostyle=False, width=1, height=1, wrap="word", relief="flat",
                        borderwidth=0, highlightthickness=0, padx=px(CELL_PAD), pady=px(5),
                        cursor="arrow", takefocus=False, font="TkTextFont", foreground=c.text,
                        background=c.heading if head else c.background)  # fmt: skip
        text.pack(fill="both", expand=True)
        style_text(text)
        self._write(text, tuple(_in_bold(run) for run in runs) if head else runs, "cell", at)
        text.configure(state="disabled")
        text.bindtags((str(text), *text.bindtags()[2:]))  # no selecting, no scrolling of its own
        self._wheel(text)
        self.texts.append(text)

    def _share_out(self, table: Table, room: int) -> list[int]:
        """As wide as the words ask for, the room shared among those that need to wrap."""
        count = len(table.head)
        wish = [1] * count
        least = [1] * count
        for n, row in enumerate((table.head, *table.rows)):
            for k, cell in enumerate(row[:count]):
                wish[k] = max(wish[k], self._measure(cell, n == 0))
                words = [Run(w, r.bold, r.key) for r in cell for w in r.text.split()]
                if words:
                    least[k] = max(least[k], max(self._measure((w,), n == 0) for w in words))
        pad = 2 * px(CELL_PAD) + px(4)
        room -= pad * count
        widths = wish[:]
        if sum(wish) > room:
            fair = room // count
            small = [k for k in range(count) if wish[k] <= fair]
            rest = room - sum(wish[k] for k in small)
            large = [k for k in range(count) if k not in small]
            total = sum(wish[k] ** 0.5 for k in large)
            for k in large:
                widths[k] = max(min(least[k], room // 2), round(rest * wish[k] ** 0.5 / total))
        return [width + pad for width in widths]

    def _measure(self, runs: Runs, head: bool) -> int:
        total = 0
        for run in runs:
            font = self._fonts["Strong" if head or run.bold or run.key else "TkTextFont"]
            total += font.measure(f"{THIN}{run.text}{THIN}" if run.key else run.text)
        return total

    def _lines(self, runs: Runs, width: int, head: bool) -> int:
        """How many the cell breaks into, as the widget does: at spaces."""
        room = width - 2 * px(CELL_PAD) - 1
        pieces: list[Run] = []
        for run in runs:
            parts = re.findall(r"[^ ]* |[^ ]+", run.text)
            pieces += [Run(part, run.bold, run.key) for part in parts]
        lines, used = 1, 0
        word: list[Run] = []
        for n, piece in enumerate(pieces):
            word.append(piece)
            if not piece.text.endswith(" ") and n < len(pieces) - 1:
                continue
            bare = (*word[:-1], Run(piece.text.rstrip(" "), piece.bold, piece.key))
            if used and used + self._measure(bare, head) > room:
                lines, used = lines + 1, 0
            used += self._measure(tuple(word), head)
            word = []
        return lines

    def _line_height(self) -> int:
        return max(font.metrics("linespace") for font in self._fonts.values())


def _in_bold(run: Run) -> Run:
    return Run(run.text, True, run.key, run.link)


def style_text(text: tk.Text) -> None:
    c = theme.colours()
    text.tag_configure("h1", font="Title", spacing1=px(2), spacing3=px(8))
    text.tag_configure("h2", font="CardTitle", spacing1=px(18), spacing3=px(5))
    text.tag_configure("h3", font="Strong", spacing1=px(12), spacing3=px(4))
    text.tag_configure("body", spacing1=px(2), spacing2=px(3), spacing3=px(6))
    for depth in (0, 1):
        left = px(6 + 24 * depth)
        text.tag_configure(f"item{depth}", lmargin1=0, lmargin2=left + px(24), spacing1=px(1),
                           spacing2=px(3), spacing3=px(4),
                           tabs=(str(left), str(left + px(24))))  # fmt: skip
    text.tag_configure("picture", spacing1=px(6))
    text.tag_configure("caption", font="Caption", foreground=c.muted, spacing3=px(10))
    text.tag_configure("strong", font="Strong")
    ground = str(text.cget("background"))  # else the margin before the first letter is coloured too
    text.tag_configure("key", font="Strong", background=c.hover, foreground=c.text,
                       lmargincolor=ground)  # fmt: skip
    text.tag_configure("link", foreground=c.accent_text, underline=True)
    text.tag_configure("found", background=c.warning, foreground=c.on_warning, lmargincolor=ground)
    text.tag_configure("here", background=c.selection, lmargincolor=ground)
