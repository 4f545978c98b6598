"""What a file of a practice commune says on every sheet and page (K10)."""

PRACTICE_WORD = "TẬP HUẤN"
PRACTICE_LINE = "TẬP HUẤN – KHÔNG DÙNG ĐỂ BÁO CÁO"
