"""The pictures of README.md: the whole window, and a sheet as it is printed."""

from guide import scenes_work as work
from guide.scenes import README, Paper, Scene, Start, Steps
from guide.stage import Stage

SIZE = (1366, 744)


def _whole(stage: Stage) -> Steps:
    yield
    return None


def _grid(stage: Stage) -> Steps:
    yield from work.grid(stage)
    return None


def _ledger(stage: Stage) -> Steps:
    """After printing the whole commune."""
    yield from work.PRINT(stage)
    dialog = stage.dialog()
    work.put_folder(stage, dialog, str(stage.folder))
    yield
    stage.press(stage.named("In thành tờ (F9)", dialog))
    yield
    stage.open("sheets", part="")
    yield
    return None


def _sheet(stage: Stage) -> Steps:
    paper = yield from work.paper(stage)
    assert isinstance(paper, Paper)
    return paper._replace(dots_per_inch=110, share=1.0)


def _backup(stage: Stage) -> Steps:
    stage.open("settings", part="backup")
    yield
    stage.press("Sao lưu ngay (F8)")
    yield
    return None


SCENES = (
    Scene("sign-in", _whole, Start.SIGN_IN, SIZE, folder=README),
    Scene("overview", _whole, size=SIZE, households=1200, folder=README),
    Scene("grid", _grid, size=SIZE, folder=README),
    Scene("sheet", _sheet, size=SIZE, folder=README),
    Scene("ledger", _ledger, size=SIZE, folder=README),
    Scene("backup", _backup, size=SIZE, households=1200, folder=README),
)
