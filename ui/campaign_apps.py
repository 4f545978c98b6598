"""Đợt vận động, "Ứng dụng": add, change, put away. No app is ever deleted."""

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from domain.campaign_edits import (
    add_app,
    app_values,
    archive_app,
    check_app,
    edit_app,
    move_app,
)
from domain.campaigns import APP_FIELDS, MOST_APPS, App
from domain.fields import Row, format_row, parse_row
from ui.action_list import Action, ActionList, give_room
from ui.campaign_chosen import ChosenCampaign
from ui.edit import edit_and_write
from ui.paragraph import Paragraph
from ui.tables import Column, ListRow
from ui.theme import px

COLUMNS = (
    Column("name", "Ứng dụng", 210, sortable=False),
    Column("aliases", "Tên viết khác", 200, grow=True, compact=False, sortable=False),
    Column("required", "Bắt buộc", 80, "center", sortable=False),
    Column("in_use", "Hỏi thêm", 170, sortable=False),
)
LAYOUT = (("name", "required"), ("aliases",), ("in_use_label",), ("about",))
NOTE = (
    f"Nhiều nhất {MOST_APPS} ứng dụng. Ứng dụng thôi dùng thì cất đi, không xóa: số liệu đã nhập "
    "và báo cáo cũ giữ nguyên. “Tên viết khác” để nhận ra cột khi nhập từ tệp."
)


def app_row(app: App) -> ListRow:
    texts = {
        "name": f"{app.name} (đã cất)" if app.archived else app.name,
        "aliases": ", ".join(app.aliases), "in_use": app.in_use_label,
        "required": "Có" if app.required else "Không",
    }  # fmt: skip
    return ListRow(app.code, texts, ("muted",) if app.archived else ())


def describe_app(app: App) -> str:
    """All of it in words, where the columns are too narrow."""
    parts = [f"Nhận ra cột: {', '.join((app.name, *app.aliases))}."]
    if app.in_use_label:
        parts.append(f"Phiếu hỏi thêm “{app.in_use_label}” bao nhiêu máy.")
    if not app.required:
        parts.append("Không tính vào “cài đủ”.")
    return " ".join(parts)


class AppsPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, chosen: ChosenCampaign) -> None:
        super().__init__(parent)
        self._chosen = chosen
        note = Paragraph(self, NOTE, "Caption.TLabel")
        note.pack(fill="x", pady=(0, px(10)))
        self._list = ActionList(
            self, COLUMNS,
            (
                Action("Thêm ứng dụng (F8)", self._add, needs_row=False, main=True),
                Action("Sửa (Enter)", self._edit),
                Action("Cất đi (Delete)", self._put_away, ("<Delete>",), words=self._word),
                Action("Lên (Ctrl+↑)", lambda code: self._move(code, -1), ("<Control-Up>",)),
                Action("Xuống (Ctrl+↓)", lambda code: self._move(code, 1), ("<Control-Down>",)),
            ),
            opened=self._edit, empty="Đợt chưa có ứng dụng nào.", allowed=chosen.allowed,
            chosen=lambda _: self._describe(),
        )  # fmt: skip
        self._about = Paragraph(self)
        self._about.pack(side="bottom", fill="x", pady=(px(10), 0))
        self._list.pack(fill="both", expand=True)
        give_room(self, self._list, (note, self._about))

    def refresh(self) -> None:
        self._list.show([app_row(a) for a in self._chosen.campaign.apps])
        self._describe()

    def focus_first(self) -> None:
        self._list.focus_list()

    def add(self) -> None:
        self._list.run_main()

    def _describe(self) -> None:
        apps = {a.code: a for a in self._chosen.campaign.apps}
        app = apps.get(self._list.selected_id)
        self._about.configure(text=describe_app(app) if app else "")

    def _add(self, _: str) -> None:
        before = {a.code for a in self._chosen.campaign.apps}
        self._ask("Thêm ứng dụng", {"required": 1}, "", lambda values: self._chosen.save(
            add_app(self._chosen.campaign, values), f"Đã thêm ứng dụng {values['name']}."
        ))  # fmt: skip
        added = (a.code for a in self._chosen.campaign.apps if a.code not in before)
        self._list.select(next(added, ""))

    def _edit(self, code: str) -> None:
        campaign = self._chosen.campaign
        app = next(a for a in campaign.apps if a.code == code)
        said = f"Đã ghi ứng dụng {app.name}."
        self._ask(f"Sửa ứng dụng {app.name}", app_values(app), code, lambda values: (
            self._chosen.save(edit_app(campaign, code, values), said)
        ))  # fmt: skip

    def _put_away(self, code: str) -> None:
        campaign = self._chosen.campaign
        app = next(a for a in campaign.apps if a.code == code)
        said = f"Đã đưa {app.name} vào dùng lại." if app.archived else f"Đã cất {app.name}."
        self._chosen.save(archive_app(campaign, code, archived=not app.archived), said)

    def _move(self, code: str, step: int) -> None:
        self._chosen.save(move_app(self._chosen.campaign, code, step), "Đã đổi thứ tự ứng dụng.")
        self._list.select(code)

    def _word(self, code: str) -> str:
        archived = any(a.code == code and a.archived for a in self._chosen.campaign.apps)
        return "Dùng lại (Delete)" if archived else "Cất đi (Delete)"

    def _ask(self, title: str, start: Row, code: str, write: Callable[[Row], None]) -> None:
        def store(texts: dict[str, str]) -> bool:
            write(parse_row(APP_FIELDS, texts)[0])
            return True

        campaign = self._chosen.campaign
        edit_and_write(self, title, APP_FIELDS, format_row(APP_FIELDS, start), store,
                       lambda values: check_app(campaign, values, code), layout=LAYOUT,
                       save="Ghi (F9)")  # fmt: skip
