"""Phúc tra: what the list, the verdict and the dialogs say; drawing and typing in the window."""

from dataclasses import replace
from fractions import Fraction

import pytest
import ttkbootstrap as ttk

from domain.backchecks import RULES, Rule, Score
from domain.presets import find_preset, new_campaign
from domain.users import Role, User
from storage.backchecks import (
    Answer,
    Backcheck,
    BackcheckLine,
    Place,
    draw_backcheck,
    list_backcheck_lines,
    list_backchecks,
    list_places,
)
from storage.campaigns import current_campaign
from storage.practice import make_practice
from ui.backcheck import BackcheckScreen, paper_name
from ui.backcheck_answers import AnswerDialog
from ui.backcheck_draw import check_draw, first_place, foresee
from ui.backcheck_texts import (
    backcheck_row,
    difference_lines,
    line_head,
    needs_counts,
    next_open,
    odds_cells,
    short_verdict,
    verdict_lines,
)
from ui.session import Session

PRESET = find_preset("bluezone+smart-thanh-hoa")
assert PRESET
CAMPAIGN = new_campaign(PRESET, id="c", starts_on="2020-08-10", deadline_on="2020-08-26")
DRAWN = Backcheck("b", "s", 12, Place("Bản Chiềng", "v"), "2020-08-20T08:00:00", "Hà Thị Thử", 7,
                  39, "", Score(RULES[0], 20, 20, 4))  # fmt: skip


def line(n: int, answer: Answer | None = None) -> BackcheckLine:
    return BackcheckLine(n, f"h{n}", f"01-000{n}-1", "Hà Thị Ửng", "Bản Chiềng", answer, 0)


def test_a_sample_that_fails_is_red_and_stands_beside_the_reported_rate() -> None:
    row = backcheck_row(DRAWN, {"v": Fraction(722, 1000)})
    assert row.texts["verdict"] == "Không đạt (4 > 2)"
    assert row.texts["agreement"] == "16/20"
    assert row.texts["rate"].startswith("72,2")
    assert row.tags == ("alarm",)


def test_before_all_is_typed_nothing_is_told_of_differences() -> None:
    early = replace(DRAWN, score=Score(RULES[0], 10, 10, 4))
    row = backcheck_row(early, {})
    assert (row.texts["verdict"], row.texts["agreement"], row.tags) == ("Đang nhập", "–", ())
    assert short_verdict(replace(DRAWN, score=Score(RULES[0], 0, 0, 0))) == "Đang chờ kết quả"
    assert "4" not in verdict_lines(early, None)[0]


def test_a_verdict_says_why_it_was_drawn_again() -> None:
    again = replace(DRAWN, reason="mất tờ phiếu")
    assert "Rút lại vì: mất tờ phiếu." in verdict_lines(again, Fraction(1, 2))[-1]
    assert any("50,00" in text for text in verdict_lines(again, Fraction(1, 2)))


def test_the_odds_are_shown_only_where_a_sample_was_taken() -> None:
    chances = [chance.removesuffix("\xa0%") for _, chance in odds_cells(RULES[0], 39)]
    assert chances == ["92,5", "67,7", "20,6", "3,5"]
    assert odds_cells(Rule(14, 1), 14) == []
    assert foresee(RULES[0], 0) == "Chưa có hộ nào hoàn thành ở đây."
    assert "kiểm tất cả" in foresee(RULES[0], 14)


def test_a_difference_names_both_sides() -> None:
    found = {"came": "YES", "disposition": "PARTIAL", "smartphones": 1}
    expected = {"came": "YES", "disposition": "COMPLETE", "smartphones": 2}
    answer = Answer("2020-08-21", "Lê", found, expected, ("disposition", "smartphones"), "", "")  # type: ignore[arg-type]
    nobody = Answer("2020-08-21", "Lê", {"came": "NO"}, {}, ("came",), "", "")
    told = difference_lines([line(1, answer), line(2, nobody), line(3)], CAMPAIGN)
    assert told == [
        "1. 01-0001-1 Hà Thị Ửng: kết quả đã báo Đã cài đủ, phúc tra thấy Cài một phần; "
        "máy TM đã báo 2, phúc tra thấy 1.",
        "2. 01-0002-1 Hà Thị Ửng: không có ai đến hộ này.",
    ]


