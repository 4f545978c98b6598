"""What a write touched."""

from dataclasses import fields

import pytest

from domain.changes import Changes

FLAGS = [f.name for f in fields(Changes) if f.name != "count"]


def test_nothing_changed_is_false_whatever_was_counted() -> None:
    assert not Changes()
    assert not Changes(count=5)


@pytest.mark.parametrize("flag", FLAGS)
def test_each_kind_of_data_makes_it_true(flag: str) -> None:
    assert Changes(**{flag: True})
