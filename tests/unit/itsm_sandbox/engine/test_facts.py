"""What guards look up: asked of a case that does not carry it, they raise, and never allow."""

from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest

from core.discovery import import_package
from itsm_sandbox.changes.changes.rules.facts import ChangeFacts, Progress
from itsm_sandbox.engine.machine import START, Actor, Case, WrongFacts, refuse
from itsm_sandbox.engine.registry import ArtefactType, get_type, list_types
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps.actions import NamesPeople
from itsm_sandbox.reporting.meetings.rules import MeetingFacts
from tests.factories.facts import facts_for

import_package("itsm_sandbox")  # the kinds of artefact register themselves

NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
EVERYTHING: frozenset[str] = frozenset({*WorkRole, *Tie})

# Steps that nothing but a fact stands in the way of: kind, event, state, what is given, what is stored.
ON_FACTS: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    ("change", "raise", START, {"type": "normal"}, {}),  # whether change management is live
    ("change", "approve_implement", "awaiting_implement", {}, {"type": "emergency"}),  # the users were consulted
    ("ticket", "reopen", "resolved", {}, {}),  # until when
    ("ticket", "resolve_no_reply", "pending", {}, {"pending_reason": "user", "reminders": 9}),  # how often is enough
    ("service", "describe", "draft", {"name": "Printing"}, {}),  # whether the name is taken
    ("service", "retire", "published", {}, {}),  # open tickets
    ("procedure", "issue", "with_owner", {}, {"opening": "Dear all"}),  # anybody to send it to
    ("setup", "review_pilot", "preparing", {}, {"pilot_id": 1}),  # the pilot is closed
    ("entitlement", "end", "active", {"ends_on": NOW.date()}, {"starts_on": NOW.date()}),  # what is given out of it
    ("procedure_plan", "done", "started", {}, {}),  # its article is published
]


def case(facts: object, state: str = START, given: Any = None, values: Any = None) -> Case:
    return Case(state, values or {}, Actor(1, EVERYTHING), NOW, given or {}, facts)


@pytest.mark.parametrize("row", ON_FACTS, ids=lambda row: f"{row[0]}: {row[1]}")
@pytest.mark.parametrize(
    "other", [None, facts_for("meeting"), {"is_live": True}], ids=["none", "another noun's", "a mapping"]
)
def test_a_guard_without_the_facts_of_its_noun_raises(row: Any, other: object) -> None:
    kind, event, state, given, values = row
    with pytest.raises(WrongFacts, match="are asked of a case that carries"):
        refuse(get_type(kind).machine, event, case(other, state, given, values))


def test_the_error_names_what_is_asked_and_what_is_there() -> None:
    with pytest.raises(WrongFacts, match="ChangeFacts are asked of a case that carries no facts"):
        case(None).of(ChangeFacts)
    with pytest.raises(WrongFacts, match="ChangeFacts are asked of a case that carries MeetingFacts"):
        case(facts_for("meeting")).of(ChangeFacts)


def test_facts_that_extend_others_answer_for_these_too() -> None:
    assert case(facts_for("change", profile="primary_fits")).of(Progress).profile == "primary_fits"
    assert case(facts_for("meeting", name_of="Isla Reid")).of(NamesPeople).name_of(7) == "Isla Reid"


@pytest.mark.parametrize("missing", ["is_live", "members", "consultations"])
def test_facts_are_told_whole_and_by_their_names(missing: str) -> None:
    told = {name: getattr(facts_for("change"), name) for name in ChangeFacts.__dataclass_fields__}
    assert ChangeFacts(**told)
    with pytest.raises(TypeError, match=missing):
        ChangeFacts(**{name: value for name, value in told.items() if name != missing})
    with pytest.raises(TypeError, match="is_life"):
        MeetingFacts(name_of=str, is_life=True)  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", list_types(), ids=lambda one: one.kind)
def test_tests_of_rules_are_given_the_same_facts_as_the_product_gives(kind: ArtefactType) -> None:
    assert type(facts_for(kind.kind)) is get_type_hints(kind.facts)["return"]
