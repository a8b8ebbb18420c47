"""Articles as people read them, with their versions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, func, or_, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.errors import NotFound
from core.paging import Page, paginate
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import Colleague, WorkEvent
from itsm_sandbox.knowledge.articles.models import Article, ArticleVersion
from itsm_sandbox.knowledge.articles.rules.machine import ANSWERED, SENT_ON
from itsm_sandbox.knowledge.checks.models import AssetCheck
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.feedback.rules import OPEN_STATES
from itsm_sandbox.knowledge.procedure_changes.models import ProcedureChange
from itsm_sandbox.problems.problems.models import Problem

_FEW = 10


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    words: str = ""
    type: str = ""
    with_retired: bool = False
    state: str = ""
    late_on: date | None = None  # only those whose check was due before this day, or that somebody found out of date
    for_users: bool = False  # only what is in force and for everybody


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
    if wanted.state:
        found = found.where(Article.state == wanted.state)
    elif not wanted.with_retired:
        found = found.where(Article.state != "retired")
    if wanted.late_on:
        late = or_(Article.review_due_on < wanted.late_on, Article.doubt != "")
        found = found.where(Article.is_in_force(), late)
    if wanted.for_users:
        found = found.where(Article.is_in_force(), Article.audience == "users")
    return paginate(found, page)


def count_late(workplace_id: int, today: date) -> int:
    """Articles in force whose check is overdue, or that somebody found out of date."""
    late = or_(Article.review_due_on < today, Article.doubt != "")
    found = select(func.count()).where(Article.workplace_id == workplace_id, Article.is_in_force(), late)
    return db.session.scalar(found) or 0


def list_waiting_for(colleague: Colleague) -> list[Article]:
    """In review or in test, and written by others: this person may do it."""
    found = db.session.scalars(
        select(Article)
        .where(
            Article.workplace_id == colleague.workplace_id,
            Article.state.in_(("quality_review", "acceptance_test")),
        )
        .order_by(Article.changed_at, Article.id)
        .limit(_FEW)
    )
    return [article for article in found if colleague.id not in article.editors]


class ArticleRow(NamedTuple):
    article: Article
    author: Colleague | None
    service: Service | None
    problem: Problem | None
    uses: int  # tickets resolved with it
    answered: int  # readers in the portal who needed no ticket
    sent_on: int  # and those who logged one after all


def find_related_to_article(article: Article) -> ArticleRow:
    """What its page tells beside it, in one query."""
    listed: Any = cast(Ticket.articles_used, Text)
    for sign in "[]":
        listed = func.replace(listed, sign, ",")
    counts = [
        select(func.count())
        .where(
            Ticket.workplace_id == article.workplace_id,
            func.replace(listed, " ", "").contains(f",{article.id},", autoescape=True),
        )
        .scalar_subquery(),
        *(
            select(func.count())
            .where(WorkEvent.subject_kind == article.kind, WorkEvent.subject_id == article.id, WorkEvent.verb == verb)
            .scalar_subquery()
            for verb in (ANSWERED, SENT_ON)
        ),
    ]
    row = db.session.execute(
        select(Colleague, Service, Problem, *counts)
        .select_from(Article)
        .outerjoin(Colleague, Colleague.id == Article.author_id)
        .outerjoin(Service, Service.id == Article.service_id)
        .outerjoin(Problem, Problem.id == Article.problem_id)
        .where(Article.id == article.id)
    ).one()
    return ArticleRow(article, *row)


def list_said_of(article_id: int) -> Sequence[Feedback]:
    """What people said of it and what is not answered yet, the newest first."""
    return db.session.scalars(
        select(Feedback)
        .where(Feedback.article_id == article_id)
        .order_by(Feedback.state.in_(OPEN_STATES).desc(), Feedback.number.desc())
        .limit(_FEW)
    ).all()


def list_changes_asked(article_id: int) -> Sequence[ProcedureChange]:
    """The newest first."""
    return db.session.scalars(
        select(ProcedureChange)
        .where(ProcedureChange.article_id == article_id)
        .order_by(ProcedureChange.number.desc())
        .limit(_FEW)
    ).all()


def list_checks_of(article_id: int) -> Sequence[AssetCheck]:
    """The newest first."""
    return db.session.scalars(
        select(AssetCheck).where(AssetCheck.article_id == article_id).order_by(AssetCheck.number.desc()).limit(_FEW)
    ).all()


def list_versions(article_id: int) -> Sequence[ArticleVersion]:
    """The newest first, with who published each."""
    return db.session.scalars(
        select(ArticleVersion)
        .where(ArticleVersion.article_id == article_id)
        .order_by(ArticleVersion.number.desc())
        .options(joinedload(ArticleVersion.published_by))
    ).all()


def find_version(article_id: int, number: int) -> ArticleVersion | None:
    return db.session.scalar(
        select(ArticleVersion).where(ArticleVersion.article_id == article_id, ArticleVersion.number == number)
    )


def get_version(article_id: int, number: int) -> ArticleVersion:
    found = find_version(article_id, number)
    if found is None:
        raise NotFound("We could not find that version.")
    return found


def text_in_force(article: Article) -> dict[str, Any]:
    """What people go by: the version in force; of one that never had versions, its own columns."""
    found = find_version(article.id, article.version_number)
    return found.content if found else article.frozen()


def list_names(colleague_ids: Sequence[int | None]) -> dict[int, Colleague]:
    """People by their ids."""
    if not any(colleague_ids):
        return {}
    rows = db.session.scalars(select(Colleague).where(Colleague.id.in_([one for one in colleague_ids if one])))
    return {row.id: row for row in rows}


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
