"""Fills a practice workplace with a long history and prints its id: `python -m benchmarks.workplace 20000 5000`.

Rows are written in bulk; what is derived of each ticket comes from the product's own rules, as on a real desk.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from accounts.hashing import hash_password
from accounts.models import Centre, Membership, Person, Role
from app import create_app
from benchmarks.estate import furnish
from benchmarks.population import PASSWORD
from core.db import Base, db, transaction
from itsm_sandbox.desk.search import index_workplace
from itsm_sandbox.desk.tickets.models import Ticket, TicketText
from itsm_sandbox.desk.tickets.rules.categories import CATEGORIES
from itsm_sandbox.desk.tickets.rules.derived import Step, facts_of, targets_in
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Colleague, SupportGroup, WorkEvent, Workplace, WorkplaceKind
from itsm_sandbox.engine.queries import get_calendar
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.workplace.opening import Plan, add_colleague, add_group, open_workplace

TECHNICIAN = "technician@example.org"
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAYS = 365
OPEN_SHARE = 0.02
_WORDS = ("printer", "screen", "wireless", "slow", "sound", "login", "mouse", "projector", "toner", "cable", "folder")
_ENDED = [("validate_classify", "new"), ("triage", "assigned"), ("respond", "in_progress"), ("resolve", "resolved")]


def fill(tickets: int, assets: int) -> int:
    """Store a workplace with so many assets and tickets of a year, one in fifty of these open; return its id."""
    chance = Random(20261122)
    with transaction() as session:
        centre = session.scalars(select(Centre).order_by(Centre.id)).first() or Centre(name="Benchmark Centre")
        person = Person(email=TECHNICIAN, name="Tess Nichol", password_hash=hash_password(PASSWORD), created_at=UNTIL)
        me = Membership(person=person, centre=centre, role=Role.APPRENTICE, from_on=UNTIL.date())
        session.add_all([centre, me])
        session.flush()
        plan = Plan("Benchmark Academy", WorkplaceKind.SCHOOL, UNTIL)
        workplace = open_workplace(plan, by=me, history_from=(UNTIL - timedelta(days=DAYS)).date())
        workplace = lock_workplace(workplace.id)
        roles = {WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.FIRST_LEVEL}
        desk = add_colleague(workplace, person.name, roles=roles, membership=me, at=UNTIL)
        users = [add_colleague(workplace, f"User {n:03}", roles={WorkRole.USER}, at=UNTIL) for n in range(200)]
        owner = add_colleague(workplace, "Ina Owen", roles={WorkRole.ICT_OWNER}, at=UNTIL)
        group = add_group(workplace, "Service desk", 1, [desk])
        session.flush()
        for model, batch in _rows(workplace, desk, users, group, chance=chance, tickets=tickets):
            session.execute(insert(model), batch)
        workplace.last_seq = (
            session.scalar(select(func.max(WorkEvent.seq)).where(WorkEvent.workplace_id == workplace.id)) or 0
        )
        furnish(workplace, desk, owner, users, by=me, assets=assets, chance=chance, until=UNTIL)
        index_workplace(workplace.id)
    return workplace.id


def _rows(
    workplace: Workplace, desk: Colleague, users: list[Colleague], group: SupportGroup, *, chance: Random, tickets: int
) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
    calendar = get_calendar(workplace.id)
    first = (db.session.scalar(select(func.max(Ticket.id))) or 0) + 1
    seq = workplace.last_seq
    tables: dict[type[Base], list[dict[str, Any]]] = {Ticket: [], WorkEvent: [], TicketText: []}
    moments = sorted(UNTIL - timedelta(minutes=chance.randrange(60, DAYS * 1440)) for _ in range(tickets))
    parts = [(category.code, part.code) for category in CATEGORIES for part in category.subcategories]
    for number, logged_at in enumerate(moments, start=1):
        steps = _steps(logged_at, chance, is_open=number > tickets * (1 - OPEN_SHARE))
        triaged = any(step.verb == "triage" for step in steps)
        priority = chance.choice(["P2", "P3", "P3", "P4", "P4", "P5"]) if triaged else None
        category, subcategory = chance.choice(parts)
        words = f"{' '.join(chance.sample(_WORDS, 4))} {number}"
        ticket = {
            **{column.key: column.default.arg for column in Ticket.__table__.columns if column.default is not None},
            "id": first + number - 1,
            "workplace_id": workplace.id,
            "number": number,
            "state": steps[-1].to_state,
            "revision": seq + len(steps),
            "created_at": logged_at,
            "changed_at": steps[-1].at,
            "type": "incident" if number % 4 else "request",
            "title": f"The {words}",
            "requester_id": chance.choice(users).id,
            "channel": "portal",
            "category": category,
            "subcategory": subcategory,
            "priority": priority,
            "articles_used": [],
            "scenario": {},
            "assigned_to_id": desk.id if triaged and number % 3 else None,
            "group_id": group.id if triaged else None,
            "owner_id": desk.id,
            "pending_reason": "user" if steps[-1].to_state == "pending" else "",
            **facts_of(steps, targets_in(None, priority), calendar),
        }
        tables[Ticket].append(ticket)
        tables[TicketText].append({"workplace_id": workplace.id, "ticket_id": ticket["id"], "words": words * 5})
        for step in steps:
            seq += 1
            tables[WorkEvent].append(_event(workplace, ticket["id"], seq, step, desk))
        if len(tables[Ticket]) == 1000 or number == tickets:
            yield from tables.items()
            tables = {model: [] for model in tables}


def _steps(logged_at: datetime, chance: Random, *, is_open: bool) -> list[Step]:
    """The life of one ticket, cut off somewhere when it is open."""
    path = list(_ENDED)
    if chance.random() < 0.2:
        path[3:3] = [("wait", "pending"), ("resume", "in_progress")]
    path.append(("confirm", "closed"))
    if is_open:
        path = path[: chance.randrange(0, len(path) - 1)]
    steps = [Step(logged_at, "log", "", "new")]
    for verb, state in path:
        at = min(steps[-1].at + timedelta(minutes=chance.randrange(5, 600)), UNTIL)
        given = {"pending_reason": "user"} if verb == "wait" else {}
        steps.append(Step(at, verb, steps[-1].to_state, state, given))
    return steps


def _event(workplace: Workplace, ticket_id: int, seq: int, step: Step, actor: Colleague) -> dict[str, Any]:
    return {
        "workplace_id": workplace.id,
        "seq": seq,
        "subject_kind": Ticket.kind,
        "subject_id": ticket_id,
        "verb": step.verb,
        "from_state": step.from_state,
        "to_state": step.to_state,
        "at": step.at,
        "recorded_at": UNTIL,
        "actor_id": actor.id,
        "acting_role": "first_level",
        "data": {"changes": {}, "given": dict(step.given), "shown": {}},
        "prev_hash": "",
        "hash": f"{seq:x}",
    }


if __name__ == "__main__":
    with create_app().app_context():
        sys.stdout.write(f"{fill(*map(int, sys.argv[1:3]))}\n")
