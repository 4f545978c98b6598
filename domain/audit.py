"""The audit log in office words: what an entry is, what its action and its detail are called.

An action is a code of PERMISSIONS (domain/users.py); to add one: its words in ACTION_WORDS, and
those of new keys of its detail in DETAIL_WORDS. A test compares both with what storage writes.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.days import format_day
from domain.figures import FIGURE_KINDS
from domain.households import HOUSEHOLD_FIELDS, STATES
from domain.quality import RULES
from domain.requests import KINDS as REQUEST_KINDS
from domain.requests import STEP_LABELS as REQUEST_STEPS
from domain.sheets import SHEET_KINDS, STEP_LABELS
from domain.text import mask_phone
from domain.users import ROLE_WORDS
from domain.value_history import VILLAGE, WALK

HEAD_LETTERS = 12  # of the head, as printed on reports
ERASED = "(đã xóa theo yêu cầu về dữ liệu cá nhân)"

ACTION_WORDS: dict[str, str] = {
    "save_visit": "Ghi, sửa lượt đến",
    "save_household": "Ghi, sửa hộ",
    "import_households": "Nhập danh sách hộ",
    "set_household_state": "Đổi tình trạng hộ",
    "remove_household": "Xóa, khôi phục hộ",
    "reopen_household": "Cho đến lại hộ",
    "save_confirmation": "Xác nhận điểm cần xem lại",
    "save_sheet": "Lập tờ phiếu, in lại",
    "save_sheet_event": "Giao, nhận, hủy tờ phiếu",
    "save_tally": "Ghi số tổng hợp",
    "save_backcheck": "Rút mẫu phúc tra",
    "save_backcheck_answer": "Ghi kết quả phúc tra",
    "save_team": "Ghi tổ công tác",
    "save_assignment": "Phân công tổ",
    "save_village": "Ghi thôn, bản",
    "save_campaign": "Ghi đợt vận động",
    "save_office": "Ghi đơn vị",
    "save_figure": "Ghi dân số, thuê bao",
    "save_dispatch": "Ghi sổ văn bản",
    "save_settings": "Đổi thiết lập",
    "save_draft": "Ghi bản nháp",
    "log_report": "Lập báo cáo",
    "export_names": "Xuất danh sách có họ tên",
    "log_print": "In, ghi tệp có họ tên",
    "list_names": "Xem danh sách bằng lệnh",
    "read_audit": "Xem nhật ký",
    "export_audit": "Xuất nhật ký",
    "export_audit_key": "Xuất khóa kiểm tra nhật ký",
    "save_user": "Đổi người dùng",
    "rekey": "Đổi khóa dữ liệu",
    "set_own_password": "Đổi mật khẩu của mình",
    "use_recovery_code": "Vào bằng mã khôi phục",
    "log_event": "Sự việc của chương trình",
    "make_backup": "Sao lưu",
    "restore_backup": "Khôi phục từ bản sao lưu",
    "save_request": "Yêu cầu về dữ liệu cá nhân",
    "erase_personal_data": "Xóa dữ liệu cá nhân",
}

DETAIL_WORDS: dict[str, str] = {
    "added": "thêm", "again": "in lại", "as_of": "tính đến", "at": "lúc", "backcheck": "mẫu",
    "audit": "chi tiết nhật ký đã xóa", "backups": "bản sao lưu đã hủy",
    "drafts": "bản gõ dở đã xóa", "erasure": "lần xóa số", "households": "số hộ",
    "months": "số tháng", "notes": "ghi chú đã xóa", "requests": "yêu cầu đã xóa nội dung",
    "visits": "số lượt đến",
    "changed": "đã đổi", "cluster": "cụm", "code": "mã hộ", "current": "chọn làm việc",
    "deleted": "đã xóa", "disabled": "ngừng dùng", "file": "tệp", "filters": "lọc theo",
    "household": "của", "into": "gộp vào", "key": "kèm khóa", "kind": "loại", "lines": "số hộ",
    "most": "sai nhiều nhất", "name": "tên", "new": "mới", "number": "số", "of": "của",
    "old": "cũ", "on": "ngày", "open_sheets": "tờ chưa xong", "order": "thứ tự",
    "password": "đặt mật khẩu", "pool": "trong số", "purpose": "mục đích", "reason": "lý do",
    "removed": "đã bỏ", "retired": "ngừng hoạt động", "role": "vai trò", "rows": "số dòng",
    "rule": "quy tắc", "seed": "số gieo", "sheet": "ghi trên", "since": "từ", "size": "cỡ mẫu",
    "source": "nguồn", "step": "bước", "supersedes": "thay cho", "team": "tổ", "until": "đến",
    "updated": "cập nhật", "valid_from": "áp dụng từ", "value": "giá trị", "village": "thôn, bản",
    "villages": "số thôn, bản được giao", "void": "rút lại", "what": "nội dung",
    "withdrawn": "rút lại",
    "device": "bản số liệu", "entries": "số mục", "finding": "thấy", "made_at": "sao lưu lúc",
    "missing": "thiếu mục", "results": "kết quả các hộ", "sha256": "mã kiểm tra tệp",
    "refused": "mật khẩu sai từ lần vào trước", "unknown_names": "gõ tên không có",
    "wrong_codes": "mã khôi phục sai", "by_command": "bằng lệnh",
    "restored": "số tài khoản giữ như hiện nay", "state_at": "lần ghi trước", "why": "vì",
}  # fmt: skip

# What is no household, sheet, village …: targets and values that the program writes as codes.
CODE_WORDS: dict[str, str] = {
    "backup": "bản sao lưu", "device": "bản số liệu (máy, thư mục)", "recovery": "mã khôi phục",
    "state": "tình trạng lần đóng trước", "rebuilt": "tính lại", "restored": "khôi phục",
    "first": "lần đầu", "another place": "thư mục khác", "another file": "tệp khác",
    "rolled_back": "tệp cũ hơn", "unanswered": "chưa ai trả lời, vẫn dùng tiếp tệp này",
    "log_lost": "mất phần ghi cuối", "unproven": "không kiểm được",
    "other_history": "tệp khác lịch sử", "ROLLED_BACK": "tệp cũ hơn",
    "OTHER_HISTORY": "tệp khác lịch sử", "LOG_LOST": "mất phần ghi cuối",
    "UNPROVEN": "không kiểm được", "start": "lúc mở chương trình", "close": "lúc đóng chương trình",
    "interval": "trong khi làm việc", "import": "trước khi nhập danh sách",
    "sheet": "trước khi nhận tờ phiếu", "merge": "trước khi gộp", "upgrade": "trước khi nâng cấp",
    "restore": "trước khi khôi phục", "rekey": "khi đổi khóa dữ liệu", "manual": "tự bấm sao lưu",
    "erase": "sau khi xóa dữ liệu cá nhân", "usb": "chép ra USB",
    "sign_in": "đăng nhập", "sign_out": "đăng xuất, đóng chương trình", "lock": "khóa màn hình",
    "unlock": "mở khóa màn hình",
    "starts_on": "ngày bắt đầu", "deadline_on": "hạn", "complete_rule": "thế nào là xong",
    "apps": "ứng dụng", "closed": "đóng, mở đợt", "keys": "tệp khóa",
    "keys_changed": "bị sửa từ bên ngoài chương trình", "keys_older": "tệp cũ được chép lại",
}  # fmt: skip

_COMINGS = {"sign_in", "sign_out", "lock", "unlock"}
_FIELD_WORDS = {f.name: f.label for f in HOUSEHOLD_FIELDS} | {
    VILLAGE: "Thôn, bản", WALK: "Thứ tự đi", "birth_year": "Năm sinh", "cluster": "Cụm, ngõ",
    "address": "Địa chỉ", "note": "Ghi chú",
}  # fmt: skip
_VALUES = (
    {o.code: o.label for o in (*STATES, *FIGURE_KINDS, *SHEET_KINDS)} | STEP_LABELS | CODE_WORDS
    | {k.code: k.label for k in REQUEST_KINDS}
    | {s.value: label for s, label in REQUEST_STEPS.items()} | {r.code: r.title for r in RULES}
    | {r.value: w for r, w in ROLE_WORDS.items()}
)  # fmt: skip
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAYS = {"on", "as_of", "since", "until", "valid_from", "at", "made_at", "state_at"}


@dataclass(frozen=True)
class AuditEntry:
    """One line of the log. `salt` is None where a person's data in `detail` were erased."""

    seq: int
    at: str
    actor: str
    action: str
    target: str
    detail: str
    salt: bytes | None
    sealed: bytes
    mac: bytes


