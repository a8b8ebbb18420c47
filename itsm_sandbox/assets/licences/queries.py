"""The licence positions of a workplace, counted for all products at once; and licences as people read them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union,
    union_all,
)

from core.db import db
from core.formatting import day
from core.paging import Page, paginate
from itsm_sandbox.assets.allocations.idle import is_idle_since
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.positions.rules.counting import (
    EXPIRING_WITHIN,
    IDLE_AFTER,
    Held,
    Position,
    Terms,
    Used,
    position_of,
)
from itsm_sandbox.assets.software.models import ConcurrentUse, Installation, SoftwareProduct
from itsm_sandbox.engine.models import Site

_GONE = ("retired", "disposed", "written_off", "stolen")
"""States of assets whose software is no longer in use."""


class Product(NamedTuple):
    id: int
    number: int
    name: str
    publisher: str
    edition: str
    metric: str
    authorisation: str
    unit_price_pence: int
    remote_use_allowed: bool
    state: str

    @property
    def terms(self) -> Terms:
        return Terms(self.metric, self.authorisation, self.unit_price_pence)


class Line(NamedTuple):
    product: Product
    position: Position


def list_positions(workplace_id: int, on: date, *, with_idle: bool = True) -> list[Line]:
    """Every product's position on a day, by name, in two queries. What nobody used for long takes most of the time."""
    columns = [getattr(SoftwareProduct, name) for name in Product._fields]
    asked = select(*columns).where(SoftwareProduct.workplace_id == workplace_id).order_by(SoftwareProduct.name)
    parts = _count(workplace_id, on, with_idle=with_idle)
    return [
        Line(product, position_of(product.terms, parts[product.id].held(), parts[product.id].used(), on))
        for product in (Product(*row) for row in db.session.execute(asked))
    ]


def find_position(product: SoftwareProduct, on: date) -> Position:
    """The position of one product on a day, in one query."""
    parts = _count(product.workplace_id, on, product.id)[product.id]
    terms = Terms(product.metric, product.authorisation, product.unit_price_pence)
    return position_of(terms, parts.held(), parts.used(), on)


def _count(
    workplace_id: int, on: date, product_id: int | None = None, *, with_idle: bool = True
) -> dict[int, "_Parts"]:
    """All that is counted, by product."""
    asked = {"workplace_id": workplace_id, "on": on, "since": on - IDLE_AFTER, "product_id": product_id}
    found: dict[int, _Parts] = defaultdict(_Parts)
    for row in db.session.execute(_everything(of_one=product_id is not None, with_idle=with_idle), asked):
        found[row.product_id].add(row)
    return found


@cache
def _everything(*, of_one: bool, with_idle: bool) -> CompoundSelect[Any]:
    """Rows of one shape under each other, so that it is one query; built once, for that takes as long as to ask it."""
    part = _Counting(of_one, with_idle)
    return union_all(part.held(), part.devices(), part.sites(), part.users(), part.peaks(), part.seats())


_WORKPLACE, _PRODUCT = bindparam("workplace_id", type_=Integer), bindparam("product_id", type_=Integer)
_ON, _SINCE = bindparam("on", type_=Date), bindparam("since", type_=Date)


