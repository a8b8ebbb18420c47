"""The monthly service report: figures that equal independent sums, and that stay as they were issued."""

from datetime import UTC, date, datetime, timedelta
from statistics import fmean

import pytest
from sqlalchemy import select, text

from core.clock import LONDON
from core.db import db, transaction
from core.errors import FieldErrors, NotFound
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Colleague, Timer, WorkEvent
from itsm_sandbox.engine.perform import Refused, perform
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.reporting.metrics.queries.reading import read_month
from itsm_sandbox.reporting.metrics.rules import month_of
from itsm_sandbox.reporting.outages.models import DiskReading
from itsm_sandbox.reporting.service_reports.models import ServiceReport
from itsm_sandbox.reporting.service_reports.queries import list_months_without
from itsm_sandbox.reporting.service_reports.rules.monthly import month_values
from itsm_sandbox.reporting.service_reports.services import prepare_report
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.histories import random_tickets, store
from tests.factories.workplaces import Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
SUMMARY = "More calls about printing than before; the queue was cleared by the end of the month. One server is filling."
COMMENTS = {
    f"comment_{name}": "It rose because the new wing opened in October."
    for name in ("logged", "resolution", "outstanding", "installations", "changes", "disk")
}


@pytest.fixture
def workroom(database: None) -> Workroom:
    made = make_workroom(MembershipFactory.create(), starts_at=NOW)
    store(made, list(random_tickets(made, 5, 120, datetime(2026, 8, 3, tzinfo=UTC), NOW)))
    with transaction() as session:
        for server, on, used in (("SRV-1", 2, 300), ("SRV-1", 30, 340), ("SRV-2", 30, 100), ("SRV-1", 31, 350)):
            at = datetime(2026, 10, on, 22, tzinfo=UTC)
            session.add(DiskReading(workplace_id=made.workplace.id, server=server, at=at, used_gb=used, free_gb=500))
        for number, day in enumerate((date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1)), 1):
            session.add(
                Asset(
                    workplace_id=made.workplace.id, number=number, tag=f"T{number}", type="laptop", state="in_use",
                    installed_on=day, created_at=NOW, changed_at=NOW,
                )
            )  # fmt: skip
        for number, finished in enumerate((datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)), 1):
            session.add(
                Change(
                    workplace_id=made.workplace.id, number=number, title="Replace a switch", state="implemented",
                    asset_ids=[], items=[], service_ids=[], plan=[], finished_at=finished,
                    created_at=NOW, changed_at=NOW,
                )
            )  # fmt: skip
    return made


def do(workroom: Workroom, event: str, **given: object) -> WorkEvent:
    return perform(workroom.workplace.id, ServiceReport.kind, 1, event, given, by=workroom.apprentice)


def issued(workroom: Workroom) -> ServiceReport:
    report = prepare_report(workroom.workplace.id, date(2026, 10, 17), by=workroom.apprentice)
    do(workroom, "write", summary=SUMMARY, **COMMENTS)
    do(workroom, "issue")
    return report


def let_pass(workroom: Workroom, **time: float) -> None:
    with transaction():
        lock_workplace(workroom.workplace.id).clock_sim_at += timedelta(**time)
    catch_up(workroom.workplace.id)


def test_the_figures_equal_sums_written_in_sql(workroom: Workroom) -> None:
    values = month_values(read_month(workroom.workplace.id, month_of(OCTOBER, NOW)))
    start, end = datetime(2026, 10, 1, tzinfo=LONDON), datetime(2026, 11, 1, tzinfo=LONDON)
    events = db.session.execute(
        text(
            "SELECT t.id, t.type, e.verb, e.to_state, e.at, t.created_at FROM ticket t "
            "JOIN workplace_event e ON e.subject_kind = 'ticket' AND e.subject_id = t.id ORDER BY e.seq"
        ).columns(at=WorkEvent.at.type, created_at=WorkEvent.at.type)
    ).all()
    first = {one.id: one for one in reversed(events)}
    state_then = {one.id: (one.type, one.to_state) for one in events if one.at < end}
    resolved = {one.id: one for one in events if one.at < end and one.verb in {"resolve", "resolve_no_reply"}}
    for kind in ("incident", "request"):
        logged = [one for one in first.values() if one.type == kind and start <= one.created_at < end]
        still = [
            one
            for one, state in state_then.values()
            if one == kind and state not in {"resolved", "closed", "cancelled"}
        ]
        assert values[f"{kind}s_logged"] == len(logged)
        assert values[f"{kind}s_open"] == len(still)
    walls = [
        (one.at - one.created_at).total_seconds()
        for one in resolved.values()
        if one.type == "incident" and start <= one.at < end
    ]
    assert values["resolution_s"] == round(fmean(walls))
    assert (values["installations"], values["changes"]) == (2, 1)
    assert (values["disk_used_gb"], values["disk_free_gb"]) == (450, 1000)


