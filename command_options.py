"""What the commands share: who runs them, the file they open, the kinds of their arguments."""

import argparse
import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

from domain.campaigns import Campaign
from domain.days import parse_when
from domain.errors import AppError
from domain.users import User
from storage.campaigns import current_campaign
from storage.database import Database, open_database
from storage.paths import database_file

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


def this_user() -> User:
    """The PC's user name, with every right, until people sign in."""
    try:
        return User(getpass.getuser())
    except (OSError, KeyError):
        return User("máy này")


def open_campaign(options: argparse.Namespace) -> tuple[Database, Campaign]:
    db = open_database(database_file(options.data))
    campaign = current_campaign(db)
    if campaign is None:
        db.close()
        raise AppError("Chưa có đợt vận động nào.", "Hãy tạo đợt bằng lệnh init hoặc trong cửa sổ.")
    return db, campaign
