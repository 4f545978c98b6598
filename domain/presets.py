"""The campaigns that ship with the program: the only place that knows any app by name.

To add one: an entry in PRESETS. The office edits its copy in the campaign editor.
"""

from dataclasses import dataclass, replace

from domain.campaigns import App, Campaign, Reason

_REFUSED = (
    Reason("privacy", "REFUSED", "Sợ lộ thông tin", "REFUSED"),
    Reason("battery", "REFUSED", "Tốn pin, tốn dữ liệu", "REFUSED"),
    Reason("no-benefit", "REFUSED", "Không thấy lợi ích", "REFUSED"),
    Reason("removed", "REFUSED", "Đã gỡ", "REFUSED"),
    Reason("unstated", "REFUSED", "Không nêu lý do", "REFUSED"),
)
_TECH = (
    Reason("old-device", "TECH", "Máy hoặc hệ điều hành cũ", "DEVICE"),
    Reason("no-space", "TECH", "Hết bộ nhớ", "DEVICE"),
    Reason("no-network", "TECH", "Không có mạng", "NETWORK"),
    Reason("store-account", "TECH", "Quên tài khoản CH Play, App Store", "OTHER"),
    Reason("no-id-sim", "TECH", "Chưa có CCCD hoặc SIM chính chủ", "OTHER"),
    Reason("app-error", "TECH", "Lỗi ứng dụng", "OTHER"),
)

BLUEZONE = App(
    "bluezone", "Bluezone",
    aliases=("Bluzone", "Bloezone", "Blue zone", "BlueZone"),
    in_use_label="Đang bật Bluetooth",
    about="Cho biết đã tiếp xúc gần với người nhiễm COVID-19, để được chăm sóc kịp thời",
)  # fmt: skip
SMART_THANH_HOA = App(
    "smart-thanh-hoa", "Smart Thanh Hóa",
    aliases=("Smart Thanh Hoá", "SmartThanhHoa", "App Smart Thanh Hóa", "Smart TH"),
    about="Kênh thông tin chính thống về dịch bệnh trong tỉnh; khai báo y tế, tìm cơ sở y tế",
)  # fmt: skip
VNEID = App(
    "vneid", "VNeID",
    aliases=("VNeID mức 2", "VNeID mức độ 2", "Định danh mức 2", "VNEID 2"),
    in_use_label="Đã kích hoạt mức 2",
    about="Định danh điện tử của công dân, dùng thay giấy tờ và làm thủ tục trên mạng",
)  # fmt: skip


@dataclass(frozen=True)
class Preset:
    code: str
    label: str
    title: str  # default name of the campaign
    topic: str  # what the report speaks of
    apps: tuple[App, ...]
    complete_rule: str = "ALL_DEVICES"
    reasons: tuple[Reason, ...] = _REFUSED + _TECH
    guide_link: str = ""


PRESETS: tuple[Preset, ...] = (
    Preset(
        "bluezone", "Bluezone", "Cài đặt Bluezone", "cài đặt ứng dụng Bluezone", (BLUEZONE,),
        guide_link="https://bluezone.gov.vn",
    ),
    Preset(
        "bluezone+smart-thanh-hoa", "Bluezone và Smart Thanh Hóa",
        "Cài đặt Bluezone và Smart Thanh Hóa",
        "cài đặt ứng dụng Bluezone và Smart Thanh Hóa",
        (BLUEZONE, SMART_THANH_HOA),
        guide_link="http://stttt.thanhhoa.gov.vn/NewsDetail.aspx?Id=5662",
    ),
    Preset(
        "vneid", "VNeID mức 2", "Kích hoạt định danh điện tử VNeID mức 2",
        "cài đặt, kích hoạt định danh điện tử VNeID mức 2", (VNEID,),
        complete_rule="ALL_ELIGIBLE_PERSONS",
    ),
    Preset("app", "Ứng dụng bất kỳ", "Cài đặt ứng dụng", "cài đặt ứng dụng",
           (App("ung-dung", "Ứng dụng"),)),
)  # fmt: skip


def find_preset(code: str) -> Preset | None:
    return next((p for p in PRESETS if p.code == code), None)


def new_campaign(preset: Preset, *, id: str, starts_on: str, deadline_on: str = "") -> Campaign:
    """A campaign as the preset describes it, with the month in its name."""
    return Campaign(
        id=id,
        name=f"{preset.title}, tháng {int(starts_on[5:7])}/{starts_on[:4]}",
        starts_on=starts_on,
        deadline_on=deadline_on,
        complete_rule=preset.complete_rule,
        preset=preset.code,
        topic=preset.topic,
        apps=tuple(replace(a, slot=n) for n, a in enumerate(preset.apps, 1)),
        reasons=preset.reasons,
        guide_link=preset.guide_link,
    )
