"""What is possible with a piece of feedback, and what its guards refuse."""

from typing import Any

from itsm_sandbox.engine.machine import START
from tests.support.steps import Asked

KIND = "feedback"
UNDECIDED = 1


def feedback(event: str, state: str, **given: Any) -> Asked:
    facts = {"about": lambda _article: ("Forgotten passwords", 1), "is_open_request": lambda row: row == UNDECIDED}
    return Asked(event, state, given, {}, facts)


POSSIBLE = (
    feedback("record_feedback", START, type="error", article_id=1),
    feedback("record_feedback", START, type="missing"),
    feedback("raise_change", "new"),
    feedback("join_change", "new", change_id=UNDECIDED),
    feedback("link_change", "in_hand"),
    feedback("answer", "new"),
    feedback("tell_giver", "in_hand"),
)
REFUSED = (
    (feedback("record_feedback", START, type="error"), "Choose the article that it is about"),
    (feedback("join_change", "new", change_id=UNDECIDED + 1), "That request is decided already."),
)
