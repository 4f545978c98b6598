"""What a person sees in one window, measured: colours, cut texts, what the keyboard reaches.

`look(window)` gives a View of everything with a text in it that is on the screen at the moment.
The background of a text is taken from a picture of the window, not from a style: what is drawn
counts. tests/ui/walk.py goes through the whole program and calls it in every place.
"""

import re
import tkinter as tk
from collections.abc import Iterator
from dataclasses import dataclass, field
from tkinter import font as tkfont
from typing import Any

import ttkbootstrap as ttk
from PIL import Image, ImageGrab

from ui.colours import contrast

Box = tuple[int, int, int, int]  # left, top, right, bottom on the screen
PRESSED_BY = ("<Button-1>", "<ButtonPress-1>", "<ButtonRelease-1>")
BUTTONS = ("TButton", "TCheckbutton", "TRadiobutton", "TMenubutton", "Toolbutton", "TSwitch")
FIELDS = ("TEntry", "TCombobox", "TSpinbox")
KEY = re.compile(r"F\d{1,2}\b|Ctrl\+\S+|Enter|Esc\b|Delete|Pg(Up|Dn)|^\d\b")
LEAST_ROWS = 6
EDGE = 2  # pixels: the toolkit lets a wrapped line stand out by a letter's edge
PLAY = 2  # pixels by which measures of a text may differ


@dataclass(frozen=True)
class Pair:
    """A text colour on what it stands on."""

    text: str
    back: str
    what: str  # the style or the class
    state: str = ""

    @property
    def contrast(self) -> float:
        return contrast(self.text, self.back)

    @property
    def is_off(self) -> bool:
        return "disabled" in self.state


@dataclass
class View:
    pairs: set[Pair] = field(default_factory=set)
    lines: set[Pair] = field(default_factory=set)  # rings and borders of fields: 3 : 1
    cut: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)  # texts longer than their column
    low: list[str] = field(default_factory=list)  # tables of few rows
    out_of_reach: list[str] = field(default_factory=list)
    named_by_key: list[str] = field(default_factory=list)  # reached by the key in their text only
    widgets: int = 0


def descendants(widget: tk.Misc) -> Iterator[tk.Misc]:
    """Everything in a window, but not the windows over it."""
    for child in widget.winfo_children():
        if not isinstance(child, tk.Toplevel):
            yield child
            yield from descendants(child)


def box_of(widget: tk.Misc) -> Box:
    x, y = widget.winfo_rootx(), widget.winfo_rooty()
    return x, y, x + widget.winfo_width(), y + widget.winfo_height()


def seen_box(widget: tk.Misc) -> Box:
    """The part of it that no ancestor cuts off."""
    left, top, right, bottom = box_of(widget)
    for above in _ancestors(widget):
        box = box_of(above)
        left, top = max(left, box[0]), max(top, box[1])
        right, bottom = min(right, box[2]), min(bottom, box[3])
    return left, top, right, bottom


def is_scrolled(widget: tk.Misc) -> bool:
    return any(isinstance(above, tk.Canvas) for above in _ancestors(widget))


def _ancestors(widget: tk.Misc) -> Iterator[tk.Misc]:
    while not isinstance(widget, tk.Toplevel | tk.Tk) and widget.master is not None:
        widget = widget.master
        yield widget


def name_of(widget: tk.Misc) -> str:
    """By its text, and for those without one by the frames around it."""
    text = text_of(widget).strip().replace("\n", " / ")
    around = [type(w).__name__ for w in _ancestors(widget)]
    own = [n for n in around if n not in ("Frame", "TkFrame", "Tk", "App", "Canvas", "Toplevel")]
    return f"{widget.winfo_class()} “{text[:60]}” in {'/'.join(own[:3])}"


def text_of(widget: tk.Misc) -> str:
    if widget.winfo_class() in FIELDS:
        return str(widget.get())  # type: ignore[attr-defined]
    try:
        return str(widget.cget("text"))
    except tk.TclError:
        return ""


def style_of(widget: tk.Misc) -> str:
    return str(widget.cget("style")) or widget.winfo_class()


def states_of(widget: tk.Misc) -> tuple[str, ...]:
    return tuple(str(s) for s in widget.state())  # type: ignore[attr-defined]


