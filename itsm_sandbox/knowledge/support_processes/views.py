"""The inventory of support processes with its gaps, and one process."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.desk.tickets.rules.categories import category_words
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import asked, enter_support, history_of, show
from itsm_sandbox.knowledge.articles.rules.machine import is_out_of_date
from itsm_sandbox.knowledge.support_processes import queries
from itsm_sandbox.knowledge.support_processes.models import SupportProcess
from itsm_sandbox.knowledge.support_processes.rules import FREQUENCIES, HARMS, HOW_SCORED


@bp.get("/<int:workplace_id>/processes")
@login_required
def list_support_processes(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    today = visitor.today
    return show(
        "support_processes/list_support_processes.html",
        visitor,
        page=queries.list_support_processes(workplace_id, page=requested_page()),
        gaps=queries.list_gaps(workplace_id, visitor.now),
        without=queries.list_without_procedure(workplace_id, today),
        is_late=lambda article: is_out_of_date(article.review_due_on, today),
        frequencies=dict(FREQUENCIES),
        how_scored=HOW_SCORED,
    )


@bp.route("/<int:workplace_id>/processes/add", methods=["GET", "POST"])
@login_required
def add_support_process(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter_support(workplace_id),
        SupportProcess.kind,
        "record",
        heading="Record a process",
        intro="Something that support does again and again, whether or not anybody has written down how.",
        back=("Processes", "list_support_processes"),
        said="is in the inventory",
        values={"category": asked("category")},
    )


@bp.get("/<int:workplace_id>/processes/<int:number>")
@login_required
def show_support_process(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    process: SupportProcess = get_artefact(workplace_id, SupportProcess.kind, number)
    return show(
        "support_processes/show_support_process.html",
        visitor,
        article=queries.find_article_of(process),
        plans=queries.list_plans_for(process.id),
        author=get_colleague(process.author_id) if process.author_id else None,
        category=category_words(process.category) if process.category else "",
        frequencies=dict(FREQUENCIES),
        harms=dict(HARMS),
        how_scored=HOW_SCORED,
        **history_of(visitor, process),
    )
