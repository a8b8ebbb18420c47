"""Articles, and one with its history."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.clock import LONDON
from core.paging import requested_page
from itsm_sandbox.queries import articles as queries
from itsm_sandbox.queries.articles import ArticleFilter
from itsm_sandbox.rules.articles import ARTICLE, ARTICLE_TYPES, AUDIENCES, is_out_of_date
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.services.acting import get_artefact
from itsm_sandbox.views import bp
from itsm_sandbox.views.beginning import begin_page
from itsm_sandbox.views.visiting import asked, enter, history_of, show


@bp.get("/<int:workplace_id>/articles")
@login_required
def list_articles(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    wanted = ArticleFilter(asked("q"), asked("type"), with_retired=bool(asked("retired")))
    today = visitor.now.astimezone(LONDON).date()
    return show(
        "list_articles.html",
        visitor,
        page=queries.list_articles(workplace_id, wanted, page=requested_page()),
        wanted=wanted,
        uses=queries.count_uses(workplace_id),
        is_late=lambda article: article.state == "published" and is_out_of_date(article.review_due_on, today),
        machine=ARTICLE,
        types=dict(ARTICLE_TYPES),
    )


@bp.route("/<int:workplace_id>/articles/write", methods=["GET", "POST"])
@login_required
def write_article(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter(workplace_id),
        ArtefactKind.ARTICLE,
        "write",
        heading="Write an article",
        intro="Write it so that somebody who was not there can do it.",
        back=("Articles", "list_articles"),
    )


@bp.get("/<int:workplace_id>/articles/<int:number>")
@login_required
def show_article(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    article = get_artefact(workplace_id, ArtefactKind.ARTICLE, number)
    return show(
        "show_article.html",
        visitor,
        around=queries.find_around_article(article),
        uses=queries.count_uses(workplace_id)[article.id],
        is_late=article.state == "published"
        and is_out_of_date(article.review_due_on, visitor.now.astimezone(LONDON).date()),
        types=dict(ARTICLE_TYPES),
        audiences=dict(AUDIENCES),
        **history_of(visitor, article),
    )
