"""What the record of a request to change a procedure shows by itself, and how what it keeps reads on paper."""

from collections.abc import Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent, last
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _decided(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if last(events, "accept", "reject") is None:
        return None
    return Fact("decided_with_reason", "It was decided with a reason.", holds=bool(values.get("reason")))


RECORD_CHECKS: tuple[RecordCheck, ...] = (_decided,)
