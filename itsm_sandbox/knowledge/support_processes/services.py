"""The inventory of support processes."""

from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.knowledge.support_processes.models import SupportProcess


def blank(_author: Colleague | None) -> SupportProcess:
    return SupportProcess(name="")
