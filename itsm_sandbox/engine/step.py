"""One step of an artefact, as its table has it: what it changes, and what the log keeps of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.engine.items import words_of_items
from itsm_sandbox.engine.machine import Case, Transition, plain


@dataclass(frozen=True, slots=True)
class Step:
    """`changes` are columns with their new values, whether or not they differ; `shown` are the words of own rows."""

    event: str
    to: str
    role: str
    told: Mapping[str, Any]
    changes: Mapping[str, Any]
    shown: Mapping[str, str]


def fold(transition: Transition, case: Case) -> Step:
    """What comes of a transition that nothing forbids in this case."""
    told = {asked.name: case.given[asked.name] for asked in transition.fields if asked.name in case.given}
    changes = {asked.name: told[asked.name] for asked in transition.fields if asked.keep and asked.name in told}
    if transition.sets is not None:
        changes.update(transition.sets(case))
    return Step(
        event=transition.event,
        to=transition.to or case.state,
        role=_role(transition, case),
        told=told,
        changes=changes,
        shown=words_of_items(transition.fields, case),
    )


def differences(stored: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the changes that change something."""
    return {name: value for name, value in changes.items() if stored[name] != value}


def logged(
    stored: Mapping[str, Any], different: Mapping[str, Any], told: Mapping[str, Any], shown: Mapping[str, str]
) -> dict[str, Any]:
    """The `data` of an event in the log: columns with their values before and after, what was told, words for ids."""
    return {
        "changes": {name: [plain(stored[name]), plain(value)] for name, value in different.items()},
        "given": {name: plain(value) for name, value in told.items()},
        "shown": dict(shown),
    }


def _role(transition: Transition, case: Case) -> str:
    """The role it is done in: the first that the table names and the actor has."""
    return next((str(one) for one in transition.who if one in case.actor.roles), str(transition.who[0]))
