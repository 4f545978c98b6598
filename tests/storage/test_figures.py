"""Figures from outside: a revision is a new figure."""

from dataclasses import replace

import pytest
import sqlcipher3

from domain.figures import Figure
from domain.users import User
from storage.database import Database
from storage.figures import delete_figure, list_figures, save_figure, save_figures

FIGURE = Figure("population", 1_128_620, "2020-08-13T08:00", "Công văn 12/CTK")


def test_a_figure_keeps_value_day_source_and_unit(db: Database, by: User) -> None:
    save_figure(db, FIGURE, by=by)
    (saved,) = list_figures(db)
    assert replace(saved, id="") == FIGURE


def test_a_revision_stands_beside_the_old_figure(db: Database, by: User) -> None:
    save_figure(db, FIGURE, by=by)
    save_figure(db, replace(FIGURE, value=1_130_000, as_of="2020-08-20"), by=by)
    assert [f.value for f in list_figures(db)] == [1_128_620, 1_130_000]


def test_a_typing_mistake_is_mended_in_place(db: Database, by: User) -> None:
    save_figure(db, FIGURE, by=by)
    (saved,) = list_figures(db)
    save_figure(db, replace(saved, value=1_128_621), by=by)
    assert [f.value for f in list_figures(db)] == [1_128_621]


def test_a_removed_figure_counts_no_more_but_stays_in_the_file(db: Database, by: User) -> None:
    save_figure(db, FIGURE, by=by)
    delete_figure(db, list_figures(db)[0].id, by=by)
    assert list_figures(db) == []
    assert db.value("SELECT count(*) FROM figures") == 1


def test_a_column_of_figures_is_written_whole_or_not_at_all(db: Database, by: User) -> None:
    unknown_village = replace(FIGURE, village_id="none")
    with pytest.raises(sqlcipher3.IntegrityError):
        save_figures(db, [FIGURE, unknown_village], by=by)
    assert list_figures(db) == []
    assert save_figures(db, [FIGURE, replace(FIGURE, kind="subscribers")], by=by).count == 2
    assert len(list_figures(db)) == 2
