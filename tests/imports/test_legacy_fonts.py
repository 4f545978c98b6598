"""TCVN3, VNI and cp1258 text becomes Unicode; Unicode text never changes."""

import unicodedata
from itertools import product

import pytest

from imports.legacy_fonts import column_encoding, decode, decode_table, font_encoding
from imports.legacy_tables import TCVN3_LETTERS, TONED_CAPITALS, VNI_LETTERS
from imports.sheet import Row, Table
from imports.syllables import is_syllable

FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Vũ Võ Đặng Bùi Đỗ Hà Lò Cầm Lữ Hơ Lộc Ngân Giàng Thào"
MIDDLES = ("Văn", "Thị", "Đức Hữu", "Ngọc", "Bá")
GIVEN = (
    "Ẩn Ước Ửng Ỷ Ượt Hòa Thủy Nghĩa Sỹ Vững Dũng Tú Út Ý Ích Ánh Huệ Yến Quỳnh Trỗi Mười Lẫm Quế"
)
NAMES = [" ".join(parts) for parts in product(FAMILIES.split(), MIDDLES, GIVEN.split())]

SMALL = "aăâeêioôơuưyđ"
LETTERS = [
    letter
    for base in SMALL
    for mark in ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    if len(letter := unicodedata.normalize("NFC", base + mark)) == 1 and not letter.isascii()
]
LETTERS += [letter.upper() for letter in LETTERS]

TO_TCVN3 = {letter: char for char, letter in TCVN3_LETTERS.items() if char not in TONED_CAPITALS}
TO_VNI = {
    letter: code for code, letter in VNI_LETTERS.items() if code in (code.lower(), code.upper())
}


def in_tcvn3(text: str) -> str:
    """As a typist left it: the toned capitals the font lacks were typed in Unicode."""
    return "".join(TO_TCVN3.get(letter, letter) for letter in text)


def in_tcvn3_h(text: str) -> str:
    """For a font of capitals every letter has a code, that of its small form."""
    return "".join(TO_TCVN3.get(char) or TO_TCVN3.get(char.lower(), char) for char in text)


def in_vni(text: str) -> str:
    return "".join(TO_VNI.get(letter, letter) for letter in text)


def in_cp1258(text: str) -> str:
    """The bytes of the Vietnamese Windows page, read as Windows-1252 like any unmarked text."""
    parts = []
    for letter in text:
        marks = [
            mark
            for mark in unicodedata.normalize("NFD", letter)
            if mark in "\u0300\u0301\u0309\u0303\u0323"
        ]
        base = unicodedata.normalize("NFD", letter)
        for mark in marks:
            base = base.replace(mark, "")
        parts += [unicodedata.normalize("NFC", base), *marks]
    return "".join(parts).encode("cp1258").decode("cp1252")


def column(texts: list[str], font: str = "") -> Table:
    return Table("Trang 1", False, [(text,) for text in texts], [(0,)] * len(texts), (font,))


def read(texts: list[str], font: str = "") -> list[object]:
    return [row[0] for row in decode_table(column(texts, font)).rows]


def test_the_alphabet_has_134_letters_beyond_ascii() -> None:
    assert len(set(LETTERS)) == 134


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_survives_vni(letter: str) -> None:
    assert decode(in_vni(letter), "vni") == letter


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_survives_tcvn3_in_a_font_that_has_it(letter: str) -> None:
    if letter in TO_TCVN3:
        assert decode(f"x{TO_TCVN3[letter]}", "tcvn3") == f"x{letter}"
    assert decode(f"x{in_tcvn3_h(letter)}", "tcvn3-upper") == f"X{letter.upper()}"


def test_the_tcvn3_table_has_all_67_small_letters() -> None:
    assert {letter for letter in LETTERS if letter.islower()} <= set(TO_TCVN3)


