"""The table of a problem, walked without a database."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from itsm_sandbox.engine.machine import START, Actor, Case, Given, list_offers, refuse
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.problems.problems.rules import MACHINE
from itsm_sandbox.problems.problems.rules.findings import article_text, count_since, notes_of, rates_of
from tests.factories.facts import facts_for

NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
ENGINEER = frozenset({WorkRole.SECOND_LEVEL, Tie.ANYONE})
FACTS: Mapping[str, Any] = {"investigators": frozenset({1, 2})}


def case(
    state: str,
    given: Given | None = None,
    *,
    roles: frozenset[str] = ENGINEER,
    facts: Mapping[str, Any] | None = None,
    **values: Any,
) -> Case:
    stored = {"created_at": NOW - timedelta(days=10), "method": "", "workaround": "", "root_cause": "", **values}
    return Case(state, stored, Actor(1, roles), NOW, given or {}, facts_for("problem", **{**FACTS, **(facts or {})}))


def said(event: str, about: Case) -> str | None:
    return refuse(MACHINE, event, about)


LOG: Given = {
    "source": "monitoring",
    "trend_id": None,
    "tickets": [],
    "subcategory": "wifi",
    "service_id": None,
    "asset_id": None,
}


def test_any_support_function_opens_a_problem_and_users_do_not() -> None:
    for role in (WorkRole.FIRST_LEVEL, WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.MAINTENANCE, WorkRole.DESIGN):
        assert said("log", case(START, LOG, roles=frozenset({role}))) is None
    refusal = said("log", case(START, LOG, roles=frozenset({WorkRole.USER})))
    assert refusal
    assert refusal.startswith("This is for first-level support, single point of contact")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"source": "trend"}, "Name the analysis"),
        ({"source": "major_incident"}, "Name the major incident"),
        ({"subcategory": ""}, "Name a service, a category or a device"),
    ],
)
def test_what_it_comes_from_and_where_to_look_is_told(change: Given, sentence: str) -> None:
    refusal = said("log", case(START, {**LOG, **change}))
    assert refusal
    assert refusal.startswith(sentence)


def test_only_second_level_maintenance_and_a_named_investigator_work_on_it() -> None:
    given = {"method": "timeline"}
    assert said("investigate", case("new", given)) is None
    assert said("investigate", case("new", given, roles=frozenset({WorkRole.MAINTENANCE}))) is None
    assert said("investigate", case("new", given, roles=frozenset({WorkRole.FIRST_LEVEL, Tie.INVESTIGATOR}))) is None
    refusal = said("investigate", case("new", given, roles=frozenset({WorkRole.FIRST_LEVEL})))
    assert refusal == "This is for second-level support, maintenance or an investigator."


@pytest.mark.parametrize(
    ("method", "event"),
    [
        ("five_whys", "ask_why"),
        ("cause_effect", "name_cause"),
        ("timeline", "place_moment"),
        ("change_review", "review_change"),
    ],
)
def test_each_method_has_notes_of_its_own(method: str, event: str) -> None:
    about = case("investigating", method=method)
    possible = {offer.transition.event for offer in list_offers(MACHINE, about) if offer.is_possible}
    assert possible & {"ask_why", "name_cause", "place_moment", "review_change"} == {event}


def test_a_hypothesis_is_there_before_it_is_tested() -> None:
    assert said("weigh", case("investigating")) == "Write down a hypothesis first."
    one = {"hypotheses": ["A loose cable"]}
    assert said("weigh", case("investigating", {"hypothesis": 1}, facts=one)) is None
    assert (
        said("weigh", case("investigating", {"hypothesis": 2}, facts=one)) == "There is no hypothesis 2; the last is 1."
    )


def test_a_known_error_says_a_workaround_or_the_cause() -> None:
    nothing = {"workaround": " ", "root_cause": ""}
    assert said("declare_known_error", case("investigating", nothing)) == (
        "Record a workaround or the root cause first: a known error says one of them at least."
    )
    assert said("declare_known_error", case("investigating", {**nothing, "workaround": "Restart it."})) is None
    assert said("declare_known_error", case("investigating", {}, root_cause="The lamp is too old.")) is None


def test_the_steps_come_one_after_another() -> None:
    assert said("request_change", case("investigating")) == (
        "It is being investigated; this can be done while it is known error."
    )
    assert said("close", case("known_error")) == "It is known error; this can be done while it is resolved."
    assert (
        said("resolve", case("new")) == "It is new; this can be done while it is known error or waiting for a change."
    )


def test_a_problem_that_waits_for_a_change_is_resolved_after_it() -> None:
    def waiting(state: str, outcome: str = "") -> Case:
        return case("awaiting_change", facts={"change": ("RFC-0004", state, outcome, NOW)})

    assert said("resolve", waiting("scheduled")) == "RFC-0004 is not carried out yet. Resolve this once it is."
    assert said("resolve", waiting("implemented", "fallen_back")) == (
        "RFC-0004 did not succeed. Name the request for change that did, then resolve this."
    )
    assert said("resolve", waiting("closed", "successful")) is None


def test_tickets_since_the_fix_are_counted_and_have_to_be_explained() -> None:
    given = {"fixed_at": NOW - timedelta(days=2), "recurrence_note": ""}
    again = {"recurrences_since": lambda since: 3 if since == given["fixed_at"] else 0}
    assert said("resolve", case("known_error", given, facts=again)) == (
        "3 tickets like these were logged since the fix. Say under “Those that came since” why the problem is solved "
        "all the same."
    )
    told = {**given, "recurrence_note": "They came from a cable that a chair had crushed."}
    about = case("known_error", told, facts=again)
    assert said("resolve", about) is None
    transition = MACHINE.find("resolve", "known_error")
    assert transition
    assert transition.sets
    assert transition.sets(about) == {"fixed_at": given["fixed_at"], "recurrences": 3, "resolved_at": NOW}


def test_a_fix_lies_between_the_problem_and_now() -> None:
    assert said("resolve", case("known_error", {"fixed_at": NOW + timedelta(hours=1)})) == (
        "The fix was in place before now. Resolve this once it is."
    )
    assert said("resolve", case("known_error", {"fixed_at": NOW - timedelta(days=11)})) == (
        "The fix came after the problem was logged."
    )


def test_in_a_cohort_its_only_investigator_does_not_close_it() -> None:
    alone = {"investigators": frozenset({1})}
    assert said("close", case("resolved", facts=alone)) == (
        "You are its only investigator, so somebody else has to close it: ask a colleague to read it."
    )
    assert said("close", case("resolved")) is None
    assert said("close", case("resolved", facts={**alone, "is_solo": True})) is None
    assert said("close", case("resolved", facts={"investigators": frozenset({2})})) is None


def step(verb: str, **given: Any) -> Any:
    return SimpleNamespace(verb=verb, at=NOW, data={"given": given, "shown": {}})


def test_notes_are_read_by_method() -> None:
    notes = notes_of(
        [
            step("hypothesise", text="The channel is shared"),
            step("weigh", hypothesis=1, test="Changed it", verdict="ruled_out", because="It still dropped"),
            step("ask_why", why="Why does it drop?", because="The signal is weak"),
            step("name_cause", branch="place", cause="Thick walls", leads_to="a weak signal"),
            step("place_moment", moment="2026-09-02T10:00:00+00:00", what="The second drop"),
            step("place_moment", moment="2026-09-01T10:00:00+00:00", what="The first drop"),
            step("note", note="Not one of these"),
        ]
    )
    assert [(one.number, one.verdict) for one in notes.hypotheses] == [(1, "ruled_out")]
    assert [moment["what"] for moment in notes.moments] == ["The first drop", "The second drop"]
    assert list(notes.causes) == ["place"]
    assert not notes.is_empty
    assert notes_of([step("note", note="Nothing")]).is_empty


def test_how_often_it_happened_before_and_since() -> None:
    opened, fixed = NOW - timedelta(days=14), NOW - timedelta(days=7)
    moments = [opened - timedelta(days=day) for day in range(1, 17)] + [fixed, fixed + timedelta(days=1)]
    assert count_since(moments, fixed) == 1
    rates = rates_of(moments, opened, fixed, NOW)
    assert (rates.before, rates.since, rates.count_since) == (2.0, 1.0, 1)
    assert rates_of(moments, opened, fixed, NOW - timedelta(minutes=1)).since is None


def test_the_article_says_only_what_is_known() -> None:
    text = article_text({"symptoms": "It drops.", "workaround": "", "root_cause": "Shared channel."}, "PRB-0001")
    assert "What to do now" not in text
    assert text.startswith("How to recognise it\nIt drops.\n\nWhy it happens\nShared channel.")
