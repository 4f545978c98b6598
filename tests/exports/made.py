"""Reports to test with: the commune of the first customer, in several states of knowledge."""

from dataclasses import replace
from datetime import date, timedelta

from domain.campaigns import Campaign, Target
from domain.dispatches import Dispatch
from domain.figures import Figure
from domain.indicators import BY_KEY, Counts
from domain.offices import Office
from domain.presets import PRESETS, find_preset, new_campaign
from domain.progress import DayLine, Progress, ReasonLine, UnitProgress, sum_units
from domain.reasons import REASON_GROUPS
from exports.report import Report

OFFICE_2020 = Office(
    "2016-01-01", "xã", "Mường Mìn", "tỉnh Thanh Hóa", district="huyện Quan Sơn",
    signer="Lương Văn Thủy", recipients="Như trên\nTT ĐU, HĐND xã (b/c)\nLưu: VT, VHXH",
)  # fmt: skip
OFFICE_2026 = replace(
    OFFICE_2020, valid_from="2025-07-01", district="",
    addressee="Ủy ban nhân dân tỉnh Thanh Hóa\nSở Khoa học và Công nghệ tỉnh Thanh Hóa",
    signature="CHAIR",
)  # fmt: skip
DISPATCH = Dispatch(
    "Công văn", "861/UBND-VHTT", "2020-08-05", "Ủy ban nhân dân huyện Quan Sơn",
    "về việc hướng dẫn cài đặt ứng dụng Bluezone và Smart Thanh Hóa",
)  # fmt: skip
UNTIL, SINCE = "2020-08-20T17:00", "2020-08-13T17:00"
TODAY = date(2020, 8, 20)
VILLAGES = ("Bản Chiềng", "Bản Mìn", "Bản Bôn", "Bản Yên", "Bản Luốc Lầu", "Bản Sơn Thủy")


def campaign(preset: str = "bluezone+smart-thanh-hoa") -> Campaign:
    made = find_preset(preset) or PRESETS[0]
    return new_campaign(made, id="c1", starts_on="2020-08-06", deadline_on="2020-08-26")


def counts(campaign: Campaign, n: int, share: float, **more: int | None) -> Counts:
    """A village of some 120 households, worked through as far as `share` says."""
    households = 118 + 7 * n
    visited = int(households * share)
    devices = int(visited * 1.6)
    made = Counts(
        households=households, found=n % 3, visited=visited, contacted=int(visited * 0.9),
        completed=int(visited * 0.6), with_device=int(visited * 0.8), without_device=visited // 9,
        refused=visited // 20, members=households * 4, smartphones=devices,
        android=devices * 3 // 5, ios=devices // 5, in_use_base=devices // 2, in_use=devices // 3,
        attempts=visited * 2, population=households * 4 + 11, subscribers=households * 2,
    )  # fmt: skip
    for k, app in enumerate(campaign.active_apps):
        made.installed[app.code] = made.cross_installed[app.code] = int(devices * (0.7 - 0.2 * k))
    if campaign.active_apps:
        made.all_apps = int(devices * 0.4) if len(campaign.active_apps) > 1 else int(devices * 0.7)
        made.cross_smartphones = devices
    for name, value in more.items():
        setattr(made, name, value)
    return made


def unknown(n: int) -> Counts:
    """A village from which nothing is known but its list."""
    return Counts(households=118 + 7 * n)


def progress(
    campaign: Campaign, names: tuple[str, ...] = VILLAGES, *, population: int | None = None,
    silent: tuple[int, ...] = (3,),
) -> Progress:  # fmt: skip
    units = []
    for n, name in enumerate(names):
        share = 0.95 - 0.5 * n / len(names)
        if n in silent:
            units.append(UnitProgress(f"v{n}", name, unknown(n), unknown(n), has_data=False))
        else:
            now, then = counts(campaign, n, share), counts(campaign, n, share / 2)
            units.append(UnitProgress(f"v{n}", name, now, then))
    source = "Công văn số 12/CCTK của Chi cục Thống kê huyện Quan Sơn"
    figures = [
        (u.label, Figure("population", u.now.population, "2020-04-01", source, u.id))
        for u in units if u.now.population
    ]  # fmt: skip
    if population:
        figures.append(("Toàn xã", Figure("population", population, "2020-04-01", source)))
    return Progress(
        UNTIL, SINCE, tuple(units), sum_units([u.now for u in units], population, None),
        sum_units([u.before for u in units], population, None), tuple(figures),
    )  # fmt: skip


def days(campaign: Campaign, progress: Progress, n: int = 12) -> tuple[DayLine, ...]:
    """A steady campaign that ends at the commune's totals."""
    total = progress.commune_now
    pairs = {a.code: progress.parts(BY_KEY["IND07"], a) for a in campaign.active_apps}
    lines: list[DayLine] = []
    for k in range(1, n + 1):
        earlier = lines[-1] if lines else None
        visited = total.visited * k // n
        installed = {
            a.code: (total.installed.get(a.code) or 0) * k // n for a in campaign.active_apps
        }
        lines.append(
            DayLine(
                (date(2020, 8, 6) + timedelta(days=k)).isoformat(),
                visited - (earlier.visited if earlier else 0), visited, total.completed * k // n,
                visited // k,
                {c: v - (earlier.installed[c] if earlier else 0) for c, v in installed.items()},
                installed, (total.smartphones or 0) * k // n,
                {c: (top or 0) * k // n for c, (top, _) in pairs.items()},
                {c: (base or 0) * k // n for c, (_, base) in pairs.items()},
            )
        )  # fmt: skip
    return tuple(lines)


def reasons(progress: Progress) -> tuple[ReasonLine, ...]:
    lines = []
    for u in progress.units:
        left = u.now.visited - u.now.completed
        shares = {g.code: left // 10 for g in REASON_GROUPS}
        shares["AWAY"] += left - sum(shares.values())
        lines.append(ReasonLine(u.id, u.label, u.now.visited, shares))
    return tuple(lines)


def report(preset: str = "bluezone+smart-thanh-hoa", **more: object) -> Report:
    made = campaign(preset)
    names = more.pop("names", VILLAGES)
    own = progress(made, names, population=more.pop("population", None))  # type: ignore[arg-type]
    fields: dict[str, object] = {
        "campaign": made, "office": OFFICE_2020, "progress": own, "made_at": "2020-08-20T17:30",
        "version": "0.1.0", "days": days(made, own), "reasons": reasons(own),
        "dispatches": (DISPATCH,), "number": "5", "issued_on": "2020-08-20",
        "direction": "Ủy ban nhân dân xã đã ban hành văn bản chỉ đạo các bản, các ban, ngành, "
        "đoàn thể tuyên truyền trên loa truyền thanh 12 buổi.\nThành lập 06 tổ đến từng nhà.",
        "difficulties": "Một số hộ đi làm ăn xa; bản Yên chưa có sóng 3G.",
        "proposals": "Đề nghị huyện hỗ trợ tờ rơi hướng dẫn cài đặt.",
    }  # fmt: skip
    return Report(**(fields | more))  # type: ignore[arg-type]


def with_target(made: Campaign, percent: float) -> Campaign:
    return replace(made, targets=(Target("IND07", percent),))