def action_words(action: str) -> str:
    return ACTION_WORDS.get(action, action)


def head_words(mac: bytes) -> str:
    """The head as it is printed: "3f9a 0c11 77de"; "" of an empty log."""
    text = mac.hex()[:HEAD_LETTERS]
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def line_words(entry: AuditEntry, names: Mapping[str, str]) -> tuple[str, str]:
    """(what was done, to what), as one line tells it: who comes and goes does nothing to a thing,
    so a narrow window without the second column still says "Đăng nhập"."""
    if entry.target in _COMINGS:
        words = CODE_WORDS[entry.target]
        return words[:1].upper() + words[1:], ""
    return action_words(entry.action), target_words(entry, names)


def target_words(entry: AuditEntry, names: Mapping[str, str]) -> str:
    """What it was done to; an id that has no name says nothing to a reader."""
    if is_id(entry.target):
        return names.get(entry.target, "")
    return CODE_WORDS.get(entry.target, entry.target)


def detail_words(entry: AuditEntry, names: Mapping[str, str] | None = None) -> str:
    """ "lý do: đi vắng lâu; tình trạng: …". `names`: what ids are called."""
    if not entry.detail:
        return ERASED if entry.salt is None else ""
    try:
        values = json.loads(entry.detail)
    except ValueError:
        return entry.detail
    if not isinstance(values, dict):
        return entry.detail
    old, new = values.get("old"), values.get("new")
    if isinstance(old, dict) and isinstance(new, dict):
        rest = {k: v for k, v in values.items() if k not in ("old", "new")}
        return "; ".join([*_edits(old, new, names or {}), *_parts(rest, names or {})])
    return "; ".join(_parts(values, names or {}))


