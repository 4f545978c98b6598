"""The backup file: what is in it, how it is written and how it is proven whole.

One zip, nothing compressed: manifest.json, keys.json (a backup without its key slots is useless)
and tungnha.db, a VACUUM INTO copy under the same data key. Its last bytes say where everything
lies, so a cut-off file is never taken for a whole one; the manifest holds the SHA-256 of the
database and a MAC by the data key, so no byte of it can change unseen. It is written under another
name, flushed, read back, renamed and read back again. The copy inside:
storage/database_copy.py. No data folder is known here: see storage/backups.py and
storage/restoring.py.
"""

import contextlib
import errno
import hashlib
import hmac
import json
import logging
import os
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from domain.errors import AppError
from storage.database import SCHEMA
from storage.database_copy import DamagedBackup, Facts, damaged
from storage.key_file import KEYS_FILE, KeyFile, Keys, parse_key_file
from storage.paths import FILE
from storage.safe_files import flush_folder, replace_file
from storage.sums import Sum

log = logging.getLogger(__name__)

SUFFIX = ".tungnha"
MANIFEST = "manifest.json"
FORMAT = 1
MEMBERS = (MANIFEST, KEYS_FILE, FILE)
_MOST_TEXT = 1_000_000  # bytes of a manifest or key file; a real one has a few thousand
_STEP = 1 << 20
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BARRED = {errno.EROFS, errno.EACCES, errno.EPERM}
_GONE = {21, 55, 1167}  # Windows calls a stick that was pulled "access denied" as well

Report = Callable[[int, int, str], None]  # done, total, words; may raise Cancelled


def no_report(_done: int, _total: int, _text: str) -> None:
    """For callers nobody watches."""


class NewerBackup(AppError):
    """Made by a newer program; the file is well."""


@dataclass(frozen=True)
class Manifest:
    made_at: str
    program: str
    schema: int
    office: str
    office_key: str  # whose keys: KeyFile.office
    practice: bool
    device: str
    reason: str
    households: int
    visits: int
    entries: int
    head: str
    size: int
    sha256: str
    keys_sha256: str
    key: str  # which data key, without telling anything of it
    mac: str = ""

    @property
    def facts(self) -> Facts:
        return Facts(self.schema, self.households, self.visits, self.entries, self.head)


def key_name(keys: Keys) -> str:
    return hmac.digest(keys.sidecar, b"backup-key-v1", "sha256")[:8].hex()


def _mac(manifest: Manifest, keys: Keys) -> str:
    body = json.dumps(asdict(replace(manifest, mac="")), sort_keys=True).encode()
    return hmac.new(keys.sidecar, b"manifest-v1" + body, "sha256").hexdigest()


def sign_manifest(manifest: Manifest, keys: Keys) -> Manifest:
    named = replace(manifest, key=key_name(keys))
    return replace(named, mac=_mac(named, keys))


# ---- writing


def write_bundle(
    manifest: Manifest, key_text: bytes, database: Path, to: Path, report: Report = no_report
) -> None:
    """Never leaves a file of this name that fails its check. Raises AppError when it cannot.

    `to` must not exist: a good backup is not overwritten by one that may fail.
    """
    part = to.with_name(f"{to.name}.part")
    renamed = False
    try:
        with _writing(to.parent):
            with part.open("wb") as out:
                _fill(out, manifest, key_text, database, report)
                out.flush()
                os.fsync(out.fileno())
            _check_written(part, manifest, report)
            replace_file(part, to)
            renamed = True
            _check_written(to, manifest, report)
    except BaseException:
        for leftover in (part, to) if renamed else (part,):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            flush_folder(to.parent)
        raise


def _fill(
    out: IO[bytes], manifest: Manifest, key_text: bytes, database: Path, report: Report
) -> None:
    text = json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
        archive.writestr(zipfile.ZipInfo(MANIFEST), text.encode())
        archive.writestr(zipfile.ZipInfo(KEYS_FILE), key_text)
        with database.open("rb") as f, archive.open(zipfile.ZipInfo(FILE), "w",
                                                    force_zip64=True) as inside:  # fmt: skip
            done = 0
            while piece := f.read(_STEP):
                inside.write(piece)
                done += len(piece)
                report(done, manifest.size, "Đang ghi bản sao lưu")


