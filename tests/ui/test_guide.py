"""The pages of the guide hold together: links, pictures, words of the screen, keys. No window."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from storage.passwords import LEAST_PASSWORD
from ui.guide import DIALOGS, EVERYWHERE, PAGES, PROTECTION, TABS, describe_keys, find_page
from ui.guide_pages import (
    Heading,
    Item,
    Page,
    Picture,
    Run,
    Table,
    guide_folder,
    list_pages,
    parse,
    plain,
    read_groups,
    read_page,
    split_link,
    text_of,
    title_of,
)
from ui.guide_search import marks_in, search, whole_words
from ui.place_warning import LABELS
from ui.screens import SCREENS, key_line

ROOT = Path(__file__).parents[2]
WORDS_OF = ("ui", "domain", "storage", "exports", "imports", "release")


def every_run(page: Page) -> list[Run]:
    found: list[Run] = []
    for block in page.blocks:
        if isinstance(block, Table):
            found += [run for row in (block.head, *block.rows) for cell in row for run in cell]
        elif not isinstance(block, Picture):
            found += block.runs
    return found


def texts_of_page(name: str) -> str:
    return (guide_folder() / f"{name}.md").read_text("utf-8")


def test_every_screen_tab_and_dialog_has_a_page_that_exists() -> None:
    assert {s.key for s in SCREENS} <= set(PAGES)
    for name in (*PAGES.values(), *TABS.values(), *DIALOGS.values()):
        assert name in list_pages(), name


def test_the_tabs_of_the_settings_are_those_that_have_a_page() -> None:
    source = (ROOT / "ui" / "settings.py").read_text("utf-8")
    assert {tab for screen, tab in TABS if screen == "settings"} == set(
        re.findall(r'Page\("(\w+)",', source)
    )


def test_the_titles_of_dialogs_are_titles_of_the_program() -> None:
    for title in DIALOGS:
        assert title in program_words(), title


def test_a_dialog_goes_before_the_screen_behind_it() -> None:
    assert find_page("households") == "16-ho-dan"
    assert find_page("households", dialog="Xóa dữ liệu cá nhân của hộ 01") == "21-xoa-du-lieu"
    assert find_page("settings", "backup") == "18-sao-luu"
    assert find_page("settings", "backup", "Chưa ghi") == "18-sao-luu"
    assert find_page("nowhere") == "README"


@pytest.mark.parametrize("name", list_pages())
def test_a_page_keeps_to_the_subset_and_begins_with_its_title(name: str) -> None:
    page = read_page(name)
    assert page.beyond == ()
    assert page.title == title_of(name)
    assert isinstance(page.blocks[0], Heading)
    assert page.blocks[0].level == 1
    assert sum(isinstance(b, Heading) and b.level == 1 for b in page.blocks) == 1
    assert not re.search(r"\w!", "".join(text_of(block) for block in page.blocks))


@pytest.mark.parametrize("name", [*list_pages(), "README", "bat-dau-nhanh"])
def test_every_link_leads_somewhere(name: str) -> None:
    for run in every_run(parse(name, texts_of_page(name))):
        if run.link and not run.link.endswith((".pdf", "bat-dau-nhanh.md")):
            target, anchor = split_link(run.link)
            assert (target or name) in list_pages(), run.link
            page = read_page(target or name)
            anchors = {b.anchor for b in page.blocks if isinstance(b, Heading)}
            assert not anchor or anchor in anchors, run.link


def test_every_page_is_in_the_contents_once() -> None:
    listed = [name for group in read_groups() for name in group.pages]
    assert sorted(listed) == list(list_pages())
    assert "Trang khác" not in {group.title for group in read_groups()}


def test_every_picture_exists_and_every_file_is_used() -> None:
    names = [*list_pages(), "README", "bat-dau-nhanh"]
    used = {
        block.file for name in names for block in parse(name, texts_of_page(name)).blocks
        if isinstance(block, Picture)
    }  # fmt: skip
    there = {f"hinh/{f.name}" for f in (guide_folder() / "hinh").glob("*")}
    assert used == there


def test_every_picture_has_words_for_who_cannot_see_it() -> None:
    for name in list_pages():
        for block in read_page(name).blocks:
            assert not isinstance(block, Picture) or block.caption.strip(), name


# -- words of the screen --------------------------------------------------------------------------


# Words of Windows itself, about a program that it does not know or that came from elsewhere.
WINDOWS = "Thông tin thêm\nVẫn chạy\nThuộc tính\nBỏ chặn"
GAP = "\0"  # what the program fills in


@cache
def program_words() -> str:
    """Every text of the program and of its installer."""
    found = [WINDOWS]
    for folder in WORDS_OF:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.append(node.value)
                elif isinstance(node, ast.JoinedStr):
                    found.append("".join(
                        str(part.value) if isinstance(part, ast.Constant) else GAP
                        for part in node.values
                    ))  # fmt: skip
    for file in (ROOT / "release").glob("*.nsi"):
        text = file.read_text("utf-8").replace("${PROGRAM}", "Từng Nhà").replace("&", "")
        found.append(re.sub(r"\$\{\w+\}", GAP, text))
    return "\n".join(found)


@cache
def filled_in() -> tuple[re.Pattern[str], ...]:
    """The texts with gaps, as patterns; those that are little more than a gap match anything."""
    lines = {line.strip().casefold() for line in program_words().splitlines() if GAP in line}
    return tuple(
        re.compile(".+".join(re.escape(part) for part in line.split(GAP)))
        for line in sorted(lines) if len(line.replace(GAP, "").strip()) >= 12
    )  # fmt: skip


def is_in_program(piece: str) -> bool:
    return piece in program_words().casefold() or any(p.search(piece) for p in filled_in())


def pieces(words: str) -> list[str]:
    """What must stand in the program: without numbers and what "…" leaves open."""
    parts = (part.strip(" .,:;“”()") for part in re.split(r"…|\d[\d./:]*", words))
    return [part.casefold() for part in parts if len(part) > 1]


def bold_words(page: Page) -> list[str]:
    """**Bold** means: so it stands on the screen. A bold beginning of an item that ends with a
    colon is a heading of the page's own."""
    found = []
    for block in page.blocks:
        runs = list(every_run(Page("", "", (block,))))
        if isinstance(block, Item) and len(runs) > 1 and runs[0].bold:
            runs = runs[1:] if runs[1].text.startswith(":") else runs
        if not isinstance(block, Heading):
            heads = {id(r) for cell in block.head for r in cell} if isinstance(block, Table) else ()
            found += [r.text for r in runs if r.bold and not r.key and id(r) not in heads]
    return found


