"""The screen itself: what it shows first, when it reads again, and where its numbers lead."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from domain.fields import Row
from domain.household_import import ImportRow, Place
from domain.presets import find_preset, new_campaign
from exports.drawing import Hit
from exports.palette import Palette
from storage.campaigns import current_campaign, save_campaign
from storage.database import Database, open_database
from storage.household_import import import_households
from storage.practice import make_practice
from tests.ui.conftest import RecordingWindow, WaitUntil
from ui import theme
from ui.chart_canvas import ChartCanvas
from ui.dashboard import Dashboard, chosen_app, concerns
from ui.drawing import load_drawing
from ui.overview_numbers import Moment, Numbers
from ui.session import Session


@pytest.fixture
def busy(session: Session, tmp_path: Path) -> Iterator[Session]:
    """The session on a practice commune."""
    db = open_database(tmp_path / "practice.db", create=True)
    session.campaign = make_practice(db, by=session.user, households=120, seed=2)
    session.db = db
    yield session
    db.close()


def list_only(db: Database, session: Session, *, campaign: bool) -> None:
    row: Row = {"village": "Bản Mìn", "head_name": "Hà Văn Ân"}
    import_households(db, [ImportRow(row, Place("Sheet1", 2))], by=session.user, source="ho.xlsx")
    preset = find_preset("bluezone")
    if campaign and preset:
        made = new_campaign(preset, id="c", starts_on="2020-08-06")
        save_campaign(db, made, by=session.user, activate=True)
        session.campaign = current_campaign(db)


def opened(page: ttk.Frame, session: Session) -> Dashboard:
    dashboard = Dashboard(page, session)
    dashboard.pack(fill="both", expand=True)
    page.update()
    return dashboard


def numbers_of(dashboard: Dashboard) -> Numbers:
    assert dashboard.numbers
    return dashboard.numbers


def texts(widget: object) -> list[str]:
    """Every text on the screen."""
    found = []
    for child in widget.winfo_children():  # type: ignore[attr-defined]
        if child.winfo_ismapped():
            if isinstance(child, ttk.Label | ttk.Button | ttk.Radiobutton):
                found.append(str(child.cget("text")))
            found += texts(child)
    return found


def button(widget: object, text: str) -> ttk.Button:
    for child in widget.winfo_children():  # type: ignore[attr-defined]
        if isinstance(child, ttk.Button) and str(child.cget("text")) == text:
            return child
        try:
            return button(child, text)
        except LookupError:
            continue
    raise LookupError(text)


def test_the_numbers_stand_there_before_anything_draws(
    shown: ttk.Frame, busy: Session, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    asked: list[Callable[[], None]] = []
    monkeypatch.setattr(Dashboard, "_prepare_drawing", lambda _, done: asked.append(done))
    dashboard = opened(shown, busy)
    said = texts(dashboard)
    assert {"Hộ đã đến", "Hộ hoàn thành", "Máy đã cài Bluezone ▾"} <= set(said)
    assert "Đang chuẩn bị biểu đồ …" in said
    assert not dashboard.card.hits
    load_drawing(tmp_path)
    asked[0]()
    wait_until(lambda: dashboard.card.hits)
    assert "Đang chuẩn bị biểu đồ …" not in texts(dashboard)


def test_opening_the_screen_loads_no_chart_library() -> None:
    code = "import ui.dashboard, sys; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"matplotlib", "numpy"} & set(shown.stdout.split())


def test_ten_saves_while_hidden_are_one_reading(
    shown: ttk.Frame, busy: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    dashboard = opened(shown, busy)
    read: list[object] = []

    def counted(*of: Any) -> Numbers:
        read.append(of)
        return Numbers(*of)

    monkeypatch.setattr("ui.dashboard.Numbers", counted)
    dashboard.pack_forget()
    shown.update()
    for _ in range(10):
        dashboard.on_changes(Changes(visits=True))
    assert not read
    dashboard.pack(fill="both", expand=True)
    shown.update()
    assert len(read) == 1


def test_a_write_that_changes_no_number_reads_nothing() -> None:
    assert concerns(Changes(visits=True))
    assert concerns(Changes(figures=True))
    assert not concerns(Changes())


def test_the_tiles_lead_to_their_households(
    shown: ttk.Frame, busy: Session, recorder: RecordingWindow
) -> None:
    dashboard = opened(shown, busy)
    dashboard.tiles[0].press()
    dashboard.tiles[2].press()
    dashboard.show_due()
    assert recorder.opened == [
        ("households", {"filter": "visited"}), ("households", {"filter": "app:bluezone"}),
        ("worklist", {"due": "0"}),
    ]  # fmt: skip


def test_enter_on_a_part_of_a_chart_opens_its_households(
    shown: ttk.Frame, busy: Session, recorder: RecordingWindow, wait_until: WaitUntil
) -> None:
    dashboard = opened(shown, busy)
    wait_until(lambda: dashboard.card.hits)
    dashboard.show(chart="funnel")
    wait_until(lambda: dashboard.card.hits and dashboard.card.hits[0].key == "households")
    canvas = dashboard.card.canvas
    canvas.focus_force()
    canvas.update()
    canvas.event_generate("<Down>")
    canvas.event_generate("<Down>")
    assert recorder.statuses[-1].startswith(("Đã đến: ", "Chưa đến: "))
    canvas.event_generate("<Return>")
    screen_key, filters = recorder.opened[-1]
    assert screen_key == "households"
    assert filters["filter"] in ("visited", "NOT_VISITED")


def test_enter_without_a_chosen_part_gives_the_chart_the_page_and_esc_takes_it_back(
    shown: ttk.Frame, busy: Session, wait_until: WaitUntil
) -> None:
    dashboard = opened(shown, busy)
    wait_until(lambda: dashboard.card.hits)
    canvas = dashboard.card.canvas
    canvas.focus_force()
    canvas.update()
    canvas.event_generate("<Return>")
    shown.update()
    assert "Hộ đã đến" not in texts(dashboard)
    assert dashboard.escape()
    shown.update()
    assert "Hộ đã đến" in texts(dashboard)
    assert not dashboard.escape()


def test_a_day_of_the_curve_shows_the_numbers_of_that_day_and_esc_the_newest(
    shown: ttk.Frame, busy: Session, wait_until: WaitUntil
) -> None:
    dashboard = opened(shown, busy)
    wait_until(lambda: dashboard.card.hits)
    day = (datetime.now() - timedelta(days=5)).date().isoformat()
    dashboard.open_part({"until": day})
    assert dashboard.moment == Moment(until=day)
    assert any(t.startswith("Số liệu đến hết ngày") for t in texts(dashboard))
    assert dashboard.escape()
    assert dashboard.moment == Moment()


def test_another_app_changes_its_tile_and_the_pace(shown: ttk.Frame, busy: Session) -> None:
    dashboard = opened(shown, busy)
    dashboard.choose_app("smart-thanh-hoa")
    titles = [t for t in texts(dashboard) if t.startswith("Máy đã cài ") and t.endswith(" ▾")]
    assert [t[:16] for t in titles] == ["Máy đã cài Smart"]  # the rest as far as there is room
    campaign = busy.campaign
    assert campaign
    apps = tuple(replace(a, archived=a.code == "smart-thanh-hoa") for a in campaign.apps)
    app = chosen_app(replace(campaign, apps=apps), "smart-thanh-hoa")
    assert app
    assert app.code == "bluezone"


def test_every_tab_shows_its_chart_or_table(
    shown: ttk.Frame, busy: Session, wait_until: WaitUntil
) -> None:
    dashboard = opened(shown, busy)
    wait_until(lambda: dashboard.card.hits)
    for n, key in ((2, numbers_of(dashboard).days[0].day), (3, "households")):
        dashboard.card.open_nth(n)
        wait_until(lambda key=key: dashboard.card.hits[0].key == key)  # type: ignore[misc]
    dashboard.card.open_nth(4)
    wait_until(lambda: dashboard.card.hits[0].part == "AWAY")
    dashboard.card.open_nth(5)
    assert dashboard.card.current() is None


def test_another_theme_and_another_size_draw_the_chart_anew(
    shown: ttk.Frame, wait_until: WaitUntil, tmp_path: Path
) -> None:
    load_drawing(tmp_path)
    seen: list[tuple[str, int]] = []

    def draw(figure: Any, palette: Palette) -> list[Hit]:
        seen.append((palette.background, round(figure.get_figwidth() * figure.get_dpi())))
        return []

    theme.set_mode("light")
    canvas = ChartCanvas(shown, draw, lambda _: None, lambda _: None, lambda: None)
    canvas.place(x=0, y=0, width=304, height=204)
    shown.update()
    canvas.redraw()
    try:
        theme.set_mode("dark")
        assert seen == [("#ffffff", 300), ("#212529", 300)]
        canvas.place(width=404)
        wait_until(lambda: len(seen) > 2)
        assert seen[2:] == [("#212529", 400)]
        canvas.place_forget()
        shown.update()
        theme.set_mode("light")
        assert len(seen) == 3
        canvas.place(x=0, y=0, width=404, height=204)
        wait_until(lambda: len(seen) > 3)
        assert seen[3:] == [("#ffffff", 400)]
    finally:
        theme.set_mode("light")


def test_nothing_is_drawn_while_a_picture_is_drawn_elsewhere(
    shown: ttk.Frame, tmp_path: Path
) -> None:
    load_drawing(tmp_path)
    drawn: list[object] = []

    def draw(figure: Any, _: Palette) -> list[Hit]:
        drawn.append(figure)
        return []

    canvas = ChartCanvas(shown, draw, lambda _: None, lambda _: None, lambda: None)
    canvas.place(x=0, y=0, width=304, height=204)
    shown.update()
    canvas.redraw()
    canvas.hold(on=True)
    canvas.redraw()
    assert len(drawn) == 1
    canvas.hold(on=False)
    assert len(drawn) == 2
    assert drawn[0] is drawn[1]


def test_a_picture_is_written_where_it_is_wanted(
    shown: ttk.Frame, busy: Session, recorder: RecordingWindow, wait_until: WaitUntil,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    dashboard = opened(shown, busy)
    wait_until(lambda: dashboard.card.hits)
    wanted = tmp_path / "bieu-do.png"
    monkeypatch.setattr("ui.dashboard.choose_save", lambda *_: wanted)
    dashboard.save_picture()
    assert wanted.read_bytes().startswith(b"\x89PNG")
    assert recorder.toasts == ["Đã ghi ảnh bieu-do.png."]
    dashboard.card.open_tab("ranking")
    wanted.unlink()
    dashboard.save_picture()
    assert not wanted.exists()


def test_without_a_list_the_next_step_is_said(
    shown: ttk.Frame, session: Session, recorder: RecordingWindow
) -> None:
    dashboard = opened(shown, session)
    button(dashboard, "Ghi thông tin đơn vị").invoke()
    assert recorder.opened == [("welcome", {"step": "office"})]


def test_without_a_campaign_one_is_to_be_made_and_then_the_numbers_come(
    shown: ttk.Frame, session: Session
) -> None:
    list_only(session.db, session, campaign=False)
    dashboard = opened(shown, session)
    assert "Hộ đã đến" not in texts(dashboard)
    list_only(session.db, session, campaign=True)
    dashboard.on_changes(Changes(campaigns=True))
    shown.update()
    assert "Hộ đã đến" in texts(dashboard)


def test_without_a_visit_the_first_sheet_is_offered(
    shown: ttk.Frame, session: Session, recorder: RecordingWindow
) -> None:
    list_only(session.db, session, campaign=True)
    dashboard = opened(shown, session)
    assert any(t.startswith("Chưa có lượt đến nào") for t in texts(dashboard))
    button(dashboard.card, "Nhập phiếu (F3)").invoke()
    assert recorder.opened == [("entry", {})]
    assert "Đặt chỉ tiêu" in texts(dashboard)


def test_numbers_that_came_while_the_screen_was_hidden_are_drawn_when_it_is_seen(
    shown: ttk.Frame, busy: Session, wait_until: WaitUntil
) -> None:
    dashboard = opened(shown, busy)
    canvas = dashboard.card.canvas
    wait_until(lambda: canvas.hits)
    dashboard.pack_forget()
    shown.update()
    drawn: list[object] = []
    draw = canvas._draw
    canvas._draw = lambda figure, palette: drawn.append(1) or draw(figure, palette)  # type: ignore[func-returns-value]
    dashboard.card.show(numbers_of(dashboard))  # nothing can be drawn yet
    shown.update()
    assert not drawn

    dashboard.pack(fill="both", expand=True)

    wait_until(lambda: drawn)


def test_at_an_earlier_cut_off_the_households_are_those_of_then(
    shown: ttk.Frame, busy: Session, recorder: RecordingWindow
) -> None:
    dashboard = opened(shown, busy)
    dashboard.open_part({"until": "2020-08-18"})
    dashboard.tiles[0].press()
    dashboard.open_part({"filter": "completed", "village": "v"})
    assert recorder.opened == [
        ("households", {"filter": "visited", "until": "2020-08-18"}),
        ("households", {"filter": "completed", "village": "v", "until": "2020-08-18"}),
    ]  # fmt: skip
