"""Computing a ticket's clocks and counts again from its events."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.queries.tickets import find_agreed, step_of
from itsm_sandbox.desk.tickets.rules.derived import Step, facts_of, targets_in
from itsm_sandbox.engine.calendar import ServiceCalendar
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.queries import get_calendar


class TicketDerivation:
    """Of one workplace."""

    def __init__(self, workplace_id: int) -> None:
        self._workplace_id = workplace_id
        self._steps: dict[int, list[Step]] = {}
        self._agreed: dict[tuple[int | None, int | None], Mapping[str, Any] | None] = {}

    def take_in(self, event: WorkEvent) -> None:
        self._steps.setdefault(event.subject_id, []).append(step_of(event))

    def columns_of(self, ticket: Ticket) -> Mapping[str, Any]:
        key = (ticket.service_id, ticket.service_version)
        if key not in self._agreed:
            self._agreed[key] = find_agreed(*key)
        return facts_of(self._steps[ticket.id], targets_in(self._agreed[key], ticket.priority), self._calendar)

    @cached_property
    def _calendar(self) -> ServiceCalendar:
        """Read when it is first needed: only hours that were proven make one."""
        return get_calendar(self._workplace_id)
