"""What stands in the way of a project's steps, and what would make them possible."""

from collections.abc import Sequence

from itsm_sandbox.engine.machine import Case, Guard
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.steps.reasons import today
from itsm_sandbox.projects.projects.rules.facts import ProjectFacts
from itsm_sandbox.projects.projects.rules.people import find_conflict, find_gaps, find_second_accountable
from itsm_sandbox.projects.projects.rules.picking import is_asked_of_them
from itsm_sandbox.projects.projects.rules.plan import Task, find_closed_days, find_faults, tasks_of
from itsm_sandbox.projects.projects.rules.rows import Row, find_row, rows_of

FEWEST_OPTIONS = 2
FEWEST_TASKS = 3
MOST_TASKS = 60


def case_is_whole(case: Case) -> str | None:
    options = rows_of(case, "options")
    if len(options) < FEWEST_OPTIONS:
        return "Add at least two options, so that there is something to choose between."
    return None if case.values.get("reasons") else "Recommend one of the options first, and say why."


def option_is_there(case: Case) -> str | None:
    if not rows_of(case, "options"):
        return "Add the options first."
    number = case.given.get("recommended")
    if number is None or find_row(case, "options", number):
        return None
    return f"There is no option {number}."


def decision_is_theirs(case: Case) -> str | None:
    """The ICT owner's; somebody above them decides on what the ICT owner wrote or leads."""
    if case.actor.id == case.values["author_id"] or case.actor.id in case.of(ProjectFacts).writers():
        return "Nobody decides on their own case. The final approver of changes decides on the ICT owner’s."
    if WorkRole.ICT_OWNER in case.actor.roles or case.of(ProjectFacts).is_owner_s_own():
        return None
    return "The ICT owner decides on this case, since it is not their own."


def duties_are_apart(case: Case) -> str | None:
    row = {name: case.given[name] for name in ("colleague_id", "role", "package", "duty")}
    rows = [*rows_of(case, "roles"), {**row, "person": case.of(ProjectFacts).name_of(row["colleague_id"])}]
    return find_conflict(rows) or find_second_accountable(rows)


def duties_stay_apart(case: Case) -> str | None:
    """The same when a row is changed."""
    number = case.given["number"]
    new = {name: case.given[name] for name in ("role", "package", "duty")}
    rows = [{**row, **new} if row["number"] == number else row for row in rows_of(case, "roles")]
    return find_conflict(rows) or find_second_accountable(rows)


def somebody_could_lead(case: Case) -> str | None:
    if set(case.of(ProjectFacts).leaders()) - {case.values["author_id"]}:
        return None
    return (
        "There is nobody to hand it to: simulated colleagues answer, but lead no project. "
        "Let somebody who works here have a role in support, or cancel the project."
    )


def leader_can_lead(case: Case) -> str | None:
    leader_id = case.given["leader_id"]
    name = case.of(ProjectFacts).name_of(leader_id)
    if leader_id == case.values["author_id"]:
        return f"{name} leads it already. Choose somebody else."
    if leader_id not in case.of(ProjectFacts).leaders():
        return (
            f"{name} cannot lead a project: that takes a role in support, and somebody who is not simulated. "
            "Choose somebody else, or let them have such a role first."
        )
    if any(row["colleague_id"] == leader_id and row["role"] == "approver" for row in rows_of(case, "roles")):
        return f"{name} is an approver in it, and nobody approves the project that they lead. Change that row first."
    return None


def nobody_hands_it_over(case: Case) -> str | None:
    """A project is taken over only where its leader has left, and no member is the ICT owner."""
    leader_id = case.values["author_id"]
    if leader_id == case.actor.id:
        return "You lead it already."
    has_left, others = case.of(ProjectFacts).leader_left(), case.of(ProjectFacts).handing_over()
    name = case.of(ProjectFacts).name_of(leader_id)
    if others:
        now = "has left" if has_left else "leads it and works here"
        return f"{name} {now}. {' or '.join(others)} can hand it over."
    return None if has_left else f"{name}, who is simulated, leads it as an example. Nobody takes it over."


