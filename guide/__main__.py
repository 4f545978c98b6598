"""`python3 dev.py guide [--only NAME …] [--check]`: pictures of the guide and README.md, the PDF.

--only NAME   these scenes alone; bat-dau-nhanh is the two printed pages
--check       nothing is written: says which pictures on the disk the program no longer looks like
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from guide.commune import FONT_LIST
from guide.pictures import differing_share
from guide.quick_start import PRINT, TEXT, TooMuch, is_same_print, write_quick_start
from guide.scenes import ROOT, Scene, list_scenes

MOST_SECONDS = 120
MAY_DIFFER = 0.01  # of the pixels: fonts of another system draw a little differently


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="guide", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args(arguments)
    check, names = given.check, given.only
    unknown = set(names) - {PRINT.stem} - {s.name for s in list_scenes()}
    if unknown:
        print(f"guide: no scene is called {', '.join(sorted(unknown))}", file=sys.stderr)
        return 1
    scenes = [s for s in list_scenes() if not names or s.name in names]
    with tempfile.TemporaryDirectory() as place:
        failed = [s.name for s in scenes if not (_check if check else _make)(s, Path(place))]
    if (not names or PRINT.stem in names) and not _print(check):
        failed.append(PRINT.stem)
    if scenes and not check:
        print(f"{_size(scenes)} kB in all")
    if failed:
        print(f"guide: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


def _make(scene: Scene, place: Path) -> bool:
    made = _play(scene, place)
    if made is None:
        return False
    scene.path.parent.mkdir(parents=True, exist_ok=True)
    scene.path.write_bytes(made.read_bytes())
    print(f"{scene.path.relative_to(ROOT)}  {scene.path.stat().st_size // 1024} kB", flush=True)
    return True


def _check(scene: Scene, place: Path) -> bool:
    made = _play(scene, place)
    if made is None or not scene.path.is_file():
        print(f"{scene.name}  missing", flush=True)
        return False
    share = differing_share(made, scene.path)
    print(f"{scene.name}  {share:.2%} differs", flush=True)
    return share <= MAY_DIFFER


def _print(check: bool) -> bool:
    try:
        with tempfile.TemporaryDirectory() as place:
            made = Path(place) / PRINT.name
            write_quick_start(TEXT.read_text("utf-8"), made)
            if check:
                return PRINT.is_file() and is_same_print(made, PRINT)
            PRINT.write_bytes(made.read_bytes())
    except TooMuch as problem:
        print(problem, file=sys.stderr)
        return False
    print(f"{PRINT.relative_to(ROOT)}  {PRINT.stat().st_size // 1024} kB", flush=True)
    return True


def _play(scene: Scene, place: Path) -> Path | None:
    """The picture in a temporary file; a process each, as a program has one window."""
    out = place / f"{scene.name}.png"
    command = [sys.executable, "-m", "guide.play", scene.name, str(out)]
    try:
        subprocess.run(command, cwd=ROOT, env=_environment(place), timeout=MOST_SECONDS, check=True)
    except subprocess.SubprocessError as problem:
        print(f"{scene.name}  {type(problem).__name__}", file=sys.stderr)
        return None
    return out


def _environment(place: Path) -> dict[str, str]:
    """The same letters, order of sets and hours everywhere."""
    fonts = place / "fonts.conf"
    if not fonts.exists():
        fonts.write_text(FONTS.format(ours=ROOT / "assets" / "fonts", cache=place / "fonts"))
    return os.environ | {
        "FONTCONFIG_FILE": str(fonts), "PYTHONHASHSEED": "1", "TZ": "Asia/Ho_Chi_Minh",
        FONT_LIST: str(place / "mpl"),
    }  # fmt: skip


FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{ours}</dir>
  <dir>/usr/share/fonts/truetype/dejavu</dir>
  <cachedir>{cache}</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>true</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintslight</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
"""


def _size(scenes: list[Scene]) -> int:
    return sum(s.path.stat().st_size for s in scenes if s.path.exists()) // 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
