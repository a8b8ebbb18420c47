"""What the record of a planned procedure shows by itself, and how what it keeps reads on paper."""

from collections.abc import Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _reasoned(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    held = bool(values.get("priority") and values.get("reason") and values.get("due_on"))
    said = f"It has place {values['priority']}, with a reason and a day." if held else "It is not put in order yet."
    return Fact("order_reasoned", said, holds=held)


RECORD_CHECKS: tuple[RecordCheck, ...] = (_reasoned,)
