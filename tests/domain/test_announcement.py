"""The paragraph for Zalo: numbers of the cut-off with a comma, villages, and no people."""

from dataclasses import replace
from datetime import date

from domain.announcement import PRACTICE_WORDS, announce
from domain.indicators import Counts
from domain.presets import find_preset, new_campaign
from domain.progress import Progress, UnitProgress, sum_units

PRESET = find_preset("bluezone+smart-thanh-hoa")
assert PRESET
CAMPAIGN = new_campaign(PRESET, id="c", starts_on="2020-08-10", deadline_on="2020-08-26")
TODAY = date(2020, 8, 20)
MOMENT = "17:00 ngày 20/08/2020"


def unit(label: str, households: int, visited: int) -> UnitProgress:
    counts = Counts(households=households, visited=visited, contacted=visited, completed=visited,
                    with_device=visited, smartphones=2 * visited,
                    installed={"bluezone": visited})  # fmt: skip
    return UnitProgress(label, label, counts, Counts(), has_data=visited > 0)


def progress(*units: UnitProgress) -> Progress:
    total = sum_units([u.now for u in units], None, None)
    return Progress("2020-08-20T17:00", "", units, total, Counts())


ALL = progress(unit("Bản Chiềng", 40, 30), unit("Bản Mìn", 1000, 500), unit("Bản Yên", 30, 0))


def test_it_says_the_numbers_of_the_cut_off_with_a_comma() -> None:
    text = announce(ALL, CAMPAIGN, "Xã Mường Mìn", MOMENT, TODAY).replace("\xa0", " ")
    assert text.startswith(f"Xã Mường Mìn: {CAMPAIGN.name}. Tính đến {MOMENT}, đã đến ")
    assert "đã đến 530/1.070 hộ (49,53 %)" in text
    assert "Đã cài Bluezone: 530 máy trên 1.060 máy (50,00 %)." in text
    assert "Smart Thanh Hóa: chưa có số liệu." in text
    assert "Hạn 25/08/2020, còn 5 ngày." in text


def test_it_names_the_first_and_last_villages_and_those_that_said_nothing() -> None:
    text = announce(ALL, CAMPAIGN, "", MOMENT, TODAY).replace("\xa0", " ")
    assert "cao nhất: Bản Chiềng (75,00 %); thấp nhất: Bản Mìn (50,00 %)." in text
    assert "Chưa báo cáo: Bản Yên." in text
    alone = announce(progress(unit("Bản Mìn", 10, 5)), CAMPAIGN, "", MOMENT, TODAY)
    assert "cao nhất" not in alone
    assert "Chưa báo cáo" not in alone


def test_practice_numbers_say_so_first() -> None:
    assert announce(ALL, CAMPAIGN, "", MOMENT, TODAY, practice=True).startswith(PRACTICE_WORDS)


def test_the_deadline_is_told_as_it_stands() -> None:
    assert "Hạn là hôm nay" in announce(ALL, CAMPAIGN, "", MOMENT, date(2020, 8, 25))
    assert "Đã quá hạn 25/08/2020." in announce(ALL, CAMPAIGN, "", MOMENT, date(2020, 8, 27))
    assert "hạn" not in announce(ALL, replace(CAMPAIGN, closed=True), "", MOMENT, TODAY).lower()
