"""What the clerk chooses for a report, and what the next one starts from.

To add a choice: a Field line here; it is shown, remembered and given to the report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.campaigns import Campaign
from domain.days import before, day_of, end_of, format_day, previous_working_day
from domain.fields import Choice, Day, Field, Row, Text
from domain.offices import SIGNATURES, Office, office_on
from domain.progress import Progress

REPORT_FIELDS: tuple[Field, ...] = (
    Field("since", "Kỳ báo cáo từ", Day(hour=True), width=16, hint="Để trống: từ đầu đợt"),
    Field("until", "Số liệu tính đến", Day(hour=True), required=True, width=16,
          hint="Ngày, hoặc giờ và ngày: 13/8/2020 08:00"),
    Field("number", "Số văn bản", Text(), width=12, hint="Để trống nếu văn thư chưa cấp"),
    Field("issued_on", "Ngày ký", Day(), width=12, hint="Để trống: in dấu chấm để ghi tay"),
    Field("title", "Trích yếu", Text(), width=60),
    Field("addressee", "Kính gửi (mỗi nơi một dòng)", Text(lines=2), width=60),
    Field("direction", "I. Công tác chỉ đạo, tuyên truyền", Text(lines=3), width=60),
    Field("difficulties", "III. Khó khăn, vướng mắc", Text(lines=3), width=60),
    Field("proposals", "IV. Nhiệm vụ thời gian tới, kiến nghị", Text(lines=3), width=60),
    Field("recipients", "Nơi nhận (mỗi nơi một dòng)", Text(lines=3), width=60),
    Field("signature", "Quyền hạn ký", Choice(SIGNATURES), width=44),
    Field("position", "Chức vụ khi ký thừa lệnh, thừa ủy quyền", Text(), width=30),
    Field("signer", "Người ký", Text(), width=26),
    Field("preparer", "Người lập biểu (để trống: không in)", Text(), width=26),
)  # fmt: skip

_REMEMBERED = ("title", "addressee", "direction", "difficulties", "proposals", "recipients",
               "signature", "position", "signer", "preparer")  # fmt: skip


def starting_choices(
    campaign: Campaign, offices: Sequence[Office], reports: Sequence[Mapping[str, object]],
    now: datetime,
) -> dict[str, str]:
    """Texts for the form: as last time, the period going on where the last report ended.

    `reports` as storage.dispatches.list_reports gives them, newest first. A letter's lines come
    from the office as it is called on the day of the cut-off, unless they were changed for the
    last report.
    """
    until = starting_cut_off(campaign, now)
    office = office_on(offices, until)
    since = format_day(starting_since(reports, until))
    raw = {"since": since, "until": format_day(until), "title": subject_of(campaign)}
    if office:
        raw |= {
            "addressee": "\n".join(office.addressee_lines),
            "recipients": office.recipients,
            "signature": next((s.label for s in SIGNATURES if s.code == office.signature), ""),
            "position": office.position,
            "signer": office.signer,
            "preparer": office.preparer,
        }
    if reports:
        chosen = reports[0].get("choices")
        if isinstance(chosen, Mapping):
            raw |= {n: str(chosen[n]) for n in _REMEMBERED if chosen.get(n)}
    return raw


def starting_since(reports: Sequence[Mapping[str, object]], until: str) -> str:
    """Where the period up to `until` begins: as in the newest report of that same cut-off, which is
    then made again; else right after the nearest earlier one; "" is the campaign's beginning."""
    cut_offs = [str(r["until"] or str(r.get("changed_at") or "")[:16]) for r in reports]
    for report, cut_off in zip(reports, cut_offs, strict=True):
        if end_of(cut_off) == end_of(until):
            return str(report.get("since") or "")
    earlier = [c for c in cut_offs if c and end_of(c) < end_of(until)]
    last = max(earlier, key=end_of, default="")
    return (day_of(last) + timedelta(days=1)).isoformat() if len(last) == 10 else last


def period_problem(since: str, until: str) -> str:
    """What is said beside the fields when nothing can lie in the period; "" when something can."""
    if not since or not until or before(since) < end_of(until):
        return ""
    return (
        f"Kỳ trống: bắt đầu {format_day(since)}, số liệu tính đến {format_day(until)}, nên "
        "“trong kỳ” là 0. Hãy ghi lúc sớm hơn, hoặc để trống: từ đầu đợt."
    )


def subject_of(campaign: Campaign) -> str:
    """The trích yếu of a report on the campaign, until somebody words it otherwise."""
    return f"Kết quả triển khai {campaign.topic or f'đợt vận động {campaign.name}'}"


def starting_cut_off(campaign: Campaign, now: datetime) -> str:
    """While the campaign runs, this hour; after its deadline, the last working day before it.

    NĐ 09/2019, Điều 12: figures are closed at least one working day before the report is due.
    """
    if campaign.due and now.date() > campaign.due:
        return previous_working_day(campaign.due).isoformat()
    return now.strftime("%Y-%m-%dT%H:00")


def check_choices(values: Row, campaign: Campaign, today: date) -> dict[str, str]:
    """Rules across the fields of a report."""
    errors: dict[str, str] = {}
    since, until = str(values.get("since") or ""), str(values.get("until") or "")
    if until and until[:10] > today.isoformat():
        errors["until"] = f"Ngày {format_day(until)} ở sau hôm nay."
    elif until and until[:10] < campaign.starts_on:
        errors["until"] = f"Đợt bắt đầu ngày {format_day(campaign.starts_on)}: chưa có số liệu."
    elif problem := period_problem(since, until):
        errors["since"] = problem
    issued = str(values.get("issued_on") or "")
    if issued and until and issued < until[:10]:
        errors["issued_on"] = f"Ngày ký ở trước ngày chốt số liệu {format_day(until)}."
    return errors


def office_as_chosen(office: Office, values: Row) -> Office:
    """The office with the letter's lines as they were chosen for this report."""
    given = {
        n: str(values[n] or "")
        for n in ("addressee", "recipients", "signature", "position", "signer", "preparer")
        if n in values
    }
    return replace(office, **{**given, "signature": given.get("signature") or office.signature})  # type: ignore[arg-type]


def report_notes(progress: Progress) -> list[str]:
    """What the clerk should know before handing the report over."""
    notes: list[str] = []
    missing = [u.label for u in progress.units if not u.has_data and u.now.households]
    if missing:
        shown = ", ".join(missing[:4]) + (f" và {len(missing) - 4} nơi khác" if missing[4:] else "")
        notes.append(f"Chưa có lượt đến nào ở {shown}: báo cáo ghi “chưa báo cáo”.")
    total = progress.commune_now
    if total.population is None:
        notes.append("Chưa có dân số tính đến ngày này: tỷ lệ trên dân số sẽ là “–”.")
    if total.subscribers is None:
        notes.append("Chưa có số thuê bao tính đến ngày này: tỷ lệ trên thuê bao sẽ là “–”.")
    if total.population and total.subscribers and total.subscribers > total.population:
        notes.append(
            f"Số thuê bao ({total.subscribers}) nhiều hơn dân số ({total.population}): hãy xem lại "
            "nguồn số liệu."
        )
    return notes


def file_name(campaign: Campaign, until: str) -> str:
    """ "bao-cao-2020-08-20.xlsx"."""
    return f"bao-cao-{until[:10] or campaign.starts_on}.xlsx"