@pytest.mark.parametrize("font", [".VnTime", ""])
def test_two_thousand_names_convert_from_tcvn3_without_error(font: str) -> None:
    assert len(NAMES) > 2000
    assert read([in_tcvn3(name) for name in NAMES], font) == NAMES


def test_two_thousand_names_convert_from_a_font_of_capitals() -> None:
    assert read([in_tcvn3_h(name) for name in NAMES], ".VnTimeH") == [n.upper() for n in NAMES]


@pytest.mark.parametrize("font", ["VNI-Times", ""])
def test_two_thousand_names_convert_from_vni_without_error(font: str) -> None:
    assert read([in_vni(name) for name in NAMES], font) == NAMES
    capitals = [name.upper() for name in NAMES]
    assert read([in_vni(name) for name in capitals], font) == capitals


def test_two_thousand_names_convert_from_the_vietnamese_windows_page() -> None:
    assert read([in_cp1258(name) for name in NAMES]) == NAMES


@pytest.mark.parametrize("font", ["", "Arial", ".VnTime", ".VnTimeH", "VNI-Times"])
@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_unicode_text_is_never_changed_whatever_its_font(font: str, change: type[str]) -> None:
    texts = [change(name) for name in NAMES]
    assert read(texts, font) == texts


def test_unicode_rows_of_other_languages_are_not_changed() -> None:
    texts = [
        "José Müller",
        "Kpă Y Ñua",
        "Ca·si·no",
        "5º – 3×4 m²",
        "Zalo®",
        "«Hòa»",
        "Đà Nẵng",
        "café",
    ]
    assert read(texts) == texts
    assert read(texts * 20, ".VnTime")[6] == "Đà Nẵng"


def test_decomposed_text_becomes_nfc_with_any_font() -> None:
    decomposed = [unicodedata.normalize("NFD", name) for name in NAMES]
    assert read(decomposed, ".VnTime") == NAMES
    assert read(decomposed) == NAMES
    assert decode_table(column(decomposed)).counts == {}


def test_a_unicode_capital_inside_a_tcvn3_cell_stays() -> None:
    assert read(["H¬ V¨n Ửng"], ".VnTime") == ["Hơ Văn Ửng"]
    assert read(["CÇm Ngäc Ỷ", "Vò Minh Ánh"], ".VnTime") == ["Cầm Ngọc Ỷ", "Vũ Minh Ánh"]


def test_one_short_cell_is_never_guessed() -> None:
    assert read(["Hòa"]) == ["Hòa"]
    assert read(["B¶n M×n"]) == ["B¶n M×n"]
    assert column_encoding(["Hòa"]) is None
    assert column_encoding(["B¶n"]) is None


def test_a_short_tcvn3_cell_follows_its_column() -> None:
    column_of_names = [in_tcvn3(name) for name in NAMES[:50]]
    assert read([*column_of_names, "Vò"])[-1] == "Vũ"
    assert read([*column_of_names, "Dòng"], ".VnTime")[-1] == "Dũng"


def test_a_short_unicode_cell_follows_its_column_in_spite_of_a_stale_font() -> None:
    assert read([*NAMES[:50], "Hòa"], ".VnTime")[-1] == "Hòa"
    assert read([*NAMES[:50], "Hòa"], "VNI-Times")[-1] == "Hòa"


def test_a_short_unicode_cell_follows_its_table_when_its_column_is_silent() -> None:
    rows: list[Row] = [("Hòa", name) for name in NAMES[:30]]
    table = Table("Trang 1", False, rows, [(0, 0)] * 30, (".VnTime",))
    assert decode_table(table).rows == rows


def test_a_column_is_asked_before_the_table_it_stands_in() -> None:
    legacy = [in_tcvn3(name) for name in NAMES[:30]]
    rows: list[Row] = [(NAMES[n], legacy[n], legacy[-n - 1]) for n in range(10)]
    rows.append(("Hòa", "Dòng", "Dòng"))
    table = Table("Trang 1", False, rows, [(0, 0, 0)] * 11, (".VnTime",))
    decoded = decode_table(table).rows
    assert decoded[-1] == ("Hòa", "Dũng", "Dũng")
    assert [row[0] for row in decoded[:10]] == NAMES[:10]


