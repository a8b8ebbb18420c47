"""Projects: the steps from a first case to the lessons at the end, and who may take them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from itsm_sandbox.engine.machine import START, Case, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps.reasons import authored, today
from itsm_sandbox.projects.projects.rules import fields as ask
from itsm_sandbox.projects.projects.rules import guards as must
from itsm_sandbox.projects.projects.rules.plan import numbers_on, tasks_of
from itsm_sandbox.projects.projects.rules.rows import (
    added,
    changed,
    find_row,
    named,
    removed,
    row_exists,
    rows_of,
    told,
)

PROPOSERS = (
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.FIRST_LEVEL,
    WorkRole.SECOND_LEVEL,
    WorkRole.MAINTENANCE,
    WorkRole.IMPLEMENTATION,
    WorkRole.DESIGN,
    WorkRole.ICT_OWNER,
)
_LEADER = (Tie.LEADER,)
_OWNER = (WorkRole.ICT_OWNER,)
_DECIDERS = (*_OWNER, WorkRole.FINAL_APPROVER)
_UNDER_WAY = ("approved", "planned", "running")
_OPEN = ("draft", "submitted", "approved", "planned", "running")
WRITING = ("propose", "edit_case", "add_option", "change_option", "recommend", "submit_case")
"""The steps by which somebody has a hand in a case."""


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
    return added(case, "roles", **told(case, *names), person=named(case, case.given["colleague_id"]))


def _role_changed(case: Case) -> Mapping[str, Any]:
    return changed(case, "roles", **told(case, "role", "package", "duty", "skill", "has_skill", "training"))


def _handed_over(case: Case) -> Mapping[str, Any]:
    return {"author_id": case.given["leader_id"]}


def _task(case: Case) -> dict[str, Any]:
    """A task as it was written down."""
    return {
        **told(case, "name", "package", "starts_on", "ends_on", "owner_id"),
        "after": sorted(case.given.get("after") or ()),
        "is_milestone": bool(case.given.get("is_milestone")),
        "owner": named(case, case.given["owner_id"]),
    }


def _task_added(case: Case) -> Mapping[str, Any]:
    later = {"percent": 0, "baseline_starts_on": None, "baseline_ends_on": None, "done_on": None}
    return added(case, "tasks", **_task(case), **later)


def _task_changed(case: Case) -> Mapping[str, Any]:
    return changed(case, "tasks", **_task(case))


def _baselined(case: Case) -> Mapping[str, Any]:
    rows = [
        {**row, "baseline_starts_on": row["starts_on"], "baseline_ends_on": row["ends_on"]}
        for row in rows_of(case, "tasks")
    ]
    return {"tasks": rows, "baselined_on": today(case)}


def _moved(case: Case) -> Mapping[str, Any]:
    return changed(case, "tasks", **told(case, "starts_on", "ends_on"))


def _progressed(case: Case) -> Mapping[str, Any]:
    percent = case.given["percent"]
    row = find_row(case, "tasks", case.given["number"]) or {}
    done_on = (row.get("done_on") or today(case)) if percent == 100 else None
    return changed(case, "tasks", percent=percent, done_on=done_on)


def _reporting_set(case: Case) -> Mapping[str, Any]:
    return {"report_every": int(case.given["every"])}


def _risk(case: Case) -> dict[str, Any]:
    """A risk as it was written down."""
    levels = {name: int(case.given[name]) for name in ("likelihood", "impact")}
    return {**told(case, "what", "response", "owner_id"), **levels, "owner": named(case, case.given["owner_id"])}


def _risk_added(case: Case) -> Mapping[str, Any]:
    return added(case, "risks", **_risk(case), status="open", note="")


def _risk_changed(case: Case) -> Mapping[str, Any]:
    return changed(case, "risks", **_risk(case), status=case.given["now"], **told(case, "note"))


def _change_linked(case: Case) -> Mapping[str, Any]:
    change_id = case.given["change_id"]
    words = case.fact("change_of", change_id)
    return added(case, "changes", change_id=change_id, change=words, why=case.given["why"], on=today(case))


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
        on=today(case),
        due_on=due_on,
        is_before=today(case) <= due_on,
        answer="",
        answered_on=None,
    )


def _answered(case: Case) -> Mapping[str, Any]:
    return changed(case, "escalations", answer=case.given["answer"], answered_on=today(case))


def _contingency(case: Case) -> dict[str, Any]:
    """A contingency as it was written down, for somebody to agree to."""
    asked = told(case, "trigger", "action", "with_id")
    return {**asked, "with": named(case, case.given["with_id"]), "status": "proposed"}


def _contingency_added(case: Case) -> Mapping[str, Any]:
    later = {"comment": "", "agreed_on": None, "done_on": None, "happened": "", "result": ""}
    return added(case, "contingencies", **_contingency(case), **later)


def _contingency_changed(case: Case) -> Mapping[str, Any]:
    return changed(case, "contingencies", **_contingency(case))


def _agreed(case: Case) -> Mapping[str, Any]:
    told_too = {"comment": case.given.get("comment") or "", "agreed_on": today(case)}
    return changed(case, "contingencies", status="agreed", **told_too)


def _questioned(case: Case) -> Mapping[str, Any]:
    return changed(case, "contingencies", status="returned", comment=case.given["comment"])


def _carried_out(case: Case) -> Mapping[str, Any]:
    return changed(case, "contingencies", status="carried_out", done_on=today(case), **told(case, "happened", "result"))


def _reported(case: Case) -> Mapping[str, Any]:
    """The next is due as often as was set, after today; so a late report does not make the next one late too."""
    now_on, due_on = today(case), case.values["report_due_on"]
    while due_on <= now_on or due_on == case.values["report_due_on"]:
        due_on += timedelta(days=case.values["report_every"])
    return {"report_due_on": due_on, "figures": numbers_on(tasks_of(rows_of(case, "tasks")), now_on)}


_CASE = (
    Transition("propose", "Begin a project", (START,), "draft", PROPOSERS, ask.NEED, sets=authored),
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
        "remove_option", "Leave an option out", ("draft",), None, _LEADER, ask.OPTION_OUT,
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
        "change_role", "Change a row", _UNDER_WAY, None, _LEADER, ask.ROLE_AGAIN, guards=(must.duties_stay_apart,),
        early_guards=(row_exists("roles", "row"),), sets=_role_changed,
    ),
    Transition(
        "remove_role", "Take somebody out", _UNDER_WAY, None, _LEADER, ask.ROLE_OUT,
        early_guards=(row_exists("roles", "row"),), sets=lambda case: removed(case, "roles"),
    ),
    Transition(
        "hand_over", "Hand the project over", _OPEN, None, (*_LEADER, *_OWNER), ask.NEW_LEADER, key="h",
        early_guards=(must.somebody_could_lead,), guards=(must.leader_can_lead,), sets=_handed_over,
        hint="What is written about people and tasks stays. Whoever takes over says who does what from then on.",
    ),
    Transition(
        "take_over", "Take the project over", _OPEN, None, (*PROPOSERS, Tie.ANYONE), (ask.REASON,), tone="primary",
        early_guards=(must.nobody_hands_it_over, must.they_could_lead), sets=authored,
        hint="What is written about people and tasks stays. You say who does what from now on.",
    ),
)  # fmt: skip
_PLAN = (
    Transition(
        "add_task", "Add a task or milestone", ("approved",), None, _LEADER, ask.TASK, key="t", sets=_task_added,
        guards=(must.days_are_in_order, must.followed_tasks_are_there), early_guards=(must.plan_has_room,),
    ),
    Transition(
        "baseline", "Set the baseline", ("approved",), "planned", _LEADER, (ask.CALENDAR_NOTE,),
        early_guards=(must.people_are_whole, must.plan_is_whole), guards=(must.closed_days_are_meant,), key="b",
        tone="primary", sets=_baselined, hint="Its days stay on record beside whatever comes later.",
    ),
    Transition(
        "change_task", "Change a task", ("approved",), None, _LEADER, ask.TASK_AGAIN, sets=_task_changed,
        guards=(must.days_are_in_order, must.followed_tasks_are_there), early_guards=(row_exists("tasks", "task"),),
    ),
    Transition(
        "remove_task", "Take a task out", ("approved",), None, _LEADER, ask.TASK_OUT,
        early_guards=(row_exists("tasks", "task"),), guards=(must.nothing_follows_it,),
        sets=lambda case: removed(case, "tasks"),
    ),
    Transition(
        "begin_work", "Begin the work", ("planned",), "running", _LEADER,
        early_guards=(must.reporting_is_set,), key="g", tone="primary",
    ),
    Transition(
        "progress", "Tell progress", ("running",), None, (Tie.LEADER, Tie.ASSIGNED), ask.PROGRESS,
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
        "escalate", "Escalate", _UNDER_WAY, None, (Tie.LEADER, Tie.ASSIGNED), ask.ESCALATION,
        guards=(must.escalation_is_to_another,), early_guards=(row_exists("tasks", "task"),), key="x", sets=_escalated,
    ),
    Transition(
        "answer_escalation", "Answer an escalation", _UNDER_WAY, None, (Tie.APPROVER,), ask.ANSWER,
        early_guards=(must.somebody_asks_them("escalations", "escalation"),),
        guards=(must.answer_is_asked_of_them,), sets=_answered,
    ),
    Transition(
        "plan_contingency", "Plan a contingency", _UNDER_WAY, None, _LEADER, ask.CONTINGENCY,
        guards=(must.agreed_with_another,), key="y", sets=_contingency_added,
    ),
    Transition(
        "change_contingency", "Write a contingency again", _UNDER_WAY, None, _LEADER, ask.CONTINGENCY_AGAIN,
        early_guards=(
            row_exists("contingencies", "contingency"),
            must.contingency_is("proposed", "returned", else_say="It was agreed already. Plan another one."),
        ),
        guards=(must.agreed_with_another,), sets=_contingency_changed,
    ),
    Transition(
        "agree_contingency", "Agree to a contingency", _UNDER_WAY, None, (Tie.APPROVER,), ask.AGREEMENT,
        early_guards=(must.somebody_asks_them("contingencies", "contingency"),), guards=(must.agreement_is_theirs,),
        sets=_agreed,
    ),
    Transition(
        "question_contingency", "Ask more about a contingency", _UNDER_WAY, None, (Tie.APPROVER,), ask.QUESTION,
        early_guards=(must.somebody_asks_them("contingencies", "contingency"),), guards=(must.agreement_is_theirs,),
        sets=_questioned,
    ),
    Transition(
        "carry_out_contingency", "Carry a contingency out", _UNDER_WAY, None, _LEADER, ask.CARRIED_OUT,
        early_guards=(
            row_exists("contingencies", "contingency"),
            must.contingency_is("agreed", else_say="Somebody else must have agreed to it first."),
        ),
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
