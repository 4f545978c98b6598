"""The form card of the entry screen: one sheet, for one household, with its hints and notes.

It decides nothing about the work (domain/visit_entry.py does) and saves nothing (the screen does).
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.fields import Choice, Row, format_row
from domain.results import Reopening
from domain.text import clean
from domain.visit_entry import (
    asked_names,
    check_sheet,
    correct_counts,
    count_names,
    describe_last,
    find_disposition,
    form_fields,
    form_layout,
    is_touched,
    keep_reason,
    known_counts,
    next_day_hint,
    notes_on_sheet,
    refill,
    visit_row,
)
from domain.visits import Visit, reason_options, visit_fields
from ui import theme
from ui.cards import Card
from ui.forms import Form
from ui.keys import bind_moves
from ui.scrolled import Scrolled
from ui.suggest import Suggest
from ui.theme import px
from ui.visit_history import describe_household

NOTES_MS = 250
REASONS_MS = 60


class Screen(Protocol):
    """What the card asks of its screen."""

    def save(self) -> object: ...

    def escape(self) -> bool: ...

    def undo(self) -> object: ...

    def typed(self) -> object: ...

    def show_notes(self, notes: Sequence[str]) -> object: ...


class SheetCard(Card):
    """`open` shows a household with an empty sheet, `correct` one of its visits, `put` texts."""

    def __init__(
        self, parent: tk.Misc, campaign: Campaign, teams: Sequence[str], screen: Screen,
        after_refusal: Callable[[Row, Sequence[Visit]], str],
    ) -> None:  # fmt: skip
        super().__init__(parent, "Phiếu đến hộ")
        self._campaign, self._screen = campaign, screen
        self._after_refusal = after_refusal  # one more note, which needs to know the teams
        self._visits: Sequence[Visit] = ()
        self._known: dict[str, str] = {}
        self._given: dict[str, str] = {}
        self._start: dict[str, str] = {}
        self._digit = ""  # of the result the form is set up for
        self._filling = False
        self._job: str | None = None
        self.correcting: Visit | None = None
        self.reopened: Reopening | None = None  # when the household was last opened again
        self.tell_team: Callable[[str], str] = lambda _: ""  # where a team in the form came from
        self._last = ttk.Label(self.actions, style="Caption.TLabel")
        self._last.pack(side="right")
        self._strip = CorrectionStrip(self.body, self.focus_result)
        holder = Scrolled(self.body)
        self._footer = ttk.Frame(self.body)
        self._build_footer()
        self.body.columnconfigure(0, weight=1)
        self.body.rowconfigure(1, weight=1)
        holder.grid(row=1, column=0, sticky="nsew")
        self._footer.grid(row=2, column=0, sticky="ew", pady=(px(2), 0))
        fields = form_fields(campaign, teams)
        self.form = Form(holder.body, fields, layout=form_layout(fields), submit=screen.save)
        self.form.pack(fill="both", expand=True, padx=(px(2), px(2)))
        self._team_title = next(f.label for f in fields if f.name == "team")
        self.form.on_change(self._on_change)
        reason = self.form.input("reason").stops[0]
        reason.bind("<FocusIn>", lambda _: self.after(REASONS_MS, self._open_reasons), add=True)

    # -- what the screen shows --------------------------------------------------------------

    def open(
        self, household: dict[str, Any], visits: Sequence[Visit], carried: Mapping[str, str]
    ) -> None:
        """An empty sheet of this household; what is known of it stands in the counts."""
        self.correcting = None
        self._strip.hide()
        self._save.configure(text="Lưu, sang hộ sau (F9)")
        self._set_household(household, visits)
        self._known = known_counts(visits, household["members"], self._campaign)
        self._given = refill({}, {}, self._known, None, self._campaign)
        self._fill({**carried, **self._given})
        self._start = self.form.raw()

    def correct(
        self, household: dict[str, Any], visits: Sequence[Visit], visit: Visit, reason: str = ""
    ) -> None:
        """A stored visit to be replaced; nothing is put in or taken out by itself."""
        self.correcting = visit
        self._set_household(household, visits)
        self._known = {}
        self._strip.show(visit, self._campaign, reason)
        self._save.configure(text="Ghi bản sửa (F9)")
        self._fill(format_row(visit_fields(self._campaign), visit_row(visit)))
        self._given = {n: "" for n in count_names(self._campaign)}
        self._start = self.form.raw()

    def put(self, raw: Mapping[str, str]) -> None:
        """Texts typed before: a draft, or what was cleared."""
        self._fill(raw)

    def raw(self) -> dict[str, str]:
        """What is typed, dates and choices in their usual form."""
        self._filling = True
        for name in ("visited_at", "next_visit_on", "team", "reason"):
            self.form.input(name).leave()
        self._filling = False
        return self.form.raw()

    @property
    def reason(self) -> str:
        """Why the visit is corrected."""
        return self._strip.reason

    @property
    def is_touched(self) -> bool:
        raw = self.form.raw()
        given = {n: t for n, t in self._given.items() if not self.correcting}
        return is_touched(raw, {**self._start, **given})

    @property
    def is_worth_keeping(self) -> bool:
        """Whether a draft would hold something: of a correction, what differs from the visit."""
        if self.correcting:
            raw = self.form.raw()
            return bool(self.reason) or any(
                raw[n].strip() != t.strip() for n, t in self._start.items()
            )
        return self.is_touched

    def focus_result(self) -> None:
        self.form.focus_field("disposition")

    def ask_reason(self) -> None:
        self._strip.ask()

    def offer_undo(self, *, shown: bool) -> None:
        if shown:
            self._undo.pack(side="left", padx=(px(6), 0))
        else:
            self._undo.pack_forget()

    # -- building ---------------------------------------------------------------------------

    def _build_footer(self) -> None:
        ttk.Frame(self._footer, style="Line.TFrame", height=1).pack(fill="x", pady=(0, px(6)))
        self._save = ttk.Button(self._footer, bootstyle="primary", command=self._screen.save,
                                takefocus=False)  # fmt: skip
        self._save.pack(side="right")
        clear = ttk.Button(self._footer, text="Xóa trắng (Esc)", bootstyle="primary ghost",
                           command=self._screen.escape, takefocus=False)  # fmt: skip
        clear.pack(side="left")
        self._undo = ttk.Button(
            self._footer, text="Rút lại lượt vừa nhập (Ctrl+Z)", bootstyle="primary ghost",
            command=self._screen.undo, takefocus=False,
        )  # fmt: skip

    def _set_household(self, household: dict[str, Any], visits: Sequence[Visit]) -> None:
        self._visits = visits
        self.set_title(household["head_name"], describe_household(household))
        self._last.configure(text=describe_last(visits, self._campaign))

    # -- while typing -----------------------------------------------------------------------

    def _fill(self, raw: Mapping[str, str]) -> None:
        self._filling = True
        self._offer_reasons(raw)
        self.form.fill(raw)
        self._filling = False
        self._digit = "–"  # of no result, so that the way of Enter is made anew
        self._set_up_result(self.form.raw(), fill=False)
        self._refresh_notes()

    def _on_change(self) -> None:
        if self._filling:
            return
        self._set_up_result(self.form.raw())
        if self._job:
            self.after_cancel(self._job)
        self._job = self.after(NOTES_MS, self._refresh_notes)
        self._screen.typed()

    def _set_up_result(self, raw: Mapping[str, str], *, fill: bool = True) -> None:
        """Another result was chosen: its reasons, the way of Enter, what the counts start with."""
        disposition = find_disposition(raw, self._campaign)
        digit = disposition.digit if disposition else ""
        if digit == self._digit:
            return
        before = find_disposition({"disposition": self._digit}, self._campaign)
        self._digit = digit
        asked = asked_names(disposition, self._campaign)
        self.form.pass_over(n for n in raw if n not in asked)
        self._filling = True
        if fill:
            self._offer_reasons(raw)
            self.form.set("reason", keep_reason(raw.get("reason", ""), disposition, self._campaign))
            if self.correcting:
                texts = correct_counts(raw, self._start, before, disposition, self._campaign)
            else:
                texts = refill(raw, self._given, self._known, disposition, self._campaign)
                self._given |= texts
            for name, text in texts.items():
                self.form.set(name, text)
        self._filling = False

    def _offer_reasons(self, raw: Mapping[str, str]) -> None:
        disposition = find_disposition(raw, self._campaign)
        code = disposition.code if disposition else None
        options = reason_options(self._campaign, code)
        self.form.offer("reason", Choice(options, free=True))

    def _open_reasons(self) -> None:
        field = self.form.input("reason").stops[0]
        if isinstance(field, Suggest) and field.focus_get() is field and not field.get().strip():
            field.open_all()

    def _refresh_notes(self) -> None:
        self._job = None
        raw = self.form.raw()
        hint = next_day_hint(raw, self._visits, self._campaign, self.reopened)
        self.form.set_hint("next_visit_on", hint)
        origin = "" if self.correcting else self.tell_team(raw["team"])
        title = self._team_title
        self.form.set_title("team", f"{title} ({origin})" if origin else title)
        values, _ = check_sheet(raw, self._campaign, date.today())
        visits = [v for v in self._visits if not (self.correcting and v.id == self.correcting.id)]
        refused = self._after_refusal(values, visits)
        notes = notes_on_sheet(values, visits, self._campaign)
        self._screen.show_notes([*([refused] if refused else []), *notes])


class CorrectionStrip(ttk.Frame):
    """Over the form while a stored visit is corrected: which one, and why."""

    KNOWN = ("Ghi nhầm số", "Nhầm kết quả", "Nhầm ngày", "Bổ sung theo phiếu")

    def __init__(self, parent: tk.Misc, done: Callable[[], None]) -> None:
        super().__init__(parent, style="Warning.TFrame", padding=(px(10), px(6)))
        self._which = ttk.Label(self, style="Warning.TLabel")
        self._which.pack(side="left", padx=(0, px(12)))
        ttk.Label(self, text="Lý do sửa", style="Warning.TLabel").pack(side="left", padx=(0, px(6)))
        self._entry = Suggest(self, self.KNOWN, width=22)
        self._entry.pack(side="left", fill="x", expand=True)
        self._done = done
        bind_moves(self._entry, self._on_enter, done)

    @property
    def reason(self) -> str:
        return clean(self._entry.get())

    def show(self, visit: Visit, campaign: Campaign, reason: str) -> None:
        day = format_row(visit_fields(campaign), visit_row(visit))["visited_at"]
        self._which.configure(text=f"Đang sửa lượt ngày {day}")
        self._entry.delete(0, "end")
        self._entry.insert(0, reason)
        self._entry.state(["!invalid"])
        self.grid(row=0, column=0, sticky="ew", pady=(0, px(theme.FIELD_GAP)))

    def hide(self) -> None:
        self.grid_remove()

    def ask(self) -> None:
        self._entry.state(["invalid"])
        self._entry.focus_set()

    def _on_enter(self) -> None:
        self._entry.take()
        self._done()
