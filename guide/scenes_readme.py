"""The pictures of README.md."""

from guide.scenes import README, Scene, Start, Steps
from guide.stage import Stage

SIZE = (1366, 744)


def _sign_in(stage: Stage) -> Steps:
    yield
    return None


def _overview(stage: Stage) -> Steps:
    yield
    return None


SCENES = (
    Scene("sign-in", _sign_in, Start.SIGN_IN, SIZE, folder=README),
    Scene("overview", _overview, size=SIZE, households=1200, folder=README),
)
