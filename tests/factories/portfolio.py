"""A small world around one apprentice, made by the product's own services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from sqlalchemy import select

from accounts.models import Centre, Membership
from core import clock
from core.db import db, transaction
from portfolio.enrolments.models import Enrolment
from portfolio.enrolments.services import enrol_apprentice
from portfolio.evidence.models import Evidence, EvidenceVersion
from portfolio.evidence.queries import get_draft, get_evidence
from portfolio.evidence.services.drafts import record_evidence, save_draft, start_evidence
from portfolio.evidence.services.files import attach_file
from portfolio.evidence.services.submission import submit_evidence
from portfolio.programmes.models import Programme
from portfolio.programmes.queries import list_offered_units, list_programme_criteria
from portfolio.programmes.services import UnitChoice, create_programme
from portfolio.vocabulary import Origin
from standards.models import Criterion, CriterionKind, Framework, Unit
from tests.factories.accounts import CentreFactory, MembershipFactory

_number = count(1)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
STATEMENT = "Restore a mailbox and record what was done"


@dataclass
class World:
    """A centre with one enrolment, and one person in every role around it."""

    centre: Centre
    admin: Membership
    apprentice: Membership
    assessor: Membership
    verifier: Membership
    line_manager: Membership
    programme: Programme
    enrolment: Enrolment

    @property
    def criteria(self) -> list[int]:
        return [row.id for row in list_programme_criteria(self.programme.id, self.enrolment.id)]


def make_world(*, optional: bool = True, criteria: int = 3) -> World:
    """Unit U1 is mandatory; U2, with a stem and its part, is optional unless told otherwise."""
    centre = CentreFactory.create()
    admin = MembershipFactory.create(centre=centre, provider_admin=True)
    programme = make_programme(admin, make_framework(criteria=criteria), optional=optional)
    apprentice = MembershipFactory.create(centre=centre)
    assessor = MembershipFactory.create(centre=centre, assessor=True)
    verifier = MembershipFactory.create(centre=centre, verifier=True)
    line_manager = MembershipFactory.create(centre=centre, line_manager=True)
    enrolment = enrol_apprentice(
        programme.id,
        apprentice.id,
        assessor.id,
        verifier_id=verifier.id,
        line_manager_id=line_manager.id,
        starts_on=date(2026, 9, 1),
        planned_end_on=date(2028, 8, 31),
        by=admin,
    )
    return World(centre, admin, apprentice, assessor, verifier, line_manager, programme, enrolment)


def make_programme(admin: Membership, framework: Framework, *, optional: bool = True) -> Programme:
    units = list_offered_units(framework.id)
    return create_programme(
        title=f"Programme {next(_number)}",
        framework_id=framework.id,
        units=[
            UnitChoice(unit.unit_id, is_mandatory=not optional or unit.code == "U1", level=unit.level) for unit in units
        ],
        by=admin,
    )


def make_framework(*, criteria: int = 3, level: str | None = None) -> Framework:
    """Units U1 and U2 with performance criteria; U2 also has a stem K1 and its part K1.1."""
    with transaction() as session:
        framework = Framework(
            key=f"framework-{next(_number)}",
            title="Supporting people with technology",
            version="1",
            metadata_={},
            attribution="",
            source_sha256="0" * 64,
            loaded_at=clock.now(),
        )
        session.add(framework)
        session.flush()
        units = [
            Unit(framework_id=framework.id, code=code, title=f"Unit {code}", mandatory=None, position=position)
            for position, code in enumerate(("U1", "U2"), start=1)
        ]
        session.add_all(units)
        session.flush()
        codes = [(unit, f"{unit.code}-P{number}") for unit in units for number in range(1, criteria + 1)]
        made = [_criterion(unit, code, position, level) for position, (unit, code) in enumerate(codes, start=1)]
        stem = _criterion(units[1], "K1", len(codes) + 1, level)
        stem.kind, stem.is_stem = CriterionKind.KNOWLEDGE, True
        session.add_all([*made, stem])
        session.flush()
        part = _criterion(units[1], "K1.1", len(codes) + 2, level)
        part.kind, part.parent_id = CriterionKind.KNOWLEDGE, stem.id
        session.add(part)
    return framework


def make_meta_skills() -> list[Criterion]:
    """The framework of meta-skills, shortened to two."""
    with transaction() as session:
        framework = Framework(
            key="meta-skills",
            title="Meta-skills",
            version="1",
            metadata_={},
            attribution="",
            source_sha256="0" * 64,
            loaded_at=clock.now(),
        )
        session.add(framework)
        session.flush()
        unit = Unit(framework_id=framework.id, code="SI", title="Social intelligence", mandatory=None, position=1)
        session.add(unit)
        session.flush()
        skills = [_criterion(unit, code, position, None) for position, code in enumerate(("Feeling", "Leading"), 1)]
        for skill in skills:
            skill.kind = CriterionKind.META_SKILL
        session.add_all(skills)
    return skills


def make_draft(
    world: World,
    *,
    title: str = "Restoring a mailbox",
    claims: int = 1,
    criteria: Sequence[int] = (),
    done_on: date = date(2026, 11, 2),
) -> Evidence:
    """A draft with a picture that lacks nothing. It claims these criteria, or the first of the world's."""
    evidence = start_evidence(world.enrolment.id, by=world.apprentice, title=title)
    attach_file(evidence.id, BytesIO(PNG), "screen.png", by=world.apprentice)
    claimed = criteria or world.criteria[:claims]
    save_draft(
        evidence.id,
        by=world.apprentice,
        revision=get_draft(evidence).revision,
        changes={"origin": Origin.LIVE, "done_on": done_on, "is_authentic": True, "ai_use": "none"},
        claims=[(criterion_id, "Picture 1", "It shows the result.") for criterion_id in claimed],
    )
    return evidence


