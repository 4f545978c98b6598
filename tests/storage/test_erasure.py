"""Erasing: the people are gone from every cell, and no number of any day has moved."""

import json
import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.campaigns import Campaign
from domain.erasures import GONE, Scope, Stage
from domain.errors import AppError
from domain.households import NO_NAME
from domain.presets import find_preset, new_campaign
from domain.sheets import SheetEvent
from domain.text import name_sort_key
from domain.users import Role, User
from storage.audit import verify
from storage.campaigns import get_campaign, list_campaigns, rebuild_results, save_campaign
from storage.database import Database, open_database
from storage.day_lines import list_days
from storage.drafts import save_draft
from storage.duplicates import tell_apart
from storage.erasure import erase_campaign, erase_household, get_erasure
from storage.erasure_plan import preview_campaign, preview_household
from storage.household_lists import log_export
from storage.household_states import set_household_state
from storage.households import get_household, save_household, search_households
from storage.practice import make_practice
from storage.progress import get_progress, list_reasons
from storage.requests import get_request, save_request
from storage.results import list_household_visits
from storage.sheets import NewSheet, save_sheet_events, save_sheets
from storage.visits import correct_visit, save_visits

TODAY = date(2020, 8, 25)
Visit = Callable[..., None]


def texts_of(db: Database) -> str:
    """Every cell of every table, those of the search index and of the planner's samples too."""
    found = []
    for (name,) in db.rows("SELECT name FROM sqlite_master WHERE type='table'"):
        for row in db.execute(f'SELECT * FROM "{name}"'):
            found += [
                c.decode("utf-8", "replace") if isinstance(c, bytes) else str(c) for c in row
            ]
    return "\n".join(found)


def numbers_of(db: Database) -> list[Any]:
    """What reports count, at the end and at hours before it."""
    return [
        (
            get_progress(db, c), get_progress(db, c, since="2020-08-15", until="2020-08-20"),
            list_days(db, c),
            [(x.unit_id, x.visited, x.counts) for x in list_reasons(db, c, "2020-08-22")],
        )
        for c in list_campaigns(db)
    ]  # fmt: skip


def confide(db: Database, campaign: Campaign, by: User, pick: random.Random) -> None:
    """Notes, corrections, states, drafts and edits that name people, as an office writes them."""
    everyone = db.rows("SELECT id, head_name, phone FROM households ORDER BY row")
    for id_, name, phone in pick.sample(everyone, min(12, len(everyone))):
        save_household(
            db, {"note": f"Gặp ông {name}, gọi {phone}", "address": f"Nhà {name}",
                 "cluster": "Cụm 2", "birth_year": 1970, "head_name": f"{name} Em"},
            by=by, household_id=id_,
        )  # fmt: skip
        save_visits(db, campaign, [{
            "household_id": id_, "visited_at": "2020-08-21", "disposition": "TECH",
            "smartphones": 1, "members": 3, "app:bluezone": 0, "app:smart-thanh-hoa": 0,
            "reason": f"Máy của {name} hỏng", "note": f"Con trai {name} hẹn",
        }], by=by)  # fmt: skip
        old = list_household_visits(db, campaign.id, id_)[-1]
        values = {"visited_at": "2020-08-22", "disposition": "REFUSED", "reason": f"{name} bận"}
        correct_visit(db, campaign, old, values, f"{name} gọi lại", by=by)
        save_draft(db, f"visit:{campaign.id}", {"household": id_, "note": f"{name}"}, by=by)
    first, second, third = (e[0] for e in everyone[:3])
    name = get_household(db, second)["head_name"]
    set_household_state(db, second, "MOVED", "2020-08-23", f"Theo con là {name}", by=by)
    set_household_state(db, third, "MERGED", "2020-08-22", "Ở chung", by=by, merged_into=first)
    tell_apart(db, first, everyone[-1][0], f"{everyone[0][1]} có hai nhà", by=by)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), whole=st.booleans())
