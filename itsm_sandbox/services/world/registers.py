"""The registers of a world: its assets, articles, spending and disks, with what is wrong in them."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from core.clock import LONDON
from itsm_sandbox.models import Article, Asset, DiskReading, Expenditure
from itsm_sandbox.rules.registers import ARTICLE, ASSET, EXPENDITURE
from itsm_sandbox.services.world.book import Book, Subject
from itsm_sandbox.services.world.cast import Cast
from itsm_sandbox.services.world.content import read

READ_DISK = "asset.read_disk"
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


@dataclass(slots=True)
class Registers:
    assets: dict[str, list[Subject]] = field(default_factory=dict)  # by type
    servers: dict[str, Subject] = field(default_factory=dict)
    articles: dict[str, Subject] = field(default_factory=dict)
    of_user: dict[int, Subject] = field(default_factory=dict)  # by colleague: their laptop
    with_leaver: list[Subject] = field(default_factory=list)
    unauthorised: Subject = field(init=False)


def fill_registers(
    book: Book, cast: Cast, services: dict[str, Subject], rng: random.Random, begins: datetime, ends: datetime
) -> Registers:
    registers = Registers()
    _register_assets(book, cast, services, rng, registers, begins)
    _write_articles(book, cast, services, registers, begins)
    _spend(book, cast, rng, begins, ends)
    _read_disks(book, registers, begins, ends)
    _change_without_request(book, cast, registers, ends)
    return registers


def install(
    book: Book, cast: Cast, asset: Subject, place: tuple[Any, str], at: datetime, **given: Any
) -> None:
    """Put a thing that everybody uses in its place."""
    site, room = place
    told = {"site_id": site.id, "location": room, "service_id": asset.values["service_id"], **given}
    book.enact(asset, "install", told, actor=cast.technician, at=at)


def add_asset(
    book: Book, cast: Cast, type: str, model: str, service: Subject, at: datetime, rng: random.Random, **more: Any
) -> Subject:
    """A thing in stock, with a warranty of three years from the day it was bought."""
    prefix = read("places")[str(book.workplace.kind)]["prefix"]
    number = sum(subject.model is Asset for subject in book.subjects) + 1
    bought = at.date() - timedelta(days=more.pop("age_days", 0))
    given = {
        "tag": more.pop("tag", "") or f"{prefix}-{number:03d}",
        "type": type,
        "model": model,
        "serial": "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(10)),
        "service_id": service.id,
        "purchased_on": bought,
        "warranty_ends_on": bought + timedelta(days=3 * 365),
        **more,
    }
    asset = book.begin(Asset, ASSET, "add", given, actor=cast.technician, at=at)
    book.words.setdefault("asset", {})[asset.id] = asset.word
    return asset


def _register_assets(
    book: Book, cast: Cast, services: dict[str, Subject], rng: random.Random, registers: Registers, begins: datetime
) -> None:
    at = begins + timedelta(hours=4)
    free = [cast.gone, *cast.users]
    for type, count, service, models, price in _KINDS:
        for _ in range(count):
            at += timedelta(seconds=40)
            age = rng.randrange(30, 5 * 365)
            asset = add_asset(
                book, cast, type, rng.choice(models), services[service], at, rng, age_days=age, cost_pence=price
            )
            registers.assets.setdefault(type, []).append(asset)
            _put_in_place(book, cast, registers, rng, asset, free, at + timedelta(seconds=20))
    for name in _SERVERS:
        at += timedelta(minutes=1)
        server = add_asset(
            book, cast, "server", "Dell PowerEdge T350", services["servers"], at, rng, tag=name, age_days=1500,
            cost_pence=240_000,
        )  # fmt: skip
        install(book, cast, server, (next(iter(cast.sites.values())), "Server cupboard"), at)
        registers.servers[name] = server
    registers.assets["server"] = list(registers.servers.values())
    registers.with_leaver = [registers.of_user[cast.gone.id], registers.assets["tablet"][0]]


def _put_in_place(
    book: Book, cast: Cast, registers: Registers, rng: random.Random, asset: Subject, free: list[Any], at: datetime
) -> None:
    """Laptops go to people, the first tablet too, other things to rooms; some stay in stock."""
    type = asset.values["type"]
    if type == "laptop" and free:
        person = free.pop(0)
        registers.of_user[person.id] = asset
        _hand_out(book, cast, asset, person, at)
    elif type == "tablet" and not registers.assets["tablet"][1:]:
        _hand_out(book, cast, asset, cast.gone, at)
    elif type not in {"laptop", "tablet"} or rng.random() < 0.6:
        install(book, cast, asset, rng.choice(cast.rooms), at)


def _hand_out(book: Book, cast: Cast, asset: Subject, person: Any, at: datetime) -> None:
    site, room = cast.homes[person.id]
    told = {"custodian_id": person.id, "site_id": site.id, "location": room, "service_id": asset.values["service_id"]}
    book.enact(asset, "hand_out", told, actor=cast.technician, at=at)


def _write_articles(
    book: Book, cast: Cast, services: dict[str, Subject], registers: Registers, begins: datetime
) -> None:
    at = begins + timedelta(hours=6)
    for text in read("articles"):
        at += timedelta(minutes=3)
        is_stale = text["code"] == "printer_queue"
        due = begins.date() + timedelta(days=120 if is_stale else 300)
        given = {name: text[name] for name in ("type", "title", "body", "category")}
        given |= {"audience": text.get("audience", "staff"), "service_id": services[text["service"]].id}
        given |= {"review_due_on": due}
        article = book.begin(Article, ARTICLE, "write", given, actor=cast.contact, at=at)
        book.words["articles"][article.id] = article.word
        registers.articles[text["code"]] = article
    book.words["article"] = book.words["articles"]


_RUNNING_COSTS = (
    ("contracts", "Support contract of the printers", "Lomond Print Services", 21_000, False),
    ("contracts", "Support contract of the records system", "Carron Software", 48_000, False),
    ("consumables", "Toner and paper", "Tay Office Supplies", 13_500, False),
    ("staff", "Overtime and cover of the service desk", "", 38_000, True),
)
_NOW_AND_THEN = (
    ("cables", "Network and display cables", "Tay Office Supplies", 4_200),
    ("mice", "Mice with cable", "Tay Office Supplies", 9_000),
    ("hardware", "Laptop batteries and chargers", "Forth Computing", 26_500),
    ("software", "Licences of the drawing program", "Forth Computing", 31_000),
    ("ad_hoc", "Call-out of an electrician", "Clyde Electrical", 18_000),
    ("miscellaneous", "Labels and boxes", "Tay Office Supplies", 2_300),
)


def _spend(book: Book, cast: Cast, rng: random.Random, begins: datetime, ends: datetime) -> None:
    """What a month costs, with a few purchases in between."""
    month = begins
    while month + timedelta(days=20) < ends:
        for place, (category, what, supplier, pence, _) in enumerate(_RUNNING_COSTS):
            _pay(book, cast, month + timedelta(days=5, minutes=place), category, what, supplier, pence + rng.randrange(-900, 900))
        for place, (category, what, supplier, pence) in enumerate(rng.sample(_NOW_AND_THEN, 2)):
            at = month + timedelta(days=rng.randrange(8, 18), minutes=place)
            _pay(book, cast, at, category, what, supplier, int(pence * rng.uniform(0.6, 1.7)))
        month += timedelta(days=30)


def _pay(book: Book, cast: Cast, at: datetime, category: str, what: str, supplier: str, pence: int) -> None:
    on: date = at.astimezone(LONDON).date()
    given = {"on": on, "category": category, "supplier": supplier, "description": what, "amount_pence": pence}
    actor = cast.owner if category == "staff" else cast.contact
    book.begin(Expenditure, EXPENDITURE, "pay", given, actor=actor, at=at)


def _read_disks(book: Book, registers: Registers, begins: datetime, ends: datetime) -> None:
    """Every Monday at six. Two servers have disks worth counting; one of them fills up."""
    rows = []
    for name, (size, first, growth) in _DISKS.items():
        at = datetime.combine(begins.astimezone(LONDON).date() + timedelta(days=-begins.weekday() % 7), time(6), LONDON)
        week = 0
        while at <= ends:
            used = min(size - 5, first + growth * week)
            rows.append({"workplace_id": book.workplace.id, "server": name, "at": at, "used_gb": used, "free_gb": size - used})
            at = datetime.combine(at.date() + timedelta(days=7), time(6), LONDON)
            week += 1
        book.plan(registers.servers[name], READ_DISK, at)
    book.add(DiskReading, *rows)


def _change_without_request(book: Book, cast: Cast, registers: Registers, ends: datetime) -> None:
    """Somebody put new firmware on an access point, and nobody asked for it."""
    point = registers.assets["access_point"][-1]
    at = datetime.combine((ends - timedelta(days=40)).date(), time(13, 20), LONDON)
    told = {
        "work": "New firmware was put on while I was there anyway; it restarted fine.",
        **{name: point.values[name] for name in ("model", "serial", "warranty_ends_on", "service_id")},
    }
    book.enact(point, "update", told, actor=cast.technician, at=at)
    registers.unauthorised = point
