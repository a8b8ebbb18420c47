"""The service catalogue as a page to read and print, and one service with what was promised when."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import login_required
from core.errors import NotFound
from core.forms import carried_out
from core.once import once_per_form
from itsm_sandbox.forms.acting import form_for
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.queries.catalogue import get_service, list_catalogue, list_versions, read_names
from itsm_sandbox.queries.choices import list_choices
from itsm_sandbox.queries.events import list_events
from itsm_sandbox.queries.procedures import find_current_procedure
from itsm_sandbox.rules.catalogue import KEEPERS, LISTERS, MACHINE, differences
from itsm_sandbox.rules.machine import START, named
from itsm_sandbox.services.catalogue import list_service
from itsm_sandbox.views import bp
from itsm_sandbox.views.visiting import enter, offers, show


@bp.get("/<int:workplace_id>/services")
@login_required
def show_catalogue(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    services = list_catalogue(workplace_id, retired="retired" in request.args)
    roles = visitor.colleague.roles if visitor.colleague else frozenset()
    return show(
        "catalogue.html",
        visitor,
        services=services,
        names=read_names(workplace_id),
        machine=MACHINE,
        may_list=bool(roles & set(LISTERS)),
        listers=named(LISTERS),
        keeps=bool(roles & set(KEEPERS)),
        today=visitor.now.date(),
        procedure=find_current_procedure(workplace_id),
    )


@bp.route("/<int:workplace_id>/services/new", methods=["GET", "POST"])
@login_required
def add_service(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    transition = MACHINE.find("list", START)
    fields = transition.fields if transition else ()
    form = form_for(fields, lambda name: list_choices(workplace_id, name), {}, 0)

    def list_it() -> str:
        service = list_service(workplace_id, form.given(fields), by=visitor.me)
        flash(f"{service.name} is in the catalogue as a draft.")
        return url_for(".show_service", workplace_id=workplace_id, number=service.number)

    done = carried_out(form, lambda: once_per_form(list_it, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    back = url_for(".show_catalogue", workplace_id=workplace_id)
    page = show(
        "begin.html",
        visitor,
        fields=fields,
        form=form,
        heading="List a service",
        intro=transition.hint if transition else "",
        label="List it",
        crumbs=[("Catalogue", back), ("List a service", None)],
        back=back,
    )
    return page, form.status


@bp.get("/<int:workplace_id>/services/<int:number>")
@login_required
def show_service(workplace_id: int, number: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    service = get_service(workplace_id, number)
    names = read_names(workplace_id)
    return show(
        "service.html",
        visitor,
        service=service,
        names=names,
        machine=MACHINE,
        offers=offers(visitor, service),
        versions=differences(list_versions(service.id)),
        events=list_events(service.kind, service.id),
        today=visitor.now.date(),
    )


@bp.get("/<int:workplace_id>/services/<int:number>/versions/<int:version>")
@login_required
def show_service_version(workplace_id: int, number: int, version: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    service = get_service(workplace_id, number)
    compared = next((one for one in differences(list_versions(service.id)) if one.version.number == version), None)
    if compared is None:
        raise NotFound("This service has no such version.")
    return show("service_version.html", visitor, service=service, compared=compared, names=read_names(workplace_id))
