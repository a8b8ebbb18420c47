"""What guards and pages ask about a change's events: consultations, what people were told, who signed which text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.changes.changes.rules.text import Line, Words, differences, hash_of_step, lines_of, values_at

WRITES_STEP_2 = frozenset({"submit_2", "submit_emergency", "schedule_standard", "amend"})
SCHEDULES = frozenset({"approve_implement", "schedule_standard"})
SIGNING = {
    "approve_proceed": (1, "Approval to proceed"),
    "review_ok": (2, "Peer review"),
    "review_after": (2, "Peer review after the fact"),
    "approve_implement": (2, "Approval to implement"),
}


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """An event of a change: its name, who did it, and the `data` that the log keeps."""

    verb: str
    actor_id: int | None
    data: Mapping[str, Any]

    @property
    def given(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.data.get("given", {})
        return found


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: what was signed, by the event at this place in the list, and whether it holds for today's text."""

    verb: str
    step: int
    label: str
    place: int
    hash: str
    holds: bool
    lines: Sequence[str]  # as signed
    differences: Sequence[Line]  # empty while it holds


def facts_of(logged: Sequence[ChangeEvent]) -> dict[str, Any]:
    """The facts that follow from the change's own events."""
    consulted = _since_last(logged, WRITES_STEP_2, "record_consultation")
    return {
        "consultations": len(consulted),
        "reschedule_asked": bool(consulted and consulted[-1].given.get("reschedule")),
        "communicated": len(_since_last(logged, SCHEDULES, "communicate")),
        "incidents_said": any(one.verb == "link_incidents" for one in logged),
    }


def signatures(logged: Sequence[ChangeEvent], values: Mapping[str, Any], words: Words) -> list[Signed]:
    """The last signature of each kind, with the text that was signed and what has changed in it since."""
    last = {one.verb: place for place, one in enumerate(logged) if one.verb in SIGNING}
    found = []
    for verb, place in sorted(last.items(), key=lambda pair: pair[1]):
        step, label = SIGNING[verb]
        then = values_at([one.data for one in logged[: place + 1]])
        signed, now = lines_of(step, then, words), lines_of(step, values, words)
        digest = hash_of_step(step, then)
        holds = digest == hash_of_step(step, values)
        changed = [] if holds else differences(signed, now)
        found.append(Signed(verb, step, label, place, digest, holds, signed, changed))
    return found


def _since_last(logged: Sequence[ChangeEvent], verbs: frozenset[str], wanted: str) -> list[ChangeEvent]:
    last = max((place for place, one in enumerate(logged) if one.verb in verbs), default=-1)
    return [one for one in logged[last + 1 :] if one.verb == wanted]