def test_what_was_issued_never_changes(workroom: Workroom) -> None:
    report = issued(workroom)
    frozen = report.figures
    assert frozen["values"]["incidents_logged"] > 0
    assert frozen["disks"] == [["SRV-1", 350, 500], ["SRV-2", 100, 500]]
    store(workroom, list(random_tickets(workroom, 9, 30, datetime(2026, 10, 5, tzinfo=UTC), NOW)))
    counted = month_values(read_month(workroom.workplace.id, month_of(OCTOBER, NOW)))
    assert counted["incidents_logged"] > frozen["values"]["incidents_logged"]
    db.session.expire_all()
    assert db.session.get_one(ServiceReport, report.id).figures == frozen


def test_each_changed_figure_needs_a_comment_and_the_month_a_summary(workroom: Workroom) -> None:
    prepare_report(workroom.workplace.id, OCTOBER, by=workroom.apprentice)
    with pytest.raises(Refused, match="at least 60 characters; there are 0"):
        do(workroom, "issue")
    do(workroom, "write", summary=SUMMARY)
    with pytest.raises(Refused, match=r"why it changed: Incidents and problems logged"):
        do(workroom, "issue")
    do(workroom, "write", **COMMENTS)
    do(workroom, "issue")
    with pytest.raises(Refused, match="It is issued"):
        do(workroom, "write", summary=SUMMARY + " And more.")


def test_a_month_that_is_not_over_can_be_prepared_and_not_issued(workroom: Workroom) -> None:
    prepare_report(workroom.workplace.id, date(2026, 11, 1), by=workroom.apprentice)
    do(workroom, "write", summary=SUMMARY, **COMMENTS)
    with pytest.raises(Refused, match="It can be issued from 1 Dec 2026"):
        do(workroom, "issue")


def test_a_month_has_one_report(workroom: Workroom) -> None:
    prepare_report(workroom.workplace.id, OCTOBER, by=workroom.apprentice)
    with pytest.raises(FieldErrors, match="REP-0001 is the report of this month"):
        prepare_report(workroom.workplace.id, OCTOBER, by=workroom.apprentice)
    with pytest.raises(FieldErrors, match="this month or an earlier one"):
        prepare_report(workroom.workplace.id, date(2026, 12, 1), by=workroom.apprentice)
    offered = list_months_without(workroom.workplace.id, NOW)
    assert offered == [date(2026, 11, 1), date(2026, 9, 1), date(2026, 8, 1)]
    do(workroom, "cancel", reason="It was begun by mistake.")
    assert prepare_report(workroom.workplace.id, OCTOBER, by=workroom.apprentice).number == 2


def test_nobody_signs_off_what_they_prepared(workroom: Workroom) -> None:
    with transaction():
        workroom.desk.role_names = ["ict_owner", "single_point_of_contact"]
    issued(workroom)
    with pytest.raises(Refused, match="Whoever prepared a report does not sign it off"):
        do(workroom, "sign_off")


def test_a_simulated_owner_signs_where_nobody_real_may(workroom: Workroom) -> None:
    report = issued(workroom)
    with pytest.raises(Refused, match="This is for ICT owner"):
        do(workroom, "sign_off")
    let_pass(workroom, hours=2)
    assert db.session.get_one(ServiceReport, report.id).state == "issued"
    let_pass(workroom, hours=2)
    report = db.session.get_one(ServiceReport, report.id)
    assert (report.state, report.signed_by_id) == ("signed_off", workroom.head.id)


def test_a_member_who_owns_ict_is_waited_for_and_may_return_it(workroom: Workroom) -> None:
    owner = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, owner, WorkRole.ICT_OWNER)
    report = issued(workroom)
    assert db.session.scalar(select(Timer).where(Timer.name == "report.sign_off")) is None
    perform(
        workroom.workplace.id, ServiceReport.kind, 1, "return", {"reason": "The second server is missing."}, by=owner
    )
    assert (report.state, report.figures, report.issued_at) == ("draft", {}, None)