def _edits(
    old: Mapping[str, object], new: Mapping[str, object], names: Mapping[str, str]
) -> Iterable[str]:
    for name, value in new.items():
        was = _text(name, old.get(name), names) or "trống"
        yield f"{_FIELD_WORDS.get(name, name)}: {was} → {_text(name, value, names) or 'trống'}"


def _parts(values: Mapping[str, object], names: Mapping[str, str]) -> Iterable[str]:
    for key, value in values.items():
        label = DETAIL_WORDS.get(key, key)
        if value is True:
            yield label
        elif value not in (None, "", False, [], {}) and (text := _text(key, value, names)):
            yield f"{label}: {text}"


def _text(key: str, value: object, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str) and is_id(value):
        return names.get(value, "")  # what has no name says nothing to a reader
    if isinstance(value, dict):
        return ", ".join(f"{k}: {_text(str(k), v, names)}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(key, v, names) for v in value)))
    text = str(value)
    if key == "phone":
        return mask_phone(text)
    if key == "sha256":
        return text[:HEAD_LETTERS]
    if key in _DAYS and text[:4].isdigit() and len(text) >= 10:
        return format_day(text[:16] if "T" in text else text[:10])
    return _VALUES.get(text, text)


def ids_in(entries: Iterable[AuditEntry]) -> set[str]:
    """What may be the id of a thing, in targets and details: to be named at once."""
    found: set[str] = set()
    for e in entries:
        found.add(e.target)
        try:
            values = json.loads(e.detail) if e.detail else {}
        except ValueError:
            continue
        if isinstance(values, dict):
            for v in values.values():
                for one in v.values() if isinstance(v, dict) else v if isinstance(v, list) else [v]:
                    if isinstance(one, str):
                        found.add(one)
    return {f for f in found if is_id(f)}


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None
