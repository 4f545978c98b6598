"""Nhập tổng hợp: the totals of a village that gives only totals, for a day or some days.

The form stands at the left, what was entered at the right (in a narrow window under it):
tally_side.py. What is said is tally_texts.py; rules and notes are domain/tallies.py.
"""

import tkinter as tk
from datetime import date
from functools import partial

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.errors import AppError
from domain.fields import format_row, parse_row
from domain.tallies import Tally, TallyLine, tally_fields, tally_row
from domain.users import may
from domain.villages import Village
from storage.tallies import (
    correct_tally,
    list_standing,
    list_tallies,
    save_tally,
    void_tally,
)
from storage.villages import list_villages
from ui import theme
from ui.cards import Card, EmptyPage
from ui.dialogs import ask, tell
from ui.edit import edit_and_write
from ui.forms import Form
from ui.keys import bind_screen_keys
from ui.refresh import RefreshWhenSeen
from ui.scrolled import Scrolled
from ui.session import Session
from ui.tally_notes import read_notes, read_over
from ui.tally_side import TallySide
from ui.tally_texts import (
    ABOUT,
    WHY_FIELD,
    check_form,
    describe_line,
    form_fields,
    form_layout,
    tally_list_row,
    village_of,
    with_last_day,
)
from ui.theme import GAP, px
from ui.visit_draft import Draft

LIST_WIDTH, LIST_HEIGHT = 470, 300
NOTE_MS = 250