def test_no_number_moves_and_no_name_is_left(
    tmp_path_factory: pytest.TempPathFactory, seed: int, *, whole: bool
) -> None:
    by, pick = User("Lò Thị Mai"), random.Random(seed)
    db = open_database(tmp_path_factory.mktemp("e") / "tungnha.db", create=True)
    campaign = make_practice(db, by=by, households=pick.randint(30, 90), seed=seed, today=TODAY,
                             with_sheets=True)  # fmt: skip
    confide(db, campaign, by, pick)
    db.execute("PRAGMA query_only=OFF")
    db.execute("ANALYZE")
    before = numbers_of(db)
    people = db.rows("SELECT id, code, head_name, phone FROM households ORDER BY row")
    chosen = people if whole else pick.sample(people, 5)
    if whole:
        erase_campaign(db, campaign.id, by=by)
    else:
        for id_, *_ in chosen:
            erase_household(db, id_, by=by)
    assert [c.closed for c in list_campaigns(db)] == [whole]
    campaign = get_campaign(db, campaign.id)
    assert numbers_of(db) == before
    left, others = texts_of(db), {p[2] for p in people if p not in chosen}
    staff = " ".join(str(r) for r in db.rows("SELECT name, leader, phone FROM teams")
                     + db.rows("SELECT * FROM offices"))  # fmt: skip
    for _, _, name, phone in chosen:
        born = name.removesuffix(" Em")
        if not any(born in other for other in others) and born not in staff:
            assert born not in left
            assert name_sort_key(name) not in left
        assert phone is None or phone not in left
    assert verify(db).ok
    derived = db.rows("SELECT * FROM household_results ORDER BY 1, 2, 3")
    with db.writing():
        rebuild_results(db)
    assert db.rows("SELECT * FROM household_results ORDER BY 1, 2, 3") == derived
    db.close()


def test_the_household_keeps_its_code_village_state_and_counts(
    db: Database, campaign: Campaign, visit: Visit, ids: dict[str, str], by: User
) -> None:
    visit("Nguyễn Văn Hòa", "2020-08-12", "REFUSED", note="mẹ ốm", reason="bận việc nhà")
    id_ = ids["Nguyễn Văn Hòa"]
    old = get_household(db, id_)
    erase_household(db, id_, by=by)
    new = get_household(db, id_)
    for name in ("code", "village_id", "state", "members", "walk_order", "source"):
        assert new[name] == old[name]
    assert new["head_name"] == NO_NAME
    assert [new[n] for n in ("phone", "address", "note", "birth_year", "cluster")] == [None] * 5
    [seen] = list_household_visits(db, campaign.id, id_)
    assert (seen.note, seen.reason, seen.disposition) == (None, GONE, "REFUSED")
    assert [h["id"] for h in search_households(db, old["code"])] == [id_]
    assert not search_households(db, "Nguyễn Văn Hòa")


def test_a_reason_of_the_list_stays(
    db: Database, campaign: Campaign, visit: Visit, ids: dict[str, str], by: User
) -> None:
    code = next(r.code for r in campaign.reasons if r.disposition == "REFUSED")
    visit("Vi Thị Dung", "2020-08-12", "REFUSED", reason=code)
    erase_household(db, ids["Vi Thị Dung"], by=by)
    assert list_household_visits(db, campaign.id, ids["Vi Thị Dung"])[0].reason == code


def test_the_others_are_not_touched(db: Database, ids: dict[str, str], by: User) -> None:
    everyone = "SELECT * FROM households WHERE id<>? ORDER BY row"
    before = db.rows(everyone, (ids["Hà Văn An"],))
    erase_household(db, ids["Hà Văn An"], by=by)
    assert db.rows(everyone, (ids["Hà Văn An"],)) == before


def test_the_preview_counts_what_then_goes(
    db: Database, campaign: Campaign, ids: dict[str, str], by: User
) -> None:
    confide(db, campaign, by, random.Random(1))
    for id_ in (ids["Nguyễn Văn Hòa"], ids["Vi Văn Đức"]):
        told = preview_household(db, id_)
        _, done = erase_household(db, id_, by=by)
        assert {k: n for k, n in told.goes.items() if n} == {
            k: n for k, n in done.counts.items() if n
        }
    told = preview_campaign(db, campaign.id)
    assert told.is_open
    _, done = erase_campaign(db, campaign.id, by=by)
    assert {k: n for k, n in told.goes.items() if n} == {k: n for k, n in done.counts.items() if n}
    assert not any(preview_campaign(db, campaign.id).goes.values())


def test_names_stay_while_another_campaign_needs_them(
    db: Database, campaign: Campaign, visit: Visit, ids: dict[str, str], by: User
) -> None:
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    next_one = new_campaign(preset, id="d", starts_on="2020-10-01")
    save_campaign(db, next_one, by=by)
    visit("Vi Văn Đức", "2020-08-12", "REFUSED", note="mẹ ốm")
    told = preview_campaign(db, campaign.id)
    assert told.held_by == (next_one.name,)
    assert next_one.name in told.notices()[0]
    erase_campaign(db, campaign.id, by=by)
    assert get_household(db, ids["Vi Văn Đức"])["head_name"] == "Vi Văn Đức"
    assert "mẹ ốm" not in texts_of(db)
    erase_campaign(db, "d", by=by)
    assert get_household(db, ids["Vi Văn Đức"])["head_name"] == NO_NAME


