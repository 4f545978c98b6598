"""An input or output error at any operation loses nothing acknowledged, and is told (F5).

Each write, flush, cut, deletion and opening of a scene fails in turn, once and for good, with a
broken disk's error and with a full one's; while recovering, each read as well.
"""

import errno
import json
from pathlib import Path

import pytest

from tests.faults.conftest import LONG, Child, by_length, finish, kill_after, tally
from tests.faults.outcome import Found, Outcome
from tests.faults.workload import ENTRY

WRITES, READS = "WSTUMC", "R"
ONCE, FOR_GOOD = 1, 10**9
BEFORE = {"save": 2, "import": 11, "close": 2}  # the last step done before the scene
FAULTS = [(errno.EIO, ONCE), (errno.ENOSPC, FOR_GOOD), *[(errno.EIO, FOR_GOOD)] * LONG]
FULL_OR_BROKEN = "Không ghi được vì ổ đĩa đầy hoặc hỏng."
CANNOT_WRITE, DAMAGED = "Không mở được tệp dữ liệu", "Tệp dữ liệu “"  # how the sentences begin


@pytest.fixture
def prepared(folder: Path, child: Child, scene: str) -> Path:
    """The folder as the scene finds it; recovering starts from a log left by a killed program."""
    if scene != "recover":
        finish(child("workload", folder, ENTRY, 1, BEFORE[scene]))
        return folder
    kill_after(folder, child, 5)
    return folder


@pytest.mark.parametrize("scene", ["save", "import", "close", "recover"])
@pytest.mark.parametrize(("error", "length"), FAULTS)
def test_an_error_at_any_operation_loses_nothing(
    prepared: Path, tmp_path: Path, recorder: Path, child: Child, scene: str, error: int,
    length: int,
) -> None:  # fmt: skip
    kinds = WRITES + (READS if scene == "recover" else "")
    work = tmp_path / "work"
    every = by_length(4 if (scene, length) == ("save", ONCE) else 23, 1)
    said = finish(child("io_errors", prepared, work, scene, error, length, kinds,
                        every, LD_PRELOAD=recorder, FAULT_FOLDER=work))  # fmt: skip
    tried = [json.loads(line) for line in said.splitlines()]
    outcomes = [Outcome(Found(t["found"])) for t in tried]
    assert tally(f"F5 {scene} {errno.errorcode[error]}", outcomes) == {Found.WHOLE: len(tried)}
    assert {t["between"] for t in tried} == {Found.WHOLE}
    sentences = (FULL_OR_BROKEN, CANNOT_WRITE, DAMAGED)
    for each in tried:
        assert not each["said"] or each["said"].startswith(sentences), each
        # An error while a file is opened for reading may last until the program is closed.
        assert not each["again"] or (scene == "recover" and each["again"].startswith(sentences))
