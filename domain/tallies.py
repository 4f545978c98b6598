"""Totals of a village that gives only totals (nhập tổng hợp, D3): fields, rules, and when
household visits take their place.

A tally says what was done from one day to another, both included. Tallies of one village do
not overlap. As soon as the village has a household visit inside the days of a tally, that tally
no longer counts: the visits are the better record, and the two are never added.

To add a total: a Field line here, its column in storage/migrations.py and its count in
domain/tally_counts.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.campaigns import Campaign
from domain.days import day_of, format_day
from domain.fields import Day, Field, Number, Row, Text
from domain.visits import app_field

_COUNT = Number(most=9_999_999)

HOUSEHOLD_TOTALS = ("visited", "contacted", "completed", "with_device", "without_device", "refused")
DEVICE_TOTALS = ("smartphones", "android", "ios", "all_apps", "in_use")
TOTAL_NAMES = ("listed", *HOUSEHOLD_TOTALS, "members", *DEVICE_TOTALS)

TALLY_FIELDS: tuple[Field, ...] = (
    Field("from_on", "Từ ngày", Day(), required=True, width=12, aliases=("from_on",)),
    Field("until_on", "Đến ngày", Day(), required=True, width=12,
          aliases=("until_on", "Ngày", "on")),
    Field("listed", "Tổng số hộ", _COUNT, width=8,
          aliases=("listed", "Số hộ", "households", "Tổng hộ")),
    Field("visited", "Hộ đã đến", _COUNT, width=8, aliases=("visited", "Số hộ đã đến")),
    Field("contacted", "Hộ gặp được", _COUNT, width=8, aliases=("contacted", "Số hộ gặp được")),
    Field("completed", "Hộ hoàn thành", _COUNT, width=8,
          aliases=("completed", "Số hộ hoàn thành", "Hộ đã cài đủ")),
    Field("with_device", "Hộ có điện thoại thông minh", _COUNT, width=8,
          aliases=("with_device", "Hộ có ĐTTM")),
    Field("without_device", "Hộ không có thiết bị", _COUNT, width=8,
          aliases=("without_device", "no_device")),
    Field("refused", "Hộ từ chối", _COUNT, width=8, aliases=("refused",)),
    Field("members", "Số nhân khẩu", _COUNT, width=8, aliases=("members", "Nhân khẩu")),
    Field("smartphones", "Điện thoại thông minh", _COUNT, width=8,
          aliases=("smartphones", "Máy", "Số ĐTTM", "Số máy")),
    Field("android", "Trong đó Android", _COUNT, width=8, aliases=("android",)),
    Field("ios", "Trong đó iOS", _COUNT, width=8, aliases=("ios", "iPhone")),
)  # fmt: skip
_AFTER_APPS: tuple[Field, ...] = (
    Field("all_apps", "Máy cài đủ các ứng dụng", _COUNT, width=8, aliases=("all_apps",)),
    Field("in_use", "Đang dùng", _COUNT, width=8, aliases=("in_use",)),
    Field("source", "Người báo, nguồn", Text(), width=30, aliases=("source", "Nguồn", "Ghi chú")),
)  # fmt: skip

# Two parts that share nothing, and the whole they lie in.
_APART = (
    ("with_device", "without_device", "visited"),
    ("completed", "without_device", "contacted"),
    ("android", "ios", "smartphones"),
)


def tally_fields(campaign: Campaign) -> tuple[Field, ...]:
    """Every field of a tally in this campaign, in the order people see them."""
    apps = [
        Field(app_field(a.code), f"Đã cài {a.name}", _COUNT, width=8,
              aliases=(a.name, a.code, *a.aliases), per_app=True)
        for a in campaign.active_apps
    ]  # fmt: skip
    listed: list[Field] = []
    for f in (*TALLY_FIELDS, *apps, *_AFTER_APPS):
        if f.name == "all_apps" and len(campaign.required_apps) < 2:
            continue
        if f.name == "in_use":
            if not campaign.in_use_app:
                continue
            f = replace(f, label=campaign.in_use_app.in_use_label)
        listed.append(f)
    return tuple(listed)


@dataclass(frozen=True)
class Tally:
    id: str
    village_id: str
    from_on: str
    until_on: str
    listed: int | None = None
    visited: int | None = None
    contacted: int | None = None
    completed: int | None = None
    with_device: int | None = None
    without_device: int | None = None
    refused: int | None = None
    members: int | None = None
    smartphones: int | None = None
    android: int | None = None
    ios: int | None = None
    all_apps: int | None = None
    in_use: int | None = None
    source: str = ""
    apps: tuple[tuple[str, int], ...] = ()
    supersedes: str | None = None
    correction: str | None = None  # why it was corrected or taken back
    void: bool = False
    entered_at: str = ""
    entered_by: str = ""

    @property
    def days(self) -> str:
        """ "12/08/2020" or "01/08/2020 đến 12/08/2020"."""
        first, last = format_day(self.from_on), format_day(self.until_on)
        return first if first == last else f"{first} đến {last}"


def tally_row(tally: Tally) -> Row:
    """A stored tally as the values of tally_fields(); the inverse of saving it."""
    names = ("from_on", "until_on", *TOTAL_NAMES, "source")
    return {n: getattr(tally, n) for n in names} | {app_field(c): n for c, n in tally.apps}


def check_tally(
    values: Row, campaign: Campaign, others: Iterable[Tally], today: date
) -> dict[str, str]:
    """Hard rules: field name -> one sentence naming the two numbers or days. Blank breaks none.

    `others`: the tallies of the same village that count, without the one being corrected.
    """
    errors: dict[str, str] = {}
    labels = {f.name: f.label for f in tally_fields(campaign)}

    def at_most(small: str, large: str) -> None:
        a, b = values.get(small), values.get(large)
        if isinstance(a, int) and isinstance(b, int) and a > b:
            errors.setdefault(small, f"“{labels[small]}” ({a}) nhiều hơn “{labels[large]}” ({b}).")

    at_most("visited", "listed")
    for name in ("contacted", "completed", "with_device", "without_device", "refused"):
        at_most(name, "visited")
    for name in ("completed", "without_device", "refused"):
        at_most(name, "contacted")
    at_most("completed", "with_device")
    device_names = ["android", "ios", *(app_field(a.code) for a in campaign.active_apps)]
    for name in (*device_names, "all_apps", "in_use"):
        if name in labels:
            at_most(name, "smartphones")
    for app in campaign.required_apps:
        if "all_apps" in labels:
            at_most("all_apps", app_field(app.code))
    if (used := campaign.in_use_app) and "in_use" in labels:
        at_most("in_use", app_field(used.code))
    for one, other, whole in _APART:
        a, b, c = values.get(one), values.get(other), values.get(whole)
        if isinstance(a, int) and isinstance(b, int) and isinstance(c, int) and a + b > c:
            errors.setdefault(
                other,
                f"“{labels[one]}” ({a}) và “{labels[other]}” ({b}) cộng lại là {a + b}, nhiều hơn "
                f"“{labels[whole]}” ({c}).",
            )
    if not any(isinstance(values.get(n), int) for n in (*TOTAL_NAMES, *device_names)):
        errors["visited"] = "Chưa có số nào. Hãy ghi ít nhất một số tổng hợp."
    errors |= _check_days(values, campaign, others, today)
    return errors


def _check_days(
    values: Row, campaign: Campaign, others: Iterable[Tally], today: date
) -> dict[str, str]:
    first, last = values.get("from_on"), values.get("until_on")
    if not isinstance(first, str) or not isinstance(last, str):
        return {}
    if first > last:
        return {"from_on": f"Ngày đầu {format_day(first)} ở sau ngày cuối {format_day(last)}."}
    if day_of(last) > today:
        return {"until_on": f"Ngày {format_day(last)} ở sau hôm nay."}
    if first < campaign.starts_on:
        return {
            "from_on": f"Ngày {format_day(first)} ở trước ngày bắt đầu đợt "
            f"({format_day(campaign.starts_on)})."
        }
    for other in others:
        if first <= other.until_on and other.from_on <= last:
            return {
                "from_on": f"Đã có số tổng hợp của {other.days}. "
                "Hãy sửa số ấy, hoặc chọn những ngày khác."
            }
    return {}


def standing_tallies(tallies: Iterable[Tally]) -> list[Tally]:
    """Those that are in force: neither corrected nor taken back, in the order given."""
    listed = list(tallies)
    replaced = {t.supersedes for t in listed if t.supersedes}
    return [t for t in listed if t.id not in replaced and not t.void]


def same_totals(a: Tally, values: Row) -> bool:
    """Whether a stored tally already says all that: village and days are the same."""
    row = tally_row(a) | {"source": a.source or None}
    told = dict(values) | {"source": values.get("source") or None}
    names = {n for n in (*row, *told) if n not in ("from_on", "until_on")}
    return all(row.get(n) == told.get(n) for n in names)


def tally_notes(
    values: Row, campaign: Campaign, households: int, visited_elsewhere: int = 0
) -> list[str]:
    """What may be right but deserves a second look; never blocking.

    `households`: how many the village's list has; `visited_elsewhere`: how many of them visits and
    other totals have visited already.
    """
    notes: list[str] = []
    listed, visited = values.get("listed"), values.get("visited")
    if not households and not isinstance(listed, int):
        notes.append("Thôn, bản này chưa có danh sách hộ: hãy ghi “Tổng số hộ” để tính được tỷ lệ.")
    if households and isinstance(listed, int) and abs(listed - households) * 10 > households:
        notes.append(
            f"“Tổng số hộ” ({listed}) khác nhiều với danh sách ({households} hộ): tỷ lệ tính trên "
            "danh sách."
        )
    base = households or (listed if isinstance(listed, int) else 0)
    if base and isinstance(visited, int):
        if visited > base:
            notes.append(
                f"“Hộ đã đến” ({visited}) nhiều hơn danh sách ({base} hộ): chỉ tính {base} hộ."
            )
        elif visited_elsewhere and visited + visited_elsewhere > base:
            notes.append(
                f"Cùng với {visited_elsewhere} hộ đã tính ở những ngày khác là nhiều hơn {base} hộ "
                f"của thôn, bản: chỉ tính đến {base} hộ."
            )
    if values.get("completed") is not None and values.get("with_device") is None:
        notes.append(
            "Chưa ghi “Hộ có điện thoại thông minh”: tỷ lệ hộ hoàn thành sẽ là “–” hoặc tính "
            "thiếu mẫu số."
        )
    names = [app_field(a.code) for a in campaign.active_apps]
    if values.get("smartphones") is None and any(values.get(n) is not None for n in names):
        notes.append("Chưa ghi “Điện thoại thông minh”: tỷ lệ cài trên máy rà soát sẽ là “–”.")
    return notes


@dataclass(frozen=True)
class TallyLine:
    """A tally as the list shows it. `visits`: household visits inside its days, which replace it.

    `found`: the same totals as these households give them; only where they replace it.
    """

    tally: Tally
    stands: bool
    later: Tally | None = None  # what corrected it or took it back
    visits: int = 0
    found: dict[str, int | None] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        return self.stands and not self.visits

    def differences(self) -> dict[str, int]:
        """Households less tally, by total, where both are known and not alike."""
        told = tally_row(self.tally)
        gaps = {
            n: have - said
            for n, have in self.found.items()
            if have is not None and isinstance(said := told.get(n), int)
        }
        return {n: gap for n, gap in gaps.items() if gap}


def find_replaced(tallies: Sequence[Tally], visit_days: Iterable[str]) -> dict[str, int]:
    """Tally id -> how many household visits inside its days take its place.

    `visit_days`: the ISO day of every household visit of the village that counts.
    """
    days = list(visit_days)
    found = {t.id: sum(t.from_on <= d[:10] <= t.until_on for d in days) for t in tallies}
    return {id_: n for id_, n in found.items() if n}
