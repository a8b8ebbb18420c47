"""Incidents and requests: every step from the report to the end, who may take it, and what must be told with it.

`closed` and `cancelled` are final; whatever comes later is a new ticket that follows the old one. An escalation to
management is a flag, not a state: the work goes on as it was.
"""

from itsm_sandbox.desk.tickets.rules.side_steps import ANY_TIME, END, LINKS, TIMES
from itsm_sandbox.desk.tickets.rules.states import DESK, OPEN, SERVICE_DAYS_TO_REOPEN, STATES
from itsm_sandbox.desk.tickets.rules.steps import FRONT, WORK
from itsm_sandbox.engine.machine import Machine

__all__ = ["DESK", "MACHINE", "OPEN", "SERVICE_DAYS_TO_REOPEN"]

MACHINE = Machine("ticket", STATES, (*FRONT, *WORK, *ANY_TIME, *LINKS, *END, *TIMES))
