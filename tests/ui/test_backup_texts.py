"""What the page “Sao lưu” says: rows, ages, the comparison before a restore, the weekly word."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from storage.backups import OWN, Backup
from storage.sidecar import Finding, Kind, State
from ui.backup_texts import (
    Amount,
    backup_row,
    compare,
    is_usb_due,
    moment_words,
    newest_words,
    size_words,
    usb_words,
    usb_words_short,
)
from ui.older_file import describe, describe_fuller, fuller_backup

VN = timezone(timedelta(hours=7))
NOW = datetime(2026, 3, 9, 16, 30, tzinfo=VN)
TODAY = NOW.date()


def backup(
    at: str = "2026-03-09T14:05:00.000+07:00", *, households: int = 320, visits: int = 812,
    entries: int = 900, problem: str = "", reason: str = "close", key: str = "k",
) -> Backup:  # fmt: skip
    file = Path("/sao-luu") / f"{at[:19]}.tungnha"
    return Backup(file, at, households, visits, "", "", reason, OWN, entries, 24_700_000,
                  problem=problem, key=key)  # fmt: skip


def test_a_row_says_when_what_and_why() -> None:
    row = backup_row(backup(), {}, TODAY)
    assert row.texts["at"] == "Hôm nay 14:05"
    assert (row.texts["households"], row.texts["visits"]) == ("320", "812")
    assert row.texts["reason"] == "Lúc đóng chương trình"
    assert row.texts["size"] == "24,7 MB"
    assert row.texts["checked"] == "Đã đọc lại khi ghi"


def test_what_was_restored_for_trial_says_so() -> None:
    one = backup()
    tried = {one.file.name: "2026-03-01T08:00:00"}
    assert backup_row(one, tried, TODAY).texts["checked"] == "Khôi phục thử 01/03/2026"


def test_a_damaged_backup_stands_out_without_numbers() -> None:
    row = backup_row(backup(problem="Tệp bị cắt ngắn."), {}, TODAY)
    assert row.tags == ("alarm",)
    assert row.texts["checked"] == "Không dùng được"
    assert row.texts["households"] == ""


@pytest.mark.parametrize(
    ("at", "words"),
    [("2026-03-09T14:05:00", "hôm nay 14:05"), ("2026-03-08T08:30:00", "hôm qua 08:30"),
     ("2026-02-01T08:30:00", "01/02/2026 08:30")],
)  # fmt: skip
def test_moments_are_said_as_people_say_them(at: str, words: str) -> None:
    assert moment_words(at, TODAY) == words


@pytest.mark.parametrize(
    ("size", "words"), [(512, "1 KB"), (61_000, "61 KB"), (800_813, "0,8 MB"), (10**9, "1000,0 MB")]
)
def test_sizes(size: int, words: str) -> None:
    assert size_words(size) == words


def test_the_newest_usable_backup_is_named_and_an_old_one_alarms() -> None:
    broken = backup("2026-03-09T16:00:00.000+07:00", problem="hỏng")
    text, alarm = newest_words([broken, backup()], NOW)
    assert (text, alarm) == (
        "Bản gần nhất: hôm nay 14:05, 320 hộ, 812 lượt đến (kể cả đã sửa, rút lại).", False
    )  # fmt: skip
    assert newest_words([backup("2026-03-06T14:05:00.000+07:00")], NOW)[1]
    assert newest_words([], NOW) == ("Chưa có bản sao lưu nào của số liệu này.", True)


def test_copies_on_sticks_alarm_after_a_week() -> None:
    assert usb_words("2026-03-09", TODAY) == ("Chép ra USB gần nhất: hôm nay.", False)
    assert usb_words("2026-03-02", TODAY) == ("Chép ra USB gần nhất: cách đây 7 ngày.", False)
    assert usb_words("2026-03-01", TODAY)[1]
    assert usb_words("", TODAY)[1]
    ahead = usb_words("2027-01-01", TODAY)  # the clock was wrong then, or is now
    assert ahead == ("Chép ra USB gần nhất: ngày 01/01/2027.", True)


def test_the_word_about_the_stick_is_short_where_it_stands_beside_another() -> None:
    assert usb_words_short("", TODAY) == "Chưa chép ra USB lần nào"
    assert usb_words_short("2026-03-02", TODAY) == "Chép ra USB: cách đây 7 ngày"


@pytest.mark.parametrize(
    ("copied", "asked", "due"),
    [("", "", True), ("2026-03-05", "", False), ("2026-03-02", "", True),
     ("", "2026-03-08", False), ("", "2026-03-02", True), ("2026-02-01", "2026-03-08", False),
     ("2027-01-01", "", True)],
)  # fmt: skip
def test_the_stick_is_mentioned_once_a_week_at_most(copied: str, asked: str, due: bool) -> None:
    assert is_usb_due(copied, asked, TODAY) is due


def test_the_comparison_says_what_a_restore_would_lose() -> None:
    found = compare(Amount(320, 812, 900), "2026-03-09T14:05:00", Amount(325, 850, 950))
    assert found.lines[:2] == (("Hộ", "320", "325"), (
        "Lượt đến (kể cả đã sửa, rút lại)", "812", "850"
    ))  # fmt: skip
    assert found.loses
    assert "5 hộ và 38 lượt đến (kể cả đã sửa, rút lại) ghi sau 09/03/2026 14:05" in found.sentence


def test_changes_that_add_nothing_are_counted_by_the_log() -> None:
    found = compare(Amount(320, 812, 900), "2026-03-09T14:05:00", Amount(320, 812, 903))
    assert found.loses
    assert "3 việc" in found.sentence


def test_a_backup_with_more_than_today_loses_nothing() -> None:
    found = compare(Amount(320, 812), "2026-03-09T14:05:00", Amount(0, 0))
    assert not found.loses


def test_an_older_file_is_described_by_what_is_missing() -> None:
    finding = Finding(Kind.ROLLED_BACK, 1200, "2026-03-08T16:00:00.000+07:00")
    assert "1.200 việc" in describe(finding)
    assert "08/03/2026 16:00" in describe(finding)
    assert all(describe(Finding(kind, at="2026-03-08T16:00")) for kind in Kind if kind != Kind.FINE)


def test_the_fullest_backup_of_the_same_data_is_offered() -> None:
    more, most = backup(entries=901), backup(entries=950)
    backups = [more, most, backup(entries=990, key="other"), backup(entries=999, problem="hỏng")]
    assert fuller_backup(backups, {}, "k") == most
    assert fuller_backup(backups, {950: most.head}, "k") == more
    assert fuller_backup(backups, {901: more.head, 950: most.head}, "k") is None
    assert "320 hộ" in describe_fuller(most)
    assert "USB" in describe_fuller(None)


def test_a_backup_with_as_many_entries_but_another_end_is_offered() -> None:
    """Signing in to the older file filled its log up to the number that the lost one had."""
    lost = replace(backup("2026-03-08T16:00:00.000+07:00", entries=37), head="aa")
    ours = replace(backup("2026-03-09T16:00:00.000+07:00", entries=37), head="bb")
    heads = {37: "bb"}
    assert fuller_backup([ours, lost], heads, "k") == lost
    assert fuller_backup([ours], heads, "k") is None


def test_the_very_end_that_was_closed_last_comes_before_a_longer_log_of_another_line() -> None:
    lost, fork = replace(backup(entries=37), head="aa"), replace(backup(entries=60), head="cc")
    assert fuller_backup([fork, lost], {37: "bb"}, "k", State(37, "aa")) == lost
    assert fuller_backup([fork, lost], {37: "bb"}, "k", State(40, "dd")) == fork