@dataclass(frozen=True, slots=True)
class _Counting:
    of_one: bool
    with_idle: bool

    def held(self) -> Select[*tuple[Any, ...]]:
        in_force = was_in_force_on(_ON)
        return (
            select(
                literal("held").label("part"),
                Entitlement.product_id.label("product_id"),
                Entitlement.site_id.label("site_id"),
                func.count(case((in_force, 1))).label("number"),
                func.sum(case((in_force, Entitlement.quantity))).label("quantity"),
                func.count(case((and_(in_force, Entitlement.quantity.is_(None)), 1))).label("unlimited"),
                func.min(case((in_force, Entitlement.ends_on))).label("next_end_on"),
                func.max(case((Entitlement.ends_on < _ON, Entitlement.ends_on))).label("last_ended_on"),
            )
            .where(Entitlement.workplace_id == _WORKPLACE, *self._of(Entitlement.product_id))
            .group_by(Entitlement.product_id, Entitlement.site_id)
        )

    def devices(self) -> Select[Any]:
        return (
            _part("devices", Installation.product_id, func.count())
            .where(*self._installed(), Installation.asset_id.not_in(self._gone()))
            .group_by(Installation.product_id)
        )

    def sites(self) -> Select[Any]:
        """Where the devices stand, of the products that are licensed by site: to look at each device takes long."""
        bound = select(Entitlement.product_id).where(
            Entitlement.workplace_id == _WORKPLACE, Entitlement.site_id.is_not(None)
        )
        by_site = select(SoftwareProduct.id).where(
            SoftwareProduct.workplace_id == _WORKPLACE,
            or_(SoftwareProduct.metric == "site", SoftwareProduct.id.in_(bound)),
        )
        return (
            _part("sites", Installation.product_id, func.count(), site_id=Asset.site_id)
            .select_from(Installation)
            .join(Asset, Asset.id == Installation.asset_id)
            .where(*self._installed(), Installation.product_id.in_(by_site))
            .where(Asset.state.not_in(_GONE), Asset.site_id.is_not(None))
            .group_by(Installation.product_id, Asset.site_id)
        )

    def users(self) -> Select[Any]:
        """Different people that a product licensed by person is given to, or whose device used it of late."""
        by_user = select(SoftwareProduct.id).where(
            SoftwareProduct.workplace_id == _WORKPLACE, SoftwareProduct.metric == "per_user"
        )
        given = (
            select(Entitlement.product_id, Allocation.colleague_id)
            .join(Entitlement, Entitlement.id == Allocation.entitlement_id)
            .where(*self._given(), Entitlement.product_id.in_(by_user), Allocation.colleague_id.is_not(None))
        )
        using = (
            select(Installation.product_id, Asset.custodian_id)
            .join(Asset, Asset.id == Installation.asset_id)
            .where(
                *self._installed(),
                Installation.product_id.in_(by_user),
                Asset.state.not_in(_GONE),
                Asset.custodian_id.is_not(None),
                Installation.last_used_on >= _SINCE,
            )
        )
        people = union(given, using).subquery()
        return _part("users", people.c.product_id, func.count()).group_by(people.c.product_id)

    def peaks(self) -> Select[Any]:
        return (
            _part("peaks", ConcurrentUse.product_id, func.max(ConcurrentUse.peak))
            .where(
                ConcurrentUse.workplace_id == _WORKPLACE,
                ConcurrentUse.on > _SINCE,
                ConcurrentUse.on <= _ON,
                *self._of(ConcurrentUse.product_id),
            )
            .group_by(ConcurrentUse.product_id)
        )

    def seats(self) -> Select[Any]:
        """How many are given out, and how many of those nobody used for long."""
        is_idle = is_idle_since(_WORKPLACE, _SINCE, _PRODUCT if self.of_one else None) if self.with_idle else false()
        given = (
            select(Entitlement.product_id, is_idle.label("is_idle"))
            .select_from(Allocation)
            .join(Entitlement, Entitlement.id == Allocation.entitlement_id)
            .where(*self._given())
            .subquery()
        )
        idle = func.count(case((given.c.is_idle, 1)))
        return _part("seats", given.c.product_id, func.count(), idle).group_by(given.c.product_id)

    def _installed(self) -> list[ColumnElement[bool]]:
        return [
            Installation.workplace_id == _WORKPLACE,
            Installation.first_seen_on <= _ON,
            or_(Installation.removed_on.is_(None), Installation.removed_on > _ON),
            *self._of(Installation.product_id),
        ]

    def _gone(self) -> Select[Any]:
        return select(Asset.id).where(Asset.workplace_id == _WORKPLACE, Asset.state.in_(_GONE))

    def _given(self) -> list[ColumnElement[bool]]:
        return [
            Allocation.workplace_id == _WORKPLACE,
            Allocation.from_on <= _ON,
            or_(Allocation.to_on.is_(None), Allocation.to_on >= _ON),
            *self._of(Entitlement.product_id),
        ]

    def _of(self, column: Any) -> list[ColumnElement[bool]]:
        return [column == _PRODUCT] if self.of_one else []


