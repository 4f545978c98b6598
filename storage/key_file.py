"""The key file of a data folder: its two copies, its form, and whose hand wrote it.

How a slot is made and opened is in key_slots.py. The file bears a MAC by a key derived from the
data key: whoever swaps a public key is found out before anything is sealed to it.
"""

import base64
import hashlib
import hmac
import json
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import AppError
from storage.safe_files import write_safely

KEYS_FILE, KEYS_COPY = "keys.json", "keys-2.json"
FORMAT = 1
USER, RECOVERY = "user", "recovery"
_MOST_BYTES = 1_000_000  # of the file; a slot has about 700
_MOST_COST = (262_144, 12)  # KiB and passes of a slot that is tried
LENGTHS = {"salt": 16, "nonce": 12, "public": 32, "wrapped": 48, "sealed": 80}


@dataclass(frozen=True)
class Keys:
    """The data key and what is derived from it. Lives in memory only, while somebody is in."""

    data_key: bytes

    def _derived(self, purpose: str) -> bytes:
        return HKDF(SHA256(), 32, None, purpose.encode()).derive(self.data_key)

    @property
    def database(self) -> bytes:
        return self._derived("sqlcipher-v1")

    @property
    def audit(self) -> bytes:
        return self._derived("audit-v1")

    @property
    def sidecar(self) -> bytes:
        return self._derived("state-v1")

    @property
    def key_file(self) -> bytes:
        return self._derived("keys-v1")

    def __repr__(self) -> str:
        return "Keys(…)"  # never into a log


@dataclass(frozen=True)
class Slot:
    """One way in. Bytes are base64; `next` holds the next data key while a rekey runs."""

    name: str
    kind: str
    memory: int  # KiB
    passes: int
    salt: str
    nonce: str
    wrapped: str
    public: str
    sealed: str
    next: str = ""


@dataclass(frozen=True)
class KeyFile:
    office: str  # a random name of this folder's keys; slots of another do not fit
    practice: bool
    serial: int
    slots: tuple[Slot, ...]
    mac: str = ""

    def find(self, name: str) -> Slot | None:
        wanted = user_key(name)
        return next(
            (s for s in self.slots if s.kind == USER and user_key(s.name) == wanted), None
        )

    @property
    def recovery(self) -> Slot | None:
        return next((s for s in self.slots if s.kind == RECOVERY), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(s.name for s in self.slots if s.kind == USER)


def user_key(name: str) -> str:
    """Two spellings of one user: case, spaces and the form of the accents do not count."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def has_keys(folder: Path) -> bool:
    return (folder / KEYS_FILE).exists() or (folder / KEYS_COPY).exists()


def read_key_file(folder: Path) -> KeyFile | None:
    """The newer of the two copies that reads well; None where there is none at all."""
    return next(iter(read_copies(folder)), None)


def read_copies(folder: Path) -> list[KeyFile]:
    """What reads well, the newest first, two that are the same once."""
    found, seen = [], False
    for name in (KEYS_FILE, KEYS_COPY):
        try:
            text = (folder / name).read_bytes()
        except FileNotFoundError:
            continue
        except OSError as problem:
            raise AppError(
                f"Không đọc được tệp khóa “{folder / name}”.",
                "Hãy kiểm tra ổ đĩa và quyền đọc của thư mục dữ liệu rồi mở lại.",
            ) from problem
        seen = True
        read = parse_key_file(text)
        if read and read not in found:
            found.append(read)
    if seen and not found:
        raise AppError(
            "Cả hai bản của tệp khóa trong thư mục dữ liệu đều bị hỏng.",
            "Đừng xóa gì. Hãy khôi phục từ bản sao lưu gần nhất: trong đó có tệp khóa.",
        )
    return sorted(found, key=lambda k: k.serial, reverse=True)


def parse_key_file(text: bytes) -> KeyFile | None:
    """None when the bytes are no key file of ours, are damaged, or would cost too much to try."""
    if len(text) > _MOST_BYTES:
        return None
    try:
        body = json.loads(text)
        if body["format"] != FORMAT or body["sum"] != sum_of(body):
            return None
        slots = tuple(Slot(**slot) for slot in body["slots"])
        if not all(map(_is_sound, slots)):
            return None
        return KeyFile(str(body["office"]), bool(body["practice"]), int(body["serial"]), slots,
                       str(body["mac"]))  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None


def _is_sound(slot: Slot) -> bool:
    """The file is read before anybody is known: whoever can write it must not choose our cost."""
    numbers = type(slot.memory) is int and type(slot.passes) is int
    return (
        isinstance(slot.name, str)
        and slot.kind in (USER, RECOVERY)
        and numbers
        and 8 <= slot.memory <= _MOST_COST[0]
        and 1 <= slot.passes <= _MOST_COST[1]
        and all(len(as_bytes(getattr(slot, name))) == n for name, n in LENGTHS.items())
        and (slot.next == "" or len(as_bytes(slot.next)) == LENGTHS["sealed"])
    )


def key_file_text(key_file: KeyFile) -> bytes:
    body: dict[str, Any] = {"format": FORMAT, **asdict(key_file)}
    body["sum"] = sum_of(body)
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def sum_of(body: dict[str, Any]) -> str:
    """Shows damage; the mac shows ill will."""
    rest = {k: v for k, v in body.items() if k != "sum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def write_key_file(folder: Path, key_file: KeyFile, keys: Keys) -> KeyFile:
    """Both copies, each complete or not there; the second only when the first stands."""
    unsigned = replace(key_file, serial=key_file.serial + 1, mac="")
    signed = replace(unsigned, mac=_mac(unsigned, keys))
    try:
        for name in (KEYS_FILE, KEYS_COPY):
            write_safely(folder / name, key_file_text(signed))
    except OSError as problem:
        raise AppError(
            "Không ghi được tệp khóa: ổ đĩa đầy hoặc thư mục dữ liệu không ghi được.",
            "Hãy xóa bớt tệp không cần trên ổ đĩa rồi làm lại; số liệu còn nguyên.",
        ) from problem
    return signed


def _mac(key_file: KeyFile, keys: Keys) -> str:
    body = json.dumps(asdict(replace(key_file, mac="")), sort_keys=True).encode()
    return hmac.new(keys.key_file, body, "sha256").hexdigest()


def is_genuine(key_file: KeyFile, keys: Keys) -> bool:
    """Whether the slots are those that somebody with the data key wrote."""
    return hmac.compare_digest(_mac(key_file, keys).encode(), key_file.mac.encode(errors="replace"))


def find_genuine(folder: Path, keys: Keys) -> KeyFile | None:
    """The newest copy that somebody with the data key wrote."""
    return find_copies(folder, keys)[1]


def find_copies(folder: Path, keys: Keys) -> tuple[KeyFile | None, KeyFile | None]:
    """(the newest copy, the newest genuine one), of one reading: another program may write them."""
    copies = read_copies(folder)
    return next(iter(copies), None), next((k for k in copies if is_genuine(k, keys)), None)


def require_genuine(folder: Path, keys: Keys) -> KeyFile:
    """The key file, or AppError when somebody without the key changed both copies."""
    key_file = find_genuine(folder, keys)
    if key_file is None:
        raise AppError(
            "Tệp khóa của thư mục dữ liệu đã bị sửa từ bên ngoài chương trình.",
            "Không có gì bị thay đổi. Hãy báo quản trị và khôi phục tệp khóa từ bản sao lưu.",
        )
    return key_file


def as_text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def as_bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
