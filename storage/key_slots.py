"""The keys of a data folder: one random data key, and a slot for each way to open it.

No database here. A slot belongs to a user or to the printed recovery code. What the person types
goes through Argon2id and opens (AES-256-GCM) the slot's private key; that opens the data key, which
is sealed to the slot's public key (X25519). So the data key can be changed and sealed again for
everybody without anybody's password (storage/rekey.py), and a new password changes one slot only.
The file bears a MAC by a key derived from the data key: whoever swaps a public key is found out
before anything is sealed to it. There is no back door: without a password and without the code the
data are lost.
"""

import base64
import hashlib
import hmac
import json
import os
import time
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import AppError
from domain.text import fold, fold_key, fold_words
from storage.safe_files import write_safely

KEYS_FILE, KEYS_COPY = "keys.json", "keys-2.json"
FORMAT = 1
USER, RECOVERY = "user", "recovery"
FLOOR = (19_456, 2)  # KiB of memory, passes: the least OWASP calls safe
COSTS = ((65_536, 3), (46_080, 2), FLOOR)
MOST_SECONDS = 0.8  # of the second that signing in may take: the rest opens the file
LEAST_PASSWORD = 10
PUBLISHED = "thu-nghiem"  # the practice commune's: said on its screen
_LEAST_OWN = 5  # letters of a password that are not the name or a word said over and over
_LEAST_DIFFERENT = 4
_MOST_BYTES = 1_000_000  # of the file; a slot has about 700
_MOST_COST = (4 * COSTS[0][0], 4 * COSTS[0][1])  # of a slot that is tried
_LENGTHS = {"salt": 16, "nonce": 12, "public": 32, "wrapped": 48, "sealed": 80}
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_CHECK_PRIME = 1021  # two letters; notices any one wrong letter and any two exchanged


_WRONG = (
    "Mật khẩu chưa đúng.", "Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi gõ lại.",
)  # fmt: skip
_WRONG_CODE = ("Mã khôi phục chưa đúng.", "Hãy gõ lại từng nhóm như trên giấy đã in.")


class WrongPassword(AppError):
    """The slot did not open; the database was not touched."""


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


# ---- the file


def has_keys(folder: Path) -> bool:
    return (folder / KEYS_FILE).exists() or (folder / KEYS_COPY).exists()


def read_key_file(folder: Path) -> KeyFile | None:
    """The newer of the two copies that reads well; None where there is none at all."""
    return next(iter(_read_copies(folder)), None)


def _read_copies(folder: Path) -> list[KeyFile]:
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
        if body["format"] != FORMAT or body["sum"] != _sum(body):
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
        and all(len(_bytes(getattr(slot, name))) == n for name, n in _LENGTHS.items())
        and (slot.next == "" or len(_bytes(slot.next)) == _LENGTHS["sealed"])
    )


def key_file_text(key_file: KeyFile) -> bytes:
    body: dict[str, Any] = {"format": FORMAT, **asdict(key_file)}
    body["sum"] = _sum(body)
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _sum(body: dict[str, Any]) -> str:
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
    copies = _read_copies(folder)
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


# ---- slots


def check_length(password: str) -> None:
    """What no password may fall short of, a script's either. Raises AppError."""
    if len(password) < LEAST_PASSWORD:
        raise AppError(
            f"Mật khẩu cần ít nhất {LEAST_PASSWORD} ký tự.",
            "Ví dụ bốn từ dễ nhớ viết liền nhau, như tên bốn đồ vật trong nhà.",
        )
    if len(set(password)) < _LEAST_DIFFERENT:
        raise AppError(
            "Mật khẩu này quá dễ đoán.", "Hãy dùng nhiều chữ khác nhau, ví dụ bốn từ dễ nhớ."
        )


def check_password(password: str, name: str = "") -> None:
    """Raises AppError where a password is too easy to guess for the user of that name."""
    check_length(password)
    if fold_key(password) == fold_key(PUBLISHED):
        raise AppError(
            "Mật khẩu này ai cũng biết: là mật khẩu của dữ liệu mẫu.",
            "Hãy đặt mật khẩu riêng, ví dụ bốn từ dễ nhớ.",
        )
    if _is_said_over(password, name):
        raise AppError(
            "Mật khẩu này dễ đoán: chỉ lặp lại tên hoặc một từ.",
            "Hãy dùng nhiều từ khác nhau, ví dụ tên bốn đồ vật trong nhà.",
        )


def _is_said_over(password: str, name: str) -> bool:
    """Whether little is left without the user's name and the words that come again and again."""
    words = fold_words(password)
    whole = "".join(fold(password).split())
    if whole in (whole * 2)[1:-1]:  # one part over and over, with or without spaces
        return True
    own = fold_words(name)
    known = {"".join(own), *own, *(w for w in words if words.count(w) > 1)}
    left = whole
    for word in sorted(known, key=len, reverse=True):
        left = left.replace(word, "") if len(word) > 1 else left
    few = len(left) < _LEAST_OWN or len(set(left)) < _LEAST_DIFFERENT
    return left != whole and few


