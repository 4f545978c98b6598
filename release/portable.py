"""The zip: the program with an empty data folder beside it, for a stick or a folder of one's own.

The same folder gives the same bytes: names sorted, one date, one way to pack.
"""

import os
import sys
import time
import zipfile
from pathlib import Path

from storage.paths import PORTABLE

ROOT = Path(__file__).resolve().parent.parent
QUICK_START = ROOT / "docs" / "huong-dan" / "bat-dau-nhanh.pdf"
TOP = "TungNha"
LIB_OF = "lib-{}"  # as build.spec names it
EPOCH = 1577836800  # 2020-01-01, as dev.py builds

MARKER = "DOC-LAI.txt"
MARKER_TEXT = """\
Thư mục này chứa số liệu của chương trình Từng Nhà nằm ngay bên cạnh.

Còn thư mục TungNha-data thì chương trình để số liệu ở đây, đi theo thư mục TungNha (trên USB chẳng
hạn). Đừng xóa, đừng đổi tên thư mục này. Khi cập nhật chương trình, thư mục này được giữ nguyên.
"""
UPDATE = "CAP-NHAT.txt"
UPDATE_TEXT = """\
TỪNG NHÀ {version}: DÙNG VÀ CẬP NHẬT BẢN KHÔNG CẦN CÀI

Dùng lần đầu
1. Giải nén cả tệp zip (bấm chuột phải, chọn Giải nén tất cả / Extract All). Đừng mở chương trình
   khi còn đang xem bên trong tệp zip: thiếu các tệp đi kèm nên chương trình không chạy.
2. Mở thư mục TungNha, bấm đúp TungNha.exe. Số liệu nằm trong TungNha\\TungNha-data.

Cập nhật lên bản mới
1. Đóng chương trình ở mọi cửa sổ.
2. Giải nén tệp zip của bản mới ra chỗ khác.
3. Chép thư mục TungNha mới ĐÈ LÊN thư mục TungNha cũ; máy hỏi thì chọn thay tệp trùng tên.
   Đừng xóa thư mục cũ trước: số liệu nằm trong đó (TungNha-data).
4. Mở chương trình. Nếu cần, chương trình tự sao lưu số liệu rồi mới nâng cấp; bản trước khi nâng
   cấp được giữ trong TungNha-data\\sao-luu.

Nếu đang chép thì mất điện hoặc rút USB: chép lại từ bước 3. Số liệu không bị ảnh hưởng.
Bản cũ không mở được số liệu mà bản mới đã nâng cấp: hãy cập nhật cả máy còn dùng bản cũ.
"""


def make_zip(folder: Path, version: str, out: Path) -> None:
    """`folder` holds TungNha.exe and its lib-VERSION. Raises SystemExit with a sentence."""
    lib = folder / LIB_OF.format(version)
    if not lib.is_dir():
        sys.exit(f"portable: {lib} is missing; build the program first.")
    content: dict[str, bytes | Path] = dict(files_of(folder))
    content[f"{PORTABLE}/{MARKER}"] = _text(MARKER_TEXT)
    content[UPDATE] = _text(UPDATE_TEXT.format(version=version))
    if QUICK_START.is_file():
        content[QUICK_START.name] = QUICK_START
    when = _date()
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f"{out.name}.part")
    with zipfile.ZipFile(part, "w") as zipped:
        for name in sorted(content):
            body = content[name]
            entry = zipfile.ZipInfo(f"{TOP}/{name}", when)
            entry.create_system = 0  # as made on Windows; else the bytes tell where it was built
            entry.external_attr = 0x20  # "archive": what Windows itself writes
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = body.read_bytes() if isinstance(body, Path) else body
            zipped.writestr(entry, data, compresslevel=9)
    part.replace(out)


def files_of(folder: Path) -> dict[str, Path]:
    """Name inside the folder -> file; never data that a trial run left there."""
    return {
        f.relative_to(folder).as_posix(): f
        for f in sorted(folder.rglob("*"))
        if f.is_file() and f.relative_to(folder).parts[0] != PORTABLE
    }


def _text(text: str) -> bytes:
    """For Notepad of any Windows: a mark of UTF-8 and its ends of line."""
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def _date() -> tuple[int, int, int, int, int, int]:
    moment = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", EPOCH)))
    return moment[0], moment[1], moment[2], moment[3], moment[4], moment[5]
