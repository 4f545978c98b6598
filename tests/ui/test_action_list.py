"""A short list with what can be done to its rows, by button and by key."""

from collections.abc import Callable

import pytest
import ttkbootstrap as ttk

from ui.action_list import Action, ActionList
from ui.flow import break_rows
from ui.tables import Column, ListRow

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