def test_a_request_is_closed_by_it_and_loses_who_asked(
    db: Database, ids: dict[str, str], by: User
) -> None:
    code = get_household(db, ids["Cầm Bá Quý"])["code"]
    _, request = save_request(
        db, {"kind": "DELETE", "received_on": "2020-08-20", "code": code, "requester": "Cầm Bá Quý",
             "contact": "0978000111", "words": "Xóa giúp tôi"},
        by=by,
    )  # fmt: skip
    _, done = erase_household(db, ids["Cầm Bá Quý"], by=by, request_id=request)
    after = get_request(db, request)
    assert after.closed
    assert (after.requester, after.contact, after.words) == ("", "", "")
    assert (after.number, after.code) == (1, code)
    assert "yêu cầu số 1 nhận ngày 20/08/2020" in done.basis
    assert "0978000111" not in texts_of(db)


def test_only_an_admin_erases_and_nothing_is_written_else(
    db: Database, ids: dict[str, str], snapshot: Callable[[], dict[str, Any]]
) -> None:
    before = snapshot()
    with pytest.raises(AppError, match="không có quyền"):
        erase_household(db, ids["Hà Văn An"], by=User("Phụ trách", Role.CHIEF))
    assert snapshot() == before


def test_a_reason_that_names_the_person_is_refused(
    db: Database, ids: dict[str, str], by: User, snapshot: Callable[[], dict[str, Any]]
) -> None:
    before = snapshot()
    for reason in ("Theo đơn của ông Nguyễn Văn Hòa", "gọi từ 0912345678"):
        with pytest.raises(AppError, match="Lý do"):
            erase_household(db, ids["Nguyễn Văn Hòa"], by=by, reason=reason)
    assert snapshot() == before
    erase_household(db, ids["Nguyễn Văn Hòa"], by=by, reason="Theo đơn ngày 20/8")


