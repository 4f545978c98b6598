"""The files for an inspector, and the verifier of docs/ over them, run as he would run it."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from domain.audit import AuditEntry
from exports.audit_files import HEADINGS, write_audit_csv, write_audit_jsonl, write_audit_key
from storage.audit_chain import START, mac_of, seal

VERIFIER = Path(__file__).parents[2] / "docs" / "verify_audit.py"
KEY = bytes(range(32))


def chain() -> list[AuditEntry]:
    """Five entries, of which the third had its detail erased."""
    before, made = START, []
    for n, actor in enumerate(("Hà Thị Lan", "=cmd|x", "Vi Văn Tư", "Lan", "Lan"), 1):
        detail = json.dumps({"reason": f"đi vắng\n{n}"}, ensure_ascii=False)
        salt: bytes | None = bytes([n]) * 16
        assert salt
        sealed, at = seal(salt, detail), f"2020-08-1{n}T08:00:00.000+07:00"
        action = "export_audit" if n == 5 else "save_visit"
        mac = mac_of(KEY, before, n, at, actor, action, f"t{n}", sealed)
        if n == 3:
            salt, detail = None, ""
        made.append(AuditEntry(n, at, actor, action, f"t{n}", detail, salt, sealed, mac))
        before = mac
    return made


def run(folder: Path, *heads: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(folder / "n.jsonl"), str(folder / "k.txt"),
         *heads],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.strip() + done.stderr.strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert write_audit_jsonl(chain(), tmp_path / "n.jsonl") == 5
    write_audit_key(KEY, tmp_path / "k.txt", practice=False)
    return tmp_path


def test_the_verifier_is_short_and_uses_the_standard_library_only() -> None:
    text = VERIFIER.read_text("utf-8")
    assert len(text.splitlines()) <= 60
    names = {x.split()[1] for x in text.splitlines() if x.startswith(("import ", "from "))}
    assert names <= sys.stdlib_module_names


def test_the_verifier_passes_an_export_as_it_was_written(folder: Path) -> None:
    head = chain()[-1].mac.hex()
    assert run(folder) == (0, f"OK 5 entries, 1 with an erased detail, head {head}")
    assert run(folder, chain()[1].mac.hex()[:12], head[:12])[0] == 0


@pytest.mark.parametrize(
    ("line", "change"),
    [
        (2, {"actor": "Khác"}), (1, {"at": "2020-08-10"}), (4, {"detail": "{}"}),
        (3, {"detail": "x"}), (4, {"salt": None}), (5, {"seq": 6}), (2, {"action": "x"}),
        (3, {"target": ""}), (1, {"mac": "00"}), (2, {"sealed": "zz"}), (2, {"salt": 5}),
        (4, {"note": "ai đó viết thêm"}),
    ],
)  # fmt: skip
def test_the_verifier_names_the_line_that_was_changed(
    folder: Path, line: int, change: dict[str, object]
) -> None:
    path = folder / "n.jsonl"
    lines = path.read_text("utf-8").splitlines()
    lines[line - 1] = json.dumps({**json.loads(lines[line - 1]), **change}, ensure_ascii=False)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    code, said = run(folder)
    assert code == 1
    assert said.startswith(f"BROKEN at line {line}")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([0, 1, 3, 4], "BROKEN at line 3"), ([1, 2, 3, 4], "BROKEN at line 1"),
        ([0, 1, 1, 2, 3, 4], "BROKEN at line 3"), ([0, 1, 2, 3, 4, 4], "BROKEN at line 6"),
        ([0, 2, 1, 3, 4], "BROKEN at line 2"), ([0, 1, 2, 3], "BROKEN: cut off after line 4"),
        ([], "BROKEN: cut off after line 0"),
    ],
)  # fmt: skip
def test_the_verifier_sees_lines_that_are_missing_added_moved_or_cut_off(
    folder: Path, lines: list[int], said: str
) -> None:
    path = folder / "n.jsonl"
    whole = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(whole[n] for n in lines), "utf-8")
    code, answer = run(folder)
    assert code == 1
    assert answer.startswith(said)


@pytest.mark.parametrize("line", ['{"actor": "Khác", ', "[" * 100_000, "5", ""])
def test_the_verifier_refuses_what_reads_otherwise_than_it_looks(folder: Path, line: str) -> None:
    path = folder / "n.jsonl"
    text = path.read_text("utf-8").splitlines()
    text[1] = line + text[1][1:] if line.startswith("{") else line
    path.write_text("\n".join(text) + "\n", "utf-8")
    assert run(folder)[1].startswith("BROKEN at line 2")


def test_a_head_on_paper_that_the_log_does_not_have_is_told(folder: Path) -> None:
    for head in ("0" * 12, chain()[-1].mac.hex()[:3], ""):
        code, said = run(folder, head)
        assert (code, "no entry with head" in said) == (1, True)


def test_the_verifier_refuses_another_key(folder: Path) -> None:
    write_audit_key(b"\1" * 32, folder / "k.txt", practice=False)
    assert run(folder)[1].startswith("BROKEN at line 1")


def test_the_table_is_in_words_and_nothing_in_it_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    assert write_audit_csv([(e, {"t1": "hộ 01-0001-3"}) for e in chain()], path,
                           practice=False) == 5
    rows = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
    assert tuple(rows[0]) == HEADINGS
    assert rows[1][:6] == ["1", "11/08/2020 08:00", "Hà Thị Lan", "Ghi, sửa lượt đến",
                           "hộ 01-0001-3", "lý do: đi vắng\n1"]  # fmt: skip
    assert rows[2][2] == "'=cmd|x"
    assert "đã xóa" in rows[3][5]


def test_the_key_is_written_with_what_it_is_for(tmp_path: Path) -> None:
    write_audit_key(KEY, tmp_path / "k.txt", practice=False)
    text = (tmp_path / "k.txt").read_text("utf-8-sig")
    assert "không mở được dữ liệu" in text
    assert text.split("\n\n")[1].replace(" ", "").strip() == KEY.hex()
