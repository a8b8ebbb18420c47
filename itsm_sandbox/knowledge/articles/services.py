"""Articles: what other work writes down, the versions that freeze, and what a publication settles."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from accounts.models import Membership
from core.db import db
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.perform import apply, apply_first, perform
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.knowledge.articles.models import Article, ArticleVersion
from itsm_sandbox.knowledge.articles.queries.pages import find_version, text_in_force
from itsm_sandbox.knowledge.articles.rules.facts import ArticleFacts
from itsm_sandbox.knowledge.articles.rules.machine import ANSWERED
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.procedure_changes.models import ProcedureChange


def write_article(workplace: Workplace, given: Mapping[str, Any], *, actor: Colleague, at: datetime) -> Article:
    """Write down what other work found out, in a locked workplace. It is in force at once."""
    article = new_article()
    apply_first(workplace, article, "write", given, actor=actor, at=at)
    return article


def answer_reader(workplace_id: int, number: int, looked_for: str, *, by: Membership) -> None:
    """Record that an article answered a reader in the portal, who needs no ticket."""
    perform(workplace_id, Article.kind, number, ANSWERED, {"looked_for": looked_for}, by=by)


def new_article(_author: Colleague | None = None) -> Article:
    """An empty one for `apply_first`."""
    return Article(type="", title="", body="", version_number=0, editors=[], review={}, test_run={})


def hides_article(article: Article, colleague: Colleague) -> bool:
    """Those who only use what is supported read what is in force, and is for them."""
    if colleague.runs_ict:
        return False
    is_in_force = article.state == "published" or (article.version_number > 0 and article.state != "retired")
    return not is_in_force or article.audience != "users"


def freeze_version(deed: Deed) -> None:
    """Keep what is in force from now on."""
    article: Article = deed.artefact
    db.session.add(
        ArticleVersion(
            article_id=article.id,
            number=article.version_number,
            content=article.frozen(),
            change_note=article.change_note,
            author_id=article.author_id,
            published_at=deed.event.at,
            published_by_id=deed.actor.id if deed.actor else None,
        )
    )


def keep_what_is_in_force(deed: Deed) -> None:
    """Of one that was written before versions were kept."""
    if find_version(deed.artefact.id, deed.artefact.version_number) is None:
        freeze_version(deed)


def settle(deed: Deed) -> None:
    """What was planned and what was accepted is done with its publication."""
    for model, state in ((ProcedurePlan, "started"), (ProcedureChange, "accepted")):
        found = select(model).where(model.article_id == deed.artefact.id, model.state == state).order_by(model.id)
        for row in db.session.scalars(found).all():
            apply(deed.workplace, row, "done", {}, actor=deed.actor, at=deed.event.at)


def facts_of(article: Article) -> ArticleFacts:
    return ArticleFacts(in_force=partial(text_in_force, article))
