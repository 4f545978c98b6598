"""What the page “Sao lưu” and the background backups say. Plain functions, no Tk.

Why a backup was made is said by storage/backups.py REASONS.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.days import format_day
from domain.numerals import format_count
from storage.backups import Backup
from ui.tables import ListRow

USB_EVERY = timedelta(days=7)
OLD = timedelta(days=2)
# A backup counts all that was ever written, so that it can be proven against its file.
VISITS = "lượt đến (kể cả đã sửa, rút lại)"


@dataclass(frozen=True)
class Amount:
    """What the office has now, or had when a backup was made."""

    households: int
    visits: int
    entries: int = 0  # of the log: everything else that was written shows there


def size_words(size: int) -> str:
    """ "24,7 MB"; files of less than a tenth are said in KB."""
    if size < 100_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def moment_words(at: str, today: date) -> str:
    """ "hôm nay 14:05", "hôm qua 08:30", else the day with its hour."""
    day = date.fromisoformat(at[:10])
    if day == today:
        return f"hôm nay {at[11:16]}"
    if day == today - timedelta(days=1):
        return f"hôm qua {at[11:16]}"
    return format_day(at[:16])


def amount_words(amount: Amount) -> str:
    return f"{format_count(amount.households)} hộ, {format_count(amount.visits)} {VISITS}"


def backup_row(backup: Backup, tried: Mapping[str, str], today: date) -> ListRow:
    """`tried`: file name -> ISO moment of the last test restore that went well."""
    moment = moment_words(backup.made_at, today) if backup.made_at else backup.file.name
    known = not backup.problem
    texts = {
        "at": moment[:1].upper() + moment[1:],
        "households": format_count(backup.households) if known else "",
        "visits": format_count(backup.visits) if known else "",
        "reason": backup.reason_words, "size": size_words(backup.size),
        "checked": check_words(backup, tried),
    }  # fmt: skip
    return ListRow(str(backup.file), texts, () if known else ("alarm",))


def check_words(backup: Backup, tried: Mapping[str, str]) -> str:
    """Every backup was read back when it was written; some were restored for trial since."""
    if backup.problem:
        return "Không dùng được"
    if at := tried.get(backup.file.name):
        return f"Khôi phục thử {format_day(at[:10])}"
    return "Đã đọc lại khi ghi"


def newest_words(backups: Sequence[Backup], now: datetime) -> tuple[str, bool]:
    """(what is said over the list, whether it should alarm). `now` with its zone."""
    usable = [b for b in backups if not b.problem]
    newest = max(usable, key=lambda b: b.made_at, default=None)
    if newest is None:
        return "Chưa có bản sao lưu nào của số liệu này.", True
    amount = amount_words(Amount(newest.households, newest.visits))
    text = f"Bản gần nhất: {moment_words(newest.made_at, now.date())}, {amount}."
    return text, _age(newest.made_at, now) > OLD


def usb_words(copied_on: str, today: date) -> tuple[str, bool]:
    """When the last copy left the house, and whether that is too long ago."""
    if not copied_on:
        return "Chưa chép ra USB lần nào: máy hỏng hay mất là mất cả bản sao.", True
    days = (today - date.fromisoformat(copied_on)).days
    when = "hôm nay" if days == 0 else "hôm qua" if days == 1 else f"cách đây {days} ngày"
    if days < 0:
        when = f"ngày {format_day(copied_on)}"
    return f"Chép ra USB gần nhất: {when}.", not 0 <= days <= USB_EVERY.days


def usb_words_short(copied_on: str, today: date) -> str:
    """The same beside something else, where the page is low."""
    known, _, rest = usb_words(copied_on, today)[0].strip(".").partition(":")
    return f"Chép ra USB:{rest}" if copied_on else known


def is_usb_due(copied_on: str, asked_on: str, today: date) -> bool:
    """Once a week: a week after the last copy, and after being asked a week's rest."""
    return all(
        not day or today - date.fromisoformat(day) >= USB_EVERY or date.fromisoformat(day) > today
        for day in (copied_on, asked_on)
    )


@dataclass(frozen=True)
class Comparison:
    """A backup beside today's numbers: lines of (what, in the backup, now), and the sentence."""

    lines: tuple[tuple[str, str, str], ...]
    sentence: str
    loses: bool


def compare(backup: Amount, made_at: str, today: Amount) -> Comparison:
    lines = (
        ("Hộ", format_count(backup.households), format_count(today.households)),
        (VISITS[:1].upper() + VISITS[1:], format_count(backup.visits), format_count(today.visits)),
        ("Việc đã ghi nhật ký", format_count(backup.entries), format_count(today.entries)),
    )
    fewer = [
        f"{format_count(now - then)} {what}"
        for what, then, now in (
            ("hộ", backup.households, today.households),
            (VISITS, backup.visits, today.visits),
        )
        if now > then
    ]
    if not fewer and today.entries > backup.entries:
        fewer = [f"{format_count(today.entries - backup.entries)} việc (sửa, đổi thiết lập …)"]
    if not fewer:
        return Comparison(lines, "Bản này không thiếu hộ và lượt đến nào so với hiện nay.", False)
    return Comparison(
        lines, f"Khôi phục bản này thì {' và '.join(fewer)} ghi sau {format_day(made_at[:16])} "
        "không còn trong số liệu đang dùng.", True,
    )  # fmt: skip


def _age(at: str, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(at).astimezone()
