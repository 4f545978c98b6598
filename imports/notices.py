"""What people are told about a list as a whole before they write it. Rows have their own."""

from collections.abc import Iterable, Sequence

from domain.villages import village_key
from imports.decoded import DecodedTable
from imports.drafts import SheetDrafts
from imports.headings import NUMBER, heading_meaning
from imports.layout import BETWEEN, Layout
from imports.row_kinds import RowKind
from imports.village_book import VillageMatch, differ_in_letters


def notices(
    tables: Sequence[DecodedTable],
    layouts: Sequence[Layout],
    matches: Sequence[VillageMatch],
    found: Sequence[SheetDrafts],
) -> Iterable[str]:
    for table, layout in zip(tables, layouts, strict=True):
        if not layout.is_chosen and table.source.rows:
            if table.hidden:
                yield f"Trang “{table.name}” đang ẩn nên không đọc. Hãy chọn trang này nếu cần."
            elif not layout.has_names:
                yield f"Trang “{table.name}” không có cột họ và tên chủ hộ nên không đọc."
        if not layout.is_chosen:
            continue
        if layout.ambiguous:
            meant = layout.ambiguous.replace(".", "").replace(",", "") if layout.grouped else None
            yield (
                f"Cột số nhân khẩu của trang “{table.name}” có số viết “{layout.ambiguous}”: "
                + (f"đọc là {meant}." if meant else "đọc dấu chấm, phẩy là dấu thập phân.")
            )
        if _stands_beside_another(layout):
            yield (
                f"Trang “{table.name}” có hai danh sách đặt cạnh nhau: chỉ đọc danh sách bên trái."
                " Hãy chép danh sách bên phải xuống dưới hoặc sang trang khác."
            )
        if not layout.is_by_person and layout.column("members") is None:
            yield f"Trang “{table.name}” không có cột số nhân khẩu."
    for match in matches:
        if match.is_new and match.near:
            yield (
                f"“{match.text}” chưa có trong danh mục thôn, bản và gần giống {match.near}."
                " Hãy kiểm tra trước khi ghi."
            )
        elif differ_in_letters(match.text, match.label) and _is_same_key(match):
            yield f"“{match.text}” được coi là {match.label}."
    if any(one.kind is RowKind.GROUP for drafts in found for one in drafts.beside):
        yield "Danh sách có dòng đề mục không phải tên thôn, bản; các dòng này không được nhập."


def _stands_beside_another(layout: Layout) -> bool:
    """Two columns of running numbers and two of names: one list is printed beside the other."""
    roles = [
        meaning.role
        for heading in layout.headings
        if (meaning := heading_meaning(heading.split(BETWEEN)))
    ]
    return roles.count(NUMBER) > 1 and roles.count("head_name") > 1


def _is_same_key(match: VillageMatch) -> bool:
    return village_key(match.text) == village_key(match.label)
