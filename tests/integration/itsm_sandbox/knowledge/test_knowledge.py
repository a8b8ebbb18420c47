"""Articles from plan to publication, what people say of them, and checks of what they point to."""

from typing import Any

import pytest
from sqlalchemy import select

from accounts.models import Centre
from core.db import db, transaction
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.perform import Refused, create
from itsm_sandbox.engine.queries import list_events, sim_now
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.queries.pages import ArticleFilter, list_articles, list_versions
from itsm_sandbox.knowledge.checks.models import AssetCheck
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.procedure_changes.models import ProcedureChange
from itsm_sandbox.knowledge.support_processes.queries import list_gaps
from tests.factories import MembershipFactory
from tests.factories.knowledge import (
    GIVEN,
    PROCESS,
    THIN,
    WHOLE,
    do,
    draft_article,
    publish_article,
    review_and_test,
    wait,
    written_by_colleague,
)
from tests.factories.problems import let, log_many, weekly
from tests.factories.tickets import LONG_ENOUGH, make_ticket
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.any_database

KB = Article.kind
WANTED = "Step 2 should say where the list of reports is, with its address."


@pytest.fixture
def room(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


def verbs(artefact: Any) -> list[str]:
    return [event.verb for event in list_events(artefact.kind, artefact.id)]


def begin(room: Workroom, kind: str, event: str, **given: Any) -> Any:
    return create(room.workplace.id, kind, event, given, by=room.apprentice)


def test_alone_an_article_is_returned_mended_tested_and_published(room: Workroom) -> None:
    article = draft_article(room, body=THIN)
    do(room, KB, 1, "submit_review", change_note="The first version.")
    with pytest.raises(Refused, match="You wrote this version"):
        do(room, KB, 1, "pass_review", checklist=["purpose"], comment="I think that it is good.")
    wait(room)
    assert (article.state, article.review["verdict"]) == ("draft", "changes")
    assert "escalation" in article.review["failing"]
    do(room, KB, 1, "edit", **{**GIVEN, "body": WHOLE})
    do(room, KB, 1, "submit_review", change_note="With all that was asked for.")
    wait(room, 2)
    assert (article.state, article.test_run["verdict"]) == ("approved", "passed")
    assert {one["by_id"] for one in article.test_run["steps"]} <= {room.engineer.id, room.head.id}
    do(room, KB, 1, "publish_version", review_due_on=None)
    assert [(one.number, one.content["body"]) for one in list_versions(article.id)] == [(1, WHOLE)]
    do(room, KB, 1, "revise", why="A step has changed.")
    do(room, KB, 1, "edit", **{**GIVEN, "body": WHOLE.replace("Let the user try it", "Try it together")})
    assert list_articles(room.workplace.id, ArticleFilter(for_users=True)).total == 0
    assert list_articles(room.workplace.id, ArticleFilter(state="draft")).total == 1
    do(room, KB, 1, "give_up", reason="It stays as it was.")
    assert (article.state, article.body, article.version_number) == ("published", WHOLE, 1)
    verify_workplace(room.workplace.id)


def test_a_colleague_s_article_waits_for_the_apprentice_s_own_review_and_test(room: Workroom) -> None:
    article = written_by_colleague(room)
    assert (article.state, article.editors) == ("quality_review", [room.engineer.id])
    comment = "It does not say whom to ask, nor what one sees at the end."
    do(room, KB, 1, "ask_changes", failing=["escalation", "result"], comment=comment)
    wait(room)
    assert article.state == "quality_review"
    assert "Give it to the second level" in article.body
    review_and_test(room, article)
    do(room, KB, 1, "publish_version", review_due_on=None)
    plan = db.session.scalars(select(ProcedurePlan)).one()
    assert (plan.state, plan.article_id) == ("done", article.id)
    verify_workplace(room.workplace.id)


def test_feedback_becomes_a_new_version_and_its_givers_are_told(room: Workroom) -> None:
    article = publish_article(room)
    said = {"article_id": article.id, "ticket_id": None, "type": "unclear"}
    for giver in (room.teacher, room.engineer):
        begin(room, Feedback.kind, "record_feedback", **said, giver_id=giver.id, text="Where is that list?")
    do(room, Feedback.kind, 1, "raise_change", wanted_title="Say where the list is", wanted=WANTED)
    do(room, Feedback.kind, 2, "join_change", change_id="PCR-0001")
    reason = "Two people asked for it within a day, and it costs nothing."
    do(room, ProcedureChange.kind, 1, "accept", reason=reason)
    pieces = db.session.scalars(select(Feedback).order_by(Feedback.number)).all()
    assert [(one.state, one.version, reason in one.answer) for one in pieces] == [("answered", 1, True)] * 2
    assert (article.state, article.version_number) == ("planned", 1)
    do(room, KB, 1, "start_draft")
    do(room, KB, 1, "edit", **{**GIVEN, "body": WHOLE.replace("reported the same", "reported the same in the list")})
    do(room, KB, 1, "submit_review", change_note="It says where the list is.")
    wait(room, 2)
    do(room, KB, 1, "publish_version", review_due_on=None)
    assert db.session.scalars(select(ProcedureChange)).one().state == "done"
    assert article.version_number == 2
    verify_workplace(room.workplace.id)


def test_what_is_missing_becomes_a_planned_article_and_what_is_rejected_is_told(room: Workroom) -> None:
    said = {"article_id": None, "ticket_id": None, "giver_id": room.teacher.id, "text": "Nothing on lost phones."}
    with pytest.raises(Refused, match="Choose the article"):
        begin(room, Feedback.kind, "record_feedback", **said, type="error")
    for _ in range(2):
        begin(room, Feedback.kind, "record_feedback", **said, type="missing")
    for number, event in ((1, "accept"), (2, "reject")):
        do(
            room,
            Feedback.kind,
            number,
            "raise_change",
            wanted_title="What to do for lost phones",
            wanted=WANTED,
        )
        do(room, ProcedureChange.kind, number, event, reason="The second one asks for the same again.")
    article = db.session.scalars(select(Article)).one()
    assert (article.state, article.title) == ("planned", "What to do for lost phones")
    answers = [one.answer for one in db.session.scalars(select(Feedback).order_by(Feedback.number))]
    assert ["not accepted" in one for one in answers] == [False, True]
    verify_workplace(room.workplace.id)


def test_a_check_finds_what_is_gone_warns_readers_and_asks_for_a_change(room: Workroom) -> None:
    begin(room, Asset.kind, "add", tag="PRINT-01", type="server", model="T350")
    article = publish_article(room, body=f"{WHOLE}\nThe queue is on PRINT-01.\n")
    check: AssetCheck = begin(room, AssetCheck.kind, "begin_check", article_id=article.id)
    assert [(item["kind"], item["is_sound"]) for item in check.items] == [("device", True), ("steps", None)]
    with pytest.raises(Refused, match="2 of 2 things have not been looked at yet"):
        do(room, AssetCheck.kind, 1, "finish", verdict="current", conclusion="All of it is as it says.")
    do(room, AssetCheck.kind, 1, "check", answer="no", action="Name PRINT-02, where the queues are now.")
    do(room, AssetCheck.kind, 1, "check", answer="yes", action="")
    told = {"verdict": "change_needed", "conclusion": "The queues have moved to another server."}
    do(room, AssetCheck.kind, 1, "finish", **told)
    change = db.session.scalars(select(ProcedureChange)).one()
    assert change.title == "Bring KB-0001 up to date"
    assert "PRINT-01: Name PRINT-02" in change.wanted
    assert article.doubt.startswith("CHK-0001")
    assert verbs(article)[-1] == "doubt"
    verify_workplace(room.workplace.id)


def test_gaps_are_categories_with_tickets_and_no_article_in_force(room: Workroom) -> None:
    log_many(room, "password", weekly(2, [1, 2]))
    log_many(room, "printer_fault", weekly(2, [1, 2]))
    publish_article(room)
    gaps = list_gaps(room.workplace.id, sim_now(room.workplace))
    assert [(gap.category, gap.tickets) for gap in gaps] == [("printing", 4)]


def test_the_pages_show_all_of_it(room: Workroom, client: PersonClient) -> None:
    sign_in(client, room.apprentice)
    path = f"/workplaces/{room.workplace.id}"
    added = client.post(f"{path}/processes/add", data={**PROCESS, "article_id": ""})
    assert "25 of 25" in client.get(added.location).text
    article = publish_article(room)
    do(room, KB, 1, "revise", why="A step has changed.")
    do(room, KB, 1, "edit", **{**GIVEN, "body": WHOLE.replace("Let the user try it", "Try it together")})
    page = client.get(f"{path}/articles/1").text
    assert "Version 2, in work" in page
    assert "<ins>" in page
    assert "In force: version 1" in page
    assert "superseded" not in page
    assert "It is the newest." in client.get(f"{path}/articles/1/versions/1").text
    assert client.get(f"{path}/articles/1/versions/7").status_code == 404
    said = client.post(
        f"{path}/feedback/add",
        data={"article_id": str(article.id), "type": "idea", "text": "Add a picture.", "giver_id": "", "ticket_id": ""},
    )
    assert "Add a picture." in client.get(said.location).text
    assert '<option selected value="1">' in client.get(f"{path}/checks/add?article=KB-0001").text
    checked = client.post(f"{path}/checks/add", data={"article_id": str(article.id)})
    assert "The steps themselves" in client.get(checked.location).text
    for place in (
        "articles",
        "articles?late=yes",
        "processes",
        "planned-procedures",
        "feedback",
        "procedure-changes",
        "checks",
    ):
        assert client.get(f"{path}/{place}").status_code == 200, place


def test_what_was_in_force_before_versions_were_kept_stays_in_force(room: Workroom) -> None:
    with transaction() as session:
        old = Article(workplace_id=room.workplace.id, number=1, state="published", created_at=MONDAY, changed_at=MONDAY)
        old.title, old.type, old.body, old.version_number = "Old", "procedure", WHOLE, 0
        session.add(old)
    do(room, KB, 1, "revise", why="A step has changed.")
    do(room, KB, 1, "edit", **GIVEN)
    assert (old.title, old.version_number, old.state) == (GIVEN["title"], 1, "draft")
    assert [one.content["title"] for one in list_versions(old.id)] == ["Old"]


def test_those_who_only_use_what_is_supported_read_what_is_for_them(room: Workroom, client: PersonClient) -> None:
    article = publish_article(room)
    user = MembershipFactory.create(centre=db.session.get_one(Centre, room.apprentice.centre_id))
    seat(room, user, WorkRole.USER)
    sign_in(client, user)
    path = f"/workplaces/{room.workplace.id}"
    assert article.title not in client.get(f"{path}/articles").text
    assert client.get(f"{path}/articles/1").status_code == 404
    assert client.get(f"{path}/processes").status_code == 403
    said = {"article_id": "", "type": "missing", "text": "Nothing on the telephones.", "giver_id": "", "ticket_id": ""}
    sent = client.post(f"{path}/feedback/add", data=said)
    assert "Nothing on the telephones." in client.get(sent.location).text
    do(room, Feedback.kind, 1, "answer", answer="It is planned for next month.")
    assert "It is planned for next month." in client.get(f"{path}/portal").text


def test_a_simulated_user_says_that_an_article_did_not_help(room: Workroom) -> None:
    article = publish_article(room)
    ticket = make_ticket(room, "in_progress")
    resolved = {"resolution_code": "fixed", "resolution": LONG_ENOUGH, "articles_used": ["KB-0001"], "proposal": ""}
    do(room, Ticket.kind, ticket.number, "resolve", **resolved)
    let(room, ticket, "reopen", actor=room.teacher, reason="It is as it was before, I am afraid.")
    piece = db.session.scalars(select(Feedback)).one()
    assert (piece.type, piece.article_id, piece.ticket_id) == ("error", article.id, ticket.id)
    assert piece.giver_id == room.teacher.id
