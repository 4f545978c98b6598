"""Searching the log, and what its chain makes visible."""

import json
from pathlib import Path

import pytest

from domain.audit import head_words
from domain.campaigns import Campaign
from domain.errors import AppError
from domain.users import Role, User
from exports.audit_files import write_audit_jsonl
from storage.audit import (
    Wanted,
    audit_head,
    count_entries,
    export_entries,
    find_head,
    list_entries,
    list_who_did_what,
    log_names,
    name_ids,
    printed_head,
    verify,
)
from storage.database import Database
from storage.households import save_household
from storage.villages import save_villages
from tests.storage.conftest import Visit


@pytest.fixture
def rich(db: Database, ids: dict[str, str], visit: Visit, by: User) -> Database:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    save_household(db, {"members": 9}, by=User("Vi Văn Tư"), household_id=ids["Hà Văn An"])
    log_names(db, "log_print", "2 tờ phiếu", "Lượt đầu", 12, by=by)
    return db


def tamper(db: Database, sql: str) -> None:
    """Somebody with the password and other tools."""
    with db.writing():
        for trigger in ("audit_stays", "audit_is_kept"):
            db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        db.execute(sql)


def test_the_newest_entry_comes_first_and_pages_follow_each_other(rich: Database, by: User) -> None:
    total = count_entries(rich, Wanted(), by=by)
    whole = list_entries(rich, Wanted(), limit=total, by=by)
    assert [e.seq for e in whole] == list(range(total, 0, -1))
    assert whole[0].action == "log_print"
    assert list_entries(rich, Wanted(), offset=2, limit=3, by=by) == whole[2:5]


@pytest.mark.parametrize(
    ("wanted", "actions"),
    [
        (Wanted(actor="Vi Văn Tư"), ["save_household"]),
        (Wanted(action="log_print"), ["log_print"]),
        (Wanted(text="Lượt đầu"), ["log_print"]),
        (Wanted(since="2001-01-01", until="2001-01-31"), []),
        (Wanted(since="2001-01-01", action="save_visit"), ["save_visit"]),
    ],
)
def test_the_log_is_searched_by_day_person_action_and_text(
    rich: Database, by: User, wanted: Wanted, actions: list[str]
) -> None:
    assert [e.action for e in list_entries(rich, wanted, by=by)] == actions
    assert count_entries(rich, wanted, by=by) == len(actions)


def test_the_last_day_of_a_search_counts_as_a_whole(rich: Database, by: User) -> None:
    today = audit_head(rich).at[:10]
    assert count_entries(rich, Wanted(since=today, until=today), by=by) == count_entries(
        rich, Wanted(), by=by
    )


def test_the_code_of_a_household_finds_what_was_done_to_it_and_to_its_visits(
    rich: Database, ids: dict[str, str], by: User
) -> None:
    code = rich.value("SELECT code FROM households WHERE id=?", (ids["Hà Văn An"],))
    found = list_entries(rich, Wanted(text=code), by=by)
    assert {"save_visit", "save_household"} <= {e.action for e in found}
    assert list_entries(rich, Wanted(text=code.replace("-", "")), by=by)[-1] in found
    assert list_entries(rich, Wanted(text=code[:-2]), by=by) == found
    other = rich.value("SELECT code FROM households WHERE id=?", (ids["Lò Thị Ửng"],))
    assert not {e.action for e in list_entries(rich, Wanted(text=other), by=by)} & {"save_visit"}


def test_ids_are_named_as_the_office_calls_them(
    rich: Database, campaign: Campaign, ids: dict[str, str], by: User
) -> None:
    village = rich.value("SELECT id FROM villages WHERE name='Mìn'")
    visit = rich.value("SELECT id FROM visits")
    home = ids["Hà Văn An"]
    code = rich.value("SELECT code FROM households WHERE id=?", (home,))
    assert name_ids(rich, {village, visit, home, campaign.id, "unknown"}) == {
        village: "Bản Mìn",
        visit: f"lượt đến hộ {code}, ngày 12/08/2020",
        home: f"hộ {code}",
        campaign.id: campaign.name,
    }


def test_who_and_what_may_be_chosen_is_what_the_log_has(rich: Database, by: User) -> None:
    found = list_who_did_what(rich)
    assert {who for who, _ in found} == {by.name, "Vi Văn Tư"}
    assert (by.name, "save_office") in found
    assert list_who_did_what(rich, audit_head(rich).seq - 1) == {(by.name, "log_print")}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.VIEWER])
