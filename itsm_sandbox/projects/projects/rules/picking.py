"""The rows of a project as a person chooses them: by their words, and only those that a step can be about."""

from functools import partial

from itsm_sandbox.engine.items import Only, lister, pick
from itsm_sandbox.engine.machine import Ask, Case, Field, Items
from itsm_sandbox.projects.projects.rules.people import PROJECT_ROLES
from itsm_sandbox.projects.projects.rules.rows import Row, rows_of

_ROLES = dict(PROJECT_ROLES)


def _role(row: Row) -> str:
    return f"{row['person']}, {_ROLES[row['role']].lower()}: {row['package']}"


def _task(row: Row) -> str:
    return f"{row['name']} (milestone)" if row["is_milestone"] else str(row["name"])


def is_other_task(case: Case, row: Row) -> bool:
    """Nothing follows itself."""
    return bool(row["number"] != case.given.get("number"))


def is_asked_of_them(case: Case, row: Row) -> bool:
    """An escalation without an answer, or a contingency that waits for agreement, of whoever looks."""
    if "to_id" in row:
        return row["to_id"] == case.actor.id and not row["answer"]
    return bool(row["with_id"] == case.actor.id and row["status"] == "proposed")


def status_is(*states: str) -> Only:
    return lambda _case, row: row["status"] in states


pick_option = partial(pick, "options", label="Option", words=lambda row: row["name"])
pick_role = partial(pick, "roles", label="Row", words=_role)
pick_task = partial(pick, "tasks", label="Task or milestone", words=_task)
pick_risk = partial(pick, "risks", label="Risk", words=lambda row: row["what"])
pick_escalation = partial(pick, "escalations", label="Escalation", words=lambda row: row["what"])
pick_contingency = partial(pick, "contingencies", label="Contingency", words=lambda row: row["trigger"])


def pick_tasks(name: str, label: str, hint: str, *, only: Only) -> Field:
    listed = lister(lambda case: rows_of(case, "tasks"), _task, only)
    return Field(name, label, Ask.ITEMS, required=False, hint=hint, items=Items("tasks", listed), keep=False)
