"""What of the log goes into the support file: the time, which module wrote, and words that a
program uses. Whatever else a line holds could be a name, so it becomes "…" (K11).

The list is of words that are kept, never of words that are taken out: a name that nobody thought of
cannot slip through. To keep one more word: add it to _WORDS.
"""

import re
from pathlib import Path

KEPT_BYTES = 300_000
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d+ ([A-Z]+) ([\w.]+): (.*)", re.ASCII)
_PLACE = re.compile(r"  [\w<>.-]+\.py:\d+ [\w<>]+", re.ASCII)
_MODULE = re.compile(
    r"(root|__main__|main|commands?|domain|storage|imports|exports|ui|bench|guide|py\.warnings|"
    r"ttkbootstrap|matplotlib|PIL|openpyxl|reportlab|fontTools|filelock|asyncio)(\.[a-z_]+)*",
    re.ASCII,
)
_TYPE = re.compile(
    r"([A-Z][a-z]+)*(Error|Exception|Warning|Refused|Refusal|Timeout|InUse|Exit|Interrupt|Password)"
    r"|Cancelled|Locked|NotTried|OSError|IOError|TclError",
    re.ASCII,
)
_NUMBER = re.compile(r"\[(Errno|WinError) \d{1,5}\]", re.ASCII)
_ENGLISH = (
    "this PC aside back back: left alone "
    "a able access after already an and another any argument arguments as at attempt attribute "
    "background backup bad be been before being block bound busy by bytes callable called "
    "cannot changed character check class closed closing code column command connection "
    "constraint copy corrupt could count created damaged data database decode deleted denied "
    "dict directory disk does done down empty encode end ended entries entry error exist exists "
    "expected failed failure failures fault file files filled findings float following for "
    "format found from full function given got has have image in index instance int integer "
    "invalid is it its iterable item items iteration kept key keys keyword left length limit "
    "line list literal lock locked log made malformed many mark match matching maximum memory "
    "method missing mode module must name named new no non none not noted null number object of "
    "on one only open opened operand operation or out outside page pages parse password path "
    "permission place plain positional printed process program put range read readable readonly "
    "reason record recovery recursion refused rekey required reserve restore restored row rows "
    "schema second set settings settled short should signed size soft sound space start state "
    "still stopped str string such support supported syntax system table takes than that the "
    "them they thread time timed to too tried tuple two type types unable unexpected unhashable "
    "unique unknown unlocked unpack unreadable unsupported upgrade upgraded used value values "
    "version was when while widget window with without wrong write writing written zero "
    "NoneType SQL I/O"
)
_WORDS = frozenset(_ENGLISH.split())
GAP = "…"


def read_tail(log_file: Path) -> str:
    """The end of the log, cleaned; "" where there is none."""
    try:
        with log_file.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - KEPT_BYTES))
            text = file.read(KEPT_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
    lines = text.splitlines()
    if size > KEPT_BYTES:
        lines = lines[1:]  # the first one is cut
    return clean(lines)


def clean(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        cleaned = _clean_line(line)
        if cleaned != GAP or kept[-1:] != [GAP]:
            kept.append(cleaned)
    return "\n".join(kept)


def _clean_line(line: str) -> str:
    if _PLACE.fullmatch(line):
        return line
    found = _LINE.fullmatch(line)
    if not found:
        return GAP
    at, level, module, message = found.groups()
    return f"{at} {level} {module if _MODULE.fullmatch(module) else GAP}: {_clean(message)}"


def _clean(message: str) -> str:
    parts: list[str] = []
    at = 0
    for number in _NUMBER.finditer(message):
        parts += [*message[at : number.start()].split(), number.group()]
        at = number.end()
    parts += message[at:].split()
    kept: list[str] = []
    for part in parts:
        word = part if _keeps(part) else GAP
        if word != GAP or kept[-1:] != [GAP]:
            kept.append(word)
    return " ".join(kept)


def _keeps(part: str) -> bool:
    word = part.strip(".,:;()")
    return bool(word in _WORDS or _TYPE.fullmatch(word) or _NUMBER.fullmatch(part))
