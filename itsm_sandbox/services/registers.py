"""What people enter in the registers, and what other work leaves there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from core.clock import LONDON
from core.db import transaction
from core.errors import FieldErrors, NotFound
from itsm_sandbox.models import Article, Asset, Change, Colleague, Expenditure, Outage, Service, Workplace
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.queries.choices import find_by_ref
from itsm_sandbox.queries.registers import is_tag_taken, list_committed
from itsm_sandbox.queries.workplaces import get_visit, sim_now
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.registers import ARTICLE, ASSET, EXPENDITURE
from itsm_sandbox.rules.roles import WorkRole
from itsm_sandbox.services.acting import begin, enact
from itsm_sandbox.services.log import lock_workplace, record
from itsm_sandbox.services.rooms import ROOMS, Deed, Room


def _check_tag(workplace_id: int, given: Mapping[str, Any]) -> None:
    if is_tag_taken(workplace_id, given.get("tag") or ""):
        raise FieldErrors({"tag": "Another asset has this tag. Look it up before you add it a second time."})


def write_article(workplace: Workplace, given: Mapping[str, Any], *, actor: Colleague, at: datetime) -> Article:
    """Write down what other work found out, in a locked workplace."""
    article = _blank_article()
    begin(workplace, article, "write", given, actor=actor, at=at)
    return article


def commit_cost(workplace: Workplace, change: Change, actor: Colleague | None, at: datetime) -> Expenditure | None:
    """Commit what an approved change will cost; nothing for one that costs nothing. The workplace must be locked."""
    if not change.cost_pence:
        return None
    row = _no_amount()
    given = {
        "on": at.astimezone(LONDON).date(),
        "category": "miscellaneous",
        "description": f"{change.ref} {change.title}"[:500],
        "amount_pence": change.cost_pence,
        "change_id": change.id,
    }
    begin(workplace, row, "commit_for_change", given, actor=actor, at=at)
    return row


def settle_cost(workplace: Workplace, change: Change, at: datetime) -> None:
    """What was committed for a change that was carried out counts as spent."""
    _end_commitments(workplace, change, "settle_with_change", at)


def release_cost(workplace: Workplace, change: Change, at: datetime) -> None:
    """What was committed for a change that was given up is free again."""
    _end_commitments(workplace, change, "release_with_change", at)


def record_outage(
    workplace_id: int,
    *,
    service_id: int,
    from_at: datetime,
    until_at: datetime | None,
    ticket_ref: str = "",
    by: Membership,
) -> Outage:
    """Write down a time in which a service was not there, or still is not."""
    with transaction() as session:
        workplace, colleague, at = _enter(workplace_id, by)
        service = session.get(Service, service_id)
        if service is None or service.workplace_id != workplace_id:
            raise FieldErrors({"service_id": "Choose the service that was not there."})
        ticket_id = find_by_ref(workplace_id, ArtefactKind.TICKET, ticket_ref) if ticket_ref else None
        faults = _faults_of_outage(from_at, until_at, at)
        if ticket_ref and ticket_id is None:
            faults["ticket_ref"] = f"There is no ticket {ticket_ref} here."
        if faults:
            raise FieldErrors(faults)
        outage = Outage(
            workplace_id=workplace_id, service_id=service_id, ticket_id=ticket_id, from_at=from_at, until_at=until_at
        )
        session.add(outage)
        session.flush()
        _record_outage("outage_recorded", outage, service, workplace=workplace, actor=colleague, at=at)
        return outage


def end_outage(workplace_id: int, outage_id: int, *, by: Membership) -> Outage:
    """The service is back."""
    with transaction() as session:
        workplace, colleague, at = _enter(workplace_id, by)
        outage = session.get(Outage, outage_id)
        if outage is None or outage.workplace_id != workplace_id:
            raise NotFound("We could not find that outage.")
        if outage.until_at is None:
            outage.until_at = at
            service = session.get_one(Service, outage.service_id)
            _record_outage("outage_ended", outage, service, workplace=workplace, actor=colleague, at=at)
        return outage


def _blank_asset(_adder: Colleague | None) -> Asset:
    return Asset(tag="", type="")


def _blank_article(_author: Colleague | None = None) -> Article:
    return Article(type="", title="")


def _no_amount(_payer: Colleague | None = None) -> Expenditure:
    return Expenditure(category="", amount_pence=0)


def _enter(workplace_id: int, by: Membership) -> tuple[Workplace, Colleague | None, datetime]:
    visit = get_visit(workplace_id, by)
    require(POLICY, "work_in_workplace", by, visit)
    workplace = lock_workplace(workplace_id)
    return workplace, visit.colleague, sim_now(workplace)


def _end_commitments(workplace: Workplace, change: Change, event: str, at: datetime) -> None:
    for row in list_committed(change.id):
        enact(workplace, row, event, {}, actor=None, at=at)


def _count_back(deed: Deed) -> None:
    """Add the row that takes back what the corrected one said."""
    wrong: Expenditure = deed.artefact
    given = {
        "on": deed.event.at.astimezone(LONDON).date(),
        "category": wrong.category,
        "supplier": wrong.supplier,
        "description": f"Correction of {wrong.ref}: {wrong.description}"[:500],
        "taken_back_pence": wrong.amount_pence,
        "is_restricted": wrong.is_restricted,
        "corrects": wrong.ref,
        "change_id": wrong.change_id,
    }
    begin(deed.workplace, _no_amount(), "take_back", given, actor=deed.actor, at=deed.event.at)


def _hides(row: Expenditure, colleague: Colleague) -> bool:
    """What is restricted is for the ICT owner alone."""
    return row.is_restricted and WorkRole.ICT_OWNER not in colleague.roles


def _faults_of_outage(from_at: datetime, until_at: datetime | None, now: datetime) -> dict[str, str]:
    faults = {}
    if from_at > now:
        faults["from_at"] = "An outage begins before it is written down."
    if until_at is not None and until_at <= from_at:
        faults["until_at"] = "It ended after it began."
    elif until_at is not None and until_at > now:
        faults["until_at"] = "Leave this empty while the service is not back."
    return faults


def _record_outage(
    verb: str, outage: Outage, service: Service, *, workplace: Workplace, actor: Colleague | None, at: datetime
) -> None:
    given = {
        "outage_id": outage.id,
        "service_id": service.id,
        "from_at": outage.from_at,
        "until_at": outage.until_at,
        "ticket_id": outage.ticket_id,
    }
    shown = {"service_id": service.name}
    record(workplace, workplace, verb, actor=actor, role="", at=at, given=given, shown=shown)


ROOMS[ArtefactKind.ASSET] = Room(Asset, ASSET, "itsm_sandbox.show_asset", blank=_blank_asset, check_first=_check_tag)
ROOMS[ArtefactKind.EXPENDITURE] = Room(
    Expenditure,
    EXPENDITURE,
    "itsm_sandbox.show_expenditure",
    blank=_no_amount,
    hides=_hides,
    effects={"correct": (_count_back,)},
)
ROOMS[ArtefactKind.ARTICLE] = Room(Article, ARTICLE, "itsm_sandbox.show_article", blank=_blank_article)
