"""Typing the answers of a back-check from its sheet, line by line and without seeing the report."""

import tkinter as tk
from datetime import date

import ttkbootstrap as ttk

from domain.backchecks import HEAD_FIELDS, backcheck_fields, check_answer
from domain.campaigns import Campaign
from domain.days import format_day
from domain.fields import Row, format_row, parse_row
from domain.visits import app_field
from storage.backchecks import Backcheck, BackcheckLine, list_backcheck_lines, save_answer
from ui.backcheck_texts import line_head, needs_counts, next_open
from ui.dialogs import Dialog, write_or_tell
from ui.forms import Form
from ui.keys import bind_function_key
from ui.scrolled import Scrolled
from ui.session import Session
from ui.theme import px

NOT_CHOSEN = "Chưa chọn: có người đến hay không."
BLIND = "Số đã báo cáo không hiện ở đây, để người nhập không bị dẫn theo."


class AnswerDialog(Dialog):
    """Enter on the last field saves and goes to the next line without an answer."""

    def __init__(
        self, parent: tk.Misc, session: Session, campaign: Campaign, backcheck: Backcheck
    ) -> None:
        super().__init__(parent, f"Nhập kết quả phúc tra, phiếu {backcheck.sheet}")
        self._session, self._campaign, self._backcheck = session, campaign, backcheck
        self._fields = (*HEAD_FIELDS, *backcheck_fields(campaign))
        self._lines = list_backcheck_lines(session.db, backcheck)
        self._at = next_open(self._lines, -1) or 0
        self._title = ttk.Label(self.body, style="CardTitle.TLabel")
        self._title.pack(anchor="w")
        self._state = ttk.Label(self.body, style="Caption.TLabel")
        self._state.pack(anchor="w", pady=(px(2), px(10)))
        holder = Scrolled(self.body)
        holder.pack(fill="both", expand=True)
        apps = tuple(app_field(a.code) for a in campaign.active_apps)
        counts = ("smartphones", *apps)
        layout = (("checked_on", "checker"), ("came",), ("disposition",),
                  *(counts[n : n + 3] for n in range(0, len(counts), 3)), ("note",))  # fmt: skip
        self._form = Form(holder.body, self._fields, layout=layout, submit=self.accept)
        self._form.pack(fill="x")
        self._form.on_change(self._show_needed)
        self.add_button("Ghi, sang hộ sau (F9)", self.accept, main=True)
        self.add_button("Hộ sau (Page Down)", lambda: self._step(1))
        self.add_button("Hộ trước (Page Up)", lambda: self._step(-1))
        self.add_button("Đóng", lambda: self.finish(None))
        bind_function_key(self, "F9", self.accept)
        self.bind("<Next>", lambda _: self._step(1))
        self.bind("<Prior>", lambda _: self._step(-1))
        self._head = {"checked_on": format_day(date.today().isoformat()), "checker": ""}
        self._show()
        holder.fit(width=px(660), most_height=self.winfo_screenheight() - px(250))

    def _step(self, by: int) -> None:
        at = self._at + by
        if 0 <= at < len(self._lines):
            self._at = at
            self._show()

    def _line(self) -> BackcheckLine:
        return self._lines[self._at]

    def _show(self) -> None:
        line = self._line()
        self._title.configure(text=line_head(line, len(self._lines)))
        typed = sum(x.answer is not None for x in self._lines)
        answer = line.answer
        said = [f"Đã nhập {typed}/{len(self._lines)}."]
        if answer:
            said.append(f"{answer.changed_by} đã nhập hộ này; nhập lại thì bản cũ vẫn giữ.")
        self._state.configure(text=" ".join([*said, BLIND]))
        found: Row = dict(answer.found) if answer else {}
        texts = format_row(self._fields, found) | self._head
        if answer:
            head: Row = {"checked_on": answer.checked_on, "checker": answer.checker}
            texts |= format_row(HEAD_FIELDS, head)
        self._form.fill(texts)
        self._show_needed()
        first = "came" if texts["checker"] else "checker"
        self.after(60, lambda: self._form.focus_field(first))

    def _show_needed(self) -> None:
        """Where nobody came, or nobody was there, there is nothing more to ask."""
        values, _ = parse_row(self._fields, self._form.raw())
        on = needs_counts(str(values["came"] or ""))
        for f in backcheck_fields(self._campaign):
            if f.name not in ("came", "note"):
                self._form.enable(f.name, on=on)

    def accept(self) -> None:
        raw = self._form.raw()
        values, errors = parse_row(self._fields, raw)
        if not needs_counts(str(values["came"] or "")):
            values |= {f.name: None for f in self._fields
                       if f.name in ("disposition", "smartphones") or f.per_app}  # fmt: skip
        if errors.get("came"):
            errors["came"] = NOT_CHOSEN
        errors = errors or check_answer(values, self._campaign)
        self._form.show_errors(errors)
        if errors or write_or_tell(self, lambda: self._write(values)) is None:
            return
        self._head = {name: raw[name] for name in self._head}
        self._lines = list_backcheck_lines(self._session.db, self._backcheck)
        following = next_open(self._lines, self._at)
        if following is None:
            self.finish(True)
        else:
            self._at = following
            self._show()

    def _write(self, values: Row) -> bool:
        session, household = self._session, self._line().household_id
        session.changed(save_answer(session.db, self._campaign, self._backcheck, household, values,
                                    by=session.user))  # fmt: skip
        return True
