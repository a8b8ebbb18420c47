"""Spending: what changes commit, settle and release, and how a wrong row is taken back."""

from datetime import datetime
from typing import Protocol

from core.clock import LONDON
from core.db import db
from core.events import subscribe
from core.formatting import day
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.numbers import pounds
from itsm_sandbox.engine.perform import apply, apply_first
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.queries import (
    count_for_change,
    is_counted_with_change,
    is_licence_restricted,
    list_committed,
    list_uncommitted_renewals,
)


class CostlyChange(Protocol):
    """What is read of a request for change, which this part of the workplace does not know."""

    @property
    def id(self) -> int: ...
    @property
    def workplace_id(self) -> int: ...
    @property
    def ref(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def cost_pence(self) -> int | None: ...


def commit_cost(
    workplace: Workplace, change: CostlyChange, actor: Colleague | None, at: datetime
) -> Expenditure | None:
    """Commit what an approved change will cost, besides what is counted for it already, such as a licence's renewal.

    Nothing for one that costs nothing more. What is left of a sum of which a part is for the ICT owner alone is so too.
    The workplace must be locked.
    """
    counted = count_for_change(change.id)
    rest = (change.cost_pence or 0) - counted.pence
    if rest <= 0:
        return None
    row = no_amount()
    besides = f", besides {pounds(counted.pence)} that is counted already" if counted.pence else ""
    given = {
        "on": at.astimezone(LONDON).date(),
        "category": "miscellaneous",
        "description": f"{change.ref} {change.title}"[: 500 - len(besides)] + besides,
        "amount_pence": rest,
        "is_restricted": counted.is_restricted,
        "change_id": change.id,
    }
    apply_first(workplace, row, "commit_for_change", given, actor=actor, at=at)
    return row


def commit_for_risk(deed: Deed, category: str, pence: int, recommendation: str) -> Expenditure:
    """Commit what a recommendation of a risk assessment costs; it is told with the assessment's reference."""
    row, at = no_amount(), deed.event.at
    given = {
        "on": at.astimezone(LONDON).date(),
        "category": category,
        "description": recommendation[:500],
        "amount_pence": pence,
        "risk": deed.artefact.ref,
    }
    apply_first(deed.workplace, row, "commit_for_risk", given, actor=deed.actor, at=at)
    return row


@subscribe("entitlement.renew")
def commit_renewal(deed: Deed) -> None:
    """Commit what a licence is renewed for; nothing when it is free, or when a change that it belongs to counts it.

    What the ICT owner keeps to themselves about a licence stays so.
    """
    licence: Entitlement = deed.artefact
    change_id = deed.given.get("change_ref")
    if not licence.cost_pence or (change_id and is_counted_with_change(change_id, licence)):
        return
    product = db.session.get_one(SoftwareProduct, licence.product_id).name
    _commit_renewal(deed.workplace, licence, product, change_id=change_id, actor=deed.actor, at=deed.event.at)


def settle_cost(workplace: Workplace, change: CostlyChange, at: datetime) -> None:
    """What was committed for a change that was carried out counts as spent."""
    for row in list_committed(change.id, with_renewals=True):
        apply(workplace, row, "settle_with_change", {}, actor=None, at=at)


def release_cost(workplace: Workplace, change: CostlyChange, at: datetime) -> None:
    """What was committed for a change that was given up is free again; a licence renewed with it still costs."""
    for row in list_committed(change.id, with_renewals=False):
        apply(workplace, row, "release_with_change", {}, actor=None, at=at)
    for licence, product in list_uncommitted_renewals(change.id, change.workplace_id):
        if licence.cost_pence and not is_counted_with_change(change.id, licence):
            _commit_renewal(workplace, licence, product, change_id=change.id, actor=None, at=at)


def _commit_renewal(
    workplace: Workplace,
    licence: Entitlement,
    product: str,
    *,
    change_id: int | None,
    actor: Colleague | None,
    at: datetime,
) -> Expenditure:
    row = no_amount()
    until = f" until {day(licence.ends_on)}" if licence.ends_on else ""
    given = {
        "on": at.astimezone(LONDON).date(),
        "category": "software",
        "supplier": licence.supplier,
        "description": f"Renewal of {licence.ref} {product}{until}, order {licence.order_ref}"[:500],
        "amount_pence": licence.cost_pence,
        "is_restricted": is_licence_restricted(licence),
        "change_id": change_id,
        "entitlement_id": licence.id,
    }
    apply_first(workplace, row, "commit_for_renewal", given, actor=actor, at=at)
    return row


def no_amount(_payer: Colleague | None = None) -> Expenditure:
    return Expenditure(category="", amount_pence=0)


def count_back(deed: Deed) -> None:
    """Add the row that takes back what the corrected one said."""
    wrong: Expenditure = deed.artefact
    given = {
        "on": deed.event.at.astimezone(LONDON).date(),
        "category": wrong.category,
        "supplier": wrong.supplier,
        "description": f"Correction of {wrong.ref}: {wrong.description}"[:500],
        "taken_back_pence": wrong.amount_pence,
        "taken_back_vat_pence": wrong.vat_pence,
        "budget_line": wrong.budget_line,
        "is_restricted": wrong.is_restricted,
        "corrects": wrong.ref,
        "change_id": wrong.change_id,
        "asset_id": wrong.asset_id,
        "entitlement_id": wrong.entitlement_id,
    }
    apply_first(deed.workplace, no_amount(), "take_back", given, actor=deed.actor, at=deed.event.at)


def hides(row: Expenditure, colleague: Colleague) -> bool:
    """What is restricted is for the ICT owner alone."""
    return row.is_restricted and WorkRole.ICT_OWNER not in colleague.roles
