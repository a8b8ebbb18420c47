"""An apprentice alone takes a register and real work in from files, and makes evidence of both."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from core.db import db
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_visit
from itsm_sandbox.evidence.add_to_portfolio import propose_evidence
from itsm_sandbox.live_work.records.models import LiveRecord
from portfolio.evidence.models import EvidenceVersion
from tests.journeys.test_workplace_requirements import Apprentice, apprentice
from tests.support.people import PersonClient, sign_in
from tests.support.tables import SAMPLES

__all__ = ["apprentice"]

NOTE = (
    "I took the call, asked what the screen showed and found the loose cable. I changed it, had the teacher try it and "
    "wrote down what to look for next time."
)
DID = {
    "ticket": ["classified", "ordered", "resolved"],
    "change": ["changed"],
    "asset": ["recorded", "followed"],
}
SERVES = {
    "ticket": {"SR1", "SR2", "SR3"},
    "change": {"PM5"},
    "asset": {"AM1", "AM3"},
}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    file = tmp_path / "register.csv"
    file.write_text(
        "Asset tag;Kind;Make and model;Serial number\nLT-1;Laptop;ProBook 440;S1\nLT-2;Laptop;ProBook 440;S2\n"
    )
    return file


def come_in(client: PersonClient, room_id: int, what: str, file: Path, **said: str) -> None:
    """Through the three pages, as somebody does in a browser; columns stay as they were guessed."""
    base = f"/workplaces/{room_id}/imports"
    with file.open("rb") as stream:
        sent = {"file": (stream, file.name), **said}
        columns = client.post(f"{base}/add?what={what}", data=sent, content_type="multipart/form-data")
    chosen = dict(zip(*choices_of(client.get(columns.location).text), strict=True))
    preview = client.post(columns.location, data=chosen).location
    seal = client.get(preview).text.split('name="seal" value="')[1].split('"')[0]
    assert client.post(preview, data={"seal": seal}, follow_redirects=True).text.count(
        "Everything in the file came in."
    )


def choices_of(page: str) -> tuple[list[str], list[str]]:
    """The names of the selects, and what is selected in each."""
    selects = re.findall(r'<select[^>]*name="(column_[0-9]+)".*?</select>', page, re.DOTALL)
    chosen = re.findall(r'<select[^>]*name="column_[0-9]+".*?<option selected value="([a-z_]+)"', page, re.DOTALL)
    return selects, chosen


def test_am1_a_register_comes_in_from_a_file_and_serves(
    apprentice: Apprentice, client: PersonClient, register: Path
) -> None:
    sign_in(client, apprentice.me)
    come_in(client, apprentice.room.workplace.id, "assets", register)
    asset = get_artefact(apprentice.room.workplace.id, Asset.kind, 2)
    assert "AM1" in apprentice.add_to_portfolio(asset)


@pytest.mark.parametrize(("tool", "kind"), [("glpi", "ticket"), ("jira", "change"), ("servicenow", "asset")])
def test_live_work_comes_in_and_serves_as_live_evidence(
    apprentice: Apprentice, client: PersonClient, tool: str, kind: str
) -> None:
    workplace_id = apprentice.room.workplace.id
    sign_in(client, apprentice.me)
    said = {"tool": tool, "record_kind": kind, "my_names": "Aileen Murray, aileen.murray"}
    come_in(client, workplace_id, "live", SAMPLES / f"{tool}-{kind}s.csv", **said)
    apprentice.do(LiveRecord.kind, 1, "note", did=DID[kind], note=NOTE)
    visit = get_visit(workplace_id, apprentice.me)
    proposal = propose_evidence(visit, LiveRecord.kind, 1, by=apprentice.me)
    assert {one.code for one in proposal.suggestions} == SERVES[kind]
    record = get_artefact(workplace_id, LiveRecord.kind, 1)
    assert apprentice.add_to_portfolio(record) == SERVES[kind]
    assert db.session.scalars(select(EvidenceVersion.origin)).one() == "live"
