"""What the log says of each status report of a project."""

from collections.abc import Iterable
from datetime import date

from core.clock import LONDON
from itsm_sandbox.engine.frozen_tables import FrozenTable, Moment, Row
from itsm_sandbox.projects.projects.models import StatusReport

_WORDS = ("done", "coming", "troubles", "asks", "for_management", "for_users")


def _reported(moment: Moment) -> Iterable[Row]:
    columns, at = moment.columns, moment.event.at
    reports = moment.earlier(StatusReport)
    today, due_on = at.astimezone(LONDON).date(), date.fromisoformat(moment.before("report_due_on"))
    return [
        {
            "number": len(reports) + 1,
            "at": at,
            "by_id": moment.event.actor_id,
            "due_on": due_on,
            "is_late": today > due_on,
            "rag": columns["rag"],
            "from_on": reports[-1]["to_on"] if reports else columns["baselined_on"] or today,
            "to_on": today,
            "recipients": _names_of(moment),
            "figures": columns["figures"],
            **{name: moment.given.get(name) or "" for name in _WORDS},
        }
    ]


def _names_of(moment: Moment) -> list[str]:
    people = [moment.people[one] for one in moment.columns["recipient_ids"]]
    return [f"{one.name} (simulated)" if one.is_simulated else one.name for one in people]


FROZEN_TABLES = (
    FrozenTable(
        model=StatusReport,
        owner="project_id",
        key=("number",),
        label="status report {number} of {ref}",
        rows={"report_status": _reported},
        unordered=frozenset({"recipients"}),
    ),
)
