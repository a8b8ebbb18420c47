"""What the log of a workplace says of each version of its opening hours."""

from collections.abc import Iterable

from itsm_sandbox.engine.frozen_tables import UNTOLD, FrozenTable, Moment, Row
from itsm_sandbox.engine.models import OpeningHours

_CONTENT = ("from_on", "week", "subdivision", "closures")


def _first(moment: Moment) -> Iterable[Row]:
    """Of a workplace that was opened before its first event told its hours, only that there are some."""
    told = moment.given.get("hours") or dict.fromkeys(_CONTENT, UNTOLD)
    return [{"number": 1, **{name: told[name] for name in _CONTENT}, "made_by_id": None}]


def _changed(moment: Moment) -> Iterable[Row]:
    given = moment.given
    content = {name: given[name] for name in _CONTENT}
    return [{"number": given["number"], **content, "made_by_id": moment.event.actor_id}]


FROZEN_HOURS = FrozenTable(
    model=OpeningHours,
    owner="workplace_id",
    key=("number",),
    label="version {number} of the opening hours",
    rows={"opened": _first, "hours_changed": _changed},
    unexplained={"made_at": "It is our time, a moment before that at which the event was recorded."},
)
