"""What Tổng quan says, as plain values: tiles, the pace, the cut-off, and what a number opens.

No widgets here. A segment is a key of storage.household_lists.SEGMENTS, or "app:<code>".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from domain.campaigns import App, Campaign
from domain.days import end_of, format_day
from domain.fields import Day, Field, Row
from domain.indicators import BY_KEY, Indicator
from domain.numerals import format_count, format_rate
from domain.overview import Reached, app_indicator, reach
from domain.progress import Progress, left_out_words
from domain.results import NOT_VISITED

SET_TARGET = "Đặt chỉ tiêu"
SET_DEADLINE = "Đặt hạn báo cáo"

MOMENT_FIELDS = (
    Field("until", "Số liệu đến", Day(hour=True), width=18,
          hint="Ngày, hoặc giờ và ngày: 08:00 20/8/2020. Để trống: mới nhất."),
    Field("compare", "So với", Day(hour=True), width=18,
          hint="Để trống: lần báo cáo trước."),
)  # fmt: skip

_BASES = {"smartphones": "máy", "population": "người dân", "subscribers": "thuê bao"}
_NO_BASE = {
    "smartphones": "chưa rà soát máy", "population": "chưa có dân số",
    "subscribers": "chưa có số thuê bao",
}  # fmt: skip


@dataclass(frozen=True)
class Opens:
    """A piece of text and the households behind it; "" opens nothing."""

    text: str
    segment: str = ""


@dataclass(frozen=True)
class TileText:
    title: str
    value: Opens
    rate: str
    whole: Opens  # "trên 1.186 hộ"
    rest: Opens  # "444 hộ chưa đến"
    share: Fraction | None = None
    target: Fraction | None = None
    target_words: str = ""
    change: str = ""


@dataclass(frozen=True)
class PaceText:
    """Read from above: "Đạt 60 % máy: cần thêm", "37 máy/ngày", "trong 11 ngày, hạn 25/08/2020"."""

    title: str
    value: str
    unit: str
    note: str
    segment: str = ""
    link: str = ""  # what is to be set first, in the campaign
    alarm: bool = False


def visited_tile(progress: Progress, campaign: Campaign, today: date) -> TileText:
    now = progress.commune_now
    reached = reach(progress, campaign, BY_KEY["IND01"], None, today)
    return TileText(
        "Hộ đã đến",
        Opens(format_count(now.visited), "visited"),
        format_rate(reached.rate),
        Opens(f"trên {format_count(now.households)} hộ", "listed"),
        Opens(f"{format_count(now.households - now.visited)} hộ chưa đến", NOT_VISITED),
        reached.rate, reached.target, target_words(reached),
        change_words(now.visited, progress.commune_before.visited),
    )  # fmt: skip


def completed_tile(progress: Progress, campaign: Campaign, today: date) -> TileText:
    now = progress.commune_now
    reached = reach(progress, campaign, BY_KEY["IND03"], None, today)
    completed = now.get("completed")  # None: totals alone, which do not say
    left = None if completed is None else now.visited - completed
    return TileText(
        "Hộ hoàn thành",
        Opens(format_count(completed), "completed"),
        format_rate(reached.rate),
        Opens(_whole_words(progress, reached, BY_KEY["IND03"], None, "hộ có máy"), "with_device"),
        Opens(f"{format_count(left)} hộ đã đến chưa xong", "not_completed"),
        reached.rate, reached.target, target_words(reached),
        change_words(completed, progress.commune_before.get("completed")),
    )  # fmt: skip


def app_tile(progress: Progress, campaign: Campaign, app: App, today: date) -> TileText:
    now = progress.commune_now
    indicator = app_indicator(campaign, app)
    reached = reach(progress, campaign, indicator, app, today)
    installed = now.installed.get(app.code)
    at_home = indicator.denominator == "smartphones"
    base = Opens(
        _whole_words(progress, reached, indicator, app, _BASES[indicator.denominator]),
        "with_device" if at_home else "listed",
    )
    if reached.bottom is None:
        base = Opens(_NO_BASE[indicator.denominator])
    return TileText(
        f"Máy đã cài {app.name}",
        Opens(format_count(installed), f"app:{app.code}"),
        format_rate(reached.rate),
        base,
        Opens(f"{format_count(now.with_device - now.with_app - now.app_unknown)} hộ có máy "
              "chưa cài", "without_app"),
        reached.rate, reached.target, target_words(reached),
        change_words(installed, progress.commune_before.installed.get(app.code)),
    )  # fmt: skip


def _whole_words(
    progress: Progress, reached: Reached, indicator: Indicator, app: App | None, unit: str
) -> str:
    """ "trên 9 hộ có máy"; where the number above is of more villages than its rate, of which."""
    if without := progress.left_out(indicator, app):
        ratio = f"{format_count(reached.top)}/{format_count(reached.bottom)}"
        return f"tỷ lệ tính trên {ratio}, {left_out_words(without, most=1)}"
    return f"trên {format_count(reached.bottom)} {unit}"


def target_words(reached: Reached) -> str:
    """ "chỉ tiêu 60 %"."""
    if reached.target is None:
        return ""
    words = f"chỉ tiêu {short_rate(reached.target)}"
    return f"đạt {words}" if reached.missing == 0 else words


def change_words(now: int | None, before: int | None) -> str:
    """ "+34": what came since the cut-off before; "" while nothing is known."""
    if now is None:
        return ""
    change = now - (before or 0)
    return f"{'+' if change >= 0 else '−'}{format_count(abs(change))}"


def short_rate(rate: Fraction) -> str:
    """ "60 %", "16,5 %": a target as it was set, without zeros at the end."""
    places = next((n for n in (0, 1) if (rate * 100 * 10**n).denominator == 1), 2)
    return format_rate(rate, places)


def pace_text(
    reached: Sequence[tuple[Reached, str]], app: App | None, *, closed: bool = False
) -> PaceText:
    """What is still needed a day (IND22) for the first target that is not met.

    `reached` with the unit counted: the app's target first, then those on households.
    """
    if closed:
        return PaceText("Đợt đã kết thúc", "–", "", "")
    with_target = [(r, unit) for r, unit in reached if r.target is not None]
    if not with_target:
        what = f"Chưa có chỉ tiêu cho {app.name}" if app else "Chưa có ứng dụng và chỉ tiêu"
        return PaceText("Nhịp cần đạt", "–", "", what, link=SET_TARGET)
    first, unit = next(((r, u) for r, u in with_target if r.missing != 0), with_target[0])
    goal = f"{short_rate(first.target or Fraction(0))} {unit}"
    if first.missing is None:
        return PaceText("Nhịp cần đạt", "–", "", f"Chưa có số liệu để tính chỉ tiêu {goal}")
    if not first.missing:
        return PaceText(f"Chỉ tiêu {goal}", "Đã đạt", "", _by(first.due))
    missing = format_count(first.missing)
    if first.pace is None:
        return PaceText(f"Đạt {goal}: còn thiếu", missing, unit, "Chưa có hạn báo cáo", "open",
                        SET_DEADLINE)  # fmt: skip
    if first.pace.per_day is None:
        return PaceText("Đã hết hạn, còn thiếu", missing, unit, _by(first.due), "open",
                        alarm=True)  # fmt: skip
    return PaceText(
        f"Đạt {goal}: cần thêm", format_count(first.pace.per_day), f"{unit}/ngày",
        f"trong {first.pace.days} ngày, {_by(first.due)}", "open",
    )  # fmt: skip


def _by(due: date | None) -> str:
    return f"hạn {format_day(due.isoformat())}" if due else ""


def moment_words(when: str) -> str:
    """ "08:00 ngày 20/08/2020"; a day alone is its end."""
    day = format_day(when[:10])
    return f"{when[11:16]} ngày {day}" if len(when) > 10 else f"hết ngày {day}"


def cut_off_words(until: str, now: datetime) -> str:
    """ "Số liệu đến 14:35 ngày 27/08/2020"."""
    return f"Số liệu đến {moment_words(until or now.isoformat(timespec='minutes'))}"


def compare_words(compare: str, *, is_report: bool) -> str:
    """ "(+) tăng so với báo cáo ngày 20/08/2020", "… báo cáo 08:00 ngày 20/08/2020"."""
    moment = moment_words(compare)
    words = f"báo cáo {moment.removeprefix('hết ')}" if is_report else moment
    return f"(+) tăng so với {words}"


def compare_short(compare: str, *, is_report: bool) -> str:
    """ "(+) so với báo cáo ngày 20/08": where there is no room for compare_words()."""
    return f"(+) so với {'báo cáo ngày ' if is_report else ''}{format_day(compare[:10])[:5]}"


def reported_words(progress: Progress) -> str:
    """ "7/8 thôn, bản đã báo cáo" (C3)."""
    units = progress.units
    return f"{sum(u.has_data for u in units)}/{len(units)} thôn, bản đã báo cáo"


def check_moment(values: Row, now: datetime) -> dict[str, str]:
    """Rules across the two fields of the cut-off."""
    until, compare = str(values.get("until") or ""), str(values.get("compare") or "")
    at = now.isoformat(timespec="minutes")
    if until[:10] > at[:10]:
        return {"until": f"Ngày {format_day(until[:10])} ở sau hôm nay."}
    if compare and end_of(compare) >= (end_of(until) or at):
        return {"compare": "Phải ở trước thời điểm của số liệu."}
    return {}


EMPTY: dict[str, tuple[str, str, str]] = {
    # step of ui/welcome.py -> sentence, button, icon
    "office": ("Chưa có thông tin đơn vị. Hãy ghi tên xã, phường để bắt đầu.",
               "Ghi thông tin đơn vị", "building"),
    "villages": ("Chưa có thôn, bản nào. Hãy ghi tên các thôn, bản, tổ dân phố.",
                 "Ghi thôn, bản", "signpost-split"),
    "list": ("Chưa có hộ nào. Hãy nhập danh sách hộ đã có trong máy (Excel, CSV).",
             "Nhập danh sách hộ", "people"),
    "campaign": ("Chưa có đợt vận động nào. Hãy tạo đợt vận động: tên, ngày bắt đầu, hạn báo cáo "
                 "và ứng dụng cần cài.", "Tạo đợt vận động", "flag"),
}  # fmt: skip
NO_VISITS = (
    "Chưa có lượt đến nào trong đợt này. Hãy nhập phiếu đầu tiên; "
    "biểu đồ và xếp hạng sẽ hiện ở đây."
)
