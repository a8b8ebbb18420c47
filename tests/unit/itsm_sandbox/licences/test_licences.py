"""Licence positions: what counts as used, what is left, and what that means."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsm_sandbox.assets.asset_reports.rules import machine as asset_reports
from itsm_sandbox.assets.asset_reports.rules.counting import Thing, charts_to_draw, count_assets, count_licences
from itsm_sandbox.assets.positions.rules import machine as licence_positions
from itsm_sandbox.assets.positions.rules.counting import (
    METRICS,
    Held,
    Position,
    Status,
    Terms,
    Used,
    is_idle,
    position_of,
)
from itsm_sandbox.assets.software import rules as software

ON = date(2026, 9, 7)
SITES = st.dictionaries(st.one_of(st.none(), st.integers(1, 4)), st.integers(0, 30), max_size=5)
LIMITED = st.builds(Held, licences=st.integers(1, 5), quantity=st.integers(0, 200))
USED = st.builds(
    Used, devices=SITES, users=st.integers(0, 60), peak=st.integers(0, 60), seats=st.integers(0, 60), idle=st.just(0)
)


def of(metric: str, held: Held, used: Used, *, authorisation: str = "allowed", price: int = 100) -> Position:
    return position_of(Terms(metric, authorisation, price), held, used, ON)


@given(LIMITED, USED, st.sampled_from([name for name, _ in METRICS if name not in {"free", "site"}]))
def test_the_balance_is_what_is_held_less_what_is_used(held: Held, used: Used, metric: str) -> None:
    found = of(metric, held, used)
    assert found.entitled == held.quantity
    assert found.balance == held.quantity - found.consumed
    assert (Status.NON_COMPLIANT in found.statuses) == (found.balance < 0)
    assert (Status.AT_LIMIT in found.statuses) == (found.balance == 0)
    assert found.at_risk_pence == 100 * max(0, -found.balance)
    assert found.unused_pence == 100 * max(0, found.balance)


@given(LIMITED, USED, st.integers(1, 40), st.sampled_from([name for name, _ in METRICS]))
def test_buying_more_never_makes_a_position_worse(held: Held, used: Used, more: int, metric: str) -> None:
    before = of(metric, held, used)
    after = of(metric, Held(licences=held.licences, quantity=held.quantity + more), used)
    assert after.at_risk_pence <= before.at_risk_pence
    if before.balance is not None and after.balance is not None:
        assert after.balance >= before.balance


@given(USED, st.sampled_from([name for name, _ in METRICS]), st.sampled_from(["allowed", "restricted", "prohibited"]))
def test_every_position_has_a_verdict_and_the_gravest_comes_first(used: Used, metric: str, authorisation: str) -> None:
    found = of(metric, Held(), used, authorisation=authorisation)
    assert list(found.statuses) == sorted(found.statuses, key=list(Status).index)
    if authorisation == "prohibited" and found.is_used:
        assert found.status is Status.PROHIBITED
    elif metric != "free":
        assert found.status is (Status.UNLICENSED if found.is_used else Status.NOT_USED)


def test_each_metric_counts_its_own() -> None:
    used = Used({1: 7, 2: 3, None: 1}, users=5, peak=4, seats=6)
    held = Held(1, 20)
    assert {metric: of(metric, held, used).consumed for metric, _ in METRICS} == {
        "per_device": 11,
        "per_user": 5,
        "concurrent": 4,
        "site": 2,
        "subscription": 6,
        "free": 11,
    }


def test_a_licence_without_a_limit_at_a_site_covers_the_devices_there_alone() -> None:
    used = Used({1: 40, 2: 3})
    assert of("per_device", Held(1, unlimited_sites=frozenset({1})), used).balance == -3
    assert of("per_device", Held(2, 3, unlimited_sites=frozenset({1})), used).statuses == (Status.COMPLIANT,)
    assert of("per_device", Held(1, is_unlimited=True), used).balance is None


def test_the_licence_of_one_site_does_not_serve_another() -> None:
    elsewhere = of("site", Held(1, by_site={1: 1}), Used({2: 5}))
    assert (elsewhere.entitled, elsewhere.consumed, elsewhere.balance) == (1, 1, -1)
    assert of("site", Held(1, by_site={1: 1}), Used({1: 5})).balance == 0
    assert of("site", Held(1, 2), Used({1: 5, 2: 1})).balance == 0


@pytest.mark.parametrize(
    ("ends_in", "quantity", "used", "expected"),
    [
        (None, 10, 9, [Status.COMPLIANT]),
        (None, 10, 7, [Status.UNDER_USED]),
        (None, 8, 6, [Status.COMPLIANT]),  # two left are not many
        (None, 100, 85, [Status.COMPLIANT]),  # nor is a seventh
        (60, 10, 9, [Status.EXPIRING]),
        (61, 10, 9, [Status.COMPLIANT]),
        (10, 10, 12, [Status.NON_COMPLIANT, Status.EXPIRING]),
        (0, 10, 10, [Status.EXPIRING, Status.AT_LIMIT]),
    ],
)
def test_what_a_position_means(ends_in: int | None, quantity: int, used: int, expected: list[Status]) -> None:
    ends_on = None if ends_in is None else ON + timedelta(days=ends_in)
    found = of("per_device", Held(1, quantity, next_end_on=ends_on), Used({1: used}))
    assert list(found.statuses) == expected


def test_what_was_not_used_for_ninety_days_can_be_reclaimed() -> None:
    long_ago = ON - timedelta(days=200)
    assert is_idle(long_ago, None, ON)
    assert is_idle(long_ago, ON - timedelta(days=91), ON)
    assert not is_idle(long_ago, ON - timedelta(days=90), ON)
    assert not is_idle(ON - timedelta(days=89), None, ON)


def test_a_simulated_owner_wants_a_word_on_each_product_that_is_not_in_order() -> None:
    rows = [
        {"name": "Lineworks", "statuses": ["non_compliant"]},
        {"name": "Gatewatch", "statuses": ["expiring", "at_limit"]},
        {"name": "Thistle", "statuses": ["compliant"]},
    ]
    missing = licence_positions.answer_of_owner(rows, "lineworks is over-used", "Reclaim some.")
    assert missing.event == "return"
    assert missing.given["missing"] == (
        "Say what is wrong with Gatewatch. Say what you would do about Lineworks. "
        "Use the names as the register has them."
    )
    words = "Lineworks is over-used, Gatewatch ends."
    assert licence_positions.answer_of_owner(rows, words, words).event == "decide"


def test_a_simulated_owner_allows_what_has_a_purpose() -> None:
    assert software.answer_of_owner("For lessons", "per_user")["authorisation"] == "restricted"
    purpose = "Music teachers write parts for the school orchestra with it."
    assert software.answer_of_owner(purpose, "per_user")["authorisation"] == "allowed"


def thing(tag: str, years: float, **over: Any) -> Thing:
    bought = ON - timedelta(days=int(years * 365.25) + 1)
    plain = {"type": "laptop", "model": "Latitude", "state": "in_use", "cost_pence": 50_000}
    values: dict[str, Any] = {
        **plain,
        "purchased_on": bought,
        "warranty_ends_on": bought + timedelta(days=1095),
        **over,
    }
    return Thing("AST-0001", tag, **values)


def test_a_report_counts_age_warranty_use_and_what_to_replace() -> None:
    things = [
        thing("A", 0.5),
        thing("B", 2.7),
        thing("C", 6, state="in_stock"),
        thing("D", 7, state="missing"),
        thing("E", 0, type="switch", purchased_on=None, warranty_ends_on=None),
    ]
    found = count_assets(things, ON)
    assert dict(found["ages"]) == {
        "under 1 year": 1, "1 to 2": 0, "2 to 3": 1, "3 to 4": 0, "4 to 5": 0, "5 and more": 2, "not said": 1,
    }  # fmt: skip
    assert dict(found["warranties"]) == {"runs on": 1, "ends within 6 months": 1, "ended": 2, "not said": 1}
    assert [row["tag"] for row in found["replace"]] == ["C"]
    assert (found["replace_pence"], found["in_use"], found["in_stock"]) == (50_000, 3, 1)
    used = of("per_device", Held(1, 2), Used({1: 5}), price=900)
    row = {"name": "Lineworks", "metric": "per_device", "authorisation": "allowed", **used.plain()}
    figures = {**found, **count_licences([row], 1800)}
    assert (figures["products_in_use"], figures["compliant"], figures["at_risk_pence"]) == (1, 0, 2700)
    charts = charts_to_draw(figures, {})
    assert [chart.title for chart in charts] == [
        "Assets by age", "Assets by warranty", "Use of assets by kind", "Licensed and used",
    ]  # fmt: skip
    assert len({chart.kind for chart in charts}) == 4
    assert asset_reports.answer_of_owner(figures, "Replace 1 laptop", None).event == "return"
    assert asset_reports.answer_of_owner(figures, "Replace it", 0).event == "return"
    assert asset_reports.answer_of_owner(figures, "Replace 1", 52_000).given["decision"] == "agreed"
    assert asset_reports.answer_of_owner(figures, "Replace 9", 900_000).given["decision"] == "agreed_in_part"
