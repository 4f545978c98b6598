"""What can be done on the quality page: ask, write, and say how it is taken back.

Each gives Done, or None where nothing was written; ui/quality.py shows it.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.duplicates import Pair
from domain.quality import Finding
from storage.confirmations import save_confirmation, withdraw_confirmation
from storage.duplicates import get_pair, merge, tell_apart, undo_merge
from ui.edit import edit_and_write
from ui.quality_pair import WHY_KEPT, WHY_TWO, ask_merge
from ui.quality_texts import QualityData, keepable
from ui.session import Session


@dataclass(frozen=True)
class Done:
    changes: Changes
    data: QualityData  # what is left on the page
    text: str
    take_back: Callable[[], Changes]


def keep(
    parent: tk.Misc, session: Session, campaign: Campaign, data: QualityData, finding: Finding
) -> Done | None:
    """ "Đúng, giữ": with a reason, on the record."""
    if not keepable(finding):
        session.status("Dòng này phải sửa hoặc làm tiếp, không xác nhận được.")
        return None
    if not session.allows("save_confirmation"):
        return None
    db, by = session.db, session.user
    written = edit_and_write(
        parent, "Đúng, giữ", [WHY_KEPT], {},
        lambda texts: save_confirmation(db, finding.rule, finding.target, texts["reason"], by=by,
                                        campaign=campaign),
        columns=1, save="Giữ (F9)",
    )  # fmt: skip
    if written is None:
        return None
    changes, id_ = written
    return Done(changes, data.without_finding(finding), "Đã giữ là đúng.",
                lambda: withdraw_confirmation(db, id_, by=by))  # fmt: skip


def merge_pair(parent: tk.Misc, session: Session, data: QualityData, pair: Pair) -> Done | None:
    if not session.allows("set_household_state"):
        return None
    db, by = session.db, session.user
    answer = ask_merge(parent, *get_pair(db, pair))
    if answer is None:
        return None
    gone, stays = answer
    merger = merge(db, gone, stays, by=by)
    return Done(merger.changes, data.without_household(gone), "Đã nhập hai hộ làm một.",
                lambda: undo_merge(db, merger, by=by))  # fmt: skip


def tell_pair_apart(
    parent: tk.Misc, session: Session, data: QualityData, pair: Pair
) -> Done | None:
    if not session.allows("save_confirmation"):
        return None
    db, by = session.db, session.user
    written = edit_and_write(
        parent, "Không phải trùng", [WHY_TWO], {},
        lambda texts: tell_apart(db, pair.a, pair.b, texts["reason"], by=by),
        columns=1, save="Ghi (F9)",
    )  # fmt: skip
    if written is None:
        return None
    changes, id_ = written
    return Done(changes, data.without_pair(pair), "Đã ghi là hai hộ khác nhau.",
                lambda: withdraw_confirmation(db, id_, by=by))  # fmt: skip
