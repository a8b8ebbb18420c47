"""Articles as people read them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, func, or_, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.models import (
    Article,
    Colleague,
    Problem,
    Service,
    Ticket,
)


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    words: str = ""
    type: str = ""
    with_retired: bool = False


def list_articles(workplace_id: int, wanted: ArticleFilter, *, page: int = 1) -> Page[Any]:
    """Rows of (Article, service's name), by title."""
    found = (
        select(Article, Service.name.label("service"))
        .outerjoin(Service, Service.id == Article.service_id)
        .where(Article.workplace_id == workplace_id)
        .order_by(Article.title, Article.id)
    )
    for word in wanted.words.split():
        found = found.where(
            or_(Article.title.icontains(word, autoescape=True), Article.body.icontains(word, autoescape=True))
        )
    if wanted.type:
        found = found.where(Article.type == wanted.type)
    if not wanted.with_retired:
        found = found.where(Article.state != "retired")
    return paginate(found, page)


class ArticleRow(NamedTuple):
    article: Article
    author: Colleague | None
    service: Service | None
    problem: Problem | None


def find_around_article(article: Article) -> ArticleRow:
    row = db.session.execute(
        select(Colleague, Service, Problem)
        .select_from(Article)
        .outerjoin(Colleague, Colleague.id == Article.author_id)
        .outerjoin(Service, Service.id == Article.service_id)
        .outerjoin(Problem, Problem.id == Article.problem_id)
        .where(Article.id == article.id)
    ).one()
    return ArticleRow(article, *row)


def count_uses(workplace_id: int) -> Counter[int]:
    """How many tickets were resolved with each article, by its id."""
    ids = cast(Ticket.articles_used, Text)
    rows = db.session.execute(
        select(ids, func.count()).where(Ticket.workplace_id == workplace_id, ids != "[]").group_by(ids)
    )
    uses: Counter[int] = Counter()
    for text, number in rows:
        for one in text.strip("[]").split(","):
            if one.strip().isdecimal():
                uses[int(one)] += number
    return uses
