"""Checks of what articles point to, as people read them."""

from typing import Any

from sqlalchemy import select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.checks.models import AssetCheck


def list_asset_checks(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (AssetCheck, Article, author), the newest first."""
    return paginate(
        select(AssetCheck, Article, Colleague)
        .join(Article, Article.id == AssetCheck.article_id)
        .outerjoin(Colleague, Colleague.id == AssetCheck.author_id)
        .where(AssetCheck.workplace_id == workplace_id)
        .order_by(AssetCheck.number.desc()),
        page,
    )


def find_around_check(check: AssetCheck) -> Any:
    """(article, author), in one query."""
    return db.session.execute(
        select(Article, Colleague)
        .select_from(AssetCheck)
        .join(Article, Article.id == AssetCheck.article_id)
        .outerjoin(Colleague, Colleague.id == AssetCheck.author_id)
        .where(AssetCheck.id == check.id)
    ).one()
