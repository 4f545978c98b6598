"""The import wizard: file → columns → villages → letters → preview → "Ghi" → result (A3, A4, A5).

Nothing is written before "Ghi", then all of it or nothing. Going back keeps every choice. To add a
step: its file ui/import_<name>_step.py with show(work), focus_first(), accept(), and a line in
STEPS and in `_make_step`.
"""

from collections.abc import Callable
from pathlib import Path

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.errors import AppError, Cancelled
from domain.household_import import ImportResult
from imports.plan import Plan
from storage.paths import database_file
from ui import theme
from ui.backup_runs import backed_up
from ui.cards import Card
from ui.import_columns_step import ColumnsStep
from ui.import_file_step import FileStep
from ui.import_footer import Footer
from ui.import_letters_step import LettersStep, has_conversions
from ui.import_preview_step import PreviewStep
from ui.import_result_step import ResultStep
from ui.import_rows import count_writes, summarize_result
from ui.import_villages_step import VillagesStep
from ui.import_work import ImportWork, file_state, make_plan, read_file, write_plan
from ui.session import Session
from ui.steps import StepLine
from ui.tasks import Report as TaskReport
from ui.theme import px

STEPS = (
    ("file", "Tệp"), ("columns", "Các cột"), ("villages", "Thôn, bản"), ("letters", "Chữ cũ"),
    ("preview", "Xem trước"),
)  # fmt: skip
RESULT = "result"
NARROW = 880  # logical width below which the name of the file is left out
Step = FileStep | ColumnsStep | VillagesStep | LettersStep | PreviewStep | ResultStep


def step_beside(work: ImportWork | None, key: str, by: int) -> str:
    """The step before or behind; without legacy fonts that of the letters is passed over."""
    keys = [k for k, _ in STEPS if k != "letters" or k == key or (work and has_conversions(work))]
    return keys[keys.index(key) + by]


def button_text(key: str, back: str, writes: int) -> str:
    """What the primary button says in a step; `writes`: households to add or update."""
    if key == "file":
        return "Đọc tệp (F9)"
    if key == "preview":
        return "Ghi (F9)" if writes else "Đóng (F9)"
    if key == RESULT:
        return "Tiếp tục (F9)" if back == "welcome" else "Xem danh sách hộ (F9)"
    return "Tiếp tục (F9)"


