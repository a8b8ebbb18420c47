"""What ICT looks after in the benchmark's workplace: devices, programs with licences, an audit, money, articles.

It is written by the product's own tables, in bulk, as the history of a generated workplace is.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accounts.models import Membership
from benchmarks import PRODUCTS
from core.clock import LONDON
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.allocations.rules import ALLOCATION, AllocationFacts
from itsm_sandbox.assets.assets.models import Asset, Sighting
from itsm_sandbox.assets.assets.rules import ASSET
from itsm_sandbox.assets.audits.models import Audit
from itsm_sandbox.assets.audits.rules.facts import AuditFacts
from itsm_sandbox.assets.audits.rules.machine import MACHINE as AUDIT
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.findings.rules import MACHINE as FINDING
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.licences.rules import ENTITLEMENT, LicenceFacts, licence_terms
from itsm_sandbox.assets.positions.models import LicencePosition
from itsm_sandbox.assets.positions.rules.counting import METRICS
from itsm_sandbox.assets.software.models import ConcurrentUse, Installation, SoftwareProduct
from itsm_sandbox.assets.software.rules import SOFTWARE, product_terms
from itsm_sandbox.engine.history_writer import HistoryWriter, Subject
from itsm_sandbox.engine.models import Colleague, Site, Workplace
from itsm_sandbox.engine.perform import create, perform
from itsm_sandbox.engine.queries import list_sites, sim_now
from itsm_sandbox.generator.knowledge import write_at_once
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.rules import EXPENDITURE, SPENDING_CATEGORIES
from itsm_sandbox.reporting.custom_reports.models import ReportDefinition
from itsm_sandbox.reporting.dashboards.models import Dashboard

SEATS, SPENDINGS, ARTICLES = 50, 1500, 300
INSTALLED_PER_ASSET = 4
MOVED_SHARE = 0.05
_KINDS = ("laptop", "laptop", "desktop", "tablet", "printer", "display", "access_point")
_MODELS = ("Dell Latitude 5440", "HP ProBook 440", "Lenovo ThinkCentre M70q", "Samsung Galaxy Tab A9")
_TILES = (("M1", "line"), ("M5", "number"), ("M8", "stacked"), ("M21", "bar"), ("M22", "number"), ("M24", "donut"))


@dataclass(slots=True)
class Estate:
    """Who and what there is, while it is written down."""

    history: HistoryWriter
    desk: Colleague
    owner: Colleague
    users: list[Colleague]
    chance: Random
    until: datetime
    sites: list[Site]

    @property
    def today(self) -> date:
        return self.until.astimezone(LONDON).date()

    @property
    def begun(self) -> datetime:
        return self.until - timedelta(days=300)


def furnish(
    workplace: Workplace, desk: Colleague, owner: Colleague, users: list[Colleague],
    *, by: Membership, assets: int, chance: Random, until: datetime,
) -> None:  # fmt: skip
    """So many devices with four times as many installations, and an audit that saw each of them."""
    estate = Estate(HistoryWriter(workplace), desk, owner, users, chance, until, list(list_sites(workplace.id)))
    estate.history.words |= {
        "people": {one.id: one.name for one in users},
        "sites": {one.id: one.name for one in estate.sites},
        **{name: {} for name in ("products", "licences", "articles", "asset")},
    }
    devices = [_add_device(estate, number) for number in range(assets)]
    _stock_programs(estate, devices)
    _audit(estate, devices)
    _spend(estate)
    _write(estate)
    estate.history.store()
    _show(workplace, by)


def _add_device(estate: Estate, number: int) -> Subject:
    history, chance = estate.history, estate.chance
    at = estate.begun + timedelta(seconds=number)
    bought = estate.today - timedelta(days=chance.randrange(1800))
    given = {
        "tag": f"BA-{number:05}",
        "type": _KINDS[number % len(_KINDS)],
        "model": _MODELS[number % len(_MODELS)],
        "serial": f"SN{number:08}",
        "macs": [f"02:00:00:{number >> 16 & 255:02x}:{number >> 8 & 255:02x}:{number & 255:02x}"],
        "host_name": f"ba-{number:05}",
        "purchased_on": bought,
        "warranty_ends_on": bought + timedelta(days=1095),
        "cost_pence": chance.randrange(20_000, 90_000),
    }
    device = history.create(Asset, ASSET, "add", given, actor=estate.desk, at=at)
    history.words["asset"][device.id] = device.word
    site = estate.sites[number % len(estate.sites)]
    told: dict[str, Any] = {"site_id": site.id, "location": f"Room {number % 120}", "service_id": None}
    if number % 10:
        person = estate.users[number % len(estate.users)]
        history.apply(device, "hand_out", {**told, "custodian_id": person.id}, actor=estate.desk, at=at)
    return device


def _stock_programs(estate: Estate, devices: list[Subject]) -> None:
    metrics = [name for name, _ in METRICS]
    share = len(devices) * INSTALLED_PER_ASSET // PRODUCTS
    for number in range(PRODUCTS):
        metric = metrics[number % len(metrics)]
        product = _add_product(estate, number, metric)
        _install(estate, product, estate.chance.sample(devices, min(share, len(devices))))
        if metric == "concurrent":
            _count_peaks(estate, product)
        if metric != "free":
            _license(estate, product, number, share)


def _add_product(estate: Estate, number: int, metric: str) -> Subject:
    history, at = estate.history, estate.begun + timedelta(hours=6, minutes=number)
    given = {
        "name": f"Program {number:02}",
        "publisher": f"Publisher {number % 17}",
        "edition": "",
        "metric": metric,
        "unit_price_pence": 0 if metric == "free" else 4_500,
        "remote_use_allowed": True,
        "purpose": "Everybody works with it every day.",
    }
    product = history.create(SoftwareProduct, SOFTWARE, "add", given, actor=estate.desk, at=at)
    said = {"authorisation": "allowed", "reason": "Everybody needs it."}
    history.apply(product, "authorise", said, actor=estate.owner, at=at)
    history.words["products"][product.id] = product.word
    return product


def _install(estate: Estate, product: Subject, devices: list[Subject]) -> None:
    frame = {"workplace_id": estate.history.workplace.id, "product_id": product.id, "version": "1", "removed_on": None}
    for device in devices:
        used = timedelta(days=estate.chance.randrange(150))
        seen = {"first_seen_on": estate.begun.date(), "last_seen_on": estate.today, "last_used_on": estate.today - used}
        estate.history.add(Installation, {**frame, **seen, "asset_id": device.id})


def _count_peaks(estate: Estate, product: Subject) -> None:
    for ago in range(120):
        on, peak = estate.today - timedelta(days=ago), estate.chance.randrange(5, 40)
        row = {"workplace_id": estate.history.workplace.id, "product_id": product.id, "on": on, "peak": peak}
        estate.history.add(ConcurrentUse, row)


def _license(estate: Estate, product: Subject, number: int, installed: int) -> None:
    history, at = estate.history, estate.begun + timedelta(hours=12, minutes=number)
    first = estate.begun.date()
    given = {
        "product_id": product.id,
        "quantity": max(SEATS, installed + estate.chance.randrange(-40, 40)),
        "site_id": None,
        "starts_on": first,
        "ends_on": estate.today + timedelta(days=estate.chance.randrange(-30, 300)),
        "order_ref": f"ORD-{number}",
        "proof": "The invoice is in the safe.",
    }
    bought = product_terms(product.values)
    facts = LicenceFacts(product=lambda: bought, taken=lambda: 0)
    licence = history.create(Entitlement, ENTITLEMENT, "add", given, actor=estate.desk, at=at, facts=facts)
    history.words["licences"][licence.id] = licence.ref
    terms = licence_terms(licence.values)
    given_out: list[Subject] = []
    asked = AllocationFacts(
        licence=lambda: terms,
        product=lambda: bought,
        taken=lambda: len(given_out),
        other=lambda: "",
        last_used_on=lambda: None,
    )
    for place, person in enumerate(estate.chance.sample(estate.users, min(SEATS, len(estate.users)))):
        told = {
            "entitlement_id": licence.id,
            "colleague_id": person.id,
            "mode": "on_premises" if place % 3 else "remote",
            "from_on": first + timedelta(days=1),
        }
        given_out.append(
            history.create(Allocation, ALLOCATION, "allocate", told, actor=estate.desk, at=at, facts=asked)
        )


def _audit(estate: Estate, devices: list[Subject]) -> None:
    """One in twenty stood in another room, and nobody has looked into that yet."""
    history, at = estate.history, estate.until - timedelta(days=3)
    title = {"title": "All devices on the network", "method": "scan", "site_id": None}
    audit = history.create(Audit, AUDIT, "start", title, actor=estate.desk, at=at, figures={})
    counts = dict.fromkeys(map(str, Outcome), 0)
    for device in devices:
        outcome = Outcome.MOVED if estate.chance.random() < MOVED_SHARE else Outcome.MATCHED
        counts[str(outcome)] += 1
        device.values["last_verified_on"] = at.date()
        history.add(Sighting, _sighting(estate, audit, device, str(outcome), at))
    figures = {"expected": len(devices), "found": len(devices), "accurate": counts["matched"]}
    figures |= {"sightings": len(devices)}
    facts = AuditFacts(
        sightings=lambda: len(devices), undecided=lambda: 0, figures=lambda: {**figures, "counts": counts}
    )
    history.apply(audit, "reconcile", {}, actor=estate.desk, at=at + timedelta(hours=1), facts=facts)
    for row in history.beside[Sighting]:
        if row["outcome"] == "moved":
            _find(estate, audit, row, at + timedelta(hours=1))


def _sighting(estate: Estate, audit: Subject, device: Subject, outcome: str, at: datetime) -> dict[str, Any]:
    values = device.values
    return {
        "workplace_id": estate.history.workplace.id,
        "audit_id": audit.id,
        "asset_id": device.id,
        "source": "scan",
        **{name: values[name] for name in ("serial", "macs", "tag", "host_name")},
        "site": estate.sites[0].name,
        "place": "Room 999" if outcome == "moved" else values["location"],
        "user": "",
        "software": [],
        "seen_at": at,
        "seen_by_id": estate.desk.id,
        "seq": 0,
        "outcome": outcome,
    }


def _find(estate: Estate, audit: Subject, row: dict[str, Any], at: datetime) -> None:
    given = {
        "title": f"{row['tag']} was seen in {row['place']}",
        "type": "moved",
        "key": f"moved:{row['asset_id']}",
        "audit_id": audit.id,
        "asset_id": row["asset_id"],
        "product_id": None,
        "seen": {"tag": row["tag"], "place": row["place"]},
        "recorded": {"tag": row["tag"]},
    }
    estate.history.create(Finding, FINDING, "raise", given, actor=estate.desk, at=at, seen={}, recorded={})


def _spend(estate: Estate) -> None:
    for number in range(SPENDINGS):
        at = estate.begun + timedelta(hours=4 * number + 24)
        given = {
            "on": at.astimezone(LONDON).date(),
            "category": SPENDING_CATEGORIES[number % len(SPENDING_CATEGORIES)][0],
            "supplier": f"Supplier {number % 23}",
            "description": f"Order {number}",
            "amount_pence": estate.chance.randrange(500, 90_000),
        }
        estate.history.create(Expenditure, EXPENDITURE, "pay", given, actor=estate.desk, at=min(at, estate.until))


def _write(estate: Estate) -> None:
    for number in range(ARTICLES):
        given: dict[str, object] = {
            "type": "procedure" if number % 2 else "user_guide",
            "audience": "users" if number % 3 else "staff",
            "title": f"What to do with the printer of room {number}",
            "body": "1. Turn it off and on again.\n2. Print a page.\n" * 8,
            "category": "hardware",
            "service_id": None,
            "review_due_on": estate.today + timedelta(days=number - 60),
        }
        write_at_once(estate.history, given, estate.desk, estate.begun + timedelta(days=1, minutes=number))


def _show(workplace: Workplace, by: Membership) -> None:
    """A review of all licence positions, a dashboard and a report on the devices, as the technician makes them."""
    on = sim_now(workplace).astimezone(LONDON).date()
    create(workplace.id, LicencePosition.kind, "start", {"as_of_on": on}, by=by)
    about = {
        "title": "The desk at a glance",
        "audience": "The team of the desk",
        "purpose": "Who needs help this week, and what to look at first in the meeting.",
        "days": "90",
    }
    board = create(workplace.id, Dashboard.kind, "begin", about, by=by)
    for metric, shape in _TILES:
        tile = {"metric": metric, "shape": shape, "why": "One look tells whether it is as it was."}
        perform(workplace.id, Dashboard.kind, board.number, "add_tile", tile, by=by)
    asked = {
        "title": "Devices by model",
        "question": "Of which model do we have most, and what did that cost us?",
        "audience": "staff",
        "source": "assets",
        "weeks": "12",
        "grouping": "model",
        "measure": "count",
        "chart": "bar",
        "chart_reason": "Bars compare how many there are of each model.",
    }
    create(workplace.id, ReportDefinition.kind, "define", asked, by=by)
