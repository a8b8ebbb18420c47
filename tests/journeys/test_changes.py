"""Five people take changes through every role of a workplace, and each wrong person is told why it is not for them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Membership
from core.clock import LONDON
from core.db import db
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.rules.fields import CHECKLIST
from itsm_sandbox.money.expenditure.models import Expenditure
from tests.factories.changes import (
    CONSULTATION,
    MESSAGE,
    PLANNED,
    STEP_1,
    Board,
    make_asset,
    make_board,
    set_time,
)
from tests.factories.workplaces import MONDAY
from tests.support.people import PersonClient, forget_what_was_read, sign_in

CHECKED = {"checklist": [name for name, _ in CHECKLIST], "comment": ""}


class Cohort:
    """Five browsers in one workplace. Whatever they send goes through the pages that people use."""

    def __init__(self, app: Flask, board: Board) -> None:
        self.app = app
        self.board = board

    def browser(self, who: str) -> PersonClient:
        member: Membership = getattr(self.board, who)
        client = self.app.test_client()
        assert isinstance(client, PersonClient)
        sign_in(client, member)
        return client

    def raise_(self, **over: Any) -> Change:
        address = f"/workplaces/{self.board.workplace.id}/changes/new"
        answer = self.browser("originator").post(address, data=typed({**STEP_1, **over}))
        assert answer.status_code == 302, answer.text
        number = int(answer.location.rsplit("/", 1)[1])
        forget_what_was_read()
        return db.session.scalars(select(Change).where(Change.number == number)).one()

    def address(self, change: Change, event: str) -> str:
        return f"/workplaces/{self.board.workplace.id}/changes/{change.number}/do/{event}"

    def do(self, who: str, change: Change, event: str, told: Mapping[str, Any] | None = None) -> None:
        answer = self.browser(who).post(self.address(change, event), data=typed(told or {}))
        assert answer.status_code == 302, f"{who} {event}: {answer.status_code} {answer.text}"
        db.session.refresh(change)

    def refused(self, who: str, change: Change, event: str, says: str, told: Mapping[str, Any] | None = None) -> None:
        """The page that would do it says why not, and sending it all the same does nothing."""
        client, state = self.browser(who), change.state
        answer = client.post(self.address(change, event), data=typed(told or {}))
        assert answer.status_code == 409, f"{who} {event}: {answer.status_code}"
        assert says in answer.text, answer.text
        db.session.refresh(change)
        assert change.state == state

    def step_2(self, **over: Any) -> dict[str, Any]:
        return {**self.board.step_2, **over}

    def at(self, moment: datetime) -> None:
        set_time(self.board.workplace, moment)


def typed(told: Mapping[str, Any]) -> dict[str, Any]:
    """As a browser sends it: pounds with pence, a line for each thing, the time on the wall, nothing for "no"."""
    sent: dict[str, Any] = {}
    for name, value in told.items():
        if value is None or value is False:
            continue
        if name.endswith("_pence"):
            sent[name] = f"{value / 100:.2f}"
        elif isinstance(value, datetime):
            sent[name] = value.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M")
        elif name in {"plan", "items"}:
            sent[name] = "\n".join(value)
        elif name in {"asset_ids", "incidents"}:
            sent[name] = " ".join(value)
        else:
            sent[name] = value
    return sent


@pytest.fixture
def cohort(app: Flask, database: None) -> Cohort:
    return Cohort(app, make_board())


def step_1(**over: Any) -> dict[str, Any]:
    return {name: value for name, value in {**STEP_1, **over}.items() if name != "type"}


def test_a_cohort_of_five_takes_a_change_through_every_role(cohort: Cohort) -> None:
    asset: Asset = make_asset(cohort.board.workroom)
    change = propose(cohort, asset)
    plan_and_review(cohort, change)
    approve(cohort, change)
    amend_and_approve_again(cohort, change)
    carry_out(cohort, change)
    record_and_close(cohort, change, asset)
    serve_as_standard(cohort, change)


def propose(cohort: Cohort, asset: Asset) -> Change:
    told = {"asset_ids": [asset.ref], "cost_pence": 12_000}
    change = cohort.raise_(**told)
    cohort.refused("initial", change, "submit_1", "This is for the originator.", step_1(**told))
    cohort.do("originator", change, "submit_1", step_1(**told))

    for who in ("originator", "peer", "final", "implementer"):
        cohort.refused(who, change, "approve_proceed", "This is for initial approver of changes")
    cohort.do("initial", change, "approve_proceed", {"comment": "Go ahead."})
    row = db.session.scalars(select(Expenditure)).one()
    assert (row.state, row.amount_pence) == ("committed", 12_000)
    return change


def plan_and_review(cohort: Cohort, change: Change) -> None:
    cohort.refused("peer", change, "submit_2", "This is for the originator or the implementer", cohort.step_2())
    cohort.do("originator", change, "edit_2", {"plan": ["Save the configuration"]})
    cohort.do("originator", change, "submit_2", cohort.step_2())

    for who in ("originator", "initial", "final", "implementer"):
        cohort.refused(who, change, "review_ok", "This is for peer reviewer of changes", CHECKED)
    cohort.refused("peer", change, "review_ok", "All six points must hold", {"checklist": ["order"]})
    cohort.do("peer", change, "review_changes", {"failing": ["time"], "comment": "Ten minutes more for the tests."})
    cohort.do("implementer", change, "submit_2", cohort.step_2(duration_minutes=70))
    cohort.do("peer", change, "review_ok", CHECKED)


def approve(cohort: Cohort, change: Change) -> None:
    cohort.refused("final", change, "approve_implement", "Talk to the users")
    cohort.refused("peer", change, "record_consultation", "This is for final approver of changes", CONSULTATION)
    cohort.do("final", change, "record_consultation", CONSULTATION)
    for who in ("originator", "peer", "implementer"):
        cohort.refused(who, change, "approve_implement", "This is for final approver of changes")
    cohort.refused("initial", change, "approve_implement", "Here this is for the final approver of changes")
    cohort.do("final", change, "approve_implement", {"comment": ""})


def amend_and_approve_again(cohort: Cohort, change: Change) -> None:
    signed = change.implement_hash

    later = cohort.step_2(duration_minutes=80)
    cohort.do("implementer", change, "amend", {**later, "because": "The stack has one switch more."})
    assert change.state == "peer_review"
    page = cohort.browser("final").get(cohort.address(change, "").removesuffix("/do/")).text
    assert page.count("so this signature does not hold for it") == 2
    cohort.do("peer", change, "review_ok", CHECKED)
    cohort.do("final", change, "record_consultation", CONSULTATION)
    cohort.do("final", change, "approve_implement")
    assert change.implement_hash != signed


def carry_out(cohort: Cohort, change: Change) -> None:
    cohort.refused("implementer", change, "start", "Tell those who are affected first")
    cohort.refused("final", change, "communicate", "This is for the implementer", MESSAGE)
    cohort.do("implementer", change, "communicate", MESSAGE)
    cohort.refused("implementer", change, "start", "The window is from 10 Sep 2026 at 17:30")
    cohort.at(PLANNED + timedelta(minutes=5))
    cohort.refused("originator", change, "start", "This is for the implementer.")
    cohort.do("implementer", change, "start")
    deviation = {"what": "One cable is too short.", "told_to": "The librarian"}
    cohort.do("implementer", change, "deviate", deviation)
    cohort.at(PLANNED + timedelta(minutes=50))
    outcome = {"outcome": "successful", "tested": "All computers sign in and print."}
    cohort.refused("originator", change, "finish", "This is for the implementer.", outcome)
    cohort.do("implementer", change, "finish", outcome)
    assert db.session.scalars(select(Expenditure.state)).all() == ["actual"]


def record_and_close(cohort: Cohort, change: Change, asset: Asset) -> None:
    note = {"note": "The register shows the new switch."}
    cohort.refused("implementer", change, "update_records", f"does not show this change yet for {asset.ref}", note)
    work = {"work": "Mounted in the library cupboard.", "model": asset.model, "change_ref": change.ref}
    address = f"/workplaces/{cohort.board.workplace.id}/assets/{asset.number}/do/update"
    assert cohort.browser("implementer").post(address, data=work).status_code == 302
    cohort.do("implementer", change, "update_records", note)
    cohort.refused("initial", change, "close", "Before it is closed: write the review")
    cohort.do("implementer", change, "link_incidents", {"none_caused": "y"})
    cohort.do("originator", change, "write_review", {"review": "It went as planned; photographs saved time."})
    cohort.refused("final", change, "close", "This is for initial approver of changes")
    cohort.do("initial", change, "close", {"comment": "Well done."})
    assert change.state == "closed"


def serve_as_standard(cohort: Cohort, change: Change) -> None:
    cohort.do("final", change, "make_standard", {"reason": "Three switches of this kind are to follow."})
    another = raise_standard(cohort, change)
    cohort.at(PLANNED + timedelta(days=1))
    planned = PLANNED + timedelta(days=5)
    window = {"planned_at": planned, "duration_minutes": 80, "implementer_id": change.implementer_id}
    cohort.do("originator", another, "schedule_standard", window)
    assert (another.state, another.plan) == ("scheduled", change.plan)
    cohort.do("implementer", another, "communicate", MESSAGE)
    cohort.at(planned)
    cohort.do("implementer", another, "start")


def raise_standard(cohort: Cohort, template: Change) -> Change:
    address = f"/workplaces/{cohort.board.workplace.id}/changes/new?template={template.number}"
    told = step_1(title="Replace the switch in the hall", items=["Hall switch"], cost_pence=12_000)
    answer = cohort.browser("originator").post(address, data=typed(told))
    assert answer.status_code == 302, answer.text
    return db.session.scalars(select(Change).where(Change.template_id == template.id)).one()


def test_an_emergency_falls_back_and_is_reviewed_after_the_fact(cohort: Cohort) -> None:
    change = cohort.raise_(type="emergency")
    planned = MONDAY + timedelta(hours=1)
    urgent = {"urgent_because": "The whole school is without a network until this is done."}
    cohort.do("originator", change, "submit_emergency", {**step_1(), **cohort.step_2(planned_at=planned), **urgent})
    assert change.state == "awaiting_implement"
    cohort.do("final", change, "record_consultation", CONSULTATION)
    cohort.do("final", change, "approve_implement")
    cohort.do("implementer", change, "communicate", MESSAGE)
    cohort.at(planned)
    cohort.do("implementer", change, "start")
    cohort.at(planned + timedelta(minutes=20))
    fallen = {"because": "time", "seen": "Half of the computers have no link.", "differences": "The old one is back."}
    cohort.refused("implementer", change, "fall_back", "The time limit runs out on 7 Sep 2026 at 10:30", fallen)
    cohort.at(planned + timedelta(minutes=31))
    cohort.do("implementer", change, "fall_back", fallen)
    assert change.outcome == "fallen_back"
    cohort.do("implementer", change, "update_records", {"note": "Nothing changed in the register."})
    cohort.do("implementer", change, "link_incidents", {"none_caused": "y"})
    cohort.do("originator", change, "write_review", {"review": "The new switch was faulty; test it in stock first."})
    cohort.refused("initial", change, "close", "have a peer review the emergency after the fact")
    after = {"checklist": ["fallback"], "findings": "The fall-back was real; the test before was not."}
    cohort.refused("originator", change, "review_after", "This is for peer reviewer of changes", after)
    cohort.do("peer", change, "review_after", after)
    cohort.do("initial", change, "close")
    assert change.state == "closed"
