"""The sentences of the report in office language, made from the data and nothing else.

Every rate is printed with both its numbers and the name of its denominator.
"""

from fractions import Fraction

from domain.campaigns import App
from domain.days import format_day, format_day_official
from domain.indicators import BY_KEY, Counts, rate_change
from domain.numerals import format_count, format_points, format_rate
from domain.progress import UnitProgress, left_out_words
from domain.reasons import REASON_GROUPS
from exports.annexes import Annex
from exports.report import Report
from exports.village_annexes import unit_word

MOST_NAMED = 3  # villages named as highest and lowest


def hour_words(when: str) -> str:
    """ "08 giờ 00 phút"; "" for a day alone."""
    return f"{when[11:13]} giờ {when[14:16]} phút" if len(when) > 10 else ""


def moment_words(when: str) -> str:
    """ "17 giờ 00 phút ngày 20 tháng 8 năm 2020"; the last minute of a day is the whole day."""
    hour = "" if when[11:16] == "23:59" else hour_words(when)
    return (
        f"{hour} {format_day_official(when)}".strip()
        if hour
        else f"hết {format_day_official(when)}"
    )


def cut_off_words(report: Report) -> str:
    text = moment_words(report.cut_off)
    if report.progress.since:
        text += f"; kỳ trước tính đến {moment_words(report.progress.since)}"
    return text


def commune_word(report: Report) -> str:
    return f"toàn {report.office.kind}"


def basis_sentence(report: Report) -> str:
    """The dispatches carried out, then what is reported on."""
    subject = report.subject
    subject = subject[:1].lower() + subject[1:]
    place = f"trên địa bàn {report.office.kind}"
    cited = "; ".join(d.citation.rstrip(" .;") for d in report.dispatches)
    body = report.body_name
    start = f"Thực hiện {cited}, {body}" if cited else body
    if place.lower() in subject.lower():
        place = ""
    return f"{start} báo cáo {subject} {place}".rstrip() + " như sau:"


def results_paragraphs(report: Report) -> list[tuple[str, bool]]:
    """Mục II as (text, whether it is a heading)."""
    now = report.progress.commune_now
    found: list[tuple[str, bool]] = [("1. Kết quả đến hộ vận động", True)]
    found += [
        (text, False) for text in (_visited(report), _completed(report), _not_done(report)) if text
    ]
    found.append(("2. Kết quả cài đặt", True))
    found += [(text, False) for text in (_devices(now),) if text]
    for app in report.campaign.active_apps:
        found += [(line, False) for line in _installed(report, app)]
    found += [(text, False) for text in (_all_apps(report), _in_use(report)) if text]
    found.append((f"3. Kết quả theo {unit_word(report.progress)}", True))
    found += [(text, False) for text in (_leaders(report), _without_data(report)) if text]
    return found


def annex_reference(annexes: list[Annex]) -> str:
    """The text must refer to its annexes (NĐ 30/2020, Phụ lục I, III.1)."""
    numbers = dict.fromkeys(a.label.removeprefix("Phụ lục ").split("-")[0] for a in annexes)
    return f"(Chi tiết tại Phụ lục {', '.join(numbers)} kèm theo.)"


def _ratio(top: int | None, bottom: int | None, unit: str, other: str = "") -> str:
    """ "150/180 hộ", "183.620 máy/1.128.620 người"."""
    if other:
        return f"{format_count(top)} {unit}/{format_count(bottom)} {other}"
    return f"{format_count(top)}/{format_count(bottom)} {unit}"


def _change(now: Fraction | None, then: Fraction | None) -> str:
    change = rate_change(now, then)
    if change is None:
        return ""
    words = format_points(abs(change)).lstrip("+")
    if words == "0,00":
        return "không tăng so với kỳ trước"
    return f"{'tăng' if change > 0 else 'giảm'} {words} điểm % so với kỳ trước"


def _flow(report: Report, now: int | None, then: int | None, what: str) -> str:
    """ "trong kỳ thêm 30 hộ", only in a report on a period."""
    if not report.progress.since or now is None:
        return ""
    flow = now - (then or 0)
    if flow < 0:
        return f"trong kỳ giảm {format_count(-flow)} {what}"
    return f"trong kỳ thêm {format_count(flow)} {what}"


def _join(*parts: str) -> str:
    return "; ".join(p for p in parts if p) + "."


def _visited(report: Report) -> str:
    progress = report.progress
    now, then = progress.commune_now, progress.commune_before
    rate, _ = progress.rate(BY_KEY["IND01"])
    earlier = progress.rate(BY_KEY["IND01"], before=True)[0]
    found = f" (trong đó {format_count(now.found)} hộ phát sinh)" if now.found else ""
    top, bottom = progress.parts(BY_KEY["IND01"])
    done = f"{_ratio(top, bottom, 'hộ')}{found}, đạt {format_rate(rate)}"
    if rate is None or top != now.visited:  # totals of a village nobody has a list of
        listed = f", riêng các đơn vị có tổng số hộ: {done}" if rate is not None else found
        done = f"{format_count(now.visited)} hộ{listed}"
    met = now.get("contacted")
    return _join(
        f"Tính đến {moment_words(report.cut_off)}, {commune_word(report)} đã đến vận động {done}",
        _flow(report, now.visited, then.visited, "hộ"),
        _change(rate, earlier) if progress.since else "",
        f"gặp được {format_count(met)} hộ" if met is not None else "",
    )


