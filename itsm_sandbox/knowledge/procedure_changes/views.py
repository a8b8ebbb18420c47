"""Feedback on articles, and the requests to change them that come of it."""

from typing import Any

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.choices import find_by_ref
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import asked, enter, enter_support, history_of, show
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.feedback import rules as feedback_rules
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.procedure_changes import queries
from itsm_sandbox.knowledge.procedure_changes.models import ProcedureChange
from itsm_sandbox.knowledge.procedure_changes.rules import MACHINE


@bp.get("/<int:workplace_id>/feedback")
@login_required
def list_feedback(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "feedback/list_feedback.html",
        visitor,
        page=queries.list_feedback(workplace_id, page=requested_page()),
        types=dict(feedback_rules.FEEDBACK_TYPES),
        machine=feedback_rules.MACHINE,
    )


@bp.route("/<int:workplace_id>/feedback/add", methods=["GET", "POST"])
@login_required
def add_feedback(workplace_id: int) -> ResponseReturnValue:
    """Of somebody who told it, or one's own; a ticket's page names itself and the article that was used."""
    visitor = enter(workplace_id)
    article, ticket, kind = asked("article"), asked("ticket"), asked("type")
    values: dict[str, Any] = {"type": kind, "giver_id": visitor.colleague.id if visitor.colleague else None}
    if article:
        values["article_id"] = find_by_ref(workplace_id, Article.kind, article)
    if ticket:
        values["ticket_id"] = find_by_ref(workplace_id, Ticket.kind, ticket)
    back = ("Feedback", "list_feedback") if visitor.sees_support_work else ("Portal", "show_portal")
    return begin_page(
        visitor,
        Feedback.kind,
        "record_feedback",
        heading="Record feedback",
        intro="What somebody says of an article after they have used it. They are told what came of it.",
        back=back,
        said="is recorded",
        values=values,
    )


@bp.get("/<int:workplace_id>/feedback/<int:number>")
@login_required
def show_feedback(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    piece: Feedback = get_artefact(workplace_id, Feedback.kind, number, visitor=visitor.colleague)
    giver, article, ticket, change = queries.find_around_feedback(piece)
    return show(
        "feedback/show_feedback.html",
        visitor,
        giver=giver,
        article=article,
        ticket=ticket,
        change=change,
        **history_of(visitor, piece),
    )


@bp.get("/<int:workplace_id>/procedure-changes")
@login_required
def list_procedure_changes(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "procedure_changes/list_procedure_changes.html",
        visitor,
        page=queries.list_procedure_changes(workplace_id, page=requested_page()),
        machine=MACHINE,
    )


@bp.route("/<int:workplace_id>/procedure-changes/add", methods=["GET", "POST"])
@login_required
def add_procedure_change(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    article = asked("article")
    return begin_page(
        visitor,
        ProcedureChange.kind,
        "raise",
        heading="Ask for a change of a procedure",
        intro="What an article should say instead. When it comes from feedback, ask for it there.",
        back=("Requests to change", "list_procedure_changes"),
        said="waits for a decision",
        values={"article_id": find_by_ref(workplace_id, Article.kind, article)} if article else {},
    )


@bp.get("/<int:workplace_id>/procedure-changes/<int:number>")
@login_required
def show_procedure_change(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    change: ProcedureChange = get_artefact(workplace_id, ProcedureChange.kind, number)
    article, raised_by, decided_by = queries.find_around_change(change)
    return show(
        "procedure_changes/show_procedure_change.html",
        visitor,
        article=article,
        raised_by=raised_by,
        decided_by=decided_by,
        feedback=queries.list_feedback_for(change.id),
        **history_of(visitor, change),
    )
