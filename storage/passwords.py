"""What a password must be, and the refusal of a wrong one. How it opens anything: key_slots.py."""

from domain.errors import AppError
from domain.text import fold, fold_key, fold_words

LEAST_PASSWORD = 10
PUBLISHED = "thu-nghiem"  # the practice commune's: said on its screen
_LEAST_OWN = 5  # letters of a password that are not the name or a word said over and over
_LEAST_DIFFERENT = 4


class WrongPassword(AppError):
    """The slot did not open; the database was not touched."""


def check_length(password: str) -> None:
    """What no password may fall short of, a script's either. Raises AppError."""
    if len(password) < LEAST_PASSWORD:
        raise AppError(
            f"Mật khẩu cần ít nhất {LEAST_PASSWORD} ký tự.",
            "Ví dụ bốn từ dễ nhớ viết liền nhau, như tên bốn đồ vật trong nhà.",
        )
    if len(set(password)) < _LEAST_DIFFERENT:
        raise AppError(
            "Mật khẩu này quá dễ đoán.", "Hãy dùng nhiều chữ khác nhau, ví dụ bốn từ dễ nhớ."
        )


def check_password(password: str, name: str = "") -> None:
    """Raises AppError where a password is too easy to guess for the user of that name."""
    check_length(password)
    if fold_key(password) == fold_key(PUBLISHED):
        raise AppError(
            "Mật khẩu này ai cũng biết: là mật khẩu của dữ liệu mẫu.",
            "Hãy đặt mật khẩu riêng, ví dụ bốn từ dễ nhớ.",
        )
    if _is_said_over(password, name):
        raise AppError(
            "Mật khẩu này dễ đoán: chỉ lặp lại tên hoặc một từ.",
            "Hãy dùng nhiều từ khác nhau, ví dụ tên bốn đồ vật trong nhà.",
        )


def _is_said_over(password: str, name: str) -> bool:
    """Whether little is left without the user's name and the words that come again and again."""
    words = fold_words(password)
    whole = "".join(fold(password).split())
    if whole in (whole * 2)[1:-1]:  # one part over and over, with or without spaces
        return True
    own = fold_words(name)
    known = {"".join(own), *own, *(w for w in words if words.count(w) > 1)}
    left = whole
    for word in sorted(known, key=len, reverse=True):
        left = left.replace(word, "") if len(word) > 1 else left
    few = len(left) < _LEAST_OWN or len(set(left)) < _LEAST_DIFFERENT
    return left != whole and few
