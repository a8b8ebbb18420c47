"""Planned procedures: what starting one begins."""

from functools import partial

from core.db import db
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.perform import apply, apply_first
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.rules.review import draft_of
from itsm_sandbox.knowledge.articles.rules.text import OUTLINE
from itsm_sandbox.knowledge.articles.services import new_article
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.planned_procedures.rules import ProcedurePlanFacts


def blank(_author: Colleague | None) -> ProcedurePlan:
    return ProcedurePlan(title="")


def begin_article(deed: Deed) -> None:
    """A draft of whoever writes it: an outline for a member, a first text of a simulated colleague."""
    plan: ProcedurePlan = deed.artefact
    author = db.session.get_one(Colleague, plan.author_id)
    article = new_article()
    given = {
        "title": plan.title,
        "type": plan.type,
        "audience": "staff",
        "body": draft_of(plan.title, plan.why) if author.is_simulated else OUTLINE,
        "service_id": None,
        "category": plan.category,
    }
    apply_first(deed.workplace, article, "draft", given, actor=author, at=deed.event.at)
    apply(deed.workplace, plan, "link_article", {"article_id": article.id}, actor=None, at=deed.event.at)


def _is_published(plan: ProcedurePlan) -> bool:
    article = db.session.get(Article, plan.article_id or 0)
    return article is not None and article.state == "published"


def facts_of(plan: ProcedurePlan) -> ProcedurePlanFacts:
    return ProcedurePlanFacts(is_published=partial(_is_published, plan))
