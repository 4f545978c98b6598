"""A list of any length: only the rows in view exist."""

from collections.abc import Callable, Sequence

import pytest
import ttkbootstrap as ttk

from ui.tables import (
    Column,
    ListRow,
    VirtualList,
    clamp_top,
    cut_words,
    middle_of_empty,
    move_row,
    share_width,
    top_to_see,
    visible_rows,
)

COLUMNS = (
    Column("n", "STT", 60, "e", compact=False),
    Column("head", "Chủ hộ", 200, grow=True),
    Column("village", "Bản", 140, sortable=False),
)


def test_only_whole_rows_under_the_heading_count() -> None:
    assert visible_rows(300, 30) == 9
    assert visible_rows(1, 30) == 1


def test_the_list_never_scrolls_past_its_ends() -> None:
    assert clamp_top(-3, 100, 10) == 0
    assert clamp_top(99, 100, 10) == 90
    assert clamp_top(5, 3, 10) == 0


def test_a_row_out_of_view_comes_in_at_the_nearer_edge() -> None:
    assert top_to_see(3, 10, 5) == 3
    assert top_to_see(15, 10, 5) == 11
    assert top_to_see(12, 10, 5) == 10


@pytest.mark.parametrize(
    ("key", "row", "to"),
    [
        ("Up", 0, 0), ("Down", 98, 99), ("Down", 99, 99), ("Next", 0, 10), ("Prior", 5, 0),
        ("Home", 50, 0), ("End", 50, 99), ("Down", -1, 0), ("a", 5, None),
    ],
)  # fmt: skip
def test_keys_move_within_the_list(key: str, row: int, to: int | None) -> None:
    assert move_row(key, row, 100, 10) == to


def test_keys_in_an_empty_list_do_nothing() -> None:
    assert move_row("Down", -1, 0, 10) is None
    assert move_row("Home", -1, 0, 10) is None
    assert move_row("End", -1, 0, 10) is None


class Households:
    """So many rows; remembers what was asked for."""

    def __init__(self, count: int) -> None:
        self.n = count
        self.asked: list[tuple[int, int]] = []

    def count(self) -> int:
        return self.n

    def fetch(self, offset: int, limit: int) -> Sequence[ListRow]:
        self.asked.append((offset, limit))
        end = min(self.n, offset + limit)
        return [ListRow(f"id{i}", {"n": str(i + 1), "head": f"Hộ {i}"}) for i in range(offset, end)]


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def many(shown: ttk.Frame, opened: list[str]) -> tuple[VirtualList, Households]:
    data = Households(200_000)
    made = VirtualList(shown, COLUMNS, data.fetch, data.count, opened=opened.append,
                       chosen=lambda i: opened.append(f"chosen {i}"))  # fmt: skip
    made.pack(fill="both", expand=True)
    shown.update()
    made.reload()
    made.focus_list()
    shown.update()
    opened.clear()
    return made, data


def tree(made: VirtualList) -> ttk.Treeview:
    found = [w for w in made.winfo_children() if isinstance(w, ttk.Treeview)]
    return found[0]


def press(made: VirtualList, *keys: str) -> None:
    for key in keys:
        tree(made).event_generate(key)
    made.update()


def test_two_hundred_thousand_rows_need_only_those_in_view(
    many: tuple[VirtualList, Households],
) -> None:
    made, data = many
    assert len(tree(made).get_children()) < 40
    data.asked.clear()
    press(made, "<End>")
    assert made.selected_id == "id199999"
    assert len(data.asked) == 1
    assert data.asked[0][1] < 40


def test_arrows_choose_and_enter_opens(
    many: tuple[VirtualList, Households], opened: list[str]
) -> None:
    made, _ = many
    press(made, "<Down>", "<Down>", "<Return>")
    assert opened == ["chosen id1", "chosen id2", "id2"]


def test_the_wheel_scrolls_and_the_choice_stays(many: tuple[VirtualList, Households]) -> None:
    made, _ = many
    press(made, "<Button-5>")
    assert tree(made).item("0", "values")[1] == "Hộ 3"
    assert tree(made).selection() == ()
    assert made.selected_id == "id0"
    press(made, "<Button-4>")
    assert tree(made).selection() == ("0",)


