"""A campaign: which apps, for how long, what "complete" means, which codes and reasons are offered.

Apps, reasons and targets are rows that the office edits; nothing here knows any app by name
(domain/presets.py does).
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import chain, count

from domain.days import due_day
from domain.fields import Choice, Day, Field, Option, Text, YesNo
from domain.text import fold_key

MOST_APPS = 8  # slots of the derived table in storage/migrations.py

COMPLETE_RULES = (
    Option("ALL_DEVICES", "Mọi điện thoại thông minh trong hộ đã cài đủ"),
    Option("AT_LEAST_ONE_ADULT", "Ít nhất một người lớn đã cài đủ"),
    Option("ALL_ELIGIBLE_PERSONS", "Mọi người thuộc diện trong hộ đã cài đủ"),
)

DEADLINE_WORDS = (
    Option("BEFORE", "trước ngày"),  # due the day before, 23:59
    Option("BY", "chậm nhất trong ngày"),
)

CAMPAIGN_FIELDS: tuple[Field, ...] = (
    Field("name", "Tên đợt vận động", Text(), required=True, width=50),
    Field("starts_on", "Bắt đầu ngày", Day(), required=True, width=12),
    Field("deadline_words", "Cách ghi hạn", Choice(DEADLINE_WORDS), width=20),
    Field("deadline_on", "Hạn báo cáo", Day(), width=12),
    Field("complete_rule", "Hộ được coi là hoàn thành khi", Choice(COMPLETE_RULES), width=40),
)

APP_FIELDS: tuple[Field, ...] = (
    Field("name", "Tên ứng dụng", Text(), required=True, width=26),
    Field("aliases", "Tên viết khác (cách nhau dấu phẩy)", Text(), width=30),
    Field("required", "Bắt buộc", YesNo(), width=8),
    Field("in_use_label", "Câu hỏi “đang dùng” (để trống: không hỏi)", Text(), width=30),
    Field("about", "Dùng để làm gì (in trên tờ rơi)", Text(), width=50),
)


@dataclass(frozen=True)
class App:
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    required: bool = True
    in_use_label: str = ""  # "Đang bật Bluetooth": asked where not empty, of one app a campaign
    slot: int = 1  # 1 … MOST_APPS: its column in the derived table, never given to another app
    archived: bool = False
    about: str = ""  # what it is for, one sentence; stands on the leaflet

    def is_called(self, heading: str) -> bool:
        """Whether an import heading means this app (H7: "Bluzone", "App Smart Thanh Hóa")."""
        key = fold_key(heading)
        own = [fold_key(n) for n in (self.name, self.code, *self.aliases)]
        return key in own or key.removeprefix("app ").removeprefix("ung dung ") in own


@dataclass(frozen=True)
class Reason:
    """Why a household is not done, for one disposition; a code never changes its meaning (H5)."""

    code: str
    disposition: str
    label: str
    group: str = "OTHER"  # column of the annex of reasons, see domain/reasons.py
    retired: bool = False


@dataclass(frozen=True)
class Target:
    """Chỉ tiêu giao: an indicator on a denominator must reach `percent` by a day."""

    indicator: str  # "IND01", "IND03", "IND05", "IND06", "IND07", "IND08"
    percent: float
    app_code: str = ""
    by_on: str = ""
    document: str = ""

    @property
    def share(self) -> Fraction:
        """`percent` as written, exactly: 1.1 is 11/1000, not the nearest binary number."""
        return Fraction(str(self.percent)) / 100


@dataclass(frozen=True)
class Campaign:
    id: str
    name: str
    starts_on: str  # ISO day
    deadline_on: str = ""
    deadline_words: str = "BEFORE"
    complete_rule: str = "ALL_DEVICES"
    preset: str = ""
    topic: str = ""  # what the report is about: "cài đặt ứng dụng …"
    skip_sundays: bool = True
    closed: bool = False
    apps: tuple[App, ...] = ()
    reasons: tuple[Reason, ...] = ()
    targets: tuple[Target, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()  # disposition code -> the office's own words
    most_per_day: int = 40  # households one team can do on one day (A12)
    guide: str = ""  # more to say on the leaflet, a paragraph a line (D6)
    guide_link: str = ""  # where the instructions stand on the web

    @cached_property
    def active_apps(self) -> tuple[App, ...]:
        return tuple(a for a in self.apps if not a.archived)

    @cached_property
    def required_apps(self) -> tuple[App, ...]:
        return tuple(a for a in self.active_apps if a.required) or self.active_apps

    @cached_property
    def in_use_app(self) -> App | None:
        return next((a for a in self.active_apps if a.in_use_label), None)

    @cached_property
    def due(self) -> date | None:
        """The last day on which the report is in time."""
        if not self.deadline_on:
            return None
        return due_day(self.deadline_on, before_that_day=self.deadline_words == "BEFORE")

    @property
    def result_rules(self) -> tuple[object, ...]:
        """What the results of households follow from (domain/results.py): while it is equal, a
        changed name or reason needs no new results."""
        asked = self.in_use_app
        return (
            self.complete_rule, self.skip_sundays, self.due,
            {(a.code, a.slot) for a in self.apps}, {a.code for a in self.required_apps},
            asked.code if asked else "",
        )  # fmt: skip

    def find_app(self, heading: str) -> App | None:
        return next((a for a in self.active_apps if a.is_called(heading)), None)

    def target(self, indicator: str, app_code: str = "") -> Target | None:
        """The target set for this app, else the one set for every app."""
        of_app = {t.app_code: t for t in self.targets if t.indicator == indicator}
        return of_app.get(app_code) or of_app.get("")


def free_slot(apps: tuple[App, ...]) -> int | None:
    """The first slot no app of the campaign ever had; None when all are taken."""
    taken = {a.slot for a in apps}
    return next((n for n in range(1, MOST_APPS + 1) if n not in taken), None)


def app_code(name: str, apps: tuple[App, ...]) -> str:
    """ "Smart Thanh Hóa" -> "smart-thanh-hoa"; a number is added where that is taken."""
    base = fold_key(name).replace(" ", "-") or "ung-dung"
    taken = {a.code for a in apps}
    names = chain([base], (f"{base}-{n}" for n in count(2)))
    return next(name for name in names if name not in taken)


def with_app(campaign: Campaign, app: App) -> Campaign:
    """The campaign with this app added, or changed where its code is known."""
    if any(a.code == app.code for a in campaign.apps):
        return replace(
            campaign, apps=tuple(app if a.code == app.code else a for a in campaign.apps)
        )
    return replace(campaign, apps=(*campaign.apps, app))
