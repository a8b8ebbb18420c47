"""The steps of a unit."""

from dataclasses import replace
from itertools import product

import pytest

from assessment.standing.rules.units import UnitFacts
from assessment.units.rules import UNIT_STEPS, why_not
from assessment.vocabulary import UnitEvent, UnitState

READY = UnitFacts(total=3, met=3, open_evidence=0, last=None, is_stale=False)


def test_a_unit_is_ready_when_everything_is_met_and_nothing_is_open() -> None:
    assert READY.state is UnitState.READY
    assert replace(READY, met=2).state is UnitState.OPEN
    assert replace(READY, open_evidence=1).state is UnitState.OPEN
    assert replace(READY, total=0, met=0).state is UnitState.OPEN


def test_a_claimed_unit_that_is_no_longer_ready_is_open_again() -> None:
    claimed = replace(READY, last=UnitEvent.CLAIMED)
    assert claimed.state is UnitState.CLAIMED
    assert replace(claimed, open_evidence=1).state is UnitState.OPEN


def test_a_signed_unit_stays_signed_whatever_is_added_later() -> None:
    assert replace(READY, last=UnitEvent.SIGNED, met=1, open_evidence=2, is_stale=True).state is UnitState.SIGNED


@pytest.mark.parametrize(
    ("facts", "event", "sentence"),
    [
        (READY, UnitEvent.CLAIMED, None),
        (READY, UnitEvent.SIGNED, None),
        (READY, UnitEvent.CONFIRMED, "Your assessor has not signed it yet."),
        (replace(READY, met=2), UnitEvent.CLAIMED, "1 of 3 criteria is not met yet."),
        (replace(READY, met=1), UnitEvent.SIGNED, "2 of 3 criteria are not met yet."),
        (replace(READY, open_evidence=1), UnitEvent.SIGNED, "1 piece of evidence for this unit is still open."),
        (replace(READY, last=UnitEvent.CLAIMED), UnitEvent.SIGNED, None),
        (replace(READY, last=UnitEvent.SIGNED), UnitEvent.CONFIRMED, None),
        (replace(READY, last=UnitEvent.SIGNED), UnitEvent.CLAIMED, "It is signed off already."),
        (replace(READY, last=UnitEvent.CONFIRMED, is_stale=True), UnitEvent.SIGNED, None),
        (
            replace(READY, last=UnitEvent.SIGNED),
            UnitEvent.SIGNED,
            "It is signed off, and nothing has changed since.",
        ),
        (
            replace(READY, last=UnitEvent.SIGNED, is_stale=True),
            UnitEvent.CONFIRMED,
            "What was signed has changed since, so the assessor has to sign it again.",
        ),
    ],
)
def test_a_step_is_possible_or_says_why_not(facts: UnitFacts, event: UnitEvent, sentence: str | None) -> None:
    assert why_not(event, facts) == sentence


def test_every_step_outside_the_table_is_refused_with_a_sentence() -> None:
    for last, event, met, is_stale in product([None, *UnitEvent], UnitEvent, (2, 3), (False, True)):
        facts = replace(READY, last=last, met=met, is_stale=is_stale)
        if (facts.state, event) not in UNIT_STEPS:
            assert why_not(event, facts)
