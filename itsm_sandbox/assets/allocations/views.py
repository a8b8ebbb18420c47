"""What is given out of licences: the list with what could be reclaimed, giving one out, and one with its history."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.text import whole_number
from core.web import requested_page
from itsm_sandbox.assets.allocations import queries
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.allocations.queries import AllocationFilter
from itsm_sandbox.assets.allocations.rules import ALLOCATION, MODES
from itsm_sandbox.assets.positions.rules.counting import is_idle
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import asked, enter_support, history_of, show


@bp.get("/<int:workplace_id>/allocations")
@login_required
def list_allocations(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    wanted = AllocationFilter(asked("q"), asked("show"), asked("mode"))
    return show(
        "allocations/list_allocations.html",
        visitor,
        page=queries.list_allocations(workplace_id, wanted, visitor.today, page=requested_page()),
        wanted=wanted,
        machine=ALLOCATION,
        modes=dict(MODES),
    )


@bp.route("/<int:workplace_id>/allocations/add", methods=["GET", "POST"])
@login_required
def add_allocation(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    licence = asked("licence")
    return begin_page(
        visitor,
        Allocation.kind,
        "allocate",
        heading="Give out a licence",
        intro="A part of a licence, to one person, one device or one site.",
        back=("Allocations", "list_allocations"),
        said="is given out",
        values={
            "from_on": visitor.today,
            "entitlement_id": whole_number(licence),
        },
    )


@bp.get("/<int:workplace_id>/allocations/<int:number>")
@login_required
def show_allocation(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    allocation: Allocation = get_artefact(workplace_id, Allocation.kind, number)
    related = queries.find_allocation(allocation)
    on = visitor.today
    return show(
        "allocations/show_allocation.html",
        visitor,
        related=related,
        is_idle=allocation.site_id is None and is_idle(allocation.from_on, related.used_on, on),
        modes=dict(MODES),
        **history_of(visitor, allocation),
    )
