"""A Windows CPython 3.11 with Tk on Linux, under Wine: to test and to pack the program for Windows.

`python3 -m release.windows_python DIR` makes, unless DIR is current:
  DIR/winpy     Windows Python with requirements.lock installed; needs a DISPLAY for windows
  DIR/winrun    any Windows program, in the same Wine prefix
The interpreter, Tk and SQLite come from the panda3d wheel, Microsoft's C runtime from the wheel
msvc-runtime, the standard library from the Python that runs this, Tcl's scripts from Debian.
What Wine 8 lacks (release/wine/*.c) goes into the prefix only, where nothing is packed from.
docs/packaging.md lists licences and how far this is from a real Windows.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from pathlib import Path

import dev
from release.pe import PeFile

SOURCES = Path(__file__).resolve().parent / "wine"
STAMP = "made-from.sha256"
RUNTIME = """\
panda3d==1.10.16 --hash=sha256:37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82
msvc-runtime==14.44.35112 \
--hash=sha256:aba7fbe71897d25ed53fbb7f391e9f50289378a8a9ae218ba18530c663448391
"""
NOT_ON_WINDOWS = {"macholib", "mypy", "ruff"}  # a Mac's, and style, which is checked on Linux
DEBIAN = {
    "wine": "wine wine64",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "/usr/share/tcltk/tcl8.6": "tcl8.6",
    "/usr/share/tcltk/tk8.6": "tk8.6",
}
# Our ucrtbase before Wine's; and a program that breaks ends, instead of waiting in a debugger.
OVERRIDES = {"ucrtbase": "native", "winedbg.exe": ""}
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
FOR_WINDOWS = ["--only-binary=:all:", "--python-version", "3.11", "--implementation", "cp"]
FOR_WINDOWS += ["--platform", "win_amd64", "--no-deps", "--require-hashes"]
WINPY = """\
#!/usr/bin/env bash
# Runs Windows Python under Wine.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PYTHONHOME="Z:${here//\\//\\\\}\\\\py"
exec "$here/winrun" "$here/py/python.exe" "$@"
"""
SELF_TEST = """\
import sys, tkinter, sqlite3, numpy, cryptography.fernet, argon2, sqlcipher3
print("Windows Python", sys.version.split()[0], "Tk", tkinter.Tcl().eval("info patchlevel"),
      "SQLite", sqlite3.sqlite_version, "numpy", numpy.__version__, flush=True)
"""


class Refused(Exception):
    """Why it cannot be done here, and what to do."""


def setup(folder: Path) -> Path:
    """The launcher of the Windows Python in this folder, which is made unless it is current."""
    folder = folder.resolve()
    mark = fingerprint(dev.LOCK)
    stamp, winpy = folder / STAMP, folder / "winpy"
    if winpy.exists() and stamp.is_file() and stamp.read_text() == mark:
        return winpy
    refuse_elsewhere()
    need_tools()
    dev.say(f"making a Windows Python in {folder}, once; this takes some minutes")
    if folder.exists():
        stop(folder)
        shutil.rmtree(folder)
    (folder / "py" / "DLLs").mkdir(parents=True)
    for step in (put_runtime, put_standard_library, put_tcl, compile_programs, make_prefix):
        step(folder)
    put_wheels(folder)
    winrun = (SOURCES / "winrun.py").read_text("utf-8")
    for name, text in (("winrun", winrun), ("winpy", WINPY)):
        (folder / name).write_text(text, "utf-8")
        (folder / name).chmod(0o755)
    dev.say(call([str(winpy), "-c", SELF_TEST]).strip())
    stamp.write_text(mark)
    return winpy


def fingerprint(lock: Path) -> str:
    """Of everything the folder is made from: it is made anew when one of these changes."""
    here = Path(__file__).resolve()
    files = [lock, here, here.with_name("pe.py"), *sorted(SOURCES.iterdir())]
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def refuse_elsewhere() -> None:
    """Where it cannot work, say so before anything is fetched."""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        raise Refused("this makes a Windows Python under Wine: Linux on x86_64 is needed.")
    if sys.implementation.name != "cpython" or sys.version_info[:2] != (3, 11):
        version = sys.version.split()[0]
        raise Refused(
            f"the standard library of a CPython 3.11 is needed, and this is {version}; "
            "type python3.11 in front of dev.py, after removing .venv."
        )


def need_tools() -> None:
    """Wine, the compiler and Tcl's scripts; through apt when we are root."""
    missing = lacking()
    if missing:
        dev.apt_get(missing)
    if missing and (missing := lacking()):
        raise Refused(f"still missing after installing: {' '.join(missing)}; see above.")


