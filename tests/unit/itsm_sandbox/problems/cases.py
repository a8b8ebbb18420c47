"""What is possible with a problem, and what its guards refuse."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from itsm_sandbox.engine.machine import START
from tests.support.steps import ME, NOW, OTHER, TEXT, Asked

KIND = "problem"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FACTS: Mapping[str, Any] = {
    "change": ("RFC-0004", "closed", "successful", NOW - DAY),
    "hypotheses": ["A loose cable"],
    "investigators": frozenset({ME, OTHER}),
    "is_solo": False,
    "recurrences_since": lambda _since: 0,
}
LOGGED_AT = NOW - 10 * DAY
LOG = {"source": "monitoring", "subcategory": "wifi"}
ALONE = frozenset({ME})


def problem(
    event: str,
    state: str,
    given: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Asked:
    held = {"created_at": LOGGED_AT, "subcategory": "wifi", **(values or {})}
    return Asked(event, state, given or {}, held, {**FACTS, **facts})


def since_fix(count: int) -> Any:
    """So many tickets were logged since the fix."""
    return lambda _since: count


def carried_out(state: str, outcome: str = "") -> Asked:
    return problem("resolve", "awaiting_change", change=("RFC-0004", state, outcome, NOW))


POSSIBLE = (
    problem("log", START, LOG),
    problem("log", START, {**LOG, "source": "trend", "trend_id": 1}),
    problem("log", START, {**LOG, "source": "major_incident", "tickets": [1]}),
    problem("log", START, {"source": "supplier", "service_id": 1}, {"subcategory": ""}),
    problem("log", START, {"source": "supplier", "asset_id": 1}, {"subcategory": ""}),
    problem("investigate", "new"),
    problem("ask_why", "investigating", {}, {"method": "five_whys"}),
    problem("name_cause", "investigating", {}, {"method": "cause_effect"}),
    problem("place_moment", "investigating", {}, {"method": "timeline"}),
    problem("review_change", "investigating", {}, {"method": "change_review"}),
    problem("hypothesise", "investigating"),
    problem("weigh", "investigating", {"hypothesis": 1}),
    problem("choose_method", "investigating"),
    problem("record_workaround", "investigating"),
    problem("record_cause", "investigating"),
    problem("declare_known_error", "investigating", {"workaround": TEXT}),
    problem("declare_known_error", "investigating", {}, {"root_cause": TEXT}),
    problem("request_change", "known_error"),
    problem("replace_change", "awaiting_change"),
    carried_out("implemented", "partially_successful"),
    carried_out("closed", "successful"),
    problem("resolve", "awaiting_change", {"recurrence_note": TEXT}, recurrences_since=since_fix(1)),
    problem("resolve", "known_error", {"fixed_at": NOW}),
    problem("resolve", "known_error", {"fixed_at": LOGGED_AT}),
    problem("resolve", "known_error", {"recurrence_note": TEXT}, recurrences_since=since_fix(3)),
    problem("reopen", "resolved"),
    problem("close", "resolved"),
    problem("close", "resolved", investigators=ALONE, is_solo=True),
    problem("close", "resolved", investigators=frozenset({OTHER})),
    problem("link_tickets", "new"),
    problem("unlink_tickets", "new"),
    problem("describe", "new"),
    problem("name_investigator", "new"),
    problem("note", "new"),
    problem("cancel", "new"),
)
NOWHERE = "Name a service, a category or a device"
KNOWS_NOTHING = "Record a workaround or the root cause first"
REFUSED = (
    (problem("log", START, {**LOG, "source": "trend"}), "Name the analysis that it comes from"),
    (problem("log", START, {**LOG, "source": "major_incident"}), "Name the major incident among its tickets"),
    (problem("log", START, {**LOG, "subcategory": ""}), NOWHERE),
    (problem("describe", "new", {"subcategory": ""}), NOWHERE),
    (problem("ask_why", "investigating", {}, {"method": "timeline"}), "Choose the method “Five whys”"),
    (problem("name_cause", "investigating", {}, {"method": "timeline"}), "Choose the method “Cause and effect”"),
    (problem("place_moment", "investigating", {}, {"method": "five_whys"}), "Choose the method “Timeline”"),
    (problem("review_change", "investigating", {}, {"method": "timeline"}), "Choose the method “Review of changes”"),
    (problem("weigh", "investigating", hypotheses=()), "Write down a hypothesis first."),
    (problem("weigh", "investigating", {"hypothesis": 2}), "There is no hypothesis 2; the last is 1."),
    (problem("weigh", "investigating", {"hypothesis": 0}), "There is no hypothesis 0; the last is 1."),
    (problem("declare_known_error", "investigating"), KNOWS_NOTHING),
    (problem("declare_known_error", "investigating", {"workaround": " " * 20}), KNOWS_NOTHING),
    (problem("resolve", "awaiting_change", change=None), "Name the request for change that removes the cause first."),
    (carried_out("scheduled"), "RFC-0004 is not carried out yet."),
    (carried_out("implemented", "fallen_back"), "RFC-0004 did not succeed."),
    (carried_out("closed", "unsuccessful"), "RFC-0004 did not succeed."),
    (problem("resolve", "awaiting_change", recurrences_since=since_fix(1)), "1 ticket like these was logged since"),
    (problem("resolve", "known_error", recurrences_since=since_fix(3)), "3 tickets like these were logged since"),
    (problem("resolve", "known_error", {"fixed_at": NOW + MINUTE}), "The fix was in place before now."),
    (problem("resolve", "known_error", {"fixed_at": LOGGED_AT - MINUTE}), "The fix came after the problem was logged."),
    (problem("close", "resolved", investigators=ALONE), "You are its only investigator"),
)
