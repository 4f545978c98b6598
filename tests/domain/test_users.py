"""Who may do what."""

import pytest

from domain.errors import AppError
from domain.users import PERMISSIONS, Role, User, may, require

# About oneself, not about citizens; list_names only notes that one has read.
OWN = {"set_own_password", "use_recovery_code", "log_event", "list_names"}


@pytest.mark.parametrize("action", PERMISSIONS)
def test_a_viewer_may_write_nothing_and_an_admin_everything(action: str) -> None:
    assert may(User("a", Role.VIEWER), action) == (action in OWN)
    assert may(User("a", Role.ADMIN), action)


def test_an_officer_enters_visits_and_changes_no_campaign() -> None:
    officer = User("a", Role.OFFICER)
    assert may(officer, "save_visit")
    assert not may(officer, "save_campaign")


def test_a_refusal_names_the_account_and_the_remedy() -> None:
    require(User("Lan"), "save_visit")
    with pytest.raises(AppError, match=r"“Lan” không có quyền.*Hãy nhờ"):
        require(User("Lan", Role.VIEWER), "save_visit")


def test_an_action_nobody_listed_is_a_mistake_in_the_program() -> None:
    with pytest.raises(KeyError):
        may(User("a"), "save_everything")
