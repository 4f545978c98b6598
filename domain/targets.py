"""Chỉ tiêu giao as the office types it: which indicator, of which app, how much, until when."""

from dataclasses import replace
from fractions import Fraction

from domain.campaigns import Campaign, Target
from domain.days import format_day
from domain.fields import Choice, Day, Field, Option, Row, Text
from domain.indicators import BY_KEY
from domain.numerals import format_decimal, parse_rate, round_half_up

TARGET_INDICATORS = ("IND01", "IND03", "IND05", "IND06", "IND07", "IND08")
EVERY_APP = "Mọi ứng dụng"


def indicator_label(code: str, app: str = "ứng dụng") -> str:
    return BY_KEY[code].label.format(app=app)


def target_fields(campaign: Campaign) -> tuple[Field, ...]:
    apps = (Option("", EVERY_APP), *(Option(a.code, a.name) for a in campaign.apps))
    indicators = tuple(Option(code, indicator_label(code)) for code in TARGET_INDICATORS)
    return (
        Field("indicator", "Chỉ số", Choice(indicators), required=True, width=44),
        Field("app_code", "Ứng dụng", Choice(apps), width=22),
        Field(
            "percent", "Phải đạt (%)", Text(), required=True, width=12, hint="Ví dụ: 60 hoặc 62,5"
        ),
        Field("by_on", "Đến ngày", Day(), width=12, hint="Để trống: theo hạn của đợt"),
        Field("document", "Văn bản giao", Text(), width=40, hint="Ví dụ: Kế hoạch số 12/KH-UBND"),
    )


def is_per_app(indicator: str) -> bool:
    return indicator in BY_KEY and BY_KEY[indicator].per_app


def parse_percent(text: str) -> float | None:
    """ "62,5" and "62,5 %" are 62.5; None for anything not above 0 and up to 100."""
    try:
        value = parse_rate(text.replace("%", "") + "%")
    except ValueError:
        return None
    return float(value * 100) if 0 < value <= 1 else None


def format_percent(percent: float) -> str:
    """ "60 %", "62,5 %": without noughts behind the comma."""
    text = format_decimal(round_half_up(Fraction(str(percent))))
    return text.rstrip("0").rstrip(",") + "\u00a0%"


def check_target(campaign: Campaign, values: Row, old: Target | None = None) -> dict[str, str]:
    """Messages by field; the campaign has one target of a kind for each app."""
    errors: dict[str, str] = {}
    if parse_percent(str(values.get("percent") or "")) is None:
        errors["percent"] = "Hãy gõ số phần trăm lớn hơn 0 và không quá 100, ví dụ 60."
    key = _key(make_target(values)) if not errors else None
    if key in {_key(t) for t in campaign.targets if t != old}:
        errors["indicator"] = "Đã có chỉ tiêu này. Hãy sửa chỉ tiêu đó."
    by_on = str(values.get("by_on") or "")
    if by_on and by_on < campaign.starts_on:
        errors["by_on"] = f"Ngày này ở trước ngày bắt đầu đợt ({format_day(campaign.starts_on)})."
    return errors


def make_target(values: Row) -> Target:
    """From checked values."""
    indicator = str(values["indicator"])
    percent = parse_percent(str(values["percent"]))
    assert percent is not None
    return Target(
        indicator, percent, str(values.get("app_code") or "") if is_per_app(indicator) else "",
        str(values.get("by_on") or ""), str(values.get("document") or ""),
    )  # fmt: skip


def target_values(target: Target) -> Row:
    return {
        "indicator": target.indicator, "app_code": target.app_code, "by_on": target.by_on,
        "percent": format_percent(target.percent).rstrip("\u00a0%"), "document": target.document,
    }  # fmt: skip


def put_target(campaign: Campaign, target: Target, old: Target | None = None) -> Campaign:
    kept = tuple(t for t in campaign.targets if t != old and _key(t) != _key(target))
    return replace(campaign, targets=tuple(sorted((*kept, target), key=_key)))


def without_target(campaign: Campaign, target: Target) -> Campaign:
    return replace(campaign, targets=tuple(t for t in campaign.targets if t != target))


def _key(target: Target) -> tuple[str, str]:
    return (target.indicator, target.app_code)
