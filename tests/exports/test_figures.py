"""Charts: what is drawn, what lies under the pointer, and that nothing heavy is loaded early."""

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imread

from domain.indicators import BY_KEY
from exports.figures import (
    Curve,
    draw_curve,
    draw_funnel,
    draw_reasons,
    draw_villages,
    find_hit,
    pace_words,
    save_png,
)
from exports.palette import DARK, LIGHT
from tests.exports import made

NAMES_40 = tuple(f"Thôn Đồng Tâm Tân Lập Thượng số {n}" for n in range(1, 41))


@pytest.fixture
def figure() -> Figure:
    made_figure = Figure(figsize=(6, 4), dpi=96)
    FigureCanvasAgg(made_figure)
    return made_figure


def words(figure: Figure) -> list[str]:
    return [t.get_text() for t in figure.findobj(lambda a: hasattr(a, "get_text"))]  # type: ignore[attr-defined]


def villages(figure: Figure, **more: Any) -> list[Any]:
    campaign = made.campaign()
    progress = made.progress(campaign, **more)
    app, target = campaign.apps[0], Fraction(8, 10)
    return draw_villages(figure, progress, BY_KEY["IND07"], app, target, LIGHT)


def test_importing_the_charts_loads_no_library() -> None:
    code = "import exports, exports.figures, exports.report, sys; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"matplotlib", "openpyxl"} & set(shown.stdout.split())


def test_villages_stand_from_the_highest_rate_down_and_the_silent_last(figure: Figure) -> None:
    hits = villages(figure)
    assert [h.key for h in hits] == ["v0", "v1", "v5", "v2", "v4", "v3"]
    said = words(figure)
    assert "69,83\u00a0%  125/179" in said
    assert "chưa báo cáo" in said
    assert "chỉ tiêu 80\u00a0%" in said


def test_a_village_that_did_not_report_is_hatched(figure: Figure) -> None:
    villages(figure)
    hatches = [p.get_hatch() for p in figure.findobj(lambda a: hasattr(a, "get_hatch"))]  # type: ignore[attr-defined]
    assert "////" in hatches


def test_a_click_finds_the_village_under_it(figure: Figure) -> None:
    hits = villages(figure)
    second = hits[1]
    middle = ((second.left + second.right) / 2, (second.bottom + second.top) / 2)
    found = find_hit(hits, *middle)
    assert found is not None
    assert found.key == "v1"
    assert find_hit(hits, 0.5, 0.999) is None


def test_forty_villages_stay_readable(figure: Figure) -> None:
    hits = villages(figure, names=NAMES_40)
    assert len(hits) == 40
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = [
        t.get_window_extent(renderer)
        for axes in figure.axes
        for t in axes.texts
        if t.get_text() and "chỉ tiêu" not in t.get_text()
    ]
    assert all(t.get_fontsize() >= 7 for axes in figure.axes for t in axes.texts)
    overlaps = sum(
        a.overlaps(b)
        and min(a.x1, b.x1) - max(a.x0, b.x0) > 2
        and min(a.y1, b.y1) - max(a.y0, b.y0) > 4
        for n, a in enumerate(boxes)
        for b in boxes[n + 1 :]
    )
    assert overlaps == 0
    assert min(b.x0 for b in boxes) >= 0


def test_a_redraw_reuses_the_figure(figure: Figure) -> None:
    villages(figure)
    before = len(figure.findobj())
    villages(figure)
    assert len(figure.findobj()) == before


def curve(today: str = "2020-08-14", goal: int = 900, key: str = "bluezone") -> Curve:
    campaign = made.campaign()
    days = made.days(campaign, made.progress(campaign))[:8]
    return Curve(days, key, goal, "2020-08-06", "2020-08-25", today, "máy")


def test_the_curve_says_what_each_day_must_bring(figure: Figure) -> None:
    assert pace_words(curve()) == "cần thêm 54 máy/ngày trong 10 ngày"
    hits = draw_curve(figure, curve(), LIGHT)
    assert hits[0].key == "2020-08-07"
    said = words(figure)
    assert {"Cần đạt từ đầu đợt", "Cần đạt từ hôm nay", " hôm nay"} <= set(said)


def test_a_goal_reached_or_a_day_too_late_is_said() -> None:
    assert pace_words(curve(goal=10)) == "đã đạt chỉ tiêu"
    assert pace_words(curve(today="2020-09-01")) == "đã hết hạn, còn thiếu 534 máy"


def test_a_curve_without_a_single_day_is_drawn(figure: Figure) -> None:
    empty = Curve((), "visited", 0, "2020-08-06", "2020-08-25", "2020-08-06")
    assert draw_curve(figure, empty, DARK) == []


def test_without_a_target_a_curve_requires_nothing(figure: Figure) -> None:
    assert pace_words(curve(goal=0)) == ""
    draw_curve(figure, curve(goal=0), LIGHT)
    assert not [text for text in words(figure) if "Cần đạt" in text]


def test_the_words_of_the_required_lines_lie_on_different_sides(figure: Figure) -> None:
    for goal in (500, 2000):  # ahead of the plan, and behind it
        draw_curve(figure, curve(goal=goal), LIGHT)
        sides = {
            t.get_text(): t.get_verticalalignment()  # type: ignore[attr-defined]
            for t in figure.findobj(lambda a: "Cần đạt" in getattr(a, "get_text", str)())
        }
        assert set(sides.values()) == {"top", "bottom"}
        assert (sides["Cần đạt từ đầu đợt"] == "top") == (goal == 500)


def test_older_numbers_are_not_called_those_of_today(figure: Figure) -> None:
    draw_curve(figure, replace(curve(), mark="ngày 14/08"), LIGHT)
    assert {"Cần đạt từ ngày 14/08", " ngày 14/08"} <= set(words(figure))


def test_the_funnel_names_what_each_step_lost(figure: Figure) -> None:
    counts = made.counts(made.campaign(), 3, 0.8, with_app=60, with_in_use=41)
    hits = draw_funnel(figure, counts, LIGHT)
    lost = [h.key for h in hits if h.part == "drop"]
    assert lost == ["visited", "contacted", "with_device", "with_app", "with_in_use"]
    assert "60 hộ, giảm 28" in words(figure)


@pytest.mark.parametrize("percent", [False, True])
def test_reasons_are_told_apart_without_colour(figure: Figure, percent: bool) -> None:
    campaign = made.campaign()
    hits = draw_reasons(figure, made.reasons(made.progress(campaign)), LIGHT, percent=percent)
    assert hits[0].key == "v0"
    assert {h.part for h in hits} >= {"AWAY", "REFUSED", "OTHER"}
    assert ("47\u00a0%" if percent else "21") in words(figure)
    hatches = {p.get_hatch() for p in figure.findobj(lambda a: hasattr(a, "get_hatch"))}  # type: ignore[attr-defined]
    assert len(hatches) >= 5


def test_colours_are_those_of_the_palette(figure: Figure) -> None:
    draw_funnel(figure, made.counts(made.campaign(), 1, 0.5), DARK)
    assert figure.get_facecolor()[:3] == pytest.approx((0x22 / 255, 0x26 / 255, 0x2B / 255))


def test_the_picture_is_1080_pixels_wide_and_the_screen_keeps_its_dpi(
    figure: Figure, tmp_path: Path
) -> None:
    villages(figure)
    save_png(figure, tmp_path / "a.png")
    assert imread(tmp_path / "a.png").shape[1] == 1080
    assert figure.dpi == 96
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]
