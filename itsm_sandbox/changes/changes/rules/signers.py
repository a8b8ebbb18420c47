"""Who may sign which step of a change, who may not and why, and whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.changes.changes.rules import guards
from itsm_sandbox.changes.changes.rules.facts import Progress
from itsm_sandbox.changes.changes.rules.fields import EMERGENCY
from itsm_sandbox.engine.machine import Actor, Case, Guard
from itsm_sandbox.engine.roles import WorkRole

_RAISED_IT = "raised this request"
SEPARATIONS: Mapping[str, tuple[tuple[Guard, str], ...]] = {
    "approve_proceed": ((guards.not_the_originator, _RAISED_IT),),
    "review_ok": ((guards.reviewer_is_a_peer, _RAISED_IT),),
    "review_after": ((guards.reviewer_is_a_peer, _RAISED_IT),),
    "approve_implement": (
        (guards.not_the_originator, _RAISED_IT),
        (guards.final_is_another, "gave the approval to proceed"),
    ),
    "close": (),
}
"""What keeps the signatures of one change apart, by the event of each, with why somebody may not in few words."""

_ROLE_FOR = {
    "approve_proceed": WorkRole.INITIAL_APPROVER,
    "review_ok": WorkRole.PEER_REVIEWER,
    "review_after": WorkRole.PEER_REVIEWER,
    "approve_implement": WorkRole.FINAL_APPROVER,
    "close": WorkRole.INITIAL_APPROVER,
}
_BOTH_BY_OWNER = {"approve_proceed", "approve_implement"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the workplace."""

    id: int
    name: str
    roles: frozenset[str]
    is_simulated: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """A holder of the role that signs; `refusal` is what forbids it to them, such as "raised this request"."""

    person: Person
    refusal: str | None

    @property
    def may(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes next, and who does it: an event's signers, or the people of this tie."""

    what: str
    event: str = ""  # of a signature
    people: tuple[int, ...] = ()  # of a tie: ids of colleagues


_SIGNED_IN = {
    "awaiting_proceed": Turn("decides whether to go ahead", "approve_proceed"),
    "peer_review": Turn("reviews the plan", "review_ok"),
    "awaiting_implement": Turn("consults the users and decides on the plan", "approve_implement"),
}


def list_signers(
    event: str, people: Sequence[Person], values: Mapping[str, Any], progress: Progress, now: Any
) -> list[Signer]:
    """Those who hold the role, those who may first; in Primary FITS the ICT owner gives both approvals."""
    roles = {str(_ROLE_FOR[event])}
    if event == "close" or (event in _BOTH_BY_OWNER and progress.profile == guards.PRIMARY_FITS):
        roles.add(str(WorkRole.ICT_OWNER))
    found = []
    for person in people:
        if person.roles & roles:
            case = Case("", values, Actor(person.id, person.roles, person.is_simulated), now, facts=progress)
            refusal = next((why for guard, why in SEPARATIONS[event] if guard(case)), None)
            found.append(Signer(person, refusal))
    return sorted(found, key=lambda one: (not one.may, one.person.name, one.person.id))


def role_for(event: str) -> WorkRole:
    return _ROLE_FOR[event]


def find_turn(state: str, values: Mapping[str, Any], progress: Progress) -> Turn | None:
    """Whose turn it is; None when nothing more is to be done."""
    originator, implementer = values.get("originator_id"), values.get("implementer_id")
    if state in _SIGNED_IN:
        return _SIGNED_IN[state]
    if state == "implemented":
        return _turn_afterwards(values, progress)
    ties = {
        "draft": ("completes step 1 and sends it", (originator,)),
        "planning": ("plans it in step 2", (originator, implementer)),
        "scheduled": (
            "starts it in its window" if progress.communicated else "tells those who are affected, then starts",
            (implementer,),
        ),
        "implementing": ("carries it out", (implementer,)),
    }
    if state not in ties:
        return None
    what, who = ties[state]
    return Turn(what, people=tuple(dict.fromkeys(one for one in who if one is not None)))


def _turn_afterwards(values: Mapping[str, Any], progress: Progress) -> Turn:
    missing = guards.missing_to_close(values, progress)
    if not missing:
        return Turn("closes it", "close")
    review_only = values.get("type") == EMERGENCY and len(missing) == 1 and not values.get("reviewed_by_id")
    if review_only and progress.peer_review_required:
        return Turn("reviews the emergency after the fact", "review_after")
    implementer = values.get("implementer_id")
    return Turn("finishes the paperwork: " + "; ".join(missing), people=(implementer,) if implementer else ())
