"""The lists of a project in words, as they stand on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import iso_day
from itsm_sandbox.projects.projects.rules.people import PROJECT_ROLES

Rows = Sequence[Mapping[str, Any]]
STATUSES = {
    "proposed": "awaiting agreement",
    "returned": "sent back",
    "agreed": "agreed",
    "carried_out": "carried out",
}


def _options(rows: Rows) -> str:
    lines = []
    for row in rows:
        cost = f"£{row['cost_pence'] / 100:,.2f}"
        lines.append(f"{row['number']}. {row['name']}, {cost}. Benefit: {row['benefit']} Risk: {row['risk']}")
    return _lines(lines)


def _roles(rows: Rows) -> str:
    labels = dict(PROJECT_ROLES)
    lines = []
    for row in rows:
        skill = {"yes": "has it", "partly": "has it in part", "no": "lacks it"}[row["has_skill"]]
        training = f"; training: {row['training']}" if row["training"] else ""
        who = f"{row['person']}, {labels[row['role']].lower()}, {row['duty']}"
        lines.append(f"{row['package']}: {who}. Skill: {row['skill']} ({skill}{training})")
    return _lines(lines)


def _tasks(rows: Rows) -> str:
    lines = []
    for row in rows:
        ends = iso_day(row["ends_on"])
        days = ends if row["is_milestone"] else f"{iso_day(row['starts_on'])} to {ends}"
        planned = f"; baseline {iso_day(row['baseline_ends_on'])}" if row["baseline_ends_on"] else ""
        done = f"; done {iso_day(row['done_on'])}" if row["done_on"] else f"; {row['percent']} %"
        after = f"; after {', '.join(map(str, row['after']))}" if row["after"] else ""
        what = "Milestone: " if row["is_milestone"] else ""
        lines.append(f"{row['number']}. {what}{row['name']} ({row['owner']}), {days}{after}{planned}{done}")
    return _lines(lines)


def _risks(rows: Rows) -> str:
    return _lines(
        f"{row['number']}. {row['what']} {row['likelihood']} × {row['impact']} = {row['likelihood'] * row['impact']}; "
        f"{row['response']} ({row['owner']}, {row['status']})"
        for row in rows
    )


def _changes(rows: Rows) -> str:
    return _lines(f"{iso_day(row['on'])}: {row['change']}. {row['why']}" for row in rows)


def _escalations(rows: Rows) -> str:
    lines = []
    for row in rows:
        when = "before" if row["is_before"] else "after"
        answer = f" Answered {iso_day(row['answered_on'])}: {row['answer']}" if row["answer"] else " Not answered yet."
        start = f"{row['number']}. {iso_day(row['on'])} to {row['to']}, {when} the day of “{row['name']}”"
        lines.append(f"{start}: {row['what']} Tried: {row['tried']} Asked: {row['asked']}{answer}")
    return _lines(lines)


def _contingencies(rows: Rows) -> str:
    lines = []
    for row in rows:
        done = f" Carried out {iso_day(row['done_on'])}: {row['happened']} {row['result']}" if row["done_on"] else ""
        status = STATUSES[row["status"]]
        lines.append(f"{row['number']}. When: {row['trigger']} Then: {row['action']} ({row['with']}: {status}){done}")
    return _lines(lines)


def _figures(figures: Mapping[str, Any]) -> str:
    late = ", ".join(figures["late"]) or "none"
    return _lines(
        [
            f"On {iso_day(figures['on'])}: {figures['percent_done']} % done, {figures['percent_planned']} % planned.",
            f"Tasks done: {figures['tasks_done']} of {figures['tasks']}. Late: {late}.",
            f"Milestones reached: {figures['milestones_reached']} of {figures['milestones']}.",
        ]
    )


def _every(days: int) -> str:
    return f"{days} days"


def _lines(lines: Any) -> str:
    return "\n".join(lines)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "options": _options,
    "roles": _roles,
    "tasks": _tasks,
    "risks": _risks,
    "changes": _changes,
    "escalations": _escalations,
    "contingencies": _contingencies,
    "figures": _figures,
    "report_every": _every,
}
