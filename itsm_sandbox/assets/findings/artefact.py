"""Finding: all that this kind of artefact is."""

from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.findings.record_checks import RECORD_CHECKS
from itsm_sandbox.assets.findings.rules import MACHINE
from itsm_sandbox.assets.findings.services import blank, do_it, facts_of, plan_answers
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register

register(
    ArtefactType(
        model=Finding,
        machine=MACHINE,
        label="Finding",
        path="findings",
        page="itsm_sandbox.show_finding",
        blank=blank,
        facts=facts_of,
        hides=hides_from_users,
        effects={"act": (do_it,)},
        after=(plan_answers,),
        tab=Tab("assets", 3, "Findings", "list_findings", "alert-triangle", for_support=True),
        record_checks=RECORD_CHECKS,
    )
)
