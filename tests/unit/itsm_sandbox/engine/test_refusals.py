"""Steps of many machines at the edge of what is possible: refused with a sentence, or just possible."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from itsm_sandbox.assets.allocations.rules import ALLOCATION
from itsm_sandbox.assets.asset_reports.rules.machine import ASSET_REPORT
from itsm_sandbox.assets.findings.rules import LONGEST_EXCEPTION
from itsm_sandbox.assets.findings.rules import MACHINE as FINDING
from itsm_sandbox.assets.licences.rules import ENTITLEMENT
from itsm_sandbox.assets.positions.rules.machine import LICENCE_POSITION
from itsm_sandbox.changes.changes.rules import MACHINE as CHANGE
from itsm_sandbox.engine.machine import START
from itsm_sandbox.knowledge.articles.rules.machine import ARTICLE
from itsm_sandbox.money.budgets.rules import LONGEST
from itsm_sandbox.money.budgets.rules import MACHINE as BUDGET
from itsm_sandbox.projects.projects.rules.machine import MACHINE as PROJECT
from itsm_sandbox.reporting.meetings.rules import MACHINE as MEETING
from itsm_sandbox.risk.assessments.rules.machine import MACHINE as RISK_ASSESSMENT
from itsm_sandbox.risk.contingency.rules import MACHINE as CONTINGENCY_PLAN
from itsm_sandbox.risk.continuity.rules import REVIEWED_WITHIN
from itsm_sandbox.risk.recovery.rules import MACHINE as RECOVERY_PLAN
from tests.factories.change_cases import FULL as CHANGE_VALUES
from tests.factories.changes import STEP_2
from tests.support.steps import ME, NOW, OTHER, Asked

TODAY = NOW.date()
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Product:
    name: str = "Drawing Suite"
    authorisation: str = "allowed"
    remote_use_allowed: bool = True


@dataclass(frozen=True)
class Licence:
    starts_on: date = TODAY
    ends_on: date | None = None
    site_id: int | None = None
    quantity: int | None = None


def decided(author_id: int, sentence: str = "") -> list[Asked]:
    """What the ICT owner decides, by whoever wrote it."""
    values = {"author_id": author_id}
    return [
        Asked(ASSET_REPORT, "decide", "issued", sentence, {"decision": "agreed"}, values),
        Asked(ASSET_REPORT, "return", "issued", sentence, {}, values),
        Asked(LICENCE_POSITION, "decide", "submitted", sentence, {"decision": "agreed"}, values),
        Asked(LICENCE_POSITION, "return", "submitted", sentence, {}, values),
    ]


def allocate(sentence: str = "", *, product: Product = Product(), licence: Licence = Licence(), **given: Any) -> Asked:
    told = {"entitlement_id": 1, "mode": "remote", "from_on": TODAY, **({"colleague_id": OTHER} | given)}
    return Asked(ALLOCATION, "allocate", START, sentence, told, {}, {"product": product, "licence": licence})


RESTRICTED = Product(authorisation="restricted")
AT_A_SITE: dict[str, Any] = {"colleague_id": None, "site_id": 2}


def budget(days: timedelta, sentence: str = "") -> list[Asked]:
    told = {"from_on": TODAY, "to_on": TODAY + days, "ad_hoc_pence": 100, "staff_pence": 100}
    return [Asked(BUDGET, event, START, sentence, told) for event in ("propose", "set", "set_staff")]


def exception(until: date, sentence: str = "") -> list[Asked]:
    values = {"type": "unknown_hardware"}
    return [
        Asked(FINDING, event, "investigating", sentence, {name: "accept_exception", "expires_on": until}, values)
        for event, name in (("decide", "decision"), ("propose", "proposed"))
    ]


def change(event: str, state: str, sentence: str = "", given: Mapping[str, Any] = {}, **values: Any) -> Asked:
    return Asked(CHANGE, event, state, sentence, given, {**CHANGE_VALUES, **values}, {"incidents_said": False})


AMENDED = {**STEP_2, "duration_minutes": STEP_2["duration_minutes"] + 30}


def plan(event: str, state: str, sentence: str = "", **given: Any) -> list[Asked]:
    machines = (CONTINGENCY_PLAN, RECOVERY_PLAN)
    return [Asked(machine, event, state, sentence, given) for machine in machines]


def issue(due: date, sentence: str = "") -> list[Asked]:
    return plan("issue", "approved", sentence, offsite_on=TODAY, review_due_on=due)


def recovery(sentence: str = "", **values: Any) -> Asked:
    whole = {
        "steps": ["Take the tape.", "Read it.", "Try it."],
        "backup_source": "The tape",
        "verification": "A file opens.",
    }
    return Asked(RECOVERY_PLAN, "submit", "draft", sentence, {}, {**whole, **values})


def failing(*results: str) -> dict[str, Any]:
    steps = [{"number": number, "result": result} for number, result in enumerate(results, 1)]
    return {
        "type": "procedure",
        "body": "1. Turn it off.\n2. Wait.\n",
        "editors": [OTHER],
        "test_run": {"steps": steps},
    }


RISK: dict[str, Any] = {
    "number": 1,
    "status": "open",
    "likelihood": 3,
    "impact": 3,
    "score": 9,
    "decision": "reduce",
    "cost_pence": 100,
    "is_funded": False,
}


def funding(sentence: str = "", **risk: Any) -> Asked:
    return Asked(RISK_ASSESSMENT, "fund_risk", "complete", sentence, {}, {"risks": [{**RISK, **risk}]})


def assessed(year: int, sentence: str = "") -> Asked:
    return Asked(RISK_ASSESSMENT, "begin", START, sentence, {"year": year})


def held(*there: int, sentence: str = "") -> Asked:
    values = {"begins_at": NOW, "presenter_id": ME}
    return Asked(MEETING, "hold", "planned", sentence, {"attended_ids": list(there)}, values)


def business_case(sentence: str = "", **values: Any) -> Asked:
    options = [{"number": 1, "title": "Buy"}, {"number": 2, "title": "Hire"}]
    return Asked(
        PROJECT, "submit_case", "draft", sentence, {}, {"options": options, "reasons": "It is cheaper.", **values}
    )


def renewal(until: date, sentence: str = "") -> Asked:
    return Asked(ENTITLEMENT, "renew", "active", sentence, {"ends_on": until}, {"ends_on": TODAY})


REFUSED = [
    *decided(ME, "You wrote it, so another ICT owner decides on it."),
    allocate("Say who agreed that it is used here.", product=RESTRICTED),
    allocate("Say who agreed that it is used here.", product=RESTRICTED, agreed_by=""),
    allocate("This licence is for another site.", licence=Licence(site_id=1), **AT_A_SITE),
    *budget(timedelta(0), "The last day comes after the first."),
    *budget(LONGEST + DAY, "Take two years at most."),
    *exception(TODAY, "An exception ends on a day to come"),
    *exception(TODAY + LONGEST_EXCEPTION + DAY, "An exception ends on a day to come"),
    change(
        "link_incidents",
        "implemented",
        "It caused incidents or it caused none",
        {"incidents": [1], "none_caused": True},
    ),
    change("communicate", "scheduled", "the window began on", planned_at=NOW),
    change("communicate", "scheduled", "once it was sent", {"sent_at": NOW + MINUTE}, planned_at=NOW + DAY),
    change("amend", "scheduled", "The plan of a standard change is the approved one.", AMENDED, type="standard"),
    *plan("exercise", "issued", "Choose a day that has come.", on=TODAY + DAY, people=[OTHER]),
    *issue(TODAY, "Choose a day within the next twelve months."),
    *issue(TODAY + REVIEWED_WITHIN + DAY, "Choose a day within the next twelve months."),
    recovery("Write the steps in their order", steps=["Take the tape.", "Read it."]),
    recovery("Say where the backup comes from", backup_source=""),
    recovery("Say how one knows that the service is back.", verification=""),
    Asked(ARTICLE, "fail_acceptance", "acceptance_test", "No step has failed.", {}, failing("pass")),
    funding("Nothing that costs money was decided on", decision="accept"),
    funding("Nothing that costs money was decided on", is_funded=True),
    funding("Nothing that costs money was decided on", cost_pence=0),
    assessed(TODAY.year - 2, "Choose a year from"),
    assessed(TODAY.year + 2, "Choose a year from"),
    held(OTHER, 3, sentence="Whoever presents was there."),
    held(ME, sentence="at least two people"),
    business_case("Add at least two options", options=[{"number": 1, "title": "Buy"}]),
    business_case("Recommend one of the options first", reasons=""),
    renewal(TODAY, "Choose a day after"),
]
POSSIBLE = [
    *decided(OTHER),
    allocate(product=RESTRICTED, agreed_by="Elspeth Grant"),
    allocate(licence=Licence(site_id=2), **AT_A_SITE),
    allocate(),
    *budget(DAY),
    *budget(LONGEST),
    *exception(TODAY + DAY),
    *exception(TODAY + LONGEST_EXCEPTION),
    change("link_incidents", "implemented", given={"incidents": [1]}),
    change("link_incidents", "implemented", given={"none_caused": True}),
    change("communicate", "scheduled", given={"sent_at": NOW}, planned_at=NOW + MINUTE),
    change("amend", "scheduled", given=AMENDED),
    *plan("exercise", "issued", on=TODAY, people=[OTHER]),
    *issue(TODAY + DAY),
    *issue(TODAY + REVIEWED_WITHIN),
    recovery(),
    Asked(ARTICLE, "fail_acceptance", "acceptance_test", "", {}, failing("pass", "fail")),
    funding(),
    *map(assessed, (TODAY.year - 1, TODAY.year, TODAY.year + 1)),
    held(ME, OTHER),
    business_case(),
    renewal(TODAY + DAY),
]


@pytest.mark.parametrize("asked", REFUSED, ids=str)
def test_a_guard_says_what_would_make_it_possible(asked: Asked) -> None:
    assert asked.sentence
    assert asked.sentence in (asked.refusal or "")


@pytest.mark.parametrize("asked", POSSIBLE, ids=str)
def test_at_the_edge_it_is_still_possible(asked: Asked) -> None:
    assert asked.refusal is None


def test_each_step_that_is_refused_is_possible_in_another_case() -> None:
    possible = {(asked.machine.name, asked.event) for asked in POSSIBLE}
    assert {(asked.machine.name, asked.event) for asked in REFUSED} <= possible
