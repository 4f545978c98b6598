"""The steps of the build, without packing anything: who is called, and what ends it."""

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import dev
from release import build
from storage.paths import program_version

WORKFLOW = (dev.ROOT / ".github" / "workflows" / "check.yml").read_text("utf-8")


@pytest.fixture(autouse=True)
def _no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "display", lambda: contextlib.nullcontext({}))
    monkeypatch.setattr(dev, "need", lambda **wanted: None)


def script(folder: Path, text: str) -> Path:
    """A program in Python, started as [sys.executable, file]."""
    file = folder / "TungNha.exe"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("args", "linux", "called"),
    [
        ([], True, "here"),
        (["--windows"], True, "wine"),
        ([], False, "here"),
        (["--windows"], False, "here"),  # on Windows it is what build does anyway
    ],
)
def test_build_goes_through_wine_only_when_asked_on_linux(
    monkeypatch: pytest.MonkeyPatch, args: list[str], linux: bool, called: str
) -> None:
    calls: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(dev, "LINUX", linux)
    monkeypatch.setattr(build, "build_here", lambda rest: calls.append(("here", rest)) or 0)
    monkeypatch.setattr(build, "build_on_wine", lambda rest: calls.append(("wine", rest)) or 0)
    assert dev.build(args) == 0
    assert calls == [(called, [])]


def test_test_on_windows_hands_its_arguments_to_pytest_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[Sequence[str]] = []
    monkeypatch.setattr(build, "test_on_wine", lambda rest: calls.append(rest) or 5)
    assert dev.test(["--windows", "-k", "visit"]) == 5
    assert calls == [["-k", "visit"]]


def test_the_windows_tests_run_in_a_copy_without_what_was_made_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    for name in ("domain", ".git", ".venv", "build", "dist", ".mypy_cache"):
        (tree / name).mkdir(parents=True)
    ran: list[tuple[list[str], Path]] = []
    monkeypatch.setattr(build, "ROOT", tree)
    monkeypatch.setattr(build, "COPY", tmp_path / "copy")
    monkeypatch.setattr(build, "windows_python", lambda: Path("/w/winpy"))
    monkeypatch.setattr("subprocess.call", lambda c, cwd, env: ran.append((c, cwd)) or 3)
    assert build.test_on_wine(["-k", "visit"]) == 3
    assert [item.name for item in (tmp_path / "copy").iterdir()] == ["domain"]
    assert ran[0][0][:3] == [str(Path("/w/winpy")), "-m", "pytest"]
    assert ran[0][0][-2:] == ["-k", "visit"]
    assert ran[0][1] == tmp_path / "copy"


def test_a_packed_program_that_fails_its_own_check_ends_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "ROOT", tmp_path)
    file = script(tmp_path, "import sys; sys.exit('--check: it broke')")
    with pytest.raises(SystemExit, match="ended with 1"):
        build.say_of(file, "--check", [sys.executable], {})
    assert "--check: it broke" in capsys.readouterr().err


def test_a_packed_program_that_says_nothing_ends_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(build, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="ended with 0"):
        build.say_of(script(tmp_path, ""), "--check", [sys.executable], {})


def test_the_console_program_of_another_version_ends_the_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str]] = []

    def answer(program: Path, argument: str, *rest: object) -> str:
        asked.append((program.name, argument))
        return "9.9.9"

    monkeypatch.setattr(build, "say_of", answer)
    with pytest.raises(SystemExit, match=r"--version said '9\.9\.9'"):
        build.try_out([], "windows", {})
    assert asked == [("TungNha.exe", "--check"), ("tungnha-lenh.exe", "--version")]


def test_an_uninstaller_that_refuses_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def call(words: list[str], **_: object) -> int:
        asked.append(words[1])
        return 2 if words[1].endswith("GoTungNha.exe") else 0

    monkeypatch.setattr(build.subprocess, "call", call)
    with pytest.raises(SystemExit, match=r"GoTungNha\.exe ended with 2"):
        build.try_installer(["winrun"], {})
    assert [name.rpartition("-")[2].rpartition("\\")[2] for name in asked] == [
        "winecfg", "setup.exe", "lenh.exe", "GoTungNha.exe",
    ]  # fmt: skip


def test_two_builds_get_the_same_date_and_the_same_order_of_sets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given: list[dict[str, str]] = []
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr("subprocess.call", lambda c, cwd, env: given.append(env) or 0)
    build.pack(["python"], "linux", [], {"PYTHONHASHSEED": "random"})
    assert given[0]["PYTHONHASHSEED"] == "1"
    assert given[0]["SOURCE_DATE_EPOCH"] == build.EPOCH


def test_without_makensis_there_is_a_zip_and_a_word_about_the_installer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text('version = "1.2.3"\n')
    (tmp_path / "dist").mkdir()
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr("release.portable.make_zip", lambda folder, v, out: out.write_bytes(b"z"))
    monkeypatch.setattr("release.installer.make_installer", lambda *a: pytest.fail("no makensis"))
    build.wrap(with_installer=False)
    made = [file.name for file in (tmp_path / "dist").iterdir()]
    assert made == ["TungNha-1.2.3-windows-x64.zip"]
    assert "makensis (NSIS 3) is not here" in capsys.readouterr().err


def test_the_build_reads_the_same_version_as_the_program() -> None:
    assert build.program_version() == program_version()


def test_the_workflow_may_only_read_and_leaves_no_token_behind() -> None:
    assert "permissions:\n  contents: read\n" in WORKFLOW
    assert WORKFLOW.count("permissions:") == 1
    assert WORKFLOW.count("actions/checkout@") == WORKFLOW.count("persist-credentials: false")


def test_the_workflow_types_what_a_developer_types() -> None:
    for words in ("run: .ci/run", "run: python dev.py test", "run: python dev.py build"):
        assert words in WORKFLOW
