"""users and audit, end to end: what they answer, what they refuse, in one sentence."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import main
from domain.announcement import PRACTICE_WORDS
from storage.backup_list import backups_folder, list_backups
from storage.database import open_database
from storage.paths import database_file
from storage.sidecar import check_state, read_state
from tests.storage.old_files import put_old_file

Run = Callable[..., Any]
CHIEF, OFFICER = "Lò Thị Ửng", "Hà Văn Ân"
VERIFIER = Path(__file__).parent.parent / "docs" / "verify_audit.py"


@pytest.fixture
def data(tmp_path: Path, run: Run) -> Path:
    """A practice commune; its admin is quantri."""
    folder = tmp_path / "data"
    run("demo", "--data", folder, "--households", "120")
    return folder


@pytest.fixture
def secret(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.txt"
        path.write_text(text + "\n", "utf-8")
        return path

    return write


@pytest.fixture
def as_user(secret: Callable[[str], Path]) -> Callable[[str, str], list[str]]:
    return lambda name, word: ["--user", name, "--password-file", str(secret(word))]


def test_an_officer_is_added_for_two_villages_and_sees_only_their_households(
    data: Path, run: Run, secret: Callable[[str], Path], as_user: Callable[[str, str], list[str]]
) -> None:
    everything = run("households", "--data", data)
    villages = sorted({h["village"] for h in everything})[:2]
    made = run("users", "--data", data, "add", OFFICER, "--role", "officer", "--village",
               villages[0], "--village", villages[1], "--new-password-file",
               secret("bon tu de nho"))  # fmt: skip
    assert made == {"name": OFFICER, "role": "officer", "villages": villages, "disabled": False,
                    "has_password": True, "practice": PRACTICE_WORDS}  # fmt: skip
    seen = run("households", "--data", data, *as_user(OFFICER, "bon tu de nho"))
    assert {h["village"] for h in seen} == set(villages)
    assert len(seen) == sum(h["village"] in villages for h in everything) < len(everything)


def test_a_leaver_is_disabled_and_comes_back_with_a_new_password(
    data: Path, run: Run, refused: Callable[..., str], secret: Callable[[str], Path],
    as_user: Callable[[str, str], list[str]],
) -> None:  # fmt: skip
    run("users", "--data", data, "add", CHIEF, "--role", "chief",
        "--new-password-file", secret("mat khau mot"))  # fmt: skip
    gone = run("users", "disable", CHIEF, "--data", data)
    assert (gone["disabled"], gone["has_password"]) == (True, False)
    assert "chưa đúng" in refused("households", "--data", data, *as_user(CHIEF, "mat khau mot"))
    assert "mật khẩu mới" in refused("users", "enable", CHIEF, "--data", data)
    again = run("users", "enable", CHIEF, "--data", data,
                "--new-password-file", secret("mat khau hai"))  # fmt: skip
    assert (again["disabled"], again["has_password"]) == (False, True)
    assert run("audit", "--data", data, *as_user(CHIEF, "mat khau hai"))["ok"]
    listed = run("users", "--data", data, "list")
    assert [(x["name"], x["role"]) for x in listed] == [(CHIEF, "chief"), ("quantri", "admin")]


def test_own_account_and_last_admin_stay(data: Path, refused: Callable[..., str]) -> None:
    assert "đang dùng" in refused("users", "disable", "quantri", "--data", data)


def test_only_an_admin_changes_users(
    data: Path, run: Run, refused: Callable[..., str], secret: Callable[[str], Path],
    as_user: Callable[[str, str], list[str]],
) -> None:  # fmt: skip
    new = ["--new-password-file", str(secret("mat khau mot"))]
    run("users", "--data", data, "add", CHIEF, "--role", "chief", *new)
    me = as_user(CHIEF, "mat khau mot")
    for words in (["add", "X", *new], ["disable", "quantri"], ["enable", "quantri"],
                  ["password", "quantri", *new], ["code"]):  # fmt: skip
        assert "không có quyền" in refused("users", "--data", data, *words, *me)
    assert run("users", "--data", data, "password", CHIEF, *new, *me)["name"] == CHIEF


def test_villages_are_for_officers_and_must_exist(
    data: Path, refused: Callable[..., str], secret: Callable[[str], Path]
) -> None:
    new = ["--new-password-file", str(secret("mat khau mot"))]
    assert "Không có thôn, bản" in refused("users", "--data", data, "add", "X", "--village", "?",
                                           *new)  # fmt: skip
    assert "Chỉ cán bộ" in refused("users", "--data", data, "add", "X", "--role", "chief",
                                   "--village", "Y", *new)  # fmt: skip


def test_one_file_sets_the_password_and_signs_in_with_it(
    data: Path, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "mk.txt"
    file.write_bytes("\ufeffnúi cao sông dài \r\n".encode())  # as echo and the editor of Windows
    run("users", "--data", data, "add", OFFICER, "--new-password-file", file)
    run("households", "--data", data, "--user", OFFICER.upper(), "--password-file", file)


def test_who_names_himself_in_a_practice_commune_is_not_taken_for_its_admin(
    run: Run, refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TUNGNHA_USER")
    monkeypatch.delenv("TUNGNHA_PASSWORD")
    data = tmp_path / "data"
    run("demo", "--data", data, "--households", "20")
    assert run("users", "--data", data, "list")
    for command in ("households", "doctor"):
        said = refused(command, "--data", data, "--user", OFFICER)
        assert said.startswith("Lệnh này cần tên người dùng và mật khẩu.")
    assert "cần tên và mật khẩu" in refused("demo", "--data", tmp_path / "new", "--user", OFFICER)


def test_an_import_refused_for_rights_makes_no_backup_first(
    data: Path, run: Run, refused: Callable[..., str], secret: Callable[[str], Path],
    as_user: Callable[[str, str], list[str]],
) -> None:  # fmt: skip
    run("users", "--data", data, "add", OFFICER, "--new-password-file", secret("bon tu de nho"))
    file = data.parent / "ho.csv"
    file.write_text("Họ tên chủ hộ,Thôn\nLò Văn Ơn,Bản Chiềng\n", "utf-8")
    me = as_user(OFFICER, "bon tu de nho")
    assert "không có quyền" in refused("import", "--data", data, file, *me)
    assert list_backups(backups_folder(data)) == []
    assert run("import", "--data", data, file)["added"] == 1
    assert len(list_backups(backups_folder(data))) == 1


@pytest.mark.parametrize("content", [b"", b"\r\n", b"\xff\xfe1", None])
def test_a_file_without_a_password_is_refused_in_a_sentence(
    data: Path, refused: Callable[..., str], tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "mk.txt"
    if content is not None:
        file.write_bytes(content)
    said = refused("households", "--data", data, "--user", "quantri", "--password-file", file)
    assert said.startswith("Không đọc được mật khẩu từ tệp")


def test_a_wrong_password_is_one_sentence_and_nothing_of_the_log(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(main.__file__)), "households", "--data", str(data)],
        env={**os.environ, "TUNGNHA_PASSWORD": "sai mất rồi"}, capture_output=True, text=True,
        check=False, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Mật khẩu chưa đúng.")
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_printed_code_gives_a_new_password_and_is_spent(
    data: Path, run: Run, refused: Callable[..., str], secret: Callable[[str], Path],
    as_user: Callable[[str, str], list[str]],
) -> None:  # fmt: skip
    code = run("users", "--data", data, "code")["recovery_code"]
    words = ["recover", "quantri", "--new-password-file", str(secret("mat khau moi"))]
    done = run("users", "--data", data, *words, "--code-file", secret(code))
    assert done["user"] == "quantri"
    assert done["recovery_code"] != code
    assert run("users", "--data", data, "list", *as_user("quantri", "mat khau moi"))
    assert "chưa đúng" in refused("users", "--data", data, *words, "--code-file", secret(code))


def test_the_log_verifies_and_its_export_too_without_the_program(
    data: Path, run: Run, refused: Callable[..., str], tmp_path: Path
) -> None:
    log, key = tmp_path / "n.jsonl", tmp_path / "k.txt"
    assert "để làm gì" in refused("audit", "--data", data, "--export", log)
    answer = run("audit", "--data", data, "--verify", "--export", log, "--key", key,
                 "--purpose", "thanh tra huyện")  # fmt: skip
    assert answer["ok"]
    assert answer["broken_at"] is None
    assert len(log.read_text("utf-8").splitlines()) == answer["entries"]
    assert '"export_audit"' in log.read_text("utf-8").splitlines()[-1]
    head = answer["head"][:12]
    done = subprocess.run([sys.executable, str(VERIFIER), str(log), str(key), head],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.stdout.startswith(f"OK {answer['entries']} entries")
    assert run("audit", "--data", data, "--head", head)["found_at"] == answer["entries"]
    assert run("audit", "--data", data, "--head", "0" * 12)["found_at"] is None


def test_a_changed_log_is_said_to_be_broken_and_where(data: Path, run: Run) -> None:
    db = open_database(database_file(data))
    with db.writing():
        db.execute("DROP TRIGGER audit_stays")
        db.execute("UPDATE audit SET actor='Khác' WHERE seq=2")
    db.close()
    answer = run("audit", "--data", data, "--verify")
    assert (answer["ok"], answer["broken_at"]) == (False, 2)


def test_an_officer_may_not_read_the_log(
    data: Path, refused: Callable[..., str], run: Run, secret: Callable[[str], Path],
    as_user: Callable[[str, str], list[str]],
) -> None:  # fmt: skip
    run("users", "--data", data, "add", OFFICER, "--new-password-file", secret("mat khau mot"))
    assert "không có quyền" in refused("audit", "--data", data, *as_user(OFFICER, "mat khau mot"))


def test_the_table_of_the_log_is_in_words(data: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    run("audit", "--data", data, "--export", path, "--purpose", "lưu")
    assert "Lập tờ phiếu, in lại" in path.read_text("utf-8-sig")


def test_the_data_key_is_changed_and_everybody_signs_in_as_before(
    data: Path, run: Run, refused: Callable[..., str], secret: Callable[[str], Path]
) -> None:
    password = secret("mật khẩu mới")
    run("users", "--data", data, "add", OFFICER, "--new-password-file", password)
    as_officer = ("--data", data, "--user", OFFICER, "--password-file", password)
    assert "quyền" in refused("users", *as_officer, "rekey")
    before = database_file(data).read_bytes()
    assert run("users", "--data", data, "rekey") == {
        "users": 2, "rekeyed": True, "practice": PRACTICE_WORDS,
    }  # fmt: skip
    assert database_file(data).read_bytes()[4096:8192] != before[4096:8192]
    assert len(run("users", *as_officer, "list")) == 2
    found = run("audit", "--data", data, "--verify")
    assert found["ok"]


def test_data_of_before_they_were_encrypted_get_their_first_admin(
    tmp_path: Path, run: Run, refused: Callable[..., str], secret: Callable[[str], Path]
) -> None:
    folder, password = tmp_path / "old", secret("bốn từ dễ nhớ")
    folder.mkdir()
    put_old_file(database_file(folder), 1)
    assert "users --data DIR first" in refused("progress", "--data", folder)
    first = ("users", "--data", folder, "first", "Lan", "--new-password-file", password)
    answer = run(*first)
    assert answer["user"] == "Lan"
    assert len(answer["recovery_code"]) > 40
    assert "đã có người dùng" in refused(*first)
    as_admin = ("--data", folder, "--user", "Lan", "--password-file", password)
    assert [u["name"] for u in run("users", *as_admin, "list")] == ["Lan"]
    assert run("audit", *as_admin, "--verify")["ok"]


def test_who_may_not_report_gets_no_file(
    data: Path, run: Run, refused: Callable[..., str], secret: Callable[[str], Path],
    as_user: Callable[[str, str], list[str]], tmp_path: Path,
) -> None:  # fmt: skip
    run("users", "--data", data, "add", OFFICER, "--new-password-file", secret("mat khau mot"))
    out = tmp_path / "b.xlsx"
    me = as_user(OFFICER, "mat khau mot")
    assert "không có quyền" in refused("report", "--data", data, "--out", out, *me)
    assert not out.exists()


def test_every_command_shows_an_officer_his_villages_alone(
    data: Path, run: Run, refused: Callable[..., str], secret: Callable[[str], Path],
    as_user: Callable[[str, str], list[str]], tmp_path: Path,
) -> None:  # fmt: skip
    names = sorted({h["village"] for h in run("households", "--data", data)})
    own, other = names[:2], names[2]
    run("users", "--data", data, "add", OFFICER, "--village", own[0], "--village", own[1],
        "--new-password-file", secret("mat khau mot"))  # fmt: skip
    me = as_user(OFFICER, "mat khau mot")
    assert {r["village"] for r in run("progress", "--data", data, *me)["rows"]} == set(own)
    assert {x["village"] for x in run("worklist", "--data", data, *me)} <= set(own)
    seen = {h["code"] for h in run("households", "--data", data, *me)}
    assert all({p["a"], p["b"]} <= seen for p in run("duplicates", "--data", data, *me))
    day = ["--on", "2020-08-12", "--sheet", "x.csv"]
    for words in (["sheets", "--village", other, "--out", "x"],
                  ["tally", "--village", other, *day]):  # fmt: skip
        assert "Không có thôn, bản" in refused(words[0], "--data", data, *words[1:], *me)
    assert run("sheets", "--data", data, "--village", own[0], "--out", tmp_path / "p", *me)


def test_a_command_that_signs_in_is_one_entry_and_leaves_a_whole_state(
    run: Run, data: Path
) -> None:
    def entries() -> list[tuple[str, str]]:
        with closing(open_database(database_file(data))) as db:
            return db.rows("SELECT actor, detail FROM audit WHERE target='sign_in' ORDER BY seq")

    before = len(entries())
    run("users", "--data", data, "list")
    run("audit", "--data", data, "--verify")
    found = entries()
    assert len(found) == before + 2
    assert found[-1] == ("quantri", '{"by_command": true}')
    with closing(open_database(database_file(data))) as db:
        assert not check_state(db, read_state(data))
