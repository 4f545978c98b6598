"""A list read again after an erasure does not bring the people back in silence."""

from dataclasses import replace

from domain.households import NO_NAME, make_code
from domain.text import fold_key
from imports.decoded import decode_tables
from imports.guessing import guess_layouts
from imports.plan import plan_import
from tests.imports.lists import known_from, plan_of, table

HEADINGS = ("STT", "Họ và tên chủ hộ", "Bản", "Số khẩu", "Điện thoại", "Mã hộ")
AN = (1, "Hà Văn An", "Bản Mìn", 4, "0912345678", None)
BINH = (2, "Lò Thị Bình", "Bản Mìn", 3, None, None)
CUONG = (3, "Vi Đức Cường", "Bản Bơn", 5, "0987654321", None)


def again(known, *rows):
    decoded = decode_tables([table(HEADINGS, *rows)])
    return plan_import(decoded, guess_layouts(decoded, ()), known)


def known_after_erasing(first: str):
    """The list as it was imported, the household of that head erased since."""
    return [
        replace(k, code=make_code(1, n), head_name=NO_NAME, name_key=fold_key(NO_NAME), phone=None,
                address_key="", address=None, cluster=None, note=None)
        if k.head_name == first else k
        for n, k in enumerate(known_from(plan_of(table(HEADINGS, AN, BINH, CUONG))), 1)
    ]  # fmt: skip


def test_the_same_list_again_says_which_village_has_unnamed_households():
    known = known_after_erasing("Hà Văn An")
    plan = again(known, AN, BINH, CUONG)
    assert (plan.added, plan.unchanged) == (1, 2)
    [said] = [w for w in plan.warnings if "không ghi tên" in w]
    assert said.startswith("Bản Mìn có 1 hộ không ghi tên")
    assert "1 dòng mới" in said


def test_a_row_with_its_code_is_refused_and_says_where_to_write_it():
    known = known_after_erasing("Hà Văn An")
    code = next(k.code for k in known if k.head_name == NO_NAME)
    plan = again(known, (*AN[:5], code), BINH, CUONG)
    assert (plan.added, plan.updated) == (0, 0)
    assert [r.place.row for r in plan.rejects] == [2]
    assert code in plan.rejects[0].reason
    assert "thẻ hộ" in plan.rejects[0].reason


def test_a_list_of_ours_with_the_unnamed_household_in_it_is_no_problem():
    known = known_after_erasing("Hà Văn An")
    code = next(k.code for k in known if k.head_name == NO_NAME)
    own = (1, NO_NAME, "Bản Mìn", 4, None, code)
    plan = again(known, own, BINH, CUONG)
    assert not plan.rejects
    assert plan.unchanged == 3


def test_without_unnamed_households_nothing_is_said():
    known = known_from(plan_of(table(HEADINGS, AN, BINH)))
    plan = again(known, AN, BINH, CUONG)
    assert plan.added == 1
    assert not [w for w in plan.warnings if "không ghi tên" in w]
