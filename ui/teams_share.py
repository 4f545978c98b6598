"""The dialog of "Chia đều": an assignment balanced by open households, before it is written."""

import tkinter as tk
from collections.abc import Mapping, Sequence

import ttkbootstrap as ttk

from domain.areas import Area, balance, load_of, teams_in
from domain.numerals import format_count
from domain.teams import Team
from ui import theme
from ui.dialogs import Dialog
from ui.keys import bind_function_key
from ui.paragraph import Paragraph
from ui.tables import Column, ListRow, VirtualList
from ui.teams_areas import team_words
from ui.theme import px

TEAM_COLUMNS = (
    Column("team", "Tổ", 120, grow=True, sortable=False),
    Column("villages", "Thôn, bản", 84, "e", sortable=False),
    Column("open", "Hộ phải đến", 106, "e", sortable=False),
)
VILLAGE_COLUMNS = (
    Column("label", "Thôn, bản", 120, grow=True, sortable=False),
    Column("old", "Đang là", 126, sortable=False),
    Column("team", "Sẽ giao", 140, sortable=False),
    Column("open", "Hộ phải đến", 106, "e", sortable=False),
)
ANEW = "Chia lại tất cả thôn, bản, kể cả nơi đã có tổ (F12)"


def after_sharing(areas: Sequence[Area], given: Mapping[str, str], team: str) -> tuple[int, int]:
    """Villages and open households of a team when the proposal is written."""
    kept = load_of([a for a in areas if a.village_id not in given], team)
    new = [a for a in areas if given.get(a.village_id) == team]
    return kept.villages + len(new), kept.open + sum(a.open for a in new)


def share_words(areas: Sequence[Area], given: Mapping[str, str], teams: Sequence[Team]) -> str:
    if not given:
        return "Mọi thôn, bản đã có tổ. Muốn chia lại từ đầu, hãy đánh dấu ô dưới đây."
    hands = [after_sharing(areas, given, t.id)[1] for t in teams]
    least, most = format_count(min(hands)), format_count(max(hands))
    span = least if least == most else f"từ {least} đến {most}"
    return (
        f"Giao {len(given)} thôn, bản, không cắt thôn, bản nào. Mỗi tổ có {span} hộ phải đến. "
        "Chưa ghi gì cho đến khi bấm “Ghi phân công”."
    )


class _Share(Dialog):
    def __init__(self, parent: tk.Misc, areas: Sequence[Area], teams: Sequence[Team]) -> None:
        super().__init__(parent, "Chia đều")
        self._areas, self._teams = areas, teams
        self._given: dict[str, str] = {}
        some_left = any(teams_in(a) == [None] for a in areas)
        self._anew = tk.BooleanVar(self, value=not some_left)
        self._about = Paragraph(self.body)
        self._about.pack(fill="x", pady=(0, px(10)))
        box = ttk.Checkbutton(self.body, text=ANEW, variable=self._anew, command=self._propose)
        box.pack(side="bottom", anchor="w", pady=(px(10), 0))
        halves = ttk.Frame(self.body)
        halves.pack(fill="both", expand=True)
        halves.columnconfigure(0, weight=2, uniform="half")
        halves.columnconfigure(1, weight=3, uniform="half")
        halves.rowconfigure(0, weight=1)
        self._team_rows: list[ListRow] = []
        self._village_rows: list[ListRow] = []
        self._by_team = VirtualList(
            halves, TEAM_COLUMNS, lambda at, n: self._team_rows[at : at + n],
            lambda: len(self._team_rows),
        )  # fmt: skip
        self._by_village = VirtualList(
            halves, VILLAGE_COLUMNS, lambda at, n: self._village_rows[at : at + n],
            lambda: len(self._village_rows), empty="Không có thôn, bản nào để giao.",
        )  # fmt: skip
        self._by_team.grid(row=0, column=0, sticky="nsew")
        self._by_village.grid(row=0, column=1, sticky="nsew", padx=(px(theme.GAP), 0))
        self._save = self.add_button("Ghi phân công (F9)", self.accept, main=True)
        self.add_button("Hủy", lambda: self.finish(None))
        bind_function_key(self, "F9", self.accept)
        bind_function_key(self, "F12", self._toggle)
        self.fix_body(px(900), px(460))
        self._propose()

    def accept(self) -> None:
        if self._given:
            self.finish(self._given)

    def _toggle(self) -> None:
        self._anew.set(not self._anew.get())
        self._propose()

    def _propose(self) -> None:
        self._given = balance(self._areas, self._teams, anew=self._anew.get())
        names = {t.id: t.name for t in self._teams}
        self._about.configure(text=share_words(self._areas, self._given, self._teams))
        self._team_rows = []
        for team in self._teams:
            villages, open_ = after_sharing(self._areas, self._given, team.id)
            self._team_rows.append(ListRow(team.id, {"team": team.name, "villages": str(villages),
                                                     "open": format_count(open_)}))  # fmt: skip
        self._village_rows = [
            ListRow(a.id, {"label": a.label, "open": format_count(a.open),
                           "old": team_words(a, names), "team": names[self._given[a.id]]})
            for a in self._areas
            if a.id in self._given
        ]  # fmt: skip
        self._by_team.reload()
        self._by_village.reload(keep=False)
        self._save.state(["!disabled" if self._given else "disabled"])


def ask_share(
    parent: tk.Misc, areas: Sequence[Area], teams: Sequence[Team]
) -> dict[str, str] | None:
    """Village id -> team id as accepted; None when it is not wanted."""
    given = _Share(parent, areas, teams).wait()
    return given if isinstance(given, dict) else None
