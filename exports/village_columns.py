"""The columns of Phụ lục I: I-a households, I-b devices, then one page per app.

To add a column: a line in the page it belongs to. The least widths of a page stay within 252 mm.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.campaigns import App, Campaign
from domain.days import format_day
from domain.indicators import BY_KEY, Counts, Indicator, rate_change
from domain.progress import Progress, UnitProgress
from exports.annexes import CellValue, Column, note_column

NOT_REPORTED = "Chưa báo cáo"
FALLEN = "Số lũy kế giảm so với kỳ trước"

_LISTED = (
    "Hộ mà danh sách ghi chuyển đi, trùng, nhà trống thì không tính; kết quả 9 chưa sửa danh sách "
    "thì vẫn tính."
)
_HOUSEHOLDS = "Hộ chưa có lượt đến tính là chưa đến; vẫn nằm trong mẫu số."
_DEVICES = "Hộ chưa được hỏi không cộng vào, không coi là 0."
_FIGURES = "Đơn vị chưa có số liệu ghi “–”, không có tỷ lệ."
_FLOW = "Lũy kế trừ kỳ trước; âm khi gỡ ứng dụng, chuyển đi hoặc sửa sổ"
_SURVEYED = "Số điện thoại thông minh rà soát được tại hộ"
_RANK_OF_REVISITS = (
    "Thứ hạng theo hiệu quả quay lại, chưa làm tròn; bằng nhau thì cùng hạng"
)
_OVER = {"IND05": "dân số", "IND06": "thuê bao", "IND07": "máy rà soát"}


@dataclass(frozen=True)
class Line:
    """A column and how one unit fills it; of an indicator, the total is not a sum.

    `part_of`: what this splits. Where a unit has that and cannot split it, neither can the total.
    """

    column: Column
    value: Callable[[UnitProgress], CellValue]
    indicator: Indicator | None = None
    app: App | None = None
    part_of: str = ""


def _count(
    name: str, heading: str, meaning: str, group: str = "", width: float = 14, unknown: str = ""
) -> Line:
    column = Column(name, heading, group=group, width=width, meaning=meaning, unknown=unknown)
    return Line(column, lambda u: u.now.get(name))


def _three(name: str, group: str, meaning: str, unknown: str) -> list[Line]:
    """Kỳ trước, trong kỳ, lũy kế of one count (F3)."""
    before, during = f"{name}.before", f"{name}.flow"

    def flow(u: UnitProgress) -> CellValue:
        now = u.now.get(name)
        return None if now is None else now - (u.before.get(name) or 0)

    first = Column(
        before, "Kỳ trước", group=group, meaning=f"{meaning}, đến hết kỳ trước", unknown=unknown
    )
    second = Column(during, "Trong kỳ", group=group, meaning=_FLOW, unknown=unknown)
    third = Column(
        name, "Lũy kế", group=group, meaning=meaning, unknown=unknown, width=16,
        sum_of=(before, during), parts_may_lack=True,
    )  # fmt: skip
    return [
        Line(first, lambda u: None if u.now.get(name) is None else u.before.get(name)),
        Line(second, flow),
        Line(third, lambda u: u.now.get(name)),
    ]


def _rate(
    code: str, heading: str, ratio: tuple[str, str], app: App | None = None, group: str = "",
    unknown: str = _DEVICES,
) -> Line:  # fmt: skip
    i = BY_KEY[code]
    name = app.name if app else ""
    column = Column(
        code, heading, "rate", group, 16, ratio, sums=False, meaning=i.name(app), unknown=unknown,
        numerator=i.numerator_words.format(app=name),
        denominator=i.denominator_words.format(app=name),
    )  # fmt: skip
    return Line(column, lambda u: i.rate(u.now, app), i, app)


def household_lines() -> list[Line]:
    visited, completed = "Hộ đã đến vận động", "Hộ hoàn thành"
    return [
        _count("households", "Tổng số hộ", "Số hộ đang ở trong danh sách, gồm cả hộ phát sinh",
               width=16, unknown=_LISTED),
        _count("found", "Trong đó phát sinh", "Số hộ gặp tại địa bàn, ngoài danh sách ban đầu",
               width=16),
        *_three("visited", visited, "Số hộ có ít nhất một lượt đến, kể cả vắng nhà", _HOUSEHOLDS),
        _rate("IND01", "Tỷ lệ", ("visited", "households"), None, visited, _HOUSEHOLDS),
        _count("with_device", "Hộ có điện thoại thông minh",
               "Số hộ đã biết có ít nhất một điện thoại thông minh", width=23,
               unknown="Hộ chưa rõ có điện thoại thông minh hay không thì không tính."),
        *_three("completed", completed, "Số hộ hoàn thành theo định nghĩa của đợt", _HOUSEHOLDS),
        _rate("IND03", "Tỷ lệ", ("completed", "with_device"), None, completed,
              "Hộ chưa rõ có điện thoại thông minh không nằm trong mẫu số."),
        Line(note_column(), _note),
    ]  # fmt: skip


def revisit_lines() -> list[Line]:
    """IND17: what going again was good for, and who still waits for it."""
    again, late, rank = "Hộ đã quay lại", "Hộ quá hẹn", _rank("IND17", "")
    unknown = "Hộ mới đến một lần, chưa đến ngày hẹn thì không tính."
    return [
        _count("visited", "Hộ đã đến vận động",
               "Số hộ có ít nhất một lượt đến, kể cả vắng nhà", width=18, unknown=_HOUSEHOLDS),
        _count("revisited", "Số hộ", "Số hộ có từ hai lần đến trở lên", again, 14, unknown),
        _count("revisited_done", "Nay đã xong",
               "Số hộ đã quay lại mà nay hoàn thành hoặc không có thiết bị", again, 16, unknown),
        _rate("IND17", "Hiệu quả", ("revisited_done", "revisited"), None, again, unknown),
        Line(replace(rank.column, heading="Hiệu quả", meaning=_RANK_OF_REVISITS), rank.value),
        _count("revisit_due", "Phải quay lại",
               "Số hộ đã quay lại, cộng số hộ quá hẹn chưa quay lại", late, 16, unknown),
        _count("overdue", "Chưa quay lại",
               "Số hộ đã qua ngày hẹn mà chưa có lượt đến mới", late, 16, unknown),
        _rate("IND17b", "Tỷ lệ", ("overdue", "revisit_due"), None, late, unknown),
    ]  # fmt: skip


def _note(unit: UnitProgress) -> str:
    if not unit.has_data:
        return NOT_REPORTED
    names = ["visited", "completed", *(f"installed:{c}" for c in unit.now.installed)]
    fallen = any((unit.now.get(n) or 0) < (unit.before.get(n) or 0) for n in names)
    return FALLEN if fallen else ""


def device_lines(campaign: Campaign) -> list[Line]:
    group = "Điện thoại thông minh rà soát được"
    lines = [
        _count("members", "Nhân khẩu", "Số nhân khẩu của các hộ trong danh sách", width=16,
               unknown="Hộ chưa rõ số nhân khẩu không cộng vào."),
        _count("smartphones", "Tổng số máy", _SURVEYED, group, 14, _DEVICES),
        _count("android", "Android", "Số máy Android", group, 14, _DEVICES),
        _count("ios", "iOS", "Số máy iOS", group, 12, _DEVICES),
        _count("os_unknown", "Không rõ", "Số máy chưa rõ hệ điều hành", group, 13, _DEVICES),
    ]  # fmt: skip
    if len(campaign.required_apps) > 1:
        lines += _crossed(campaign.required_apps)
    if app := campaign.in_use_app:
        group, words = f"Đang dùng {app.name}", app.in_use_label
        asked = f"Số máy đã cài {app.name} của các hộ đã được hỏi"
        lines += [
            _count("in_use_base", "Máy được hỏi", asked, group, 13, _DEVICES),
            _count(
                "paired_in_use",
                words,
                f"{asked}: {words[0].lower() + words[1:]}",
                group,
                17,
                _DEVICES,
            ),
            _rate("IND09", "Tỷ lệ", ("paired_in_use", "in_use_base"), None, group),
        ]
    return lines


def _crossed(required: tuple[App, ...]) -> list[Line]:
    """Cài đủ, chỉ a, chỉ b, không: for two apps the four cells add up to the devices."""
    group = "Máy đã rõ số cài đủ các ứng dụng"
    count = _count(
        "cross_smartphones", "Số máy", "Số máy của các hộ đã rõ số máy cài đủ", group, 13, _DEVICES
    )
    full = _count("paired_all_apps", "Cài đủ", "Số máy cài đủ các ứng dụng bắt buộc", group, 13,
                  _DEVICES)  # fmt: skip
    rate = _rate("IND08", "Tỷ lệ cài đủ", ("paired_all_apps", "cross_smartphones"), None, group)
    if len(required) != 2:
        return [count, full, rate]
    cells = [
        _cross_line(
            required, n, f"only:{app.code}", f"Chỉ {app.name}", f"Số máy chỉ cài {app.name}"
        )
        for n, app in enumerate(required)
    ]
    cells.append(_cross_line(required, 2, "no_app", "Chưa cài", "Số máy chưa cài ứng dụng nào"))
    cells = [replace(c, column=replace(c.column, group=group)) for c in cells]
    parts = ("paired_all_apps", *(c.column.key for c in cells))
    count = replace(count, column=replace(count.column, sum_of=parts))
    return [full, *cells, count, rate]


def _cross_line(required: tuple[App, ...], n: int, key: str, heading: str, meaning: str) -> Line:
    def value(u: UnitProgress) -> CellValue:
        cells = _cross(u.now, required)
        return cells[n] if cells else None

    column = Column(key, heading, width=12, meaning=meaning, unknown=_DEVICES)
    return Line(column, value, part_of="cross_smartphones")


def _cross(counts: Counts, required: tuple[App, ...]) -> tuple[int, int, int] | None:
    """Only a, only b, neither (S − a − b + both); None where a count lacks, be it of one household,
    or they contradict."""
    a, b = (counts.cross_installed.get(app.code) for app in required)
    both, devices = counts.get("paired_all_apps"), counts.cross_smartphones
    if a is None or b is None or both is None or devices is None or counts.cross_partial:
        return None
    cells = (a - both, b - both, devices - a - b + both)
    return cells if min(cells) >= 0 else None


def app_lines(progress: Progress, app: App) -> list[Line]:
    name = f"installed:{app.code}"
    sources = figure_sources(progress)
    denominators = [
        _count("smartphones", "Máy rà soát", _SURVEYED, width=15, unknown=_DEVICES),
        _count("population", "Dân số", "Dân số theo số liệu được công bố", width=18,
               unknown=_FIGURES),
        _count("subscribers", "Thuê bao ĐTTM", "Thuê bao điện thoại thông minh", width=16,
               unknown=_FIGURES),
    ]  # fmt: skip
    denominators = [
        replace(d, column=replace(d.column, source=sources.get(d.column.key, "")))
        for d in denominators
    ]
    meaning = f"Số máy đã cài {app.name}, theo lượt đến mới nhất có số liệu"
    group, exceeds = "Tỷ lệ máy đã cài", f"Có thể quá 100 %. {_FIGURES}"
    paired = _paired(progress, app)
    surveyed = paired[0].column.key if paired else name
    return [
        *denominators,
        *_three(name, f"Số máy đã cài {app.name}", meaning, _DEVICES),
        *paired,
        _rate("IND07", "Trên máy rà soát", (surveyed, "smartphones"), app, group),
        _rate("IND05", "Trên dân số", (name, "population"), app, group, exceeds),
        _rate("IND06", "Trên thuê bao", (name, "subscribers"), app, group, exceeds),
        _change(progress, app),
        *(_rank(code, words) for code, words in _OVER.items()),
    ]


def _paired(progress: Progress, app: App) -> list[Line]:
    """Devices with the app in households whose smartphones are known, where that is fewer."""
    key, name = f"paired:{app.code}", f"installed:{app.code}"
    if all(u.now.get(key) == u.now.get(name) for u in progress.units):
        return []
    meaning = f"Số máy đã cài {app.name} ở các hộ đã rõ số điện thoại thông minh"
    return [_count(key, "Ở hộ đã rõ số máy", meaning, width=16, unknown=_DEVICES)]


def _change(progress: Progress, app: App) -> Line:
    basis = BY_KEY[change_basis(progress, app)]
    column = Column(
        "change", f"Tăng tỷ lệ trên {_OVER[basis.code]} (điểm %)", "points", width=18, sums=False,
        change_of=basis.code, unknown="Kỳ trước chưa có tỷ lệ thì ghi “–”.",
        meaning=f"{basis.name(app)}: tỷ lệ lũy kế trừ tỷ lệ kỳ trước, tính bằng điểm %",
    )  # fmt: skip
    return Line(
        column, lambda u: rate_change(basis.rate(u.now, app), basis.rate(u.before, app)), basis, app
    )


def _rank(code: str, words: str) -> Line:
    column = Column(
        f"rank:{code}", f"Trên {words}", "rank", "Xếp thứ", 13, sums=False, rank_of=code,
        meaning=f"Thứ hạng theo tỷ lệ trên {words}, chưa làm tròn; bằng nhau thì cùng hạng",
        unknown="Đơn vị chưa báo cáo hoặc chưa có tỷ lệ không xếp hạng.",
    )  # fmt: skip
    return Line(column, lambda u: None)


def change_basis(progress: Progress, app: App) -> str:
    """The rate whose growth is printed: the official denominator most reporting units have."""
    reporting = [u for u in progress.units if u.has_data]
    for code in ("IND05", "IND06"):
        known = sum(BY_KEY[code].rate(u.now, app) is not None for u in reporting)
        if known and 2 * known >= len(reporting):
            return code
    return "IND07"


def figure_sources(progress: Progress) -> dict[str, str]:
    """For each kind of figure, where it is from, each source once."""
    told: dict[str, dict[str, None]] = {}
    for _, f in progress.figures:
        if f.as_of <= progress.until:
            told.setdefault(f.kind, {})[f"{f.source}, tính đến {format_day(f.as_of)}"] = None
    return {kind: "; ".join(texts) for kind, texts in told.items()}
