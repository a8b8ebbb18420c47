"""The map from work to requirements: whole, true to the machines, and generous only where the facts hold."""

from collections import Counter

import pytest

from core.discovery import import_package
from itsm_sandbox.engine.record_checks import Fact
from itsm_sandbox.engine.registry import get_type, list_types
from itsm_sandbox.evidence.suggestions import REQUIREMENTS, UNITS, in_own_words, suggest

import_package("itsm_sandbox")  # the kinds of artefact register themselves

NEEDS_PEOPLE = {"SP6", "AS1", "RM5", "RM8", "PM8"}
SIZES = {"SR": 6, "SP": 6, "AM": 6, "AS": 7, "RM": 8, "PM": 10}
EVERYTHING = frozenset(requirement.code for requirement in REQUIREMENTS)


def test_each_of_the_43_requirements_has_one_row() -> None:
    codes = [requirement.code for requirement in REQUIREMENTS]
    assert codes == [f"{unit}{number}" for unit, size in SIZES.items() for number in range(1, size + 1)]
    assert Counter(requirement.unit for requirement in REQUIREMENTS) == SIZES
    assert UNITS.keys() == SIZES.keys()


def test_only_five_say_that_they_need_people() -> None:
    assert {requirement.code for requirement in REQUIREMENTS if requirement.needs_people} == NEEDS_PEOPLE


def test_each_names_an_artefact_with_events_and_fields_and_what_a_machine_can_see() -> None:
    for requirement in REQUIREMENTS:
        assert requirement.task, requirement.code
        assert requirement.facts, requirement.code
        assert requirement.sources, requirement.code
        for source in requirement.sources:
            assert source.events or source.later, requirement.code
            assert source.fields, requirement.code
            assert source.why or not source.events, requirement.code


@pytest.mark.parametrize("kind", [one.kind for one in list_types()])
def test_events_named_for_a_kind_are_in_its_machine_and_those_for_later_are_not(kind: str) -> None:
    machine = get_type(kind).machine
    there = {transition.event for transition in machine.transitions}
    for requirement in REQUIREMENTS:
        for source in requirement.sources:
            if source.kind == kind:
                assert set(source.events) <= there, requirement.code
                assert not set(source.later) & there, f"{requirement.code}: it is there now"


def test_a_kind_that_there_is_not_yet_has_events_for_later_only() -> None:
    kinds = {kind.kind for kind in list_types()}
    for requirement in REQUIREMENTS:
        for source in requirement.sources:
            if source.kind not in kinds:
                assert not source.events, f"{requirement.code}: {source.kind}"


def test_every_kind_that_it_names_is_registered() -> None:
    named = {source.kind for requirement in REQUIREMENTS for source in requirement.sources if source.events}
    assert named <= {kind.kind for kind in list_types()}


@pytest.mark.parametrize("code", [f"SR{number}" for number in range(1, 7)] + ["PM5", "PM6", "PM7"])
def test_service_requests_and_changes_can_be_served_now(code: str) -> None:
    requirement = next(one for one in REQUIREMENTS if one.code == code)
    assert any(source.events for source in requirement.sources)


def test_what_somebody_did_is_suggested_with_the_reason() -> None:
    found = suggest("ticket", {"validate_classify", "triage"}, [], EVERYTHING)
    assert [one.code for one in found] == ["SR1", "SR2"]
    assert found[0].why == "You checked and classified what was reported."


def test_what_somebody_else_did_is_not() -> None:
    assert suggest("ticket", {"note"}, [], EVERYTHING) == []


def test_only_requirements_of_one_s_programme_are_suggested() -> None:
    assert [one.code for one in suggest("ticket", {"validate_classify", "triage"}, [], {"SR2"})] == ["SR2"]


def test_resolving_serves_the_first_fix_only_at_the_first_level() -> None:
    held = Fact("resolved_at_first_level", "It was.", holds=True)
    assert [one.code for one in suggest("ticket", {"resolve"}, [held], EVERYTHING)] == ["SR3"]
    missed = Fact("resolved_at_first_level", "It was not.", holds=False)
    assert suggest("ticket", {"resolve"}, [missed], EVERYTHING) == []


def test_what_needs_people_says_so() -> None:
    found = suggest("change", {"communicate"}, [], {"PM8"})
    assert found[0].why.endswith("Part of this needs people as well.")


def test_what_is_said_to_the_apprentice_is_claimed_in_their_own_words() -> None:
    assert in_own_words("You resolved it at the first level.") == "I resolved it at the first level."
    assert in_own_words("The report has charts of its figures.") == "The report has charts of its figures."
