"""Licence positions: what is held of a product against what is used, on one day, and what that means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

EXPIRING_WITHIN = timedelta(days=60)
IDLE_AFTER = timedelta(days=90)
"""Without use for so long, an allocation is one to reclaim; the peak of concurrent use is sought as far back."""

UNUSED_SHARE = 0.2
UNUSED_FEWEST = 2

METRICS = (
    ("per_device", "Each device"),
    ("per_user", "Each person"),
    ("concurrent", "Used at the same time"),
    ("site", "Each site"),
    ("subscription", "Subscription seats"),
    ("free", "Free or open source"),
)
UNITS: Mapping[str, tuple[str, str]] = {
    "per_device": ("device", "devices"),
    "per_user": ("person", "people"),
    "concurrent": ("at once", "at once"),
    "site": ("site", "sites"),
    "subscription": ("seat", "seats"),
    "free": ("device", "devices"),
}
AUTHORISATIONS = (("allowed", "Allowed"), ("restricted", "Restricted"), ("prohibited", "Prohibited"))


class Status(StrEnum):
    """From the gravest to the best."""

    PROHIBITED = "prohibited"
    UNLICENSED = "unlicensed"
    NON_COMPLIANT = "non_compliant"
    EXPIRING = "expiring"
    AT_LIMIT = "at_limit"
    UNDER_USED = "under_used"
    COMPLIANT = "compliant"
    NOT_USED = "not_used"

    @property
    def label(self) -> str:
        return _STATUS[self][0]

    @property
    def tone(self) -> str:
        return _STATUS[self][1]

    @property
    def icon(self) -> str:
        return _STATUS[self][2]

    @property
    def means(self) -> str:
        return _STATUS[self][3]

    @property
    def is_breach(self) -> bool:
        return self in {Status.PROHIBITED, Status.UNLICENSED, Status.NON_COMPLIANT}


_STATUS: Mapping[Status, tuple[str, str, str, str]] = {
    Status.PROHIBITED: ("Prohibited", "bad", "ban", "It is on devices, and nobody may use it."),
    Status.UNLICENSED: ("Unlicensed", "bad", "license-off", "It is in use, and no licence for it is in force."),
    Status.NON_COMPLIANT: ("Over-used", "bad", "alert-triangle", "More is in use than is licensed."),
    Status.EXPIRING: ("Expiring", "more", "calendar-due", "A licence ends within 60 days."),
    Status.AT_LIMIT: ("At its limit", "sub", "equal-double", "All that is licensed is in use."),
    Status.UNDER_USED: ("Under-used", "more", "coin", "More than a fifth of it, and more than two, is not in use."),
    Status.COMPLIANT: ("Compliant", "met", "check", "No more is in use than is licensed."),
    Status.NOT_USED: ("Not in use", "none", "circle-dashed", "It is neither in use nor licensed."),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """Of a product: how its publisher counts, whether the workplace allows it, and what one more costs."""

    metric: str
    authorisation: str
    unit_price_pence: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """The licences of a product in force on the day: without a site, and by the site that they are bound to."""

    licences: int = 0
    quantity: int = 0
    is_unlimited: bool = False  # everywhere
    by_site: Mapping[int, int] = field(default_factory=dict)
    unlimited_sites: frozenset[int] = frozenset()
    next_end_on: date | None = None
    last_ended_on: date | None = None  # of those that were in force earlier


@dataclass(frozen=True, slots=True)
class Used:
    """What was counted of a product on the day.

    `devices` is by the site they stand at where its licences are for sites; under None are all others.
    """

    devices: Mapping[int | None, int] = field(default_factory=dict)
    users: int = 0  # different people it is given to or who used it of late
    peak: int = 0
    seats: int = 0  # given out and not reclaimed
    idle: int = 0  # of those, not used for long

    @property
    def installed(self) -> int:
        return sum(self.devices.values())


@dataclass(frozen=True, slots=True)
class Position:
    """`entitled` and `balance` None: without a limit. `balance` may be negative."""

    entitled: int | None
    consumed: int
    balance: int | None
    statuses: tuple[Status, ...]  # the gravest first
    next_end_on: date | None
    last_ended_on: date | None
    installed: int
    licences: int  # in force
    seats: int
    idle: int
    at_risk_pence: int
    unused_pence: int

    @property
    def status(self) -> Status:
        return self.statuses[0]

    @property
    def is_used(self) -> bool:
        return bool(self.consumed or self.installed)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "entitled": self.entitled,
            "consumed": self.consumed,
            "balance": self.balance,
            "statuses": [one.value for one in self.statuses],
            "next_end_on": self.next_end_on.isoformat() if self.next_end_on else None,
            "last_ended_on": self.last_ended_on.isoformat() if self.last_ended_on else None,
            "installed": self.installed,
            "licences": self.licences,
            "seats": self.seats,
            "idle": self.idle,
            "at_risk_pence": self.at_risk_pence,
            "unused_pence": self.unused_pence,
        }


class Depending(NamedTuple):
    """What would be left behind if a product went out of the register."""

    seats: int
    installed: int
    licences: int


def position_of(terms: Terms, held: Held, used: Used, on: date) -> Position:
    """What is held against what is used on this day. What licences of a site cover is counted for that site alone."""
    consumed = _consumed(terms.metric, used)
    entitled, balance = _balance(terms.metric, held, used, consumed)
    judged = _judged(terms, held, in_use=bool(consumed or used.installed))
    over = -balance if balance is not None and balance < 0 else 0
    spare = balance if balance is not None and balance > 0 else 0
    return Position(
        entitled=entitled,
        consumed=consumed,
        balance=balance,
        statuses=(judged,) if judged else _weighed(held, entitled, balance, on),
        next_end_on=held.next_end_on,
        last_ended_on=held.last_ended_on,
        installed=used.installed,
        licences=held.licences,
        seats=used.seats,
        idle=used.idle,
        at_risk_pence=over * terms.unit_price_pence,
        unused_pence=spare * terms.unit_price_pence,
    )


def is_idle(from_on: date, last_used_on: date | None, on: date) -> bool:
    """Whether something given out could be reclaimed: it has been there for long and was not used since."""
    since = on - IDLE_AFTER
    return from_on <= since and (last_used_on is None or last_used_on < since)


def _consumed(metric: str, used: Used) -> int:
    if metric == "per_user":
        return used.users
    if metric == "concurrent":
        return used.peak
    if metric == "site":
        return sum(1 for site, devices in used.devices.items() if devices and site is not None)
    return used.seats if metric == "subscription" else used.installed


def _balance(metric: str, held: Held, used: Used, consumed: int) -> tuple[int | None, int | None]:
    """What is entitled, and what is left of it."""
    if metric == "free" or held.is_unlimited:
        return None, None
    if metric == "site":
        return _balance_of_sites(held, used, consumed)
    entitled = held.quantity + sum(held.by_site.values())
    if not held.unlimited_sites:
        return entitled, entitled - consumed
    covered = sum(used.devices.get(site, 0) for site in held.unlimited_sites) if metric == "per_device" else 0
    balance = entitled - (consumed - covered)
    return (None, None) if balance >= 0 else (entitled, balance)


def _balance_of_sites(held: Held, used: Used, consumed: int) -> tuple[int, int]:
    """A licence of one site does not serve another."""
    bound = {*held.unlimited_sites, *(site for site, quantity in held.by_site.items() if quantity)}
    entitled = held.quantity + len(bound)
    uncovered = sum(1 for site, devices in used.devices.items() if devices and site is not None and site not in bound)
    short = uncovered - held.quantity
    return entitled, -short if short > 0 else entitled - consumed


def _judged(terms: Terms, held: Held, *, in_use: bool) -> Status | None:
    """What is so whatever the numbers say; None when they have to be weighed."""
    if terms.authorisation == "prohibited" and in_use:
        return Status.PROHIBITED
    if terms.metric == "free":
        return Status.COMPLIANT if in_use else Status.NOT_USED
    if not held.licences:
        return Status.UNLICENSED if in_use else Status.NOT_USED
    return None


def _weighed(held: Held, entitled: int | None, balance: int | None, on: date) -> tuple[Status, ...]:
    """The gravest first."""
    found = []
    if balance is not None and balance < 0:
        found.append(Status.NON_COMPLIANT)
    if held.next_end_on is not None and held.next_end_on - on <= EXPIRING_WITHIN:
        found.append(Status.EXPIRING)
    if balance == 0:
        found.append(Status.AT_LIMIT)
    if balance is not None and balance > max(UNUSED_FEWEST, UNUSED_SHARE * (entitled or 0)):
        found.append(Status.UNDER_USED)
    return tuple(found) or (Status.COMPLIANT,)
