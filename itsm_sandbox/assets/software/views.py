"""The software register with the position of each product, a new product, and one with all that is known of it."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.assets.allocations.queries import list_of_product
from itsm_sandbox.assets.licences.queries import find_position
from itsm_sandbox.assets.positions.rules.counting import AUTHORISATIONS, METRICS, UNITS, Status
from itsm_sandbox.assets.software import queries
from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.assets.software.queries import SoftwareFilter
from itsm_sandbox.assets.software.rules import SOFTWARE
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import asked, enter_support, history_of, show

_WORDS = {"metrics": dict(METRICS), "units": UNITS, "authorisations": dict(AUTHORISATIONS)}


@bp.get("/<int:workplace_id>/software")
@login_required
def list_software(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    wanted = SoftwareFilter(asked("q"), asked("status"), asked("metric"), asked("authorisation"))
    return show(
        "software/list_software.html",
        visitor,
        shelf=queries.list_software(workplace_id, wanted, visitor.today, page=requested_page()),
        wanted=wanted,
        statuses=tuple(Status),
        machine=SOFTWARE,
        **_WORDS,
    )


@bp.route("/<int:workplace_id>/software/add", methods=["GET", "POST"])
@login_required
def add_software(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter_support(workplace_id),
        SoftwareProduct.kind,
        "add",
        heading="Add a software product",
        intro="What it is and how its publisher licenses it. The ICT owner then says whether it may be used.",
        back=("Software", "list_software"),
    )


@bp.get("/<int:workplace_id>/software/<int:number>")
@login_required
def show_software(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    product: SoftwareProduct = get_artefact(workplace_id, SoftwareProduct.kind, number)
    on = visitor.today
    return show(
        "software/show_software.html",
        visitor,
        position=find_position(product, on),
        licences=queries.list_licences_of(product.id),
        allocations=list_of_product(product.id),
        installations=queries.list_installations(product.id, page=requested_page()),
        on=on,
        **_WORDS,
        **history_of(visitor, product),
    )
