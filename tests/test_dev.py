"""The decisions of dev.py and the promises of the lock file; nothing is installed or drawn here."""

import contextlib
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dev
from main import COMMANDS
from tests.needs import needs_debian, needs_no_display

LOCK = dev.LOCK.read_text("utf-8")
PROJECT = tomllib.loads((dev.ROOT / "pyproject.toml").read_text("utf-8"))


def locked_versions() -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, re.MULTILINE))


@pytest.mark.parametrize("args", [[], ["--check"], ["--data", "demo"], ["--data", "D", "--check"]])
def test_the_program_itself_needs_a_window(args: list[str]) -> None:
    assert dev.needs_window(args)


@pytest.mark.parametrize("args", [["demo", "--data", "D"], ["report"], ["--help"], ["--version"]])
def test_commands_and_help_need_no_window(args: list[str]) -> None:
    assert not dev.needs_window(args)


def test_every_command_runs_without_a_display() -> None:
    assert set(COMMANDS) == dev.WINDOWLESS


@needs_no_display
@pytest.mark.parametrize("display", [None, ""])
def test_without_a_display_run_points_to_demo(
    monkeypatch: pytest.MonkeyPatch, display: str | None
) -> None:
    monkeypatch.setattr("os.execv", lambda *a: pytest.fail("it must not start the program"))
    monkeypatch.delenv("DISPLAY", raising=False)
    if display is not None:
        monkeypatch.setenv("DISPLAY", display)
    with pytest.raises(SystemExit) as stop:
        dev.run([])
    assert "dev.py run demo --data DIR" in str(stop.value)
    assert "Không có màn hình" in str(stop.value)


@pytest.mark.parametrize(("args", "long"), [(["-k", "visit"], None), (["--long", "-k", "x"], "1")])
def test_the_long_version_is_asked_for_by_a_word_that_pytest_does_not_see(
    monkeypatch: pytest.MonkeyPatch, args: list[str], long: str | None
) -> None:
    calls: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(dev, "display", lambda: contextlib.nullcontext({"DISPLAY": ":9"}))
    monkeypatch.setattr("subprocess.call", lambda c, cwd, env: calls.append((c, env)) or 0)
    assert dev.test(args) == 0
    command, env = calls[-1]
    assert command[2:] == ["pytest", *args[-2:]]
    assert env.get("TUNGNHA_LONG") == long


@pytest.mark.parametrize(("first", "second", "failed"), [(0, 0, 0), (0, 1, 1), (1, 1, 2)])
def test_the_window_is_tested_a_second_time_beside_and_either_failure_counts(
    monkeypatch: pytest.MonkeyPatch, first: int, second: int, failed: int
) -> None:
    steps: list[str] = []

    @contextlib.contextmanager
    def beside() -> Iterator[Callable[[], int]]:
        steps.append("second begins")
        yield lambda: steps.append("second is told") or second

    def call(command: list[str], cwd: Path, env: dict[str, str]) -> int:
        steps.append(command[2])
        return first if command[2] == "pytest" else 0

    monkeypatch.setattr(dev, "display", lambda: contextlib.nullcontext({}))
    monkeypatch.setattr(dev, "second_look", beside)
    monkeypatch.setattr("subprocess.call", call)
    assert dev.test([]) == failed
    assert steps == ["second begins", "ruff", "mypy", "pytest", "second is told"]


def test_a_finished_set_up_is_kept(tmp_path: Path) -> None:
    stamp = tmp_path / "lock.sha256"
    stamp.write_text("abc")
    assert dev.is_current(stamp, "abc", sys.executable)


def test_an_interrupted_set_up_is_redone(tmp_path: Path) -> None:
    assert not dev.is_current(tmp_path / "lock.sha256", "abc", sys.executable)


def test_a_changed_lock_file_means_a_new_set_up(tmp_path: Path) -> None:
    stamp = tmp_path / "lock.sha256"
    stamp.write_text("abc")
    assert not dev.is_current(stamp, "abd", sys.executable)


def test_a_set_up_whose_python_was_removed_is_redone(tmp_path: Path) -> None:
    stamp = tmp_path / "lock.sha256"
    stamp.write_text("abc")
    assert not dev.is_current(stamp, "abc", str(tmp_path / "bin" / "python"))


@needs_debian
def test_without_root_the_one_command_to_type_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("subprocess.call", lambda *a, **k: pytest.fail("it must not install"))
    with pytest.raises(SystemExit, match=r"sudo apt-get install -y python3-tk xvfb$"):
        dev.apt_get(["python3-tk", "xvfb"])


def test_without_apt_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit, match="Debian calls xvfb"):
        dev.apt_get(["xvfb"])


def test_every_locked_version_has_its_hash() -> None:
    entries = re.split(r"^(?=[a-z0-9-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) > 30
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_file_names_no_host_and_no_option_of_a_machine() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^\s*-", LOCK.replace("    --hash=sha256:", ""), re.MULTILINE)


def test_everything_pyproject_asks_for_is_locked() -> None:
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    locked = locked_versions()
    for line in asked:
        name, operator, version = re.fullmatch(r"([a-z0-9-]+)(?:(==|~=)(\S+))?", line).groups()
        wanted = version if operator == "==" else (version or "").rpartition(".")[0]
        assert f"{locked[name]}.".startswith(f"{wanted}." if wanted else ""), line


def test_lxml_is_not_installed_because_defusedxml_guards_only_the_standard_parser() -> None:
    assert "lxml" not in locked_versions()
