"""Entries of the steps that units go through."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from assessment.signatures.ledger import signature_in_role_body
from assessment.units.models import UnitStep
from assessment.vocabulary import UnitEvent
from core.db import db
from core.ledger import Body, describe, expected
from portfolio.enrolments.models import Enrolment
from portfolio.programmes.models import ProgrammeUnit
from standards.models import Framework, Unit


def _describe_steps(ids: Sequence[int]) -> Mapping[int, Body]:
    rows = db.session.execute(
        select(*UnitStep.__table__.c, ProgrammeUnit.level, Unit.code, Framework.key, Framework.version)
        .join(ProgrammeUnit, ProgrammeUnit.id == UnitStep.programme_unit_id)
        .join(Unit, Unit.id == ProgrammeUnit.unit_id)
        .join(Framework, Framework.id == Unit.framework_id)
        .where(UnitStep.id.in_(ids))
    )
    return {
        row.id: {
            "enrolment": str(row.enrolment_id),
            "programme_unit": str(row.programme_unit_id),
            "unit": f"{row.key}@{row.version}:{row.code}",
            "level": row.level,
            "event": row.event.value,
            **signature_in_role_body(row),
        }
        for row in rows
    }


for _event in UnitEvent:
    describe(f"unit.{_event.value}")(_describe_steps)


def _expect_steps(event: UnitEvent, centre_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(UnitStep.id)
            .join(Enrolment, Enrolment.id == UnitStep.enrolment_id)
            .where(Enrolment.centre_id == centre_id, UnitStep.event == event)
        )
    )


@expected("unit.claimed")
def _expect_claims(centre_id: int) -> set[int]:
    return _expect_steps(UnitEvent.CLAIMED, centre_id)


@expected("unit.signed")
def _expect_signatures(centre_id: int) -> set[int]:
    return _expect_steps(UnitEvent.SIGNED, centre_id)


@expected("unit.confirmed")
def _expect_confirmations(centre_id: int) -> set[int]:
    return _expect_steps(UnitEvent.CONFIRMED, centre_id)
