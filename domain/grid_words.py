"""What the entry grid says: hints, the last result, what is entered and what is still open.

Plain sentences of rows; what a cell means and when a row can be saved is domain/grid_entry.py.
"""

import re
from collections.abc import Mapping, Sequence

from domain.campaigns import Campaign
from domain.days import format_day
from domain.grid_entry import GridRow, tick_names
from domain.results import standing
from domain.tallies import Tally
from domain.visit_entry import disposition_label, find_disposition
from domain.visits import BY_CODE, DISPOSITIONS, reason_options


def last_result(row: GridRow) -> str:
    """ "3 · 12/08": how the last visit ended that was not typed from this line."""
    others = [v for v in standing(row.visits) if row.visit is None or v.id != row.visit.id]
    if not others:
        return ""
    return f"{BY_CODE[others[-1].disposition].digit} · {format_day(others[-1].visited_at)[:5]}"


def cell_hint(name: str, row: GridRow, head: Mapping[str, str], campaign: Campaign) -> str:
    """One line about the cell the keyboard is in: what may be typed."""
    disposition = find_disposition(row.texts, campaign)
    if name == "disposition":
        if disposition is None:
            labels = ((d.digit, disposition_label(d.code, campaign)) for d in DISPOSITIONS)
            texts = (f"{digit} {re.split('[,(]', label)[0].strip()}" for digit, label in labels)
            return "   ".join(t.replace(" ", "\u00a0") for t in texts)  # none is broken in two
        stored = ". Đã lưu; sửa thì bấm F2 rồi gõ" if row.visit and not row.is_changed else ""
        return f"{disposition.digit} {disposition_label(disposition.code, campaign)}{stored}"
    if name == "reason":
        options = reason_options(campaign, disposition.code if disposition else None)
        return "  ".join(f"{o.digit} {o.label}" for o in options) or "Ghi lý do, nếu có"
    if name in tick_names(campaign):
        return "Số máy; x hoặc dấu cách: tất cả các máy của hộ"
    hints = {
        "visited_at": f"Để trống: theo tờ, {head.get('visited_at') or 'chưa ghi ngày'}",
        "slot": f"1 Sáng  2 Chiều  3 Tối; để trống: theo tờ, {head.get('slot') or 'không ghi'}",
        "team": f"Để trống: theo tờ, {head.get('team') or 'không ghi'}",
        "next_visit_on": "Ngày/tháng, ví dụ 12/8; để trống: chương trình tính ngày hẹn",
    }
    return hints.get(name, "")


def describe_replaced(tally: Tally, place: str) -> str:
    """Said once the first visit inside its days is stored; `place`: "Bản Chiềng"."""
    stated = f" ({tally.visited} hộ)" if tally.visited is not None else ""
    return f"Số tổng hợp {tally.days}{stated} của {place} từ nay thay bằng phiếu hộ."


def describe_lines(lines: Sequence[int]) -> str:
    """ "4, 9, 17–19"."""
    parts: list[list[int]] = []
    for n in sorted(lines):
        if parts and parts[-1][-1] == n - 1:
            parts[-1].append(n)
        else:
            parts.append([n])
    return ", ".join(
        str(p[0]) if len(p) == 1 else f"{p[0]}{'–' if len(p) > 2 else ', '}{p[-1]}" for p in parts
    )


def blank_lines(rows: Sequence[GridRow]) -> list[int]:
    return [r.line for r in rows if r.visit is None]


def describe_entered(rows: Sequence[GridRow]) -> str:
    """ "Đã nhập 12/30, chưa lưu dòng 7"."""
    done = sum(1 for r in rows if r.visit)
    waiting = [r.line for r in rows if r.is_changed]
    more = f", chưa lưu dòng {describe_lines(waiting)}" if waiting else ""
    return f"Đã nhập {done}/{len(rows)}{more}"


def describe_finish(code: str, rows: Sequence[GridRow]) -> str:
    blank = blank_lines(rows)
    entered = len(rows) - len(blank)
    more = f" {said}" if (said := describe_uncounted(rows)) else ""
    if not blank:
        return f"Đã xong tờ {code}: đủ {entered} dòng.{more}"
    return (
        f"Đã xong tờ {code}: {entered} dòng đã nhập, {len(blank)} dòng để trống là “Chưa đến” "
        f"({describe_lines(blank)}).{more}"
    )


def uncounted_lines(rows: Sequence[GridRow]) -> list[int]:
    """Stored as complete, with no count of devices; a result typed for the whole sheet has none."""
    return [
        r.line for r in rows
        if r.visit and r.visit.disposition == "COMPLETE" and not r.visit.by_sheet
        and not r.visit.has_counts
    ]  # fmt: skip


def describe_uncounted(rows: Sequence[GridRow]) -> str:
    """ "Còn 2 dòng kết quả 1 chưa có số máy (3, 7)."; "" where every one has."""
    lines = uncounted_lines(rows)
    if not lines:
        return ""
    return f"Còn {len(lines)} dòng kết quả 1 chưa có số máy ({describe_lines(lines)})."


def ask_about_result(row: GridRow, digit: str) -> str:
    """Before a stored result gives way to one that was only typed there."""
    old = row.texts.get("disposition", "")
    return (
        f"Dòng {row.line} ({row.household['head_name']}) đã lưu kết quả {old}. Sửa thành {digit} "
        "thì bấm F11; giữ nguyên thì bấm Esc."
    )
