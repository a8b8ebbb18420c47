"""An apprentice alone watches, reports, presents and automates, and takes it all into the portfolio."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import db, transaction
from core.errors import FieldErrors
from itsm_sandbox.engine.models import Artefact
from itsm_sandbox.engine.perform import Refused, create, perform
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.reporting.custom_reports.models import ReportDefinition, ReportIssue
from itsm_sandbox.reporting.custom_reports.rules.counting import to_comment
from itsm_sandbox.reporting.custom_reports.services import numbers_of
from itsm_sandbox.reporting.dashboards.models import Dashboard
from itsm_sandbox.reporting.meetings.models import Meeting
from itsm_sandbox.reporting.monitoring.models import Collection, MonitoringLog
from itsm_sandbox.reporting.outages.models import DiskReading
from itsm_sandbox.reporting.service_reports.services import prepare_report
from tests.factories.custom_reports import QUESTION
from tests.factories.problems import log_many, set_time, weekly
from tests.factories.tickets import make_ticket
from tests.factories.workplaces import MONDAY
from tests.journeys.test_workplace_requirements import Apprentice, added, apprentice, content_of
from tests.support.people import PersonClient, sign_in

__all__ = ["apprentice"]

pytestmark = pytest.mark.any_database

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WATCH = {
    "title": "Morning check",
    "article_id": None,
    "routine": "The desk reads it at nine; a red reading goes to the second level at once.",
    "rhythm": "daily",
    "weekday": "0",
    "time": "09:30",
    "watched": ["disks", "open"],
    "disk_limit": 85,
    "open_limit": 30,
}
BOARD = {
    "title": "The service desk at a glance",
    "audience": "The desk and the ICT owner",
    "purpose": "To see each morning whether the promised times are kept.",
    "days": "90",
}
WHY = "The eye compares lengths, which is what matters here."
TILES = (("M1", "donut"), ("M2", "line"), ("M3", "number"), ("M5", "bar"), ("M8", "stacked"), ("M23", "table"))
DEFINITION = {**QUESTION, "ticket_type": "", "category": "", "service_id": None, "site_id": None, "red_limit": 10}
ANSWER = "The wireless network takes most of our time, and it rises since the new wing opened. I suggest a survey."
COMMENT = "The new wing opened, and its access points cannot serve so many devices at once."
TO_STAFF = "The wireless network of the new wing drops. Use the network of the old wing until Friday; tell us the room."
TO_MANAGERS = "Wireless incidents took a third of the desk's time. A survey costs £400 and would show what to replace."


def begin(apprentice: Apprentice, kind: str, event: str, given: dict[str, Any]) -> Any:
    return create(apprentice.room.workplace.id, kind, event, dict(given), by=apprentice.me)


def do(apprentice: Apprentice, artefact: Artefact, event: str, **given: Any) -> None:
    perform(apprentice.room.workplace.id, artefact.kind, artefact.number, event, given, by=apprentice.me)


def read_disk(apprentice: Apprentice, used: int) -> None:
    with transaction() as session:
        about = {"workplace_id": apprentice.room.workplace.id, "server": "SRV-01", "at": MONDAY}
        session.add(DiskReading(**about, used_gb=used, free_gb=1000 - used))


def test_readings_are_collected_on_a_schedule_and_missed_ones_are_told(apprentice: Apprentice) -> None:
    read_disk(apprentice, 910)
    log: MonitoringLog = begin(apprentice, MonitoringLog.kind, "begin", WATCH)
    assert log.due_at == MONDAY + HOUR / 2  # the workroom's clock stands at nine in Scotland
    with pytest.raises(Refused, match=r"Disk of SRV-01"):
        do(apprentice, log, "collect", remarks=[])
    said = ["Disk of SRV-01: full since the backups moved here; the second level was told."]
    do(apprentice, log, "collect", remarks=said)
    assert (log.on_time, log.late, log.missed) == (1, 0, 0)
    assert log.readings[0]["remark"].startswith("full since")
    assert apprentice.add_to_portfolio(log) == {"RM1"}
    facts = {one["name"]: one["holds"] for one in content_of(added()[0])["facts"]}
    assert facts == {"collected_on_schedule": True, "red_readings_remarked": True}

    set_time(apprentice.room, MONDAY + DAY + 5 * HOUR)
    do(apprentice, log, "collect", remarks=said)
    set_time(apprentice.room, MONDAY + 9 * DAY)
    while catch_up(apprentice.room.workplace.id):
        pass
    assert (log.state, log.on_time, log.late, log.missed) == ("lapsed", 1, 1, 5)
    outcomes = db.session.scalars(
        select(Collection.outcome).where(Collection.log_id == log.id).order_by(Collection.number)
    ).all()
    assert outcomes == ["on_time", "late", *["missed"] * 5]


def test_a_dashboard_is_composed_and_published(client: PersonClient, apprentice: Apprentice) -> None:
    make_ticket(apprentice.room, "resolved")
    board: Dashboard = begin(apprentice, Dashboard.kind, "begin", BOARD)
    with pytest.raises(Refused, match="tells nothing of single weeks"):
        do(apprentice, board, "add_tile", metric="M13", shape="line", why=WHY)
    for metric, shape in TILES:
        assert board.state == "draft"
        with pytest.raises(Refused):
            do(apprentice, board, "publish", note="x" * 40)
        do(apprentice, board, "add_tile", metric=metric, shape=shape, why=WHY)
        if metric == "M5":  # five metrics, none of service levels
            break
    do(apprentice, board, "add_tile", metric="M8", shape="stacked", why=WHY)
    do(apprentice, board, "add_tile", metric="M23", shape="table", why=WHY)
    do(apprentice, board, "move_tile", number=5, place=1)
    do(apprentice, board, "remove_tile", number=6)
    assert [tile["metric"] for tile in board.tiles] == ["M8", "M1", "M2", "M3", "M5"]
    do(apprentice, board, "publish", note="Every fix target was kept on this quiet day.")
    assert [tile["id"] for tile in board.figures["tiles"]] == ["M8", "M1", "M2", "M3", "M5"]
    assert apprentice.add_to_portfolio(board) == {"RM2", "RM6"}
    sign_in(client, apprentice.me)
    page = client.get(f"/workplaces/{apprentice.room.workplace.id}/dashboards/{board.number}")
    assert page.status_code == 200
    assert "M8 Service level attained" in page.text


def test_a_question_is_answered_sent_to_two_audiences_and_issued_by_itself(apprentice: Apprentice) -> None:
    room = apprentice.room
    log_many(room, "wifi", weekly(6, [1, 2]))
    log_many(room, "printing", weekly(1, [1, 2, 3, 4]))
    report: ReportDefinition = begin(apprentice, ReportDefinition.kind, "define", DEFINITION)
    missing = to_comment(numbers_of(report, MONDAY))
    assert missing
    said = [f"{one}: the new wing opened then." for one in missing]
    with pytest.raises(Refused, match=missing[0]):
        do(apprentice, report, "issue", narrative=ANSWER, comments=[])
    do(apprentice, report, "issue", narrative=ANSWER, comments=said)
    assert (report.issues, report.figures["rows"][0]["value"]) == (1, 12)

    people = {"issue": 1, "recipients": [room.teacher.id]}
    do(apprentice, report, "send", audience="staff", text=TO_STAFF, **people)
    with pytest.raises(Refused, match="these very words"):
        do(apprentice, report, "send", audience="management", text=TO_STAFF, **people)
    do(apprentice, report, "send", audience="management", text=TO_MANAGERS, issue=1, recipients=[room.head.id])
    do(apprentice, report, "schedule", rhythm="weekly", first_at=MONDAY + 4 * DAY)
    set_time(room, MONDAY + 12 * DAY)
    while catch_up(room.workplace.id):
        pass
    issues = db.session.scalars(select(ReportIssue).where(ReportIssue.definition_id == report.id)).all()
    assert [one.is_unattended for one in issues] == [False, True, True]
    assert [one.issued_at for one in issues[1:]] == [MONDAY + 4 * DAY, MONDAY + 11 * DAY]
    assert issues[0].figures != issues[2].figures

    assert [(one["by"], one["is_simulated"]) for one in report.questions] == [
        (room.teacher.name, True),
        (room.head.name, True),
    ]
    do(apprentice, report, "answer", number=2, answer="The survey is booked for Thursday.")
    asked = {"issue": 3, "asker_id": room.engineer.id, "asked": "Which rooms are meant?"}
    do(apprentice, report, "record_questions", **asked, answer="Rooms 20 to 26, says the controller's log.")
    codes = apprentice.add_to_portfolio(report)
    assert codes == {"RM4", "RM6", "RM7", "RM8"}
    facts = {one["name"]: one["holds"] for one in content_of(added()[0])["facts"]}
    assert all(facts.values())


def test_what_does_not_fit_together_cannot_be_asked(apprentice: Apprentice) -> None:
    wrong = {"source": "assets", "grouping": "type", "measure": "count"}
    for over, sentence in (
        ({**wrong, "chart": "line"}, "need weeks"),
        ({**wrong, "grouping": "weekday"}, "Group assets by"),
        ({**wrong, "measure": "hours"}, "Measure assets by"),
        ({"measure": "hours", "chart": "donut"}, "parts that add up"),
    ):
        with pytest.raises(Refused, match=sentence):
            begin(apprentice, ReportDefinition.kind, "define", {**DEFINITION, **over})
    with pytest.raises(FieldErrors):
        begin(apprentice, ReportDefinition.kind, "define", {**DEFINITION, "title": ""})


def test_a_meeting_is_held_and_confirmed_by_another(apprentice: Apprentice) -> None:
    room = apprentice.room
    plan = {
        "title": "Service review of August",
        "begins_at": MONDAY + HOUR,
        "place": "Staff room",
        "presenter_id": room.desk.id,
        "invited_ids": [room.desk.id, room.head.id],
        "agenda": ["Figures of the month", "What to do about the wireless network"],
        "report_id": None,
        "definition_id": None,
    }
    meeting: Meeting = begin(apprentice, Meeting.kind, "plan", plan)
    held = {
        "attended_ids": [room.desk.id, room.head.id],
        "minutes": "I showed the figures of the month. The ICT owner asked why fixing took so much longer.",
        "decisions": ["A survey of the wireless network is made."],
    }
    with pytest.raises(Refused, match="once it has taken place"):
        do(apprentice, meeting, "hold", **held)
    set_time(room, MONDAY + 2 * HOUR)
    do(apprentice, meeting, "hold", **held)
    with pytest.raises(Refused, match="does not confirm"):
        do(apprentice, meeting, "confirm_attendance", seen="I saw myself present it.")
    action = {"what": "Book the survey", "owner_id": room.desk.id, "due_on": MONDAY.date() + DAY}
    do(apprentice, meeting, "add_action", **action)
    outcome = "The survey is booked for Thursday morning."
    do(apprentice, meeting, "finish_action", number=1, outcome=outcome)
    set_time(room, MONDAY + 6 * HOUR)
    catch_up(room.workplace.id)
    assert [(one["name"], one["is_simulated"]) for one in meeting.confirmations] == [(room.head.name, True)]
    do(apprentice, meeting, "close")
    assert apprentice.add_to_portfolio(meeting) == {"RM5"}
    sentences = [one["sentence"] for one in content_of(added()[0])["facts"]]
    assert any("which is no witness" in one for one in sentences)
    assert list_events(meeting.kind, meeting.id)[-1].to_state == "closed"


def test_a_month_s_service_report_is_written_and_issued(apprentice: Apprentice) -> None:
    log_many(apprentice.room, "wifi", [MONDAY + hours * HOUR for hours in range(3)])
    set_time(apprentice.room, MONDAY + 28 * DAY)
    report = prepare_report(apprentice.room.workplace.id, MONDAY.date(), by=apprentice.me)
    with pytest.raises(Refused, match="at least 60 characters"):
        do(apprentice, report, "issue")
    comments = {f"comment_{name}": COMMENT for name in ("logged", "resolution", "outstanding")}
    do(apprentice, report, "write", summary=f"Three wireless incidents in a quiet month. {COMMENT}", **comments)
    do(apprentice, report, "issue")
    assert report.figures["values"]["incidents_logged"] == 3
    assert "RM3" in apprentice.add_to_portfolio(report)
