"""Pictures of the pages on reports, households and keeping the data: 14 to 27."""

from guide.scenes import Box, Scene, Start, Steps
from guide.scenes_setup import NARROW
from guide.stage import Stage
from guide.steps import asked, page, shown
from ui.cards import Card

WIDE = (1240, 640)


def _numbers(stage: Stage) -> Steps:
    yield
    return Box(216, 86, 1280, 288)


def _ranking(stage: Stage) -> Steps:
    stage.key("<Key-5>", on=page(stage))
    yield
    return Box(216, 290, 1366, 690)


def _annex(stage: Stage) -> Steps:
    stage.open("report")
    yield
    stage.press("Phụ lục (F8)")
    yield
    return page(stage)


def _card(stage: Stage) -> Steps:
    visited = stage.session.db.value(
        "SELECT household_id FROM visits GROUP BY household_id HAVING count(*) > 1 ORDER BY 1"
    )
    stage.open("households", household=str(visited))
    yield
    return stage.around("Đóng (Esc)", Card)


def _state(stage: Stage) -> Steps:
    yield from _card(stage)
    stage.press("Tình trạng (Ctrl+R)")
    yield
    return stage.dialog()


def _rights(stage: Stage) -> Steps:
    yield from _card(stage)
    stage.press("Quyền (Ctrl+Y)")
    yield
    return stage.dialog()


def _sign_in(stage: Stage) -> Steps:
    yield
    return stage.around("Mật khẩu", Card)


def _window(stage: Stage) -> Steps:
    yield
    return None


def _practice(stage: Stage) -> Steps:
    yield
    return Box(0, 0, 1280, 330)


def _backup(stage: Stage) -> Steps:
    stage.open("settings", part="backup")
    yield
    stage.press("Sao lưu ngay (F8)")
    yield
    return page(stage)


def _restore(stage: Stage) -> Steps:
    yield from _backup(stage)
    stage.press("Khôi phục")
    yield
    return stage.dialog()


def _about(stage: Stage) -> Steps:
    yield from shown("settings", part="about")(stage)
    return Box(90, 90, 1000, 446)


def _locked(stage: Stage) -> Steps:
    stage.open("entry")
    yield
    stage.key("<Control-l>")
    yield
    return stage.around("Mật khẩu", Card)


def _help(stage: Stage) -> Steps:
    from ui.guide_window import GuideWindow

    stage.open("report")
    yield
    stage.key("<F1>")
    yield
    return next(w for w in stage.app.winfo_children() if isinstance(w, GuideWindow))


SCENES = (
    Scene("01-lan-dau", _window, Start.NEW, size=(1000, 660)),
    Scene("14-bon-o", _numbers, households=1200),
    Scene("14-xep-hang", _ranking, size=(1366, 720), households=1200),
    Scene("15-bao-cao", shown("report"), size=WIDE),
    Scene("15-phu-luc", _annex, size=WIDE),
    Scene("16-the-ho", _card, size=(1366, 740)),
    Scene("16-tinh-trang", _state),
    Scene("17-dang-nhap", _sign_in, Start.SIGN_IN, margin=12),
    Scene("17-them-nguoi", asked("Thêm (F8)", "settings", part="users")),
    Scene("18-sao-luu", _backup, size=(1240, 560)),
    Scene("18-khoi-phuc", _restore),
    Scene("19-nhat-ky", shown("settings", part="audit"), size=WIDE),
    Scene("19-doi-chieu", asked("Đối chiếu", "settings", part="audit")),
    Scene("20-yeu-cau", asked("Ghi yêu cầu (F8)", "settings", part="requests")),
    Scene("20-quyen-ho", _rights),
    Scene("21-xoa-du-lieu", asked("Xóa dữ liệu cá nhân", "campaigns")),
    Scene("22-tap-huan", _practice, practice=True),
    Scene("23-ho-tro", _about, size=NARROW),
    Scene("24-tro-giup", _help, size=(1366, 744)),
    Scene("25-khoa", _locked, margin=12),
    Scene("26-may-nay", shown("settings", part="pc"), size=(1000, 700)),
    Scene("27-phien-ban", _window, Start.SIGN_IN, size=(1000, 660)),
)
