"""Service review meetings: the list, one planned, one with its minutes."""

from datetime import datetime, time, timedelta

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.clock import LONDON
from core.web import requested_page
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter, enter_support, history_of, show
from itsm_sandbox.reporting.meetings import queries
from itsm_sandbox.reporting.meetings.models import Meeting
from itsm_sandbox.reporting.meetings.rules import MACHINE


@bp.get("/<int:workplace_id>/meetings")
@login_required
def list_meetings(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    page = queries.list_meetings(workplace_id, page=requested_page())
    return show("meetings/list_meetings.html", visitor, page=page, machine=MACHINE)


@bp.route("/<int:workplace_id>/meetings/add", methods=["GET", "POST"])
@login_required
def add_meeting(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    tomorrow = visitor.today + timedelta(days=1)
    return begin_page(
        visitor,
        Meeting.kind,
        "plan",
        heading="Plan a service review meeting",
        intro="Who comes, who presents, and what is to be decided with the figures on the table.",
        label="Plan the meeting",
        back=("Meetings", "list_meetings"),
        said="is planned",
        values={
            "begins_at": datetime.combine(tomorrow, time(10), LONDON),
            "presenter_id": visitor.colleague.id if visitor.colleague else None,
        },
    )


@bp.get("/<int:workplace_id>/meetings/<int:number>")
@login_required
def show_meeting(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    meeting: Meeting = get_artefact(workplace_id, Meeting.kind, number, visitor=visitor.colleague)
    return show(
        "meetings/show_meeting.html",
        visitor,
        people=queries.list_people(meeting),
        reviewed=queries.list_reviewed(meeting),
        today=visitor.today.isoformat(),
        **history_of(visitor, meeting),
    )
