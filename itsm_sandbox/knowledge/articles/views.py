"""Articles, one with its versions and its history, and each version as it was published."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.markdown import render_markdown
from core.web import requested_page
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import Visitor, asked, enter, offers, show
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.queries import pages as queries
from itsm_sandbox.knowledge.articles.queries.pages import ArticleFilter
from itsm_sandbox.knowledge.articles.rules.machine import ARTICLE, ARTICLE_TYPES, AUDIENCES, WRITERS, is_out_of_date
from itsm_sandbox.knowledge.articles.rules.review import POINTS
from itsm_sandbox.knowledge.articles.rules.text import OUTLINE, compare, steps_of

bp.add_app_template_filter(render_markdown, "markdown")
_STATES = tuple((state.name, state.label) for state in ARTICLE.states)


@bp.get("/<int:workplace_id>/articles")
@login_required
def list_articles(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    today = visitor.today
    wanted = ArticleFilter(
        asked("q"),
        asked("type"),
        with_retired=bool(asked("retired")),
        state=asked("state") if visitor.sees_support_work else "",
        late_on=today if asked("late") else None,
        for_users=not visitor.sees_support_work,
    )
    return show(
        "articles/list_articles.html",
        visitor,
        page=queries.list_articles(workplace_id, wanted, page=requested_page()),
        wanted=wanted,
        uses=queries.count_uses(workplace_id),
        late=queries.count_late(workplace_id, today) if visitor.sees_support_work else 0,
        waiting=queries.list_waiting_for(visitor.colleague)
        if visitor.colleague and visitor.colleague.roles & set(WRITERS)
        else (),
        is_late=lambda article: article.state != "retired" and is_out_of_date(article.review_due_on, today),
        machine=ARTICLE,
        types=dict(ARTICLE_TYPES),
        states=_STATES if visitor.sees_support_work else (),
    )


@bp.route("/<int:workplace_id>/articles/write", methods=["GET", "POST"])
@login_required
def write_article(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter(workplace_id),
        Article.kind,
        "draft",
        heading="Write an article",
        intro="Write it so that somebody who was not there can do it. Another person reviews it and tries it out "
        "before it is published.",
        label="Save the draft",
        said="is a draft",
        back=("Articles", "list_articles"),
        values={"body": OUTLINE, "type": "procedure", "audience": "staff"},
    )


@bp.get("/<int:workplace_id>/articles/<int:number>")
@login_required
def show_article(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    article: Article = get_artefact(workplace_id, Article.kind, number, visitor=visitor.colleague)
    versions = queries.list_versions(article.id)
    in_force = versions[0].content if versions else article.frozen() if article.state == "published" else None
    in_work = article.state not in {"published", "retired"}
    support, history = visitor.sees_support_work, _history_of(visitor, article)
    for_users = bool(in_force) and article.audience == "users"
    return show(
        "articles/show_article.html",
        visitor,
        related=queries.find_related_to_article(article),
        is_late=article.state != "retired" and is_out_of_date(article.review_due_on, visitor.today),
        types=dict(ARTICLE_TYPES),
        audiences=dict(AUDIENCES),
        versions=versions if support else versions[:1],
        in_force=in_force,
        in_work=in_work and support,
        changed=compare(in_force["body"], article.body) if in_force and in_work and support else (),
        to_try=steps_of(article.body),
        points=dict(POINTS),
        names={event.actor_id: event.actor for event in history["events"]},
        feedback=queries.list_said_of(article.id) if support else (),
        changes=queries.list_changes_asked(article.id) if support else (),
        checks=queries.list_checks_of(article.id) if support else (),
        asks_reader=for_users and visitor.colleague is not None and ("help" in request.args or not support),
        looked_for=asked("help"),
        **history,
    )


@bp.get("/<int:workplace_id>/articles/<int:number>/versions/<int:version>")
@login_required
def show_article_version(workplace_id: int, number: int, version: int) -> str:
    """As it was published, and what was new in it."""
    visitor = enter(workplace_id)
    article: Article = get_artefact(workplace_id, Article.kind, number, visitor=visitor.colleague)
    found = queries.get_version(article.id, version)
    before = queries.find_version(article.id, version - 1)
    return show(
        "articles/article_version.html",
        visitor,
        article=article,
        version=found,
        before=before,
        names=queries.list_names([found.author_id, found.published_by_id]),
        changed=compare(before.content["body"], found.content["body"]) if before else (),
    )


def _history_of(visitor: Visitor, article: Article) -> dict[str, Any]:
    """Without each reader: they are counted, and asked in a place of their own."""
    return {
        "artefact": article,
        "offers": [one for one in offers(visitor, article) if not one.transition.is_aside],
        "events": list_events(article.kind, article.id, without=ARTICLE.asides),
        "machine": ARTICLE,
    }
