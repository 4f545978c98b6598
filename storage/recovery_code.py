"""The printed way back in: 160 random bits in letters that a person can read and type."""

import os

from storage.passwords import WrongPassword

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_CHECK_PRIME = 1021  # two letters; notices any one wrong letter and any two exchanged


def new_code() -> str:
    """160 random bits as 8 groups of 4 and two check letters: "YG07-PJ7Q-…-S4"."""
    number = int.from_bytes(os.urandom(20))
    letters = "".join(CODE_LETTERS[number >> (5 * n) & 31] for n in range(31, -1, -1))
    groups = [letters[n : n + 4] for n in range(0, 32, 4)]
    return "-".join([*groups, check_of(number)])


def check_of(number: int) -> str:
    high, low = divmod(number % _CHECK_PRIME, 32)
    return CODE_LETTERS[high] + CODE_LETTERS[low]


def normalise_code(text: str) -> str:
    """As typed from paper: case, spaces, dashes, O for 0, I and L for 1. AppError when mistyped."""
    plain = "".join(ch for ch in text.upper() if ch not in " -–.\t\n")
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    body, check = plain[:32], plain[32:]
    number = 0
    for ch in body:
        number = number * 32 + CODE_LETTERS.find(ch)
    known = all(ch in CODE_LETTERS for ch in body)
    if len(body) != 32 or not known or check != check_of(number):
        raise WrongPassword(
            "Mã khôi phục gõ chưa đúng.",
            "Mã gồm 8 nhóm bốn ký tự và hai ký tự cuối. Hãy dò lại từng nhóm trên giấy.",
        )
    return body + check
