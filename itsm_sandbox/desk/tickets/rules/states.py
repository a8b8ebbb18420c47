"""The states of a ticket, and who works on tickets."""

from itsm_sandbox.engine.machine import State
from itsm_sandbox.engine.roles import WorkRole

SERVICE_DAYS_TO_REOPEN = 5

DESK = (
    WorkRole.FIRST_LEVEL,
    WorkRole.SECOND_LEVEL,
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.MAINTENANCE,
    WorkRole.DESIGN,
    WorkRole.IMPLEMENTATION,
)
"""Those who work on tickets and see them all."""

OPEN = ("new", "awaiting_approval", "assigned", "in_progress", "pending")
WORKING = ("assigned", "in_progress", "pending")
FIRST = (WorkRole.FIRST_LEVEL,)
CALL_MAJOR = (WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.ICT_OWNER)

STATES = (
    State("new", "New", "sub", "sparkles"),
    State("awaiting_approval", "Awaiting approval", "more", "hourglass"),
    State("assigned", "Assigned", "sub", "user-check"),
    State("in_progress", "In progress", "sub", "tool"),
    State("pending", "Pending", "more", "player-pause"),
    State("resolved", "Resolved", "met", "circle-check", is_open=False),
    State("closed", "Closed", "plain", "lock", is_open=False),
    State("cancelled", "Cancelled", "none", "ban", is_open=False),
)
