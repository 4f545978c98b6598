"""Tcl's scripts as the packed program carries them.

Debian's Tcl looks for its modules at a fixed place, /usr/share/tcltk: a program packed with it ran
on machines that have that folder (under Wine: from drive Z) and nowhere else. So the list of places
is set once more at the end of tm.tcl: what came with the program, and nothing of the machine, where
somebody else might have laid a module of the same name.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

SEARCHER = "_tcl_data/tm.tcl"
OWN_PLACES = """
# Packed: as Debian lays them out, and as python.org does.
set ::tcl::tm::paths [list [file join [info library] tcl8] \\
    [file join [file dirname [info library]] tcl8 8.5]]
"""
Entry = tuple[str, str, str]


def keep_to_own_modules(entries: Iterable[Entry], work: Path) -> Iterator[Entry]:
    """`entries` as PyInstaller lists them; the changed file is written to the folder `work`."""
    for name, source, kind in entries:
        if name.replace("\\", "/") == SEARCHER:
            text = Path(source).read_text("utf-8") + OWN_PLACES
            work.mkdir(parents=True, exist_ok=True)
            source = str(work / "tm.tcl")
            Path(source).write_bytes(text.encode())
        yield name, source, kind