def test_a_short_column_without_fonts_follows_its_table() -> None:
    rows: list[Row] = [("B¶n M×n", in_tcvn3(name)) for name in NAMES[:20]]
    decoded = decode_table(Table("Trang 1", False, rows))
    assert [row[0] for row in decoded.rows] == ["Bản Mìn"] * 20


def test_a_unicode_cell_stays_among_tcvn3_cells() -> None:
    texts = [in_tcvn3(name) for name in NAMES[:30]]
    for font in (".VnTime", ""):
        assert read([*texts, "Hà Thu", "Đò", "Nguyễn Thị Hòa"], font)[-3:] == [
            "Hà Thu",
            "Đò",
            "Nguyễn Thị Hòa",
        ]


def test_tcvn3_cells_among_many_unicode_cells_are_converted_and_doubtful_ones_left() -> None:
    texts = [*NAMES[:30], in_tcvn3("Nguyễn Thị Hạnh"), in_tcvn3("Lữ Đình Thắm"), "Hòa"]
    assert read(texts)[-3:] == ["Nguyễn Thị Hạnh", "Lữ Đình Thắm", "Hòa"]


def test_a_foreign_column_with_chance_hits_is_not_legacy() -> None:
    texts = ["B¸ S÷ C«n", "Müller Größe Façade Œuvre naïve über Straße Köln Zürich Çelik señor"]
    assert column_encoding(texts) is None
    assert column_encoding(["B¸ S÷ C«n"]) == "tcvn3"
    assert column_encoding(["B¸ S÷ C«n Straße"]) is None


def test_a_foreign_word_in_a_unicode_cell_of_a_tcvn3_column_stays() -> None:
    texts = [in_tcvn3(name) for name in NAMES[:30]]
    assert read([*texts, "Nguyễn Müller"], ".VnTime")[-1] == "Nguyễn Müller"


def test_a_unicode_capital_inside_a_legacy_word_of_capitals_stays() -> None:
    assert decode("§ÌNH S¸NG", "tcvn3") == "ĐÌNH SÁNG"
    assert decode("Tòng", "vni") == "Tòng"
    assert decode("Ý", "tcvn3-upper") == "Í"
    texts = [in_tcvn3(name) for name in NAMES[:20]]
    assert read([*texts, "TRẦN V¡N THÌN"], ".VnTime")[-1] == "TRẦN VĂN THÌN"
    assert column_encoding(["§ÌNH V¡N", "L£ S¸NG"]) == "tcvn3"


def test_vietnamese_syllables_are_known_in_both_ways_of_writing_the_tone() -> None:
    words = "Nguyễn hoà hòa Thuý Thúy quý Quỳnh gì giếng khuya xoong Ỷ Ượt nghĩa QUÁCH"
    assert [word for word in words.split() if not is_syllable(word)] == []


def test_other_words_are_no_syllables() -> None:
    words = "hòá các2 cằc hÒa nghóa Coäng ngĩa cê lấ Müller băc"
    assert [word for word in words.split() if is_syllable(word)] == []


def test_a_cell_of_two_hands_is_read_word_by_word() -> None:
    texts = [in_tcvn3(name) for name in NAMES[:20]]
    assert read([*texts, "NguyÔn V¨n Hưởng"], ".VnTime")[-1] == "Nguyễn Văn Hưởng"


def test_capitals_typed_in_a_font_without_toned_capitals_become_capitals() -> None:
    assert decode("NGUYÔN V¡N MINH", "tcvn3") == "NGUYỄN VĂN MINH"
    assert decode("H· V¡N ÈN", "tcvn3") == "HÃ VĂN ẨN"
    assert decode("UBND x· M\xadêng M×n", "tcvn3") == "UBND xã Mường Mìn"


