"""Phụ lục IV: households visited and not complete, by village, each in one column of reasons."""

from domain.indicators import add_known
from domain.reasons import REASON_GROUPS
from exports.annexes import Annex, CellValue, Column, order_column
from exports.report import Report
from exports.village_annexes import marked_label, tally_notes, unit_word

LABEL = "Phụ lục IV"


def reason_annexes(report: Report) -> list[Annex]:
    """None for a report without lines of reasons."""
    if not report.reasons:
        return []
    group = "Lý do chưa hoàn thành (số hộ)"
    codes = tuple(g.code for g in REASON_GROUPS)
    widths = {"DEVICE": 26, "NO_DEVICE": 24}
    columns = (
        order_column(),
        Column("unit", f"Tên {unit_word(report.progress)}", "text", width=40, sums=False),
        Column("visited", "Hộ đã đến", width=18, meaning="Số hộ có ít nhất một lượt đến"),
        *(
            Column(g.code, g.label, group=group, width=widths.get(g.code, 19),
                   meaning=f"Số hộ đã đến, chưa hoàn thành; lý do: {g.label.lower()}")
            for g in REASON_GROUPS
        ),
        Column("total", "Tổng số hộ chưa hoàn thành", width=24, sum_of=codes,
               meaning="Số hộ đã đến mà chưa hoàn thành"),
    )  # fmt: skip
    rows: list[dict[str, CellValue]] = [
        {
            "order": n,
            "unit": marked_label(line.label, tally=line.tally),
            "visited": line.visited,
            **line.counts,
            "total": line.total if line.counts else None,
        }
        for n, line in enumerate(report.reasons, 1)
    ]
    total: dict[str, CellValue] = {"unit": "Tổng cộng"}
    for key in ("visited", *codes, "total"):
        total[key] = add_known(n for row in rows if isinstance(n := row.get(key), int))
    return [
        Annex(
            LABEL, f"LÝ DO CHƯA HOÀN THÀNH THEO {unit_word(report.progress).upper()}", columns,
            tuple(rows), total,
            notes=(
                "Mỗi hộ đã đến mà chưa hoàn thành chỉ nằm ở một cột, theo kết quả mới nhất.",
                *tally_notes(report),
            ),
            row_keys=tuple(line.unit_id for line in report.reasons),
        )
    ]  # fmt: skip