def they_could_lead(case: Case) -> str | None:
    leaders = case.of(ProjectFacts).leaders()
    approvers = {row["colleague_id"] for row in rows_of(case, "roles") if row["role"] == "approver"}
    able = [one for one in leaders if one not in approvers]
    if case.actor.id in able:
        return None
    why = "You are an approver in it, and nobody approves the project that they lead."
    if case.actor.id not in leaders:
        why = "That takes a role in support."
    if not able:
        return f"{why} Let somebody else who works here have a role in support first."
    return f"{why} {' or '.join(case.of(ProjectFacts).name_of(one) for one in able)} can take it over."


def people_are_whole(case: Case) -> str | None:
    if not rows_of(case, "roles"):
        return "Say first who does what."
    return next(iter(find_gaps(rows_of(case, "roles"))), None)


def followed_tasks_are_there(case: Case) -> str | None:
    numbers: Sequence[int] = case.given.get("after") or ()
    if case.given.get("number") in numbers:
        return "A task cannot follow itself."
    known = {row["number"] for row in rows_of(case, "tasks")}
    missing = [str(number) for number in numbers if number not in known]
    return f"There is no task {', '.join(missing)} in the plan." if missing else None


def days_are_in_order(case: Case) -> str | None:
    starts, ends = case.given.get("starts_on"), case.given.get("ends_on")
    if starts and ends and ends < starts:
        return "It would end before it begins."
    if case.given.get("is_milestone") and starts != ends:
        return "A milestone is one day; give it the same start and end."
    return None


def plan_has_room(case: Case) -> str | None:
    if len(rows_of(case, "tasks")) < MOST_TASKS:
        return None
    return f"A plan has at most {MOST_TASKS} rows here. Put small tasks together."


def nothing_follows_it(case: Case) -> str | None:
    number = case.given["number"]
    followers = [str(row["number"]) for row in rows_of(case, "tasks") if number in row["after"]]
    return f"Task {', '.join(followers)} follows it. Change that first." if followers else None


def plan_is_whole(case: Case) -> str | None:
    tasks = tasks_of(rows_of(case, "tasks"))
    work = [task for task in tasks if not task.is_milestone]
    if len(work) < FEWEST_TASKS:
        return f"Add at least {FEWEST_TASKS} tasks; there are {len(work)}."
    if len(work) == len(tasks):
        return "Add at least one milestone: a day by which something must be so."
    return next(iter(find_faults(tasks)), None)


def closed_days_are_meant(case: Case) -> str | None:
    found = find_closed_days(tasks_of(rows_of(case, "tasks")), lambda day: bool(case.of(ProjectFacts).is_open(day)))
    if not found or case.given.get("calendar_note"):
        return None
    return f"{' '.join(found[:3])} Move it, or say below why that is right."


def moved_task_fits(case: Case) -> str | None:
    """What was moved still fits what it follows and what follows it."""
    number, starts, ends = (case.given[name] for name in ("number", "starts_on", "ends_on"))
    days = {"starts_on": starts.isoformat(), "ends_on": ends.isoformat()}
    before = find_faults(tasks_of(rows_of(case, "tasks")))
    moved = [{**row, **days} if row["number"] == number else row for row in rows_of(case, "tasks")]
    return next((fault for fault in find_faults(tasks_of(moved)) if fault not in before), None)


def progress_makes_sense(case: Case) -> str | None:
    number, percent = case.given["number"], case.given["percent"]
    tasks = {task.number: task for task in tasks_of(rows_of(case, "tasks"))}
    task = tasks[number]
    if percent > 100:
        return "Nothing can be more than 100 per cent done."
    if task.is_milestone and percent not in {0, 100}:
        return "A milestone is reached or not: give 0 or 100."
    waiting = [tasks[one] for one in task.after if one in tasks and not tasks[one].is_done]
    if percent == 100 and waiting:
        return f"Task {number} follows task {waiting[0].number}, “{waiting[0].name}”, which is not done."
    return None


