"""The one page on which something is done to an artefact: the fields that its transition asks for."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from core.errors import NotFound
from core.forms import carried_out
from core.web import once_per_form
from itsm_sandbox.engine.choices import describe_stored, list_choices, list_refs
from itsm_sandbox.engine.forms import StepForm, form_for
from itsm_sandbox.engine.items import choices_of, choose, held_by, row_asked
from itsm_sandbox.engine.machine import Case, Field, Transition
from itsm_sandbox.engine.models import Artefact
from itsm_sandbox.engine.perform import ArtefactChanged, case_of, get_artefact, perform
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.registry import find_type_at, type_of
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import Visitor, enter, is_hidden, offers, show
from itsm_sandbox.permissions import POLICY


@bp.route("/<int:workplace_id>/<path_of_kind>/<int:number>/do/<event>", methods=["GET", "POST"])
@login_required
def do(workplace_id: int, path_of_kind: str, number: int, event: str) -> ResponseReturnValue:
    """Show the step's form, or carry it out and go back to the artefact."""
    visitor, artefact = _find(workplace_id, path_of_kind, number)
    transition = type_of(artefact).machine.find(event, artefact.state)
    form = _form(visitor, artefact, transition)
    address = url_for(type_of(artefact).page, workplace_id=workplace_id, number=number)

    def carry_out() -> str:
        given = form.given(transition.fields if transition else ())
        perform(workplace_id, artefact.kind, number, event, given, by=acting(), revision=form.revision_read)
        flash(f"{artefact.ref}: {transition.label if transition else event} – done.")
        hidden = is_hidden(visitor, artefact)
        return url_for("itsm_sandbox.show_workplace", workplace_id=workplace_id) if hidden else address

    done = carried_out(form, lambda: once_per_form(carry_out, actor_id=visitor.me.id))
    return redirect(done) if done else _show(visitor, artefact, transition, form)


@bp.errorhandler(ArtefactChanged)
def show_changed(changed: ArtefactChanged) -> ResponseReturnValue:
    """What was typed stays in the form, beside what happened meanwhile; sending it again does it on top of that."""
    arguments: dict[str, Any] = request.view_args or {}
    visitor, artefact = _find(arguments["workplace_id"], arguments["path_of_kind"], arguments["number"])
    transition = type_of(artefact).machine.find(arguments["event"], artefact.state)
    form = _form(visitor, artefact, transition)
    since = list_events(artefact.kind, artefact.id, after=form.revision_read or 0)
    form.revision.data, form.revision.raw_data = str(artefact.revision), None
    page, _status = _show(visitor, artefact, transition, form, since=since)
    return page, changed.status


def _find(workplace_id: int, path_of_kind: str, number: int) -> tuple[Visitor, Artefact]:
    visitor = enter(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    kind = find_type_at(path_of_kind)
    if kind is None:
        raise NotFound("There is nothing of that kind in a workplace.")
    return visitor, get_artefact(workplace_id, kind.kind, number, visitor=visitor.colleague)


def _form(visitor: Visitor, artefact: Artefact, transition: Transition | None) -> StepForm:
    """With what is stored; with what the row holds that the address names; with what was typed."""
    fields, stored = transition.fields if transition else (), artefact.values()
    case, chosen = _chosen(visitor, artefact, transition)
    kept = {asked.name: stored[asked.name] for asked in fields if asked.keep and asked.name in stored}
    return form_for(
        fields,
        lambda name: list_choices(artefact.workplace_id, name),
        {**kept, **held_by(fields, stored, chosen), **chosen},
        artefact.revision,
        lambda kind, ids: list_refs(artefact.workplace_id, kind, ids),
        items=lambda asked: choices_of(asked, case),
        stored=describe_stored,
    )


def _chosen(visitor: Visitor, artefact: Artefact, transition: Transition | None) -> tuple[Case, dict[str, int]]:
    """Which of the artefact's own rows the step is about, and the case with them."""
    case = case_of(type_of(artefact), artefact, visitor.colleague, visitor.now, {})
    sent = request.form if request.method == "POST" else request.args
    chosen = choose(transition.fields if transition else (), case, sent)
    return replace(case, given=chosen), chosen


def _to_choose(visitor: Visitor, artefact: Artefact, transition: Transition | None) -> Field | None:
    """The row that must be chosen first, because the rest of the form begins with what it holds."""
    asked = row_asked(transition.fields) if transition else None
    is_chosen = asked is not None and asked.name in _chosen(visitor, artefact, transition)[1]
    return None if is_chosen or request.method == "POST" else asked


def _show(
    visitor: Visitor, artefact: Artefact, transition: Transition | None, form: StepForm, since: object = ()
) -> tuple[str, int]:
    offer = next((one for one in offers(visitor, artefact) if one.transition is transition), None)
    kind = type_of(artefact)
    page = show(
        "engine/_act_form.html" if request.headers.get("HX-Request") else "engine/act.html",
        visitor,
        artefact=artefact,
        transition=transition,
        form=form,
        to_choose=_to_choose(visitor, artefact, transition),
        row=row_asked(transition.fields) if transition else None,
        refusal=offer.refusal if offer else "It is not in a state in which this can be done.",
        since=since,
        machine=kind.machine,
        address=url_for(kind.page, workplace_id=artefact.workplace_id, number=artefact.number),
    )
    return page, form.status
