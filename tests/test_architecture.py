"""The rules of the house that a reader of one file cannot see: who imports whom, and how we write.

Every file is parsed, none is imported.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from domain.changes import Changes

ROOT = Path(__file__).parent.parent
# docs/architecture.md: what each package may import, of ours and of others.
OURS = {
    "domain": set[str](),
    "storage": {"domain"},
    "imports": {"domain"},
    "exports": {"domain"},
    "sync": {"domain", "storage"},
    "ui": {"domain", "storage", "imports", "exports", "sync"},
}
OTHERS = {
    "domain": set[str](),
    "storage": {"sqlite_utils", "sqlcipher3", "platformdirs", "filelock", "argon2", "cryptography"},
    "imports": {"openpyxl", "xlrd", "defusedxml"},
    "exports": {"openpyxl", "matplotlib", "reportlab"},
    "sync": set[str](),
    "ui": {"ttkbootstrap", "matplotlib", "PIL", "tksheet", "mistune"},
}
ONLY_UI = {"tkinter", "_tkinter", "ttkbootstrap"}
SQL = {"sqlite3", "sqlite_utils", "sqlcipher3", "pysqlite3"}
FILES = [p for package in OURS for p in sorted((ROOT / package).rglob("*.py"))]
# Sample data speak of a real commune and its apps, as the presets do.
SAMPLES = {"domain/presets.py", "storage/practice.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[tuple[str, bool]]:
    """(dotted module, relative) of every import in a file, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((a.name, False) for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", bool(node.level)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_follow_the_arrow(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    allowed = {package} | OURS[package] | OTHERS[package]
    standard = sys.stdlib_module_names - (set() if package == "ui" else ONLY_UI)
    if package != "storage":
        standard -= SQL
    for module, relative in imported(path):
        assert not relative, f"relative import of {module}"
        assert module.split(".")[0] in allowed | standard, f"{package} may not import {module}"
        assert not module.startswith("matplotlib.pyplot"), "pyplot keeps state of its own"


def test_the_parser_of_imports_sees_what_is_hidden_in_functions(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text("def f():\n    import sqlite3.dbapi2\n    from . import y\n", "utf-8")
    assert list(imported(file)) == [("sqlite3.dbapi2", False), ("", True)]


def test_no_module_is_named_for_what_is_left_over() -> None:
    names = {p.stem for p in FILES} | {p.parent.name for p in FILES}
    assert not names & {"utils", "helpers", "constants", "models", "services", "misc", "common"}


WRITES = ("save_", "delete_", "set_", "import_", "log_", "merge_", "correct_", "void_")


def writing_functions() -> list[tuple[str, ast.FunctionDef]]:
    """Those that are given the database; files of this PC are nobody else's business."""
    return [
        (name_of(path), node)
        for path in FILES
        if path.parent.name == "storage"
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(WRITES)
        if node.args.args and node.args.args[0].arg == "db"
    ]


@pytest.mark.parametrize(
    "function",
    [pytest.param(f, id=f"{file}:{f.name}") for file, f in writing_functions()],
)
def test_every_write_says_who_and_returns_what_changed(function: ast.FunctionDef) -> None:
    by = [a for a in function.args.kwonlyargs if a.arg == "by"]
    assert by, "no keyword `by`"
    assert by[0].annotation
    assert ast.unparse(by[0].annotation) == "User"
    returned = ast.unparse(function.returns) if function.returns else ""
    assert re.match(r"(tuple\[)?Changes\b", returned), f"returns {returned}"


def texts(path: Path) -> Iterator[str]:
    """Identifiers and string constants of a file; docstrings and comments are for examples."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value
        for name in ("id", "attr", "arg", "name"):
            if isinstance(value := getattr(node, name, None), str):
                yield value.replace("_", " ")


OURSELVES = [p for p in FILES if name_of(p) not in SAMPLES]


@pytest.mark.parametrize("path", OURSELVES, ids=name_of)
def test_no_app_is_a_rule_of_the_program(path: Path) -> None:
    for text in texts(path):
        assert not re.search(r"bluezone|bluetooth|vneid|\bsmart\b", text, re.IGNORECASE), text


@pytest.mark.parametrize("path", OURSELVES, ids=name_of)
def test_no_district_is_a_rule_of_the_program(path: Path) -> None:
    """An office may enter the one it had; imports/ reads whatever others wrote."""
    entered = {"domain/offices.py", "ui/welcome_office.py"}
    if name_of(path) not in entered and not name_of(path).startswith("imports/"):
        for text in texts(path):
            assert not re.search(r"\bhuyện\b|\bhuyen\b", text, re.IGNORECASE), text


def test_a_screen_is_told_of_every_kind_of_change() -> None:
    assert {f.name for f in fields(Changes)} == {
        "households", "visits", "campaigns", "office", "figures", "settings", "reports", "sheets",
        "teams", "tallies", "checks", "users", "requests", "backups", "erased",
        "audit", "count",
    }  # fmt: skip
