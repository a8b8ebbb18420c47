"""Setting up programmes, and changing what they ask to be declared. What was declared before stays as it was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from accounts.models import Membership
from accounts.permissions import require
from core import audit, clock
from core.db import transaction
from core.errors import FieldErrors, StaleWrite
from core.idempotency import fingerprint_of, once
from portfolio.permissions import POLICY
from portfolio.programmes.models import Programme, ProgrammeDeclarations, ProgrammeUnit
from portfolio.programmes.queries import (
    get_declarations,
    get_programme,
    is_title_taken,
    list_offered_units,
    lock_programme,
)
from portfolio.programmes.rules import (
    DEFAULT_DECLARATIONS,
    Declarations,
    next_edition,
    wrong_with_declarations,
    wrong_with_programme,
)


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit as the programme uses it, at one level where the framework has levels."""

    unit_id: int
    is_mandatory: bool
    level: str | None = None


def create_programme(
    *,
    title: str,
    framework_id: int,
    units: Sequence[UnitChoice],
    by: Membership,
    optional_minimum: int = 0,
    request_key: str = "",
) -> Programme:
    """Add a programme over one framework. Its units come in the framework's order."""

    def create() -> str:
        with transaction() as session:
            require(POLICY, "add_programme", by, by.centre_id)
            name = " ".join(title.split())
            offered = list_offered_units(framework_id)
            chosen = {(choice.unit_id, choice.level): choice for choice in units}
            is_taken = is_title_taken(by.centre_id, name)
            errors = wrong_with_programme(
                name, [choice.is_mandatory for choice in chosen.values()], optional_minimum, is_taken=is_taken
            )
            if not chosen.keys() <= {(unit.unit_id, unit.level) for unit in offered}:
                errors["units"] = "Choose units of this standard only."
            if errors:
                raise FieldErrors(errors)
            programme = Programme(
                centre_id=by.centre_id, framework_id=framework_id, title=name, optional_minimum=optional_minimum
            )
            session.add(programme)
            session.flush()
            in_order = [chosen[unit.unit_id, unit.level] for unit in offered if (unit.unit_id, unit.level) in chosen]
            session.add_all(
                ProgrammeUnit(
                    programme_id=programme.id,
                    unit_id=choice.unit_id,
                    level=choice.level,
                    is_mandatory=choice.is_mandatory,
                    position=position,
                )
                for position, choice in enumerate(in_order, start=1)
            )
            add_edition(session, programme.id, replace(DEFAULT_DECLARATIONS, number=1), by=by)
            audit.record("programme.created", subject=programme, centre_id=by.centre_id, actor_id=by.id)
            return str(programme.id)

    if not request_key:
        return get_programme(int(create()))
    fingerprint = fingerprint_of("create_programme", title, framework_id, units, optional_minimum)
    return get_programme(int(once(request_key, fingerprint=fingerprint, actor_id=by.id, act=create)))


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
        lock_programme(programme_id)
        programme = get_programme(programme_id)
        require(POLICY, "edit_declarations", by, programme)
        now = get_declarations(programme_id)
        edition = next_edition(now, authenticity, recording, ai_use)
        if errors := wrong_with_declarations(edition):
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