def lacking() -> list[str]:
    """The Debian packages of the tools that are not here."""
    return [
        package
        for tool, packages in DEBIAN.items()
        if not shutil.which(tool) and not Path(tool).is_dir()
        for package in packages.split()
    ]


def put_runtime(folder: Path) -> None:
    """The interpreter and what its modules want; not Microsoft's files that Windows 10 has."""
    dev.say("fetching the interpreter and Microsoft's C runtime")
    (folder / "runtime.txt").write_text(RUNTIME)
    wheels = folder / "runtime"
    call([*PIP, "download", *FOR_WINDOWS, "-d", str(wheels), "-r", str(folder / "runtime.txt")])
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                file = Path(name)
                if place := runtime_place(name):
                    (folder / "py" / place / file.name).write_bytes(packed.read(name))


def runtime_place(name: str) -> str | None:
    """Where in py/ a file of these two wheels belongs; None: it is not wanted."""
    file = Path(name)
    if file.parent.name == "Scripts":
        return "." if file.name in ("vcruntime140.dll", "vcruntime140_1.dll") else None
    if file.parent.name != "deploy_libs" or file.name.startswith("api-ms-"):
        return None
    if file.suffix == ".pyd":
        return "DLLs"
    return None if file.name.lower().startswith("vcruntime") else "."


def put_standard_library(folder: Path) -> None:
    dev.say("copying the standard library")
    left_out = ("site-packages", "dist-packages", "test", "lib-dynload", "__pycache__", "config-*")
    stdlib = sysconfig.get_path("stdlib")
    shutil.copytree(stdlib, folder / "py" / "Lib", ignore=shutil.ignore_patterns(*left_out))


def put_tcl(folder: Path) -> None:
    """Debian's scripts name Debian's patch level; tcl86t.dll wants to read its own."""
    dll = (folder / "py" / "tcl86t.dll").read_bytes()
    found = re.findall(rb"8\.6\.[0-9]+", dll)
    level = max(set(found), key=found.count).decode()
    for name, script in (("tcl8.6", "init.tcl"), ("tk8.6", "tk.tcl")):
        to = folder / "py" / "tcl" / name
        shutil.copytree(Path("/usr/share/tcltk") / name, to)
        text = (to / script).read_text("utf-8")
        changed = re.sub(r"(-exact T(?:cl|k) +)8\.6\.[0-9]+", rf"\g<1>{level}", text)
        (to / script).write_text(changed, "utf-8")


def compile_programs(folder: Path) -> None:
    """python.exe, and python3.dll for modules that fit every Python 3 (cryptography, argon2)."""
    dev.say("compiling the launcher")
    py = folder / "py"
    gcc(["-municode", "-o", str(py / "python.exe"), str(SOURCES / "launcher.c")])
    names = PeFile(py / "python311.dll").exports()
    lines = [f"{name}=python311.{name}" for name in names]
    definition = write_definition(folder / "python3.def", "python3", lines)
    sources = [str(SOURCES / "forwarder.c"), str(definition)]
    gcc(["-shared", "-nostdlib", "-o", str(py / "python3.dll"), *sources, "-Wl,-e,0"])


def write_definition(path: Path, library: str, lines: Sequence[str]) -> Path:
    path.write_text("\n".join([f"LIBRARY {library}.dll", "EXPORTS", *lines, ""]))
    return path


