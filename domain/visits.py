"""A visit (lượt đến): its fields, the ten results, and the rules across fields.

To add a visit field: a Field line here and a step at the end of storage/migrations.py.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from domain.campaigns import Campaign
from domain.days import day_of, format_day
from domain.fields import Choice, Day, Field, Number, Option, Row, Text


@dataclass(frozen=True)
class Disposition:
    """One of ten results, keyed by the digit on paper (classes after AAPOR)."""

    digit: str
    code: str
    label: str
    contact: bool
    final: bool  # by itself; REFUSED, LONG_AWAY and exhausted ones become final in results.py
    step_days: int | None  # default next visit
    needs_reason: bool = False


DISPOSITIONS: tuple[Disposition, ...] = (
    Disposition("1", "COMPLETE", "Đã cài đủ", True, True, None),
    Disposition("2", "PARTIAL", "Cài một phần", True, False, 3),
    Disposition("3", "NOT_HOME", "Vắng, khóa cửa", False, False, 2),
    Disposition("4", "REFUSED", "Từ chối", True, False, 3),
    Disposition("5", "CALLBACK", "Hẹn lại", True, False, 2),
    Disposition("6", "NO_DEVICE", "Không có thiết bị thông minh", True, True, None),
    Disposition("7", "TECH", "Có máy nhưng chưa cài được", True, False, 3, needs_reason=True),
    Disposition("8", "LONG_AWAY", "Cả hộ vắng dài ngày", False, False, 3),
    Disposition("9", "NOT_EXIST", "Nhà trống, đã chuyển, trùng, không có thật", False, True, None),
    Disposition("0", "UNREACHED", "Không tới được (đường, lũ, cách ly)", False, False, None),
)
BY_CODE = {d.code: d for d in DISPOSITIONS}
BY_DIGIT = {d.digit: d for d in DISPOSITIONS}

SLOTS = (Option("S", "Sáng", "1"), Option("C", "Chiều", "2"), Option("T", "Tối", "3"))

COUNT_NAMES = ("members", "phone_users", "smartphones", "android", "ios", "in_use", "all_apps")

_COUNT = Number(most=9_999_999)

VISIT_FIELDS: tuple[Field, ...] = (
    Field("visited_at", "Ngày đến", Day(hour=True), required=True, width=16,
          aliases=("visited_on", "Ngày", "Ngày đi", "Ngày vận động")),
    Field("slot", "Buổi", Choice(SLOTS), width=8, aliases=("slot",)),
    Field("team", "Tổ, người đến", Text(), width=20, aliases=("team", "Cán bộ", "Người đi", "Tổ")),
    Field("disposition", "Kết quả",
          Choice(tuple(Option(d.code, d.label, d.digit) for d in DISPOSITIONS)),
          required=True, width=26, aliases=("disposition", "Mã kết quả")),
    Field("members", "Số nhân khẩu", _COUNT, width=6, aliases=("members", "Nhân khẩu")),
    Field("phone_users", "Số người dùng điện thoại", _COUNT, width=6, aliases=("phone_users",)),
    Field("smartphones", "Điện thoại thông minh", _COUNT, width=6,
          aliases=("smartphones", "Máy", "Số ĐTTM", "Số người có ĐTTM")),
    Field("android", "Trong đó Android", _COUNT, width=6, aliases=("android",)),
    Field("ios", "Trong đó iOS", _COUNT, width=6, aliases=("ios", "iPhone")),
)  # fmt: skip
_AFTER_APPS: tuple[Field, ...] = (
    Field("all_apps", "Máy cài đủ các ứng dụng", _COUNT, width=6, aliases=("all_apps",)),
    Field("in_use", "Đang dùng", _COUNT, width=6, aliases=("in_use",)),
    Field("reason", "Lý do", Choice(free=True), width=28, aliases=("reason",)),
    Field("next_visit_on", "Hẹn lại ngày", Day(), width=12, aliases=("next_visit_on", "Hẹn lại")),
    Field("note", "Ghi chú", Text(), width=36, aliases=("note",)),
)  # fmt: skip


def app_field(code: str) -> str:
    """The field name of an app's count: "app:bluezone"."""
    return f"app:{code}"


def disposition_options(campaign: Campaign) -> tuple[Option, ...]:
    labels = dict(campaign.labels)
    return tuple(Option(d.code, labels.get(d.code, d.label), d.digit) for d in DISPOSITIONS)


def reason_options(campaign: Campaign, disposition: str | None = None) -> tuple[Option, ...]:
    """The reasons on offer, numbered from 1 within their disposition."""
    offered = [
        r
        for r in campaign.reasons
        if not r.retired and (disposition is None or r.disposition == disposition)
    ]
    return tuple(Option(r.code, r.label, str(n)) for n, r in enumerate(offered, 1))


