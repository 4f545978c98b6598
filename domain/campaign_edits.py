"""Changes the office makes to a campaign, as functions from Campaign to Campaign (H5).

Codes and slots stay what they were, apps are archived and reasons retired, so that no stored
number changes its meaning. Rules for a target are in domain/targets.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import TypeVar

from domain.campaigns import (
    CAMPAIGN_FIELDS,
    MOST_APPS,
    App,
    Campaign,
    Reason,
    app_code,
    free_slot,
    with_app,
)
from domain.days import format_day
from domain.errors import AppError
from domain.fields import Choice, Field, Row, Text, YesNo
from domain.reasons import REASON_GROUPS
from domain.text import clean, fold_key
from domain.visits import BY_CODE

T = TypeVar("T")

INFO_FIELDS: tuple[Field, ...] = (
    *CAMPAIGN_FIELDS,
    Field("topic", "Nội dung nêu trong báo cáo", Text(), width=50,
          hint="Viết thường, đứng sau chữ “Kết quả triển khai”"),
    Field("skip_sundays", "Không hẹn quay lại vào Chủ nhật", YesNo(), width=8),
    Field("guide_link", "Trang hướng dẫn (in trên tờ rơi)", Text(), width=50),
    Field("guide", "Hướng dẫn thêm trên tờ rơi", Text(lines=3), width=50),
)  # fmt: skip

REASON_FIELDS: tuple[Field, ...] = (
    Field("label", "Lý do", Text(), required=True, width=40),
    Field("group", "Cột trong phụ lục lý do", Choice(REASON_GROUPS), required=True, width=34),
)


# -- what the campaign is ---------------------------------------------------------------------


def check_info(values: Row, first_visit_on: str = "") -> dict[str, str]:
    """Messages by field; `first_visit_on` is the day of the campaign's earliest visit."""
    errors: dict[str, str] = {}
    starts_on, deadline_on = str(values.get("starts_on") or ""), values.get("deadline_on")
    if deadline_on and str(deadline_on) < starts_on:
        errors["deadline_on"] = "Hạn báo cáo ở trước ngày bắt đầu."
    if first_visit_on and starts_on > first_visit_on[:10]:
        errors["starts_on"] = f"Đã có lượt đến từ ngày {format_day(first_visit_on[:10])}."
    return errors


def info_of(campaign: Campaign) -> Row:
    return {f.name: getattr(campaign, f.name) for f in INFO_FIELDS}


def with_info(campaign: Campaign, values: Row) -> Campaign:
    given: dict[str, object] = {f.name: values.get(f.name) or "" for f in INFO_FIELDS}
    given["skip_sundays"] = bool(values.get("skip_sundays"))
    for name in ("deadline_words", "complete_rule"):
        given[name] = given[name] or getattr(campaign, name)
    return replace(campaign, **given)  # type: ignore[arg-type]


# -- apps -------------------------------------------------------------------------------------