def make_prefix(folder: Path) -> None:
    """A Windows folder for Wine, with what Wine 8 lacks beside its own files in system32."""
    dev.say("making the Wine prefix")
    prefix = folder / "prefix"
    env = os.environ | {"WINEPREFIX": str(prefix), "WINEDEBUG": "-all"}
    quiet = env | {"WINEDLLOVERRIDES": "mscoree,mshtml="}  # no offer of Mono or Gecko
    call(["wineboot", "--init"], quiet)
    call(["wineserver", "-w"], env)
    system = prefix / "drive_c" / "windows" / "system32"
    shutil.copyfile(system / "ucrtbase.dll", system / "ucrtwine.dll")
    complete_ucrt(folder, system)
    prng = system / "bcryptprimitives.dll"
    gcc(["-shared", "-o", str(prng), str(SOURCES / "prng.c"), "-ladvapi32"])
    key = r"HKCU\Software\Wine\DllOverrides"
    for name, order in OVERRIDES.items():
        call(["wine", "reg", "add", key, "/v", name, "/d", order, "/f"], quiet)
    call(["wineserver", "-w"], env)


def complete_ucrt(folder: Path, system: Path) -> None:
    """ucrtbase.dll that hands on to Wine's (now ucrtwine.dll) all but the complex functions."""
    theirs = (system / "ucrtwine.dll").read_bytes()
    # Without this mark Wine reads the file as any other, under its new name.
    (system / "ucrtwine.dll").write_bytes(theirs.replace(b"Wine builtin DLL", b"Wine renamed DLL"))
    source = SOURCES / "complex.c"
    own = set()
    for name in re.findall(r"\b(?:MAP|REAL)\((c\w+)\)", source.read_text()):
        own |= {name, f"{name}f", f"{name}l"}
    own |= {"cpow", "cpowf", "cpowl"}
    names = PeFile(system / "ucrtwine.dll").exports()
    lines = [f"{n}=w_{n}" if n in own else f"{n}=ucrtwine.{n}" for n in names]
    definition = write_definition(folder / "ucrtbase.def", "ucrtbase", lines)
    to = ["-o", str(system / "ucrtbase.dll")]
    gcc(["-shared", "-O1", "-static-libgcc", *to, str(source), str(definition)])


def put_wheels(folder: Path) -> None:
    """What the lock file holds for Windows, each checked against its hash."""
    dev.say("installing the wheels of requirements.lock")
    wanted = folder / "requirements.txt"
    wanted.write_text(for_windows(dev.LOCK.read_text("utf-8")))
    to = folder / "py" / "Lib" / "site-packages"
    call([*PIP, "install", *FOR_WINDOWS, "--no-compile", "--target", str(to), "-r", str(wanted)])


def for_windows(lock: str) -> str:
    """The lock file's entries for Windows, without conditions: pip would ask them of Linux."""
    entries = re.split(r"^(?=[a-z0-9-]+==)", lock, flags=re.MULTILINE)[1:]
    kept = [e for e in entries if e.partition("==")[0] not in NOT_ON_WINDOWS]
    return "".join(re.sub(r" ; [^\\\n]*(?= \\)", "", entry, count=1) for entry in kept)


def gcc(arguments: Sequence[str]) -> None:
    call(["x86_64-w64-mingw32-gcc", "-Wl,--no-insert-timestamp", *arguments])


def stop(folder: Path) -> None:
    """End what still runs in the prefix of this folder."""
    if (folder / "prefix").is_dir() and shutil.which("wineserver"):
        env = os.environ | {"WINEPREFIX": str(folder / "prefix")}
        subprocess.call(["wineserver", "-k"], env=env, stderr=subprocess.DEVNULL)


def call(command: Sequence[str], env: dict[str, str] | None = None) -> str:
    """What it wrote; shown only when it failed, so that one sentence stands for one step."""
    done = subprocess.run(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        sys.stderr.write(done.stdout)
        words = " ".join([Path(command[0]).name, *command[1:3]])
        raise Refused(f"{words} ended with {done.returncode}; its words are above.")
    return done.stdout


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        sys.stdout.write(f"{setup(Path(sys.argv[1]))}\n")
    except Refused as refusal:
        sys.exit(f"windows_python: {refusal}")
