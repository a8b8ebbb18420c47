"""Tells people of what was handed in: the assessor of work, the apprentice of a record of theirs."""

from typing import Any

from accounts.services import notify
from assessment.queries import get_submission
from core.destinations import path_to
from core.events import subscribe
from portfolio.evidence.models import EvidenceVersion


@subscribe("evidence.submitted")
def tell_of_submission(*, version_id: int, **_: Any) -> None:
    version = get_submission(version_id)
    if version.evidence.is_record:
        _tell_of_record(version)
    else:
        _tell_of_work(version)


def _tell_of_work(version: EvidenceVersion) -> None:
    enrolment = version.evidence.enrolment
    name = enrolment.apprentice.person.name
    text = f"{name} sent “{version.title}”." if version.number == 1 else f"{name} answered on “{version.title}”."
    notify(enrolment.assessor, text, path_to("workbench", evidence_id=version.evidence_id))


def _tell_of_record(version: EvidenceVersion) -> None:
    enrolment, maker = version.evidence.enrolment, version.evidence.created_by
    what = "recorded" if version.number == 1 else "corrected the record"
    text = f"{maker.person.name} {what} “{version.title}”. Read it and say whether it is right."
    notify(enrolment.apprentice, text, path_to("evidence", evidence_id=version.evidence_id))
    if enrolment.assessor_id != maker.id:
        text = f"{maker.person.name} {what} “{version.title}” of {enrolment.apprentice.person.name}."
        notify(enrolment.assessor, text, path_to("workbench", evidence_id=version.evidence_id))
