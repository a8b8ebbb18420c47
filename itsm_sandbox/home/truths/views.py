"""What was hidden in a workplace: a page for assessors and the provider's admins."""

from accounts.permissions import require
from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.desk.tickets.rules.outcomes import WORDS
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import enter, show
from itsm_sandbox.home.truths.queries import list_reports, list_truths
from itsm_sandbox.permissions import POLICY


@bp.get("/<int:workplace_id>/planted")
@login_required
def show_planted_truths(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    require(POLICY, "read_planted_truths", visitor.me, visitor.visit)
    return show(
        "home/planted_truths.html",
        visitor,
        truths=list_truths(visitor.workplace),
        reports=list_reports(visitor.workplace, page=requested_page()),
        words=WORDS,
    )
