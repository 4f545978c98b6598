"""A small commune in a file of its own for every test: made once, copied for each.

Three villages with five, four and three households, a campaign of two apps from 10/8/2020 on.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.campaigns import Campaign
from domain.fields import Row
from domain.household_import import ImportRow, Place
from domain.offices import Office
from domain.presets import find_preset, new_campaign
from domain.users import Role, User
from storage import unlocked
from storage.accounts import create_first_user, sign_in
from storage.campaigns import current_campaign, save_campaign
from storage.database import Database, open_database
from storage.household_import import import_households
from storage.offices import save_office
from storage.visits import save_visits

LIST = (
    ("Bản Chiềng", "Nguyễn Văn Hòa", 4, "0912345678", "Số 7, ngõ Chợ"),
    ("Bản Chiềng", "Đường Văn Dơ", 5, None, None),
    ("Bản Chiềng", "Lò Thị Ửng", 3, "0387654321", None),
    ("Bản Chiềng", "Hà Văn Ân", None, None, None),
    ("Bản Chiềng", "Hà Văn Ăn", 2, None, None),
    ("Bản Mìn", "Vi Văn Đức", 6, None, None),
    ("Bản Mìn", "Vi Thị Dung", 4, "0978111222", None),
    ("Bản Mìn", "Hà Văn An", 3, None, None),
    ("Bản Mìn", "Phạm Thị Bảo", 1, None, None),
    ("Thôn Na Hảo", "Cầm Bá Quý", 5, None, None),
    ("Thôn Na Hảo", "Lương Thị Yến", 4, None, None),
    ("Thôn Na Hảo", "Ngân Văn Thuận", 2, None, None),
)
BY = User("Hà Thị Thử")


def rows_of(
    people: tuple[tuple[str, str, int | None, str | None, str | None], ...],
) -> list[ImportRow]:
    names = ("village", "head_name", "members", "phone", "address")
    return [
        ImportRow(dict(zip(names, p, strict=True)), Place("Sheet1", n))
        for n, p in enumerate(people, 2)
    ]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "tungnha.db"
    db = open_database(path, create=True)
    save_office(
        db,
        Office(valid_from="2020-01-01", kind="xã", name="Mường Mìn", district="huyện Quan Sơn",
               province="tỉnh Thanh Hóa"),
        by=BY,
    )  # fmt: skip
    import_households(db, rows_of(LIST), by=BY, source="ho.xlsx")
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    campaign = new_campaign(preset, id="c", starts_on="2020-08-10", deadline_on="2020-08-26")
    save_campaign(db, campaign, by=BY, activate=True)
    db.close()
    return path


@pytest.fixture
def by() -> User:
    return BY


@pytest.fixture
def viewer() -> User:
    return User("Khách", Role.VIEWER)


@pytest.fixture
def db(template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "tungnha.db"
    shutil.copy(template, path)
    opened = open_database(path)
    yield opened
    opened.close()


@pytest.fixture
def empty_db(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "empty.db", create=True)
    yield opened
    opened.close()


ADMIN, PASSWORD = "Hà Thị Thử", "bốn từ dễ nhớ"


@dataclass
class OfficeFolder:
    """A data folder with keys of its own and its admin signed in."""

    db: Database
    by: User
    code: str  # to recover with

    @property
    def folder(self) -> Path:
        return self.db.path.parent

    def visit(self, when: str) -> None:
        """One more line in the log."""
        campaign = current_campaign(self.db)
        assert campaign
        household = self.db.value("SELECT id FROM households ORDER BY row LIMIT 1")
        row: Row = {"household_id": household, "visited_at": when, "disposition": "NOT_HOME"}
        save_visits(self.db, campaign, [row], by=self.by)


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("office-template") / "du-lieu"
    db, by, code = create_first_user(folder, ADMIN, PASSWORD)
    save_office(db, Office(valid_from="2020-01-01", kind="xã", name="Mường Mìn",
                           province="tỉnh Thanh Hóa"), by=by)  # fmt: skip
    import_households(db, rows_of(LIST), by=by, source="ho.xlsx")
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    campaign = new_campaign(preset, id="c", starts_on="2020-08-10", deadline_on="2020-08-26")
    save_campaign(db, campaign, by=by, activate=True)
    db.close()
    unlocked.forget(folder)
    return folder, code


@pytest.fixture
def office(office_template: tuple[Path, str], tmp_path: Path) -> Iterator[OfficeFolder]:
    folder, code = office_template
    mine = tmp_path / "du-lieu"
    shutil.copytree(folder, mine)
    by = sign_in(mine, ADMIN, PASSWORD)
    opened = OfficeFolder(open_database(mine / "tungnha.db"), by, code)
    yield opened
    opened.db.close()
    unlocked.forget(mine)


@pytest.fixture
def campaign(db: Database) -> Campaign:
    found = current_campaign(db)
    assert found
    return found


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    """Head name -> id."""
    return dict(db.rows("SELECT head_name, id FROM households"))


Visit = Callable[..., None]


@pytest.fixture
def visit(db: Database, campaign: Campaign, ids: dict[str, str], by: User) -> Visit:
    """visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, smart=0)."""

    def save(head: str, when: str, disposition: str, **values: int | str | None) -> None:
        row: Row = {"household_id": ids[head], "visited_at": when, "disposition": disposition}
        apps = {"bluezone": "app:bluezone", "smart": "app:smart-thanh-hoa"}
        row |= {apps.get(name, name): value for name, value in values.items()}
        save_visits(db, campaign, [row], by=by)

    return save


@pytest.fixture
def snapshot(db: Database) -> Callable[[], dict[str, list[tuple[object, ...]]]]:
    """Every row of every table, to see that a refusal wrote nothing at all."""

    def read() -> dict[str, list[tuple[object, ...]]]:
        names = db.rows(
            "SELECT name FROM sqlite_master WHERE type='table' AND sql NOT LIKE '%VIRTUAL%'"
        )
        return {n: db.rows(f'SELECT * FROM "{n}"') for (n,) in names}

    return read
