"""What the steps of a risk assessment change in its rows."""

from collections.abc import Callable, Mapping
from typing import Any

from itsm_sandbox.engine.machine import Case
from itsm_sandbox.engine.steps.reasons import today
from itsm_sandbox.risk.assessments.rules.facts import AssessmentFacts
from itsm_sandbox.risk.assessments.rules.fields import KEPT
from itsm_sandbox.risk.assessments.rules.guards import risk_of

_BLANK: Mapping[str, Any] = {
    **dict.fromkeys(("service_id", "owner_id", "target", "cost_pence", "due_on", "done_on"), None),
    **dict.fromkeys(("score_before", "score_after", "carried_number"), None),
    **dict.fromkeys(("service", "assets", "owner", "hazard", "cause", "controls", "recommendation"), ""),
    **dict.fromkeys(("decision", "decided_by", "decision_note", "outcome", "carried_from"), ""),
    "importance": "medium",
    "decided_by_simulated": False,
    "is_funded": False,
    "status": "open",
}


def begun(case: Case) -> Mapping[str, Any]:
    found = case.of(AssessmentFacts).carried()
    return {"author_id": case.actor.id, "risks": found["risks"], "previous_id": found["previous_id"]}


def _told(case: Case) -> dict[str, Any]:
    """What was given about a risk, as its row keeps it; empty answers are left out."""
    given = {name: case.given[name] for name in KEPT if case.given.get(name) not in (None, "")}
    if "due_on" in given:
        given["due_on"] = given["due_on"].isoformat()
    if "service_id" in given:
        name, importance = case.of(AssessmentFacts).service(given["service_id"])
        given["service"] = name
        given.setdefault("importance", importance or "medium")
    if "owner_id" in given:
        given["owner"] = case.of(AssessmentFacts).name_of(given["owner_id"])
    for name in ("likelihood", "impact"):
        if name in given:
            given[name] = int(given[name])
    return given


def added(case: Case) -> Mapping[str, Any]:
    risks = case.values["risks"]
    risk = {**_BLANK, **_told(case), "number": len(risks) + 1}
    return {"risks": [*risks, {**risk, "score": risk["likelihood"] * risk["impact"]}]}


def _changed(case: Case, **changes: Any) -> Mapping[str, Any]:
    number = case.given["number"]
    return {"risks": [{**risk, **changes} if risk["number"] == number else risk for risk in case.values["risks"]]}


def revised(case: Case) -> Mapping[str, Any]:
    """Whatever was decided on it is open again when its score changes."""
    risk, told = risk_of(case) or {}, _told(case)
    score = told.get("likelihood", risk["likelihood"]) * told.get("impact", risk["impact"])
    undecided = {"decision": "", "decided_by": "", "decided_by_simulated": False, "decision_note": ""}
    return _changed(case, **told, score=score, **(undecided if score != risk["score"] else {}))


def decided(case: Case) -> Mapping[str, Any]:
    return _changed(
        case,
        decision=case.given["decision"],
        decided_by=case.of(AssessmentFacts).name_of(case.actor.id or 0),
        decided_by_simulated=case.actor.is_simulated,
        decision_note=case.given.get("note") or "",
    )


def done(case: Case) -> Mapping[str, Any]:
    after = int(case.given["likelihood_now"]) * int(case.given["impact_now"])
    done_on = case.given["done_on"].isoformat()
    return _changed(case, status="done", done_on=done_on, outcome=case.given["outcome"], score_after=after)


def completed(case: Case) -> Mapping[str, Any]:
    return {"completed_on": today(case)}


def setting(**changes: Callable[[Case], Any]) -> Callable[[Case], Mapping[str, Any]]:
    return lambda case: _changed(case, **{name: read(case) for name, read in changes.items()})
