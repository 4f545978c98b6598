"""Everything a developer types: `python3 dev.py run | test | bench | guide | build [arguments]`.

run    open the program; the arguments go to main.py
test   ruff, mypy and pytest on a virtual display; the arguments go to pytest, but for --long:
       the long versions of the fault suite (tests/faults), half an hour. Without arguments the
       tests of the window run once more beside, dark at 150 %, told of after the first
       --windows: pytest alone, on a Windows Python under Wine, in a copy of the tree
bench  the speed table of docs/performance.md; the arguments name cases
guide  the pictures of docs/huong-dan and README.md, and the two printed pages; the arguments name
       scenes (guide/scenes.py); --check compares instead of writing
build  the program as one folder, dist/linux/TungNha or dist/windows/TungNha, which then checks
       itself; for Windows also zip and installer. --windows: for Windows on Linux, under Wine

Standard library only: each command first makes `.venv` from requirements.lock if it must.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for whoever has an older one
    sys.exit("dev.py: Python 3.11 or newer is needed; this one is " + sys.version.split()[0])

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
LINUX = sys.platform.startswith("linux")
WINDOWLESS = {"demo", "init", "import", "households", "visits", "figure", "progress", "report",
              "sheets", "sheet-import", "worklist", "duplicates", "tally", "users",
              "audit", "backup", "restore", "doctor", "forget"}  # fmt: skip
TYPED = ["domain", "storage", "imports", "exports", "sync", "ui", "main.py", "commands.py"]
TYPED += ["command_options.py", "field_commands.py", "trust_commands.py", "user_commands.py"]
TYPED += ["backup_commands.py", "erasure_commands.py", "bench", "guide", "release", "dev.py"]
LONG, WINDOWS = "--long", "--windows"
SECOND = {"TUNGNHA_TEST_SCALE": "150", "TUNGNHA_TEST_THEME": "dark"}
SECOND_TESTS = ["tests/ui", "tests/test_check.py::test_the_program_passes_its_own_check"]
SCREEN = ["-screen", "0", "1366x768x24", "-dpi", "96", "-nolisten", "tcp", "-noreset"]
NO_DISPLAY = """\
There is no display to open a window on; try `python3 dev.py run demo --data DIR`.
Không có màn hình để mở cửa sổ; hãy thử `python3 dev.py run demo --data DIR`."""


def say(text: str) -> None:
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def needs_window(args: Sequence[str]) -> bool:
    """Whether main.py opens a window when it gets these arguments."""
    return not WINDOWLESS & set(args[:1]) and not {"-h", "--help", "--version"} & set(args)


def is_current(stamp: Path, mark: str, python: str) -> bool:
    """Whether .venv was finished, from this very lock file, and its Python still exists."""
    return Path(python).exists() and stamp.is_file() and stamp.read_text() == mark


def set_up() -> None:
    """Make .venv unless it is current; the stamp comes last, so an interrupted one is redone."""
    stamp, mark = VENV / "lock.sha256", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if is_current(stamp, mark, PYTHON):
        return
    say("making .venv from requirements.lock, once; this takes a minute or two")
    base = getattr(sys, "_base_executable", sys.executable)  # not the .venv that is being remade
    # Debian keeps ensurepip in python3-venv; an installed pip (22.3 or newer) does without it.
    if not find_spec("ensurepip") and not find_spec("pip"):
        apt_get(["python3-venv"])
    bare = not find_spec("ensurepip") and find_spec("pip")
    venv = [base, "-m", "venv", "--clear", *(["--without-pip"] if bare else []), str(VENV)]
    pip = [base, "-m", "pip", "--python", PYTHON] if bare else [PYTHON, "-m", "pip"]
    pip += ["install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    for command in (venv, [*pip, "-r", str(LOCK)]):
        if subprocess.call(command, stdout=sys.stderr):
            sys.exit("dev.py: .venv could not be made; the reason is above.")
    stamp.write_text(mark)


def apt_get(packages: Sequence[str]) -> None:
    """Install Debian packages when we are root; else end with the one command to type."""
    if sys.platform == "win32" or not shutil.which("apt-get"):
        sys.exit(f"dev.py: please install what Debian calls {' '.join(packages)}.")
    if os.geteuid() != 0:
        sys.exit(f"dev.py: please type: sudo apt-get install -y {' '.join(packages)}")
    say(f"installing {' '.join(packages)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.call(["apt-get", *words], stdin=subprocess.DEVNULL, stdout=sys.stderr)


def need(virtual_display: bool, again: bool = False) -> None:
    """What pip cannot bring comes from Debian: Tk, and for a display Xvfb and a readable font."""
    check = [PYTHON, "-c", "import tkinter"]
    packages = ["python3-tk"] if subprocess.run(check, capture_output=True).returncode else []
    if LINUX and virtual_display:
        fonts = Path("/usr/share/fonts")
        if not any([*fonts.rglob("NotoSans-Regular.ttf"), *fonts.rglob("DejaVuSans.ttf")]):
            packages.append("fonts-dejavu-core")
        if not shutil.which("Xvfb"):
            packages.append("xvfb")
    if packages and again:
        sys.exit(f"dev.py: {sys.executable} still lacks {' '.join(packages)}; see above.")
    if packages:
        apt_get(packages)
        need(virtual_display, again=True)


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """The environment for windows nobody watches: on Linux a virtual display of its own."""
    need(virtual_display=True)
    env = os.environ | {"TTKBOOTSTRAP_STRICT": "1"}
    if not LINUX:
        yield env
        return
    reader, writer = os.pipe()
    # A session of its own, so that Ctrl+C ends the tests first and the display after them.
    xvfb = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), *SCREEN],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(writer)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with os.fdopen(reader) as answer:
            number = answer.readline().strip() or sys.exit("dev.py: Xvfb did not start.")
        yield env | {"DISPLAY": f":{number}"}
    finally:
        xvfb.terminate()
        xvfb.wait()


def run(args: Sequence[str]) -> int:
    command = [PYTHON, str(ROOT / "main.py"), *args]
    if needs_window(args):
        if LINUX and not os.environ.get("DISPLAY"):
            if "--check" not in args:
                sys.exit(NO_DISPLAY)
            with display() as env:
                return subprocess.call(command, env=env)
        need(virtual_display=False)
    if sys.platform == "win32":
        return subprocess.call(command)
    os.execv(PYTHON, command)  # the same process: signals and exit code are the program's own


@contextlib.contextmanager
def second_look() -> Iterator[Callable[[], int]]:
    """The tests of the window as SECOND says, beside the other steps on a display of their own.
    What it gives waits for them, shows what they wrote and returns their exit code."""
    with display() as env, tempfile.TemporaryFile() as wrote:
        command = [PYTHON, "-m", "pytest", "-p", "no:cacheprovider", *SECOND_TESTS]
        tests = subprocess.Popen(
            command, cwd=ROOT, env=env | SECOND, stdout=wrote, stderr=subprocess.STDOUT
        )

        def finish() -> int:
            code = tests.wait()
            wrote.seek(0)
            sys.stdout.flush()
            sys.stdout.buffer.write(wrote.read())
            sys.stdout.flush()
            return code

        try:
            yield finish
        finally:
            tests.terminate()
            tests.wait()


def test(args: Sequence[str]) -> int:
    """All three steps, even when one fails; pytest last, so that its closing line closes."""
    if WINDOWS in args:
        from release.build import test_on_wine

        return test_on_wine([a for a in args if a != WINDOWS])
    typed = [name for name in TYPED if (ROOT / name).exists()]
    failed = []
    args, long = [a for a in args if a != LONG], LONG in args
    with display() as env, contextlib.ExitStack() as beside:
        env |= {"TUNGNHA_LONG": "1"} if long else {}
        second = None if args else beside.enter_context(second_look())
        for step in (["ruff", "check", "."], ["mypy", "--strict", *typed], ["pytest", *args]):
            say(" ".join(step))
            if subprocess.call([PYTHON, "-m", *step], cwd=ROOT, env=env):
                failed.append(step[0])
        if second:
            say(f"pytest {' '.join(SECOND_TESTS)}, dark at 150 %")
            failed += ["pytest at 150 %"] if second() else []
    if failed:
        say(f"failed: {', '.join(failed)}")
    return len(failed)


def bench(args: Sequence[str]) -> int:
    with display() as env:
        return subprocess.call([PYTHON, "-m", "bench", *args], cwd=ROOT, env=env)


def guide(args: Sequence[str]) -> int:
    with display() as env:
        return subprocess.call([PYTHON, "-m", "guide", *args], cwd=ROOT, env=env)


def build(args: Sequence[str]) -> int:
    """Two builds of the same files are the same bytes (release/build.py)."""
    from release.build import build_here, build_on_wine

    need(virtual_display=LINUX)
    rest = [a for a in args if a != WINDOWS]
    return build_on_wine(rest) if LINUX and rest != list(args) else build_here(rest)


if __name__ == "__main__":
    commands = {"run": run, "test": test, "bench": bench, "guide": guide, "build": build}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    with contextlib.suppress(KeyboardInterrupt):
        set_up()
        sys.exit(commands[sys.argv[1]](sys.argv[2:]))
    sys.exit(130)
