"""The licence positions of a workplace, counted for all products at once; and licences as people read them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.models import (
    Allocation,
    Asset,
    ConcurrentUse,
    Entitlement,
    Installation,
    Site,
    SoftwareProduct,
)
from itsm_sandbox.rules.licences import EXPIRING_WITHIN, IDLE_AFTER, Held, Position, Terms, Used, position_of

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


def list_positions(workplace_id: int, on: date, *, product_id: int | None = None) -> list[Line]:
    """Every product's position on a day, by name, in a number of queries that does not grow. One product when asked."""
    counted = _Counting(workplace_id, on, product_id)
    held, used = counted.held(), counted.used()
    return [
        Line(product, position_of(product.terms, held.get(product.id, Held()), used.get(product.id, Used()), on))
        for product in counted.products()
    ]


def find_position(workplace_id: int, product_id: int, on: date) -> Line:
    (line,) = list_positions(workplace_id, on, product_id=product_id)
    return line


@dataclass(frozen=True, slots=True)
class _Counting:
    workplace_id: int
    on: date
    product_id: int | None

    def products(self) -> list[Product]:
        columns = [getattr(SoftwareProduct, name) for name in Product._fields]
        asked = select(*columns).where(SoftwareProduct.workplace_id == self.workplace_id)
        asked = asked.order_by(SoftwareProduct.name)
        asked = asked.where(SoftwareProduct.id == self.product_id) if self.product_id else asked
        return [Product(*row) for row in db.session.execute(asked)]

    def held(self) -> dict[int, Held]:
        in_force = was_in_force_on(self.on)
        rows = db.session.execute(
            select(
                Entitlement.product_id,
                Entitlement.site_id,
                func.count(case((in_force, 1))).label("licences"),
                func.sum(case((in_force, Entitlement.quantity))).label("quantity"),
                func.count(case((and_(in_force, Entitlement.quantity.is_(None)), 1))).label("unlimited"),
                func.min(case((in_force, Entitlement.ends_on))).label("next_end_on"),
                func.max(case((Entitlement.ends_on < self.on, Entitlement.ends_on))).label("last_ended_on"),
            )
            .where(Entitlement.workplace_id == self.workplace_id, *self._of(Entitlement.product_id))
            .group_by(Entitlement.product_id, Entitlement.site_id)
        )
        parts: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            parts[row.product_id].append(row)
        return {product_id: _held(of_product) for product_id, of_product in parts.items()}

    def used(self) -> dict[int, Used]:
        devices, users, peaks, seats = self._devices(), self._users(), self._peaks(), self._seats()
        return {
            product_id: Used(
                devices.get(product_id, {}),
                users.get(product_id, 0),
                peaks.get(product_id, 0),
                *seats.get(product_id, (0, 0)),
            )
            for product_id in {*devices, *users, *peaks, *seats}
        }

    def _devices(self) -> dict[int, dict[int | None, int]]:
        found: dict[int, dict[int | None, int]] = defaultdict(dict)
        rows = db.session.execute(
            select(Installation.product_id, Asset.site_id, func.count().label("devices"))
            .join(Asset, Asset.id == Installation.asset_id)
            .where(*self._installed())
            .group_by(Installation.product_id, Asset.site_id)
        )
        for product_id, site_id, devices in rows:
            found[product_id][site_id] = devices
        return found

    def _users(self) -> dict[int, int]:
        """Different people that each product is given to, or whose device used it of late."""
        given = (
            select(Entitlement.product_id, Allocation.colleague_id)
            .join(Entitlement, Entitlement.id == Allocation.entitlement_id)
            .where(*self._given(), Allocation.colleague_id.is_not(None))
        )
        using = (
            select(Installation.product_id, Asset.custodian_id)
            .join(Asset, Asset.id == Installation.asset_id)
            .join(SoftwareProduct, SoftwareProduct.id == Installation.product_id)
            .where(
                *self._installed(),
                SoftwareProduct.metric == "per_user",
                Asset.custodian_id.is_not(None),
                Installation.last_used_on >= self.on - IDLE_AFTER,
            )
        )
        people = union(given, using).subquery()
        rows = db.session.execute(select(people.c.product_id, func.count()).group_by(people.c.product_id))
        return dict(rows)

    def _peaks(self) -> dict[int, int]:
        rows = db.session.execute(
            select(ConcurrentUse.product_id, func.max(ConcurrentUse.peak))
            .where(
                ConcurrentUse.workplace_id == self.workplace_id,
                ConcurrentUse.on > self.on - IDLE_AFTER,
                ConcurrentUse.on <= self.on,
                *self._of(ConcurrentUse.product_id),
            )
            .group_by(ConcurrentUse.product_id)
        )
        return dict(rows)

    def _seats(self) -> dict[int, tuple[int, int]]:
        """How many are given out, and how many of those nobody used for long."""
        given = (
            select(Entitlement.product_id, idle_on(self.on).label("is_idle"))
            .select_from(Allocation)
            .join(Entitlement, Entitlement.id == Allocation.entitlement_id)
        )
        parts = given.where(*self._given()).subquery()
        rows = db.session.execute(
            select(parts.c.product_id, func.count(), func.count(case((parts.c.is_idle, 1)))).group_by(
                parts.c.product_id
            )
        )
        return {product_id: (seats, idle) for product_id, seats, idle in rows}

    def _installed(self) -> list[ColumnElement[bool]]:
        return [
            Installation.workplace_id == self.workplace_id,
            Installation.first_seen_on <= self.on,
            or_(Installation.removed_on.is_(None), Installation.removed_on > self.on),
            Asset.state.not_in(_GONE),
            *self._of(Installation.product_id),
        ]

    def _given(self) -> list[ColumnElement[bool]]:
        return [
            Allocation.workplace_id == self.workplace_id,
            Allocation.from_on <= self.on,
            or_(Allocation.to_on.is_(None), Allocation.to_on >= self.on),
            *self._of(Entitlement.product_id),
        ]

    def _of(self, column: Any) -> list[ColumnElement[bool]]:
        return [column == self.product_id] if self.product_id else []


