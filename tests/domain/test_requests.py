"""Terms of requests, by Nghị định 356/2025/NĐ-CP, Điều 5."""

from datetime import date

import pytest

from domain.deadlines import Urgency
from domain.erasures import (
    Certificate,
    Erasure,
    Preview,
    Retention,
    Scope,
    Stage,
    certificate_lines,
    is_confirmed,
    keep_until,
)
from domain.presets import find_preset, new_campaign
from domain.requests import KINDS, Request, Step, Taken, check_request, check_step, order_requests


def asked(kind: str = "DELETE", on: str = "2026-03-06", *steps: Taken, number: int = 1) -> Request:
    return Request(f"r{number}", number, kind, on, steps=steps)


def test_an_acknowledgement_is_due_on_the_second_working_day() -> None:
    assert asked(on="2026-03-02").acknowledge_by == date(2026, 3, 4)  # Monday
    assert asked(on="2026-03-06").acknowledge_by == date(2026, 3, 10)  # Friday
    assert asked(on="2026-03-07").acknowledge_by == date(2026, 3, 10)  # Saturday


@pytest.mark.parametrize(("kind", "due"), [
    ("VIEW", date(2026, 3, 16)), ("CORRECT", date(2026, 3, 16)), ("COPY", date(2026, 3, 16)),
    ("WITHDRAW", date(2026, 3, 21)), ("RESTRICT", date(2026, 3, 21)),
    ("OBJECT", date(2026, 3, 21)), ("DELETE", date(2026, 3, 26)),
])  # fmt: skip
def test_each_kind_has_the_days_of_the_decree(kind: str, due: date) -> None:
    assert asked(kind).due == due
    assert {k.code for k in KINDS} >= {kind}


def test_it_can_be_extended_once_by_as_many_days() -> None:
    longer = asked("VIEW", "2026-03-06", Taken(Step.EXTENDED, "2026-03-10", "hồ sơ ở huyện"))
    assert longer.due == date(2026, 3, 26)
    values = {"happened_on": "2026-03-11", "note": "nữa"}
    assert "đã gia hạn" in check_step(longer, Step.EXTENDED, values, date(2026, 3, 12))


def test_it_is_not_extended_when_the_days_are_over() -> None:
    values = {"happened_on": "2026-03-17", "note": "hồ sơ ở xã cũ"}
    late = check_step(asked("VIEW", "2026-03-06"), Step.EXTENDED, values, date(2026, 3, 17))
    assert late == "Hạn trả lời đã hết ngày 16/03/2026; chỉ gia hạn được khi còn hạn."
    in_time = {**values, "happened_on": "2026-03-16"}
    assert not check_step(asked("VIEW", "2026-03-06"), Step.EXTENDED, in_time, date(2026, 3, 17))


def test_the_next_day_is_the_acknowledgement_then_the_answer() -> None:
    new = asked()
    assert new.next_due == date(2026, 3, 10)
    assert new.describe(date(2026, 3, 9)) == "Cần xác nhận, còn 2 ngày làm việc"
    known = asked("DELETE", "2026-03-06", Taken(Step.ACKNOWLEDGED, "2026-03-09"))
    assert known.next_due == date(2026, 3, 26)
    assert known.urgency(date(2026, 3, 9)) is Urgency.CALM
    assert known.urgency(date(2026, 3, 26)) is Urgency.ALARM


def test_what_was_answered_late_says_so() -> None:
    late = asked("VIEW", "2026-03-06", Taken(Step.DONE, "2026-03-18"))
    assert late.describe(date(2026, 4, 1)) == "Đã giải quyết 18/03/2026, muộn 2 ngày"
    assert late.urgency(date(2026, 4, 1)) is Urgency.DONE


def test_a_step_needs_a_day_between_receipt_and_today_and_a_reason() -> None:
    today = date(2026, 3, 12)
    assert "trước ngày nhận" in check_step(asked(), Step.DONE, {"happened_on": "2026-03-05"}, today)
    assert "sau hôm nay" in check_step(asked(), Step.DONE, {"happened_on": "2026-03-13"}, today)
    assert "lý do" in check_step(asked(), Step.REFUSED, {"happened_on": "2026-03-10"}, today)
    assert not check_step(asked(), Step.DONE, {"happened_on": "2026-03-10"}, today)


def test_a_code_without_its_check_digit_is_no_mistake() -> None:
    assert not check_request({"received_on": "2026-03-12", "code": "01-0001"}, date(2026, 3, 12))


def test_a_wrong_code_and_a_day_to_come_are_named() -> None:
    found = check_request({"received_on": "2026-03-13", "code": "01-0001-1"}, date(2026, 3, 12))
    assert set(found) == {"received_on", "code"}


def test_open_requests_stand_first_by_their_next_day() -> None:
    done = asked("VIEW", "2026-03-01", Taken(Step.DONE, "2026-03-02"), number=1)
    later, sooner = asked(on="2026-03-10", number=2), asked(on="2026-03-06", number=3)
    ordered = order_requests([done, later, sooner], date(2026, 3, 11))
    assert [r.number for r in ordered] == [3, 2, 1]


@pytest.mark.parametrize(("deadline", "months", "until"), [
    ("2020-08-26", 12, date(2021, 8, 25)), ("2020-09-01", 6, date(2021, 2, 28)),
    ("2020-12-16", 12, date(2021, 12, 15)), ("", 12, date(2021, 8, 20)),
])  # fmt: skip
def test_personal_data_goes_so_many_months_after_the_end(
    deadline: str, months: int, until: date
) -> None:
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    campaign = new_campaign(preset, id="c", starts_on="2020-08-10", deadline_on=deadline)
    assert keep_until(campaign, Retention(months), "2020-08-20") == until


def test_only_the_code_or_the_word_confirms() -> None:
    one = Preview(Scope.HOUSEHOLD, "01-0001-4", {}, {})
    whole = Preview(Scope.CAMPAIGN, "Đợt 1", {}, {})
    assert is_confirmed(" 01-0001-4 ", one)
    assert not is_confirmed("XÓA", one)
    assert is_confirmed("xóa", whole)
    assert not is_confirmed("", whole)


def test_a_certificate_says_what_went_by_whom_and_on_which_ground() -> None:
    erasure = Erasure("e", 3, Scope.HOUSEHOLD, "h", "01-0001-3", Stage.DONE, "Luật", {"visits": 2},
                      "2026-03-10T08:30:00+07:00", "Lò Thị Mai", "0123456789ab", 41,
                      "2026-03-10T08:31:00+07:00", 4)  # fmt: skip
    outside = tuple(f"xa-{n}.tungnha" for n in range(7))
    certificate = Certificate(erasure, Retention(), "UBND xã", outside=outside)
    text = "\n".join(f"{a}: {b}" for a, b in certificate_lines(certificate))
    for said in ("01-0001-3", "2 lượt đến", "Lò Thị Mai", "0123456789ab", "dòng 41", "hủy 4 bản",
                 "10/03/2026 08:30", "Luật", "xa-6.tungnha và 2 bản trước đó"):  # fmt: skip
        assert said in text
