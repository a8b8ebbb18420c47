"""One ticket: its conversation, its facts, its clocks and what is possible now; and logging one at the desk."""

from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from core.errors import NotFound
from core.forms import carried_out
from core.text import whole_number
from core.web import once_per_form
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.assets.queries import incident_about
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.queries import pages as ticket_pages
from itsm_sandbox.desk.tickets.queries.tickets import get_ticket, step_of
from itsm_sandbox.desk.tickets.rules import MACHINE
from itsm_sandbox.desk.tickets.rules import fields as ask
from itsm_sandbox.desk.tickets.rules.conversation import conversation_of, ring_of
from itsm_sandbox.desk.tickets.rules.derived import Targets, clocks_of
from itsm_sandbox.desk.tickets.services import log_ticket, validate_and_triage
from itsm_sandbox.engine.choices import list_choices, list_refs
from itsm_sandbox.engine.forms import StepForm, form_for
from itsm_sandbox.engine.machine import START, Field, Transition
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_calendar, list_events
from itsm_sandbox.engine.registry import get_type
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import Visitor, enter, enter_support, offers, show
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.problems.problems.queries import known_errors_for

AT_ONCE: tuple[Field, ...] = (*ask.CLASSIFY, *ask.TRIAGE)
WORDS = {
    "channel": dict(ask.CHANNELS),
    "mode": dict(ask.SUPPORT_MODES),
    "identity": dict(ask.IDENTITY_METHODS),
    "level": {"high": "High", "medium": "Medium", "low": "Low"},
    "waiting": dict(ask.PENDING_REASONS),
    "ended": {**dict(ask.RESOLUTION_CODES), ask.NO_REPLY: "No reply"},
}


@bp.get("/<int:workplace_id>/tickets/<int:number>")
@login_required
def show_ticket(workplace_id: int, number: int) -> str:
    visitor, ticket = _visit(workplace_id, number)
    events = list_events(Ticket.kind, ticket.id)
    targets = Targets(ticket.response_target_s, ticket.fix_target_s)
    clocks = clocks_of([step_of(event) for event in events], targets, get_calendar(workplace_id), visitor.now)
    at_desk = visitor.colleague is None or bool(visitor.colleague.roles - {WorkRole.USER})
    talk = conversation_of(events, ticket.requester_id)
    context: dict[str, Any] = {
        "ticket": ticket,
        "artefact": ticket,
        "machine": MACHINE,
        "words": WORDS,
        "rings": (ring_of("Response", clocks.response), ring_of("Fix", clocks.fix)),
        "offers": offers(visitor, ticket),
        "talk": talk if at_desk else [said for said in talk if said.is_public],
        "tried": next((event.data["shown"].get("tried_ids") for event in events if event.verb == "log"), None),
        "related": ticket_pages.find_related(ticket),
    }
    used, articles = ticket_pages.list_articles_for(ticket)
    if not at_desk:
        return show("tickets/report.html", visitor, used=[one for one in used if one.audience == "users"], **context)
    return show(
        "tickets/ticket.html",
        visitor,
        events=events,
        known_errors=known_errors_for(ticket),
        used=used,
        articles=articles,
        related=ticket_pages.list_related(ticket, visitor.now),
        **context,
    )


@bp.get("/<int:workplace_id>/tickets/<int:number>/pulse")
@login_required
def show_pulse(workplace_id: int, number: int) -> ResponseReturnValue:
    """Whether anything happened since a page was opened, for the page that asks again and again."""
    _visitor, ticket = _visit(workplace_id, number)
    since = whole_number(request.args.get("since"))
    after = ticket.revision if since is None else since
    new = list_events(Ticket.kind, ticket.id, after=after) if ticket.revision > after else ()
    names = dict.fromkeys(event.actor.name if event.actor else "The workplace" for event in new)
    return jsonify(revision=ticket.revision, by=list(names))


@bp.route("/<int:workplace_id>/tickets/new", methods=["GET", "POST"])
@login_required
def add_ticket(workplace_id: int) -> ResponseReturnValue:
    """What reached the desk by phone, mail, chat, in person or by monitoring becomes a ticket."""
    visitor = enter_support(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    form = form_for(
        _log().fields,
        lambda name: list_choices(workplace_id, name),
        {"type": "incident", **_values_asked(visitor)},
        0,
        lambda of_kind, ids: list_refs(workplace_id, of_kind, ids),
    )
    done = carried_out(form, lambda: _once(visitor, lambda: _log_from(form, workplace_id)))
    if done:
        return redirect(done)
    return show("tickets/add_ticket.html", visitor, form=form, fields=_log().fields), form.status


@bp.route("/<int:workplace_id>/tickets/<int:number>/validate-and-triage", methods=["GET", "POST"])
@login_required
def triage_at_once(workplace_id: int, number: int) -> ResponseReturnValue:
    """For a report from the portal, whose requester has told everything: both steps on one page."""
    visitor, ticket = _visit(workplace_id, number)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    form = form_for(AT_ONCE, lambda name: list_choices(workplace_id, name), ticket.values(), ticket.revision)

    def carry_out() -> str:
        validate_and_triage(workplace_id, number, form.given(AT_ONCE), by=acting(), revision=form.revision_read)
        flash(f"{ticket.ref}: checked, classified and triaged.")
        return url_for(".show_ticket", workplace_id=workplace_id, number=number)

    done = carried_out(form, lambda: _once(visitor, carry_out))
    if done:
        return redirect(done)
    return show("tickets/triage_at_once.html", visitor, form=form, fields=AT_ONCE, ticket=ticket), form.status


def _visit(workplace_id: int, number: int) -> tuple[Visitor, Ticket]:
    visitor = enter(workplace_id)
    ticket = get_ticket(workplace_id, number)
    if visitor.colleague is not None and get_type(Ticket.kind).hides(ticket, visitor.colleague):
        raise NotFound("We could not find that ticket. It may be in another workplace.")
    return visitor, ticket


def _values_asked(visitor: Visitor) -> dict[str, Any]:
    """What the form begins with when it is opened from the page of a thing that is gone."""
    number = request.args.get("gone", type=int)
    if number is None or visitor.colleague is None:
        return {}
    asset = get_artefact(visitor.workplace.id, Asset.kind, number)
    return incident_about(asset, visitor.colleague.id)


def _log() -> Transition:
    transition = MACHINE.find("log", START)
    assert transition
    return transition


def _log_from(form: StepForm, workplace_id: int) -> str:
    ticket = log_ticket(workplace_id, form.given(_log().fields), by=acting())
    flash(f"Logged as {ticket.ref}.")
    return url_for(".show_ticket", workplace_id=workplace_id, number=ticket.number)


def _once(visitor: Visitor, act: Callable[[], str]) -> str:
    return once_per_form(act, actor_id=visitor.me.id)
