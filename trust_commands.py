"""Accounts, the log, backups, checks and erasure without a window: thin callers, nothing more."""

import argparse
import logging
from datetime import datetime

from backup_commands import add_backup_commands
from command_options import Add, Answer, alone, open_as, user_of, way_in
from domain.errors import AppError
from erasure_commands import add_erasure_commands
from storage.accounts import confirm_password
from storage.database import Busy
from storage.doctor import as_json, examine
from storage.erasure_finish import finish_erasures, unfinished
from storage.key_file import Keys
from storage.key_slots import unlock
from storage.looking import is_look_only
from storage.passwords import WrongPassword
from user_commands import add_user_commands

log = logging.getLogger(__name__)


def _keys_of(options: argparse.Namespace) -> Keys:
    """By signing in, and whatever was cut off is done; where the database itself is what is wrong,
    by the key slot alone."""
    given = way_in(options)
    try:
        db = open_as(options.data, given)
    except (WrongPassword, Busy):
        raise
    except AppError:
        if given is None:
            raise
        confirm_password(options.data, *given)
        return unlock(options.data, *given)[0]
    try:
        if not is_look_only(options.data) and unfinished(db):
            with alone(options):  # a window finishes them itself
                finish_erasures(db, by=user_of(db))
    except AppError as problem:
        log.warning("an erasure stays open: %s", problem.message)
    finally:
        db.close()
    return db.keys


def _doctor(options: argparse.Namespace) -> Answer:
    diagnosis = examine(options.data, _keys_of(options), datetime.now())
    lines = [f"{f.message} {f.hint}".strip() for f in diagnosis.findings]
    first = "Dữ liệu nguyên vẹn." if diagnosis.ok else "Dữ liệu có chỗ hỏng."
    return as_json(diagnosis), "\n".join([first, *lines])


def add_trust_commands(add: Add) -> None:
    """Each command is one block: its parser, and above this function what it runs."""
    add_user_commands(add)
    add_backup_commands(add)
    add_erasure_commands(add)
    p = add("doctor", _doctor, "kiểm tra dữ liệu, bản sao lưu, tệp khóa, ổ đĩa")
    p.description = (
        "Kiểm tra dữ liệu, bản sao lưu, tệp khóa, ổ đĩa. Kiểm tra xong thì mã kết thúc là 0, có "
        "chỗ hỏng hay không: --json ghi “ok”: false khi có chỗ hỏng (“level”: “bad”), chỗ cần "
        "lưu ý (“warning”) thì vẫn true. Mã 1: chưa kiểm tra được."
    )
