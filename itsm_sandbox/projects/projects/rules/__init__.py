"""Projects: from the business case to the lessons, with people, plan, logs and status reports."""

from itsm_sandbox.projects.projects.rules.guidance import next_step
from itsm_sandbox.projects.projects.rules.machine import MACHINE, PARTS, part_of

__all__ = ["MACHINE", "PARTS", "next_step", "part_of"]
