"""Errors a person can meet, with the HTTP status each one becomes."""

from collections.abc import Mapping


class DomainError(Exception):
    """A rule of the domain was broken. The message is a sentence shown to the person."""

    status = 409
    title: str | None = None  # of the page; without one, the status gives it


class NotAllowed(DomainError):
    """They may see it, but not do this."""

    status = 403


class NotFound(DomainError):
    """It does not exist, or this person may not know that it does."""

    status = 404


class StaleWrite(DomainError):
    """Someone changed the record since it was opened. The page shows both versions."""


class FieldErrors(DomainError):
    """What was typed cannot be accepted: a sentence for each field by its form name."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)
