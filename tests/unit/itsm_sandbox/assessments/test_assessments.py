"""Risk assessments: bands, what carries forward, who decides, and how a simulated ICT owner answers."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from itsm_sandbox.engine.items import choices_of
from itsm_sandbox.engine.machine import Actor, Case, find_faults, refuse
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.risk.assessments.rules.answers import answer_assessment
from itsm_sandbox.risk.assessments.rules.machine import MACHINE
from itsm_sandbox.risk.assessments.rules.scores import band_of, carry, cost_of_open, differences, matrix, told_in_words
from tests.factories.facts import facts_for

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
RISK: dict[str, Any] = {
    "service_id": 3,
    "hazard": "The server cupboard overheats",
    "cause": "One small fan, and nobody measures",
    "controls": "The door is left open",
    "likelihood": "3",
    "impact": "5",
    "target": 6,
    "recommendation": "Put in a thermometer that sends a warning.",
    "cost_pence": 38_000,
    "owner_id": 7,
    "due_on": date(2026, 12, 20),
}
AUTHOR = Actor(7, frozenset({Tie.AUTHOR, Tie.ANYONE}))
OWNER = Actor(8, frozenset({WorkRole.ICT_OWNER, Tie.ANYONE}), is_simulated=True)
FACTS = facts_for("risk_assessment", name_of={7: "Iona", 8: "Elspeth"}.get, service=("Servers", "critical"))


def after(values: dict[str, Any], event: str, by: Actor = AUTHOR, **given: Any) -> dict[str, Any]:
    """The values that follow; raises with what is in the way."""
    transition = MACHINE.find(event, values["state"])
    assert transition, event
    faults = find_faults(transition.fields, given)
    case = Case(values["state"], values, by, NOW, given, FACTS)
    refusal = str(faults) if faults else refuse(MACHINE, event, case)
    if refusal:
        raise ValueError(refusal)
    changes = transition.sets(case) if transition.sets else {}
    return {**values, **changes, "state": transition.to or values["state"]}


@pytest.fixture
def draft() -> dict[str, Any]:
    return after({"state": "draft", "risks": []}, "add_risk", **RISK)


@pytest.mark.parametrize(
    ("score", "band"),
    [(1, "low"), (4, "low"), (5, "medium"), (9, "medium"), (10, "high"), (16, "high"), (17, "very_high")],
)
def test_bands_begin_where_the_rule_says(score: int, band: str) -> None:
    assert band_of(score).name == band
    assert band_of(25).name == "very_high"


def test_a_risk_takes_its_score_and_the_importance_of_its_service(draft: dict[str, Any]) -> None:
    (risk,) = draft["risks"]
    assert (risk["number"], risk["score"], risk["importance"], risk["owner"]) == (1, 15, "critical", "Iona")
    cells = [cell for _, row in matrix(draft["risks"]) for cell in row if cell.numbers]
    assert [(cell.likelihood, cell.impact, cell.band.name) for cell in cells] == [(3, 5, "high")]


def test_from_ten_on_only_the_ict_owner_decides(draft: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="from 10 on the ICT owner decides"):
        after(draft, "decide_risk", number=1, decision="accept", note="")
    decided = after(draft, "decide_risk", OWNER, number=1, decision="reduce", note="Do it.")
    risk = decided["risks"][0]
    assert (risk["decision"], risk["decided_by"], risk["decided_by_simulated"]) == ("reduce", "Elspeth", True)
    assert cost_of_open(decided["risks"]) == 38_000
    assert "Elspeth (simulated): Reduce" in told_in_words(decided["risks"])


def test_it_is_not_complete_before_every_risk_is_decided_on(draft: dict[str, Any]) -> None:
    handed = after(draft, "hand_over", summary="Heat is what could hurt most, and it is cheap to mend.")
    with pytest.raises(ValueError, match="The ICT owner has yet to decide on risk 1"):
        after(handed, "complete", filed_with="Service desk")
    decided = after(handed, "decide_risk", OWNER, number=1, decision="reduce", note="Do it.")
    assert after(decided, "complete", filed_with="Service desk")["state"] == "complete"


def test_a_medium_risk_needs_a_recommendation_before_it_is_handed_over() -> None:
    bare = {**RISK, "recommendation": "", "owner_id": None, "due_on": None, "target": None}
    draft = after({"state": "draft", "risks": []}, "add_risk", **bare)
    with pytest.raises(ValueError, match="Risk 1 needs a recommendation"):
        after(draft, "hand_over", summary="Heat is what could hurt most, and it is cheap to mend.")


def test_a_decision_is_open_again_when_the_score_changes(draft: dict[str, Any]) -> None:
    decided = after(draft, "decide_risk", OWNER, number=1, decision="accept", note="")
    revised = after(decided, "revise_risk", number=1, likelihood="4")["risks"][0]
    assert (revised["score"], revised["decision"], revised["hazard"]) == (20, "", RISK["hazard"])


def test_what_is_not_done_carries_forward_and_shows_against_the_baseline(draft: dict[str, Any]) -> None:
    two = after(draft, "add_risk", **{**RISK, "hazard": "A switch fails for good"})
    done = after(
        two, "act_on_risk", number=2, done_on=NOW.date(), outcome="A spare switch is in the cupboard now.",
        likelihood_now="3", impact_now="2",
    )  # fmt: skip
    assert done["risks"][1]["score_after"] == 6
    carried = carry(done["risks"], "RSK-0001")
    assert [(one["number"], one["carried_from"], one["score_before"]) for one in carried] == [(1, "RSK-0001", 15)]
    assert not carried[0]["decision"]
    now = after({"state": "draft", "risks": carried}, "revise_risk", number=1, likelihood="2")["risks"]
    assert [(one.word, one.before) for one in differences(done["risks"], now)] == [("lower", 15), ("gone", 15)]


@pytest.mark.parametrize(("before", "word"), [(15, "same"), (16, "lower"), (14, "higher"), (None, "new")])
def test_a_risk_is_told_by_how_its_score_changed(before: int | None, word: str) -> None:
    now = {"number": 1, "carried_number": 1, "status": "open", "score": 15, "score_before": before}
    assert [one.word for one in differences([], [now])] == [word]


def test_a_simulated_owner_returns_what_is_thin_and_decides_on_the_rest(draft: dict[str, Any]) -> None:
    (answer,) = answer_assessment(draft["risks"])
    assert (answer.event, answer.given["decision"]) == ("decide_risk", "reduce")
    assert "15 down to 6" in answer.given["note"]
    thin = [{**draft["risks"][0], "recommendation": "Mend it soon.", "target": None}]
    (returned,) = answer_assessment(thin)
    assert returned.event == "return_it"
    assert "Risk 1: say more exactly" in returned.given["comment"]
    transfer = [{**draft["risks"][0], "recommendation": "Let the supplier maintain it under a contract with times."}]
    assert answer_assessment(transfer)[0].given["decision"] == "transfer"


def test_only_risks_that_a_step_can_be_about_are_offered_for_it(draft: dict[str, Any]) -> None:
    small = {**RISK, "hazard": "A mouse is lost", "impact": "1", "target": None, "cost_pence": None}
    two = after(draft, "add_risk", **small)

    def offered(event: str, values: dict[str, Any], by: Actor = AUTHOR) -> list[str]:
        transition = MACHINE.find(event, values["state"])
        assert transition, event
        return [words for _, words in choices_of(transition.fields[0], Case(values["state"], values, by, NOW))]

    assert offered("revise_risk", two) == ["1. The server cupboard overheats", "2. A mouse is lost"]
    assert offered("decide_risk", two) == ["2. A mouse is lost"]
    assert len(offered("decide_risk", two, OWNER)) == 2
    refusal = refuse(MACHINE, "decide_risk", Case("draft", draft, AUTHOR, NOW))
    assert refusal == "What is open scores 10 or more: the ICT owner decides."
    decided = after(two, "decide_risk", OWNER, number=1, decision="reduce", note="Do it.")
    assert offered("fund_risk", {**decided, "state": "complete"}) == ["1. The server cupboard overheats"]
    assert offered("fund_risk", {**two, "state": "complete"}) == []


def test_a_day_that_has_gone_by_may_stand_when_something_else_of_the_risk_is_revised(draft: dict[str, Any]) -> None:
    (risk,) = draft["risks"]
    late = {**draft, "risks": [{**risk, "due_on": "2026-11-01"}]}
    held = {"number": 1, "hazard": risk["hazard"], "likelihood": "3", "due_on": date(2026, 11, 1)}
    with pytest.raises(ValueError, match="Change what is to be different"):
        after(late, "revise_risk", **held)
    assert after(late, "revise_risk", **{**held, "likelihood": "4"})["risks"][0]["score"] == 20
    with pytest.raises(ValueError, match="Choose a day that is still to come"):
        after(late, "revise_risk", **{**held, "due_on": date(2026, 11, 2)})
