"""Whether a data folder lies where a database is safe: on a fixed drive of this PC, kept by nobody.

`judge` decides from facts alone, so that every case is tested on any system; `read_facts` asks
Windows (ctypes) or /proc. To add a sync program: its folder's name in SYNCED or its mark in MARKS.
"""

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from storage.paths import database_file


class Drive(StrEnum):
    FIXED = "fixed"
    REMOVABLE = "removable"
    NETWORK = "network"
    OPTICAL = "optical"
    UNKNOWN = "unknown"


class Trouble(StrEnum):
    READ_ONLY = "read-only"
    NETWORK = "network"
    SYNCED = "synced"
    REMOVABLE = "removable"


@dataclass(frozen=True)
class Facts:
    path: PurePath  # absolute
    drive: Drive = Drive.FIXED
    label: str = ""  # name of the volume, as "Google Drive"
    writable: bool = True  # the folder and the database file in it
    sync_roots: tuple[PurePath, ...] = ()  # folders that sync programs named themselves
    marks: frozenset[str] = field(default_factory=frozenset)  # of MARKS, seen above the folder


@dataclass(frozen=True)
class Place:
    trouble: Trouble
    name: str  # "OneDrive", "E:"; what the person knows it by


# How the folder of a sync program begins or is called, without accents and case -> its name.
SYNCED = (
    (re.compile(r"onedrive\b"), "OneDrive"),
    (re.compile(r"dropbox\b"), "Dropbox"),
    (re.compile(r"google ?drive\b|my drive$|drive cua toi$|drivefs$"), "Google Drive"),
    (re.compile(r"zalo\b|zalo ?pc\b|zalo received files$"), "Zalo"),
    (re.compile(r"icloud ?drive$"), "iCloud"),
    (re.compile(r"mega(sync)?$"), "MEGA"),
    (re.compile(r"(nextcloud|owncloud)\b"), "Nextcloud"),
    (re.compile(r"box sync$"), "Box"),
    (re.compile(r"sync$|syncthing$"), "Syncthing"),
)
MARKS = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".stfolder": "Syncthing",
    ".owncloudsync.log": "Nextcloud", ".tmp.drivedownload": "Google Drive",
}  # fmt: skip
_LABELS = (("google drive", "Google Drive"), ("onedrive", "OneDrive"))
_NETWORKS = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|ceph|glusterfs|lustre|davfs\d?|vboxsf|"
    r"fuse\.(sshfs|rclone|gvfsd-fuse|davfs2?|glusterfs|s3fs|curlftpfs|smbnetfs)"
)
_CLOUD_MOUNTS = {"fuse.google-drive-ocamlfuse": "Google Drive", "fuse.onedriver": "OneDrive"}
_OPTICAL = ("iso9660", "udf")


def judge(facts: Facts) -> Place | None:
    """The worst trouble of a place, or None where it is fine."""
    here = facts.path.drive or facts.path.anchor
    if not facts.writable or facts.drive is Drive.OPTICAL:
        return Place(Trouble.READ_ONLY, here)
    if facts.drive is Drive.NETWORK or is_share(facts.path):
        return Place(Trouble.NETWORK, here)
    synced = _synced_by(facts)
    if synced:
        return Place(Trouble.SYNCED, synced)
    if facts.drive is Drive.REMOVABLE:
        return Place(Trouble.REMOVABLE, here)
    return None


def is_share(path: PurePath) -> bool:
    r"""\\server\share, however it is written; \\?\C:\ is a drive of this PC."""
    text = path.drive.replace("/", "\\")
    return text.startswith("\\\\") and (
        not text.startswith(("\\\\?\\", "\\\\.\\")) or text[4:7].upper() == "UNC"
    )


def _synced_by(facts: Facts) -> str:
    for root in facts.sync_roots:
        if facts.path == root or root in facts.path.parents:
            return _named(root.parts) or root.name
    for label, name in _LABELS:
        if _plain(facts.label).startswith(label):
            return name
    for mark in sorted(facts.marks):
        return MARKS[mark]
    return _named(facts.path.parts)


