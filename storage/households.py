"""The household list: search, read, write one. Import of many: storage/household_import.py."""

import re
from collections.abc import Sequence
from typing import Any

from domain.changes import Changes
from domain.errors import AppError
from domain.fields import Row
from domain.households import NO_NAME, Known, code_digits, make_code, near_codes, typed_code
from domain.text import fold_key, fold_words, initials, name_sort_key, words_with_numbers_key
from domain.users import User
from domain.villages import join_village, village_key
from storage.database import Database, Note, now, operation
from storage.ids import new_id

COLUMNS = (
    "h.row, h.id, h.code, h.village_id, v.kind, v.name, h.cluster, h.walk_order, h.head_name,"
    " h.address, h.phone, h.members, h.note, h.source, h.listed_on, h.state, h.state_on,"
    " h.merged_into, h.birth_year"
)
_FROM = " FROM households h JOIN villages v ON v.id=h.village_id "
_EDITABLE = ("head_name", "members", "phone", "address", "cluster", "note", "birth_year")


def search_text(
    code: str, name: str, phone: str | None, address: str | None, cluster: str | None
) -> str:
    """The folded words to find it by: name, initials, code, phone from both ends, address."""
    names, own = fold_words(name), code_digits(code)
    words = [*names, initials(names), own, own[-5:]]
    for number in (phone or "").split(";"):
        if digits := code_digits(number):
            words += [digits, "r" + digits[::-1]]
    if address:
        words += fold_words(address)
    if cluster:
        words += fold_words(cluster)
    return " ".join(dict.fromkeys(words))


def match_expression(text: str) -> str | None:
    """The FTS question for what was typed; None when nothing was.

    Every word but the last must stand whole; digits may also be the end of a phone number.
    """
    if re.fullmatch(r"[\d\s.\-]+", text) and (digits := code_digits(text)):
        words = [digits]
    else:
        words = fold_words(text)
    if not words:
        return None
    parts = [f'"{w}"' for w in words[:-1]]
    last = words[-1]
    parts.append(f'("{last}"* OR "r{last[::-1]}"*)' if last.isdigit() else f'"{last}"*')
    return " AND ".join(parts)


def _as_dict(r: tuple[Any, ...]) -> dict[str, Any]:
    (row, id_, code, village_id, kind, village, cluster, walk, head, address, phone, members, note,
     source, listed_on, state, state_on, merged_into, birth_year) = r  # fmt: skip
    return {
        "row": row, "id": id_, "code": code, "village_id": village_id,
        "village": join_village(kind, village), "cluster": cluster, "walk_order": walk,
        "head_name": head, "address": address, "phone": phone, "members": members, "note": note,
        "source": source, "listed_on": listed_on, "state": state, "state_on": state_on,
        "merged_into": merged_into, "birth_year": birth_year,
    }  # fmt: skip


def search_households(db: Database, text: str, limit: int = 50) -> list[dict[str, Any]]:
    """The first `limit` households that a typed text finds, by tên; [] for an empty text."""
    question = match_expression(text)
    if question is None:
        return []
    found = db.rows(
        "SELECT " + COLUMNS + _FROM + "WHERE h.row IN"
        " (SELECT rowid FROM household_search WHERE household_search MATCH ? LIMIT ?)"
        " AND h.state <> 'REMOVED'"
        " ORDER BY h.name_sort",
        (question, limit),
    )
    return [_as_dict(r) for r in found]


def get_household(db: Database, household_id: str) -> dict[str, Any]:
    found = db.row("SELECT " + COLUMNS + _FROM + "WHERE h.id=?", (household_id,))
    if not found:
        raise AppError("Không thấy hộ này trong danh sách.", "Hãy tìm lại theo tên hoặc mã hộ.")
    return _as_dict(found)


def find_by_code(db: Database, text: str) -> dict[str, Any]:
    """The household with a typed code, also one without its check digit; a wrong digit is refused,
    the nearest codes offered (A6)."""
    code = typed_code(text)
    if code and (found := db.row("SELECT " + COLUMNS + _FROM + "WHERE h.code=?", (code,))):
        return _as_dict(found)
    offered = [
        c for c in near_codes(text) if db.value("SELECT 1 FROM households WHERE code=?", (c,))
    ]
    problem = "không có trong danh sách" if code else "sai số kiểm tra"
    raise AppError(
        f"Mã hộ “{text.strip()}” {problem}.",
        f"Có phải: {', '.join(offered[:6])}?" if offered else "Hãy xem lại mã in trên phiếu.",
    )