def test_a_click_chooses_the_row_under_it(
    many: tuple[VirtualList, Households], opened: list[str]
) -> None:
    made, _ = many
    x, y, width, height = (int(part) for part in tree(made).bbox("4"))
    tree(made).event_generate("<Button-1>", x=x + width // 2, y=y + height // 2)
    made.update()
    assert opened == ["chosen id4"]


def test_an_even_row_of_the_whole_list_keeps_its_stripe_while_scrolling(
    many: tuple[VirtualList, Households],
) -> None:
    made, _ = many
    assert "stripe" in tree(made).item("1", "tags")
    press(made, "<Button-5>")  # three rows down: what was row 1 is row 4
    assert "stripe" in tree(made).item("0", "tags")


def test_a_search_starts_at_the_top_and_a_change_keeps_the_place(
    many: tuple[VirtualList, Households],
) -> None:
    made, data = many
    made.select(150_000)
    made.reload()
    assert made.selected_id == "id150000"
    made.reload(keep=False)
    assert made.selected_id == ""
    assert tree(made).item("0", "values")[1] == "Hộ 0"
    data.n = 5
    made.reload()
    assert len(tree(made).get_children()) == 5


def test_after_sorting_the_chosen_row_is_found_where_it_stands_now(shown: ttk.Frame) -> None:
    ids = ["a", "b", "c"]

    def fetch(offset: int, limit: int) -> Sequence[ListRow]:
        return [ListRow(i, {"head": i}) for i in ids[offset : offset + limit]]

    made = VirtualList(shown, COLUMNS, fetch, lambda: len(ids))
    made.pack(fill="both", expand=True)
    shown.update()
    made.reload()
    made.select(2)
    ids.reverse()
    made.reload()
    assert made.selected_id == "c"
    assert tree(made).selection() == ("0",)
    ids.remove("c")
    made.reload()
    assert made.selected_id == ""
    assert tree(made).selection() == ()


def test_an_empty_list_says_so(shown: ttk.Frame) -> None:
    none = Households(0)
    made = VirtualList(shown, COLUMNS, none.fetch, none.count, empty="Không tìm thấy hộ nào.")
    made.pack(fill="both", expand=True)
    made.reload()
    shown.update()
    labels = [w for w in made.winfo_children() if isinstance(w, ttk.Label)]
    assert [str(w.cget("text")) for w in labels if w.winfo_ismapped()] == ["Không tìm thấy hộ nào."]


def test_the_heading_of_a_sortable_column_sorts_and_shows_the_order(shown: ttk.Frame) -> None:
    sorted_by: list[str] = []
    made = VirtualList(shown, COLUMNS, Households(3).fetch, lambda: 3, sort=sorted_by.append)
    made.pack()
    made.show_sorting("head", descending=True)
    assert tree(made).heading("head")["text"] == "Chủ hộ  ▼"
    assert tree(made).heading("n")["text"] == "STT"
    shown.tk.call(tree(made).heading("head")["command"])
    assert sorted_by == ["head"]
    assert not tree(made).heading("village")["command"]


def test_a_narrow_window_shows_fewer_columns(many: tuple[VirtualList, Households]) -> None:
    made, _ = many
    made.set_compact(compact=True)
    assert tuple(tree(made)["displaycolumns"]) == ("head", "village")
    made.set_compact(compact=False)
    assert tuple(tree(made)["displaycolumns"]) == ("n", "head", "village")


def test_columns_that_grow_share_what_is_left_and_what_is_missing() -> None:
    columns = [(100, True), (50, False), (80, True)]
    assert share_width(columns, 235) == [103, 50, 82]
    assert share_width(columns, 200) == [85, 50, 65]
    assert share_width(columns, 1) == [100, 50, 80]  # not on the screen yet
    assert share_width([(50, False)], 200) == [50]


def test_the_sentence_of_an_empty_list_is_never_over_the_heading() -> None:
    assert middle_of_empty(400, 32, 20) == 180
    assert middle_of_empty(56, 32, 20) == 42


def test_what_is_cut_of_the_chosen_row_is_told_whole_and_nothing_of_a_whole_one(
    shown: ttk.Frame, wait_until: Callable[[Callable[[], object]], None]
) -> None:
    cells = [("Bản", "Mìn", "Mìn"), ("Vì sao", " Hết bộ nhớ", " Hết…")]
    assert cut_words(cells) == "Vì sao: Hết bộ nhớ"
    long = "Chưa có căn cước công dân hoặc SIM chính chủ, hẹn lại sau " * 4
    rows = [ListRow("a", {"n": "1", "head": "Hà"}), ListRow("b", {"n": "2", "head": long})]
    told: list[str] = []
    found = VirtualList(shown, COLUMNS, lambda at, n: rows[at : at + n], lambda: len(rows))
    found.on_cut = told.append
    found.pack(fill="both", expand=True)
    shown.update()
    found.reload()
    found.select(1)
    assert told[-1:] == [f"Chủ hộ: {long.strip()}"]
    found.select(0)
    assert told[-1] == ""
