"""The program's own folder: is it one whole version, and what an update left behind in it.

Packed, the program is TungNha.exe and the folder of its very version, "lib-0.1.0". So copying a
newer folder over an older one mixes nothing: each .exe reads its own. What can still go wrong is a
copy that stopped half way; `build.spec` writes a list of files for it, their sizes are looked at
before anything else is imported (release/at_start.py) and their sums by `--check`.

Standard library only, and little of it: whatever is imported here may be what is missing.
"""

import os
import re
import sys
from pathlib import Path

MANIFEST = "danh-sach-tep.txt"
LEFT = "lib-dang-xoa"  # what is being deleted; a name nobody gives to a folder with data in it
_VERSION = re.compile(r"lib-(\d+)\.(\d+)\.(\d+)")

TOP = "TungNha"  # the .exe; what lies beside it may be thrown away
TITLE = "Từng Nhà"
NOT_WHOLE = (
    "Thư mục chương trình “{}” thiếu tệp hoặc lẫn tệp của bản khác, vì lần chép trước chưa xong "
    "hoặc phần mềm diệt virus đã lấy tệp đi; hãy chép lại cả thư mục TungNha hoặc chạy lại bộ cài, "
    "số liệu vẫn còn nguyên."
)


FAULT = (
    "Chương trình không mở được vì gặp lỗi. Số liệu đã lưu vẫn còn nguyên. Hãy mở lại; vẫn không "
    "được thì chạy lại bộ cài hoặc chép lại thư mục chương trình, rồi báo người phụ trách kỹ thuật "
    "dòng này: {}"
)


def write_manifest(program: Path, lib: Path) -> None:
    """One line for each file of the program: size, SHA-256, path."""
    files = [f for f in program.iterdir() if f.is_file() and f.stem == TOP]
    files += [f for f in lib.rglob("*") if f.is_file() and f != lib / MANIFEST]
    lines = [
        f"{f.stat().st_size} {_sum(f)} {f.relative_to(program).as_posix()}\n"
        for f in sorted(files, key=lambda f: f.relative_to(program).as_posix())
    ]
    (lib / MANIFEST).write_bytes("".join(lines).encode())


def find_missing(program: Path, lib: Path) -> list[str]:
    """Files of the list that are not there or of another size. Quick: folders are read, not files.

    Without the list the folder is not whole either: it is copied like any other file. The .exe may
    bear another name, as one that somebody renamed or copied.
    """
    found: dict[str, int] = {}
    _measure(program, "", found, deep=False)
    _measure(lib, f"{lib.name}/", found, deep=True)
    try:
        listed = _read(lib)
    except (OSError, ValueError):
        return [MANIFEST]
    renamed = {path for _, _, path in listed if "/" not in path and path not in found}
    return [path for size, _, path in listed if path not in renamed and found.get(path) != size]


def find_changed(program: Path, lib: Path) -> list[str]:
    """The same by content: every file is read."""
    missing = find_missing(program, lib)
    if missing:
        return missing
    return [
        path
        for _, digest, path in _read(lib)
        if (program / path).exists() and _sum(program / path) != digest
    ]


def require_whole() -> None:
    """In the packed program: end with a sentence when its folder is not whole."""
    program, lib = Path(sys.executable).parent, Path(sys._MEIPASS)  # type: ignore[attr-defined]
    if find_missing(program, lib):
        say_not_whole(program)
        os._exit(1)  # SystemExit would show a box of the packer's, in English


def say_not_whole(program: Path) -> None:
    _say(NOT_WHOLE.format(program))


def say_fault(error: BaseException) -> None:
    """The last who can say something: what was thrown before there was a window, or after it."""
    _say(FAULT.format(fault_words(error)))


def fault_words(error: BaseException) -> str:
    """ "KeyError, app.py 59": what and where, of what it said nothing."""
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    place = f", {Path(at.tb_frame.f_code.co_filename).name} {at.tb_lineno}" if at else ""
    return f"{type(error).__name__}{place}"


def _say(sentence: str) -> None:
    """To whoever reads the words of a command; in a box to whoever opened the window."""
    if sys.stderr:
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()
    if sys.platform == "win32" and (not sys.argv[1:] or sys.argv[1] == "--data"):
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, TITLE, 0x30)  # a warning sign, one button


def drop_leftovers(program: Path, lib: Path) -> None:
    """Folders of older versions that a copy left here: each as large as the program. Never a newer
    one: it is being copied at this moment, and its .exe comes last.

    Renamed first: that fails as a whole while another program has a file of it open.
    """
    import shutil

    shutil.rmtree(program / LEFT, ignore_errors=True)
    for folder in sorted(program.glob("lib-*")):
        ours = _is_older(folder.name, lib.name) and (folder / MANIFEST).is_file()
        if not ours or folder.is_symlink():
            continue
        try:
            folder.rename(program / LEFT)
        except OSError:
            continue
        shutil.rmtree(program / LEFT, ignore_errors=True)


def _is_older(name: str, than: str) -> bool:
    one, other = _VERSION.fullmatch(name), _VERSION.fullmatch(than)
    if not one or not other:
        return False
    return tuple(map(int, one.groups())) < tuple(map(int, other.groups()))


def _read(lib: Path) -> list[tuple[int, str, str]]:
    lines = (lib / MANIFEST).read_text("utf-8").splitlines()
    parts = [line.split(" ", 2) for line in lines]
    return [(int(size), digest, path) for size, digest, path in parts]


def _measure(folder: Path, above: str, found: dict[str, int], *, deep: bool) -> None:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.is_dir():
                    found[above + entry.name] = entry.stat().st_size
                elif deep:
                    _measure(Path(entry.path), f"{above}{entry.name}/", found, deep=True)
    except OSError:
        return  # what it held is missing then


def _sum(file: Path) -> str:
    import hashlib

    with file.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()
