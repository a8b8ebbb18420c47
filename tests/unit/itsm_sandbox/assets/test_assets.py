"""The life of an asset: what each step asks for, and what keeps it from happening."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from itsm_sandbox.assets.assets.rules import ASSET
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.assets.findings.rules import AUTHORISING, DECISIONS, FITTING, answer_action, answer_proposal
from itsm_sandbox.engine.machine import START, Actor, Case, refuse
from tests.factories.facts import facts_for

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
TECHNICIAN = frozenset({"maintenance"})
OWNER = frozenset({"ict_owner"})
WIPED = {"wipe_method": "destroyed", "wiped_by": "Forth", "wipe_certificate": "F-1", "disposal_route": "weee"}


def said(event: str, state: str, roles: frozenset[str] = TECHNICIAN, *, seats: int = 0, **given: Any) -> str | None:
    values = {"type": given.pop("type", "laptop"), "location": "", "custodian_id": None, "site_id": None, "macs": []}
    return refuse(ASSET, event, Case(state, values, Actor(1, roles), NOW, given, facts_for("asset", seats=seats)))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (WIPED, None),
        ({**WIPED, "wiped_by": ""}, "Say who made the data unreadable"),
        ({**WIPED, "wipe_method": "no_storage"}, "A laptop holds data"),
        ({**WIPED, "wipe_method": "no_storage", "wiped_by": "", "type": "display"}, None),
        ({**WIPED, "seats": 1}, "1 licence is still allocated to it"),
        ({**WIPED, "seats": 2, "release_seats": True}, None),
    ],
)
def test_nothing_leaves_with_its_data_or_its_licences(given: dict[str, Any], words: str | None) -> None:
    found = said("dispose", "retired", **given)
    assert (words in str(found)) if words else found is None


def test_what_is_gone_is_written_off_by_the_owner_alone() -> None:
    assert "This is for ICT owner" in str(said("write_off", "missing", reason="Not there"))
    assert said("write_off", "stolen", OWNER, reason="Taken from the car") is None
    assert "it is in use" in str(said("write_off", "in_use", OWNER, reason="Not there")).lower()


def test_what_is_in_use_has_somebody_or_a_place() -> None:
    assert "Say who has it" in str(said("return_to_use", "in_repair", repair="A new hinge"))


def test_addresses_are_checked_and_kept_in_one_spelling() -> None:
    assert "is no address" in str(said("add", START, macs=["zz"]))
    transition = ASSET.get("add", START)
    assert transition.sets
    given = {"macs": ["02-AB-00-00-00-01", "02ab.0000.0001"]}
    case = Case(START, {"macs": []}, Actor(1, TECHNICIAN), NOW, given)
    assert transition.sets(case) == {"macs": ["02:ab:00:00:00:01"]}


def test_a_loan_ends_on_a_day_to_come() -> None:
    assert "still to come" in str(said("lend", "in_stock", due_back_on=NOW.date() - timedelta(days=1)))


def test_every_state_can_be_reached_and_left_or_is_an_end() -> None:
    ends = {"written_off", "disposed"}
    for state in ASSET.states:
        assert any(one.to == state.name for one in ASSET.transitions), state.name
        leaves = any(state.name in one.sources and one.to not in {None, state.name} for one in ASSET.transitions)
        assert leaves != (state.name in ends), state.name


def test_every_class_of_finding_has_decisions_and_every_decision_a_class() -> None:
    assert FITTING.keys() == set(Outcome) - {Outcome.MATCHED}
    assert {one for fitting in FITTING.values() for one in fitting} == {name for name, _ in DECISIONS}
    assert {name for name, _ in DECISIONS} >= AUTHORISING


LONG = "It was brought in by a teacher in September, who uses it in the library every week."


@pytest.mark.parametrize(
    ("values", "event"),
    [
        ({"proposed": "register"}, "authorise"),
        ({"proposed": "register", "cause": "It is theirs."}, "decline"),
        ({"proposed": "register", "reason": "It is useful."}, "decline"),
        ({"proposed": "accept_exception", "expires_on": date(2026, 10, 1)}, "authorise"),
        ({"proposed": "accept_exception", "expires_on": date(2027, 8, 1)}, "decline"),
        ({"proposed": "accept_exception", "type": "prohibited_software", "expires_on": date(2026, 10, 1)}, "decline"),
    ],
)
def test_the_simulated_owner_answers_what_was_written(values: dict[str, Any], event: str) -> None:
    whole = {"type": "unknown_hardware", "cause": LONG, "reason": LONG, "expires_on": None, **values}
    found, given = answer_proposal(whole, NOW.date())
    assert found == event
    assert all(given.values())


def test_the_simulated_verifier_asks_for_more_when_little_is_shown() -> None:
    assert answer_action({"evidence": "Done.", "decision": "remove"})[0] == "send_back"
    assert answer_action({"evidence": LONG, "decision": "remove"}) == (
        "verify",
        {"verification": "I looked on the devices named: it is gone."},
    )