@pytest.mark.parametrize("name", list_pages())
def test_what_a_page_says_in_bold_stands_on_the_screen(name: str) -> None:
    wrong = [b for b in bold_words(read_page(name)) if not all(map(is_in_program, pieces(b)))]
    assert wrong == []


def test_a_button_that_the_program_has_not_is_found() -> None:
    page = parse("x", "# X\n\nBấm **Bay lên trời**, rồi **Có 3 hộ …**.\n\n- **Của trang**: chữ\n")
    assert bold_words(page) == ["Bay lên trời", "Có 3 hộ …"]
    assert not is_in_program("bay lên trời")
    assert is_in_program("gõ chữ xóa để xác nhận")
    assert pieces("Có 3 hộ …") == ["có", "hộ"]


# -- keys -----------------------------------------------------------------------------------------


def test_the_page_of_keys_has_every_key_that_works_everywhere() -> None:
    keys = {
        (run.text, plain(row[1]))
        for block in read_page("24-phim-tat").blocks if isinstance(block, Table)
        for row in block.rows for run in row[0] if run.key
    }  # fmt: skip
    for line in key_line():
        assert tuple(line.split("  ", 1)) in keys, line
    for key, _ in EVERYWHERE:
        for one in key.split(" hoặc "):
            assert one.casefold() in texts_of_page("24-phim-tat").casefold(), key


def test_the_settings_name_the_key_of_every_screen() -> None:
    for line in key_line():
        assert line in describe_keys()


@pytest.mark.parametrize("screen", [s.key for s in SCREENS])
def test_the_page_of_a_screen_ends_with_its_keys(screen: str) -> None:
    headings = [b for b in read_page(PAGES[screen]).blocks if isinstance(b, Heading)]
    assert plain(headings[-1].runs) == "Phím"


def test_the_help_of_the_grid_says_where_f2_goes() -> None:
    assert "`F2`" in texts_of_page(PAGES["grid"])


def test_the_page_of_protection_names_what_the_program_offers() -> None:
    text = texts_of_page(PROTECTION)
    for label in LABELS.values():
        assert f"**{label}**:" in text
    assert f"từ {LEAST_PASSWORD} ký tự" in text
    english = (ROOT / "docs" / "security.md").read_text("utf-8")
    for word in ("BitLocker", "OneDrive", "Dropbox", "Zalo"):
        assert word in english
        assert word in text


# -- reading and searching ------------------------------------------------------------------------


