"""Accounts, the log, backups and erasure without a window: thin callers, nothing more."""

from backup_commands import add_backup_commands
from command_options import Add
from user_commands import add_user_commands


def add_trust_commands(add: Add) -> None:
    """Each command is one block: its parser, and above this function what it runs."""
    add_user_commands(add)
    add_backup_commands(add)
