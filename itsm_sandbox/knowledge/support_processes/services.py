"""The inventory of support processes."""

from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.registry import ROOMS, Room, hides_from_users
from itsm_sandbox.knowledge.support_processes.models import SupportProcess
from itsm_sandbox.knowledge.support_processes.rules import MACHINE


def _blank(_author: Colleague | None) -> SupportProcess:
    return SupportProcess(name="")


ROOMS[ArtefactKind.SUPPORT_PROCESS] = Room(
    SupportProcess, MACHINE, "itsm_sandbox.show_support_process", blank=_blank, hides=hides_from_users
)
