"""One small machine, acted on by the same function as all of them."""

import pytest
from sqlalchemy import select

from core.db import db, transaction
from core.errors import FieldErrors, NotFound
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.engine.log import hash_of, lock_workplace
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.perform import ArtefactChanged, Refused, apply_first, offers_for, perform
from tests.factories import MembershipFactory
from tests.factories.workplaces import MONDAY, Workroom, make_workroom
from tests.support.small_machine import use_small_machine


@pytest.fixture
def workroom(database: None, monkeypatch: pytest.MonkeyPatch) -> Workroom:
    use_small_machine(monkeypatch)
    return make_workroom(MembershipFactory.create())


@pytest.fixture
def asset(workroom: Workroom) -> Asset:
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        asset = Asset(tag="", type="")
        apply_first(workplace, asset, "add", {"tag": "T-1", "type": "laptop"}, actor=workroom.desk, at=MONDAY)
    return asset


def do(workroom: Workroom, event: str, **given: object) -> WorkEvent:
    return perform(workroom.workplace.id, Asset.kind, 1, event, given, by=workroom.apprentice)


def test_an_event_changes_the_row_and_says_what_it_changed(workroom: Workroom, asset: Asset) -> None:
    event = do(workroom, "place", location="Room 4")
    assert (asset.location, asset.revision) == ("Room 4", event.seq)
    assert event.data["changes"] == {"location": ["", "Room 4"]}
    do(workroom, "hand_out", custodian_id=workroom.teacher.id, note="With its charger")
    assert asset.state == "in_use"
    last = db.session.scalars(select(WorkEvent).order_by(WorkEvent.seq.desc())).first()
    assert last
    assert last.data["shown"] == {"custodian_id": "Morag Sinclair"}
    assert last.data["given"]["note"] == "With its charger"
    assert (last.from_state, last.to_state, last.acting_role) == ("in_stock", "in_use", "first_level")


def test_a_refused_event_says_why_and_changes_nothing(workroom: Workroom, asset: Asset) -> None:
    with pytest.raises(Refused, match="Say where it stands first"):
        do(workroom, "hand_out", custodian_id=workroom.teacher.id)
    with pytest.raises(Refused, match="It is in stock; this can be done while it is in use"):
        do(workroom, "lose")
    with pytest.raises(FieldErrors, match="at least 3 characters; there are 1"):
        do(workroom, "place", location="4")
    assert (asset.state, asset.location) == ("in_stock", "")


def test_the_screen_knows_what_is_possible_and_why_the_rest_is_not(workroom: Workroom, asset: Asset) -> None:
    said = {offer.transition.event: offer.refusal for offer in offers_for(asset, workroom.desk, MONDAY)}
    assert said == {"place": None, "hand_out": "Say where it stands first."}
    said = {offer.transition.event: offer.refusal for offer in offers_for(asset, workroom.teacher, MONDAY)}
    assert said["hand_out"] == "This is for first-level support."
    assert offers_for(asset, None, MONDAY) == ()


def test_a_page_that_others_have_overtaken_is_refused(workroom: Workroom, asset: Asset) -> None:
    opened_at = asset.revision
    do(workroom, "place", location="Room 4")
    with pytest.raises(ArtefactChanged, match="AST-0001 was changed"):
        perform(
            workroom.workplace.id,
            Asset.kind,
            1,
            "place",
            {"location": "Room 5"},
            by=workroom.apprentice,
            revision=opened_at,
        )
    assert asset.location == "Room 4"


def test_a_stranger_finds_nothing(workroom: Workroom, asset: Asset) -> None:
    with pytest.raises(NotFound):
        perform(
            workroom.workplace.id,
            Asset.kind,
            asset.number,
            "place",
            {"location": "Room 5"},
            by=MembershipFactory.create(centre=workroom.apprentice.centre),
        )


def test_the_log_is_one_chain(workroom: Workroom, asset: Asset) -> None:
    do(workroom, "place", location="Room 4")
    events = db.session.scalars(select(WorkEvent).order_by(WorkEvent.seq)).all()
    before = ""
    for number, event in enumerate(events, start=1):
        assert (event.seq, event.prev_hash, event.hash) == (number, before, hash_of(event))
        before = event.hash
    assert workroom.workplace.last_hash == before
