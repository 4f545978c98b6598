"""`forget` on a practice folder: no name is left in any file, and no number moved."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from commands import run_command
from domain.text import name_sort_key
from storage.accounts import sign_in
from storage.database import open_database, operation
from storage.key_slots import unlock
from storage.lock import hold_folder
from storage.paths import FILE
from tests.conftest import ADMIN
from tests.storage.test_erasure import texts_of


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> object:
    assert run_command([*arguments, "--json"]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    data = tmp_path / "data"
    run(capsys, "demo", "--data", str(data), "--households", "80")
    run(capsys, "backup", "--data", str(data))
    return data


def people(folder: Path) -> list[tuple[str, str, str | None]]:
    sign_in(folder, *ADMIN)
    db = open_database(folder / FILE)
    found = db.rows("SELECT code, head_name, phone FROM households ORDER BY row")
    db.close()
    return found


def readable(folder: Path, tmp_path: Path) -> str:
    """Whatever anybody can read who has the key: the database, every backup, all other files."""
    keys, _ = unlock(folder, *ADMIN)
    files = [folder / FILE]
    for n, bundle in enumerate(folder.rglob("*.tungnha")):
        with zipfile.ZipFile(bundle) as z:
            (tmp_path / f"out-{n}").mkdir()
            files.append(Path(z.extract(FILE, tmp_path / f"out-{n}")))
    assert len(files) == 2
    texts = [p.read_bytes().decode("utf-8", "replace") for p in folder.rglob("*") if p.is_file()]
    for path in files:
        db = open_database(path, keys=keys)
        texts.append(texts_of(db))
        db.close()
    return "\n".join(texts)


def test_after_a_campaign_nobody_is_left_in_any_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everyone = people(folder)
    before = run(capsys, "progress", "--data", str(folder))
    assert isinstance(before, dict)
    done = run(capsys, "forget", "--data", str(folder), "--campaign", before["campaign"],
               "--reason", "Kết thúc sớm theo công văn 5")  # fmt: skip
    assert isinstance(done, dict)
    assert (done["scope"], done["stage"], done["erased"]["households"]) == ("campaign", "DONE", 80)
    assert done["backups"] == 1
    assert Path(done["certificate"]).read_bytes().startswith(b"%PDF")
    assert run(capsys, "progress", "--data", str(folder)) == before
    verified = run(capsys, "audit", "--verify", "--data", str(folder))
    assert isinstance(verified, dict)
    assert verified["ok"]
    left = readable(folder, tmp_path)
    assert everyone[0][0] in left  # the code stays: the search reads what it should
    for _, name, phone in everyone:
        assert name not in left
        assert name_sort_key(name) not in left
        assert phone is None or phone not in left


def test_one_household_by_its_code(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everyone = people(folder)
    names = [name for _, name, _ in everyone]
    code, name, phone = next(p for p in everyone if names.count(p[1]) == 1 and p[2])
    out = tmp_path / "giay.pdf"
    run(capsys, "forget", "--data", str(folder), "--household", code, "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF")
    left = readable(folder, tmp_path)
    assert name not in left
    assert str(phone) not in left
    assert all(other in left for other in names if other != name)


def test_nothing_is_erased_beside_an_open_window(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everyone = people(folder)
    with hold_folder(folder):
        assert run_command(["forget", "--data", str(folder), "--household", everyone[0][0]]) != 0
    assert "đang mở" in capsys.readouterr().err
    assert people(folder) == everyone


@pytest.mark.parametrize("reason", [[], ["--reason", "  "]])
def test_at_a_terminal_a_campaign_at_work_keeps_its_names_until_one_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    reason: list[str],
) -> None:  # fmt: skip
    everyone = people(folder)
    words = ["forget", "--data", str(folder), "--campaign", "bluezone+smart-thanh-hoa", *reason]
    monkeypatch.setattr("erasure_commands.at_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert run_command(words) == 1
    told = capsys.readouterr().err
    assert "chưa kết thúc" in told
    assert "Chưa xóa gì" in told
    assert people(folder) == everyone
    monkeypatch.setattr("sys.stdin", io.StringIO("xoa\n"))
    assert run_command(words) == 0
    assert people(folder) != everyone


def test_a_script_is_taken_at_its_word(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    done = run(capsys, "forget", "--data", str(folder), "--campaign", "bluezone+smart-thanh-hoa")
    assert isinstance(done, dict)
    assert done["stage"] == "DONE"


@pytest.mark.parametrize(("closed", "deadline_on"), [(1, "2099-01-01"), (0, "2020-08-26")])
def test_an_ended_campaign_needs_no_reason(
    folder: Path, capsys: pytest.CaptureFixture[str], closed: int, deadline_on: str
) -> None:
    user = sign_in(folder, *ADMIN)
    db = open_database(folder / FILE)
    with operation(db, user, "save_campaign"):
        db.execute("UPDATE campaigns SET closed=?, deadline_on=?", (closed, deadline_on))
    db.close()
    done = run(capsys, "forget", "--data", str(folder), "--campaign", "bluezone+smart-thanh-hoa")
    assert isinstance(done, dict)
    assert done["stage"] == "DONE"


def test_the_reason_stands_in_the_log(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = people(folder)[0][0]
    run(capsys, "forget", "--data", str(folder), "--household", code, "--reason", "Đơn số 7")
    run_command(["audit", "--data", str(folder)])
    assert "Đơn số 7" in capsys.readouterr().out


def test_a_code_or_a_campaign_nobody_knows_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for which in (("--household", "01-0001-0"), ("--campaign", "khác"), ("--campaign", "")):
        assert run_command(["forget", "--data", str(folder), *which]) == 1
        assert not capsys.readouterr().out