def _named(parts: Iterable[str]) -> str:
    for part in parts:
        for pattern, name in SYNCED:
            if pattern.match(_plain(part)):
                return name
    return ""


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(ch for ch in bare if not unicodedata.combining(ch)).replace("đ", "d").strip()


# ---- the facts


def read_facts(folder: Path) -> Facts:
    """Of a folder that may not exist yet: then of the nearest one above it that does."""
    path = folder.absolute()
    there = next(p for p in (path, *path.parents) if is_there(p) or p == p.parent)
    drive, label = _windows_drive(there) if sys.platform == "win32" else _linux_drive(there)
    return Facts(
        _real(path), drive, label, is_writable(folder, there), _sync_roots(), _marks_above(there)
    )


def is_there(path: Path) -> bool:
    """A server that is away, a locked or unformatted stick: Windows has errors of its own there."""
    try:
        return path.exists()
    except OSError:
        return False


def _real(path: Path) -> Path:
    """A folder that is only called into a synced one lies there."""
    try:
        return path.resolve()
    except OSError:
        return path


def is_writable(folder: Path, there: Path) -> bool:
    """The folder is tried: rights, mounts and write protection each answer otherwise. The file is
    only asked: closing it again would drop the locks of a program that has it open.
    """
    file = database_file(folder)
    if is_there(file) and not (os.access(file, os.W_OK) and file.stat().st_mode & stat.S_IWUSR):
        return False
    probe = there / f".thu-ghi-{secrets.token_hex(8)}"  # tempfile tries 10,000 names on Windows
    try:
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_RDWR | _GONE_WHEN_CLOSED, 0o600))
    except OSError as problem:
        code = getattr(problem, "winerror", None)
        return problem.errno not in (errno.EROFS, errno.EACCES, errno.EPERM) or code in _BUSY
    with contextlib.suppress(OSError):
        probe.unlink(missing_ok=True)
    return True


def _sync_roots() -> tuple[Path, ...]:
    names = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
    return tuple(_real(Path(os.environ[n])) for n in names if os.environ.get(n))


def _marks_above(there: Path) -> frozenset[str]:
    found = set()
    for above in (there, *there.parents):
        with contextlib.suppress(OSError):
            found |= {mark for mark in MARKS if (above / mark).exists()}
    return frozenset(found)


# ---- Linux

MOUNTS = Path("/proc/mounts")


@dataclass(frozen=True)
class Mount:
    device: str
    point: PurePath
    kind: str


def parse_mounts(text: str) -> list[Mount]:
    """The lines of /proc/mounts; blanks in names are written \\040 there."""
    found = []
    for line in text.splitlines():
        parts = [re.sub(r"\\(\d{3})", lambda m: chr(int(m[1], 8)), p) for p in line.split(" ")]
        if len(parts) >= 3:
            found.append(Mount(parts[0], PurePosixPath(parts[1]), parts[2]))
    return found


def mount_of(path: PurePath, mounts: Iterable[Mount]) -> Mount | None:
    """The mount a path lies on: the deepest point above it, of two on one point the later."""
    best = None
    for mount in mounts:
        over = mount.point == path or mount.point in path.parents
        if over and (best is None or len(mount.point.parts) >= len(best.point.parts)):
            best = mount
    return best


def drive_of(mount: Mount | None, is_removable: bool) -> tuple[Drive, str]:
    """(drive, label) of a mount; the device's own word counts for sticks."""
    if mount is None:
        return Drive.UNKNOWN, ""
    if mount.kind in _CLOUD_MOUNTS:
        return Drive.FIXED, _CLOUD_MOUNTS[mount.kind]
    if _NETWORKS.fullmatch(mount.kind):
        return Drive.NETWORK, ""
    if mount.kind in _OPTICAL and not is_removable:
        return Drive.OPTICAL, ""
    return (Drive.REMOVABLE if is_removable else Drive.FIXED), ""


