"""What the log says of each collection of a monitoring log, made or missed."""

from collections.abc import Iterable
from datetime import datetime

from itsm_sandbox.engine.frozen_tables import FrozenTable, Moment, Row
from itsm_sandbox.reporting.monitoring.models import Collection
from itsm_sandbox.reporting.monitoring.rules import outcome_of


def _collected(moment: Moment) -> Iterable[Row]:
    due_at = _due_at(moment)
    outcome = outcome_of(moment.columns["rhythm"], due_at, moment.event.at)
    return [{**_about(moment), "due_at": due_at, "outcome": outcome, "readings": moment.columns["readings"]}]


def _missed(moment: Moment) -> Iterable[Row]:
    return [{**_about(moment), "due_at": _due_at(moment), "outcome": "missed", "readings": []}]


def _about(moment: Moment) -> Row:
    number = len(moment.earlier(Collection)) + 1
    return {"number": number, "at": moment.event.at, "by_id": moment.event.actor_id}


def _due_at(moment: Moment) -> datetime | None:
    before = moment.before("due_at")
    return datetime.fromisoformat(before) if before else None


FROZEN_TABLES = (
    FrozenTable(
        model=Collection,
        owner="log_id",
        key=("number",),
        label="collection {number} of {ref}",
        rows={"collect": _collected, "miss": _missed},
    ),
)
