"""Sheets to print in tests: 30 households of one village, some with long names and two phones."""

from dataclasses import replace

from domain.campaigns import App
from domain.presets import PRESETS, find_preset, new_campaign
from domain.printed_sheets import PrintedLine, PrintedSheet, paper_fields
from domain.sheets import Sheet
from domain.visits import BY_CODE, disposition_options, reason_options

NAMES = ("Lương Văn Thủy", "Hà Thị Ẫm", "Vi Văn Đặng", "Lò Thị Hương")
LONG = "Nguyễn Hoàng Phương Thảo Nguyên Trần Thị Kim Ngân"


def printed_sheet(
    number: int = 12, households: int = 30, *, apps: int = 2, practice: bool = False, why: str = ""
) -> PrintedSheet:
    preset = find_preset("bluezone+smart-thanh-hoa") or PRESETS[0]
    campaign = new_campaign(preset, id="c", starts_on="2020-08-06", deadline_on="2020-08-26")
    more = tuple(App(f"app-{n}", f"Ứng dụng số {n}", slot=n) for n in range(3, apps + 1))
    campaign = replace(campaign, apps=(*campaign.apps, *more)[:apps])
    lines = tuple(
        PrintedLine(
            n, f"H{n:04d}-3", LONG if n == 7 else NAMES[n % 4], "Bản Chiềng", cluster="Cụm 2",
            phone="09xx xxx 678; 03xx xxx 111" if n == 5 else "09xx xxx 678",
            members=4 if n % 2 else None, last="3 · 12/08" if n % 3 else "", why=why,
        )
        for n in range(1, households + 1)
    )  # fmt: skip
    return PrintedSheet(
        Sheet(f"s{number}", number, "FIRST", "Bản Chiềng", "v", None, "2020-08-13", households),
        "UBND xã Mường Mìn", campaign.name, "Tổ 3 (Hội Phụ nữ)", "2020-08-13", lines,
        paper_fields(campaign), disposition_options(campaign),
        tuple((BY_CODE[d].digit, reason_options(campaign, d)) for d in ("REFUSED", "TECH")),
        practice,
    )  # fmt: skip
