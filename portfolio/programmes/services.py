"""Setting up programmes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from accounts.models import Membership
from accounts.permissions import require
from core import audit
from core.db import transaction
from core.errors import FieldErrors
from core.once import fingerprint_of, once
from portfolio.permissions import POLICY
from portfolio.programmes.declarations_services import add_edition
from portfolio.programmes.models import Programme, ProgrammeUnit
from portfolio.programmes.queries import get_programme, list_offered_units
from portfolio.programmes.rules import DEFAULT_DECLARATIONS


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
            taken = session.scalar(
                select(Programme.id).where(Programme.centre_id == by.centre_id, Programme.title == name)
            )
            errors = _problems(name, chosen.values(), optional_minimum, is_taken=taken is not None)
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


def _problems(name: str, units: Collection[UnitChoice], optional_minimum: int, *, is_taken: bool) -> dict[str, str]:
    optional = sum(not choice.is_mandatory for choice in units)
    found = {
        "title": (
            "Give the programme a title."
            if not name
            else "Your centre has a programme of this title already."
            if is_taken
            else ""
        ),
        "units": "" if units else "Choose at least one unit.",
        "optional_minimum": (
            ""
            if 0 <= optional_minimum <= optional
            else f"You offer {optional} optional units, so an apprentice cannot have to choose {optional_minimum}."
        ),
    }
    return {field: sentence for field, sentence in found.items() if sentence}
