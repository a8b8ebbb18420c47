"""The service catalogue as a page to read and print, and one service with what was promised when."""

from flask import request
from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.errors import NotFound
from itsm_sandbox.catalogue.procedures.queries import find_current_procedure
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.catalogue.services.queries import get_service, list_catalogue, list_versions, read_names
from itsm_sandbox.catalogue.services.rules import LISTERS, MACHINE, differences
from itsm_sandbox.engine.machine import named
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter, offers, show


@bp.get("/<int:workplace_id>/services")
@login_required
def show_catalogue(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    services = list_catalogue(workplace_id, retired="retired" in request.args)
    roles = visitor.colleague.roles if visitor.colleague else frozenset()
    return show(
        "services/catalogue.html",
        visitor,
        services=services,
        names=read_names(workplace_id),
        machine=MACHINE,
        may_list=bool(roles & set(LISTERS)),
        listers=named(LISTERS),
        today=visitor.now.date(),
        procedure=find_current_procedure(workplace_id),
    )


@bp.route("/<int:workplace_id>/services/new", methods=["GET", "POST"])
@login_required
def add_service(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter(workplace_id),
        Service.kind,
        "list",
        heading="List a service",
        label="List it",
        back=("Catalogue", "show_catalogue"),
        said="is in the catalogue as a draft",
    )


@bp.get("/<int:workplace_id>/services/<int:number>")
@login_required
def show_service(workplace_id: int, number: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    service = get_service(workplace_id, number)
    names = read_names(workplace_id)
    return show(
        "services/service.html",
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
    return show(
        "services/service_version.html", visitor, service=service, compared=compared, names=read_names(workplace_id)
    )
