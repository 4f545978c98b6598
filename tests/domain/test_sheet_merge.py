"""A line of a filled copy beside what is stored: the same copy twice, newer ones, typed between."""

from dataclasses import replace

import pytest

from domain.campaigns import Campaign
from domain.fields import Field, Row
from domain.presets import find_preset, new_campaign
from domain.printed_sheets import paper_fields
from domain.sheet_merge import merge_line
from domain.visits import Visit

FILE: Row = {"visited_at": "2020-08-12", "disposition": "PARTIAL", "smartphones": 2, "note": None}
STORED = Visit("1", "h", "2020-08-12", "PARTIAL", team="Tổ 3", smartphones=2, android=1)


@pytest.fixture
def fields() -> tuple[Field, ...]:
    preset = find_preset("bluezone")
    assert preset
    campaign: Campaign = new_campaign(preset, id="c", starts_on="2020-08-10")
    return paper_fields(campaign)


def corrected(old: Visit, id_: str, **values: object) -> Visit:
    return replace(old, id=id_, supersedes=old.id, **values)  # type: ignore[arg-type]


def test_a_line_nobody_typed_is_new(fields: tuple[Field, ...]) -> None:
    merged = merge_line(FILE, [], set(), [], fields)
    assert (merged.kind, merged.values) == ("ADDED", FILE)


def test_the_same_copy_again_is_unchanged(fields: tuple[Field, ...]) -> None:
    assert merge_line(FILE, [STORED], {"1"}, [], fields).kind == "UNCHANGED"


def test_a_newer_copy_corrects_what_an_older_one_brought(fields: tuple[Field, ...]) -> None:
    merged = merge_line({**FILE, "smartphones": 3}, [STORED], {"1"}, [], fields)
    assert (merged.kind, merged.old) == ("CORRECTED", STORED)
    assert (merged.values["smartphones"], merged.values["team"], merged.values["android"]) == (
        3, "Tổ 3", 1,
    )  # fmt: skip


def test_a_cell_that_was_emptied_since_the_last_copy_is_a_correction(
    fields: tuple[Field, ...],
) -> None:
    merged = merge_line({**FILE, "smartphones": None}, [STORED], {"1"}, [], fields)
    assert (merged.kind, merged.values["smartphones"]) == ("CORRECTED", None)


def test_what_was_corrected_in_the_program_stays_when_the_old_copy_comes_again(
    fields: tuple[Field, ...],
) -> None:
    typed = corrected(STORED, "2", smartphones=4)
    assert merge_line(FILE, [STORED, typed], {"1"}, [], fields).kind == "UNCHANGED"


def test_both_changed_one_number_and_the_program_keeps_its_own(fields: tuple[Field, ...]) -> None:
    typed = corrected(STORED, "2", smartphones=4, entered_by="Lan")
    merged = merge_line({**FILE, "smartphones": 3}, [STORED, typed], {"1"}, [], fields)
    assert merged.kind == "CONFLICT"
    assert merged.conflicts == {
        "smartphones": "Máy TM: chương trình đã ghi “4” (Lan), tệp ghi “3”. "
        "Số trong chương trình được giữ."
    }


def test_what_would_fit_in_a_line_that_does_not_is_named_too(fields: tuple[Field, ...]) -> None:
    typed = corrected(STORED, "2", smartphones=4)
    copy: Row = {**FILE, "smartphones": 3, "note": "nhà mới"}
    merged = merge_line(copy, [STORED, typed], {"1"}, [], fields)
    assert (merged.kind, set(merged.conflicts)) == ("CONFLICT", {"smartphones", "note"})
    assert merged.conflicts["note"].startswith("Ghi chú: tệp ghi “nhà mới”, chưa nhập vì")


