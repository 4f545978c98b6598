"""A printed sheet to write in tests of exports and imports: three households, two apps."""

from dataclasses import replace

from domain.campaigns import App, Campaign
from domain.presets import find_preset, new_campaign
from domain.printed_sheets import PrintedLine, PrintedSheet, paper_fields
from domain.sheets import Sheet
from domain.visits import DISPOSITIONS, disposition_options, reason_options

LINES = (
    PrintedLine(1, "01-0001-4", "Lò Thị Ửng", "Bản Chiềng", "cụm 2", "Số 7", "09xx xxx 678", 4),
    PrintedLine(2, "01-0002-3", "=HYPERLINK(1)", "Bản Chiềng", last="3 · 12/08"),
    PrintedLine(3, "01-0003-8", "Hà Văn Ân", "Bản Chiềng"),
)


def make_campaign(apps: int = 2) -> Campaign:
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    campaign = new_campaign(preset, id="c", starts_on="2020-08-10")
    more = tuple(App(f"a{n}", f"Ứng dụng & số {n}", slot=n) for n in range(3, apps + 1))
    return replace(campaign, apps=campaign.apps + more)


def make_printed(campaign: Campaign, lines: int = 3, **more: object) -> PrintedSheet:
    """As get_printed_sheet() gives it; beyond three lines the third is repeated."""
    listed = [replace(LINES[min(n, 3) - 1], line=n) for n in range(1, lines + 1)]
    reasons = tuple(
        (d.digit, options) for d in DISPOSITIONS if (options := reason_options(campaign, d.code))
    )
    sheet = Sheet("0190", 12, "FIRST", "Bản Chiềng & Mìn", None, None, "2020-08-13", lines)
    printed = PrintedSheet(
        sheet, "UBND xã Mường Mìn", campaign.name, "Tổ 3 (Hội Phụ nữ)", "2020-08-13",
        tuple(listed), paper_fields(campaign), disposition_options(campaign), reasons,
    )  # fmt: skip
    return replace(printed, **more)  # type: ignore[arg-type]
