"""The few sentences of the starter are Vietnamese, and nothing else in its file changes."""

from pathlib import Path

import pytest

from release.bootloader import WORDS, translate


def starter(path: Path, *without: str) -> bytes:
    """The narrow and the wide kind, between other bytes."""
    body = b"MZ\x90"
    for n, words in enumerate(w for w in WORDS if w not in without):
        body += b"\1\2\3" + f"{words}\0".encode("utf-8" if n == 1 else "utf-16-le")
    path.write_bytes(body + b"\4")
    return path.read_bytes()


def test_each_sentence_is_replaced_where_it_stands(tmp_path: Path) -> None:
    before = starter(tmp_path / "TungNha.exe")
    translate(tmp_path / "TungNha.exe")
    after = (tmp_path / "TungNha.exe").read_bytes()
    assert len(after) == len(before)
    assert "Hãy giải nén cả zip".encode("utf-16-le") in after
    assert "Chương trình hỏng".encode() in after
    assert b"Failed" not in after.replace(b"\0", b"")
    assert after.count(b"\1\2\3") == len(WORDS)
    assert after.endswith(b"\4")


def test_the_name_of_the_missing_file_is_still_put_in() -> None:
    for old, new in WORDS.items():
        assert old.count("%ls") == new.count("%ls")
        assert old.count("%") == new.count("%")


@pytest.mark.parametrize("missing", WORDS)
def test_another_starter_ends_the_build_untouched(tmp_path: Path, missing: str) -> None:
    before = starter(tmp_path / "TungNha.exe", missing)
    with pytest.raises(SystemExit, match="any more"):
        translate(tmp_path / "TungNha.exe")
    assert (tmp_path / "TungNha.exe").read_bytes() == before
