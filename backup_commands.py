"""Backup and restore without a window: thin callers, nothing more."""

import argparse

from command_options import Add, Answer, credentials, file, first_line, open_data, user_of
from domain.days import format_day
from domain.errors import AppError
from domain.numerals import format_count


def add_backup_commands(add: Add) -> None:
    p = add("backup", _backup, "sao lưu ra một thư mục, có kiểm tra")
    p.add_argument(
        "--to", type=file, metavar="FOLDER",
        help="thư mục, USB nhận bản sao lưu (bỏ trống: sao-luu trong thư mục dữ liệu)",
    )  # fmt: skip
    p = add("restore", _restore, "khôi phục bản sao lưu vào một thư mục dữ liệu mới")
    p.add_argument("file", type=file, metavar="FILE", help="tệp .tungnha")
    p.add_argument("--code-file", type=file, metavar="FILE",
                   help="tệp chứa mã khôi phục đã in, thay cho tên và mật khẩu")  # fmt: skip


def _backup(options: argparse.Namespace) -> Answer:
    from storage.backups import backups_folder, make_backup
    from storage.sums import sum_of_file

    db = open_data(options)
    try:
        to = options.to or backups_folder(options.data)
        made = make_backup(db, to, reason="manual", by=user_of(db))
    finally:
        db.close()
    answer = {
        "file": str(made.file), "households": made.households, "visits": made.visits,
        "sha256": sum_of_file(made.file), "made_at": made.made_at,
        "entries": made.entries, "head": made.head,
    }  # fmt: skip
    return answer, (
        f"Đã sao lưu {format_count(made.households)} hộ, {format_count(made.visits)} lượt đến "
        f"(kể cả đã sửa, rút lại) và đọc lại kiểm tra: {made.file}"
    )


def _restore(options: argparse.Namespace) -> Answer:
    from storage.backups import restore_backup
    from storage.bundle import read_manifest

    if options.code_file:
        code = first_line(options.code_file, "mã khôi phục")
        done = restore_backup(options.file, options.data, options.user, code=code)
    else:
        given = credentials(options, practice=read_manifest(options.file).practice)
        if given is None:
            raise AppError(
                "Khôi phục cần tên quản trị và mật khẩu của lúc sao lưu.",
                "Hãy thêm --user TÊN --password-file TỆP, hoặc --code-file TỆP.",
            )
        done = restore_backup(options.file, options.data, *given)
    answer = {
        "data": str(done.folder), "device": done.device, "made_at": done.made_at,
        "households": done.households, "visits": done.visits, "entries": done.entries,
        "head": done.head, "upgraded_from": done.upgraded_from,
    }  # fmt: skip
    return answer, (
        f"Đã khôi phục bản sao lưu {format_day(done.made_at[:16])}: "
        f"{format_count(done.households)} hộ, {format_count(done.visits)} lượt đến "
        f"(kể cả đã sửa, rút lại), vào {done.folder}"
    )
