"""The search for duplicates and the quality page against the reading they cannot do without."""

from datetime import timedelta
from pathlib import Path

from bench.data import TODAY, open_reference
from bench.timing import Line, interleave, median
from domain.duplicates import find_pairs
from storage.duplicates import list_listed
from storage.quality import list_findings
from storage.results import select_visits

GOAL_MS = 3000


def duplicates_case(reference: Path, size: str) -> list[Line]:
    """The whole search, reading included, against reading the list alone."""
    db, _ = open_reference(reference)
    found = 0

    def floor() -> None:
        list_listed(db)

    def ours() -> None:
        nonlocal found
        found = len(find_pairs(list_listed(db)))

    bare, times = interleave(5, floor, ours)
    db.close()
    return [
        Line(f"tìm hộ trùng ({size})", "đọc danh sách hộ một lần", median(bare), median(times),
             f"≤ {GOAL_MS / 1000:g} s", median(times) <= GOAL_MS, f"{found} cặp")
    ]  # fmt: skip


def quality_case(reference: Path, size: str) -> list[Line]:
    """What the quality page reads in the background, without the duplicates."""
    db, campaign = open_reference(reference)

    def floor() -> None:
        for _ in select_visits(db, "WHERE v.campaign_id=?", (campaign.id,)):
            pass

    def ours() -> None:
        list_findings(db, campaign, TODAY + timedelta(days=1))

    bare, times = interleave(3, floor, ours)
    db.close()
    return [
        Line(f"rà soát chất lượng ({size})", "đọc mọi lượt đến một lần", median(bare),
             median(times), f"≤ {GOAL_MS / 1000:g} s", median(times) <= GOAL_MS)
    ]  # fmt: skip
