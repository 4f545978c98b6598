"""The invented office that the pictures show: the practice commune, with an officer of its own."""

import contextlib
import os
import shutil
from datetime import date
from pathlib import Path

from guide.scenes import Scene, Start
from storage import unlocked
from storage.accounts import DEMO, create_first_user
from storage.database import operation
from storage.practice import make_practice

OFFICER = "Hà Văn Ửng"
FONT_LIST = "TUNGNHA_GUIDE_FONTS"
PASSWORD = "nuong-ngo-ben-suoi"


def make_folder(scene: Scene, folder: Path) -> None:
    """The data folder that the scene begins with."""
    shutil.rmtree(folder, ignore_errors=True)
    if scene.start is Start.NEW:
        return
    who = DEMO if scene.practice else (OFFICER, PASSWORD)
    db, by, _ = create_first_user(folder, *who, practice=scene.practice)
    try:
        if scene.start is not Start.WELCOME:
            make_practice(
                db, by=by, households=scene.households, today=date.today(),
                with_visits=scene.visits, with_sheets=scene.sheets,
            )  # fmt: skip
        if not scene.practice:  # the line at the top would stand in every picture
            with operation(db, by, "save_settings"):
                db.execute("DELETE FROM meta WHERE key='practice'")
    finally:
        db.close()
        unlocked.forget(folder)
    _share_font_list(folder)


def _share_font_list(folder: Path) -> None:
    """Every folder is new, and making the list of fonts for charts takes longer than a scene."""
    if shared := os.environ.get(FONT_LIST):
        Path(shared).mkdir(exist_ok=True)
        with contextlib.suppress(OSError):  # Windows allows links to few
            (folder / "mpl").symlink_to(shared, target_is_directory=True)
