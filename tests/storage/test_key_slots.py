"""Ways into a data folder: passwords, the printed code, and what must not open it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from argon2.exceptions import HashingError
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import AppError
from storage import key_file, key_slots, recovery_code
from storage.key_file import (
    KEYS_COPY,
    KEYS_FILE,
    Keys,
    is_genuine,
    parse_key_file,
    read_key_file,
    write_key_file,
)
from storage.key_slots import (
    create_keys,
    new_recovery_code,
    remove_slot,
    seal_key,
    set_slot,
    unlock,
    unlock_with_code,
)
from storage.passwords import PUBLISHED, WrongPassword, check_password
from storage.recovery_code import new_code, normalise_code
from tests.conftest import really_calibrate

SECRET = "bốn từ dễ nhớ"


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Keys, str]:
    keys, code = create_keys(tmp_path, "Hà Thị Lan", SECRET)
    return tmp_path, keys, code


def test_the_password_opens_in_any_spelling_of_name_and_accents(
    made: tuple[Path, Keys, str],
) -> None:
    folder, keys, _ = made
    assert unlock(folder, "hà thị  lan", SECRET) == (keys, None)
    assert unlock(folder, "Hà Thị Lan", "bô\u0301n từ dễ nhớ") == (keys, None)  # NFD


def test_a_wrong_password_and_an_unknown_name_are_refused_in_a_sentence(
    made: tuple[Path, Keys, str],
) -> None:
    with pytest.raises(WrongPassword, match="Mật khẩu chưa đúng"):
        unlock(made[0], "Hà Thị Lan", "bốn từ khó nhớ")
    with pytest.raises(WrongPassword, match="Chưa có người dùng “Ai”"):
        unlock(made[0], "Ai", SECRET)


def test_the_printed_code_opens_as_a_person_types_it(made: tuple[Path, Keys, str]) -> None:
    folder, keys, code = made
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "O")):
        assert unlock_with_code(folder, typed)[0] == keys
    with pytest.raises(WrongPassword):
        unlock_with_code(folder, new_code())


@given(st.integers(0, 31), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_mistyped_letter_of_the_code_is_noticed(place: int, letter: str) -> None:
    plain = "D867KFHXXEPRAZTHM8FR8V9CQR0MFMDX"
    number = 0
    for ch in plain:
        number = number * 32 + recovery_code.CODE_LETTERS.index(ch)
    code = plain + recovery_code.check_of(number)
    assert normalise_code(code) == code
    typed = code[:place] + letter + code[place + 1 :]
    if typed != code:
        with pytest.raises(WrongPassword):
            normalise_code(typed)


@given(st.integers(0, 30))
def test_two_letters_of_the_code_exchanged_are_noticed(place: int) -> None:
    code = new_code().replace("-", "")
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if typed != code:
        with pytest.raises(WrongPassword):
            normalise_code(typed)


def test_a_new_password_changes_one_slot_and_a_removed_one_opens_nothing(
    made: tuple[Path, Keys, str],
) -> None:
    folder, keys, code = made
    set_slot(folder, keys, "Vi Văn Đức", "mật khẩu thứ hai")
    set_slot(folder, keys, "Hà Thị Lan", "mật khẩu đã đổi")
    assert unlock(folder, "Vi Văn Đức", "mật khẩu thứ hai")[0] == keys
    assert unlock(folder, "Hà Thị Lan", "mật khẩu đã đổi")[0] == keys
    with pytest.raises(WrongPassword):
        unlock(folder, "Hà Thị Lan", SECRET)
    remove_slot(folder, keys, "Vi Văn Đức")
    with pytest.raises(WrongPassword):
        unlock(folder, "Vi Văn Đức", "mật khẩu thứ hai")
    assert unlock_with_code(folder, code)[0] == keys


def test_a_new_code_makes_the_old_paper_worthless(made: tuple[Path, Keys, str]) -> None:
    folder, keys, code = made
    again = new_recovery_code(folder, keys)
    assert unlock_with_code(folder, again)[0] == keys
    with pytest.raises(WrongPassword):
        unlock_with_code(folder, code)


@pytest.mark.parametrize("field", ["name", "memory", "passes", "public", "kind"])
def test_a_slot_altered_in_any_part_does_not_open(
    made: tuple[Path, Keys, str], field: str
) -> None:
    stored = read_key_file(made[0])
    assert stored
    slot = stored.slots[0]
    public = key_file.as_text(X25519PrivateKey.generate().public_key().public_bytes_raw())
    changed = {"name": "Kẻ khác", "memory": 16, "passes": 2, "public": public, "kind": "recovery"}
    other = replace(slot, **{field: changed[field]})
    with pytest.raises(WrongPassword):
        key_slots.open_slot(stored.office, other, SECRET)
    with pytest.raises(WrongPassword):
        key_slots.open_slot("another office", slot, SECRET)


def test_a_public_key_that_somebody_swapped_is_found_out_before_anything_is_sealed(
    made: tuple[Path, Keys, str],
) -> None:
    folder, keys, _ = made
    stored = read_key_file(folder)
    assert stored
    assert is_genuine(stored, keys)
    public = key_file.as_text(X25519PrivateKey.generate().public_key().public_bytes_raw())
    forged = replace(stored, slots=(replace(stored.slots[0], public=public),))
    write_key_file(folder, forged, Keys(b"another key of 32 bytes ........"))
    with pytest.raises(AppError, match="đã bị sửa từ bên ngoài"):
        set_slot(folder, keys, "Vi Văn Đức", "mật khẩu thứ hai")


def test_a_mac_of_other_letters_is_not_genuine(made: tuple[Path, Keys, str]) -> None:
    folder, keys, _ = made
    stored = read_key_file(folder)
    assert stored
    assert not any(is_genuine(replace(stored, mac=mac), keys) for mac in ("é", "\udcff"))


def test_the_data_key_is_nowhere_in_the_file(made: tuple[Path, Keys, str]) -> None:
    folder, keys, code = made
    text = (folder / KEYS_FILE).read_bytes()
    for secret in (keys.data_key, keys.database, keys.audit, keys.sidecar):
        assert secret not in text
        assert secret.hex().encode() not in text
        assert key_file.as_text(secret).encode() not in text
    assert normalise_code(code).encode() not in text
    assert repr(keys) == "Keys(…)"


@pytest.mark.parametrize("broken", [KEYS_FILE, KEYS_COPY])
def test_one_damaged_copy_is_made_up_for_by_the_other(
    made: tuple[Path, Keys, str], broken: str
) -> None:
    folder, keys, _ = made
    text = (folder / broken).read_bytes()
    (folder / broken).write_bytes(text[: len(text) // 2])
    assert unlock(folder, "Hà Thị Lan", SECRET)[0] == keys


def test_two_damaged_copies_are_refused_with_what_to_do(made: tuple[Path, Keys, str]) -> None:
    for name in (KEYS_FILE, KEYS_COPY):
        (made[0] / name).write_bytes(b"{}")
    with pytest.raises(AppError, match="khôi phục từ bản sao lưu"):
        unlock(made[0], "Hà Thị Lan", SECRET)


@given(st.binary(max_size=300))
def test_whatever_lies_there_is_read_as_a_key_file_or_as_none(content: bytes) -> None:
    assert parse_key_file(content) is None


def test_one_changed_letter_of_the_file_is_noticed(made: tuple[Path, Keys, str]) -> None:
    body = json.loads((made[0] / KEYS_FILE).read_text("utf-8"))
    body["slots"][0]["name"] = "Hà Thị Lam"
    assert parse_key_file(json.dumps(body).encode()) is None


@pytest.mark.parametrize("password", ["", "ngắn", "aaaaaaaaaaaaaaa"])
def test_a_password_too_easy_to_guess_is_refused(tmp_path: Path, password: str) -> None:
    with pytest.raises(AppError, match="Mật khẩu"):
        create_keys(tmp_path, "Lan", password)
    assert not (tmp_path / KEYS_FILE).exists()


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("hoa", "hoa hoa hoa hoa"), ("hoa", "hoahoahoahoa"), ("hoa", "Hoa-Hoa-Hoa-Hoa"),
        ("lan", "hoa hoa hoa hoa"), ("lan", "trâu trâu trâu"), ("lan", "123456123456"),
        ("Hà Thị Lan", "hà thị lan"), ("Hà Thị Lan", "hathilan2020"), ("hoa", "hoa hoa hoa 12"),
        ("lan", "thu-nghiem"), ("lan", "Thử nghiệm"),
    ],
)  # fmt: skip
def test_the_name_or_one_word_over_and_over_and_the_published_password_are_refused(
    name: str, password: str
) -> None:
    with pytest.raises(AppError, match="Mật khẩu này"):
        check_password(password, name)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Hà Thị Lan", "bốn chiếc ghe gỗ"), ("lan", "làng lan có ba cây đa"),
        ("", "con gà con vịt"),
        ("hoa", "hoa-mai-vang-no"), ("a", "banana xanh lá"), ("lan", "密碼密碼語言文字很長"),
    ],
)  # fmt: skip
def test_different_words_are_a_password_even_with_the_name_among_them(
    name: str, password: str
) -> None:
    check_password(password, name)


def test_the_practice_commune_keeps_its_published_password(tmp_path: Path) -> None:
    create_keys(tmp_path, "quantri", PUBLISHED, practice=True)
    assert (tmp_path / KEYS_FILE).exists()


def test_the_older_of_two_good_copies_does_not_count(made: tuple[Path, Keys, str]) -> None:
    folder, keys, _ = made
    old = (folder / KEYS_COPY).read_bytes()
    set_slot(folder, keys, "Hà Thị Lan", "mật khẩu đã đổi")
    (folder / KEYS_COPY).write_bytes(old)  # the cut came between the two
    assert unlock(folder, "Hà Thị Lan", "mật khẩu đã đổi")[0] == keys


def test_a_key_sealed_to_one_person_opens_for_no_other() -> None:
    one, other = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    public = key_file.as_text(one.public_key().public_bytes_raw())
    sealed = seal_key(public, Keys(b"k" * 32))
    assert key_slots.open_seal(one, public, sealed) == Keys(b"k" * 32)
    with pytest.raises(key_slots.InvalidTag):
        key_slots.open_seal(other, public, sealed)


@pytest.mark.parametrize(
    ("seconds", "chosen"),
    [
        ({65_536: [0.79]}, (65_536, 3)),
        ({65_536: [0.9, 0.7]}, (65_536, 3)),
        ({65_536: [0.9, 0.9], 46_080: [0.4]}, (46_080, 2)),
        ({65_536: [9, 9], 46_080: [3, 3]}, (19_456, 2)),
        ({65_536: [None, None], 46_080: [0.1]}, (46_080, 2)),
    ],
    ids=["quick", "busy at first", "slow", "slower than the floor", "little memory"],
)
def test_the_dearest_cost_is_chosen_that_leaves_signing_in_within_a_second(
    monkeypatch: pytest.MonkeyPatch, seconds: dict[int, list[float | None]],
    chosen: tuple[int, int],
) -> None:  # fmt: skip
    clock = [0.0]

    def stretch(_secret: str, _salt: bytes, memory: int, _passes: int) -> bytes:
        took = seconds[memory].pop(0)
        if took is None:
            raise HashingError("Memory allocation error")
        clock[0] += took
        return b""

    monkeypatch.setattr(key_slots, "_stretch", stretch)
    monkeypatch.setattr("time.perf_counter", lambda: clock[0])
    assert really_calibrate() == chosen
    assert chosen >= key_slots.FLOOR
