"""The question when the file is not the one that was closed last: an older copy put back, or the
end of it lost with its write-ahead log (trust.md F7, F8).

To go on is on the record and under a new identity; until somebody does, the evidence stays and the
question comes back at the next start.
"""

import tkinter as tk
from collections.abc import Sequence

import ttkbootstrap as ttk

from domain.days import format_day
from domain.numerals import format_count
from storage.audit_chain import head_of
from storage.backups import Backup, backups_folder, list_backups
from storage.bundle import key_name
from storage.sidecar import Finding, Kind, accept_state, begin_state
from ui.backup_texts import Amount, amount_words
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


def fuller_backup(backups: Sequence[Backup], entries: int, key: str) -> Backup | None:
    """The backup of these data that knows most, where it knows more than the file."""
    ours = [b for b in backups if not b.problem and b.key == key and b.entries > entries]
    return max(ours, key=lambda b: b.entries, default=None)


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
    entries, _ = head_of(session.db.conn)
    backups = list_backups(backups_folder(session.folder))
    fuller = fuller_backup(backups, entries, key_name(session.db.keys))
    reason = OlderFileDialog(parent, finding, fuller).wait()
    if isinstance(reason, str):
        accept_state(session.db, finding, reason, by=session.user)
        begin_state(session.db)
        session.status("Đã ghi vào nhật ký; tiếp tục với tệp này.")
        return True
    session.show("settings", part="backup")
    return False


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
