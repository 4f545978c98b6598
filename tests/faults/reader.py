"""Reads one file with one of the product's readers, in a process with bounded time and memory.

`python -m tests.faults.reader KIND FILE` prints a JSON object: {"refused": sentence} or
{"read": n}. Anything else is a crash: a traceback, the limit of the processor, an abort. To add a
reader: a line in READERS.
"""

import json
import resource
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.presets import find_preset, new_campaign

MEMORY, SECONDS = 1_500_000_000, 30  # address space, with all libraries; processor time


def _households(path: Path) -> int:
    from imports.households import read_plan

    plan = read_plan(path, [], []).plan
    return len(plan.rows) + len(plan.rejects)


def _filled_sheet(path: Path) -> int:
    from imports.sheet_file import read_filled_sheet

    return len(read_filled_sheet(path, _campaign()).lines)


def _visits(path: Path) -> int:
    from imports.visits import read_visits

    good, bad = read_visits(path, _campaign(), {"01-0001-3": "h"}, date(2020, 8, 25))
    return len(good) + len(bad)


def _tallies(path: Path) -> int:
    from imports.tallies import read_tallies

    plan = read_tallies(path, _campaign(), ("2020-08-12", "2020-08-12"), [], date(2020, 8, 25))
    return len(plan.rows) + len(plan.problems)


def _backup(path: Path) -> int:
    from storage.backups import check_backup, look_at

    assert look_at(path).problem
    return check_backup(path).households


def _key_file(path: Path) -> int:
    """As at a start: the folder's key file, and a password for each of its users."""
    from storage.key_file import read_key_file
    from storage.key_slots import unlock, unlock_with_code

    key_file = read_key_file(path.parent)
    names = key_file.names if key_file else ()
    refused: list[AppError] = []
    for attempt in (*names[:3], ""):
        try:
            if attempt:
                unlock(path.parent, attempt, "bốn từ dễ nhớ")
            else:
                unlock_with_code(path.parent, "0000-0000-0000-0000-0000-0000-0000-0000-0")
        except AppError as problem:
            refused.append(problem)
    assert len(refused) == len(names[:3]) + 1
    return len(names)


def _campaign() -> Campaign:
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    return new_campaign(preset, id="c", starts_on="2020-08-10", deadline_on="2020-08-26")


READERS: dict[str, Callable[[Path], int]] = {
    "households": _households, "filled-sheet": _filled_sheet, "visits": _visits,
    "tallies": _tallies, "backup": _backup, "key-file": _key_file,
}  # fmt: skip


def main(kind: str, file: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer: dict[str, object] = {"read": READERS[kind](Path(file))}
    except AppError as refusal:
        answer = {"refused": str(refusal)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
