"""What is being typed survives a power cut, and leaves no trace in the log."""

from domain.users import Role, User
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


def test_nobody_sees_or_writes_over_what_another_left_half_typed(db: Database, by: User) -> None:
    save_draft(db, "visit:c", {"note": "của Lan"}, by=by)
    db.user = User("Vi Văn Tư")
    assert get_draft(db, "visit:c") is None
    assert list_drafts(db, "visit:") == {}
    save_draft(db, "visit:c", {"note": "của Tư"}, by=by)
    delete_draft(db, "visit:d", by=by)
    db.user = User("test")
    found = get_draft(db, "visit:c")
    assert found
    assert found[0] == {"note": "của Lan"}


def test_a_draft_of_before_there_were_accounts_is_taken_up_by_who_sees_the_commune(
    db: Database, by: User
) -> None:
    db.user = None
    save_draft(db, "visit:c", {"note": "cũ"}, by=by)
    db.user = User("Cán bộ", Role.OFFICER, frozenset({"a"}))
    assert get_draft(db, "visit:c") is None
    db.user = User("Lan")
    assert list_drafts(db, "visit:")["visit:c"][0] == {"note": "cũ"}
    save_draft(db, "visit:c", {"note": "mới"}, by=by)
    assert db.rows("SELECT owner, body FROM drafts") == [("Lan", '{"note": "mới"}')]
