"""A file of 200,000 households is listed, searched and reported in one gigabyte (F29)."""

import json
from pathlib import Path

from tests.faults.conftest import Child, by_length, finish, note_figures
from tests.needs import needs_limits

pytestmark = needs_limits


def test_a_huge_office_is_worked_with_in_one_gigabyte(tmp_path: Path, child: Child) -> None:
    households = by_length(3_000, 200_000)
    finish(child("big_office", "build", tmp_path, households))
    seen = json.loads(finish(child("big_office", "look", tmp_path, households)))
    note_figures({"what": "F29", **seen})
    assert seen["households"] == households
    assert {seen[f"rows by {order}"] for order in ("name", "walk", "due", "status")} == {households}
    assert {seen[f"lines by {o}"] for o in ("name", "walk", "due", "status")} == {400}
    assert seen["units"] >= households // 300  # villages
    assert seen["found"]
    assert seen["report"]
