"""Recovery plan: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.risk.continuity.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.risk.continuity.services import facts_of_plan, freezing, let_owner_answer, ties_to_plan
from itsm_sandbox.risk.recovery.frozen import FROZEN_TABLES
from itsm_sandbox.risk.recovery.models import RecoveryPlan
from itsm_sandbox.risk.recovery.rules import MACHINE, steps_in_words, thin_parts
from itsm_sandbox.risk.recovery.services import blank, contents_of

register(
    ArtefactType(
        model=RecoveryPlan,
        machine=MACHINE,
        label="Recovery plan",
        path="recovery-plans",
        page="itsm_sandbox.show_recovery_plan",
        blank=blank,
        ties=ties_to_plan,
        facts=facts_of_plan,
        hides=hides_from_users,
        effects={"issue": (freezing(contents_of),)},
        after=(let_owner_answer(RecoveryPlan, "recovery_plan", thin_parts, lambda plan: plan.rto_hours),),
        tab=Tab("money_and_risk", 5, "Recovery", "list_recovery_plans", "restore", for_support=True),
        waits_for={
            "with_owner": (WorkRole.ICT_OWNER, "waits for your approval"),
            "invoked": (WorkRole.ICT_OWNER, "is in force until you stand it down"),
        },
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
        frozen_words={"steps": steps_in_words, **FROZEN_WORDS},
        frozen_tables=FROZEN_TABLES,
    )
)
