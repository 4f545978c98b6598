"""What a restore must not bring back: the ways in of people who left, and people who were erased.

Both are read from the data in place and put into the restored copy before it takes their place.
Accounts and key file only where the copy is under the same data key; a backup of before a change
of the key opens by its own. Of an erasure only ids are needed: it is done once more.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.erasures import Scope, Stage
from domain.errors import AppError
from domain.users import User
from storage.database import Database, open_database, operation
from storage.key_file import KeyFile, Keys, has_keys, is_genuine, require_genuine
from storage.paths import database_file

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Present:
    keys: Keys
    key_file: KeyFile
    users: tuple[tuple[Any, ...], ...]  # the rows of the table
    erased: tuple[tuple[str, Scope, str], ...]  # id, scope, target
    is_finished: bool  # no old backup holds the erased any more

    def opens(self, key_file: KeyFile) -> bool:
        """Whether a backup's key file is of the same data key."""
        return is_genuine(key_file, self.keys)


def read_present(folder: Path) -> Present | None:
    """None where nobody is signed in, as on a new PC, or the data cannot be read."""
    path = database_file(folder)
    if not has_keys(folder) or not path.exists():
        return None
    try:
        db = open_database(path)
    except AppError as refusal:
        log.info("restore without the present data: %s", type(refusal).__name__)
        return None
    try:
        erasures = db.rows("SELECT id, scope, target_id, stage FROM erasures ORDER BY number")
        return Present(
            db.keys, require_genuine(folder, db.keys), tuple(db.rows("SELECT * FROM users")),
            tuple((id_, Scope(scope), target) for id_, scope, target, _ in erasures),
            all(stage == Stage.DONE for *_, stage in erasures),
        )  # fmt: skip
    finally:
        db.close()


def keep_accounts(db: Database, present: Present, *, by: User) -> None:
    """The copy's table of users becomes that of the present; its key file is put beside it."""
    with operation(db, by, "save_user") as note:
        db.execute("DELETE FROM users")
        for row in present.users:
            db.execute("INSERT INTO users VALUES (?,?,?,?,?,?)", row)
        note("", restored=len(present.users))


def repeat_erasures(db: Database, present: Present, *, by: User) -> None:
    """Erase in the copy whom the present knows as erased. Raises AppError when that cannot be."""
    from storage.erasure import erase_campaign, erase_household
    from storage.erasure_finish import finish_copy

    known = {id_ for (id_,) in db.rows("SELECT id FROM erasures")}
    repeated = False
    for id_, scope, target in present.erased:
        table = "households" if scope is Scope.HOUSEHOLD else "campaigns"
        if id_ in known or not db.value(f"SELECT 1 FROM {table} WHERE id=?", (target,)):
            continue
        if scope is Scope.HOUSEHOLD:
            erase_household(db, target, by=by)
        else:
            erase_campaign(db, target, by=by)
        repeated = True
    if repeated and present.is_finished:
        finish_copy(db, by=by)