def _check_written(path: Path, manifest: Manifest, report: Report) -> None:
    """Read it back from the disk itself where the system lets us drop what it remembers."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as f:
            os.posix_fadvise(f.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    try:
        found = read_whole(path, report)
    except DamagedBackup as problem:
        raise AppError(
            f"Bản sao lưu vừa ghi vào “{path.parent}” đọc lại không đúng, nên đã bị bỏ.",
            "Ổ đĩa hoặc USB này không tin cậy được. Hãy sao lưu vào nơi khác.",
        ) from problem
    if found != manifest:
        raise AppError(
            f"Bản sao lưu vừa ghi vào “{path.parent}” đọc lại không đúng, nên đã bị bỏ.",
            "Ổ đĩa hoặc USB này không tin cậy được. Hãy sao lưu vào nơi khác.",
        )


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        log.info("backup not written: %s", problem.strerror)
        raise writing_problem(folder, problem) from problem


def writing_problem(folder: Path, problem: OSError) -> AppError:
    if problem.errno in FULL:
        return AppError(
            f"Không đủ chỗ trống để ghi bản sao lưu vào “{folder}”.",
            "Hãy xóa bớt tệp không cần, hoặc chọn ổ đĩa, USB khác. Dữ liệu vẫn còn nguyên.",
        )
    if problem.errno in _BARRED and getattr(problem, "winerror", None) not in _GONE:
        return AppError(
            f"Không được phép ghi vào “{folder}”.",
            "Hãy gạt khóa chống ghi của USB, hoặc chọn thư mục khác. Dữ liệu vẫn còn nguyên.",
        )
    return AppError(
        f"Không ghi được bản sao lưu vào “{folder}”: ổ đĩa hoặc USB đã bị rút hay bị hỏng.",
        "Hãy cắm lại rồi sao lưu lần nữa, hoặc chọn nơi khác. Dữ liệu vẫn còn nguyên.",
    )


# ---- reading


def read_manifest(file: Path) -> Manifest:
    """The head of the file alone; what it says of the rest is not checked yet."""
    with _reading(file), zipfile.ZipFile(file) as archive:
        return _manifest(archive)


def read_keys(file: Path) -> KeyFile:
    """The key slots of the time the backup was made."""
    with _reading(file), zipfile.ZipFile(file) as archive:
        return _keys(archive, _manifest(archive))


def read_whole(file: Path, report: Report = no_report, *, into: IO[bytes] | None = None) -> (
    Manifest
):  # fmt: skip
    """Read every byte and compare; `into` receives the database, and its OSError passes through.
    DamagedBackup when it differs."""
    with _reading(file), zipfile.ZipFile(file) as archive:
        manifest = _manifest(archive)
        _keys(archive, manifest)
        digest, done = Sum(), 0
        with archive.open(FILE) as inside:
            while piece := inside.read(_STEP):
                digest.update(piece)
                if into:
                    _store(into, piece)
                done += len(piece)
                report(done, manifest.size, "Đang đọc kiểm tra bản sao lưu")
        if done != manifest.size or digest.hexdigest() != manifest.sha256:
            raise damaged("nội dung khác với lúc ghi")
        return manifest


class _NoRoom(Exception):
    """Carries an error of the receiving disk past those of the sending one."""


def _store(into: IO[bytes], piece: bytes) -> None:
    try:
        into.write(piece)
    except OSError as problem:
        raise _NoRoom from problem


def require_signed(manifest: Manifest, keys: Keys) -> None:
    """The data key opened it: then the manifest must be one that was signed with it."""
    if not hmac.compare_digest(_mac(manifest, keys), manifest.mac):
        raise damaged("phần mô tả đã bị sửa")


def require_readable(manifest: Manifest) -> None:
    if manifest.schema > SCHEMA:
        raise NewerBackup(
            f"Bản sao lưu do phiên bản mới hơn của chương trình ghi (cấu trúc {manifest.schema}, "
            f"máy này đọc được đến {SCHEMA}).",
            "Hãy cập nhật chương trình rồi khôi phục lại. Tệp không bị thay đổi.",
        )


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    infos = archive.infolist()
    if tuple(i.filename for i in infos) != MEMBERS:
        raise damaged("không phải bản sao lưu của chương trình này")
    if any(i.compress_type != zipfile.ZIP_STORED or i.file_size != i.compress_size for i in infos):
        raise damaged("mục lục của tệp bị sửa")
    body: dict[str, Any] = json.loads(_small(archive, MANIFEST))
    if body.pop("format") != FORMAT:
        raise NewerBackup(
            "Bản sao lưu có dạng mới hơn, máy này chưa đọc được.",
            "Hãy cập nhật chương trình rồi khôi phục lại. Tệp không bị thay đổi.",
        )
    manifest = Manifest(**body)
    for name, value in asdict(manifest).items():
        if type(value) is not Manifest.__annotations__[name]:
            raise damaged("phần mô tả bị hỏng")
    if manifest.size != infos[-1].file_size:
        raise damaged("tệp bị cắt ngắn")
    if datetime.fromisoformat(manifest.made_at).tzinfo is None:
        raise damaged("phần mô tả bị hỏng")
    return manifest


def _keys(archive: zipfile.ZipFile, manifest: Manifest) -> KeyFile:
    text = _small(archive, KEYS_FILE)
    key_file = parse_key_file(text)
    if key_file is None or hashlib.sha256(text).hexdigest() != manifest.keys_sha256:
        raise damaged("phần khóa bị hỏng")
    return key_file


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MOST_TEXT:
        raise damaged("mục lục của tệp bị sửa")
    return archive.read(name)


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Whatever a hostile or broken file makes the zip reader say, in the user's words."""
    try:
        yield
    except _NoRoom as wrapped:
        cause = wrapped.__cause__
        assert isinstance(cause, OSError)
        raise cause from None  # whoever gave the receiving file knows where it lies
    except FileNotFoundError as problem:
        raise AppError(
            f"Không thấy tệp sao lưu “{file}”.", "Hãy kiểm tra USB còn cắm, rồi chọn lại tệp."
        ) from problem
    except OSError as problem:
        if isinstance(problem, PermissionError | IsADirectoryError) or problem.errno == errno.EIO:
            raise AppError(
                f"Không đọc được tệp sao lưu “{file}”.",
                "Hãy rút USB ra cắm lại, chọn đúng tệp, hoặc dùng bản sao lưu khác.",
            ) from problem
        raise damaged("không đọc được đến hết tệp") from problem
    except (
        zipfile.BadZipFile, struct.error, EOFError, ValueError, KeyError, TypeError, IndexError,
        AttributeError, NotImplementedError, RuntimeError, OverflowError, MemoryError,
    ) as problem:  # fmt: skip
        log.info("backup not readable: %s", type(problem).__name__)
        raise damaged("tệp bị hỏng, bị cắt ngắn hoặc không phải bản sao lưu") from problem
