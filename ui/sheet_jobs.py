"""What can be done with sheets: each thing asks in its dialog, writes, and says what was done.

Printing is on the worker with "Hủy"; steps of the ledger are written at once.
"""

import tkinter as tk
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from domain.changes import Changes
from domain.errors import AppError, Cancelled
from domain.numerals import format_count
from domain.sheets import SheetEvent
from domain.teams import Team
from domain.users import may, refusal_words
from storage.sheets import (
    LedgerLine,
    find_sheet,
    get_sheet_campaign,
    list_events,
    save_sheet_events,
)
from storage.villages import count_village_households, list_villages
from ui.backup_runs import backed_up
from ui.dialogs import tell
from ui.opening import open_in_system
from ui.session import Session
from ui.sheet_files import Written, print_again, print_new, write_leaflets
from ui.sheet_print import ask_again, ask_leaflets, ask_print
from ui.sheet_receive import (
    Received,
    Result,
    ask_writing,
    choose_files,
    read_files,
    write_files,
)
from ui.sheet_return import ReturnDesk, receive_sheets
from ui.sheet_steps import ask_step, show_history
from ui.sheet_texts import numbers_words

NO_SHEET = "Chưa chọn tờ phiếu nào: chọn một dòng của sổ rồi bấm lại."


def people_of(lines: Sequence[LedgerLine], teams: Sequence[Team]) -> list[str]:
    """Who may hold a sheet: leaders and teams of the list, then whoever held one before."""
    known = [n for t in teams if not t.retired for n in (t.leader, t.name)]
    return list(dict.fromkeys(n for n in [*known, *(x.person for x in lines)] if n))


def print_failed(parent: tk.Misc, session: Session, error: BaseException) -> None:
    """Sheets may stand in the ledger although their files are not whole."""
    session.changed(Changes(sheets=True))
    if isinstance(error, Cancelled):
        session.status("Đã dừng. Tờ đã vào sổ giữ số của mình: in lại hoặc hủy tờ đó.")
    elif isinstance(error, AppError):
        tell(parent, "In tờ phiếu", error.message, error.hint, error=True)
    else:
        raise error


def holder_of(lines: Sequence[LedgerLine], teams: Sequence[Team]) -> str:
    """The leader of the one team all these sheets are for; "" when there is no such one."""
    ids = {x.sheet.team_id for x in lines}
    team = next((t for t in teams if ids == {t.id}), None)
    return (team.leader or team.name) if team else ""


class Ledger(Protocol):
    """The part of the screen that jobs ask."""

    @property
    def lines(self) -> Sequence[LedgerLine]: ...  # of the campaign

    @property
    def teams(self) -> Sequence[Team]: ...

    @property
    def village_id(self) -> str: ...  # chosen in the filter

    def targets(self) -> list[LedgerLine]: ...  # marked, else selected

    def done(self) -> None: ...  # take the marks off