def look(window: tk.Misc, *, colours: bool = True) -> View:
    view = View()
    picture = picture_of_screen(window) if colours else None
    in_order = tab_order(window)
    _look_for_cut_window(view, window)
    for widget in descendants(window):
        if not widget.winfo_viewable():
            _look_for_no_room(view, widget)
            continue
        _look_at(view, widget, picture)
        _look_for_reach(view, widget, in_order)
    return view


# -- colours ----------------------------------------------------------------------------------


def picture_of_screen(window: tk.Misc) -> Image.Image:
    """All that is seen on it; Windows has but one."""
    is_x11 = window.tk.call("tk", "windowingsystem") == "x11"
    return ImageGrab.grab(xdisplay=window.winfo_screen() if is_x11 else None)


def main_colour(picture: Image.Image, box: Box) -> str:
    """The colour most of a part of the screen has; "" where nothing of it is seen."""
    left, top, right, bottom = box
    right, bottom = min(right, picture.width), min(bottom, picture.height)
    if right - max(0, left) < 3 or bottom - max(0, top) < 3:
        return ""
    part = picture.crop((max(0, left), max(0, top), right, bottom)).convert("RGB")
    found = part.getcolors(part.width * part.height) or []
    return "#{:02x}{:02x}{:02x}".format(*max(found)[1]) if found else ""


def as_hex(widget: tk.Misc, colour: object) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(v >> 8 for v in widget.winfo_rgb(str(colour))))


def _option(widget: tk.Misc, name: str) -> str:
    try:
        return str(widget.cget(name))
    except tk.TclError:
        return ""


def _look_at(view: View, widget: tk.Misc, picture: Image.Image | None) -> None:
    kind = widget.winfo_class()
    if kind == "Treeview":
        view.widgets += 1
        _look_at_list(view, widget, picture)
    elif kind == "Canvas":
        _look_at_canvas(view, widget, picture)
    elif kind in ("Text", "Listbox", "Label", "Button", "Entry"):
        view.widgets += 1
        _look_at_plain(view, widget, picture)
    elif kind in FIELDS or text_of(widget).strip():
        view.widgets += 1
        _look_at_styled(view, widget, picture)
        _look_for_cut(view, widget)


def _look_at_styled(view: View, widget: tk.Misc, picture: Image.Image | None) -> None:
    style, look_up = style_of(widget), ttk.Style.get_instance().lookup
    states = states_of(widget)
    text = _option(widget, "foreground") or look_up(style, "foreground", states)
    seen, whole = seen_box(widget), box_of(widget)
    is_seen = 2 * (seen[3] - seen[1]) > whole[3] - whole[1]  # of the rest only a border may be
    if picture and is_seen and (back := main_colour(picture, seen)):
        view.pairs.add(Pair(as_hex(widget, text), back, style, " ".join(states)))
    if widget.winfo_class() in BUTTONS and str(widget.cget("takefocus")) not in ("0", "False"):
        below = look_up(style, "background", ["focus"])
        ring = look_up(style, "focuscolor", ["focus"])
        if ring and below:
            view.lines.add(Pair(as_hex(widget, ring), as_hex(widget, below), style, "focus ring"))
    if style.split(".")[-1] in FIELDS:
        field_back = look_up(style, "fieldbackground", states) or back_of(widget)
        around = as_hex(widget, back_of(widget))
        for state in (("!focus",), ("focus",), ("invalid",)):
            line = as_hex(widget, look_up(style, "bordercolor", state))
            view.lines.add(Pair(line, as_hex(widget, field_back), style, state[0]))
            view.lines.add(Pair(line, around, style, state[0] + " outside"))


def back_of(widget: tk.Misc) -> str:
    above = widget.master
    while above is not None and above.winfo_class() not in ("TFrame", "Frame", "Tk", "Toplevel"):
        above = above.master
    if above is not None and above.winfo_class() == "TFrame":
        return str(ttk.Style.get_instance().lookup(style_of(above), "background"))
    return str(above.cget("background")) if above is not None else "#ffffff"


