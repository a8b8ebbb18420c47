"""What tickets tell of articles: those that were tried in vain, and what simulated requesters say of those used."""

from sqlalchemy import select

from core.db import db
from core.errors import FieldErrors
from core.events import subscribe
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.machine import refuse
from itsm_sandbox.engine.perform import apply_first, apply_following, case_of
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.registry import Deed, type_of
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.rules.machine import SENT_ON
from itsm_sandbox.knowledge.articles.services import hides_article
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.feedback.rules import said_after
from itsm_sandbox.knowledge.procedure_changes.services import new_feedback

FROM_PORTAL = "portal"


@subscribe("ticket.log")
def note_tried(deed: Deed) -> None:
    """An article that somebody looked up in the portal before they reported this did not answer them."""
    tried = deed.given.get("tried_ids") or ()
    for article in db.session.scalars(select(Article).where(Article.id.in_(tried)).order_by(Article.id)).all():
        if deed.actor is not None and hides_article(article, deed.actor):
            raise FieldErrors({"tried_ids": f"There is no article {article.ref} here."})
        kind = type_of(article)
        case = case_of(kind, article, None, deed.event.at, {})
        if deed.artefact.channel == FROM_PORTAL and refuse(kind.machine, SENT_ON, case) is None:
            apply_following(deed, article, SENT_ON, {"ticket_id": deed.artefact.id})


@subscribe("ticket.reopen")
@subscribe("ticket.confirm")
def say_of_articles(deed: Deed) -> None:
    """Once for each article and ticket: that it did not help, or what a satisfied user still missed."""
    ticket: Ticket = deed.artefact
    if not ticket.articles_used or not deed.workplace.is_solo:
        return
    requester = get_colleague(ticket.requester_id)
    if not requester.is_simulated or deed.actor is None or deed.actor.id != requester.id:
        return
    for article in db.session.scalars(select(Article).where(Article.id.in_(ticket.articles_used))).all():
        said = said_after(deed.event.verb, ticket.number, article.ref)
        told = select(Feedback.id).where(Feedback.ticket_id == ticket.id, Feedback.article_id == article.id).limit(1)
        if said is None or db.session.scalar(told) is not None:
            continue
        given = {"article_id": article.id, "type": said[0], "text": said[1], "giver_id": requester.id}
        given["ticket_id"] = ticket.id
        apply_first(deed.workplace, new_feedback(), "record_feedback", given, actor=requester, at=deed.event.at)