@lru_cache(maxsize=16)  # asked for many times for every row that is typed
def visit_fields(campaign: Campaign) -> tuple[Field, ...]:
    """Every field of a visit in this campaign, in the order people see them."""
    apps = [
        Field(app_field(a.code), f"Đã cài {a.name}", _COUNT, width=6,
              aliases=(a.name, a.code, *a.aliases), per_app=True)
        for a in campaign.active_apps
    ]  # fmt: skip
    fields: list[Field] = []
    for f in (*VISIT_FIELDS, *apps, *_AFTER_APPS):
        if f.name == "disposition":
            f = replace(f, kind=Choice(disposition_options(campaign)))
        if f.name == "reason":
            f = replace(f, kind=Choice(reason_options(campaign), free=True))
        if f.name == "all_apps" and len(campaign.required_apps) < 2:
            continue  # one app: the count of that app says it
        if f.name == "in_use":
            if not campaign.in_use_app:
                continue
            f = replace(f, label=campaign.in_use_app.in_use_label)
        fields.append(f)
    return tuple(fields)


@dataclass(frozen=True)
class Visit:
    """One stored attempt. `apps` pairs app code and number of devices that have it."""

    id: str
    household_id: str
    visited_at: str
    disposition: str
    slot: str | None = None
    team: str | None = None
    members: int | None = None
    phone_users: int | None = None
    smartphones: int | None = None
    android: int | None = None
    ios: int | None = None
    in_use: int | None = None
    all_apps: int | None = None
    reason: str | None = None
    next_visit_on: str | None = None
    note: str | None = None
    apps: tuple[tuple[str, int], ...] = ()
    supersedes: str | None = None
    correction: str | None = None  # why the superseded row was wrong
    void: bool = False  # a correcting row that only takes the old one back
    entered_at: str = ""
    entered_by: str = ""
    sheet_id: str | None = None  # typed from this sheet …
    line: int | None = None  # … and line
    by_sheet: bool = False  # one code was typed for the whole sheet: "nhập theo tờ" (B8)

    @classmethod
    def read(cls, names: Sequence[str], values: Iterable[object]) -> "Visit":
        """As Visit(name=value, …), in half the time: they are read by the thousand."""
        visit = object.__new__(cls)
        visit.__dict__.update(zip(names, values, strict=True))
        return visit

    @property
    def has_counts(self) -> bool:
        """Whether somebody counted devices here; a visit without counts leaves the stock alone."""
        return bool(self.apps) or any(
            n is not None
            for n in (self.smartphones, self.android, self.ios, self.in_use, self.all_apps)
        )


_LARGE = (
    ("smartphones", "số điện thoại thông minh"), ("phone_users", "số người dùng điện thoại"),
    ("members", "số nhân khẩu"),
)  # fmt: skip


def check_visit(values: Row, campaign: Campaign, today: date) -> dict[str, str]:
    """Hard rules (C1, B11, B17): field name -> one sentence that names the two numbers or days.

    An empty answer means that the visit may be saved. What is blank breaks no rule.
    """
    errors: dict[str, str] = {}

    def at_most(small: str, small_label: str, large: str, large_label: str) -> None:
        a, b = values.get(small), values.get(large)
        if isinstance(a, int) and isinstance(b, int) and a > b and small not in errors:
            errors[small] = f"{small_label} ({a}) nhiều hơn {large_label} ({b})."

    at_most("phone_users", "Số người dùng điện thoại", "members", "số nhân khẩu")
    counted = {
        "smartphones": "Số điện thoại thông minh", "android": "Số máy Android", "ios": "Số máy iOS",
        **{app_field(a.code): f"Số máy cài {a.name}" for a in campaign.active_apps},
    }  # fmt: skip
    for app in campaign.required_apps:
        at_most("all_apps", "Số máy cài đủ", app_field(app.code), f"số máy cài {app.name}")
    counted["all_apps"] = "Số máy cài đủ"
    if used := campaign.in_use_app:
        at_most("in_use", used.in_use_label, app_field(used.code), f"số máy cài {used.name}")
        counted["in_use"] = used.in_use_label
    known = [large for large in _LARGE if values.get(large[0]) is not None]
    for small, label in counted.items():
        if values.get(small) is not None:
            for large, large_label in known:
                at_most(small, label, large, large_label)
    android, ios, smartphones = (values.get(n) for n in ("android", "ios", "smartphones"))
    if (
        isinstance(android, int) and isinstance(ios, int) and isinstance(smartphones, int)
        and android + ios > smartphones and not {"android", "ios"} & errors.keys()
    ):  # fmt: skip
        errors["ios"] = (
            f"Android và iOS cộng lại ({android + ios}) nhiều hơn số máy ({smartphones})."
        )
    for name, message in (
        *_check_all_apps(values, campaign), *_check_result(values, campaign),
        *_check_dates(values, campaign, today),
    ):  # fmt: skip
        errors.setdefault(name, message)
    return errors