class _Parts:
    """What was counted of one product."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Any]] = defaultdict(list)

    def add(self, row: Any) -> None:
        self._rows[row.part].append(row)

    def held(self) -> Held:
        """From a row for each site that licences are bound to."""
        rows = self._rows["held"]
        free = [row for row in rows if row.site_id is None]
        bound = [row for row in rows if row.site_id is not None]
        return Held(
            licences=sum(row.number for row in rows),
            quantity=sum(row.quantity or 0 for row in free),
            is_unlimited=any(row.unlimited for row in free),
            by_site={row.site_id: row.quantity for row in bound if row.quantity},
            unlimited_sites=frozenset(row.site_id for row in bound if row.unlimited),
            next_end_on=min(filter(None, (row.next_end_on for row in rows)), default=None),
            last_ended_on=max(filter(None, (row.last_ended_on for row in rows)), default=None),
        )

    def used(self) -> Used:
        sites = {row.site_id: row.number for row in self._rows["sites"]}
        elsewhere = sum(row.number for row in self._rows["devices"]) - sum(sites.values())
        users = sum(row.number for row in self._rows["users"])
        peak = sum(row.number for row in self._rows["peaks"])
        seats, idle = (sum(getattr(row, name) for row in self._rows["seats"]) for name in ("number", "quantity"))
        return Used({**sites, None: elsewhere}, users, peak, seats, idle)


def _part(name: str, product_id: Any, number: Any, quantity: Any = None, *, site_id: Any = None) -> Select[Any]:
    """A select in the shape of what is held, with nothing in the places that it has no use for."""
    nothing = cast(null(), Integer)
    return select(
        literal(name).label("part"),
        product_id.label("product_id"),
        (nothing if site_id is None else site_id).label("site_id"),
        number.label("number"),
        (nothing if quantity is None else quantity).label("quantity"),
        nothing.label("unlimited"),
        cast(null(), Date).label("next_end_on"),
        cast(null(), Date).label("last_ended_on"),
    )


def was_in_force_on(on: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(Entitlement.starts_on <= on, or_(Entitlement.ends_on.is_(None), Entitlement.ends_on >= on))


@dataclass(frozen=True, slots=True)
class LicenceFilter:
    words: str = ""
    show: str = ""  # due, ended


def list_licences(workplace_id: int, wanted: LicenceFilter, on: date, *, page: int = 1) -> Page[Any]:
    """Rows of (Entitlement, product, site, taken); those that end first on top when renewals are asked for."""
    found = (
        select(
            Entitlement,
            SoftwareProduct.name.label("product"),
            SoftwareProduct.metric.label("metric"),
            Site.name.label("site"),
            _taken().label("taken"),
        )
        .join(SoftwareProduct, SoftwareProduct.id == Entitlement.product_id)
        .outerjoin(Site, Site.id == Entitlement.site_id)
        .where(Entitlement.workplace_id == workplace_id)
    )
    for word in wanted.words.split():
        columns = (SoftwareProduct.name, SoftwareProduct.publisher, Entitlement.order_ref, Entitlement.supplier)
        found = found.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return paginate(_shown(found, wanted.show, on), page)


def count_due(workplace_id: int, on: date) -> int:
    """How many licences end soon, or have ended and were neither renewed nor given up."""
    return db.session.scalar(select(func.count()).where(Entitlement.workplace_id == workplace_id, *_due(on))) or 0


def _shown(found: Select[Any], show: str, on: date) -> Select[Any]:
    if show == "due":
        return found.where(*_due(on)).order_by(Entitlement.ends_on, Entitlement.number)
    found = found.where(Entitlement.state == "ended") if show == "ended" else found.where(Entitlement.state != "ended")
    return found.order_by(SoftwareProduct.name, Entitlement.number)


def _due(on: date) -> tuple[ColumnElement[bool], ...]:
    return Entitlement.state == "active", Entitlement.ends_on <= on + EXPIRING_WITHIN


def _taken() -> Any:
    return (
        select(func.count())
        .where(Allocation.entitlement_id == Entitlement.id, Allocation.state == "allocated")
        .correlate(Entitlement)
        .scalar_subquery()
    )


def count_taken(entitlement_id: int) -> int:
    """How much of a licence is given out now."""
    return (
        db.session.scalar(
            select(func.count()).where(Allocation.entitlement_id == entitlement_id, Allocation.state == "allocated")
        )
        or 0
    )


class LicenceRow(NamedTuple):
    licence: Entitlement
    product: SoftwareProduct
    site: str | None


def find_licence(licence: Entitlement) -> LicenceRow:
    row = db.session.execute(
        select(SoftwareProduct, Site.name)
        .select_from(Entitlement)
        .join(SoftwareProduct, SoftwareProduct.id == Entitlement.product_id)
        .outerjoin(Site, Site.id == Entitlement.site_id)
        .where(Entitlement.id == licence.id)
    ).one()
    return LicenceRow(licence, *row)


def list_licence_choices(workplace_id: int) -> list[tuple[int, str]]:
    """Those that were not ended, by product: what it is, how many, and until when."""
    rows = db.session.execute(
        select(Entitlement, SoftwareProduct.name)
        .join(SoftwareProduct, SoftwareProduct.id == Entitlement.product_id)
        .where(Entitlement.workplace_id == workplace_id, Entitlement.state == "active")
        .order_by(SoftwareProduct.name, Entitlement.number)
    )
    return [
        (
            one.id,
            f"{name}, {one.ref}: {'no limit' if one.quantity is None else one.quantity}"
            + (f", until {day(one.ends_on)}" if one.ends_on else ""),
        )
        for one, name in rows
    ]