def test_the_next_line_is_the_next_without_an_answer() -> None:
    done = Answer("2020-08-21", "Lê", {}, {}, (), "", "")
    lines = [line(1), line(2, done), line(3)]
    assert next_open(lines, -1) == 0
    assert next_open(lines, 0) == 2
    assert next_open(lines, 2) == 0
    assert next_open([line(1, done)], 0) is None
    assert line_head(lines[0], 3) == "Dòng 1/3: 01-0001-1, Hà Thị Ửng, Bản Chiềng"
    assert [needs_counts(c) for c in ("", "YES", "NO", "NOT_MET")] == [True, True, False, False]


def test_another_sample_of_one_place_asks_why() -> None:
    assert "reason" in check_draw({"reason": None}, drawn_before=True)
    assert check_draw({"reason": "mất tờ"}, drawn_before=True) == {}
    assert check_draw({"reason": None}, drawn_before=False) == {}


def test_a_place_without_a_sample_is_offered_first() -> None:
    places = [Place("Bản A", "a"), Place("Bản B", "b"), Place("Tổ 1", team_id="t")]
    assert first_place(places, "b", lambda _: False) == places[1]
    assert first_place(places, "", lambda p: p.village_id == "a") == places[1]
    assert first_place(places, "", lambda _: True) is None


@pytest.fixture
def sampled(session: Session) -> Session:
    """A practice commune with one sample drawn."""
    make_practice(session.db, by=session.user, households=120)
    session.campaign = current_campaign(session.db)
    assert session.campaign
    place = list_places(session.db, session.campaign)[0]
    draw_backcheck(session.db, session.campaign, place, Rule(3, 0), by=session.user, seed=1)
    return session


def test_the_sheet_of_a_sample_opens_it_for_typing(
    sampled: Session, shown: ttk.Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    screen = BackcheckScreen(shown, sampled)
    screen.pack(fill="both", expand=True)
    monkeypatch.setattr(screen, "type_answers", lambda: opened.append("typed"))
    shown.update()
    [drawn] = screen._all
    screen.show(sheet=drawn.sheet_id)
    assert screen._list.selected_id == drawn.id
    shown.after(100, opened.append, "later")
    while "later" not in opened:
        shown.update()
    assert opened[0] == "typed"
    assert paper_name(drawn) == f"phuc-tra-{drawn.sheet}.pdf"


def test_answers_are_typed_line_by_line_with_the_head_kept(
    sampled: Session, shown: ttk.Frame
) -> None:
    campaign = sampled.campaign
    assert campaign
    [drawn] = list_backchecks(sampled.db, campaign)
    dialog = AnswerDialog(shown, sampled, campaign, drawn)
    dialog._form.set("checker", "Lê Thị Kiểm")
    for came in ("2", "3", "2"):
        dialog._form.set("came", {"2": "Không", "3": "Không gặp ai"}[came])
        dialog.accept()
    assert not dialog.winfo_exists()
    lines = list_backcheck_lines(sampled.db, drawn)
    assert [x.answer.found["came"] for x in lines if x.answer] == ["NO", "NOT_MET", "NO"]
    assert {x.answer.checker for x in lines if x.answer} == {"Lê Thị Kiểm"}


def test_an_answer_without_a_checker_stays_in_the_dialog(
    sampled: Session, shown: ttk.Frame
) -> None:
    campaign = sampled.campaign
    assert campaign
    [drawn] = list_backchecks(sampled.db, campaign)
    dialog = AnswerDialog(shown, sampled, campaign, drawn)
    dialog.accept()
    assert dialog._form._cells["came"].error == "Chưa chọn: có người đến hay không."
    dialog._form.set("came", "Không")
    dialog.accept()
    assert dialog.winfo_exists()
    assert list_backchecks(sampled.db, campaign)[0].score.answered == 0
    dialog.finish(None)


def test_a_viewer_reads_and_draws_nothing(sampled: Session, shown: ttk.Frame) -> None:
    sampled.user = User("Khách", Role.VIEWER)
    screen = BackcheckScreen(shown, sampled)
    screen.pack(fill="both", expand=True)
    shown.update()
    screen.draw()
    screen.type_answers()
    assert len(screen._all) == 1
