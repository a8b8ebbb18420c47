"""Projects: from the business case to the lessons, with people, plan, logs and status reports."""

from itsm_sandbox.rules.projects.guidance import next_step
from itsm_sandbox.rules.projects.machine import MACHINE, PARTS, part_of

__all__ = ["MACHINE", "PARTS", "next_step", "part_of"]
