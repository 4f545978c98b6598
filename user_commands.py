"""Accounts and the log of who did what, without a window: thin callers, nothing more.

What is done to accounts is in USER_ACTIONS; to add one: a function and its line there.
"""

import argparse
import os
from collections.abc import Callable
from getpass import getpass
from typing import Any

from command_options import (
    Add,
    Answer,
    alone,
    at_terminal,
    file,
    first_line,
    has_accounts,
    no_keys,
    open_data,
    user_of,
)
from domain.audit import action_words, detail_words, ids_in, target_words
from domain.days import format_day
from domain.errors import AppError
from domain.numerals import format_count
from domain.users import ROLE_WORDS, Role, require
from storage.accounts import (
    Account,
    disable_user,
    find_user,
    list_users,
    save_user,
    set_password,
    set_recovery_code,
    sign_in_with_code,
)
from storage.database import Database
from storage.villages import find_village, list_villages

SHOWN = 20  # entries of the log that are printed without a file


def add_user_commands(add: Add) -> None:
    p = add("users", _users, "người dùng: thêm, ngừng, đặt mật khẩu, mã khôi phục")
    p.add_argument("what", choices=list(USER_ACTIONS), metavar="|".join(USER_ACTIONS))
    p.add_argument("name", nargs="?", default="", help="tên người dùng")
    p.add_argument("--role", choices=[r.value for r in Role], help="vai trò")
    p.add_argument("--village", action="append", metavar="V",
                   help="chỉ thôn, bản này (cho officer, ghi nhiều lần được)")  # fmt: skip
    p.add_argument("--new-password-file", type=file, metavar="FILE",
                   help="tệp chứa mật khẩu mới (hoặc biến TUNGNHA_NEW_PASSWORD)")  # fmt: skip
    p.add_argument("--code-file", type=file, metavar="FILE",
                   help="tệp chứa mã khôi phục đã in (cho recover)")  # fmt: skip
    p = add("audit", _audit, "nhật ký: kiểm tra, xem, xuất ra tệp")
    p.add_argument("--verify", action="store_true", help="kiểm tra cả chuỗi, không in mục nào")
    p.add_argument("--head", metavar="DAU", help="tìm mục có dấu đã in trên báo cáo")
    p.add_argument("--export", type=file, metavar="FILE", help="ghi cả nhật ký: .jsonl hoặc .csv")
    p.add_argument("--key", type=file, metavar="FILE", help="ghi khóa kiểm tra (chỉ quản trị)")
    p.add_argument("--purpose", default="", help="xuất để làm gì, ghi vào nhật ký")


# ---- users


def _users(options: argparse.Namespace) -> Answer:
    if options.what == "recover":
        return _recover(options)
    if not options.name and options.what not in ("list", "code", "rekey"):
        raise AppError("Chưa ghi tên người dùng.", f"Ví dụ: users --data DIR {options.what} TÊN.")
    if options.what == "first":
        return _first(options)
    db = open_data(options)
    try:
        if options.what == "list":
            return _list(db, options)
        with alone(options):
            return USER_ACTIONS[options.what](db, options)
    finally:
        db.close()


def _list(db: Database, _: argparse.Namespace) -> Answer:
    labels = {v.id: v.label for v in list_villages(db)}
    answer = [_described(a, labels) for a in list_users(db)]
    text = "\n".join(
        f"{x['name']}: {ROLE_WORDS[Role(x['role'])].lower()}"
        + (f", {', '.join(x['villages'])}" if x["villages"] else "")
        + (", đã ngừng" if x["disabled"] else "")
        for x in answer
    )
    return answer, text


def _described(a: Account, labels: dict[str, str]) -> dict[str, Any]:
    villages = sorted(labels.get(v, v) for v in a.villages)
    return {"name": a.name, "role": a.role.value, "villages": villages, "disabled": a.disabled,
            "has_password": a.has_slot}  # fmt: skip


def _add(db: Database, options: argparse.Namespace) -> Answer:
    require(user_of(db), "save_user")
    if find_user(db, options.name):
        raise AppError(
            f"Đã có tài khoản “{options.name}”.", "Để đặt lại mật khẩu: users --data DIR password."
        )
    role = Role(options.role or Role.OFFICER)
    account = Account(options.name, role, _villages(db, options, role))
    save_user(db, account, _new_password(options), by=user_of(db))
    return _answer(db, options.name, f"Đã thêm {ROLE_WORDS[role].lower()} “{options.name}”.")


