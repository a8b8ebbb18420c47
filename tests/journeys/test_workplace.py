"""A new apprentice alone: from an empty hand to an incident closed, frozen into evidence and judged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Membership
from core import storage
from core.db import db
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.reporters import report_scenario
from itsm_sandbox.evidence.models import Snapshot
from portfolio.queries import get_version
from portfolio.services import enrol_apprentice
from standards.models import Framework
from tests.factories import CentreFactory, MembershipFactory, PersonFactory
from tests.factories.portfolio import make_programme
from tests.support.people import PersonClient, sign_in
from tests.support.reader import Page, Reader

DEAD_SOCKET = "socket_dead"  # only the network team can mend it for good
TRIED = "I plugged a laptop that works elsewhere into the socket: no light, no address. The cable is sound."
PATIENCE = 60  # times that time is let pass


@dataclass(frozen=True)
class People:
    aileen: Membership
    fiona: Membership


@pytest.fixture
def people(loaded_standards: None) -> People:
    """An apprentice on the whole occupation profile, and their assessor."""
    centre = CentreFactory.create(name="Forth Training")
    admin = MembershipFactory.create(centre=centre, provider_admin=True)
    profile = db.session.scalars(select(Framework).where(Framework.key == "scqf8-it-support")).one()
    programme = make_programme(admin, profile, optional=False)
    aileen = MembershipFactory.create(centre=centre, person=PersonFactory.create(name="Aileen Macrae"))
    fiona = MembershipFactory.create(centre=centre, assessor=True)
    enrol_apprentice(
        programme.id,
        aileen.id,
        fiona.id,
        starts_on=date(2026, 9, 1),
        planned_end_on=date(2028, 8, 31),
        by=admin,
    )
    return People(aileen, fiona)


def sit_down(app: Flask, membership: Membership) -> Reader:
    client = app.test_client()
    assert isinstance(client, PersonClient)
    sign_in(client, membership)
    return Reader(client)


@dataclass(frozen=True)
class Desk:
    """One ticket, and the person who works on it."""

    reader: Reader
    ticket: Ticket

    @property
    def address(self) -> str:
        return f"/workplaces/{self.ticket.workplace_id}/tickets/{self.ticket.number}"

    def do(self, event: str, button: str, **given: str) -> Page:
        """Fill in the step's form as far as it does not know the answers, and send it."""
        self.reader.open(f"{self.address}/do/{event}")
        return self.reader.send(button, given)

    def wait_until(self, is_so: Callable[[], bool], step: str = "1 hour") -> None:
        for _ in range(PATIENCE):
            db.session.refresh(self.ticket)
            if is_so():
                return
            self.reader.open(self.address)
            self.reader.send(step)
        raise AssertionError(f"It is still {self.ticket.state}.")

    def choice(self, event: str, name: str, words: str) -> str:
        return self.reader.open(f"{self.address}/do/{event}").values(name, words)[0]


def test_an_apprentice_alone_takes_an_incident_from_its_report_to_judged_evidence(app: Flask, people: People) -> None:
    aileen = sit_down(app, people.aileen)
    desk = open_a_workplace(aileen, people)
    classify_and_triage(desk)

    desk.do("respond", "Respond", contact="call", text="I called and asked which lights the socket shows.")
    resolve_too_early(desk)
    desk.wait_until(lambda: desk.ticket.state == "in_progress")
    assert desk.ticket.reopens == 1

    network = desk.choice("escalate_functional", "group_id", "Network and servers")
    desk.do("escalate_functional", "Escalate", group_id=network, work_done=TRIED, asked="Please test the line.")
    desk.wait_until(lambda: desk.ticket.state == "resolved")
    desk.wait_until(lambda: desk.ticket.state == "closed", "To the next day’s opening")
    assert desk.ticket.owner_id is not None

    add_to_portfolio(desk)
    snapshot = db.session.scalars(select(Snapshot)).one()
    version = get_version(snapshot.evidence_id, 1)
    assert (version.origin, version.assistance) == ("simulated", "solo")
    assert {claim.criterion.code for claim in version.claims} == {"SR1", "SR2", "SR4"}

    judge(sit_down(app, people.fiona), desk)
    what_the_portfolio_has_stays(desk, snapshot)