def next_in_village(db: Database, household_id: str, step: int = 1) -> dict[str, Any] | None:
    """The neighbour in walking order among those still lived in; None at the end of the village."""
    compare, order = (">", "ASC") if step > 0 else ("<", "DESC")
    found = db.row(
        "SELECT " + COLUMNS + _FROM + "JOIN households me ON me.id=? AND me.village_id=h.village_id"
        f" WHERE h.walk_order {compare} me.walk_order AND h.state='ACTIVE'"
        f" ORDER BY h.walk_order {order} LIMIT 1",
        (household_id,),
    )
    return _as_dict(found) if found else None


def first_in_village(db: Database, village_id: str, campaign_row: int) -> dict[str, Any] | None:
    """Where to go on: the first in walking order without a visit, else the first of all."""
    found = db.row(
        "SELECT " + COLUMNS + _FROM + "WHERE h.village_id=? AND h.state='ACTIVE'"
        " ORDER BY EXISTS(SELECT 1 FROM household_results r WHERE r.campaign_row=?"
        "  AND r.household_row=h.row AND r.until_at='9999'), h.walk_order LIMIT 1",
        (village_id, campaign_row),
    )
    return _as_dict(found) if found else None


def get_walk_place(db: Database, household_id: str, campaign_row: int) -> tuple[int, int, int]:
    """(its place in walking order, households of the village, how many of them were visited)."""
    found = db.row(
        "SELECT sum(h.walk_order <= me.walk_order), count(*),"
        " sum(EXISTS(SELECT 1 FROM household_results r WHERE r.campaign_row=?"
        "  AND r.household_row=h.row AND r.until_at='9999'))"
        " FROM households me JOIN households h ON h.village_id=me.village_id AND h.state='ACTIVE'"
        " WHERE me.id=?",
        (campaign_row, household_id),
    )
    assert found  # an aggregate always answers
    return found[0] or 0, found[1], found[2] or 0


def count_visited(db: Database, campaign_row: int) -> tuple[int, int]:
    """(households visited, households): the commune's own numbers of get_progress, alone."""
    found = db.row(
        "SELECT sum(EXISTS(SELECT 1 FROM household_results r WHERE r.campaign_row=?"
        "  AND r.household_row=h.row AND r.until_at='9999')), count(*)"
        " FROM households h WHERE h.state='ACTIVE'",
        (campaign_row,),
    )
    assert found  # an aggregate always answers
    return found[0] or 0, found[1]


def list_near_codes(db: Database, text: str, limit: int = 8) -> list[dict[str, Any]]:
    """Households whose code is one wrong digit or one swap away from what was typed (A6)."""
    codes = near_codes(text)
    marks = ",".join("?" * len(codes))
    found = db.rows(
        "SELECT " + COLUMNS + _FROM + f"WHERE h.code IN ({marks}) ORDER BY h.code LIMIT {limit}",
        codes,
    )
    return [_as_dict(r) for r in found]


