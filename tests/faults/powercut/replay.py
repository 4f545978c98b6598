"""What a disk may hold after a power cut, worked out from the record of recorder.c.

The model is that of POSIX at its strictest. What was flushed is there. Of what was not, each file
keeps nothing, all, the first part, any part, or a write torn within 512-byte sectors; a name that
was made, renamed or deleted since its folder was flushed may be so or not yet, in order or out of
it. A drive that lies ignores a share of the flushes.
"""

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
SECTOR = 512
_HEAD, _TAIL = struct.Struct("<cH"), struct.Struct("<qI")


@dataclass(frozen=True)
class Event:
    """W write, T cut, S flush, U delete, M rename, L second name, C make.

    `path` is inside the folder; "" is the folder itself.
    """

    kind: str
    path: str
    offset: int = 0
    data: bytes = b""


@dataclass
class Content:
    """One file whatever it is called: what is safe of it, and what was written since."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[Event] = field(default_factory=list)

    def flush(self) -> None:
        for event in self.waiting:
            _apply(self.safe, event)
        self.waiting = []


@dataclass(frozen=True)
class Naming:
    """A change of the folder that was not flushed yet."""

    path: str
    content: Content | None  # None: deleted
    was: str = ""  # renamed from


def read_log(log: Path, folder: Path) -> list[Event]:
    """Shared memory and locks live no longer than the programs: they are left out."""
    raw, at, events = log.read_bytes(), 0, []
    while at < len(raw):
        kind, length = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        path = _inside(raw[at : at + length].decode(), folder)
        at += length
        offset, size = _TAIL.unpack_from(raw, at)
        at += _TAIL.size
        data = raw[at : at + size]
        at += size
        if kind in (b"M", b"L"):
            data = _inside(data.decode(), folder).encode()
        if not path.endswith(("-shm", ".lock", "(deleted)")):
            events.append(Event(kind.decode(), path, offset, data))
    return events


def _inside(path: str, folder: Path) -> str:
    return path.removeprefix(str(folder)).lstrip("/")


def _apply(content: bytearray, event: Event) -> None:
    end = event.offset if event.kind == "T" else event.offset + len(event.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if event.kind == "T":
        del content[end:]
    else:
        content[event.offset : end] = event.data


class Disk:
    """A folder on a disk, through all the events of a record."""

    def __init__(self, start: dict[str, bytes], ignores: Callable[[], bool]) -> None:
        self._now = {name: Content(bytearray(raw)) for name, raw in start.items()}
        self._safe = dict(self._now)
        self._names: list[Naming] = []
        self._ignores = ignores

    def take(self, event: Event) -> None:
        path = event.path
        if event.kind == "S":
            if self._ignores():
                return
            if path in self._now:
                self._now[path].flush()
            else:
                self._flush_names(path)
        elif event.kind == "U":
            self._now.pop(path, None)
            self._names.append(Naming(path, None))
        elif event.kind == "M":
            moved, new = self._now.pop(path), event.data.decode()
            self._now[new] = moved
            self._names.append(Naming(new, moved, path))
        elif event.kind == "L":
            new = event.data.decode()
            self._now[new] = self._now[path]
            self._names.append(Naming(new, self._now[new]))
        else:
            if path not in self._now:
                self._now[path] = Content()
                self._names.append(Naming(path, self._now[path]))
            if event.kind != "C":
                self._now[path].waiting.append(event)

    def _flush_names(self, folder: str) -> None:
        def is_here(naming: Naming) -> bool:
            return naming.path.rpartition("/")[0] == folder

        for naming in filter(is_here, self._names):
            _rename(self._safe, naming)
        self._names = [n for n in self._names if not is_here(n)]

    def cut(self, pick: random.Random) -> dict[str, bytes]:
        """Name -> content of what one power cut at this moment may leave."""
        names = dict(self._safe)
        for naming in _some(self._names, pick):
            _rename(names, naming)
        left = {}
        for name, content in names.items():
            raw = bytearray(content.safe)
            for event in _torn(_some(content.waiting, pick), pick):
                _apply(raw, event)
            left[name] = bytes(raw)
        return left


def _rename(names: dict[str, Content], naming: Naming) -> None:
    names.pop(naming.was, None)
    if naming.content is None:
        names.pop(naming.path, None)
    else:
        names[naming.path] = naming.content


def _some(waiting: list[T], pick: random.Random) -> list[T]:
    way = pick.choice(("none", "all", "first", "any"))
    if way == "any":
        return [w for w in waiting if pick.random() < 0.5]
    return waiting[: {"none": 0, "all": len(waiting)}.get(way, pick.randrange(len(waiting) + 1))]


def _torn(events: list[Event], pick: random.Random) -> list[Event]:
    """Now and then the last write got no further than some of its sectors."""
    if not events or pick.random() < 0.75 or len(events[-1].data) <= SECTOR:
        return events
    last = events[-1]
    cut = pick.randrange(1, len(last.data) // SECTOR + 1) * SECTOR
    return [*events[:-1], Event(last.kind, last.path, last.offset, last.data[:cut])]


def power_cuts(
    events: list[Event], start: dict[str, bytes], acks: str, points: int, seed: int,
    lies: float = 0.0,
) -> Iterator[tuple[dict[str, bytes], int]]:  # fmt: skip
    """(what the disk holds, last step acknowledged) after cuts at random moments.

    `acks`: the file in which steps are acknowledged; it stands for what a person was told.
    """
    pick = random.Random(seed)
    moments = set(pick.sample(range(len(events)), min(points, len(events))))
    disk, acked = Disk(start, lambda: pick.random() < lies), 0
    for n, event in enumerate(events):
        if event.path == acks:
            acked = int(event.data) if event.kind == "W" else acked
        else:
            disk.take(event)
        if n in moments:
            yield disk.cut(pick), acked