def _held(rows: Sequence[Any]) -> Held:
    """The rows of one product, one for each site that licences are bound to."""
    ends = [row.next_end_on for row in rows if row.next_end_on is not None]
    ended = [row.last_ended_on for row in rows if row.last_ended_on is not None]
    free = [row for row in rows if row.site_id is None]
    bound = [row for row in rows if row.site_id is not None]
    return Held(
        licences=sum(row.licences for row in rows),
        quantity=sum(row.quantity or 0 for row in free),
        is_unlimited=any(row.unlimited for row in free),
        by_site={row.site_id: row.quantity for row in bound if row.quantity},
        unlimited_sites=frozenset(row.site_id for row in bound if row.unlimited),
        next_end_on=min(ends, default=None),
        last_ended_on=max(ended, default=None),
    )


def was_in_force_on(on: date) -> ColumnElement[bool]:
    return and_(Entitlement.starts_on <= on, or_(Entitlement.ends_on.is_(None), Entitlement.ends_on >= on))


def last_use() -> Any:
    """When what is given out was last used: by the device, by one of the person's devices, or as its record says."""
    device = (
        select(func.max(Installation.last_used_on))
        .where(Installation.product_id == Entitlement.product_id, Installation.asset_id == Allocation.asset_id)
        .correlate(Entitlement, Allocation)
        .scalar_subquery()
    )
    devices = (
        select(func.max(Installation.last_used_on))
        .join(Asset, Asset.id == Installation.asset_id)
        .where(Installation.product_id == Entitlement.product_id, Asset.custodian_id == Allocation.colleague_id)
        .correlate(Entitlement, Allocation)
        .scalar_subquery()
    )
    latest = case(
        (Allocation.asset_id.is_not(None), device), (Allocation.colleague_id.is_not(None), devices), else_=None
    )
    own = Allocation.last_used_on
    return case((own.is_(None), latest), (latest.is_(None), own), (latest > own, latest), else_=own)


def idle_on(on: date) -> ColumnElement[bool]:
    """As `rules.licences.is_idle` tells it; what a whole site has is never idle."""
    since = on - IDLE_AFTER
    used_on = last_use()
    return and_(Allocation.site_id.is_(None), Allocation.from_on <= since, or_(used_on.is_(None), used_on < since))


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
