"""What the quality page says: its lines with their counts, the rows of each, a pair side by side.

Plain values, tested without a window. The rules and their titles are domain/quality.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.days import format_day
from domain.duplicates import Pair
from domain.numerals import format_count
from domain.quality import (
    CONFIRMED,
    DUPLICATE,
    KIND_LABELS,
    RULE_BY_CODE,
    RULES,
    Finding,
    Rule,
)
from domain.text import mask_phone
from storage.confirmations import Confirmation
from ui.tables import Column, ListRow

LINES = (
    Column("title", "Mục", 280, grow=True, sortable=False),
    Column("count", "Số", 52, "e", sortable=False),
)
FINDING_COLUMNS = (
    Column("who", "Hộ, nơi", 232, sortable=False),
    Column("village", "Thôn, bản", 106, compact=False, sortable=False),
    Column("why", "Vì sao", 330, grow=True, sortable=False),
)
PAIR_COLUMNS = (
    Column("score", "Khả năng", 86, "e", sortable=False),
    Column("a", "Hộ thứ nhất", 214, grow=True, sortable=False),
    Column("b", "Hộ thứ hai", 214, grow=True, sortable=False),
    Column("village", "Thôn, bản", 150, compact=False, sortable=False),
)
KEPT_COLUMNS = (
    Column("what", "Đã xác nhận", 250, grow=True, sortable=False),
    Column("reason", "Lý do", 230, sortable=False),
    Column("by", "Người, ngày", 200, compact=False, sortable=False),
)
EMPTY = {
    "": "Không có dòng nào ở mục này.",
    DUPLICATE: "Không có cặp hộ nào nghi trùng.",
    CONFIRMED: "Chưa có cảnh báo nào được xác nhận là đúng.",
}
Names = Mapping[str, tuple[str, str]]  # household -> ("01-0004-4 Hà Văn Ân", "Bản Chiềng")


@dataclass(frozen=True)
class QualityData:
    """Everything on the page, as it was read together."""

    findings: tuple[Finding, ...] = ()
    pairs: tuple[Pair, ...] = ()
    kept: tuple[Confirmation, ...] = ()
    names: Names = field(default_factory=dict)

    def without_household(self, household_id: str) -> "QualityData":
        """After it was merged into another: no pair can have it any more."""
        pairs = tuple(p for p in self.pairs if household_id not in (p.a, p.b))
        return replace(self, pairs=pairs)

    def without_pair(self, pair: Pair) -> "QualityData":
        return replace(self, pairs=tuple(p for p in self.pairs if p != pair))

    def without_finding(self, finding: Finding) -> "QualityData":
        return replace(self, findings=tuple(f for f in self.findings if f != finding))


def count_of(data: QualityData, rule: Rule) -> int:
    if rule.kind == DUPLICATE:
        return len(data.pairs)
    if rule.kind == CONFIRMED:
        return len(data.kept)
    return sum(f.rule == rule.code for f in data.findings)


def line_rows(data: QualityData | None) -> list[ListRow]:
    """A line for every kind with its sum; below it the rules of the kind that have something.

    The id is the kind or "kind/rule". Nothing is counted yet while `data` is None.
    """
    rows = []
    for kind, label in KIND_LABELS.items():
        counts = {r: count_of(data, r) if data else 0 for r in RULES if r.kind == kind}
        total = sum(counts.values())
        shown = format_count(total) if data else "…"
        rows.append(ListRow(kind, {"title": label, "count": shown},
                            ("strong",) if total else ("muted",)))  # fmt: skip
        if len(counts) > 1:
            rows += [
                ListRow(f"{kind}/{r.code}", {"title": f"    {r.title}", "count": format_count(n)})
                for r, n in counts.items()
                if n
            ]
    return rows


def split_line(line: str) -> tuple[str, str]:
    """(kind, rule or "") of the id of a line."""
    kind, _, rule = line.partition("/")
    return kind, rule


def line_title(line: str) -> str:
    kind, rule = split_line(line)
    return RULE_BY_CODE[rule].title if rule else KIND_LABELS[kind]


def findings_of(data: QualityData, line: str) -> list[Finding]:
    """Those of a line, by village and household."""
    kind, rule = split_line(line)
    found = [
        f for f in data.findings
        if (f.rule == rule if rule else RULE_BY_CODE[f.rule].kind == kind)
    ]  # fmt: skip
    return sorted(found, key=lambda f: (RULES.index(RULE_BY_CODE[f.rule]), _who(f, data.names)))


def _who(finding: Finding, names: Names) -> tuple[str, str]:
    """(what the line is about, its village)."""
    if finding.place or not finding.records:
        return finding.place, ""
    return names.get(finding.records[0].household_id, ("", ""))


def finding_row(n: int, finding: Finding, names: Names) -> ListRow:
    """Its own sentence; the rule's name would push it out of view, and stands on the left."""
    who, village = _who(finding, names)
    if len(finding.records) > 1:
        who = f"{who} ({len(finding.records)} hộ)"
    return ListRow(str(n), {"who": who, "village": village, "why": finding.text})


