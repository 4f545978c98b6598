"""One campaign's entry: choose the household, check and save its sheet, go on, mend, keep drafts.

The widgets are in ui/visit_view.py; decisions about the work in domain/visit_entry.py.
"""

import tkinter as tk
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.days import format_day
from domain.errors import AppError
from domain.fields import Choice, Day, Field, Option, Refused, Row, parse_row
from domain.results import standing
from domain.teams import assigned_team, team_hint
from domain.visit_entry import SAME_FOR_ALL, check_sheet
from domain.visits import SLOTS, Visit, next_visit
from storage.campaigns import campaign_row
from storage.households import (
    first_in_village,
    get_household,
    get_walk_place,
    next_in_village,
    save_household,
)
from storage.results import get_reopening, list_household_visits
from storage.teams import get_assignments, list_teams, suggest_teams
from storage.villages import list_villages
from storage.visits import (
    correct_visit,
    count_typed_on,
    draft_key,
    list_recent_visits,
    save_visits,
    void_visit,
)
from ui import dialogs
from ui.edit import edit_and_write
from ui.household_edit import AskOnce, household_fields
from ui.household_picker import Household
from ui.session import Session
from ui.theme import FOCUS_MS
from ui.visit_draft import Draft, describe_restored
from ui.visit_view import EntryView

RECENT = 60
WITHDRAWN = "nhập nhầm"
_OF_HOUSEHOLD = ("household_id", "correcting", "correction")  # in a draft, beside the fields
FOUND_NAMES = ("head_name", "members", "phone", "address", "cluster")
FOUND_FIELDS = tuple(f for f in household_fields(()) if f.name in FOUND_NAMES)
WHY_WITHDRAWN = Field(
    "reason", "Lý do rút lại", required=True, width=36,
    kind=Choice(tuple(Option(t, t) for t in ("Nhập nhầm hộ", "Nhập hai lần", "Phiếu bị hủy")),
                free=True),
)  # fmt: skip


def first_sheet(recent: Sequence[dict[str, Any]], today: date) -> dict[str, str]:
    """Day, slot and team of the first sheet: as typed last today, else today's date alone."""
    last = next((r for r in recent if not r["void"] and not r["is_correction"]), None)
    if last and last["changed_at"][:10] == today.isoformat():
        slots = {o.code: o.label for o in SLOTS}
        return {
            "visited_at": format_day(last["visited_at"]),
            "slot": slots.get(last["slot"], ""),
            "team": last["team"] or "",
        }
    return {"visited_at": format_day(today.isoformat()), "slot": "", "team": ""}


def found_on(raw: dict[str, str], today: date) -> str:
    """The day a household was met in the field: that of the sheet, where it is one."""
    try:
        return str(Day().parse(raw.get("visited_at", "")))
    except Refused:
        return today.isoformat()


