"""The pages before the data: what they say, what they refuse, how long one must wait."""

import tkinter as tk
from collections.abc import Callable
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from domain.errors import AppError
from storage.accounts import DEMO
from storage.passwords import WrongPassword
from storage.recovery_code import new_code
from tests.ui.looking import descendants
from ui.first_user import FirstUserPage, check_first_user
from ui.gate import Gate
from ui.guide import PAGES, SECTIONS, find_page
from ui.guide_pages import read_page
from ui.guide_search import sections_of
from ui.name_list import WORD_MS, NameList, TypedWord, next_name, sort_names
from ui.password import ACCENTS, CAPS, DOT, PasswordInput, caps_lock, describe_typing
from ui.preferences import PcSettings
from ui.recovery_code import AGAIN, CodePages, Given, places_of, wrong_group
from ui.sign_in import SignInPage, Who, describe_wait, describe_who
from ui.sign_in_code import RecoverPage, check_new_password, check_recovery

WaitUntil = Callable[[Callable[[], object]], None]
GOOD = "bốn chiếc ghe gỗ"
CODE = "Y0QD-F9H1-THJE-42W1-Z33T-DSYJ-T9JJ-ZKR5-AE"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, ""), (-3, ""), (8, "Đợi 8 giây"), (60, "Đợi 1 phút 00 giây"),
     (299, "Đợi 4 phút 59 giây")],
)  # fmt: skip
def test_the_button_tells_how_long_one_must_wait(seconds: int, text: str) -> None:
    assert describe_wait(seconds) == text


def test_the_name_used_last_is_filled_in_however_it_was_spelt() -> None:
    assert Who(("Hà Lan", "Vi Đức"), " vi  đức").name == "Vi Đức"
    assert Who(("Hà Lan", "Vi Đức"), "ai khác").name == ""
    assert Who(("Hà Lan",), "").name == "Hà Lan"


def test_the_practice_commune_says_its_name_and_password_only_while_it_has_that_user() -> None:
    assert Who(("quantri", "Hà Lan"), "", demo=True).name == "quantri"
    assert Who(("quantri",), "", demo=True).shows_demo
    assert not Who(("Hà Lan",), "", demo=True).shows_demo
    assert not Who(("quantri",), "").shows_demo


def test_names_stand_in_one_order_whatever_the_key_file_has() -> None:
    names = ["hoa", "Vi Văn Đức", "lan", "Hà Thị Ửng"]
    assert sort_names(names) == sort_names(names[::-1])
    assert sort_names(names) == ["Vi Văn Đức", "hoa", "lan", "Hà Thị Ửng"]


@pytest.mark.parametrize(
    ("current", "letter", "name"),
    [
        ("", "h", "hoa"), ("hoa", "h", "Hà Thị Ửng"), ("Hà Thị Ửng", "h", "hoa"),
        ("", "D", "Vi Văn Đức"), ("", "đ", "Vi Văn Đức"), ("hoa", "ư", "Hà Thị Ửng"),
        ("hoa", "x", ""), ("hoa", "t", ""), ("hoa", "", ""), ("hoa", " ", ""),
        ("lan", "l", "lan"),
    ],
)  # fmt: skip
def test_a_letter_chooses_the_next_name_of_that_letter(
    current: str, letter: str, name: str
) -> None:
    names = ["Vi Văn Đức", "hoa", "lan", "Hà Thị Ửng"]
    assert next_name(names, current, letter) == name


def test_a_locked_page_says_whose_work_waits() -> None:
    assert "Hà Lan" in describe_who(Who(("Hà Lan", "Vi Đức"), "Hà Lan", locked=True))


@pytest.mark.parametrize(
    ("keysym", "state", "on"),
    [("a", 0, False), ("a", 2, True), ("Caps_Lock", 0, True), ("Caps_Lock", 2, False),
     ("a", 4, False)],
)  # fmt: skip
def test_caps_lock_is_known_from_the_key_before(keysym: str, state: int, *, on: bool) -> None:
    assert caps_lock(keysym, state) is on


def test_caps_lock_is_said_before_accents() -> None:
    assert describe_typing("abc", caps=False) == ""
    assert describe_typing("ghế", caps=False) == ACCENTS
    assert describe_typing("ghế", caps=True) == CAPS


