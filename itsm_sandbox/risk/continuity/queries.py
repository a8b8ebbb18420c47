"""Contingency and recovery plans as people read them, with the versions that were issued."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from core.db import db
from core.errors import NotFound
from core.paging import Page, paginate
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.risk.continuity.models import PlanVersion
from itsm_sandbox.risk.recovery.models import RecoveryPlan

AnyPlan = ContingencyPlan | RecoveryPlan


def list_contingency_plans(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (ContingencyPlan, author, is_simulated), by title; retired ones last."""
    return paginate(
        select(ContingencyPlan, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .outerjoin(Colleague, Colleague.id == ContingencyPlan.author_id)
        .where(ContingencyPlan.workplace_id == workplace_id)
        .order_by(ContingencyPlan.state == "retired", ContingencyPlan.title, ContingencyPlan.id),
        page,
    )


def list_recovery_plans(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (RecoveryPlan, service, leader), by title; retired ones last."""
    return paginate(
        select(RecoveryPlan, Service.name.label("service"), Colleague.name.label("leader"))
        .outerjoin(Service, Service.id == RecoveryPlan.service_id)
        .outerjoin(Colleague, Colleague.id == RecoveryPlan.responsible_id)
        .where(RecoveryPlan.workplace_id == workplace_id)
        .order_by(RecoveryPlan.state == "retired", RecoveryPlan.title, RecoveryPlan.id),
        page,
    )


def find_recovery_of(plan: ContingencyPlan) -> RecoveryPlan | None:
    return db.session.get(RecoveryPlan, plan.recovery_plan_id) if plan.recovery_plan_id else None


def list_contingency_of(plan: RecoveryPlan) -> Sequence[ContingencyPlan]:
    """The contingency plans that name it."""
    return db.session.scalars(
        select(ContingencyPlan).where(ContingencyPlan.recovery_plan_id == plan.id).order_by(ContingencyPlan.number)
    ).all()


def list_plan_versions(plan: AnyPlan) -> Sequence[PlanVersion]:
    """Every version that was issued, the newest first."""
    return db.session.scalars(select(PlanVersion).where(_of(plan)).order_by(PlanVersion.number.desc())).all()


def get_plan_version(plan: AnyPlan, number: int) -> PlanVersion:
    found = db.session.scalar(select(PlanVersion).where(_of(plan), PlanVersion.number == number))
    if found is None:
        raise NotFound(f"{plan.ref} was not issued in a version {number}.")
    return found


def list_people(ids: Collection[int]) -> Sequence[Colleague]:
    """Those of these ids, by name."""
    return db.session.scalars(select(Colleague).where(Colleague.id.in_(ids)).order_by(Colleague.name)).all()


def list_services(ids: Collection[int]) -> Sequence[Service]:
    """Those of these ids, by name."""
    return db.session.scalars(select(Service).where(Service.id.in_(ids)).order_by(Service.name)).all()


def _of(plan: AnyPlan) -> ColumnElement[bool]:
    if isinstance(plan, ContingencyPlan):
        return PlanVersion.contingency_plan_id == plan.id
    return PlanVersion.recovery_plan_id == plan.id
