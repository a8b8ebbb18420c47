"""Risk assessments: one a year, what carries forward, and what a simulated ICT owner decides."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from core.errors import FieldErrors
from itsm_sandbox.catalogue.services.queries import get_service_words
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.perform import apply
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.simulation import READING_MINUTES, answer_as_owner, plan_owner_answer
from itsm_sandbox.engine.timers import forget
from itsm_sandbox.money.expenditure.services import commit_for_risk
from itsm_sandbox.risk.assessments.models import RiskAssessment
from itsm_sandbox.risk.assessments.queries import find_baseline, find_of_year
from itsm_sandbox.risk.assessments.rules.answers import answer_assessment
from itsm_sandbox.risk.assessments.rules.scores import carry

ANSWER = "risk_assessment.answer"


def blank(author: Colleague | None) -> RiskAssessment:
    return RiskAssessment(year=0, title="", risks=[], author_id=author.id if author else None)


def one_a_year(workplace_id: int, given: Mapping[str, Any]) -> None:
    other = find_of_year(workplace_id, given.get("year") or 0)
    if other:
        raise FieldErrors({"year": f"{other.ref} is the one for {other.year}. Go on with that one."})


def _carried(assessment: RiskAssessment) -> dict[str, Any]:
    baseline = find_baseline(assessment.workplace_id, assessment.year)
    if baseline is None:
        return {"risks": [], "previous_id": None}
    return {"risks": carry(baseline.risks, baseline.ref), "previous_id": baseline.id}


def facts_of(assessment: RiskAssessment) -> Mapping[str, Any]:
    return {
        "carried": partial(_carried, assessment),
        "name_of": lambda row_id: get_colleague(row_id).name,
        "service": partial(get_service_words, assessment.workplace_id),
    }


def ties_to(assessment: RiskAssessment, colleague: Colleague) -> frozenset[Tie]:
    ties = {Tie.ANYONE}
    if assessment.author_id == colleague.id:
        ties.add(Tie.AUTHOR)
    if any(risk["owner_id"] == colleague.id and risk["status"] == "open" for risk in assessment.risks):
        ties.add(Tie.ASSIGNED)
    return frozenset(ties)


def supersede_baseline(deed: Deed) -> None:
    """The one before is what the new one is compared with from now on."""
    baseline = find_baseline(deed.workplace.id, deed.artefact.year)
    if baseline is not None and baseline.state == "complete":
        apply(deed.workplace, baseline, "supersede", {}, actor=None, at=deed.event.at)


def commit_cost(deed: Deed) -> None:
    assessment: RiskAssessment = deed.artefact
    risk = next(one for one in assessment.risks if one["number"] == deed.given["number"])
    words = f"{assessment.ref} risk {risk['number']}: {risk['recommendation']}"
    commit_for_risk(deed, deed.given["category"], risk["cost_pence"], words)


def await_owner(deed: Deed) -> None:
    if deed.artefact.state != "with_owner":
        forget(deed.artefact, ANSWER)
    elif deed.event.verb == "hand_over":
        plan_owner_answer(deed, ANSWER, READING_MINUTES)


answer_as_owner(ANSWER, RiskAssessment, ("with_owner",), lambda assessment: answer_assessment(assessment.risks))
