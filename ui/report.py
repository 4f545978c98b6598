"""Báo cáo: choose the period and the letter's lines, see what will be in it, write the workbook."""

import tkinter as tk
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.days import format_day
from domain.fields import parse_row
from domain.indicators import BY_KEY
from domain.numerals import format_count, format_rate
from domain.progress import Progress, left_out_words
from domain.reports import (
    REPORT_FIELDS,
    check_choices,
    file_name,
    period_problem,
    report_notes,
    starting_choices,
    starting_since,
)
from domain.users import may
from exports.annexes import Annex
from exports.reason_annexes import reason_annexes
from exports.report import Report
from exports.village_annexes import village_annexes
from storage.dispatches import list_dispatches, list_reports, save_dispatch
from storage.offices import list_offices
from storage.progress import get_progress
from storage.report_data import get_report_data
from ui.allowing import grey
from ui.cards import Card, EmptyPage
from ui.dialogs import EXCEL, choose_save
from ui.forms import Form
from ui.keys import bind_screen_keys
from ui.opening import open_in_system
from ui.refresh import RefreshWhenSeen
from ui.report_preview import ReportPreview
from ui.report_writing import write_chosen
from ui.scrolled import Scrolled
from ui.session import Session
from ui.theme import FOCUS_MS, GAP, px
from ui.visit_draft import Draft

OF_PERIOD = ("since", "until")  # not kept in a draft: another day has another cut-off
LAYOUT = (
    ("since", "until"), ("number", "issued_on"), ("title",), ("addressee",), ("direction",),
    ("difficulties",), ("proposals",), ("recipients",), ("signature",), ("position",),
    ("signer", "preparer"),
)  # fmt: skip


def summary_lines(progress: Progress, campaign: Campaign) -> list[tuple[str, str]]:
    """The figures the letter will speak of, as (what, how much)."""
    total = progress.commune_now
    lines = [
        ("Hộ đã đến", f"{format_count(total.visited)}/{format_count(total.households)} hộ, "
         f"{format_rate(progress.rate(BY_KEY['IND01'])[0])}"),
        ("Hộ hoàn thành", _completed_words(progress)),
        ("Điện thoại thông minh", f"{format_count(total.smartphones)} máy"),
    ]  # fmt: skip
    for app in campaign.active_apps:
        rate = format_rate(progress.rate(BY_KEY["IND05"], app)[0])
        installed = format_count(total.installed.get(app.code))
        lines.append((f"Đã cài {app.name}", f"{installed} máy, {rate} dân số"))
    return lines


def _completed_words(progress: Progress) -> str:
    """ "16 hộ, 44,44 %"; where the rate stands on a part of the villages, on which."""
    done = f"{format_count(progress.commune_now.get('completed'))} hộ"
    rate = format_rate(progress.rate(BY_KEY["IND03"])[0])
    if without := progress.left_out(BY_KEY["IND03"]):
        top, bottom = (format_count(n) for n in progress.parts(BY_KEY["IND03"]))
        return f"{done}; tỷ lệ {rate} tính trên {top}/{bottom}, {left_out_words(without)}"
    return f"{done}, {rate}"


def typed_texts(raw: dict[str, str], start: dict[str, str]) -> dict[str, str] | None:
    """What a person changed of the letter's lines; None when nothing."""
    typed = {n: t for n, t in raw.items() if n not in OF_PERIOD and t != start.get(n, "")}
    return typed or None


