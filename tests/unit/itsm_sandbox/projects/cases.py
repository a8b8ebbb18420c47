"""Steps of a project: those that are possible, and those that a guard refuses."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.projects.projects.rules.guards import MOST_TASKS
from tests.support.steps import ME, OTHER, THIRD, TODAY, Asked

DAY = timedelta(days=1)
SUNDAY = YESTERDAY = TODAY - DAY
TOMORROW = TODAY + DAY
NAMES = {ME: "Ada Mensah", OTHER: "Ben Okafor", THIRD: "Cal Doyle"}
FACTS: Mapping[str, Any] = {
    "name_of": NAMES.__getitem__,
    "is_open": lambda on: on != SUNDAY,
    "lessons": 1,
    "writers": frozenset({OTHER}),
    "is_owner_s_own": True,
    "leaders": [ME, OTHER, THIRD],
    "leader_left": True,
    "handing_over": [],
}

UNTOUCHED: Mapping[str, Any] = {
    "package": "",
    "owner": "",
    "owner_id": THIRD,
    "after": [],
    "is_milestone": False,
    "percent": 0,
    "baseline_starts_on": None,
    "baseline_ends_on": None,
    "done_on": None,
}


def task(number: int, on: date = TODAY, **other: Any) -> dict[str, Any]:
    """Of one day, as the plan keeps it."""
    days = {"starts_on": on.isoformat(), "ends_on": on.isoformat()}
    return {**UNTOUCHED, **days, "number": number, "name": f"Task {number}", **other}


def role(number: int, duty: str, **other: Any) -> dict[str, Any]:
    row = {"colleague_id": THIRD, "person": "Cal Doyle", "role": "implementer", "package": "The network"}
    return {**row, "number": number, "duty": duty, "skill": "Cabling", "has_skill": "yes", "training": "", **other}


def contingency(number: int, status: str, **other: Any) -> dict[str, Any]:
    return {"number": number, "status": status, "with_id": ME, "with": "Ada Mensah", **other}


def escalation(number: int, **other: Any) -> dict[str, Any]:
    return {"number": number, "to_id": ME, "to": "Ada Mensah", "answer": "", **other}


TASKS = [task(1), task(2, after=[1]), task(3), task(4, is_milestone=True)]
WHOLE: Mapping[str, Any] = {
    "author_id": OTHER,
    "options": [{"number": 1, "name": "Buy"}, {"number": 2, "name": "Hire"}],
    "reasons": "It is cheaper.",
    "roles": [role(1, "A"), role(2, "R")],
    "tasks": TASKS,
    "risks": [{"number": 1}],
    "changes": [{"number": 1, "change_id": 4}],
    "escalations": [
        escalation(1),
        escalation(2, to_id=OTHER, to="Ben Okafor"),
        escalation(3, answer="Go on."),
    ],
    "contingencies": [
        contingency(1, "proposed"),
        contingency(2, "agreed"),
        contingency(3, "proposed", with_id=OTHER, **{"with": "Ben Okafor"}),
    ],
    "report_due_on": TODAY,
}
REACHED = [*TASKS[:3], task(4, is_milestone=True, percent=100)]
APPROVER = role(3, "I", colleague_id=ME, person="Ada Mensah", role="approver")

step = partial(Asked, values=WHOLE, facts=FACTS)


def where(event: str, state: str, /, given: Mapping[str, Any] | None = None, **values: Any) -> Asked:
    """The step in a project of which these values are other than usual."""
    return step(event, state, given=given or {}, values={**WHOLE, **values})


def when(event: str, state: str, /, given: Mapping[str, Any] | None = None, **facts: Any) -> Asked:
    """The step where these facts are other than usual."""
    return step(event, state, given=given or {}, facts={**FACTS, **facts})


KIND = "project"

UNGUARDED = {
    "propose": START,
    "add_option": "draft",
    "edit_case": "draft",
    "cancel": "draft",
    "add_risk": "running",
}
DECISIONS = ("approve_case", "return_case", "refuse_case")
ON_ROWS = {
    "change_option": ("draft", "options", "option"),
    "remove_option": ("draft", "options", "option"),
    "change_role": ("approved", "roles", "row"),
    "remove_role": ("approved", "roles", "row"),
    "change_task": ("approved", "tasks", "task"),
    "remove_task": ("approved", "tasks", "task"),
    "progress": ("running", "tasks", "task"),
    "reschedule": ("running", "tasks", "task"),
    "review_risk": ("running", "risks", "risk"),
    "change_contingency": ("running", "contingencies", "contingency"),
    "carry_out_contingency": ("running", "contingencies", "contingency"),
}
"""Steps on one of the project's rows: a state, the column, and what a row is called."""

