"""Thiết lập, "Nhật ký": who did what and when, searched by day, person, action and text; whether
the log is as it was written. The files for an inspector: ui/settings_audit_files.py.
"""

import tkinter as tk
from collections.abc import Iterable, Mapping
from functools import partial

import ttkbootstrap as ttk

from domain.audit import (
    ERASED,
    AuditEntry,
    action_words,
    detail_words,
    ids_in,
    line_words,
)
from domain.days import format_day
from domain.errors import AppError
from domain.fields import Choice, Day, Field, Option, Text, parse_row
from domain.numerals import format_count
from domain.text import sort_key
from domain.users import may, refusal_words
from storage.audit import (
    Verified,
    Wanted,
    audit_head,
    count_entries,
    find_head,
    list_entries,
    list_who_did_what,
    name_ids,
    printed_head,
    verify_with_state,
)
from storage.database import open_database
from ui.action_list import when_low
from ui.allowing import grey
from ui.dialogs import tell
from ui.edit import edit_and_write
from ui.flow import Flow
from ui.forms import Form
from ui.keys import bind_page_keys
from ui.paragraph import Paragraph
from ui.session import Session
from ui.settings_audit_files import ask_csv, ask_jsonl, ask_key
from ui.tables import Column, ListRow, VirtualList
from ui.tasks import Report
from ui.theme import px, zoom

EVERYBODY, EVERYTHING = "Mọi người", "Mọi việc"
NO_FILTER = {"actor": EVERYBODY, "action": EVERYTHING}
COLUMNS = (
    Column("at", "Lúc", 140, sortable=False),
    Column("actor", "Người", 150, sortable=False),
    Column("action", "Việc", 200, sortable=False),
    Column("target", "Đối tượng", 260, grow=True, compact=False, sortable=False),
    Column("detail", "Nội dung", 220, grow=True, sortable=False),
)
NARROW = 900  # logical width below which the target is left out: it stands under the list
TYPED_MS = 300
FIND = "Tìm, lọc (Ctrl+F)"
HEAD_FIELD = Field(
    "head", "Dấu nhật ký in ở trang “Nguồn” của báo cáo", Text(), required=True, width=30,
    hint="Mười hai ký tự, ví dụ 3f9a 0c11 77de",
)  # fmt: skip
GREYED = "Chỉ phụ trách và quản trị xem nhật ký. Mọi việc bạn làm vẫn được ghi với tên và giờ."

ABOUT = (
    "Dấu nhật ký hiện nay: {}. Dấu này in trên mỗi báo cáo và ghi trong mỗi bản sao lưu; đối chiếu "
    "với giấy cũ thì biết nhật ký có bị cắt bớt hay không."
)


def filter_fields(known: Iterable[tuple[str, str]]) -> tuple[Field, ...]:
    """Who and what the log has is what can be chosen, in the order of the words."""
    pairs = set(known)
    people = sorted((Option(a, a) for a in {who for who, _ in pairs}), key=_label_key)
    things = sorted((Option(a, action_words(a)) for a in {what for _, what in pairs}),
                    key=_label_key)  # fmt: skip
    return (
        Field("since", "Từ ngày", Day(), width=12),
        Field("until", "Đến ngày", Day(), width=12),
        Field("actor", "Người", Choice((Option("", EVERYBODY), *people)), width=20),
        Field("action", "Việc", Choice((Option("", EVERYTHING), *things)), width=26),
        Field("text", "Tìm mã hộ, chữ", Text(), width=24),
    )


def _label_key(option: Option) -> str:
    return sort_key(option.label)


def wanted_of(values: Mapping[str, object]) -> Wanted:
    def text(name: str) -> str:
        return str(values.get(name) or "")

    return Wanted(text("since"), text("until"), text("actor"), text("action"), text("text"))


def entry_row(entry: AuditEntry, names: Mapping[str, str]) -> ListRow:
    action, target = line_words(entry, names)
    texts = {
        "at": format_day(entry.at[:19])[:16], "actor": entry.actor,
        "action": action, "target": target,
        "detail": detail_words(entry, names),
    }  # fmt: skip
    return ListRow(str(entry.seq), texts, ("muted",) if texts["detail"] == ERASED else ())


def entry_words(row: ListRow) -> str:
    """The whole line under the list, where columns were too narrow for it."""
    t = row.texts
    parts = [t["action"], t["target"], t["detail"]]
    return f"Mục {row.id}, {t['at']}, {t['actor']}: {'; '.join(p for p in parts if p)}."


