"""What the entry grid writes: rows as visits, drafts of rows that are not one yet, taking back.

One open sheet. It knows rows and storage, no widget; ui/grid_page.py shows what came of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.errors import AppError
from domain.fields import Row
from domain.grid_entry import GridRow, Texts, check_row, show_stored, stored_texts, typed_texts
from domain.grid_words import blank_lines
from domain.households import REMOVED
from domain.results import standing
from domain.sheets import Sheet, SheetEvent, current_step, is_open
from domain.tallies import Tally, find_replaced
from domain.visit_entry import SAME_FOR_ALL, visit_row
from domain.visits import Visit
from storage.drafts import list_drafts, save_drafts
from storage.results import list_household_visits
from storage.sheets import list_events, list_sheet_lines, save_sheet_events
from storage.tallies import list_counting
from storage.visits import correct_visits, save_visits, void_visits
from ui.session import Session

DRAFTS = "sheet:"  # "sheet:<id>" has day, slot and team, "sheet:<id>.<line>" a row
_GIVEN = "given"  # in a row's draft: the names of counts the grid put in by itself


@dataclass(frozen=True)
class Step:
    """One row of a save: what stood there before, and what was typed over it."""

    row: int
    before: Visit | None
    typed: Texts


class OpenSheet:
    """The rows of one sheet and everything that is written of them."""

    def __init__(
        self, session: Session, campaign: Campaign, sheet: Sheet, start: Mapping[str, str]
    ) -> None:
        """`start`: day, slot and team where nothing is remembered for this sheet."""
        self._session, self._campaign, self.sheet = session, campaign, sheet
        self._key = f"{DRAFTS}{sheet.id}"
        self._kept: set[int] = set()  # rows with a draft in the file
        self._undo: list[list[Step]] = []
        self._redo: list[list[Step]] = []
        self._before_entered: SheetEvent | None = None
        self.head_errors: dict[str, str] = {}  # of what stands there and is not taken over
        lines = list_sheet_lines(session.db, sheet)
        self.rows = [GridRow(x.line, x.household, x.visits, x.visit) for x in lines]
        self.step = current_step(list_events(session.db, sheet.id))
        drafts = list_drafts(session.db, self._key)
        remembered = drafts.pop(self._key, None)
        self.is_new = remembered is None and not any(r.visit for r in self.rows)
        self.head = remembered[0] if remembered else self._first_head(start)
        for row in self.rows:
            self._show_stored(row)
        self.restored_at = ""
        self.restored = self._restore(drafts)
        villages = {str(r.household["village_id"]) for r in self.rows}
        self._counting = list_counting(session.db, campaign, villages)

    def _first_head(self, start: Mapping[str, str]) -> Texts:
        """As the last visit typed from this sheet has it, else as a new sheet starts."""
        last = max((r.visit for r in self.rows if r.visit), key=lambda v: v.id, default=None)
        if last is None:
            return dict(start)
        texts = stored_texts(last, {}, self._campaign)
        return {n: texts.get(n, "").replace("–", "") for n in SAME_FOR_ALL}

    def _restore(self, drafts: Mapping[str, tuple[Texts, str]]) -> list[int]:
        """Rows that were being typed when the program ended: their lines."""
        by_line = {r.line: n for n, r in enumerate(self.rows)}
        found = []
        for key, (texts, saved_at) in drafts.items():
            line = key.rpartition(".")[2]
            if not line.isdecimal() or int(line) not in by_line:
                continue
            n = by_line[int(line)]
            row, self._kept = self.rows[n], self._kept | {n}
            given = texts.get(_GIVEN, "").split()
            row.texts = {name: t for name, t in texts.items() if name != _GIVEN}
            row.given = {name: row.texts.get(name, "") for name in given}
            if row.is_changed:
                self.check(row)
                self.restored_at = max(self.restored_at, saved_at)
                found.append(row.line)
        return found

    # -- the whole sheet --------------------------------------------------------------------

    @property
    def is_written(self) -> bool:
        """Rows were stored while it was open: its day, slot and team are those in use."""
        return bool(self._undo)

    @property
    def blank(self) -> list[int]:
        return blank_lines(self.rows)

    def set_head(self, head: Texts) -> dict[str, list[int]]:
        """Another day, slot or team; which rows, stored already, keep the old one, by field."""
        keeping: dict[str, list[int]] = {}
        for n, row in enumerate(self.rows):
            old = dict(row.saved)
            row.saved = stored_texts(row.visit, head, self._campaign)
            for name in SAME_FOR_ALL:
                if row.visit and row.texts.get(name, "") == old.get(name, ""):
                    row.texts[name] = row.saved.get(name, "")
                    if row.texts[name] and self.head.get(name) != head.get(name) and (
                        not old.get(name)
                    ):  # fmt: skip
                        keeping.setdefault(name, []).append(n)
        self.head = head
        self._draft({self._key: head})
        return keeping

    def follow_head(self, rows: Sequence[int], names: Sequence[str]) -> str:
        """These stored rows take the sheet's new day, slot or team: one operation."""
        for n in rows:
            self.rows[n].texts = {k: t for k, t in self.rows[n].texts.items() if k not in names}
        _, sentence = self.save_rows(rows)
        return sentence

    def take_replaced(self) -> list[Tally]:
        """Totals of the village that counted until the rows stored just now; each once."""
        replaced = []
        for t in self._counting:
            days = [v.visited_at for r in self.rows if (v := r.visit)
                    and r.household["village_id"] == t.village_id
                    and r.household["state"] != REMOVED]  # fmt: skip
            if find_replaced([t], days):
                replaced.append(t)
        self._counting = [t for t in self._counting if t not in replaced]
        return replaced

    def mark_entered(self) -> bool:
        """ENTERED in the ledger, unless it says so already."""
        if self.step and not is_open(self.step.step):
            return False
        self._before_entered = self.step
        self._take_step(SheetEvent("ENTERED", date.today().isoformat()))
        return True

    def _reopen(self) -> None:
        """A row of a sheet that was full was taken back: the sheet is where it was before."""
        before = self._before_entered
        if before and self.blank and self.step and self.step.step == "ENTERED":
            note = "rút lại dòng đã nhập"
            self._take_step(SheetEvent(before.step, date.today().isoformat(), before.person, note))
            self._before_entered = None

    def _take_step(self, event: SheetEvent) -> None:
        changes = save_sheet_events(
            self._session.db, [self.sheet.id], event, by=self._session.user
        )
        self.step = event
        self._session.changed(changes)

    # -- rows -------------------------------------------------------------------------------

    def check(self, row: GridRow) -> tuple[Row, dict[str, str]]:
        """Values and messages of a row; it waits for a day or slot of the sheet that is wrong."""
        values, errors = check_row(row, self.head, self._campaign, date.today())
        own = {n for n in SAME_FOR_ALL if row.texts.get(n)}
        of_sheet = {n: f"Ở đầu tờ: {e}" for n, e in self.head_errors.items() if n not in own}
        if of_sheet and typed_texts(row):
            row.errors = errors = {**of_sheet, **errors}
        return values, errors

    def save_rows(self, rows: Sequence[int]) -> tuple[list[int], str]:
        """Store those that changed and break no rule; the others stay as they are, as drafts.

        Returns the rows that could not be stored, and why the first of them could not.
        """
        changed = [n for n in rows if self.rows[n].is_changed]
        for n in set(rows) - set(changed):
            self.rows[n].errors = {}
        good: dict[int, Row] = {}
        emptied = []
        for n in changed:
            row = self.rows[n]
            if not typed_texts(row):
                emptied.append(n)
                continue
            values, errors = self.check(row)
            if not errors:
                good[n] = {**values, "by_sheet": 0}
        bad = [n for n in changed if n not in good and n not in emptied]
        why = ""
        try:
            self._write(good, emptied)
        except AppError as problem:
            why = f"{problem.message} {problem.hint}".strip()
            bad = changed
        self.keep(bad)
        if bad and not why:
            why = next(iter(self.rows[bad[0]].errors.values()))
        return bad, why

    def write_whole(self, values: Sequence[tuple[int, Row]]) -> None:
        """A visit for each of these lines, in one operation; raises AppError when refused."""
        by_line = {r.line: n for n, r in enumerate(self.rows)}
        self._write({by_line[line]: row for line, row in values}, [])

    def keep(self, rows: Sequence[int]) -> None:
        """What is typed in these rows, in the file (B16)."""
        drafts: dict[str, Texts | None] = {}
        for n in rows:
            row = self.rows[n]
            if row.is_changed:
                given = " ".join(k for k, t in row.given.items() if t and row.texts.get(k) == t)
                texts = {k: t for k, t in row.texts.items() if t}
                drafts[self._row_key(n)] = {**texts, _GIVEN: given}
                self._kept.add(n)
            elif n in self._kept:
                drafts[self._row_key(n)] = None
                self._kept.discard(n)
        self._draft(drafts)

    def undo(self) -> tuple[list[int], str]:
        """Take the last save back: its rows, and a sentence. Nothing to take back: ([], …)."""
        if not self._undo:
            return [], "Không còn việc nào để lấy lại ở tờ này."
        steps = self._undo[-1]
        self._take_back(steps)
        self._undo.pop()
        self._reopen()
        typed = [s for s in steps if s.typed]
        if typed:
            self._redo.append(typed)
        lines = [self.rows[s.row].line for s in steps]
        what = f"dòng {lines[0]}" if len(lines) == 1 else f"{len(lines)} dòng"
        more = " Ctrl+Y lấy lại chữ đã gõ." if typed else ""
        return [s.row for s in steps], f"Đã rút lại {what}.{more}"

    def redo(self) -> tuple[list[int], str]:
        """Type again what was taken back last, and store it: its rows, and why one may not be."""
        if not self._redo:
            return [], "Không còn chữ nào để lấy lại ở tờ này."
        steps, later = self._redo[-1], self._redo[:-1]
        for s in steps:
            self.rows[s.row].texts = dict(s.typed)
        rows = [s.row for s in steps]
        _, why = self.save_rows(rows)
        self._redo = later
        return rows, why or f"Đã lấy lại {len(rows)} dòng."

    def give_up(self, n: int) -> bool:
        """The row as it is stored; Ctrl+Y has what was typed. False when nothing was typed."""
        row = self.rows[n]
        if not row.is_changed:
            return False
        self._redo.append([Step(n, row.visit, dict(row.texts))])
        self._show_stored(row)
        self.keep([n])
        return True

    # -- storage ----------------------------------------------------------------------------

    def _write(self, good: Mapping[int, Row], emptied: Sequence[int]) -> None:
        """New visits, corrections and withdrawals: an operation for each kind there is."""
        db, by, code = self._session.db, self._session.user, self.sheet.code
        new = {n: values for n, values in good.items() if self.rows[n].visit is None}
        old = {n: (v, values) for n, values in good.items() if (v := self.rows[n].visit)}
        gone = {n: v for n in emptied if (v := self.rows[n].visit)}
        steps: list[Step] = []
        done: list[Changes] = []
        try:
            if new:
                rows = [self._row_of(n, values) for n, values in new.items()]
                keys = [self._row_key(n) for n in new]
                done.append(save_visits(db, self._campaign, rows, by=by, draft=keys))
                self._kept -= set(new)
                steps += self._steps(new)
            if old:
                why = f"sửa theo tờ {code}"
                done.append(correct_visits(db, self._campaign, list(old.values()), why, by=by))
                steps += self._steps(old)
            if gone:
                why = f"xóa trắng dòng ở tờ {code}"
                done.append(void_visits(db, self._campaign, list(gone.values()), why, by=by))
                steps += self._steps(gone)
        finally:
            if steps:
                self._undo.append(steps)
                self._redo.clear()
                self._reread([s.row for s in steps], done)

    def _steps(self, rows: Iterable[int]) -> list[Step]:
        return [Step(n, self.rows[n].visit, dict(self.rows[n].texts)) for n in rows]

    def _take_back(self, steps: Sequence[Step]) -> None:
        db, by = self._session.db, self._session.user
        done: list[Changes] = []
        why = f"rút lại ở bảng nhập, tờ {self.sheet.code}"
        added = [v for s in steps if s.before is None and (v := self.rows[s.row].visit)]
        changed = [(v, self._whole_row(s.before)) for s in steps
                   if s.before and (v := self.rows[s.row].visit)]  # fmt: skip
        removed = [(s.row, s.before) for s in steps if s.before and not self.rows[s.row].visit]
        try:
            if added:
                done.append(void_visits(db, self._campaign, added, why, by=by))
            if changed:
                done.append(correct_visits(db, self._campaign, changed, why, by=by))
            if removed:
                rows = [self._row_of(n, self._whole_row(v)) for n, v in removed]
                done.append(save_visits(db, self._campaign, rows, by=by, draft=[]))
        finally:
            if done:
                self._reread([s.row for s in steps], done)

    def _reread(self, rows: Sequence[int], done: Sequence[Changes]) -> None:
        """Only the rows that were written are read again; the other screens hear of it."""
        for n in rows:
            row = self.rows[n]
            row.visits = list_household_visits(
                self._session.db, self._campaign.id, str(row.household["id"])
            )
            mine = [v for v in standing(row.visits)
                    if v.sheet_id == self.sheet.id and v.line == row.line]  # fmt: skip
            row.visit = mine[-1] if mine else None
            self._show_stored(row)
        self.keep(rows)
        for changes in done:
            self._session.changed(changes)

    def _show_stored(self, row: GridRow) -> None:
        """With its soft notes; what the rules of today would say of it is no error of this row."""
        show_stored(row, self.head, self._campaign)
        if row.visit:
            check_row(row, self.head, self._campaign, date.today())
            row.errors = {}

    def _row_of(self, n: int, values: Row) -> Row:
        row = self.rows[n]
        return {**values, "household_id": str(row.household["id"]), "sheet_id": self.sheet.id,
                "line": row.line}  # fmt: skip

    def _whole_row(self, visit: Visit) -> Row:
        return {**visit_row(visit), "by_sheet": int(visit.by_sheet)}

    def _row_key(self, n: int) -> str:
        return f"{self._key}.{self.rows[n].line}"

    def _draft(self, drafts: Mapping[str, Texts | None]) -> None:
        if not drafts:
            return
        try:
            save_drafts(self._session.db, drafts, by=self._session.user)
        except AppError as problem:
            self._session.status(f"Chưa lưu được nháp. {problem.message}")
