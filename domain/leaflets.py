"""The leaflet (tờ rơi) a household keeps: which apps, what to type, where to tap, where to read on.

Everything comes from the campaign, so that apps nobody has heard of yet work the same way. Any word
of the office's own goes into the campaign's `guide`.
"""

from dataclasses import dataclass

from domain.campaigns import App, Campaign


@dataclass(frozen=True)
class LeafletHousehold:
    """Whom a leaflet is for: two lines at its head."""

    head_name: str
    place: str  # "Bản Chiềng, cụm 2"


@dataclass(frozen=True)
class LeafletApp:
    name: str
    lines: tuple[str, ...]  # what it is for, what to type, what to check


@dataclass(frozen=True)
class Leaflet:
    office: str  # "UBND xã Mường Mìn"
    title: str
    apps: tuple[LeafletApp, ...]
    steps: tuple[str, ...]  # the same for every app
    guide: tuple[str, ...]  # the office's own paragraphs
    link: str
    practice: bool = False


STEPS = (
    "Mở CH Play (điện thoại Android) hoặc App Store (iPhone).",
    "Gõ tên ứng dụng vào ô tìm kiếm.",
    "Chọn đúng biểu tượng và đúng tên, bấm “Cài đặt” (iPhone: “Nhận”).",
    "Cài xong, bấm “Mở” và làm theo hướng dẫn trên màn hình.",
)


def make_leaflet(campaign: Campaign, office: str, *, practice: bool = False) -> Leaflet:
    apps = tuple(LeafletApp(a.name, _lines_of(a)) for a in campaign.active_apps)
    names = " và ".join(a.name for a in apps) if len(apps) < 3 else "các ứng dụng"
    return Leaflet(
        office, f"Hướng dẫn cài đặt {names}", apps, STEPS,
        tuple(line for line in campaign.guide.splitlines() if line.strip()),
        campaign.guide_link, practice,
    )  # fmt: skip


def _lines_of(app: App) -> tuple[str, ...]:
    lines = [f"{app.about}."] if app.about else []
    other = f" Tên viết khác: {', '.join(app.aliases)}." if app.aliases else ""
    lines.append(f"Gõ tìm: “{app.name}”.{other}")
    if app.in_use_label:
        lines.append(f"Sau khi cài, kiểm tra: {app.in_use_label[0].lower()}{app.in_use_label[1:]}.")
    return tuple(lines)
