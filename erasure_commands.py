"""Erasing personal data without a window: one thin caller, nothing more.

A campaign is called by its name as `progress --json` shows it, by the code of its preset
("bluezone+smart-thanh-hoa") while only one campaign was made of that, or by its key.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from command_options import Add, Answer, alone, at_terminal, file, open_data, user_of
from domain.campaigns import Campaign
from domain.days import format_day
from domain.erasures import Scope, goes_words
from domain.errors import AppError
from storage.campaigns import find_campaign
from storage.households import find_by_code
from storage.paths import program_version

FOLDER = "giay-xac-nhan"
YES = "XOA"


def add_erasure_commands(add: Add) -> None:
    p = add("forget", _forget, "xóa dữ liệu cá nhân của một hộ hoặc một đợt, giữ số tổng hợp")
    what = p.add_mutually_exclusive_group(required=True)
    what.add_argument("--household", metavar="CODE", help="mã hộ in trên phiếu")
    what.add_argument("--campaign", metavar="CODE",
                      help="tên đợt, mã mẫu của đợt (bluezone+smart-thanh-hoa)")  # fmt: skip
    p.add_argument("--reason", metavar="TEXT", default="",
                   help="lý do, ghi vào nhật ký (không ghi họ tên ai); bỏ trống mà đợt chưa kết "
                        "thúc thì người gõ lệnh được hỏi lại")  # fmt: skip
    p.add_argument("--out", type=file, metavar="FILE",
                   help=f"giấy xác nhận, PDF (bỏ trống: thư mục {FOLDER})")  # fmt: skip


def _forget(options: argparse.Namespace) -> Answer:
    from exports.erasure_pdf import write_certificate
    from storage.erasure import erase_campaign, erase_household, get_erasure
    from storage.erasure_finish import finish_erasures, get_certificate

    db = open_data(options)
    try:
        by = user_of(db)
        with alone(options):
            if options.household:
                household = find_by_code(db, options.household)
                _, erasure = erase_household(
                    db, household["id"], by=by, reason=options.reason
                )
            else:
                campaign = find_campaign(db, options.campaign)
                if not options.reason.strip() and not _is_over(campaign):
                    _ask_again(campaign)
                _, erasure = erase_campaign(db, campaign.id, by=by, reason=options.reason)
            finish_erasures(db, by=by)
        erasure = get_erasure(db, erasure.id)
        try:
            path = options.out or _default(options.data, erasure.number)
            write_certificate(get_certificate(db, erasure.id, program_version()), path)
        except AppError as problem:
            raise AppError(
                f"Đã xóa xong, chỉ giấy xác nhận chưa có: {problem.message}",
                "Hãy ghi giấy trong cửa sổ: Thiết lập, Quyền của người dân.",
            ) from problem
    finally:
        db.close()
    answer = {
        "scope": erasure.scope.value.lower(), "code": erasure.code, "erasure": erasure.number,
        "erased": dict(erasure.counts), "backups": erasure.backups, "entry": erasure.entry,
        "head": erasure.head, "stage": erasure.stage.value, "certificate": str(path),
    }  # fmt: skip
    of = "hộ" if erasure.scope is Scope.HOUSEHOLD else "đợt"
    gone = "; ".join(goes_words(erasure.counts)) or "không còn gì để xóa"
    return answer, (
        f"Đã xóa dữ liệu cá nhân của {of} {erasure.code} lúc {format_day(erasure.erased_at[:16])}: "
        f"{gone}. Giấy xác nhận: {path}"
    )


def _is_over(campaign: Campaign) -> bool:
    return campaign.closed or bool(campaign.due and campaign.due < date.today())


def _ask_again(campaign: Campaign) -> None:
    """A campaign at work needs its names: a person is asked, a script is taken at its word."""
    if not at_terminal():
        return
    until = f", hạn {format_day(campaign.deadline_on)}" if campaign.deadline_on else ""
    sys.stderr.write(
        f"Đợt “{campaign.name}” chưa kết thúc{until}: xóa bây giờ thì không còn họ tên để đến hộ.\n"
        f"Gõ {YES} để xóa: "
    )
    sys.stderr.flush()
    if sys.stdin.readline().strip().upper() != YES:
        raise AppError("Chưa xóa gì.", "Hãy đóng đợt trước, hoặc ghi lý do sau --reason.")


def _default(data: Path, number: int) -> Path:
    folder = data.absolute() / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        raise AppError(
            f"Không tạo được thư mục “{folder}”.", "Hãy chọn nơi khác sau --out."
        ) from problem
    return folder / f"xac-nhan-xoa-{number:03d}.pdf"
