"""Who may write: every function that writes refuses a viewer before it touches anything.

Functions are found by their calls of operation(); what they are given besides the user is a
stand-in, so one that looks at it before it asks for permission fails here: begin with require().
"""

import ast
import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from domain.errors import AppError
from domain.users import PERMISSIONS, Role, User
from storage.database import Database

STORAGE = Path(__file__).parents[2] / "storage"
EVERYBODY = {action for action, roles in PERMISSIONS.items() if Role.VIEWER in roles}


def writing_functions() -> list[tuple[str, str]]:
    """("visits.save_visits", "save_visit"): public functions with `by` that begin an operation."""
    found = []
    for path in sorted(STORAGE.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if "by" not in [a.arg for a in node.args.kwonlyargs]:
                continue
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "operation":
                    action = call.args[2]
                    if isinstance(action, ast.Constant):
                        found.append((f"{path.stem}.{node.name}", str(action.value)))
    return found


def test_the_writing_functions_are_found() -> None:
    assert len(writing_functions()) > 45


@pytest.mark.parametrize(("function", "action"), writing_functions())
def test_a_viewer_is_refused(
    function: str, action: str, db: Database, viewer: User,
    snapshot: Callable[[], dict[str, list[tuple[object, ...]]]],
) -> None:  # fmt: skip
    assert action in PERMISSIONS
    if action in EVERYBODY:
        pytest.skip("open to everybody, for what is one's own")
    module, name = function.split(".")
    write = getattr(import_module(f"storage.{module}"), name)
    parameters = inspect.signature(write).parameters.values()
    given: dict[str, Any] = {
        p.name: MagicMock()
        for p in parameters
        if p.default is inspect.Parameter.empty and p.name not in ("db", "by")
    }
    before = snapshot()
    with pytest.raises(AppError, match="không có quyền"):
        write(db, **given, by=viewer)
    assert snapshot() == before