def test_a_password_is_hidden_and_cannot_be_copied_until_it_is_shown(page: ttk.Frame) -> None:
    field = PasswordInput(page)
    field.set("bí mật")
    assert field.entry.cget("show") == DOT
    assert field._on_copy(None) == "break"  # type: ignore[arg-type]
    field._eye.invoke()
    assert field.entry.cget("show") == ""
    assert field._on_copy(None) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "password", "again", "part"),
    [
        (" ", GOOD, GOOD, "tên"), ("x" * 61, GOOD, GOOD, "tên"), ("Hà Lan", "ngắn", "ngắn", "10"),
        ("Hà Lan", "a" * 12, "a" * 12, "dễ đoán"), ("Hà Lan", GOOD, "khác", "chưa giống"),
        ("Hà Lan", "hà lan hà lan", "hà lan hà lan", "lặp lại tên"),
    ],
)  # fmt: skip
def test_a_first_user_that_will_not_do_is_refused_in_a_sentence(
    name: str, password: str, again: str, part: str
) -> None:
    assert part in check_first_user(name, password, again)
    assert check_first_user("Hà Lan", GOOD, GOOD) == ""


def test_practice_takes_a_short_password() -> None:
    assert check_new_password("ngắn", "ngắn", demo=True) == ""
    assert check_new_password("", "", demo=True)


def test_a_recovery_is_checked_before_any_work() -> None:
    assert "mã" in check_recovery(" ", "Hà Lan", GOOD, GOOD, demo=False)
    assert check_recovery("Y0QD", "Hà Lan", GOOD, GOOD, demo=False)
    assert "người" in check_recovery(new_code(), "", GOOD, GOOD, demo=False)
    assert "chưa giống" in check_recovery(new_code(), "Hà Lan", GOOD, "x", demo=False)
    assert check_recovery(new_code().lower(), "Hà Lan", GOOD, GOOD, demo=False) == ""


def test_a_code_typed_back_may_be_spelt_as_people_spell() -> None:
    assert wrong_group(CODE, CODE) == ""
    assert wrong_group("yoqd f9hi thje 42wl z33t dsyj t9jj zkr5 ae", CODE) == ""


@pytest.mark.parametrize(
    ("typed", "part"),
    [("", "Hãy gõ"), ("YOQX", "Nhóm thứ 1"), ("Y0QD F9H2", "Nhóm thứ 2"),
     (CODE[:-1] + "=", "Hai ký tự cuối"), (CODE[:-3], "Hai ký tự cuối"), (CODE + "Z", "")],
)  # fmt: skip
def test_the_group_that_differs_is_named(typed: str, part: str) -> None:
    assert part in wrong_group(typed, CODE)
    assert wrong_group(typed, CODE)


def test_the_check_letter_stands_after_the_second_row() -> None:
    places = places_of(CODE)
    assert places[:2] == [(0, 0, "Y0QD"), (0, 1, "F9H1")]
    assert places[-2:] == [(1, 3, "ZKR5"), (1, 4, "AE")]


class Tries:
    """What a page asked for; `wait` is what it is told."""

    def __init__(self) -> None:
        self.tried: list[tuple[str, ...]] = []
        self.wait = 0

    def take(self, *texts: str) -> None:
        self.tried.append(texts)

    def page(self, parent: ttk.Frame, who: Who) -> SignInPage:
        page = SignInPage(parent, who, "", sign_in=self.take, wait=lambda _: self.wait,
                          forgot=lambda: None, switch_theme=lambda: None)  # fmt: skip
        page.pack(fill="both", expand=True)
        return page


def test_enter_signs_in_once_and_the_button_says_that_it_works(page: ttk.Frame) -> None:
    tries = Tries()
    sign_in = tries.page(page, Who(("Hà Lan",)))
    sign_in.press()
    assert tries.tried == []
    sign_in.password.set(GOOD)
    sign_in.press()
    sign_in.press()
    assert tries.tried == [("Hà Lan", GOOD)]
    assert "Đang kiểm tra" in sign_in._button.cget("text")
    assert sign_in._button.instate(["disabled"])


def test_the_bar_of_waiting_moves_by_small_steps(page: ttk.Frame) -> None:
    gate = Gate(page, "Đăng nhập", "lock")
    gate.add_main("Đăng nhập", lambda: None)
    gate.show_work("Đang mở …")
    bar = gate._work
    assert bar
    bar.step()
    assert 0 < float(bar.cget("value")) < float(bar.cget("maximum")) / 10
    gate.show_progress(1, 2, "")
    assert float(bar.cget("value")) == float(bar.cget("maximum")) / 2


