"""What Nhập tổng hợp says, as plain values: fields, the list of what was entered, its states."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.campaigns import Campaign
from domain.days import format_day
from domain.fields import Choice, Field, Option, Row, parse_row
from domain.numerals import format_count
from domain.tallies import Tally, TallyLine, check_tally, tally_fields, tally_row
from domain.villages import Village, split_village, village_key
from ui.tables import Column, ListRow

ABOUT = (
    "Dùng cho thôn, bản chỉ báo được tổng số, không ghi được phiếu từng hộ. Số tổng hợp được tính "
    "vào tiến độ và báo cáo, có đánh dấu; khi có phiếu hộ của chính những ngày ấy thì phiếu hộ "
    "thay số tổng hợp, không cộng hai lần."
)
NOTHING_YET = "Chưa có số tổng hợp nào.\nGhi số ở bên trái rồi bấm Lưu (F9)."
WHY_FIELD = Field("reason", "Lý do", required=True, width=44)
COUNTING, REPLACED, CORRECTED, WITHDRAWN = "Đang tính", "Có phiếu hộ thay", "Đã sửa", "Đã rút"
A_ROW = 5

COLUMNS = (
    Column("village", "Thôn, bản", 112, grow=True, sortable=False),
    Column("days", "Ngày", 118, sortable=False),
    Column("visited", "Đã đến", 62, "e", sortable=False),
    Column("state", "Tình trạng", 144, sortable=False),
)


def form_fields(campaign: Campaign, villages: Sequence[Village]) -> tuple[Field, ...]:
    """The village first; the days and totals as the campaign asks them."""
    options = tuple(Option(v.label, v.label) for v in villages)
    village = Field("village", "Thôn, bản", Choice(options, free=True), required=True, width=18)
    totals = []
    for f in tally_fields(campaign):
        if f.name == "source":
            f = replace(f, width=40)
        if f.name == "until_on":  # one day alone needs no second
            f = replace(f, required=False)
        totals.append(f)
    return (village, *totals)


def form_layout(fields: Sequence[Field]) -> list[list[str]]:
    """Households in one row, devices in the next, apps in as many as they need, below them."""
    apps = [f.name for f in fields if f.per_app or f.name in ("all_apps", "in_use")]
    apps += [""] * (-len(apps) % A_ROW)
    return [
        ["village", "from_on", "until_on", "listed"],
        ["visited", "contacted", "completed", "refused", "members"],
        ["with_device", "without_device", "smartphones", "android", "ios"],
        *(apps[n : n + A_ROW] for n in range(0, len(apps), A_ROW)),
        ["source"],
    ]


def village_of(raw: Mapping[str, str], villages: Sequence[Village]) -> Village | None:
    """By its label, else by the name or the beginning of it that only one village has."""
    typed = raw.get("village", "")
    key, name = village_key(typed), village_key(split_village(typed)[1] or typed)
    if not key:
        return None
    names = {v.id: village_key(v.name) for v in villages}
    for alike in (
        [v for v in villages if v.key == key],
        [v for v in villages if names[v.id] == name],
        [v for v in villages if v.key.startswith(key) or names[v.id].startswith(key)],
    ):
        if alike:
            return alike[0] if len(alike) == 1 else None
    return None


def check_form(
    raw: Mapping[str, str], campaign: Campaign, villages: Sequence[Village],
    others: Sequence[Tally], today: date,
) -> tuple[Row, dict[str, str]]:  # fmt: skip
    """Values and messages. One day alone is both the first and the last.

    `others`: those in force in the village, without the one that is corrected.
    """
    fields = form_fields(campaign, villages)
    values, errors = parse_row(fields, with_last_day(raw))
    if "village" not in errors and village_of(raw, villages) is None:
        errors["village"] = f"Không rõ thôn, bản “{raw['village'].strip()}” nào trong danh sách."
    days = (values.get("from_on"), values.get("until_on"))
    apart = [t for t in others if (t.from_on, t.until_on) != days]
    errors = errors or check_tally(values, campaign, apart, today)
    values.pop("village")
    return values, errors


def with_last_day(raw: Mapping[str, str]) -> dict[str, str]:
    texts = dict(raw)
    if not texts.get("until_on", "").strip():
        texts["until_on"] = texts.get("from_on", "")
    return texts


def state_of(line: TallyLine) -> str:
    if line.later:
        return WITHDRAWN if line.later.void else CORRECTED
    return REPLACED if line.visits else COUNTING


def tally_list_row(line: TallyLine, labels: Mapping[str, str]) -> ListRow:
    state = state_of(line)
    texts = {
        "village": labels.get(line.tally.village_id, "–"),
        "days": short_days(line.tally),
        "visited": format_count(line.tally.visited),
        "state": {COUNTING: "● ", REPLACED: "◐ "}.get(state, "○ ") + state,
    }
    return ListRow(line.tally.id, texts, () if line.counts else ("muted",))


def short_days(tally: Tally) -> str:
    """ "12/08/2020", "01–12/08/2020", "28/07–12/08/2020"."""
    first, last = format_day(tally.from_on), format_day(tally.until_on)
    if first == last:
        return last
    same_month = first[3:] == last[3:]
    return f"{first[:2] if same_month else first[:5]}–{last}"


def describe_line(line: TallyLine, campaign: Campaign, label: str) -> str:
    """The selected entry in full: its numbers, its state, and what households say instead."""
    t = line.tally
    told = tally_row(t)
    fields = [f for f in tally_fields(campaign) if f.name not in ("from_on", "until_on", "source")]
    numbers = [f"{f.label}: {format_count(n)}" for f in fields
               if isinstance(n := told.get(f.name), int)]  # fmt: skip
    text = [f"{label}, {t.days}. {'; '.join(numbers)}."]
    if t.source:
        text.append(f"Nguồn: {t.source}.")
    text.append(f"{t.entered_by} ghi lúc {format_day(t.entered_at[:16])}.")
    if line.later:
        why = line.later.correction or "có số mới của đúng những ngày này"
        text.append(f"{state_of(line)}: {why}.")
    elif line.visits:
        gaps = line.differences()
        labels = {f.name: f.label for f in fields}
        said = "; ".join(f"{labels[n]} {signed(gap)}" for n, gap in gaps.items() if n in labels)
        text.append(
            f"Đã có {line.visits} lượt đến hộ trong những ngày này: chỉ tính phiếu hộ. "
            + (f"Phiếu hộ so với số tổng hợp: {said}." if said else "Hai bên bằng nhau.")
        )
    return " ".join(text)


def over_words(over: int) -> str:
    """Said of a village whose totals and visits together are more than its list; "" of others."""
    if not over:
        return ""
    return (
        f"Phiếu hộ và số tổng hợp cộng lại nhiều hơn danh sách {format_count(over)} hộ: chỉ tính "
        "hết danh sách, hãy xem lại."
    )


def signed(n: int) -> str:
    """ "+3", "−12"."""
    return f"{'+' if n > 0 else '−'}{format_count(abs(n))}"


def same_days_note(values: Mapping[str, object], others: Sequence[Tally]) -> str:
    """That a stored tally of these very days will give way; "" where there is none."""
    days = (values.get("from_on"), values.get("until_on"))
    old = next((t for t in others if (t.from_on, t.until_on) == days), None)
    if old is None:
        return ""
    return (
        f"Đã có số của {old.days} ({format_count(old.visited)} hộ đã đến): lưu thì số mới thay "
        "số ấy."
    )
