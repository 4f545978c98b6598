"""A short list with what can be done to its rows, by button and by key."""

from collections.abc import Callable

import pytest
import ttkbootstrap as ttk

from ui.action_list import Action, ActionList
from ui.flow import break_rows, fit_row
from ui.tables import Column, ListRow
from ui.theme import px

WaitUntil = Callable[[Callable[[], object]], None]
ROWS = [ListRow(i, {"name": f"Dòng {i}"}) for i in ("a", "b", "c")]


@pytest.fixture
def did() -> list[str]:
    return []


def make(parent: ttk.Frame, did: list[str], *, allowed: bool = True) -> ActionList:
    made = ActionList(
        parent, (Column("name", "Tên", 100),),
        (
            Action("Thêm (F8)", lambda _: did.append("add"), ("<F8>",), needs_row=False),
            Action("Bỏ (Delete)", lambda i: did.append(f"remove {i}"), ("<Delete>",),
                   words=lambda i: f"Bỏ {i}"),
        ),
        opened=lambda i: did.append(f"open {i}"), empty="Chưa có.", allowed=allowed,
    )  # fmt: skip
    made.pack(fill="both", expand=True)
    made.show(ROWS)
    parent.update()
    return made


def test_what_is_not_for_a_row_is_grey_on_it(shown: ttk.Frame, did: list[str]) -> None:
    made = ActionList(
        shown, (Column("name", "Tên", 100),),
        (Action("Bỏ", lambda i: did.append(i), usable=lambda i: i != "b"),),
        opened=lambda _: None, empty="Chưa có.",
    )  # fmt: skip
    made.pack(fill="both", expand=True)
    made.show(ROWS)
    shown.update()
    states = []
    for row in ROWS:
        made.select(row.id)
        states.append(buttons(made)[0].instate(["disabled"]))
    assert states == [False, True, False]


def buttons(made: ActionList) -> list[ttk.Button]:
    return [button for _, button in made._buttons]


def press(made: ActionList, key: str) -> None:
    made.list._tree.focus_force()
    made.update()
    made.list._tree.event_generate(key)
    made.update()


def test_what_needs_a_row_waits_for_one(shown: ttk.Frame, did: list[str]) -> None:
    made = make(shown, did)
    assert [b.instate(["disabled"]) for b in buttons(made)] == [False, True]
    made.select("b")
    assert [b.instate(["disabled"]) for b in buttons(made)] == [False, False]
    assert buttons(made)[1].cget("text") == "Bỏ b"


def test_keys_do_what_the_buttons_do(
    shown: ttk.Frame, did: list[str], wait_until: WaitUntil
) -> None:
    made = make(shown, did)
    press(made, "<Delete>")  # nothing is selected
    press(made, "<F8>")
    wait_until(lambda: did)
    made.select("c")
    press(made, "<Delete>")
    wait_until(lambda: len(did) == 2)
    press(made, "<Return>")
    assert did == ["add", "remove c", "open c"]


def test_who_may_not_change_sees_the_list_alone(
    shown: ttk.Frame, did: list[str], wait_until: WaitUntil
) -> None:
    made = make(shown, did, allowed=False)
    made.select("a")
    assert all(b.instate(["disabled"]) for b in buttons(made))
    for key in ("<F8>", "<Delete>", "<Return>"):
        press(made, key)
    ticks: list[int] = []
    made.after(100, ticks.append, 1)
    wait_until(lambda: ticks)
    assert did == []


def test_what_was_removed_can_be_taken_back_once(shown: ttk.Frame, did: list[str]) -> None:
    made = make(shown, did)
    made.offer_undo("Đã bỏ.", lambda: did.append("back"))
    shown.update()
    assert made._undo_line.winfo_ismapped()
    made.undo()
    made.undo()
    shown.update()
    assert did == ["back"]
    assert not made._undo_line.winfo_ismapped()


def test_the_selected_row_stays_selected_when_the_rows_change(
    shown: ttk.Frame, did: list[str]
) -> None:
    made = make(shown, did)
    made.select("c")
    made.show(ROWS[1:])
    assert made.selected_id == "c"
    made.show(ROWS[:1])
    assert made.selected_id == ""
    assert buttons(made)[1].instate(["disabled"])


def test_buttons_go_on_in_the_next_row_where_the_room_ends() -> None:
    assert break_rows([100, 100, 100], 210, 8) == [[0, 1], [2]]
    assert break_rows([100, 100, 100], 316, 8) == [[0, 1, 2]]
    assert break_rows([100, 100], 207, 8) == [[0], [1]]
    assert break_rows([100, 300, 100], 210, 8) == [[0], [1], [2]]


def test_what_does_not_fit_a_row_leaves_room_for_the_button_of_the_rest() -> None:
    assert fit_row([100, 100, 100], 320, 10, 60) == 3
    assert fit_row([100, 100, 100], 319, 10, 60) == 2
    assert fit_row([100, 100, 100], 50, 10, 60) == 0


def test_a_low_list_has_one_row_of_buttons_and_a_menu(shown: ttk.Frame, did: list[str]) -> None:
    low = ttk.Frame(shown, width=px(150), height=px(220))
    low.pack_propagate(False)
    low.pack()
    made = make(low, did)
    assert made._more.winfo_ismapped()
    assert not buttons(made)[1].winfo_ismapped()
    made.select("b")
    made._fill_menu()
    assert made._menu.entrycget("end", "label") == "Bỏ b"
    made._menu.invoke("end")
    assert did == ["remove b"]
    low.configure(height=px(400))
    shown.update()
    assert buttons(made)[1].winfo_ismapped()
    assert not made._more.winfo_ismapped()
