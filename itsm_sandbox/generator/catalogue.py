"""The services of a world, each listed, agreed at a meeting and published."""

import random
from datetime import datetime, time, timedelta
from typing import Any

from core.clock import LONDON
from itsm_sandbox.catalogue.services.models import FROZEN, Service, ServiceVersion
from itsm_sandbox.catalogue.services.rules import MACHINE, ServiceFacts
from itsm_sandbox.catalogue.services.services import REVIEW_DUE
from itsm_sandbox.engine.history_writer import HistoryWriter, Subject
from itsm_sandbox.engine.priority import DEFAULT_TARGETS
from itsm_sandbox.generator.data_files import read
from itsm_sandbox.generator.people import People

_PACES = {"quick": 0.5, "usual": 1.0, "slow": 1.5}
_REVIEWED_LATE, _REVIEWED_SOON = timedelta(days=350), timedelta(days=150)
_OVERDUE = "telephony"
"""The service whose review fell due while nobody looked."""


def publish_services(
    history: HistoryWriter, people: People, rng: random.Random, begins: datetime, ends: datetime
) -> dict[str, Subject]:
    """All services by their codes."""
    services = {}
    for place, text in enumerate(read("services")):
        at = begins + timedelta(hours=1, minutes=10 * place)
        there = sorted([people.owner.id, people.contact.id, *(one.id for one in rng.sample(people.users, 3))])
        service = services[text["code"]] = _publish(history, people, text, at, there)
        _plan_review(history, service, ends)
    return services


def _publish(history: HistoryWriter, people: People, text: dict[str, Any], at: datetime, there: list[int]) -> Subject:
    kind = str(history.workplace.kind)
    places = read("places")[kind]
    facts = ServiceFacts(
        suppliers=lambda: [group.id for group in people.groups.values() if group.is_supplier],
        users=lambda: [one.id for one in people.users],
        open_tickets=lambda: 0,
        name_taken=lambda name: name.lower() in {one.lower() for one in history.words["services"].values()},
    )
    given = {"name": text[kind], "description": text["about"], "importance": text["importance"]}
    given |= {"owner_id": people.owner.id}
    service = history.create(
        Service, MACHINE, "list", given, actor=people.technician, at=at, user_groups=[], targets={}, request_items=[],
        agreed_with=[], version_number=0,
    )  # fmt: skip
    history.words["services"][service.id] = service.word

    def then(event: str, minutes: int, by: Any, **told: Any) -> None:
        history.apply(service, event, told, actor=by, at=at + timedelta(minutes=minutes), facts=facts)

    pace = _PACES[text["pace"]]
    targets = {one: [max(15, int(r * pace)), max(60, int(f * pace))] for one, (r, f) in DEFAULT_TARGETS.items()}
    groups = places["user_groups"]
    hours = "Working days from 8 to 17"
    then("estimate_levels", 1, people.contact, availability=hours, user_groups=groups, targets=targets)
    second = people.groups[text["second"]]
    then(
        "arrange_support", 2, people.contact,
        first_level_id=people.groups["desk"].id, second_level_id=second.id, contract=text.get("contract", ""),
    )  # fmt: skip
    for item, needs_approval, steps in text["items"]:
        then("offer_item", 3, people.contact, item=item, needs_approval=needs_approval, steps=steps)
    note = "The times are what users need and what support can keep. They are looked at again in a year."
    then("agree", 60, people.owner, on=at.astimezone(LONDON).date(), people=there, others="", note=note)
    overdue = _REVIEWED_SOON if text["code"] == _OVERDUE else _REVIEWED_LATE
    then("publish", 90, people.owner, review_due_on=(at + overdue).date())
    _freeze(history, people, service)
    return service


def _plan_review(history: HistoryWriter, service: Subject, ends: datetime) -> None:
    due_on = service.values["review_due_on"]
    fell_due = datetime.combine(due_on + timedelta(days=1), time(0), LONDON)
    if fell_due < ends:
        history.apply(service, "review_fell_due", {}, actor=None, at=fell_due)
    else:
        history.plan(service, REVIEW_DUE, fell_due)


def _freeze(history: HistoryWriter, people: People, service: Subject) -> None:
    row = {
        "service_id": service.id,
        "number": 1,
        "content": {name: service.values[name] for name in FROZEN},
        "published_at": service.last_at,
        "published_by_id": people.owner.id,
    }
    history.add(ServiceVersion, row)
