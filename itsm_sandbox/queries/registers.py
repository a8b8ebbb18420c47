"""The registers as people read them: assets, spending, articles, outages and disks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, func, or_, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.models import (
    Article,
    Asset,
    Change,
    Colleague,
    DiskReading,
    Expenditure,
    Outage,
    Problem,
    Service,
    Site,
    Ticket,
)
from itsm_sandbox.rules.registers import SPENDING_CATEGORIES


@dataclass(frozen=True, slots=True)
class AssetFilter:
    words: str = ""
    type: str = ""
    state: str = ""


def list_assets(workplace_id: int, wanted: AssetFilter, *, page: int = 1) -> Page[Any]:
    """Rows of (Asset, site, custodian's name, whether they are simulated), by tag."""
    found = (
        select(Asset, Site.name.label("site"), Colleague.name.label("custodian"))
        .outerjoin(Site, Site.id == Asset.site_id)
        .outerjoin(Colleague, Colleague.id == Asset.custodian_id)
        .where(Asset.workplace_id == workplace_id)
        .order_by(Asset.tag)
    )
    for word in wanted.words.split():
        found = found.where(
            or_(
                *(
                    column.icontains(word, autoescape=True)
                    for column in (Asset.tag, Asset.model, Asset.serial, Asset.location, Colleague.name, Site.name)
                )
            )
        )
    if wanted.type:
        found = found.where(Asset.type == wanted.type)
    if wanted.state:
        found = found.where(Asset.state == wanted.state)
    return paginate(found, page)


def count_assets(workplace_id: int) -> dict[str, int]:
    """How many there are in each state."""
    rows = db.session.execute(
        select(Asset.state, func.count().label("number"))
        .where(Asset.workplace_id == workplace_id)
        .group_by(Asset.state)
    )
    return {row.state: row.number for row in rows}


class AssetRow(NamedTuple):
    asset: Asset
    site: str | None
    custodian: Colleague | None
    service: Service | None


def find_around(asset: Asset) -> AssetRow:
    """The asset with the words for its place, its custodian and its service."""
    row = db.session.execute(
        select(Site.name, Colleague, Service)
        .select_from(Asset)
        .outerjoin(Site, Site.id == Asset.site_id)
        .outerjoin(Colleague, Colleague.id == Asset.custodian_id)
        .outerjoin(Service, Service.id == Asset.service_id)
        .where(Asset.id == asset.id)
    ).one()
    return AssetRow(asset, *row)


def list_tickets_of_asset(asset: Asset, *, limit: int = 20) -> Sequence[Ticket]:
    """The newest first."""
    return db.session.scalars(
        select(Ticket).where(Ticket.asset_id == asset.id).order_by(Ticket.created_at.desc()).limit(limit)
    ).all()


def is_tag_taken(workplace_id: int, tag: str) -> bool:
    return db.session.scalar(select(Asset.id).where(Asset.workplace_id == workplace_id, Asset.tag == tag)) is not None


@dataclass(frozen=True, slots=True)
class Spending:
    """A page of rows with the totals of the whole period: (label, committed, spent) by category, in pence."""

    page: Page[Any]
    totals: Sequence[tuple[str, int, int]]
    hidden: int  # rows that are restricted to the ICT owner

    @property
    def committed(self) -> int:
        return sum(committed for _, committed, _ in self.totals)

    @property
    def spent(self) -> int:
        return sum(spent for _, _, spent in self.totals)

    @property
    def highest(self) -> str:
        """The category on which most was spent; none when nothing was."""
        label, _, spent = max(self.totals, key=lambda row: row[2])
        return label if spent > 0 else ""


def list_expenditure(
    workplace_id: int, from_on: date, to_on: date, *, sees_restricted: bool, page: int = 1
) -> Spending:
    """What was committed and spent from one day up to another (with it), newest first."""
    within = (Expenditure.workplace_id == workplace_id, Expenditure.on >= from_on, Expenditure.on <= to_on)
    seen = within if sees_restricted else (*within, Expenditure.is_restricted.is_(False))
    rows = (
        select(Expenditure, Change.number.label("change_number"))
        .outerjoin(Change, Change.id == Expenditure.change_id)
        .where(*seen)
        .order_by(Expenditure.on.desc(), Expenditure.number.desc())
    )
    sums: dict[tuple[str, bool], int] = Counter()
    for category, state, pence in db.session.execute(
        select(Expenditure.category, Expenditure.state, func.sum(Expenditure.amount_pence))
        .where(*seen, Expenditure.state != "released")
        .group_by(Expenditure.category, Expenditure.state)
    ):
        sums[category, state == "committed"] += pence
    totals = [(label, sums[name, True], sums[name, False]) for name, label in SPENDING_CATEGORIES]
    hidden = 0
    if not sees_restricted:
        hidden = db.session.scalar(select(func.count()).where(*within, Expenditure.is_restricted.is_(True))) or 0
    return Spending(paginate(rows, page), totals, hidden)


def list_committed(change_id: int) -> Sequence[Expenditure]:
    """What is committed for a change and not yet spent."""
    return db.session.scalars(
        select(Expenditure)
        .where(Expenditure.change_id == change_id, Expenditure.state == "committed")
        .order_by(Expenditure.id)
    ).all()


def find_change_of(expenditure: Expenditure) -> Change | None:
    return db.session.get(Change, expenditure.change_id) if expenditure.change_id else None


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


def list_outages(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Outage, the service's name, Ticket), the latest first."""
    return paginate(
        select(Outage, Service.name.label("service"), Ticket)
        .join(Service, Service.id == Outage.service_id)
        .outerjoin(Ticket, Ticket.id == Outage.ticket_id)
        .where(Outage.workplace_id == workplace_id)
        .order_by(Outage.from_at.desc(), Outage.id.desc()),
        page,
    )


def list_last_readings(workplace_id: int) -> Sequence[DiskReading]:
    """The newest reading of each server, by name."""
    newest = (
        select(DiskReading.server, func.max(DiskReading.at).label("at"))
        .where(DiskReading.workplace_id == workplace_id)
        .group_by(DiskReading.server)
        .subquery()
    )
    return db.session.scalars(
        select(DiskReading)
        .join(newest, (newest.c.server == DiskReading.server) & (newest.c.at == DiskReading.at))
        .where(DiskReading.workplace_id == workplace_id)
        .order_by(DiskReading.server)
    ).all()
