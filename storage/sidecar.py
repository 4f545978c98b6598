"""state.json: how far the log had come, kept outside the database.

Without it an old file put back, or a write-ahead log that somebody deleted, looks like a healthy
database. begin_state() at the start, write_state() after a backup and now and then while work goes
on, end_state() at the close. read_state() must be called before the database is opened: opening it
makes the very file whose absence tells something.
"""

import hmac
import itertools
import json
import logging
import os
import struct
import threading
from dataclasses import asdict, dataclass, replace
from enum import Enum, auto
from pathlib import Path

from domain.users import User
from storage.audit_chain import head_of
from storage.database import Database, now, operation
from storage.device import Device, mint_device, read_stored_device
from storage.key_file import Keys
from storage.paths import database_file
from storage.safe_files import write_safely

log = logging.getLogger(__name__)

FILE = "state.json"
_WRITING = threading.Lock()  # the window writes it, and a backup on the worker
_HEAD, _FRAME = struct.Struct(">8I"), struct.Struct(">6I")
_WAL_MARKS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


class Kind(Enum):
    FINE = auto()
    ROLLED_BACK = auto()  # the file knows fewer entries than were written: `missing` of them
    OTHER_HISTORY = auto()  # as many, but not the same ones
    LOG_LOST = auto()  # the program was cut off and the write-ahead log is gone or unreadable
    UNPROVEN = auto()  # state.json is damaged, or not written with these keys


_EVIDENCE = (Kind.ROLLED_BACK, Kind.OTHER_HISTORY, Kind.UNPROVEN)


@dataclass(frozen=True)
class State:
    seq: int = 0
    head: str = ""
    device: str = ""
    at: str = ""
    clean: bool = True  # closed in order
    mac: str = ""


@dataclass(frozen=True)
class Seen:
    """What lay in the folder before the database was opened. state None: damaged."""

    state: State | None
    log_is_whole: bool
    commits: "Commits | None" = None


@dataclass(frozen=True)
class Commits:
    """What was once in the log, whole or not: the numbers of the frames that end a commit."""

    salts: tuple[int, ...] = ()  # others when the log was begun anew
    frames: tuple[int, ...] = ()


@dataclass(frozen=True)
class Finding:
    kind: Kind
    missing: int = 0
    at: str = ""  # when the last known state was written

    def __bool__(self) -> bool:
        return self.kind != Kind.FINE


def read_state(folder: Path) -> Seen | None:
    """None where no state was ever written: a new folder, or one of before there was a state."""
    try:
        text = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        text = b""
    return Seen(_parse(text), _log_is_whole(folder), read_commits(folder))


