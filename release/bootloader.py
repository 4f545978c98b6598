"""What the starter inside the program says before any Python runs, in Vietnamese.

PyInstaller's starter has its few sentences in English, and two of them are what an office meets
first: the program opened inside an unopened zip, and a copy that stopped half way. Each is replaced
in place by one that is not longer; a sentence that is not there any more ends the build.
"""

import sys
from pathlib import Path

WORDS = {  # %ls is the file that is missing
    "Failed to load Python DLL '%ls'.\n": "Hãy giải nén cả zip. Thiếu %ls.\n",
    "Failed to start embedded python interpreter!\n": "Chương trình hỏng, hãy chép lại.\n",
    "Error": "Lỗi",  # the title of the box
}


def translate(program: Path) -> None:
    """In the file itself. Raises SystemExit with a sentence."""
    program.write_bytes(replace_words(program.read_bytes(), WORDS, program.name))


def replace_words(body: bytes, words: dict[str, str], name: str) -> bytes:
    """Each where it stands, filled up with zeros; the file keeps its length."""
    for old, new in words.items():
        for coding in ("utf-16-le", "utf-8"):
            end = "\0".encode(coding)
            was, now = old.encode(coding) + end, new.encode(coding) + end
            if was in body and len(now) <= len(was):
                body = body.replace(was, now.ljust(len(was), b"\0"))
                break
        else:
            sys.exit(f"bootloader: {name} does not say {old!r} any more.")
    return body
