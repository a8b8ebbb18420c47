"""Projects: the steps from a first case to the lessons at the end, and who may take them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from itsm_sandbox.rules.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.rules.projects import fields as ask
from itsm_sandbox.rules.projects import guards as must
from itsm_sandbox.rules.projects.plan import figures_on, tasks_of
from itsm_sandbox.rules.projects.rows import (
    added,
    changed,
    find_row,
    named,
    removed,
    row_exists,
    rows_of,
    today_of,
    told,
)
from itsm_sandbox.rules.roles import Tie, WorkRole

PROPOSERS = (
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.FIRST_LEVEL,
    WorkRole.SECOND_LEVEL,
    WorkRole.MAINTENANCE,
    WorkRole.IMPLEMENTATION,
    WorkRole.DESIGN,
    WorkRole.ICT_OWNER,
)
_LEADER = (Tie.AUTHOR,)
_OWNER = (WorkRole.ICT_OWNER,)
_DECIDERS = (*_OWNER, WorkRole.FINAL_APPROVER)
_UNDER_WAY = ("approved", "planned", "running")
_OPEN = ("draft", "submitted", "approved", "planned", "running")


def _authored(case: Case) -> Mapping[str, Any]:
    return {"author_id": case.actor.id}


def _option_added(case: Case) -> Mapping[str, Any]:
    return added(case, "options", **told(case, "name", "benefit", "risk"), cost_pence=case.given["cost_pence"])


def _option_changed(case: Case) -> Mapping[str, Any]:
    return changed(case, "options", **told(case, "name", "cost_pence", "benefit", "risk"))


def _option_removed(case: Case) -> Mapping[str, Any]:
    is_recommended = case.values.get("recommended") == case.given["number"]
    return {**removed(case, "options"), **({"recommended": None, "reasons": ""} if is_recommended else {})}


def _decided(case: Case) -> Mapping[str, Any]:
    return {"decided_by_id": case.actor.id}


def _role_added(case: Case) -> Mapping[str, Any]:
    names = ("colleague_id", "role", "package", "duty", "skill", "has_skill", "training")
    row = {name: case.given.get(name) or "" for name in names}
    return added(case, "roles", **row, person=named(case, case.given["colleague_id"]))


def _role_changed(case: Case) -> Mapping[str, Any]:
    return changed(case, "roles", **told(case, "duty", "skill", "has_skill", "training"))


def _task_added(case: Case) -> Mapping[str, Any]:
    owner_id = case.given["owner_id"]
    return added(
        case,
        "tasks",
        **{name: case.given[name] for name in ("name", "starts_on", "ends_on")},
        package=case.given.get("package") or "",
        after=must.numbers_in(case.given.get("after")) or [],
        is_milestone=bool(case.given.get("is_milestone")),
        owner_id=owner_id,
        owner=named(case, owner_id),
        percent=0,
        baseline_starts_on=None,
        baseline_ends_on=None,
        done_on=None,
    )


def _task_changed(case: Case) -> Mapping[str, Any]:
    changes = told(case, "name", "starts_on", "ends_on", "owner_id")
    if case.given.get("after"):
        changes["after"] = must.numbers_in(case.given["after"])
    if "owner_id" in changes:
        changes["owner"] = named(case, changes["owner_id"])
    return changed(case, "tasks", **changes)


def _baselined(case: Case) -> Mapping[str, Any]:
    rows = [
        {**row, "baseline_starts_on": row["starts_on"], "baseline_ends_on": row["ends_on"]}
        for row in rows_of(case, "tasks")
    ]
    return {"tasks": rows, "baselined_on": today_of(case)}


def _moved(case: Case) -> Mapping[str, Any]:
    return changed(case, "tasks", **told(case, "starts_on", "ends_on"))


def _progressed(case: Case) -> Mapping[str, Any]:
    percent = case.given["percent"]
    row = find_row(case, "tasks", case.given["number"]) or {}
    done_on = (row.get("done_on") or today_of(case)) if percent == 100 else None
    return changed(case, "tasks", percent=percent, done_on=done_on)


def _reporting_set(case: Case) -> Mapping[str, Any]:
    return {"report_every": int(case.given["every"])}


def _risk_added(case: Case) -> Mapping[str, Any]:
    owner_id = case.given["owner_id"]
    likelihood, impact = int(case.given["likelihood"]), int(case.given["impact"])
    words = told(case, "what", "response")
    about = {"likelihood": likelihood, "impact": impact, "owner_id": owner_id, "owner": named(case, owner_id)}
    return added(case, "risks", **words, **about, status="open", note="")


def _risk_changed(case: Case) -> Mapping[str, Any]:
    levels = {name: int(level) for name, level in told(case, "likelihood", "impact").items()}
    return changed(case, "risks", **levels, **told(case, "response", "status", "note"))


def _change_linked(case: Case) -> Mapping[str, Any]:
    change_id = case.given["change_id"]
    words = case.fact("change_of", change_id)
    return added(case, "changes", change_id=change_id, change=words, why=case.given["why"], on=today_of(case))


def _escalated(case: Case) -> Mapping[str, Any]:
    task = find_row(case, "tasks", case.given["task"]) or {}
    due_on = date.fromisoformat(task["baseline_ends_on"] or task["ends_on"])
    to_id = case.given["to_id"]
    return added(
        case,
        "escalations",
        **told(case, "task", "what", "tried", "asked"),
        name=task["name"],
        to_id=to_id,
        to=named(case, to_id),
        on=today_of(case),
        due_on=due_on,
        is_before=today_of(case) <= due_on,
        answer="",
        answered_on=None,
    )


def _answered(case: Case) -> Mapping[str, Any]:
    return changed(case, "escalations", answer=case.given["answer"], answered_on=today_of(case))


def _contingency_added(case: Case) -> Mapping[str, Any]:
    with_id = case.given["with_id"]
    asked = {"with_id": with_id, "with": named(case, with_id), "status": "proposed", "comment": ""}
    later = {"agreed_on": None, "done_on": None, "happened": "", "result": ""}
    return added(case, "contingencies", **told(case, "trigger", "action"), **asked, **later)


def _contingency_changed(case: Case) -> Mapping[str, Any]:
    return changed(case, "contingencies", **told(case, "trigger", "action"), status="proposed")


def _agreed(case: Case) -> Mapping[str, Any]:
    told_too = {"comment": case.given.get("comment") or "", "agreed_on": today_of(case)}
    return changed(case, "contingencies", status="agreed", **told_too)


def _questioned(case: Case) -> Mapping[str, Any]:
    return changed(case, "contingencies", status="returned", comment=case.given["comment"])


def _carried_out(case: Case) -> Mapping[str, Any]:
    return changed(
        case, "contingencies", status="carried_out", done_on=today_of(case), **told(case, "happened", "result")
    )


def _reported(case: Case) -> Mapping[str, Any]:
    """The next is due as often as was set, after today; so a late report does not make the next one late too."""
    today, due_on = today_of(case), case.values["report_due_on"]
    while due_on <= today or due_on == case.values["report_due_on"]:
        due_on += timedelta(days=case.values["report_every"])
    return {"report_due_on": due_on, "figures": figures_on(tasks_of(rows_of(case, "tasks")), today)}


_COMMENT = Field("comment", "What you say to it", Ask.LONG_TEXT, at_least=10, at_most=2000, keep=False)

_CASE = (
    Transition("propose", "Begin a project", (START,), "draft", PROPOSERS, ask.NEED, sets=_authored),
    Transition("add_option", "Add an option", ("draft",), None, _LEADER, ask.OPTION, key="o", sets=_option_added),
    Transition(
        "recommend", "Recommend an option", ("draft",), None, _LEADER, ask.RECOMMENDATION,
        guards=(must.option_is_there,), early_guards=(must.option_is_there,), key="m",
    ),
    Transition(
        "submit_case", "Submit the case", ("draft",), "submitted", _LEADER,
        early_guards=(must.case_is_whole,), key="s", tone="primary", hint="The ICT owner decides on it.",
    ),
    Transition(
        "change_option", "Change an option", ("draft",), None, _LEADER, ask.OPTION_AGAIN,
        early_guards=(row_exists("options", "option"),), sets=_option_changed,
    ),
    Transition(
        "remove_option", "Leave an option out", ("draft",), None, _LEADER, (ask.NUMBER,),
        early_guards=(row_exists("options", "option"),), sets=_option_removed,
    ),
    Transition("edit_case", "Change the case’s words", ("draft",), None, _LEADER, ask.NEED, key="e"),
    Transition(
        "approve_case", "Approve the case", ("submitted",), "approved", _DECIDERS, (ask.DECISION,),
        early_guards=(must.decision_is_theirs,), key="a", tone="primary", sets=_decided,
    ),
    Transition(
        "return_case", "Ask for more", ("submitted",), "draft", _DECIDERS, (ask.DECISION,),
        early_guards=(must.decision_is_theirs,), sets=_decided,
    ),
    Transition(
        "refuse_case", "Refuse the case", ("submitted",), "refused", _DECIDERS, (ask.DECISION,),
        early_guards=(must.decision_is_theirs,), tone="danger", sets=_decided,
    ),
    Transition("cancel", "Cancel the project", _OPEN, "cancelled", (*_LEADER, *_OWNER), (ask.REASON,), tone="danger"),
)  # fmt: skip
_PEOPLE = (
    Transition(
        "assign_roles", "Say who does what", _UNDER_WAY, None, _LEADER, ask.ROLE,
        guards=(must.duties_are_apart,), key="w", sets=_role_added,
    ),
    Transition(
        "change_role", "Change a row", _UNDER_WAY, None, _LEADER, ask.ROLE_AGAIN, guards=(must.duty_stays_single,),
        early_guards=(row_exists("roles", "row"),), sets=_role_changed,
    ),
    Transition(
        "remove_role", "Take somebody out", _UNDER_WAY, None, _LEADER, (ask.NUMBER, ask.REASON),
        early_guards=(row_exists("roles", "row"),), sets=lambda case: removed(case, "roles"),
    ),
)  # fmt: skip
_PLAN = (
    Transition(
        "add_task", "Add a task or milestone", ("approved",), None, _LEADER, ask.TASK, key="t", sets=_task_added,
        guards=(must.days_are_in_order, must.followed_tasks_are_told), early_guards=(must.plan_has_room,),
    ),
    Transition(
        "baseline", "Set the baseline", ("approved",), "planned", _LEADER, (ask.CALENDAR_NOTE,),
        early_guards=(must.people_are_whole, must.plan_is_whole), guards=(must.closed_days_are_meant,), key="b",
        tone="primary", sets=_baselined, hint="Its days stay on record beside whatever comes later.",
    ),
    Transition(
        "change_task", "Change a task", ("approved",), None, _LEADER, ask.TASK_AGAIN, sets=_task_changed,
        guards=(must.days_are_in_order, must.followed_tasks_are_told), early_guards=(row_exists("tasks", "task"),),
    ),
    Transition(
        "remove_task", "Take a task out", ("approved",), None, _LEADER, (ask.NUMBER,),
        early_guards=(row_exists("tasks", "task"),), guards=(must.nothing_follows_it,),
        sets=lambda case: removed(case, "tasks"),
    ),
    Transition(
        "begin_work", "Begin the work", ("planned",), "running", _LEADER,
        early_guards=(must.reporting_is_set,), key="g", tone="primary",
    ),
    Transition(
        "progress", "Tell progress", ("running",), None, (Tie.AUTHOR, Tie.ASSIGNED), ask.PROGRESS,
        guards=(must.progress_makes_sense,), early_guards=(row_exists("tasks", "task"),), key="p", tone="primary",
        sets=_progressed,
    ),
    Transition(
        "reschedule", "Move a task", ("planned", "running"), None, _LEADER, ask.RESCHEDULED,
        guards=(must.days_are_in_order, must.moved_task_fits), early_guards=(row_exists("tasks", "task"),), key="v",
        sets=_moved,
    ),
)  # fmt: skip
_LOGS = (
    Transition("add_risk", "Add a risk", _UNDER_WAY, None, _LEADER, ask.RISK, key="k", sets=_risk_added),
    Transition(
        "review_risk", "Look at a risk again", _UNDER_WAY, None, _LEADER, ask.RISK_AGAIN,
        early_guards=(row_exists("risks", "risk"),), sets=_risk_changed,
    ),
    Transition(
        "link_change", "Link a request for change", _UNDER_WAY, None, _LEADER, ask.CHANGE,
        guards=(must.change_is_new,), key="c", sets=_change_linked,
    ),
    Transition(
        "escalate", "Escalate", _UNDER_WAY, None, (Tie.AUTHOR, Tie.ASSIGNED), ask.ESCALATION,
        guards=(must.escalation_is_to_another,), early_guards=(row_exists("tasks", "task"),), key="x", sets=_escalated,
    ),
    Transition(
        "answer_escalation", "Answer an escalation", _UNDER_WAY, None, (Tie.APPROVER,), ask.ANSWER,
        guards=(must.answer_is_asked_of_them,), sets=_answered,
    ),
    Transition(
        "plan_contingency", "Plan a contingency", _UNDER_WAY, None, _LEADER, ask.CONTINGENCY,
        guards=(must.agreed_with_another,), key="y", sets=_contingency_added,
    ),
    Transition(
        "change_contingency", "Write a contingency again", _UNDER_WAY, None, _LEADER, ask.CONTINGENCY_AGAIN,
        early_guards=(row_exists("contingencies", "contingency"),),
        guards=(must.contingency_is("proposed", "returned", else_say="It was agreed already. Plan another one."),),
        sets=_contingency_changed,
    ),
    Transition(
        "agree_contingency", "Agree to a contingency", _UNDER_WAY, None, (Tie.APPROVER,), (ask.NUMBER, _COMMENT),
        guards=(must.agreement_is_theirs,), sets=_agreed,
    ),
    Transition(
        "question_contingency", "Ask more about a contingency", _UNDER_WAY, None, (Tie.APPROVER,),
        (ask.NUMBER, _COMMENT), guards=(must.agreement_is_theirs,), sets=_questioned,
    ),
    Transition(
        "carry_out_contingency", "Carry a contingency out", _UNDER_WAY, None, _LEADER, ask.CARRIED_OUT,
        early_guards=(row_exists("contingencies", "contingency"),),
        guards=(must.contingency_is("agreed", else_say="Somebody else must have agreed to it first."),),
        sets=_carried_out,
    ),
)  # fmt: skip
_STATUS = (
    Transition(
        "set_reporting", "Set when to report", _UNDER_WAY, None, _LEADER, ask.REPORTING,
        guards=(must.first_report_is_ahead, must.reports_go_to_others), key="i", sets=_reporting_set,
    ),
    Transition(
        "report_status", "Report the status", ("running",), None, _LEADER, ask.STATUS,
        early_guards=(must.reporting_is_set,), guards=(must.late_work_is_not_green, must.troubles_are_told), key="r",
        tone="primary", sets=_reported, hint="The figures of today are kept with it. It goes to those you named.",
    ),
    Transition(
        "close", "Close the project", ("running",), "closed", _LEADER, ask.ENDING,
        early_guards=(must.milestones_are_reached, must.lessons_are_collected), key="z",
    ),
)  # fmt: skip

PARTS: Mapping[str, tuple[Transition, ...]] = {
    "case": _CASE,
    "people": _PEOPLE,
    "plan": _PLAN,
    "logs": _LOGS,
    "status": _STATUS,
}
"""Which steps belong to which part of a project's page."""

