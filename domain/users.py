"""Who may do what. To add a permission: a line in PERMISSIONS; buttons grey out, writes refuse."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import AppError


class Role(StrEnum):
    OFFICER = "officer"
    CHIEF = "chief"
    ADMIN = "admin"
    VIEWER = "viewer"


ROLE_WORDS = {
    Role.OFFICER: "Cán bộ",
    Role.CHIEF: "Phụ trách",
    Role.ADMIN: "Quản trị",
    Role.VIEWER: "Chỉ xem",
}


@dataclass(frozen=True)
class User:
    name: str
    role: Role = Role.ADMIN
    villages: frozenset[str] = frozenset()  # keys of the villages an officer is limited to
    looking: bool = False  # the data folder cannot be written: storage/looking.py


_ENTRY = frozenset({Role.OFFICER, Role.CHIEF, Role.ADMIN})
_ALL = frozenset(Role)
_CHIEF = frozenset({Role.CHIEF, Role.ADMIN})

PERMISSIONS: dict[str, frozenset[Role]] = {
    "save_visit": _ENTRY,
    "save_draft": _ENTRY,
    "save_household": _ENTRY,
    "save_sheet": _ENTRY,
    "save_sheet_event": _ENTRY,
    "save_tally": _ENTRY,
    "save_confirmation": _ENTRY,
    "reopen_household": _ENTRY,
    "save_backcheck_answer": _ENTRY,
    "save_backcheck": _CHIEF,
    "save_team": _CHIEF,
    "save_assignment": _CHIEF,
    "import_households": _CHIEF,
    "set_household_state": _CHIEF,
    "remove_household": _CHIEF,
    "save_village": _CHIEF,
    "save_campaign": _CHIEF,
    "save_office": _CHIEF,
    "save_figure": _CHIEF,
    "save_dispatch": _CHIEF,
    "save_settings": _CHIEF,
    "log_report": _CHIEF,
    "export_names": _CHIEF,
    "make_backup": _ENTRY,
    "read_audit": _CHIEF,
    "save_request": _CHIEF,
    "erase_personal_data": frozenset({Role.ADMIN}),
    "restore_backup": frozenset({Role.ADMIN}),
    "save_user": frozenset({Role.ADMIN}),
    "rekey": frozenset({Role.ADMIN}),
    "set_own_password": _ALL,
    "use_recovery_code": _ALL,
    "log_print": _ENTRY,
    "list_names": _ALL,
    "export_audit": _CHIEF,
    "export_audit_key": frozenset({Role.ADMIN}),
    "log_event": _ALL,
}


# What stays possible where nothing can be written: it leaves no trace in the log then.
WHILE_LOOKING = frozenset({"log_report", "read_audit", "list_names", "log_event"})


def may(user: User, action: str) -> bool:
    return user.role in PERMISSIONS[action] and (not user.looking or action in WHILE_LOOKING)


def refusal_words(user: User) -> str:
    if user.looking:
        return "Số liệu đang mở chỉ để xem: thư mục dữ liệu không ghi được."
    return f"Tài khoản “{user.name}” không có quyền làm việc này."


def require(user: User, action: str) -> None:
    """Raise AppError when the user's role does not allow the action."""
    if not may(user, action):
        hint = "Hãy nhờ người phụ trách hoặc quản trị thực hiện."
        if user.looking:
            hint = "Hãy mở lại chương trình và chọn làm việc trên bản chép ở máy này."
        raise AppError(refusal_words(user), hint)
