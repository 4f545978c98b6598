"""One commune, two heads of letter: huyện Quan Sơn in 2020, tỉnh Thanh Hóa in 2026."""

from dataclasses import fields, replace

import pytest

from domain.fields import parse_row
from domain.offices import (
    OFFICE_FIELDS,
    Office,
    after_two_tiers,
    needs_two_tiers,
    office_from_row,
    office_on,
)

IN_2020 = Office(
    "2020-01-01", "xã", "Mường Mìn", "tỉnh Thanh Hóa", district="huyện Quan Sơn",
    signer="Lương Văn Thủy",
)  # fmt: skip
IN_2026 = replace(IN_2020, valid_from="2025-07-01", district="")
VERSIONS = [IN_2026, IN_2020]


@pytest.mark.parametrize(
    ("day", "upper"),
    [
        ("2020-08-20", "huyện Quan Sơn"),
        ("2025-06-30T23:59", "huyện Quan Sơn"),
        ("2025-07-01T00:00", "tỉnh Thanh Hóa"),
        ("2026-11-21", "tỉnh Thanh Hóa"),
        ("2019-01-01", "huyện Quan Sơn"),
    ],
)
def test_the_head_of_a_day_is_that_of_the_version_in_force(day: str, upper: str) -> None:
    office = office_on(VERSIONS, day)
    assert office
    assert office.upper_unit == upper
    assert office.addressee_lines == [f"Ủy ban nhân dân {upper}"]
    assert office.heading_lines == ["ỦY BAN NHÂN DÂN", "XÃ MƯỜNG MÌN"]
    assert (office.full_name, office.place_name) == ("xã Mường Mìn", "Mường Mìn")


def test_without_any_version_there_is_no_office() -> None:
    assert office_on([], "2020-08-20") is None


def test_a_number_as_a_name_takes_a_capital_and_stands_in_full() -> None:
    ward = replace(IN_2020, kind="phường", name="5")
    assert (ward.full_name, ward.place_name) == ("Phường 5", "Phường 5")
    assert ward.heading_lines[1] == "PHƯỜNG 5"


def test_addressees_and_place_are_as_typed_where_they_are() -> None:
    typed = replace(IN_2020, addressee="UBND huyện\nPhòng VH&TT", place="Na Mèo")
    assert typed.addressee_lines == ["UBND huyện", "Phòng VH&TT"]
    assert typed.place_name == "Na Mèo"


@pytest.mark.parametrize(
    ("signature", "lines"),
    [
        ("CHAIR", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("VICE", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("CHAIR_OWN", ["CHỦ TỊCH"]),
        ("VICE_OWN", ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("ACTING", ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"]),
        ("BY_ORDER", ["TL. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA / XÃ HỘI"]),
        ("SUB_DELEGATED", ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA / XÃ HỘI"]),
    ],
)
def test_signature_lines_of_every_authority(signature: str, lines: list[str]) -> None:
    office = replace(IN_2020, signature=signature, position="Trưởng phòng Văn hóa / Xã hội")
    assert office.signature_lines == lines


def test_a_missing_position_leaves_a_place_to_write_it() -> None:
    assert replace(IN_2020, signature="BY_ORDER").signature_lines == ["TL. CHỦ TỊCH", "…"]


def test_the_form_fields_are_those_of_the_office() -> None:
    assert {f.name for f in OFFICE_FIELDS} | {"id"} == {f.name for f in fields(Office)}


def test_a_blank_form_field_takes_the_default() -> None:
    raw = {"valid_from": "1/1/2020", "kind": "xã", "name": "Mường Mìn",
           "province": "tỉnh Thanh Hóa",
           "district": "huyện Quan Sơn", "signer": "Lương Văn Thủy"}  # fmt: skip
    values, errors = parse_row(OFFICE_FIELDS, raw)
    assert errors == {}
    assert office_from_row(values) == IN_2020
    assert office_from_row({**values, "superior_line": 1}).superior_line is True


def test_without_a_district_the_office_reports_to_the_province() -> None:
    old = Office(
        valid_from="2020-01-01", kind="thị trấn", name="Quan Sơn", district="huyện Quan Sơn",
        province="tỉnh Thanh Hóa", addressee="Ủy ban nhân dân huyện Quan Sơn",
        superior="UBND huyện Quan Sơn", signer="Lương Văn Thủy", id="1",
    )  # fmt: skip
    new = after_two_tiers(old)
    assert (new.id, new.valid_from, new.district, new.kind) == ("", "2025-07-01", "", "xã")
    assert new.addressee_lines == ["Ủy ban nhân dân tỉnh Thanh Hóa"]
    assert new.superior == "Ủy ban nhân dân tỉnh Thanh Hóa"
    assert new.signer == old.signer
    assert needs_two_tiers([old])
    assert not needs_two_tiers([new, old])
