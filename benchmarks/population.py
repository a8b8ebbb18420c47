"""Fills a database with a large centre: rows written in bulk, standings derived by the product's own code."""

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import insert, select

from accounts.hashing import hash_password
from accounts.models import Centre, Membership, Person, Role, Standing
from assessment.judging.models import Decision, Judgement
from assessment.standing.services import rebuild_standings
from assessment.vocabulary import DecisionOutcome, Outcome
from core.db import Base, db, transaction
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.programmes.models import Programme, ProgrammeUnit
from portfolio.vocabulary import EvidenceKind, EvidenceState, Origin
from standards.models import Criterion, Framework, Unit

PASSWORD = "measured-with-care-2026"
ADMIN = "admin@example.org"
ASSESSOR = "assessor@example.org"
EVIDENCE_EACH = 84
JUDGED_EACH = 60
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def fill(apprentices: int) -> list[int]:
    """Store a centre with so many apprentices, 84 pieces of evidence and 60 judgements each; return enrolment ids."""
    with transaction():
        centre = Centre(name="Benchmark Centre", awarding_body=None)
        db.session.add(centre)
        db.session.flush()
        admin = _member(centre, ADMIN, Role.PROVIDER_ADMIN)
        assessor = _member(centre, ASSESSOR, Role.ASSESSOR)
        db.session.flush()
        programme = _programme(centre)
        criteria = list(
            db.session.scalars(
                select(Criterion.id)
                .where(Criterion.framework_id == programme.framework_id)
                .order_by(Criterion.position)
            )
        )
        rows = _Rows(centre.id, programme.id, assessor.id, criteria, first=admin.id + 1000)
        for model, batch in rows.made(apprentices):
            for start in range(0, len(batch), 2000):
                db.session.execute(insert(model), batch[start : start + 2000])
    rebuild_standings()
    return [rows.first + n for n in range(apprentices)]


def _member(centre: Centre, email: str, role: Role) -> Membership:
    person = Person(email=email, name=role.label, password_hash=hash_password(PASSWORD), created_at=START)
    standing = Standing.QUALIFIED if role is Role.ASSESSOR else None
    member = Membership(person=person, centre=centre, role=role, standing=standing, from_on=START.date())
    db.session.add(member)
    return member


def _programme(centre: Centre) -> Programme:
    framework = db.session.scalars(select(Framework).where(Framework.key == "scqf8-it-support")).one()
    programme = Programme(centre_id=centre.id, framework_id=framework.id, title="IT support", optional_minimum=1)
    units = db.session.scalars(select(Unit).where(Unit.framework_id == framework.id).order_by(Unit.position))
    programme.units = [
        ProgrammeUnit(unit_id=unit.id, level=None, is_mandatory=True, position=place)
        for place, unit in enumerate(units)
    ]
    db.session.add(programme)
    db.session.flush()
    return programme


class _Rows:
    """Makes the rows of apprentice after apprentice; ids are counted here, so that nothing is read back."""

    def __init__(self, centre_id: int, programme_id: int, assessor_id: int, criteria: list[int], *, first: int) -> None:
        self.first = first
        self._fixed = {"centre_id": centre_id, "programme_id": programme_id, "assessor_id": assessor_id}
        self._criteria = criteria
        self._random = Random(20261122)

    def made(self, apprentices: int) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
        numbers = iter(range(apprentices))
        while chunk := list(islice(numbers, 100)):
            tables: dict[type[Base], list[dict[str, Any]]] = {
                model: []
                for model in (Person, Membership, Enrolment, Evidence, EvidenceVersion, Claim, Decision, Judgement)
            }
            for number in chunk:
                self._one(number, tables)
            yield from tables.items()

    def _one(self, number: int, tables: dict[type[Base], list[dict[str, Any]]]) -> None:
        own = self.first + number
        centre_id, assessor_id = self._fixed["centre_id"], self._fixed["assessor_id"]
        name = f"Apprentice {number:05}"
        tables[Person].append(
            {"id": own, "email": f"a{number}@example.org", "name": name, "session_epoch": 1, "created_at": START}
        )
        tables[Membership].append(
            {"id": own, "person_id": own, "centre_id": centre_id, "role": Role.APPRENTICE, "from_on": START.date()}
        )
        tables[Enrolment].append(
            {
                "id": own,
                "centre_id": centre_id,
                "programme_id": self._fixed["programme_id"],
                "apprentice_id": own,
                "assessor_id": assessor_id,
                "revision": 1,
                "created_at": START,
                "starts_on": START.date(),
                "planned_end_on": date(2027, 12, 31),
            }
        )
        for turn in range(EVIDENCE_EACH):
            self._piece(own, turn, tables)

    def _piece(self, own: int, turn: int, tables: dict[type[Base], list[dict[str, Any]]]) -> None:
        piece = (own - self.first) * EVIDENCE_EACH + turn + 1
        judged = turn < JUDGED_EACH
        moment = START + timedelta(days=3 * turn, minutes=own % 600)
        who = {"created_by_id": own, "created_at": moment, "changed_at": moment}
        state = EvidenceState.ASSESSED if judged else EvidenceState.SUBMITTED
        tables[Evidence].append(
            {"id": piece, "enrolment_id": own, "state": state, "latest_number": 1, "submitted_number": 1, **who}
        )
        tables[EvidenceVersion].append(
            {
                "id": piece,
                "evidence_id": piece,
                "number": 1,
                "title": f"Ticket {piece}",
                "revision": 1,
                "kind": EvidenceKind.FILES if turn % 3 else EvidenceKind.OBSERVATION,
                "origin": Origin.LIVE,
                "done_on": moment.date(),
                "account": "What I did and why.",
                "link": "",
                "work_location": "",
                "is_authentic": True,
                "ai_use": "none",
                "answer": "",
                "created_at": moment,
                "updated_at": moment,
                "submitted_at": moment,
                "submitted_by_id": own,
                "salt": secrets.token_bytes(16),
                "content_hash": "0",
            }
        )
        criterion = self._criteria[self._random.randrange(len(self._criteria))]
        claim = {
            "id": piece,
            "version_id": piece,
            "criterion_id": criterion,
            "locator": "page 1",
            "reason": "It shows it.",
        }
        tables[Claim].append({**claim, "added_at": moment})
        if judged:
            checks = {"is_valid": True, "is_authentic": True, "is_current": True, "is_sufficient": True}
            tables[Decision].append(
                {
                    "id": piece,
                    "version_id": piece,
                    "assessor_id": self._fixed["assessor_id"],
                    **checks,
                    "outcome": DecisionOutcome.ACCEPTED,
                    "needs_countersignature": False,
                    "statement": "I judged this.",
                    "content_hash": "0",
                    "method": "session",
                    "at": moment,
                }
            )
            tables[Judgement].append(
                {"id": piece, "decision_id": piece, "claim_id": piece, "outcome": Outcome.MET, "at": moment}
            )
