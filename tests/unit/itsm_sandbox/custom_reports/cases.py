"""Steps of a custom report: those that are possible, and those that a guard refuses."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.roles import Tie
from tests.support.steps import ME, NOW, OTHER, Asked

MINUTE = timedelta(minutes=1)
TICKETS = {"source": "tickets", "grouping": "channel", "measure": "count", "chart": "bar"}
SOFTWARE = {"source": "software", "grouping": "product", "measure": "count", "chart": "bar"}
DEFINING = (("define", START), ("revise", "defined"))


def figures(n: int, *, is_red: bool = False) -> dict[str, Any]:
    """Of a report with one line for all."""
    return {"rows": [{"label": "All", "n": n, "is_red": is_red, "is_changed": False}]}


def counting(found: Mapping[str, Any]) -> dict[str, Any]:
    return {"figures": lambda _now: found, "to_comment": {1: ["All"], 2: []}.get}


QUIET, RED, NOTHING = counting(figures(3)), counting(figures(3, is_red=True)), counting(figures(0))
COMMENT = "All: the new printers came in that week."
TEXT_FOR_STAFF = "What changes for you is where you collect what you printed, from Monday on."
TWO_ISSUES = {
    "issues": 2,
    "rhythm": "weekly",
    "notes": [{"issue": 1, "lines": [COMMENT]}],
    "sent": [{"issue": 1, "audience": "staff", "to": [{"id": ME}, {"id": OTHER}], "text": TEXT_FOR_STAFF}],
    "questions": [{"question": "Why?", "answer": "So."}, {"question": "When?", "answer": ""}],
}
NONE_ISSUED = TWO_ISSUES | {"issues": 0}
SENT = {"issue": 2, "audience": "management", "recipients": [ME, OTHER], "text": TEXT_FOR_STAFF}

step = partial(Asked, values=TWO_ISSUES, facts=QUIET)

KIND = "report_definition"

POSSIBLE = (
    *(step(event, state, given=TICKETS | {"category": "printing", "site_id": 1}) for event, state in DEFINING),
    *(step(event, state, given=SOFTWARE) for event, state in DEFINING),
    step("issue", "defined"),
    step("issue", "in_use", given={"comments": [COMMENT]}, facts=RED),
    step("issue_unattended", "in_use", roles=frozenset({Tie.TIMER})),
    step("comment_issue", "in_use", given={"issue": 2, "lines": [COMMENT]}),
    step("send", "in_use", given=SENT),
    step("send", "in_use", given=SENT | {"issue": 1, "audience": "staff"}),
    step("ask", "in_use", given={"issue": 1}),
    step("record_questions", "in_use", given={"issue": 2}),
    step("answer", "in_use", given={"number": 2}),
    step("schedule", "defined", given={"first_at": NOW + MINUTE}),
    step("stop_schedule", "in_use"),
    step("retire", "in_use"),
)
REFUSED = (
    *((step(event, state, given=SOFTWARE | {"site_id": 1}), "no site to filter by.") for event, state in DEFINING),
    (step("issue", "defined", facts=NOTHING), "Nothing is counted."),
    (step("issue", "defined", facts=RED), "Say something of each in at least 15 characters"),
    *(
        (step(event, "in_use", given=given), f"There is no issue {given['issue']}; there are 2.")
        for event in ("comment_issue", "send", "record_questions")
        for given in ({"issue": 0}, {"issue": 3})
    ),
    (step("comment_issue", "in_use", given={"lines": [COMMENT, "It is fine."]}), "and a colon: It is fine."),
    (step("send", "in_use", values=NONE_ISSUED), "Issue it first."),
    (step("record_questions", "in_use", values=NONE_ISSUED), "Issue it first."),
    (step("send", "in_use", given=SENT | {"issue": 1}, values=TWO_ISSUES | {"notes": []}), "Comment on issue 1 first."),
    (step("send", "in_use", given=SENT | {"recipients": [ME]}), "Send it to somebody besides yourself."),
    (step("send", "in_use", given=SENT | {"issue": 1}), "The other audience got these very words."),
    (step("ask", "in_use", given={"issue": 2}), "Only those it was sent to ask about it here."),
    (
        step("ask", "in_use", given={"issue": None}, values=TWO_ISSUES | {"sent": []}),
        "Only those it was sent to ask about it here.",
    ),
    (step("answer", "in_use", given={"number": None}, values=TWO_ISSUES | {"questions": []}), "No question is open."),
    (step("answer", "in_use", given={"number": 1}), "Question 1 is answered already."),
    (step("answer", "in_use", given={"number": 3}), "There is no question 3; there are 2."),
    (step("schedule", "defined", given={"first_at": NOW}), "Choose a first time that is still to come."),
    (step("stop_schedule", "in_use", values=TWO_ISSUES | {"rhythm": ""}), "It is not issued by itself."),
)
