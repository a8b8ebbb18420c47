"""What the record of a support process shows by itself, and how what it keeps reads on paper."""

from collections.abc import Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _covered(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    held = values.get("article_id") is not None
    return Fact("has_procedure", f"The inventory names {'its' if held else 'no'} procedure.")


RECORD_CHECKS: tuple[RecordCheck, ...] = (_covered,)
