"""The quality page in its window: read once, act on a line, take it back."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from domain.errors import Cancelled
from storage.confirmations import list_confirmations
from storage.household_states import list_merged
from storage.households import save_household
from storage.practice import make_practice
from storage.visits import save_visits
from tests.ui.conftest import RecordingWindow, WaitUntil
from ui import quality_actions
from ui.quality import Quality
from ui.quality_texts import QualityData
from ui.session import Session
from ui.tasks import Job


@pytest.fixture
def screen(page: ttk.Frame, session: Session) -> Iterator[Quality]:
    """One household twice, with a visit of 18 members."""
    db, by = session.db, session.user
    campaign = make_practice(db, by=by, households=60, today=date.today(), with_visits=False)
    session.campaign = campaign
    id_, name, village = db.rows("SELECT id, head_name, village_id FROM households LIMIT 1")[0]
    again = " ".join([name.split()[-1], *name.split()[:-1]])
    save_household(db, {"head_name": again, "village_id": village}, by=by)
    row: dict[str, Any] = {"household_id": id_, "visited_at": campaign.starts_on,
                           "disposition": "NO_DEVICE", "members": 18}  # fmt: skip
    save_visits(db, campaign, [row], by=by)
    made = Quality(page, session)
    made.pack(fill="both", expand=True)
    made._refresher.refresh_now()
    yield made
    made.destroy()  # while the database is still open


def counts(screen: Quality) -> dict[str, str]:
    return {r.id: r.texts["count"] for r in screen._rows}


def test_every_line_has_its_count_and_opens_its_record(screen: Quality, recorder: Any) -> None:
    assert (counts(screen)["duplicate"], counts(screen)["warning/many_members"]) == ("1", "1")
    screen.show(part="warning/many_members")
    screen.open_row("0")
    key, what = recorder.opened[-1]
    assert (key, what["field"]) == ("entry", "members")


def test_a_warning_is_kept_with_a_reason_and_taken_back(
    screen: Quality, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        quality_actions, "edit_and_write",
        lambda *args, **more: args[4]({"reason": "Nhà sàn ba thế hệ"}),
    )  # fmt: skip
    screen.show(part="warning/many_members")
    screen.keep("0")
    assert (counts(screen)["warning"], counts(screen)["confirmed"]) == ("0", "1")
    screen.findings.undo()
    assert (counts(screen)["warning"], counts(screen)["confirmed"]) == ("1", "0")
    assert list_confirmations(session.db, session.campaign) == []


def test_a_pair_is_merged_and_the_merger_undone(
    screen: Quality, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = screen._pairs()[0]
    monkeypatch.setattr(quality_actions, "ask_merge", lambda *_: (pair.b, pair.a))
    screen.show(part="duplicate")
    screen.merge_pair("0")
    assert counts(screen)["duplicate"] == "0"
    assert [h["id"] for h in list_merged(session.db, pair.a)] == [pair.b]
    screen.pairs.undo()
    assert counts(screen)["duplicate"] == "1"
    assert list_merged(session.db, pair.a) == []


def test_a_pair_that_was_skipped_stays_away_until_it_is_taken_back(screen: Quality) -> None:
    screen.show(part="duplicate")
    screen.skip_pair("0")
    screen.read_again()
    assert counts(screen)["duplicate"] == "0"
    screen.pairs.undo()
    assert counts(screen)["duplicate"] == "1"


def test_what_is_written_here_is_not_read_again_and_what_others_write_is(
    screen: Quality, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def nothing(place: object, _: object) -> QualityData:
        read.append(place)
        return QualityData()

    monkeypatch.setattr("ui.quality_reading.read_quality", nothing)
    screen.show(part="duplicate")
    screen.skip_pair("0")
    assert read == []
    screen.on_changes(Changes(visits=True))
    screen._refresher.refresh_now()
    assert len(read) == 1


def test_a_reading_that_began_before_a_pair_was_merged_does_not_bring_it_back(
    screen: Quality, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[Any] = []

    def run(work: Any, *calls: Any) -> Job:
        jobs.append((work, calls))
        return Job(work, *calls[:1], calls[-1])

    screen.show(part="duplicate")
    old = screen._data
    with monkeypatch.context() as later:
        later.setattr(session.tasks, "run", run)
        screen.read_again()
        screen.skip_pair("0")
        assert len(jobs) == 2  # read once more
        (_, (done, _, stop)), (_, (_, progress, _)) = jobs
        progress(1, 2, "")
        note = screen._note.cget("text")
        done(old)
        stop(Cancelled())
        assert counts(screen)["duplicate"] == "0"
        assert screen._note.cget("text") == note  # the reading that goes on


def test_without_a_campaign_or_households_the_page_leads_on(
    page: ttk.Frame, session: Session
) -> None:
    screen = Quality(page, session)
    screen.read_again()
    assert screen._missing() == "campaign"
    assert screen._empty is not None


def test_back_checks_have_a_key(
    screen: Quality, shown: ttk.Frame, recorder: RecordingWindow, wait_until: WaitUntil
) -> None:
    screen.lines.focus_list()
    shown.update()
    screen.lines._tree.event_generate("<Control-t>")
    wait_until(lambda: recorder.opened)
    assert recorder.opened == [("backcheck", {})]
