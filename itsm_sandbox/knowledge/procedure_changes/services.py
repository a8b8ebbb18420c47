"""Feedback on articles and requests to change them: what each leads to, and who is told."""

from functools import partial

from sqlalchemy import select

from core.db import db
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.perform import apply, apply_first
from itsm_sandbox.engine.registry import Deed, hides_from_users
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.services import new_article
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.feedback.rules import FeedbackFacts
from itsm_sandbox.knowledge.procedure_changes.models import ProcedureChange
from itsm_sandbox.knowledge.procedure_changes.rules import ProcedureChangeFacts


def new_feedback(_author: Colleague | None = None) -> Feedback:
    """An empty one for `apply_first`."""
    return Feedback(title="")


def new_change(_author: Colleague | None = None) -> ProcedureChange:
    """An empty one for `apply_first`."""
    return ProcedureChange(title="")


def raise_change_request(deed: Deed) -> None:
    piece: Feedback = deed.artefact
    change = new_change()
    given = {
        "title": deed.given["wanted_title"],
        "article_id": piece.article_id,
        "wanted": deed.given["wanted"],
    }
    apply_first(deed.workplace, change, "raise", given, actor=deed.actor, at=deed.event.at)
    apply(deed.workplace, piece, "link_change", {"change_id": change.id}, actor=None, at=deed.event.at)


def plan_new_version(deed: Deed) -> None:
    """Of the article; where it is missing, the article itself."""
    change: ProcedureChange = deed.artefact
    article = db.session.get(Article, change.article_id or 0)
    if article is None:
        planned = new_article()
        given = {"title": change.title, "type": "procedure", "audience": "staff", "service_id": None, "category": ""}
        apply_first(deed.workplace, planned, "plan", given, actor=deed.actor, at=deed.event.at)
        apply(deed.workplace, change, "link_article", {"article_id": planned.id}, actor=None, at=deed.event.at)
    elif article.state == "published":
        given = {"why": f"{change.ref}: {change.wanted}"}
        apply(deed.workplace, article, "plan_version", given, actor=deed.actor, at=deed.event.at)


def tell_givers(deed: Deed) -> None:
    """Everybody whose feedback led to it, in the words of the decision."""
    change: ProcedureChange = deed.artefact
    said = "accepted; a new version is planned" if deed.event.to_state == "accepted" else "not accepted"
    answer = f"{change.ref} “{change.title}” is {said}. {change.reason}"
    found = select(Feedback).where(Feedback.change_id == change.id, Feedback.state == "in_hand").order_by(Feedback.id)
    for piece in db.session.scalars(found).all():
        apply(deed.workplace, piece, "tell_giver", {"answer": answer}, actor=deed.actor, at=deed.event.at)


def _why_not_planned(change: ProcedureChange) -> str | None:
    """A known error follows its problem, and what is retired is not written anew."""
    article = db.session.get(Article, change.article_id or 0)
    if article is None:
        return None
    if article.state == "retired":
        return f"{article.ref} is retired. Reject it, or let somebody ask for a new article."
    if article.type == "known_error" and article.problem_id:
        return f"{article.ref} follows its problem. Record what is known there, and reject this."
    return None


def _about(feedback: Feedback, article_id: int | None) -> tuple[str, int]:
    """The article in words, and the number of the version in force."""
    article = db.session.get(Article, article_id or 0)
    if article is None or article.workplace_id != feedback.workplace_id:
        return "no article yet", 0
    return f"{article.ref} {article.title}", article.version_number


def _is_open_request(change_id: int) -> bool:
    change = db.session.get(ProcedureChange, change_id)
    return change is not None and change.state == "open"


def facts_of_feedback(piece: Feedback) -> FeedbackFacts:
    return FeedbackFacts(about=partial(_about, piece), is_open_request=_is_open_request)


def facts_of(change: ProcedureChange) -> ProcedureChangeFacts:
    return ProcedureChangeFacts(why_not_planned=partial(_why_not_planned, change))


def ties_to(piece: Feedback, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.REQUESTER} if piece.giver_id == colleague.id else {Tie.ANYONE})


def hides(piece: Feedback, colleague: Colleague) -> bool:
    """Those who only use what is supported see what they said themselves."""
    return hides_from_users(piece, colleague) and piece.giver_id != colleague.id
