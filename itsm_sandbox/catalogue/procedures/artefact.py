"""Support procedure: all that this kind of artefact is."""

from itsm_sandbox.catalogue.procedures.frozen import FROZEN_TABLES
from itsm_sandbox.catalogue.procedures.models import Procedure
from itsm_sandbox.catalogue.procedures.rules import MACHINE
from itsm_sandbox.catalogue.procedures.services import (
    blank,
    check_there_is_none,
    facts_of,
    freeze_and_send,
    send_to_one,
)
from itsm_sandbox.catalogue.services.simulation import plan_for_procedure
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.engine.roles import WorkRole

register(
    ArtefactType(
        model=Procedure,
        machine=MACHINE,
        label="Support procedure",
        path="procedures",
        page="itsm_sandbox.show_procedure",
        blank=blank,
        check_first=check_there_is_none,
        facts=facts_of,
        effects={"issue": (freeze_and_send,), "issue_to_joiner": (send_to_one,)},
        after=(plan_for_procedure,),
        waits_for={"with_owner": (WorkRole.ICT_OWNER, "waits for your memo and for being issued")},
        is_titled_openly=True,
        frozen_tables=FROZEN_TABLES,
    )
)
