"""What the commands share: who runs them, the file they open, the kinds of their arguments."""

import argparse
import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from domain.campaigns import Campaign
from domain.days import parse_when
from domain.errors import AppError
from domain.users import User
from storage.accounts import DEMO, is_demo, is_set_up, sign_in
from storage.audit import log_names
from storage.campaigns import current_campaign
from storage.database import Database, open_database
from storage.lock import RESTORED, FolderInUse, hold_folder
from storage.paths import database_file
from storage.sidecar import check_state, end_state, read_state
from storage.upgrade import is_plain

Answer = tuple[Any, str]  # the JSON object, and the same as a sentence
Run = Callable[[argparse.Namespace], Answer]
Add = Callable[[str, Run, str], argparse.ArgumentParser]  # name, what runs, one line of help


def moment(text: str) -> str:
    try:
        return parse_when(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{text}” không phải là ngày (ví dụ 2020-08-13)"
        ) from None


def day(text: str) -> str:
    return moment(text)[:10]


def file(text: str) -> Path:
    """Absolute, so that "." has a name to be called by."""
    return Path(text).absolute()


def first_line(path: Path, what: str) -> str:
    """A password or a code out of a file, without the space that `echo … > FILE` leaves behind it
    on Windows."""
    try:
        line = path.read_text("utf-8-sig").splitlines()[0].strip()
    except (OSError, UnicodeDecodeError, IndexError):
        line = ""
    if not line:
        raise AppError(
            f"Không đọc được {what} từ tệp “{path}”.", f"Tệp cần một dòng: {what}, ghi bằng UTF-8."
        )
    return line


def credentials(
    options: argparse.Namespace, *, practice: bool = False
) -> tuple[str, str] | None:
    """Name and password from the options or the environment; None where one of them is missing.

    Of a practice folder those that are said on its screen, unless somebody names himself.
    """
    name = options.user or os.environ.get("TUNGNHA_USER", "")
    password = os.environ.get("TUNGNHA_PASSWORD", "")
    if options.password_file:
        password = first_line(options.password_file, "mật khẩu")
    if name and password:
        return name, password
    return DEMO if practice and not options.user else None


def open_data(options: argparse.Namespace) -> Database:
    """Sign in and open the data folder; db.user is who writes. A practice folder needs no name."""
    path = database_file(options.data)
    seen = read_state(options.data)
    if (options.data / RESTORED).is_dir():
        with hold_folder(options.data):
            pass  # a restored folder waited in it and has its place now
    if not is_set_up(options.data) and is_plain(path):
        raise AppError(
            "Dữ liệu này của phiên bản cũ, chưa được mã hóa.",
            "Hãy mở bằng cửa sổ, hoặc tạo quản trị đầu tiên: users --data DIR first TÊN "
            "--new-password-file TỆP.",
        )
    if is_set_up(options.data):
        given = credentials(options, practice=is_demo(options.data))
        if given is None:
            raise AppError(
                "Lệnh này cần tên người dùng và mật khẩu.",
                "Hãy thêm --user TÊN --password-file TỆP (hoặc đặt TUNGNHA_USER và "
                "TUNGNHA_PASSWORD).",
            )
        sign_in(options.data, *given)
    db = open_database(path)
    if seen and not check_state(db, seen):  # nothing is lost, so what this command leaves is whole
        with contextlib.suppress(FolderInUse), hold_folder(options.data):
            end_state(db)  # a window at work keeps its own
    return db


def user_of(db: Database) -> User:
    """Who signed in: open_data() left it here."""
    assert db.user is not None
    return db.user


def open_campaign(options: argparse.Namespace) -> tuple[Database, Campaign]:
    db = open_data(options)
    campaign = current_campaign(db)
    if campaign is None:
        db.close()
        raise AppError("Chưa có đợt vận động nào.", "Hãy tạo đợt bằng lệnh init hoặc trong cửa sổ.")
    return db, campaign


def log_listed(db: Database, what: str, command: str, rows: int) -> None:
    """A command prints names: who, when, how many."""
    log_names(db, "list_names", what, f"lệnh {command}", rows, by=user_of(db))
