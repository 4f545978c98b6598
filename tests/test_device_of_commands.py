"""Commands alone, no window ever: a copied folder and an older file get identities of their own."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import run_command
from storage import unlocked
from storage.device import read_device
from storage.paths import database_file

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path, capsys: Printed) -> Iterator[Path]:
    folder = tmp_path / "xã mẫu"
    assert run_command(["demo", "--data", str(folder), "--households", "20"]) == 0
    progress(folder)
    capsys.readouterr()
    yield folder
    unlocked.forget(folder)


def progress(folder: Path) -> None:
    assert run_command(["progress", "--data", str(folder)]) == 0


def device_of(folder: Path) -> str:
    device = read_device(folder)
    assert device
    return device.id


def test_a_copied_folder_is_another_device_from_the_first_command_on(
    data: Path, tmp_path: Path
) -> None:
    first = device_of(data)
    shutil.copytree(data, tmp_path / "bản chép")
    progress(tmp_path / "bản chép")
    progress(data)
    assert device_of(data) == first
    assert device_of(tmp_path / "bản chép").startswith(f"{first}.2-")
    unlocked.forget(tmp_path / "bản chép")


def test_an_older_file_put_back_is_another_device_before_it_is_written(
    data: Path, tmp_path: Path, capsys: Printed
) -> None:
    shutil.copy(database_file(data), tmp_path / "cũ.db")
    first = device_of(data)
    words = ["figure", "population", "412", "--commune", "--as-of", "2020-08-01", "--source", "x"]
    assert run_command([words[0], "--data", str(data), *words[1:]]) == 0
    shutil.copy(tmp_path / "cũ.db", database_file(data))
    progress(data)
    second = device_of(data)
    assert second.startswith(f"{first}.2-")
    progress(data)
    assert device_of(data) == second
    capsys.readouterr()
    assert run_command(["doctor", "--data", str(data), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    assert "rollback" in {f["check"] for f in found}  # and the question stays