def _check_all_apps(values: Row, campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Devices with every app cannot be fewer than the counts of the apps leave room for."""
    all_apps, smartphones = values.get("all_apps"), values.get("smartphones")
    installed = [values.get(app_field(a.code)) for a in campaign.required_apps]
    known = [n for n in installed if isinstance(n, int)]
    if isinstance(all_apps, int) and isinstance(smartphones, int) and len(known) == len(installed):
        least = sum(known) - (len(known) - 1) * smartphones
        if known and max(known) <= smartphones and all_apps < least:
            yield (
                "all_apps",
                f"Số máy cài đủ ({all_apps}) ít hơn {least}: cài {' và '.join(map(str, known))} "
                f"trên {smartphones} máy thì ít nhất {least} máy có đủ.",
            )


def _check_result(values: Row, campaign: Campaign) -> Iterator[tuple[str, str]]:
    disposition = BY_CODE.get(str(values.get("disposition")))
    if not disposition:
        return
    digit, smartphones = disposition.digit, values.get("smartphones")
    if (
        disposition.needs_reason
        and not values.get("reason")
        and reason_options(campaign, disposition.code)
    ):
        yield "reason", f"Kết quả {digit} cần ghi lý do. Hãy chọn một lý do."
    if disposition.code == "COMPLETE" and smartphones == 0:
        yield "smartphones", f"Kết quả {digit} là đã cài đủ, nhưng số điện thoại thông minh là 0."
    if disposition.code == "NO_DEVICE":
        problem = f"Kết quả {digit} là không có thiết bị, nhưng "
        if smartphones:
            yield "smartphones", f"{problem}số điện thoại thông minh là {smartphones}."
        for app in campaign.active_apps:
            if n := values.get(app_field(app.code)):
                yield app_field(app.code), f"{problem}số máy cài {app.name} là {n}."
    if not disposition.contact:
        for name, label in device_counts(campaign).items():
            if n := values.get(name):
                yield name, (
                    f"Kết quả {digit} là không gặp ai, nhưng {label} là {n}. "
                    "Hãy xóa số máy hoặc sửa kết quả."
                )


def device_counts(campaign: Campaign) -> dict[str, str]:
    """Counts of devices in this campaign, each with its name inside a sentence."""
    names = {
        "smartphones": "số điện thoại thông minh", "android": "số máy Android",
        "ios": "số máy iOS",
        **{app_field(a.code): f"số máy cài {a.name}" for a in campaign.active_apps},
        "all_apps": "số máy cài đủ",
    }  # fmt: skip
    return names | ({"in_use": "số máy đang dùng"} if campaign.in_use_app else {})


MOST_DAYS_AHEAD = 366  # "12/8" without a year means this year; of an old visit that is wrong


def _check_dates(values: Row, campaign: Campaign, today: date) -> Iterator[tuple[str, str]]:
    when, next_on = values.get("visited_at"), values.get("next_visit_on")
    if not isinstance(when, str):
        return
    problem = f"Ngày đến {format_day(when)} ở "
    if day_of(when) > today:
        yield "visited_at", f"{problem}sau hôm nay ({format_day(today.isoformat())})."
    elif when[:10] < campaign.starts_on:
        yield (
            "visited_at",
            f"{problem}trước ngày bắt đầu đợt ({format_day(campaign.starts_on)}).",
        )
    elif isinstance(next_on, str) and next_on < when[:10]:
        yield (
            "next_visit_on",
            f"Ngày hẹn {format_day(next_on)} ở trước ngày đến {format_day(when)}.",
        )
    elif isinstance(next_on, str) and (day_of(next_on) - day_of(when)).days > MOST_DAYS_AHEAD:
        yield (
            "next_visit_on",
            f"Ngày hẹn {format_day(next_on)} cách ngày đến {format_day(when)} hơn một năm. "
            "Hãy ghi cả năm của ngày hẹn.",
        )


def notes_on_visit(values: Row, campaign: Campaign) -> list[str]:
    """What may be right but deserves a second look; shown beside the form, never blocking."""
    notes: list[str] = []
    smartphones = values.get("smartphones")
    if values.get("disposition") == "COMPLETE" and isinstance(smartphones, int):
        for app in campaign.required_apps:
            n = values.get(app_field(app.code))
            if isinstance(n, int) and n < smartphones and campaign.complete_rule == "ALL_DEVICES":
                notes.append(
                    f"Kết quả 1 nhưng mới cài {app.name} trên {n}/{smartphones} máy: "
                    "hộ sẽ tính là “Cài một phần”."
                )
    return notes


def next_visit(raw: Mapping[str, str]) -> dict[str, str]:
    """What the form of the next household starts with: the same day, slot and team."""
    return {name: raw.get(name, "") for name in ("visited_at", "slot", "team")}


def split_apps(values: Mapping[str, object]) -> tuple[tuple[str, int], ...]:
    """(app code, count) of each app with a count; a blank one is unknown and has no row."""
    return tuple(
        (name.removeprefix("app:"), v)
        for name, v in values.items()
        if name.startswith("app:") and isinstance(v, int)
    )


def visit_order(visit: Visit) -> tuple[str, str]:
    """Latest last: by the time of the visit, then in the order of entry (ids are UUIDv7)."""
    return (visit.visited_at, visit.id)