class EntryPage:
    """Behind the strip, the sheet and the side cards; told by them what was pressed."""

    def __init__(self, parent: tk.Misc, session: Session, campaign: Campaign) -> None:
        self._session, self._campaign = session, campaign
        self._row = campaign_row(session.db, campaign.id)
        self._household: Household | None = None
        self._visits: list[Visit] = []
        self._carried: dict[str, str] = {}
        self._assigned = ""  # the team that has the household on screen
        self._read_teams()
        self._cleared: dict[str, str] | None = None
        self._saved: tuple[str, dict[str, str]] | None = None  # household and texts of the last one
        self.is_writing = False
        teams = suggest_teams(session.db, campaign)
        self.view = EntryView(parent, session.db, campaign, teams, self)
        self.sheet, self.picker = self.view.sheet, self.view.picker
        self._draft = Draft(self.view, session, draft_key(campaign), self._draft_texts)

    def start(self) -> None:
        """Where a draft was left, else the first household not visited of the last village."""
        recent = list_recent_visits(self._session.db, self._campaign, RECENT)
        self._carried = first_sheet(recent, date.today())
        villages = list_villages(self._session.db)
        self.picker.show_villages(villages)
        self._show_recent(recent)
        if self._restore():
            return
        wanted = self._session.settings["last_village"]
        order = sorted(villages, key=lambda v: v.id != wanted)
        firsts = (first_in_village(self._session.db, v.id, self._row) for v in order)
        if household := next((h for h in firsts if h), None):
            self._open(household)

    # -- what the shell asks ----------------------------------------------------------------

    def save(self) -> bool:
        """Check, store, go to the next household. False when something must be mended first."""
        raw = self.sheet.raw()
        values, errors = check_sheet(raw, self._campaign, date.today())
        if errors or self._household is None:
            self.view.show_sheet()
            self.sheet.form.show_errors(errors)
            return False
        if self.sheet.correcting and not self.sheet.reason:
            self._session.status("Chưa ghi lý do sửa.")
            self.sheet.ask_reason()
            return False
        household, db, by = self._household, self._session.db, self._session.user
        if self.sheet.correcting:
            old, why = self.sheet.correcting, self.sheet.reason
            changes = correct_visit(db, self._campaign, old, values, why, by=by)
            self._saved = None
            self._draft.keep_nothing()
            sentence = f"Đã sửa lượt đến của hộ {household['head_name']}"
            self._after_write(changes, household, sentence)
            return True
        row = {**values, "household_id": household["id"]}
        changes = save_visits(db, self._campaign, [row], by=by)
        self._draft.forget()
        self._saved, self._cleared = (household["id"], raw), None
        following = next_in_village(db, household["id"])
        self._after_write(changes, following or household, f"Đã lưu hộ {household['head_name']}",
                          end=following is None)  # fmt: skip
        return True

    def escape(self) -> bool:
        """Leave a correction, go back to the sheet, or clear it; Ctrl+Z brings the texts back."""
        if self._household is None:
            return False
        self.view.restored.hide()
        if self.view.show_sheet():
            return True
        if self.sheet.correcting:
            self._open(self._household)
            self._draft.keep()
            self._session.status("Đã thôi sửa. Lượt đến vẫn như cũ.")
        elif self.sheet.is_touched:
            self._cleared = self.sheet.raw()
            self._open(self._household)
            self._draft.keep()
            self._session.status("Đã xóa trắng – Ctrl+Z lấy lại")
        else:
            return False
        self.focus_first()
        return True

    def undo(self) -> None:
        """Ctrl+Z: what was cleared comes back, else the visit saved last is taken back."""
        if self.sheet.is_touched or self.sheet.correcting:
            return
        if self._cleared:
            self.sheet.put(self._cleared)
            self._cleared = None
            self._draft.touch()
            self._session.status("Đã lấy lại phiếu vừa xóa trắng.")
        elif self._saved:
            self._take_back(*self._saved)

    def leave(self) -> None:
        self._draft.keep()

    def refresh(self) -> None:
        """Something was written elsewhere: read again, and leave what is typed alone."""
        self.picker.show_villages(list_villages(self._session.db))
        self._read_teams()
        if self._household and not self.sheet.is_touched and not self.sheet.correcting:
            self._open(get_household(self._session.db, self._household["id"]))
        elif self._household:
            self._read(get_household(self._session.db, self._household["id"]))
        self._refresh_recent()

    # -- going from household to household --------------------------------------------------

    def go(self, household_id: str) -> None:
        self.open_household(get_household(self._session.db, household_id))

    def open_household(self, household: Household) -> None:
        if self._may_go():
            self._open(household)
            self.view.show_sheet()
            self.focus_first()

    def open_village(self, village_id: str) -> None:
        household = first_in_village(self._session.db, village_id, self._row)
        if household:
            self.open_household(household)
        else:
            self.picker.say("Thôn, bản này chưa có hộ nào trong danh sách.")

    def step(self, by: int) -> None:
        """The neighbour in walking order."""
        if self._household is None:
            return
        household = next_in_village(self._session.db, self._household["id"], by)
        if household:
            self.open_household(household)
        else:
            self._session.status("Đây là hộ cuối" if by > 0 else "Đây là hộ đầu")

    def add_found(self) -> None:
        """A household met in the field that is not on the list, behind the one on screen (A7)."""
        if self._household is None or not self._may_go():
            return
        before, day = self._household, found_on(self.sheet.raw(), date.today())

        def write(texts: dict[str, str]) -> tuple[Changes, str]:
            values, _ = parse_row(FOUND_FIELDS, texts)
            values["village_id"] = before["village_id"]
            db, by = self._session.db, self._session.user
            return save_household(db, values, by=by, after=before["id"], found_on=day)

        like = AskOnce(self._session.db)

        def check(values: Row) -> dict[str, str]:
            return like({**values, "village_id": before["village_id"]})

        written = edit_and_write(
            self.view, f"Hộ phát sinh, {before['village']}", FOUND_FIELDS, {}, write, check,
            layout=[["head_name"], ["members", "phone"], ["address", "cluster"]], save="Thêm hộ",
        )  # fmt: skip
        if written is None:
            self.focus_first()
            return
        changes, new = written
        household = get_household(self._session.db, new)
        self._after_write(changes, household, f"Đã thêm hộ phát sinh {household['head_name']}")

    def focus_search(self) -> None:
        self.picker.focus_search()

    def focus_first(self) -> None:
        self.view.focus_result()

    def toggle_side(self) -> None:
        self.view.toggle_side()

    def show_notes(self, notes: Sequence[str]) -> None:
        if not self.view.show_notes(notes) and notes:
            self._session.status(notes[0])

    def typed(self) -> None:
        self.view.restored.hide()
        self._draft.touch()

    def _may_go(self) -> bool:
        """Whether the sheet on screen is empty, or saved now; else it stays (nothing is lost)."""
        if self._household is None or not self.sheet.is_touched:
            return True
        stay = self._household
        wanted = dialogs.ask(
            self.view, "Phiếu chưa lưu", f"Phiếu của hộ {stay['head_name']} đang nhập dở.",
            "Lưu phiếu", "Ở lại hộ này",
            hint="Muốn bỏ phiếu này thì bấm Esc ở màn hình nhập (Ctrl+Z lấy lại).",
        )  # fmt: skip
        if not wanted:
            self.picker.show(stay, get_walk_place(self._session.db, stay["id"], self._row))
            self.focus_first()
        return wanted and self.save()

    def _open(self, household: Household) -> None:
        if self._household and not self.sheet.correcting:
            self._carried = next_visit(self.sheet.raw())
        self._take_team(household)
        self._read(household)
        self.view.restored.hide()
        self.sheet.open(household, self._visits, self._carried)
        self._session.settings["last_village"] = household["village_id"]

    def _read_teams(self) -> None:
        self._assignments = get_assignments(self._session.db, self._campaign, date.today())
        self._teams = list_teams(self._session.db)

    def _take_team(self, household: Household) -> None:
        """The team that has the place, where another had the one before; else as typed last."""
        last, place = self._carried.get("team", ""), (household["village_id"], household["cluster"])
        assigned = assigned_team(self._assignments, self._teams, *place)
        if assigned and assigned != self._assigned:
            self._carried = {**self._carried, "team": assigned}
        self._assigned = assigned
        self.sheet.tell_team = partial(team_hint, assigned=assigned, last=last)

    def _read(self, household: Household) -> None:
        """The household, its history and its place: what every save leads to, four questions."""
        self._household = household
        self.sheet.reopened = get_reopening(self._session.db, self._campaign, household["id"])
        self._visits = list_household_visits(self._session.db, self._campaign.id, household["id"])
        self.view.history.show(self._visits, self._campaign)
        self.picker.show(household, get_walk_place(self._session.db, household["id"], self._row))

    def _show_recent(self, recent: Sequence[dict[str, Any]]) -> None:
        today = date.today()
        typed = count_typed_on(self._session.db, self._campaign, today)
        self.view.recent.show(recent, self._campaign, today, typed)

    def _refresh_recent(self) -> None:
        recent = list_recent_visits(self._session.db, self._campaign, RECENT)
        self._show_recent(recent)

    def _after_write(
        self, changes: Changes, following: Household, sentence: str, *, end: bool = False
    ) -> None:
        self._open(following)
        self._refresh_recent()
        self._tell(changes)
        self.sheet.offer_undo(shown=self._saved is not None)
        if end:
            sentence += f". Đã hết {following['village']} theo thứ tự đi"
            self.picker.focus_village()
        else:
            self.focus_first()
        self._session.status(f"{sentence}.")

    def _tell(self, changes: Changes) -> None:
        """The other screens; this one has read what it needs."""
        self.is_writing = True
        try:
            self._session.changed(changes)
        finally:
            self.is_writing = False

    # -- mending what was saved -------------------------------------------------------------

    def correct(self, visit: Visit) -> None:
        if self._household and self._may_go():
            self.sheet.correct(self._household, self._visits, visit)
            self.view.show_sheet()
            self.focus_first()

    def correct_at(self, household_id: str, visit_id: str, field: str) -> None:
        """Correct a visit that was found wanting, with the keyboard at what is to be looked at."""
        visit = next((v for v in standing(self._visits) if v.id == visit_id), None)
        if visit and self._household and self._household["id"] == household_id:
            self.correct(visit)
            if self.sheet.correcting == visit and field:
                self.view.after(2 * FOCUS_MS, lambda: self.sheet.form.focus_field(field))

    def withdraw(self, visit: Visit) -> None:
        if self._household is None:
            return
        db, by = self._session.db, self._session.user
        changes = edit_and_write(
            self.view, "Rút lại lượt đến", [WHY_WITHDRAWN], {},
            lambda texts: void_visit(db, self._campaign, visit, texts["reason"], by=by),
            save="Rút lại",
        )  # fmt: skip
        if changes is None:
            return
        self._saved = None
        self._read(self._household)
        self.refresh()
        self._tell(changes)
        self.sheet.offer_undo(shown=False)
        self._session.status("Đã rút lại lượt đến. Lượt này không còn được tính.")

    def _take_back(self, household_id: str, raw: dict[str, str]) -> None:
        db, by = self._session.db, self._session.user
        visits = list_household_visits(db, self._campaign.id, household_id)
        changes = void_visit(db, self._campaign, visits[-1], WITHDRAWN, by=by)
        self._saved = None
        household = get_household(db, household_id)
        self._after_write(changes, household, f"Đã rút lại lượt vừa nhập của hộ "
                          f"{household['head_name']}; phiếu vẫn trên màn hình")  # fmt: skip
        self.sheet.put(raw)
        self._draft.touch()

    def keep_draft(self) -> None:
        self._draft.keep_if_waiting()

    # -- drafts -----------------------------------------------------------------------------

    def _draft_texts(self) -> dict[str, str] | None:
        if self._household is None or not self.sheet.is_worth_keeping:
            return None
        old = self.sheet.correcting
        return {
            **self.sheet.form.raw(), "household_id": self._household["id"],
            "correcting": old.id if old else "", "correction": self.sheet.reason if old else "",
        }  # fmt: skip

    def _restore(self) -> bool:
        """The sheet of the last time, with one sentence; False when there is none to go on with."""
        texts = self._draft.kept
        if texts is None:
            return False
        try:
            household = get_household(self._session.db, texts["household_id"])
        except (AppError, KeyError):
            return False
        self._open(household)
        old = next((v for v in self._visits if v.id == texts.get("correcting")), None)
        if old:
            self.sheet.correct(household, self._visits, old, texts.get("correction", ""))
        raw = {n: t for n, t in texts.items() if n not in _OF_HOUSEHOLD}
        self.sheet.put(raw)
        self._carried = {n: raw.get(n, "") for n in SAME_FOR_ALL}
        sentence = describe_restored(household["head_name"], self._draft.saved_at, date.today())
        self.view.restored.show(sentence)
        return True
