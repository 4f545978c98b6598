"""Settings are fields again. To add one: a line here; "this PC" lives in a file, the rest in the
database (office versions, campaigns), so that it travels with the data."""

from domain.fields import Choice, Field, Number, Option, Text

THEMES = (Option("light", "Sáng"), Option("dark", "Tối"))
TEXT_SIZES = (Option("11", "Vừa (11)"), Option("13", "Lớn (13)"), Option("16", "Rất lớn (16)"))
LOCK_MINUTES = tuple(Option(n, f"{n} phút") for n in ("5", "10", "15", "30"))

PC_SETTINGS: tuple[Field, ...] = (
    Field("theme", "Giao diện", Choice(THEMES), width=14),
    Field("text_size", "Cỡ chữ", Choice(TEXT_SIZES), width=14),
    Field("lock_minutes", "Tự khóa khi không dùng trong", Choice(LOCK_MINUTES), width=20),
    Field("lock_minimised", "Khóa khi thu nhỏ cửa sổ",
          Choice((Option("0", "Không"), Option("1", "Có"))), width=14),
    Field("user_name", "Người đăng nhập gần đây", Text(), width=26),
    Field("recovery_waiting", "Mã khôi phục chưa được gõ lại", Text(), width=6),
    Field("last_folder", "Thư mục dùng gần đây", Text(), width=50),
    Field("sheet_folder", "Thư mục ghi tờ phiếu", Text(), width=50),
    Field("last_screen", "Màn hình mở gần đây", Text(), width=20),
    Field("window", "Vị trí cửa sổ", Text(), width=20),
    Field("guide_window", "Cỡ cửa sổ hướng dẫn", Text(), width=20),
    Field("last_village", "Thôn, bản nhập gần đây", Text(), width=36),
    Field("recent_days", "Số ngày so với lần trước", Number(most=366), width=6),
)
DEFAULTS = {
    "theme": "light", "text_size": "11", "recent_days": "7", "lock_minutes": "10",
    "lock_minimised": "0",
}  # fmt: skip
