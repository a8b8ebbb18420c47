"""The registers: what is entered, what follows from it, and who sees which amounts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Centre, Membership
from core.db import db, transaction
from core.errors import FieldErrors, NotFound
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.assets.queries import AssetFilter, count_assets, list_assets
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.perform import Refused, create, perform
from itsm_sandbox.engine.queries import list_sites
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.queries.pages import ArticleFilter, count_uses, list_articles
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.queries import list_expenditure
from itsm_sandbox.money.expenditure.services import commit_cost, release_cost, settle_cost
from itsm_sandbox.reporting.outages.models import Outage
from itsm_sandbox.reporting.outages.services import record_outage
from tests.factories import MembershipFactory
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
BODY = "Turn it off, wait ten seconds, turn it on, and look whether the green light comes back."


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create(), roles=(WorkRole.FIRST_LEVEL, WorkRole.MAINTENANCE))


@pytest.fixture
def asset(workroom: Workroom) -> Asset:
    added: Asset = create(
        workroom.workplace.id,
        Asset.kind,
        "add",
        {"tag": "GA-1", "type": "laptop", "model": "Dell"},
        by=workroom.apprentice,
    )
    return added


def do(workroom: Workroom, kind: str, event: str, number: int = 1, **given: object) -> WorkEvent:
    return perform(workroom.workplace.id, kind, number, event, given, by=workroom.apprentice)


def site_of(workroom: Workroom) -> int:
    return list_sites(workroom.workplace.id)[0].id


def make_plain_change(workroom: Workroom, cost: int) -> Change:
    with transaction() as session:
        change = Change(
            workplace_id=workroom.workplace.id,
            number=1,
            state="awaiting_proceed",
            created_at=MONDAY,
            changed_at=MONDAY,
            title="New switch",
            asset_ids=[],
            items=[],
            service_ids=[],
            plan=[],
            cost_pence=cost,
        )
        session.add(change)
    return change


def test_an_asset_goes_through_its_life_by_events(workroom: Workroom, asset: Asset) -> None:
    site = site_of(workroom)
    with pytest.raises(FieldErrors, match="Choose “To whom”"):
        do(workroom, Asset.kind, "hand_out", site_id=site, location="Room 4")
    do(
        workroom,
        Asset.kind,
        "hand_out",
        custodian_id=workroom.teacher.id,
        site_id=site,
        location="Room 4",
    )
    assert (asset.state, asset.custodian_id, asset.installed_on) == ("in_use", workroom.teacher.id, date(2026, 9, 7))
    do(workroom, Asset.kind, "send_to_repair", fault="The hinge is broken", repairer="Lomond Repairs")
    do(workroom, Asset.kind, "return_to_use", repair="A new hinge was fitted")
    assert asset.custodian_id == workroom.teacher.id
    with pytest.raises(Refused, match="It is in use"):
        do(workroom, Asset.kind, "retire", reason="It is seven years old", route="recycled")
    do(workroom, Asset.kind, "take_back", condition="Works")
    assert not asset.custodian_id
    do(workroom, Asset.kind, "retire", reason="It is seven years old", route="recycled")
    assert (asset.state, asset.installed_on) == ("retired", date(2026, 9, 7))
    assert count_assets(workroom.workplace.id) == {"retired": 1}


def test_a_tag_is_used_once_and_its_owner_is_found_by_it(workroom: Workroom, asset: Asset) -> None:
    with pytest.raises(FieldErrors, match="Another asset has this tag"):
        create(
            workroom.workplace.id,
            Asset.kind,
            "add",
            {"tag": "GA-1", "type": "laptop", "model": "HP"},
            by=workroom.apprentice,
        )
    with pytest.raises(FieldErrors, match="Fill in “Make and model”"):
        create(workroom.workplace.id, Asset.kind, "add", {"tag": "GA-2", "type": "laptop"}, by=workroom.apprentice)
    found = list_assets(workroom.workplace.id, AssetFilter(words="ga dell"))
    assert [row.Asset.tag for row in found.items] == ["GA-1"]
    assert not list_assets(workroom.workplace.id, AssetFilter(words="100%")).items


def test_a_change_commits_its_cost_and_turns_it_into_spending(workroom: Workroom) -> None:
    change = make_plain_change(workroom, 12_000)
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        row = commit_cost(workplace, change, workroom.head, MONDAY)
    assert row
    assert (row.state, row.amount_pence, row.change_id, row.entered_by_id) == (
        "committed", 12_000, change.id, workroom.head.id
    )  # fmt: skip
    assert list_expenditure(workplace.id, *YEAR, sees_restricted=False).committed == 12_000
    with transaction():
        settle_cost(lock_workplace(workplace.id), change, MONDAY + timedelta(days=1))
        settle_cost(lock_workplace(workplace.id), change, MONDAY + timedelta(days=1))
    found = list_expenditure(workplace.id, *YEAR, sees_restricted=False)
    assert (found.committed, found.spent, found.highest) == (0, 12_000, "Miscellaneous")


def test_a_change_that_costs_nothing_or_is_given_up_leaves_no_money_bound(workroom: Workroom) -> None:
    change = make_plain_change(workroom, 0)
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        assert commit_cost(workplace, change, workroom.head, MONDAY) is None
        change.cost_pence = 500
        commit_cost(workplace, change, workroom.head, MONDAY)
        release_cost(workplace, change, MONDAY)
    found = list_expenditure(workplace.id, *YEAR, sees_restricted=True)
    assert [row.Expenditure.state for row in found.page.items] == ["released"]
    assert (found.committed, found.spent) == (0, 0)


def test_a_wrong_amount_is_corrected_by_another_row(workroom: Workroom) -> None:
    given = {"on": date(2026, 9, 7), "category": "mice", "description": "Twenty mice", "amount_pence": 19_000}
    wrong = create(workroom.workplace.id, Expenditure.kind, "pay", given, by=workroom.apprentice)
    do(workroom, Expenditure.kind, "correct", reason="It was 190 pounds with the cables")
    rows = db.session.scalars(select(Expenditure).order_by(Expenditure.number)).all()
    assert [(row.state, row.amount_pence) for row in rows] == [("corrected", 19_000), ("actual", -19_000)]
    assert wrong.ref in rows[1].description
    assert list_expenditure(workroom.workplace.id, *YEAR, sees_restricted=False).spent == 0
    with pytest.raises(Refused, match="itself a correction"):
        do(workroom, Expenditure.kind, "correct", number=2, reason="Once more")


def test_what_staff_cost_is_for_the_owner_of_ict(workroom: Workroom, client: PersonClient) -> None:
    given = {"on": date(2026, 9, 7), "category": "staff", "description": "Overtime", "amount_pence": 40_000}
    row = create(workroom.workplace.id, Expenditure.kind, "commit", given, by=workroom.apprentice)
    assert row.is_restricted
    found = list_expenditure(workroom.workplace.id, *YEAR, sees_restricted=False)
    assert (found.hidden, found.committed, found.page.total) == (1, 0, 0)
    with pytest.raises(NotFound):
        do(workroom, Expenditure.kind, "release", reason="Nobody came")
    sign_in(client, workroom.apprentice)
    path = f"/workplaces/{workroom.workplace.id}/expenditure"
    assert client.get(f"{path}/1").status_code == 404
    assert b"Overtime" not in client.get(path).data
    owner: Membership = MembershipFactory.create(centre=db.session.get_one(Centre, workroom.apprentice.centre_id))
    seat(workroom, owner, WorkRole.ICT_OWNER)
    client.post("/sign-out")
    sign_in(client, owner)
    assert b"Overtime" in client.get(f"{path}/1").data


def test_an_article_says_when_it_is_to_be_checked_again(workroom: Workroom) -> None:
    given = {"title": "Projector without picture", "type": "procedure", "audience": "staff", "body": BODY}
    article = create(workroom.workplace.id, Article.kind, "write", given, by=workroom.apprentice)
    assert (article.author_id, article.review_due_on) == (workroom.desk.id, date(2027, 9, 7))
    do(
        workroom,
        Article.kind,
        "confirm",
        checked="All steps on the projector of room 4",
        review_due_on=date(2027, 1, 1),
    )
    assert article.review_due_on == date(2027, 1, 1)
    do(workroom, Article.kind, "retire", reason="No projectors are left")
    assert not list_articles(workroom.workplace.id, ArticleFilter()).items
    assert list_articles(workroom.workplace.id, ArticleFilter(words="ten seconds", with_retired=True)).total == 1
    assert count_uses(workroom.workplace.id)[article.id] == 0


def test_the_registers_are_filled_in_by_their_pages(workroom: Workroom, client: PersonClient) -> None:
    sign_in(client, workroom.apprentice)
    path = f"/workplaces/{workroom.workplace.id}"
    added = client.post(f"{path}/assets/add", data={"tag": "GA-7", "type": "printer", "model": "Brother"})
    assert added.location == f"{path}/assets/1"
    assert b"GA-7" in client.get(f"{path}/assets?q=brother").data
    assert b"Hand it out" in client.get(added.location).data
    paid = client.post(
        f"{path}/expenditure/add",
        data={"on": "2026-09-01", "category": "cables", "description": "Cables", "amount_pence": "12.50"},
    )
    assert "£12.50" in client.get(paid.location).text
    assert "£12.50" in client.get(f"{path}/expenditure").text
    assert client.get(f"{path}/expenditure/commit").status_code == 200
    wrong = client.post(f"{path}/expenditure/add", data={"on": "", "category": "cables"})
    assert (wrong.status_code, "Fill in “Date”" in wrong.text) == (422, True)
    written = client.post(
        f"{path}/articles/write", data={"title": "Toner", "type": "faq", "audience": "users", "body": BODY}
    )
    assert BODY in client.get(written.location).text
    assert "Toner" in client.get(f"{path}/articles").text
    assert "Toner" not in client.get(f"{path}/articles?q=zebra").text


def test_an_outage_begins_ends_and_is_in_the_log(workroom: Workroom, client: PersonClient) -> None:
    with transaction() as session:
        service = Service(
            workplace_id=workroom.workplace.id,
            number=1,
            state="published",
            created_at=MONDAY,
            changed_at=MONDAY,
            name="Wi-Fi",
            importance="high",
            user_groups=[],
            targets={},
            request_items=[],
            agreed_with=[],
        )
        session.add(service)
    sign_in(client, workroom.apprentice)
    path = f"/workplaces/{workroom.workplace.id}/outages"
    later = client.post(path, data={"service_id": str(service.id), "from_at": "2026-09-08T08:00"})
    assert "An outage begins before it is written down" in later.text
    client.post(path, data={"service_id": str(service.id), "from_at": "2026-09-07T08:00"})
    outage = db.session.scalars(select(Outage)).one()
    assert (outage.from_at, outage.until_at) == (datetime(2026, 9, 7, 7, tzinfo=UTC), None)
    client.post(f"{path}/{outage.id}/end")
    db.session.expire_all()
    assert db.session.scalars(select(Outage.until_at)).one() == MONDAY
    verbs = db.session.scalars(select(WorkEvent.verb).order_by(WorkEvent.seq)).all()
    assert verbs[-2:] == ["outage_recorded", "outage_ended"]
    with pytest.raises(FieldErrors, match="There is no ticket INC-9"):
        record_outage(
            workroom.workplace.id,
            service_id=outage.service_id,
            from_at=MONDAY - timedelta(hours=1),
            until_at=None,
            ticket_ref="INC-9",
            by=workroom.apprentice,
        )
