"""A folder in a bad place: what is said, what may be chosen, and where the work goes on."""

from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest
import ttkbootstrap as ttk

from storage import looking, unlocked
from storage.accounts import create_first_user
from storage.local_copy import COPIES, remembered
from storage.lock import hold_folder
from storage.paths import practice_folder
from storage.places import Drive, Facts, Place, Trouble
from ui import place_warning
from ui.dialogs import Dialog
from ui.place_warning import (
    COPY,
    HERE,
    LOOK,
    Situation,
    ask_place,
    check_place,
    describe_offer,
    describe_place,
    list_choices,
    make_copy,
)

PLACES = [
    Place(Trouble.NETWORK, r"\\may-chu\chung"), Place(Trouble.SYNCED, "OneDrive"),
    Place(Trouble.REMOVABLE, "E:"), Place(Trouble.READ_ONLY, "/"),
]  # fmt: skip


def situation(trouble: Trouble, **more: bool) -> Situation:
    given = {"has_data": True, "can_copy": True, "can_look": True} | more
    return Situation(Place(trouble, "E:"), **given)


@pytest.mark.parametrize("place", PLACES, ids=lambda p: p.trouble)
def test_what_is_wrong_is_said_in_two_sentences(place: Place) -> None:
    message, reason = describe_place(place)
    assert message.endswith(".")
    assert reason.endswith(".")
    assert (message + reason).replace("E:", "").count(".") == 2
    assert (place.name in message) is (place.name != "/")


@pytest.mark.parametrize(
    ("trouble", "more", "choices"),
    [
        (Trouble.NETWORK, {}, [COPY]),
        (Trouble.NETWORK, {"can_copy": False}, [HERE]),
        (Trouble.SYNCED, {}, [COPY, HERE]),
        (Trouble.REMOVABLE, {"can_copy": False}, [HERE]),
        (Trouble.READ_ONLY, {}, [COPY, LOOK]),
        (Trouble.READ_ONLY, {"can_look": False}, [COPY]),
        (Trouble.READ_ONLY, {"can_look": False, "can_copy": False}, []),
    ],
)
def test_the_choices_follow_from_the_trouble(
    trouble: Trouble, more: dict[str, bool], choices: list[str]
) -> None:
    s = situation(trouble, **more)
    assert list_choices(s) == choices
    assert describe_offer(s) or choices == [HERE]
    assert ("giữ nguyên" in describe_offer(s)) is (COPY in choices)
    assert ("Chỉ xem" in describe_offer(s)) is (LOOK in choices)


def test_a_place_without_data_has_nothing_to_copy() -> None:
    assert "chưa có số liệu" in describe_offer(situation(Trouble.REMOVABLE, has_data=False))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "máy này"
    monkeypatch.setattr("storage.local_copy.user_folder", lambda: path)
    monkeypatch.setattr(place_warning, "user_folder", lambda: path)
    return path


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "usb" / "TungNha"
    create_first_user(folder, "Lan", "bốn từ dễ nhớ")[0].close()
    unlocked.forget(folder)
    yield folder
    looking.stop_looking(folder)


@pytest.fixture
def answers(stick: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The stick is a stick, whatever the disk of the tests; and what is chosen in the dialog."""
    given: list[str | None] = []

    def read(folder: Path) -> Facts:
        removable = stick in (folder, *folder.parents)
        return Facts(PureWindowsPath(r"E:\x" if removable else r"C:\x"),
                     Drive.REMOVABLE if removable else Drive.FIXED)  # fmt: skip

    monkeypatch.setattr(place_warning, "read_facts", read)
    monkeypatch.setattr(place_warning, "ask_place", lambda *_: given.pop(0))
    return given


def test_a_copy_is_worked_on_from_now_on(
    window: ttk.App, stick: Path, own: Path, answers: list[str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    answers.append(COPY)
    copy = check_place(window, stick)
    assert copy is not None
    assert copy.parent == own / COPIES
    assert check_place(window, stick) == copy  # without a question
    assert check_place(window, copy) == copy
    assert check_place(window, practice_folder(stick)) == practice_folder(stick)


def test_going_on_here_is_asked_once(
    window: ttk.App, stick: Path, answers: list[str | None]
) -> None:
    answers.append(HERE)
    assert check_place(window, stick) == stick
    assert check_place(window, stick) == stick
    assert not answers


def test_leaving_opens_nothing(window: ttk.App, stick: Path, answers: list[str | None]) -> None:
    answers.append(None)
    assert check_place(window, stick) is None
    assert remembered(stick) is None


def test_a_protected_stick_is_looked_at_and_asked_about_every_time(
    window: ttk.App, stick: Path, answers: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        place_warning, "read_facts",
        lambda f: Facts(PureWindowsPath(r"E:\x"), Drive.REMOVABLE, writable=f != stick),
    )  # fmt: skip
    answers.append(LOOK)
    assert check_place(window, stick) == stick
    assert looking.is_look_only(stick)
    looking.stop_looking(stick)
    answers.append(None)
    assert check_place(window, stick) is None


def test_a_copy_that_fails_is_said_and_asked_again(
    window: ttk.App, stick: Path, own: Path, answers: list[str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[str] = []
    monkeypatch.setattr(place_warning, "tell", lambda *text, **_: told.append(text[2]))
    answers += [COPY, None]
    with hold_folder(stick):
        assert check_place(window, stick) is None
    assert len(told) == 1
    assert "đang mở" in told[0]
    assert remembered(stick) is None


def test_the_work_can_be_done_at_once(window: ttk.App, stick: Path, own: Path) -> None:
    copy = make_copy(window, stick, writable=True, inline=True)
    assert copy is not None
    assert remembered(stick) == copy


def test_the_dialog_answers_with_what_was_pressed(
    window: ttk.App, tmp_path: Path
) -> None:
    def press(label: str) -> None:
        opened = [w for w in window.winfo_children() if isinstance(w, Dialog)]
        if not opened or opened[-1].grab_current() is not opened[-1]:
            window.after(20, press, label)
            return
        buttons = [w for w in _all(opened[-1]) if isinstance(w, ttk.Button)]
        next(b for b in buttons if b.cget("text") == label).invoke()

    window.after(20, press, "Vẫn mở ở đây")
    assert ask_place(window, situation(Trouble.REMOVABLE), tmp_path) == HERE
    window.after(20, press, "Thoát")
    assert ask_place(window, situation(Trouble.NETWORK), tmp_path) is None


def _all(widget: ttk.Toplevel) -> list[object]:
    found = list(widget.winfo_children())
    for child in found:
        found += child.winfo_children()
    return list(found)
