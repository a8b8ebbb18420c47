"""Reviews of the first-line process: the list, a new one, and one with its figures and actions."""

from datetime import date, timedelta

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter_support, history_of, show
from itsm_sandbox.problems.reviews import queries, services
from itsm_sandbox.problems.reviews.models import ProcessReview
from itsm_sandbox.problems.reviews.rules import MACHINE


@bp.get("/<int:workplace_id>/reviews")
@login_required
def list_reviews(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "reviews/list_reviews.html",
        visitor,
        page=queries.list_reviews(workplace_id, page=requested_page()),
        machine=MACHINE,
    )


@bp.route("/<int:workplace_id>/reviews/add", methods=["GET", "POST"])
@login_required
def add_review(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    first, last = _last_month(visitor.today)
    return begin_page(
        visitor,
        ProcessReview.kind,
        "start",
        heading="Start a process review",
        intro="How first-line support did against its service levels, beside the period of the same length before.",
        label="Start the review",
        back=("Process reviews", "list_reviews"),
        said="is started",
        values={"from_on": first, "to_on": last},
    )


@bp.get("/<int:workplace_id>/reviews/<int:number>")
@login_required
def show_review(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    review: ProcessReview = get_artefact(workplace_id, ProcessReview.kind, number)
    figures = services.numbers_of(review)
    return show(
        "reviews/show_review.html",
        visitor,
        review=review,
        author=get_colleague(review.author_id),
        figures=figures,
        metrics=queries.compare(figures),
        today=visitor.today.isoformat(),
        **history_of(visitor, review),
    )


def _last_month(today: date) -> tuple[date, date]:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