class HouseholdImport(ttk.Frame):
    def __init__(self, parent: ttk.Frame, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._database = database_file(session.folder)
        self._work: ImportWork | None = None
        self._key = "file"
        self._back = "households"
        self._steps: dict[str, Step] = {}
        self._build()
        self._enter("file")

    # -- for the window -------------------------------------------------------------------------

    def show(self, **what: object) -> None:
        """`back`: the screen to return to; `path`: a file to read at once."""
        self._back = str(what.get("back") or self._back)
        if self._key == RESULT:
            self._start_again()
        self._refresh_footer()
        path = what.get("path")
        if isinstance(path, Path | str) and path:
            self._file_step.set_path(Path(path))
            self._read()
        self.after(theme.FOCUS_MS, self.focus_first)

    def on_changes(self, changes: Changes) -> None:
        """The list was changed elsewhere: what was planned against it must be planned anew."""
        if changes.households and self._work and self._key != RESULT:
            self._work.plan = None
            if self._key in ("villages", "letters", "preview"):
                self._enter("columns")

    def save(self) -> None:
        """F9: the primary button."""
        if self._footer.is_busy:
            return
        if self._key == "file":
            self._on_file()
        elif self._key == "preview" and self._writes:
            self._write()
        elif self._key in ("preview", RESULT):
            self._session.show(self._back)
        else:
            self._go_on()

    def focus_first(self) -> None:
        if not self._steps[self._key].focus_first():
            self._footer.focus_forward()

    # -- steps ----------------------------------------------------------------------------------

    @property
    def _writes(self) -> int:
        """Households that pressing "Ghi" would add or update."""
        return count_writes(self._work.plan, self._work.differences) if self._work else 0

    @property
    def _file_step(self) -> FileStep:
        step = self._step("file")
        assert isinstance(step, FileStep)
        return step

    def _step(self, key: str) -> Step:
        if key not in self._steps:
            self._steps[key] = self._make_step(key)
        return self._steps[key]

    def _make_step(self, key: str) -> Step:
        body, session = self._card.body, self._session
        match key:
            case "file":
                return FileStep(body, session, self._read)
            case "columns":
                return ColumnsStep(body, session, self._footer.focus_forward)
            case "villages":
                return VillagesStep(body, session, self._replan)
            case "letters":
                return LettersStep(body, session, self._replan)
            case "preview":
                return PreviewStep(body, session, self._footer.focus_forward)
            case _:
                return ResultStep(body, session, self._start_again)

    def _enter(self, key: str) -> None:
        if self._key in self._steps:
            self._steps[self._key].pack_forget()
        self._key = key
        step = self._step(key)
        if self._work:
            step.show(self._work)
        step.pack(fill="both", expand=True)
        self._line.show(key)
        self._refresh_footer()
        self.after(theme.FOCUS_MS, self.focus_first)

    def _go_on(self) -> None:
        """To the next step; what was corrected is planned first."""
        step = self._steps[self._key]
        if isinstance(step, FileStep) or not step.accept():
            return
        assert self._work is not None
        after = step_beside(self._work, self._key, 1)
        if self._work.plan is None:
            self._plan(lambda: self._enter(after))
        else:
            self._enter(after)

    def _go_back(self) -> None:
        if self._key == "file":
            self._session.show(self._back)
        elif self._key == RESULT:
            self._session.show("households")
        else:
            self._enter(step_beside(self._work, self._key, -1))

    def _start_again(self) -> None:
        self._work = None
        self._enter("file")

    # -- work off the Tk thread -------------------------------------------------------------------

    def _on_file(self) -> None:
        if self._file_step.path:
            self._read()
        else:
            self._file_step.choose()

    def _read(self) -> None:
        path, database = self._file_step.path, self._database
        if path is None or self._footer.is_busy:
            return
        work = self._work
        if work and work.path == path and not work.result and work.state == file_state(path):
            self._enter("columns")  # back and forth: the choices stay
            return
        self._file_step.show_error(None)
        self._footer.run(lambda report: read_file(path, database, report), self._on_read,
                  "Đang đọc tệp …", self._on_unreadable)  # fmt: skip

    def _on_read(self, work: ImportWork) -> None:
        self._work = work
        self._session.settings["last_folder"] = str(work.path.parent)
        self._enter("columns")

    def _on_unreadable(self, error: AppError) -> None:
        self._file_step.show_error(error)
        self._file_step.focus_first()

    def _plan(self, then: Callable[[], None]) -> None:
        work, database = self._work, self._database
        assert work is not None

        def take(made: tuple[Plan, dict[str, str]]) -> None:
            work.plan, work.differences = made
            then()

        self._footer.run(lambda report: make_plan(work, database, report), take, "Đang đối chiếu …")

    def _replan(self) -> None:
        """After a correction within a step: the same step, with what it leads to."""
        key = self._key
        self._plan(lambda: self._enter(key))

    def _write(self) -> None:
        work, database, user = self._work, self._database, self._session.user
        assert work is not None

        def job(report: TaskReport) -> tuple[Changes, ImportResult]:
            return write_plan(
                work, database, lambda done, total: report(done, total, "Đang ghi danh sách hộ …"),
                by=user,
            )  # fmt: skip

        safe = backed_up(self._session.folder, "import", job)
        self._session.tasks.run(safe, self._on_written, failed=self._on_not_written,
                                title="Ghi danh sách hộ", modal=True)  # fmt: skip

    def _on_not_written(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            raise error
        self._session.status("Đã dừng. Danh sách hộ vẫn như trước khi ghi.")

    def _on_written(self, made: tuple[Changes, ImportResult]) -> None:
        changes, result = made
        assert self._work is not None
        assert self._work.plan is not None
        self._work.result = result
        self._enter(RESULT)
        self._session.changed(changes)
        self._session.status(summarize_result(result, len(self._work.plan.rejects)))

    # -- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self._card = Card(self, "Nhập danh sách hộ")
        self._card.pack(fill="both", expand=True)
        self._card.bind("<Configure>", lambda _: self._refresh_title())
        self._line = StepLine(self._card.actions, STEPS)
        self._line.pack(side="right")
        self._footer = Footer(self._card, self._session.tasks, self.save, self._go_back)
        self._footer.grid(row=2, column=0, sticky="ew", pady=(px(theme.GAP), 0))

    def _refresh_footer(self) -> None:
        back = {"file": "Đóng", RESULT: "Xem danh sách hộ"}.get(self._key, "Quay lại")
        if self._key == RESULT and self._back != "welcome":
            back = ""  # the primary button says the same
        self._footer.show(button_text(self._key, self._back, self._writes), back)
        self._refresh_title()

    def _refresh_title(self) -> None:
        name = self._work.path.name if self._work and self._key != "file" else ""
        self._card.set_title("Nhập danh sách hộ", name if self._has_room() else "")

    def _has_room(self) -> bool:
        """For the file's name beside the line of steps."""
        return self.winfo_width() > px(NARROW)
