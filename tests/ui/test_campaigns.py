"""Đợt vận động: what its lists say, what a dialog's answer becomes, and few looks at the window."""

from dataclasses import replace
from datetime import date

import pytest
import ttkbootstrap as ttk

from domain.campaigns import Campaign, Target
from domain.dispatches import Dispatch
from domain.fields import Row
from domain.figure_entry import Pasted
from domain.figures import Figure
from domain.presets import find_preset, new_campaign
from storage.campaigns import current_campaign, get_campaign, save_campaign
from storage.dispatches import list_dispatches, save_dispatch
from storage.figures import list_figures
from storage.households import save_household
from storage.sheets import NewSheet, save_sheets
from storage.villages import list_villages, save_villages
from ui import campaign_apps, campaigns
from ui.campaign_apps import app_row, describe_app
from ui.campaign_chosen import ChosenCampaign, save_on_worker
from ui.campaign_info import InfoPanel, closing_field, deadline_of
from ui.campaign_list import CampaignLine, box_labels, campaign_line
from ui.campaign_new import name_to_show
from ui.campaign_reasons import reason_row, result_rows
from ui.campaign_targets import describe_target, target_row
from ui.campaigns import Campaigns
from ui.dispatches import DispatchesPanel, check_dispatch, describe_dispatch, make_dispatch
from ui.figure_sheet import _Sheet, describe_paste, sheet_notes
from ui.figures import figure_row, history_rows
from ui.session import Session
from ui.welcome_campaign import check_campaign, make_campaign

TODAY = date(2020, 8, 20)
DISPATCH = Dispatch("Công văn", "861/UBND-VHTT", "2020-08-05", "UBND huyện Quan Sơn",
                    "về việc cài đặt Bluezone", "BEFORE", "2020-08-26")  # fmt: skip


def preset_campaign(code: str, id_: str = "c") -> Campaign:
    preset = find_preset(code)
    assert preset
    return new_campaign(preset, id=id_, starts_on="2020-08-10", deadline_on="2020-08-26")


@pytest.fixture
def campaign() -> Campaign:
    return preset_campaign("bluezone+smart-thanh-hoa")


@pytest.fixture
def office(session: Session, campaign: Campaign) -> Session:
    """With two villages and a campaign; changes reach session.campaign as in the program."""
    save_villages(session.db, [("bản", "Chiềng"), ("bản", "Mìn")], by=session.user)
    save_campaign(session.db, campaign, by=session.user, activate=True)
    session.load_campaign = lambda: current_campaign(session.db)
    session.campaign = campaign
    return session


# -- what is said ---------------------------------------------------------------------------------


def test_the_deadline_in_the_form_is_said_in_words() -> None:
    values: Row = {"deadline_on": "2020-08-26", "deadline_words": "BEFORE"}
    assert deadline_of(values, TODAY).startswith("Nộp chậm nhất 25/08/2020 23:59")
    assert deadline_of({**values, "deadline_words": "BY"}, TODAY).startswith(
        "Nộp chậm nhất 26/08/2020 23:59"
    )
    assert deadline_of({}, TODAY).startswith("Không đặt hạn")


def test_the_campaign_worked_in_and_a_closed_one_are_marked(campaign: Campaign) -> None:
    line = campaign_line(campaign, "c")
    assert line.about == "Từ 10/08/2020\nNộp chậm nhất 25/08/2020\nĐang làm việc"
    assert line.is_current
    closed = campaign_line(replace(campaign, closed=True, deadline_on=""), "other")
    assert closed.about == "Từ 10/08/2020\nĐã đóng"


def test_equal_names_in_the_box_are_told_apart() -> None:
    lines = [CampaignLine(str(n), "Đợt", "", False, False) for n in range(2)]
    lines.append(CampaignLine("2", "Đợt", "", True, False))
    assert list(box_labels(lines).values()) == ["Đợt", "Đợt – 2", "Đợt (đang làm việc)"]