def save_over(evidence_id: int, *, by: Membership, **parts: Any) -> EvidenceVersion:
    """Save these claims or tags over the draft as it is now, as a page that was opened just before does."""
    revision = get_draft(get_evidence(evidence_id)).revision
    return save_draft(evidence_id, by=by, revision=revision, changes={}, **parts)


def make_submitted(world: World, *, title: str = "Restoring a mailbox", claims: int = 1) -> Evidence:
    evidence = make_draft(world, title=title, claims=claims)
    submit_evidence(evidence.id, by=world.apprentice)
    return db.session.scalars(select(Evidence).where(Evidence.id == evidence.id)).one()


def make_record(world: World, *, title: str = "Watching a mailbox restored", claims: int = 1) -> Evidence:
    """An observation of the assessor's own, which lacks nothing to be handed in."""
    evidence = record_evidence(world.enrolment.id, by=world.assessor, title=title)
    changes = {"origin": Origin.LIVE, "done_on": date(2026, 11, 3), "is_authentic": True}
    save_draft(
        evidence.id,
        by=world.assessor,
        revision=get_draft(evidence).revision,
        changes={**changes, "account": "She restored it, and told the customer."},
        claims=[(criterion_id, "Whole record", "I saw it.") for criterion_id in world.criteria[:claims]],
    )
    return evidence


def hand_in_record(world: World, *, title: str = "Watching a mailbox restored", claims: int = 1) -> Evidence:
    evidence = make_record(world, title=title, claims=claims)
    submit_evidence(evidence.id, by=world.assessor)
    return db.session.scalars(select(Evidence).where(Evidence.id == evidence.id)).one()


def _criterion(unit: Unit, code: str, position: int, level: str | None) -> Criterion:
    return Criterion(
        framework_id=unit.framework_id,
        unit_id=unit.id,
        code=code,
        kind=CriterionKind.PERFORMANCE,
        level=level,
        statement=f"{STATEMENT} ({code})",
        position=position,
        is_stem=False,
    )
