"""Standings: refreshing what an event touches gives what deriving everything gives."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from assessment.standing.models import CriterionStanding, EnrolmentStanding, SufficiencyRule, UnitStanding
from assessment.standing.services import rebuild_standings, refresh_standing
from assessment.units.services import claim_unit, sign_unit
from assessment.vocabulary import CriterionState, Outcome
from core.db import db, transaction
from portfolio.enrolments.services import choose_optional_units
from portfolio.evidence.models import Evidence
from portfolio.evidence.services.submission import withdraw_evidence
from portfolio.programmes.queries import list_programme_units
from portfolio.vocabulary import EvidenceState
from tests.factories.assessment import answer, judge, make_ready, standing_of, submit
from tests.factories.portfolio import World, make_world
from tests.support.stages import run_command

pytestmark = pytest.mark.usefixtures("database")


def snapshot(world: World) -> list[Any]:
    """Every standing of the enrolment, without the ids of rows."""
    rows: list[Any] = []
    for table in (CriterionStanding, UnitStanding, EnrolmentStanding):
        columns = [column for column in table.__table__.c if column.name != "id"]
        found = db.session.execute(select(*columns).where(table.enrolment_id == world.enrolment.id)).all()
        rows.append(sorted(map(repr, found)))
    return rows


def test_a_new_enrolment_has_standings_of_its_units_and_none_of_criteria() -> None:
    world = make_world(optional=False)
    criteria, units, enrolments = snapshot(world)
    assert (len(criteria), len(units), len(enrolments)) == (0, 2, 1)
    whole = db.session.scalars(select(EnrolmentStanding)).one()
    assert (whole.total, whole.units, whole.met) == (7, 2, 0)  # the stem is not counted, its part is


def test_submitting_and_judging_move_a_criterion() -> None:
    world = make_world()
    first = world.criteria[0]
    assert standing_of(world, first) is None
    one = submit(world, first, day=2)
    standing = standing_of(world, first)
    assert standing is not None
    assert standing.state is CriterionState.WORKING_TOWARDS
    judge(world, one)
    assert (standing.state, standing.reasons) == (CriterionState.MORE_NEEDED, ["one more occasion"])
    judge(world, submit(world, first, day=3))
    assert (standing.state, standing.reasons, standing.met) == (CriterionState.MET, [], 2)


def test_withdrawing_takes_the_claim_away() -> None:
    world = make_world()
    evidence = submit(world)
    withdraw_evidence(evidence.id, by=world.apprentice)
    assert standing_of(world, world.criteria[0]) is None


def test_what_waits_and_what_came_back_is_counted() -> None:
    world = make_world()
    first = submit(world, day=2)
    submit(world, day=3)
    whole = db.session.scalars(select(EnrolmentStanding)).one()
    assert (whole.waiting, whole.returned) == (2, 0)
    assert whole.waiting_since is not None
    judge(world, first, Outcome.PARTLY)
    assert (whole.waiting, whole.returned) == (1, 1)


def test_changed_work_makes_the_judgements_on_that_evidence_stale_and_no_others() -> None:
    world = make_world()
    first, second, _ = world.criteria
    make_ready(world, first, second)
    evidence = submit(world, first, second, day=5)
    judge(world, evidence, Outcome.MET, Outcome.PARTLY)
    answer(world, evidence)
    standing = standing_of(world, first)
    assert standing is not None
    assert (standing.state, standing.claims, standing.met) == (CriterionState.MET, 3, 2)


def test_met_keeps_counting_when_the_next_version_leaves_the_work_as_it_was() -> None:
    world = make_world()
    first, second, _ = world.criteria
    evidence = submit(world, first, second, day=5)
    judge(world, evidence, Outcome.MET, Outcome.PARTLY)
    answer(world, evidence, account="")
    kept, reopened = standing_of(world, first), standing_of(world, second)
    assert kept is not None
    assert reopened is not None
    assert (kept.met, reopened.met) == (1, 0)
    assert reopened.state is CriterionState.WORKING_TOWARDS


def test_a_centres_own_rule_holds_once_standings_are_derived_again() -> None:
    world = make_world()
    first = world.criteria[0]
    judge(world, submit(world, first))
    with transaction() as session:
        session.add(
            SufficiencyRule(
                centre_id=world.centre.id,
                programme_id=world.programme.id,
                kind="performance",
                rule={"minimum_items": 1, "distinct_occasions": 1},
            )
        )
    assert rebuild_standings() > 0
    standing = standing_of(world, first)
    assert standing is not None
    assert standing.state is CriterionState.MET


def test_choosing_an_optional_unit_adds_it() -> None:
    world = make_world()
    whole = db.session.scalars(select(EnrolmentStanding)).one()
    assert (whole.units, whole.total) == (1, 3)
    optional = next(unit for unit in list_programme_units(world.programme.id) if not unit.is_mandatory)
    choose_optional_units(world.enrolment.id, [optional.id], by=world.admin)
    assert (whole.units, whole.total) == (2, 7)


def test_the_command_derives_again_and_says_what_was_wrong(app: Any) -> None:
    world = make_world()
    submit(world)
    assert "0 rows were not" in run_command(app, "assessment", "derive")
    with transaction() as session:
        for row in session.scalars(select(CriterionStanding)):
            row.state = CriterionState.MET
    assert "3 rows were not" in run_command(app, "assessment", "derive")


steps = st.lists(
    st.tuples(
        st.sampled_from(("submit", "judge", "answer", "withdraw", "step")),
        st.integers(0, 3),  # which piece of evidence, or which unit
        st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True),  # criteria
        st.lists(st.sampled_from(Outcome), min_size=1, max_size=4),
        st.booleans(),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_refreshing_what_an_event_touches_equals_deriving_everything(chosen: list[Any]) -> None:
    world = make_world(optional=False)
    criteria = world.criteria
    units = [unit.id for unit in list_programme_units(world.programme.id)]
    made: list[Evidence] = []
    for day, (act, number, places, outcomes, is_changed) in enumerate(chosen, start=1):
        evidence = made[number % len(made)] if made else None
        if act == "submit" or evidence is None:
            made.append(submit(world, *sorted(criteria[place] for place in places), day=day))
        elif act == "step":
            _try_steps(world, units[number % 2])
        else:
            _try(world, evidence, act, outcomes, is_changed)
    before = snapshot(world)
    assert refresh_standing(world.enrolment.id) == 0
    assert snapshot(world) == before


def _try(world: World, evidence: Evidence, act: str, outcomes: list[Outcome], is_changed: bool) -> None:  # noqa: FBT001
    if act == "judge" and evidence.state is EvidenceState.SUBMITTED:
        judge(world, evidence, *outcomes)
    elif act == "answer" and evidence.state is EvidenceState.ACTION_REQUIRED:
        answer(world, evidence, "More of it." if is_changed else "")
    elif act == "withdraw" and evidence.state is EvidenceState.SUBMITTED and evidence.latest_number == 1:
        withdraw_evidence(evidence.id, by=world.apprentice)


def _try_steps(world: World, unit: int) -> None:
    state = db.session.scalars(
        select(UnitStanding.state).where(
            UnitStanding.programme_unit_id == unit, UnitStanding.enrolment_id == world.enrolment.id
        )
    ).one()
    if state == "ready":
        claim_unit(world.enrolment.id, unit, by=world.apprentice)
        sign_unit(world.enrolment.id, unit, by=world.assessor)
