import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from accounts.hashing import hash_password
from accounts.models import Membership, Role
from core import clock
from core.db import db
from core.ledger.models import LedgerEntry
from demo.content import password as demo_password
from tests.factories import CentreFactory, EmployerFactory, MembershipFactory, PersonFactory
from tests.support.people import PersonClient
from tests.support.reader import Reader
from tests.support.samples import paper, picture
from tests.support.stages import Stages, app_on, run_command

PASSWORD = "granite kettle morning"
UNIT = "SP"
PERFORMANCE = [f"SP{number}" for number in range(1, 7)]
CRITERIA = [*PERFORMANCE, *(f"SP-K{number}" for number in range(1, 11))]
RETURNED = "SP-K3"
CHECKS = dict.fromkeys(("is_valid", "is_authentic", "is_current", "is_sufficient"), "1")
MORE = "Say where these procedures are filed, and how you find one."


@pytest.fixture
def people(database: None) -> None:
    """One person in each role of one centre, who all sign in with the same password."""
    centre = CentreFactory.create(name="Forth Training")
    employer = EmployerFactory.create(centre=centre)
    known = hash_password(PASSWORD)

    def member(name: str, **facts: Any) -> Membership:
        email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
        person = PersonFactory.create(name=name, email=email, password_hash=known)
        return MembershipFactory.create(person=person, centre=centre, **facts)

    member("Lorna Admin", provider_admin=True)
    member("Aileen Macrae", role=Role.APPRENTICE, employer_id=employer.id)
    member("Fiona Assessor", assessor=True)
    member("Moira Verifier", verifier=True)
    member("Stuart Manager", line_manager=True, employer_id=employer.id)


@pytest.fixture
def demo(stages: Stages, tmp_path: Path) -> Iterator[Flask]:
    """The demo centre, to change."""
    instance = tmp_path / "instance"
    shutil.copytree(stages.demo.folder, instance)
    address = stages.backend.copy(stages.demo.address)
    with app_on(address, instance) as app:
        yield app
    stages.backend.drop(address)


def sit_down(app: Flask, name: str, password: str = PASSWORD) -> Reader:
    """Somebody signed in, in a browser of their own."""
    client = app.test_client()
    assert isinstance(client, PersonClient)
    reader = Reader(client)
    reader.sign_in(f"{name}@example.org", password)
    return reader


def submit(apprentice: Reader, title: str, codes: list[str], done_on: date, files: list[tuple[str, bytes]]) -> None:
    """Add a draft with files, claim the criteria, say where to look, declare and submit."""
    page = apprentice.open("/evidence/new")
    filled = {
        "title": title,
        "origin": "live",
        "done_on": done_on.isoformat(),
        "account": "I wrote the procedure with our service desk.\n\nThen I tried it with a new colleague.",
        "criteria": page.values("criteria", *codes),
    }
    page = apprentice.send("Save draft", filled, files)
    assert "Saved as a draft" in page.text
    for name, _ in files:
        assert name in page.text
    claimed = [control.name for control in page.controls if control.name.startswith("locator-")]
    assert len(claimed) == len(codes)
    page = apprentice.send(
        "Submit for assessment",
        {
            **dict.fromkeys(claimed, "Page 1"),
            **{name.replace("locator", "reason"): "The page shows it." for name in claimed},
            "ai_use": page.values("ai_use", "I did not use AI"),
            "is_authentic": "y",
        },
    )
    assert "Submitted. Your assessor has been told." in page.text


def claims_on(bench: Reader) -> dict[str, str]:
    """The number of each claim on the workbench, by its criterion's code."""
    return dict(bench.page.marked("data-code", "data-claim"))  # type: ignore[arg-type]  # pairs


def judge(assessor: Reader, title: str, *, more: dict[str, str] | None = None) -> None:
    """Find the work in the queue, judge everything as met but what needs more, and sign."""
    assessor.open("/queue")
    assessor.follow(f"Open: {title}" if f"Open: {title}" in assessor.page.text else f"Start here: {title}")
    answers = {}
    for code, claim in claims_on(assessor).items():
        needed = (more or {}).get(code)
        answers[f"outcome-{claim}"] = "partly" if needed else "met"
        answers[f"feedback-{claim}"] = needed or "Clear, and in your own words."
    assessor.send("Sign and next", {**answers, **({} if more else CHECKS)})


@pytest.mark.usefixtures("loaded_standards", "people")
def test_a_unit_goes_from_empty_to_signed_and_every_step_is_proven(app: Flask) -> None:
    today = clock.today()
    admin = sit_down(app, "lorna")
    enrol(admin, today)
    aileen, fiona = sit_down(app, "aileen"), sit_down(app, "fiona")
    picture_taken, report = ("desk.png", picture()), ("procedure.pdf", paper())

    submit(aileen, "Procedure for new starters", CRITERIA, today - timedelta(days=3), [picture_taken, report])
    assert "Procedure for new starters" in fiona.open("/queue").text
    fiona.follow("Start here: Procedure for new starters")
    for name, content in (picture_taken, report):
        assert fiona.download(f"Download {name}").data == content
    judge(fiona, "Procedure for new starters", more={RETURNED: MORE})
    assert "Signed and returned." in fiona.page.text

    assert MORE in aileen.open("/home").text
    answer_the_return(aileen, "Read and answer: Procedure for new starters")
    assert "Answer, version 2" in fiona.open("/queue").text
    judge(fiona, "Procedure for new starters")
    assert "Signed. The apprentice has been told." in fiona.page.text
    aileen.open("/criteria")
    unit = aileen.page.link(UNIT)
    assert "Still needs one more occasion" in aileen.open(unit).text
    assert "6 of 16 criteria are not met yet." in fiona.open(unit).text

    submit(
        aileen, "Procedure for leavers", PERFORMANCE, today - timedelta(days=1), [("leavers.pdf", paper("# Leavers"))]
    )
    judge(fiona, "Procedure for leavers")
    assert "Claimed. Your assessor has been told." in claim(aileen, unit)
    assert "Signed off. The apprentice has been told." in sign(fiona, unit)
    aileen.open("/notifications")
    assert "Unit SP is signed off. Read it and confirm." in aileen.page.text
    aileen.open(unit)
    assert "Confirmed. Your assessor has been told." in aileen.send("Confirm").text

    stuart = sit_down(app, "stuart")
    assert "Aileen Macrae" in stuart.open("/team").text
    stuart.follow("Aileen Macrae")
    assert "16 of 16" in stuart.page.text
    check_cohort(admin)
    check_ledger(app)


