"""Which copy of the data this is: its identity lies beside the database, not only in it.

Records made here will be counted under it when several PCs exchange data. So a copied folder, a
restored backup or an old file put back must never go on under the old one: measured, records made
on both sides were lost for good. device.json bears the identity, the PC and the folder; the
database bears the identity too. Where the three do not fit, a new one is minted: "K7QM4D" becomes
"K7QM4D.2-9XTA", whose tail is random because two copies of one folder may both become the second.
"""

import hashlib
import json
import logging
import os
import re
import sys
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.users import User
from storage.database import Database, operation
from storage.safe_files import write_safely

log = logging.getLogger(__name__)

FILE = "device.json"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: read aloud without doubt
_SHAPE = re.compile(r"([0-9A-Z]{6})(?:\.(\d{1,6})-[0-9A-Z]{4})?")


@dataclass(frozen=True)
class Device:
    id: str
    place: str  # the PC and the folder, as a digest: nobody reads a name out of it


def settle_device(db: Database, *, by: User) -> Device:
    """Called once the file is open to work on: the identity that fits, or a new one on record."""
    found, stored = read_device(db.path.parent), _stored(db)
    if found and found.id == stored and found.place == _place(db.path.parent):
        return found
    if not stored and not found:
        return _keep(db, _letters(6), "first", by)
    return mint_device(db, "another place" if found and found.id == stored else "another file",
                       by=by)  # fmt: skip


def mint_device(db: Database, why: str, *, by: User) -> Device:
    """A new incarnation of this copy: after a restore, and when an old file was put back."""
    found = read_device(db.path.parent)
    known = [x for x in (_stored(db), found.id if found else "") if x]
    return _keep(db, next_id(known), why, by)


def next_id(known: list[str]) -> str:
    """After all that are known; the first of them gives the name."""
    parts = [m for m in map(_SHAPE.fullmatch, known) if m]
    if not parts:
        return _letters(6)
    number = max(int(m[2] or 1) for m in parts) + 1
    return f"{parts[0][1]}.{number}-{_letters(4)}"


def read_device(folder: Path) -> Device | None:
    try:
        body = json.loads((folder / FILE).read_bytes())
        found = Device(str(body["id"]), str(body["place"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if _SHAPE.fullmatch(found.id) else None


def read_stored_device(db: Database) -> str:
    """What the file itself says; "" before it was ever settled."""
    return _stored(db)


def _stored(db: Database) -> str:
    return str(db.value("SELECT value FROM meta WHERE key='device'") or "")


def _keep(db: Database, new: str, why: str, by: User) -> Device:
    """The database, then device.json: a cut between them is a misfit, and the next start mints."""
    device = Device(new, _place(db.path.parent))
    with operation(db, by, "log_event") as note:
        old = _stored(db)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('device', ?)", (new,))
        note("device", new=new, old=old, why=why)
    write_device(db.path.parent, device)
    log.info("device %s (%s)", new, why)
    return device


def write_device(folder: Path, device: Device) -> None:
    write_safely(folder / FILE, json.dumps(asdict(device)).encode())


def place_device(folder: Path, target: Path, device_id: str) -> None:
    """For a folder that is made here and will be renamed to `target`."""
    write_device(folder, Device(device_id, _place(target)))


def _place(folder: Path) -> str:
    where = os.path.normcase(folder.resolve())
    return hashlib.sha256(f"{_machine()}\n{where}".encode()).hexdigest()[:32]


def _machine() -> str:
    """What the system calls this PC, the same after a restart; the network card where unknown."""
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(
            winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0,
            winreg.KEY_READ | winreg.KEY_WOW64_64KEY,
        ) as key:  # fmt: skip
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for path in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
        with suppress(OSError, UnicodeDecodeError):
            if text := path.read_text("ascii").strip():
                return text
    node = uuid.getnode()
    return "" if node >> 40 & 1 else str(node)  # that bit: a number made up for this run


def _letters(count: int) -> str:
    return "".join(_LETTERS[b & 31] for b in os.urandom(count))
