"""The software of a world: products, licences, whom they are given to, where each is installed, and what is wrong."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from core.clock import LONDON
from core.formatting import day
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.allocations.rules import ALLOCATION, AllocationFacts
from itsm_sandbox.assets.asset_reports.models import AssetReport
from itsm_sandbox.assets.asset_reports.rules.counting import Thing, count_assets, count_licences
from itsm_sandbox.assets.asset_reports.rules.facts import AssetReportFacts
from itsm_sandbox.assets.asset_reports.rules.machine import ASSET_REPORT
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.licences.rules import ENTITLEMENT, LicenceFacts, licence_terms
from itsm_sandbox.assets.positions.models import LicencePosition
from itsm_sandbox.assets.positions.rules.counting import Held, Terms, Used, position_of
from itsm_sandbox.assets.positions.rules.facts import PositionFacts
from itsm_sandbox.assets.positions.rules.machine import LICENCE_POSITION
from itsm_sandbox.assets.software.models import ConcurrentUse, Installation, SoftwareProduct
from itsm_sandbox.assets.software.rules import SOFTWARE, product_terms
from itsm_sandbox.engine.history_writer import HistoryWriter, Subject
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.generator.data_files import read
from itsm_sandbox.generator.people import People
from itsm_sandbox.generator.registers import Registers

_REVIEWED_WEEKS_AGO, _REPORTED_WEEKS_AGO = 16, 10
_EVERY_NTH_IS_IDLE = 4
_GIVEN = {"everybody": 99, "most": 24, "some": 14, "ten": 10, "support": 6}


@dataclass(slots=True)
class Shelf:
    """What was stocked, by the code of each product."""

    products: dict[str, Subject] = field(default_factory=dict)
    licences: dict[str, Subject] = field(default_factory=dict)
    allocations: dict[str, list[Subject]] = field(default_factory=dict)
    installed: dict[str, list[Subject]] = field(default_factory=dict)  # the devices

    @property
    def prohibited(self) -> Subject:
        return self.products[read("software")["prohibited"]]


def stock_software(
    history: HistoryWriter, people: People, registers: Registers, *, begins: datetime, ends: datetime
) -> Shelf:
    """By dice of its own, so that the rest of the world stays as its seed says."""
    rng = random.Random(f"{history.workplace.seed} software")  # noqa: S311 -- a practice world, not a secret
    stocking = _Stocking(history, people, registers, rng, begins, ends)
    for about in read("software")["products"]:
        stocking.stock(about)
    stocking.review()
    stocking.report()
    return stocking.shelf


@dataclass(slots=True)
class _Stocking:
    history: HistoryWriter
    people: People
    registers: Registers
    rng: random.Random
    begins: datetime
    ends: datetime
    shelf: Shelf = field(default_factory=Shelf)
    abouts: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.ends.astimezone(LONDON).date()

    def stock(self, about: Mapping[str, Any]) -> None:
        """One product with all that hangs on it."""
        at = self.begins + timedelta(hours=7, minutes=2 * len(self.abouts))
        self.abouts.append(about)
        self._register(about, at)
        self._install(about)
        if "licence" in about:
            self._buy(about, at + timedelta(minutes=1))
            self._give_out(about, at + timedelta(hours=1))
        if "peak" in about:
            self._count_peaks(about)

    def _register(self, about: Mapping[str, Any], at: datetime) -> None:
        given = {name: about[name] for name in ("name", "publisher", "edition", "metric", "purpose")}
        given |= {"unit_price_pence": about["price"], "remote_use_allowed": about["remote"]}
        product = self.history.create(SoftwareProduct, SOFTWARE, "add", given, actor=self.people.technician, at=at)
        verdict = about.get("authorisation", "allowed")
        told = {"authorisation": verdict, "reason": read("software")["verdicts"][verdict]}
        self.history.apply(product, "authorise", told, actor=self.people.owner, at=at + timedelta(seconds=30))
        self.history.words.setdefault("products", {})[product.id] = product.word
        self.shelf.products[about["code"]] = product

    def _install(self, about: Mapping[str, Any]) -> None:
        """On the first of each kind of device, as far as its share goes; some copies have not been used for long."""
        devices = []
        for kind, share in about["on"].items():
            every = self.registers.assets[kind]
            devices += every[: round(share * len(every))]
        self.shelf.installed[about["code"]] = devices
        product, rows = self.shelf.products[about["code"]], []
        for device in devices:
            used = timedelta(days=self.rng.randrange(21))
            if self.rng.random() < 0.12:
                used = timedelta(days=self.rng.randrange(95, 170))
            rows.append(
                {
                    "workplace_id": self.history.workplace.id,
                    "product_id": product.id,
                    "asset_id": device.id,
                    "version": about["version"],
                    "first_seen_on": self.begins.date() + timedelta(days=self.rng.randrange(20)),
                    "last_seen_on": self.today - timedelta(days=self.rng.randrange(6)),
                    "last_used_on": self.today - used,
                    "removed_on": None,
                }
            )
        self.history.add(Installation, *rows)

    def _buy(self, about: Mapping[str, Any], at: datetime) -> None:
        terms, product = about["licence"], self.shelf.products[about["code"]]
        quantity = terms.get("quantity") or self._needed(about) + terms["spare"]
        ends_on = self.today + timedelta(days=terms["ends_in"]) if terms["ends_in"] is not None else None
        given = {
            "product_id": product.id,
            "quantity": quantity,
            "site_id": None,
            "starts_on": ends_on - timedelta(days=364) if ends_on else self.begins.date() - timedelta(days=400),
            "ends_on": ends_on,
            "supplier": terms["supplier"],
            "order_ref": f"ORD-{self.rng.randrange(10_000, 99_999)}",
            "cost_pence": quantity * about["price"],
            "proof": "The invoice and the agreement are in the safe of the office, and as a file in the ICT folder.",
            "maintenance": terms["maintenance"],
        }
        facts = LicenceFacts(product=lambda: product_terms(product.values), taken=lambda: 0)
        licence = self.history.create(
            Entitlement, ENTITLEMENT, "add", given, actor=self.people.technician, at=at, facts=facts
        )
        self.history.words.setdefault("licences", {})[licence.id] = licence.ref
        self.shelf.licences[about["code"]] = licence

    def _needed(self, about: Mapping[str, Any]) -> int:
        """What it is counted by: people who have or use it, or devices."""
        if about["metric"] == "per_user":
            holders = {one.id for one in self._holders(about)}
            using = {one.values["custodian_id"] for one in self.shelf.installed[about["code"]]}
            return len((holders | using) - {None})
        return len(self.shelf.installed[about["code"]])

    def _holders(self, about: Mapping[str, Any]) -> Sequence[Colleague]:
        staff = [
            self.people.contact,
            *self.people.desk[1:],
            *(one for two in self.people.second.values() for one in two),
        ]
        if about.get("given") == "support":
            return list(dict.fromkeys([*staff, self.people.technician]))[: _GIVEN["support"]]
        return [self.people.gone, *self.people.users][: _GIVEN.get(about.get("given", ""), 0)]

    def _give_out(self, about: Mapping[str, Any], at: datetime) -> None:
        """Most by the device on which it is used; what runs in the browser says itself when it was last used."""
        licence, product = self.shelf.licences[about["code"]], self.shelf.products[about["code"]]
        given_out = self.shelf.allocations.setdefault(about["code"], [])
        for number, person in enumerate(self._holders(about), 1):
            told = {
                "entitlement_id": licence.id,
                "colleague_id": person.id,
                "mode": "remote" if about["remote"] and number % 3 == 0 else "on_premises",
                "from_on": max(at.astimezone(LONDON).date(), licence.values["starts_on"]),
                "agreed_by": self.people.owner.name if about.get("authorisation") == "restricted" else "",
            }
            facts = AllocationFacts(
                licence=lambda: licence_terms(licence.values),
                product=lambda: product_terms(product.values),
                taken=partial(len, given_out),
                other=lambda: "",
                last_used_on=lambda: None,
            )
            moment = at + timedelta(seconds=20 * number)
            allocation = self.history.create(
                Allocation, ALLOCATION, "allocate", told, actor=self.people.technician, at=moment, facts=facts
            )
            given_out.append(allocation)
            if not about["on"]:
                self._say_last_use(allocation, number, about)

    def _say_last_use(self, allocation: Subject, number: int, about: Mapping[str, Any]) -> None:
        """From the publisher's own list, read a fortnight ago."""
        idle = number % _EVERY_NTH_IS_IDLE == 0 and about["metric"] == "subscription"
        ago = self.rng.randrange(100, 150) if idle else self.rng.randrange(15, 40)
        told = {"last_used_on": self.today - timedelta(days=ago), "source": "The publisher’s list of sign-ins"}
        at = self.ends - timedelta(days=14) + timedelta(minutes=number)
        self.history.apply(allocation, "record_use", told, actor=self.people.technician, at=at)

    def _count_peaks(self, about: Mapping[str, Any]) -> None:
        """Its licence server counts every working day; a Wednesday of late was the busiest."""
        first, product = self.begins.date(), self.shelf.products[about["code"]]
        days = [first + timedelta(days=number) for number in range((self.today - first).days)]
        working = [one for one in days if one.weekday() < 5]
        busiest = [one for one in working if one.weekday() == 2][-3]
        for one in working:
            peak = about["peak"] if one == busiest else self.rng.randrange(1, about["peak"])
            row = {"workplace_id": self.history.workplace.id, "product_id": product.id, "on": one, "peak": peak}
            self.history.add(ConcurrentUse, row)

    def review(self) -> None:
        """Somebody looked at the positions when all was well."""
        at = self.ends - timedelta(weeks=_REVIEWED_WEEKS_AGO)
        words, on = read("software")["review"], at.astimezone(LONDON).date()
        actor, owner = self.people.technician, self.people.owner
        review = self.history.create(
            LicencePosition, LICENCE_POSITION, "start", {"as_of_on": on}, actor=actor, at=at, author_id=actor.id
        )
        told = {"findings": words["findings"], "plan": words["plan"]}
        author = (Tie.AUTHOR,)
        self.history.apply(review, "write", told, actor=actor, at=at + timedelta(hours=2), ties=author)
        facts = PositionFacts(positions=partial(self._positions, on))
        sent_at = at + timedelta(hours=2, minutes=5)
        self.history.apply(review, "position_review", {}, actor=actor, at=sent_at, ties=author, facts=facts)
        decided = {"decision": "agreed", "decision_note": words["decision"]}
        self.history.apply(review, "decide", decided, actor=owner, at=sent_at + timedelta(days=1))

    def report(self) -> None:
        at = self.ends - timedelta(weeks=_REPORTED_WEEKS_AGO)
        words, on = read("software")["report"], at.astimezone(LONDON).date()
        actor, owner = self.people.technician, self.people.owner
        about = {"title": words["title"], "as_of_on": on}
        report = self.history.create(
            AssetReport, ASSET_REPORT, "start", about, actor=actor, at=at, author_id=actor.id, figures={}
        )
        told = {name: words[name] for name in ("analysis", "recommendation")} | {"cost_pence": words["cost"]}
        author = (Tie.AUTHOR,)
        self.history.apply(report, "write", told, actor=actor, at=at + timedelta(hours=3), ties=author)
        facts = AssetReportFacts(figures=partial(self._figures, on))
        issued_at = at + timedelta(hours=3, minutes=5)
        self.history.apply(report, "issue", {}, actor=actor, at=issued_at, ties=author, facts=facts)
        decided = {"decision": "agreed_in_part", "decision_note": words["decision"]}
        self.history.apply(report, "decide", decided, actor=owner, at=issued_at + timedelta(days=2))

    def _positions(self, on: date) -> list[dict[str, Any]]:
        """As they were then: nothing had ended yet, and what is over-used now was not on the last devices."""
        rows = []
        for about in sorted(self.abouts, key=lambda one: str(one["name"])):
            product, licence = self.shelf.products[about["code"]], self.shelf.licences.get(about["code"])
            values = product.values
            held = (
                Held()
                if licence is None
                else Held(1, licence.values["quantity"], next_end_on=licence.values["ends_on"])
            )
            terms = Terms(values["metric"], values["authorisation"], values["unit_price_pence"])
            position = position_of(terms, held, self._used(about, held), on)
            names = ("number", "name", "publisher", "metric", "authorisation")
            rows.append({**{name: values[name] for name in names}, "ref": product.ref, **position.plain()})
        return rows

    def _used(self, about: Mapping[str, Any], held: Held) -> Used:
        devices = self.shelf.installed[about["code"]]
        if about["code"] == read("software")["over_used"]:
            devices = devices[: held.quantity]
        by_site: dict[int | None, int] = {}
        for device in devices:
            site = device.values["site_id"]
            by_site[site] = by_site.get(site, 0) + 1
        users = self._needed(about) if about["metric"] == "per_user" else 0
        seats = len(self.shelf.allocations.get(about["code"], ()))
        return Used(by_site, users, about.get("peak", 0), seats)

    def _figures(self, on: date) -> dict[str, Any]:
        every = [one for things in self.registers.assets.values() for one in things]
        names = ("tag", "type", "model", "state", "purchased_on", "warranty_ends_on", "cost_pence")
        things = [Thing(one.ref, *(one.values[name] for name in names)) for one in every]
        paid = sum(one.values["cost_pence"] for one in self.shelf.licences.values())
        things.sort(key=lambda one: one.tag)
        return {**count_assets(things, on), **count_licences(self._positions(on), paid)}


def truths_of(shelf: Shelf) -> list[tuple[str, str, list[Subject], str]]:
    """What is wrong with the licences, for assessors alone."""
    data = read("software")
    over, expired = shelf.products[data["over_used"]], shelf.products[data["expired"]]
    installed = len(shelf.installed[data["over_used"]])
    held, ended = shelf.licences[data["over_used"]], shelf.licences[data["expired"]]
    return [
        (
            "over_used_product",
            (
                f"{over.ref} {over.values['name']} is on {installed} devices; its licence {held.ref} is for "
                f"{held.values['quantity']}."
            ),
            [over, held],
            "",
        ),
        (
            "expired_licence",
            (
                f"{ended.ref} of {expired.ref} {expired.values['name']} ended on {day(ended.values['ends_on'])}, and "
                f"{len(shelf.installed[data['expired']])} devices still use the product."
            ),
            [expired, ended],
            "",
        ),
    ]
