"""Pictures of the pages on the work of every day: 07 to 13."""

import tkinter as tk

import ttkbootstrap as ttk

from domain.visits import app_field
from guide.scenes import Paper, Scene, Steps
from guide.stage import Stage
from guide.steps import asked, page, shown
from ui.cards import Card
from ui.dialogs import Dialog
from ui.forms import Form
from ui.household_picker import HouseholdPicker

DRAW = asked("Rút mẫu (F8)", "backcheck")
PRINT = asked("In tờ phiếu (F8)", "sheets")


def put_folder(stage: Stage, dialog: Dialog, place: str) -> None:
    field = [w for w in stage.visible(dialog) if isinstance(w, ttk.Entry)][-1]
    field.delete(0, "end")
    stage.write(place, into=field)


def _printing(stage: Stage) -> Steps:
    yield from PRINT(stage)
    dialog = stage.dialog()
    put_folder(stage, dialog, "D:\\To-phieu")
    yield
    return dialog


def paper(stage: Stage) -> Steps:
    yield from PRINT(stage)
    dialog = stage.dialog()
    villages = stage.find(tk.Listbox, inside=dialog)
    stage.later(lambda: villages.selection_set(1))
    yield
    stage.key("<<ListboxSelect>>", on=villages)
    yield
    put_folder(stage, dialog, str(stage.folder))
    yield
    stage.press(stage.named("In thành tờ (F9)", dialog))
    yield
    made = sorted(stage.folder.glob("P*.pdf"))
    return Paper(made[0], dots_per_inch=100, share=0.52)


def _searching(stage: Stage) -> Steps:
    stage.open("entry")
    yield
    stage.later(stage.shell.find)
    yield
    stage.write("nguyen van")
    yield
    bar = stage.around("Tìm hộ (Ctrl+F)", HouseholdPicker)
    return [bar, stage.find(tk.Listbox)]


APPS = [app_field(code) for code in ("bluezone", "smart-thanh-hoa")]


def _visit(stage: Stage) -> Steps:
    stage.open("entry")
    yield
    form = stage.find(Form)
    stage.key("<Key-1>")
    yield
    counts = {"phone_users": "3", "smartphones": "2", "all_apps": "2", "in_use": "1"}
    counts |= {name: "2" for name in form.raw() if name in APPS}
    for name, text in counts.items():
        form.set(name, text)
    yield
    return stage.around(form, Card)


def _first_sheet(stage: Stage) -> Steps:
    stage.open("grid")
    yield
    stage.write("1")
    yield
    stage.key("<Return>")
    yield
    return None


def grid(stage: Stage) -> Steps:
    yield from _first_sheet(stage)
    for _ in range(3):
        stage.key("<Return>")
        yield
    stage.app.clipboard_clear()
    stage.app.clipboard_append(TYPED)
    stage.key("<Control-v>")
    yield
    return page(stage)


TYPED = """\
1\t4\t2\t2\t2\t2\t1
3
2\t3\t2\t1\t1\t1\t0
6\t2\t0
7\t5\t1\t0\t0\t0\t0\tHết bộ nhớ
1\t6\t3\t3\t3\t3\t3
"""


def _whole(stage: Stage) -> Steps:
    yield from _first_sheet(stage)
    stage.press("Cả tờ (F8)")
    yield
    stage.write("1")
    yield
    stage.key("<Return>")
    yield
    stage.write("4, 9, 17")
    yield
    return page(stage)


def _tally(stage: Stage) -> Steps:
    stage.open("tally")
    yield
    form = stage.find(Form)
    for name, text in TALLY:
        form.set(name, text)
    yield
    return stage.around(form, Card)


TALLY = (
    ("village", "Bản Yên"), ("from_on", "19/11/2026"), ("listed", "40"), ("visited", "38"),
    ("contacted", "33"), ("completed", "21"), ("source", "Trưởng bản báo lúc 17 giờ"),
)  # fmt: skip


def _quality(stage: Stage) -> Steps:
    stage.open("quality", part="warning/fewer")
    yield
    return stage.around("Cần xem lại", Card)


def _pair(stage: Stage) -> Steps:
    stage.open("quality", part="duplicate")
    yield
    stage.key("<Return>")
    yield
    return page(stage)


def _drawn(stage: Stage) -> Steps:
    yield from DRAW(stage)
    stage.press(stage.named("Rút mẫu (F9)", stage.dialog()))
    yield
    return page(stage)


SCENES = (
    Scene("07-in-to-phieu", _printing),
    Scene("07-to-phieu", paper),
    Scene("07-so-theo-doi", shown("sheets"), size=(1366, 560)),
    Scene("08-tim-ho", _searching, margin=8),
    Scene("08-phieu", _visit, size=(1366, 740)),
    Scene("09-bang", grid, size=(1366, 600)),
    Scene("09-ca-to", _whole, size=(1240, 560)),
    Scene("10-tong-hop", _tally, size=(1366, 740)),
    Scene("11-can-quay-lai", shown("worklist"), size=(1366, 600)),
    Scene("12-can-xem-lai", _quality, size=(1366, 700), households=1200),
    Scene("12-ho-nghi-trung", _pair, size=(1366, 700), households=1200),
    Scene("13-rut-mau", DRAW, households=1200),
    Scene("13-ket-luan", _drawn, size=(1240, 700), households=1200),
)
