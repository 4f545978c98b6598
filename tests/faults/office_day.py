"""A working day with names in it, in a process of its own that stops to be looked at.

`python -m tests.faults.office_day FOLDER LIST OUT` works on the data folder FOLDER with the list of
households LIST and writes what is allowed to leave to OUT. At each stop it prints its name and
waits for a line; the reader looks at every file meanwhile (tests/faults/test_no_plain_text.py).
"""

import logging
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from domain.errors import AppError
from domain.household_import import ImportRow
from domain.offices import Office
from domain.presets import find_preset, new_campaign
from imports.households import read_plan
from storage import household_import
from storage.accounts import create_first_user, sign_in, sign_out
from storage.backups import backups_folder, make_backup
from storage.campaigns import save_campaign
from storage.database import Database
from storage.drafts import save_draft
from storage.household_import import import_households
from storage.households import insert_households, known_households, search_households
from storage.ids import new_id
from storage.offices import save_office
from storage.program_log import start_log
from storage.report_data import get_report_data
from storage.villages import list_villages
from storage.visits import save_visits
from ui.failures import format_for_log
from ui.support import gather, with_words, write_support

USER = ("Lan", "bốn từ dễ nhớ")
NOTE = "Chủ hộ nhờ quay lại buổi tối"


def stop(name: str) -> None:
    sys.stdout.write(f"{name}\n")
    sys.stdout.flush()
    sys.stdin.readline()


def stop_before_commit(name: str) -> None:
    """The next import stops when all its rows are written, in a cache too small to hold them."""

    def insert(db: Database, rows: Sequence[tuple[object, ...]]) -> None:
        db.execute("PRAGMA cache_size=5")
        insert_households(db, rows)
        stop(name)

    vars(household_import)["insert_households"] = insert


def work(folder: Path, listed: Path, out: Path) -> None:
    start_log(folder)
    logging.getLogger().setLevel(logging.DEBUG)
    db, by, _ = create_first_user(folder, *USER)
    save_office(db, Office(valid_from="2020-01-01", kind="xã", name="Mường Mìn", province="T"),
                by=by)  # fmt: skip
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    campaign = new_campaign(preset, id=new_id(), starts_on="2020-08-10", deadline_on="2020-08-26")
    save_campaign(db, campaign, by=by, activate=True)

    plan = read_plan(listed, known_households(db), list_villages(db)).plan
    stop_before_commit("import under way")
    import_households(db, plan.rows, by=by, source=listed.name)
    stop("imported")

    ids = [id_ for (id_,) in db.rows("SELECT id FROM households ORDER BY row")]
    save_visits(db, campaign, [
        {"household_id": id_, "visited_at": "2020-08-12", "disposition": "NOT_HOME", "note": NOTE}
        for id_ in ids[:20]
    ], by=by)  # fmt: skip
    for name, note in db.rows("SELECT head_name, phone FROM households LIMIT 5"):
        save_draft(db, f"visit:{name[:3]}", {"note": f"{NOTE} {name} {note}"}, by=by)
    assert search(db)
    stop("typed")

    make_backup(db, backups_folder(folder), reason="start", by=by)
    make_backup(db, out, reason="usb", by=by)
    stop("backed up")

    from exports.report import Report, write_report

    today = date.today().isoformat()
    data = get_report_data(db, campaign, since="", until=today, on=today)
    write_report(Report(campaign=campaign, made_at=f"{today}T08:00", version="0", **vars(data)),
                 out / "bao-cao.xlsx")  # fmt: skip
    try:
        raise ValueError(f"no row for '{db.value('SELECT head_name FROM households')}'")
    except ValueError as fault:
        logging.getLogger("ui").error("fault: %s", format_for_log(fault))
    parts = gather(folder, folder / "log" / "tungnha.log", db, "0")
    write_support(with_words(parts, "lưu phiếu"), out / "ho-tro.zip")
    stop("reported")

    db.suspend()
    sign_out(folder)
    try:
        db.rows("SELECT head_name FROM households")
    except AppError:
        stop("locked")

    sign_in(folder, *USER)
    db.resume()
    import_unfinished(db, plan.rows)


def import_unfinished(db: Database, rows: Sequence[ImportRow]) -> None:
    """A large import in whose middle the reader kills us."""
    assert db.user
    stop_before_commit("about to be killed")
    again = [
        ImportRow({**row.values, "head_name": f"{row.values['head_name']} {n}"}, row.place)
        for n in range(20) for row in rows
    ]  # fmt: skip
    import_households(db, again, by=db.user, source="x.xlsx")


def search(db: Database) -> int:
    """As somebody types in the search: the index with folded names is read."""
    return len(search_households(db, "quyenh"))


if __name__ == "__main__":
    work(*map(Path, sys.argv[1:]))
