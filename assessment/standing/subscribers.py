"""Lets standings follow what happens in the portfolio."""

from typing import Any

from assessment.standing.queries import list_claimed_criteria
from assessment.standing.services import refresh_standing
from core.events import subscribe


@subscribe("evidence.submitted")
@subscribe("evidence.withdrawn")
def follow_evidence(*, evidence_id: int, enrolment_id: int, **_: Any) -> None:
    refresh_standing(enrolment_id, list_claimed_criteria(evidence_id))


@subscribe("enrolment.changed")
def follow_enrolment(*, enrolment_id: int, **_: Any) -> None:
    refresh_standing(enrolment_id)
