"""What stands in the way of a problem's steps, and what follows from them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from itsm_sandbox.desk.tickets.rules.categories import PARENTS
from itsm_sandbox.engine.machine import Case, Guard
from itsm_sandbox.problems.problems.rules.facts import ProblemFacts
from itsm_sandbox.problems.problems.rules.fields import METHODS


def trend_is_named(case: Case) -> str | None:
    if case.get("source") == "trend" and not case.get("trend_id"):
        return "Name the analysis that it comes from, such as TRD-0001. Record one first when there is none."
    return None


def incident_is_named(case: Case) -> str | None:
    if case.get("source") == "major_incident" and not case.get("tickets"):
        return "Name the major incident among its tickets, such as INC-0042."
    return None


def has_somewhere_to_look(case: Case) -> str | None:
    if any(case.get(name) for name in ("service_id", "subcategory", "asset_id")):
        return None
    return "Name a service, a category or a device, so that its incidents can be counted and its known error offered."


def uses(method: str) -> Guard:
    label = dict(METHODS)[method]

    def guard(case: Case) -> str | None:
        return None if case.values.get("method") == method else f"Choose the method “{label}” for this problem first."

    return guard


def hypothesis_is_there(case: Case) -> str | None:
    held = len(case.of(ProblemFacts).hypotheses())
    if not held:
        return "Write down a hypothesis first."
    number = case.given.get("hypothesis")
    return None if number is None or 1 <= number <= held else f"There is no hypothesis {number}; the last is {held}."


def knows_something(case: Case) -> str | None:
    if (case.get("workaround") or "").strip() or (case.get("root_cause") or "").strip():
        return None
    return "Record a workaround or the root cause first: a known error says one of them at least."


def change_is_carried_out(case: Case) -> str | None:
    change = case.of(ProblemFacts).change()
    if change is None:
        return "Name the request for change that removes the cause first."
    if change.state not in {"implemented", "closed"}:
        return f"{change.ref} is not carried out yet. Resolve this once it is."
    if change.outcome in {"unsuccessful", "fallen_back"}:
        return f"{change.ref} did not succeed. Name the request for change that did, then resolve this."
    return None


def fixed_before_now(case: Case) -> str | None:
    fixed_at = case.given.get("fixed_at")
    if fixed_at is None:
        return None
    if fixed_at > case.now:
        return "The fix was in place before now. Resolve this once it is."
    return None if fixed_at >= case.values["created_at"] else "The fix came after the problem was logged."


def recurrences_are_explained(case: Case) -> str | None:
    count = case.of(ProblemFacts).recurrences_since(moment_of_fix(case))
    if not count or (case.get("recurrence_note") or "").strip():
        return None
    times = "1 ticket like these was" if count == 1 else f"{count} tickets like these were"
    return f"{times} logged since the fix. Say under “Those that came since” why the problem is solved all the same."


def closer_is_not_alone(case: Case) -> str | None:
    if case.of(ProblemFacts).is_solo() or frozenset(case.of(ProblemFacts).investigators()) != {case.actor.id}:
        return None
    return "You are its only investigator, so somebody else has to close it: ask a colleague to read it."


def moment_of_fix(case: Case) -> datetime:
    """When the cause was gone: as told, or when its change was finished."""
    told: datetime | None = case.given.get("fixed_at")
    change = case.of(ProblemFacts).change()
    finished = change.finished_at if change else None
    return told or finished or case.now


def opened(case: Case) -> Mapping[str, Any]:
    return {"opened_by_id": case.actor.id, **placed(case)}


def placed(case: Case) -> Mapping[str, Any]:
    return {"category": PARENTS.get(case.get("subcategory") or "", "")}


def led(case: Case) -> Mapping[str, Any]:
    return {"investigator_id": case.values.get("investigator_id") or case.actor.id}


def resolved(case: Case) -> Mapping[str, Any]:
    fixed_at = moment_of_fix(case)
    return {
        "fixed_at": fixed_at,
        "recurrences": case.of(ProblemFacts).recurrences_since(fixed_at),
        "resolved_at": case.now,
    }


def opened_again(_case: Case) -> Mapping[str, Any]:
    return {"resolved_at": None, "recurrences": None, "fixed_at": None}
