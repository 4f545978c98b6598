"""What the quality page says, without a window."""

from typing import Any

import pytest

from domain.duplicates import Pair
from domain.quality import RULES, Finding, Record
from storage.confirmations import Confirmation
from ui.quality_texts import (
    QualityData,
    describe,
    finding_row,
    findings_of,
    keepable,
    kept_row,
    line_rows,
    line_title,
    open_record,
    opening,
    pair_lines,
    pair_row,
    record_rows,
    split_line,
    summary,
    which_stays,
)

NAMES = {"a": ("01-0001-2 Hà Văn An", "Bản Mìn"), "b": ("01-0002-4 An Hà Văn", "Bản Mìn"),
         "c": ("02-0001-1 Lò Thị Ửng", "Bản Chiềng")}  # fmt: skip
FELL = Finding("fewer", "v1", "2 ít hơn 3.", (Record("a", "v1", "smartphones"),))
MANY = Finding("many_members", "v2", "16 nhân khẩu.", (Record("c", "v2", "members"),))
PACE = Finding("fast_team", "t d", "61 hộ.", (Record("a", "v1"), Record("c", "v2")), place="Tổ 1")
PAIR = Pair("a", "b", 0.97, "Tên viết đảo thứ tự")
DATA = QualityData((FELL, MANY, PACE), (PAIR,), (), NAMES)


def household(**values: Any) -> dict[str, Any]:
    known = dict.fromkeys(("phone", "members", "birth_year", "address", "cluster", "note"))
    return {"id": "a", "code": "01-0001-2", "head_name": "Hà Văn An", "village": "Bản Mìn",
            "visits": 0, **known, **values}  # fmt: skip


def test_every_kind_has_a_line_with_its_sum_and_only_rules_that_found_something_theirs() -> None:
    shown = [(r.id, r.texts["count"]) for r in line_rows(DATA)]
    assert shown == [
        ("error", "0"), ("warning", "2"), ("warning/many_members", "1"), ("warning/fewer", "1"),
        ("duplicate", "1"), ("sheet", "0"), ("replaced", "0"), ("odd", "1"), ("odd/fast_team", "1"),
        ("confirmed", "0"),
    ]  # fmt: skip


def test_before_the_first_reading_no_number_is_claimed() -> None:
    assert {r.texts["count"] for r in line_rows(None)} == {"…"}


def test_a_line_lists_its_rule_and_the_line_of_a_kind_all_of_them() -> None:
    assert findings_of(DATA, "warning/fewer") == [FELL]
    assert findings_of(DATA, "warning") == [MANY, FELL]
    assert split_line("odd/fast_team") == ("odd", "fast_team")
    assert (line_title("odd"), line_title("warning/fewer")) == (
        "Dấu hiệu bất thường", "Số máy ít hơn lần đến trước"
    )  # fmt: skip


def test_a_row_names_household_village_and_why() -> None:
    row = finding_row(0, FELL, NAMES)
    assert row.texts == {
        "who": "01-0001-2 Hà Văn An", "village": "Bản Mìn", "why": "2 ít hơn 3."
    }  # fmt: skip
    assert describe(FELL).endswith(row.texts["why"])
    assert finding_row(0, PACE, NAMES).texts["who"] == "Tổ 1 (2 hộ)"
    assert [r.texts["who"] for r in record_rows(PACE, NAMES)] == [NAMES["a"][0], NAMES["c"][0]]


def test_a_line_opens_its_record_at_the_field() -> None:
    assert opening(FELL) == (
        "entry", {"household": "a", "visit": "v1", "field": "smartphones"}
    )  # fmt: skip
    assert opening(PACE) is None
    assert open_record(PACE, 1) == ("entry", {"household": "c", "visit": "v2", "field": ""})
    phone = Finding("phone", "a 1", "", (Record("a", field="phone"),))
    assert opening(phone) == ("households", {"household": "a"})


@pytest.mark.parametrize(
    ("opens", "what"),
    [("sheets", {"sheet": "t"}), ("grid", {"sheet": "t"}), ("tally", {"village": "v"}),
     ("campaigns", {"part": "figures"})],
)  # fmt: skip
def test_what_is_no_household_opens_its_own_screen(opens: str, what: dict[str, str]) -> None:
    finding = Finding("not_returned", "t", "", (), "v", "P0012-4", opens)
    assert opening(finding) == (opens, what)


def test_errors_and_work_to_do_cannot_be_confirmed_away() -> None:
    assert {r.kind for r in RULES if r.keeps} == {"error", "warning", "odd"}
    assert keepable(FELL)
    assert not keepable(Finding("broken", "v", ""))


def test_a_pair_is_never_certain_and_names_both_villages_where_they_differ() -> None:
    row = pair_row(0, Pair("a", "c", 1.0, ""), NAMES)
    assert row.texts == {"score": "99 %", "a": NAMES["a"][0], "b": NAMES["c"][0],
                         "village": "Bản Mìn; Bản Chiềng"}  # fmt: skip
    assert pair_row(0, PAIR, NAMES).texts["village"] == "Bản Mìn"


def test_side_by_side_the_differing_parts_are_marked_and_phones_masked() -> None:
    one = household(phone="0912345678", members=4)
    other = household(id="b", code="01-0002-4", phone="0912945678", members=4)
    lines = {label: (a, b, differs) for label, a, b, differs in pair_lines(one, other)}
    assert lines["Điện thoại"] == ("09xx xxx 678", "09xx xxx 678", True)
    assert lines["Số nhân khẩu"] == ("4", "4", False)
    assert "Địa chỉ" not in lines


def test_the_household_with_more_visits_then_more_data_then_the_older_code_is_to_stay() -> None:
    old, new = household(), household(id="b", code="01-0002-4")
    assert which_stays(old, new) == which_stays(new, old) == "a"
    assert which_stays(old, {**new, "members": 3}) == "b"
    assert which_stays({**old, "visits": 1}, {**new, "members": 3}) == "a"


def test_after_a_merger_no_pair_has_the_household_that_is_gone() -> None:
    data = QualityData((), (PAIR, Pair("b", "c", 0.5, "")), (), NAMES)
    assert data.without_household("a").pairs == (Pair("b", "c", 0.5, ""),)
    assert data.without_household("b").pairs == ()
    assert data.without_pair(PAIR).pairs == (Pair("b", "c", 0.5, ""),)
    assert DATA.without_finding(FELL).findings == (MANY, PACE)


def test_a_confirmation_says_what_why_who_and_when() -> None:
    kept = Confirmation("k", "not_duplicate", "a b", "Hai cha con",
                        "2020-08-12T14:05:00.000+07:00", "Lò Thị Ửng")  # fmt: skip
    assert kept_row(0, kept, NAMES).texts == {
        "what": "Không phải trùng: 01-0001-2 Hà Văn An và 01-0002-4 An Hà Văn",
        "reason": "Hai cha con", "by": "Lò Thị Ửng, 12/08/2020 14:05",
    }  # fmt: skip
    warned = Confirmation("k", "fewer", "v1", "Bán bớt máy", "2020-08-12T14:05:00", "An")
    assert kept_row(0, warned, NAMES).texts["what"] == "Số máy ít hơn lần đến trước"


def test_the_summary_counts_what_is_left_to_look_at() -> None:
    assert summary(DATA, "14:05") == "Rà soát lúc 14:05: 4 dòng cần xem"
    assert summary(QualityData(), "14:05") == "Rà soát lúc 14:05: không có gì cần xem"
