"""Phụ lục II: progress by day, on as many pages as the apps need (two of them fit on one).

A rate stands on the villages of which both numbers are known, as in Phụ lục I. Where those are not
all of the devices, the two numbers it was made of get columns of their own.
"""

from fractions import Fraction

from domain.campaigns import App
from domain.progress import DayLine
from exports.annexes import Annex, CellValue, Column, order_column
from exports.cells import day_value
from exports.report import Report

APPS_A_PAGE = 2


def day_annexes(report: Report) -> list[Annex]:
    """None for a campaign without a single day."""
    if not report.days:
        return []
    apps = report.campaign.active_apps
    size = 1 if any(_own_numbers(report, a) for a in apps) else APPS_A_PAGE
    pages = [apps[n : n + size] for n in range(0, len(apps), size)] or [()]
    many = len(pages) > 1
    return [
        _page(report, page, f"Phụ lục II-{'abcdefgh'[n]}" if many else "Phụ lục II")
        for n, page in enumerate(pages)
    ]


def _own_numbers(report: Report, app: App) -> list[Column]:
    """Numerator and denominator of the app's rate, each where it is not the column beside it."""
    code = app.code
    days = [d for d in report.days if code in d.installed or code in d.bases]
    columns = []
    if any(d.paired.get(code) != d.installed.get(code) for d in days):
        columns.append(
            Column(f"paired:{code}", "Ở hộ đã rõ số máy", group=f"Máy cài {app.name}", width=16,
                   sums=False, meaning=f"Số máy đã cài {app.name} ở các hộ đã rõ số điện thoại "
                                       "thông minh, lũy kế đến cuối ngày")
        )  # fmt: skip
    if any(d.bases.get(code) != d.smartphones for d in days):
        columns.append(
            Column(f"base:{code}", "Máy rà soát nơi đã rõ số máy cài",
                   group=f"Máy cài {app.name}", width=20, sums=False,
                   meaning="Số điện thoại thông minh rà soát được ở các đơn vị đã rõ số máy cài "
                           f"{app.name}, lũy kế đến cuối ngày",
                   unknown="Đơn vị chưa rõ số máy cài thì không tính, không coi là 0.")
        )  # fmt: skip
    return columns


def _page(report: Report, apps: tuple[App, ...], label: str) -> Annex:
    notes = ["Chỉ ghi những ngày có phát sinh; lũy kế tính đến cuối ngày."]
    if any(_own_numbers(report, app) for app in apps):
        notes.append(
            "Tỷ lệ chỉ tính trên các đơn vị đã rõ cả số máy rà soát và số máy cài, như Phụ lục I."
        )
    return Annex(
        label, "TIẾN ĐỘ VẬN ĐỘNG, CÀI ĐẶT THEO NGÀY", _columns(report, apps),
        tuple(_row(n, day, report, apps) for n, day in enumerate(report.days, 1)),
        notes=tuple(notes),
        row_keys=tuple(day.day for day in report.days),
    )  # fmt: skip


def _columns(report: Report, apps: tuple[App, ...]) -> tuple[Column, ...]:
    columns = [
        order_column(),
        Column("day", "Ngày", "day", width=23, sums=False),
        Column("visits", "Lượt đến trong ngày", width=17, meaning="Số lượt đến hộ trong ngày"),
        Column("visited_new", "Mới trong ngày", group="Hộ đã đến", width=16,
               meaning="Số hộ được đến lần đầu trong ngày"),
        Column("visited", "Lũy kế", group="Hộ đã đến", width=16, sums=False,
               runs_from="visited_new", meaning="Số hộ đã đến, lũy kế đến cuối ngày"),
        Column("completed", "Hộ hoàn thành (lũy kế)", width=18, sums=False,
               meaning="Số hộ hoàn thành, lũy kế đến cuối ngày"),
        Column("smartphones", "Máy rà soát (lũy kế)", width=18, sums=False,
               meaning="Số điện thoại thông minh rà soát được, lũy kế đến cuối ngày"),
    ]  # fmt: skip
    for app in apps:
        group = f"Máy cài {app.name}"
        own = _own_numbers(report, app)
        keys = {c.key for c in own}
        top, base = f"paired:{app.code}", f"base:{app.code}"
        ratio = (
            top if top in keys else f"installed:{app.code}",
            base if base in keys else "smartphones",
        )
        columns += [
            Column(f"new:{app.code}", "Mới trong ngày", group=group, width=16,
                   meaning=f"Số máy cài {app.name} tăng thêm trong ngày, trừ máy đã gỡ"),
            Column(f"installed:{app.code}", "Lũy kế", group=group, width=16, sums=False,
                   runs_from=f"new:{app.code}",
                   meaning=f"Số máy đã cài {app.name}, lũy kế đến cuối ngày"),
            *own,
            Column(f"rate:{app.code}", "Tỷ lệ", "rate", group, 16, sums=False, ratio=ratio,
                   meaning=f"Tỷ lệ cài {app.name} trên máy rà soát được, lũy kế đến cuối ngày",
                   numerator=f"Số máy đã cài {app.name}",
                   denominator="Số điện thoại thông minh rà soát được"),
        ]  # fmt: skip
        if _target(report, app) is not None:
            columns.append(
                Column(f"target:{app.code}", "So với chỉ tiêu", "rate", group, 16, sums=False,
                       meaning=f"Tỷ lệ cài {app.name} chia cho chỉ tiêu được giao")
            )  # fmt: skip
    return tuple(columns)


def _target(report: Report, app: App) -> Fraction | None:
    """The target on devices found, as a fraction of 1."""
    target = report.campaign.target("IND07", app.code)
    return Fraction(str(target.percent)) / 100 if target and target.percent else None


def _row(n: int, day: DayLine, report: Report, apps: tuple[App, ...]) -> dict[str, CellValue]:
    row: dict[str, CellValue] = {
        "order": n,
        "day": day_value(day.day),
        "visits": day.visits,
        "visited_new": day.visited_new,
        "visited": day.visited,
        "completed": day.completed,
        "smartphones": day.smartphones,
    }
    for app in apps:
        installed = day.installed.get(app.code)
        rate = day.rate(app.code)
        row[f"new:{app.code}"] = day.installed_new.get(app.code)
        row[f"installed:{app.code}"] = installed
        row[f"paired:{app.code}"] = day.paired.get(app.code)
        row[f"base:{app.code}"] = day.bases.get(app.code)
        row[f"rate:{app.code}"] = rate
        target = _target(report, app)
        row[f"target:{app.code}"] = rate / target if rate is not None and target else None
    return row
