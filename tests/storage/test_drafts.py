"""What is being typed survives a power cut, and leaves no trace in the log."""

from domain.users import User
from storage.database import Database, open_database
from storage.drafts import delete_draft, get_draft, list_drafts, save_draft, save_drafts


def test_a_draft_is_there_after_the_file_is_opened_again(db: Database, by: User) -> None:
    save_draft(db, "visit:c", {"members": "4", "note": "Nhà cuối bản"}, by=by)
    again = open_database(db.path)
    found = get_draft(again, "visit:c")
    again.close()
    assert found is not None
    assert found[0] == {"members": "4", "note": "Nhà cuối bản"}


def test_the_last_draft_replaces_the_one_before(db: Database, by: User) -> None:
    for text in ("1", "12"):
        save_draft(db, "visit:c", {"members": text}, by=by)
    found = get_draft(db, "visit:c")
    assert found is not None
    assert found[0] == {"members": "12"}


def test_a_deleted_draft_is_gone_and_others_stay(db: Database, by: User) -> None:
    save_draft(db, "a", {}, by=by)
    save_draft(db, "b", {}, by=by)
    delete_draft(db, "a", by=by)
    assert get_draft(db, "a") is None
    assert get_draft(db, "b") is not None


def test_typing_is_not_logged(db: Database, by: User) -> None:
    before = db.value("SELECT count(*) FROM audit")
    save_draft(db, "a", {"note": "tên người"}, by=by)
    assert db.value("SELECT count(*) FROM audit") == before


def test_several_drafts_are_kept_and_dropped_at_once(db: Database, by: User) -> None:
    save_drafts(db, {"sheet:a.1": {"note": "Hòa"}, "sheet:a.2": {"note": "b"}}, by=by)
    save_drafts(db, {"sheet:a.1": None, "sheet:b.1": {"note": "c"}}, by=by)
    found = list_drafts(db, "sheet:a")
    assert {key: texts for key, (texts, _) in found.items()} == {"sheet:a.2": {"note": "b"}}
