"""What the record of a process review shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import iso_day
from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values
from itsm_sandbox.engine.steps import actions


def _actions(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    actions = [action for action in values.get("actions") or () if isinstance(action, dict)]
    if not actions:
        return Fact("actions_owned", "No action has been agreed yet.", holds=False)
    owned = all(action.get("owner_id") and action.get("due_on") for action in actions)
    done = sum(1 for action in actions if action.get("done_on"))
    who = "each with an owner and a date" if owned else "not all with an owner and a date"
    return Fact("actions_owned", f"Actions agreed: {len(actions)}, {who}; {done} carried out.", holds=owned)


def _compared(figures: Mapping[str, Any]) -> str:
    now, before = figures["now"], figures["before"]
    earlier = {(one["id"], number["label"]): number for one in before["metrics"] for number in one["numbers"]}
    lines = [f"{_period(now)}, and before it {_period(before)}."]
    for one in now["metrics"]:
        for number in one["numbers"]:
            was = earlier.get((one["id"], number["label"]))
            told = f"{_number(number)}; before: {_number(was) if was else 'none'}"
            lines.append(f"{one['id']} {one['name']}, {number['label']}: {told}")
    return "\n".join(lines)


def _period(part: Mapping[str, Any]) -> str:
    return f"{iso_day(part['from_on'])} to {iso_day(part['to_on'])}"


def _number(number: Mapping[str, Any]) -> str:
    return f"{number['text']} ({number['basis']})" if number["basis"] else str(number["text"])


RECORD_CHECKS: tuple[RecordCheck, ...] = (_actions,)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "figures": _compared,
    "actions": actions.in_words,
}
