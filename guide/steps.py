"""Steps that many scenes begin with: a screen as it opens, a window that a button opens."""

from collections.abc import Callable

import ttkbootstrap as ttk

from guide.scenes import Steps
from guide.stage import Stage


def page(stage: Stage) -> ttk.Frame:
    """The screen beside the rail."""
    return stage.shell.built[stage.shell.current]


def shown(screen: str, **what: object) -> Callable[[Stage], Steps]:
    """The scene of a screen just opened; `what` as for Stage.open."""

    def steps(stage: Stage) -> Steps:
        stage.open(screen, **what)
        yield
        return page(stage)

    return steps


def asked(button: str, screen: str, **what: object) -> Callable[[Stage], Steps]:
    """The scene of the window that `button` of this screen opens."""

    def steps(stage: Stage) -> Steps:
        yield from shown(screen, **what)(stage)
        stage.press(button)
        yield
        return stage.dialog()

    return steps
