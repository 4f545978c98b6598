"""A commune far larger than any: `python -m tests.faults.big_office JOB FOLDER HOUSEHOLDS`.

JOB "build" makes it, "look" does what the screens do in a process that may have one gigabyte of
addresses: the whole list in several orders, its pages, searches, progress, the report as a
workbook. Prints what was seen as JSON.
"""

import json
import resource
import sys
from pathlib import Path

from bench.data import TODAY, make_reference, open_reference
from exports.report import Report, write_report
from storage.household_lists import count_households, get_lines, list_rows
from storage.households import search_households
from storage.progress import get_progress
from storage.report_data import get_report_data

ADDRESSES = 1 << 30  # bytes
PAGE = 200


def look(path: Path) -> dict[str, int]:
    db, campaign = open_reference(path)
    seen = {"households": count_households(db)}
    for order in ("name", "walk", "due", "status"):
        rows = list_rows(db, campaign, order=order, today=TODAY.isoformat())
        pages = (rows[:PAGE], rows[-PAGE:])
        seen[f"rows by {order}"] = len(rows)
        seen[f"lines by {order}"] = sum(len(get_lines(db, campaign, p)) for p in pages)
    seen["found"] = len(search_households(db, "hà văn"))
    progress = get_progress(db, campaign)
    seen["units"] = len(progress.units)
    on = TODAY.isoformat()
    data = get_report_data(db, campaign, since=campaign.starts_on, until=on, on=on)
    report = Report(campaign=campaign, made_at=f"{on}T08:00", version="0", **vars(data))
    target = path.parent / "bao-cao.xlsx"
    write_report(report, target)
    seen["report"] = target.stat().st_size
    db.close()
    return seen


if __name__ == "__main__":
    folder, households = Path(sys.argv[2]), int(sys.argv[3])
    if sys.argv[1] == "build":
        sys.stdout.write(str(make_reference(folder, households, households)))
    else:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
        (path,) = folder.glob("ref-*.db")
        seen = look(path)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(json.dumps(seen | {"peak MB": peak}))