def _completed(report: Report) -> str:
    progress = report.progress
    now, then = progress.commune_now, progress.commune_before
    rate, _ = progress.rate(BY_KEY["IND03"])
    completed = now.get("completed")
    if completed is None or not now.visited:
        return ""
    earlier = progress.rate(BY_KEY["IND03"], before=True)[0]
    done = f"{format_count(completed)} hộ"
    if rate is not None:
        ratio = _ratio(*progress.parts(BY_KEY["IND03"]), "hộ có điện thoại thông minh")
        ratio += f", đạt {format_rate(rate)}"
        without = progress.left_out(BY_KEY["IND03"])
        done = f"{done}; tỷ lệ tính trên {ratio}, {left_out_words(without)}" if without else ratio
    return _join(
        f"Số hộ hoàn thành: {done}",
        _flow(report, completed, then.get("completed"), "hộ"),
        _change(rate, earlier) if progress.since else "",
    )


def _not_done(report: Report) -> str:
    totals = {
        g.label: sum(line.counts.get(g.code, 0) for line in report.reasons) for g in REASON_GROUPS
    }
    left = sum(totals.values())
    if not left:
        return ""
    listed = "; ".join(
        f"{label[0].lower() + label[1:]} {format_count(n)} hộ" for label, n in totals.items() if n
    )
    return f"Còn {format_count(left)} hộ đã đến nhưng chưa hoàn thành, trong đó: {listed}."


def _devices(now: Counts) -> str:
    if now.smartphones is None:
        return ""
    parts = [("Android", now.android), ("iOS", now.ios), ("chưa rõ hệ điều hành", now.os_unknown)]
    known = now.android is not None or now.ios is not None
    listed = "; ".join(f"{name} {format_count(n)} máy" for name, n in parts if n) if known else ""
    return f"Qua rà soát tại hộ có {format_count(now.smartphones)} điện thoại thông minh" + (
        f", trong đó: {listed}." if listed else "."
    )


def _installed(report: Report, app: App) -> list[str]:
    """The stock and flow of one app, then a line for each denominator that is known."""
    progress = report.progress
    now, then = progress.commune_now, progress.commune_before
    n = now.installed.get(app.code)
    if n is None:
        return [f"Ứng dụng {app.name}: chưa có số liệu."]
    flow = _flow(report, n, then.installed.get(app.code), "máy")
    lines = [_join(f"Ứng dụng {app.name}: lũy kế {format_count(n)} máy đã cài", flow)]
    for code, words, other in (
        ("IND05", "So với dân số", "người"),
        ("IND06", "So với thuê bao điện thoại thông minh", "thuê bao"),
        ("IND07", "So với máy rà soát được", ""),
    ):
        indicator = BY_KEY[code]
        rate, units = progress.rate(indicator, app)
        if rate is None:
            continue
        top, bottom = progress.parts(indicator, app)
        text = f"- {words}: {_ratio(top, bottom, 'máy', other)}, đạt tỷ lệ {format_rate(rate)}"
        if units < len(progress.units):
            text += f" (trên {units}/{len(progress.units)} đơn vị có số liệu)"
        if progress.since:
            change = _change(rate, progress.rate(indicator, app, before=True)[0])
            text += f", {change}" if change else ""
        lines.append(f"{text}.")
    return lines


def _all_apps(report: Report) -> str:
    if len(report.campaign.required_apps) < 2:
        return ""
    rate, _ = report.progress.rate(BY_KEY["IND08"])
    if rate is None:
        return ""
    names = " và ".join(a.name for a in report.campaign.required_apps)
    top, bottom = report.progress.parts(BY_KEY["IND08"])
    return f"Số máy cài đủ {names}: {_ratio(top, bottom, 'máy')}, đạt {format_rate(rate)}."


def _in_use(report: Report) -> str:
    app = report.campaign.in_use_app
    rate, _ = report.progress.rate(BY_KEY["IND09"])
    if app is None or rate is None:
        return ""
    top, bottom = report.progress.parts(BY_KEY["IND09"])
    words = app.in_use_label[0].lower() + app.in_use_label[1:]
    return f"Số máy {words}: {_ratio(top, bottom, 'máy được hỏi')}, đạt {format_rate(rate)}."


def _leaders(report: Report) -> str:
    """The highest and lowest villages by the rate of visited households."""
    indicator = BY_KEY["IND01"]
    rated = [(r, u) for u in report.progress.units if u.has_data and (r := indicator.rate(u.now))]
    if len(rated) < 2:
        return ""
    ordered = sorted(rated, key=lambda pair: pair[0], reverse=True)
    named = min(MOST_NAMED, len(ordered) // 2)

    def names(pairs: list[tuple[Fraction, UnitProgress]]) -> str:
        return ", ".join(f"{u.label} ({format_rate(r)})" for r, u in pairs)

    return (
        f"Tỷ lệ hộ đã đến cao nhất: {names(ordered[:named])}; "
        f"thấp nhất: {names(ordered[-named:][::-1])}."
    )


def _without_data(report: Report) -> str:
    units = report.progress.units
    missing = [u.label for u in units if not u.has_data]
    totals = [u.label for u in units if u.tally]
    text = f"Có số liệu của {len(units) - len(missing)}/{len(units)} {unit_word(report.progress)}"
    if missing:
        text += f"; chưa có số liệu: {', '.join(missing)}"
    if totals:
        text += f"; số liệu tổng hợp, không theo từng hộ: {', '.join(totals)}"
    return f"{text}."


def made_words(report: Report) -> str:
    """ "13/08/2020 08:00", when the workbook was made."""
    return format_day(report.made_at[:16])
