"""Tickets with whole histories, stored at once: rows, events and derived columns as the services would leave them."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from core.db import db, transaction
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules.derived import Step, Targets, facts_of
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.queries import get_calendar
from tests.factories.workplaces import Workroom

_NEXT: dict[str, list[tuple[str, str]]] = {
    "new": [("triage", "assigned"), ("cancel", "cancelled")],
    "assigned": [("respond", "in_progress"), ("reassign", "assigned"), ("escalate_functional", "assigned")],
    "in_progress": [
        ("wait", "pending"), ("resolve", "resolved"), ("resolve", "resolved"), ("reclassify", "in_progress"),
    ],
    "pending": [("resume", "in_progress"), ("reply", "pending"), ("resolve_no_reply", "resolved")],
    "resolved": [("confirm", "closed"), ("auto_close", "closed"), ("reopen", "in_progress")],
}  # fmt: skip
PARTS = (("printing", "print_queue"), ("network", "wifi"), ("accounts", "password"), ("software", "update"), ("", ""))


def random_steps(chance: random.Random, logged_at: datetime, until: datetime) -> list[Step]:
    """A walk through the states that ends when time does."""
    steps = [Step(logged_at, "log", "", "new")]
    while steps[-1].to_state in _NEXT:
        state = steps[-1].to_state
        verb, to = chance.choice(_NEXT[state])
        at = steps[-1].at + timedelta(seconds=round(chance.expovariate(1 / (10 * 3600))))
        if at >= until:
            break
        given = {"pending_reason": chance.choice(["user", "supplier", "scheduled"])} if verb == "wait" else {}
        steps.append(Step(at, verb, state, to, given))
    return steps


def random_tickets(
    workroom: Workroom, seed: int, count: int, first: datetime, until: datetime
) -> Iterator[tuple[dict[str, Any], list[Step]]]:
    """Columns and histories of tickets logged evenly between two moments."""
    chance = random.Random(seed)
    people = [workroom.teacher.id, workroom.head.id, workroom.engineer.id]
    for _ in range(count):
        logged_at = first + timedelta(seconds=chance.randrange(int((until - first).total_seconds())))
        category, subcategory = chance.choice(PARTS)
        about = {
            "type": chance.choice(["incident", "incident", "request"]),
            "channel": chance.choice(["phone", "email", "portal"]),
            "category": category,
            "subcategory": subcategory,
            "priority": chance.choice(["P1", "P2", "P3", "P4", None]),
            "requester_id": chance.choice(people),
            "level": chance.choice([1, 1, 2]),
            "group_id": chance.choice([workroom.first_line.id, workroom.second_line.id]),
            "articles_used": chance.choice([[], [], [1]]),
        }
        yield about, random_steps(chance, logged_at, until)


def store(workroom: Workroom, tickets: Sequence[tuple[dict[str, Any], list[Step]]]) -> None:
    """Insert them with what the services derive."""
    calendar = get_calendar(workroom.workplace.id)
    rows, events = [], []
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        first_number = (db.session.scalar(db.select(db.func.max(Ticket.number))) or 0) + 1
        for place, (about, steps) in enumerate(tickets):
            hours = {"P1": (1, 4), "P2": (1, 8), "P3": (4, 16), "P4": (8, 40)}.get(about["priority"] or "")
            targets = Targets(hours[0] * 3600, hours[1] * 3600) if hours else Targets()
            rows.append(
                {
                    **_EMPTY,
                    **about,
                    **facts_of(steps, targets, calendar),
                    "number": first_number + place,
                    "workplace_id": workplace.id,
                    "title": f"Ticket {first_number + place}",
                    "state": steps[-1].to_state,
                    "pending_reason": steps[-1].given.get("pending_reason", _waits_for(steps)),
                    "created_at": steps[0].at,
                    "changed_at": steps[-1].at,
                }
            )
        ids = db.session.scalars(insert(Ticket).returning(Ticket.id, sort_by_parameter_order=True), rows).all()
        for ticket_id, (_about, steps) in zip(ids, tickets, strict=True):
            for step in steps:
                workplace.last_seq += 1
                events.append(_event(workroom, ticket_id, workplace.last_seq, step))
        db.session.execute(insert(WorkEvent), events)


_EMPTY: dict[str, Any] = {"articles_used": [], "scenario": {}}


def _waits_for(steps: Sequence[Step]) -> str:
    if steps[-1].to_state != "pending":
        return ""
    return str(next(step.given["pending_reason"] for step in reversed(steps) if step.verb == "wait"))


def _event(workroom: Workroom, ticket_id: int, seq: int, step: Step) -> dict[str, Any]:
    return {
        "workplace_id": workroom.workplace.id,
        "seq": seq,
        "subject_kind": Ticket.kind,
        "subject_id": ticket_id,
        "verb": step.verb,
        "from_state": step.from_state,
        "to_state": step.to_state,
        "at": step.at,
        "recorded_at": step.at,
        "actor_id": None,
        "acting_role": "",
        "data": {"changes": dict(step.changes), "given": dict(step.given), "shown": {}},
        "prev_hash": "",
        "hash": "",
    }
