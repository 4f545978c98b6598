"""Decisions of the first start, without a window."""

from datetime import date

from domain.offices import Office
from domain.users import User
from storage.database import Database
from storage.offices import save_office
from storage.villages import save_villages
from ui.steps import StepLine
from ui.welcome import Setup, get_setup, next_step, step_to_do
from ui.welcome_campaign import (
    check_campaign,
    default_campaign,
    describe_due,
    make_campaign,
    suggest_name,
)
from ui.welcome_list import describe_list
from ui.welcome_office import LAYOUT, check_office, default_office, merge_office
from ui.welcome_villages import (
    VillageLine,
    describe_lines,
    read_village_lines,
    replace_line,
    split_line,
)

BY = User("Hà Thị Thử")


def test_an_empty_file_begins_with_the_office() -> None:
    found = step_to_do(Setup())
    assert found
    assert found.key == "office"


def test_steps_that_are_done_are_passed_over() -> None:
    found = step_to_do(Setup(office="Xã Mường Mìn", villages=6, campaign="Đợt 1"))
    assert found
    assert found.key == "list"


def test_a_step_left_for_later_is_not_offered_again_at_once() -> None:
    found = step_to_do(Setup(office="Xã Mường Mìn"), after="villages")
    assert found
    assert found.key == "list"


def test_behind_the_last_step_comes_nothing() -> None:
    assert step_to_do(Setup(), after="campaign") is None
    assert step_to_do(Setup("Xã Mường Mìn", 6, 180, "Đợt 1")) is None


def test_the_next_step_follows_from_what_the_file_holds(empty_db: Database) -> None:
    save_office(
        empty_db, Office(valid_from="2020-01-01", kind="xã", name="Mường Mìn", province="tỉnh T"),
        by=BY,
    )  # fmt: skip
    found = next_step(empty_db)
    assert found
    assert found.key == "villages"
    assert get_setup(empty_db).office == "Xã Mường Mìn"
    save_villages(empty_db, [("bản", "Chiềng")], by=BY)
    found = next_step(empty_db)
    assert found
    assert found.key == "list"


def test_each_pasted_line_keeps_its_own_kind_word() -> None:
    lines = read_village_lines("Bản Chiềng\nThôn 2\nTDP 3\n\nNa Hảo", "")
    assert [(v.kind, v.name) for v in lines] == [
        ("bản", "Chiềng"), ("thôn", "2"), ("tổ dân phố", "3"), ("", "Na Hảo"),
    ]  # fmt: skip
    assert not any(v.problem for v in lines)


def test_forty_villages_of_three_kinds_come_in_one_paste() -> None:
    column = [f"Bản {n}" for n in range(1, 21)] + [f"Thôn {n}" for n in range(1, 16)]
    column += [f"Tổ dân phố số {n}" for n in range(1, 6)]
    lines = read_village_lines("\r\n".join(column), "")
    assert len(lines) == 40
    assert describe_lines(lines) == "Sẽ thêm 40: 20 bản, 15 thôn, 5 tổ dân phố."


def test_names_without_a_kind_get_the_one_chosen() -> None:
    assert split_line("Na Hảo", "bản") == ("bản", "Na Hảo")
    assert split_line("Thôn 2", "bản") == ("thôn", "2")


def test_a_running_number_and_other_cells_beside_the_name_are_left_out() -> None:
    assert split_line("1\tBản Chiềng", "") == ("bản", "Chiềng")
    assert split_line("bản\tChiềng", "") == ("bản", "Chiềng")
    assert split_line("Bản Chiềng\t30", "") == ("bản", "Chiềng")
    assert split_line("1. Bản Chiềng", "") == ("bản", "Chiềng")
    assert split_line('"Bản Chiềng"', "") == ("bản", "Chiềng")
    assert split_line("3", "tổ") == ("tổ", "3")


def test_headings_repetitions_and_known_villages_are_not_added() -> None:
    text = "Tên bản\nBản Chiềng\nBẢN CHIỀNG\nBản Mìn"
    lines = read_village_lines(text, "", known=["ban min"])
    assert [v.problem for v in lines] == ["Tiêu đề", "", "Trùng dòng 2", "Đã có"]
    assert describe_lines(lines) == "Sẽ thêm 1: 1 bản. Không thêm 3 dòng."


