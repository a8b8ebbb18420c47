"""Steps of a risk assessment: those that are possible, and those that a guard refuses."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.roles import Tie, WorkRole
from tests.support.steps import OTHER, TODAY, Asked

DAY = timedelta(days=1)
AUTHOR, OWNER = frozenset({Tie.AUTHOR}), frozenset({WorkRole.ICT_OWNER})
RISK: Mapping[str, Any] = {
    "number": 1,
    "status": "open",
    "service_id": 1,
    "assets": "",
    "importance": "high",
    "hazard": "The server fails.",
    "likelihood": 3,
    "impact": 3,
    "score": 9,
    "target": 4,
    "recommendation": "Buy a second one.",
    "cost_pence": 100,
    "owner_id": OTHER,
    "due_on": TODAY.isoformat(),
    "decision": "reduce",
    "is_funded": False,
}


def with_risks(*risks: Mapping[str, Any]) -> dict[str, Any]:
    """An assessment with these risks, numbered in their order; each says what differs from the usual one."""
    return {"risks": [{**RISK, "number": number, **risk} for number, risk in enumerate(risks, 1)]}


def importance_of(service_id: int) -> tuple[str, str]:
    """Of a service by the catalogue: its name and its importance."""
    return {1: ("Mail", "high"), 2: ("Print", "")}[service_id]


ONE = with_risks({})
DONE, LEFT_OUT = with_risks({"status": "done"}), with_risks({"status": "left_out"})
HIGH = with_risks({"score": 10})
OVERDUE = with_risks({"due_on": (TODAY - DAY).isoformat()})
BEFORE_CHOOSING = {"number": None}
NEW = {"service_id": 1, "likelihood": "3", "impact": "3", "target": 9, "due_on": TODAY}
BURNS = {"hazard": "The server burns."}

step = partial(Asked, values=ONE, facts={"service": importance_of})

KIND = "risk_assessment"

NO_RISK, NONE_OPEN = "Identify a few key risks first.", "No risk is open."
PAST = "Choose a day that is still to come."
IN_DRAFT = ("revise_risk", "leave_out_risk", "set_importance", "decide_risk")
AFTERWARDS = ("act_on_risk", "postpone_risk", "fund_risk")

POSSIBLE = (
    *(step("begin", START, given={"year": TODAY.year + years}) for years in (-1, 0, 1)),
    step("add_risk", "draft", given=NEW),
    step("add_risk", "draft", given={**NEW, "service_id": None, "assets": "The switches", "importance": "low"}),
    step("add_risk", "draft", given={**NEW, "target": None, "due_on": None}),
    step("revise_risk", "draft", given=BURNS),
    step("revise_risk", "draft", given={**BURNS, "due_on": TODAY - DAY}, values=OVERDUE),
    step("leave_out_risk", "draft"),
    step("set_importance", "draft"),
    step("decide_risk", "with_owner"),
    step("decide_risk", "with_owner", values=HIGH, roles=OWNER),
    step("hand_over", "draft"),
    step("hand_over", "draft", values=with_risks({"score": 4, "recommendation": "", "owner_id": None, "due_on": None})),
    step("return_it", "with_owner"),
    step("complete", "with_owner", values=with_risks({}, {"decision": "", "status": "left_out"})),
    step("act_on_risk", "complete"),
    step("postpone_risk", "complete"),
    step("fund_risk", "complete"),
    step("supersede", "complete", roles=frozenset({Tie.TIMER})),
    step("abandon", "draft"),
)
REFUSED = (
    (step("begin", START, given={"year": TODAY.year - 2}), "Choose a year from 2025 to 2027."),
    (step("begin", START, given={"year": TODAY.year + 2}), "Choose a year from 2025 to 2027."),
    (step("add_risk", "draft", given={**NEW, "service_id": None}), "Choose a service, or name a group of assets."),
    (step("add_risk", "draft", given={**NEW, "service_id": 2}), "Say how important it is"),
    (step("add_risk", "draft", given={**NEW, "target": 10}), "The target is from 1 to the score, which is 9."),
    (step("add_risk", "draft", given={**NEW, "target": 0}), "The target is from 1 to the score, which is 9."),
    (step("add_risk", "draft", given={**NEW, "due_on": TODAY - DAY}), PAST),
    *((step(event, "draft", values=LEFT_OUT), NO_RISK) for event in (*IN_DRAFT, "hand_over")),
    *((step(event, "draft", given=BEFORE_CHOOSING, values=DONE), NONE_OPEN) for event in IN_DRAFT),
    *((step(event, "complete", given=BEFORE_CHOOSING, values=DONE), NONE_OPEN) for event in AFTERWARDS),
    *((step(event, "draft", given={"number": 2}), "There is no risk 2.") for event in IN_DRAFT),
    *((step(event, "complete", given={"number": 2}), "There is no risk 2.") for event in AFTERWARDS),
    (step("decide_risk", "draft", values=with_risks({"status": "left_out"}, {})), "Risk 1 was left out."),
    (step("decide_risk", "draft", values=DONE), "What risk 1 recommends is done already."),
    (step("revise_risk", "draft", given={"likelihood": "3"}), "Change what is to be different."),
    (step("revise_risk", "draft", given={"impact": "1"}), "The target is from 1 to the score, which is 3."),
    (step("revise_risk", "draft", given={"due_on": TODAY - DAY}), PAST),
    (
        step("decide_risk", "draft", given=BEFORE_CHOOSING, values=HIGH, roles=AUTHOR),
        "What is open scores 10 or more: the ICT owner decides.",
    ),
    (step("decide_risk", "draft", values=HIGH, roles=AUTHOR), "from 10 on the ICT owner decides."),
    *(
        (step("hand_over", "draft", values=with_risks({lacking: None})), "Risk 1 needs a recommendation, somebody")
        for lacking in ("recommendation", "owner_id", "due_on")
    ),
    (
        step("hand_over", "draft", values=with_risks({"due_on": None}, {"due_on": None, "score": 5})),
        "Risks 1, 2 need a recommendation",
    ),
    (
        step("complete", "with_owner", values=with_risks({"decision": ""}, {"decision": "", "score": 10})),
        "The ICT owner has yet to decide on risk 2, which score 10 or more.",
    ),
    (
        step("complete", "with_owner", values=with_risks({"decision": ""}, {"decision": ""})),
        "Decide on risks 1, 2 too: below 10 that is yours to do.",
    ),
    (step("act_on_risk", "complete", given={"done_on": TODAY + DAY}), "Choose a day that has come."),
    (step("postpone_risk", "complete", given={"due_on": TODAY - DAY}), PAST),
    *(
        (
            step("fund_risk", "complete", given=BEFORE_CHOOSING, values=with_risks(risk)),
            "Nothing that costs money was decided on",
        )
        for risk in ({"decision": "accept"}, {"is_funded": True}, {"cost_pence": 0})
    ),
    (
        step("fund_risk", "complete", values=with_risks({"cost_pence": 0})),
        "What risk 1 recommends costs nothing.",
    ),
    (
        step("fund_risk", "complete", values=with_risks({"is_funded": True})),
        "An amount is committed for risk 1 already.",
    ),
    (
        step("fund_risk", "complete", values=with_risks({"decision": "accept"})),
        "The decision on it is not to act.",
    ),
)
