"""Risk assessments: the list, a new one, and one with its matrix, its risks and how it differs from the one before."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.clock import LONDON
from core.web import requested_page
from itsm_sandbox.catalogue.services.rules import IMPORTANCE
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter_support, history_of, show
from itsm_sandbox.risk.assessments import queries
from itsm_sandbox.risk.assessments.models import RiskAssessment
from itsm_sandbox.risk.assessments.rules import scores
from itsm_sandbox.risk.assessments.rules.machine import MACHINE


@bp.get("/<int:workplace_id>/risk-assessments")
@login_required
def list_risk_assessments(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "assessments/list_risk_assessments.html",
        visitor,
        page=queries.list_risk_assessments(workplace_id, page=requested_page()),
        machine=MACHINE,
        scores=scores,
    )


@bp.route("/<int:workplace_id>/risk-assessments/add", methods=["GET", "POST"])
@login_required
def add_risk_assessment(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    year = visitor.now.astimezone(LONDON).year
    return begin_page(
        visitor,
        RiskAssessment.kind,
        "begin",
        heading="Begin a risk assessment",
        back=("Risk assessments", "list_risk_assessments"),
        label="Begin it",
        said="is begun",
        values={"year": year, "title": f"Risks to our ICT services in {year}"},
    )


@bp.get("/<int:workplace_id>/risk-assessments/<int:number>")
@login_required
def show_risk_assessment(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    assessment: RiskAssessment = get_artefact(workplace_id, RiskAssessment.kind, number)
    baseline = queries.find_previous(assessment)
    return show(
        "assessments/show_risk_assessment.html",
        visitor,
        author=get_colleague(assessment.author_id) if assessment.author_id else None,
        baseline=baseline,
        differences=scores.differences(baseline.risks if baseline else (), assessment.risks),
        matrix=scores.matrix(assessment.risks),
        impacts=scores.IMPACT,
        bands=scores.BANDS,
        band_of=scores.band_of,
        decisions={name: label.split(":")[0] for name, label in scores.DECISIONS},
        importance=dict(IMPORTANCE),
        cost=scores.cost_of_open(assessment.risks),
        today=visitor.today.isoformat(),
        **history_of(visitor, assessment),
    )
