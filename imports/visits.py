"""A table of visits (CSV or any spreadsheet) → rows that may be saved, and rows that may not.

The headings are the field names of domain/visits.py or their aliases, the codes of the campaign's
apps or what people call them, and "household_code".
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Field, Row, parse_row
from domain.households import normal_code
from domain.text import fold_key
from domain.visits import app_field, check_visit, visit_fields
from imports.tables import Table, Value, read_tables

_CODE_HEADINGS = {"household code", "ma ho", "ma so ho", "ma"}


def read_visits(
    path: Path, campaign: Campaign, codes: Mapping[str, str], today: date
) -> tuple[list[tuple[int, Row]], list[tuple[int, str]]]:
    """((row number, values with "household_id"), …) and ((row number, why not), …).

    Row numbers count from 1 with the heading, as Excel shows them.
    """
    table = next((t for t in read_tables(path) if t.rows and not t.hidden), None)
    if table is None:
        raise AppError(f"Tệp “{path.name}” không có dòng nào.", "Hãy chọn tệp khác.")
    fields = visit_fields(campaign)
    columns = _match(table, campaign, fields, path)
    good: list[tuple[int, Row]] = []
    bad: list[tuple[int, str]] = []
    for number, cells in enumerate(table.rows[1:], 2):
        raw = {name: _text(cells[i]) for name, i in columns.items() if i < len(cells)}
        if not any(raw.values()):
            continue
        code = raw.pop("household_code", "")
        household_id = codes.get(normal_code(code) or "")
        if household_id is None:
            bad.append(
                (number, f"Mã hộ “{code}” không có trong danh sách. Hãy xem lại mã trên phiếu.")
            )
            continue
        values, errors = parse_row(fields, raw)
        errors = errors or check_visit(values, campaign, today)
        if errors:
            bad.append((number, " ".join(errors.values())))
        else:
            good.append((number, {**values, "household_id": household_id}))
    return good, bad


def _match(
    table: Table, campaign: Campaign, fields: tuple[Field, ...], path: Path
) -> dict[str, int]:
    columns: dict[str, int] = {}
    for i, cell in enumerate(table.rows[0]):
        key = fold_key(_text(cell))
        name = None
        if key in _CODE_HEADINGS:
            name = "household_code"
        elif app := campaign.find_app(_text(cell)):
            name = app_field(app.code)
        else:
            for f in fields:
                if key in (fold_key(f.name), fold_key(f.label), *map(fold_key, f.aliases)):
                    name = f.name
                    break
        if name and name not in columns:
            columns[name] = i
    missing = [n for n in ("household_code", "visited_at", "disposition") if n not in columns]
    if missing:
        words = {"household_code": "mã hộ", "visited_at": "ngày đến", "disposition": "kết quả"}
        raise AppError(
            f"Tệp “{path.name}” thiếu cột {', '.join(words[n] for n in missing)}.",
            "Dòng đầu cần có: household_code, visited_on, disposition …",
        )
    return columns


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