class ReportScreen(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._written: Path | None = None
        self._loaded: Campaign | None = None
        self._start: dict[str, str] = {}  # what the form began with
        self._office_changed = False
        self._draft: Draft | None = None
        self._reports: list[dict[str, Any]] = []
        self._proposed = ""  # the start of the period as the program wrote it
        self.columnconfigure(0, weight=3, uniform="half")
        self.columnconfigure(1, weight=2, uniform="half")
        self.rowconfigure(0, weight=1)
        self._form_card = Card(self, "Nội dung báo cáo")
        self._form_card.grid(row=0, column=0, sticky="nsew", padx=(0, px(GAP)))
        self._form_card.body.rowconfigure(0, weight=1)
        self._form_card.body.columnconfigure(0, weight=1)
        holder = Scrolled(self._form_card.body)
        holder.grid(row=0, column=0, sticky="nsew")
        self._form = Form(holder.body, REPORT_FIELDS, layout=LAYOUT, submit=self.save)
        self._form.pack(fill="both", expand=True, padx=(0, px(6)))
        self._form.on_change(self._on_typed)
        self._add_buttons(self._form_card.body)
        self._side = Card(self, "Báo cáo sẽ gồm")
        self._side.grid(row=0, column=1, sticky="nsew")
        self._add_side(self._side.body)
        self._empty = EmptyPage(
            self, "Chưa có đợt vận động nào để báo cáo.", "Tạo đợt vận động",
            lambda: session.show("campaigns"), icon="flag",
        )  # fmt: skip
        self._pending: str | None = None
        self._preview_card: ReportPreview | None = None
        preview = ttk.Button(self._side.actions, text="Phụ lục (F8)", bootstyle="outline",
                             command=self.open_preview)  # fmt: skip
        preview.pack(side="right")
        bind_screen_keys(self, {"<F8>": self.open_preview})
        self._refresher = RefreshWhenSeen(self, self.refresh, bool)

    def _add_side(self, body: ttk.Frame) -> None:
        holder = Scrolled(body)
        holder.pack(fill="both", expand=True)
        self._figures = ttk.Frame(holder.body)
        self._figure_labels: list[tuple[ttk.Label, ttk.Label]] = []
        self._figures.columnconfigure(1, weight=1)
        self._figures.bind("<Configure>", lambda _: self._arrange_figures(), add=True)
        self._notes = ttk.Frame(holder.body)
        self._citations = ttk.Frame(holder.body)
        for n, part in enumerate((self._figures, self._notes, self._citations)):
            part.pack(fill="x", pady=(px(10) if n else 0, 0))

    def _add_buttons(self, body: ttk.Frame) -> None:
        """A footer of their own: always in view, whatever is scrolled."""
        ttk.Separator(body).grid(row=1, column=0, sticky="ew", pady=(px(10), 0))
        buttons = ttk.Frame(body)
        buttons.grid(row=2, column=0, sticky="ew", pady=(px(10), 0))
        buttons.columnconfigure(0, weight=1)
        self._last = ttk.Label(buttons, style="Caption.TLabel", anchor="w")
        self._open_folder = ttk.Button(
            buttons, text="Mở thư mục", bootstyle="ghost", command=partial(self._open, folder=True)
        )
        self._open_file = ttk.Button(
            buttons, text="Mở tệp", bootstyle="primary outline", command=self._open
        )
        self._write = ttk.Button(
            buttons, text="Ghi báo cáo Excel  (F9)", icon="file-earmark-spreadsheet",
            bootstyle="primary", command=self.save,
        )  # fmt: skip
        grey(self._write, self._session.user, "log_report")
        self._last.grid(row=0, column=0, sticky="ew")
        self._open_folder.grid(row=0, column=1, padx=(px(8), px(8)))
        self._open_file.grid(row=0, column=2, padx=(0, px(8)))
        self._write.grid(row=0, column=3)

    def on_changes(self, changes: Changes) -> None:
        self._office_changed = self._office_changed or changes.office
        self._refresher.on_changes(changes)

    # -- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        campaign = self._session.campaign
        if self._preview_card and campaign:
            self.open_preview()
            return
        for card in (self._form_card, self._side):
            (card.grid if campaign else card.grid_remove)()
        (self._empty.grid_remove if campaign else self._show_empty)()
        if campaign is None:
            return
        if self._must_load(campaign):
            self._load(campaign)
        self._show_citations()
        self._preview()

    def _show_empty(self) -> None:
        self._empty.grid(row=0, column=0, columnspan=2, sticky="nsew")

    def _must_load(self, campaign: Campaign) -> bool:
        """Another campaign; or its lines or the office's were changed before anything was typed."""
        if self._loaded is None or self._loaded.id != campaign.id:
            return True
        is_stale = self._office_changed or self._loaded != campaign
        return is_stale and self._form.raw() == self._start

    def _load(self, campaign: Campaign) -> None:
        """The lines as last time, and over them what was typed and never written."""
        self.leave()
        db = self._session.db
        reports = list_reports(db, campaign.id)
        start = starting_choices(
            campaign, list_offices(db), reports, datetime.now()
        )
        self._reports, self._proposed = reports, start["since"]
        self._form.fill(start)
        self._start, self._loaded = self._form.raw(), campaign
        self._written, self._office_changed = None, False
        key = f"report:{campaign.id}"
        self._draft = Draft(self, self._session, key, self._draft_texts)
        if self._draft.kept:
            self._form.fill({**start, **self._draft.kept})

    def _draft_texts(self) -> dict[str, str] | None:
        return typed_texts(self._form.raw(), self._start)

    def keep_typed(self) -> None:
        if self._draft:
            self._draft.keep()

    def leave(self) -> bool:
        self.keep_typed()
        return True

    def _on_typed(self) -> None:
        if self._draft:
            self._draft.touch()
        self._ask_preview()

    def _ask_preview(self) -> None:
        if self._pending:
            self.after_cancel(self._pending)
        self._pending = self.after(400, self._preview)

    def _preview(self) -> None:
        self._pending = None
        campaign = self._session.campaign
        values, errors = parse_row(REPORT_FIELDS, self._form.raw())
        if campaign is None or {"since", "until"} & errors.keys():
            return
        until = str(values["until"] or "")
        since = self._propose_since(str(values["since"] or ""), until)
        self._form.show_message("since", period_problem(since, until))
        progress = get_progress(self._session.db, campaign, since=since, until=until)
        self._show_figures(summary_lines(progress, campaign))
        self._show_notes(report_notes(progress))
        self._last.configure(text=f"Đã ghi {self._written.name}" if self._written else "")
        for button in (self._open_file, self._open_folder):
            (button.grid if self._written else button.grid_remove)()
        allowed = may(self._session.user, "log_report")
        self._write.state(["!disabled" if allowed else "disabled"])

    def _propose_since(self, since: str, until: str) -> str:
        """The period of another cut-off, as long as nobody typed another beginning."""
        if not until or self._form.raw()["since"] != self._proposed:
            return since
        proposed = starting_since(self._reports, until)
        if proposed != since:
            self._proposed = format_day(proposed)
            self._form.set("since", self._proposed)
        return proposed

    def _show_figures(self, lines: list[tuple[str, str]]) -> None:
        for child in self._figures.winfo_children():
            child.destroy()
        self._figure_labels = []
        for n, (what, how_much) in enumerate(lines):
            name = ttk.Label(self._figures, text=what, style="Caption.TLabel")
            name.grid(row=2 * n, column=0, sticky="w", pady=px(2))
            figure = ttk.Label(self._figures, text=how_much)
            self._figure_labels.append((name, figure))
        self._arrange_figures()

    def _arrange_figures(self) -> None:
        """Name and figure side by side where both fit, else one under the other."""
        pairs = self._figure_labels
        needed = max((a.winfo_reqwidth() + b.winfo_reqwidth() for a, b in pairs), default=0)
        beside = needed + px(12) <= self._figures.winfo_width()
        for n, (_, figure) in enumerate(pairs):
            figure.grid(row=2 * n + (not beside), column=int(beside), sticky="e" if beside else "w")

    def _show_notes(self, notes: list[str]) -> None:
        for child in self._notes.winfo_children():
            child.destroy()
        for note in notes:
            label = ttk.Label(
                self._notes, text=note, icon="info-circle", compound="left",
                style="Caption.TLabel", justify="left",
            )  # fmt: skip
            label.pack(fill="x", pady=px(2))
            label.bind("<Configure>", lambda e, w=label: w.configure(wraplength=e.width - px(24)))  # type: ignore[misc]

    def _show_citations(self) -> None:
        for child in self._citations.winfo_children():
            child.destroy()
        ttk.Label(self._citations, text="Căn cứ in vào báo cáo", style="CardTitle.TLabel").pack(
            anchor="w", pady=(0, px(4))
        )
        dispatches = list_dispatches(self._session.db)
        for d in dispatches:
            chosen = tk.BooleanVar(self, value=d.cited)
            box = ttk.Checkbutton(
                self._citations, text=f"{d.kind} số {d.number}", variable=chosen,
                command=partial(self._cite, d.id, chosen),
            )  # fmt: skip
            box.variable = chosen  # type: ignore[attr-defined]  # kept alive with its box
            box.pack(anchor="w", pady=px(2))
        if not dispatches:
            ttk.Label(
                self._citations, text="Chưa có văn bản nào trong sổ.", style="Caption.TLabel"
            ).pack(anchor="w")
        ttk.Button(
            self._citations, text="Sổ văn bản…", bootstyle="link",
            command=lambda: self._session.show("campaigns", part="dispatches"),
        ).pack(anchor="w")  # fmt: skip

    def _cite(self, dispatch_id: str, chosen: tk.BooleanVar) -> None:
        dispatch = next(d for d in list_dispatches(self._session.db) if d.id == dispatch_id)
        changes = save_dispatch(
            self._session.db, replace(dispatch, cited=chosen.get()), by=self._session.user
        )
        self._session.changed(changes)

    # -- the annexes on the screen ------------------------------------------------------------

    def open_preview(self) -> None:
        """The annexes as they would be written now, to see what is behind each number."""
        shown = self._read_annexes()
        if shown is None:
            return
        if self._preview_card is None:
            self._preview_card = ReportPreview(self, opens=self._open_cell, close=self.escape)
        for card in (self._form_card, self._side):
            card.grid_remove()
        self._preview_card.grid(row=0, column=0, columnspan=2, sticky="nsew")
        self._preview_card.show(*shown)
        self.after(FOCUS_MS, self.focus_first)

    def _read_annexes(self) -> tuple[list[Annex], Progress, str] | None:
        values, errors = parse_row(REPORT_FIELDS, self._form.raw())
        campaign, db = self._session.campaign, self._session.db
        if campaign is None or {"since", "until"} & errors.keys():
            self._form.show_errors(errors)
            return None
        made_at = datetime.now().isoformat(timespec="minutes")
        since, until = (str(values[n] or "") for n in ("since", "until"))
        report = Report(
            campaign=campaign, made_at=made_at, version="",
            **vars(get_report_data(db, campaign, since=since, until=until, on=until or made_at)),
        )  # fmt: skip
        return [*village_annexes(report), *reason_annexes(report)], report.progress, report.cut_off

    def _open_cell(self, screen: str, opens: Mapping[str, str]) -> None:
        self._session.show(screen, **opens)

    def escape(self) -> bool:
        """Back from the annexes to the form."""
        if self._preview_card is None:
            return False
        self._preview_card.destroy()
        self._preview_card = None
        self.refresh()
        self.after(FOCUS_MS, self.focus_first)
        return True

    # -- doing ------------------------------------------------------------------------------

    def save(self) -> None:
        campaign = self._session.campaign
        if campaign is None or str(self._write.cget("state")) == "disabled":
            return
        raw = self._form.raw()
        values, errors = parse_row(REPORT_FIELDS, raw)
        errors = errors or check_choices(values, campaign, datetime.now().date())
        if errors:
            self._form.show_errors(errors)
            return
        self._form.clear_errors()
        out = choose_save(
            self, self._session.settings, "Ghi báo cáo Excel",
            file_name(campaign, str(values["until"])), EXCEL,
        )  # fmt: skip
        if out is None:
            return
        self._session.tasks.run(
            partial(
                write_chosen, self._session.db.path, campaign.id, values, raw, out,
                self._session.user,
            ),
            partial(self._done, out, raw),
            title="Đang ghi báo cáo",
            modal=True,
        )  # fmt: skip

    def _done(self, out: Path, raw: dict[str, str], changes: Changes) -> None:
        self._written, self._start = out, raw  # the next report starts from it
        if self._loaded:
            self._reports = list_reports(self._session.db, self._loaded.id)
        if self._draft:
            self._draft.keep()
        self._session.changed(changes)
        self._preview()
        self._session.toast(f"Đã ghi {out.name}", "Báo cáo Excel")

    def _open(self, *, folder: bool = False) -> None:
        if self._written:
            open_in_system(self._written.parent if folder else self._written)

    def focus_first(self) -> None:
        if self._preview_card:
            self._preview_card.focus_table()
        else:
            self._form.focus_first()
