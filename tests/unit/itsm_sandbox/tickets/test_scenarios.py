"""What simulated people report, and the rules by which they judge what was done about it."""

from collections import Counter
from typing import Any

import pytest

from itsm_sandbox.desk.tickets.rules.categories import SUBCATEGORIES
from itsm_sandbox.desk.tickets.rules.fields import RESOLUTION_CODES
from itsm_sandbox.desk.tickets.rules.outcomes import (
    facts_for_assessors,
    scenario_of,
    what_a_handover_lacks,
    what_is_not_right,
)
from itsm_sandbox.desk.tickets.rules.scenarios import SCENARIOS, Scenario
from itsm_sandbox.engine.priority import LEVELS
from itsm_sandbox.engine.temperaments import answer_after_minutes, draw, forgets_to_answer, rating, thanks
from itsm_sandbox.generator.data_files import read

WORDS = {"room": "Room 4", "wing": "new wing", "device": "SCH-001"}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=lambda one: one.code)
def test_every_scenario_fits_the_tables_of_tickets(scenario: Scenario) -> None:
    assert scenario.subcategory in SUBCATEGORIES
    assert {scenario.impact, scenario.urgency} <= set(LEVELS)
    assert scenario.service in {one["code"] for one in read("services")}
    assert set(scenario.codes) <= {code for code, _ in RESOLUTION_CODES}
    assert scenario.article in {None, *(one["code"] for one in read("articles"))}
    assert scenario.is_for_desk or len(scenario.handover) >= 40
    for text in (*scenario.titles, *scenario.says, scenario.fix, scenario.handover):
        assert "{" not in text.format(**WORDS)
    assert all(5 <= len(title.format(**WORDS)) <= 120 for title in scenario.titles)
    assert len(scenario.fix) >= 40
    items = {item for one in read("services") if one["code"] == scenario.service for item, *_ in one["items"]}
    assert not scenario.item or scenario.item in items


def test_scenarios_are_of_many_kinds() -> None:
    types = Counter(scenario.type for scenario in SCENARIOS.values())
    modes = Counter(scenario.mode for scenario in SCENARIOS.values())
    groups = Counter(scenario.group for scenario in SCENARIOS.values())
    assert min(types.values()) > 10
    assert min(modes.values()) > 10
    assert groups["desk"] > 20
    assert len(groups) == 5


def test_they_tell_only_what_they_are_asked() -> None:
    scenario = SCENARIOS["laptop_slow"]
    assert scenario.answer_to("When did you last RESTART it?") == (
        "I only close the lid, I have not restarted it for weeks."
    )
    assert scenario.answer_to("Which colour is it?") is None
    both = scenario.answer_to("Have you restarted it, and is the disk full?")
    assert both
    assert "full disk" in both
    assert "weeks" in both


def resolved(code: str, **values: Any) -> dict[str, Any]:
    scenario = SCENARIOS[code]
    usual = {"resolution_code": scenario.codes[0], "level": 1 if scenario.is_for_desk else 2}
    return {"scenario": scenario.truth(), **usual, **values}


def test_a_resolution_helps_when_it_fits_what_is_true() -> None:
    assert what_is_not_right(resolved("no_picture")) is None
    assert "nothing has changed" in str(what_is_not_right(resolved("no_picture", resolution_code="by_supplier")))
    assert "still happens" in str(what_is_not_right(resolved("no_picture", resolution_code="not_reproduced")))
    assert "as bad as before" in str(what_is_not_right(resolved("socket_dead", level=1)))
    assert what_is_not_right(resolved("socket_dead", level=2)) is None
    assert what_is_not_right({"scenario": {}, "resolution_code": "advice", "level": 1}) is None


def test_second_level_takes_what_is_theirs_and_handed_over_whole() -> None:
    ticket = resolved("socket_dead")
    told = "Another cable was tried, and the socket beside it works."
    assert what_a_handover_lacks(ticket, "network", told) is None
    assert "nothing that my group" in str(what_a_handover_lacks(ticket, "systems", told))
    assert "what you tried" in str(what_a_handover_lacks(ticket, "network", "It does not work."))
    assert "service desk can do" in str(what_a_handover_lacks(resolved("no_picture"), "systems", told))
    assert what_a_handover_lacks({"scenario": {}}, "systems", "") is None


def test_assessors_see_what_was_recorded_beside_what_is_true() -> None:
    told = resolved("no_picture", subcategory="laptop", impact="medium", urgency=None, type="incident")
    facts = {fact.name: fact for fact in facts_for_assessors(told)}
    assert (facts["subcategory"].recorded, facts["subcategory"].right) == ("laptop", "display")
    assert [name for name, fact in facts.items() if not fact.fits] == ["subcategory", "urgency"]
    assert facts["resolution_code"].right == "fixed or advice"
    assert facts_for_assessors({"scenario": {}}) == []
    assert scenario_of({"scenario": {"code": "no_more"}}) is None


def test_people_differ_but_never_by_chance() -> None:
    assert answer_after_minutes("quick") < answer_after_minutes("patient") < answer_after_minutes("busy")
    assert [forgets_to_answer("busy", number) for number in (6, 7, 8)] == [False, True, False]
    assert not forgets_to_answer("quick", 7)
    assert rating({}, "chatty") == 5
    assert rating({"fix_breached_at": "x", "response_breached_at": "x", "reopens": 3}, "impatient") == 1
    assert thanks("brief") == "Works."
    assert draw("a", 1) == draw("a", 1)
    drawn = [draw("a", number) for number in range(1000)]
    assert 400 < sum(one < 50 for one in drawn) < 600
