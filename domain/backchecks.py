"""Back-checks (phúc tra): some completed households are visited again by somebody else (C6, IND24).

What was reported is not told to the one who goes there. To add a rule: RULES. To ask one more
question: backcheck_fields(); to compare it, compare().
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from domain.campaigns import Campaign
from domain.fields import Choice, Day, Field, Number, Option, Row, Text, Value
from domain.numerals import format_rate
from domain.results import STATUS_LABELS, Result
from domain.visits import app_field, disposition_options

ERRORS = (5, 10, 20, 30)  # percent of households whose report is wrong: what the odds are told for
CAME, NOT_CAME, NOT_MET = "YES", "NO", "NOT_MET"
CAME_OPTIONS = (
    Option(CAME, "Có", "1"),
    Option(NOT_CAME, "Không", "2"),
    Option(NOT_MET, "Không gặp ai", "3"),
)

HEAD_FIELDS: tuple[Field, ...] = (
    Field("checked_on", "Ngày phúc tra", Day(), required=True, width=12),
    Field("checker", "Người phúc tra", Text(), required=True, width=26),
)
REASON_FIELD = Field("reason", "Vì sao rút mẫu mới", Text(), required=True, width=40)


@dataclass(frozen=True)
class Rule:
    """Accepted when at most `most` of `size` households were found otherwise than reported."""

    size: int
    most: int


RULES = (Rule(20, 2), Rule(30, 3))


class Verdict(StrEnum):
    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


VERDICT_LABELS = {
    Verdict.OPEN: "Chưa đủ kết quả",
    Verdict.ACCEPTED: "Đạt phúc tra",
    Verdict.REJECTED: "Không đạt phúc tra",
}


def backcheck_fields(campaign: Campaign) -> tuple[Field, ...]:
    """What is asked at the door and typed from the sheet."""
    apps = (
        Field(app_field(a.code), f"Máy cài {a.name}", Number(most=9_999), width=6, per_app=True)
        for a in campaign.active_apps
    )
    return (
        Field("came", "Có người đến", Choice(CAME_OPTIONS), required=True, width=8),
        Field("disposition", "Kết quả", Choice(disposition_options(campaign)), width=26),
        Field("smartphones", "Máy TM", Number(most=9_999), width=6),
        *apps,
        Field("note", "Ghi chú", Text(), width=36),
    )


def fit_rule(rule: Rule, pool: int) -> Rule:
    """Where fewer households are completed than the rule draws, all are checked, and the number
    that may be wrong shrinks with them: 2 of 20 is 1 of 14, and 0 of 9."""
    if pool >= rule.size:
        return rule
    return Rule(pool, pool * rule.most // rule.size)


def draw(households: Sequence[str], size: int, seed: int) -> list[str]:
    """`size` of them, each as likely as any other, in the order given; the same for one seed."""
    drawn = set(random.Random(seed).sample(sorted(households), min(size, len(households))))
    return [h for h in households if h in drawn]


def acceptance(rule: Rule, percent_wrong: int) -> float:
    """How likely a place passes whose reports are wrong for so many percent (binomial)."""
    p = percent_wrong / 100
    return sum(
        math.comb(rule.size, k) * p**k * (1 - p) ** (rule.size - k) for k in range(rule.most + 1)
    )


def odds(rule: Rule) -> list[tuple[int, Fraction]]:
    """(percent wrong, likelihood to pass): the operating characteristic that screen and paper
    show."""
    return [(e, Fraction(acceptance(rule, e))) for e in ERRORS]


def odds_words(rule: Rule, pool: int) -> list[str]:
    """The rule and what it can and cannot see, in sentences for screen and paper."""
    said = [
        f"Kiểm {rule.size} hộ; đạt khi có nhiều nhất {rule.most} hộ khác với số liệu đã báo cáo."
    ]
    if pool <= rule.size:
        return [*said, f"Chỉ có {pool} hộ hoàn thành nên kiểm tất cả: kết luận là của cả {pool} "
                "hộ, không có may rủi của việc rút mẫu."]  # fmt: skip
    listed = "; ".join(f"sai {e} % thì {format_rate(p, 1)}" for e, p in odds(rule))
    return [
        *said,
        f"Khả năng đạt nếu báo cáo thật ra sai: {listed}.",
        "Tính theo phân bố nhị thức: mẫu rút ngẫu nhiên, hộ này sai không kéo theo hộ khác; "
        f"mẫu lấy từ {pool} hộ hoàn thành nên thực tế chặt hơn một chút.",
    ]


def expected_of(result: Result | None) -> Row:
    """What was reported of a household, as far as it is asked again."""
    if result is None:
        return {}
    counts: Row = {"disposition": result.status, "smartphones": result.smartphones}
    return {"came": CAME, **counts, **{app_field(code): n for code, n in result.apps}}


def compare(expected: Mapping[str, Value], found: Mapping[str, Value]) -> tuple[str, ...]:
    """Names of the answers that differ from the report. What either side left blank agrees.

    Nobody there to ask is no answer at all. Where nobody ever came, that alone is said.
    """
    if found.get("came") == NOT_MET:
        return ()
    if found.get("came") == NOT_CAME:
        return ("came",)
    return tuple(
        name
        for name, value in expected.items()
        if value is not None and found.get(name) is not None and found[name] != value
    )


def check_answer(values: Row, campaign: Campaign) -> dict[str, str]:
    """Rules across the fields of one line."""
    if values.get("came") == CAME and values.get("disposition") is None:
        return {"disposition": "Có người đến thì ghi kết quả theo phiếu phúc tra."}
    smartphones = values.get("smartphones")
    for app in campaign.active_apps:
        n = values.get(app_field(app.code))
        if isinstance(n, int) and isinstance(smartphones, int) and n > smartphones:
            return {
                app_field(app.code): f"Số máy cài {app.name} ({n}) nhiều hơn số điện thoại "
                f"thông minh ({smartphones})."
            }
    return {}


@dataclass(frozen=True)
class Score:
    """How a back-check stands: `met` were found and asked, of these `discordant` differ."""

    rule: Rule
    answered: int
    met: int
    discordant: int

    @property
    def verdict(self) -> Verdict:
        """Decided as soon as the households still missing cannot turn it."""
        if self.discordant > self.rule.most:
            return Verdict.REJECTED
        missing = self.rule.size - self.met
        return Verdict.ACCEPTED if self.discordant + missing <= self.rule.most else Verdict.OPEN

    @property
    def agreement(self) -> str:
        """IND24: "18/20"."""
        return f"{self.met - self.discordant}/{self.met}" if self.met else "–"

    @property
    def is_typed(self) -> bool:
        return self.answered >= self.rule.size


def score_words(score: Score) -> str:
    """ "Không đạt phúc tra: 4/20 hộ khác với báo cáo, cho phép 2."."""
    if not score.is_typed:
        return f"Đã nhập {score.answered}/{score.rule.size} hộ; nhập đủ mới có kết luận."
    text = (
        f"{VERDICT_LABELS[score.verdict]}: {score.discordant}/{score.met} hộ khác với báo cáo, "
        f"cho phép {score.rule.most}."
    )
    not_met = score.answered - score.met
    if not_met and score.verdict is Verdict.OPEN:
        return f"{text} Còn {not_met} hộ chưa gặp được: cần đến lại rồi mới kết luận."
    return f"{text} {not_met} hộ không gặp được không đổi kết luận." if not_met else text


def meaning_words(score: Score, pool: int) -> str:
    """What a verdict does and does not prove, by the odds of its rule; where all households of the
    pool were drawn there are none."""
    rule = score.rule
    if score.verdict is not Verdict.OPEN and pool <= rule.size:
        return (
            f"Cả {pool} hộ đã báo hoàn thành đều được phúc tra, không có may rủi của việc rút mẫu."
        )
    by_error = dict(odds(rule))
    if score.verdict is Verdict.ACCEPTED:
        chance = format_rate(by_error[20], 1)
        return (
            f"Đạt không có nghĩa là không sai: báo cáo sai 20 % vẫn qua được với khả năng {chance}."
        )
    if score.verdict is Verdict.REJECTED:
        chance = format_rate(1 - by_error[5], 1)
        return (
            f"Nếu báo cáo chỉ sai 5 %, khả năng bị trượt như thế này là {chance}. "
            "Nên rà soát lại toàn bộ các hộ đã báo hoàn thành ở đây."
        )
    return ""


def answer_words(name: str, value: Value, campaign: Campaign) -> str:
    """An answer as people read it: "Cài một phần", "2", "Không"."""
    if value is None:
        return "–"
    if name == "disposition" and str(value) in STATUS_LABELS:
        return dict(campaign.labels).get(str(value), STATUS_LABELS[str(value)])
    field = next((f for f in backcheck_fields(campaign) if f.name == name), None)
    return field.kind.format(value) if field else str(value)
