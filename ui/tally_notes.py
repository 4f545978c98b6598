"""What Nhập tổng hợp asks to look at again, read from the file: no widgets here."""

from collections.abc import Sequence

from domain.campaigns import Campaign
from domain.fields import Row
from domain.tallies import Tally, tally_notes
from domain.villages import Village
from storage.database import Database
from storage.progress import get_progress
from ui.tally_texts import over_words, same_days_note


def read_notes(
    db: Database, campaign: Campaign, village: Village, values: Row, old: Tally | None,
    others: Sequence[Tally],
) -> list[str]:  # fmt: skip
    """`old`: the entry being corrected; `others`: those in force in the village besides it."""
    days = (values.get("from_on"), values.get("until_on"))
    replaced = [t for t in others if (t.from_on, t.until_on) == days] + ([old] if old else [])
    unit = next((u for u in get_progress(db, campaign).units if u.id == village.id), None)
    listed = visited = 0
    if unit:
        listed = unit.now.get("households") or 0
        visited = unit.now.visited + unit.over - sum(t.visited or 0 for t in replaced)
    same = same_days_note(values, others)
    return [*([same] if same else []), *tally_notes(values, campaign, listed, max(0, visited))]


def read_over(db: Database, campaign: Campaign, village_id: str) -> str:
    """That a village's totals and visits together are more than its list; "" of others."""
    units = get_progress(db, campaign).units
    return over_words(next((u.over for u in units if u.id == village_id), 0))
