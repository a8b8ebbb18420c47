"""The registers of a world: its assets, articles, spending and disks, with what is wrong in them."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from core.clock import LONDON
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.assets.rules import ASSET
from itsm_sandbox.assets.audits.rules.reconciling import NETWORKED, signs_of
from itsm_sandbox.engine.history_writer import HistoryWriter, Subject
from itsm_sandbox.engine.models import Colleague, Site
from itsm_sandbox.generator.data_files import read
from itsm_sandbox.generator.knowledge import write_at_once
from itsm_sandbox.generator.people import People
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.rules import EXPENDITURE
from itsm_sandbox.reporting.outages.disks import READ_DISK
from itsm_sandbox.reporting.outages.models import DiskReading

_KINDS = (
    ("laptop", 34, "devices", ("Dell Latitude 5440", "HP ProBook 440", "Lenovo ThinkPad L14"), 68_000),
    ("desktop", 12, "devices", ("Dell OptiPlex 7010", "HP ProDesk 400"), 54_000),
    ("tablet", 12, "devices", ("Apple iPad 10", "Samsung Galaxy Tab A9"), 33_000),
    ("display", 11, "displays", ("SMART Board 6075S", "Epson EB-L210W", "Promethean ActivPanel 9"), 180_000),
    ("printer", 7, "printing", ("Brother HL-L6410DN", "HP LaserJet Enterprise M611", "Ricoh IM C3000"), 62_000),
    ("switch", 4, "network", ("HPE Aruba 2930F", "Cisco Catalyst 1200"), 45_000),
    ("access_point", 6, "network", ("Aruba AP-515", "Ubiquiti U6 Pro"), 21_000),
    ("phone", 4, "telephony", ("Yealink T43U", "Snom D717"), 9_000),
)
_SERVERS = ("FILE-01", "PRINT-01", "BACKUP-01")
_DISKS = {"FILE-01": (2_000, 1_240, 25), "BACKUP-01": (8_000, 5_900, 8)}  # size, used at first, growth a week
FULL_DISK = "FILE-01"
STALE_ARTICLE = "printer_queue"
_SERIAL_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(slots=True)
class Registers:
    assets: dict[str, list[Subject]] = field(default_factory=dict)  # by type
    servers: dict[str, Subject] = field(default_factory=dict)
    articles: dict[str, Subject] = field(default_factory=dict)
    of_user: dict[int, Subject] = field(default_factory=dict)  # by colleague: their laptop
    with_leaver: list[Subject] = field(default_factory=list)
    unauthorised: Subject = field(init=False)


_RUNNING_COSTS = (
    ("contracts", "Support contract of the printers", "Lomond Print Services", 21_000),
    ("contracts", "Support contract of the records system", "Carron Software", 48_000),
    ("consumables", "Toner and paper", "Tay Office Supplies", 13_500),
    ("staff", "Overtime and cover of the service desk", "", 38_000),
)
_NOW_AND_THEN = (
    ("cables", "Network and display cables", "Tay Office Supplies", 4_200),
    ("mice", "Mice with cable", "Tay Office Supplies", 9_000),
    ("hardware", "Laptop batteries and chargers", "Forth Computing", 26_500),
    ("software", "Licences of the drawing program", "Forth Computing", 31_000),
    ("ad_hoc", "Call-out of an electrician", "Clyde Electrical", 18_000),
    ("miscellaneous", "Labels and boxes", "Tay Office Supplies", 2_300),
)


def fill_registers(
    history: HistoryWriter,
    people: People,
    services: dict[str, Subject],
    rng: random.Random,
    *,
    begins: datetime,
    ends: datetime,
) -> Registers:
    filling = _Filling(history, people, services, rng, begins, ends)
    filling.register_assets()
    filling.write_articles()
    filling.spend()
    filling.read_disks()
    filling.change_without_request()
    return filling.registers


@dataclass(slots=True)
class _Filling:
    history: HistoryWriter
    people: People
    services: dict[str, Subject]
    rng: random.Random
    begins: datetime
    ends: datetime
    registers: Registers = field(default_factory=Registers)

    def register_assets(self) -> None:
        registers, rng = self.registers, self.rng
        at = self.begins + timedelta(hours=4)
        free = [self.people.gone, *self.people.users]
        for kind, count, service, models, price in _KINDS:
            for _ in range(count):
                at += timedelta(seconds=40)
                about = {"type": kind, "model": rng.choice(models), "cost_pence": price}
                asset = self._add(about, self.services[service], at, age_days=rng.randrange(30, 5 * 365))
                registers.assets.setdefault(kind, []).append(asset)
                self._put_in_place(asset, free, at + timedelta(seconds=20))
        for name in _SERVERS:
            at += timedelta(minutes=1)
            about = {"type": "server", "model": "Dell PowerEdge T350", "cost_pence": 240_000, "tag": name}
            server = self._add(about, self.services["servers"], at, age_days=1500)
            self._install(server, (next(iter(self.people.sites.values())), "Server cupboard"), at)
            registers.servers[name] = server
        registers.assets["server"] = list(registers.servers.values())
        registers.with_leaver = [registers.of_user[self.people.gone.id], registers.assets["tablet"][0]]

    def _add(self, about: dict[str, Any], service: Subject, at: datetime, *, age_days: int) -> Subject:
        """A thing in stock, with a warranty of three years from the day it was bought."""
        prefix = read("places")[str(self.history.workplace.kind)]["prefix"]
        number = sum(subject.model is Asset for subject in self.history.subjects) + 1
        bought = at.date() - timedelta(days=age_days)
        tag = about.get("tag") or f"{prefix}-{number:03d}"
        serial = "".join(self.rng.choice(_SERIAL_LETTERS) for _ in range(10))
        on_network = signs_of(serial, tag) if about["type"] in NETWORKED else {}
        given = {
            "tag": tag,
            "serial": serial,
            **on_network,
            "service_id": service.id,
            "purchased_on": bought,
            "warranty_ends_on": bought + timedelta(days=3 * 365),
            **about,
        }
        asset = self.history.create(Asset, ASSET, "add", given, actor=self.people.technician, at=at)
        self.history.words.setdefault("asset", {})[asset.id] = asset.word
        return asset

    def _put_in_place(self, asset: Subject, free: list[Colleague], at: datetime) -> None:
        """Laptops go to people, the first tablet too, other things to rooms; some stay in stock."""
        kind = asset.values["type"]
        if kind == "laptop" and free:
            person = free.pop(0)
            self.registers.of_user[person.id] = asset
            self._hand_out(asset, person, at)
        elif kind == "tablet" and not self.registers.assets["tablet"][1:]:
            self._hand_out(asset, self.people.gone, at)
        elif kind not in {"laptop", "tablet"} or self.rng.random() < 0.6:
            self._install(asset, self.rng.choice(self.people.rooms), at)

    def _hand_out(self, asset: Subject, person: Colleague, at: datetime) -> None:
        site, room = self.people.homes[person.id]
        told = {"custodian_id": person.id, "site_id": site.id, "location": room}
        told["service_id"] = asset.values["service_id"]
        self.history.apply(asset, "hand_out", told, actor=self.people.technician, at=at)

    def _install(self, asset: Subject, place: tuple[Site, str], at: datetime) -> None:
        site, room = place
        told = {"site_id": site.id, "location": room, "service_id": asset.values["service_id"]}
        self.history.apply(asset, "install", told, actor=self.people.technician, at=at)

    def write_articles(self) -> None:
        """The one on printers will be wrong from the day on which the print server is replaced."""
        at = self.begins + timedelta(hours=6)
        for text in read("articles"):
            at += timedelta(minutes=3)
            due = self.begins.date() + timedelta(days=120 if text["code"] == STALE_ARTICLE else 300)
            given = {name: text[name] for name in ("type", "title", "body", "category")}
            given |= {"audience": text.get("audience", "staff"), "service_id": self.services[text["service"]].id}
            given |= {"review_due_on": due}
            self.registers.articles[text["code"]] = write_at_once(self.history, given, self.people.contact, at)
        self.history.words["article"] = self.history.words["articles"]

    def spend(self) -> None:
        """What a month costs, with a few purchases in between."""
        month = self.begins
        while month + timedelta(days=20) < self.ends:
            for place, row in enumerate(_RUNNING_COSTS):
                self._pay(month + timedelta(days=5, minutes=place), row, row[3] + self.rng.randrange(-900, 900))
            for place, row in enumerate(self.rng.sample(_NOW_AND_THEN, 2)):
                at = month + timedelta(days=self.rng.randrange(8, 18), minutes=place)
                self._pay(at, row, int(row[3] * self.rng.uniform(0.6, 1.7)))
            month += timedelta(days=30)

    def _pay(self, at: datetime, row: tuple[str, str, str, int], pence: int) -> None:
        category, what, supplier, _usual = row
        on: date = at.astimezone(LONDON).date()
        given = {"on": on, "category": category, "supplier": supplier, "description": what, "amount_pence": pence}
        actor = self.people.owner if category == "staff" else self.people.contact
        self.history.create(Expenditure, EXPENDITURE, "pay", given, actor=actor, at=at)

    def read_disks(self) -> None:
        """Every Monday at six. Two servers have disks worth counting; one of them fills up."""
        for name, (size, first, growth) in _DISKS.items():
            day = self.begins.astimezone(LONDON).date()
            used = first
            while (at := datetime.combine(day, time(6), LONDON)) <= self.ends:
                row = {"workplace_id": self.history.workplace.id, "server": name, "at": at}
                self.history.add(DiskReading, {**row, "used_gb": used, "free_gb": size - used})
                used = min(size, used + growth)
                day += timedelta(days=7)
            self.history.plan(self.registers.servers[name], READ_DISK, at)

    def change_without_request(self) -> None:
        """Somebody put new firmware on an access point, and nobody asked for it."""
        point = self.registers.assets["access_point"][-1]
        at = datetime.combine((self.ends - timedelta(days=40)).date(), time(13, 20), LONDON)
        told = {
            "work": "New firmware was put on while I was there anyway; it restarted fine.",
            **{name: point.values[name] for name in ("model", "serial", "warranty_ends_on", "service_id")},
        }
        self.history.apply(point, "update", told, actor=self.people.technician, at=at)
        self.registers.unauthorised = point
