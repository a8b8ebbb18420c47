"""Simulated users who report things: at a calm rate by themselves, and when an assessor lets something happen."""

import random
from datetime import datetime

from sqlalchemy import func, select

from accounts.models import Membership
from accounts.permissions import require
from core.db import db, transaction
from core.errors import NotFound
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules.scenarios import SCENARIOS, Scenario
from itsm_sandbox.desk.tickets.services import new_ticket
from itsm_sandbox.engine.calendar import NeverOpens, add_open_seconds
from itsm_sandbox.engine.log import WORKPLACE, lock_workplace
from itsm_sandbox.engine.models import Colleague, Site, Timer, Workplace
from itsm_sandbox.engine.perform import apply_first
from itsm_sandbox.engine.queries import get_calendar, get_visit, list_colleagues, sim_now
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.simulation import apply_if_possible
from itsm_sandbox.engine.timers import catch_up, timer
from itsm_sandbox.generator.data_files import read
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.rules.machine import ANSWERED
from itsm_sandbox.permissions import POLICY

REPORT = "workplace.report"
_MEAN_MINUTES = 80  # of service time between two reports
_FIRST_AFTER_MINUTES = 15
_MOST_WAITING = 12  # new tickets; with more than that, nobody adds to them
_CHANNELS = ("portal", "phone", "email", "face_to_face")
_SHARES = (40, 30, 20, 10)


def report_scenario(workplace_id: int, code: str, *, by: Membership) -> Ticket:
    """Let a simulated user report this now, for those at work to deal with."""
    scenario = SCENARIOS.get(code)
    if scenario is None:
        raise NotFound("We could not find that scenario.")
    catch_up(workplace_id)
    with transaction():
        require(POLICY, "report_scenario", by, get_visit(workplace_id, by))
        workplace = lock_workplace(workplace_id)
        return report(workplace, scenario, sim_now(workplace))


def plan_reports(workplace: Workplace, after: datetime, minutes: int = _FIRST_AFTER_MINUTES) -> None:
    """Let the next report come after so much service time. The workplace must be locked."""
    try:
        at = add_open_seconds(get_calendar(workplace.id), after, minutes * 60)
    except NeverOpens:  # it closed for good, so nobody reports anything
        return
    db.session.add(
        Timer(
            workplace_id=workplace.id,
            at=at,
            name=REPORT,
            subject_kind=WORKPLACE,
            subject_id=workplace.id,
            details={},
        )
    )


@timer(REPORT)
def _report_next(workplace: Workplace, due: Timer) -> None:
    """One more report, unless there are more than enough already; then plan the one after it."""
    rng = _rng(workplace)
    waiting = db.session.scalar(
        select(func.count()).select_from(Ticket).where(Ticket.workplace_id == workplace.id, Ticket.state == "new")
    )
    if (waiting or 0) < _MOST_WAITING:
        usual = [one for one in SCENARIOS.values() if not one.outage]
        scenario = rng.choices(usual, [one.weight for one in usual])[0]
        if not _finds_an_answer(workplace, scenario, due.at):
            report(workplace, scenario, due.at)
    plan_reports(workplace, due.at, max(5, round(rng.expovariate(1 / _MEAN_MINUTES))))


def report(workplace: Workplace, scenario: Scenario, at: datetime) -> Ticket:
    """A simulated user says what they see, in a locked workplace; the ticket keeps what is true."""
    rng = _rng(workplace)
    requester = _choose_requester(workplace, scenario, rng)
    site, room = _place_of(workplace, requester, rng)
    asset = _find_asset(workplace, scenario, requester, site)
    words = {"room": room, "wing": (site.name if site else "the building").lower()}
    words |= {"device": asset.tag if asset else "my device"}
    given = {
        "requester_id": requester.id,
        "channel": scenario.channel or rng.choices(_CHANNELS, _SHARES)[0],
        "type": "incident" if rng.random() < 0.1 else scenario.type,
        "title": rng.choice(scenario.titles).format(**words),
        "description": rng.choice(scenario.says).format(**words),
        "service_id": _find_service(workplace, scenario),
        "site_id": site.id if site else None,
        "location": room,
        "asset_id": asset.id if asset and rng.random() < 0.5 else None,
        "follows_id": None,
    }
    if given["channel"] == "portal" and workplace.last_seq % 3 == 1 and (article := _find_help(workplace, scenario)):
        given["tried_ids"] = [article.ref]
    ticket = new_ticket()
    ticket.scenario = scenario.truth()
    apply_first(workplace, ticket, "log", given, actor=requester, at=at)
    return ticket


