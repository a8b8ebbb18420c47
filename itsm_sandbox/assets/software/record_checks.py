"""What the record of a software product shows by itself, and how what it keeps reads on paper."""

from collections.abc import Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent, last
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values

_NEEDED = {"name": "name", "publisher": "publisher", "metric": "how it is licensed"}


def _complete(values: Values, _events: Sequence[LoggedEvent]) -> Fact:
    missing = [words for name, words in _NEEDED.items() if not values.get(name)]
    said = f"Its record lacks {' and '.join(missing)}." if missing else "Its record is complete."
    return Fact("record_complete", said, holds=not missing)


def _allowed(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    decided = last(events, "authorise")
    if decided is None:
        return None
    by = "a simulated colleague, which is no authorisation" if decided.is_simulated else decided.actor
    verdict = str(values.get("authorisation"))
    return Fact("usedecided_by_owner", f"Its use is {verdict}; that was decided by {by}.", holds=verdict == "allowed")


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _complete,
    _allowed,
)