def split_aliases(text: str) -> tuple[str, ...]:
    """ "Bluzone, bloezone; Blue zone" as three names, each once."""
    names = (clean(part) for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def app_values(app: App) -> Row:
    return {
        "name": app.name, "aliases": ", ".join(app.aliases), "required": int(app.required),
        "in_use_label": app.in_use_label, "about": app.about,
    }  # fmt: skip


def check_app(campaign: Campaign, values: Row, code: str = "") -> dict[str, str]:
    """Messages by field for a new app, or for the app `code`."""
    errors: dict[str, str] = {}
    others = [a for a in campaign.apps if a.code != code]
    name = str(values.get("name") or "")
    if taken := next((a for a in others if a.is_called(name)), None):
        errors["name"] = (
            f"Ứng dụng {taken.name} đã cất đi. Hãy đưa vào dùng lại."
            if taken.archived
            else f"Tên này đã dùng cho ứng dụng {taken.name}."
        )
    for alias in split_aliases(str(values.get("aliases") or "")):
        if taken := next((a for a in others if a.is_called(alias)), None):
            errors["aliases"] = f"“{alias}” đã là tên của ứng dụng {taken.name}."
    asking = next((a for a in others if a.in_use_label and not a.archived), None)
    if values.get("in_use_label") and asking:
        errors["in_use_label"] = (
            f"Mỗi đợt chỉ hỏi một câu như vậy: đang hỏi ở {asking.name}. "
            "Hãy xóa câu hỏi ở đó trước."
        )
    return errors


def add_app(campaign: Campaign, values: Row) -> Campaign:
    """Raises AppError when the campaign has had as many apps as it can."""
    slot = free_slot(campaign.apps)
    if slot is None:
        raise AppError(
            f"Mỗi đợt có nhiều nhất {MOST_APPS} ứng dụng, kể cả ứng dụng đã cất đi.",
            "Hãy đưa một ứng dụng đã cất vào dùng lại, hoặc mở đợt mới.",
        )
    code = app_code(str(values["name"]), campaign.apps)
    return with_app(campaign, _filled(App(code, "", slot=slot), values))


def edit_app(campaign: Campaign, code: str, values: Row) -> Campaign:
    return with_app(campaign, _filled(_app(campaign, code), values))


def archive_app(campaign: Campaign, code: str, *, archived: bool) -> Campaign:
    """Put an app away or back. Raises AppError for the last one in use."""
    if archived and [a.code for a in campaign.active_apps] == [code]:
        raise AppError(
            "Đợt phải còn ít nhất một ứng dụng.", "Hãy thêm ứng dụng khác rồi cất ứng dụng này."
        )
    app = replace(_app(campaign, code), archived=archived)
    asking = campaign.in_use_app
    if not archived and asking and app.in_use_label:
        app = replace(app, in_use_label="")  # only one app is asked about
    return with_app(campaign, app)


def move_app(campaign: Campaign, code: str, step: int) -> Campaign:
    at = [a.code for a in campaign.apps].index(code)
    return replace(campaign, apps=moved(campaign.apps, at, at + step))


def _app(campaign: Campaign, code: str) -> App:
    return next(a for a in campaign.apps if a.code == code)


def _filled(app: App, values: Row) -> App:
    return replace(
        app, name=str(values["name"]), required=bool(values.get("required")),
        aliases=split_aliases(str(values.get("aliases") or "")),
        in_use_label=str(values.get("in_use_label") or ""),
        about=str(values.get("about") or ""),
    )  # fmt: skip


# -- results and reasons ----------------------------------------------------------------------


def with_label(campaign: Campaign, disposition: str, label: str) -> Campaign:
    """The office's own words for a result; blank, or the usual words, take its own away."""
    labels = dict(campaign.labels)
    labels.pop(disposition, None)
    if label and label != BY_CODE[disposition].label:
        labels[disposition] = label
    return replace(campaign, labels=tuple(sorted(labels.items())))


def check_label(campaign: Campaign, disposition: str, label: str) -> str:
    """A message when another result is called the same."""
    own = dict(campaign.labels)
    for d in BY_CODE.values():
        if d.code != disposition and fold_key(own.get(d.code, d.label)) == fold_key(label):
            return f"Trùng với kết quả {d.digit}."
    return ""


def reasons_of(campaign: Campaign, disposition: str) -> list[Reason]:
    return [r for r in campaign.reasons if r.disposition == disposition]


def check_reason(
    campaign: Campaign, disposition: str, values: Row, code: str = ""
) -> dict[str, str]:
    key = fold_key(str(values.get("label") or ""))
    for r in reasons_of(campaign, disposition):
        if r.code != code and fold_key(r.label) == key:
            word = " (đã thôi dùng)" if r.retired else ""
            return {"label": f"Kết quả này đã có lý do “{r.label}”{word}."}
    return {}


def put_reason(campaign: Campaign, disposition: str, values: Row, code: str = "") -> Campaign:
    """Add a reason, or change the words and the column of the reason `code`."""
    label, group = str(values["label"]), str(values["group"])
    if code:
        changed = (
            replace(r, label=label, group=group) if r.code == code else r for r in campaign.reasons
        )
        return replace(campaign, reasons=tuple(changed))
    new = Reason(_free_code(label, (r.code for r in campaign.reasons)), disposition, label, group)
    return replace(campaign, reasons=(*campaign.reasons, new))


def retire_reason(campaign: Campaign, code: str, *, retired: bool) -> Campaign:
    """Offer a reason no more, or again. Raises AppError for the last one of a result that needs
    one."""
    reason = next(r for r in campaign.reasons if r.code == code)
    offered = [r.code for r in reasons_of(campaign, reason.disposition) if not r.retired]
    if retired and offered == [code] and BY_CODE[reason.disposition].needs_reason:
        raise AppError(
            "Kết quả này phải có ít nhất một lý do để chọn.", "Hãy thêm lý do khác trước."
        )
    changed = (replace(r, retired=retired) if r.code == code else r for r in campaign.reasons)
    return replace(campaign, reasons=tuple(changed))


def move_reason(campaign: Campaign, code: str, step: int) -> Campaign:
    """Before or behind the neighbour of the same result."""
    places = {r.code: n for n, r in enumerate(campaign.reasons)}
    own = [r.code for r in reasons_of(campaign, campaign.reasons[places[code]].disposition)]
    at = own.index(code) + step
    if not 0 <= at < len(own):
        return campaign
    return replace(campaign, reasons=moved(campaign.reasons, places[code], places[own[at]]))


def _free_code(label: str, taken: Iterable[str]) -> str:
    base, known = fold_key(label).replace(" ", "-") or "ly-do", set(taken)
    names = chain([base], (f"{base}-{n}" for n in count(2)))
    return next(name for name in names if name not in known)


def moved(things: Sequence[T], at: int, to: int) -> tuple[T, ...]:
    """The same things with the one at `at` standing at `to`; outside of them nothing moves."""
    if not 0 <= to < len(things):
        return tuple(things)
    rest = [t for n, t in enumerate(things) if n != at]
    return (*rest[:to], things[at], *rest[to:])
