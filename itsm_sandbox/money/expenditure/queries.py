"""The expenditure record as people read it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, exists, func, or_, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.rules import SPENDING_CATEGORIES


@dataclass(frozen=True, slots=True)
class Spending:
    """A page of rows with the totals of the whole period: (label, committed, spent) by category, in pence."""

    page: Page[Any]
    totals: Sequence[tuple[str, int, int]]
    hidden: int  # rows that are restricted to the ICT owner

    @property
    def committed(self) -> int:
        return sum(committed for _, committed, _ in self.totals)

    @property
    def spent(self) -> int:
        return sum(spent for _, _, spent in self.totals)

    @property
    def highest(self) -> str:
        """The category on which most was spent; none when nothing was."""
        label, _, spent = max(self.totals, key=lambda row: row[2])
        return label if spent > 0 else ""


def list_expenditure(
    workplace_id: int, from_on: date, to_on: date, *, sees_restricted: bool, page: int = 1
) -> Spending:
    """What was committed and spent from one day up to another (with it), newest first."""
    within = (Expenditure.workplace_id == workplace_id, Expenditure.on >= from_on, Expenditure.on <= to_on)
    seen = within if sees_restricted else (*within, Expenditure.is_restricted.is_(False))
    rows = (
        select(Expenditure, Change.number.label("change_number"))
        .outerjoin(Change, Change.id == Expenditure.change_id)
        .where(*seen)
        .order_by(Expenditure.on.desc(), Expenditure.number.desc())
    )
    sums: dict[tuple[str, bool], int] = Counter()
    for category, state, pence in db.session.execute(
        select(Expenditure.category, Expenditure.state, func.sum(Expenditure.amount_pence))
        .where(*seen, Expenditure.state != "released")
        .group_by(Expenditure.category, Expenditure.state)
    ):
        sums[category, state == "committed"] += pence
    totals = [(label, sums[name, True], sums[name, False]) for name, label in SPENDING_CATEGORIES]
    hidden = 0
    if not sees_restricted:
        hidden = db.session.scalar(select(func.count()).where(*within, Expenditure.is_restricted.is_(True))) or 0
    return Spending(paginate(rows, page), totals, hidden)


def list_record(workplace_id: int, from_on: date, to_on: date, *, sees_restricted: bool) -> Sequence[Any]:
    """Every row of a period, oldest first, as the record's file has them; what was not spent after all is left out."""
    found = (
        select(
            Expenditure.on,
            Expenditure.number,
            Expenditure.description,
            Expenditure.supplier,
            Expenditure.state,
            Expenditure.category,
            Expenditure.amount_pence,
            Expenditure.vat_pence,
            Expenditure.budget_line,
            Change.number,
        )
        .outerjoin(Change, Change.id == Expenditure.change_id)
        .where(
            Expenditure.workplace_id == workplace_id,
            Expenditure.on >= from_on,
            Expenditure.on <= to_on,
            Expenditure.state != "released",
        )
        .order_by(Expenditure.on, Expenditure.number)
    )
    return db.session.execute(found if sees_restricted else found.where(Expenditure.is_restricted.is_(False))).all()


def list_committed(change_id: int, *, with_renewals: bool) -> Sequence[Expenditure]:
    """What is committed for a change and not yet spent, with or without the renewals of licences that name it."""
    found = select(Expenditure).where(Expenditure.change_id == change_id, Expenditure.state == "committed")
    if not with_renewals:
        is_renewal = exists().where(
            WorkEvent.subject_kind == Expenditure.kind,
            WorkEvent.subject_id == Expenditure.id,
            WorkEvent.verb == "commit_for_renewal",
        )
        found = found.where(~is_renewal)
    return db.session.scalars(found.order_by(Expenditure.id)).all()


def list_uncommitted_renewals(change_id: int, workplace_id: int) -> Sequence[Row[Entitlement, str]]:
    """Rows of (licence, product) that were renewed with this change and have no amount of their own for it."""
    renewed = exists().where(
        WorkEvent.subject_kind == Entitlement.kind,
        WorkEvent.subject_id == Entitlement.id,
        WorkEvent.verb == "renew",
        WorkEvent.data["given"]["change_ref"].as_integer() == change_id,
    )
    own = exists().where(Expenditure.entitlement_id == Entitlement.id, Expenditure.change_id == change_id)
    found = (
        select(Entitlement, SoftwareProduct.name)
        .join(SoftwareProduct, Entitlement.product_id == SoftwareProduct.id)
        .where(Entitlement.workplace_id == workplace_id, renewed, ~own)
    )
    return db.session.execute(found.order_by(Entitlement.number)).all()


@dataclass(frozen=True, slots=True)
class Counted:
    """What is committed or spent for a change; restricted when a part of it is for the ICT owner alone."""

    pence: int
    is_restricted: bool


def count_for_change(change_id: int) -> Counted:
    pence, restricted = db.session.execute(
        select(
            func.coalesce(func.sum(Expenditure.amount_pence), 0),
            func.count().filter(Expenditure.is_restricted.is_(True)),
        ).where(Expenditure.change_id == change_id, Expenditure.state != "released")
    ).one()
    return Counted(int(pence), is_restricted=restricted > 0)


def is_counted_with_change(change_id: int, licence: Entitlement) -> bool:
    """Whether an amount is committed or spent for it that can be this licence's: not another licence's own."""
    found = select(Expenditure.id).where(
        Expenditure.change_id == change_id,
        Expenditure.state.in_(("committed", "actual")),
        Expenditure.amount_pence > 0,
        or_(Expenditure.entitlement_id.is_(None), Expenditure.entitlement_id == licence.id),
    )
    return db.session.scalar(found.limit(1)) is not None


def is_licence_restricted(licence: Entitlement) -> bool:
    """Whether something that was spent on this licence is for the ICT owner alone."""
    found = select(Expenditure.id).where(
        Expenditure.workplace_id == licence.workplace_id,
        Expenditure.entitlement_id == licence.id,
        Expenditure.is_restricted.is_(True),
    )
    return db.session.scalar(found.limit(1)) is not None


def list_tied(expenditure: Expenditure) -> dict[str, Any]:
    """The request for change, the asset and the licence that it was spent for."""
    return {
        "change": db.session.get(Change, expenditure.change_id) if expenditure.change_id else None,
        "spent_on": db.session.get(Asset, expenditure.asset_id) if expenditure.asset_id else None,
        "licence": db.session.get(Entitlement, expenditure.entitlement_id) if expenditure.entitlement_id else None,
    }
