"""Licences: the list with those that are due for renewal, a new one, and one with what is given out of it."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.assets.allocations.queries import list_of_licence
from itsm_sandbox.assets.licences import queries
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.licences.queries import LicenceFilter
from itsm_sandbox.assets.licences.rules import ENTITLEMENT
from itsm_sandbox.assets.positions.rules.counting import EXPIRING_WITHIN, METRICS, UNITS
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import asked, enter_support, history_of, show


@bp.get("/<int:workplace_id>/licences")
@login_required
def list_licences(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    wanted = LicenceFilter(asked("q"), asked("show"))
    on = visitor.today
    return show(
        "licences/list_licences.html",
        visitor,
        page=queries.list_licences(workplace_id, wanted, on, page=requested_page()),
        due=queries.count_due(workplace_id, on),
        wanted=wanted,
        on=on,
        soon=on + EXPIRING_WITHIN,
        machine=ENTITLEMENT,
        units=UNITS,
    )


@bp.route("/<int:workplace_id>/licences/add", methods=["GET", "POST"])
@login_required
def add_licence(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    return begin_page(
        visitor,
        Entitlement.kind,
        "add",
        heading="Enter a licence",
        intro="What was bought of a product, from when to when, and what proves it.",
        back=("Licences", "list_licences"),
        values={"starts_on": visitor.today},
    )


@bp.get("/<int:workplace_id>/licences/<int:number>")
@login_required
def show_licence(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    licence: Entitlement = get_artefact(workplace_id, Entitlement.kind, number)
    on = visitor.today
    return show(
        "licences/show_licence.html",
        visitor,
        related=queries.find_licence(licence),
        allocations=list_of_licence(licence.id, page=requested_page()),
        taken=queries.count_taken(licence.id),
        on=on,
        soon=on + EXPIRING_WITHIN,
        metrics=dict(METRICS),
        units=UNITS,
        **history_of(visitor, licence),
    )
