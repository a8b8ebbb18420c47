"""Change management set-up: all that this kind of artefact is."""

from itsm_sandbox.changes.readiness.models import ChangeSetup
from itsm_sandbox.changes.readiness.queries import facts_for
from itsm_sandbox.changes.readiness.record_checks import RECORD_CHECKS
from itsm_sandbox.changes.readiness.rules import MACHINE
from itsm_sandbox.changes.readiness.services import assign
from itsm_sandbox.engine.registry import ArtefactType, register

register(
    ArtefactType(
        model=ChangeSetup,
        machine=MACHINE,
        label="Change management set-up",
        path="set-up",
        page="itsm_sandbox.show_setup",
        facts=facts_for,
        effects={"assign_roles": (assign,)},
        record_checks=RECORD_CHECKS,
    )
)
