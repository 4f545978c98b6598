"""The log in words; every action and every key of a detail that storage writes has its words."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.audit import (
    ACTION_WORDS,
    DETAIL_WORDS,
    ERASED,
    AuditEntry,
    action_words,
    detail_words,
    head_words,
    ids_in,
    line_words,
)
from domain.users import PERMISSIONS

STORAGE = sorted((Path(__file__).parents[2] / "storage").glob("*.py"))


def entry(detail: object, salt: bytes | None = b"s") -> AuditEntry:
    text = json.dumps(detail, ensure_ascii=False) if detail else ""
    return AuditEntry(7, "2020-08-12T08:00:00.000+07:00", "Lan", "save_visit", "", text, salt,
                      b"", b"\x3f\x9a\x0c\x11\x77\xde\x00\x01")  # fmt: skip


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    for path in STORAGE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                yield path.name, node


def constants(node: ast.expr) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and n.value
            and isinstance(n.value, str)}  # fmt: skip


def used_actions() -> set[str]:
    found = set()
    for _, call in calls("operation"):
        if isinstance(call.args[2], ast.Constant | ast.IfExp):
            found |= constants(call.args[2])
    return found


def test_every_action_of_an_operation_is_a_permission() -> None:
    assert len(used_actions()) > 25
    assert used_actions() <= set(PERMISSIONS)


def test_every_action_has_its_words_and_no_words_are_left_over() -> None:
    assert set(ACTION_WORDS) == set(PERMISSIONS)
    assert len(set(ACTION_WORDS.values())) == len(ACTION_WORDS)


def test_every_key_of_a_detail_has_its_words() -> None:
    keys = {(file, k.arg) for file, call in calls("note") for k in call.keywords if k.arg}
    assert not {(file, k) for file, k in keys if k not in DETAIL_WORDS}


def test_coming_and_going_is_told_by_the_action_alone() -> None:
    came = AuditEntry(**{**vars(entry({})), "action": "log_event", "target": "sign_in"})
    assert line_words(came, {}) == ("Đăng nhập", "")
    saved = AuditEntry(**{**vars(entry({})), "target": "01-0001-4"})
    assert line_words(saved, {}) == (action_words("save_visit"), "01-0001-4")


def test_an_action_of_a_newer_program_is_shown_as_it_is() -> None:
    assert action_words("something_new") == "something_new"


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("", ""),
        ({"rows": 12, "purpose": "Đi từng nhà"}, "số dòng: 12; mục đích: Đi từng nhà"),
        ({"deleted": True}, "đã xóa"),
        ({"new": False, "reason": ""}, ""),
        ({"filters": {"Thôn, bản": "Bản Mìn"}}, "lọc theo: Thôn, bản: Bản Mìn"),
        ({"old": "ACTIVE", "new": "MOVED"}, "cũ: Đang ở; mới: Đã chuyển đi"),
        ({"until": "2020-08-13T08:00"}, "đến: 13/08/2020 08:00"),
        ({"role": "viewer"}, "vai trò: Chỉ xem"),
        ({"household": "01890000-0000-7000-8000-000000000001"}, "của: hộ 01-0001-3"),
        ({"sha256": "ab" * 32, "why": "restored"}, "mã kiểm tra tệp: abababababab; vì: khôi phục"),
        ({"backcheck": "01890000-0000-7000-8000-000000000009", "rows": 1}, "số dòng: 1"),
        (["a"], '["a"]'),
    ],
)
def test_a_detail_in_words(detail: object, words: str) -> None:
    names = {"01890000-0000-7000-8000-000000000001": "hộ 01-0001-3"}
    assert detail_words(entry(detail), names) == words


def test_an_edit_says_what_became_what_and_shows_no_whole_telephone_number() -> None:
    detail = {"old": {"members": 3, "phone": None}, "new": {"members": 4, "phone": "0912345678"}}
    assert detail_words(entry(detail)) == (
        "Số nhân khẩu: 3 → 4; Điện thoại: trống → 09xx xxx 678"
    )


def test_what_was_erased_is_said_to_be() -> None:
    assert detail_words(entry("", salt=None)) == ERASED


def test_what_is_not_ours_is_shown_as_it_stands() -> None:
    odd = entry("x")
    assert detail_words(AuditEntry(**{**vars(odd), "detail": "{"})) == "{"
    assert ids_in([AuditEntry(**{**vars(odd), "detail": "{", "target": "t"})]) == set()


def test_ids_are_found_in_targets_and_details() -> None:
    one, two = (f"{n}-0000-7000-8000-000000000001" for n in ("01890000", "01890001"))
    found = ids_in([AuditEntry(**{**vars(entry({"order": [two], "x": 3})), "target": one})])
    assert found == {one, two}


def test_the_head_is_twelve_letters_in_groups() -> None:
    assert head_words(entry("").mac) == "3f9a 0c11 77de"
    assert head_words(b"") == ""