def _look_at_plain(view: View, widget: tk.Misc, picture: Image.Image | None) -> None:
    kind, back = widget.winfo_class(), as_hex(widget, widget.cget("background"))
    pairs = [("foreground", "background"), ("selectforeground", "selectbackground")]
    for text, below in pairs:
        if _option(widget, text) and _option(widget, below):
            view.pairs.add(Pair(as_hex(widget, widget.cget(text)),
                                as_hex(widget, widget.cget(below)), kind, text))  # fmt: skip
    if kind == "Text":
        assert isinstance(widget, tk.Text)
        if int(str(widget.cget("highlightthickness"))) and str(widget.cget("state")) == "normal":
            for option in ("highlightbackground", "highlightcolor"):
                line = as_hex(widget, widget.cget(option))
                view.lines.add(Pair(line, back, kind, option))
        for tag in widget.tag_names():
            text = str(widget.tag_cget(tag, "foreground")) or str(widget.cget("foreground"))
            below = str(widget.tag_cget(tag, "background")) or back
            if widget.tag_ranges(tag):
                view.pairs.add(Pair(as_hex(widget, text), as_hex(widget, below), kind, tag))
    elif kind == "Listbox":
        assert isinstance(widget, tk.Listbox)
        font = tkfont.Font(widget, widget.cget("font"))
        room = widget.winfo_width() - 2 * int(str(widget.cget("borderwidth")))
        for text in widget.get(0, "end"):
            if font.measure(str(text)) > room + PLAY:
                view.cut.append(f"Listbox “{text}”: {font.measure(str(text))} > {room}")
    elif kind in ("Label", "Button") and text_of(widget):
        _look_for_cut(view, widget)


def _look_at_canvas(view: View, widget: tk.Misc, picture: Image.Image | None) -> None:
    assert isinstance(widget, tk.Canvas)
    dx = widget.winfo_rootx() - int(widget.canvasx(0))
    dy = widget.winfo_rooty() - int(widget.canvasy(0))
    shown = seen_box(widget)
    for item in widget.find_all():
        text = widget.itemcget(item, "text") if widget.type(item) == "text" else ""
        if not text.strip() or widget.itemcget(item, "state") == "hidden":
            continue
        found = widget.bbox(item)
        if not found:
            continue
        box = (found[0] + dx, found[1] + dy, found[2] + dx, found[3] + dy)
        inside = (max(box[0], shown[0]), max(box[1], shown[1]),
                  min(box[2], shown[2]), min(box[3], shown[3]))  # fmt: skip
        if inside[0] >= inside[2] or inside[1] >= inside[3]:
            continue
        view.widgets += 1
        back = main_colour(picture, inside) if picture else ""
        if back:
            colour = as_hex(widget, widget.itemcget(item, "fill") or "black")
            view.pairs.add(Pair(colour, back, f"Canvas of {type(widget.master).__name__}"))


def _tag(tree: tk.Misc, tag: str, option: str) -> str:
    return str(tree.tk.call(str(tree), "tag", "configure", tag, f"-{option}"))


def _look_at_list(view: View, widget: tk.Misc, picture: Image.Image | None) -> None:
    tree: Any = widget
    style, look_up = style_of(tree), ttk.Style.get_instance().lookup
    shown = [str(c) for c in tree["displaycolumns"]]
    shown = [str(c) for c in tree["columns"]] if shown == ["#all"] else shown
    shows = [str(s) for s in tree.tk.splitlist(tree["show"])]
    columns = (["#0"] if "tree" in shows else []) + shown
    heads = _font_of(tree, str(look_up("Treeview.Heading", "font") or "TkHeadingFont"))
    body = _font_of(tree, str(look_up(style, "font") or "TkDefaultFont"))
    name = name_of(tree)
    rows = _rows(tree)
    boxes = [tree.bbox(r) for r in rows]
    whole = sum(bool(b) and int(b[1]) + int(b[3]) <= tree.winfo_height() for b in boxes)
    room = tree.winfo_height() // int(look_up(style, "rowheight") or 30)
    if room - ("headings" in shows) < LEAST_ROWS:
        view.low.append(f"{name}: {room - ('headings' in shows)} of {len(rows)}, {whole} whole")
    total = 0
    for column in columns:
        width = int(tree.column(column, "width"))
        title = str(tree.heading(column, "text"))
        total += width
        if "headings" in shows and (need := heads.measure(title) + 8) > width + PLAY:
            view.cut.append(f"heading “{title}” of {name}: {need} > {width}")
    if total > tree.winfo_width() + PLAY and not tree.cget("xscrollcommand"):
        view.cut.append(f"columns of {name}: {total} > {tree.winfo_width()}")
    if picture and "headings" in shows:
        view.pairs.add(Pair(as_hex(tree, look_up("Treeview.Heading", "foreground")),
                            as_hex(tree, look_up("Treeview.Heading", "background")),
                            "Treeview.Heading"))  # fmt: skip
    for row, box in zip(rows, boxes, strict=True):
        if not box:
            continue
        tags = [str(t) for t in tree.item(row, "tags")]
        fonts = [f for t in tags if (f := _tag(tree, t, "font"))]
        font = tkfont.Font(tree, fonts[-1]) if fonts else body
        texts = dict(zip([str(c) for c in tree["columns"]], tree.item(row, "values"), strict=False))
        texts["#0"] = tree.item(row, "text")
        for column in columns:
            indent = 22 * (_depth(tree, row) + 1) if column == "#0" else 0
            need = font.measure(str(texts.get(column, ""))) + 8 + indent
            if need > int(tree.column(column, "width")) + PLAY:
                told = f"{tree.heading(column, 'text')}: “{texts.get(column)}” of {name}"
                view.cells.append(f"{told}: {need} > {tree.column(column, 'width')}")
        _look_at_row(view, tree, tags, style, is_selected=row in tree.selection())


