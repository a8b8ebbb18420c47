"""Risk assessment: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.risk.assessments.models import RiskAssessment
from itsm_sandbox.risk.assessments.record_checks import RECORD_CHECKS
from itsm_sandbox.risk.assessments.rules.machine import MACHINE
from itsm_sandbox.risk.assessments.rules.scores import told_in_words
from itsm_sandbox.risk.assessments.services import (
    await_owner,
    blank,
    commit_cost,
    facts_of,
    one_a_year,
    supersede_baseline,
    ties_to,
)

register(
    ArtefactType(
        model=RiskAssessment,
        machine=MACHINE,
        label="Risk assessment",
        path="risk-assessments",
        page="itsm_sandbox.show_risk_assessment",
        blank=blank,
        check_first=one_a_year,
        ties=ties_to,
        facts=facts_of,
        hides=hides_from_users,
        effects={"begin": (supersede_baseline,), "fund_risk": (commit_cost,)},
        after=(await_owner,),
        tab=Tab("money_and_risk", 3, "Risk assessments", "list_risk_assessments", "shield-half", for_support=True),
        waits_for={"with_owner": (WorkRole.ICT_OWNER, "waits for your decisions on its risks")},
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
        frozen_words={"risks": told_in_words},
    )
)