# icons: file-pencil gavel circle-check calendar-check player-play lock x ban
MACHINE = Machine(
    "project",
    (
        State("draft", "Case being written", "none", "file-pencil"),
        State("submitted", "Awaiting the ICT owner", "sub", "gavel"),
        State("approved", "Approved, being planned", "sub", "circle-check"),
        State("planned", "Planned", "sub", "calendar-check"),
        State("running", "Under way", "more", "player-play"),
        State("closed", "Closed", "met", "lock", is_open=False),
        State("refused", "Refused", "bad", "x", is_open=False),
        State("cancelled", "Cancelled", "plain", "ban", is_open=False),
    ),
    tuple(transition for part in PARTS.values() for transition in part),
)


def part_of(event: str) -> str:
    return next((name for name, steps in PARTS.items() if any(step.event == event for step in steps)), "case")


def next_step(values: Mapping[str, Any]) -> str:
    """What usually comes next, for somebody who leads a project for the first time."""
    state = values["state"]
    if state == "draft" and not values["reasons"]:
        return "Add at least two options, then recommend one of them."
    if state == "approved" and not values["roles"]:
        return "Say who does what, then add tasks and milestones."
    if state == "approved":
        return "Complete the plan, then set its baseline."
    if state == "planned" and not values["report_due_on"]:
        return "Set when you report and to whom; then begin the work."
    return _NEXT.get(state, "")


_NEXT = {
    "draft": "Submit the case; the ICT owner decides on it.",
    "submitted": "The ICT owner reads the case and decides.",
    "planned": "Begin the work.",
    "running": "Tell progress as it comes, escalate in time what goes wrong, and report the status when it is due.",
}
