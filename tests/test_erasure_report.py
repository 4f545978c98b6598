"""The report workbook of before an erasure and of after it are the same, cell by cell."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from domain.users import User
from exports.progress_json import progress_json
from exports.report import Report, write_report
from storage.campaigns import get_campaign
from storage.database import Database, open_database
from storage.erasure import erase_campaign, erase_household
from storage.practice import make_practice
from storage.progress import get_progress
from storage.report_data import get_report_data
from tests.storage.test_erasure import confide

TODAY = date(2020, 8, 25)
PERIODS = (("2020-08-12", "2020-08-20"), ("", ""))


def reported(db: Database, campaign_id: str, folder: Path) -> list[Any]:
    """Every cell of every sheet of the reports of two periods, and progress as JSON."""
    found: list[Any] = []
    campaign = get_campaign(db, campaign_id)
    for since, until in PERIODS:
        data = get_report_data(db, campaign, since=since, until=until, on="2020-08-25")
        data = replace(data, audit_head="")  # the log has moved on, and only that
        own = {**vars(data), "audit_head": ""}  # the log goes on, the figures stay
        report = Report(campaign=campaign, made_at="2020-08-25T08:00", **own)
        write_report(report, folder / "bao-cao.xlsx")
        book = load_workbook(folder / "bao-cao.xlsx")
        found += [
            (sheet.title, cell.coordinate, cell.value, cell.number_format)
            for sheet in book for row in sheet.iter_rows() for cell in row
        ]  # fmt: skip
        progress = get_progress(db, campaign, since=since, until=until)
        found.append(progress_json(progress, campaign, until))
    return found


@pytest.mark.parametrize(("seed", "whole"), [(1, True), (2, False)])
def test_the_report_is_the_same(tmp_path: Path, seed: int, *, whole: bool) -> None:
    by = User("Lò Thị Mai")
    db = open_database(tmp_path / "tungnha.db", create=True)
    campaign = make_practice(db, by=by, households=70, seed=seed, today=TODAY)
    confide(db, campaign, by, random.Random(seed))
    before = reported(db, campaign.id, tmp_path)
    assert len(before) > 1000
    if whole:
        erase_campaign(db, campaign.id, by=by)
    else:
        for (id_,) in db.rows("SELECT id FROM households ORDER BY id LIMIT 20"):
            erase_household(db, id_, by=by)
    assert reported(db, campaign.id, tmp_path) == before
    db.close()
