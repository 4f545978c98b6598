"""What the preview and the result of an import say: counts, tabs, sentences. No Tk here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.fields import Value
from domain.household_import import ImportResult, ImportRow, Place
from domain.numerals import format_count
from domain.villages import village_key
from imports.plan import Plan
from ui.tables import ListRow


@dataclass(frozen=True)
class Tab:
    key: str
    title: str
    columns: str  # a key of ui/import_preview_step.py COLUMNS
    about: str  # above the table
    empty: str


TABS: tuple[Tab, ...] = (
    Tab("added", "Thêm mới", "households", "hộ chưa có trong danh sách",
        "Không có hộ nào để thêm."),
    Tab("changed", "Cập nhật", "notes", "hộ đã có, sửa theo danh sách này",
        "Không có hộ nào phải sửa."),
    Tab("same", "Giữ nguyên", "households", "hộ đã có và không có gì khác",
        "Không có hộ nào trùng hẳn với danh sách đã có."),
    Tab("warned", "Cần xem lại", "notes", "vẫn được ghi, nhưng hãy kiểm tra",
        "Không có dòng nào cần xem lại."),
    Tab("rejected", "Bị loại", "rows", "không được ghi; sửa trong Excel rồi nhập lại",
        "Không có dòng nào bị loại."),
    Tab("left_out", "Không phải hộ", "rows", "dòng cộng, đề mục, chữ ký; không được ghi",
        "Không có dòng nào khác."),
)  # fmt: skip


def place_text(place: Place) -> str:
    return f"{place.sheet}, dòng {place.row}"


class ImportRows:
    """The rows of a plan by tab; texts are made only for what is shown."""

    def __init__(self, plan: Plan, differences: Mapping[str, str]) -> None:
        self._plan, self._differences = plan, differences
        known = [r for r in plan.rows if r.household_id]
        self._by_tab: dict[str, Sequence[ImportRow]] = {
            "added": [r for r in plan.rows if not r.household_id],
            "changed": [r for r in known if self._change(r)],
            "same": [r for r in known if not self._change(r)],
            "warned": [r for r in plan.rows if r.warnings],
        }

    def count(self, tab: str) -> int:
        if tab == "rejected":
            return len(self._plan.rejects)
        return len(self._plan.left_out if tab == "left_out" else self._by_tab[tab])

    def count_villages(self) -> int:
        """Villages in which a household would be added or changed."""
        written = (*self._by_tab["added"], *self._by_tab["changed"])
        return len({village_key(str(r.values["village"])) for r in written})

    def fetch(self, tab: str, offset: int, limit: int) -> list[ListRow]:
        end = offset + limit
        if tab == "rejected":
            return [
                ListRow(str(n), {"place": place_text(r.place), "note": r.reason,
                                 "head": " | ".join(c for c in r.cells if c)}, ("alarm",))
                for n, r in enumerate(self._plan.rejects[offset:end], offset)
            ]  # fmt: skip
        if tab == "left_out":
            return [
                ListRow(str(n), {"place": place_text(r.place), "note": r.reason, "head": r.text})
                for n, r in enumerate(self._plan.left_out[offset:end], offset)
            ]
        rows = self._by_tab[tab][offset:end]
        return [ListRow(str(n), self._texts(r, tab)) for n, r in enumerate(rows, offset)]

    def _change(self, row: ImportRow) -> str:
        return self._differences.get(row.household_id or "", "")

    def _texts(self, row: ImportRow, tab: str) -> dict[str, str]:
        def text(name: str) -> str:
            value: Value = row.values.get(name)
            return "" if value is None else str(value)

        note = self._change(row) if tab == "changed" else " ".join(row.warnings)
        return {
            "place": place_text(row.place), "village": text("village"), "head": text("head_name"),
            "members": text("members"), "phone": text("phone"), "note": note,
        }  # fmt: skip


def count_writes(plan: Plan | None, differences: Mapping[str, str]) -> int:
    """Households that would be added or changed."""
    if plan is None:
        return 0
    return sum(1 for r in plan.rows if not r.household_id or differences.get(r.household_id))


def summarize_plan(rows: ImportRows, plan: Plan) -> str:
    """One line above the tiles: what pressing "Ghi" would do."""
    if not rows.count("added") and not rows.count("changed"):
        same = format_count(rows.count("same"))
        return f"Không có gì mới để ghi: {same} hộ đã có trong danh sách, giống như trong tệp."
    parts = [f"{format_count(rows.count('added'))} hộ mới"]
    if rows.count("changed"):
        parts.append(f"{format_count(rows.count('changed'))} hộ được cập nhật")
    text = f"Sẽ ghi {', '.join(parts)} ở {rows.count_villages()} thôn, bản"
    if plan.members:
        text += f"; danh sách có {format_count(plan.members)} nhân khẩu"
    if plan.phones:
        text += f", {format_count(plan.phones)} hộ có điện thoại"
    return text + "."


def summarize_result(result: ImportResult, rejected: int) -> str:
    """What was done, for the last step and the status line."""
    text = (
        f"Đã thêm {format_count(result.added)} hộ, cập nhật {format_count(result.updated)} hộ, "
        f"giữ nguyên {format_count(result.unchanged)} hộ."
    )
    return f"{text} {format_count(rejected)} dòng bị loại." if rejected else text
