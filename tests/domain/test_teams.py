"""What a team is of."""

import pytest

from domain.teams import full_affiliation


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("đoàn thanh", "Đoàn Thanh niên"), ("doan", "Đoàn Thanh niên"), ("CÔNG AN", "Công an"),
        ("hội", "hội"), ("tổ", "tổ"), ("thanh niên", "thanh niên"), ("", ""),
        ("Dân quân bản", "Dân quân bản"),
    ],
)  # fmt: skip
def test_the_beginning_of_one_listed_affiliation_means_it(typed: str, meant: str) -> None:
    assert full_affiliation(typed) == meant
