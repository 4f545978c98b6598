"""What the teams did, as rows of the list and as the table on paper: plain functions."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from domain.campaigns import Campaign
from domain.days import format_day
from domain.fields import Row
from domain.numerals import format_count, format_decimal, format_rate, round_half_up
from domain.productivity import TeamLine, by_affiliation, sort_lines, sum_lines
from ui.tables import Column, ListRow

if TYPE_CHECKING:
    from exports.field_tables import Table

WHOLE = "Toàn đơn vị"
RULES = (
    "Một lượt đến: một tổ đến một hộ trong một ngày, dù ghi mấy dòng; gặp được là lượt có nói "
    "chuyện với người trong hộ. Hộ hoàn thành tính cho tổ có lượt đến làm hộ hoàn thành. Máy cài "
    "thêm: số máy của hộ sau lượt đến trừ số đã biết trước đó. Tổ đổi tên vẫn nhận ra theo tên cũ. "
    "Không gồm số liệu nhập tổng hợp."
)


def check_period(values: Row) -> dict[str, str]:
    since, until = values["since"], values["until"]
    if since and until and str(until) < str(since):
        return {"until": "Ngày cuối ở trước ngày đầu."}
    return {}


def columns_of(campaign: Campaign | None, *, bodies: bool) -> tuple[Column, ...]:
    apps = campaign.active_apps if campaign else ()
    return (
        Column("name", "Đoàn thể, lực lượng" if bodies else "Tổ", 140, grow=True),
        *(() if bodies else (Column("affiliation", "Đoàn thể", 210, grow=True, compact=False),)),
        Column("days", "Ngày đi", 78, "e"),
        Column("attempts", "Lượt đến", 86, "e"),
        Column("contacts", "Gặp được", 92, "e"),
        Column("contact_rate", "Tỷ lệ gặp", 92, "e", compact=False),
        Column("completed", "Hoàn thành", 106, "e"),
        *(Column(f"app:{a.code}", f"+ {a.name}", max(90, 30 + 8 * len(a.name)), "e")
          for a in apps),
    )  # fmt: skip


def average_words(value: Fraction | None) -> str:
    """ "12,5" a day; unknown is "–"."""
    return "–" if value is None else format_decimal(round_half_up(value, 1))


def line_row(line: TeamLine, *, a_day: bool, tags: tuple[str, ...] = ()) -> ListRow:
    def words(n: int | None) -> str:
        return average_words(line.a_day(n)) if a_day else format_count(n)

    name = line.name if line.listed else f"{line.name} (ngoài danh sách)"
    texts = {
        "name": name, "affiliation": line.affiliation or "–", "days": format_count(line.days),
        "attempts": words(line.attempts), "contacts": words(line.contacts),
        "completed": words(line.completed), "contact_rate": format_rate(line.contact_rate, 1),
    }  # fmt: skip
    texts |= {f"app:{code}": words(n) for code, n in line.installed.items()}
    return ListRow(line.key or "none", texts, tags or (() if line.attempts else ("muted",)))


def result_rows(
    lines: Sequence[TeamLine], *, bodies: bool, a_day: bool, sort: str, descending: bool
) -> list[ListRow]:
    """The whole first; it stays there however the rest is sorted."""
    if not any(x.attempts for x in lines) and not lines:
        return []
    shown = by_affiliation(lines) if bodies else list(lines)
    if sort:
        shown = sort_lines(shown, sort, descending=descending, a_day=a_day)
    total = line_row(sum_lines(lines, "all", WHOLE), a_day=a_day, tags=("strong",))
    total = ListRow(total.id, {**total.texts, "affiliation": ""}, total.tags)
    return [total, *(line_row(x, a_day=a_day) for x in shown)]


def period_words(since: str, until: str, campaign: Campaign) -> str:
    first = format_day(since or campaign.starts_on)
    return f"Từ {first} đến hết {format_day(until or date.today().isoformat())}"


def results_table(
    lines: Sequence[TeamLine], campaign: Campaign, since: str, until: str, *, bodies: bool
) -> "Table":
    """Sums and averages a day side by side, as the paper has the room."""
    from exports.field_tables import Table, TableColumn

    shown = by_affiliation(lines) if bodies else lines
    apps = campaign.active_apps
    columns = (
        TableColumn("name", "Đoàn thể, lực lượng" if bodies else "Tổ", width=34),
        *(() if bodies else (TableColumn("affiliation", "Đoàn thể", width=34),)),
        TableColumn("days", "Ngày đi", "count", 14),
        TableColumn("attempts", "Lượt đến", "count", 16),
        TableColumn("contacts", "Gặp được", "count", 16),
        TableColumn("contact_rate", "Tỷ lệ gặp", "rate", 18),
        TableColumn("completed", "Hộ hoàn thành", "count", 16),
        *(TableColumn(f"app:{a.code}", f"Máy cài thêm {a.name}", "count", 20) for a in apps),
        TableColumn("day:attempts", "Lượt đến một ngày", "average", 16),
        TableColumn("day:contacts", "Gặp được một ngày", "average", 16),
        TableColumn("day:completed", "Hoàn thành một ngày", "average", 18),
        *(TableColumn(f"day:app:{a.code}", f"Cài thêm {a.name} một ngày", "average", 20)
          for a in apps),
    )  # fmt: skip

    def cells(line: TeamLine) -> dict[str, str | int | Fraction | None]:
        counts: dict[str, int | None] = {
            "attempts": line.attempts, "contacts": line.contacts, "completed": line.completed,
            **{f"app:{code}": n for code, n in line.installed.items()},
        }  # fmt: skip
        return {
            "name": line.name, "affiliation": line.affiliation, "days": line.days,
            "contact_rate": line.contact_rate, **counts,
            **{f"day:{key}": line.a_day(n) for key, n in counts.items()},
        }  # fmt: skip

    return Table(
        "KẾT QUẢ CÁC ĐOÀN THỂ, LỰC LƯỢNG" if bodies else "KẾT QUẢ CÁC TỔ CÔNG TÁC",
        f"{campaign.name}. {period_words(since, until, campaign)}.", columns,
        [cells(x) for x in shown], cells(sum_lines(lines, "all", WHOLE)), (RULES,),
        "Kết quả các tổ",
    )  # fmt: skip
