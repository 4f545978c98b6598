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
        mac = mac_of(KEY, before, n, at, actor, "save_visit", f"t{n}", sealed)
        if n == 3:
            salt, detail = None, ""
        made.append(AuditEntry(n, at, actor, "save_visit", f"t{n}", detail, salt, sealed, mac))
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
    write_audit_key(KEY, tmp_path / "k.txt")
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


def test_the_verifier_sees_missing_lines_and_with_a_printed_head_a_cut_tail(folder: Path) -> None:
    path = folder / "n.jsonl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:2] + lines[3:]), "utf-8")
    assert run(folder)[1].startswith("BROKEN at line 3")
    path.write_text("".join(lines[:4]), "utf-8")
    assert run(folder)[0] == 0
    code, said = run(folder, chain()[-1].mac.hex()[:12])
    assert (code, "no entry with head" in said) == (1, True)


def test_the_verifier_refuses_another_key(folder: Path) -> None:
    write_audit_key(b"\1" * 32, folder / "k.txt")
    assert run(folder)[1].startswith("BROKEN at line 1")


def test_the_table_is_in_words_and_nothing_in_it_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    assert write_audit_csv([(e, {"t1": "hộ 01-0001-3"}) for e in chain()], path) == 5
    rows = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
    assert tuple(rows[0]) == HEADINGS
    assert rows[1][:6] == ["1", "11/08/2020 08:00", "Hà Thị Lan", "Ghi, sửa lượt đến",
                           "hộ 01-0001-3", "lý do: đi vắng\n1"]  # fmt: skip
    assert rows[2][2] == "'=cmd|x"
    assert "đã xóa" in rows[3][5]


def test_the_key_is_written_with_what_it_is_for(tmp_path: Path) -> None:
    write_audit_key(KEY, tmp_path / "k.txt")
    text = (tmp_path / "k.txt").read_text("utf-8-sig")
    assert "không mở được dữ liệu" in text
    assert text.split("\n\n")[1].replace(" ", "").strip() == KEY.hex()
