"""F28: no file on the disk holds a name or a phone number that can be read.

A day's work runs in a process of its own (tests/faults/office_day.py), with temp folder, home and
data folder that are ours. At every stop, after a kill and after the end, every byte of every file
there is searched for every household head's name, with its accents in both forms and without, and
for every phone number, in UTF-8 and UTF-16; archives are opened and searched inside too.
"""

import io
import os
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import sqlcipher3

from domain.text import fold_key
from storage import unlocked
from storage.accounts import sign_in
from storage.backups import backups_folder, list_backups
from storage.database import open_database
from storage.erasure import erase_household
from storage.paths import database_file
from storage.rekey import rekey
from storage.restoring import restore_backup
from storage.safe_files import write_safely
from tests.faults.office_day import NOTE, USER

ROOT = Path(__file__).parents[2]
FAMILIES = ("Hà", "Lò", "Vi", "Đinh", "Ngân", "Phạm")
MIDDLES = ("Văn", "Thị", "Đức", "Bá")
GIVEN = ("Quyểnh", "Ửng Quyểnh", "Thủy Quyểnh")
NAMES = [f"{f} {m} {g}" for f in FAMILIES for m in MIDDLES for g in GIVEN]
PHONES = [f"0987{n * 7919 % 10**6:06}" for n in range(len(NAMES))]
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
STOPS = ("import under way", "imported", "typed", "backed up", "reported", "locked",
         "about to be killed")  # fmt: skip


def forms_of(text: str) -> set[bytes]:
    """How a text may lie in a file."""
    bare = {fold_key(text), text.upper()}
    written = bare | {unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)}
    return {t.encode(encoding) for t in written for encoding in ENCODINGS}


MARKS = {form for text in ("Quyểnh", "0987", NOTE) for form in forms_of(text)}  # one is in each
FORBIDDEN = {form: text for text in [*NAMES, *PHONES, NOTE] for form in forms_of(text)}


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, and of what an archive holds unpacked."""
    data = path.read_bytes()
    yield str(path), data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield f"{path}!{name}", archive.read(name)


def leaks(*folders: Path) -> list[tuple[str, str]]:
    """(file, text) of everything readable in these folders."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                for name, data in contents(path):
                    if any(mark in data for mark in MARKS):
                        found += [(name, text) for form, text in FORBIDDEN.items() if form in data]
                found += [(str(path), text) for text in NAMES if fold_key(text) in path.name]
    return found


def write_list(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("STT", "Họ và tên chủ hộ", "Thôn, bản", "Số khẩu", "Điện thoại"))
    for n, (name, phone) in enumerate(zip(NAMES, PHONES, strict=True)):
        form = "NFD" if n % 2 else "NFC"
        sheet.append((n + 1, unicodedata.normalize(form, name), f"Bản {n % 3 + 1}", 4, phone))
    book.save(path)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """Everywhere the program may write; the list itself is the office's own file, elsewhere."""
    made = {name: tmp_path / "disk" / name for name in ("data", "temp", "home", "out")}
    for path in made.values():
        path.mkdir(parents=True)
    write_list(tmp_path / "ho.xlsx")
    return made


def test_the_search_finds_what_lies_open(tmp_path: Path) -> None:
    """The control: a plain database, an archive and every form of a name are found."""
    plain = sqlcipher3.connect(str(tmp_path / "plain.db"))
    plain.execute("CREATE TABLE households(name TEXT)")
    plain.execute("INSERT INTO households VALUES (?)", (NAMES[7],))
    plain.commit()
    plain.close()
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", PHONES[3] * 9)
    (tmp_path / "nfd").write_text(unicodedata.normalize("NFD", NAMES[1]), "utf-8")
    (tmp_path / "bare").write_text(fold_key(NAMES[2]), "utf-16-le")
    assert {text for _, text in leaks(tmp_path)} == {NAMES[7], PHONES[3], NAMES[1], NAMES[2]}
    assert len(leaks(tmp_path)) == 4


def test_no_name_can_be_read_on_the_disk_at_any_time(
    places: dict[str, Path], tmp_path: Path
) -> None:
    disk, data, temp = tmp_path / "disk", places["data"], str(places["temp"])
    own = {name: temp for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR")}
    own |= {name: str(places["home"]) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME",
                                                   "LOCALAPPDATA", "APPDATA")}  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.office_day", str(data), str(tmp_path / "ho.xlsx"),
         str(places["out"])],
        cwd=ROOT, env=os.environ | own, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    assert process.stderr
    seen = []
    while line := process.stdout.readline():
        seen.append(line.strip())
        assert leaks(disk) == [], seen[-1]
        if seen[-1] == STOPS[-1]:
            process.kill()
            break
        process.stdin.write("\n")
        process.stdin.flush()
    error = process.stderr.read()
    process.wait()
    assert tuple(seen) == STOPS, error[-3000:]
    assert (data / "tungnha.db-wal").stat().st_size > 0  # it died with work in the log
    assert (places["out"] / "bao-cao.xlsx").exists()
    assert (data / "log" / "tungnha.log").stat().st_size > 0
    assert leaks(disk) == [], "after the kill"

    open_again(data, places["home"] / "restored")
    assert leaks(disk) == [], "after the end"


def open_again(data: Path, restored: Path) -> None:
    """After the crash: everything is there; another key, an erasure and a restore leave nothing."""
    user = sign_in(data, *USER)
    db = open_database(database_file(data))
    stored = [name for (name,) in db.rows("SELECT head_name FROM households")]
    assert {unicodedata.normalize("NFC", name) for name in stored} == set(NAMES)
    rekey(db, by=user)
    erase_household(db, db.value("SELECT id FROM households"), by=user, reason="yêu cầu của hộ")
    assert leaks(data) == [], "open after the crash"
    db.close()
    unlocked.forget(data)
    restore_backup(list_backups(backups_folder(data))[0].file, restored, *USER, reason="thử")
    unlocked.forget(restored)


def test_a_file_of_before_encryption_leaves_nothing_behind(tmp_path: Path) -> None:
    """The plain file of the first program is encrypted in place: its old bytes are overwritten."""
    from storage.set_up import make_first_user

    folder = tmp_path / "data"
    folder.mkdir()
    plain = database_file(folder)
    make_plain(plain)
    assert {text for _, text in leaks(folder)} >= set(NAMES)
    make_first_user(folder, *USER, lambda done, total: None)
    assert leaks(folder) == []


def make_plain(path: Path) -> None:
    """A file of schema 2 as the first program left it, with our names."""
    import gzip

    write_safely(path, gzip.decompress((ROOT / "tests/data/schema-2.db.gz").read_bytes()))
    db = sqlcipher3.connect(str(path))
    rows = [r for (r,) in db.execute("SELECT row FROM households ORDER BY row")]
    assert len(rows) <= len(NAMES)
    for row, name in zip(rows, NAMES, strict=False):
        db.execute("UPDATE households SET head_name=? WHERE row=?", (name, row))
    db.execute("CREATE TABLE IF NOT EXISTS spare(name TEXT)")
    db.executemany("INSERT INTO spare VALUES (?)", [(n,) for n in NAMES])
    db.execute("DROP TABLE spare")  # in free pages now
    db.commit()
    db.close()
