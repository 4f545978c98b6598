"""Phụ lục I: results by village, on as many pages as a legible type size asks for (Biểu 01).

I-a households, I-b devices, then one page per app. To add a column: a line in the page it belongs
to; the widths of a page must stay within 252 mm at 11 pt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from domain.campaigns import App
from domain.days import format_day
from domain.figures import FIGURE_KINDS
from domain.indicators import BY_KEY, Counts, Indicator, rank, rate_change
from domain.progress import Progress, UnitProgress
from domain.villages import split_village
from exports.annexes import CHANGE_BASE, Annex, CellValue, Column, note_column, order_column
from exports.report import Report

NOT_REPORTED = "Chưa báo cáo"
FALLEN = "Số lũy kế giảm so với kỳ trước"

_HOUSEHOLD_UNKNOWN = "Hộ chưa có lượt đến tính là chưa đến; vẫn nằm trong mẫu số."
_DEVICE_UNKNOWN = "Hộ chưa được hỏi không cộng vào, không coi là 0."
_FLOW = "Lũy kế trừ kỳ trước; âm khi gỡ ứng dụng, chuyển đi hoặc sửa sổ"


@dataclass(frozen=True)
class _Line:
    """A column and how one unit fills it."""

    column: Column
    value: Callable[[UnitProgress], CellValue]
    indicator: Indicator | None = None
    app: App | None = None


def unit_word(progress: Progress) -> str:
    """What the villages of this commune are called: "thôn, bản", "tổ dân phố" …"""
    kinds = list(dict.fromkeys(split_village(u.label)[0] for u in progress.units))
    named = [k for k in kinds if k]
    return ", ".join(named) if named and len(named) <= 3 else "thôn, bản"


def village_annexes(report: Report) -> list[Annex]:
    word = unit_word(report.progress).upper()
    pages = [
        ("KẾT QUẢ ĐẾN HỘ VẬN ĐỘNG", _households()),
        ("KẾT QUẢ RÀ SOÁT THIẾT BỊ", _devices(report)),
    ]
    pages += [
        (f"KẾT QUẢ CÀI ĐẶT {app.name.upper()}", _app_page(report, app))
        for app in report.campaign.active_apps
    ]
    return [
        _annex(report, f"Phụ lục I-{'abcdefghijk'[n]}", f"{title} THEO {word}", lines)
        for n, (title, lines) in enumerate(pages)
    ]


def _annex(report: Report, label: str, title: str, lines: Sequence[_Line]) -> Annex:
    progress = report.progress
    name = Column("unit", f"Tên {unit_word(progress)}", "text", width=34, sums=False)
    lines = [_with_stated(line, progress) for line in lines]
    values = [{line.column.key: line.value(u) for line in lines} for u in progress.units]
    for line in lines:
        if line.column.kind == "rank":
            _fill_ranks(line.column, values, progress)
    for unit, v in zip(progress.units, values, strict=True):
        v[CHANGE_BASE] = next(
            (x.indicator.parts(unit.before, x.app)[1] for x in lines
             if x.column.change_of and x.indicator), None,
        )  # fmt: skip
    rows: list[dict[str, CellValue]] = [
        {"order": n, "unit": u.label, **v}
        for n, (u, v) in enumerate(zip(progress.units, values, strict=True), 1)
    ]
    total: dict[str, CellValue] = {"unit": "Tổng cộng"}
    known: dict[str, tuple[int, int]] = {}
    commune = UnitProgress("", "", progress.commune_now, progress.commune_before)
    for line in lines:
        key, kind = line.column.key, line.column.kind
        if kind in ("text", "rank"):
            continue
        n = sum(v[key] is not None for v in values)
        if line.indicator and kind == "rate":
            total[key], n = progress.rate(line.indicator, line.app)
        elif line.indicator:
            now, n = progress.rate(line.indicator, line.app)
            total[key] = rate_change(now, progress.rate(line.indicator, line.app, before=True)[0])
        else:
            total[key] = line.value(commune)
        known[key] = (n, len(values))
    return Annex(
        label, title, (order_column(), name, *(line.column for line in lines)), tuple(rows), total,
        known, notes=_notes(report, lines), row_keys=tuple(u.id for u in progress.units),
    )  # fmt: skip


def _with_stated(line: _Line, progress: Progress) -> _Line:
    if line.column.key in progress.stated_for_commune():
        return replace(line, column=replace(line.column, sums=False, stated=True))
    return line


def _fill_ranks(column: Column, values: list[dict[str, CellValue]], progress: Progress) -> None:
    """A unit that did not report has no rank, even where a rate of 0 could be computed."""
    source = column.rank_of
    rates: dict[str, Fraction | None] = {}
    for unit, v in zip(progress.units, values, strict=True):
        rate = v[source]
        rates[unit.id] = rate if unit.has_data and isinstance(rate, Fraction) else None
    ranks = rank(rates)
    for unit, v in zip(progress.units, values, strict=True):
        v[column.key] = ranks[unit.id]


def _count(
    name: str, heading: str, meaning: str, group: str = "", width: float = 15, unknown: str = ""
) -> _Line:
    return _Line(
        Column(name, heading, group=group, width=width, meaning=meaning, unknown=unknown),
        lambda u: u.now.get(name),
    )


def _three(name: str, group: str, meaning: str, unknown: str) -> list[_Line]:
    """Kỳ trước, trong kỳ, lũy kế of one count (F3)."""

    def flow(u: UnitProgress) -> CellValue:
        now = u.now.get(name)
        return None if now is None else now - (u.before.get(name) or 0)

    before, during = f"{name}.before", f"{name}.flow"
    return [
        _Line(Column(before, "Kỳ trước", group=group, meaning=f"{meaning}, đến hết kỳ trước",
                     unknown=unknown), lambda u: u.before.get(name)),
        _Line(Column(during, "Trong kỳ", group=group, meaning=_FLOW, unknown=unknown), flow),
        _Line(Column(name, "Lũy kế", group=group, meaning=meaning, unknown=unknown, width=16,
                     sum_of=(before, during), parts_may_lack=True), lambda u: u.now.get(name)),
    ]  # fmt: skip


def _rate(
    code: str, heading: str, ratio: tuple[str, str], app: App | None = None, group: str = "",
    unknown: str = _DEVICE_UNKNOWN,
) -> _Line:  # fmt: skip
    i = BY_KEY[code]
    words = {"app": app.name if app else ""}
    column = Column(
        code, heading, "rate", group, 17, ratio, sums=False, meaning=i.name(app),
        numerator=i.numerator_words.format(**words),
        denominator=i.denominator_words.format(**words),
        unknown=unknown,
    )  # fmt: skip
    return _Line(column, lambda u: i.rate(u.now, app), i, app)


def _households() -> list[_Line]:
    unknown = _HOUSEHOLD_UNKNOWN
    return [
        _count("households", "Tổng số hộ", "Số hộ đang ở trong danh sách, gồm cả hộ phát sinh",
               width=16, unknown="Hộ đã chuyển đi, trùng, nhà trống không tính."),
        _count("found", "Trong đó phát sinh", "Số hộ gặp tại địa bàn, chưa có trong danh sách ban đầu",
               width=16),
        *_three("visited", "Hộ đã đến vận động", "Số hộ có ít nhất một lượt đến, kể cả vắng nhà", unknown),
        _rate("IND01", "Tỷ lệ", ("visited", "households"), group="Hộ đã đến vận động", unknown=unknown),
        _count("with_device", "Hộ có điện thoại thông minh",
               "Số hộ đã biết có ít nhất một điện thoại thông minh", width=23,
               unknown="Hộ chưa rõ có điện thoại thông minh hay không thì không tính."),
        *_three("completed", "Hộ hoàn thành", "Số hộ hoàn thành theo định nghĩa của đợt", unknown),
        _rate("IND03", "Tỷ lệ", ("completed", "with_device"), group="Hộ hoàn thành",
              unknown="Hộ chưa rõ có điện thoại thông minh không nằm trong mẫu số."),
        _Line(note_column(), _note),
    ]  # fmt: skip


def _note(unit: UnitProgress) -> str:
    if not unit.has_data:
        return NOT_REPORTED
    names = ["visited", "completed", *(f"installed:{c}" for c in unit.now.installed)]
    fallen = any((unit.now.get(n) or 0) < (unit.before.get(n) or 0) for n in names)
    return FALLEN if fallen else ""


def _devices(report: Report) -> list[_Line]:
    unknown = _DEVICE_UNKNOWN
    group = "Điện thoại thông minh rà soát được"
    lines = [
        _count("members", "Nhân khẩu", "Số nhân khẩu của các hộ trong danh sách", width=18,
               unknown="Hộ chưa rõ số nhân khẩu không cộng vào."),
        _count("smartphones", "Tổng số máy", "Số điện thoại thông minh rà soát được tại hộ", group, 16,
               unknown),
        _count("android", "Android", "Số máy Android", group, 16, unknown),
        _count("ios", "iOS", "Số máy iOS", group, 14, unknown),
        _count("os_unknown", "Không rõ", "Số máy chưa rõ hệ điều hành", group, 15, unknown),
    ]  # fmt: skip
    required = report.campaign.required_apps
    if len(required) > 1:
        lines += _crossed(required)
    if app := report.campaign.in_use_app:
        group = f"Đang dùng {app.name}"
        lines += [
            _count("in_use_base", "Máy được hỏi", f"Số máy đã cài {app.name} của các hộ đã được hỏi",
                   group, 15, unknown),
            _count("in_use", app.in_use_label, f"Số máy đã cài {app.name}: {app.in_use_label.lower()}",
                   group, 17, unknown),
            _rate("IND09", "Tỷ lệ", ("in_use", "in_use_base"), group=group),
        ]  # fmt: skip
    return lines


def _crossed(required: tuple[App, ...]) -> list[_Line]:
    """Cài đủ, chỉ a, chỉ b, không: for two apps the four cells add up to the devices."""
    group = "Máy đã rõ số cài đủ các ứng dụng"
    unknown = _DEVICE_UNKNOWN
    count = _count(
        "cross_smartphones", "Số máy", "Số máy của các hộ đã rõ số máy cài đủ", group, 15, unknown
    )
    full = _count("all_apps", "Cài đủ", "Số máy cài đủ các ứng dụng bắt buộc", group, 15, unknown)
    rate = _rate("IND08", "Tỷ lệ cài đủ", ("all_apps", "cross_smartphones"), group=group)
    if len(required) != 2:
        return [count, full, rate]
    only = [
        _Line(
            Column(f"only:{app.code}", f"Chỉ {app.name}", group=group, width=15, unknown=unknown,
                   meaning=f"Số máy chỉ cài {app.name}"),
            _only_value(app, required),
        )
        for app in required
    ]  # fmt: skip
    none = _Line(
        Column("no_app", "Chưa cài", group=group, width=14, meaning="Số máy chưa cài ứng dụng nào",
               unknown=unknown),
        lambda u: _none(u.now, required),
    )  # fmt: skip
    parts = ("all_apps", *(line.column.key for line in only), "no_app")
    count = replace(count, column=replace(count.column, sum_of=parts))
    return [full, *only, none, count, rate]


def _only_value(app: App, required: tuple[App, ...]) -> Callable[[UnitProgress], CellValue]:
    return lambda u: _only(u.now, app, required)


def _only(counts: Counts, app: App, required: tuple[App, ...]) -> int | None:
    cells = _cross(counts, required)
    return cells[required.index(app)] if cells else None


def _none(counts: Counts, required: tuple[App, ...]) -> int | None:
    cells = _cross(counts, required)
    return cells[2] if cells else None


def _cross(counts: Counts, required: tuple[App, ...]) -> tuple[int, int, int] | None:
    """Only a, only b, neither (S − a − b + both); None where a count is missing or they contradict."""
    a, b = (counts.cross_installed.get(app.code) for app in required)
    both, devices = counts.all_apps, counts.cross_smartphones
    if a is None or b is None or both is None or devices is None:
        return None
    cells = (a - both, b - both, devices - a - b + both)
    return cells if min(cells) >= 0 else None


def _app_page(report: Report, app: App) -> list[_Line]:
    name = f"installed:{app.code}"
    group = f"Số máy đã cài {app.name}"
    basis = BY_KEY[change_basis(report.progress, app)]
    over = {"IND05": "dân số", "IND06": "thuê bao", "IND07": "máy rà soát"}
    source = _sources(report.progress)
    denominators = [
        _count("smartphones", "Máy rà soát", "Số điện thoại thông minh rà soát được tại hộ", width=15,
               unknown=_DEVICE_UNKNOWN),
        _count("population", "Dân số", "Dân số theo số liệu được công bố", width=18,
               unknown="Đơn vị chưa có số liệu ghi “–”, không có tỷ lệ."),
        _count("subscribers", "Thuê bao ĐTTM", "Thuê bao điện thoại thông minh", width=16,
               unknown="Đơn vị chưa có số liệu ghi “–”, không có tỷ lệ."),
    ]  # fmt: skip
    denominators = [
        replace(d, column=replace(d.column, source=source.get(d.column.key, "")))
        for d in denominators
    ]
    change = _Line(
        Column("change", f"Tăng tỷ lệ trên {over[basis.code]} (điểm %)", "points", width=18, sums=False,
               change_of=(basis.code, f"{name}.before"),
               meaning=f"{basis.name(app)}: tỷ lệ lũy kế trừ tỷ lệ kỳ trước, tính bằng điểm %",
               unknown="Kỳ trước chưa có tỷ lệ thì ghi “–”."),
        lambda u: rate_change(basis.rate(u.now, app), basis.rate(u.before, app)),
        basis, app,
    )  # fmt: skip
    ranks = [
        _Line(
            Column(f"rank:{code}", f"Trên {words}", "rank", "Xếp thứ", 13, sums=False, rank_of=code,
                   meaning=f"Thứ hạng theo tỷ lệ trên {words}, chưa làm tròn; bằng nhau thì cùng hạng",
                   unknown="Đơn vị chưa báo cáo hoặc chưa có tỷ lệ không xếp hạng."),
            lambda u: None,
        )
        for code, words in over.items()
    ]  # fmt: skip
    rates = "Tỷ lệ máy đã cài"
    return [
        *denominators,
        *_three(name, group, f"Số máy đã cài {app.name}, theo lượt đến mới nhất có số liệu", _DEVICE_UNKNOWN),
        _rate("IND07", "Trên máy rà soát", (name, "smartphones"), app, rates),
        _rate("IND05", "Trên dân số", (name, "population"), app, rates,
              "Có thể quá 100 %; đơn vị chưa có số dân thì không có tỷ lệ."),
        _rate("IND06", "Trên thuê bao", (name, "subscribers"), app, rates,
              "Có thể quá 100 %; đơn vị chưa có số thuê bao thì không có tỷ lệ."),
        change,
        *ranks,
    ]  # fmt: skip


def change_basis(progress: Progress, app: App) -> str:
    """The rate whose growth is printed: the official denominator that most reporting units have."""
    reporting = [u for u in progress.units if u.has_data]
    for code in ("IND05", "IND06"):
        known = sum(BY_KEY[code].rate(u.now, app) is not None for u in reporting)
        if known and 2 * known >= len(reporting):
            return code
    return "IND07"


def _sources(progress: Progress) -> dict[str, str]:
    """For each kind of figure, where it is from, once."""
    told: dict[str, dict[str, None]] = {}
    for _, f in progress.figures:
        if f.as_of <= progress.until:
            told.setdefault(f.kind, {})[f"{f.source}, tính đến {format_day(f.as_of)}"] = None
    return {kind: "; ".join(texts) for kind, texts in told.items()}


def _notes(report: Report, lines: Sequence[_Line]) -> tuple[str, ...]:
    keys = {line.column.key for line in lines}
    sources = _sources(report.progress)
    notes = [
        "“–”: chưa có số liệu; tỷ lệ tổng cộng = tổng tử số chia tổng mẫu số của các đơn vị có cả hai."
    ]
    notes += [
        f"{kind.label}: {sources[kind.code]}."
        for kind in FIGURE_KINDS
        if kind.code in keys and kind.code in sources
    ]
    if "note" in keys and any(not u.has_data for u in report.progress.units):
        notes.append(
            f"“{NOT_REPORTED}”: chưa có lượt đến nào được ghi; các hộ vẫn nằm trong mẫu số."
        )
    return tuple(notes)