def test_the_box_calls_a_closed_campaign_closed_though_it_is_the_one_worked_in() -> None:
    lines = [CampaignLine("1", "Đợt", "", True, True)]
    assert list(box_labels(lines).values()) == ["Đợt (đã đóng)"]


def test_an_archived_app_is_pale_and_says_so(campaign: Campaign) -> None:
    row = app_row(replace(campaign.apps[0], archived=True))
    assert row.texts["name"] == "Bluezone (đã cất)"
    assert row.tags == ("muted",)
    assert app_row(campaign.apps[0]).tags == ()


def test_an_app_is_described_in_words(campaign: Campaign) -> None:
    assert "“Đang bật Bluetooth”" in describe_app(campaign.apps[0])
    assert "Không tính" in describe_app(replace(campaign.apps[1], required=False))


def test_results_carry_the_offices_words_and_how_many_reasons_they_have(
    campaign: Campaign,
) -> None:
    rows = {r.id: r for r in result_rows(replace(campaign, labels=(("NOT_HOME", "Đi làm"),)))}
    assert rows["NOT_HOME"].texts["label"] == "Đi làm"
    assert rows["NOT_HOME"].tags == ("strong",)
    assert (rows["TECH"].texts["reasons"], rows["COMPLETE"].texts["reasons"]) == ("6", "")


def test_a_retired_reason_says_so_and_others_follow_their_result(campaign: Campaign) -> None:
    reasons = {r.code: r for r in campaign.reasons}
    assert reason_row(reasons["no-network"]).texts["group"] == "Không có mạng, sóng"
    assert reason_row(reasons["privacy"]).texts["group"] == "Theo kết quả"
    assert "thôi dùng" in reason_row(replace(reasons["privacy"], retired=True)).texts["label"]


def test_a_target_is_said_with_app_share_day_and_document(campaign: Campaign) -> None:
    target = Target("IND05", 62.5, "bluezone", "2020-08-20", "Kế hoạch 12")
    assert describe_target(target, campaign) == (
        "Tỷ lệ cài ứng dụng trên dân số (Bluezone) phải đạt 62,5\u00a0% đến 20/08/2020, "
        "theo Kế hoạch 12."
    )
    assert target_row(Target("IND05", 30.0), campaign).texts["app"] == "Mọi ứng dụng"
    assert target_row(Target("IND01", 30.0), campaign).texts["app"] == ""


def test_a_dispatch_is_cited_and_its_deadline_explained() -> None:
    assert describe_dispatch(DISPATCH, TODAY) == (
        "Công văn số 861/UBND-VHTT ngày 05 tháng 8 năm 2020 của UBND huyện Quan Sơn về việc cài "
        "đặt Bluezone.\nNộp chậm nhất 25/08/2020 23:59, số liệu chốt ngày 24/08/2020; còn 4 ngày "
        "làm việc."
    )
    assert "\n" not in describe_dispatch(replace(DISPATCH, deadline_on=""), TODAY)


# -- what a dialog's answer becomes ---------------------------------------------------------------


def test_a_clerk_makes_a_vneid_campaign_from_the_form(campaign: Campaign) -> None:
    values: Row = {
        "preset": "vneid", "app_name": None, "name": None, "starts_on": "2025-03-01",
        "deadline_words": "BEFORE", "deadline_on": "2025-03-26",
    }  # fmt: skip
    assert check_campaign(values) == {}
    made = make_campaign(values, "n")
    assert [a.name for a in made.apps] == ["VNeID"]
    assert made.name.endswith("tháng 3/2025")
    assert made.due == date(2025, 3, 25)


def test_the_suggested_name_follows_until_one_is_written() -> None:
    assert name_to_show("", "", "Đợt A") == "Đợt A"
    assert name_to_show("Đợt A", "Đợt A", "Đợt B") == "Đợt B"
    assert name_to_show("Của tôi", "Đợt A", "Đợt B") == "Của tôi"
    assert name_to_show("Của tôi", "Đợt A", "") == "Của tôi"


