"""Said once after a newer program made the data ones of its own: that all is there, and where the
file of before lies.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from domain.numerals import format_count
from storage.paths import program_version
from ui.dialogs import is_asking, tell
from ui.practice import home_of

if TYPE_CHECKING:
    from storage.upgrade import Upgraded

FIRST_MS, AGAIN_MS = 600, 2000
OTHERS = (
    "Máy nào còn dùng bản chương trình cũ sẽ không mở được số liệu này; hãy cập nhật cả máy ấy."
)


def describe_upgrade(done: "Upgraded", version: str) -> tuple[str, str]:
    """What happened, and what to know about it."""
    what = "mã hóa và nâng cấp" if done.was_plain else "nâng cấp"
    kept = f"Bản trước khi nâng cấp nằm ở {done.backup}. " if done.backup else ""
    return (
        f"Số liệu đã được {what} để dùng với bản {version}: đủ "
        f"{format_count(done.households)} hộ và {format_count(done.visits)} lượt đến như trước "
        "(kể cả lượt đã sửa, rút lại).",
        kept + OTHERS,
    )


def tell_of_upgrade(root: ttk.App, folder: Path) -> None:
    """A moment after the window stands, behind whatever else is asked first."""
    from storage.upgrade import take_upgraded  # signing in has it by now

    done = take_upgraded(folder)
    if done and not home_of(folder):
        root.after(FIRST_MS, lambda: _say(root, *describe_upgrade(done, program_version())))


def _say(root: ttk.App, text: str, hint: str) -> None:
    if is_asking(root):
        root.after(AGAIN_MS, lambda: _say(root, text, hint))
    else:
        tell(root, "Đã nâng cấp số liệu", text, hint)
