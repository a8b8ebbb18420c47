"""The state of services, servers and tickets at one moment, and the logs in which it is collected."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.reporting.metrics.rules.reading import STOPPED
from itsm_sandbox.reporting.monitoring.models import Collection, MonitoringLog
from itsm_sandbox.reporting.monitoring.rules import Found
from itsm_sandbox.reporting.outages.models import Outage
from itsm_sandbox.reporting.outages.queries import list_last_readings


def read_state(workplace_id: int, now: datetime) -> Found:
    """What is found now, in three queries."""
    disks = [(one.server, one.used_gb, one.free_gb, one.at) for one in list_last_readings(workplace_id)]
    down = db.session.scalars(
        select(Service.name)
        .join(Outage, Outage.service_id == Service.id)
        .where(
            Outage.workplace_id == workplace_id,
            Outage.from_at <= now,
            or_(Outage.until_at.is_(None), Outage.until_at > now),
        )
        .distinct()
        .order_by(Service.name)
    ).all()
    is_open = Ticket.state.not_in(sorted(STOPPED))
    late = or_(Ticket.fix_breached_at <= now, Ticket.fix_due_at <= now)
    unanswered = and_(Ticket.responded_at.is_(None), Ticket.response_due_at <= now)
    row = db.session.execute(
        select(
            func.count().filter(is_open, Ticket.is_major.is_(True)).label("majors"),
            func.count().filter(is_open).label("open"),
            func.count().filter(is_open, late).label("breached"),
            func.count().filter(is_open, unanswered).label("unanswered"),
        ).where(Ticket.workplace_id == workplace_id)
    ).one()
    return Found(disks, down, *row)


def list_logs(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (MonitoringLog, author, is_simulated), those that run first."""
    return paginate(
        select(MonitoringLog, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .join(Colleague, Colleague.id == MonitoringLog.author_id)
        .where(MonitoringLog.workplace_id == workplace_id)
        .order_by(MonitoringLog.state == "stopped", MonitoringLog.number.desc()),
        page,
    )


def list_collections(log_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Collection, by, is_simulated), the latest first."""
    return paginate(
        select(Collection, Colleague.name.label("by"), Colleague.membership_id.is_(None).label("is_simulated"))
        .outerjoin(Colleague, Colleague.id == Collection.by_id)
        .where(Collection.log_id == log_id)
        .order_by(Collection.number.desc()),
        page,
    )


def find_procedure(log: MonitoringLog) -> tuple[Article | None, Colleague | None]:
    """The article that asks for it, and who began it."""
    found = db.session.execute(
        select(Article, Colleague)
        .select_from(MonitoringLog)
        .join(Colleague, Colleague.id == MonitoringLog.author_id)
        .outerjoin(Article, Article.id == MonitoringLog.article_id)
        .where(MonitoringLog.id == log.id)
    ).one()
    return found.Article, found.Colleague


def next_collection_number(log_id: int) -> int:
    return 1 + (db.session.scalar(select(func.max(Collection.number)).where(Collection.log_id == log_id)) or 0)