def _villages(db: Database, options: argparse.Namespace, role: Role) -> frozenset[str]:
    names = options.village or []
    if names and role is not Role.OFFICER:
        raise AppError("Chỉ cán bộ mới được giao riêng thôn, bản.", "Hãy bỏ --village.")
    found = {name: find_village(db, name) for name in names}
    if unknown := next((n for n, v in found.items() if v is None), None):
        raise AppError(f"Không có thôn, bản “{unknown}”.", "Hãy xem lại tên trong danh sách hộ.")
    return frozenset(v.id for v in found.values() if v)


def _disable(db: Database, options: argparse.Namespace) -> Answer:
    disable_user(db, options.name, by=user_of(db))
    return _answer(db, options.name, f"Đã ngừng tài khoản “{options.name}”.")


def _enable(db: Database, options: argparse.Namespace) -> Answer:
    """The slot went when it was disabled, so there is a new password."""
    require(user_of(db), "save_user")
    old = find_user(db, options.name)
    if old is None:
        raise AppError(f"Chưa có tài khoản “{options.name}”.", "Xem: users --data DIR list.")
    password = None if old.has_slot else _new_password(options)
    again = Account(old.name, old.role, old.villages)
    save_user(db, again, password, by=user_of(db))
    return _answer(db, old.name, f"Tài khoản “{old.name}” dùng lại được.")


def _password(db: Database, options: argparse.Namespace) -> Answer:
    set_password(db, options.name, _new_password(options), by=user_of(db))
    return _answer(db, options.name, f"Đã đặt mật khẩu mới cho “{options.name}”.")


def _code(db: Database, _: argparse.Namespace) -> Answer:
    code = set_recovery_code(db, by=user_of(db))[1]
    return {"recovery_code": code}, (
        f"Mã khôi phục mới (chỉ hiện lần này, hãy chép ra giấy và cất trong tủ): {code}\n"
        "Mã in trước đây không dùng được nữa."
    )


def _rekey(db: Database, _: argparse.Namespace) -> Answer:
    """For when somebody left who could have copied the file with his way in."""
    from storage.rekey import rekey

    rekey(db, by=user_of(db))
    answer = {"users": sum(a.has_slot for a in list_users(db)), "rekeyed": True}
    return answer, (
        "Đã đổi khóa dữ liệu. Mật khẩu và mã khôi phục của mọi người giữ nguyên; các bản sao lưu "
        "cũ vẫn mở được bằng mật khẩu của lúc sao lưu."
    )


def _first(options: argparse.Namespace) -> Answer:
    """The first admin of a folder without data, or of data of before they were encrypted."""
    from storage.set_up import Stage, make_first_user, stage_of

    if stage_of(options.data) not in (Stage.NEW, Stage.PLAIN):
        raise AppError(
            f"Thư mục “{options.data}” đã có người dùng.",
            "Hãy đăng nhập bằng --user và --password-file.",
        )
    password = _new_password(options)
    with alone(options):
        user, code = make_first_user(options.data, options.name, password)
    return {"user": user.name, "recovery_code": code}, (
        f"Dữ liệu đã được mã hóa, quản trị đầu tiên là “{user.name}”. Mã khôi phục (chỉ hiện lần "
        f"này, hãy chép ra giấy và cất trong tủ): {code}"
    )


def _recover(options: argparse.Namespace) -> Answer:
    """The printed code in the place of a password: nobody signs in before."""
    if not options.name or not options.code_file:
        raise AppError(
            "Chưa ghi tên người dùng hoặc tệp chứa mã khôi phục.",
            "Ví dụ: users --data DIR recover TÊN --code-file TỆP --new-password-file TỆP.",
        )
    if not has_accounts(options.data):
        raise no_keys(options.data)
    code, password = first_line(options.code_file, "mã khôi phục"), _new_password(options)
    with alone(options):
        user, again = sign_in_with_code(options.data, code, options.name, password)
    return {"user": user.name, "recovery_code": again}, (
        f"“{user.name}” có mật khẩu mới. Mã vừa dùng hết hiệu lực; mã khôi phục mới (chỉ hiện lần "
        f"này, hãy chép ra giấy): {again}"
    )


