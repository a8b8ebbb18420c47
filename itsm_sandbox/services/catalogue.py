"""Services of the catalogue: listing one, and what follows from publishing and reviewing it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from core import clock
from core.db import db, transaction
from core.errors import FieldErrors
from itsm_sandbox.models import Errand, Service, ServiceVersion, Workplace
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.queries.catalogue import (
    count_open_tickets,
    find_service_by_name,
    list_supplier_ids,
    list_user_ids,
)
from itsm_sandbox.queries.workplaces import get_visit, sim_now
from itsm_sandbox.rules.catalogue import MACHINE
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.services.acting import begin, enact
from itsm_sandbox.services.errands import catch_up, errand, forget, schedule
from itsm_sandbox.services.log import lock_workplace
from itsm_sandbox.services.owner_answers import plan_for_service
from itsm_sandbox.services.rooms import ROOMS, Deed, Room

REVIEW_DUE = "service.review_due"


def list_service(workplace_id: int, given: Mapping[str, Any], *, by: Membership) -> Service:
    """Step 1 of FITS: name a service that is used."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        if find_service_by_name(workplace_id, given.get("name") or ""):
            raise FieldErrors({"name": "There is a service of this name already."})
        service = empty_service()
        begin(workplace, service, "list", given, actor=visit.colleague, at=sim_now(workplace))
        return service


def empty_service() -> Service:
    """A service before its first event."""
    return Service(name="", user_groups=[], targets={}, request_items=[], agreed_with=[], version_number=0)


def _freeze(deed: Deed) -> None:
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


def _plan_review(deed: Deed) -> None:
    service: Service = deed.artefact
    if service.review_due_on is not None:
        day_after = service.review_due_on + timedelta(days=1)
        schedule(service, REVIEW_DUE, datetime.combine(day_after, time(0), clock.LONDON))


def _plan_no_review(deed: Deed) -> None:
    forget(deed.artefact, REVIEW_DUE)


@errand(REVIEW_DUE)
def _tell_that_review_fell_due(workplace: Workplace, due: Errand) -> None:
    service = db.session.get_one(Service, due.subject_id)
    if service.state == "published":
        enact(workplace, service, "review_fell_due", {}, actor=None, at=due.at)


def _facts(service: Service) -> Mapping[str, Any]:
    return {
        "suppliers": list_supplier_ids(service.workplace_id),
        "users": list_user_ids(service.workplace_id),
        "open_tickets": count_open_tickets(service.id),
        "name_taken": lambda name: find_service_by_name(service.workplace_id, name, except_id=service.id) is not None,
    }


ROOMS[ArtefactKind.SERVICE] = Room(
    Service,
    MACHINE,
    "itsm_sandbox.show_service",
    facts=_facts,
    effects={
        "publish": (_freeze, _plan_review),
        "confirm": (_plan_review,),
        "start_review": (_plan_no_review,),
        "retire": (_plan_no_review,),
    },
    after=(plan_for_service,),
)
