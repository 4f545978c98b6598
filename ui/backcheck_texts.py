"""What Phúc tra says, as plain values: the list of samples, a verdict with its odds, differences.

No widgets here.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from domain.backchecks import (
    CAME,
    Rule,
    Verdict,
    answer_words,
    backcheck_fields,
    meaning_words,
    odds,
    score_words,
)
from domain.campaigns import Campaign
from domain.days import format_day
from domain.numerals import format_rate
from storage.backchecks import Backcheck, BackcheckLine
from ui.tables import Column, ListRow

COLUMNS = (
    Column("sheet", "Số phiếu", 92, sortable=False),
    Column("place", "Thôn, bản hoặc tổ", 170, grow=True, sortable=False),
    Column("drawn", "Rút mẫu", 92, "center", compact=False, sortable=False),
    Column("sample", "Mẫu / hoàn thành", 160, "center", compact=False, sortable=False),
    Column("typed", "Đã nhập", 78, "center", sortable=False),
    Column("agreement", "Khớp", 66, "center", sortable=False),
    Column("rate", "Đã báo hoàn thành", 166, "center", compact=False, sortable=False),
    Column("verdict", "Kết luận", 160, sortable=False),
)
EMPTY = (
    "Chưa có mẫu phúc tra nào. Bấm “Rút mẫu” để máy chọn ngẫu nhiên các hộ đã hoàn thành của một "
    "thôn, bản hoặc một tổ."
)
_SHORT = {
    Verdict.OPEN: "Chưa đủ", Verdict.ACCEPTED: "Đạt", Verdict.REJECTED: "Không đạt",
}  # fmt: skip


def backcheck_row(b: Backcheck, rates: Mapping[str, Fraction | None]) -> ListRow:
    """`rates`: village id -> the share of completed households that was reported."""
    score = b.score
    texts = {
        "sheet": b.sheet, "place": b.place.label, "drawn": format_day(b.drawn_at[:10]),
        "sample": f"{score.rule.size} / {b.pool}", "typed": f"{score.answered}/{score.rule.size}",
        "agreement": score.agreement if score.is_typed else "–",
        "rate": format_rate(rates.get(b.place.village_id or ""), 1),
        "verdict": short_verdict(b),
    }  # fmt: skip
    is_bad = score.is_typed and score.verdict is Verdict.REJECTED
    return ListRow(b.id, texts, ("alarm",) if is_bad else ())


def short_verdict(b: Backcheck) -> str:
    """ "Không đạt (4 > 2)"; nothing is told before every line is typed."""
    score = b.score
    if not score.is_typed:
        return "Đang chờ kết quả" if score.answered == 0 else "Đang nhập"
    sign = ">" if score.verdict is Verdict.REJECTED else "≤"
    told = f" ({score.discordant} {sign} {score.rule.most})"
    return _SHORT[score.verdict] + ("" if score.verdict is Verdict.OPEN else told)


def verdict_title(b: Backcheck) -> str:
    return f"{b.place.label}, phiếu {b.sheet}"


def verdict_lines(b: Backcheck, rate: Fraction | None) -> list[str]:
    """The verdict, beside it what was reported, and what the verdict does not prove."""
    said = [score_words(b.score)]
    if b.place.village_id and rate is not None:
        said.append(f"Tỷ lệ hoàn thành đã báo cáo của {b.place.label}: {format_rate(rate)}.")
    if b.score.is_typed and (meaning := meaning_words(b.score, b.pool)):
        said.append(meaning)
    who = f"{b.drawn_by} rút mẫu ngày {format_day(b.drawn_at[:10])}; số rút thăm {b.seed}."
    return [*said, f"{who} Rút lại vì: {b.reason}." if b.reason else who]


def odds_cells(rule: Rule, pool: int) -> list[tuple[str, str]]:
    """(how wrong, how likely to pass); empty where every household is checked."""
    if pool <= rule.size:
        return []
    return [(f"sai {e} %", format_rate(p, 1)) for e, p in odds(rule)]


def difference_lines(lines: Sequence[BackcheckLine], campaign: Campaign) -> list[str]:
    """ "7. 01-0034-2 Hà Thị Ửng: máy TM đã báo 2, phúc tra thấy 1." """
    labels = {f.name: f.label for f in backcheck_fields(campaign)}
    said = []
    for x in lines:
        if x.answer is None or not x.answer.discordant:
            continue
        parts = []
        for name in x.answer.discordant:
            if name == "came":
                parts.append("không có ai đến hộ này")
                continue
            old, new = (
                answer_words(name, values.get(name), campaign)
                for values in (x.answer.expected, x.answer.found)
            )
            label = labels[name][:1].lower() + labels[name][1:]
            parts.append(f"{label} đã báo {old}, phúc tra thấy {new}")
        said.append(f"{x.line}. {x.code} {x.head_name}: {'; '.join(parts)}.")
    return said


def line_head(x: BackcheckLine, lines: int) -> str:
    """ "Dòng 3/20: 01-0026-5, Hà Hồng Yến, Bản Chiềng": nothing of what was reported."""
    return f"Dòng {x.line}/{lines}: {x.code}, {x.head_name}, {x.village}"


def needs_counts(came: str) -> bool:
    """Whether the other answers make sense: somebody there was asked about a real visit."""
    return came in ("", CAME)


def next_open(lines: Sequence[BackcheckLine], after: int) -> int | None:
    """Index of the next line without an answer behind `after`, then from the top; None: all
    typed."""
    order = [*range(after + 1, len(lines)), *range(0, after + 1)]
    return next((n for n in order if lines[n].answer is None), None)
