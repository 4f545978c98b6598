"""“Soạn tin Zalo”: picture and paragraph of the chosen cut-off on disk, the text on the clipboard.

What is said: domain/announcement.py; the picture: ui/chart_picture.py.
"""

import tkinter as tk
from collections.abc import Callable
from pathlib import Path

import ttkbootstrap as ttk

from domain.announcement import PRACTICE_WORDS, announce
from domain.days import day_of
from exports.files import write_beside
from ui.chart_picture import picture_name, write_picture
from ui.charts import CHARTS, Chart, Measure
from ui.dialogs import Dialog
from ui.drawing import load_drawing
from ui.opening import open_in_system
from ui.overview_numbers import Numbers
from ui.overview_texts import moment_words
from ui.paragraph import Paragraph
from ui.session import Session
from ui.theme import px

FOLDER = "gui-zalo"  # in the data folder


def message_of(numbers: Numbers, place: str, *, practice: bool) -> str:
    moment = moment_words(numbers.until or numbers.now.isoformat(timespec="minutes"))
    day = day_of(numbers.until) if numbers.until else numbers.now.date()
    return announce(numbers.progress, numbers.campaign, place, moment, day, practice=practice)


def chart_to_send(current: tuple[Chart, Measure] | None, numbers: Numbers) -> tuple[Chart, Measure]:
    """The chart in view; where a table is, the bars of the villages."""
    return current or (CHARTS[0], CHARTS[0].measures(numbers)[0])


def write_message(folder: Path, name: str, text: str) -> Path:
    """The text beside the picture of this name, in a way that every program reads."""
    path = folder / Path(name).with_suffix(".txt")
    write_beside(lambda target: Path(target).write_text(text + "\n", encoding="utf-8-sig"), path)
    return path


def announce_numbers(
    parent: tk.Misc, session: Session, numbers: Numbers, current: tuple[Chart, Measure] | None,
    place: str, hold: Callable[[bool], object],
) -> None:  # fmt: skip
    """Write both, copy the text, say where. `numbers` must hold everything: a worker draws, and
    `hold(True)` keeps the screen from drawing meanwhile."""
    chart, measure = chart_to_send(current, numbers)
    text = message_of(numbers, place, practice=session.practice)
    under = f"{PRACTICE_WORDS} {place}" if session.practice else place
    folder = session.folder / FOLDER
    name = picture_name(chart, numbers)

    def write(_: object) -> Path:
        load_drawing(session.folder)
        folder.mkdir(exist_ok=True)
        write_message(folder, name, text)
        return write_picture(chart, numbers, measure, under, folder / name,
                             practice=session.practice)

    def done(picture: Path) -> None:
        hold(False)
        copy_text(parent, text)
        show_message(parent, text, picture)

    def failed(error: BaseException) -> None:
        hold(False)
        raise error

    hold(True)
    session.tasks.run(write, done, failed=failed)


def copy_text(widget: tk.Misc, text: str) -> None:
    widget.clipboard_clear()
    widget.clipboard_append(text)


def show_message(parent: tk.Misc, text: str, picture: Path) -> None:
    dialog = Dialog(parent, "Tin Zalo đã soạn")
    dialog.fix_body(px(640), px(330))
    said = f"Đã chép đoạn văn dưới đây vào bộ nhớ: mở Zalo, bấm Ctrl+V. Ảnh: {picture.name}."
    Paragraph(dialog.body, said, "Strong.TLabel").pack(fill="x")
    Paragraph(dialog.body, f"Ảnh và đoạn văn nằm ở thư mục {picture.parent}",
              "Caption.TLabel").pack(fill="x", pady=(px(4), px(10)))  # fmt: skip
    box = ttk.Text(dialog.body, wrap="word", font="TkTextFont", height=8)
    box.insert("1.0", text)
    box.configure(state="disabled")
    box.pack(fill="both", expand=True)
    dialog.add_button("Đóng", lambda: dialog.finish(None), main=True)
    dialog.add_button("Mở thư mục", lambda: open_in_system(picture.parent))
    dialog.wait()
