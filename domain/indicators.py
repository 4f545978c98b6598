"""Indicators: functions of counts, and counts are added before anything is divided.

To add an indicator: a line in INDICATORS (and, for a new count, one expression in
storage/progress.py). It then appears in tiles, ranking, report, "Nguồn" and JSON.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from math import ceil

from domain.campaigns import App, Campaign


@dataclass
class Counts:
    """What is known of one unit at one moment. None is "not known", which is never 0."""

    households: int = 0  # active, on the list or found
    found: int = 0  # of them "phát sinh"
    visited: int = 0
    contacted: int = 0
    completed: int = 0
    with_device: int = 0  # households known to have a smartphone, or complete
    without_device: int = 0
    with_app: int = 0  # households with at least one app on one device
    with_in_use: int = 0
    refused: int = 0
    ended: int = 0  # IND03b: no more work, ineligible ones included
    ineligible: int = 0  # on the list, but moved, merged, vacant …
    unreached: int = 0  # NOT_VISITED, NOT_HOME, LONG_AWAY, UNREACHED: IND03's conservative base
    attempts: int = 0
    revisited: int = 0  # households somebody went to again
    revisited_done: int = 0  # of them, now complete or known to have no device
    overdue: int = 0  # the day of the next visit is over, and nobody was there since
    revisit_due: int = 0  # revisited or overdue: those that were to be visited again
    members: int | None = None
    smartphones: int | None = None
    android: int | None = None
    ios: int | None = None
    in_use: int | None = None
    in_use_base: int | None = None
    all_apps: int | None = None
    cross_smartphones: int | None = None  # devices of households whose all_apps is known
    installed: dict[str, int | None] = field(default_factory=dict)
    cross_installed: dict[str, int | None] = field(default_factory=dict)
    cross_partial: int = 0  # of cross_smartphones, those of households with an app not counted
    # Numerators of households whose denominator is known too, so that no rate mixes households.
    paired_installed: dict[str, int | None] = field(default_factory=dict)
    paired_all_apps: int | None = None
    paired_in_use: int | None = None
    population: int | None = None
    subscribers: int | None = None
    # Of a village that gives only totals (domain/tally_counts.py). A count of households that no
    # total states is not known, whatever the other totals prove of it: `blank` has what they prove.
    blank: dict[str, int] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    app_unknown: int = 0  # households with a device of which nobody said whether an app is on it

    def get(self, name: str) -> int | None:
        """A count by name, or a sum "a+b"; "installed:<code>", "cross:<code>" and
        "paired:<code>" for an app's."""
        if name.startswith("installed:"):
            return self.installed.get(name.removeprefix("installed:"))
        if name.startswith("cross:"):
            return self.cross_installed.get(name.removeprefix("cross:"))
        if name.startswith("paired:"):
            code = name.removeprefix("paired:")
            return self.paired_installed.get(code, self.installed.get(code))
        if "+" in name:
            parts = [self.get(part) for part in name.split("+")]
            return None if None in parts else add_known(parts)
        if name in self.unknown:
            return None
        value: int | None = getattr(self, name)
        if value is not None and name in self.blank:
            return value - self.blank[name]
        if value is None and name.startswith("paired_"):
            return self.get(name.removeprefix("paired_"))
        return value

    @property
    def on_list(self) -> int:
        return self.households + self.ineligible

    @property
    def os_unknown(self) -> int | None:
        """IND18: smartphones known to be neither, so that the three add up to all of them."""
        if self.smartphones is None:
            return None
        return self.smartphones - (self.android or 0) - (self.ios or 0)


