"""backup and restore without a window: what they print, and what they refuse."""

import hashlib
import json
from pathlib import Path

import pytest

from commands import run_command

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path, capsys: Printed) -> Path:
    folder = tmp_path / "xã mẫu"
    assert run_command(["demo", "--data", str(folder), "--households", "40"]) == 0
    capsys.readouterr()
    return folder


def run(capsys: Printed, *words: object) -> dict[str, object]:
    assert run_command([*map(str, words), "--json"]) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_a_backup_is_restored_into_a_folder_with_another_device(
    data: Path, tmp_path: Path, capsys: Printed
) -> None:
    made = run(capsys, "backup", "--data", data, "--to", tmp_path / "usb")
    file = Path(str(made["file"]))
    assert made["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert made["households"] == 40
    one = run(capsys, "restore", "--data", tmp_path / "một", file)
    two = run(capsys, "restore", "--data", tmp_path / "hai", file)
    assert one["visits"] == two["visits"] == made["visits"]
    assert one["device"] != two["device"]
    assert run(capsys, "audit", "--data", tmp_path / "một", "--verify")["ok"]


def test_without_a_folder_it_lies_among_the_programs_own(data: Path, capsys: Printed) -> None:
    made = run(capsys, "backup", "--data", data)
    assert Path(str(made["file"])).parent == data / "sao-luu"


def test_refusals_are_one_sentence(
    data: Path, tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = run(capsys, "backup", "--data", data)["file"]
    cut = tmp_path / "cut.tungnha"
    cut.write_bytes(Path(str(file)).read_bytes()[:9000])
    code = tmp_path / "code.txt"
    code.write_text("0000-0000")

    def refused(*words: object) -> str:
        assert run_command(["restore", "--data", str(tmp_path / "mới"), *map(str, words)]) == 1
        said = capsys.readouterr()
        assert not said.out
        assert said.err.count("\n") == 1
        return said.err

    assert "bị cắt ngắn" in refused(cut)
    assert "Mã khôi phục" in refused(file, "--code-file", code)
    assert "Không thấy tệp" in refused(tmp_path / "none.tungnha")
    monkeypatch.setenv("TUNGNHA_PASSWORD", "không phải")
    assert "Mật khẩu chưa đúng" in refused(file)
    assert not (tmp_path / "mới").exists()
