"""Request to change a procedure: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.knowledge.procedure_changes.models import ProcedureChange
from itsm_sandbox.knowledge.procedure_changes.record_checks import RECORD_CHECKS
from itsm_sandbox.knowledge.procedure_changes.rules import MACHINE
from itsm_sandbox.knowledge.procedure_changes.services import facts_of, new_change, plan_new_version, tell_givers

register(
    ArtefactType(
        model=ProcedureChange,
        machine=MACHINE,
        label="Request to change a procedure",
        path="procedure-changes",
        page="itsm_sandbox.show_procedure_change",
        blank=new_change,
        facts=facts_of,
        hides=hides_from_users,
        effects={"accept": (plan_new_version, tell_givers), "reject": (tell_givers,)},
        tab=Tab("knowledge", 5, "Change requests", "list_procedure_changes", "git-pull-request", for_support=True),
        waits_for={"open": (WorkRole.SINGLE_POINT_OF_CONTACT, "waits for your decision")},
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
    )
)