def reporting_is_set(case: Case) -> str | None:
    return None if case.values.get("report_due_on") else "Say first how often you report, and to whom."


def first_report_is_ahead(case: Case) -> str | None:
    return None if case.given["report_due_on"] >= today(case) else "Choose a day that is still to come."


def reports_go_to_others(case: Case) -> str | None:
    others = set(case.given["recipient_ids"]) - {case.values["author_id"]}
    return None if others else "Choose at least one person other than yourself."


def troubles_are_told(case: Case) -> str | None:
    if case.given["rag"] != "green" and not case.given.get("troubles"):
        return "Say what the troubles are, since it is not green."
    if case.given["rag"] == "red" and not case.given.get("asks"):
        return "Say what you need and from whom, since it is red."
    return None


def late_work_is_not_green(case: Case) -> str | None:
    now_on = today(case)
    late = [task for task in tasks_of(rows_of(case, "tasks")) if task.is_late(now_on)]
    if case.given["rag"] != "green" or not late or case.given.get("troubles"):
        return None
    return f"Late today: {_names(late)}. Say under troubles why it is green all the same, or choose amber."


def escalation_is_to_another(case: Case) -> str | None:
    if case.given["to_id"] == case.actor.id:
        return "Choose somebody other than yourself."
    return None if find_row(case, "tasks", case.given["task"]) else f"There is no task {case.given['task']}."


def answer_is_asked_of_them(case: Case) -> str | None:
    row = find_row(case, "escalations", case.given["number"])
    if row is None:
        return f"There is no escalation {case.given['number']}."
    if row["to_id"] != case.actor.id:
        return f"{row['to']} was asked, and answers."
    return "It was answered already." if row["answer"] else None


def agreed_with_another(case: Case) -> str | None:
    return "Nobody agrees with themselves. Choose somebody else." if case.given["with_id"] == case.actor.id else None


def agreement_is_theirs(case: Case) -> str | None:
    row = find_row(case, "contingencies", case.given["number"])
    if row is None:
        return f"There is no contingency {case.given['number']}."
    if row["with_id"] != case.actor.id:
        return f"{row['with']} was asked to agree."
    return None if row["status"] == "proposed" else "It was answered already."


def contingency_is(*states: str, else_say: str) -> Guard:
    """The one that is given; before anything is given, one of them."""

    def guard(case: Case) -> str | None:
        number = case.given.get("number")
        rows: Sequence[Row] = [row for row in rows_of(case, "contingencies") if number in {None, row["number"]}]
        return None if not rows or any(row["status"] in states for row in rows) else else_say

    return guard


def somebody_asks_them(column: str, what: str) -> Guard:
    """Before anything is given, there must be something that waits for them; guards on the row say the rest."""

    def guard(case: Case) -> str | None:
        if case.given.get("number") or any(is_asked_of_them(case, row) for row in rows_of(case, column)):
            return None
        return f"No {what} waits for you now."

    return guard


def change_is_new(case: Case) -> str | None:
    change_id = case.given["change_id"]
    return (
        "It is in the change log already."
        if any(r["change_id"] == change_id for r in rows_of(case, "changes"))
        else None
    )


def lessons_are_collected(case: Case) -> str | None:
    if case.of(ProjectFacts).lessons():
        return None
    return "Collect at least one lesson of this project first, under Projects, Lessons."


def milestones_are_reached(case: Case) -> str | None:
    left = [task for task in tasks_of(rows_of(case, "tasks")) if task.is_milestone and not task.is_done]
    return f"Not reached yet: {_names(left)}. Report it as done, or cancel the project." if left else None


def _names(tasks: list[Task]) -> str:
    return ", ".join(f"“{task.name}”" for task in tasks[:3])
