"""The question when the file is not the one that was closed last: an older copy put back, or the
end of it lost with its write-ahead log (trust.md F7, F8).

To go on is on the record. What is written before somebody answers is under a new identity already
(storage.sidecar.part_ways); until then the evidence stays, a line stands over every page, and the
question comes back at the next start.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence

import ttkbootstrap as ttk

from domain.days import format_day
from domain.numerals import format_count
from storage.backups import Backup, backups_folder, list_backups
from storage.bundle import key_name
from storage.database import Database
from storage.sidecar import Finding, Kind, State, accept_state, begin_state, read_state
from ui.backup_texts import Amount, amount_words
from ui.cards import Banner
from ui.dialogs import Dialog
from ui.paragraph import Paragraph
from ui.session import Session
from ui.theme import icon_size, px

TITLE = "Tệp dữ liệu không như lúc đóng"
WIDTH = 560
GO_ON = (
    "Dùng tiếp: chương trình ghi việc này vào nhật ký và coi đây là một bản máy mới, để sau này "
    "gộp số liệu không mất phiếu."
)
LEAST_REASON = 5
FOUND = "Đã chọn sẵn bản sao lưu mới hơn: bấm Khôi phục (Enter) để dùng bản đó."
NOT_FOUND = "Máy này không có bản sao lưu mới hơn: cắm USB rồi bấm “Từ tệp khác …”."
SHORT = {
    Kind.ROLLED_BACK: "Tệp dữ liệu cũ hơn lần dùng trước. Chưa ai trả lời: đừng ghi phiếu vào đây.",
    Kind.OTHER_HISTORY: "Tệp dữ liệu không phải tệp dùng lần trước. Chưa ai trả lời: đừng ghi "
    "phiếu vào đây.",
    Kind.LOG_LOST: "Có thể mất những phiếu ghi cuối lần trước. Chưa ai trả lời: hãy xem lại.",
    Kind.UNPROVEN: "Chưa rõ tệp dữ liệu có phải bản mới nhất. Chưa ai trả lời: hãy xem lại.",
}


def describe(finding: Finding) -> str:
    """What was found, in the office's words."""
    at = format_day(finding.at[:16])
    match finding.kind:
        case Kind.ROLLED_BACK:
            return (
                f"Tệp dữ liệu này cũ hơn lần dùng trước ({at}): thiếu "
                f"{format_count(finding.missing)} việc đã ghi. Có thể ai đó đã chép tệp cũ đè lên."
            )
        case Kind.LOG_LOST:
            return (
                "Lần trước chương trình bị ngắt đột ngột, và tệp “tungnha.db-wal” không còn: những "
                f"phiếu ghi cuối cùng sau {at} có thể không còn."
            )
        case Kind.UNPROVEN:
            return (
                "Tệp “state.json” bị hỏng hoặc bị sửa, nên không biết tệp dữ liệu này có phải bản "
                "mới nhất không."
            )
        case _:
            return f"Tệp dữ liệu này không phải tệp đã dùng lần trước ({at})."


def fuller_backup(
    backups: Sequence[Backup], heads: Mapping[int, str], key: str, state: State | None = None
) -> Backup | None:
    """The backup of these data with something that the file has not: the very end that was known
    when the program was closed last, else the one with the longest log.

    `heads`: of the log in the file, by the number of entries. As many entries prove nothing: those
    of signing in to the older file stand where the lost ones stood.
    """
    ours = [b for b in backups if not b.problem and b.key == key and heads.get(b.entries) != b.head]
    known = (state.seq, state.head) if state else None
    return max(ours, key=lambda b: ((b.entries, b.head) == known, b.entries, b.made_at),
               default=None)  # fmt: skip


def heads_at(db: Database, backups: Sequence[Backup]) -> dict[int, str]:
    """What the log of the file says where the backups end."""
    found = {n: db.value("SELECT mac FROM audit WHERE seq=?", (n,))
             for n in {b.entries for b in backups}}  # fmt: skip
    return {n: mac.hex() for n, mac in found.items() if mac}


def describe_fuller(backup: Backup | None) -> str:
    if backup is None:
        return (
            "Trong máy không có bản sao lưu nào mới hơn tệp này. Hãy tìm tệp mới hơn ở USB hay máy "
            "khác trước khi dùng tiếp."
        )
    amount = amount_words(Amount(backup.households, backup.visits))
    return f"Có bản sao lưu mới hơn: {format_day(backup.made_at[:16])}, {amount}."


def ask_about_older_file(parent: tk.Misc, session: Session, finding: Finding) -> bool:
    """Whether somebody answered for going on with this file."""
    backups = list_backups(backups_folder(session.folder))
    seen = read_state(session.folder)
    fuller = fuller_backup(backups, heads_at(session.db, backups), key_name(session.db.keys),
                           seen.state if seen else None)  # fmt: skip
    reason = OlderFileDialog(parent, finding, fuller).wait()
    if isinstance(reason, str):
        accept_state(session.db, finding, reason, by=session.user)
        begin_state(session.db)
        session.status("Đã ghi vào nhật ký; tiếp tục với tệp này.")
        return True
    session.show("settings", part="backup", row=str(fuller.file) if fuller else "")
    session.status(FOUND if fuller else NOT_FOUND)
    return False


class OlderFileNotice(Banner):
    """Over every page until the question is answered, and also after “Tìm bản mới hơn”."""

    def __init__(self, page: tk.Misc, finding: Finding, answer: Callable[[], None]) -> None:
        over = next(iter(page.pack_slaves()), None)
        super().__init__(page, SHORT.get(finding.kind, SHORT[Kind.OTHER_HISTORY]))
        self.add_button("Trả lời …", answer)
        if over is not None:
            self.pack(fill="x", before=over)
        else:
            self.pack(fill="x")


class OlderFileDialog(Dialog):
    """Returns the reason to go on with the file, or None to look for the newer one."""

    def __init__(self, parent: tk.Misc, finding: Finding, fuller: Backup | None) -> None:
        super().__init__(parent, TITLE)
        ttk.Label(self.body, icon="exclamation-triangle", icon_size=icon_size(30),
                  style="Alarm.TLabel").pack(side="left", anchor="n")  # fmt: skip
        box = ttk.Frame(self.body)
        box.pack(side="left", fill="both", expand=True, padx=(px(16), 0))
        ttk.Frame(box, width=px(WIDTH)).pack()
        for text, style in (
            (describe(finding), "Strong.TLabel"), (describe_fuller(fuller), "TLabel"),
            (GO_ON, "TLabel"),
        ):  # fmt: skip
            Paragraph(box, text, style, wraplength=px(WIDTH)).pack(fill="x", pady=(0, px(8)))
        ttk.Label(box, text="Vì sao dùng tiếp tệp này", style="Caption.TLabel").pack(anchor="w")
        self._reason = ttk.Entry(box)
        self._reason.pack(fill="x", pady=(px(3), 0))
        self._said = ttk.Label(box, style="Error.TLabel")
        self._said.pack(anchor="w", pady=(px(4), 0))
        self.add_button("Tìm bản mới hơn", lambda: self.finish(None), main=True)
        self.add_button("Dùng tiếp tệp này", self._go_on, "danger outline")

    def _go_on(self) -> None:
        reason = " ".join(self._reason.get().split())
        if len(reason) < LEAST_REASON:
            self._said.configure(text="Hãy ghi lý do, ví dụ “máy hỏng, dùng bản chép tuần trước”.")
            self._reason.focus_set()
        else:
            self.finish(reason)