def test_it_takes_itself_back_where_a_number_would_move(
    db: Database, ids: dict[str, str], by: User, snapshot: Callable[[], dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    answers = iter([1, 2])
    monkeypatch.setattr("storage.erasure._indicators", lambda _: next(answers))
    before = snapshot()
    with pytest.raises(AppError, match="số liệu tổng hợp"):
        erase_household(db, ids["Hà Văn An"], by=by)
    assert snapshot() == before


def test_visits_stay_append_only_outside_and_inside_of_an_erasure(
    db: Database, visit: Visit, ids: dict[str, str], by: User
) -> None:
    visit("Hà Văn An", "2020-08-12", "REFUSED", note="mẹ ốm")
    with db.writing():
        for change in ("note=NULL", "members=5", "disposition='COMPLETE'"):
            with pytest.raises(Exception, match="append-only"):
                db.execute(f"UPDATE visits SET {change}")
        db.execute("BEGIN")
        db.execute(
            "INSERT INTO erasures(id, number, scope, target_id, stage, basis, entry, erased_at,"
            " changed_at, changed_by) VALUES ('x', 9, 'HOUSEHOLD', 'h', 'RUNNING', '', 1, '', '',"
            " '')"
        )
        for change in ("note='khác'", "members=5", "note=NULL, smartphones=1", "reason='khác'"):
            with pytest.raises(Exception, match="append-only"):
                db.execute(f"UPDATE visits SET {change}")
        db.execute("UPDATE visits SET note=NULL")
        db.execute("ROLLBACK")


def test_the_certificate_knows_its_entry_of_the_log(
    db: Database, ids: dict[str, str], by: User
) -> None:
    _, done = erase_household(db, ids["Hà Văn An"], by=by)
    seq, action, detail = db.rows("SELECT seq, action, detail FROM audit ORDER BY seq")[-1]
    assert (done.entry, action) == (seq, "erase_personal_data")
    assert json.loads(detail)["erasure"] == done.number == 1
    assert done.head == verify(db).head[:12]
    assert (done.scope, done.stage) == (Scope.HOUSEHOLD, Stage.ERASED)
    assert get_erasure(db, done.id) == done


def test_earlier_details_are_gone_and_the_chain_still_verifies(
    db: Database, ids: dict[str, str], by: User
) -> None:
    id_ = ids["Lương Thị Yến"]
    save_household(db, {"head_name": "Lương Thị Yên"}, by=by, household_id=id_)
    erase_household(db, id_, by=by)
    assert db.rows("SELECT detail, salt FROM audit WHERE target=? AND action='save_household'",
                   (id_,)) == [("", None)]  # fmt: skip
    assert "Lương Thị Y" not in texts_of(db)
    found = verify(db)
    assert found.ok
    assert found.erased == 1


def test_what_was_searched_for_and_typed_elsewhere_is_gone_too(
    db: Database, ids: dict[str, str], by: User
) -> None:
    log_export(db, "Rà soát", {"Tìm": "Phạm Thị Bảo"}, 1, by=by)
    log_export(db, "Rà soát", {"Tìm": "Ngân Văn Thuận"}, 1, by=by)
    save_draft(db, "tally:x", {"note": "hỏi Phạm Thị Bảo"}, by=by)
    save_draft(db, "tally:y", {"note": "12 hộ"}, by=by)
    erase_household(db, ids["Phạm Thị Bảo"], by=by)
    left = texts_of(db)
    assert "Phạm Thị Bảo" not in left
    assert "Ngân Văn Thuận" in left
    assert [r[0] for r in db.rows("SELECT key FROM drafts")] == ["tally:y"]
    erase_campaign(db, "c", by=by)
    assert "Ngân Văn Thuận" not in texts_of(db)
    assert not db.rows("SELECT key FROM drafts")


def test_a_search_typed_without_marks_is_gone_from_the_log(
    db: Database, ids: dict[str, str], by: User
) -> None:
    log_export(db, "Rà soát", {"Tìm": "pham thi bao"}, 1, by=by)
    log_export(db, "Rà soát", {"Tìm": "pham thi baon"}, 1, by=by)
    erase_household(db, ids["Phạm Thị Bảo"], by=by)
    left = texts_of(db)
    assert '"pham thi bao"' not in left
    assert '"pham thi baon"' in left


def test_an_address_that_others_have_too_takes_nothing_of_theirs_along(
    db: Database, ids: dict[str, str], by: User
) -> None:
    one, other = ids["Phạm Thị Bảo"], ids["Hà Văn An"]
    for id_ in (one, other):
        save_household(db, {"address": "Khu phố 3"}, by=by, household_id=id_)
    save_draft(db, "tally:y", {"note": "Khu phố 3 đã xong"}, by=by)
    erase_household(db, one, by=by, reason="Theo đơn của người dân khu phố 3")
    detail = db.value("SELECT detail FROM audit WHERE target=? AND action='save_household'"
                      " ORDER BY seq DESC", (other,))  # fmt: skip
    assert "Khu phố 3" in detail
    assert db.rows("SELECT key FROM drafts") == [("tally:y",)]


def test_a_row_half_typed_in_the_grid_goes_with_its_household_and_with_its_campaign(
    db: Database, campaign: Campaign, ids: dict[str, str], by: User
) -> None:
    people = (ids["Phạm Thị Bảo"], ids["Hà Văn An"])
    save_sheets(db, campaign, [NewSheet("FIRST", "Bản Chiềng", people)], by=by)
    sheet = db.value("SELECT id FROM sheets")
    for line in (1, 2):
        save_draft(db, f"sheet:{sheet}.{line}", {"note": "con gái ở xa"}, by=by)
    erase_household(db, people[0], by=by)
    assert db.rows("SELECT key FROM drafts") == [(f"sheet:{sheet}.2",)]
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    other = new_campaign(preset, id="other", starts_on="2020-09-10", deadline_on="2020-09-26")
    save_campaign(db, other, by=by)
    erase_campaign(db, campaign.id, by=by)
    assert not db.rows("SELECT key FROM drafts")


def test_what_the_office_noted_of_them_elsewhere_is_gone(
    db: Database, campaign: Campaign, ids: dict[str, str], by: User
) -> None:
    people = (ids["Phạm Thị Bảo"], ids["Hà Văn An"])
    save_sheets(db, campaign, [NewSheet("FIRST", "Bản Chiềng", people)], by=by)
    sheet = db.value("SELECT id FROM sheets")
    for note in ("bà Phạm Thị Bảo giữ", "mất một góc"):
        event = SheetEvent("HANDED", "2020-08-12", "Tổ 1", note)
        save_sheet_events(db, [sheet], event, by=by)
    erase_household(db, people[0], by=by)
    notes = [r[0] for r in db.rows("SELECT note FROM sheet_events ORDER BY id")]
    assert notes == ["", GONE, "mất một góc"]


def test_households_joined_with_it_are_named_before_anybody_decides(
    db: Database, ids: dict[str, str], by: User
) -> None:
    gone, stays = ids["Phạm Thị Bảo"], ids["Hà Văn An"]
    set_household_state(db, gone, "MERGED", "2020-08-22", "Ở chung", by=by, merged_into=stays)
    codes = {i: get_household(db, i)["code"] for i in (gone, stays)}
    assert preview_household(db, stays).merged == (codes[gone],)
    assert f"Hộ {codes[stays]} đã nhập chung" in preview_household(db, gone).notices()[0]
    erase_household(db, gone, by=by)
    assert not preview_household(db, stays).notices()
