"""What an OpenDocument style tells a reader: a font name, and whether a sheet is hidden.

A style may leave the font to its parent, and the last parent to the default of its family
(OpenDocument 1.3 part 3, 16.2). A font name is usually the name of a font-face declaration.
"""

MAX_PARENTS = 30


class StyleSheet:
    """Fed with the start tags of styles.xml and content.xml."""

    def __init__(self) -> None:
        self.hidden_tables: set[str] = set()
        self._faces: dict[str, str] = {}
        self._fonts: dict[tuple[str, str], str] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._current = ("", "")

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "style:style" or tag == "style:default-style":
            # A default has no name of its own: "" ends every chain of parents.
            self._current = (attrs.get("style:family", ""), attrs.get("style:name", ""))
            self._parents[self._current] = attrs.get("style:parent-style-name", "")
        elif tag == "style:text-properties":
            face = attrs.get("style:font-name")
            font = self._faces.get(face, face) if face else attrs.get("fo:font-family")
            if font:
                self._fonts[self._current] = font.strip("'\"")
        elif tag == "style:table-properties":
            if attrs.get("table:display") == "false":
                self.hidden_tables.add(self._current[1])
        elif tag == "style:font-face":
            family = attrs.get("svg:font-family") or attrs.get("style:name", "")
            self._faces[attrs.get("style:name", "")] = family.strip("'\"")

    def font(self, family: str, name: str) -> str:
        """The font of a style ("table-cell", "ce1"), "" when nothing says."""
        for _ in range(MAX_PARENTS):
            if (family, name) in self._fonts:
                return self._fonts[family, name]
            if not name:
                break
            name = self._parents.get((family, name), "")
        return ""