def test_from_signing_off_to_the_meeting_and_its_actions(workroom: Workroom) -> None:
    report = issued(workroom)
    let_pass(workroom, hours=4)
    with pytest.raises(Refused, match="somebody besides yourself"):
        do(workroom, "send", recipients=[workroom.desk.id])
    do(workroom, "send", recipients=[workroom.head.id, workroom.desk.id], cover="For Thursday.")
    do(workroom, "send", recipients=[workroom.head.id, workroom.teacher.id])
    assert [one["name"] for one in report.sent_to] == ["Elspeth Grant", workroom.desk.name, "Morag Sinclair"]
    meeting = {"attendees": [workroom.head.id], "notes": "We looked at the disk figures and agreed to clear old files."}
    with pytest.raises(Refused, match="when it has taken place"):
        do(workroom, "record_meeting", held_on=date(2026, 11, 9), **meeting)
    do(workroom, "record_meeting", held_on=date(2026, 11, 3), **meeting)
    with pytest.raises(Refused, match="still to come"):
        do(
            workroom,
            "add_action",
            what="Clear the old profiles",
            owner_id=workroom.engineer.id,
            due_on=date(2026, 11, 2),
        )
    do(workroom, "add_action", what="Clear the old profiles", owner_id=workroom.engineer.id, due_on=date(2026, 11, 20))
    with pytest.raises(Refused, match="There is no action 2; there are 1"):
        do(workroom, "finish_action", number=2, outcome="Forty gigabytes are free again.")
    do(workroom, "finish_action", number=1, outcome="Forty gigabytes are free again.")
    db.session.expire_all()
    report = db.session.get_one(ServiceReport, report.id)
    assert report.state == "reviewed"
    assert report.meeting["actions"][0]["owner"] == "Dougal Weir"
    assert report.meeting["actions"][0]["done_on"] == "2026-11-03"
    with pytest.raises(Refused, match="No action is open"):
        do(workroom, "finish_action", number=1, outcome="Forty gigabytes are free again.")


def test_the_pages_lead_from_the_list_to_the_report(client: PersonClient, workroom: Workroom) -> None:
    sign_in(client, workroom.apprentice)
    place = f"/workplaces/{workroom.workplace.id}"
    assert "No reports yet" in client.get(f"{place}/reports").text
    wrong = client.post(f"{place}/reports/add", data={"month_on": ""})
    assert wrong.status_code == 422
    assert "Choose the month." in wrong.text
    made = client.post(f"{place}/reports/add", data={"month_on": "2026-10-01"})
    assert made.location == f"{place}/reports/1"
    page = client.get(made.location).text
    assert "<title>REP-0001 Service report for October 2026 – Touchstone</title>" in page
    assert "The figures are counted as you look." in page
    assert "No comment yet." in page
    assert client.get(f"{place}/reports").text.count("October 2026") == 1
    assert "<strong>Average time to resolution:</strong>" in client.get(f"{place}/metrics").text
    assert client.get(f"{place}/reports/2").status_code == 404


def test_a_user_reads_only_what_was_sent_to_them(client: PersonClient, workroom: Workroom) -> None:
    reader = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, reader, WorkRole.USER)
    chair = db.session.scalars(select(Colleague).where(Colleague.membership_id == reader.id)).one()
    issued(workroom)
    sign_in(client, reader)
    place = f"/workplaces/{workroom.workplace.id}"
    assert "No report was sent to you yet" in client.get(f"{place}/reports").text
    assert client.get(f"{place}/reports/1").status_code == 404
    let_pass(workroom, hours=4)
    do(workroom, "send", recipients=[chair.id])
    assert client.get(f"{place}/reports/1").status_code == 200
    with pytest.raises(NotFound):
        prepare_report(workroom.workplace.id, OCTOBER, by=MembershipFactory.create())


def test_metrics_pages_show_formulas_filters_and_few_queries(
    client: PersonClient, workroom: Workroom, query_counter: QueryCounter
) -> None:
    sign_in(client, workroom.apprentice)
    place = f"/workplaces/{workroom.workplace.id}"
    before = len(query_counter)
    page = client.get(f"{place}/metrics?from_on=2026-08-01&to_on=2026-11-03")
    assert page.status_code == 200
    assert len(query_counter) - before <= 14
    assert "Tickets logged in the period, by type." in page.text
    assert "90th percentile" in page.text
    own = client.get(f"{place}/metrics?from_on=2026-08-01&to_on=2026-11-03&person={workroom.desk.id}").text
    assert "nobody’s performance" in own
    assert (
        client.get(f"{place}/metrics?from_on=2026-12-01&to_on=soon&priority=P9&service=x&person=99").status_code == 200
    )
    before = len(query_counter)
    around = client.get(f"{place}/metrics/around?from_on=2026-08-01")
    assert len(query_counter) - before <= 14
    assert "Outages of one service that overlap count once." in around.text


def test_who_only_uses_ict_sees_no_metrics(client: PersonClient, workroom: Workroom) -> None:
    reader = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, reader, WorkRole.USER)
    sign_in(client, reader)
    assert client.get(f"/workplaces/{workroom.workplace.id}/metrics").status_code in {403, 404}
    sign_in(client, MembershipFactory.create())
    assert client.get(f"/workplaces/{workroom.workplace.id}/metrics/around").status_code == 404