def record_rows(finding: Finding, names: Names) -> list[ListRow]:
    """The households behind one flag."""
    rows = []
    for n, record in enumerate(finding.records):
        who, village = names.get(record.household_id, ("", ""))
        rows.append(ListRow(str(n), {"who": who, "village": village, "why": finding.text}))
    return rows


def pair_row(n: int, pair: Pair, names: Names) -> ListRow:
    (one, here), (other, there) = (names.get(id_, ("", "")) for id_ in (pair.a, pair.b))
    village = here if here == there else f"{here}; {there}"
    score = f"{min(99, round(100 * pair.score))} %"  # a person decides, so it is never certain
    return ListRow(str(n), {"score": score, "a": one, "b": other, "village": village})


def kept_row(n: int, kept: Confirmation, names: Names) -> ListRow:
    ids = kept.target.split()
    if kept.rule == "not_duplicate":
        people = " và ".join(names.get(i, (i, ""))[0] for i in ids)
        what = f"Không phải trùng: {people}"
    else:
        rule = RULE_BY_CODE.get(kept.rule)
        what = rule.title if rule else kept.rule
    day = f"{kept.by}, {format_day(kept.at[:10])} {kept.at[11:16]}"
    return ListRow(str(n), {"what": what, "reason": kept.reason, "by": day})


def pair_lines(
    one: Mapping[str, Any], other: Mapping[str, Any]
) -> list[tuple[str, str, str, bool]]:
    """(label, first, second, whether they differ) of what is known of either; phones masked."""
    fields = (
        ("Mã hộ", "code"), ("Chủ hộ", "head_name"), ("Năm sinh chủ hộ", "birth_year"),
        ("Thôn, bản", "village"), ("Cụm, ngõ", "cluster"), ("Địa chỉ", "address"),
        ("Điện thoại", "phone"), ("Số nhân khẩu", "members"), ("Lượt đến", "visits"),
    )  # fmt: skip
    lines = []
    for label, name in fields:
        shown = []
        for h in (one, other):
            value = h[name]
            is_phone = name == "phone" and value
            shown.append(mask_phone(value) if is_phone else "–" if value is None else str(value))
        if shown != ["–", "–"]:
            lines.append((label, shown[0], shown[1], one[name] != other[name]))
    return lines


def which_stays(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The id of the household that is proposed to stay: more visits, more known, older code."""

    def weight(h: Mapping[str, Any]) -> tuple[int, int]:
        names = ("phone", "members", "birth_year", "address", "cluster", "note")
        return h["visits"], sum(h[n] is not None for n in names)

    first, second = sorted((one, other), key=lambda h: str(h["code"]))
    return str(second["id"] if weight(second) > weight(first) else first["id"])


def summary(data: QualityData, at: str) -> str:
    """ "Rà soát lúc 14:05: 12 dòng cần xem"."""
    n = len(data.findings) + len(data.pairs)
    what = f"{format_count(n)} dòng cần xem" if n else "không có gì cần xem"
    return f"Rà soát lúc {at}: {what}"


def opening(finding: Finding) -> tuple[str, dict[str, object]] | None:
    """(screen, what) that a line with at most one record opens; None: its records are listed."""
    if len(finding.records) > 1:
        return None
    if not finding.records:
        what: dict[str, object] = {}
        if finding.opens in ("sheets", "grid"):
            what = {"sheet": finding.target}
        elif finding.opens == "tally":
            what = {"village": finding.village_id}
        elif finding.opens == "campaigns":
            what = {"part": "figures"}
        return finding.opens, what
    return open_record(finding, 0)


def open_record(finding: Finding, n: int) -> tuple[str, dict[str, object]]:
    record = finding.records[n]
    if not record.visit_id:
        return "households", {"household": record.household_id}
    return "entry", {"household": record.household_id, "visit": record.visit_id,
                     "field": record.field}  # fmt: skip


def describe(finding: Finding) -> str:
    return f"{RULE_BY_CODE[finding.rule].title}. {finding.text}"


def keepable(finding: Finding) -> bool:
    return RULE_BY_CODE[finding.rule].keeps