def open_a_workplace(aileen: Reader, people: People) -> Desk:
    """Its own world, in which somebody reports a dead socket."""
    page = aileen.open("/workplaces/new")
    page = aileen.send("Open it", {"kind": page.values("kind", "A school"), "name": "Glenbrae Academy"})
    assert "Glenbrae Academy is open." in page.text
    assert "What to do now" in page.text
    workplace_id = int(aileen.path.rsplit("/", 1)[1])
    ticket = report_scenario(workplace_id, DEAD_SOCKET, by=people.fiona)
    page = aileen.open(f"/workplaces/{workplace_id}/desk")
    assert ticket.ref in page.text
    return Desk(aileen, ticket)


def classify_and_triage(desk: Desk) -> None:
    socket = desk.choice("validate_classify", "subcategory", "Network: Network socket or cable")
    page = desk.do(
        "validate_classify",
        "Validate and classify",
        type="incident",
        subcategory=socket,
        service_id=str(desk.ticket.service_id),
        affected_user_id=str(desk.ticket.requester_id),
        identity_method="called_back",
        support_mode="on_premises",
    )
    assert "done" in page.text
    me = desk.choice("triage", "assigned_to_id", "Aileen Macrae")
    desk.do("triage", "Triage", impact="low", urgency="high", assigned_to_id=me)
    db.session.refresh(desk.ticket)
    assert desk.ticket.priority == "P3"


def resolve_too_early(desk: Desk) -> None:
    """The user will say that it did not last."""
    desk.do(
        "resolve",
        "Resolve",
        resolution_code="fixed",
        resolution="I moved the computer to another socket of the same room, where it found the network.",
        proposal="How to find out whether a socket is dead.",
    )
    db.session.refresh(desk.ticket)
    assert desk.ticket.state == "resolved"


def add_to_portfolio(desk: Desk) -> None:
    desk.reader.open(desk.address)
    page = desk.reader.follow("Add to portfolio")
    assert "No other member worked on it and no hint was used." in page.text
    assert "It was reopened once." in page.text
    page = desk.reader.send("Add to portfolio", {"account": "The first fix did not last; then I handed it over."})
    assert "is in your portfolio as a draft" in page.text
    page = desk.reader.send(
        "Submit for assessment", {"ai_use": page.values("ai_use", "I did not use AI"), "is_authentic": "y"}
    )
    assert "Submitted. Your assessor has been told." in page.text


def judge(fiona: Reader, desk: Desk) -> None:
    """They see that it is simulated and what was whose, and judge each claim."""
    fiona.open("/queue")
    page = fiona.follow(f"Start here: {desk.ticket.ref}")
    assert "Simulated" in page.text
    assert "Solo" in page.text
    assert fiona.download(f"Download {desk.ticket.ref}.pdf").data.startswith(b"%PDF-")
    claims: dict[str, str] = dict(page.marked("data-code", "data-claim"))  # type: ignore[arg-type]  # pairs
    answers = {f"outcome-{claim}": "met" for claim in claims.values()}
    checks = dict.fromkeys(("is_valid", "is_authentic", "is_current", "is_sufficient"), "1")
    page = fiona.send("Sign and next", {**answers, **checks})
    assert "Signed. The apprentice has been told." in page.text


def what_the_portfolio_has_stays(desk: Desk, snapshot: Snapshot) -> None:
    """Time goes on in the workplace, and nothing of it reaches the evidence."""
    files = [(file.name, file.sha256) for file in get_version(snapshot.evidence_id, 1).files]
    desk.reader.open(desk.address)
    desk.reader.send("To the next day’s opening")
    assert [(file.name, file.sha256) for file in get_version(snapshot.evidence_id, 1).files] == files
    assert all(storage.current().verify(sha256) for _, sha256 in files)
    assert files[1][1] == snapshot.sha256
    with storage.current().open(snapshot.sha256) as file:
        assert DEAD_SOCKET.encode() not in file.read(), "what the workplace hides from those at work is told"
