"""Two copies of one folder never go on under one identity (F19)."""

import json
import shutil
from pathlib import Path

import pytest

from domain.users import Role, User
from storage import device, unlocked
from storage.accounts import sign_in
from storage.database import open_database
from storage.device import (
    FILE,
    mint_device,
    next_id,
    read_device,
    read_stored_device,
    settle_device,
    write_device,
)
from storage.paths import database_file
from tests.storage.conftest import ADMIN, PASSWORD, OfficeFolder


def events(office: OfficeFolder) -> list[dict[str, str]]:
    return [
        json.loads(detail)
        for (detail,) in office.db.rows(
            "SELECT detail FROM audit WHERE action='log_event' AND target='device' ORDER BY seq"
        )
    ]


def test_the_first_start_gives_an_identity_and_the_second_keeps_it(office: OfficeFolder) -> None:
    first = settle_device(office.db, by=office.by)
    assert len(first.id) == 6
    assert settle_device(office.db, by=office.by) == first
    assert read_stored_device(office.db) == first.id
    assert events(office) == [{"new": first.id, "old": "", "why": "first"}]


def test_a_folder_copied_on_the_same_pc_is_another_device(
    office: OfficeFolder, tmp_path: Path
) -> None:
    first = settle_device(office.db, by=office.by)
    office.db.close()
    shutil.copytree(office.folder, tmp_path / "chép")
    by = sign_in(tmp_path / "chép", ADMIN, PASSWORD)
    copied = open_database(database_file(tmp_path / "chép"))
    second = settle_device(copied, by=by)
    copied.close()
    unlocked.forget(tmp_path / "chép")
    office.db = open_database(database_file(office.folder))
    assert second.id.startswith(f"{first.id}.2-")
    assert settle_device(office.db, by=office.by) == first


def test_the_same_folder_on_another_pc_is_another_device(
    office: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = settle_device(office.db, by=office.by)
    monkeypatch.setattr(device, "_machine", lambda: "another")
    second = settle_device(office.db, by=office.by)
    assert second.id.startswith(f"{first.id}.2-")
    assert settle_device(office.db, by=office.by) == second
    assert events(office)[-1] == {"new": second.id, "old": first.id, "why": "another place"}


def test_a_database_without_its_device_file_is_another_device(office: OfficeFolder) -> None:
    first = settle_device(office.db, by=office.by)
    (office.folder / FILE).unlink()
    assert settle_device(office.db, by=office.by).id.startswith(f"{first.id}.2-")


def test_another_database_put_into_the_folder_is_another_device(office: OfficeFolder) -> None:
    first = settle_device(office.db, by=office.by)
    found = read_device(office.folder)
    assert found
    write_device(office.folder, device.Device("ZZZZZZ.4-AAAA", found.place))
    second = settle_device(office.db, by=office.by)
    assert second.id.startswith(f"{first.id}.5-")  # after everything that is known


@pytest.mark.parametrize("text", ["", "{}", "[]", "nothing", '{"id": "../x", "place": ""}'])
def test_a_damaged_device_file_costs_a_new_identity_and_nothing_else(
    office: OfficeFolder, text: str
) -> None:
    first = settle_device(office.db, by=office.by)
    (office.folder / FILE).write_text(text)
    assert settle_device(office.db, by=office.by).id.startswith(f"{first.id}.2-")


def test_a_cut_between_the_database_and_the_file_never_reuses_an_identity(
    office: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = settle_device(office.db, by=office.by)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(device, "write_device", cut)
        with pytest.raises(KeyboardInterrupt):
            mint_device(office.db, "restored", by=office.by)
    lost = read_stored_device(office.db)
    third = settle_device(office.db, by=office.by)
    assert len({first.id, lost, third.id}) == 3
    assert third.id.startswith(f"{first.id}.3-")


def test_two_copies_of_one_folder_do_not_become_the_same_second() -> None:
    assert len({next_id(["K7QM4D"]) for _ in range(50)}) > 45


def test_whoever_signs_in_settles_the_identity(office: OfficeFolder) -> None:
    settle_device(office.db, by=User("Khách", Role.VIEWER))
    assert read_device(office.folder)


def test_this_pc_is_the_same_after_a_restart_of_the_program() -> None:
    assert device._machine() == device._machine()
    assert device._machine()
