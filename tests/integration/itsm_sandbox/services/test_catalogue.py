"""A service from its listing to its second version, and the support procedure to its users and to joiners."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import db
from core.errors import FieldErrors
from itsm_sandbox.catalogue.procedures.models import Procedure, ProcedureIssue
from itsm_sandbox.catalogue.procedures.queries import get_version, list_recipient_ids
from itsm_sandbox.catalogue.procedures.rules import TEMPLATE
from itsm_sandbox.catalogue.procedures.services import hash_of_version
from itsm_sandbox.catalogue.services.models import ServiceVersion
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.perform import Refused, create, perform
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass
from itsm_sandbox.workplace.people.services import Joiner, add_person, give_role
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.catalogue import (
    LEVELS,
    LISTED,
    ROLES_OF_ONE,
    TODAY,
    agree_service,
    do,
    list_printing,
    publish_service,
    write_procedure,
)
from tests.factories.workplaces import Workroom, make_workroom
from tests.support.people import PersonClient, sign_in


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create(), roles=ROLES_OF_ONE)


def versions(workroom: Workroom) -> list[ServiceVersion]:
    return list(db.session.scalars(select(ServiceVersion).order_by(ServiceVersion.number)))


def test_a_published_service_is_frozen_and_the_next_version_leaves_the_first_as_it_was(workroom: Workroom) -> None:
    service = publish_service(workroom)
    assert (service.state, service.version_number) == ("published", 1)
    do(workroom, service, "start_review", note="")
    do(workroom, service, "revise", reason="Evening classes print as well.")
    levels = {"user_groups": ["Teachers", "Evening classes"], "targets": service.targets}
    do(workroom, service, "estimate_levels", availability="School days from 8 to 21", **levels)
    assert service.version_number == 1  # still in force
    met = {"on": TODAY, "people": [workroom.teacher.id], "others": "", "note": "Evening classes agreed as well."}
    do(workroom, service, "agree", **met)
    do(workroom, service, "publish", review_due_on=TODAY + timedelta(days=300))
    first, second = versions(workroom)
    assert (first.content["availability"], second.content["availability"]) == (
        "School days from 8 to 17",
        "School days from 8 to 21",
    )
    assert [meeting["note"] for meeting in second.content["agreed_with"]][-1] == "Evening classes agreed as well."


def test_a_service_is_not_published_before_it_is_agreed(workroom: Workroom) -> None:
    service = list_printing(workroom)
    with pytest.raises(Refused, match="It is draft; this can be done while it is agreed"):
        do(workroom, service, "publish", review_due_on=TODAY + timedelta(days=30))
    with pytest.raises(Refused, match="First estimate its levels: availability, users, response and fix times"):
        do(workroom, service, "agree", on=TODAY, people=[workroom.teacher.id], others="", note="Agreed by everybody.")


def test_a_name_is_given_to_one_service_only(workroom: Workroom) -> None:
    list_printing(workroom)
    with pytest.raises(FieldErrors, match="There is a service of this name already"):
        list_printing(workroom, name="PRINTING")
    mail = list_printing(workroom, name="E-mail")
    with pytest.raises(Refused, match="There is a service of this name already"):
        do(workroom, mail, "describe", **LISTED)


def test_a_review_that_fell_due_is_an_event_at_its_time_and_a_banner(workroom: Workroom, client: PersonClient) -> None:
    service = agree_service(workroom)
    do(workroom, service, "publish", review_due_on=TODAY + timedelta(days=1))
    for _ in range(3):
        let_time_pass(workroom.workplace.id, Step.OPENING, by=workroom.apprentice)
    event = db.session.scalars(select(WorkEvent).where(WorkEvent.verb == "review_fell_due")).one()
    assert (event.actor_id, event.acting_role) == (None, "timer")
    assert event.at.date() == TODAY + timedelta(days=1)  # midnight in Scotland is 23:00 UTC
    sign_in(client, workroom.apprentice)
    page = client.get(f"/workplaces/{workroom.workplace.id}/services").text
    assert "The review of Printing fell due" in page


def test_levels_are_estimated_on_a_page_that_keeps_what_was_typed(workroom: Workroom, client: PersonClient) -> None:
    list_printing(workroom)
    sign_in(client, workroom.apprentice)
    address = f"/workplaces/{workroom.workplace.id}/services/1/do/estimate_levels"
    typed = {"availability": "Days", "user_groups": "Teachers\nPupils", "revision": ""}
    for number in range(1, 6):
        typed |= {f"targets-P{number}-response": f"{number} h", f"targets-P{number}-fix": f"{number * 4} h"}
    refused = client.post(address, data={**typed, "targets-P2-fix": "soon"})
    assert refused.status_code == 422
    assert "P2: Write a time such as 30 min, 4 h or 2 h 30 min." in refused.text
    assert 'value="soon"' in refused.text
    assert client.post(address, data=typed).status_code == 302
    page = client.get(f"/workplaces/{workroom.workplace.id}/services/1").text
    assert "Teachers, Pupils" in page
    assert "20 h" in page


def test_the_catalogue_sends_as_many_queries_for_many_services_as_for_one(
    workroom: Workroom, client: PersonClient, query_counter: QueryCounter
) -> None:
    publish_service(workroom)
    sign_in(client, workroom.apprentice)
    address = f"/workplaces/{workroom.workplace.id}/services"
    client.get(address)
    before = len(query_counter)
    client.get(address)
    of_one = len(query_counter) - before
    for name in ("E-mail", "Displays", "Telephones"):
        list_printing(workroom, name=name)
    before = len(query_counter)
    assert client.get(address).status_code == 200
    assert len(query_counter) - before == of_one
    assert of_one <= 12
    before = len(query_counter)
    client.get(f"{address}/1")
    assert len(query_counter) - before <= 14


def test_the_procedure_goes_to_all_users_with_the_memo_and_a_record_of_it(workroom: Workroom) -> None:
    procedure = write_procedure(workroom)
    version = get_version(procedure.id, 1)
    assert "report every incident and every request to the single point of contact" in version.memo
    assert version.memo.startswith("From Monday on")
    assert version.sha256 == hash_of_version(version.title, version.memo, version.body)
    issue = db.session.scalars(select(ProcedureIssue)).one()
    assert (issue.colleague_id, issue.sha256) == (workroom.teacher.id, version.sha256)


def test_whoever_joins_as_a_user_gets_the_master_document_once(workroom: Workroom) -> None:
    procedure = write_procedure(workroom)
    workplace_id, me = workroom.workplace.id, workroom.apprentice
    joiner = add_person(workplace_id, Joiner(None, "Ailsa Reid", "", None, [WorkRole.USER]), by=me)
    add_person(workplace_id, Joiner(None, "Rab Muir", "", None, [WorkRole.SUPPLIER]), by=me)
    give_role(workplace_id, workroom.head.id, WorkRole.USER, by=me)
    assert list_recipient_ids(procedure.id, 1) == {workroom.teacher.id, joiner.id, workroom.head.id}
    with pytest.raises(Refused, match="They have this version already"):
        perform(workplace_id, Procedure.kind, 1, "issue_to_joiner", {"colleague_id": joiner.id}, by=me)


def test_a_new_version_in_work_does_not_change_what_joiners_get(workroom: Workroom) -> None:
    procedure = write_procedure(workroom)
    workplace_id, me = workroom.workplace.id, workroom.apprentice
    perform(workplace_id, Procedure.kind, 1, "revise", {"reason": "Another telephone number."}, by=me)
    new = {"title": procedure.title, "body": procedure.body.replace("telephone", "call")}
    perform(workplace_id, Procedure.kind, 1, "write", new, by=me)
    joiner = add_person(workplace_id, Joiner(None, "Ailsa Reid", "", None, [WorkRole.USER]), by=me)
    assert joiner.id in list_recipient_ids(procedure.id, 1)
    assert "telephone" in get_version(procedure.id, 1).body


def test_the_procedure_is_not_issued_without_a_memo_and_there_is_one_of_it(workroom: Workroom) -> None:
    write_procedure(workroom, issue=False)
    workplace_id, me = workroom.workplace.id, workroom.apprentice
    with pytest.raises(Refused, match="There is a support procedure already"):
        create(workplace_id, Procedure.kind, "begin", {"title": "Another", "body": "x" * 300}, by=me)
    perform(workplace_id, Procedure.kind, 1, "hand_back", {"reason": "Please add the address."}, by=me)
    with pytest.raises(Refused, match="this can be done while it is with the ict owner"):
        perform(workplace_id, Procedure.kind, 1, "issue", {"meeting": ""}, by=me)


def test_the_pages_of_the_procedure_say_what_went_to_whom(workroom: Workroom, client: PersonClient) -> None:
    write_procedure(workroom)
    sign_in(client, workroom.apprentice)
    base = f"/workplaces/{workroom.workplace.id}/procedures/1"
    assert "The key messages stay as they are" in client.get(base).text
    issued = client.get(f"{base}/versions/1").text
    assert "Morag Sinclair" in issued
    assert "SHA-256" in issued
    assert client.get(f"{base}/versions/2").status_code == 404


def test_alone_the_simulated_ict_owner_meets_publishes_and_issues_by_themselves(database: None) -> None:
    roles = (WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.FIRST_LEVEL, WorkRole.MAINTENANCE)
    workroom = make_workroom(MembershipFactory.create(), roles=roles)
    workplace_id, me = workroom.workplace.id, workroom.apprentice
    service = list_printing(workroom)
    with pytest.raises(Refused, match="First estimate its levels"):
        do(workroom, service, "call_meeting", agenda="")
    do(workroom, service, "estimate_levels", **LEVELS)
    do(workroom, service, "call_meeting", agenda="")
    with pytest.raises(Refused, match="This is for ICT owner"):
        do(
            workroom,
            service,
            "agree",
            on=TODAY,
            people=[workroom.teacher.id],
            others="",
            note="Agreed by myself alone.",
        )
    given = {"title": "How to get support", "body": TEMPLATE}
    procedure = create(workplace_id, Procedure.kind, "begin", given, by=me)
    perform(workplace_id, Procedure.kind, 1, "hand_over", {}, by=me)
    let_time_pass(workplace_id, Step.OPENING, by=me)
    assert (service.state, procedure.state) == ("agreed", "issued")
    support = {"first_level_id": workroom.first_line.id, "second_level_id": workroom.second_line.id, "contract": ""}
    do(workroom, service, "arrange_support", **support)
    let_time_pass(workplace_id, Step.OPENING, by=me)
    assert (service.state, service.version_number) == ("published", 1)
    agreed = db.session.scalars(select(WorkEvent).where(WorkEvent.verb == "agree")).one()
    assert agreed.actor_id == workroom.head.id
    assert workroom.head.is_simulated
    do(workroom, service, "start_review", note="")
    let_time_pass(workplace_id, Step.OPENING, by=me)
    let_time_pass(workplace_id, Step.OPENING, by=me)
    assert service.state == "published"
    assert verify_workplace(workplace_id).artefacts == 2
