"""Tickets in a small workplace, taken through their own steps."""

from datetime import timedelta
from typing import Any

from core.db import transaction
from itsm_sandbox.catalogue.services.models import Service, ServiceVersion
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.services import new_ticket
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Colleague, WorkEvent
from itsm_sandbox.engine.perform import apply, apply_first
from itsm_sandbox.engine.priority import DEFAULT_TARGETS
from itsm_sandbox.engine.queries import sim_now
from tests.factories.workplaces import Workroom

LONG_ENOUGH = "The lamp of the projector had burnt out; I put in a new one and tried it with sound."
PATH = {
    "new": (),
    "classified": ("validate_classify",),
    "awaiting_approval": ("validate_classify", "request_approval"),
    "assigned": ("validate_classify", "triage"),
    "in_progress": ("validate_classify", "triage", "respond"),
    "pending": ("validate_classify", "triage", "respond", "wait"),
    "resolved": ("validate_classify", "triage", "respond", "resolve"),
    "closed": ("validate_classify", "triage", "respond", "resolve", "confirm"),
    "cancelled": ("cancel",),
}


def make_service(workroom: Workroom, name: str = "Printing", **over: Any) -> Service:
    """A published service with the usual targets, or the one of this name that is there."""
    with transaction() as session:
        found = session.query(Service).filter_by(workplace_id=workroom.workplace.id, name=name).first()
        if found is not None:
            return found
        targets = {priority: list(pair) for priority, pair in DEFAULT_TARGETS.items()}
        at = workroom.workplace.started_at
        number = session.query(Service).filter_by(workplace_id=workroom.workplace.id).count() + 1
        about = {"user_groups": [], "targets": targets, "request_items": [], "agreed_with": [], **over}
        service = Service(
            workplace_id=workroom.workplace.id,
            number=number,
            name=name,
            state="published",
            created_at=at,
            changed_at=at,
            version_number=1,
            **about,
        )
        session.add(service)
        session.flush()
        content = {"targets": about["targets"], "request_items": about["request_items"]}
        session.add(ServiceVersion(service_id=service.id, number=1, content=content, published_at=at))
        return service


def make_ticket(workroom: Workroom, state: str = "new", **over: Any) -> Ticket:
    """One in this state ("classified" is new and classified); what is given wins over the usual answers."""
    answers = _answers(workroom, over)
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        ticket = new_ticket()
        at = over.get("at") or sim_now(workplace)
        apply_first(workplace, ticket, "log", answers["log"], actor=workroom.teacher, at=at)
    for event in PATH[state]:
        do(workroom, ticket, event, **answers[event])
    return ticket


def do(workroom: Workroom, ticket: Ticket, event: str, *, actor: Colleague | None = None, **given: Any) -> WorkEvent:
    """Let the person at the desk do it now, the requester what is theirs, or `actor`."""
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        theirs = {"confirm", "reopen", "reply"}
        who = actor or (workroom.teacher if event in theirs else workroom.desk)
        return apply(workplace, ticket, event, given, actor=who, at=sim_now(workplace))


def _answers(workroom: Workroom, over: dict[str, Any]) -> dict[str, dict[str, Any]]:
    usual: dict[str, dict[str, Any]] = {
        "log": {
            "requester_id": workroom.teacher.id,
            "channel": "portal",
            "type": "incident",
            "title": "The printer in the staff room prints nothing",
            "description": "It says that it is out of paper, which it is not.",
        },
        "validate_classify": {
            "type": "incident",
            "subcategory": "printer_fault",
            "service_id": over.get("service_id") or make_service(workroom).id,
            "affected_user_id": workroom.teacher.id,
            "identity_method": "",
            "support_mode": "remote",
        },
        "triage": {"impact": "low", "urgency": "medium", "assigned_to_id": workroom.desk.id},
        "request_approval": {"request_item": "Laptop"},
        "respond": {"contact": "call", "text": "I called and asked what the printer shows."},
        "wait": {
            "pending_reason": "user",
            "note": "I asked which tray is in use.",
            "follow_up_at": workroom.workplace.clock_sim_at + timedelta(hours=4),
        },
        "resolve": {
            "resolution_code": "fixed",
            "resolution": LONG_ENOUGH,
            "articles_used": [],
            "proposal": "How to change the lamp of a projector.",
        },
        "confirm": {"rating": "5"},
        "cancel": {"reason": "It was reported by mistake."},
    }
    return {event: {**given, **{name: over[name] for name in over if name in given}} for event, given in usual.items()}
