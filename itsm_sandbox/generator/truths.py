"""What is hidden in a world for those at work to find: reports that are planted, and the list for assessors."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from core.formatting import day
from itsm_sandbox.desk.tickets.rules.scenarios import SCENARIOS
from itsm_sandbox.engine.history_writer import Subject
from itsm_sandbox.generator.arrivals import Arrival
from itsm_sandbox.generator.changes import Context
from itsm_sandbox.generator.models import PlantedTruth
from itsm_sandbox.generator.network import Network
from itsm_sandbox.generator.people import People
from itsm_sandbox.generator.registers import FULL_DISK, STALE_ARTICLE
from itsm_sandbox.generator.software import Shelf, truths_of
from itsm_sandbox.generator.tickets import TicketContext

OUTAGE_WEEKS = (3, 5)
BAD_CHANGE = "sign_in_policy"
_INCIDENTS_OF_CHANGE = 7
_REPEATS = 5
RISING = "wifi"


def plant_reports(context: Context, people: People, rng: random.Random, ends: datetime) -> list[Arrival]:
    """Outages, what a change broke, and one device that fails again and again."""
    planted = [Arrival(context.day(week, 1, 10), SCENARIOS["internet_down"]) for week in OUTAGE_WEEKS]
    finished: datetime = context.changes[BAD_CHANGE].values["finished_at"]
    for number in range(_INCIDENTS_OF_CHANGE):
        at = _in_hours(context, finished + timedelta(hours=15 + number * 6), rng)
        planted.append(Arrival(at, SCENARIOS["new_phone_second_step"], cause="change"))
    unlucky = people.users[3]
    for number in range(_REPEATS):
        at = _in_hours(context, ends - timedelta(days=52 - number * 9), rng)
        planted.append(Arrival(at, SCENARIOS["laptop_slow"], requester=unlucky, cause="device"))
    return planted


def write_truths(tickets: TicketContext, context: Context, network: Network, shelf: Shelf) -> None:
    """For assessors alone: what is so, and where it can be seen."""
    history, registers, people = tickets.history, tickets.registers, tickets.people
    change = context.changes[BAD_CHANGE]
    caused = [one.ticket for one in tickets.tickets if one.cause == "change"]
    repeated = [one.ticket for one in tickets.tickets if one.cause == "device"]
    laptop = registers.of_user[people.users[3].id]
    article = registers.articles[STALE_ARTICLE]
    first, last = tickets.slow
    rows = [
        (
            "rising_category",
            f"Reports on the wireless in the {people.wing.name.lower()} have been rising for six weeks.",
            [],
            RISING,
        ),
        (
            "stale_article",
            (
                f"{article.ref} “{article.values['title']}” still names the print server that "
                f"{context.changes['print_server'].ref} replaced; tickets solved with it come back."
            ),
            [article],
            "",
        ),
        (
            "change_with_incidents",
            (
                f"{change.ref} “{change.values['title']}” says that it caused no incidents; "
                f"{', '.join(one.ref for one in caused)} came within days of it."
            ),
            [change, *caused],
            "",
        ),
        (
            "breached_month",
            f"From {day(first)} to {day(last - timedelta(days=1))} about half of the fix targets were missed.",
            [],
            "",
        ),
        (
            "repeated_device",
            (
                f"{laptop.values['tag']} was reported as slow {len(repeated)} times in two months: "
                f"{', '.join(one.ref for one in repeated)}."
            ),
            [laptop, *repeated],
            "",
        ),
        (
            "things_of_a_leaver",
            (
                f"{people.gone.name} left on {day(people.gone.left_at)} and still has "
                f"{' and '.join(one.values['tag'] for one in registers.with_leaver)} by the register."
            ),
            registers.with_leaver,
            "",
        ),
        (
            "unauthorised_change",
            f"{registers.unauthorised.values['tag']} got new firmware without a request for change.",
            [registers.unauthorised],
            "",
        ),
        (
            "full_disk",
            f"The disk of {FULL_DISK} grows by the same amount each week and will be full within weeks.",
            [registers.servers[FULL_DISK]],
            "",
        ),
    ]
    rows += _truths_of_network(network)
    rows += truths_of(shelf)
    history.add(PlantedTruth, *(_row(tickets, *row) for row in rows))


def _truths_of_network(network: Network) -> list[tuple[str, str, list[Subject], str]]:
    """What an audit can find, and the register does not say."""
    strangers = [
        f"{one['host_name']}, {one['is_known_by']}, in {one['place']}, {one['site']}" for one in network.unknown
    ]
    tags = " and ".join(one.values["tag"] for one in network.missing)
    rows: list[tuple[str, str, list[Subject], str]] = [
        ("unknown_devices", f"On the network, and not in the register: {'; '.join(strangers)}.", [], ""),
        (
            "missing_assets",
            f"{tags} are in use by the register, and nobody will see them anywhere.",
            network.missing,
            "",
        ),
    ]
    if network.prohibited is not None:
        product, device = network.prohibited
        told = f"{product.values['name']} is prohibited, and on {device.values['tag']}. A scan of the network shows it."
        rows.append(("prohibited_program", told, [device], ""))
    return rows


def _row(tickets: TicketContext, name: str, told: str, subjects: Sequence[Subject], category: str) -> dict[str, object]:
    about = [[str(one.model.kind), one.id] for one in subjects]
    workplace_id = tickets.history.workplace.id
    return {"workplace_id": workplace_id, "name": name, "told": told, "subjects": about, "category": category}


def _in_hours(context: Context, about: datetime, rng: random.Random) -> datetime:
    """A time in the morning or early afternoon of that day, or of the next working day."""
    weeks, days = divmod((about.date() - (context.begins - timedelta(days=context.begins.weekday())).date()).days, 7)
    return context.day(weeks, days, rng.randrange(9, 15)) + timedelta(minutes=rng.randrange(59))
