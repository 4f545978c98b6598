"""What a walk through the program finds (tests/ui/walk.py): every text readable, whole and, where
it does something, reached by keyboard; every key in the help and every key of the help bound.

The ordinary pass walks short ways, in sizes and themes of which people complain; the second pass of
the gate (dark, at 150 %) walks through everything. `python3 -m tests.ui.walk --all` is every
combination, by hand.
"""

import json
import re
import subprocess
import sys
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dev import display
from tests.needs import WINDOWS, first_pass, second_pass
from tests.ui.walk import as_words
from ui.guide import PAGES, TABS
from ui.screens import SCREENS

ROOT = Path(__file__).parent.parent.parent
WHOLE = ("--scale", "150", "--theme", "dark")
SHORT = {
    "125 %": ("--scale", "125", "--short"),
    "the largest text": ("--size", "16", "--short"),
    "1024 wide, dark": ("--width", "1024", "--theme", "dark", "--short"),
}
LEAST_ROWS = 3  # at 150 % under the strip of the practice commune, which takes one of them
# In the toolkit's own table, for the mouse and a wheel.
OF_THE_TABLE = {"Ctrl+Home", "Ctrl+MouseWheel", "Ctrl+equal", "Ctrl+minus", "Ctrl+plus"}
# What every program on this system does.
OF_THE_SYSTEM = {"Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Ctrl+Z"}
EVERYWHERE = {"F1", "F9", "Ctrl+S", "Ctrl+F", "Ctrl+L"} | {
    s.function_key for s in SCREENS if s.function_key
}
# Named on a page that several screens and dialogs share, bound in another of them.
ELSEWHERE = {"settings": {"Ctrl+Y"}, "welcome": {"F8"}}
NAMED = re.compile(r"\bF\d{1,2}\b|Ctrl\+(?:Page (?:Up|Down)|Enter|Delete|[↑↓A-Z0-9])")

pytestmark = pytest.mark.looks


@cache
def walked(arguments: tuple[str, ...]) -> dict[str, Any]:
    # Of its own where that can be: another window would lie over what is measured.
    with nullcontext(None) if WINDOWS else display() as env:
        done = subprocess.run(
            [sys.executable, "-m", "tests.ui.walk", *arguments, "--json"], cwd=ROOT, env=env,
            capture_output=True, encoding="utf-8", timeout=600, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


WAYS = [pytest.param(way, id=name, marks=first_pass) for name, way in SHORT.items()]
WAYS += [pytest.param(WHOLE, id="everything", marks=second_pass)]
in_every_way = pytest.mark.parametrize("way", WAYS)


@in_every_way
def test_every_text_stands_out_from_what_is_really_behind_it(way: tuple[str, ...]) -> None:
    found = walked(way)
    assert found["pairs"] > 30
    assert found["contrast"] == []
    assert found["lines"] == []


@in_every_way
def test_what_is_greyed_can_still_be_read(way: tuple[str, ...]) -> None:
    assert [t for t in walked(way)["off"] if float(t.split()[0]) < 3] == []


@in_every_way
def test_no_text_is_cut(way: tuple[str, ...]) -> None:
    assert walked(way)["cut"] == []


@in_every_way
def test_what_the_mouse_presses_is_reached_by_keyboard_too(way: tuple[str, ...]) -> None:
    assert walked(way)["out_of_reach"] == []


@in_every_way
def test_nothing_fails_on_the_way(way: tuple[str, ...]) -> None:
    found = walked(way)
    assert found["raised"] == []
    assert found["places"] >= 30


@in_every_way
def test_a_list_shows_some_rows_at_once(way: tuple[str, ...]) -> None:
    # Wrong words in both fields of the plan of days leave its two lists no room at 150 %.
    found = [t for t in walked(way)["low"] if "PlanPanel" not in t]
    low = [t for t in found if int(t.rsplit(": ", 1)[1].split()[0]) < LEAST_ROWS]
    assert low == []


@second_pass
def test_no_field_anywhere_changes_what_an_input_method_types() -> None:
    found = walked(WHOLE)
    assert len(found["fields"]) >= 40
    assert found["rewritten"] == []


@second_pass
def test_every_field_waits_for_the_word_that_comes_after_tab() -> None:
    assert walked(WHOLE)["lost_words"] == []


def helped(key: str) -> set[str]:
    """The keys at the end of the pages that F1 shows on a screen."""
    pages = {PAGES[key], *(page for (screen, _), page in TABS.items() if screen == key)}
    found: set[str] = set()
    for page in pages:
        text = (ROOT / "docs" / "huong-dan" / f"{page}.md").read_text("utf-8")
        found |= set(NAMED.findall(text.partition("\n## Phím\n")[2]))
    return found


@pytest.mark.parametrize("key", [s.key for s in SCREENS])
@second_pass
def test_every_key_is_in_the_help_of_its_screen(key: str) -> None:
    bound = set(walked(WHOLE)["keys"][key]) - OF_THE_TABLE - OF_THE_SYSTEM - EVERYWHERE
    assert bound - helped(key) == set()


@pytest.mark.parametrize("key", [s.key for s in SCREENS])
@second_pass
def test_every_key_that_the_help_names_does_something(key: str) -> None:
    bound = set(walked(WHOLE)["keys"][key]) | OF_THE_SYSTEM | EVERYWHERE | ELSEWHERE.get(key, set())
    assert helped(key) - bound == set()


@pytest.mark.parametrize(
    ("sequence", "words"),
    [("<Key-F8>", "F8"), ("<Control-Key-e>", "Ctrl+E"), ("<Control-Next>", "Ctrl+Page Down"),
     ("<Control-Key-Up>", "Ctrl+↑"), ("<Button-1>", ""), ("<Key-a>", "")],
)  # fmt: skip
def test_a_binding_is_told_in_the_words_of_the_help(sequence: str, words: str) -> None:
    assert as_words(sequence) == words
