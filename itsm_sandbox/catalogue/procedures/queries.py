"""Reads of the support procedure, its versions and to whom they went."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.errors import NotFound
from core.paging import Page, paginate
from itsm_sandbox.catalogue.procedures.models import Procedure, ProcedureIssue, ProcedureVersion


def find_current_procedure(workplace_id: int) -> Procedure | None:
    """The workplace has one support procedure; the newest, should there be more."""
    return db.session.scalar(
        select(Procedure).where(Procedure.workplace_id == workplace_id).order_by(Procedure.number.desc()).limit(1)
    )


def get_procedure(workplace_id: int, number: int) -> Procedure:
    found = db.session.scalar(
        select(Procedure).where(Procedure.workplace_id == workplace_id, Procedure.number == number)
    )
    if found is None:
        raise NotFound("We could not find that procedure. It may be in another workplace.")
    return found


def get_version(procedure_id: int, number: int) -> ProcedureVersion:
    found = db.session.scalar(
        select(ProcedureVersion).where(ProcedureVersion.procedure_id == procedure_id, ProcedureVersion.number == number)
    )
    if found is None:
        raise NotFound("The procedure has no such version.")
    return found


def list_versions(procedure_id: int) -> Sequence[tuple[ProcedureVersion, int]]:
    """The newest first, with to how many people each went."""
    sent = (
        select(func.count())
        .where(
            ProcedureIssue.procedure_id == ProcedureVersion.procedure_id,
            ProcedureIssue.version_number == ProcedureVersion.number,
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(ProcedureVersion, sent)
        .where(ProcedureVersion.procedure_id == procedure_id)
        .order_by(ProcedureVersion.number.desc())
    )
    return [(version, count) for version, count in rows]


def list_issues(procedure_id: int, version_number: int, *, page: int) -> Page[ProcedureIssue]:
    """To whom a version went, in the order it did."""
    return paginate(
        select(ProcedureIssue)
        .where(ProcedureIssue.procedure_id == procedure_id, ProcedureIssue.version_number == version_number)
        .options(joinedload(ProcedureIssue.colleague))
        .order_by(ProcedureIssue.issued_at, ProcedureIssue.id),
        page,
    )


def list_recipient_ids(procedure_id: int, version_number: int) -> frozenset[int]:
    return frozenset(
        db.session.scalars(
            select(ProcedureIssue.colleague_id).where(
                ProcedureIssue.procedure_id == procedure_id, ProcedureIssue.version_number == version_number
            )
        )
    )
