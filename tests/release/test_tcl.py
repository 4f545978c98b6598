"""The packed program takes Tcl's modules from its own folder, whatever the PC has."""

import os
import subprocess
import sys
import tkinter
from pathlib import Path

import pytest

from release.tcl import keep_to_own_modules

LIBRARY = Path(str(tkinter.Tcl().eval("info library")))


def entry(name: str, folder: Path) -> tuple[str, str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / Path(name.replace("\\", "/")).name
    file.write_text(f"# {name}\n", "utf-8")
    return name, str(file), "DATA"


@pytest.mark.parametrize("name", ["_tcl_data/tm.tcl", "_tcl_data\\tm.tcl"])
def test_only_the_searcher_is_changed_and_in_a_copy(tmp_path: Path, name: str) -> None:
    before = [entry(name, tmp_path / "a"), entry("_tcl_data/init.tcl", tmp_path / "a")]
    after = list(keep_to_own_modules(before, tmp_path / "work"))
    assert after[1] == before[1]
    assert (after[0][0], after[0][2]) == (name, "DATA")
    assert Path(before[0][1]).read_text("utf-8") == f"# {name}\n"
    assert Path(after[0][1]).read_text("utf-8").startswith(f"# {name}\n")


@pytest.mark.parametrize("layout", ["_tcl_data/tcl8", "tcl8/8.5"])
def test_a_module_is_found_in_the_program_and_nowhere_else(tmp_path: Path, layout: str) -> None:
    """As Debian and as python.org lay their modules out; TCL8_6_TM_PATH is another PC's."""
    lib, foreign = tmp_path / "lib một", tmp_path / "khac"
    (lib / "_tcl_data").mkdir(parents=True)
    for script in [*LIBRARY.glob("*.tcl"), LIBRARY / "tclIndex"]:
        (lib / "_tcl_data" / script.name).write_bytes(script.read_bytes())
    changed = keep_to_own_modules(
        [("_tcl_data/tm.tcl", str(LIBRARY / "tm.tcl"), "DATA")], tmp_path / "work"
    )
    (lib / "_tcl_data" / "tm.tcl").write_bytes(Path(next(changed)[1]).read_bytes())
    for place, word in ((lib / layout, "own"), (foreign, "foreign")):
        place.mkdir(parents=True, exist_ok=True)
        for name in ("thu", "msgcat"):
            (place / f"{name}-9.9.tm").write_text(f"set word {word}", "utf-8")
    (foreign / "la-1.0.tm").write_text("set word foreign", "utf-8")
    ask = (
        "import tkinter; t = tkinter.Tcl(); "
        "t.eval('package require thu; package require msgcat'); "
        "print(t.eval('set word'), t.eval('catch {package require la}'))"
    )
    env = os.environ | {"TCL_LIBRARY": str(lib / "_tcl_data"), "TCL8_6_TM_PATH": str(foreign)}
    done = subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True)
    assert done.stdout.split() == ["own", "1"], done.stderr
