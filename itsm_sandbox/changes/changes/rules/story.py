"""The history of a change in words: each event by the name of its step, what was said with it, and what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.formatting import iso_when
from itsm_sandbox.changes.changes.rules.machine import MACHINE
from itsm_sandbox.changes.changes.rules.text import LABELS
from itsm_sandbox.engine.machine import Ask, Field, is_told
from itsm_sandbox.engine.roles import Tie, WorkRole


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it reads: its step, the questions with their answers, and the parts of the form that it changed."""

    label: str
    answers: tuple[tuple[str, str], ...]
    changed: str


_NAMED: dict[str, str] = {str(one): one.label for one in (*WorkRole, *Tie) if one not in {Tie.ANYONE, Tie.TIMER}}
_MANY = 4


def role_words(acting_role: str) -> str:
    """The role an event was done in, in words; nothing for what anybody may do."""
    label = _NAMED.get(acting_role, "").removeprefix("the ")
    return label if label.startswith("ICT") else label[:1].lower() + label[1:]


def tell(verb: str, from_state: str, data: Mapping[str, Any]) -> Told:
    transition = MACHINE.find(verb, from_state)
    if transition is None:
        return Told(verb.replace("_", " ").capitalize(), (), "")
    given, shown = data.get("given", {}), data.get("shown", {})
    answers = [
        (asked.label, str(shown.get(asked.name) or _answer(asked, given[asked.name])))
        for asked in transition.fields
        if asked.name not in LABELS and is_told(given.get(asked.name)) and given[asked.name] is not False
    ]
    changed = [label for name, label in LABELS.items() if from_state and name in data.get("changes", {})]
    return Told(transition.label, tuple(answers), _in_short(changed))


def _in_short(labels: list[str]) -> str:
    if len(labels) > _MANY:
        return f"{len(labels)} parts of the form"
    return "; ".join(label[0].lower() + label[1:] for label in labels)


def _answer(asked: Field, value: Any) -> str:
    if asked.ask is Ask.YES_NO:
        return "Yes"
    if asked.ask is Ask.MOMENT:
        return iso_when(value)
    words = dict(asked.choices)
    if isinstance(value, list):
        return "; ".join(words.get(one, str(one)) for one in value)
    return words.get(value, str(value))
