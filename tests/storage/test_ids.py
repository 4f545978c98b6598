"""Keys sort in the order in which they were made."""

import threading
import time
from uuid import UUID

import pytest

from storage import ids
from storage.ids import keep_after, new_id


def test_keys_are_uuids_of_version_7() -> None:
    key = UUID(new_id())
    assert (key.version, key.variant) == (7, "specified in RFC 4122")


def test_ten_thousand_keys_are_different_and_in_order() -> None:
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))


def test_keys_go_on_growing_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 1_500_000_000_000_000_000)
    made = [before, *(new_id() for _ in range(50))]
    assert made == sorted(set(made))


def test_a_key_tells_its_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_last", 0)
    monkeypatch.setattr(time, "time_ns", lambda: 1_597_305_600_123_456_789)
    assert UUID(new_id()).int >> 80 == 1_597_305_600_123


def test_threads_never_get_the_same_key() -> None:
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.extend(new_id() for _ in range(2000)))
        for _ in range(4)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(set(made)) == 8000


def test_keys_go_on_growing_after_a_restart_with_the_clock_set_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = [new_id() for _ in range(50)]
    monkeypatch.setattr(ids, "_last", 0)  # another process
    monkeypatch.setattr(time, "time_ns", lambda: 1_262_304_000_000_000_000)  # an empty battery
    assert new_id() < before[0]
    keep_after(before[-1])
    made = [*before, *(new_id() for _ in range(50))]
    assert made == sorted(set(made))


def test_what_is_no_key_of_ours_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_last", 7)
    for text in ("", "v1", "ffffffff-ffff-4fff-ffff-ffffffffffff"):
        keep_after(text)
    assert ids._last == 7
