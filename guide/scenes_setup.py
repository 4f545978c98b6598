"""Pictures of the pages on the first start and on what is set before a campaign: 02 to 06."""

import ttkbootstrap as ttk

from guide.scenes import ROOT, Scene, Start, Steps
from guide.stage import Stage
from guide.steps import asked, page, shown
from ui.cards import Card
from ui.forms import Form
from ui.gate import Gate
from ui.welcome import Welcome

LIST = ROOT / "tests" / "data" / "ho-vntime-2019.xls"
NARROW = (1000, 640)
LOW = (1000, 560)


def _first_user(stage: Stage) -> Steps:
    gate = stage.find(Gate)
    names = [w for w in stage.visible(gate) if isinstance(w, ttk.Entry)]
    names[0].delete(0, "end")
    stage.write("Hà Thị Lan", into=names[0])
    yield
    stage.write("bep-go-nuong-ngo", into=names[1])
    yield
    stage.write("bep-go-nuong-ngo", into=names[2])
    yield
    return stage.around("Tạo tài khoản quản trị", Card)


def _four_steps(stage: Stage) -> Steps:
    stage.open("welcome", step="villages")
    yield
    text = stage.find(ttk.Text, inside=stage.find(Welcome))
    stage.write("bản Chiềng\nbản Mìn\nbản Yên\nthôn Na Hảo\ntổ dân phố 1", into=text)
    yield
    return page(stage)


def _import(stage: Stage, presses: int) -> Steps:
    stage.open("import", path=LIST)
    yield
    for _ in range(presses):
        stage.later(stage.shell.save)
        yield
    return page(stage)


def _columns(stage: Stage) -> Steps:
    return _import(stage, 0)


def _letters(stage: Stage) -> Steps:
    return _import(stage, 2)


def _preview(stage: Stage) -> Steps:
    return _import(stage, 3)


def _new_campaign(stage: Stage) -> Steps:
    yield from asked("Đợt mới (Ctrl+N)", "campaigns")(stage)
    form = stage.find(Form, inside=stage.dialog())
    form.set("deadline_on", "26/12/2026")
    yield
    return stage.dialog()


SCENES = (
    Scene("02-tai-khoan", _first_user, Start.NEW, margin=12),
    Scene("02-bon-buoc", _four_steps, Start.WELCOME, size=LOW),
    Scene("03-cac-cot", _columns, size=(1000, 740), households=0, visits=False, sheets=False),
    Scene("03-chu-cu", _letters, size=NARROW, households=0, visits=False, sheets=False),
    Scene("03-xem-truoc", _preview, size=NARROW, households=0, visits=False, sheets=False),
    Scene("04-don-vi", shown("settings", part="office"), size=(1366, 660)),
    Scene("04-thon-ban", shown("settings", part="villages"), size=LOW),
    Scene("05-dot-moi", _new_campaign),
    Scene("05-so-lieu-nen", shown("campaigns", part="figures"), size=(1240, 620)),
    Scene("06-phan-cong", shown("teams", part="assign"), size=(1240, 740)),
    Scene("06-ke-hoach", shown("teams", part="plan"), size=(1240, 620)),
)
