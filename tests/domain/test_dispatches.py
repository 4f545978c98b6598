"""A dispatch as the legal basis of a report names it."""

from dataclasses import fields

from domain.dispatches import DISPATCH_FIELDS, Dispatch


def test_a_dispatch_is_cited_by_kind_number_day_and_issuer() -> None:
    dispatch = Dispatch("Công văn", "861/UBND-VHTT", "2020-08-05", "Ủy ban nhân dân huyện Quan Sơn")
    assert dispatch.citation == (
        "Công văn số 861/UBND-VHTT ngày 05 tháng 8 năm 2020 của Ủy ban nhân dân huyện Quan Sơn"
    )


def test_the_subject_follows_on_the_same_line() -> None:
    dispatch = Dispatch("Chỉ thị", "22/CT-UBND", "2020-02-03", "UBND tỉnh", "về việc\nphòng dịch")
    assert dispatch.citation == (
        "Chỉ thị số 22/CT-UBND ngày 03 tháng 02 năm 2020 của UBND tỉnh về việc phòng dịch"
    )


def test_the_form_fields_are_those_of_the_dispatch() -> None:
    assert {f.name for f in DISPATCH_FIELDS} | {"id"} == {f.name for f in fields(Dispatch)}
