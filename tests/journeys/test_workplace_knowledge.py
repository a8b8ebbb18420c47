"""An apprentice alone works on support procedures, from nothing to evidence for each requirement, SP1 to SP6."""

from sqlalchemy import select

from core.db import db
from itsm_sandbox.engine.perform import create
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.checks.models import AssetCheck
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.procedure_changes.models import ProcedureChange
from itsm_sandbox.knowledge.support_processes.models import SupportProcess
from tests.factories.knowledge import GIVEN, PLAN, PROCESS, do, publish_article, review_and_test, written_by_colleague
from tests.journeys.test_workplace_requirements import Apprentice, apprentice

__all__ = ["apprentice"]

CHECK = AssetCheck.kind


def test_sp1_what_support_does_is_listed_and_what_is_missing_is_planned(apprentice: Apprentice) -> None:
    room, workplace_id = apprentice.room, apprentice.room.workplace.id
    process = create(workplace_id, SupportProcess.kind, "record", dict(PROCESS), by=room.apprentice)
    given = {**PLAN, "process_id": process.ref}
    plan = create(workplace_id, ProcedurePlan.kind, "create", given, by=room.apprentice)
    assert apprentice.add_to_portfolio(process) == {"SP1"}
    assert apprentice.add_to_portfolio(plan) == {"SP1"}


def test_sp2_and_sp4_a_plan_is_put_in_order_and_a_colleague_s_procedure_reviewed_and_tried_out(
    apprentice: Apprentice,
) -> None:
    article = written_by_colleague(apprentice.room)
    plan = db.session.scalars(select(ProcedurePlan)).one()
    assert apprentice.add_to_portfolio(plan) == {"SP1", "SP2"}
    review_and_test(apprentice.room, article)
    assert article.state == "approved"
    assert apprentice.add_to_portfolio(article) == {"SP4"}


def test_sp3_a_procedure_is_written_and_brought_up_to_date(apprentice: Apprentice) -> None:
    room = apprentice.room
    article = publish_article(room)
    do(room, Article.kind, article.number, "revise", why="The list has moved.")
    do(room, Article.kind, article.number, "edit", **{**GIVEN, "title": "Reset a password"})
    assert apprentice.add_to_portfolio(article) == {"SP3"}


def test_sp5_what_a_procedure_points_to_is_checked(apprentice: Apprentice) -> None:
    room = apprentice.room
    article = publish_article(room)
    check = create(room.workplace.id, CHECK, "begin_check", {"article_id": article.id}, by=room.apprentice)
    do(room, CHECK, check.number, "check", answer="yes", action="")
    do(room, CHECK, check.number, "finish", verdict="current", conclusion="I did each step, and all of it holds.")
    assert apprentice.add_to_portfolio(check) == {"SP5"}


def test_sp6_what_people_say_becomes_a_request_for_change(apprentice: Apprentice) -> None:
    room, workplace_id = apprentice.room, apprentice.room.workplace.id
    article = publish_article(room)
    said = {"article_id": article.id, "type": "unclear", "text": "Where is that list?", "giver_id": room.teacher.id}
    piece = create(workplace_id, Feedback.kind, "record_feedback", said, by=room.apprentice)
    wanted = "Step 2 should say where the list of reports is, with its address."
    do(room, Feedback.kind, 1, "raise_change", wanted_title="Say where the list is", wanted=wanted)
    reason = "Two people asked for it within a day, and it costs nothing."
    do(room, ProcedureChange.kind, 1, "accept", reason=reason)
    assert piece.state == "answered"
    assert apprentice.add_to_portfolio(piece) == {"SP6"}
