"""The history of a change in words: each event by the name of its step, what was said with it, and what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.changes.changes.rules.machine import MACHINE
from itsm_sandbox.changes.changes.rules.text import LABELS
from itsm_sandbox.engine.history import words_for
from itsm_sandbox.engine.machine import is_told


@dataclass(frozen=True, slots=True)
class ChangeDescription:
    """An event as it reads: its step, the questions with their answers, and the parts of the form that it changed."""

    label: str
    answers: tuple[tuple[str, str], ...]
    changed: str


_MANY = 4


def describe_change(verb: str, from_state: str, data: Mapping[str, Any]) -> ChangeDescription:
    transition = MACHINE.find(verb, from_state)
    if transition is None:
        return ChangeDescription(verb.replace("_", " ").capitalize(), (), "")
    given, shown = data.get("given", {}), data.get("shown", {})
    answers = [
        (asked.label, words_for(asked, given[asked.name], shown.get(asked.name)))
        for asked in transition.fields
        if asked.name not in LABELS and is_told(given.get(asked.name)) and given[asked.name] is not False
    ]
    changed = [label for name, label in LABELS.items() if from_state and name in data.get("changes", {})]
    return ChangeDescription(transition.label, tuple(answers), _in_short(changed))


def _in_short(labels: list[str]) -> str:
    if len(labels) > _MANY:
        return f"{len(labels)} parts of the form"
    return "; ".join(label[0].lower() + label[1:] for label in labels)
