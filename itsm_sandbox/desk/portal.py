"""The requester's side: what may help already, reporting something, and what became of it."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from core.forms import carried_out
from core.web import once_per_form, requested_page
from itsm_sandbox.desk.tickets.queries import pages as queries
from itsm_sandbox.desk.tickets.rules import MACHINE, fields
from itsm_sandbox.desk.tickets.services import log_ticket
from itsm_sandbox.engine.choices import list_choices
from itsm_sandbox.engine.forms import form_for
from itsm_sandbox.engine.machine import Ask, Field
from itsm_sandbox.engine.navigation import Tab, add_tab
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import enter, show
from itsm_sandbox.knowledge.procedure_changes.queries import list_feedback_by
from itsm_sandbox.permissions import POLICY

FIELDS: tuple[Field, ...] = (
    Field(
        "type",
        "What is it",
        Ask.CHOICE,
        choices=(("incident", "Something is broken or slow"), ("request", "I would like something")),
    ),
    fields.TITLE,
    fields.DESCRIPTION,
    fields.SERVICE_IF_KNOWN,
    fields.SITE,
    fields.LOCATION,
    fields.FOLLOWS,
    fields.TRIED,
)


@bp.get("/<int:workplace_id>/portal")
@login_required
def show_portal(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    me = visitor.colleague
    return show(
        "desk/portal.html",
        visitor,
        page=queries.list_reports_of(workplace_id, me, page=requested_page()) if me else None,
        to_approve=queries.list_to_approve(workplace_id, me, all_of_them=WorkRole.ICT_OWNER in me.roles) if me else (),
        known=queries.list_known_now(workplace_id),
        feedback=list_feedback_by(me) if me else (),
        machine=MACHINE,
    )


@bp.route("/<int:workplace_id>/portal/report", methods=["GET", "POST"])
@login_required
def report_ticket(workplace_id: int) -> ResponseReturnValue:
    """First a few words, and what may help already; then the rest."""
    visitor = enter(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    words = request.args.get("title", "").strip()[:120]
    follows, tried = request.args.get("follows", "").strip()[:20], request.args.get("tried", "").strip()[:20]
    form = form_for(FIELDS, lambda name: list_choices(workplace_id, name), {"title": words, "type": "incident"}, 0)
    if not form.is_submitted():
        form["follows_id"].data = follows
        form["tried_ids"].data = tried.split()

    def report() -> str:
        me: Any = visitor.colleague
        given = {**form.given(FIELDS), "requester_id": me.id, "channel": "portal"}
        ticket = log_ticket(workplace_id, given, by=acting())
        flash(f"The service desk has your report. Its number is {ticket.ref}.")
        return url_for(".show_ticket", workplace_id=workplace_id, number=ticket.number)

    done = carried_out(form, lambda: once_per_form(report, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    page = show(
        "tickets/report_ticket.html",
        visitor,
        form=form,
        fields=FIELDS,
        words=words,
        is_first_step=not words and not follows and not tried and not form.is_submitted(),
        articles=[one for one in queries.list_help(workplace_id, words) if one.ref not in tried.split()],
        known=queries.list_known_now(workplace_id),
    )
    return page, form.status


add_tab(Tab("portal", 1, "Portal", "show_portal", "message-circle"), __name__)
