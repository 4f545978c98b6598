"""Ways into a data folder: one random data key, and a slot for each way to open it.

No database here. A slot belongs to a user or to the printed recovery code. What the person types
goes through Argon2id and opens (AES-256-GCM) the slot's private key; that opens the data key, which
is sealed to the slot's public key (X25519). So the data key can be changed and sealed again for
everybody without anybody's password (storage/rekey.py), and a new password changes one slot only.
There is no back door: without a password and without the code the data are lost.
"""

import json
import os
import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import AppError
from storage.key_file import (
    KEYS_FILE,
    RECOVERY,
    USER,
    KeyFile,
    Keys,
    Slot,
    as_bytes,
    as_text,
    has_keys,
    is_genuine,
    read_copies,
    require_genuine,
    user_key,
    write_key_file,
)
from storage.passwords import WrongPassword, check_length, check_password
from storage.recovery_code import new_code, normalise_code

FLOOR = (19_456, 2)  # KiB of memory, passes: the least OWASP calls safe
COSTS = ((65_536, 3), (46_080, 2), FLOOR)
MOST_SECONDS = 0.8  # of the second that signing in may take: the rest opens the file
_WRONG = (
    "Mật khẩu chưa đúng.", "Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi gõ lại.",
)  # fmt: skip
_WRONG_CODE = ("Mã khôi phục chưa đúng.", "Hãy gõ lại từng nhóm như trên giấy đã in.")


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
        check_length(password)  # what a person typed has been through check_password()
    folder.mkdir(parents=True, exist_ok=True)
    keys, office = Keys(os.urandom(32)), as_text(os.urandom(12))
    cost, code = calibrate(), new_code()
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
    public = as_text(private.public_key().public_bytes_raw())
    sealed = seal_key(public, keys)
    slot = Slot(name, kind, *cost, as_text(salt), as_text(nonce), "", public, sealed)
    kek = _stretch(secret, salt, *cost)
    wrapped = AESGCM(kek).encrypt(nonce, private.private_bytes_raw(), _bound(office, slot))
    return replace(slot, wrapped=as_text(wrapped))


def seal_key(public: str, keys: Keys) -> str:
    """The data key for the owner of a public key alone."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(as_bytes(public)))
    front = once.public_key().public_bytes_raw()
    return as_text(front + _box(shared, front, public).encrypt(b"\0" * 12, keys.data_key, front))


def open_seal(private: X25519PrivateKey, public: str, sealed: str) -> Keys:
    raw = as_bytes(sealed)
    front, body = raw[:32], raw[32:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(front))
    return Keys(_box(shared, front, public).decrypt(b"\0" * 12, body, front))


def _box(shared: bytes, front: bytes, public: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, front + as_bytes(public), b"seal-v1").derive(shared))


def open_slot(office: str, slot: Slot, secret: str) -> tuple[Keys, Keys | None]:
    """(the data key, the next one while a rekey runs). Raises WrongPassword."""
    kek = _stretch(secret, as_bytes(slot.salt), slot.memory, slot.passes)
    try:
        nonce, wrapped = as_bytes(slot.nonce), as_bytes(slot.wrapped)
        raw = AESGCM(kek).decrypt(nonce, wrapped, _bound(office, slot))
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
    copies = read_copies(folder)
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