def list_leaflet_households(
    db: Database, villages: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """(head, "Bản Chiềng, cụm 2") of every active household with a name, as sheets are walked.

    `villages` are ids; none means all.
    """
    chosen = set(villages)
    found = [
        r
        for r in db.execute(
            "SELECT v.position, v.number, ifnull(h.cluster, ''), h.walk_order, v.id, v.kind,"
            " v.name, h.head_name FROM households h JOIN villages v ON v.id=h.village_id"
            " WHERE h.state='ACTIVE' AND h.head_name<>?",
            (NO_NAME,),
        )
        if not chosen or r[4] in chosen
    ]
    found.sort(key=lambda r: (r[0], r[1], words_with_numbers_key(r[2]), r[3]))
    return [
        (head, ", ".join(t for t in (join_village(kind, name), cluster) if t))
        for _, _, cluster, _, _, kind, name, head in found
    ]


def known_households(db: Database) -> list[Known]:
    """Everything import must know to recognise a household."""
    labels = {
        r[0]: village_key(join_village(r[1], r[2]))
        for r in db.rows("SELECT id, kind, name FROM villages")
    }
    return [
        Known(id_, code, labels[village], fold_key(name), members, phone, fold_key(address or ""),
              name, address, cluster, note, year)
        for id_, code, village, name, members, phone, address, cluster, note, year in db.execute(
            "SELECT id, code, village_id, head_name, members, phone, address, cluster, note,"
            " birth_year"
            " FROM households WHERE merged_into IS NULL AND state <> 'REMOVED'"
            " ORDER BY village_id, walk_order"
        )
    ]


def save_household(
    db: Database, values: Row, *, by: User, household_id: str | None = None,
    found_on: str | None = None, after: str | None = None,
) -> tuple[Changes, str]:  # fmt: skip
    """Add a household, or write the given fields of one. Returns its id.

    `found_on` marks one met in the field that is not on the list (A7); `after` puts it behind
    another one in walking order.
    """
    with operation(db, by, "save_household") as note:
        if household_id is None:
            household_id = _add(db, values, by, note, found_on, after)
        else:
            change_household(db, household_id, values, by, note)
    return Changes(households=True, count=1), household_id


def _add(
    db: Database, values: Row, by: User, note: Note, found_on: str | None, after: str | None
) -> str:
    village_id = str(values["village_id"])
    if after:
        place = db.value("SELECT walk_order FROM households WHERE id=?", (after,)) + 1
        db.execute(
            "UPDATE households SET walk_order=walk_order+1 WHERE village_id=? AND walk_order>=?",
            (village_id, place),
        )
    else:
        place = db.value(
            "SELECT ifnull(max(walk_order), 0) + 1 FROM households WHERE village_id=?",
            (village_id,),
        )
    village_number, number = db.rows(
        "SELECT number, next_household FROM villages WHERE id=?", (village_id,)
    )[0]
    db.execute("UPDATE villages SET next_household=next_household+1 WHERE id=?", (village_id,))
    id_, code = new_id(), make_code(village_number, number)
    source = "FOUND" if found_on else "LIST"
    insert_households(
        db, [household_row(id_, code, village_id, place, values, source, found_on, now(), by)]
    )
    note(id_, code=code, source=source)
    return id_


def household_row(
    id_: str, code: str, village_id: str, place: int, values: Row, source: str,
    listed_on: str | None, at: str, by: User,
) -> tuple[object, ...]:  # fmt: skip
    """A new row for insert_households."""
    name = str(values["head_name"] or NO_NAME)
    phone, address, cluster = (values.get(n) for n in ("phone", "address", "cluster"))
    search = search_text(code, name, phone, address, cluster)  # type: ignore[arg-type]
    return (
        id_, code, village_id, cluster, place, name, name_sort_key(name), address, phone,
        values.get("members"), values.get("note"), values.get("birth_year"), source, listed_on,
        search, at, by.name,
    )  # fmt: skip


def insert_households(db: Database, rows: Sequence[tuple[object, ...]]) -> None:
    """Store new rows and put them into the search index, in row order (a set statement: row by
    row it takes six times as long). Opens no transaction."""
    last = db.value("SELECT ifnull(max(row), 0) FROM households")
    db.conn.executemany(
        "INSERT INTO households(id, code, village_id, cluster, walk_order, head_name, name_sort,"
        " address, phone, members, note, birth_year, source, listed_on, search, changed_at,"
        " changed_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        rows,
    )
    db.execute(
        "INSERT INTO household_search(rowid, search) SELECT row, search FROM households"
        " WHERE row > ? ORDER BY row",
        (last,),
    )


def change_household(db: Database, id_: str, values: Row, by: User, note: Note) -> bool:
    """Write the fields that are given and differ; False when none does. Opens no transaction.

    Into another village it goes behind the others there, or to the "walk_order" that is given.
    """
    old = get_household(db, id_)
    if "head_name" in values:
        values = {**values, "head_name": values["head_name"] or NO_NAME}
    new = {n: values[n] for n in _EDITABLE if n in values and values[n] != old[n]}
    if values.get("village_id") and values["village_id"] != old["village_id"]:
        new["village_id"] = values["village_id"]
        new["walk_order"] = values.get("walk_order") or db.value(
            "SELECT ifnull(max(walk_order), 0) + 1 FROM households WHERE village_id=?",
            (values["village_id"],),
        )
    if not new:
        return False
    note(id_, old={n: old[n] for n in new}, new=new)
    now_is = {**old, **new}
    name = str(now_is["head_name"])
    text = search_text(old["code"], name, now_is["phone"], now_is["address"], now_is["cluster"])
    db.execute(
        "INSERT INTO household_search(household_search, rowid, search)"
        " SELECT 'delete', row, search FROM households WHERE id=?", (id_,),
    )  # fmt: skip
    db.execute(
        "UPDATE households SET head_name=?, name_sort=?, members=?, phone=?, address=?, cluster=?,"
        " note=?, birth_year=?, village_id=?, walk_order=?, search=?, changed_at=?, changed_by=?"
        " WHERE id=?",
        (name, name_sort_key(name), *(now_is[n] for n in _EDITABLE[1:]), now_is["village_id"],
         now_is["walk_order"], text, now(), by.name, id_),
    )  # fmt: skip
    db.execute(
        "INSERT INTO household_search(rowid, search) SELECT row, search FROM households WHERE id=?",
        (id_,),
    )
    return True


def codes_to_ids(db: Database) -> dict[str, str]:
    """Every code of the list, for files that name households by code."""
    return dict(db.rows("SELECT code, id FROM households"))
