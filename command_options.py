"""What the commands share: who runs them, the file they open, the kinds of their arguments."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator
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
from storage.device import settle_device
from storage.key_file import KEYS_FILE
from storage.lock import RESTORED, FolderInUse, hold_folder
from storage.looking import can_look, is_look_only, look_only
from storage.paths import database_file
from storage.places import is_writable
from storage.sidecar import check_state, end_state, part_ways, read_state
from storage.sign_ins import SIGN_IN, note_coming
from storage.unlocked import Locked
from storage.upgrade import is_plain

Answer = tuple[Any, str]  # the JSON object, and the same as a sentence
Run = Callable[[argparse.Namespace], Answer]
Add = Callable[[str, Run, str], argparse.ArgumentParser]  # name, what runs, one line of help
OTHERS_SECONDS = 2.0  # another command holds the folder for a moment, a window until it is closed


def at_terminal() -> bool:
    """Whether a person can answer a question. Windows calls NUL a terminal too."""
    if not sys.stdin or not sys.stdin.isatty():
        return False
    if sys.platform != "win32":
        return True
    import ctypes
    import msvcrt

    handle = ctypes.c_void_p(msvcrt.get_osfhandle(sys.stdin.fileno()))
    return bool(ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(ctypes.c_ulong())))


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


@contextlib.contextmanager
def alone(options: argparse.Namespace) -> Iterator[None]:
    """Around whatever a command changes, from the first look at what it changes: FolderInUse where
    a window is open. That shows, and would write back, what was there before.

    Reading, reports and backups do without: SQLite lets them take turns, and the log of who did
    what is all that they write. To be entered when the data are open: open_as() holds the folder
    for a moment itself.
    """
    if not options.data.exists() or getattr(options, "dry_run", False):
        yield
        return
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(hold_folder(options.data, OTHERS_SECONDS))
        except FolderInUse as problem:
            raise FolderInUse(
                problem.message,
                "Hãy làm việc này trong cửa sổ đang mở, hoặc đóng cửa sổ đó rồi chạy lại lệnh.",
            ) from problem
        yield


def way_in(options: argparse.Namespace) -> tuple[str, str] | None:
    """What stands before signing in: name and password, None for a folder without accounts.

    A folder that cannot be written is opened for looking from here on (storage/looking.py).
    Raises AppError where there is nothing to sign in to.
    """
    folder, path = options.data, database_file(options.data)
    if path.exists() and not is_writable(folder, folder):
        if not can_look(folder):
            raise AppError(
                f"Thư mục dữ liệu “{folder}” không ghi được, mà lần dùng trước chưa đóng xong.",
                "Hãy cho ghi vào thư mục, hoặc chép cả thư mục vào ổ đĩa của máy, rồi làm lại.",
            )
        look_only(folder)
    if (folder / RESTORED).is_dir():
        with hold_folder(folder):
            pass  # a restored folder waited in it and has its place now
    if not has_accounts(folder):
        return None
    given = credentials(options, practice=is_demo(folder))
    if given is None:
        raise AppError(
            "Lệnh này cần tên người dùng và mật khẩu.",
            "Hãy thêm --user TÊN --password-file TỆP (hoặc đặt TUNGNHA_USER và "
            "TUNGNHA_PASSWORD).",
        )
    return given


def has_accounts(folder: Path) -> bool:
    """False of data whose keys are missing. AppError where there are no data to sign in to."""
    set_up, path = is_set_up(folder), database_file(folder)
    if not path.exists():
        raise AppError(
            f"Không thấy tệp dữ liệu “{path}”.",
            "Hãy kiểm tra thư mục dữ liệu, hoặc tạo mới bằng màn hình bắt đầu (lệnh: init).",
        )
    if not set_up and is_plain(path):
        raise AppError(
            "Dữ liệu này của phiên bản cũ, chưa được mã hóa.",
            "Hãy mở bằng cửa sổ, hoặc tạo quản trị đầu tiên: users --data DIR first TÊN "
            "--new-password-file TỆP.",
        )
    return set_up


def open_data(options: argparse.Namespace) -> Database:
    """Sign in and open the data folder; db.user is who writes. A practice folder needs no name."""
    return open_as(options.data, way_in(options))


def no_keys(folder: Path) -> AppError:
    return AppError(
        f"Không thấy tệp khóa “{KEYS_FILE}” của dữ liệu trong “{folder}”.",
        "Hãy tìm lại tệp đó, hoặc khôi phục bản sao lưu: trong mỗi bản có tệp khóa.",
    )


def open_as(folder: Path, given: tuple[str, str] | None) -> Database:
    """The second half of open_data(), where the file itself may turn out to be damaged."""
    seen = read_state(folder)
    if given:
        sign_in(folder, *given)
    try:
        db = open_database(database_file(folder))
    except Locked as problem:
        raise no_keys(folder) from problem
    if is_look_only(folder):
        return db
    finding = check_state(db, seen)
    if given:  # a copied folder, an older file: another identity before anything is written
        settle_device(db, by=user_of(db))
        if finding:
            part_ways(db, seen, finding, by=user_of(db))
    if given and not finding:  # nothing is added to a file that nobody answered for
        note_coming(db, SIGN_IN, by=user_of(db), by_command=True)
    if (seen or given) and not finding:  # nothing is lost, so what this command leaves is whole
        with contextlib.suppress(FolderInUse), hold_folder(folder):
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
