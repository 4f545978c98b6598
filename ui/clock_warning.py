"""Said once at the start: the clock stands before the last record."""

import tkinter as tk
from datetime import datetime

from domain.errors import AppError
from storage.clock import is_set_back, last_written
from storage.database import Database
from ui.dialogs import is_asking, tell

FIRST_MS, AGAIN_MS = 600, 2000
HINT = (
    "Hãy chỉnh lại ngày, giờ của máy rồi mở lại chương trình. Nếu làm tiếp, số liệu không mất và "
    "vẫn giữ đúng thứ tự, nhưng ngày ghi sẽ sai. Máy hay quên giờ sau khi mất điện thì cần thay "
    "pin trên bảng mạch chính."
)


def describe_clock(now: datetime, last: datetime | None) -> str:
    """The sentence, or "" where nothing is wrong."""
    if not is_set_back(now, last) or last is None:
        return ""
    local = last.astimezone(now.tzinfo)
    return (
        f"Đồng hồ của máy đang chỉ {now:%H:%M} ngày {now:%d/%m/%Y}, trước lần ghi số liệu gần nhất "
        f"({local:%H:%M} ngày {local:%d/%m/%Y})."
    )


def warn_of_clock(root: tk.Misc, db: Database) -> None:
    """A moment after the window stands, behind whatever else is asked first."""
    try:
        text = describe_clock(datetime.now().astimezone(), last_written(db))
    except AppError:  # locked before it was said
        return
    if text:
        root.after(FIRST_MS, lambda: _say(root, text))


def _say(root: tk.Misc, text: str) -> None:
    if is_asking(root):
        root.after(AGAIN_MS, lambda: _say(root, text))
    else:
        tell(root, "Đồng hồ của máy", text, HINT)
