"""The inventory of support processes."""

from itsm_sandbox.models import Colleague, SupportProcess
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.support_processes import MACHINE
from itsm_sandbox.services.rooms import ROOMS, Room, hides_from_users


def _blank(_author: Colleague | None) -> SupportProcess:
    return SupportProcess(name="")


ROOMS[ArtefactKind.SUPPORT_PROCESS] = Room(
    SupportProcess, MACHINE, "itsm_sandbox.show_support_process", blank=_blank, hides=hides_from_users
)
