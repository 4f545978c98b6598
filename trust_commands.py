"""Accounts, the log, backups and erasure without a window: thin callers, nothing more."""

from command_options import Add


def add_trust_commands(add: Add) -> None:
    """Each command is one block: its parser, and above this function what it runs."""