def calibrate() -> tuple[int, int]:
    """The dearest cost that signing in on this PC has a second for; never under the floor.

    Tried twice before a cheaper one is taken: the choice stays for as long as the password does,
    and something else may be busy at that moment.
    """
    for cost in COSTS[:-1]:
        if any(_is_quick(cost) for _ in range(2)):
            return cost
    return FLOOR


def _is_quick(cost: tuple[int, int]) -> bool:
    start = time.perf_counter()
    try:
        _stretch("đo thử", b"0" * 16, *cost)
    except HashingError:  # no room for it
        return False
    return time.perf_counter() - start <= MOST_SECONDS


def create_keys(folder: Path, name: str, password: str, *, practice: bool = False) -> (
    tuple[Keys, str]
):  # fmt: skip
    """A new data key with a slot for the first user and one for the recovery code, which is
    returned to be printed: it is stored nowhere. AppError when the folder has keys already.
    """
    if has_keys(folder):
        raise AppError(
            f"Thư mục “{folder}” đã có tệp khóa.", "Hãy chọn thư mục khác để không ghi đè."
        )
    if not practice:
        check_length(password)  # whoever types it has been through check_password()
    folder.mkdir(parents=True, exist_ok=True)
    keys, office, cost, code = Keys(os.urandom(32)), _b64(os.urandom(12)), calibrate(), new_code()
    slots = (
        make_slot(office, keys, USER, name, password, cost),
        make_slot(office, keys, RECOVERY, "", normalise_code(code), cost),
    )
    write_key_file(folder, KeyFile(office, practice, 0, slots), keys)
    return keys, code


def make_slot(
    office: str, keys: Keys, kind: str, name: str, secret: str, cost: tuple[int, int]
) -> Slot:
    private = X25519PrivateKey.generate()
    salt, nonce = os.urandom(16), os.urandom(12)
    public = _b64(private.public_key().public_bytes_raw())
    slot = Slot(name, kind, *cost, _b64(salt), _b64(nonce), "", public, seal_key(public, keys))
    kek = _stretch(secret, salt, *cost)
    wrapped = AESGCM(kek).encrypt(nonce, private.private_bytes_raw(), _bound(office, slot))
    return replace(slot, wrapped=_b64(wrapped))


