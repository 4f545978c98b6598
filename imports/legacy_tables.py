"""The tables of TCVN3 (ABC), VNI and cp1258, and the conversion of single words.

A legacy character reads as the Windows-1252 character with the same byte. Words are converted,
not characters: in real files a word typed later in Unicode stands inside a legacy cell, and "à" is
a letter of both. Which texts are legacy at all is decided in `imports/legacy_fonts.py`.
"""

import re
import unicodedata
from functools import lru_cache

from imports.syllables import is_syllable

TCVN3 = "tcvn3"
TCVN3_UPPER = "tcvn3-upper"  # fonts such as .VnTimeH draw every letter as a capital
VNI = "vni"
CP1258 = "cp1258"
ENCODINGS = (TCVN3, TCVN3_UPPER, VNI, CP1258)

# The fonts have no capitals with tones. The last two lines are those of TCVN 5712 (VN1, as
# glibc writes it): codes which no .Vn font draws, found in files converted by programs.
_TCVN3 = """
A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ
C7ầ C8ẩ C9ẫ CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ
E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ
AFẰ BAẲ BFẴ C0Ắ C1Ầ C2Ẩ C3Ẫ C4Ấ C5Ề CDỂ D9Ễ DAẾ DBỒ
E0Ổ F0Ỗ
"""
TCVN3_LETTERS = {chr(int(pair[:2], 16)): pair[2:] for pair in _TCVN3.split()}
TONED_CAPITALS = frozenset("¯º¿ÀÁÂÃÄÅÍÙÚÛàð")

# Combining marks in the order: grave, acute, hook, tilde, dot.
_MARKS = "\u0300\u0301\u0309\u0303\u0323"


def _vni_letters() -> dict[str, str]:
    """Base letter and mark sign, each in both cases; the plain letters; í and its kin."""
    pairs: dict[str, str] = {}
    for base in "aeouyôö":
        letter = {"ô": "ơ", "ö": "ư"}.get(base, base)
        pairs |= {base + sign: letter + mark for sign, mark in zip("øùûõï", _MARKS, strict=True)}
    for base in "aeo":
        signs = zip("âàáåãä", ("", *_MARKS), strict=True)
        pairs |= {base + sign: base + "\u0302" + mark for sign, mark in signs}
    pairs |= {
        "a" + sign: "a\u0306" + mark for sign, mark in zip("êèéúüë", ("", *_MARKS), strict=True)
    }
    pairs |= dict(zip("ñíìæóòîôö", "đíìỉĩịỵơư", strict=True))
    pairs = {code: unicodedata.normalize("NFC", letter) for code, letter in pairs.items()}
    capitals = {code.upper(): letter.upper() for code, letter in pairs.items()}
    mixed = {code[0].upper() + code[1:]: letter.upper() for code, letter in pairs.items()}
    return pairs | mixed | capitals


VNI_LETTERS = _vni_letters()
_CP1258 = {
    char: byte.decode("cp1258")
    for byte in (
        bytes([code]) for code in b"\xc3\xcc\xd0\xd2\xd5\xdd\xde\xe3\xec\xf0\xf2\xf5\xfd\xfe"
    )
    for char in byte.decode("cp1252")
}

UNICODE_LETTERS = frozenset("đĐ") | frozenset(
    unicodedata.normalize("NFC", letter + mark)
    for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for mark in ("", *_MARKS)
)
_TO_TCVN3 = str.maketrans(TCVN3_LETTERS)
_TO_TCVN3_BUT_LETTERS = str.maketrans(
    {char: letter for char, letter in TCVN3_LETTERS.items() if char not in UNICODE_LETTERS}
)
# Capitals that TCVN3 fonts cannot write: at the start of a word they were typed in Unicode
# ("Ánh", "Út", "Ý"), however well their TCVN 5712 reading would sound.
TYPED_CAPITALS = frozenset("ÀÁÍÙÚÝ")
_VNI_CODE = re.compile("|".join(sorted(VNI_LETTERS, key=len, reverse=True)))
_CAPITAL_INSIDE = re.compile("[^a-z][A-Z]")
_ASCII_SMALL = re.compile("[a-z]")


@lru_cache(maxsize=1 << 16)
def decode_word(word: str, encoding: str) -> str:
    """One word of legacy text as NFC, by the reading that makes sense of it."""
    if encoding == TCVN3_UPPER:
        return _read_tcvn3(word, may_start_in_unicode=False).upper()
    if encoding == TCVN3:
        return _read_tcvn3(word, may_start_in_unicode=word[0] in TYPED_CAPITALS)
    reading = decode_by_table(word, encoding)
    if encoding == VNI:
        return word if is_syllable(word) and not is_syllable(reading) else reading
    return reading


def _read_tcvn3(word: str, may_start_in_unicode: bool) -> str:
    full = decode_by_table(word, TCVN3)
    # A letter that Unicode has too may be just that letter: §ÌNH is ĐÌNH.
    partial = _capitals(word, word.translate(_TO_TCVN3_BUT_LETTERS))
    readings = (partial, full) if may_start_in_unicode else (full, partial)
    return next((reading for reading in readings if is_syllable(reading)), full or partial)


def decode_by_table(word: str, encoding: str) -> str:
    """One word by the table alone; "" when it can only be a Unicode word.

    Letters that are in no table stay: Ửng in a TCVN3 text is Ửng.
    """
    if encoding == VNI:
        return _VNI_CODE.sub(lambda match: VNI_LETTERS[match[0]], word)
    if encoding == CP1258:
        decoded = "".join(_CP1258.get(char, char) for char in word)
        return unicodedata.normalize("NFC", decoded)
    if not TONED_CAPITALS.isdisjoint(word[1:]) and not _is_capitals(word):
        return ""  # a capital inside a small word: "Hà" is not HỔ
    decoded = word.translate(_TO_TCVN3)
    return decoded.upper() if encoding == TCVN3_UPPER else _capitals(word, decoded)


def _is_capitals(word: str) -> bool:
    """True for V¡N and ÈN, not for Hµ, where only the first letter must be a capital."""
    return bool(_CAPITAL_INSIDE.search(word)) and not _ASCII_SMALL.search(word)


def _capitals(word: str, decoded: str) -> str:
    """NGUYÔN is NGUYỄN: the font has no capital for it, so the typist had to leave a small one."""
    return decoded.upper() if _is_capitals(word) else decoded