def add_known(values: Iterable[int | None]) -> int | None:
    """The sum of what is known; None when nothing is."""
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def add_counts(units: Sequence[Counts]) -> Counts:
    total = Counts()
    for f in fields(Counts):
        if f.name in ("installed", "cross_installed", "paired_installed"):
            codes = dict.fromkeys(code for u in units for code in getattr(u, f.name))
            merged = {c: add_known(getattr(u, f.name).get(c) for u in units) for c in codes}
            setattr(total, f.name, merged)
        elif f.name == "blank":
            total.blank = dict(sum((Counter(u.blank) for u in units), Counter()))
        elif f.name == "unknown":  # as soon as one village that was visited states it, it is known
            reported = [u.unknown for u in units if u.visited]
            total.unknown = frozenset.intersection(*reported) if reported else frozenset()
        elif f.default == 0:
            setattr(total, f.name, sum(getattr(u, f.name) for u in units))
        else:
            setattr(total, f.name, add_known(getattr(u, f.name) for u in units))
    return total


@dataclass(frozen=True)
class Indicator:
    """`numerator` and `denominator` name counts; "{app}" is replaced by each app's code."""

    code: str
    label: str
    numerator: str
    denominator: str = ""
    per_app: bool = False
    may_exceed_one: bool = False  # X3: subscribers may outnumber people
    numerator_words: str = ""
    denominator_words: str = ""

    def key(self, app: App | None) -> str:
        return f"{self.code}({app.code})" if self.per_app and app else self.code

    def name(self, app: App | None) -> str:
        return self.label.format(app=app.name if app else "")

    def parts(self, counts: Counts, app: App | None = None) -> tuple[int | None, int | None]:
        code = app.code if app else ""
        return (
            counts.get(self.numerator.format(app=code)),
            counts.get(self.denominator.format(app=code)) if self.denominator else None,
        )

    def rate(self, counts: Counts, app: App | None = None) -> Fraction | None:
        """None where the denominator is missing or 0, or the numerator is not known."""
        top, bottom = self.parts(counts, app)
        return Fraction(top, bottom) if bottom and top is not None else None


INDICATORS: tuple[Indicator, ...] = (
    Indicator("IND01", "Tỷ lệ hộ đã đến", "visited", "households",
              numerator_words="Số hộ có ít nhất một lượt đến, kể cả vắng nhà",
              denominator_words="Tổng số hộ đang ở trong danh sách, gồm cả hộ phát sinh"),
    Indicator("IND02", "Tỷ lệ hộ gặp được", "contacted", "households",
              numerator_words="Số hộ có ít nhất một lượt gặp được người",
              denominator_words="Tổng số hộ đang ở trong danh sách"),
    Indicator("IND02b", "Tỷ lệ gặp được trên số hộ đã đến", "contacted", "visited",
              numerator_words="Số hộ có ít nhất một lượt gặp được người",
              denominator_words="Số hộ đã đến"),
    Indicator("IND03", "Tỷ lệ hộ hoàn thành", "completed", "with_device",
              numerator_words="Số hộ hoàn thành theo định nghĩa của đợt",
              denominator_words="Số hộ đã biết có ít nhất một điện thoại thông minh"),
    Indicator("IND03c", "Tỷ lệ hộ hoàn thành (tính chặt)", "completed", "with_device+unreached",
              numerator_words="Số hộ hoàn thành theo định nghĩa của đợt",
              denominator_words="Số hộ đã biết có điện thoại thông minh, cộng các hộ chưa đến, "
                                "vắng, vắng dài ngày và không tới được"),
    Indicator("IND03b", "Tỷ lệ hộ kết thúc", "ended", "on_list",
              numerator_words="Số hộ hoàn thành, không có thiết bị, từ chối lần cuối, hết lượt "
                              "hoặc không thuộc diện",
              denominator_words="Tổng số hộ trong danh sách"),
    Indicator("IND04", "Số máy đã cài {app}", "installed:{app}", per_app=True,
              numerator_words="Số máy đã cài {app}, theo lượt đến mới nhất có số liệu"),
    Indicator("IND05", "Tỷ lệ cài {app} trên dân số", "installed:{app}", "population", True, True,
              "Số máy đã cài {app}", "Dân số"),
    Indicator("IND06", "Tỷ lệ cài {app} trên thuê bao điện thoại thông minh", "installed:{app}",
              "subscribers", True, True, "Số máy đã cài {app}", "Thuê bao điện thoại thông minh"),
    Indicator("IND07", "Tỷ lệ cài {app} trên máy rà soát được", "paired:{app}", "smartphones",
              True, False, "Số máy đã cài {app}", "Số điện thoại thông minh rà soát được tại hộ"),
    Indicator("IND08", "Tỷ lệ máy cài đủ các ứng dụng", "paired_all_apps", "cross_smartphones",
              numerator_words="Số máy cài đủ các ứng dụng bắt buộc",
              denominator_words="Số điện thoại thông minh của các hộ đã rõ số máy cài đủ"),
    Indicator("IND09", "Tỷ lệ đang dùng", "paired_in_use", "in_use_base",
              numerator_words="Số máy đang dùng khi đến xem",
              denominator_words="Số máy đã cài của các hộ đã được hỏi"),
    Indicator("IND16", "Tỷ lệ từ chối", "refused", "contacted",
              numerator_words="Số hộ có lượt đến mới nhất là từ chối",
              denominator_words="Số hộ gặp được"),
    Indicator("IND17", "Hiệu quả quay lại", "revisited_done", "revisited",
              numerator_words="Số hộ đã quay lại mà nay hoàn thành hoặc không có thiết bị",
              denominator_words="Số hộ có từ hai lần đến trở lên"),
    Indicator("IND17b", "Tỷ lệ hộ quá hẹn chưa quay lại", "overdue", "revisit_due",
              numerator_words="Số hộ đã qua ngày hẹn mà chưa có lượt đến mới",
              denominator_words="Số hộ đã quay lại, cộng số hộ quá hẹn chưa quay lại"),
    Indicator("IND18a", "Tỷ lệ máy Android", "android", "smartphones",
              numerator_words="Số máy Android", denominator_words="Số điện thoại thông minh"),
    Indicator("IND18i", "Tỷ lệ máy iOS", "ios", "smartphones",
              numerator_words="Số máy iOS", denominator_words="Số điện thoại thông minh"),
)  # fmt: skip
BY_KEY = {i.code: i for i in INDICATORS}


