"""The table of docs/reliability.md: `python -m tests.faults.figures FILE`, of the noted figures.

FILE is what the tests wrote while TUNGNHA_FIGURES named it. Lines of one name are added up; the
table in the document is replaced.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

from tests.faults.outcome import Found

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
MARK = "<!-- figures -->"
HEAD = ("Fault", "Tried", "Whole", "Noticed", "Earlier state", "Wrong")
COLUMNS = ("tried", Found.WHOLE, Found.NOTICED, Found.SHORT, Found.WRONG)


def order(name: str) -> tuple[int, str]:
    """By the number of the fault."""
    number = re.match(r"F(\d+)", name)
    return (int(number[1]) if number else 99, name)


def make_table(lines: list[str]) -> str:
    sums: dict[str, Counter[str]] = {}
    for line in map(json.loads, lines):
        if "tried" in line:
            numbers = {c: line[c] for c in COLUMNS if c in line}
            sums.setdefault(line["what"], Counter()).update(numbers)
    rows = [[name, *(str(sums[name][c]) for c in COLUMNS)] for name in sorted(sums, key=order)]
    rules = ["---", *["--:"] * len(COLUMNS)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [list(HEAD), rules, *rows])


if __name__ == "__main__":
    table = make_table(Path(sys.argv[1]).read_text("utf-8").splitlines())
    before, _, after = DOCUMENT.read_text("utf-8").split(MARK)
    DOCUMENT.write_text(f"{before}{MARK}\n{table}\n{MARK}{after}", "utf-8")
