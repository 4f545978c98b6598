"""F23 to F27: files made to hurt are refused in a sentence, in bounded time and memory.

Each file is read by the product's own reader in a process with little memory and time
(tests/faults/reader.py); what is read in this process is small. What one damaged table looks like
in all its forms is tests/imports/test_hostile_files.py.
"""

import base64
import io
import json
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import AppError
from imports.legacy_fonts import decode_table
from imports.tables import read_tables
from storage import key_file, key_slots
from storage.key_file import KEYS_FILE, KeyFile, parse_key_file
from tests.faults.conftest import LONG, by_length
from tests.needs import needs_limits

pytestmark = needs_limits

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
SAMPLES = {".xlsx": DATA / "ho-muong-min-2020.xlsx", ".xls": DATA / "ho-vntime-2019.xls"}
TABLE_READERS = ("households", "filled-sheet", "visits", "tallies")
LAUGHS = "<!DOCTYPE l [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
) + "]>"  # 10^9 laughs
XXE = '<!DOCTYPE l [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
SHARED_FOLDER = [HealthCheck.function_scoped_fixture]
HUGE = by_length(60_000_000, 300_000_000)
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def read(kind: str, file: Path) -> dict[str, object]:
    """What the reader said. A crash, a signal or a traceback fails the test here."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.reader", kind, str(file)], cwd=ROOT,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{kind} of {file.name}: {done.returncode}\n{done.stderr[-2000:]}"
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def is_refusal(answer: dict[str, object], *words: str) -> bool:
    text = str(answer.get("refused", ""))
    return text.endswith(".") and any(word in text for word in words)


def xlsx(path: Path, sheet: bytes, **parts: bytes) -> Path:
    """A workbook whose first sheet is `sheet`; `shared` and `styles` replace those parts."""
    target = io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Họ tên chủ hộ"
    book.save(target)
    names = {"shared": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
    changed = {names[k]: v for k, v in parts.items()} | {"xl/worksheets/sheet1.xml": sheet}
    with zipfile.ZipFile(target) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in whole.namelist():
            new.writestr(name, changed.get(name, whole.read(name)))
    return path


def of_rows(rows: str, before: str = "") -> bytes:
    return f"{before}<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>".encode()


def far_corner(folder: Path) -> Path:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>'
    far = '<row r="1048576"><c r="XFD1048576"><v>3</v></c></row>'
    return xlsx(folder / "xa.xlsx", of_rows(cells + far))


def bomb(folder: Path) -> Path:
    """400 MB of blanks in 400 kB; in the gate 120 MB, which is over the limit too."""
    head, tail = of_rows("").split(b"</sheetData>")
    blanks = b" " * by_length(120_000_000, 400_000_000)
    return xlsx(folder / "bom.xlsx", head + blanks + b"</sheetData>" + tail)


def strings_bomb(folder: Path) -> Path:
    """A shared string of 90 MB that a hundred thousand cells name: 9 TB when each is read out."""
    shared = f"<sst {SPACE}><si><t>".encode() + b"a" * 90_000_000 + b"</t></si></sst>"
    cells = '<row>' + '<c t="s"><v>0</v></c>' * 50 + "</row>"
    return xlsx(folder / "chuoi.xlsx", of_rows(cells * 2_000), shared=shared)


def laughs(folder: Path) -> Path:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    return xlsx(folder / "cuoi.xlsx", of_rows(cell, LAUGHS))


def external(folder: Path) -> Path:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    return xlsx(folder / "ngoai.xlsx", of_rows(cell, XXE))


def ods_nested(folder: Path) -> Path:
    path = folder / "sau.ods"
    body = "<table:table>" + "<text:p>" * 2_000_000
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("content.xml", f"<office:document-content>{body}")
    return path


def xls_loop(folder: Path) -> Path:
    """The chain of the file's sectors leads back to its own beginning."""
    data = bytearray(SAMPLES[".xls"].read_bytes())
    first = struct.unpack_from("<I", data, 76)[0]  # where the table of sectors lies
    at = 512 + 512 * first
    for n in range(128):
        struct.pack_into("<I", data, at + 4 * n, 0)
    path = folder / "vong.xls"
    path.write_bytes(data)
    return path


def one_endless_line(folder: Path) -> Path:
    path = folder / "dai.csv"
    path.write_bytes(b"a" * 90_000_000)
    return path


def a_field_never_closed(folder: Path) -> Path:
    path = folder / "mo.csv"
    path.write_text('Họ tên chủ hộ,Thôn\n"' + "Hà Văn Ửng,\n" * 400_000, "utf-8")
    return path


def binary(folder: Path) -> Path:
    path = folder / "nhi-phan.csv"
    path.write_bytes(bytes(range(256)) * 4_000)
    return path


HOSTILE: tuple[Callable[[Path], Path], ...] = (
    far_corner, bomb, strings_bomb, laughs, external, ods_nested, xls_loop, one_endless_line,
    a_field_never_closed, binary,
)  # fmt: skip


