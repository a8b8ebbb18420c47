"""How a package says who may do what; each package keeps its own table of rules."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from accounts.models import Membership
from core.errors import NotAllowed, NotFound


class Answer(Enum):
    """What a rule answers: yes; no, but they may see it (403); or that it is not there for them (404)."""

    YES = "yes"
    NO = "no"
    HIDDEN = "hidden"


Rule = Callable[[Membership, Any], Answer]
Policy = Mapping[str, Rule]


def may(policy: Policy, action: str, who: Membership, subject: object) -> bool:
    return policy[action](who, subject) is Answer.YES


def require(policy: Policy, action: str, who: Membership, subject: object) -> None:
    """Raise `NotFound` or `NotAllowed` unless the policy lets this membership act on this subject."""
    answer = policy[action](who, subject)
    if answer is Answer.HIDDEN:
        raise NotFound("We could not find that. It may have moved, or you may not have access to it.")
    if answer is Answer.NO:
        raise NotAllowed(f"Your role here does not let you {action.replace('_', ' ')}.")