class SheetJobs:
    def __init__(self, screen: tk.Misc, ledger: Ledger, session: Session) -> None:
        self._screen, self._ledger, self._session = screen, ledger, session
        self.allowed = may(session.user, "save_sheet")
        self._print_failed = partial(print_failed, screen, session)

    # -- paper goes out -----------------------------------------------------------------------

    def print_new(self) -> None:
        session, campaign = self._session, self._session.campaign
        if campaign is None or not self._may():
            return
        db = session.db
        request = ask_print(
            self._screen, session.settings, list_villages(db), count_village_households(db),
            self._ledger.teams, village=self._ledger.village_id,
        )  # fmt: skip
        if request:
            session.tasks.run(
                lambda report: print_new(db.path, campaign, request, report, by=session.user),
                partial(self._after_print, request.folder), failed=self._print_failed,
                title="Đang ghi tờ phiếu", modal=True,
            )  # fmt: skip

    def print_again(self) -> None:
        session, campaign, lines = self._session, self._session.campaign, self._targets()
        if campaign is None or not lines or not self._may():
            return
        chosen = ask_again(self._screen, session.settings, numbers_words(lines))
        if chosen:
            folder, files = chosen
            sheets = sorted((x.sheet for x in lines), key=lambda s: s.number)
            session.tasks.run(
                lambda report: print_again(session.db.path, campaign, sheets, folder, files,
                                           report, by=session.user),
                partial(self._after_print, folder), failed=self._print_failed,
                title="Đang in lại tờ phiếu", modal=True,
            )  # fmt: skip

    def _after_print(self, folder: Path, written: Written) -> None:
        self._session.changed(written.changes)
        self._ledger.done()
        self._session.toast(
            f"Đã ghi {len(written.sheets)} tờ phiếu vào {len(written.files)} tệp, thư mục {folder}."
        )
        self._open(folder)

    def _open(self, folder: Path) -> None:
        try:
            open_in_system(folder)
        except AppError as refusal:
            self._session.status(refusal.message)

    def leaflets(self) -> None:
        session, campaign = self._session, self._session.campaign
        if campaign is None or not self._may():
            return
        db, today = session.db, date.today().isoformat()
        chosen = ask_leaflets(self._screen, session.settings, list_villages(db),
                              count_village_households(db))  # fmt: skip
        if chosen:
            villages, folder = chosen
            path = folder / f"to-roi-{today}.pdf"

            def done(n: int) -> None:
                session.toast(f"Đã ghi {format_count(n)} tờ rơi vào {path.name}.")
                self._open(folder)

            session.tasks.run(
                lambda report: write_leaflets(db.path, campaign, villages, path, today, report,
                                              by=session.user),
                done, title="Đang ghi tờ rơi", modal=True,
            )  # fmt: skip

    def hand_out(self) -> None:
        lines = self._targets()
        self._ask_step("HANDED", lines, holder_of(lines, self._ledger.teams))

    # -- paper comes back ---------------------------------------------------------------------

    def take_back(self) -> None:
        """Number by number; the list behind the dialog follows."""
        session, today = self._session, date.today()
        if session.campaign is None or not self._may():
            return
        desk = ReturnDesk(
            lambda: self._ledger.lines, self._campaign_of,
            lambda id_, event: save_sheet_events(session.db, [id_], event, by=session.user),
        )  # fmt: skip
        taken, refused = receive_sheets(self._screen, desk, self._people(), today, session.changed)
        if taken or refused:
            rest = f" {refused} lần không nhận ra số tờ." if refused else ""
            session.status(f"Đã nhận về {taken} tờ.{rest}")

    def _campaign_of(self, number: int) -> str:
        sheet = find_sheet(self._session.db, number)
        return get_sheet_campaign(self._session.db, sheet)[1] if sheet else ""

    def check(self) -> None:
        self._ask_step("CHECKED", self._targets(), self._session.user.name)

    def cancel(self) -> None:
        self._ask_step("CANCELLED", self._targets())

    def enter(self) -> None:
        """Type the selected sheet: in the grid, or where back-checks are typed."""
        lines = self._targets()
        if lines and self._may():
            sheet = lines[0].sheet
            screen = "backcheck" if sheet.kind == "BACKCHECK" else "grid"
            self._session.show(screen, sheet=sheet.id)

    def receive_files(self) -> None:
        """Read, show what does not fit, then write."""
        session, campaign = self._session, self._session.campaign
        if campaign is None or not self._may():
            return
        paths = choose_files(self._screen, session.settings)
        if not paths:
            return

        def ask(found: list[Received]) -> None:
            if ask_writing(self._screen, found):
                write = backed_up(
                    session.folder, "sheet",
                    lambda report: write_files(session.db.path, campaign, paths, report,
                                               by=session.user),
                )  # fmt: skip
                session.tasks.run(
                    write, self._after_files, failed=self._files_failed,
                    title="Đang ghi các tệp", modal=True,
                )  # fmt: skip
            self._ledger.done()

        today = date.today()
        session.tasks.run(
            lambda report: read_files(session.db.path, campaign, paths, today, report),
            ask, title="Đang đọc các tệp", modal=True,
        )  # fmt: skip

    def _files_failed(self, error: BaseException) -> None:
        """The files before are written, each as a whole."""
        self._session.changed(Changes(visits=True, sheets=True))
        if not isinstance(error, Cancelled):
            raise error
        self._session.status("Đã dừng. Tệp đã ghi xong thì giữ nguyên; nhận lại không ghi hai lần.")

    def _after_files(self, result: Result) -> None:
        self._session.changed(result.changes)
        if result.refused:
            tell(self._screen, "Nhận tệp Excel", "Có tệp chưa ghi được:", "\n".join(result.refused))
        self._session.toast(f"Đã ghi {result.added} lượt đến, sửa {result.corrected}.")

    def history(self, sheet_id: str) -> None:
        line = next((x for x in self._ledger.lines if x.sheet.id == sheet_id), None)
        if line:
            events = list_events(self._session.db, sheet_id)
            show_history(self._screen, line.sheet, events, line.entered)

    def _ask_step(self, step: str, lines: Sequence[LedgerLine], person: str = "") -> None:
        session, ids = self._session, [x.sheet.id for x in lines]
        if not ids or not self._may():
            return
        changes = ask_step(
            self._screen, step, numbers_words(lines), self._people(), date.today(),
            lambda event: self._write_step(ids, event), person,
        )  # fmt: skip
        if changes:
            self._ledger.done()
            session.changed(changes)
            session.status(f"Đã ghi {len(ids)} tờ: {numbers_words(lines)}.")

    def _write_step(self, ids: Sequence[str], event: SheetEvent) -> Changes:
        return save_sheet_events(self._session.db, ids, event, by=self._session.user)

    def _people(self) -> list[str]:
        return people_of(self._ledger.lines, self._ledger.teams)

    def _targets(self) -> list[LedgerLine]:
        """Where a key has no sheet it means, the status line says so."""
        lines = self._ledger.targets()
        if not lines:
            self._session.status(NO_SHEET)
        return lines

    def _may(self) -> bool:
        if not self.allowed:
            tell(self._screen, "Tờ phiếu", refusal_words(self._session.user),
                 "Hãy nhờ cán bộ nhập liệu hoặc phụ trách.")  # fmt: skip
        return self.allowed
