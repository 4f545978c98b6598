"""A virtual screen whose pixels can be read: when a program has drawn its window, whatever it is
written in. Linux with Xvfb and xdotool."""

import mmap
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

WIDTH, HEIGHT = 1366, 768
LINE = WIDTH * 4  # bytes
EDGE_X = 30  # every window of ours covers that column; the pointer lies in the middle
POLL = 0.002
CALM = 0.3  # seconds without a change: what was put off for a moment came in this time


class Screen:
    def __init__(self, number: str, pixels: mmap.mmap) -> None:
        self._display, self._pixels = f":{number}", pixels

    def environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self._display}

    def run(self, command: Sequence[str]) -> "subprocess.Popen[bytes]":
        """Begun when the window of the program before is gone from the screen."""
        while len(set(self.column(EDGE_X))) > 1:
            time.sleep(POLL)
        return subprocess.Popen(
            command, env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def press(self, key: str) -> None:
        subprocess.run(["xdotool", "key", key], env=self.environment(), check=True)

    def column(self, x: int) -> bytes:
        """One byte of each dot of that column."""
        return self._pixels[x * 4 - LINE * HEIGHT :: LINE]

    def until_drawn(
        self, x: int, process: "subprocess.Popen[bytes]", seconds: float = 60
    ) -> tuple[float, float]:
        """From now to the last change of column `x` before it stands still: milliseconds on the
        clock, and milliseconds the process had on the processors since it began."""
        start = time.perf_counter()
        blank = before = self.column(x)
        changed, used = start, 0.0
        while (now := time.perf_counter()) - start < seconds and process.poll() is None:
            seen = self.column(x)
            if seen != before:
                before, changed, used = seen, now, processor_ms(process.pid)
            elif before != blank and now - changed > CALM:
                return (changed - start) * 1000, used
            time.sleep(POLL)
        raise RuntimeError("the window was not drawn")


def processor_ms(pid: int) -> float:
    """Of all threads of the process: what other programs on this machine cannot spoil."""
    used = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # it ended just now
            used += int((task / "schedstat").read_text().split()[0])
    return used / 1e6


@contextmanager
def screen() -> Iterator[Screen]:
    reader, writer = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-fbdir", folder, "-screen", "0",
             f"{WIDTH}x{HEIGHT}x24", "-dpi", "96", "-nolisten", "tcp", "-noreset"],
            pass_fds=[writer], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writer)
        try:
            with os.fdopen(reader) as answer:
                number = answer.readline().strip()
            with (Path(folder) / "Xvfb_screen0").open("rb") as file:
                yield Screen(number, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ))
        finally:
            server.terminate()
            server.wait()
