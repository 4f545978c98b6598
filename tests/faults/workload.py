"""What an office does all day, by the product's own functions, in a process that may be killed.

`python -m tests.faults.workload FOLDER JOB FROM TO [PRAGMA=VALUE …]` carries out the steps FROM to
TO of a job on FOLDER/tungnha.db and writes the number of each finished step to FOLDER/acks: that is
what the officer was told is saved. What the file must hold after any step follows from its number
(tests/faults/outcome.py). A pragma is set after the product's own, in this process alone: the
controls that must fail are made so.

Add a kind of step: in kind_of(), carry_out() and outcome.expected().
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.campaigns import Campaign
from domain.fields import Row
from domain.household_import import ImportRow, Place
from domain.offices import Office
from domain.presets import find_preset, new_campaign
from domain.users import User
from storage import database
from storage.campaigns import current_campaign, save_campaign
from storage.database import Database, open_database
from storage.drafts import save_drafts
from storage.household_import import import_households
from storage.key_file import RECOVERY, USER, KeyFile, Keys, write_key_file
from storage.key_slots import make_slot
from storage.offices import save_office
from storage.recovery_code import new_code, normalise_code
from storage.sidecar import begin_state, end_state
from storage.visits import save_visits

KEYS = Keys(bytes(range(32)))
BY = User("Hà Thị Thử")
PASSWORD = "bốn từ dễ nhớ"
FILE, ACKS = "tungnha.db", "acks"
ENTRY, LISTS = "entry", "lists"  # the jobs
FIRST_LIST, SHEET = 36, 20  # households at the start, lines of a sheet
LIST = {ENTRY: 40, LISTS: 300}  # households of one list
VILLAGES = ("Bản Chiềng", "Bản Mìn", "Bản Yên")
SURNAMES = ("Hà", "Lò", "Vi", "Đinh", "Ngân", "Phạm")
GIVEN = ("Ửng", "Hòa", "Đức", "Dơ", "Quý", "Yến", "Ẩn")


@dataclass(frozen=True)
class Household:
    """As it must stand in the file."""

    village: str
    head_name: str
    members: int
    phone: str


@dataclass(frozen=True)
class Typed:
    """One visit as it must stand in the file; `household` counts those of the start."""

    household: int
    visited_at: str
    smartphones: int
    note: str


def kind_of(job: str, step: int) -> str:
    if job == LISTS or step % 12 == 0:
        return "list"
    if step % 5 == 4:
        return "drafts"
    return "sheet" if step % 5 == 0 else "visits"


def people(step: int, size: int) -> list[Household]:
    """The list of a step; step 0 is that of the start."""
    return [
        Household(
            VILLAGES[(step + n) % 3],
            f"{SURNAMES[(step + n) % 6]} Văn {GIVEN[n % 7]} {step}-{n}",
            1 + (step * 3 + n) % 9,
            f"09{step % 10**4:04}{n:04}",
        )
        for n in range(size)
    ]


def lines_of(step: int, size: int) -> list[Typed]:
    return [
        Typed(
            (step * 7 + n) % FIRST_LIST,
            f"2020-08-{10 + (step + n) % 16:02}",
            1 + (step + n) % 4,
            f"bước {step} dòng {n}" + " nhà ở cuối bản" * ((step + n) % 7),
        )
        for n in range(size)
    ]


def visits_of(step: int) -> list[Typed]:
    return lines_of(step, SHEET if kind_of(ENTRY, step) == "sheet" else 1 + step % 3)


def draft_keys(step: int) -> list[str]:
    """Those of the sheet that is typed in this step and saved in the next."""
    return [f"grid:{step}.{n}" for n in range(SHEET)]


def list_rows(listed: Sequence[Household]) -> list[ImportRow]:
    return [ImportRow(vars(h).copy(), Place("Sheet1", n)) for n, h in enumerate(listed, 2)]


def make_office(path: Path) -> None:
    """The folder as it is before the first step."""
    cheap = (8, 1)
    slots = (make_slot("xa", KEYS, USER, BY.name, PASSWORD, cheap),
             make_slot("xa", KEYS, RECOVERY, "", normalise_code(new_code()), cheap))  # fmt: skip
    write_key_file(path.parent, KeyFile("xa", practice=True, serial=0, slots=slots), KEYS)
    db = open_database(path, create=True, keys=KEYS)
    office = Office(valid_from="2020-01-01", kind="xã", name="Mường Mìn", district="huyện Quan Sơn",
                    province="tỉnh Thanh Hóa")  # fmt: skip
    save_office(db, office, by=BY)
    import_households(db, list_rows(people(0, FIRST_LIST)), by=BY, source="ho.xlsx")
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    campaign = new_campaign(preset, id="c", starts_on="2020-08-10", deadline_on="2020-08-26")
    save_campaign(db, campaign, by=BY, activate=True)
    end_state(db)
    db.close()


def carry_out(db: Database, campaign: Campaign, ids: Sequence[str], job: str, step: int) -> None:
    """One step: one save of the product, all of it or nothing."""
    kind = kind_of(job, step)
    if kind == "list":
        import_households(db, list_rows(people(step, LIST[job])), by=BY, source=f"ho-{step}.xlsx")
    elif kind == "drafts":
        typed = {k: {"note": v.note} for k, v in zip(draft_keys(step), lines_of(step, SHEET),
                                                     strict=True)}  # fmt: skip
        save_drafts(db, typed, by=BY)
    else:
        draft = draft_keys(step - 1) if kind == "sheet" else ""
        save_visits(db, campaign, [_row(ids, v) for v in visits_of(step)], by=BY, draft=draft)


def _row(ids: Sequence[str], v: Typed) -> Row:
    return {"household_id": ids[v.household], "visited_at": v.visited_at, "note": v.note,
            "disposition": "PARTIAL", "smartphones": v.smartphones, "app:bluezone": 1,
            "app:smart-thanh-hoa": 0}  # fmt: skip


def first_households(db: Database) -> list[str]:
    """Ids of the households of the start, in the order of people(0)."""
    by_name: dict[str, str] = dict(db.rows("SELECT head_name, id FROM households"))
    return [by_name[h.head_name] for h in people(0, FIRST_LIST)]


def first_campaign(db: Database) -> Campaign:
    campaign = current_campaign(db)
    assert campaign
    return campaign


def work(folder: Path, job: str, first: int, last: int, reopen_every: int = 40) -> None:
    """Steps first to last; now and then the file is closed and opened, as over an office's day."""
    acks = os.open(folder / ACKS, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    db = None
    for step in range(first, last + 1):
        if db is None:
            db = open_database(folder / FILE, keys=KEYS)
            begin_state(db)
            campaign, ids = first_campaign(db), first_households(db)
        carry_out(db, campaign, ids, job, step)
        os.write(acks, b"%d\n" % step)
        if step % reopen_every == 0 or step == last:
            end_state(db)
            db.close()
            db = None


def override(pragmas: Sequence[str]) -> None:
    """Set pragmas after the product's own on each connection that this process opens."""
    connect = database._connect

    def weaker(path: Path, keys: Keys) -> Any:
        connection = connect(path, keys)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    database._connect = weaker


def acknowledged(folder: Path) -> int:
    """The last step that was reported as saved."""
    path = folder / ACKS
    lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    return int(lines[-1]) if lines else 0


if __name__ == "__main__":
    override(sys.argv[5:])
    work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