def test_both_changed_different_cells_and_both_stand(fields: tuple[Field, ...]) -> None:
    typed = corrected(STORED, "2", smartphones=4)
    merged = merge_line({**FILE, "note": "nhà mới"}, [STORED, typed], {"1"}, [], fields)
    assert (merged.kind, merged.old) == ("CORRECTED", typed)
    assert (merged.values["smartphones"], merged.values["note"]) == (4, "nhà mới")


def test_a_copy_that_was_merged_with_what_was_typed_is_unchanged_when_it_comes_again(
    fields: tuple[Field, ...],
) -> None:
    typed = corrected(STORED, "2", smartphones=4)
    copy: Row = {**FILE, "note": "nhà mới"}
    both = corrected(typed, "3", note="nhà mới")
    versions = [STORED, typed, both]
    assert merge_line(copy, versions, {"1", "3"}, [], fields).kind == "UNCHANGED"
    newer = merge_line({**copy, "smartphones": 3}, versions, {"1", "3"}, [], fields)
    assert (newer.kind, set(newer.conflicts)) == ("CONFLICT", {"smartphones"})
    blank = corrected(both, "4", smartphones=5)
    assert merge_line(copy, [*versions, blank], {"1", "3"}, [], fields).kind == "UNCHANGED"


@pytest.mark.parametrize("first", [2, None])
def test_an_older_copy_that_comes_again_after_a_newer_one_changes_nothing_and_is_named(
    fields: tuple[Field, ...], first: int | None
) -> None:
    old = replace(STORED, smartphones=first)
    newer = corrected(old, "2", smartphones=3)
    merged = merge_line({**FILE, "smartphones": first}, [old, newer], {"1", "2"}, [], fields)
    assert (merged.kind, set(merged.conflicts)) == ("CONFLICT", {"smartphones"})
    assert "bản nhập sau ghi “3”" in merged.conflicts["smartphones"]
    again = merge_line({**FILE, "smartphones": 3}, [old, newer], {"1", "2"}, [], fields)
    assert again.kind == "UNCHANGED"
    newest = merge_line({**FILE, "smartphones": 4}, [old, newer], {"1", "2"}, [], fields)
    assert newest.kind == "CORRECTED"


def test_both_made_the_same_change(fields: tuple[Field, ...]) -> None:
    typed = corrected(STORED, "2", smartphones=3)
    merged = merge_line({**FILE, "smartphones": 3}, [STORED, typed], {"1"}, [], fields)
    assert merged.kind == "UNCHANGED"


def test_what_was_typed_first_is_not_overwritten_by_a_file(fields: tuple[Field, ...]) -> None:
    assert merge_line(FILE, [STORED], set(), [], fields).kind == "UNCHANGED"
    merged = merge_line({**FILE, "note": "x"}, [STORED], set(), [], fields)
    assert (merged.kind, set(merged.conflicts)) == ("CONFLICT", {"note"})


def test_a_visit_taken_back_does_not_come_back_with_the_file(fields: tuple[Field, ...]) -> None:
    void = corrected(STORED, "2", void=True)
    assert merge_line(FILE, [STORED, void], {"1"}, [], fields).kind == "UNCHANGED"
    merged = merge_line({**FILE, "smartphones": 3}, [STORED, void], {"1"}, [], fields)
    assert (merged.kind, set(merged.conflicts)) == ("CONFLICT", {"smartphones"})


def test_a_visit_of_that_day_typed_without_the_sheet_is_not_doubled(
    fields: tuple[Field, ...],
) -> None:
    assert merge_line(FILE, [], set(), [STORED], fields).kind == "UNCHANGED"
    other = replace(STORED, disposition="NOT_HOME", smartphones=None)
    merged = merge_line(FILE, [], set(), [other], fields)
    assert (merged.kind, set(merged.conflicts)) == ("CONFLICT", {"disposition", "smartphones"})
    assert merge_line(FILE, [], set(), [other, STORED], fields).kind == "UNCHANGED"
    day_before = replace(other, visited_at="2020-08-11")
    assert merge_line(FILE, [], set(), [day_before], fields).kind == "ADDED"
