"""How one sheet is to be read: which rows, which columns, where the villages stand.

`imports/guessing.py` makes a Layout from what is in the sheet; the wizard corrects it with
dataclasses.replace; `imports/plan.py` reads the sheet by it.
"""

from dataclasses import dataclass
from enum import Enum

from imports.headings import PERSON_NAME, RELATION

BETWEEN = " – "  # the rows of a heading


class VillageFrom(Enum):
    """Where the village of a household stands; the value is what the wizard shows."""

    COLUMN = "Một cột của danh sách"
    ADDRESS = "Trong cột địa chỉ"
    SECTION = "Dòng đề mục phía trên các hộ"
    SHEET = "Tên của trang tính"
    FIXED = "Cả trang là một thôn, bản"


@dataclass(frozen=True)
class Layout:
    """Rows and columns count from 0."""

    is_chosen: bool  # the sheet is imported
    columns: tuple[str | None, ...]  # role of each column, see imports/headings.COLUMN_ROLES
    first_row: int  # of the households
    header_rows: tuple[int, ...] = ()  # none in a list that begins with its first household
    headings: tuple[str, ...] = ()  # as people read them, "Nhân khẩu – Tổng số"
    confidence: tuple[float, ...] = ()  # 1 for a heading known by heart, 0 for no guess at all
    village_from: VillageFrom | None = None  # None: not found, somebody must say
    village_text: str = ""  # FIXED: the village; else the one of rows that name none
    village_kind: str = ""  # "thôn" where the column is headed so and holds "3" or "Na Hảo"
    fills_down: bool = False  # a blank village cell means the village above
    is_by_person: bool = False  # a row is a person, several rows are a household
    is_decoded: bool = True  # legacy fonts were converted; False reads the text as it stands
    ambiguous: str = ""  # a count such as "1.234" that one answer must settle
    grouped: bool = False  # the answer: it means 1234

    def column(self, role: str) -> int | None:
        """The column of a role, None where the list has none."""
        return self.columns.index(role) if role in self.columns else None

    @property
    def has_names(self) -> bool:
        """Without a name column a sheet is no list of households."""
        return any(role in self.columns for role in ("head_name", "given_name", PERSON_NAME))

    @property
    def could_be_by_person(self) -> bool:
        return RELATION in self.columns or PERSON_NAME in self.columns
