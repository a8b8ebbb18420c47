"""Services of the catalogue: what follows from publishing and reviewing it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from core import clock
from core.db import db
from core.errors import FieldErrors
from itsm_sandbox.catalogue.services.models import Service, ServiceVersion
from itsm_sandbox.catalogue.services.queries import (
    count_open_tickets,
    find_service_by_name,
    list_supplier_ids,
    list_user_ids,
)
from itsm_sandbox.catalogue.services.rules import ServiceFacts
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.perform import apply
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.timers import forget, schedule, timer

REVIEW_DUE = "service.review_due"


def check_name(workplace_id: int, given: Mapping[str, Any]) -> None:
    if find_service_by_name(workplace_id, given.get("name") or ""):
        raise FieldErrors({"name": "There is a service of this name already."})


def empty_service(_author: Colleague | None = None) -> Service:
    """A service before its first event."""
    return Service(name="", user_groups=[], targets={}, request_items=[], agreed_with=[], version_number=0)


def freeze_version(deed: Deed) -> None:
    """Keep what was published, as it was; tickets point to it."""
    service: Service = deed.artefact
    db.session.add(
        ServiceVersion(
            service_id=service.id,
            number=service.version_number,
            content=service.frozen(),
            published_at=deed.event.at,
            published_by_id=deed.actor.id if deed.actor else None,
        )
    )


def plan_review(deed: Deed) -> None:
    service: Service = deed.artefact
    if service.review_due_on is not None:
        day_after = service.review_due_on + timedelta(days=1)
        schedule(service, REVIEW_DUE, datetime.combine(day_after, time(0), clock.LONDON))


def plan_no_review(deed: Deed) -> None:
    forget(deed.artefact, REVIEW_DUE)


@timer(REVIEW_DUE)
def _tell_that_review_fell_due(workplace: Workplace, due: Timer) -> None:
    service = db.session.get_one(Service, due.subject_id)
    if service.state == "published":
        apply(workplace, service, "review_fell_due", {}, actor=None, at=due.at)


def facts_of(service: Service) -> ServiceFacts:
    return ServiceFacts(
        suppliers=partial(list_supplier_ids, service.workplace_id),
        users=partial(list_user_ids, service.workplace_id),
        open_tickets=partial(count_open_tickets, service.id),
        name_taken=lambda name: find_service_by_name(service.workplace_id, name, except_id=service.id) is not None,
    )
