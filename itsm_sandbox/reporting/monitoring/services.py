"""Monitoring logs: what is read for one, what is kept of each collection, and what nobody collected."""

from datetime import datetime
from typing import Any

from core.db import db
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.perform import apply
from itsm_sandbox.engine.queries import get_calendar, sim_now
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.timers import forget, schedule, timer
from itsm_sandbox.reporting.monitoring.models import Collection, MonitoringLog
from itsm_sandbox.reporting.monitoring.queries import next_collection_number, read_state
from itsm_sandbox.reporting.monitoring.rules import (
    MISSED_BEFORE_IT_LAPSES,
    MonitoringFacts,
    Reading,
    missed_at,
    next_due,
    outcome_of,
    readings_of,
)

MISS = "monitoring_log.miss"


def new_log(author: Colleague | None) -> MonitoringLog:
    """An empty one for `begin`."""
    return MonitoringLog(
        title="",
        watched=[],
        readings=[],
        collected=0,
        on_time=0,
        late=0,
        missed=0,
        missed_in_a_row=0,
        author_id=author.id if author else None,
    )


def read_now(log: MonitoringLog, now: datetime) -> list[Reading]:
    """What the log's readings are at this moment."""
    found = read_state(log.workplace_id, now)
    return readings_of(found, log.watched, disk_limit=log.disk_limit, open_limit=log.open_limit)


def facts_of(log: MonitoringLog) -> MonitoringFacts:
    def readings() -> list[Reading]:
        return read_now(log, sim_now(db.session.get_one(Workplace, log.workplace_id)))

    def due(rhythm: str, weekday: str, at: str, after: datetime) -> datetime | None:
        return next_due(get_calendar(log.workplace_id), rhythm, weekday, at, after)

    return MonitoringFacts(readings=readings, next_due=due)


def ties_to(log: MonitoringLog, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.AUTHOR} if log.author_id == colleague.id else {Tie.ANYONE})


def watch_schedule(deed: Deed) -> None:
    """Let it be noted when nobody collects."""
    log: MonitoringLog = deed.artefact
    if log.state != "running" or log.due_at is None:
        forget(log, MISS)
    else:
        schedule(log, MISS, missed_at(log.rhythm, log.due_at))


def keep_collection(deed: Deed) -> None:
    log: MonitoringLog = deed.artefact
    before = deed.event.data["changes"].get("due_at")
    due_at = datetime.fromisoformat(before[0]) if before and before[0] else None
    _keep(log, deed, outcome_of(log.rhythm, due_at, deed.event.at), due_at, log.readings)


def keep_missed(deed: Deed) -> None:
    log: MonitoringLog = deed.artefact
    before = deed.event.data["changes"]["due_at"][0]
    _keep(log, deed, "missed", datetime.fromisoformat(before), [])


def _keep(log: MonitoringLog, deed: Deed, outcome: str, due_at: datetime | None, readings: list[Any]) -> None:
    db.session.add(
        Collection(
            log_id=log.id,
            number=next_collection_number(log.id),
            at=deed.event.at,
            due_at=due_at,
            outcome=outcome,
            by_id=deed.actor.id if deed.actor else None,
            readings=readings,
        )
    )


@timer(MISS)
def _note_missed(workplace: Workplace, due: Timer) -> None:
    log = db.session.get_one(MonitoringLog, due.subject_id)
    if log.state != "running" or log.due_at is None or missed_at(log.rhythm, log.due_at) > due.at:
        return
    apply(workplace, log, "miss", {}, actor=None, at=due.at)
    if log.missed_in_a_row >= MISSED_BEFORE_IT_LAPSES:
        apply(workplace, log, "lapse", {}, actor=None, at=due.at)