# All of them come to the files through one module: in the gate the first meets every file, the
# others what is hard by how far they look into it.
PAIRS = [
    (kind, make.__name__)
    for kind in TABLE_READERS for make in HOSTILE
    if LONG or kind == TABLE_READERS[0] or make is far_corner
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    return {make.__name__: make(folder) for make in HOSTILE}


@pytest.mark.parametrize(("kind", "name"), PAIRS)
def test_every_reader_of_tables_refuses_what_is_made_to_hurt(
    hostile: dict[str, Path], name: str, kind: str
) -> None:
    answer = read(kind, hostile[name])
    assert is_refusal(answer, "tệp", "Tệp") or answer.get("read") == 0, answer


# ---- the key file: what signing in reads before any key is known


def key_file_text(**change: object) -> bytes:
    """A key file of ours with one slot changed; its check sum is right."""
    slot: dict[str, object] = {"name": "Lan", "kind": "user", "memory": 8, "passes": 1, "next": ""}
    slot |= {n: base64.b64encode(bytes(size)).decode() for n, size in key_file.LENGTHS.items()}
    body: dict[str, object] = {"format": 1, "office": "x", "practice": False, "serial": 1,
                               "slots": [slot | change], "mac": ""}  # fmt: skip
    body["sum"] = key_file.sum_of(body)
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    "change",
    [
        {"memory": 2**31 - 1}, {"memory": 2**40}, {"passes": 2**31}, {"memory": 0}, {"passes": -1},
        {"memory": "8"}, {"memory": True}, {"salt": "A"}, {"salt": 7}, {"salt": "é"}, {"nonce": ""},
        {"wrapped": None}, {"public": "AAAA"}, {"sealed": "A" * 10_000_000}, {"name": ["Lan"]},
        {"kind": "recovery"}, {"kind": 3}, {"next": "AAAA"}, {"name": "A" * 1_000_000},
    ],
    ids=lambda change: str(change)[:40],
)  # fmt: skip
def test_a_key_file_made_to_hurt_is_refused_before_it_costs(
    tmp_path: Path, change: dict[str, object]
) -> None:
    (tmp_path / KEYS_FILE).write_bytes(key_file_text(**change))
    answer = read("key-file", tmp_path / KEYS_FILE)
    assert "read" in answer or is_refusal(answer, "khóa", "Mật khẩu", "khôi phục"), answer


def test_a_sound_key_file_is_read_and_refuses_a_wrong_password(tmp_path: Path) -> None:
    """So what the others are refused for is their change."""
    (tmp_path / KEYS_FILE).write_bytes(key_file_text())
    assert read("key-file", tmp_path / KEYS_FILE) == {"read": 1}


@pytest.mark.parametrize(
    "text", [b"[" * 1_000_000, b'{"a":' * 300_000, b"", b"\xff\xfe", b"9" * 5000, b"null", b"[1]"]
)
def test_a_key_file_that_is_none_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / KEYS_FILE).write_bytes(text)
    assert is_refusal(read("key-file", tmp_path / KEYS_FILE), "bị hỏng")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner,
                                                                max_size=3),
    max_leaves=6,
)  # fmt: skip
SLOT_NAMES = st.sampled_from(list(key_file.Slot.__dataclass_fields__))
BODY_NAMES = st.sampled_from(["format", "office", "practice", "serial", "slots", "mac"])


@given(slot=st.dictionaries(SLOT_NAMES, JSON, max_size=3),
       body=st.dictionaries(BODY_NAMES, JSON, max_size=2))  # fmt: skip
@settings(max_examples=by_length(120, 300))
def test_a_key_file_of_any_content_is_read_or_refused(
    slot: dict[str, object], body: dict[str, object]
) -> None:
    whole = json.loads(key_file_text(**slot)) | body
    whole["sum"] = key_file.sum_of(whole)
    found = parse_key_file(json.dumps(whole).encode())
    if found is not None:
        assert isinstance(found, KeyFile)
        assert all(isinstance(name, str) for name in found.names)
        for each in found.slots:
            assert each.kind in (key_file.USER, key_file.RECOVERY)
            with pytest.raises(AppError):
                key_slots.open_slot(found.office, each, "bốn từ dễ nhớ")


@given(data=st.binary(max_size=400))
@settings(max_examples=by_length(80, 200))
def test_bytes_that_are_no_key_file_are_none(data: bytes) -> None:
    assert parse_key_file(data) is None


# ---- the backup file


