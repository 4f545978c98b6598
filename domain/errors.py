"""Errors meant for the user: one Vietnamese sentence, and what to do about it."""


class AppError(Exception):
    """A refusal the user can act on. `message` says what and where, `hint` says the remedy."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Cancelled(Exception):
    """The user pressed "Huỷ": roll back and say nothing."""
