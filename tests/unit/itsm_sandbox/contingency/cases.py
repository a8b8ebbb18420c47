"""Steps of a contingency plan: those that are possible, and those that a guard refuses."""

from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import Asked
from tests.unit.itsm_sandbox.continuity.plan_cases import list_possible, list_refused

WHOLE = {
    "version": 1,
    "service_ids": [1, 2],
    "contacts": ["Ada Mensah 0117 496 0000", "The network firm 0117 496 0001"],
    "procedures": [{"service_id": 1, "steps": ["Use paper."]}, {"service_id": 2, "steps": ["Use the telephone."]}],
    "communications": [{"who": "All staff", "how": "A notice", "how_often": "Hourly", "by": "The office"}],
    "recovery_plan_id": 1,
}
FIVE, SIX = {"service_ids": [1, 2, 3, 4, 5]}, {"service_ids": [1, 2, 3, 4, 5, 6]}

step = partial(Asked, values=WHOLE)

KIND = "contingency_plan"

POSSIBLE = (
    step("draft", START, given=FIVE),
    step("amend", "draft", given=FIVE),
    step("write_procedure", "draft", given={"service_id": 2}),
    step("write_contacts", "draft"),
    step("add_communication", "draft"),
    step("drop_communication", "draft"),
    step("link_recovery", "draft"),
    *list_possible(WHOLE),
)
REFUSED = (
    (step("draft", START, given=SIX), "Choose five services at most"),
    (step("amend", "draft", given=SIX), "Choose five services at most"),
    (step("write_procedure", "draft", given={"service_id": 3}), "Choose one of the services that the plan covers."),
    (
        step("drop_communication", "draft", given={"number": None}, values=WHOLE | {"communications": []}),
        "None is planned.",
    ),
    (step("drop_communication", "draft", given={"number": 2}), "There is no number 2; there are 1."),
    (step("drop_communication", "draft", given={"number": 0}), "There is no number 0; there are 1."),
    (step("submit", "draft", values=WHOLE | {"contacts": ["Ada Mensah"]}), "Write down at least two contacts"),
    (step("submit", "draft", values=WHOLE | {"procedures": []}), "for 2 services that it covers."),
    (step("submit", "draft", values=WHOLE | {"service_ids": [1, 2, 3]}), "for one service that it covers."),
    (step("submit", "draft", values=WHOLE | {"communications": []}), "Say who is told of progress"),
    (step("submit", "draft", values=WHOLE | {"recovery_plan_id": None}), "Name the recovery plan."),
    *list_refused(WHOLE),
)
