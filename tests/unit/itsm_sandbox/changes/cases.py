"""What is possible with a request for change, and what its guards refuse."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from itsm_sandbox.changes.changes.rules.fields import CHECKLIST
from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.roles import Tie, WorkRole
from tests.factories.change_cases import FACTS, FULL, IMPLEMENTER, INITIAL
from tests.factories.changes import CONSULTATION, MESSAGE, PLANNED, STEP_1, STEP_2
from tests.support.steps import EVERYTHING, ME, NOW, TEXT, Asked

KIND = "change"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
STANDARD, EMERGENCY = {"type": "standard"}, {"type": "emergency"}
PLAN: Mapping[str, Any] = {**STEP_2, "implementer_id": IMPLEMENTER}
AMENDED = {**PLAN, "duration_minutes": STEP_2["duration_minutes"] + 30}
WINDOW = {name: PLAN[name] for name in ("planned_at", "duration_minutes", "implementer_id")}
TEMPLATE = {**FULL, "is_template": True, "cost_pence": 100}
SIX_POINTS = [name for name, _words in CHECKLIST]
DONE = {"records_updated_at": NOW, "review": TEXT}
EARNED = {"outcome": "successful"}
MINE = {"originator_id": ME}
OWNER = frozenset({WorkRole.ICT_OWNER, Tie.ANYONE})
PRIMARY: Mapping[str, Any] = {"profile": "primary_fits"}


def change(
    event: str,
    state: str,
    given: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    *,
    roles: frozenset[str] = EVERYTHING,
    now: datetime = NOW,
    **facts: Any,
) -> Asked:
    """`values` are what of the request differs from the usual one, which somebody else raised."""
    held = {**FULL, "originator_id": INITIAL, **(values or {})}
    return Asked(event, state, given or {}, held, {**FACTS, **facts}, roles, now)


def sent(at: datetime | None, planned_at: datetime) -> Asked:
    return change("communicate", "scheduled", {**MESSAGE, "sent_at": at}, {"planned_at": planned_at})


def decided(roles: frozenset[str] = EVERYTHING, values: Mapping[str, Any] | None = None, **facts: Any) -> list[Asked]:
    """Everything that an approver decides."""
    return [
        *(change(one, "awaiting_proceed", {}, values, roles=roles, **facts) for one in PROCEEDING),
        *(change(one, "awaiting_implement", {}, values, roles=roles, **facts) for one in IMPLEMENTING),
    ]


PROCEEDING = ("approve_proceed", "return", "refuse_proceed")
IMPLEMENTING = ("approve_implement", "reschedule", "refuse_implement")

POSSIBLE = (
    change("raise", START, STEP_1),
    change("raise", START, {**STEP_1, "is_pilot": True}, is_live=False),
    change("raise", START, {**STEP_1, **STANDARD, "cost_pence": 100}, template=TEMPLATE),
    change("submit_1", "draft", STEP_1),
    change("submit_1", "draft", {**STEP_1, "items": [], "asset_ids": [1]}),
    change("submit_emergency", "draft", {**STEP_1, **PLAN}, EMERGENCY),
    change("schedule_standard", "draft", WINDOW, STANDARD, template=TEMPLATE),
    change("schedule_standard", "draft", WINDOW, {**STANDARD, "cost_pence": 100}, template=TEMPLATE),
    change("edit_1", "draft", STEP_1),
    change("edit_1", "draft", {**STEP_1, **EMERGENCY}),
    *decided(),
    *decided(OWNER, {"proceed_by_id": ME}, **PRIMARY),
    change("approve_implement", "awaiting_implement", {}, {"test_plan": TEXT}, peer_review_required=False),
    change("approve_implement", "awaiting_implement", {}, {**EMERGENCY, "test_plan": TEXT}),
    change("submit_2", "planning", PLAN),
    change("submit_2", "planning", {**PLAN, "planned_at": NOW + MINUTE}),
    change("submit_2", "planning", {**PLAN, "duration_minutes": 10_080, "fallback_minutes": 10_080}),
    change("edit_2", "planning"),
    change("omit_review", "peer_review", peer_review_required=False),
    change("omit_review", "peer_review", {}, EMERGENCY),
    change("review_ok", "peer_review", {"checklist": SIX_POINTS}),
    change("review_changes", "peer_review"),
    change("record_consultation", "awaiting_implement", CONSULTATION),
    change("amend", "scheduled", AMENDED),
    sent(None, NOW + MINUTE),
    sent(NOW, NOW + MINUTE),
    change("start", "scheduled", now=PLANNED),
    change("start", "scheduled", now=PLANNED + timedelta(minutes=60)),
    change("start", "scheduled", {"deviation": "The caretaker let us in early."}),
    change("deviate", "implementing"),
    change("fall_back", "implementing", {"because": "trigger"}, {"started_at": NOW}),
    change("fall_back", "implementing", {"because": "time"}, {"started_at": NOW}, now=NOW + 30 * MINUTE),
    change("finish", "implementing", {"outcome": "successful"}),
    change("finish", "implementing", {"outcome": "unsuccessful", "differences": TEXT}),
    change("update_records", "implemented"),
    change("link_incidents", "implemented", {"incidents": [1]}),
    change("link_incidents", "implemented", {"none_caused": True}),
    change("write_review", "implemented"),
    change("review_after", "implemented", {}, {**EMERGENCY, "reviewed_by_id": None}),
    change("miss_review", "implemented"),
    change("close", "implemented", {}, DONE),
    change("make_standard", "closed", {}, EARNED),
    change("end_standard", "closed", {}, {"is_template": True}),
    change("withdraw", "draft"),
    change("note", "draft"),
)
NOT_YOURS = "You raised this request, so somebody else has to decide on it."
PEER = "peer review means that somebody else reads it"
FOR_OWNER = "the ICT owner gives it in Primary FITS"
SECOND_PERSON = "By FITS another person gives the approval to implement."
FOLLOWS_ONE = "A standard change follows one that was approved before"
TOO_DEAR = "£1.00 was approved for this standard change."
ONE_WORD = "It caused incidents or it caused none"
IN_WINDOW = "The window is from"
WRONG_PLANS: tuple[tuple[Mapping[str, Any], str], ...] = (
    ({"plan": ["Do it"]}, "at least doing it and checking it"),
    ({"failure_likelihood": 6}, "from 1 to 5"),
    ({"failure_severity": 0}, "from 1 to 5"),
    ({"duration_minutes": 0}, "from 1 to 10,080"),
    ({"duration_minutes": 10_081}, "from 1 to 10,080"),
    ({"fallback_minutes": 91}, "within the time of the change"),
    ({"fallback_minutes": 0}, "within the time of the change"),
    ({"planned_at": NOW}, "has passed"),
    ({"implementer_id": 99}, "Choose somebody who is not simulated"),
)
REFUSED = (
    (change("raise", START, STEP_1, is_live=False), "Change management is not live here yet."),
    (change("raise", START, {**STEP_1, **STANDARD}), FOLLOWS_ONE),
    (
        change("raise", START, {**STEP_1, **STANDARD}, template={**TEMPLATE, "is_template": False}),
        "does not serve as a standard change any more",
    ),
    (change("raise", START, {**STEP_1, **STANDARD, "cost_pence": 101}, template=TEMPLATE), TOO_DEAR),
    (change("submit_1", "draft", STEP_1, EMERGENCY), "This is for a normal change."),
    (change("submit_1", "draft", {**STEP_1, "items": []}), "Name what is affected"),
    (change("submit_emergency", "draft", {**STEP_1, **PLAN}), "This is for an emergency change."),
    (change("submit_emergency", "draft", {**STEP_1, **PLAN, "items": []}, EMERGENCY), "Name what is affected"),
    (change("schedule_standard", "draft", WINDOW, template=TEMPLATE), "This is for a standard change"),
    (change("schedule_standard", "draft", WINDOW, STANDARD), FOLLOWS_ONE),
    (change("schedule_standard", "draft", WINDOW, {**STANDARD, "cost_pence": 101}, template=TEMPLATE), TOO_DEAR),
    (
        change("schedule_standard", "draft", WINDOW, {**STANDARD, "items": []}, template=TEMPLATE),
        "Name what is affected",
    ),
    (change("schedule_standard", "draft", WINDOW, STANDARD, now=PLANNED, template=TEMPLATE), "has passed"),
    (
        change("schedule_standard", "draft", {**WINDOW, "duration_minutes": 0}, STANDARD, template=TEMPLATE),
        "from 1 to 10,080",
    ),
    (
        change("schedule_standard", "draft", {**WINDOW, "implementer_id": 99}, STANDARD, template=TEMPLATE),
        "Choose somebody who is not simulated",
    ),
    (change("edit_1", "draft", {**STEP_1, **STANDARD, "cost_pence": 101}, STANDARD, template=TEMPLATE), TOO_DEAR),
    (change("edit_1", "draft", {**STEP_1, **STANDARD}), "A standard change follows a template from the beginning."),
    (change("edit_1", "draft", STEP_1, STANDARD), "A standard change follows a template from the beginning."),
    *((one, NOT_YOURS) for one in decided(values=MINE)),
    *((one, FOR_OWNER) for one in decided(OWNER)),
    (change("approve_implement", "awaiting_implement", {}, {"proceed_by_id": ME}), SECOND_PERSON),
    (change("refuse_implement", "awaiting_implement", {}, {"proceed_by_id": ME}), SECOND_PERSON),
    (change("approve_implement", "awaiting_implement", {}, {"test_plan": TEXT}), "It has to be reviewed again."),
    (change("approve_implement", "awaiting_implement", consultations=0), "Talk to the users"),
    (change("approve_implement", "awaiting_implement", reschedule_asked=True), "The users asked for another time."),
    (change("approve_implement", "awaiting_implement", now=PLANNED), "has passed"),
    *((change("submit_2", "planning", {**PLAN, **wrong}), sentence) for wrong, sentence in WRONG_PLANS),
    (change("submit_2", "planning", {**PLAN, "fallback_minutes": 61}), "within the time of the change"),
    *((change("amend", "scheduled", {**AMENDED, **wrong}), sentence) for wrong, sentence in WRONG_PLANS),
    *(
        (change("submit_emergency", "draft", {**STEP_1, **PLAN, **wrong}, EMERGENCY), sentence)
        for wrong, sentence in WRONG_PLANS
    ),
    (change("omit_review", "peer_review"), "Peer review is required here."),
    (change("review_ok", "peer_review", {"checklist": SIX_POINTS[1:]}), "All six points must hold."),
    (change("review_ok", "peer_review", {"checklist": SIX_POINTS}, MINE), PEER),
    (change("review_changes", "peer_review", {}, MINE), PEER),
    (change("amend", "scheduled", AMENDED, STANDARD), "The plan of a standard change is the approved one."),
    (change("amend", "scheduled", PLAN), "Nothing in step 2 is different"),
    (sent(None, NOW), "the window began on"),
    (sent(NOW + MINUTE, NOW + DAY), "once it was sent"),
    (change("start", "scheduled", {}, {"fallback": TEXT}, now=PLANNED), "It has to be reviewed and approved again."),
    (change("start", "scheduled", now=PLANNED, communicated=0), "Tell those who are affected first"),
    (change("start", "scheduled", now=PLANNED - MINUTE), IN_WINDOW),
    (change("start", "scheduled", now=PLANNED + 61 * MINUTE), IN_WINDOW),
    (
        change("fall_back", "implementing", {"because": "time"}, {"started_at": NOW}, now=NOW + 29 * MINUTE),
        "The time limit runs out on",
    ),
    (change("finish", "implementing", {"outcome": "partially_successful"}), "Say what went otherwise than planned."),
    (
        change("update_records", "implemented", assets_missing=["AST-0001"]),
        "does not show this change yet for AST-0001",
    ),
    (change("link_incidents", "implemented"), "Give the incidents that it caused"),
    (change("link_incidents", "implemented", {"incidents": [1], "none_caused": True}), ONE_WORD),
    (change("review_after", "implemented", {}, {"reviewed_by_id": None}), "Only an emergency change"),
    (change("review_after", "implemented", {}, EMERGENCY), "It was reviewed after the fact already."),
    (change("review_after", "implemented", {}, {**EMERGENCY, **MINE, "reviewed_by_id": None}), PEER),
    (change("close", "implemented"), "bring the records up to date; write the review"),
    (change("close", "implemented", {}, DONE, incidents_said=False), "link the incidents that it caused"),
    (
        change("close", "implemented", {}, {**DONE, **EMERGENCY, "reviewed_by_id": None}),
        "have a peer review the emergency after the fact",
    ),
    (change("make_standard", "closed", {}, {**EARNED, **MINE}), NOT_YOURS),
    (change("make_standard", "closed", {}, {**EARNED, "is_template": True}), "It serves as a standard change already."),
    (change("make_standard", "closed", {}, {**EARNED, **EMERGENCY}), "Only a normal change"),
    (change("make_standard", "closed", {}, {**EARNED, "reviewed_by_id": None}), "Only a normal change"),
    (change("make_standard", "closed", {}, {**EARNED, "implement_by_id": None}), "Only a normal change"),
    (change("make_standard", "closed", {}, {"outcome": "fallen_back"}), "Only a change that was successful"),
    (change("end_standard", "closed"), "It does not serve as a standard change."),
)
