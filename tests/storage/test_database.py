"""The file and the one door to it: refused, complete or undone, and on the record."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlcipher3

from domain.campaigns import Campaign
from domain.dispatches import Dispatch
from domain.errors import AppError, Cancelled
from domain.fields import Row
from domain.figures import Figure
from domain.household_import import ImportRow, Place
from domain.users import User
from storage import unlocked
from storage.database import (
    APPLICATION_ID,
    SCHEMA,
    Database,
    describe,
    now,
    open_database,
    operation,
)
from storage.dispatches import log_report, save_dispatch
from storage.drafts import save_draft
from storage.figures import save_figure
from storage.household_import import import_households
from storage.household_lists import log_export
from storage.household_states import set_household_state
from storage.households import save_household
from storage.unlocked import Locked
from storage.villages import save_villages
from storage.visits import save_visits

Snapshot = Callable[[], dict[str, list[tuple[object, ...]]]]


def test_whoever_may_not_write_is_refused_and_nothing_is_written(
    db: Database, campaign: Campaign, ids: dict[str, str], viewer: User, snapshot: Snapshot
) -> None:
    household = ids["Hà Văn An"]
    visit: Row = {"household_id": household, "visited_at": "2020-08-12", "disposition": "NOT_HOME"}
    writes: list[Callable[[], object]] = [
        lambda: save_visits(db, campaign, [visit], by=viewer),
        lambda: save_household(db, {"note": "x"}, by=viewer, household_id=household),
        lambda: set_household_state(db, household, "MOVED", "2020-08-12", "đi", by=viewer),
        lambda: save_villages(db, [("bản", "Mới")], by=viewer),
        lambda: import_households(db, [], by=viewer, source="x"),
        lambda: save_figure(db, Figure("population", 1, "2020-08-01", "x"), by=viewer),
        lambda: save_dispatch(db, Dispatch("Công văn", "1", "2020-08-01", "x"), by=viewer),
        lambda: log_report(db, campaign.id, "", "2020-08-25", "", {}, by=viewer),
        lambda: log_export(db, "danh sách nội bộ", {}, 12, by=viewer),
        lambda: save_draft(db, "visit:c", {}, by=viewer),
    ]
    before = snapshot()
    for write in writes:
        with pytest.raises(AppError, match="không có quyền"):
            write()
    assert snapshot() == before


def test_a_query_outside_an_operation_cannot_write(db: Database) -> None:
    with pytest.raises(sqlcipher3.OperationalError, match="attempt to write a readonly database"):
        db.execute("UPDATE households SET note='x'")


def test_after_an_operation_the_connection_is_read_only_again(db: Database, by: User) -> None:
    save_villages(db, [("bản", "Mới")], by=by)
    with pytest.raises(sqlcipher3.OperationalError, match="readonly"):
        db.execute("DELETE FROM villages")


def test_an_error_in_the_middle_undoes_everything(
    db: Database, by: User, snapshot: Snapshot
) -> None:
    before = snapshot()

    def rename_and_fail() -> None:
        with operation(db, by, "save_village") as note:
            db.execute("UPDATE villages SET name='Khác'")
            note("x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_and_fail()
    assert snapshot() == before


def test_cancelling_a_long_import_undoes_everything(
    db: Database, by: User, snapshot: Snapshot
) -> None:
    rows = [
        ImportRow({"village": "Bản Mới", "head_name": f"Hà Văn {n}"}, Place("s", n))
        for n in range(500)
    ]

    def report(done: int, total: int) -> None:
        if done >= 200:
            raise Cancelled

    before = snapshot()
    with pytest.raises(Cancelled):
        import_households(db, rows, by=by, source="x", report=report)
    assert snapshot() == before


def test_a_row_that_breaks_a_rule_leaves_none_of_its_batch(
    db: Database, campaign: Campaign, ids: dict[str, str], by: User, snapshot: Snapshot
) -> None:
    good: Row = {
        "household_id": ids["Hà Văn An"],
        "visited_at": "2020-08-12",
        "disposition": "CALLBACK",
    }
    bad: Row = {**good, "members": 3, "smartphones": 7}
    before = snapshot()
    with pytest.raises(AppError, match="nhiều hơn số nhân khẩu"):
        save_visits(db, campaign, [good, bad], by=by)
    assert snapshot() == before


def test_an_operation_inside_an_operation_is_a_mistake(db: Database, by: User) -> None:
    with pytest.raises(RuntimeError), operation(db, by, "save_village"):
        save_villages(db, [("bản", "Mới")], by=by)


def test_each_write_is_in_the_log_with_who_what_and_on_what(db: Database, by: User) -> None:
    save_villages(db, [("bản", "Mới")], by=by)
    actor, action, detail = db.rows(
        "SELECT actor, action, detail FROM audit ORDER BY seq DESC LIMIT 1"
    )[0]
    assert (actor, action) == (by.name, "save_village")
    assert json.loads(detail) == {"kind": "bản", "name": "Mới"}


@pytest.mark.parametrize("table", ["audit", "visits", "visit_apps"])
@pytest.mark.parametrize(
    "sql", ["DELETE FROM {}", "UPDATE {} SET rowid=rowid", "REPLACE INTO {} SELECT * FROM {}"]
)
def test_log_and_visits_are_append_only_even_inside_an_operation(
    db: Database, by: User, visit: Callable[..., None], table: str, sql: str
) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, smart=1)
    column = {"audit": "actor", "visits": "note", "visit_apps": "installed"}[table]
    sql = sql.format(table, table).replace("rowid=rowid", f"{column}={column}")
    with (
        pytest.raises(sqlcipher3.IntegrityError, match="append-only"),
        operation(db, by, "save_visit"),
    ):
        db.execute(sql)
    assert db.value(f"SELECT count(*) FROM {table}") > 0


def test_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Không thấy tệp dữ liệu"):
        open_database(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


@contextmanager
def another_program(path: Path) -> Iterator[sqlcipher3.Connection]:
    """Something else than this program writes a file with the same key."""
    with closing(sqlcipher3.connect(str(path))) as raw:
        raw.execute(f"PRAGMA key=\"x'{unlocked.held(path).keys.database.hex()}'\"")
        with raw:
            yield raw


def test_a_newer_file_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    with another_program(path) as raw:
        raw.execute("CREATE TABLE households(x)")
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version={SCHEMA + 1}")
    before = path.read_bytes()
    with pytest.raises(AppError, match="phiên bản mới hơn"):
        open_database(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.glob("newer*")] == ["newer.db"]


@pytest.mark.parametrize("table", ["books", "mysqlite_notes"])  # not only by odd names
def test_another_programs_database_is_refused_and_stays_as_it_is(
    tmp_path: Path, table: str
) -> None:
    path = tmp_path / "other.db"
    with another_program(path) as raw:
        raw.execute(f"CREATE TABLE {table}(title)")
    before = path.read_bytes()
    with pytest.raises(AppError, match="của chương trình khác"):
        open_database(path)
    assert path.read_bytes() == before


def test_another_programs_database_with_a_version_of_its_own_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with another_program(path) as raw:
        raw.execute("CREATE TABLE books(title)")
        raw.execute(f"PRAGMA user_version={SCHEMA}")
    with pytest.raises(AppError, match="của chương trình khác"):
        open_database(path)


@pytest.mark.parametrize("content", [b"khong phai co so du lieu " * 400, b"\0" * 8192])
def test_what_is_no_database_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes(content)
    with pytest.raises(AppError) as refusal:
        open_database(path)
    assert "bị hỏng" in refusal.value.message
    assert "sao lưu" in refusal.value.hint
    assert path.read_bytes() == content


def test_a_file_damaged_inside_is_refused_with_what_to_do(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    content = bytearray(template.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)
    with pytest.raises(AppError, match="bị hỏng"):
        open_database(path)


def test_a_second_writer_hears_that_another_window_holds_the_file(db: Database, by: User) -> None:
    other = open_database(db.path)
    with db.writing():
        db.execute("PRAGMA busy_timeout=1")
    with (
        operation(other, by, "save_village"),
        pytest.raises(AppError, match="một cửa sổ hoặc chương trình khác giữ"),
    ):
        save_villages(db, [("bản", "Mới")], by=by)
    other.close()


def test_a_suspended_file_is_not_read_whatever_its_end_met(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise AppError("Không ghi được vì ổ đĩa đầy hoặc hỏng.")

    monkeypatch.setattr(db, "close", fail)
    with pytest.raises(AppError, match="ổ đĩa"):
        db.suspend()
    with pytest.raises(Locked):
        db.value("SELECT count(*) FROM households")
    assert db.keys.data_key == b""
    monkeypatch.undo()
    db.resume()
    assert db.value("SELECT count(*) FROM households") == 12


def test_description_for_support_has_counts_and_no_names(db: Database) -> None:
    text = json.dumps(describe(db), ensure_ascii=False)
    assert '"households": 12' in text
    assert "Nguyễn" not in text
    assert "0912345678" not in text


def test_moments_are_written_with_their_offset_from_utc() -> None:
    assert now()[19] == "."
    assert now()[-6] in "+-"
