"""What is possible with a support procedure, and what its guards refuse."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.engine.machine import START
from tests.support.steps import ME, OTHER, TEXT, Asked

KIND = "procedure"
FACTS: Mapping[str, Any] = {"users": [OTHER], "sent_to": []}


def procedure(event: str, state: str, given: Mapping[str, Any] | None = None, **told: Any) -> Asked:
    """One with a memo that was issued once; `told` are other values of its columns, or other facts."""
    values = {
        "opening": TEXT,
        "version_number": 1,
        **{name: value for name, value in told.items() if name not in FACTS},
    }
    facts = {**FACTS, **{name: value for name, value in told.items() if name in FACTS}}
    return Asked(event, state, given or {}, values, facts)


POSSIBLE = (
    procedure("begin", START, {"body": TEXT * 3}),
    procedure("write", "draft", {"body": TEXT * 3}),
    procedure("hand_over", "draft"),
    procedure("hand_back", "with_owner"),
    procedure("write_memo", "with_owner"),
    procedure("issue", "with_owner"),
    procedure("issue_to_joiner", "issued", {"colleague_id": OTHER}, sent_to=[ME]),
    procedure("revise", "issued"),
)
REFUSED = (
    (procedure("issue", "with_owner", opening=""), "First write the covering memo"),
    (procedure("issue", "with_owner", users=[]), "Nobody here is an ICT user yet."),
    (procedure("issue_to_joiner", "draft", version_number=0), "It was not issued yet."),
    (
        procedure("issue_to_joiner", "issued", {"colleague_id": OTHER}, sent_to=[OTHER]),
        "They have this version already.",
    ),
)