def test_only_chief_and_admin_read_the_log(rich: Database, role: Role) -> None:
    for read in (list_entries, count_entries):
        with pytest.raises(AppError, match="không có quyền"):
            read(rich, Wanted(), by=User("x", role))


def test_a_log_as_it_was_written_verifies(rich: Database) -> None:
    n = rich.value("SELECT count(*) FROM audit")
    steps: list[tuple[int, int]] = []
    found = verify(rich, lambda done, total: steps.append((done, total)))
    head = audit_head(rich)
    assert found.ok
    assert (found.entries, found.head) == (n, head.mac.hex())
    assert (found.broken_at, found.erased) == (None, 0)
    assert verify(rich, anchor=(head.seq, head.mac.hex()[:12])).ok


@pytest.mark.parametrize(
    ("sql", "broken_at"),
    [
        ("UPDATE audit SET actor='Khác' WHERE seq=3", 3),
        ("UPDATE audit SET at='2020-01-01' WHERE seq=1", 1),
        ("UPDATE audit SET detail='{}' WHERE seq=3", 3),
        ("UPDATE audit SET detail=detail || ' ' WHERE seq=2", 2),
        ("UPDATE audit SET salt=NULL WHERE seq=2", 2),
        ("DELETE FROM audit WHERE seq=3", 4),
        ("DELETE FROM audit WHERE seq=1", 2),
        ("INSERT INTO audit SELECT seq+100, at, actor, action, target, detail, salt, sealed, mac"
         " FROM audit WHERE seq=2", 102),
    ],
)  # fmt: skip
def test_what_was_changed_is_found_at_its_entry(rich: Database, sql: str, broken_at: int) -> None:
    tamper(rich, sql)
    found = verify(rich)
    assert not found.ok
    assert found.broken_at == broken_at


def test_a_cut_tail_is_seen_only_beside_a_head_kept_elsewhere(rich: Database) -> None:
    head = audit_head(rich)
    tamper(rich, f"DELETE FROM audit WHERE seq={head.seq}")
    assert verify(rich).ok
    found = verify(rich, anchor=(head.seq, head.mac.hex()))
    assert (found.ok, found.broken_at) == (False, head.seq)
    assert find_head(rich, head_words(head.mac)) is None


def test_another_log_of_the_same_length_is_seen_beside_the_head(rich: Database) -> None:
    head = audit_head(rich)
    found = verify(rich, anchor=(head.seq - 2, "0" * 12))
    assert (found.ok, found.broken_at) == (False, head.seq - 2)


def test_an_erased_detail_is_counted_and_breaks_nothing(rich: Database) -> None:
    with rich.writing():
        rich.execute("UPDATE audit SET detail='', salt=NULL WHERE seq=3")
    found = verify(rich)
    assert (found.ok, found.erased) == (True, 1)


def test_a_printed_head_leads_to_its_entry(rich: Database, by: User) -> None:
    head = audit_head(rich)
    printed = printed_head(rich)
    assert printed == f"{head_words(head.mac)} (mục {head.seq})"
    save_villages(rich, [("bản", "Mới")], by=by)
    assert find_head(rich, printed.split(" (")[0].upper()) == head
    with pytest.raises(AppError, match="12 ký tự"):
        find_head(rich, "3f9a")


def test_an_empty_log_has_no_head_to_print(empty_db: Database) -> None:
    assert printed_head(empty_db) == ""
    assert verify(empty_db, anchor=(0, "")).ok


def test_what_leaves_the_program_is_noted_with_rows_and_purpose(rich: Database, by: User) -> None:
    log_names(rich, "export_names", "danh sách", "Rà soát", 3, by=by, reason="đoàn kiểm tra")
    newest = list_entries(rich, Wanted(), limit=1, by=by)[0]
    assert (newest.actor, newest.action) == (by.name, "export_names")
    assert json.loads(newest.detail) == {
        "what": "danh sách", "purpose": "Rà soát", "rows": 3, "reason": "đoàn kiểm tra",
    }  # fmt: skip


def test_the_export_is_the_whole_log_oldest_first_and_ends_with_itself(
    rich: Database, by: User, tmp_path: Path
) -> None:
    log_names(rich, "export_audit", "n.jsonl", "đoàn kiểm tra", 0, by=by)
    end = audit_head(rich).seq
    log_names(rich, "list_names", "danh sách", "của một cửa sổ khác", 3, by=by)
    n = write_audit_jsonl(export_entries(rich), tmp_path / "n.jsonl")
    lines = (tmp_path / "n.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == n == end
    assert [json.loads(x)["seq"] for x in lines] == list(range(1, n + 1))
    assert json.loads(lines[-1])["action"] == "export_audit"
