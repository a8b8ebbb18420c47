"""Reading what a programme asks to be declared, now and before."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from accounts.models import Membership
from core.db import db
from portfolio.programmes.models import ProgrammeDeclarations
from portfolio.programmes.rules import DEFAULT_DECLARATIONS, Declarations


def get_declarations(programme_id: int) -> Declarations:
    """The newest edition; for a programme from before there were editions, the one we bring."""
    row = db.session.scalar(_of(programme_id).limit(1))
    if row is None:
        return DEFAULT_DECLARATIONS
    return Declarations(row.number, row.authenticity, row.recording, row.ai_use)


def list_declarations(programme_id: int) -> Sequence[ProgrammeDeclarations]:
    """Every edition, the newest first, each with who wrote it."""
    return db.session.scalars(
        _of(programme_id).options(
            joinedload(ProgrammeDeclarations.by, innerjoin=True).joinedload(Membership.person, innerjoin=True)
        )
    ).all()


def _of(programme_id: int) -> Select[ProgrammeDeclarations]:
    return (
        select(ProgrammeDeclarations)
        .where(ProgrammeDeclarations.programme_id == programme_id)
        .order_by(ProgrammeDeclarations.number.desc())
    )
