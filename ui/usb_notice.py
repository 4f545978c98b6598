"""Once a week a line over the page: copy the backups to a stick. Never a window in the way."""

import tkinter as tk

from ui.backup_usb import copy_to_usb
from ui.cards import Banner
from ui.session import Session

TEXT = "Đã đến kỳ chép bản sao lưu ra USB: máy hỏng hay mất thì vẫn còn số liệu."


class UsbNotice(Banner):
    """Goes when it is answered; BackupRuns remembers for a week that it was shown."""

    def __init__(self, page: tk.Misc, session: Session) -> None:
        over = next(iter(page.pack_slaves()), None)
        super().__init__(page, TEXT)
        self._session = session
        self.add_button("Để tuần sau", self.destroy)
        self.add_button("Chép ra USB …", self._copy)
        if over is not None:
            self.pack(fill="x", before=over)
        else:
            self.pack(fill="x")

    def _copy(self) -> None:
        """A copy on the disk of the data is none: then the line stays."""
        copy_to_usb(self.winfo_toplevel(), self._session, self.destroy)
