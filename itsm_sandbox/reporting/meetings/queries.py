"""Service review meetings as people read them."""

from typing import Any

from sqlalchemy import select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.engine.models import Artefact, Colleague
from itsm_sandbox.reporting.custom_reports.models import ReportDefinition
from itsm_sandbox.reporting.meetings.models import Meeting
from itsm_sandbox.reporting.service_reports.models import ServiceReport


def list_meetings(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Meeting, presenter, is_simulated), the latest first."""
    return paginate(
        select(Meeting, Colleague.name.label("presenter"), Colleague.membership_id.is_(None).label("is_simulated"))
        .join(Colleague, Colleague.id == Meeting.presenter_id)
        .where(Meeting.workplace_id == workplace_id)
        .order_by(Meeting.begins_at.desc(), Meeting.number.desc()),
        page,
    )


def list_reviewed(meeting: Meeting) -> list[Artefact]:
    """The reports that it is about."""
    found: list[Artefact | None] = [
        db.session.get(ServiceReport, meeting.report_id) if meeting.report_id else None,
        db.session.get(ReportDefinition, meeting.definition_id) if meeting.definition_id else None,
    ]
    return [one for one in found if one is not None]


def list_people(meeting: Meeting) -> dict[int, Colleague]:
    """Everybody it names, by id."""
    ids = {meeting.author_id, meeting.presenter_id, *(one["id"] for one in (*meeting.invited, *meeting.attended))}
    return {one.id: one for one in db.session.scalars(select(Colleague).where(Colleague.id.in_(ids)))}