def backup(path: Path, **parts: bytes) -> Path:
    names = {"manifest": "manifest.json", "keys": "keys.json", "data": "tungnha.db"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, name in names.items():
            archive.writestr(name, parts.get(key, b"{}"))
    return path


@pytest.mark.parametrize(
    "parts",
    [
        {"manifest": b" " * HUGE}, {"keys": b" " * HUGE},
        {"manifest": b"[" * 900_000}, {"manifest": b'{"format": 1}'}, {"manifest": b"\xff"},
        {"data": b"\0" * HUGE},
        {"manifest": b"null"}, {"manifest": b'{"format": 99}'},
    ],
    ids=lambda p: ",".join(f"{k}={v[:14]!r}" for k, v in p.items()),
)  # fmt: skip
def test_a_backup_made_to_hurt_is_refused_before_it_is_unpacked(
    tmp_path: Path, parts: dict[str, bytes]
) -> None:
    assert is_refusal(read("backup", backup(tmp_path / "b.tungnha", **parts)), "sao lưu", "Tệp")


def test_a_backup_may_not_name_other_places(tmp_path: Path) -> None:
    path = tmp_path / "b.tungnha"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("manifest.json", "keys.json", "../../tungnha.db"):
            archive.writestr(name, "{}")
    assert is_refusal(read("backup", path), "sao lưu")
    assert [p.name for p in tmp_path.iterdir()] == ["b.tungnha"]


@given(data=st.binary(max_size=600), front=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]))
@settings(max_examples=by_length(60, 150), suppress_health_check=SHARED_FOLDER)
def test_bytes_that_are_no_backup_are_refused(tmp_path: Path, data: bytes, front: bytes) -> None:
    from storage.backups import check_backup, look_at

    path = tmp_path / "b.tungnha"
    path.write_bytes(front + data)
    assert look_at(path).problem
    with pytest.raises(AppError):
        check_backup(path)


# ---- the tables, by chance (F27)


@contextmanager
def only_refusals() -> Iterator[None]:
    said = ""
    try:
        yield
    except AppError as refusal:
        said = refusal.message
    assert not said or re.search("“.+”", said), said


def read_all(path: Path) -> None:
    with only_refusals():
        for table in read_tables(path):
            list(decode_table(table).rows)


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_changed_bytes_of_real_lists_are_read_or_refused(tmp_path: Path, suffix: str) -> None:
    whole = SAMPLES[suffix].read_bytes()
    path = tmp_path / f"h{suffix}"
    place = st.integers(0, len(whole) - 1)
    changes = st.lists(st.tuples(place, st.integers(0, 255)), min_size=1, max_size=12)

    @given(changes=changes, cut=st.none() | place)
    @settings(max_examples=by_length(50, 120))
    def check(changes: list[tuple[int, int]], cut: int | None) -> None:
        data = bytearray(whole)
        for at, value in changes:
            data[at] = value
        path.write_bytes(data[:cut])
        read_all(path)

    check()


@pytest.mark.parametrize(("suffix", "part"), [(".xlsx", "xl/worksheets/sheet1.xml"),
                                              (".ods", "content.xml")])  # fmt: skip
def test_changed_parts_inside_a_whole_archive_are_read_or_refused(
    tmp_path: Path, suffix: str, part: str
) -> None:
    """The archive is right; so the change reaches the reader of the cells."""
    path = tmp_path / f"h{suffix}"
    if suffix == ".ods":
        number = 'office:value-type="float" office:value="1"'
        inside = (
            '<office:document-content><office:body><office:spreadsheet><table:table table:name="a">'
            f'<table:table-row table:number-rows-repeated="2"><table:table-cell {number} '
            'table:number-columns-repeated="3"><text:p>Hà Văn Ửng</text:p></table:table-cell>'
            "</table:table-row></table:table></office:spreadsheet></office:body>"
            "</office:document-content>"
        ).encode()
        parts = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", part: inside}
    else:
        with zipfile.ZipFile(SAMPLES[".xlsx"]) as archive:
            parts = {n: archive.read(n) for n in archive.namelist()}
    whole = parts[part]
    place = st.integers(0, min(len(whole), 6000) - 1)
    piece = st.binary(max_size=6) | st.sampled_from(
        [b"-1", b"1e999", b"9" * 400, b"XFD1048576", b"&lt;", b"</row>", b"<![CDATA[", b"nan"]
    )

    @given(edits=st.lists(st.tuples(place, st.integers(0, 8), piece), min_size=1, max_size=6))
    @settings(max_examples=by_length(50, 120))
    def check(edits: list[tuple[int, int, bytes]]) -> None:
        data = whole
        for at, gone, new in edits:
            data = data[:at] + new + data[at + gone :]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, data if name == part else content)
        read_all(path)

    check()


@given(data=st.binary(max_size=500) | st.text(max_size=300).map(lambda t: t.encode("utf-8"))
       | st.text(alphabet='a";,\n\t\r=é', max_size=300).map(
           lambda t: t.encode("utf-16")))  # fmt: skip
@settings(max_examples=by_length(120, 300), suppress_health_check=SHARED_FOLDER)
def test_any_text_table_is_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "h.csv"
    path.write_bytes(data)
    read_all(path)