def test_a_page_is_read_as_blocks() -> None:
    page = parse("x", "# Tên\n\nBấm `F3`, **Nhập phiếu**,\nxem [hộ](16-ho-dan.md#phim).\n\n"
                 "3. Một\n   - hai\n\n| A | B |\n|---|---|\n| `1` | c |\n\n"
                 "![Chú thích](hinh/x.png)\n")  # fmt: skip
    heading, paragraph, one, two, table, picture = page.blocks
    assert page.title == "Tên"
    assert isinstance(heading, Heading)
    assert text_of(paragraph) == "Bấm F3, Nhập phiếu, xem hộ."
    assert [r.link for r in every_run(page) if r.link] == ["16-ho-dan.md#phim"]
    assert [(i.mark, i.depth) for i in (one, two) if isinstance(i, Item)] == [("3.", 0), ("•", 1)]
    assert isinstance(table, Table)
    assert picture == Picture("Chú thích", "hinh/x.png")
    assert page.beyond == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [("<b>đậm</b>", "inline_html"), ("<div>\nx\n</div>", "block_html"), ("*nghiêng*", "emphasis"),
     ("```\nmã\n```", "block_code"), ("> trích", "block_quote"), ("#### Sâu", "heading 4"),
     ("---", "thematic_break"), ("chữ ![Hình](hinh/x.png)", "words beside a picture")],
)  # fmt: skip
def test_what_is_beyond_the_subset_is_named_and_shown_as_text(text: str, what: str) -> None:
    page = parse("x", f"# X\n\n{text}\n")
    assert what in page.beyond
    if what.endswith("html"):
        assert "<" in "".join(text_of(b) for b in page.blocks)


def test_the_search_needs_no_accents_and_puts_titles_first() -> None:
    pages = [read_page(name) for name in list_pages()]
    assert search(pages, "sao luu")[0].page == "18-sao-luu"
    assert search(pages, "SAO LƯU")[0].page == "18-sao-luu"
    assert {h.page for h in search(pages, "mat dien")} >= {"08-nhap-phieu", "23-khi-co-loi"}
    assert search(pages, "  ") == []
    assert search(pages, "qwertyuiop") == []


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("may moi", "18-sao-luu"),
        ("mat usb", "18-sao-luu"),
        ("xoa dot", "05-dot-van-dong"),
        ("dang xuat", "17-nguoi-dung-mat-khau"),
        ("doi nguoi dung", "17-nguoi-dung-mat-khau"),
        ("bao cao sai so", "15-bao-cao"),
        ("quên mật khẩu", "17-nguoi-dung-mat-khau"),
        ("doi mat khau", "17-nguoi-dung-mat-khau"),
        ("nguoi nghi viec", "17-nguoi-dung-mat-khau"),
        ("them nguoi", "17-nguoi-dung-mat-khau"),
        ("in phieu", "07-in-phieu"),
        ("them ho", "16-ho-dan"),
        ("xuat danh sach", "16-ho-dan"),
        ("nhap danh sach", "03-nhap-danh-sach"),
        ("ho trung", "12-chat-luong"),
        ("nhap nham ho", "08-nhap-phieu"),
        ("mat dien", "23-khi-co-loi"),
        ("khoi phuc", "18-sao-luu"),
        ("chu nho", "26-may-nay"),
        ("them to", "06-to-cong-tac"),
        ("doi nguoi ky", "04-don-vi-thon-ban"),
    ],
)
def test_an_everyday_question_has_its_page_on_top(asked: str, page: str) -> None:
    assert search([read_page(name) for name in list_pages()], asked)[0].page == page


def found(text: str, asked: str) -> list[tuple[str, str, str]]:
    return [(h.page, h.section, h.line) for h in search([parse("x", text)], asked)]


def test_words_side_by_side_go_before_words_far_apart() -> None:
    text = "# X\n\n## A\n\nMất bút, mua USB.\n\n## B\n\nĐể mất USB rồi.\n"
    assert [section for _, section, _ in found(text, "mat usb")] == ["B", "A"]


def test_a_result_shows_the_line_that_matched_unless_its_heading_says_it() -> None:
    text = "# X\n\n## Mất USB\n\nMất USB thì báo.\n\n## Khi\n\nDòng đầu.\n\nNhặt USB cũ.\n"
    assert found(text, "usb") == [("x", "Mất USB", ""), ("x", "Khi", "Nhặt USB cũ.")]
    long = f"# X\n\n## Khi\n\n{'dài dòng ' * 9}thì mất USB {'và ' * 30}hết.\n"
    [(_, _, line)] = found(long, "usb")
    assert line.startswith("… ")
    assert "mất USB" in line
    assert line.endswith(" …")
    assert len(line) < 70


def test_a_word_that_stands_whole_on_the_page_marks_no_beginnings() -> None:
    whole = whole_words(["Gõ tên, không dùng Google."], "go")
    assert list(marks_in("Gõ Google", "go", whole)) == [(0, 2)]
    assert list(marks_in("Google", "go", whole_words(["Google"], "go"))) == [(0, 2)]


def test_found_words_are_marked_where_they_stand() -> None:
    assert list(marks_in("Bấm Điện thoại, điện.", "dien th")) == [(4, 8), (9, 11), (16, 20)]
    assert list(marks_in("Bấm", "")) == []


def test_nothing_of_the_guide_is_imported_before_f1() -> None:
    code = (
        "import sys; import ui.guide, ui.shell, ui.gate, ui.dialogs, ui.settings_about; "
        "sys.exit(any(m in sys.modules for m in ('mistune', 'ui.guide_window', 'ui.guide_pages')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
