"""What is to be printed: the dialog for new sheets, the one for sheets again, and for leaflets."""

import tkinter as tk
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import ttkbootstrap as ttk

from domain.days import format_day
from domain.fields import Choice, Day, Field, Option, Row, parse_row
from domain.sheets import DEFAULT_LINES, LINES_FIELD
from domain.teams import Team
from domain.villages import Village
from ui import theme
from ui.dialogs import WRITTEN, Dialog, choose_folder, last_folder
from ui.forms import Form
from ui.keys import bind_function_key, bind_moves
from ui.preferences import PcSettings
from ui.sheet_files import BOTH, PDF, XLSX, PrintRequest
from ui.theme import px

KINDS = (
    Option("FIRST", "Lượt đầu", "1"),
    Option("REVISIT", "Quay lại", "2"),
    Option("TECH", "Kỹ thuật", "3"),
)
FILES = (
    Option(PDF, "PDF", "1"),
    Option(XLSX, "Excel", "2"),
    Option(BOTH, "Cả hai", "3"),
)
ALL_TEAMS = "Không theo tổ"
FILES_FIELD = Field("files", "Loại tệp", Choice(FILES), required=True, width=40,
                    hint="PDF để in; Excel để điền trên máy rồi nhận lại")  # fmt: skip


def print_fields(teams: Sequence[Team]) -> tuple[Field, ...]:
    names = (ALL_TEAMS, *(t.name for t in teams if not t.retired))
    return (
        Field("kind", "Loại phiếu", Choice(KINDS), required=True, width=40,
              hint="Quay lại: hộ đến hẹn; kỹ thuật: hộ có máy nhưng chưa cài được"),
        Field("due", "Đến hẹn tính đến ngày", Day(), width=12),
        Field("team", "Tổ", Choice(tuple(Option(n, n) for n in names)), width=24),
        Field("cluster", "Cụm, ngõ (khi chọn một thôn, bản)", width=20),
        LINES_FIELD,
        FILES_FIELD,
    )


LAYOUT = (("kind",), ("team", "cluster"), ("lines", "due"), ("files",))


def check_request(values: Row, villages: Sequence[str]) -> dict[str, str]:
    """Messages by field for what cannot be printed."""
    if values.get("cluster") and len(villages) != 1:
        return {"cluster": "Cụm chỉ lọc được khi chọn đúng một thôn, bản."}
    return {}


def make_request(
    values: Row, villages: Sequence[str], teams: Sequence[Team], folder: Path
) -> PrintRequest:
    kind = str(values["kind"])
    return PrintRequest(
        folder, kind, tuple(villages), str(values["cluster"] or ""),
        next((t.id for t in teams if t.name == values["team"]), ""),
        str(values["due"] or "") if kind == "REVISIT" else "",
        int(values["lines"] or DEFAULT_LINES), str(values["files"]),
    )  # fmt: skip


def village_words(villages: Sequence[Village], counts: dict[str, int]) -> list[str]:
    """ "Bản Chiềng   120 hộ"."""
    return [f"{v.label}   {counts.get(v.id, 0)} hộ" for v in villages]


def chosen_words(chosen: int) -> str:
    return f"Đã chọn {chosen} thôn, bản" if chosen else "Không chọn dòng nào: cả xã, phường"


class _Villages(ttk.Frame):
    """A list of which several may be chosen: arrows and space, or clicks. None means all."""

    def __init__(
        self, parent: tk.Misc, villages: Sequence[Village], counts: dict[str, int]
    ) -> None:
        super().__init__(parent)
        self._villages = villages
        ttk.Label(self, text="Thôn, bản", style="Caption.TLabel").pack(anchor="w", pady=(0, px(3)))
        box = ttk.Frame(self)
        box.pack(fill="both", expand=True)
        c = theme.colours()
        self.list = tk.Listbox(
            box, selectmode="multiple", exportselection=False, width=28, height=8,
            activestyle="dotbox", font="TkTextFont", background=c.background, foreground=c.text,
            selectbackground=c.selection, selectforeground=c.text, highlightthickness=1,
            highlightbackground=c.border, highlightcolor=c.accent, relief="flat",
            borderwidth=px(4),
        )  # fmt: skip
        bar = ttk.Scrollbar(box, command=self.list.yview)
        self.list.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.list.pack(side="left", fill="both", expand=True)
        self.list.insert("end", *village_words(villages, counts))
        self.list.activate(0)  # inserting moved it to the end
        self._said = ttk.Label(self, text=chosen_words(0), style="Caption.TLabel")
        self._said.pack(anchor="w", pady=(px(4), 0))
        self.list.bind("<<ListboxSelect>>", lambda _: self._say())

    def chosen(self) -> tuple[str, ...]:
        return tuple(self._villages[n].id for n in self.list.curselection())

    def choose(self, village_id: str) -> None:
        for n, village in enumerate(self._villages):
            if village.id == village_id:
                self.list.selection_set(n)
                self.list.see(n)
        self._say()

    def _say(self) -> None:
        self._said.configure(text=chosen_words(len(self.chosen())))


FOLDER = "Thư mục ghi tờ phiếu"