def test_a_dispatch_is_not_registered_twice_nor_due_before_it_was_issued() -> None:
    values: Row = {**vars(DISPATCH), "number": "861 ubnd vhtt"}
    assert "đã có trong sổ" in check_dispatch(values, [DISPATCH])["number"]
    assert check_dispatch(values, []) == {}
    late: Row = {**values, "deadline_on": "2020-08-01"}
    assert "trước ngày ban hành" in check_dispatch(late, [])["deadline_on"]


def test_blank_fields_of_a_dispatch_are_empty_texts() -> None:
    values: Row = {**vars(DISPATCH), "subject": None, "deadline_on": None, "deadline_words": None,
                   "cited": None}  # fmt: skip
    values.pop("id")
    made = make_dispatch(values, "7")
    assert (made.subject, made.deadline_on, made.cited, made.id) == ("", "", False, "7")
    assert made.deadline_words == "BEFORE"


# -- figures --------------------------------------------------------------------------------------

OLD = Figure("population", 400, "2020-08-01", "Công an xã", "a", "1")
NEW = Figure("population", 412, "2020-08-13", "Công văn 12", "a", "2")
SUBSCRIBERS = Figure("subscribers", 250, "2020-08-01", "Viettel", "a", "3")


def test_the_list_shows_the_newest_figure_with_its_day_and_every_source() -> None:
    texts = figure_row([OLD, NEW, SUBSCRIBERS], "a", "Bản Chiềng").texts
    assert (texts["population"], texts["population_on"]) == ("412", "13/08/2020")
    assert texts["source"] == "Công văn 12; Viettel"
    assert figure_row([], "", "Toàn xã").texts["population"] == "–"


def test_the_history_is_newest_first_with_the_replaced_ones_pale() -> None:
    rows = history_rows([OLD, NEW, SUBSCRIBERS, replace(OLD, village_id="b")], "a")
    assert [(r.id, r.tags) for r in rows] == [("2", ()), ("1", ("muted",)), ("3", ())]


def test_what_was_pasted_and_what_found_no_place_is_told() -> None:
    told = describe_paste(Pasted({"a": "1"}, ["Bản Lạ 9"]))
    assert told == "Đã dán 1 số. Không tìm được chỗ cho: Bản Lạ 9."
    assert describe_paste(Pasted({"a": "1"})) == "Đã dán 1 số."


def test_the_sum_is_compared_as_it_would_be_once_written(office: Session) -> None:
    villages = list_villages(office.db)
    known = [Figure("population", 400, "2020-08-01", "", v.id) for v in villages]
    typed = [Figure("population", 812, "2020-08-13", "", None),
             Figure("population", 412, "2020-08-13", "", villages[0].id)]  # fmt: skip
    assert sheet_notes(known, typed, villages) == []
    assert "lệch 12" in sheet_notes(known, typed[:1], villages)[0]


# -- in the window --------------------------------------------------------------------------------


def test_a_new_deadline_is_written_and_typed_texts_count_as_unsaved(
    page: ttk.Frame, office: Session, campaign: Campaign
) -> None:
    chosen = ChosenCampaign(office, campaign)
    panel = InfoPanel(page, chosen, lambda: None)
    panel.refresh()
    assert not panel.is_dirty()
    panel._form.set("deadline_on", "30/8/2020")
    assert panel.is_dirty()
    panel.drop()
    assert not panel.is_dirty()
    panel._form.set("deadline_on", "1/8/2020")
    assert not panel.save()
    panel._form.set("deadline_on", "30/8/2020")
    assert panel.save()
    assert get_campaign(office.db, "c").due == date(2020, 8, 29)


