"""The support procedure with its covering memo, as it is written and as it was issued."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import login_required
from core.forms import carried_out
from core.once import once_per_form
from core.paging import requested_page
from itsm_sandbox.forms.acting import form_for
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.queries.choices import list_choices
from itsm_sandbox.queries.events import list_events
from itsm_sandbox.queries.people import list_users
from itsm_sandbox.queries.procedures import get_procedure, get_version, list_issues, list_versions
from itsm_sandbox.rules.machine import START
from itsm_sandbox.rules.procedures import KEY_MESSAGES, MACHINE, TEMPLATE
from itsm_sandbox.services.procedures import begin_procedure
from itsm_sandbox.views import bp
from itsm_sandbox.views.visiting import enter, offers, show


@bp.route("/<int:workplace_id>/procedures/new", methods=["GET", "POST"])
@login_required
def add_procedure(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    transition = MACHINE.find("begin", START)
    fields = transition.fields if transition else ()
    example = {"title": f"How to get ICT support at {visitor.workplace.name}", "body": TEMPLATE}
    form = form_for(fields, lambda name: list_choices(workplace_id, name), example, 0)

    def write_it() -> str:
        procedure = begin_procedure(workplace_id, form.given(fields), by=visitor.me)
        flash("The support procedure is kept as a draft.")
        return url_for(".show_procedure", workplace_id=workplace_id, number=procedure.number)

    done = carried_out(form, lambda: once_per_form(write_it, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    back = url_for(".show_catalogue", workplace_id=workplace_id)
    page = show(
        "begin.html",
        visitor,
        fields=fields,
        form=form,
        heading="Write the support procedure",
        intro="One way for all users to report something or ask for something. Make the example your own.",
        label="Keep the draft",
        crumbs=[("Catalogue", back), ("Support procedure", None)],
        back=back,
    )
    return page, form.status


@bp.get("/<int:workplace_id>/procedures/<int:number>")
@login_required
def show_procedure(workplace_id: int, number: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    procedure = get_procedure(workplace_id, number)
    return show(
        "procedure.html",
        visitor,
        procedure=procedure,
        machine=MACHINE,
        offers=offers(visitor, procedure),
        key_messages=KEY_MESSAGES,
        users=list_users(workplace_id),
        versions=list_versions(procedure.id),
        events=list_events(procedure.kind, procedure.id),
    )


@bp.get("/<int:workplace_id>/procedures/<int:number>/versions/<int:version>")
@login_required
def show_procedure_version(workplace_id: int, number: int, version: int) -> ResponseReturnValue:
    """What was sent, and to whom."""
    visitor = enter(workplace_id)
    procedure = get_procedure(workplace_id, number)
    return show(
        "procedure_version.html",
        visitor,
        procedure=procedure,
        version=get_version(procedure.id, version),
        page=list_issues(procedure.id, version, page=requested_page()),
    )
