"""What the record of a change management set-up shows by itself, and how what it keeps reads on paper."""

from collections.abc import Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent, first
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _went_live(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    live = first(events, "go_live")
    return Fact("went_live", "Change management went live in this workplace.", holds=True) if live else None


RECORD_CHECKS: tuple[RecordCheck, ...] = (_went_live,)
