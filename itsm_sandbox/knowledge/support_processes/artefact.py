"""Support process: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.knowledge.support_processes.models import SupportProcess
from itsm_sandbox.knowledge.support_processes.record_checks import RECORD_CHECKS
from itsm_sandbox.knowledge.support_processes.rules import MACHINE
from itsm_sandbox.knowledge.support_processes.services import blank

register(
    ArtefactType(
        model=SupportProcess,
        machine=MACHINE,
        label="Support process",
        path="processes",
        page="itsm_sandbox.show_support_process",
        blank=blank,
        hides=hides_from_users,
        tab=Tab("knowledge", 2, "Processes", "list_support_processes", "list-search", for_support=True),
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
    )
)
