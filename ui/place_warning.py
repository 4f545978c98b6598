"""Before anything is opened: is the folder where data are safe, and if not, where does work go on.

`check_place` is called once for each folder, before the lock is taken. What is said and what can be
chosen is decided by the functions at the top.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ttkbootstrap as ttk

from domain.errors import AppError, Cancelled
from storage.local_copy import COPIES, copy_here, remember, remembered
from storage.looking import can_look, is_look_only, look_only
from storage.paths import database_file, user_folder
from storage.places import Place, Trouble, judge, read_facts
from ui.dialogs import Dialog, ProgressDialog, tell
from ui.practice import home_of
from ui.tasks import Report, Tasks
from ui.theme import icon_size, px

TITLE = "Nơi để số liệu"
COPY, HERE, LOOK = "copy", "here", "look"
LABELS = {COPY: "Chép về máy này", HERE: "Vẫn mở ở đây", LOOK: "Chỉ xem"}
COPYING = "Đang chép số liệu về máy này …"
OFFER = (
    "Có thể chép số liệu về máy này rồi làm việc trên bản chép; từ nay lần nào mở cũng là bản chép "
    "ấy. Bản ở chỗ cũ được giữ nguyên và không nhận thêm số liệu."
)
OFFER_EMPTY = "Chỗ này chưa có số liệu. Có thể làm việc trong một thư mục ở máy này."
LOOKING = (
    "“Chỉ xem” mở số liệu tại chỗ, không nhập, không sửa; vẫn lập được báo cáo ở thư mục khác."
)


@dataclass(frozen=True)
class Situation:
    place: Place
    has_data: bool
    can_copy: bool  # this PC's own folder is a better place
    can_look: bool


def describe_place(place: Place) -> tuple[str, str]:
    """What is wrong, in two sentences."""
    name = f" {place.name}" if place.name not in ("", "/") else ""
    if place.trouble is Trouble.NETWORK:
        return (f"Số liệu nằm trên ổ mạng{name}.",
                "Khi mạng ngắt hoặc hai máy cùng mở, tệp số liệu có thể hỏng và mất lượt đến vừa "
                "lưu.")  # fmt: skip
    if place.trouble is Trouble.SYNCED:
        return (f"Số liệu nằm trong thư mục của {place.name}.",
                f"{place.name} có thể chép hoặc thay tệp giữa lúc đang ghi, làm hỏng số liệu hoặc "
                "đưa bản cũ trở lại.")  # fmt: skip
    if place.trouble is Trouble.REMOVABLE:
        return (f"Số liệu nằm trên USB hoặc ổ rời{name}.",
                "Rút ra giữa lúc đang ghi thì tệp có thể hỏng, và USB dễ thất lạc.")  # fmt: skip
    return (f"Thư mục dữ liệu{name} không ghi được.",
            "USB hoặc đĩa đang khóa ghi, hoặc tài khoản Windows đang dùng không có quyền ghi ở "
            "đó.")  # fmt: skip


def list_choices(s: Situation) -> list[str]:
    """The best first. On a share nobody works in place, unless this PC has no better one."""
    read_only = s.place.trouble is Trouble.READ_ONLY
    choices = [COPY] if s.can_copy else []
    if read_only and s.can_look:
        choices.append(LOOK)
    if not read_only and (s.place.trouble is not Trouble.NETWORK or not s.can_copy):
        choices.append(HERE)
    return choices


def describe_offer(s: Situation) -> str:
    choices = list_choices(s)
    parts = []
    if COPY in choices:
        parts.append(OFFER if s.has_data else OFFER_EMPTY)
    if LOOK in choices:
        parts.append(LOOKING)
    if not choices:
        parts.append("Hãy chuyển thư mục dữ liệu sang ổ đĩa của máy rồi mở lại.")
    return " ".join(parts)


def check_place(app: ttk.App, folder: Path) -> Path | None:
    """The folder to work in, maybe a copy made now; None when the person would rather not."""
    if home_of(folder) or is_look_only(folder) or (user_folder() / COPIES) in folder.parents:
        return folder  # settled when the program started
    chosen = remembered(folder)
    if chosen and chosen != folder:
        return chosen
    place = judge(read_facts(folder))
    if place is None or (chosen and place.trouble is not Trouble.READ_ONLY):
        return folder
    s = Situation(place, database_file(folder).exists(),
                  judge(read_facts(user_folder())) is None, can_look(folder))  # fmt: skip
    while True:
        answer = ask_place(app, s, folder)
        if answer is None:
            return None
        if answer == LOOK:
            look_only(folder)
            return folder
        if answer == HERE:
            remember(folder, None)
            return folder
        copy = make_copy(app, folder, writable=place.trouble is not Trouble.READ_ONLY)
        if copy:
            return copy


def ask_place(app: tk.Misc, s: Situation, folder: Path) -> str | None:
    """One of COPY, HERE, LOOK; None to leave."""
    dialog = Dialog(app, TITLE)
    message, reason = describe_place(s.place)
    ttk.Label(dialog.body, icon="exclamation-triangle", icon_size=icon_size(30),
              style="Alarm.TLabel").pack(side="left", anchor="n")  # fmt: skip
    box = ttk.Frame(dialog.body)
    box.pack(side="left", padx=(px(16), 0), fill="both", expand=True)
    for n, (text, style) in enumerate((
        (message, "Strong.TLabel"), (reason, "TLabel"), (describe_offer(s), "TLabel"),
        (f"Thư mục: {folder}", "Caption.TLabel"),
    )):  # fmt: skip
        ttk.Label(box, text=text, style=style, wraplength=px(500), justify="left").pack(
            anchor="w", pady=(px(8) if n else 0, 0)
        )
    for n, choice in enumerate(list_choices(s)):
        dialog.add_button(LABELS[choice], partial(dialog.finish, choice), main=not n)
    dialog.add_button("Thoát", lambda: dialog.finish(None))
    found = dialog.wait()
    return found if isinstance(found, str) else None


def make_copy(
    app: ttk.App, folder: Path, *, writable: bool, inline: bool = False
) -> Path | None:
    """Copied off the Tk thread and remembered; None when cancelled, or failed, which was said."""
    made: list[Path] = []
    ended = tk.BooleanVar(app)

    def work(report: Report) -> Path:
        step: Callable[[int, int], None] = lambda done, total: report(done, total, COPYING)  # noqa: E731
        copy = copy_here(folder, step, writable=writable)
        remember(folder, copy)
        return copy

    def done(copy: Path) -> None:
        made.append(copy)
        ended.set(True)

    def failed(error: BaseException) -> None:
        try:
            if isinstance(error, AppError):
                tell(app, "Chưa chép được", error.message, error.hint, error=True)
            elif not isinstance(error, Cancelled):
                raise error
        finally:
            ended.set(True)

    tasks = Tasks(app, on_error=failed, inline=inline,
                  show_progress=partial(ProgressDialog, app))  # fmt: skip
    tasks.run(work, done, failed=failed, title=TITLE, modal=True)
    if not ended.get():
        app.wait_variable(ended)
    tasks.close()
    return made[0] if made else None
