"""What the record of a lesson shows by itself, and how what it keeps reads on paper."""

from collections.abc import Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent, last
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _lesson_acted(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if last(events, "act") is None:
        return None
    changed_on = values.get("article_changed_on")
    said = "A procedure was updated since the lesson was collected."
    return Fact("procedure_updated", said if changed_on else "No procedure was updated.", holds=bool(changed_on))


RECORD_CHECKS: tuple[RecordCheck, ...] = (_lesson_acted,)
