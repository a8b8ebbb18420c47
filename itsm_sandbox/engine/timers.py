"""What the workplace does by itself when a time has come: answers of simulated colleagues, reminders, closings."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from core.db import db, transaction
from itsm_sandbox.engine.calendar import NeverOpens, add_open_seconds
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Artefact, Timer, Workplace
from itsm_sandbox.engine.queries import get_calendar, sim_now

Handler = Callable[[Workplace, Timer], None]
"""Does what the timer says at `timer.at`, and nothing when the artefact has moved on since."""

HANDLERS: dict[str, Handler] = {}
MOST_AT_ONCE = 500


def timer(name: str) -> Callable[[Handler], Handler]:
    """Register the handler of timers of this name."""

    def register(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return register


def schedule(artefact: Artefact, name: str, at: datetime, **details: Any) -> None:
    """Let it happen at this time of the workplace; an earlier plan of the same name for the artefact is dropped."""
    forget(artefact, name)
    db.session.add(
        Timer(
            workplace_id=artefact.workplace_id,
            at=at,
            name=name,
            subject_kind=artefact.kind,
            subject_id=artefact.id,
            details=details,
        )
    )


def schedule_after(artefact: Artefact, name: str, at: datetime, seconds: int, **details: Any) -> None:
    """Let it happen after so much service time; never in a workplace that has closed for good."""
    try:
        due_at = add_open_seconds(get_calendar(artefact.workplace_id), at, seconds)
    except NeverOpens:
        return
    schedule(artefact, name, due_at, **details)


def schedule_all(artefact: Artefact, names: Collection[str], plans: Mapping[str, datetime]) -> None:
    """Drop what was planned for the artefact under any of these names, and plan what is in `plans` instead."""
    forget(artefact, *names)
    db.session.add_all(
        Timer(
            workplace_id=artefact.workplace_id,
            at=at,
            name=name,
            subject_kind=artefact.kind,
            subject_id=artefact.id,
            details={},
        )
        for name, at in plans.items()
    )


def forget(artefact: Artefact, *names: str) -> None:
    db.session.flush()
    db.session.execute(
        delete(Timer).where(Timer.subject_kind == artefact.kind, Timer.subject_id == artefact.id, Timer.name.in_(names))
    )


def catch_up(workplace_id: int) -> int:
    """Let everything happen whose time has come, in order; return how much did. Asks one query when nothing has."""
    workplace = db.session.get(Workplace, workplace_id)
    if workplace is None:
        return 0
    due = select(Timer.id).where(Timer.workplace_id == workplace_id, Timer.at <= sim_now(workplace)).limit(1)
    if db.session.scalar(due) is None:
        return 0
    done = 0
    with transaction() as session:
        workplace = lock_workplace(workplace_id)
        now = sim_now(workplace)
        while done < MOST_AT_ONCE:
            next_due = session.scalars(
                select(Timer)
                .where(Timer.workplace_id == workplace_id, Timer.at <= now)
                .order_by(Timer.at, Timer.id)
                .limit(1)
            ).first()
            if next_due is None:
                break
            session.delete(next_due)
            session.flush()
            HANDLERS[next_due.name](workplace, next_due)
            done += 1
    return done


def next_timer_at(workplace_id: int) -> datetime | None:
    """When something will next happen by itself."""
    return db.session.scalar(select(Timer.at).where(Timer.workplace_id == workplace_id).order_by(Timer.at).limit(1))
