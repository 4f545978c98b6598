"""The recovery code on paper: every group can be read, and nothing runs off the sheet."""

from pathlib import Path

import pytest

from domain.errors import AppError
from exports.recovery_pdf import write_recovery_pdf
from tests.exports.test_sheet_pdf import text_of
from tests.needs import needs_pdftotext

CODE = "Y0QD-F9H1-THJE-42W1-Z33T-DSYJ-T9JJ-ZKR5-AE"


@needs_pdftotext
def test_the_paper_has_every_group_of_the_code_and_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / "ma.pdf"
    write_recovery_pdf(CODE, "Hà Thị Ửng", "21/11/2026", path, practice=False)
    (text,) = text_of(path)
    for part in (*CODE.split("-"), "Hà Thị Ửng", "21/11/2026", "Người giữ mã"):
        assert part in text
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Không ghi được"):
        write_recovery_pdf(CODE, "Hà", "21/11/2026", tmp_path / "none" / "ma.pdf",
                           practice=False)