def _linux_drive(there: Path) -> tuple[Drive, str]:
    try:
        mounts = parse_mounts(MOUNTS.read_text("utf-8", "replace"))
    except OSError:
        return Drive.UNKNOWN, ""
    mount = mount_of(_real(there), mounts)
    return drive_of(mount, mount is not None and _is_removable(mount.device))


def _is_removable(device: str, block: Path = Path("/sys/class/block")) -> bool:
    """A stick says "removable"; a USB disk says it is fixed, but hangs on a USB controller."""
    node = block / Path(device).name
    if not device.startswith("/dev/") or not node.exists():
        return False
    real = node.resolve()
    if any(re.fullmatch(r"usb\d+", part) for part in real.parts):
        return True
    for folder in (real, real.parent):  # a partition asks its disk
        with contextlib.suppress(OSError):
            return (folder / "removable").read_text().strip() == "1"
    return False


# ---- Windows

_DRIVES = {2: Drive.REMOVABLE, 3: Drive.FIXED, 4: Drive.NETWORK, 5: Drive.OPTICAL, 6: Drive.FIXED}
_GONE_WHEN_CLOSED = getattr(os, "O_TEMPORARY", 0)
_BUSY = (32, 33)  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: a scanner, for a moment
_QUERY_PROPERTY = 0x2D1400  # IOCTL_STORAGE_QUERY_PROPERTY
_BUS_AT, _BUS_USB, _BUS_SD, _BUS_MMC = 28, 7, 12, 13  # in STORAGE_DEVICE_DESCRIPTOR
_SHARED = 0x1 | 0x2  # FILE_SHARE_READ | FILE_SHARE_WRITE
_OPEN_EXISTING = 3
_NO_BOXES = 0x1 | 0x8000  # SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX


def _windows_drive(there: Path) -> tuple[Drive, str]:
    import ctypes

    return windows_drive(there.drive, ctypes.windll.kernel32)  # type: ignore[attr-defined]


def windows_drive(letter: str, kernel: Any) -> tuple[Drive, str]:
    """(drive, volume label) of "E:". A USB disk calls itself fixed, so its bus is asked too."""
    import ctypes

    root = f"{letter}\\"
    kernel.SetErrorMode(_NO_BOXES)  # an empty card reader would ask for a disk in a box of its own
    drive = _DRIVES.get(kernel.GetDriveTypeW(ctypes.c_wchar_p(root)), Drive.UNKNOWN)
    label = ctypes.create_unicode_buffer(262)
    if drive is not Drive.NETWORK:  # a share that is away would keep us waiting
        kernel.GetVolumeInformationW(
            ctypes.c_wchar_p(root), label, 261, None, None, None, None, 0
        )
    if drive is Drive.FIXED and _bus_of(letter, kernel) in (_BUS_USB, _BUS_SD, _BUS_MMC):
        drive = Drive.REMOVABLE
    return drive, label.value


def _bus_of(letter: str, kernel: Any) -> int:
    """Asked without any right on the drive; 0 where it does not answer."""
    import ctypes

    kernel.CreateFileW.restype = ctypes.c_void_p
    handle = kernel.CreateFileW(
        ctypes.c_wchar_p(f"\\\\.\\{letter}"), 0, _SHARED, None, _OPEN_EXISTING, 0, None
    )
    if handle is None or handle == ctypes.c_void_p(-1).value:
        return 0
    try:
        asked = (ctypes.c_ubyte * 12)()  # STORAGE_PROPERTY_QUERY: device, standard
        answer = (ctypes.c_ubyte * 1024)()
        size = ctypes.c_ulong()
        done = kernel.DeviceIoControl(
            ctypes.c_void_p(handle), _QUERY_PROPERTY, asked, 12, answer, 1024, ctypes.byref(size),
            None,
        )  # fmt: skip
        if not done or size.value < _BUS_AT + 4:
            return 0
        return int.from_bytes(bytes(answer[_BUS_AT : _BUS_AT + 4]), "little")
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))
