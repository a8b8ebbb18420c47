"""Reviews of the licence positions: the list, a new one, and one with its table."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.assets.positions import queries
from itsm_sandbox.assets.positions.models import LicencePosition
from itsm_sandbox.assets.positions.rules.counting import METRICS, UNITS, Status
from itsm_sandbox.assets.positions.rules.machine import LICENCE_POSITION, products_to_explain
from itsm_sandbox.assets.positions.services import positions_of
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.steps.owner_decision import DECISIONS
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter_support, history_of, show


@bp.get("/<int:workplace_id>/licence-reviews")
@login_required
def list_licence_reviews(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "positions/list_licence_reviews.html",
        visitor,
        page=queries.list_licence_reviews(workplace_id, page=requested_page()),
        machine=LICENCE_POSITION,
        decisions=dict(DECISIONS),
    )


@bp.route("/<int:workplace_id>/licence-reviews/add", methods=["GET", "POST"])
@login_required
def add_licence_review(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    return begin_page(
        visitor,
        LicencePosition.kind,
        "start",
        heading="Review the licence positions",
        intro="What is held of every product against what is used, on one day; what is wrong, and what to do.",
        label="Start the review",
        back=("Licence reviews", "list_licence_reviews"),
        said="is started",
        values={"as_of_on": visitor.today},
    )


@bp.get("/<int:workplace_id>/licence-reviews/<int:number>")
@login_required
def show_licence_review(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    review: LicencePosition = get_artefact(workplace_id, LicencePosition.kind, number)
    positions = positions_of(review)
    return show(
        "positions/show_licence_review.html",
        visitor,
        author=get_colleague(review.author_id),
        positions=sorted(positions, key=lambda row: (list(Status).index(row["statuses"][0]), row["name"])),
        to_explain=products_to_explain(positions),
        status_of=Status,
        metrics=dict(METRICS),
        units=UNITS,
        decisions=dict(DECISIONS),
        **history_of(visitor, review),
    )