def test_a_wrong_password_is_said_and_the_wait_counts_down(
    page: ttk.Frame, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.sign_in.TICK_MS", 10)
    tries = Tries()
    sign_in = tries.page(page, Who(("Hà Lan",)))
    sign_in.password.set("sai")
    sign_in.press()
    tries.wait = 299
    sign_in.refuse(WrongPassword("Mật khẩu chưa đúng.", "Hãy gõ lại."))
    assert sign_in._button.cget("text") == "Đợi 4 phút 59 giây"
    sign_in.password.set(GOOD)
    sign_in.press()
    assert len(tries.tried) == 1
    tries.wait = 0
    wait_until(lambda: sign_in._button.instate(["!disabled"]))
    assert sign_in._button.cget("text") == "Đăng nhập"
    sign_in.press()
    assert tries.tried[1:] == [("Hà Lan", GOOD)]


def test_practice_has_name_and_password_filled_in_of_that_name_only(page: ttk.Frame) -> None:
    tries = Tries()
    sign_in = tries.page(page, Who((DEMO[0], "Hà Lan"), demo=True))
    sign_in._who.set("Hà Lan")
    assert sign_in.password.get() == ""
    sign_in._who.set(DEMO[0])
    sign_in.press()
    assert tries.tried == [DEMO]


def test_without_a_name_the_keyboard_is_on_the_names_and_a_letter_chooses(
    shown: ttk.Frame, wait_until: WaitUntil
) -> None:
    sign_in = Tries().page(shown, Who(("lan", "hoa"), "ai khác"))
    sign_in.update()
    sign_in.focus_first()
    names = sign_in._stops[0]
    assert isinstance(names, NameList)
    wait_until(lambda: sign_in.focus_get() is names)
    names.event_generate("<Key>", keysym="h")
    assert sign_in.name == "hoa"
    sign_in.focus_first()
    wait_until(lambda: sign_in.focus_get() is sign_in.password.entry)


def test_in_the_open_list_a_letter_moves_the_bar(page: ttk.Frame) -> None:
    names = NameList(page, ("lan", "hoa"), tk.StringVar(page, "hoa"))
    names.tk.call(names._open, "insert", 0, "hoa", "lan")
    names._on_open_key("l", "0")
    assert names.tk.splitlist(names.tk.call(names._open, "curselection")) == (1,)
    names._on_open_key("x", "0")
    assert names.tk.splitlist(names.tk.call(names._open, "curselection")) == (1,)


def test_another_name_takes_the_red_border_of_the_one_before_away(page: ttk.Frame) -> None:
    sign_in = Tries().page(page, Who(("lan", "hoa"), "lan"))
    sign_in.refuse(WrongPassword("Mật khẩu chưa đúng.", "Hãy gõ lại."))
    assert sign_in.password.entry.instate(["invalid"])
    sign_in._who.set("hoa")
    assert sign_in.password.entry.instate(["!invalid"])


def test_a_name_of_another_folder_is_not_filled_in_for_the_recovery(page: ttk.Frame) -> None:
    recover = RecoverPage(page, ("lan", "hoa"), "ai khác", "", demo=False,
                          recover=lambda *_: None, back=lambda: None)  # fmt: skip
    assert recover._who.get() == ""


def test_f8_shows_every_password_of_the_page_and_hides_them_again(page: ttk.Frame) -> None:
    made = Tries()
    first = FirstUserPage(page, "Hà Lan", "", make=made.take, switch_theme=lambda: None)
    for shown in (True, False):
        first._toggle_secrets()
        assert [f.is_shown for f in first._secrets] == [shown, shown]
    first._password.set(GOOD)
    first._again.set(GOOD)
    first._press()
    assert made.tried == [("Hà Lan", GOOD)]


def test_the_first_admin_writes_a_name_before_the_password(shown: ttk.Frame) -> None:
    first = FirstUserPage(shown, "", "", make=Tries().take, switch_theme=lambda: None)
    first.pack(fill="both", expand=True)
    shown.update()
    shown.focus_force()
    first.focus_first()
    shown.update()
    name = first._stops[0]
    assert (str(shown.focus_get()), first._who.get()) == (str(name), "")
    labels = [str(w.cget("text")) for w in first.body.winfo_children()
              if isinstance(w, ttk.Label)]  # fmt: skip
    assert "Tên người dùng (họ và tên người quản trị)" in labels


def test_a_refused_code_lets_one_try_again(page: ttk.Frame) -> None:
    tries = Tries()
    recover = RecoverPage(page, ("Hà Lan",), "", "", demo=False, recover=tries.take,
                          back=lambda: None)  # fmt: skip
    recover._code.set(CODE)
    recover._press()
    assert tries.tried == []
    code = new_code()
    recover._code.set(code)
    recover._password.set(GOOD)
    recover._again.set(GOOD)
    recover._press()
    recover.refuse(AppError("Mã khôi phục chưa đúng.", ""))
    recover._press()
    assert tries.tried == [(code, "Hà Lan", GOOD)] * 2


def test_the_code_is_passed_only_when_it_was_typed_back_and_its_copy_is_gone(
    page: ttk.Frame, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    opened: list[Path] = []
    monkeypatch.setattr("ui.recovery_code.open_in_system", opened.append)
    done: list[bool] = []
    shown: list[ttk.Frame] = []
    pages = CodePages(page, PcSettings(None), Given(CODE, "Hà Lan", AGAIN), "",
                      lambda: done.append(True), shown.append)  # fmt: skip
    pages.start()
    pages._print()
    assert opened[0].read_bytes()[:4] == b"%PDF"
    pages._type_back()
    back = shown[-1]
    entry, button = back._stops[0], back._main  # type: ignore[attr-defined]
    entry.insert(0, CODE[:20])
    button.invoke()
    assert done == []
    entry.insert("end", CODE[20:])
    button.invoke()
    assert done == [True]
    assert not opened[0].exists()
    assert not opened[0].parent.exists()


def test_a_password_typed_on_the_names_leaves_the_name_as_it_was() -> None:
    names = ["Bùi Văn Bốn", "Hà Thị Ửng", "Hà Văn Hoa", "Vi Văn Đức"]

    def type_in(typed: str, current: str, gap: int) -> str:
        word = TypedWord()
        for n, letter in enumerate(typed, 1):
            current = word.choose(names, current, letter, n * gap) or current
        return current

    assert type_in("bon chiec ghe", "Vi Văn Đức", 100) == "Vi Văn Đức"
    assert type_in("thu-nghiem", "Vi Văn Đức", 100) == "Vi Văn Đức"
    assert type_in("hh", "Vi Văn Đức", 100) == "Hà Văn Hoa"
    assert type_in("ho", "Vi Văn Đức", 100) == "Hà Văn Hoa"
    assert type_in("hv", "Bùi Văn Bốn", WORD_MS) == "Vi Văn Đức"


def test_the_locked_page_asks_for_the_password_of_the_name_that_is_chosen(page: ttk.Frame) -> None:
    sign_in = Tries().page(page, Who(("Hà Lan", "Vi Đức"), "Hà Lan", locked=True))
    assert "mật khẩu của Hà Lan để làm tiếp" in str(sign_in._text.cget("text"))
    sign_in._who.set("Vi Đức")
    assert "mật khẩu của Vi Đức để đổi người dùng" in str(sign_in._text.cget("text"))
    sign_in._who.set("Hà Lan")
    assert "mật khẩu của Hà Lan để làm tiếp" in str(sign_in._text.cget("text"))


def test_f1_on_the_pages_of_the_code_and_on_their_buttons_opens_its_section(
    page: ttk.Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("ui.guide.show_help", lambda _, key="": asked.append(key))
    shown: list[Gate] = []
    pages = CodePages(page, PcSettings(None), Given(CODE, "Hà Lan"), "", lambda: None,
                      shown.append)  # fmt: skip
    pages.start()
    pages._type_back()
    for gate in shown:
        gate._help()
    assert asked == ["recovery_code"] * 2
    section = SECTIONS["recovery_code"]
    assert section in {s.anchor for s in sections_of(read_page(PAGES["recovery_code"]))}
    outlined = [w for w in descendants(shown[0]) if isinstance(w, ttk.Button)]
    assert [str(w.cget("text")).strip() for w in outlined if not w.bind("<F1>")] == []


def test_f1_on_a_fault_opens_the_page_of_faults() -> None:
    assert find_page("sign_in", dialog="Chương trình gặp lỗi") == "23-khi-co-loi"