ASKED_OF_ME = {
    "answer_escalation": "No escalation waits for you now.",
    "agree_contingency": "No contingency waits for you now.",
    "question_contingency": "No contingency waits for you now.",
}
ANSWERS_TO_CONTINGENCIES = ("agree_contingency", "question_contingency")
WRITING_A_TASK = ("add_task", "change_task")
FOR_THIRD = {"colleague_id": THIRD, "role": "tester", "package": "the network", "duty": "C"}
ACCOUNTABLE = FOR_THIRD | {"role": "supplier", "duty": "A"}
APART = "whoever made something does not see what is wrong with it."
ONE_ACCOUNTABLE = "is accountable for “The network” already"
BACKWARDS = {"starts_on": TODAY, "ends_on": YESTERDAY}
TWO_DAYS = {"starts_on": TODAY, "ends_on": TOMORROW}

POSSIBLE = (
    *(step(event, state) for event, state in UNGUARDED.items()),
    step("recommend", "draft"),
    step("submit_case", "draft"),
    step("change_option", "draft"),
    step("remove_option", "draft"),
    *(step(event, "submitted") for event in DECISIONS),
    *(when(event, "submitted", is_owner_s_own=False) for event in DECISIONS),
    step("assign_roles", "approved", given=FOR_THIRD | {"package": "The desk"}),
    step("change_role", "approved", given={"number": 2, "role": "implementer", "package": "The network", "duty": "C"}),
    step("remove_role", "approved"),
    step("hand_over", "draft", given={"leader_id": THIRD}),
    step("take_over", "draft"),
    step("add_task", "approved", given=TWO_DAYS | {"after": [1, 2]}),
    step("add_task", "approved", given={"is_milestone": True}),
    step("baseline", "approved"),
    where(
        "baseline",
        "approved",
        {"calendar_note": "The school is empty."},
        tasks=[task(5, on=YESTERDAY), *TASKS],
    ),
    step("change_task", "approved", given={"after": [3]}),
    step("remove_task", "approved", given={"number": 2}),
    step("begin_work", "planned"),
    step("progress", "running", given={"percent": 100}),
    step("progress", "running", given={"number": 4, "percent": 100}),
    step("reschedule", "running", given={"number": 2} | TWO_DAYS),
    step("review_risk", "running"),
    step("link_change", "running", given={"change_id": 5}),
    step("escalate", "running", given={"to_id": OTHER}),
    step("answer_escalation", "running", given={"number": 1}),
    step("plan_contingency", "running", given={"with_id": OTHER}),
    step("change_contingency", "running", given={"with_id": OTHER}),
    *(step(event, "running", given={"number": 1}) for event in ANSWERS_TO_CONTINGENCIES),
    step("carry_out_contingency", "running", given={"number": 2}),
    step("set_reporting", "running", given={"report_due_on": TODAY, "recipient_ids": [OTHER, THIRD]}),
    step("report_status", "running", given={"rag": "green"}),
    step("report_status", "running", given={"rag": "amber", "troubles": "The cable is late."}),
    step("report_status", "running", given={"rag": "red", "troubles": "The cable is late.", "asks": "Buy another."}),
    where("close", "running", tasks=REACHED),
)
REFUSED = (
    (where("recommend", "draft", {"recommended": None}, options=[]), "Add the options first."),
    (step("recommend", "draft", given={"recommended": 3}), "There is no option 3."),
    (where("submit_case", "draft", options=WHOLE["options"][:1]), "Add at least two options"),
    (where("submit_case", "draft", reasons=""), "Recommend one of the options first, and say why."),
    *(
        (where(event, state, {"number": None}, **{column: []}), f"There is no {what} yet.")
        for event, (state, column, what) in ON_ROWS.items()
    ),
    *(
        (step(event, state, given={"number": 9}), f"There is no {what} 9; the numbers are 1")
        for event, (state, _, what) in ON_ROWS.items()
    ),
    *((where(event, "submitted", author_id=ME), "Nobody decides on their own case.") for event in DECISIONS),
    *((when(event, "submitted", writers=frozenset({ME})), "Nobody decides on their own case.") for event in DECISIONS),
    *(
        (
            step(
                event, "submitted", facts={**FACTS, "is_owner_s_own": False}, roles=frozenset({WorkRole.FINAL_APPROVER})
            ),
            "The ICT owner decides on this case, since it is not their own.",
        )
        for event in DECISIONS
    ),
    (step("assign_roles", "approved", given=FOR_THIRD), APART),
    (step("assign_roles", "approved", given=ACCOUNTABLE), ONE_ACCOUNTABLE),
    (step("change_role", "approved", given=FOR_THIRD | {"number": 2}), APART),
    (
        step("change_role", "approved", given=ACCOUNTABLE | {"number": 2}),
        ONE_ACCOUNTABLE,
    ),
    (when("hand_over", "draft", leaders=[OTHER]), "There is nobody to hand it to"),
    (step("hand_over", "draft", given={"leader_id": OTHER}), "Ben Okafor leads it already."),
    (when("hand_over", "draft", leaders=[ME, OTHER]), "Cal Doyle cannot lead a project"),
    (where("hand_over", "draft", {"leader_id": ME}, roles=[APPROVER]), "Ada Mensah is an approver in it"),
    (where("take_over", "draft", author_id=ME), "You lead it already."),
    (when("take_over", "draft", handing_over=["Cal Doyle"]), "Ben Okafor has left. Cal Doyle can hand it over."),
    (
        when("take_over", "draft", handing_over=["Ben Okafor"], leader_left=False),
        "Ben Okafor leads it and works here. Ben Okafor can hand it over.",
    ),
    (when("take_over", "draft", leader_left=False), "Ben Okafor, who is simulated, leads it as an example."),
    (when("take_over", "draft", leaders=[THIRD]), "That takes a role in support. Cal Doyle can take it over."),
    (when("take_over", "draft", leaders=[]), "Let somebody else who works here have a role in support first."),
    (where("take_over", "draft", roles=[APPROVER]), "You are an approver in it"),
    (where("add_task", "approved", tasks=[task(number) for number in range(MOST_TASKS)]), "A plan has at most 60 rows"),
    *((step(event, "approved", given=BACKWARDS), "It would end before it begins.") for event in WRITING_A_TASK),
    *(
        (step(event, "approved", given=TWO_DAYS | {"is_milestone": True}), "A milestone is one day")
        for event in WRITING_A_TASK
    ),
    *(
        (step(event, "approved", given={"after": [2, 8, 9]}), "There is no task 8, 9 in the plan.")
        for event in WRITING_A_TASK
    ),
    (step("change_task", "approved", given={"after": [1]}), "A task cannot follow itself."),
    (where("baseline", "approved", roles=[]), "Say first who does what."),
    (where("baseline", "approved", roles=[role(1, "R")]), "Nobody is accountable for “The network”."),
    (where("baseline", "approved", tasks=TASKS[1:]), "Add at least 3 tasks; there are 2."),
    (where("baseline", "approved", tasks=TASKS[:3]), "Add at least one milestone"),
    (where("baseline", "approved", tasks=[task(1, after=[9]), *TASKS[1:]]), "which is not in the plan."),
    (when("baseline", "approved", is_open=lambda on: on != TODAY), "a closed day."),
    (step("remove_task", "approved", given={"number": 1}), "Task 2 follows it. Change that first."),
    (where("begin_work", "planned", report_due_on=None), "Say first how often you report, and to whom."),
    (step("progress", "running", given={"percent": 101}), "Nothing can be more than 100 per cent done."),
    (step("progress", "running", given={"number": 4, "percent": 50}), "A milestone is reached or not: give 0 or 100."),
    (step("progress", "running", given={"number": 2, "percent": 100}), "Task 2 follows task 1, “Task 1”, which is not"),
    (step("reschedule", "running", given=BACKWARDS), "It would end before it begins."),
    (step("reschedule", "running", given=TWO_DAYS), "Task 2 begins before task 1, which it follows, has ended."),
    (step("link_change", "running", given={"change_id": 4}), "It is in the change log already."),
    (where("escalate", "running", tasks=[]), "There is no task yet."),
    (step("escalate", "running", given={"to_id": ME}), "Choose somebody other than yourself."),
    (step("escalate", "running", given={"task": 9}), "There is no task 9."),
    *(
        (where(event, "running", {"number": None}, escalations=[], contingencies=[]), sentence)
        for event, sentence in ASKED_OF_ME.items()
    ),
    (step("answer_escalation", "running", given={"number": 9}), "There is no escalation 9."),
    (step("answer_escalation", "running", given={"number": 2}), "Ben Okafor was asked, and answers."),
    (step("answer_escalation", "running", given={"number": 3}), "It was answered already."),
    (step("plan_contingency", "running", given={"with_id": ME}), "Nobody agrees with themselves."),
    (step("change_contingency", "running", given={"with_id": ME}), "Nobody agrees with themselves."),
    (step("change_contingency", "running", given={"number": 2}), "It was agreed already. Plan another one."),
    (step("carry_out_contingency", "running", given={"number": 1}), "Somebody else must have agreed to it first."),
    *(
        (step(event, "running", given={"number": number}), sentence)
        for event in ANSWERS_TO_CONTINGENCIES
        for number, sentence in (
            (9, "There is no contingency 9."),
            (2, "It was answered already."),
            (3, "Ben Okafor was asked to agree."),
        )
    ),
    (step("set_reporting", "running", given={"report_due_on": YESTERDAY}), "Choose a day that is still to come."),
    (step("set_reporting", "running", given={"recipient_ids": [OTHER]}), "Choose at least one person other than"),
    (where("report_status", "running", report_due_on=None), "Say first how often you report, and to whom."),
    (
        where("report_status", "running", tasks=[task(1, on=YESTERDAY)]),
        "Late today: “Task 1”.",
    ),
    (step("report_status", "running", given={"rag": "amber"}), "Say what the troubles are, since it is not green."),
    (
        step("report_status", "running", given={"rag": "red", "troubles": "The cable is late."}),
        "Say what you need and from whom, since it is red.",
    ),
    (step("close", "running"), "Not reached yet: “Task 4”."),
    (
        step("close", "running", values={**WHOLE, "tasks": REACHED}, facts={**FACTS, "lessons": 0}),
        "Collect at least one lesson of this project first",
    ),
)
