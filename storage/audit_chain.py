"""The chain of the audit log: what makes a changed, missing or added entry visible.

Every entry bears an HMAC over itself and the entry before it. The detail goes in as an HMAC with a
salt of its own, so that a person's data in it can be erased (detail '' and no salt) while the chain
still verifies. Released: what is written here may never change. docs/verify_audit.py reads it too.
"""

import hmac
import json
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlcipher3

START = b""  # what the first entry follows
_encode = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps() would make one each time


def seal(salt: bytes, detail: str) -> bytes:
    return hmac.digest(salt, detail.encode(), "sha256")


def mac_of(
    key: bytes, before: bytes, seq: int, at: str, actor: str, action: str, target: str,
    sealed: bytes,
) -> bytes:  # fmt: skip
    entry = _encode([seq, at, actor, action, target, sealed.hex()])
    return hmac.digest(key, before + entry.encode(), "sha256")


def head_of(connection: "sqlcipher3.Connection") -> tuple[int, bytes]:
    """(number of the last entry, its MAC); (0, START) of an empty log."""
    found = connection.execute("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return (found[0], found[1]) if found else (0, START)


def append_entries(
    connection: "sqlcipher3.Connection", key: bytes, at: str, actor: str, action: str,
    notes: Iterable[tuple[str, str]],
) -> None:  # fmt: skip
    """Inside the transaction of what they speak of; (target, detail) each."""
    seq, mac = head_of(connection)
    rows = []
    for target, detail in notes:
        seq += 1
        salt = os.urandom(16)
        sealed = seal(salt, detail)
        mac = mac_of(key, mac, seq, at, actor, action, target, sealed)
        rows.append((seq, at, actor, action, target, detail, salt, sealed, mac))
    connection.executemany("INSERT INTO audit VALUES (?,?,?,?,?,?,?,?,?)", rows)