def _look_at_row(view: View, tree: Any, tags: list[str], style: str, *, is_selected: bool) -> None:
    look_up = ttk.Style.get_instance().lookup
    text = look_up(style, "foreground")
    for tag in tags:
        text = _tag(tree, tag, "foreground") or text
    backs = {look_up(style, "background"), *(_tag(tree, t, "background") for t in tags)} - {""}
    for back in backs:
        view.pairs.add(Pair(as_hex(tree, text), as_hex(tree, back), style, " ".join(tags)))
    chosen = as_hex(tree, look_up(style, "background", ["selected"]))
    for colour in {text, look_up(style, "foreground", ["selected"])}:
        view.pairs.add(Pair(as_hex(tree, colour), chosen, style, "selected"))


def _rows(tree: Any, parent: str = "") -> list[str]:
    found = []
    for row in tree.get_children(parent):
        found.append(row)
        if tree.item(row, "open"):
            found += _rows(tree, row)
    return found


def _depth(tree: Any, row: str) -> int:
    above = tree.parent(row)
    return 1 + _depth(tree, above) if above else 0


# -- cut texts --------------------------------------------------------------------------------


def _look_for_cut_window(view: View, window: tk.Misc) -> None:
    room = window.winfo_screenwidth(), window.winfo_screenheight()
    need = window.winfo_reqwidth(), window.winfo_reqheight()
    if isinstance(window, tk.Toplevel) and (need[0] > room[0] or need[1] > room[1] - 60):
        view.cut.append(f"window {need} > {room}")


def _look_for_no_room(view: View, widget: tk.Misc) -> None:
    """Placed, but the toolkit found no room for it."""
    manager = widget.winfo_manager()
    if manager not in ("pack", "grid", "place") or widget.master is None:
        return
    info: dict[str, Any] = getattr(widget, f"{manager}_info")()
    if info["in"].winfo_viewable() and widget.master.winfo_viewable() and _has_face(widget):
        view.cut.append(f"no room for {name_of(widget)}")


def _has_face(widget: tk.Misc) -> bool:
    kind = widget.winfo_class()
    return bool(text_of(widget).strip()) or kind in (*FIELDS, *BUTTONS, "Treeview", "Text") or any(
        _has_face(child) for child in widget.winfo_children() if child.winfo_manager()
    )  # fmt: skip


