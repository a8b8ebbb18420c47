"""Changing what a programme asks to be declared. What was declared before stays as it was."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Membership
from accounts.permissions import require
from core import audit, clock
from core.db import transaction
from core.errors import FieldErrors, StaleWrite
from portfolio.permissions import POLICY
from portfolio.programmes.declarations_queries import get_declarations
from portfolio.programmes.models import Programme, ProgrammeDeclarations
from portfolio.programmes.queries import get_programme
from portfolio.programmes.rules import Declarations, next_edition, wrong_with


class StaleDeclarations(StaleWrite):
    """Somebody wrote another edition since the page was opened. Nothing was saved."""

    def __init__(self, programme_id: int) -> None:
        super().__init__("Someone changed these declarations since you opened them. Nothing was overwritten.")
        self.programme_id = programme_id


def edit_declarations(
    programme_id: int, *, by: Membership, number: int, authenticity: str, recording: str, ai_use: Sequence[str]
) -> Declarations:
    """Add an edition after the one with this number. Saying again what holds already changes nothing."""
    with transaction() as session:
        session.execute(select(Programme.id).where(Programme.id == programme_id).with_for_update())
        programme = get_programme(programme_id)
        require(POLICY, "edit_declarations", by, programme)
        now = get_declarations(programme_id)
        edition = next_edition(now, authenticity, recording, ai_use)
        if errors := wrong_with(edition):
            raise FieldErrors(errors)
        if _words(edition) == _words(now):
            return now
        if now.number != number:
            raise StaleDeclarations(programme_id)
        add_edition(session, programme_id, edition, by=by)
        audit.record(
            "programme.declarations_edited",
            subject=programme,
            centre_id=programme.centre_id,
            actor_id=by.id,
            number=edition.number,
        )
    return edition


def add_edition(session: Session, programme_id: int, edition: Declarations, *, by: Membership) -> None:
    session.add(
        ProgrammeDeclarations(
            programme_id=programme_id,
            number=edition.number,
            authenticity=edition.authenticity,
            recording=edition.recording,
            ai_use=dict(edition.ai_use),
            by_id=by.id,
            at=clock.now(),
        )
    )
    session.flush()


def _words(edition: Declarations) -> tuple[str, str, list[str]]:
    return edition.authenticity, edition.recording, list(edition.ai_use.values())