def verdict_words(found: Verified) -> tuple[str, str]:
    """(what was found, what to do about it)."""
    if found.ok:
        erased = f" {format_count(found.erased)} mục đã xóa nội dung theo yêu cầu về dữ liệu cá " \
                 "nhân, vẫn còn dấu." if found.erased else ""  # fmt: skip
        return f"Nhật ký nguyên vẹn: {format_count(found.entries)} mục.{erased}", (
            "Để chắc rằng không ai cắt các mục cuối, đối chiếu thêm dấu in trên báo cáo cũ."
        )
    return f"Nhật ký đã bị sửa hoặc thiếu từ mục {found.broken_at}.", (
        "Đừng làm tiếp trên tệp này. Hãy báo lãnh đạo và người phụ trách kỹ thuật, giữ nguyên máy, "
        "rồi xem bản sao lưu gần nhất."
    )


class AuditPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._job: str | None = None
        self._wanted = Wanted()
        self._rows: dict[str, ListRow] = {}
        self._allowed = may(session.user, "read_audit")
        self._known: set[tuple[str, str]] = set()  # (who, what) of the entries up to _known_until
        self._known_until = 0
        self._fields = filter_fields(())
        self._form: Form | None = None
        self._about = Paragraph(self, style="Caption.TLabel")
        self._about.pack(fill="x", pady=(0, px(8)))
        self._filters = ttk.Frame(self)
        self._filters.pack(fill="x", pady=(0, px(10)))
        self._list = VirtualList(self, COLUMNS, self._fetch, self._count, chosen=self._on_chosen,
                                 opened=self._tell_whole,
                                 empty="Không có mục nào như vậy.")  # fmt: skip
        self._buttons = Flow(self)
        self._buttons.pack(side="bottom", fill="x", pady=(px(10), 0))
        self._whole = Paragraph(self)
        self._whole.pack(side="bottom", fill="x", pady=(px(8), 0))
        self._list.pack(fill="both", expand=True)
        self._add_buttons()
        self._low = False
        when_low(self, self._set_low)
        self._list.bind("<Configure>", self._on_resize, add=True)
        bind_page_keys(self, {"<F11>": self.verify, "<F12>": self.ask_head})
        self.bind("<Destroy>", self._on_destroy)

    # -- what a page has ----------------------------------------------------------------------

    def refresh(self) -> None:
        db = self._session.db
        if not self._allowed:
            self._about.configure(text=f"{refusal_words(self._session.user)} {GREYED}")
            self._list.set_empty_text("")
            return
        self._known |= list_who_did_what(db, self._known_until)
        self._known_until = audit_head(db).seq
        fields = filter_fields(self._known)
        if fields != self._fields:
            self._build_filters(fields)
        head = printed_head(db)
        self._about.configure(text=ABOUT.format(head) if head else "Chưa có mục nào.")
        self._list.reload()

    def focus_first(self) -> None:
        self._list.focus_list()

    def focus_search(self) -> None:
        """Ctrl+F: the text to search for, also where the filters wait behind their button."""
        if self._form:
            self._show_filters(shown=True)
            self._form.focus_field("text")

    def escape(self) -> bool:
        """Whether there was something to take away: filters, or only their fields on a low page."""
        opened = self._low and bool(self._filters.winfo_manager())
        if self._form is None or not (opened or self._typed_anything()):
            return False
        if self._job:
            self.after_cancel(self._job)
        self._form.fill(NO_FILTER)
        self._search()
        self._show_filters(shown=not self._low)
        self._list.focus_list()
        return True

    def _typed_anything(self) -> bool:
        raw = self._form.raw() if self._form else {}
        return any(text != NO_FILTER.get(name, "") for name, text in raw.items())

    # -- building -----------------------------------------------------------------------------

    def _build_filters(self, fields: tuple[Field, ...]) -> None:
        raw = self._form.raw() if self._form else NO_FILTER
        for child in self._filters.winfo_children():
            child.destroy()
        self._fields = fields
        self._form = Form(self._filters, fields, layout=(tuple(f.name for f in fields),),
                          submit=self._list.focus_list)  # fmt: skip
        self._form.pack(fill="x")
        self._form.fill(raw)
        self._form.on_change(self._on_typed)

    def _add_buttons(self) -> None:
        user = self._session.user
        self._always: list[tk.Widget] = []
        for text, run, style in (
            ("Kiểm tra nhật ký (F11)", self.verify, "primary"),
            ("Đối chiếu dấu trên báo cáo (F12)", self.ask_head, "outline"),
        ):
            button = ttk.Button(self._buttons, text=text, command=run, bootstyle=style)
            grey(button, user, "read_audit")
            self._buttons.add(button)
            self._always.append(button)
        files = ttk.Menubutton(self._buttons, text="Xuất tệp   ", bootstyle="outline")
        menu = ttk.Menu(files, tearoff=False)
        for text, ask, permission in (
            ("Bảng CSV …", ask_csv, "export_audit"),
            ("Nhật ký cho cơ quan kiểm tra …", ask_jsonl, "export_audit"),
            ("Khóa kiểm tra …", ask_key, "export_audit_key"),
        ):
            allowed = may(user, permission)
            menu.add_command(label=text if allowed else f"{text} (không có quyền)",
                             command=partial(ask, self, self._session),
                             state="normal" if allowed else "disabled")  # fmt: skip
        files.configure(menu=menu)
        grey(files, user, "export_audit")
        self._buttons.add(files)
        self._always.append(files)

        self._find = ttk.Button(self._buttons, text=FIND, command=self._toggle_filters,
                                bootstyle="outline")  # fmt: skip
        grey(self._find, user, "read_audit")

    def _set_low(self, low: bool) -> None:
        """The rows come first: the filters behind a button, the whole entry with Enter."""
        self._low = low
        self._buttons.show([*self._always, *([self._find] if low else [])])
        self._show_filters(shown=not low or self._wanted != Wanted())
        if low:
            self._whole.pack_forget()
        else:
            self._whole.pack(side="bottom", fill="x", pady=(px(8), 0), after=self._buttons)
        if low and self._allowed:
            self._about.pack_forget()
        else:
            first = self._filters if self._filters.winfo_manager() else self._list
            self._about.pack(fill="x", pady=(0, px(8)), before=first)

    def _show_filters(self, *, shown: bool) -> None:
        if shown:
            self._filters.pack(fill="x", pady=(0, px(10)), before=self._list)
        else:
            self._filters.pack_forget()

    def _toggle_filters(self) -> None:
        shown = not self._filters.winfo_manager()
        self._show_filters(shown=shown)
        if shown and self._form:
            self._form.focus_first()
        else:
            self._list.focus_list()

    def _tell_whole(self, id_: str) -> None:
        if row := self._rows.get(id_):
            tell(self, f"Mục {id_}", entry_words(row))

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        narrow = event.width / zoom() < NARROW
        self._list.show_columns([c.key for c in COLUMNS if c.compact or not narrow])

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self and self._job:
            self.after_cancel(self._job)

    # -- searching ----------------------------------------------------------------------------

    def _on_typed(self) -> None:
        if self._job:
            self.after_cancel(self._job)
        self._job = self.after(TYPED_MS, self._search)

    def _search(self) -> None:
        self._job = None
        assert self._form
        values, errors = parse_row(self._fields, self._form.raw())
        self._form.show_errors(errors)
        if not errors:
            self._wanted = wanted_of(values)
            self._list.reload(keep=False)
            self._whole.configure(text="")

    def _count(self) -> int:
        db, by = self._session.db, self._session.user
        return count_entries(db, self._wanted, by=by) if self._allowed else 0

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        db = self._session.db
        entries = list_entries(db, self._wanted, offset=offset, limit=limit,
                               by=self._session.user)  # fmt: skip
        names = name_ids(db, ids_in(entries))
        rows = [entry_row(e, names) for e in entries]
        self._rows = {**({} if len(self._rows) > 2000 else self._rows), **{r.id: r for r in rows}}
        return rows

    def _on_chosen(self, id_: str) -> None:
        if row := self._rows.get(id_):
            self._whole.configure(text=entry_words(row))

    # -- the chain ----------------------------------------------------------------------------

    def verify(self) -> None:
        session = self._session
        if not session.allows("read_audit"):
            return

        def work(report: Report) -> Verified:
            db = open_database(session.db.path)
            try:
                return verify_with_state(db, lambda n, total: report(n, total, ""))
            finally:
                db.close()

        session.tasks.run(work, self._verified, title="Đang kiểm tra nhật ký", modal=True)

    def _verified(self, found: Verified) -> None:
        words, hint = verdict_words(found)
        self._session.status(words)
        tell(self, "Kiểm tra nhật ký", words, hint, error=not found.ok)

    def ask_head(self) -> None:
        session = self._session
        if not session.allows("read_audit"):
            return

        def look(texts: dict[str, str]) -> str:
            found = find_head(session.db, texts["head"])
            if found is None:
                raise AppError(
                    "Nhật ký không có mục nào mang dấu này.",
                    "Hãy dò lại từng ký tự. Nếu đúng như trên giấy thì nhật ký đã bị cắt bớt hoặc "
                    "thay bằng tệp khác.",
                )
            since = audit_head(session.db).seq - found.seq
            return (
                f"Đúng: dấu của mục {format_count(found.seq)}, ghi lúc "
                f"{format_day(found.at[:16])}. Từ đó đến nay thêm {format_count(since)} mục."
            )

        said = edit_and_write(self, "Đối chiếu dấu nhật ký", (HEAD_FIELD,), {}, look, columns=1,
                              save="Đối chiếu (F9)")  # fmt: skip
        if said:
            tell(self, "Đối chiếu dấu nhật ký", said)