@pytest.mark.any_database
def test_in_the_demo_one_returned_piece_stands_between_an_apprentice_and_a_sign_off(demo: Flask) -> None:
    aileen, fiona = (sit_down(demo, name, demo_password()) for name in ("aileen.murray", "fiona.macrae"))
    returned = "First-line service against the SLA: what I found in a month"
    aileen.open("/criteria")
    unit = aileen.page.link("SR")
    assert "of 23 criteria are not met yet." in aileen.open(unit).text

    aileen.open("/home")
    answer_the_return(aileen, f"Read and answer: {returned}")
    judge(fiona, returned)
    assert "Claimed. Your assessor has been told." in claim(aileen, unit)
    assert "Signed off. The apprentice has been told." in sign(fiona, unit)
    assert "23 of 23 criteria met" in aileen.open(unit).text
    assert "Confirmed. Your assessor has been told." in aileen.send("Confirm").text
    assert "signed up to" in run_command(demo, "ledger", "verify")


def enrol(admin: Reader, today: date) -> None:
    """Add a programme over the profile, enrol the apprentice on it and choose the optional unit."""
    admin.open("/programmes/new")
    page = admin.send("Choose its units", {"framework": admin.page.values("framework", "Technical Apprenticeship")})
    admin.send("Add this programme", {"title": "IT Support", "optional_minimum": "1"})
    page = admin.open("/enrolments/new")
    chosen = {
        "programme_id": "IT Support",
        "apprentice_id": "Aileen Macrae",
        "assessor_id": "Fiona Assessor",
        "verifier_id": "Moira Verifier",
        "line_manager_id": "Stuart Manager",
    }
    days = {"starts_on": today - timedelta(days=30), "planned_end_on": today + timedelta(days=335)}
    page = admin.send(
        "Enrol",
        {name: page.values(name, label) for name, label in chosen.items()}
        | {name: day.isoformat() for name, day in days.items()},
    )
    admin.send("Save the optional units", {"units": page.values("units", "AS")})


def answer_the_return(aileen: Reader, words: str) -> None:
    """Read what is still needed, and answer with a second version and one more file."""
    aileen.follow(words)
    page = aileen.send("Answer")
    page = aileen.send(
        "Submit for assessment",
        {
            "answer": "I added where they are filed.",
            "ai_use": page.values("ai_use", "I did not use AI"),
            "is_authentic": "y",
        },
        [("where-filed.txt", b"All procedures are in the knowledge base, by service.\n")],
    )
    assert "Version 2" in page.text


def claim(aileen: Reader, unit: str) -> str:
    aileen.open(unit)
    return aileen.send("Claim it").text


def sign(fiona: Reader, unit: str) -> str:
    fiona.open(unit)
    return fiona.send("Sign this unit off").text


def check_cohort(admin: Reader) -> None:
    """The page and both downloads say the same, and what was just done."""
    admin.open("/centre/cohort")
    assert "16 of 16, signed off" in admin.page.text
    row = next(csv.DictReader(StringIO(admin.download("CSV").data.decode("utf-8-sig"))))
    states = Counter(row[code] for code in CRITERIA)
    assert (row["Apprentice"], row["Met"], row["Units signed off"], row["Units"]) == ("Aileen Macrae", "16", "1", "7")
    assert states == {"Met": 16}
    assert int(row["Not started"]) == int(row["Criteria"]) - 16
    assert int(row["Percent met"]) == 16 * 100 // int(row["Criteria"])

    history = openpyxl.load_workbook(BytesIO(admin.download("Excel").data))
    head, first = history["Summary"].iter_rows(values_only=True, max_row=2)
    summary = dict(zip(head, first, strict=True))
    for name in ("Apprentice", "Criteria", "Met", "Not started", "Units signed off"):
        assert str(summary[name]) == row[name]
    codes, states_shown = history["Criteria"].iter_rows(values_only=True, max_row=2)
    shown = dict(zip(codes, states_shown, strict=True))
    assert {code: shown[code] for code in codes[1:]} == {code: row[code] for code in codes[1:]}


def check_ledger(app: Flask) -> None:
    kinds = Counter(db.session.scalars(select(LedgerEntry.kind)))
    assert kinds["evidence.submitted"] == 3
    assert kinds["evidence.assessed"] == 3
    assert kinds["judgement.made"] == 2 * len(CRITERIA) + len(PERFORMANCE)
    assert [kinds[f"unit.{step}"] for step in ("claimed", "signed", "confirmed")] == [1, 1, 1]
    assert f"{kinds.total()} entries" in run_command(app, "ledger", "verify")
