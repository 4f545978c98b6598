"""The program's own log: one rotating file beside the data, ids, never names (K11).

One process writes one file: on Windows nobody can turn over a file that another one has open. A
second start, another window of the same folder, takes the next name.
"""

import contextlib
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from filelock import FileLock, Timeout

from storage.paths import log_file, user_folder

MOST_BYTES, OLDER = 500_000, 2
WRITERS = 3  # at the same time; whoever comes later keeps no log


class ProgramLog(RotatingFileHandler):
    """Raises filelock.Timeout when another process writes this file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._held = FileLock(path.with_name(f"{path.name}.lock"), timeout=0)
        self._held.acquire()
        try:
            super().__init__(path, maxBytes=MOST_BYTES, backupCount=OLDER, encoding="utf-8")
        except BaseException:
            self._held.release()
            raise
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def doRollover(self) -> None:
        """Where a scanner or a reader holds the file, it grows on until they let go."""
        try:
            super().doRollover()
        except OSError:
            self.stream = self.stream or self._open()

    def close(self) -> None:
        super().close()
        self._held.release()


def start_log(folder: Path) -> None:
    """Beside the data; for this user where that is write-protected."""
    for log in (log_file(folder), log_file(user_folder())):
        for number in range(1, WRITERS + 1):
            path = log.with_stem(f"{log.stem}-{number}") if number > 1 else log
            with contextlib.suppress(OSError, Timeout):
                logging.getLogger().addHandler(ProgramLog(path))
                logging.getLogger().setLevel(logging.INFO)
                return


def written_log(folder: Path) -> Path:
    """What this process writes; where it writes none, what stands beside the data."""
    written = (h.baseFilename for h in logging.getLogger().handlers if isinstance(h, ProgramLog))
    return Path(next(written, log_file(folder)))
