"""What the record of a problem shows by itself, and how what it keeps reads on paper."""

from collections.abc import Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _from_trend(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    held = values.get("trend_id") is not None
    said = "It was opened from an analysis of the tickets." if held else "It was not opened from an analysis."
    return Fact("opened_from_trend", said, holds=held)


def _recurred(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    times = values.get("recurrences")
    if times is None:
        return None
    said = "never" if not times else "once" if times == 1 else f"{times} times"
    return Fact("recurrences", f"It came back before it was called resolved: {said}.", holds=not times)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _from_trend,
    _recurred,
)