def _parse(text: bytes) -> State | None:
    try:
        state = State(**json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None
    kinds = {n: type(v) for n, v in asdict(State()).items()}
    return state if all(type(getattr(state, n)) is k for n, k in kinds.items()) else None


def _log_is_whole(folder: Path) -> bool:
    """Whether the write-ahead log is there and begins like one; an empty one has nothing in it."""
    wal = database_file(folder)
    try:
        with wal.with_name(f"{wal.name}-wal").open("rb") as f:
            mark = f.read(4)
    except OSError:
        return False
    return not mark or mark in _WAL_MARKS


def read_commits(folder: Path) -> Commits:
    """By the form that SQLite gives the file (fileformat2.html, 4)."""
    wal = database_file(folder)
    salts: tuple[int, ...] = ()
    frames = []
    try:
        with wal.with_name(f"{wal.name}-wal").open("rb") as f:
            _, _, page, _, *found, _, _ = _HEAD.unpack(f.read(_HEAD.size))
            salts = tuple(found)
            for number in itertools.count(1):
                _, committed, *own, _, _ = _FRAME.unpack(f.read(_FRAME.size))
                if committed and own == found:
                    frames.append(number)
                f.seek(page, os.SEEK_CUR)
    except (OSError, struct.error):  # its end
        pass
    return Commits(salts, tuple(frames))


def _lost_commits(db: Database, seen: Seen) -> bool:
    """Whether the log held more commits than were read out of it. A single one may be the save
    that a power cut interrupted; two can only be damage before them."""
    if seen.commits is None or read_commits(db.path.parent).salts != seen.commits.salts:
        return False
    _, read, _ = db.rows("PRAGMA wal_checkpoint(PASSIVE)")[0]
    return read >= 0 and len([n for n in seen.commits.frames if n > read]) > 1


def check_state(db: Database, seen: Seen | None) -> Finding:
    """Whether the open database is the one that was closed last. Reads only."""
    if seen is None:
        return Finding(Kind.FINE)
    state = seen.state
    if state is None or not hmac.compare_digest(_mac(state, db.keys), state.mac):
        return Finding(Kind.UNPROVEN)
    found = _compare(db, state)
    if found:
        return found
    if not state.clean and (not seen.log_is_whole or _lost_commits(db, seen)):
        return Finding(Kind.LOG_LOST, at=state.at)
    return found


def _compare(db: Database, state: State) -> Finding:
    last, _ = head_of(db.conn)
    if last < state.seq:
        return Finding(Kind.ROLLED_BACK, state.seq - last, state.at)
    mac = db.value("SELECT mac FROM audit WHERE seq=?", (state.seq,)) or b""
    if mac.hex() != state.head:
        return Finding(Kind.OTHER_HISTORY, at=state.at)
    return Finding(Kind.FINE)


def begin_state(db: Database) -> None:
    """The file is being worked on from now: an end without end_state() is seen next time."""
    write_state(db, clean=False)


def end_state(db: Database) -> None:
    """The last thing before the database is closed."""
    write_state(db, clean=True)


def write_state(db: Database, *, clean: bool | None = None, accept: bool = False) -> bool:
    """Keep how far the log has come; `clean` as it was when nothing is said of it.

    False, and nothing written, when the state on disk does not fit the database: that evidence
    stays until somebody has answered for it (accept_state).
    """
    folder = db.path.parent
    with _WRITING:
        before = read_state(folder)
        if not accept and check_state(db, before).kind in _EVIDENCE:
            log.info("state kept: it does not fit the database")
            return False
        if clean is None:
            clean = before.state.clean if before and before.state else True
        seq, head = head_of(db.conn)
        state = State(seq, head.hex(), read_stored_device(db), now(), clean)
        return _keep(folder, state, db.keys)


def reseal_state(folder: Path, keys: Keys, following: Keys) -> None:
    """The same state under the next data key; one that was not genuine stays what it is."""
    seen = read_state(folder)
    if seen and seen.state and hmac.compare_digest(_mac(seen.state, keys), seen.state.mac):
        _keep(folder, seen.state, following)


def _keep(folder: Path, state: State, keys: Keys) -> bool:
    signed = replace(state, mac=_mac(state, keys))
    try:
        write_safely(folder / FILE, json.dumps(asdict(signed)).encode())
    except OSError as problem:  # a folder opened only for looking, a full disk: the data are safe
        log.warning("state not written: %s", problem.strerror)
        return False
    return True


def part_ways(db: Database, seen: Seen | None, finding: Finding, *, by: User) -> None:
    """Before anything is written to a file that nobody answered for: a new identity, on record.

    What was lost and what is written from here must never count as one copy's. The evidence, and
    so the question, stays; the identity of the lost line is minted away from once only.
    """
    known = seen.state.device if seen and seen.state else ""
    if not known or known == read_stored_device(db):
        _mint(db, finding, by, why="unanswered")


def accept_state(db: Database, finding: Finding, reason: str, *, by: User) -> Device:
    """Somebody goes on with the older file: on the record, and under a new identity."""
    device = _mint(db, finding, by, reason=reason)
    write_state(db, accept=True)
    return device


def _mint(db: Database, finding: Finding, by: User, **said: str) -> Device:
    with operation(db, by, "log_event") as note:
        note("state", finding=finding.kind.name, missing=finding.missing, **said,
             state_at=finding.at)  # fmt: skip
    return mint_device(db, finding.kind.name.lower(), by=by)


def _mac(state: State, keys: Keys) -> str:
    body = json.dumps(asdict(replace(state, mac="")), sort_keys=True).encode()
    return hmac.new(keys.sidecar, b"state-v1" + body, "sha256").hexdigest()
