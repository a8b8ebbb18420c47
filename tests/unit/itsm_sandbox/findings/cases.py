"""Steps of a finding of an audit: those that are possible, and those that a guard refuses."""

from datetime import timedelta
from functools import partial

from itsm_sandbox.assets.findings.rules import LONGEST_EXCEPTION
from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.roles import Tie, WorkRole
from tests.support.steps import ME, OTHER, TODAY, Asked

DAY = timedelta(days=1)
UNKNOWN = {"type": "unknown_hardware"}
MOVED = UNKNOWN | {"type": "moved"}
PROPOSED = UNKNOWN | {"proposed": "register"}
EXCEPTION = UNKNOWN | {"decision": "accept_exception"}
DONE_BY_ME = UNKNOWN | {"acted_by_id": ME}
DONE_BY_ANOTHER = UNKNOWN | {"acted_by_id": OTHER}
TIMER = frozenset({Tie.TIMER})
SUPPORT = frozenset({WorkRole.FIRST_LEVEL})
NO_DAY = "Say until which day the exception is accepted."
WRONG_DAY = "An exception ends on a day to come, within a year."


def exception_until(name: str, until: object) -> dict[str, object]:
    return {name: "accept_exception", "expires_on": until}


step = partial(Asked, values=UNKNOWN, facts={"missing_in_register": None, "registered": None})

KIND = "finding"

POSSIBLE = (
    step("raise", START),
    step("investigate", "open"),
    step("investigate", "investigating"),
    step("decide", "investigating", given={"decision": "quarantine"}),
    step("decide", "investigating", given={"decision": "register"}),
    step("decide", "investigating", given=exception_until("decision", TODAY + DAY)),
    step("decide", "investigating", given=exception_until("decision", TODAY + LONGEST_EXCEPTION)),
    step("propose", "investigating", given={"proposed": "register"}),
    step("propose", "investigating", given=exception_until("proposed", TODAY + DAY)),
    step("propose", "investigating", given=exception_until("proposed", TODAY + LONGEST_EXCEPTION)),
    step("authorise", "investigating", values=PROPOSED),
    step("decline", "investigating", values=PROPOSED),
    step("act", "decided"),
    step("verify", "actioned", values=DONE_BY_ANOTHER),
    step("send_back", "actioned", values=DONE_BY_ANOTHER),
    step("sighted_again", "actioned", roles=TIMER),
    step("close", "verified"),
    step("expire", "closed", values=EXCEPTION, roles=TIMER),
)
REFUSED = (
    (
        step("decide", "investigating", given={"decision": "register"}, values=MOVED),
        "For this class of finding choose among: Correct the register; Return it to its owner.",
    ),
    (step("decide", "investigating", given=exception_until("decision", None)), NO_DAY),
    (step("decide", "investigating", given=exception_until("decision", TODAY)), WRONG_DAY),
    (step("decide", "investigating", given=exception_until("decision", TODAY + LONGEST_EXCEPTION + DAY)), WRONG_DAY),
    (
        step("decide", "investigating", given={"decision": "register"}, roles=SUPPORT),
        "Only the ICT owner may decide that. Propose it to them instead.",
    ),
    (
        step("propose", "investigating", given={"proposed": "register"}, values=MOVED),
        "For this class of finding choose among: Correct the register; Return it to its owner.",
    ),
    (step("propose", "investigating", given=exception_until("proposed", None)), NO_DAY),
    (step("propose", "investigating", given=exception_until("proposed", TODAY)), WRONG_DAY),
    (step("propose", "investigating", given=exception_until("proposed", TODAY + LONGEST_EXCEPTION + DAY)), WRONG_DAY),
    (step("authorise", "investigating"), "Nothing is proposed yet."),
    (step("decline", "investigating"), "Nothing is proposed yet."),
    (
        step("act", "decided", facts={"missing_in_register": "Add it to the register first."}),
        "Add it to the register first.",
    ),
    (step("verify", "actioned", values=DONE_BY_ME), "Somebody else verifies what you did"),
    (step("send_back", "actioned", values=DONE_BY_ME), "Somebody else verifies what you did"),
    (step("expire", "closed", values=UNKNOWN | {"decision": "register"}, roles=TIMER), "It is no exception."),
)
