"""Articles and what is around them, by an apprentice alone and by simulated colleagues."""

from collections.abc import Mapping
from typing import Any

from core.db import db
from itsm_sandbox.engine.perform import create, perform
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.rules.review import POINTS, draft_of, mend
from itsm_sandbox.knowledge.articles.rules.text import steps_of
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass
from tests.factories.workplaces import Workroom

WHY = "It is asked for every day, and everybody does it in another way."
THIN = draft_of("Reset a forgotten password", WHY)
WHOLE = mend(THIN, [name for name, _ in POINTS if name not in {"purpose", "steps"}])
GIVEN: Mapping[str, Any] = {
    "title": "Reset a forgotten password",
    "type": "procedure",
    "audience": "staff",
    "body": WHOLE,
    "service_id": None,
    "category": "accounts",
}
PROCESS: Mapping[str, Any] = {
    "name": "Resetting passwords",
    "trigger": "Somebody cannot sign in",
    "frequency": "daily",
    "category": "accounts",
    "article_id": None,
    "risk": "Somebody gets into an account that is not theirs.",
    "harm": "5",
}
PLAN: Mapping[str, Any] = {
    "title": "Reset a forgotten password",
    "type": "procedure",
    "process_id": None,
    "category": "accounts",
    "why": WHY,
}
REVIEWED = "I read it twice and looked at each of the nine points."


def do(room: Workroom, kind: str, number: int, event: str, **given: Any) -> None:
    perform(room.workplace.id, kind, number, event, given, by=room.apprentice)


def wait(room: Workroom, times: int = 1) -> None:
    """Until the next thing that simulated colleagues do."""
    for _ in range(times):
        let_time_pass(room.workplace.id, Step.NEXT, by=room.apprentice)


def draft_article(room: Workroom, **over: Any) -> Article:
    article: Article = create(room.workplace.id, Article.kind, "draft", {**GIVEN, **over}, by=room.apprentice)
    return article


def publish_article(room: Workroom, **over: Any) -> Article:
    """Reviewed and tried out by simulated colleagues, published by the apprentice."""
    article = draft_article(room, **over)
    do(room, Article.kind, article.number, "submit_review", change_note="The first version.")
    wait(room, 2)
    do(room, Article.kind, article.number, "publish_version", review_due_on=None)
    return article


def review_and_test(room: Workroom, article: Article) -> None:
    """The apprentice's own review and acceptance test of what somebody else wrote."""
    checklist = [name for name, _ in POINTS]
    do(room, Article.kind, article.number, "pass_review", checklist=checklist, comment=REVIEWED)
    for _ in steps_of(article.body):
        do(room, Article.kind, article.number, "test_step", result="pass", note="It did what it says.")
    told = {"minutes": 15, "found": "Every step could be done as it is written."}
    do(room, Article.kind, article.number, "pass_acceptance", **told)


def written_by_colleague(room: Workroom) -> Article:
    """Planned and put in order by the apprentice, begun by a simulated colleague, and handed in for review."""
    plan = create(room.workplace.id, ProcedurePlan.kind, "create", dict(PLAN), by=room.apprentice)
    placed = {"priority": 1, "reason": "Passwords come up every day, and the harm is the greatest."}
    placed |= {"due_on": (room.workplace.started_at.date()).replace(year=2027), "author_id": room.engineer.id}
    do(room, ProcedurePlan.kind, plan.number, "prioritise", **placed)
    do(room, ProcedurePlan.kind, plan.number, "start")
    wait(room)
    return db.session.get_one(Article, plan.article_id)
