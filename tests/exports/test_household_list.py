"""The internal list: a file of its own, stamped, with masked phones unless asked otherwise."""

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from exports.household_list import HEAD_ROW, STAMP, write_household_list
from tests.exports import made

ROW: dict[str, str | int | None] = {
    "code": "01-001", "head_name": "=Lò Văn Tủi", "village": "Bản Chiềng", "phone": "0912345678",
    "members": 4, "smartphones": 2, "app:bluezone": 0, "visited_on": "2020-08-13T08:00",
    "attempts": 2, "status": "Vắng, khóa cửa", "team": "", "next_visit_on": None, "note": None,
}  # fmt: skip


def written(tmp_path: Path, **more: Any) -> list[dict[str, Any]]:
    path = tmp_path / "ds.xlsx"
    rows = more.pop("rows", [ROW])
    more.setdefault("practice", False)
    assert write_household_list(rows, made.campaign(), path, **more) == len(rows)
    sheet = load_workbook(path).worksheets[0]
    assert any(c.value == STAMP for c in sheet[1])
    heads = [c.value for c in sheet[HEAD_ROW]]
    return [
        dict(zip(heads, (c.value for c in row), strict=True))
        for row in sheet.iter_rows(min_row=HEAD_ROW + 1)
    ]


def test_values_keep_their_kinds_and_unknown_is_not_zero(tmp_path: Path) -> None:
    (row,) = written(tmp_path)
    assert row["TT"] == 1
    assert row["Họ và tên chủ hộ"] == "=Lò Văn Tủi"
    assert row["Ngày đến"].date() == date(2020, 8, 13)
    assert row["Đã cài Bluezone"] == 0
    assert row["Đã cài Smart Thanh Hóa"] == "–"


def test_phones_are_masked_unless_asked_otherwise(tmp_path: Path) -> None:
    assert written(tmp_path)[0]["Điện thoại"] == "09xx xxx 678"
    assert written(tmp_path, mask_phones=False)[0]["Điện thoại"] == "0912345678"


def test_progress_is_reported_every_thousand_rows(tmp_path: Path) -> None:
    seen: list[int] = []
    rows = [ROW] * 2100
    written(tmp_path, rows=rows, report_progress=lambda done, total: seen.append(done))
    assert seen == [1000, 2000]
