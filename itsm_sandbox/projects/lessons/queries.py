"""Lessons as people read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.knowledge.articles.models import Article, ArticleVersion
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.projects.lessons.models import Lesson
from itsm_sandbox.projects.projects.models import Project


@dataclass(frozen=True, slots=True)
class Related:
    """What a lesson comes from and what was updated because of it."""

    author: Colleague
    source: Project | Change | Problem | None
    article: Article | None


def list_lessons(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Lesson, author, is_simulated), the newest first."""
    return paginate(
        select(Lesson, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .join(Colleague, Colleague.id == Lesson.author_id)
        .where(Lesson.workplace_id == workplace_id)
        .order_by(Lesson.number.desc()),
        page,
    )


def find_related(lesson: Lesson) -> Related:
    row = db.session.execute(
        select(Colleague, Project, Change, Problem, Article)
        .select_from(Lesson)
        .join(Colleague, Colleague.id == Lesson.author_id)
        .outerjoin(Project, Project.id == Lesson.project_id)
        .outerjoin(Change, Change.id == Lesson.change_id)
        .outerjoin(Problem, Problem.id == Lesson.problem_id)
        .outerjoin(Article, Article.id == Lesson.article_id)
        .where(Lesson.id == lesson.id)
    ).one()
    author, project, change, problem, article = row
    return Related(author, project or change or problem, article)


def find_published_since(article_id: int, since: datetime) -> datetime | None:
    """When its newest version was published, if that was later."""
    return db.session.scalar(
        select(func.max(ArticleVersion.published_at)).where(
            ArticleVersion.article_id == article_id, ArticleVersion.published_at > since
        )
    )
