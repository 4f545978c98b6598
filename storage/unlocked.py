"""Whose data folders are open in this process: the one place that holds keys.

Signing in puts them here, every open_database() takes them from here, on whatever thread, and
locking forgets them all at once.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from domain.errors import AppError
from domain.users import User
from storage.key_file import Keys
from storage.looking import is_look_only


class Locked(AppError):
    """Nobody is signed in to this folder."""


@dataclass(frozen=True)
class Held:
    keys: Keys
    user: User


_held: dict[Path, Held] = {}


def hold(folder: Path, keys: Keys, user: User) -> None:
    """For looking only where the folder is opened that way, whoever it is."""
    _held[folder.resolve()] = Held(keys, replace(user, looking=is_look_only(folder)))


def forget(folder: Path) -> None:
    _held.pop(folder.resolve(), None)


def held(path: Path) -> Held:
    """The keys of a database file and who is signed in to it. Raises Locked."""
    found = _held.get(path.parent.resolve())
    if found is None:
        raise Locked("Dữ liệu đang khóa.", "Hãy đăng nhập rồi làm lại.")
    return found
