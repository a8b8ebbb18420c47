"""The states of evidence as a table, and the one function that reads it."""

from enum import StrEnum

from core.errors import DomainError
from portfolio.vocabulary import EvidenceState


class EvidenceEvent(StrEnum):
    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ANSWER = "answer"  # whoever made it opens a new version after a return
    TAKE_UP = "take_up"  # the assessor begins
    RETURN = "return"
    ACCEPT = "accept"
    DISPUTE = "dispute"  # the apprentice says that a record of their work is not right
    VOID = "void"  # two people of the centre took it out of account
    TAKE_BACK = "take_back"  # whoever made a record that came back gives it up


_S, _E = EvidenceState, EvidenceEvent

MOVES: dict[tuple[EvidenceState, EvidenceEvent], EvidenceState] = {
    (_S.DRAFT, _E.EDIT): _S.DRAFT,
    (_S.DRAFT, _E.SUBMIT): _S.SUBMITTED,
    (_S.DRAFT, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.SUBMITTED, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.SUBMITTED, _E.TAKE_UP): _S.IN_ASSESSMENT,
    (_S.IN_ASSESSMENT, _E.TAKE_UP): _S.IN_ASSESSMENT,
    (_S.IN_ASSESSMENT, _E.RETURN): _S.ACTION_REQUIRED,
    (_S.IN_ASSESSMENT, _E.ACCEPT): _S.ASSESSED,
    (_S.ACTION_REQUIRED, _E.ANSWER): _S.ACTION_REQUIRED,
    (_S.ACTION_REQUIRED, _E.EDIT): _S.ACTION_REQUIRED,
    (_S.ACTION_REQUIRED, _E.SUBMIT): _S.SUBMITTED,
    (_S.SUBMITTED, _E.DISPUTE): _S.ACTION_REQUIRED,
    (_S.IN_ASSESSMENT, _E.DISPUTE): _S.ACTION_REQUIRED,
    (_S.ACTION_REQUIRED, _E.TAKE_BACK): _S.WITHDRAWN,
    **{(state, _E.VOID): _S.VOID for state in _S if state is not _S.VOID},
}

_CANNOT = {
    EvidenceEvent.EDIT: "be changed",
    EvidenceEvent.SUBMIT: "be submitted",
    EvidenceEvent.WITHDRAW: "be withdrawn",
    EvidenceEvent.ANSWER: "have a new version",
    EvidenceEvent.TAKE_UP: "be assessed",
    EvidenceEvent.RETURN: "be returned",
    EvidenceEvent.ACCEPT: "be accepted",
    EvidenceEvent.DISPUTE: "be sent back",
    EvidenceEvent.TAKE_BACK: "be withdrawn",
    EvidenceEvent.VOID: "be made void",
}
_BECAUSE = {
    EvidenceState.DRAFT: "it has not been submitted yet",
    EvidenceState.SUBMITTED: "it has been submitted",
    EvidenceState.IN_ASSESSMENT: "somebody has begun to assess it",
    EvidenceState.ACTION_REQUIRED: "the assessor asked for something more first",
    EvidenceState.ASSESSED: "it has been assessed",
    EvidenceState.WITHDRAWN: "it was withdrawn",
    EvidenceState.VOID: "it is void",
}


class EvidenceCannotMove(DomainError):
    """The state of the evidence does not allow this now."""


def next_state(state: EvidenceState, event: EvidenceEvent) -> EvidenceState:
    """The state after the event. Raises EvidenceCannotMove with the reason when the table has no such move."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise EvidenceCannotMove(f"This cannot {_CANNOT[event]} now, because {_BECAUSE[state]}.") from None