def seal_key(public: str, keys: Keys) -> str:
    """The data key for the owner of a public key alone."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(_bytes(public)))
    front = once.public_key().public_bytes_raw()
    return _b64(front + _box(shared, front, public).encrypt(b"\0" * 12, keys.data_key, front))


def open_seal(private: X25519PrivateKey, public: str, sealed: str) -> Keys:
    raw = _bytes(sealed)
    front, body = raw[:32], raw[32:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(front))
    return Keys(_box(shared, front, public).decrypt(b"\0" * 12, body, front))


def _box(shared: bytes, front: bytes, public: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, front + _bytes(public), b"seal-v1").derive(shared))


def open_slot(office: str, slot: Slot, secret: str) -> tuple[Keys, Keys | None]:
    """(the data key, the next one while a rekey runs). Raises WrongPassword."""
    kek = _stretch(secret, _bytes(slot.salt), slot.memory, slot.passes)
    try:
        raw = AESGCM(kek).decrypt(_bytes(slot.nonce), _bytes(slot.wrapped), _bound(office, slot))
        private = X25519PrivateKey.from_private_bytes(raw)
        keys = open_seal(private, slot.public, slot.sealed)
        following = open_seal(private, slot.public, slot.next) if slot.next else None
    except (InvalidTag, ValueError) as problem:
        words = _WRONG if slot.kind == USER else _WRONG_CODE
        raise WrongPassword(*words) from problem
    return keys, following


def _bound(office: str, slot: Slot) -> bytes:
    """What may not be exchanged without the slot refusing to open."""
    parts = [office, slot.kind, user_key(slot.name), slot.memory, slot.passes, slot.public]
    return json.dumps(parts).encode()


def _stretch(secret: str, salt: bytes, memory: int, passes: int) -> bytes:
    # A password out of the environment may be no UTF-8: it is wrong then, not a fault.
    text = unicodedata.normalize("NFC", secret).encode(errors="surrogatepass")
    return hash_secret_raw(text, salt, passes, memory, 1, 32, Type.ID)


def unlock(folder: Path, name: str, password: str) -> tuple[Keys, Keys | None]:
    """The keys for one user: see open_slot. An unknown name takes as long as a wrong password."""

    def try_one(key_file: KeyFile) -> tuple[Keys, Keys | None]:
        slot = key_file.find(name)
        if slot is None:
            some = key_file.slots[0] if key_file.slots else None
            _stretch(password, b"0" * 16, *((some.memory, some.passes) if some else FLOOR))
            raise WrongPassword(
                f"Chưa có người dùng “{name}”, hoặc mật khẩu chưa đúng.",
                "Hãy chọn tên trong danh sách rồi gõ lại mật khẩu.",
            )
        return open_slot(key_file.office, slot, password)

    return _try_copies(folder, try_one)


def unlock_with_code(folder: Path, code: str) -> tuple[Keys, Keys | None]:
    typed = normalise_code(code)

    def try_one(key_file: KeyFile) -> tuple[Keys, Keys | None]:
        if key_file.recovery is None:
            raise AppError(
                "Thư mục dữ liệu này không có mã khôi phục.", "Hãy đăng nhập bằng mật khẩu."
            )
        return open_slot(key_file.office, key_file.recovery, typed)

    return _try_copies(folder, try_one)


def _try_copies(
    folder: Path, try_one: Callable[[KeyFile], tuple[Keys, Keys | None]]
) -> tuple[Keys, Keys | None]:
    """By the newest genuine copy. Which one that is, shows only when one of them opened: a slot
    of before does not let in because somebody put its copy back, nor one put into a copy. Where
    neither is genuine, by the newest that opens: accounts.sign_in() notes it."""
    copies = _read_copies(folder)
    if not copies:
        raise AppError(
            f"Thư mục “{folder}” không có tệp khóa {KEYS_FILE}.",
            "Hãy chép lại tệp khóa cùng dữ liệu, hoặc khôi phục từ bản sao lưu.",
        )
    refusals: list[AppError] = []
    for copy in copies:
        try:
            found = try_one(copy)
        except AppError as refusal:
            refusals.append(refusal)
            continue
        genuine = next((c for c in copies if is_genuine(c, found[0])), copy)
        if genuine == copy:
            return found
        if genuine.serial > copy.serial:
            break
        refusals.append(WrongPassword(*_WRONG))
    raise refusals[0]


def set_slot(folder: Path, keys: Keys, name: str, password: str) -> None:
    """Give a user a password: a new slot, or a new one in the place of the old."""
    key_file = require_genuine(folder, keys)
    if not key_file.practice:
        check_password(password, name)
    cost = calibrate()
    slot = make_slot(key_file.office, keys, USER, name, password, cost)
    _put(folder, keys, key_file, slot, key_file.find(name))


def remove_slot(folder: Path, keys: Keys, name: str) -> None:
    key_file = require_genuine(folder, keys)
    slot = key_file.find(name)
    if slot:
        rest = tuple(s for s in key_file.slots if s != slot)
        write_key_file(folder, replace(key_file, slots=rest), keys)


def new_recovery_code(folder: Path, keys: Keys) -> str:
    """A new code; the one printed before opens nothing any more."""
    key_file, code = require_genuine(folder, keys), new_code()
    slot = make_slot(
        key_file.office, keys, RECOVERY, "", normalise_code(code), calibrate()
    )
    _put(folder, keys, key_file, slot, key_file.recovery)
    return code


def _put(folder: Path, keys: Keys, key_file: KeyFile, slot: Slot, old: Slot | None) -> None:
    if any(s.next for s in key_file.slots):
        raise AppError(
            "Đang có một lần đổi khóa dữ liệu chưa xong.", "Hãy đăng nhập lại rồi làm việc này."
        )
    rest = tuple(s for s in key_file.slots if s != old)
    write_key_file(folder, replace(key_file, slots=(*rest, slot)), keys)


# ---- the recovery code


def new_code() -> str:
    """160 random bits as 8 groups of 4 and two check letters: "YG07-PJ7Q-…-S4"."""
    number = int.from_bytes(os.urandom(20))
    letters = "".join(_CODE_LETTERS[number >> (5 * n) & 31] for n in range(31, -1, -1))
    groups = [letters[n : n + 4] for n in range(0, 32, 4)]
    return "-".join([*groups, _check_of(number)])


def _check_of(number: int) -> str:
    high, low = divmod(number % _CHECK_PRIME, 32)
    return _CODE_LETTERS[high] + _CODE_LETTERS[low]


def normalise_code(text: str) -> str:
    """As typed from paper: case, spaces, dashes, O for 0, I and L for 1. AppError when mistyped."""
    plain = "".join(ch for ch in text.upper() if ch not in " -–.\t\n")
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    body, check = plain[:32], plain[32:]
    number = 0
    for ch in body:
        number = number * 32 + _CODE_LETTERS.find(ch)
    known = all(ch in _CODE_LETTERS for ch in body)
    if len(body) != 32 or not known or check != _check_of(number):
        raise WrongPassword(
            "Mã khôi phục gõ chưa đúng.",
            "Mã gồm 8 nhóm bốn ký tự và hai ký tự cuối. Hãy dò lại từng nhóm trên giấy.",
        )
    return body + check


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
