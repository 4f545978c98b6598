"""Tổ công tác, "Danh sách tổ": add, edit, retire, paste many; take in those that visits name."""

import tkinter as tk
from collections.abc import Mapping, Sequence

import ttkbootstrap as ttk

from domain.areas import Area, Load, load_of, team_numbers
from domain.fields import Row, format_row, parse_row
from domain.numerals import format_count
from domain.teams import TEAM_FIELDS, Team, check_team, full_affiliation
from domain.users import may
from storage.teams import list_areas, list_teams, list_unlisted, save_team, save_teams
from ui.action_list import Action, ActionList, give_room
from ui.dialogs import ask
from ui.edit import edit_and_write
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import Column, ListRow
from ui.teams_paste import ask_teams
from ui.theme import px, zoom

COLUMNS = (
    Column("n", "Số", 50, "center", sortable=False),
    Column("name", "Tên tổ", 180, grow=True, sortable=False),
    Column("affiliation", "Đoàn thể, lực lượng", 210, grow=True, sortable=False),
    Column("leader", "Tổ trưởng", 170, compact=False, sortable=False),
    Column("phone", "Điện thoại", 120, compact=False, sortable=False),
    Column("people", "Số người", 90, "center", compact=False, sortable=False),
    Column("has", "Đang phụ trách", 200, sortable=False),
)
NARROW = 960  # logical width below which the leader, the telephone and the number are left out
NOTE = (
    "Số của tổ dùng để gõ khi phân công. Đổi tên tổ không đổi tên trên các phiếu đã nhập; phiếu cũ "
    "vẫn được tính cho tổ ấy. Tổ ngừng hoạt động không xóa, các thôn, bản của tổ thành chưa phân "
    "công."
)
EMPTY = (
    "Chưa có tổ nào. Bấm “Thêm tổ” (F8), hoặc “Dán nhiều tổ” (F11) để chép một cột tên từ Excel.\n"
    "Sau đó mở phần “Phân công” để giao thôn, bản cho từng tổ."
)


def has_words(load: Load | None) -> str:
    """ "5 thôn, bản – 320 hộ"; "" without a campaign."""
    if load is None:
        return ""
    if not load.villages:
        return "Chưa giao"
    return f"{load.villages} thôn, bản – {format_count(load.households)} hộ"


def team_row(team: Team, number: int | None, load: Load | None) -> ListRow:
    texts = format_row(TEAM_FIELDS, vars(team))
    state = "Ngừng hoạt động" if team.retired else has_words(load)
    return ListRow(team.id, {**texts, "n": str(number or "–"), "has": state},
                   ("muted",) if team.retired else ())  # fmt: skip


def team_rows(teams: Sequence[Team], areas: Sequence[Area] | None) -> list[ListRow]:
    numbers = team_numbers([t for t in teams if not t.retired])
    return [
        team_row(t, numbers.get(t.id), load_of(areas, t.id) if areas is not None else None)
        for t in teams
    ]


def offer_words(found: Sequence[tuple[str, int]]) -> str:
    """What visits name that is in no list."""
    if not found:
        return ""
    listed = ", ".join(f"{name} ({format_count(n)} lượt)" for name, n in found[:4])
    more = f" và {len(found) - 4} tên khác" if len(found) > 4 else ""
    return (
        f"Phiếu đã nhập có tên tổ chưa có trong danh sách: {listed}{more}. "
        "Bấm “Lấy từ phiếu” (F12) để thêm."
    )


def offered_rows(found: Sequence[tuple[str, int]]) -> list[Row]:
    return [{"name": name} for name, _ in found]


class TeamListPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._teams: list[Team] = []
        self._found: list[tuple[str, int]] = []
        note = Paragraph(self, NOTE, "Caption.TLabel")
        note.pack(fill="x", pady=(0, px(10)))
        self._offer = Paragraph(self, style="Strong.TLabel")
        self._list = ActionList(
            self, COLUMNS,
            (
                Action("Thêm tổ (F8)", self._add, needs_row=False, main=True),
                Action("Dán nhiều tổ (F11)", self._paste, ("<F11>",), needs_row=False),
                Action("Sửa (Enter)", self._edit),
                Action("Ngừng (Delete)", self._retire, ("<Delete>",),
                       words=self._retire_words),
                Action("Lấy từ phiếu (F12)", self._take_in, ("<F12>",),
                       needs_row=False),
            ),
            opened=self._edit, allowed=may(session.user, "save_team"), empty=EMPTY,
        )  # fmt: skip
        self._list.pack(fill="both", expand=True)
        give_room(self, self._list, (note,))
        self._list.list.bind("<Configure>", self._on_resize, add=True)

    def refresh(self) -> None:
        db, campaign = self._session.db, self._session.campaign
        self._teams = list_teams(db)
        self._found = list_unlisted(db, campaign) if campaign else []
        self._list.show(team_rows(self._teams, list_areas(db, campaign) if campaign else None))
        self._offer.configure(text=offer_words(self._found))
        if self._found:
            self._offer.pack(fill="x", pady=(0, px(8)), before=self._list)
        else:
            self._offer.pack_forget()

    def focus_first(self) -> None:
        self._list.focus_list()

    def add(self) -> None:
        self._list.run_main()

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        narrow = event.width / zoom() < NARROW
        self._list.list.show_columns([c.key for c in COLUMNS if c.compact or not narrow])

    # -- what is done -------------------------------------------------------------------------

    def _add(self, _: str) -> None:
        if team := self._ask("Thêm tổ", {}):
            self._list.select(team.id)

    def _edit(self, id_: str) -> None:
        team = self._find(id_)
        self._ask(f"Sửa {team.name}", format_row(TEAM_FIELDS, vars(team)), team)

    def _ask(self, title: str, raw: Mapping[str, str], team: Team | None = None) -> Team | None:
        session = self._session

        def write(texts: dict[str, str]) -> Team:
            whole = full_affiliation(texts["affiliation"])
            values, _ = parse_row(TEAM_FIELDS, texts | {"affiliation": whole})
            changes, made = save_team(session.db, values, by=session.user,
                                      team_id=team.id if team else None,
                                      retired=bool(team and team.retired))  # fmt: skip
            session.changed(changes)
            return made

        made = edit_and_write(self, title, TEAM_FIELDS, raw, write, check_team,
                              save="Ghi (F9)")  # fmt: skip
        if made:
            self.refresh()
            session.status(f"Đã ghi {made.name}.")
        return made

    def _paste(self, _: str) -> None:
        if n := ask_teams(self, self._session):
            self.refresh()
            self._session.toast(f"Đã thêm {n} tổ.")

    def _take_in(self, _: str) -> None:
        session = self._session
        if not self._found:
            session.status("Mọi tên tổ trong phiếu đã có trong danh sách.")
            return
        rows = offered_rows(self._found)
        session.changed(save_teams(session.db, rows, by=session.user))
        self.refresh()
        session.toast(f"Đã thêm {len(rows)} tổ có trong phiếu. Bấm Enter để ghi đoàn thể.")

    def _retire(self, id_: str) -> None:
        """Retire, or take into service again; both at once and with the way back."""
        team = self._find(id_)
        areas = list_areas(self._session.db, campaign) if (
            campaign := self._session.campaign) else []  # fmt: skip
        load = load_of(areas, id_)
        if not team.retired and load.villages and not ask(
            self, "Ngừng hoạt động", f"{team.name} ngừng hoạt động?", "Ngừng hoạt động",
            hint=f"{has_words(load)} của tổ sẽ thành chưa phân công.",
        ):  # fmt: skip
            return
        self._set_retired(team, retired=not team.retired)
        done = "hoạt động lại" if team.retired else "đã ngừng hoạt động"
        self._list.offer_undo(f"{team.name} {done}.",
                              lambda: self._set_retired(team, retired=team.retired))  # fmt: skip

    def _set_retired(self, team: Team, *, retired: bool) -> None:
        session = self._session
        changes, _ = save_team(session.db, {f.name: getattr(team, f.name) for f in TEAM_FIELDS},
                               by=session.user, team_id=team.id, retired=retired)  # fmt: skip
        session.changed(changes)
        self.refresh()
        self._list.select(team.id)

    def _retire_words(self, id_: str) -> str:
        return "Dùng lại (Delete)" if self._find(id_).retired else "Ngừng (Delete)"

    def _find(self, id_: str) -> Team:
        return next(t for t in self._teams if t.id == id_)
