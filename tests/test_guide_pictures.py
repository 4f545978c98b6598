"""The makers of pictures and of the printed pages, as far as they need no window; and that scenes,
files and pages agree. Whether the pictures still look like the program: `dev.py guide --check`."""

import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from guide import __main__ as guide
from guide.pictures import COLOURS, differing_share, save, to_palette
from guide.quick_start import PRINT, TEXT, TooMuch, is_same_print, write_quick_start
from guide.scenes import GUIDE, README, list_scenes
from ui.guide_pages import Picture, list_pages, parse, read_page

ROOT = Path(__file__).parents[1]
MOST_KB = 2500


def test_every_scene_has_its_picture_and_every_picture_its_scene() -> None:
    for folder in (GUIDE, README):
        made = {scene.path for scene in list_scenes() if scene.folder == folder}
        assert {*(ROOT / folder).glob("*")} == made


@pytest.mark.parametrize(
    "words", [["--help"], ["--onyl", "overview"], ["overview"], ["--only", "no-such-scene"]]
)
def test_what_is_typed_wrong_or_for_help_makes_no_picture(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide, "_play", lambda *_: pytest.fail("a scene was played"))
    monkeypatch.setattr(guide, "_print", lambda *_: pytest.fail("the pages were printed"))
    try:
        code = guide.main(words)
    except SystemExit as end:
        code = int(end.code or 0)
    assert (code == 0) == (words == ["--help"])


def test_the_names_of_scenes_are_plain_and_different() -> None:
    names = [scene.name for scene in list_scenes()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


def test_the_readme_shows_every_picture_made_for_it() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    shown = set(re.findall(rf"\({README}/([a-z-]+)\.png\)", text))
    assert shown == {scene.name for scene in list_scenes() if scene.folder == README}


def test_the_pages_show_every_picture_made_for_them() -> None:
    pages = [read_page(name) for name in list_pages()]
    pages += [parse(n, (ROOT / GUIDE).parent.joinpath(f"{n}.md").read_text("utf-8"))
              for n in ("README", "bat-dau-nhanh")]  # fmt: skip
    shown = {block.file for page in pages for block in page.blocks if isinstance(block, Picture)}
    assert shown == {f"hinh/{s.name}.png" for s in list_scenes() if s.folder == GUIDE}


def test_pictures_are_palette_files_and_small() -> None:
    total = 0
    for scene in list_scenes():
        with Image.open(scene.path) as image:
            assert image.mode == "P", scene.name
            assert image.format == "PNG"
        total += scene.path.stat().st_size
    assert total <= MOST_KB * 1024


def test_frequent_colours_stay_exactly_and_rare_ones_go_to_the_nearest() -> None:
    image = Image.new("RGB", (300, 300), (255, 255, 255))
    for n in range(COLOURS + 40):
        image.putpixel((n, 0), (n % 256, 7, n // 256))
    image.paste((252, 252, 252), (0, 100, 300, 200))
    made = to_palette(image).convert("RGB")
    assert made.getpixel((10, 250)) == (255, 255, 255)
    assert made.getpixel((10, 150)) == (252, 252, 252)


def test_pictures_are_compared_by_the_share_that_differs(tmp_path: Path) -> None:
    one = Image.new("RGB", (100, 100), "white")
    other = one.copy()
    other.paste((0, 0, 0), (0, 0, 100, 5))
    other.paste((250, 250, 250), (0, 50, 100, 100))  # the edge of a letter, no more
    save(one, tmp_path / "one.png")
    save(other, tmp_path / "other.png")
    save(one.crop((0, 0, 50, 50)), tmp_path / "small.png")
    assert differing_share(tmp_path / "one.png", tmp_path / "one.png") == 0
    assert differing_share(tmp_path / "one.png", tmp_path / "other.png") == pytest.approx(0.05)
    assert differing_share(tmp_path / "one.png", tmp_path / "small.png") == 1


def test_the_printed_pages_are_two_and_as_the_text_is_now(tmp_path: Path) -> None:
    made = tmp_path / "x.pdf"
    assert write_quick_start(TEXT.read_text("utf-8"), made) == 2
    assert is_same_print(made, PRINT), "python3 dev.py guide --only bat-dau-nhanh"
    write_quick_start(TEXT.read_text("utf-8").replace("Cài đặt", "Cài", 1), made)
    assert not is_same_print(made, PRINT)


def test_a_page_with_too_many_words_is_refused(tmp_path: Path) -> None:
    long = "\n".join(f"{n}. Bấm `F9`, đọc, rồi làm tiếp như đã nói ở trên." for n in range(1, 60))
    for text in (f"# X\n\n## Trang 1: A\n\n{long}\n\n## Trang 2: B\n\nchữ\n", "# X\n\nchữ\n"):
        with pytest.raises(TooMuch):
            write_quick_start(text, tmp_path / "x.pdf")


def test_the_clock_of_a_scene_stands_still_and_chance_repeats() -> None:
    code = (
        "from datetime import datetime as real; from guide.still import freeze\n"
        "freeze(real(2026, 11, 20, 9, 30))\n"
        "import os, uuid; from datetime import date, datetime\n"
        "print(datetime.now(), date.today(), os.urandom(4).hex(), isinstance(real.now(), datetime))"
    )
    runs = {
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
                       check=True).stdout for _ in range(2)
    }  # fmt: skip
    [text] = runs
    assert text.startswith(f"{datetime(2026, 11, 20, 9, 30)} 2026-11-20 ")
    assert text.strip().endswith("True")
