"""The certificate: one page, every line of it, letters that can be read."""

import subprocess
from pathlib import Path

import pytest

from domain.erasures import Certificate, Erasure, Retention, Scope, Stage
from exports.erasure_pdf import write_certificate
from exports.sheet_pdf import STAMP
from tests.needs import needs_pdftotext

ERASURE = Erasure(
    "e", 3, Scope.CAMPAIGN, "c", "Cài đặt Bluezone và Smart Thanh Hóa, tháng 8/2020", Stage.DONE,
    "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15", {"households": 1200, "visits": 8},
    "2026-03-10T08:30:00+07:00", "Lò Thị Mai", "0123456789ab", 41, "2026-03-10T08:31:00+07:00", 4,
)  # fmt: skip


@needs_pdftotext
@pytest.mark.parametrize("practice", [True, False])
def test_everything_stands_on_one_page(tmp_path: Path, *, practice: bool) -> None:
    path = tmp_path / "xac-nhan.pdf"
    retention = Retention(12, "Hà Văn Phụ Trách")
    write_certificate(Certificate(ERASURE, retention, "UBND xã Mường Mìn", "1.0", practice), path)
    run = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    text = " ".join(run.stdout.decode().split())
    for said in ("UBND xã Mường Mìn", "GIẤY XÁC NHẬN XÓA DỮ LIỆU CÁ NHÂN", "1.200 hộ mất họ tên",
                 "0123456789ab", "Lò Thị Mai", "đã hủy 4 bản cũ", "Thủ trưởng đơn vị",
                 "Hà Văn Phụ Trách"):  # fmt: skip
        assert said in text, said
    assert (STAMP in text) is practice
    assert run.stdout.count(b"\f") == 1
