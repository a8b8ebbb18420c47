"""Contingency plan: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.risk.contingency.frozen import FROZEN_TABLES
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.risk.contingency.rules import MACHINE, communications_in_words, procedures_in_words, thin_parts
from itsm_sandbox.risk.contingency.services import blank, contents_of, facts_of
from itsm_sandbox.risk.continuity.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.risk.continuity.services import freezing, let_owner_answer, ties_to_plan

register(
    ArtefactType(
        model=ContingencyPlan,
        machine=MACHINE,
        label="Contingency plan",
        path="contingency-plans",
        page="itsm_sandbox.show_contingency_plan",
        blank=blank,
        ties=ties_to_plan,
        facts=facts_of,
        hides=hides_from_users,
        effects={"issue": (freezing(contents_of),)},
        after=(let_owner_answer(ContingencyPlan, "contingency_plan", thin_parts, lambda plan: plan.trigger_hours),),
        tab=Tab("money_and_risk", 4, "Contingency", "list_contingency_plans", "lifebuoy", for_support=True),
        waits_for={
            "with_owner": (WorkRole.ICT_OWNER, "waits for your approval"),
            "invoked": (WorkRole.ICT_OWNER, "is in force until you stand it down"),
        },
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
        frozen_words={"procedures": procedures_in_words, "communications": communications_in_words, **FROZEN_WORDS},
        ids_in={"service_ids": "service"},
        frozen_tables=FROZEN_TABLES,
    )
)
