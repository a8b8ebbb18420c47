"""What the record of a contingency or recovery plan shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import iso_when
from itsm_sandbox.engine.logged_events import LoggedEvent, last, several
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values, named_actor
from itsm_sandbox.risk.continuity.rules import actions_in_words, exercises_in_words


def _agreed(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    """Somebody else agreed to what is done when it fails."""
    approved = last(events, "approve")
    if approved is None:
        return None
    apart = approved.actor_id != values.get("author_id")
    said = f"The plan was approved by {named_actor(approved)}{', not its author' if apart else ', who wrote it'}."
    return Fact("plan_agreed", said, holds=apart)


def _practised(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    exercises, actions = values.get("exercises") or [], values.get("actions") or []
    if not values.get("version"):
        return None
    open_actions = sum(not action["done_on"] for action in actions)
    said = f"Exercises on it: {len(exercises)}. Actions that followed: {len(actions)}, {open_actions} of them open."
    return Fact("plan_practised", said, holds=bool(exercises))


def _used(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    invoked = several(events, {"invoke"})
    if not invoked:
        return Fact("plan_used", "It was never invoked.") if values.get("version") else None
    times = "once" if len(invoked) == 1 else f"{len(invoked)} times"
    return Fact("plan_used", f"It was invoked {times}, last by {named_actor(invoked[-1])}.", holds=True)


def _uses(uses: Sequence[Mapping[str, Any]]) -> str:
    lines = []
    for use in uses:
        ended = f" Stood down {iso_when(use['ended_at'])}. {use['how']}" if use["ended_at"] else " Still in force."
        lines.append(f"Invoked {iso_when(use['at'])}. {use['why']}{ended}")
        for entry in use["log"]:
            told = f" (told: {entry['told']})" if entry["told"] else ""
            lines.append(f"   {iso_when(entry['at'])}: {entry['what']}{told}")
    return "\n".join(lines)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _agreed,
    _practised,
    _used,
)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "exercises": exercises_in_words,
    "actions": actions_in_words,
    "uses": _uses,
}
