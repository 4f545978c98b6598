"""The list under a field, found without diacritics; nothing is completed inside the field."""

import pytest
import ttkbootstrap as ttk

from domain.text import fold
from ui.suggest import Suggest, match

VILLAGES = ["Bản Chiềng", "Bản Mìn", "Thôn Na Hảo", "Bản Mùa Xuân"]
KEYS = [fold(v) for v in VILLAGES]


def test_names_that_start_with_it_come_before_names_that_contain_it() -> None:
    assert match(["Na Hảo", "Thôn Na", "Nà Phen"], ["na hao", "thon na", "na phen"], "na") == [
        "Na Hảo", "Nà Phen", "Thôn Na",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["chieng", "CHIỀNG", "Chiê\u0300ng"])
def test_diacritics_case_and_spelling_do_not_matter(typed: str) -> None:
    assert match(VILLAGES, KEYS, typed) == ["Bản Chiềng"]


def test_the_list_is_short() -> None:
    many = [f"Bản {n}" for n in range(50)]
    assert len(match(many, [fold(m) for m in many], "ban")) == 8


@pytest.fixture
def field(shown: ttk.Frame) -> Suggest:
    field = Suggest(shown, VILLAGES)
    field.pack()
    field.focus_force()
    shown.update()
    return field


def type_into(field: Suggest, text: str) -> None:
    field.insert("end", text)
    field.event_generate("<KeyRelease>", keysym="a")
    field.update()


def test_typing_opens_the_list_and_leaves_the_field_as_typed(field: Suggest) -> None:
    type_into(field, "ban m")
    assert field.is_open
    assert field.get() == "ban m"


def test_arrow_down_then_take_puts_the_name_into_the_field(field: Suggest) -> None:
    picked: list[str] = []
    field._picked = picked.append
    type_into(field, "ban m")
    field.event_generate("<Down>")
    field.event_generate("<Down>")
    assert field.take()
    assert field.get() == "Bản Mùa Xuân"
    assert picked == ["Bản Mùa Xuân"]
    assert not field.is_open


def test_nothing_is_taken_unless_a_row_was_highlighted(field: Suggest) -> None:
    type_into(field, "ban m")
    assert not field.take()
    assert field.get() == "ban m"


def test_escape_closes_the_list_and_keeps_the_text(field: Suggest) -> None:
    type_into(field, "ban")
    field.event_generate("<Escape>")
    assert not field.is_open
    assert field.get() == "ban"


def test_an_input_method_that_erases_and_retypes_gets_its_own_letters(field: Suggest) -> None:
    for text in ("N", "Na"):
        field.delete(0, "end")
        type_into(field, text)
    field.delete(1, "end")  # Unikey turns "Naa" into "Nâ" by backspaces and the new letter
    type_into(field, "â")
    assert field.get() == "Nâ"


def test_the_list_goes_away_with_its_field(field: Suggest, window: ttk.App) -> None:
    type_into(field, "ban")
    field.destroy()
    window.update()
    assert not [w for w in window.winfo_children() if w.winfo_class() == "Listbox"]
