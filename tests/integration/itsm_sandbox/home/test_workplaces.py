"""Opening a workplace, its people, hours, clock and settings, and the front page for each kind of visitor."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import Role
from core import clock
from core.db import db
from core.errors import FieldErrors, NotAllowed, NotFound
from itsm_sandbox.engine.calendar import open_seconds
from itsm_sandbox.engine.clock import ClockMode
from itsm_sandbox.engine.models import ChangeProfile, Colleague, GroupMember, WorkEvent, Workplace, WorkplaceKind
from itsm_sandbox.engine.perform import Refused
from itsm_sandbox.engine.priority import DEFAULT_MATRIX
from itsm_sandbox.engine.queries import get_calendar, list_hours, sim_now
from itsm_sandbox.engine.role_sets import RoleSet
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.home.open_workplace import open_for_cohort
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass, set_clock
from itsm_sandbox.workplace.hours.services import change_hours
from itsm_sandbox.workplace.people.services import (
    Joiner,
    add_person,
    choose_members,
    create_group,
    end_role,
    give_role,
    let_leave,
    let_return,
)
from itsm_sandbox.workplace.settings.services import Settings, change_settings
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.portfolio import World, make_world
from tests.factories.tickets import make_ticket
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

WEEK: list[list[list[int]]] = [[[480, 1080]]] * 5 + [[], []]


@pytest.fixture
def world(database: None) -> World:
    return make_world()


@pytest.fixture
def workroom(world: World) -> Workroom:
    return make_workroom(world.apprentice)


def events(workroom: Workroom, verb: str) -> list[WorkEvent]:
    found = select(WorkEvent).where(WorkEvent.workplace_id == workroom.workplace.id, WorkEvent.verb == verb)
    return list(db.session.scalars(found.order_by(WorkEvent.seq)))


def test_an_apprentice_opens_a_workplace_of_their_own_by_one_form(world: World, client: PersonClient) -> None:
    sign_in(client, world.apprentice)
    assert "No workplace yet" in client.get("/workplaces").text
    refused = client.post("/workplaces/new", data={"name": "", "kind": "school"})
    assert refused.status_code == 422
    assert "Give the workplace a name." in refused.text
    opened = client.post("/workplaces/new", data={"name": "Strathkirn Primary", "kind": "school"})
    assert opened.status_code == 302
    workplace = db.session.scalars(select(Workplace)).one()
    assert (workplace.is_solo, workplace.clock_mode, workplace.seed > 0) == (True, ClockMode.PAUSED, True)
    front = client.get(opened.location).text
    assert "What to do now" in front
    assert "Let time pass" in front
    assert "Simulated" in front
    assert verify_workplace(workplace.id).events > 1000


def test_an_admin_seats_a_cohort_with_the_roles_of_its_places(world: World) -> None:
    others = [MembershipFactory.create(centre=world.centre) for _ in range(2)]
    seats = {
        RoleSet.DESK: [world.apprentice.id],
        RoleSet.OWNER: [others[0].id],
        RoleSet.USER: [others[1].id, others[0].id],
    }
    workplace = open_for_cohort("Firth Engineering", WorkplaceKind.FIRM, seats, by=world.admin)
    assert (workplace.is_solo, workplace.clock_mode) == (False, ClockMode.REAL)
    held = {
        one.membership_id: one.roles
        for one in db.session.scalars(select(Colleague).where(Colleague.membership_id.is_not(None)))
    }
    assert held[world.apprentice.id] == set(RoleSet.DESK.about.roles)
    assert held[others[0].id] == {*RoleSet.OWNER.about.roles, WorkRole.USER}
    stranger = MembershipFactory.create()
    with pytest.raises(FieldErrors, match="members of your centre"):
        open_for_cohort("Firth", WorkplaceKind.FIRM, {RoleSet.DESK: [stranger.id]}, by=world.admin)
    with pytest.raises(NotFound):
        open_for_cohort("Firth", WorkplaceKind.FIRM, {RoleSet.DESK: [stranger.id]}, by=world.line_manager)


def test_those_who_watch_see_who_did_what_and_can_set_the_scene(
    world: World, workroom: Workroom, client: PersonClient
) -> None:
    for member in (world.assessor, world.admin):
        sign_in(client, member)
        assert "Glenbrae Academy" in client.get("/workplaces").text
        page = client.get(f"/workplaces/{workroom.workplace.id}").text
        assert "Who did what" in page
        assert "You are watching" in page
        assert "Let something happen" in page
    sign_in(client, world.verifier)
    assert client.get(f"/workplaces/{workroom.workplace.id}").status_code == 404


def test_the_front_page_sends_few_queries(
    workroom: Workroom, client: PersonClient, query_counter: QueryCounter
) -> None:
    sign_in(client, workroom.apprentice)
    address = f"/workplaces/{workroom.workplace.id}"
    client.get(address)
    before = len(query_counter)
    client.get(address)
    of_few = len(query_counter) - before
    for _ in range(3):
        make_ticket(workroom, state="in_progress")
    before = len(query_counter)
    assert "INC-0001" in client.get(address).text
    assert len(query_counter) - before <= of_few + 1  # the titles of what changed
    assert of_few <= 12


def test_roles_are_given_and_ended_from_a_time_on(workroom: Workroom) -> None:
    me, workplace_id = workroom.apprentice, workroom.workplace.id
    give_role(workplace_id, workroom.teacher.id, WorkRole.MAINTENANCE, by=me)
    with pytest.raises(Refused, match="is Maintenance already"):
        give_role(workplace_id, workroom.teacher.id, WorkRole.MAINTENANCE, by=me)
    end_role(workplace_id, workroom.teacher.id, WorkRole.MAINTENANCE, by=me)
    assert [event.data["given"]["role"] for event in events(workroom, "role_given")] == ["maintenance"]
    assert [event.at for event in events(workroom, "role_ended")] == [MONDAY]
    with pytest.raises(Refused, match="Somebody must be the ICT owner"):
        end_role(workplace_id, workroom.head.id, WorkRole.ICT_OWNER, by=me)
    with pytest.raises(Refused, match="Somebody must be the ICT owner"):
        let_leave(workplace_id, workroom.head.id, by=me)


def test_nobody_leaves_with_open_tickets_and_who_left_can_return(workroom: Workroom) -> None:
    me, workplace_id = workroom.apprentice, workroom.workplace.id
    make_ticket(workroom, state="assigned", assigned_to_id=workroom.engineer.id)
    with pytest.raises(Refused, match=r"1 open ticket\. Reassign"):
        let_leave(workplace_id, workroom.engineer.id, by=me)
    let_leave(workplace_id, workroom.teacher.id, by=me)
    with pytest.raises(Refused, match="has left"):
        give_role(workplace_id, workroom.teacher.id, WorkRole.DESIGN, by=me)
    assert let_return(workplace_id, workroom.teacher.id, by=me).left_at is None


def test_members_join_groups_and_the_log_says_who(workroom: Workroom) -> None:
    me, workplace_id = workroom.apprentice, workroom.workplace.id
    group = create_group(workplace_id, "Field team", 2, is_supplier=False, by=me)
    with pytest.raises(FieldErrors, match="a group of this name already"):
        create_group(workplace_id, "field TEAM", 3, is_supplier=False, by=me)
    choose_members(workplace_id, group.id, [workroom.engineer.id, workroom.teacher.id], by=me)
    choose_members(workplace_id, group.id, [workroom.teacher.id], by=me)
    left = events(workroom, "group_changed")[-1]
    assert (left.data["given"]["left"], left.data["shown"]["left"]) == ([workroom.engineer.id], "Dougal Weir")
    there = db.session.scalars(select(GroupMember.colleague_id).where(GroupMember.group_id == group.id)).all()
    assert there == [workroom.teacher.id]


def test_setting_up_is_for_the_owner_of_a_workplace_and_admins(world: World, workroom: Workroom) -> None:
    workplace_id = workroom.workplace.id
    joiner = Joiner(None, "Ailsa Reid", "", None, [])
    assert add_person(workplace_id, joiner, by=world.admin).is_simulated
    said = events(workroom, "joined")[-1]
    assert said.data["shown"]["colleague_id"] == "Ailsa Reid"
    with pytest.raises(NotAllowed):
        add_person(workplace_id, joiner, by=world.assessor)
    cohort = make_workroom(MembershipFactory.create(centre=world.centre), is_solo=False)
    member = MembershipFactory.create(centre=world.centre)
    seat(cohort, member, WorkRole.USER)
    with pytest.raises(NotAllowed):
        set_clock(cohort.workplace.id, ClockMode.REAL, by=member)


def test_new_hours_begin_on_a_later_day_and_move_due_times_of_open_tickets(workroom: Workroom) -> None:
    me, workplace_id = workroom.apprentice, workroom.workplace.id
    today = MONDAY.date()
    ticket = make_ticket(workroom, state="in_progress", impact="low", urgency="low")
    due = ticket.fix_due_at
    with pytest.raises(FieldErrors, match="a day that has begun keeps its hours"):
        change_hours(workplace_id, from_on=today, week=WEEK, subdivision="SCT", closures=[], by=me)
    closures = [[str(today + timedelta(days=1)), str(today + timedelta(days=2)), "Staff days"]]
    change_hours(
        workplace_id, from_on=today + timedelta(days=1), week=WEEK, subdivision="SCT", closures=closures, by=me
    )
    assert [version.number for version in list_hours(workplace_id)] == [1, 2]
    calendar = get_calendar(workplace_id)
    assert open_seconds(calendar, MONDAY, MONDAY + timedelta(days=2)) == 8 * 3600
    db.session.refresh(ticket)
    assert ticket.fix_due_at != due


def test_the_hours_page_names_bank_holidays_and_closed_days(workroom: Workroom, client: PersonClient) -> None:
    sign_in(client, workroom.apprentice)
    base = f"/workplaces/{workroom.workplace.id}/hours"
    days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), "8:00-17:00")
    sent = {"from_on": "2026-09-08", **days, "friday": "8-12", "subdivision": "SCT", "closures": "2 Nov 2026: Fair day"}
    refused = client.post(f"{base}/new", data=sent)
    assert refused.status_code == 422
    assert "Write times such as 8:00-17:00" in refused.text
    assert 'value="8-12"' in refused.text
    assert client.post(f"{base}/new", data={**sent, "friday": "8:00-12:00"}).status_code == 302
    page = client.get(f"{base}?month=2026-11").text
    assert "Fair day" in page
    assert "Saint Andrew" in page
    assert "8:00–12:00" in page
    assert client.get(f"{base}?month=nonsense").status_code == 200


def test_time_goes_forward_at_the_pace_that_is_set(workroom: Workroom) -> None:
    me, workplace_id = workroom.apprentice, workroom.workplace.id
    started = clock.now()
    assert let_time_pass(workplace_id, Step.QUARTER, by=me) == MONDAY + timedelta(minutes=15)
    with clock.pinned(started):
        set_clock(workplace_id, ClockMode.ACCELERATED, rate=60, by=me)
    with clock.pinned(started + timedelta(minutes=1)):
        assert sim_now(workroom.workplace) == MONDAY + timedelta(minutes=75)
        set_clock(workplace_id, ClockMode.PAUSED, by=me)
    with clock.pinned(started + timedelta(minutes=5)):
        assert sim_now(workroom.workplace) == MONDAY + timedelta(minutes=75)
        assert let_time_pass(workplace_id, Step.OPENING, by=me) == MONDAY + timedelta(hours=23)
    with pytest.raises(FieldErrors, match="between 2 and 240"):
        set_clock(workplace_id, ClockMode.ACCELERATED, rate=1, by=me)
    assert len(events(workroom, "time_passed")) == 2
    assert verify_workplace(workplace_id)


def test_time_is_let_pass_only_where_nobody_else_works(world: World) -> None:
    cohort = make_workroom(MembershipFactory.create(centre=world.centre), is_solo=False)
    with pytest.raises(Refused, match="Others work here too"):
        let_time_pass(cohort.workplace.id, Step.HOUR, by=world.admin)


def test_the_clock_in_the_bar_comes_back_to_the_page_it_was_used_on(workroom: Workroom, client: PersonClient) -> None:
    sign_in(client, workroom.apprentice)
    base = f"/workplaces/{workroom.workplace.id}"
    for page, back in ((f"{base}/people", f"{base}/people"), (f"{base}/services/1/do/publish", base)):
        answer = client.post(
            f"{base}/clock/pass", data={"step": "hour"}, headers={"Referer": f"http://localhost{page}"}
        )
        assert (answer.status_code, answer.location) == (302, back)
    assert client.post(f"{base}/clock/pass", data={"step": "back"}).status_code == 422
    assert sim_now(workroom.workplace) == MONDAY + timedelta(hours=2)


def test_settings_hold_from_now_on_and_the_log_says_what_changed(workroom: Workroom, client: PersonClient) -> None:
    matrix = {**DEFAULT_MATRIX, ("low", "high"): "P2"}
    settings = Settings("Glenbrae", ChangeProfile.PRIMARY_FITS, peer_review_required=False, reminders=2, matrix=matrix)
    change_settings(workroom.workplace.id, settings, by=workroom.apprentice)
    changed = events(workroom, "settings_changed")[0].data["changes"]
    assert changed["reminders"] == [3, 2]
    assert changed["peer_review_required"] == [True, False]
    sign_in(client, workroom.apprentice)
    page = client.get(f"/workplaces/{workroom.workplace.id}/settings").text
    assert "Simplified" in page
    with pytest.raises(FieldErrors, match="Choose a priority"):
        change_settings(
            workroom.workplace.id,
            Settings(
                "G", ChangeProfile.FITS, peer_review_required=True, reminders=2, matrix={**matrix, ("low", "low"): "P9"}
            ),
            by=workroom.apprentice,
        )
    assert verify_workplace(workroom.workplace.id)


def test_the_settings_form_keeps_what_was_typed(workroom: Workroom, client: PersonClient) -> None:
    sign_in(client, workroom.apprentice)
    address = f"/workplaces/{workroom.workplace.id}/settings"
    cells = {f"{impact}_{urgency}": "P3" for impact, urgency in DEFAULT_MATRIX}
    typed = {"name": "Glen", "change_profile": "fits", "peer_review_required": "y", "reminders": "99", **cells}
    refused = client.post(address, data=typed)
    assert refused.status_code == 422
    assert "Choose between 0 and 10." in refused.text
    assert client.post(address, data={**typed, "reminders": "4"}).status_code == 302
    assert workroom.workplace.matrix["high high"] == "P3"


def test_settings_that_somebody_else_changed_meanwhile_are_shown_and_nothing_typed_is_lost(
    workroom: Workroom, client: PersonClient
) -> None:
    sign_in(client, workroom.apprentice)
    workplace = workroom.workplace
    address = f"/workplaces/{workplace.id}/settings"
    now = Settings.of(workplace)
    cells = {name: word for name, word in now.words.items() if "_" in name and word.startswith("P")}
    typed = {"name": "Mine", "change_profile": workplace.change_profile.value, "reminders": "4", **cells}
    change_settings(workplace.id, replace(now, name="Theirs", reminders=4), by=workroom.apprentice)
    stale = client.post(address, data={**typed, "seen": now.fingerprint})
    assert stale.status_code == 422
    assert "Somebody made this “Theirs” since you opened the page" in stale.text
    assert 'value="Mine"' in stale.text
    assert workplace.name == "Theirs"
    seen = Settings.of(workplace).fingerprint
    assert f'value="{seen}"' in stale.text
    assert client.post(address, data={**typed, "seen": seen}).status_code == 302
    assert workplace.name == "Mine"


def test_each_role_that_may_work_has_a_place_in_the_bar(world: World, client: PersonClient) -> None:
    for member in (world.apprentice, world.assessor, world.line_manager, world.admin):
        sign_in(client, member)
        assert 'href="/workplaces"' in client.get("/workplaces").text
    assert Role.VERIFIER not in {member.role for member in (world.apprentice, world.admin)}


def test_nothing_happens_because_a_stranger_came_by(client: PersonClient, workroom: Workroom) -> None:
    make_ticket(workroom, state="assigned")
    set_clock(workroom.workplace.id, ClockMode.REAL, by=workroom.apprentice)
    address = f"/workplaces/{workroom.workplace.id}"
    with clock.pinned(clock.now() + timedelta(days=30)):
        sign_in(client, MembershipFactory.create())
        assert client.get(address).status_code == 404
        assert not events(workroom, "clock.breached")
        sign_in(client, workroom.apprentice)
        assert client.get(address).status_code == 200
    assert events(workroom, "clock.breached")
