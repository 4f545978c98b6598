"""Too good to be true: each flag at its border, and what looks like it but is not."""

from dataclasses import replace
from typing import Any

from domain.campaigns import Campaign
from domain.screening import check_days, check_pace, check_same_counts, check_sheet_minutes
from domain.visits import Visit

AT = "2020-08-12T20:00:{:02d}.000+07:00"


def rows(n: int, **values: Any) -> list[Visit]:
    """Visits of n households in the order they were typed, one a second."""
    made = Visit("", "", "2020-08-12", "COMPLETE", team="Tổ 1", members=4, smartphones=2,
                 apps=(("bluezone", 2),))  # fmt: skip
    return [
        replace(made, id=f"v{i:03d}", household_id=f"h{i}",
                **{"entered_at": AT.format(i % 60), "entered_by": "Hà", **values})
        for i in range(n)
    ]  # fmt: skip


def test_more_than_sixty_households_of_a_team_on_one_day_are_flagged() -> None:
    assert list(check_pace(rows(60))) == []
    (flag,) = check_pace(rows(61))
    assert (flag.place, flag.text) == ("Tổ 1", "61 hộ trong ngày 12/08/2020.")
    assert len(flag.records) == 61


def test_one_household_twice_and_visits_without_a_team_are_no_pace() -> None:
    twice = [replace(v, household_id="h0") for v in rows(61)]
    assert list(check_pace(twice)) == []
    assert list(check_pace(rows(61, team=None))) == []


def test_two_spellings_of_a_team_are_one_team() -> None:
    made = rows(61)
    assert len(list(check_pace([*made[:30], *(replace(v, team="tổ 1") for v in made[30:])]))) == 1


def test_ten_rows_alike_in_the_order_of_entry_are_flagged() -> None:
    assert list(check_same_counts(rows(9))) == []
    (flag,) = check_same_counts(rows(10))
    assert flag.text == (
        "10 dòng liền nhau đều ghi kết quả 1, 4 khẩu, 2 máy, đã cài 2, nhập lúc 20:00 ngày "
        "12/08/2020."
    )


def test_a_row_between_that_differs_breaks_the_run() -> None:
    made = rows(11)
    made[5] = replace(made[5], members=5)
    assert list(check_same_counts(made)) == []


def test_rows_of_two_clerks_are_two_orders_and_rows_without_counts_are_none() -> None:
    mixed = [v for pair in zip(rows(10), rows(10, entered_by="Lò"), strict=True) for v in pair]
    mixed = [replace(v, id=f"v{n:03d}") for n, v in enumerate(mixed)]
    assert len(list(check_same_counts(mixed))) == 2
    bare = rows(20, smartphones=None, apps=(), disposition="NOT_HOME")
    assert list(check_same_counts(bare)) == []


def test_a_whole_sheet_of_one_result_within_a_minute_is_flagged() -> None:
    (flag,) = check_sheet_minutes(rows(10, sheet_id="s"), {"s": 12})
    assert flag.place == "P0012-5"
    assert flag.text == ("10 dòng đều là kết quả 1, ghi trong 9 giây, lúc 20:00 ngày 12/08/2020.")


def test_two_results_a_slow_hand_a_short_sheet_or_one_code_for_all_is_none() -> None:
    made, numbers = rows(10, sheet_id="s"), {"s": 12}
    assert list(check_sheet_minutes(made[:9], numbers)) == []
    assert (
        list(check_sheet_minutes([*made[1:], replace(made[0], disposition="TECH")], numbers)) == []
    )
    late = replace(made[0], entered_at="2020-08-12T20:01:30.000+07:00")
    assert list(check_sheet_minutes([*made[1:], late], numbers)) == []
    assert list(check_sheet_minutes(rows(10, sheet_id="s", by_sheet=True), numbers)) == []
    assert list(check_sheet_minutes(rows(10), numbers)) == []


def test_days_on_which_nobody_can_have_been_there_are_flagged(two_apps: Campaign) -> None:
    campaign = replace(two_apps, starts_on="2020-08-10", deadline_on="2020-08-26",
                       deadline_words="BEFORE")  # fmt: skip
    late = {"entered_at": "2020-09-01T08:00:00.000+07:00"}

    def flags(day: str, **values: Any) -> list[str]:
        visits = rows(1, **{"visited_at": day, **late, **values})
        away = {"h0": [("2020-08-20", "2020-08-22")]}
        return [f"{f.rule}: {f.text}" for f in check_days(visits, campaign, away)]

    assert flags("2020-08-12") == []
    assert flags("2020-08-09") == [
        "odd_day: Ngày 09/08/2020 ở trước ngày bắt đầu đợt (10/08/2020)."
    ]
    assert "ở sau ngày nhập" in flags("2020-08-13", entered_at=AT.format(0))[0]
    assert "không còn ở trong danh sách" in flags("2020-08-21")[0]
    assert flags("2020-08-21", disposition="NOT_EXIST") == []
    assert flags("2020-08-22") == []
    assert flags("2020-08-25") == []
    assert flags("2020-08-26") == ["after_due: Ngày 26/08/2020 ở sau hạn báo cáo (25/08/2020)."]
