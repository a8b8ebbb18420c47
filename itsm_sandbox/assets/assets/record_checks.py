"""What the records of assets, audits and findings show by themselves, and their figures in words."""

from collections.abc import Sequence
from itertools import pairwise

from core.formatting import day
from itsm_sandbox.engine.logged_events import LoggedEvent, first
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _whole(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    wanted = {
        "serial": "a serial number",
        "location": "a place",
        "purchased_on": "a day of purchase",
        "warranty_ends_on": "an end of warranty",
    }
    lacking = [words for name, words in wanted.items() if not values.get(name)]
    said = f"Its record lacks {', '.join(lacking)}." if lacking else "Its record is complete."
    return Fact("record_complete", said, holds=not lacking)


def _history(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    moves = [event for event in events if event.from_state != event.to_state]
    chained = all(one.to_state == after.from_state for one, after in pairwise(events))
    said = f"Changes of state: {len(moves)}, each with an event that says who and when."
    return Fact("every_state_has_an_event", said, holds=chained)


def _verified(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    on = values.get("last_verified_on")
    return Fact("place_verified", f"It was last seen on {day(on)}.", holds=True) if on else None


def _disposed(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if first(events, "dispose") is None:
        return None
    held = bool(values.get("wipe_method"))
    return Fact("wiped_before_disposal", "How its data were made unreadable is recorded.", holds=held)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _whole,
    _history,
    _verified,
    _disposed,
)
