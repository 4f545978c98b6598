"""The steps of `dev.py build` and `dev.py test --windows`; one that fails ends it with a word.

build_here()     with this system's Python: dist/linux, or dist/windows with zip and installer
build_on_wine()  the same for Windows, on Linux
test_on_wine()   the test suite on the Windows Python, in a copy of the tree
What goes into the folder is build.spec's; what an office gets is installer.py's and portable.py's.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import dev

ROOT = dev.ROOT
WINDOWS_PYTHON = ROOT / "build" / "windows-python"
COPY = ROOT / "build" / "windows-tests"
NOT_COPIED = (".git", ".venv", "build", "dist", "__pycache__", ".*_cache", ".hypothesis", ".mypy*")
EPOCH = "1577836800"  # 2020-01-01: the date of every file inside, so that two builds are the same
FIXED = {"PYTHONHASHSEED": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
PROGRAMS = {"linux": "TungNha", "windows": "TungNha.exe"}
CONSOLE = "tungnha-lenh.exe"
TRIAL = r"C:\TungNha-thu"


def build_here(args: Sequence[str]) -> int:
    system = "linux" if dev.LINUX else "windows"
    with dev.display() as env:
        pack([dev.PYTHON], system, args, env)
        try_out([], system, env)
    if system == "windows":
        wrap(with_installer=has_makensis())
    return 0


def build_on_wine(args: Sequence[str]) -> int:
    winpy = windows_python()
    with dev.display() as env:
        pack([str(winpy)], "windows", args, env)
        starter = [str(winpy.with_name("winrun"))]
        try_out(starter, "windows", env)
        wrap(with_installer=True)
        try_installer(starter, env)
    return 0


def test_on_wine(args: Sequence[str]) -> int:
    winpy = windows_python()
    shutil.rmtree(COPY, ignore_errors=True)
    shutil.copytree(ROOT, COPY, ignore=shutil.ignore_patterns(*NOT_COPIED))
    dev.say("pytest on the Windows Python")
    with dev.display() as env:
        command = [str(winpy), "-m", "pytest", "-p", "no:cacheprovider", *args]
        return subprocess.call(command, cwd=COPY, env=env)


def windows_python() -> Path:
    """Its launcher; made by the Python of .venv, which has pip."""
    command = [dev.PYTHON, "-m", "release.windows_python", str(WINDOWS_PYTHON)]
    if subprocess.call(command, cwd=ROOT, stdout=sys.stderr):
        sys.exit("dev.py: without a Windows Python nothing can be done for Windows here.")
    return WINDOWS_PYTHON / "winpy"


def pack(python: Sequence[str], system: str, args: Sequence[str], env: Mapping[str, str]) -> None:
    """The program folder, by PyInstaller."""
    out, work = f"dist/{system}", f"build/{system}"
    dev.say(f"packing {out}/TungNha")
    shutil.rmtree(ROOT / out / "TungNha", ignore_errors=True)
    env = {"SOURCE_DATE_EPOCH": EPOCH, **env, **FIXED}
    # Under Wine it misses Windows' own api-ms-win-*.dll once for each file that wants them.
    level = "WARN" if python[0] == dev.PYTHON else "ERROR"
    command = [*python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", level]
    command += ["--distpath", out, "--workpath", work, *args, "build.spec"]
    if subprocess.call(command, cwd=ROOT, env=env):
        sys.exit("dev.py: the program could not be packed; the reason is above.")


def try_out(starter: Sequence[str], system: str, env: Mapping[str, str]) -> None:
    """The packed program checks itself; its words through a pipe, as a script would read them."""
    folder = ROOT / "dist" / system / "TungNha"
    say_of(folder / PROGRAMS[system], "--check", starter, env)
    if system == "windows":
        words = say_of(folder / CONSOLE, "--version", starter, env)
        if words != program_version():
            sys.exit(f"dev.py: {CONSOLE} --version said {words!r}.")


def try_installer(starter: Sequence[str], env: Mapping[str, str]) -> None:
    """Installed, asked for its version and removed again, on the drive C: of the Wine prefix."""
    setup = ROOT / "dist" / f"TungNha-{program_version()}-setup.exe"
    for words in (
        ["winecfg", "-v", "win10"],  # a fresh prefix may be an older Windows
        [str(setup), "/S", rf"/D={TRIAL}"],
        [rf"{TRIAL}\{CONSOLE}", "--version"],
        [rf"{TRIAL}\GoTungNha.exe", "/S", f"_?={TRIAL}"],
    ):
        dev.say(" ".join(words))
        if code := subprocess.call([*starter, *words], env=env, stdin=subprocess.DEVNULL):
            sys.exit(f"dev.py: {words[0]} ended with {code}.")


def say_of(program: Path, argument: str, starter: Sequence[str], env: Mapping[str, str]) -> str:
    """What it wrote, when it ended well; else the build ends."""
    dev.say(f"{program.relative_to(ROOT)} {argument}")
    done = subprocess.run(
        [*starter, str(program), argument],
        cwd=program.parent,
        env={**env, "TTKBOOTSTRAP_STRICT": ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    words = done.stdout.strip()
    dev.say(words)
    if done.returncode or not words:
        sys.exit(f"dev.py: {program.name} {argument} ended with {done.returncode}.")
    return words


def wrap(with_installer: bool) -> None:
    """The zip and the installer, from the folder that was just tried out."""
    from release.installer import make_installer
    from release.portable import make_zip

    os.environ.setdefault("SOURCE_DATE_EPOCH", EPOCH)
    folder, version = ROOT / "dist" / "windows" / "TungNha", program_version()
    files = [ROOT / "dist" / f"TungNha-{version}-windows-x64.zip"]
    make_zip(folder, version, files[0])
    if with_installer:
        files.append(ROOT / "dist" / f"TungNha-{version}-setup.exe")
        make_installer(folder, version, files[1])
    else:
        dev.say("no installer: makensis (NSIS 3) is not here.")
    for file in files:
        dev.say(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1e6:.1f} MB")


def has_makensis() -> bool:
    from release.installer import PLACES

    return bool(shutil.which("makensis")) or any(
        Path(place, "makensis.exe").is_file() for place in PLACES
    )


def program_version() -> str:
    found = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    return found.group(1) if found else sys.exit("dev.py: pyproject.toml names no version.")
