"""Where data and logs live. A folder "TungNha-data" beside the program wins, but an empty one that
came to an installed program with a portable copy laid over it would hide the office's data."""

import re
import sys
from pathlib import Path, PurePath
from urllib.parse import quote

PORTABLE = "TungNha-data"
FILE = "tungnha.db"
UNINSTALLER = "GoTungNha.exe"  # release/installer.nsi puts it beside the program


def program_folder() -> Path:
    """Where the program stands: beside the .exe when packed, else the source folder."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).parent
    return Path(__file__).resolve().parent.parent


def data_folder(arguments: list[str]) -> Path:
    """As `--data DIR` says, else the portable folder if it counts, else this user's data folder."""
    if "--data" in arguments[:-1]:
        return Path(arguments[arguments.index("--data") + 1]).resolve()
    portable = program_folder() / PORTABLE
    installed = (program_folder() / UNINSTALLER).exists()
    if portable.is_dir() and (_holds_data(portable) or not installed):
        return portable
    return user_folder()


def _holds_data(folder: Path) -> bool:
    """More than the note that comes with it; a restore that was cut off has no database yet."""
    return any(f.suffix != ".txt" for f in folder.iterdir())


def user_folder() -> Path:
    """This user's own folder on this PC."""
    from platformdirs import user_data_path

    return user_data_path("TungNha", appauthor=False)


def database_file(folder: Path) -> Path:
    return folder / FILE


def database_uri(path: PurePath, question: str) -> str:
    """Of an absolute path, for SQLite: a Windows path gets its third slash, a share its fourth, or
    SQLite takes the server for a name it does not know. `question` is "mode=ro", "immutable=1"."""
    posix = path.as_posix()
    return f"file://{'' if posix.startswith('/') else '/'}{quote(posix)}?{question}"


def practice_folder(folder: Path) -> Path:
    """The practice commune is another database and never touches the office's own."""
    return folder / "tap-huan"


def log_file(folder: Path) -> Path:
    return folder / "log" / "tungnha.log"


def program_version() -> str:
    """From pyproject.toml beside main.py, in the repository and in the packed program alike."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    text = (root / "pyproject.toml").read_text("utf-8")
    found = re.search(r'^version = "([^"]+)"', text, re.MULTILINE)
    return found.group(1) if found else "?"
