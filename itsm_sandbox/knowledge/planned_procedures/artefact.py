"""Planned procedure: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.planned_procedures.record_checks import RECORD_CHECKS
from itsm_sandbox.knowledge.planned_procedures.rules import MACHINE
from itsm_sandbox.knowledge.planned_procedures.services import begin_article, blank, facts_of

register(
    ArtefactType(
        model=ProcedurePlan,
        machine=MACHINE,
        label="Planned procedure",
        path="planned-procedures",
        page="itsm_sandbox.show_procedure_plan",
        blank=blank,
        facts=facts_of,
        hides=hides_from_users,
        effects={"start": (begin_article,)},
        tab=Tab("knowledge", 3, "Planned procedures", "list_procedure_plans", "calendar-plus", for_support=True),
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
    )
)