class FolderChoice(ttk.Frame):
    """Where the files go, remembered on this PC."""

    def __init__(self, parent: tk.Misc, settings: PcSettings) -> None:
        super().__init__(parent)
        self._settings = settings
        self.path = Path(settings["sheet_folder"] or last_folder(settings, FOLDER, WRITTEN))
        ttk.Label(self, text="Ghi vào thư mục", style="Caption.TLabel").grid(
            row=0, column=0, sticky="w", pady=(0, px(3))
        )
        self._name = ttk.Entry(self, width=44)
        self._name.grid(row=1, column=0, sticky="ew")
        ttk.Button(self, text="Chọn thư mục …", bootstyle="outline", command=self._choose).grid(
            row=1, column=1, padx=(px(8), 0)
        )
        self.columnconfigure(0, weight=1)
        bind_moves(self._name, lambda: self._go(self._name.tk_focusNext()),
                   lambda: self._go(self._name.tk_focusPrev()), enter=False)  # fmt: skip
        self._show()

    def _go(self, target: tk.Misc | None) -> None:
        if target:
            target.focus_set()

    def get(self) -> Path:
        typed = self._name.get().strip()
        self.path = Path(typed) if typed else self.path
        self._settings["sheet_folder"] = str(self.path)
        return self.path

    def _choose(self) -> None:
        chosen = choose_folder(self, FOLDER, str(self.get()))
        if chosen:
            self.path = chosen
            self._show()

    def _show(self) -> None:
        self._name.delete(0, "end")
        self._name.insert(0, str(self.path))


def ask_print(
    parent: tk.Misc, settings: PcSettings, villages: Sequence[Village], counts: dict[str, int],
    teams: Sequence[Team], village: str = "", kind: str = "FIRST",
) -> PrintRequest | None:  # fmt: skip
    """What to print; None when closed. `village` is chosen to begin with."""
    dialog = Dialog(parent, "In tờ phiếu")
    places = _Villages(dialog.body, villages, counts)
    places.grid(row=0, column=0, sticky="nsew", padx=(0, px(18)))
    right = ttk.Frame(dialog.body)
    right.grid(row=0, column=1, sticky="nsew")
    fields = print_fields(teams)

    def accept() -> None:
        values, errors = parse_row(fields, form.raw())
        errors = errors or check_request(values, places.chosen())
        form.show_errors(errors)
        if not errors:
            dialog.finish(make_request(values, places.chosen(), teams, folder.get()))

    def follow() -> None:
        form.show_field("due", shown=form.raw()["kind"] == KINDS[1].label)

    form = Form(right, fields, layout=LAYOUT, submit=accept)
    form.pack(fill="x")
    folder = FolderChoice(right, settings)
    folder.pack(fill="x", pady=(px(10), 0))
    form.fill({
        "kind": next(k.label for k in KINDS if k.code == kind), "team": ALL_TEAMS,
        "lines": str(DEFAULT_LINES), "due": format_day(date.today().isoformat()),
        "files": FILES[0].label,
    })  # fmt: skip
    form.on_change(follow)
    follow()
    if village:
        places.choose(village)
    dialog.add_button("In thành tờ (F9)", accept, main=True)
    dialog.add_button("Hủy", lambda: dialog.finish(None))
    bind_function_key(dialog, "F9", accept)
    answer = dialog.wait(places.list)
    return answer if isinstance(answer, PrintRequest) else None


def ask_again(parent: tk.Misc, settings: PcSettings, words: str) -> tuple[Path, str] | None:
    """(folder, kind of files) for sheets that are printed once more."""
    dialog = Dialog(parent, "In lại tờ phiếu")
    said = f"In lại {words}: giữ số, giữ thứ tự hộ; tên và kết quả lần trước theo số liệu hôm nay."
    ttk.Label(dialog.body, text=said, wraplength=px(520), justify="left").pack(
        anchor="w", pady=(0, px(10))
    )

    def accept() -> None:
        values, errors = parse_row((FILES_FIELD,), form.raw())
        form.show_errors(errors)
        if not errors:
            dialog.finish((folder.get(), str(values["files"])))

    form = Form(dialog.body, (FILES_FIELD,), columns=1, submit=accept)
    form.pack(fill="x")
    folder = FolderChoice(dialog.body, settings)
    folder.pack(fill="x", pady=(px(10), 0))
    form.fill({"files": FILES[0].label})
    dialog.add_button("In lại (F9)", accept, main=True)
    dialog.add_button("Hủy", lambda: dialog.finish(None))
    bind_function_key(dialog, "F9", accept)
    dialog.after(60, form.focus_first)
    answer = dialog.wait()
    return answer if isinstance(answer, tuple) else None


def ask_leaflets(
    parent: tk.Misc, settings: PcSettings, villages: Sequence[Village], counts: dict[str, int]
) -> tuple[tuple[str, ...], Path] | None:
    """(villages, folder) for the leaflets; no village is every village."""
    dialog = Dialog(parent, "Tờ rơi cho hộ")
    text = (
        "Mỗi hộ một tờ A5, hai tờ trên một trang A4, ghi tên chủ hộ. Nội dung lấy từ đợt vận động: "
        "tên ứng dụng, tên viết khác, công dụng, trang hướng dẫn; sửa ở Đợt vận động (F6)."
    )
    ttk.Label(dialog.body, text=text, wraplength=px(460), justify="left").pack(
        anchor="w", pady=(0, px(10))
    )
    places = _Villages(dialog.body, villages, counts)
    places.pack(fill="both", expand=True)
    folder = FolderChoice(dialog.body, settings)
    folder.pack(fill="x", pady=(px(10), 0))

    def accept() -> None:
        dialog.finish((places.chosen(), folder.get()))

    dialog.add_button("Ghi tờ rơi (F9)", accept, main=True)
    dialog.add_button("Hủy", lambda: dialog.finish(None))
    bind_function_key(dialog, "F9", accept)
    answer = dialog.wait(places.list)
    return answer if isinstance(answer, tuple) else None
