"""A column of denominators, typed or pasted."""

from domain.figure_entry import (
    COMMUNE,
    figure_notes,
    make_figures,
    newest_values,
    spread_column,
)
from domain.figures import Figure
from domain.villages import Village

VILLAGES = [
    Village("a", "bản", "Chiềng", 1),
    Village("b", "bản", "Mìn", 2),
    Village("c", "tổ dân phố", "3", 3),
]


def test_bare_numbers_go_down_the_column_from_where_they_are_pasted() -> None:
    assert spread_column("412\n1.020\n", VILLAGES, "a").values == {"a": "412", "b": "1.020"}
    assert spread_column("1020\r\n300\r\n1732", VILLAGES, "b").values == {
        "b": "1020", "c": "300", COMMUNE: "1732",
    }  # fmt: skip


def test_an_empty_cell_leaves_its_village_empty() -> None:
    assert spread_column("412\n\n300", VILLAGES, "a").values == {"a": "412", "c": "300"}


def test_a_word_among_the_numbers_is_not_lost() -> None:
    assert spread_column("412\nsáu\n300", VILLAGES, "a").values["b"] == "sáu"


def test_a_heading_over_the_numbers_is_passed_over() -> None:
    assert spread_column("Dân số\n412\n1020", VILLAGES, "a").values == {"a": "412", "b": "1020"}


def test_lines_with_names_find_their_villages_in_any_order() -> None:
    text = "STT\tTên\tDân số\n1\tBẢN MÌN\t1.020\n2\tChiềng\t412\n3\tTDP 03\t300\n\tTổng cộng\t1732"
    assert spread_column(text, VILLAGES, "b").values == {
        "b": "1.020", "a": "412", "c": "300", COMMUNE: "1732",
    }  # fmt: skip


def test_what_finds_no_place_is_told() -> None:
    assert spread_column("Bản Mìn\t5\nBản Lạ\t9", VILLAGES, "a").left_out == ["Bản Lạ 9"]
    assert spread_column("1\n2\n3", VILLAGES, "c").left_out == ["3"]


def test_a_blank_row_says_nothing_and_a_word_is_refused() -> None:
    figures, errors = make_figures(
        {"a": "412", "b": " ", "c": "ba trăm", COMMUNE: "1.732"},
        "population", "2020-08-13", "Công an xã", [],
    )  # fmt: skip
    assert figures == [
        Figure("population", 412, "2020-08-13", "Công an xã", "a"),
        Figure("population", 1732, "2020-08-13", "Công an xã", None),
    ]
    assert list(errors) == ["c"]


def test_the_same_day_again_is_a_correction_and_a_later_day_a_revision() -> None:
    known = [Figure("population", 400, "2020-08-13", "cũ", "a", "id-1")]
    for as_of, id_ in (("2020-08-13", "id-1"), ("2020-08-20", "")):
        (figure,), _ = make_figures({"a": "412"}, "population", as_of, "mới", known)
        assert figure.id == id_


def test_sum_and_commune_are_compared() -> None:
    values = {("population", "a"): 412, ("population", "b"): 1020, ("population", "c"): 300}
    assert figure_notes(values, VILLAGES) == []
    assert figure_notes({**values, ("population", COMMUNE): 1732}, VILLAGES) == []
    (note,) = figure_notes({**values, ("population", COMMUNE): 1740}, VILLAGES)
    assert note == "Dân số: cộng các thôn, bản 1.732, toàn đơn vị 1.740, lệch 8."


def test_missing_villages_are_counted_instead_of_summed() -> None:
    values = {("population", "a"): 412, ("population", COMMUNE): 1740}
    assert figure_notes(values, VILLAGES) == ["Dân số: mới có 1/3 thôn, bản."]


def test_more_subscribers_than_people_is_a_note() -> None:
    values = {(kind, v.id): n for kind, n in (("population", 100), ("subscribers", 120))
              for v in VILLAGES}  # fmt: skip
    assert figure_notes(values, VILLAGES) == [
        "Thuê bao nhiều hơn dân số ở Bản Chiềng, Bản Mìn, Tổ dân phố 3: vẫn dùng được, "
        "nên xem lại nguồn."
    ]


def test_subscribers_without_a_population_to_compare_with_are_no_note() -> None:
    assert figure_notes({("subscribers", COMMUNE): 900}, VILLAGES) == []


def test_the_newest_figure_of_each_unit_is_shown() -> None:
    figures = [
        Figure("population", 400, "2020-08-01", "", "a"),
        Figure("population", 412, "2020-08-13", "", "a"),
        Figure("subscribers", 900, "2020-08-01", ""),
    ]
    assert newest_values(figures, VILLAGES) == {
        ("population", "a"): 412, ("subscribers", COMMUNE): 900,
    }  # fmt: skip