def _finds_an_answer(workplace: Workplace, scenario: Scenario, at: datetime) -> bool:
    """Now and then somebody reads in the portal what is written for everybody, and need not report anything."""
    article = _find_help(workplace, scenario) if workplace.last_seq % 3 == 0 else None
    if article is None:
        return False
    rng = _rng(workplace)
    reader = _choose_requester(workplace, scenario, rng)
    site, room = _place_of(workplace, reader, rng)
    wing = (site.name if site else "the building").lower()
    words = scenario.titles[0].format(room=room, wing=wing, device="my device")
    return apply_if_possible(article, reader, ANSWERED, {"looked_for": words}, at)


def _find_help(workplace: Workplace, scenario: Scenario) -> Article | None:
    """What generated workplaces have for everybody about it, by its title there."""
    texts = (text for text in read("articles") if text["code"] == scenario.article)
    title = next((text["title"] for text in texts if text.get("audience") == "users"), None)
    if title is None:
        return None
    return db.session.scalar(
        select(Article).where(Article.workplace_id == workplace.id, Article.title == title, Article.is_in_force())
    )


def _rng(workplace: Workplace) -> random.Random:
    """Goes on from the seed and from what has happened, so that the same deeds are followed by the same reports."""
    return random.Random(f"{workplace.seed} {workplace.last_seq}")  # noqa: S311 -- practice, not a secret


def _choose_requester(workplace: Workplace, scenario: Scenario, rng: random.Random) -> Colleague:
    wanted = WorkRole.MAINTENANCE if scenario.channel == "monitoring" else WorkRole.USER
    people = [one for one in list_colleagues(workplace.id) if one.is_simulated]
    users = [one for one in people if one.roles == {wanted}] or [one for one in people if WorkRole.USER in one.roles]
    if not users:
        raise NotFound("Nobody simulated is an ICT user here, so nobody can report anything.")
    return rng.choice(sorted(users, key=lambda one: one.id))


def _place_of(workplace: Workplace, person: Colleague, rng: random.Random) -> tuple[Site | None, str]:
    """Where they are: the place of their laptop by the register, or a room of their site."""
    site = db.session.get(Site, person.site_id) if person.site_id else None
    laptop = db.session.scalar(
        select(Asset).where(Asset.custodian_id == person.id, Asset.workplace_id == workplace.id).limit(1)
    )
    if laptop is not None and laptop.location:
        return (db.session.get(Site, laptop.site_id) if laptop.site_id else site), laptop.location
    rooms = read("places")[str(workplace.kind)]["wings"].get(site.name if site else "", ["Room 1"])
    return site, rng.choice(rooms)


def _find_asset(workplace: Workplace, scenario: Scenario, person: Colleague, site: Site | None) -> Asset | None:
    if not scenario.asset:
        return None
    found = select(Asset).where(
        Asset.workplace_id == workplace.id, Asset.type == scenario.asset, Asset.state == "in_use"
    )
    if scenario.asset == "laptop":
        found = found.where(Asset.custodian_id == person.id)
    near = found.where(Asset.site_id == (site.id if site else None))
    return db.session.scalar(near.order_by(Asset.id).limit(1)) or db.session.scalar(found.order_by(Asset.id).limit(1))


def _find_service(workplace: Workplace, scenario: Scenario) -> int | None:
    """The service of the scenario, by the name that generated workplaces give it; None where it has none such."""
    name = next(text[str(workplace.kind)] for text in read("services") if text["code"] == scenario.service)
    return db.session.scalar(
        select(Service.id).where(
            Service.workplace_id == workplace.id, Service.name == name, Service.state == "published"
        )
    )
