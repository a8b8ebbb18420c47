"""The present moment, in one place so that tests and the demo can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_pinned: ContextVar[datetime | None] = ContextVar("pinned_now", default=None)


def now() -> datetime:
    return _pinned.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day in the United Kingdom, which is where a day begins and ends for a centre."""
    return now().astimezone(LONDON).date()


@contextmanager
def pinned(moment: datetime) -> Iterator[None]:
    """Hold time at `moment` (aware) inside the block; the demo writes its history this way."""
    token = _pinned.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pinned.reset(token)