def test_the_worker_writes_with_a_connection_of_its_own_and_reports(
    office: Session, campaign: Campaign
) -> None:
    told: list[str] = []
    changed = replace(campaign, complete_rule="AT_LEAST_ONE_ADULT")
    changes = save_on_worker(
        office.db.path, changed, office.user, lambda done, total, text="": told.append(text)
    )
    assert changes.campaigns
    assert told[0].startswith("Đang tính lại")
    assert get_campaign(office.db, "c").complete_rule == "AT_LEAST_ONE_ADULT"


def test_a_change_of_nothing_writes_nothing(office: Session, campaign: Campaign) -> None:
    before = office.db.value("SELECT count(*) FROM audit")
    ChosenCampaign(office, campaign).save(campaign, "")
    assert office.db.value("SELECT count(*) FROM audit") == before


def test_the_screen_follows_what_is_written_and_opens_the_page_asked_for(
    shown: ttk.Frame, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Campaigns(shown, office)
    screen.pack(fill="both", expand=True)
    shown.update()
    assert office.window
    monkeypatch.setattr(office.window, "fan_out", screen.on_changes)
    screen.show(part="apps")
    assert screen._tabs
    monkeypatch.setattr(
        campaign_apps, "edit_and_write",
        lambda *a, **_: a[4]({"name": "VNeID", "aliases": "", "required": "Có"}),
    )  # fmt: skip
    panel = screen._tabs.panel
    assert isinstance(panel, campaign_apps.AppsPanel)
    panel._add("")
    assert [a.name for a in get_campaign(office.db, "c").apps][-1] == "VNeID"
    assert panel._list.selected_id == "vneid"
    screen.show(part="targets")
    assert screen._tabs.current == "targets"


def test_a_new_campaign_becomes_the_one_that_is_shown_and_worked_in(
    shown: ttk.Frame, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Campaigns(shown, office)
    screen.pack(fill="both", expand=True)
    shown.update()
    assert office.window
    monkeypatch.setattr(office.window, "fan_out", screen.on_changes)
    monkeypatch.setattr(campaigns, "ask_campaign", lambda *_: preset_campaign("vneid", "n"))
    screen.add_campaign()
    assert office.campaign
    assert office.campaign.id == "n"
    assert screen._chosen
    assert screen._chosen.campaign.id == "n"
    screen._choose("c")
    screen.work_with()
    assert office.campaign.id == "c"


def test_a_dispatch_taken_off_the_register_comes_back_whole(
    page: ttk.Frame, office: Session
) -> None:
    save_dispatch(office.db, DISPATCH, by=office.user)
    panel = DispatchesPanel(page, office)
    panel.pack()
    panel.refresh()
    before = list_dispatches(office.db)
    panel._remove(before[0].id)
    assert list_dispatches(office.db) == []
    panel._list.undo()
    assert list_dispatches(office.db) == before


def test_a_pasted_column_is_written_in_one_go(
    page: ttk.Frame, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    villages = list_villages(office.db)
    sheet = _Sheet(page, office, villages, "Toàn xã")
    monkeypatch.setattr(sheet, "clipboard_get", lambda: "412\n300\n712\n")
    sheet._on_paste(villages[0].id, None)  # type: ignore[arg-type]
    sheet.accept()  # without a source
    assert list_figures(office.db) == []
    sheet._form.set("source", "Công an xã")
    sheet.accept()
    assert sorted(f.value for f in list_figures(office.db)) == [300, 412, 712]
    assert not sheet.winfo_exists()




def test_closing_over_open_sheets_asks_why(office: Session, campaign: Campaign) -> None:
    field = closing_field(3)
    assert "3 tờ phiếu" in field.label
    assert field.required
    village = list_villages(office.db)[0].id
    _, household = save_household(
        office.db, {"village_id": village, "head_name": "Lò Văn Ửng"}, by=office.user
    )
    save_sheets(office.db, campaign, [NewSheet("FIRST", "Bản", (household,))], by=office.user)
    chosen = ChosenCampaign(office, campaign)
    chosen.save(replace(campaign, closed=True), "", "Lũ quét")
    assert get_campaign(office.db, campaign.id).closed
