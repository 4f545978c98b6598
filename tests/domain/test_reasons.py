"""Annex IV: each household that is visited and not complete stands in exactly one column."""

from dataclasses import replace

import pytest

from domain.campaigns import Campaign, Reason
from domain.reasons import REASON_GROUPS, reason_group
from domain.results import derive_history
from domain.visits import BY_DIGIT, DISPOSITIONS, Visit

GROUPS = [g.code for g in REASON_GROUPS]


@pytest.mark.parametrize(
    ("digit", "reason", "group"),
    [
        ("2", None, "OTHER"),
        ("2", "no-space", "DEVICE"),
        ("3", None, "AWAY"),
        ("3", "no-space", "AWAY"),
        ("4", "battery", "REFUSED"),
        ("4", None, "REFUSED"),
        ("5", None, "CALLBACK"),
        ("6", None, "NO_DEVICE"),
        ("7", "old-device", "DEVICE"),
        ("7", "no-space", "DEVICE"),
        ("7", "no-network", "NETWORK"),
        ("7", "store-account", "OTHER"),
        ("7", "no-id-sim", "OTHER"),
        ("7", "app-error", "OTHER"),
        ("7", "chữ tự gõ", "OTHER"),
        ("7", None, "OTHER"),
        ("8", None, "AWAY"),
        ("9", None, "OTHER"),
        ("0", "Lũ", "OTHER"),
    ],
)
def test_the_column_of_a_result_and_its_reason(
    one_app: Campaign, digit: str, reason: str | None, group: str
) -> None:
    assert reason_group(BY_DIGIT[digit].code, reason, one_app) == group


def test_every_pair_of_visits_lands_in_one_column_unless_complete(one_app: Campaign) -> None:
    reasons = [None, "battery", "no-network"]
    for first in DISPOSITIONS:
        for second in DISPOSITIONS:
            for reason in reasons:
                visits = [
                    Visit("1", "h", "2020-08-10", first.code, reason=reason),
                    Visit("2", "h", "2020-08-11", second.code, smartphones=2),
                ]
                result = derive_history(visits, one_app)[-1][0]
                if not result.completed:
                    column = reason_group(result.status, result.last_reason, one_app)
                    assert GROUPS.count(column) == 1


def test_a_group_that_is_no_column_counts_as_other(one_app: Campaign) -> None:
    odd = replace(one_app, reasons=(Reason("x", "TECH", "Khác", "NO_SUCH"),))
    assert reason_group("TECH", "x", odd) == "OTHER"


def test_a_retired_reason_keeps_its_column(one_app: Campaign) -> None:
    retired = replace(one_app, reasons=tuple(replace(r, retired=True) for r in one_app.reasons))
    assert reason_group("TECH", "no-network", retired) == "NETWORK"
