"""What the record of feedback shows by itself, and how what it keeps reads on paper."""

from collections.abc import Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _told(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    held = bool(values.get("answer"))
    said = "was told" if held else "has not been told yet"
    return Fact("giver_told", f"Who spoke {said} what came of it.", holds=held)


RECORD_CHECKS: tuple[RecordCheck, ...] = (_told,)
