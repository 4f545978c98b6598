"""A list meets households whose people are not named: their data was erased, or they refused it.

Nothing is kept by which the people of an erased household could be known again, not even a keyed
sum of their name: whoever has the file could try every name on it. So a row with the household's
code is refused, and of all others it is only said how many there may be.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from domain.households import NO_NAME, Known
from domain.numerals import format_count
from domain.villages import village_key
from imports.drafts import Draft, Problem

REFUSED = (
    "Hộ {code} đã xóa dữ liệu cá nhân hoặc không đồng ý ghi tên, nên không ghi lại từ danh sách. "
    "Khi được đồng ý, hãy sửa ở thẻ hộ."
)
MAYBE = (
    "{label} có {n} hộ không ghi tên (đã xóa dữ liệu cá nhân hoặc không đồng ý ghi). {rows} dòng "
    "mới của danh sách có thể là các hộ đó: nhập vào là ghi lại tên và đếm hộ hai lần. Hãy rà soát "
    "và bỏ các dòng ấy khỏi danh sách trước khi ghi."
)


def is_nameless(household: Known | None) -> bool:
    return household is not None and household.head_name == NO_NAME


def split_nameless(
    kept: Sequence[Draft], matched: Sequence[Known | None]
) -> tuple[list[Draft], list[Known | None], list[Problem]]:
    """Drafts that may be written with their households, and those that would name somebody anew."""
    drafts: list[Draft] = []
    households: list[Known | None] = []
    problems: list[Problem] = []
    for draft, household in zip(kept, matched, strict=True):
        if household is not None and is_nameless(household) and draft.name != NO_NAME:
            reason = REFUSED.format(code=household.code)
            problems.append(Problem(draft.place, reason, draft.cells))
            continue
        drafts.append(draft)
        households.append(household)
    return drafts, households, problems


def nameless_notices(
    kept: Sequence[Draft], matched: Sequence[Known | None], known: Iterable[Known]
) -> list[str]:
    """One sentence for each village whose new rows may be households without a name."""
    waiting = Counter(k.village_key for k in known if is_nameless(k))
    if not waiting:
        return []
    labels: dict[str, str] = {}
    new: Counter[str] = Counter()
    for draft, household in zip(kept, matched, strict=True):
        if household is None:
            key = village_key(draft.village)
            labels[key] = draft.village
            new[key] += 1
    return [
        MAYBE.format(label=labels[key], n=format_count(waiting[key]), rows=format_count(rows))
        for key, rows in new.items()
        if waiting[key]
    ]
