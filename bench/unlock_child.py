"""`python -m bench.unlock_child FOLDER NAME PASSWORD N`: the bare Argon2id call of the slot and a
whole sign-in, in turns; waits for a line once everything is imported. Prints JSON."""

import json
import sys
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from bench.timing import interleave
from storage.accounts import sign_in, sign_out
from storage.key_file import read_key_file
from storage.rekey import settle
from storage.upgrade import upgrade_file

IMPORTED = (settle, upgrade_file)  # signing in imports them itself, once in a program's life


def main(folder: Path, name: str, password: str, repeats: int) -> None:
    key_file = read_key_file(folder)
    assert key_file
    slot = key_file.slots[0]

    def floor() -> None:
        hash_secret_raw(password.encode(), b"0" * 16, slot.passes, slot.memory, 1, 32, Type.ID)

    def ours() -> None:
        sign_in(folder, name, password)
        sign_out(folder)

    print("ready", flush=True)
    sys.stdin.readline()
    bare_times, times = interleave(repeats, floor, ours)
    print(json.dumps({"bare_ms": bare_times, "ours_ms": times}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
