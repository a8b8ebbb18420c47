"""What the guards of a ticket look up, while the past of a world is being written."""

from collections.abc import Callable, Mapping, Sequence

from itsm_sandbox.desk.tickets.rules.derived import Step
from itsm_sandbox.desk.tickets.rules.facts import TicketFacts
from itsm_sandbox.desk.tickets.rules.timers import closes_at
from itsm_sandbox.engine.calendar import ServiceCalendar
from itsm_sandbox.engine.history_writer import Subject
from itsm_sandbox.engine.models import Workplace
from itsm_sandbox.generator.people import People


def facts_of_ticket(
    workplace: Workplace,
    people: People,
    services: Mapping[str, Subject],
    calendar: ServiceCalendar,
    steps: Callable[[], Sequence[Step]],
) -> TicketFacts:
    """`steps` are what has happened to it so far."""
    groups = people.groups.values()
    return TicketFacts(
        matrix=lambda: workplace.matrix,
        most_reminders=lambda: workplace.reminders,
        group_levels=lambda: {group.id: group.level for group in groups},
        suppliers=lambda: [group.id for group in groups if group.is_supplier],
        services=lambda: {
            one.id: {"version": one.values["version_number"], "items": one.values["request_items"]}
            for one in services.values()
        },
        reopen_until=lambda: closes_at(steps(), calendar),
    )
