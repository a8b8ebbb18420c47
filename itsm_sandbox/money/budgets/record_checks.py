"""What the record of a budget shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import iso_day
from itsm_sandbox.engine.logged_events import LoggedEvent, last
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values, named_actor


def _set(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    was_set = last(events, "set", "set_staff")
    if was_set is None:
        return None
    proposed = any(event.verb == "propose" for event in events)
    apart = was_set.actor_id != values.get("author_id")
    said = f"The budget was set by {named_actor(was_set)}{', not by who proposed it' if proposed and apart else ''}."
    return Fact("budget_set", said, holds=True)


def _revisions(revisions: Sequence[Mapping[str, Any]]) -> str:
    lines = []
    for one in revisions:
        before = ", ".join(
            f"{name.removesuffix('_pence')} £{pence / 100:,.2f}" for name, pence in one["before"].items()
        )
        told = f" Before: {before}." if before else ""
        lines.append(f"{iso_day(one['on'])} by {one['by']}: {one['why']}{told}")
    return "\n".join(lines)


RECORD_CHECKS: tuple[RecordCheck, ...] = (_set,)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "revisions": _revisions,
}