def test_a_font_of_capitals_draws_plain_letters_as_capitals_too() -> None:
    assert read(["Danh s¸ch hé", "Bao"], ".VnTimeH") == ["DANH SÁCH HỘ", "BAO"]


def test_each_cell_of_a_mixed_sheet_follows_its_own_font() -> None:
    fonts = (".VnTime", ".VnTimeH", "VNI-Times", "Times New Roman")
    name = "Nguyễn Thị Hòa"
    row = (in_tcvn3(name), in_tcvn3_h(name), in_vni(name), name)
    decoded = decode_table(Table("Trang 1", False, [row], [(0, 1, 2, 3)], fonts))
    assert decoded.rows == [(name, name.upper(), name, name)]
    assert decoded.counts == {"tcvn3": 1, "tcvn3-upper": 1, "vni": 1}


def test_the_preview_shows_at_most_twenty_different_samples() -> None:
    texts = [in_tcvn3(name) for name in NAMES[:30]]
    decoded = decode_table(column(texts + texts, ".VnTime"))
    assert len({sample.before for sample in decoded.samples}) == len(decoded.samples) == 20
    first = decoded.samples[0]
    assert (first.row, first.column, first.before, first.after) == (0, 0, texts[0], NAMES[0])
    assert decoded.counts == {"tcvn3": 60}
    repeated = decode_table(column(texts[:3] * 9, ".VnTime"))
    assert [sample.row for sample in repeated.samples] == [0, 1, 2]
    wide = decode_table(Table("Trang 1", False, [tuple(texts)], [(0,) * 30], (".VnTime",)))
    assert len(wide.samples) == 20


def test_cells_that_are_not_text_are_left_alone() -> None:
    row = (1, None, 2.5, True, "B¶n M×n")
    decoded = decode_table(Table("Trang 1", False, [row], [(0,) * 5], (".VnTime",)))
    assert decoded.rows == [(1, None, 2.5, True, "Bản Mìn")]


def test_entities_copied_from_a_web_page_are_read() -> None:
    texts = ["Nguy&#7877;n V&#259;n &Acirc;n", "H&agrave; &amp; L&ograve;"]
    assert read(texts) == ["Nguyễn Văn Ân", "Hà & Lò"]


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".VNTIME", "tcvn3"),
        (" .VnTime ", "tcvn3"),
        ("VnTime", "tcvn3"),
        (".VnTime Bold", "tcvn3"),
        (".VnArial Narrow", "tcvn3"),
        (".VnTimeH", "tcvn3-upper"),
        (".VnTimeH Bold", "tcvn3-upper"),
        (".VNTIMEH", "tcvn3-upper"),
        ("VnTimeH", "tcvn3-upper"),
        (".VnArial NarrowH", "tcvn3-upper"),
        (".VnTifani HeavyH", "tcvn3-upper"),
        ("VNI-Times", "vni"),
        ("vni times", "vni"),
        ("VNI-Helve-Condense", "vni"),
        ("Times New Roman", None),
        ("VNtimes new roman", None),
        ("Verdana", None),
        ("", None),
    ],
)
def test_the_font_name_says_the_encoding(font: str, encoding: str | None) -> None:
    assert font_encoding(font) == encoding


@pytest.mark.parametrize(
    ("convert", "encoding"),
    [(in_tcvn3, "tcvn3"), (in_vni, "vni"), (in_cp1258, "cp1258"), (str, None)],
)
def test_three_names_are_enough_to_know_a_column(convert: type[str], encoding: str | None) -> None:
    names = ["Nguyễn Văn An", "Lê Thị Phượng", "Trần Văn Bình"]
    assert column_encoding([convert(name) for name in names]) == encoding


def test_a_style_number_without_a_font_is_a_cell_without_a_font() -> None:
    table = Table("Trang 1", False, [("Hòa",)], [(7,)], (".VnTime",))
    assert decode_table(table).rows == [("Hòa",)]
    assert table.font(0, 0) == ""
