"""Population and subscribers as stated by others, each with source and as-of date."""

from collections.abc import Iterable

from domain.changes import Changes
from domain.figures import Figure
from domain.users import User
from storage.database import Database, now, operation
from storage.ids import new_id


def list_figures(db: Database) -> list[Figure]:
    return [
        Figure(*r)
        for r in db.rows(
            "SELECT kind, value, as_of, source, village_id, id FROM figures WHERE removed=0"
            " ORDER BY kind, village_id IS NOT NULL, village_id, as_of, id"
        )
    ]


def save_figure(db: Database, figure: Figure, *, by: User) -> Changes:
    """A later revision is a new figure; the old one goes on serving earlier cut-offs."""
    return save_figures(db, [figure], by=by)


def save_figures(db: Database, figures: Iterable[Figure], *, by: User) -> Changes:
    """All of them or none: a column of villages is one statement."""
    figures = list(figures)
    with operation(db, by, "save_figure") as note:
        for f in figures:
            id_ = f.id or new_id()
            db.execute(
                "INSERT OR REPLACE INTO figures VALUES (?,?,?,?,?,?,0,?,?)",
                (id_, f.village_id, f.kind, f.value, f.as_of, f.source, now(), by.name),
            )
            note(id_, kind=f.kind, value=f.value, as_of=f.as_of)
    return Changes(figures=True, count=len(figures))


def delete_figure(db: Database, figure_id: str, *, by: User) -> Changes:
    with operation(db, by, "save_figure") as note:
        db.execute("UPDATE figures SET removed=1 WHERE id=?", (figure_id,))
        note(figure_id, removed=True)
    return Changes(figures=True, count=1)
