"""Phụ lục II: progress by day, on as many pages as the apps need (two of them fit on one)."""

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
    pages = [apps[n : n + APPS_A_PAGE] for n in range(0, len(apps), APPS_A_PAGE)] or [()]
    many = len(pages) > 1
    return [
        _page(report, page, f"Phụ lục II-{'abcd'[n]}" if many else "Phụ lục II")
        for n, page in enumerate(pages)
    ]


def _page(report: Report, apps: tuple[App, ...], label: str) -> Annex:
    return Annex(
        label, "TIẾN ĐỘ VẬN ĐỘNG, CÀI ĐẶT THEO NGÀY", _columns(report, apps),
        tuple(_row(n, day, report, apps) for n, day in enumerate(report.days, 1)),
        notes=("Chỉ ghi những ngày có phát sinh; lũy kế tính đến cuối ngày.",),
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
        columns += [
            Column(f"new:{app.code}", "Mới trong ngày", group=group, width=16,
                   meaning=f"Số máy cài {app.name} tăng thêm trong ngày, trừ máy đã gỡ"),
            Column(f"installed:{app.code}", "Lũy kế", group=group, width=16, sums=False,
                   runs_from=f"new:{app.code}",
                   meaning=f"Số máy đã cài {app.name}, lũy kế đến cuối ngày"),
            Column(f"rate:{app.code}", "Tỷ lệ", "rate", group, 16, sums=False,
                   ratio=(f"installed:{app.code}", "smartphones"),
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
        known = installed is not None and day.smartphones > 0
        rate = Fraction(installed or 0, day.smartphones) if known else None
        row[f"new:{app.code}"] = day.installed_new.get(app.code)
        row[f"installed:{app.code}"] = installed
        row[f"rate:{app.code}"] = rate
        target = _target(report, app)
        row[f"target:{app.code}"] = rate / target if rate is not None and target else None
    return row