def _answer(db: Database, name: str, sentence: str) -> Answer:
    account = find_user(db, name)
    assert account
    return _described(account, {v.id: v.label for v in list_villages(db)}), sentence


def _new_password(options: argparse.Namespace) -> str:
    if options.new_password_file:
        return first_line(options.new_password_file, "mật khẩu mới")
    if password := os.environ.get("TUNGNHA_NEW_PASSWORD", ""):
        return password
    if at_terminal():
        password = getpass("Mật khẩu mới (từ 10 ký tự): ")
        if getpass("Gõ lại mật khẩu: ") == password:
            return password
        raise AppError("Hai lần gõ mật khẩu khác nhau.", "Hãy làm lại.")
    raise AppError("Chưa có mật khẩu mới.", "Hãy thêm --new-password-file TỆP.")


USER_ACTIONS: dict[str, Callable[[Database, argparse.Namespace], Answer]] = {
    "list": _list, "add": _add, "disable": _disable, "enable": _enable, "password": _password,
    "code": _code, "rekey": _rekey, "first": lambda _, options: _first(options),
    "recover": lambda _, options: _recover(options),
}  # fmt: skip


# ---- the log


def _audit(options: argparse.Namespace) -> Answer:
    from storage.audit import Wanted, find_head, list_entries, name_ids, verify_with_state

    db = open_data(options)
    by = user_of(db)
    try:
        require(by, "read_audit")
        if options.export or options.key:
            _export(db, options)
        found = verify_with_state(db)
        answer = {"entries": found.entries, "head": found.head, "ok": found.ok,
                  "broken_at": found.broken_at, "erased": found.erased}  # fmt: skip
        lines = []
        if options.head:
            at = find_head(db, options.head)
            answer["found_at"] = at.seq if at else None
            lines.append(f"Dấu này là của mục {format_count(at.seq)}, {format_day(at.at[:16])}."
                         if at else "Nhật ký không có mục nào mang dấu này.")  # fmt: skip
        elif not options.verify:
            last = list_entries(db, Wanted(), limit=SHOWN, by=by)
            names = name_ids(db, ids_in(last))
            lines += [
                "  ".join(filter(None, (
                    format_day(e.at[:16]), e.actor, action_words(e.action),
                    target_words(e, names), detail_words(e, names),
                )))
                for e in reversed(last)
            ]  # fmt: skip
    finally:
        db.close()
    return answer, "\n".join([*lines, verdict_words(answer)])


def verdict_words(answer: dict[str, object]) -> str:
    n = format_count(int(str(answer["entries"])))
    if answer["ok"]:
        return f"Nhật ký nguyên vẹn: {n} mục, dấu {str(answer['head'])[:12]}."
    return f"Nhật ký đã bị sửa hoặc thiếu từ mục {answer['broken_at']} (có {n} mục)."


def _export(db: Database, options: argparse.Namespace) -> None:
    """On the record first, so that an export tells of itself."""
    from exports.audit_files import write_audit_csv, write_audit_jsonl, write_audit_key
    from storage.audit import audit_head, export_entries, log_names, named_entries
    from storage.offices import is_practice

    path, key, purpose, by = options.export, options.key, options.purpose.strip(), user_of(db)
    if not purpose:
        raise AppError("Chưa ghi xuất để làm gì.", "Hãy thêm --purpose “…”: ghi vào nhật ký.")
    if path and path.suffix.lower() not in (".jsonl", ".csv"):
        raise AppError(f"Tên tệp “{path}” chưa có đuôi .jsonl hoặc .csv.", "Ví dụ: nhat-ky.jsonl.")
    if key:
        log_names(db, "export_audit_key", key.name, purpose, 0, by=by)
        write_audit_key(db.audit_key, key, practice=is_practice(db))
    if path:
        log_names(db, "export_audit", path.name, purpose, audit_head(db).seq + 1, by=by)
        if path.suffix.lower() == ".csv":
            write_audit_csv(named_entries(db), path, practice=is_practice(db))
        else:
            write_audit_jsonl(export_entries(db), path)
