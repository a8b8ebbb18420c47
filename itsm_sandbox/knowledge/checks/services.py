"""Checks of what articles point to: what they look at, and what follows from them."""

from functools import partial
from typing import Any

from core.clock import LONDON
from core.db import db
from itsm_sandbox.engine.machine import refuse
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.perform import apply, apply_first, case_of
from itsm_sandbox.engine.queries import sim_now
from itsm_sandbox.engine.registry import Deed, type_of
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.queries.links import list_linked
from itsm_sandbox.knowledge.articles.queries.pages import text_in_force
from itsm_sandbox.knowledge.checks.models import AssetCheck
from itsm_sandbox.knowledge.checks.rules import CheckFacts
from itsm_sandbox.knowledge.procedure_changes.services import new_change


def blank(_author: Colleague | None) -> AssetCheck:
    return AssetCheck(title="", items=[])


def _article(check: AssetCheck, article_id: int) -> Article | None:
    article = db.session.get(Article, article_id)
    return article if article and article.workplace_id == check.workplace_id else None


def _version(check: AssetCheck, article_id: int) -> int:
    article = _article(check, article_id)
    if article is None or article.state == "retired":
        return 0
    return max(article.version_number, int(article.state == "published"))


def _title(check: AssetCheck, article_id: int) -> str:
    article = _article(check, article_id)
    return f"What {article.ref} “{article.title}” points to" if article else ""


def _items(check: AssetCheck, article_id: int) -> list[dict[str, Any]]:
    article = _article(check, article_id)
    if article is None:
        return []
    today = sim_now(db.session.get_one(Workplace, check.workplace_id)).astimezone(LONDON).date()
    return list_linked(check.workplace_id, text_in_force(article), today)


def follow_up(deed: Deed) -> None:
    """Warn the article's readers, and ask for a change of what was found."""
    check: AssetCheck = deed.artefact
    article = db.session.get_one(Article, check.article_id)
    if check.verdict != "change_needed":
        return
    stale = [item for item in check.items if item["is_current"] is False]
    wanted = "\n".join(f"{item['what']}: {item['action']}" for item in stale) or check.conclusion
    given = {"doubt": f"{check.ref}: {check.conclusion}"}
    kind = type_of(article)
    if refuse(kind.machine, "doubt", case_of(kind, article, deed.actor, deed.event.at, given)) is None:
        apply(deed.workplace, article, "doubt", given, actor=deed.actor, at=deed.event.at)
    asked = {
        "title": f"Bring {article.ref} up to date",
        "article_id": article.id,
        "wanted": f"{check.ref} found this out of date.\n{wanted}"[:4000],
    }
    apply_first(deed.workplace, new_change(), "raise", asked, actor=deed.actor, at=deed.event.at)


def facts_of(check: AssetCheck) -> CheckFacts:
    return CheckFacts(
        version=partial(_version, check),
        title=partial(_title, check),
        items=partial(_items, check),
    )


def ties_to(check: AssetCheck, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.AUTHOR} if check.author_id == colleague.id else {Tie.ANYONE})
