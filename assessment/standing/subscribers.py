"""Answers what happens in the portfolio: standings follow, and the assessor hears of it."""

from typing import Any

from accounts.services import notify
from assessment.queries import get_submission
from assessment.standing.queries import list_claimed_criteria
from assessment.standing.services import refresh_standing
from core.events import subscribe
from portfolio.evidence.models import EvidenceVersion


@subscribe("evidence.submitted")
def follow_submission(*, version_id: int, evidence_id: int, enrolment_id: int, **_: Any) -> None:
    refresh_standing(enrolment_id, list_claimed_criteria(evidence_id))
    version = get_submission(version_id)
    enrolment = version.evidence.enrolment
    if version.evidence.is_record:
        _tell_of_record(version)
        return
    name = enrolment.apprentice.person.name
    text = f"{name} sent “{version.title}”." if version.number == 1 else f"{name} answered on “{version.title}”."
    notify(enrolment.assessor, text, f"/workbench/{evidence_id}")


def _tell_of_record(version: EvidenceVersion) -> None:
    enrolment, maker = version.evidence.enrolment, version.evidence.created_by
    what = "recorded" if version.number == 1 else "corrected the record"
    text = f"{maker.person.name} {what} “{version.title}”. Read it and say whether it is right."
    notify(enrolment.apprentice, text, f"/evidence/{version.evidence_id}")
    if enrolment.assessor_id != maker.id:
        text = f"{maker.person.name} {what} “{version.title}” of {enrolment.apprentice.person.name}."
        notify(enrolment.assessor, text, f"/workbench/{version.evidence_id}")


@subscribe("evidence.withdrawn")
def follow_withdrawal(*, evidence_id: int, enrolment_id: int, **_: Any) -> None:
    refresh_standing(enrolment_id, list_claimed_criteria(evidence_id))


@subscribe("enrolment.changed")
def follow_enrolment(*, enrolment_id: int, **_: Any) -> None:
    refresh_standing(enrolment_id)
