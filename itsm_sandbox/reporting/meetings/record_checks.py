"""What the record of a meeting shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import iso_when
from itsm_sandbox.engine.logged_events import LoggedEvent, first
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values, named_in
from itsm_sandbox.engine.steps import actions


def _confirmed(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if first(events, "hold") is None:
        return None
    confirmations = values.get("confirmations") or ()
    if not confirmations:
        return Fact("attendance_confirmed", "Nobody else has confirmed who was there yet.", holds=False)
    names = ", ".join(
        f"{one['name']}{' (a simulated colleague, which is no witness)' if one['is_simulated'] else ''}"
        for one in confirmations
    )
    return Fact("attendance_confirmed", f"Who was there was confirmed by {names}, not by the presenter.", holds=True)


def _actions(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if first(events, "hold") is None:
        return None
    actions = values.get("actions") or ()
    done = sum(bool(action["done_on"]) for action in actions)
    said = f"Actions: {len(actions)}, each with an owner and a date; {done} carried out."
    return Fact("actions_owned", said if actions else "No action was agreed.", holds=bool(actions))


def _people(people: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(one["name"] for one in people)


def _confirmations(confirmations: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"{named_in(one, 'name')}, {iso_when(one['at'])}: {one['seen']}" for one in confirmations)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _confirmed,
    _actions,
)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "invited": _people,
    "attended": _people,
    "confirmations": _confirmations,
    "actions": actions.in_words,
}
