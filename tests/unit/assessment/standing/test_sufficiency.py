"""When judgements are enough, and what the rule says is missing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.standing.rules.sufficiency import (
    DEFAULTS,
    DIRECT_KINDS,
    Item,
    Rule,
    UnfitRule,
    check_sufficiency,
    make_rule,
    rule_for,
)

PERFORMANCE = make_rule(DEFAULTS["performance"])
KNOWLEDGE = make_rule(DEFAULTS["knowledge"])
KINDS = ("files", "account", "reflection", "witness_testimony", "observation", "discussion", "prior_learning")


def item(number: int, kind: str = "files", day: int | None = None, origin: str = "live") -> Item:
    return Item(
        evidence_id=number,
        kind=kind,
        origin=origin,
        done_on=date(2026, 10, day or number),
        submitted_on=date(2026, 11, 1),
        is_direct=kind in DIRECT_KINDS,
    )


items = st.lists(
    st.builds(
        item,
        number=st.integers(1, 28),
        kind=st.sampled_from(KINDS),
        day=st.integers(1, 5),
        origin=st.sampled_from(("live", "simulated", "prior")),
    ),
    max_size=8,
    unique_by=lambda made: made.evidence_id,
)
rules = st.builds(
    Rule,
    minimum_items=st.integers(0, 3),
    distinct_occasions=st.integers(0, 3),
    distinct_kinds=st.integers(0, 3),
    required_kinds=st.lists(st.sampled_from(KINDS), max_size=2, unique=True).map(tuple),
    direct_items=st.integers(0, 2),
    witnesses=st.integers(0, 2),
    simulated=st.sampled_from(("none", "supplementary", "share", "allowed")),
    simulated_percent=st.integers(0, 80),
    oldest_days=st.one_of(st.none(), st.integers(0, 40)),
)


def test_knowledge_needs_one_item() -> None:
    assert check_sufficiency(KNOWLEDGE, [item(1, "account")]).passes


def test_performance_needs_two_occasions_one_of_them_direct() -> None:
    assert check_sufficiency(PERFORMANCE, [item(1, "account"), item(2)]).passes


def test_one_direct_item_lacks_one_more_occasion() -> None:
    assert check_sufficiency(PERFORMANCE, [item(1)]).reasons == ("one more occasion",)


def test_two_items_on_one_day_are_one_occasion() -> None:
    assert check_sufficiency(PERFORMANCE, [item(1, day=3), item(2, day=3)]).reasons == ("one more occasion",)


def test_two_accounts_lack_something_direct() -> None:
    verdict = check_sufficiency(PERFORMANCE, [item(1, "account"), item(2, "account")])
    assert verdict.reasons == ("nothing observed or produced at work yet",)


def test_nothing_lacks_everything_in_words_a_person_can_act_on() -> None:
    assert check_sufficiency(PERFORMANCE, []).reasons == (
        "two occasions",
        "nothing observed or produced at work yet",
    )


def test_simulated_work_counts_beside_live_work() -> None:
    assert check_sufficiency(PERFORMANCE, [item(1), item(2, origin="simulated")]).passes


def test_simulated_work_never_counts_alone() -> None:
    two = [item(1, origin="simulated"), item(2, origin="simulated")]
    verdict = check_sufficiency(PERFORMANCE, two)
    assert not verdict.passes
    assert "work that is not simulated beside it" in verdict.reasons


def test_simulated_work_is_not_the_direct_evidence_of_a_criterion() -> None:
    assert not check_sufficiency(PERFORMANCE, [item(1, "account"), item(2, origin="simulated")]).passes


def test_simulated_work_counts_like_any_other_where_it_is_allowed() -> None:
    rule = replace(PERFORMANCE, simulated="allowed")
    assert check_sufficiency(rule, [item(1, origin="simulated"), item(2, origin="simulated")]).passes


def test_a_share_of_half_lets_as_much_simulated_work_count_as_real_work() -> None:
    rule = replace(PERFORMANCE, simulated="share", simulated_percent=50, minimum_items=4, distinct_occasions=1)
    three = [item(1), item(2, origin="simulated"), item(3, origin="simulated")]
    assert not check_sufficiency(rule, three).passes
    assert check_sufficiency(rule, [*three, item(4)]).passes


def test_work_older_than_the_rule_allows_does_not_count() -> None:
    rule = replace(KNOWLEDGE, oldest_days=10)
    assert check_sufficiency(rule, [item(25, day=25)]).passes
    verdict = check_sufficiency(rule, [item(1, day=1)])
    assert not verdict.passes
    assert verdict.reasons[-1] == "newer work: one too old to count"


def test_work_exactly_as_old_as_the_rule_allows_counts() -> None:
    done = item(22, day=22)  # ten days before it was handed in
    assert check_sufficiency(replace(KNOWLEDGE, oldest_days=10), [done]).passes
    assert not check_sufficiency(replace(KNOWLEDGE, oldest_days=9), [done]).passes


@given(rules, items)
def test_reasons_are_given_exactly_when_the_rule_does_not_pass(rule: Rule, found: list[Item]) -> None:
    verdict = check_sufficiency(rule, found)
    assert verdict.passes == (not verdict.reasons)


@given(rules, items, st.randoms())
def test_the_order_of_items_changes_nothing(rule: Rule, found: list[Item], random: Any) -> None:
    mixed = list(found)
    random.shuffle(mixed)
    assert check_sufficiency(rule, found) == check_sufficiency(rule, mixed)


@given(rules, items)
def test_another_live_item_never_takes_sufficiency_away(rule: Rule, found: list[Item]) -> None:
    if check_sufficiency(rule, found).passes:
        assert check_sufficiency(rule, [*found, item(30, day=30)]).passes


@given(rules, items)
def test_where_simulated_work_is_not_allowed_it_changes_nothing(rule: Rule, found: list[Item]) -> None:
    rule = replace(rule, simulated="none")
    real = [made for made in found if not made.is_simulated]
    assert check_sufficiency(rule, found).passes == check_sufficiency(rule, real).passes


@dataclass
class Layer:
    rule: dict[str, Any]
    programme_id: int | None = None
    unit_id: int | None = None
    criterion_id: int | None = None
    kind: str | None = None


def resolve(*layers: Layer, kind: str = "performance") -> Rule:
    return rule_for(kind, layers, programme_id=1, unit_id=2, criterion_id=3)


def test_without_a_rule_of_its_own_a_centre_has_the_default() -> None:
    assert resolve() == PERFORMANCE


def test_the_nearest_rule_wins_field_by_field() -> None:
    rule = resolve(
        Layer({"minimum_items": 7}, criterion_id=3),
        Layer({"minimum_items": 4, "witnesses": 1}, unit_id=2),
        Layer({"minimum_items": 3, "direct_items": 2}, programme_id=1),
        Layer({"simulated": "none"}),
    )
    assert (rule.minimum_items, rule.witnesses, rule.direct_items, rule.simulated) == (7, 1, 2, "none")
    assert rule.distinct_occasions == PERFORMANCE.distinct_occasions


def test_a_rule_for_one_kind_is_nearer_than_one_for_both() -> None:
    rule = resolve(Layer({"minimum_items": 5}, kind="performance"), Layer({"minimum_items": 4}))
    assert rule.minimum_items == 5


def test_rules_for_other_places_and_kinds_do_not_hold() -> None:
    others = (
        Layer({"minimum_items": 9}, unit_id=99),
        Layer({"minimum_items": 9}, programme_id=99),
        Layer({"minimum_items": 9}, criterion_id=99),
        Layer({"minimum_items": 9}, kind="knowledge"),
    )
    assert resolve(*others) == PERFORMANCE


@pytest.mark.parametrize(
    "values",
    [
        {"minimum_itmes": 1},
        {"simulated": "perhaps"},
        {"minimum_items": -1},
        {"direct_items": "two"},
        {"simulated_percent": 100},
        {"oldest_days": -1},
        {"oldest_days": "a year"},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(UnfitRule):
        make_rule({**DEFAULTS["performance"], **values})


def test_a_rule_that_leaves_a_field_out_is_refused() -> None:
    with pytest.raises(UnfitRule, match="direct_items"):
        make_rule({name: value for name, value in DEFAULTS["knowledge"].items() if name != "direct_items"})
