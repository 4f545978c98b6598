"""The dialog that draws a sample: where, by which rule, with the odds of that rule before it is
drawn. A second sample of one place asks why."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial

from domain.backchecks import REASON_FIELD, RULES, Rule, fit_rule, odds_words
from domain.campaigns import Campaign
from domain.fields import Choice, Field, Option, Row, parse_row
from storage.backchecks import Backcheck, Place, draw_backcheck, has_draw, list_places, list_pool
from ui.dialogs import Dialog, write_or_tell
from ui.forms import Form
from ui.keys import bind_function_key
from ui.paragraph import Paragraph
from ui.session import Session
from ui.theme import px

WIDTH, HEIGHT = 620, 410
_RULES = tuple(
    Option(str(n), f"{r.size} hộ, cho phép {r.most} hộ khác", str(n))
    for n, r in enumerate(RULES, 1)
)


def draw_fields(places: list[Place]) -> tuple[Field, ...]:
    listed = tuple(Option(str(n), p.label) for n, p in enumerate(places))
    return (
        Field("place", "Thôn, bản hoặc tổ", Choice(listed), required=True, width=30),
        Field("rule", "Quy tắc", Choice(_RULES), required=True, width=40),
        REASON_FIELD,
    )


def check_draw(values: Row, *, drawn_before: bool) -> dict[str, str]:
    if drawn_before and not values.get("reason"):
        return {"reason": "Nơi này đã có mẫu phúc tra. Hãy ghi vì sao cần mẫu mới; mẫu cũ vẫn giữ."}
    return {}


def foresee(rule: Rule, pool: int) -> str:
    """What the sample would be, before it is drawn."""
    if not pool:
        return "Chưa có hộ nào hoàn thành ở đây."
    return "\n".join([f"Có {pool} hộ hoàn thành.", *odds_words(fit_rule(rule, pool), pool)])


def first_place(
    places: Sequence[Place], village_id: str, has_one: Callable[[Place], bool]
) -> Place | None:
    """The one asked for, else the first without a sample."""
    if village_id:
        return next((p for p in places if p.village_id == village_id), None)
    return next((p for p in places if not has_one(p)), None)


def ask_draw(
    parent: tk.Misc, session: Session, campaign: Campaign, village_id: str = ""
) -> Backcheck | None:
    """The sample drawn and stored; None when closed. `village_id` is offered first."""
    dialog = Dialog(parent, "Rút mẫu phúc tra")
    dialog.fix_body(px(WIDTH), px(HEIGHT))
    places = list_places(session.db, campaign)
    fields = draw_fields(places)
    about = Paragraph(dialog.body, style="Caption.TLabel")
    made: list[Backcheck] = []

    def read() -> tuple[Place | None, Rule, Row, dict[str, str]]:
        optional = (*fields[:2], Field("reason", REASON_FIELD.label, REASON_FIELD.kind))
        values, errors = parse_row(optional, form.raw())
        place = places[int(str(values["place"]))] if values["place"] else None
        rule = RULES[int(str(values["rule"])) - 1] if values["rule"] else RULES[0]
        return place, rule, values, errors

    def show() -> None:
        place, rule, _, _ = read()
        again = place is not None and has_draw(session.db, campaign, place)
        form.show_field("reason", shown=again)
        pool = len(list_pool(session.db, campaign, place)) if place else 0
        about.configure(text=foresee(rule, pool) if place else "")

    def write(place: Place, rule: Rule, reason: str) -> Backcheck:
        changes, drawn = draw_backcheck(session.db, campaign, place, rule, by=session.user,
                                        reason=reason)  # fmt: skip
        session.changed(changes)
        return drawn

    def accept() -> None:
        place, rule, values, errors = read()
        if place is not None and not errors:
            errors = check_draw(values, drawn_before=has_draw(session.db, campaign, place))
        if errors or place is None:
            form.show_errors(errors)
            return
        drawn = write_or_tell(dialog, partial(write, place, rule, str(values["reason"] or "")))
        if drawn:
            made.append(drawn)
            dialog.finish(True)

    form = Form(dialog.body, fields, layout=(("place",), ("rule",), ("reason",)), submit=accept)
    form.pack(fill="x")
    about.pack(fill="x", pady=(px(14), 0))
    first = first_place(places, village_id, lambda p: has_draw(session.db, campaign, p))
    form.fill({"place": first.label if first else "", "rule": _RULES[0].label})
    form.on_change(show)
    show()
    dialog.add_button("Rút mẫu (F9)", accept, main=True)
    dialog.add_button("Hủy", lambda: dialog.finish(None))
    bind_function_key(dialog, "F9", accept)
    dialog.after(60, form.focus_first)
    dialog.wait()
    return made[0] if made else None
