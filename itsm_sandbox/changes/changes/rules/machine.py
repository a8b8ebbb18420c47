"""Every step of a request for change: from where to where, who does it, what is asked, what stands in its way."""

from itsm_sandbox.changes.changes.rules.approval import APPROVING
from itsm_sandbox.changes.changes.rules.outcome import AFTERWARDS, IMPLEMENTING
from itsm_sandbox.changes.changes.rules.proposal import PLANNING, PROCEEDING, RAISING
from itsm_sandbox.engine.machine import Ask, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie

STATES = (
    State("draft", "Draft", "none", "pencil"),
    State("awaiting_proceed", "Waits for approval to proceed", "sub", "hourglass"),
    State("planning", "Being planned", "none", "list-check"),
    State("peer_review", "In peer review", "sub", "zoom-check"),
    State("awaiting_implement", "Waits for approval to implement", "sub", "signature"),
    State("scheduled", "Scheduled", "met", "calendar-event"),
    State("implementing", "Being carried out", "more", "tool"),
    State("implemented", "Carried out", "sub", "checkup-list"),
    State("closed", "Closed", "met", "lock", is_open=False),
    State("rejected", "Rejected", "bad", "x", is_open=False),
    State("cancelled", "Withdrawn", "plain", "ban", is_open=False),
)
BEFORE_IMPLEMENTING = ("draft", "awaiting_proceed", "planning", "peer_review", "awaiting_implement", "scheduled")
ON_SCHEDULE = ("planning", "peer_review", "awaiting_implement", "scheduled", "implementing")
"""States in which its window counts for clashes; what was carried out stays on the schedule as history."""

_AT_ANY_TIME = (
    Transition(
        "withdraw",
        "Withdraw",
        BEFORE_IMPLEMENTING,
        "cancelled",
        who=(Tie.ORIGINATOR,),
        fields=(Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
        tone="danger",
    ),
    Transition(
        "note",
        "Add a note",
        tuple(state.name for state in STATES if state.is_open),
        None,
        who=(Tie.ANYONE,),
        fields=(Field("note", "Note", Ask.LONG_TEXT, keep=False),),
        key="n",
        merges=True,
    ),
)

MACHINE = Machine(
    "request for change",
    STATES,
    (*RAISING, *PROCEEDING, *PLANNING, *APPROVING, *IMPLEMENTING, *AFTERWARDS, *_AT_ANY_TIME),
)
