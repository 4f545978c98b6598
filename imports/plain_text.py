"""Bytes of a text file → text, whatever wrote them. No guess here loses anything.

What is neither Unicode nor marked comes back as Windows-1252, one character per byte: TCVN3, VNI
and cp1258 all live in the upper half of that page, and `imports/legacy_fonts.py` tells them apart
by whole columns.
"""

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def text_of(data: bytes) -> str:
    """The text without its byte-order mark."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    sample = data[:4096]
    if sample.count(0) > len(sample) // 5:  # UTF-16: every other byte of a Latin letter is zero
        odd = sample[1::2].count(0) >= sample[::2].count(0)
        return data.decode("utf-16-le" if odd else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        lenient = data.decode("utf-8", "replace")
    # One bad byte, or a file cut in the middle of a letter, does not make UTF-8 something else.
    letters = sum(not char.isascii() for char in lenient)
    if lenient.count("\N{REPLACEMENT CHARACTER}") * 20 < letters:
        return lenient
    # Five bytes are empty in Windows-1252; as Latin-1 they stay what they are.
    return data.decode("cp1252", "latin1_for_holes")


def _latin1_for_holes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin1_for_holes", _latin1_for_holes)


def is_binary(text: str) -> bool:
    """True when control characters show that this was never text."""
    sample = text[:65536]
    odd = sum(char < " " and char not in "\t\n\r\f\x1a" for char in sample)
    return odd > len(sample) // 500
