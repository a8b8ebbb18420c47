"""What simulated requesters say of the articles their tickets were resolved with, where an apprentice works alone."""

from sqlalchemy import select

from core.db import db
from itsm_sandbox.models import Article, Feedback, Ticket
from itsm_sandbox.queries.workplaces import get_colleague
from itsm_sandbox.rules.feedback import said_after
from itsm_sandbox.services.acting import begin
from itsm_sandbox.services.procedure_changes import new_feedback
from itsm_sandbox.services.rooms import Deed

_JUDGED = frozenset({"reopen", "confirm"})


def say_of_articles(deed: Deed) -> None:
    """Once for each article and ticket: that it did not help, or what a satisfied user still missed."""
    ticket: Ticket = deed.artefact
    if deed.event.verb not in _JUDGED or not ticket.articles_used or not deed.workplace.is_solo:
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
        begin(deed.workplace, new_feedback(), "record_feedback", given, actor=requester, at=deed.event.at)
