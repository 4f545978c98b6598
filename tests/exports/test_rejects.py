"""Refused rows go out with where, why and what was read."""

from pathlib import Path

from openpyxl import load_workbook

from domain.household_import import Place, Reject
from exports.rejects import write_rejects


def test_a_refused_row_says_where_why_and_what(tmp_path: Path) -> None:
    path = tmp_path / "loi.xlsx"
    rejects = [Reject(Place("Bản Chiềng", 12), "Thiếu họ tên chủ hộ.", ("3", "", "=1+1", "0912"))]
    write_rejects(rejects, path, ("STT", "Họ tên", "Ghi chú"), practice=False)
    sheet = load_workbook(path).worksheets[0]
    assert [c.value for c in sheet[1]] == [
        "Trang tính", "Dòng", "Lý do không nhập", "STT", "Họ tên", "Ghi chú", "Cột 4",
    ]  # fmt: skip
    assert [c.value for c in sheet[2]] == [
        "Bản Chiềng", 12, "Thiếu họ tên chủ hộ.", "3", None, "=1+1", "0912",
    ]  # fmt: skip
    assert sheet["F2"].data_type == "s"


def test_no_refused_rows_make_an_empty_table(tmp_path: Path) -> None:
    write_rejects([], tmp_path / "loi.xlsx", practice=False)
    assert load_workbook(tmp_path / "loi.xlsx").worksheets[0].max_row == 1
