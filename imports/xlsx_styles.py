"""The two things an .xlsx style tells a reader: the font of a cell, and whether it is a date."""

import re
import zipfile
from dataclasses import dataclass, field

from imports.guard import LocalNames, new_parser, parse, read_chunks

# ECMA-376 18.8.30; 27-36 and 50-58 are the dates of East Asian Excel. Times and durations
# (18-21, 45-47) are left as numbers: nobody dates a visit with them.
DATE_FORMATS = frozenset([14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)])
NOT_A_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass
class Styles:
    """Fonts by style number; numbers past those of the file are fonts of text runs."""

    fonts: list[str] = field(default_factory=lambda: [""])
    dates: set[int] = field(default_factory=set)
    _of_runs: dict[str, int] = field(default_factory=dict)

    def with_font(self, font: str) -> int:
        """A style number that stands for this font."""
        if font not in self._of_runs:
            self._of_runs[font] = len(self.fonts)
            self.fonts.append(font)
        return self._of_runs[font]


def is_date_format(code: str) -> bool:
    """True for dd/mm/yyyy and its kin, not for hh:mm alone and not for "Năm" 0."""
    bare = NOT_A_CODE.sub("", code.partition(";")[0]).lower()
    return "d" in bare or "y" in bare


def read_styles(archive: zipfile.ZipFile, entry: str | None) -> Styles:
    """Only cellXfs counts: its n-th entry is what a cell means by s="n"."""
    styles = Styles()
    if entry is None:
        return styles
    local = LocalNames()
    font_names: list[str] = []
    date_formats = set(DATE_FORMATS)
    cell_formats: list[tuple[int, int]] = []
    inside: list[str] = []

    def start(tag: str, attrs: dict[str, str]) -> None:
        name = local[tag]
        parent = inside[-1] if inside else ""
        if name == "font" and parent == "fonts":
            font_names.append("")
        elif name == "name" and inside[-2:] == ["fonts", "font"]:
            font_names[-1] = attrs.get("val", "")
        elif name == "numFmt" and parent == "numFmts":
            number = _number(attrs.get("numFmtId"))
            date_formats.discard(number)
            if is_date_format(attrs.get("formatCode", "")):
                date_formats.add(number)
        elif name == "xf" and parent == "cellXfs":
            cell_formats.append((_number(attrs.get("fontId")), _number(attrs.get("numFmtId"))))
        inside.append(name)

    def end(_: str) -> None:
        inside.pop()

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parse(parser, read_chunks(archive, entry))
    if cell_formats:
        styles.fonts = [
            font_names[font] if 0 <= font < len(font_names) else "" for font, _ in cell_formats
        ]
    styles.dates = {
        style for style, (_, number) in enumerate(cell_formats) if number in date_formats
    }
    return styles


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else 0