def _look_for_cut(view: View, widget: tk.Misc) -> None:
    text, kind = text_of(widget), widget.winfo_class()
    width, height = widget.winfo_width(), widget.winfo_height()
    if kind in FIELDS:
        if kind == "TCombobox" and "readonly" in states_of(widget):
            need = _font(widget).measure(text) + 30
            if need > width + PLAY:
                view.cut.append(f"{name_of(widget)}: {need} > {width}")
        if widget.winfo_reqheight() > height + PLAY:
            view.cut.append(f"{name_of(widget)}: high {widget.winfo_reqheight()} > {height}")
    else:
        need = max((_font(widget).measure(line) for line in text.split("\n")), default=0)
        wraps = int(float(str(_option(widget, "wraplength") or 0)))
        if wraps:
            need = min(need, widget.winfo_reqwidth()) - EDGE
        elif not _option(widget, "width") or int(_option(widget, "width")) >= 0:
            need = max(need, widget.winfo_reqwidth()) if not _option(widget, "width") else need
        if need > width + PLAY:
            view.cut.append(f"{name_of(widget)}: {need} > {width}")
        if widget.winfo_reqheight() > height + PLAY:
            view.cut.append(f"{name_of(widget)}: high {widget.winfo_reqheight()} > {height}")
    box, seen = box_of(widget), seen_box(widget)
    if seen[2] < box[2] - PLAY or seen[0] > box[0] + PLAY:
        view.cut.append(f"{name_of(widget)}: cut at the side, {seen} of {box}")
    if (seen[3] < box[3] - PLAY or seen[1] > box[1] + PLAY) and not is_scrolled(widget):
        view.cut.append(f"{name_of(widget)}: cut below, {seen} of {box}")


def _font(widget: tk.Misc) -> tkfont.Font:
    named = _option(widget, "font")
    if not named:
        named = str(ttk.Style.get_instance().lookup(style_of(widget), "font") or "TkDefaultFont")
    return _font_of(widget, named)


def _font_of(widget: tk.Misc, named: str) -> tkfont.Font:
    if named in tkfont.names(widget):  # a copy is not the same on Windows: its size is rounded
        return tkfont.Font(widget, name=named, exists=True)
    return tkfont.Font(widget, named)


# -- reach ------------------------------------------------------------------------------------


def tab_order(window: tk.Misc) -> set[str]:
    """The paths that Tab comes to."""
    found: set[str] = set()
    at: tk.Misc | None = window
    for _ in range(2000):
        at = at.tk_focusNext() if at is not None else None
        if at is None or str(at) in found:
            break
        found.add(str(at))
    return found


def is_pressed(widget: tk.Misc) -> bool:
    """Something happens when the mouse presses it."""
    if widget.winfo_class() in BUTTONS:
        return True
    if widget.winfo_class() not in ("TLabel", "Label") or not text_of(widget).strip():
        return False
    return any(widget.bind(sequence) for sequence in PRESSED_BY)


def _look_for_reach(view: View, widget: tk.Misc, in_order: set[str]) -> None:
    if not is_pressed(widget) or "disabled" in _states(widget) or str(widget) in in_order:
        return
    if any(str(above) in in_order and above.winfo_class() in ("TFrame", "Frame")
           for above in _ancestors(widget)):  # fmt: skip
        return  # a tile or a step, entered as a whole
    if widget.winfo_class() in ("TRadiobutton", "Toolbutton") and _a_brother_is(widget, in_order):
        return
    if not text_of(widget).strip() and _a_field_beside_has_its_key(widget):
        return
    if style_of(widget).endswith(("Nav.Toolbutton", "Compact.Toolbutton")):
        return  # the rail: every screen has its key
    (view.named_by_key if KEY.search(text_of(widget)) else view.out_of_reach).append(
        name_of(widget)
    )


def _a_field_beside_has_its_key(widget: tk.Misc) -> bool:
    """A calendar or an eye at the end of a field."""
    assert widget.master is not None
    places = [*widget.master.winfo_children(), widget.winfo_toplevel()]
    keys = ("<Alt-Down>", "<Alt-Key-Down>", "<F8>")
    return any(place.bind(key) for place in places for key in keys)


def _states(widget: tk.Misc) -> tuple[str, ...]:
    return states_of(widget) if widget.winfo_class().startswith("T") else ()


def _a_brother_is(widget: tk.Misc, in_order: set[str]) -> bool:
    """Of buttons for one choice, arrows go from one to the next."""
    variable = _option(widget, "variable")
    if not variable or widget.master is None:
        return False
    brothers = [w for w in widget.master.winfo_children() if _option(w, "variable") == variable]
    arrows = bool(widget.bind("<Right>") or widget.bind("<Down>"))
    return arrows and any(str(b) in in_order for b in brothers)