def test_a_correction_is_written_back_and_taken_as_it_stands() -> None:
    text = replace_line("Bản Chiềng\nĐội 5 Tân Lập", 1, "", "Đội 5 Tân Lập")
    assert read_village_lines(text, "bản")[1] == VillageLine(1, "", "Đội 5 Tân Lập")


def test_nothing_pasted_says_nothing() -> None:
    assert describe_lines([]) == ""
    only_known = read_village_lines("Bản Mìn", "", known=["ban min"])
    assert describe_lines(only_known) == "Không có thôn, bản nào để thêm. Không thêm 1 dòng."


def test_upper_units_must_say_what_they_are() -> None:
    errors = check_office({"district": "Quan Sơn", "province": "Thanh Hóa"})
    assert set(errors) == {"district", "province"}
    assert not check_office({"district": "Huyện Quan Sơn", "province": "TỈNH Thanh Hóa"})
    assert not check_office({"district": None, "province": "thành phố Huế"})
    assert check_office({"province": "Quảng Trị"})


def test_a_new_office_counts_from_the_first_of_the_year() -> None:
    assert default_office(date(2026, 11, 21))["valid_from"] == "2026-01-01"


def test_the_short_form_keeps_what_it_does_not_ask() -> None:
    known = Office(valid_from="2020-01-01", kind="xã", name="Mường Mìn", province="tỉnh T",
                   district="huyện Q", recipients="Như trên", id="o")  # fmt: skip
    values = {"kind": "xã", "name": "Mường Mìn", "district": None, "province": "tỉnh Thanh Hóa",
              "signature": "CHAIR", "signer": "Lò Văn Ửng", "valid_from": "2020-01-01"}  # fmt: skip
    merged = merge_office(known, dict(values))
    assert (merged.id, merged.recipients) == ("o", "Như trên")
    assert (merged.district, merged.province) == ("", "tỉnh Thanh Hóa")
    assert merged.signature_lines == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def test_who_signs_is_asked_together_with_in_which_name() -> None:
    assert {"signature", "signer"} <= {name for row in LAYOUT for name in row}
    assert default_office(date(2026, 11, 21))["signature"] == Office.signature


def test_the_name_of_a_campaign_follows_its_preset_and_month() -> None:
    values = default_campaign(date(2020, 8, 10))
    assert values["name"] == "Cài đặt Bluezone, tháng 8/2020"
    assert suggest_name({"preset": None, "starts_on": "2020-08-10"}) == ""


def test_any_app_gets_its_own_name_and_topic() -> None:
    values = {"preset": "app", "app_name": "Sổ sức khỏe", "starts_on": "2020-08-10"}
    campaign = make_campaign(dict(values), "c")
    assert [(a.code, a.name) for a in campaign.apps] == [("so-suc-khoe", "Sổ sức khỏe")]
    assert campaign.name == "Cài đặt Sổ sức khỏe, tháng 8/2020"
    assert campaign.topic == "cài đặt ứng dụng Sổ sức khỏe"


def test_the_form_of_a_campaign_is_checked_across_fields() -> None:
    assert "app_name" in check_campaign({"preset": "app", "app_name": None})
    early = {"preset": "bluezone", "starts_on": "2020-08-10", "deadline_on": "2020-08-01"}
    assert check_campaign(dict(early)) == {"deadline_on": "Hạn báo cáo ở trước ngày bắt đầu."}


def test_the_wording_of_a_deadline_decides_its_last_day() -> None:
    values = {"preset": "bluezone", "starts_on": "2020-08-10", "deadline_on": "2020-08-26",
              "deadline_words": "BEFORE"}  # fmt: skip
    today = date(2020, 8, 13)
    assert "25/08/2020, còn 12 ngày" in describe_due(dict(values), today)
    by = {**values, "deadline_words": "BY"}
    assert "26/08/2020, còn 13 ngày" in describe_due(dict(by), today)
    assert "nhắc" in describe_due({"deadline_on": None}, today)


def test_the_list_step_says_what_is_there() -> None:
    assert describe_list(0, 6) == ""
    assert describe_list(1180, 6) == "Đã có 1.180 hộ ở 6 thôn, bản."


def test_the_line_of_steps_ticks_what_is_behind(page: object) -> None:
    line = StepLine(page, [("a", "Một"), ("b", "Hai"), ("c", "Ba")])  # type: ignore[arg-type]
    line.show("b")
    styles = [str(text.cget("style")) for _, text in line._parts]
    assert styles == ["Caption.TLabel", "Accent.TLabel", "Caption.TLabel"]
