"""The two tables of Tổng quan, as rows of plain text: the ranking, and the reasons by village.

A row opens its village; a double click on a number opens the households of that number. The
widgets are in ui/chart_card.py.
"""

from collections.abc import Sequence
from fractions import Fraction

from domain.campaigns import App
from domain.indicators import BY_KEY
from domain.numerals import format_count, format_rate
from domain.progress import Progress, ReasonLine
from domain.ranking import RANKED, Place, RankLine
from domain.reasons import REASON_GROUPS
from exports.figures import NOT_REPORTED, TALLY
from ui.tables import Column, ListRow

WHOLE = "Toàn đơn vị"
_RANK = "_rank"  # ends the key of the column beside a rate
_HEADS = {
    "visited": "Đã đến", "completed": "Hoàn thành", "smartphones": "/ máy rà soát",
    "population": "/ dân số", "subscribers": "/ thuê bao",
}  # fmt: skip
_WIDTHS = {"completed": 104, "smartphones": 122}
RANK_COLUMNS: tuple[Column, ...] = (
    Column("label", "Thôn, bản", 150, grow=True),
    *(
        column
        for key in ("visited", "completed")
        for column in (
            Column(key, _HEADS[key], _WIDTHS.get(key, 88), "e", compact=False),
            Column(key + _RANK, "Thứ", 72, "center", compact=False),
        )
    ),
    Column("installed", "Máy", 72, "e"),
    *(
        column
        for key in ("smartphones", "population", "subscribers")
        for column in (
            Column(key, _HEADS[key], _WIDTHS.get(key, 96), "e"),
            Column(key + _RANK, "Thứ", 72, "center"),
        )
    ),
)
REASON_HEADS = {
    "AWAY": "Vắng nhà", "NO_DEVICE": "Không có máy", "DEVICE": "Máy cũ, đầy", "NETWORK": "Mạng",
    "REFUSED": "Từ chối", "CALLBACK": "Hẹn lại", "OTHER": "Khác",
}  # fmt: skip
REASON_COLUMNS: tuple[Column, ...] = (
    Column("label", "Thôn, bản", 150, grow=True, sortable=False),
    Column("total", "Chưa xong", 104, "e", sortable=False),
    *(Column(g.code, REASON_HEADS[g.code], 118, "e", sortable=False) for g in REASON_GROUPS),
)


def rank_words(place: Place) -> str:
    """ "2 ▲1": second, and one place better than before; "–" without a rank."""
    if place.rank is None:
        return "–"
    if place.climbed is None:
        return str(place.rank)
    if not place.climbed:
        return f"{place.rank} ="
    return f"{place.rank} {'▲' if place.climbed > 0 else '▼'}{abs(place.climbed)}"


def rank_row(line: RankLine) -> ListRow:
    if not line.has_data:
        return ListRow(line.unit_id, {"label": f"{line.label} ({NOT_REPORTED})"}, ("muted",))
    texts = {"label": _marked(line), "installed": format_count(line.installed)}
    for key, place in line.places.items():
        texts[key] = format_rate(place.rate)
        texts[key + _RANK] = rank_words(place)
    return ListRow(line.unit_id, texts)


def _marked(line: RankLine | ReasonLine) -> str:
    return f"{line.label} ({TALLY})" if line.tally else line.label


def whole_row(progress: Progress, app: App | None) -> ListRow:
    """The commune: rates of sums, and no rank."""
    n = progress.commune_now.installed.get(app.code) if app else None
    texts = {"label": WHOLE, "installed": format_count(n)}
    for key, code in RANKED.items():
        texts[key] = format_rate(progress.rate(BY_KEY[code], app)[0])
    return ListRow("", texts, ("strong",))


def rank_filter(column: str, app: App | None) -> str:
    """The segment behind a column; without one the village's whole list."""
    key = column.removesuffix(_RANK)
    if key in ("visited", "completed"):
        return key
    return f"app:{app.code}" if app and key not in ("", "label") else "listed"


def sort_key(column: str) -> str:
    return column.removesuffix(_RANK)


def reason_rows(lines: Sequence[ReasonLine], *, percent: bool) -> list[ListRow]:
    """The whole first, then the villages as they are listed; those with nobody left say 0."""
    whole = {g.code: sum(r.counts.get(g.code, 0) for r in lines) for g in REASON_GROUPS}
    visited = sum(r.visited for r in lines)
    rows = [_reason_row("", WHOLE, visited, whole, ("strong",), percent=percent)]
    for r in lines:
        if r.visited:
            rows.append(_reason_row(r.unit_id, _marked(r), r.visited, r.counts, (),
                                    percent=percent))  # fmt: skip
        else:
            text = {"label": f"{r.label} ({NOT_REPORTED})"}
            rows.append(ListRow(r.unit_id, text, ("muted",)))
    return rows


def _reason_row(
    id_: str, label: str, visited: int, counts: dict[str, int], tags: tuple[str, ...], *,
    percent: bool,
) -> ListRow:  # fmt: skip
    if not counts:
        columns = ("total", *(g.code for g in REASON_GROUPS))
        return ListRow(id_, {"label": label} | dict.fromkeys(columns, "–"), tags)
    total = sum(counts.values())

    def words(n: int, base: int) -> str:
        if not percent:
            return format_count(n)
        return format_rate(Fraction(n, base), 1) if base else "–"

    texts = {"label": label, "total": words(total, visited)}
    texts |= {g.code: words(counts.get(g.code, 0), total) for g in REASON_GROUPS}
    return ListRow(id_, texts, tags)


def reason_filter(column: str) -> dict[str, str]:
    groups = {g.code for g in REASON_GROUPS}
    return {"reason": column} if column in groups else {"filter": "not_completed"}