def indicators_of(campaign: Campaign) -> list[tuple[Indicator, App | None]]:
    """Each indicator that means something here, once per app where it is per app."""
    listed: list[tuple[Indicator, App | None]] = []
    for i in INDICATORS:
        if i.code == "IND08" and len(campaign.required_apps) < 2:
            continue
        if i.code == "IND09" and not campaign.in_use_app:
            continue
        listed += [(i, app) for app in campaign.active_apps] if i.per_app else [(i, None)]
    return listed


def total_rate(
    indicator: Indicator, units: Sequence[Counts], app: App | None = None
) -> tuple[Fraction | None, int]:
    """Σ numerator / Σ denominator over the units that have both, and how many those are (G5)."""
    pairs = [
        (top, bottom)
        for u in units
        for top, bottom in [indicator.parts(u, app)]
        if top is not None and bottom is not None
    ]
    below = sum(b for _, b in pairs)
    return (Fraction(sum(t for t, _ in pairs), below) if below else None), len(pairs)


def rank(rates: Mapping[str, Fraction | None]) -> dict[str, int | None]:
    """IND23: 1-2-2-4 on the unrounded rate, highest first; a unit without a rate has no rank."""
    known = sorted((r for r in rates.values() if r is not None), reverse=True)
    return {unit: None if r is None else known.index(r) + 1 for unit, r in rates.items()}


def rate_change(now: Fraction | None, then: Fraction | None) -> Fraction | None:
    """IND20, in points: never a percentage of a percentage."""
    return None if now is None or then is None else now - then


@dataclass(frozen=True)
class Pace:
    """IND22: what is missing to the target and how much a day that is."""

    missing: int
    days: int
    per_day: int | None  # None when no day is left


def compute_pace(numerator: int, denominator: int, target: Fraction, days: int) -> Pace:
    missing = max(0, ceil(target * denominator) - numerator)
    return Pace(missing, days, ceil(Fraction(missing, days)) if days else None)