class TallyScreen(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._form: Form | None = None
        self._made_for: tuple[object, ...] = ()  # the first is the campaign's id
        self._villages: list[Village] = []
        self._lines: list[TallyLine] = []
        self._old: Tally | None = None  # the one being corrected
        self._note_job = ""
        self._draft: Draft | None = None
        self._empty: EmptyPage | None = None
        self._page = Scrolled(self, page=True)
        self._page.pack(fill="both", expand=True)
        self._side = TallySide(self._page.body, self,
                               allowed=may(session.user, "save_tally"))  # fmt: skip
        self.list = self._side.list
        self._form_card = Card(self._page.body, "Số tổng hợp")
        self._build_form_card()
        bind_screen_keys(self, {"<F8>": self.clear})
        self.bind("<Configure>", self._on_resize)
        self._refresher = RefreshWhenSeen(
            self, self._refresh,
            lambda c: c.tallies or c.visits or c.households or c.campaigns,
        )  # fmt: skip
        self.on_changes = self._refresher.on_changes

    # -- what the window asks of a screen -----------------------------------------------------

    def show(self, *, village: str = "") -> None:
        """The form for a village (its id), empty otherwise."""
        self._refresher.refresh_now()
        label = next((v.label for v in self._villages if v.id == village), "")
        if self._form and label:
            self.clear()
            self._form.set("village", label)
            self._on_changed()
        self.after(theme.FOCUS_MS, self.focus_first)

    def focus_first(self) -> None:
        if self._form:
            self._form.focus_field("from_on" if self._old else "village")

    def focus_search(self) -> None:
        self.list.focus_list()

    def escape(self) -> bool:
        if self._old is None and not self._is_typed():
            return False
        self.clear()
        return True

    def keep_typed(self) -> None:
        if self._draft:
            self._draft.keep_if_waiting()

    def leave(self) -> bool:
        """What is typed is kept as a draft; only a correction would be lost."""
        self.keep_typed()
        return self._old is None or ask(
            self, "Nhập tổng hợp", "Bỏ bản sửa đang gõ, chưa lưu?", "Bỏ", "Gõ tiếp", danger=True
        )

    # -- what can be done ---------------------------------------------------------------------

    def save(self) -> bool:
        """Check and store; False when something must be mended first."""
        session, campaign, form = self._session, self._session.campaign, self._form
        if campaign is None or form is None:
            return False
        raw = form.raw()
        village = village_of(raw, self._villages)
        values, errors = check_form(raw, campaign, self._villages, self._others(village),
                                    date.today())  # fmt: skip
        form.show_errors(errors)
        if errors or village is None:
            return False
        db, by, old = session.db, session.user, self._old
        if old:
            written = edit_and_write(
                self, f"Sửa số tổng hợp {old.days}", [WHY_FIELD], {},
                lambda texts: correct_tally(db, campaign, old, values, texts["reason"], by=by),
                save="Ghi bản sửa", columns=1,
            )  # fmt: skip
            if written is None:
                return False
            self._saved(*written, village, "Đã sửa")
            return True
        try:
            changes, tally = save_tally(db, campaign, village.id, values, by=by)
        except AppError as refusal:
            tell(self, "Chưa ghi được", refusal.message, refusal.hint, error=True)
            return False
        self._saved(changes, tally, village, "Đã lưu")
        return True

    def clear(self) -> None:
        """An empty form; a correction that was begun is dropped."""
        self._old = None
        self._form_card.set_title("Số tổng hợp")
        self._save.configure(text="Lưu (F9)")
        if self._form:
            self._form.enable("village", on=True)
            self._form.fill({})
            self._on_typed()
            self.focus_first()

    def correct(self, tally_id: str) -> None:
        """The numbers of an entry in the form, to be changed."""
        line = self._line(tally_id)
        campaign = self._session.campaign
        if line is None or campaign is None or self._form is None:
            return
        if not line.stands:
            self._session.status("Số này đã được sửa hoặc rút lại; chọn dòng đang dùng.")
            return
        self._old = line.tally
        raw = format_row(tally_fields(campaign), tally_row(line.tally))
        self._form.fill(raw | {"village": self._label(line.tally.village_id)})
        self._form.enable("village", on=False)
        self._form_card.set_title(f"Sửa số tổng hợp {line.tally.days}")
        self._save.configure(text="Ghi bản sửa (F9)")
        self._on_changed()
        self.after(theme.FOCUS_MS, self.focus_first)

    def withdraw(self, tally_id: str) -> None:
        line = self._line(tally_id)
        campaign = self._session.campaign
        if line is None or campaign is None or not line.stands:
            return
        db, by, old = self._session.db, self._session.user, line.tally
        label = self._label(old.village_id)

        def write(texts: dict[str, str]) -> Changes:
            return void_tally(db, campaign, old, texts["reason"], by=by)

        changes = edit_and_write(self, f"Rút số tổng hợp {label}, {old.days}", [WHY_FIELD], {},
                                 write, save="Rút lại", columns=1)  # fmt: skip
        if changes:
            if self._old == old:
                self.clear()
            self._session.changed(changes)
            self._session.toast(f"Đã rút số tổng hợp {label}, {old.days}.")

    def _saved(self, changes: Changes, tally: Tally, village: Village, words: str) -> None:
        form = self._form
        assert form
        words = words if changes else "Số này đã có từ trước, không đổi:"
        if self._draft:
            self._draft.keep_nothing()
        self.clear()
        form.set("village", village.label)  # the next day of the same village
        self._session.changed(changes)
        self._session.toast(f"{words} số tổng hợp {village.label}, {tally.days}.")
        self._on_changed()
        form.focus_field("from_on")

    # -- showing ------------------------------------------------------------------------------

    def _refresh(self) -> None:
        session, campaign = self._session, self._session.campaign
        self._villages = list_villages(session.db)
        if campaign is None or not self._villages:
            self._show_empty(campaign)
            return
        if self._empty:
            self._empty.destroy()
            self._empty = None
            self._page.pack(fill="both", expand=True)
        self._make_form(campaign)
        self._lines = list_tallies(session.db, campaign)
        labels = {v.id: v.label for v in self._villages}
        self.list.show([tally_list_row(x, labels) for x in self._lines])
        self.chosen(self.list.selected_id)
        self._on_changed()
        self._lay_out()

    def _show_empty(self, campaign: Campaign | None) -> None:
        self._page.pack_forget()
        if self._empty:
            self._empty.destroy()
        if campaign is None:
            text, button, go = "Chưa có đợt vận động nào.", "Tạo đợt vận động (F6)", "campaigns"
        else:
            text, button, go = "Chưa có thôn, bản nào.", "Ghi thôn, bản (F7)", "settings"
        self._empty = EmptyPage(self, f"{text} {ABOUT}", button,
                                partial(self._session.show, go), icon="calculator")  # fmt: skip
        self._empty.pack(fill="both", expand=True)

    def _make_form(self, campaign: Campaign) -> None:
        """Made anew when the campaign's questions or the villages changed; what is typed stays."""
        fields = form_fields(campaign, self._villages)
        wanted = (campaign.id, tuple((f.name, f.label) for f in fields), tuple(self._villages))
        if self._form and self._made_for == wanted:
            return
        if self._form and self._made_for[0] != campaign.id:
            self._put_away()
        typed = self._form.raw() if self._form else {}
        if self._form:
            self._form.destroy()
        self._made_for = wanted
        self._form = Form(self._form_holder, fields, layout=form_layout(fields), submit=self.save)
        self._form.pack(fill="x")
        if self._draft is None and may(self._session.user, "save_tally"):
            self._draft = Draft(self, self._session, f"tally:{campaign.id}", self._draft_texts)
            if self._draft.kept:
                typed = self._draft.kept
                self._session.status("Đã lấy lại số tổng hợp đang nhập dở.")
        self._form.fill(typed)
        self._form.on_change(self._on_typed)
        field = self._form.input("village").stops[0]
        field.bind("<FocusOut>", lambda _: self._name_village(), add=True)

    def _name_village(self) -> None:
        """The field was left: the whole name of the village that is meant, for all to see."""
        if self._form and self._form.winfo_exists():
            village = village_of(self._form.raw(), self._villages)
            if village and self._form.raw()["village"] != village.label:
                self._form.set("village", village.label)

    def _put_away(self) -> None:
        """Another campaign: what is typed for the one before stays in its draft."""
        if self._draft:
            self._draft.keep_if_waiting()
            self._draft = None
        self.clear()

    def _on_typed(self) -> None:
        if self._draft:
            self._draft.touch()
        self._on_changed()

    def _draft_texts(self) -> dict[str, str] | None:
        """A correction is no draft: its entry is stored as it was."""
        if self._form is None or self._old is not None or not self._is_typed():
            return None
        return self._form.raw()

    def _others(self, village: Village | None) -> list[Tally]:
        campaign = self._session.campaign
        if village is None or campaign is None:
            return []
        found = list_standing(self._session.db, campaign, village.id)
        return [t for t in found if self._old is None or t.id != self._old.id]

    def _on_changed(self) -> None:
        """Notes follow what is typed, when the typing rests."""
        if self._note_job:
            self.after_cancel(self._note_job)
        self._note_job = self.after(NOTE_MS, self._show_notes)

    def _show_notes(self) -> None:
        self._note_job = ""
        campaign, form = self._session.campaign, self._form
        if campaign is None or form is None:
            return
        raw = form.raw()
        village = village_of(raw, self._villages)
        values, _ = parse_row(form_fields(campaign, self._villages), with_last_day(raw))
        notes: list[str] = []
        if village and self._is_typed():
            notes = read_notes(self._session.db, campaign, village, values, self._old,
                               self._others(village))  # fmt: skip
        self._side.show_notes(notes)

    def _is_typed(self) -> bool:
        raw = self._form.raw() if self._form else {}
        return any(text.strip() for name, text in raw.items() if name != "village")

    def _line(self, tally_id: str) -> TallyLine | None:
        return next((x for x in self._lines if x.tally.id == tally_id), None)

    def _label(self, village_id: str) -> str:
        return next((v.label for v in self._villages if v.id == village_id), "–")

    def chosen(self, tally_id: str) -> None:
        """What an entry says in full, under the list."""
        line, campaign = self._line(tally_id), self._session.campaign
        text = ABOUT
        if line and campaign:
            text = describe_line(line, campaign, self._label(line.tally.village_id))
            over = read_over(self._session.db, campaign, line.tally.village_id)
            text = f"{text} {over}".strip()
        self._side.describe(text)

    # -- building and layout ------------------------------------------------------------------

    def _build_form_card(self) -> None:
        body = self._form_card.body
        body.columnconfigure(0, weight=1)
        self._form_holder = ttk.Frame(body)
        self._form_holder.grid(row=0, column=0, sticky="ew")
        buttons = ttk.Frame(body)
        buttons.grid(row=1, column=0, sticky="w", pady=(px(14), 0))
        self._save = ttk.Button(buttons, text="Lưu (F9)", bootstyle="primary", command=self.save)
        self._save.pack(side="left")
        ttk.Button(buttons, text="Xóa trắng (F8)", bootstyle="outline",
                   command=self.clear).pack(side="left", padx=(px(8), 0))  # fmt: skip
        if not may(self._session.user, "save_tally"):
            self._save.state(["disabled"])

    def _lay_out(self) -> None:
        """Side by side, or the list under the form in a narrow window."""
        narrow = theme.is_compact(self.winfo_toplevel().winfo_width(), theme.zoom())
        body = self._page.body
        body.columnconfigure(0, weight=1)
        body.columnconfigure(1, minsize=0 if narrow else px(LIST_WIDTH))
        self._form_card.grid(row=0, column=0, sticky="nsew")
        if narrow:
            self._side.grid(row=1, column=0, sticky="nsew", padx=0, pady=(px(GAP), 0))
        else:
            self._side.grid(row=0, column=1, sticky="nsew", padx=(px(GAP), 0), pady=0)
        height = self.winfo_height() if not narrow else 0
        body.rowconfigure(0, minsize=max(px(LIST_HEIGHT), height) if not narrow else 0)
        body.rowconfigure(1, minsize=px(LIST_HEIGHT + 260) if narrow else 0)

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self and self._empty is None:
            self._lay_out()
