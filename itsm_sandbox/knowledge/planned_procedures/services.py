"""Planned procedures: what starting one begins."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from core.db import db
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.perform import begin, enact
from itsm_sandbox.engine.registry import ROOMS, Deed, Room, hides_from_users
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.rules.review import draft_of
from itsm_sandbox.knowledge.articles.rules.text import OUTLINE
from itsm_sandbox.knowledge.articles.services import new_article
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.planned_procedures.rules import MACHINE


def _blank(_author: Colleague | None) -> ProcedurePlan:
    return ProcedurePlan(title="")


def _begin_article(deed: Deed) -> None:
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
    begin(deed.workplace, article, "draft", given, actor=author, at=deed.event.at)
    enact(deed.workplace, plan, "link_article", {"article_id": article.id}, actor=None, at=deed.event.at)


def _is_published(plan: ProcedurePlan) -> bool:
    article = db.session.get(Article, plan.article_id or 0)
    return article is not None and article.state == "published"


def _facts(plan: ProcedurePlan) -> Mapping[str, Any]:
    return {"is_published": partial(_is_published, plan)}


ROOMS[ArtefactKind.PROCEDURE_PLAN] = Room(
    ProcedurePlan,
    MACHINE,
    "itsm_sandbox.show_procedure_plan",
    blank=_blank,
    facts=_facts,
    hides=hides_from_users,
    effects={"start": (_begin_article,)},
)
