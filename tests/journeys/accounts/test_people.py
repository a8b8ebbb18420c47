from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from accounts.hashing import hash_password
from accounts.models import Employer, Membership, Person, Role
from core import clock, outbox
from core.audit import AuditEvent
from core.db import db
from tests.conftest import QueryCounter
from tests.factories import CentreFactory, EmployerFactory, MembershipFactory, PersonFactory
from tests.support.people import PersonClient, sign_in

NOT_ADMINS = [role for role in Role if role is not Role.PROVIDER_ADMIN]


@pytest.fixture
def admin(database: None) -> Membership:
    person = PersonFactory.create(name="Morag Admin", password_hash=hash_password("granite kettle morning"))
    return MembershipFactory.create(person=person, provider_admin=True)


def invite(client: PersonClient, **changes: object) -> TestResponse:
    data = {"email": "new@example.org", "name": "New Person", "role": "apprentice", "employer_id": "0"}
    return client.post("/people/invite", data={**data, "standing": "qualified", **changes})


def memberships_of(email: str) -> list[Membership]:
    found = select(Membership).join(Membership.person).where(Person.email == email).order_by(Membership.id)
    return list(db.session.scalars(found))


def test_an_admin_finds_the_people_of_their_own_centre(client: PersonClient, admin: Membership) -> None:
    MembershipFactory.create(centre=admin.centre, person=PersonFactory.create(name="Aileen Macrae"))
    MembershipFactory.create(centre=admin.centre, person=PersonFactory.create(name="Ewan 100%"), assessor=True)
    MembershipFactory.create(person=PersonFactory.create(name="Somebody Elsewhere"))
    sign_in(client, admin)

    everyone = client.get("/people").text
    assert "Aileen Macrae" in everyone
    assert "Somebody Elsewhere" not in everyone
    found = client.get("/people?q=AILEEN").text
    assert "Aileen Macrae" in found
    assert "Ewan" not in found
    assert "Ewan 100%" in client.get("/people?q=%25").text
    assert "Aileen" not in client.get("/people?q=%25").text
    assert "Aileen" not in client.get("/people?role=assessor").text
    assert "Nobody found" in client.get("/people?q=nobody-like-this").text
    for odd in ("?role=king", "?page=-1", "?page=x", "?sort=password_hash", "?q=%00"):
        assert client.get(f"/people{odd}").status_code == 200


def test_people_are_sorted_and_come_in_pages(client: PersonClient, admin: Membership) -> None:
    for number in range(60):
        person = PersonFactory.create(name=f"Apprentice {number:02}")
        MembershipFactory.create(centre=admin.centre, person=person, from_on=clock.today() - timedelta(days=number))
    sign_in(client, admin)

    assert "Page 1 of 2, 61 in all" in client.get("/people").text
    assert "Morag Admin" in client.get("/people?page=2").text.split("<main", 1)[1]
    backwards = client.get("/people?sort=-name").text
    assert backwards.index("Apprentice 59") < backwards.index("Apprentice 58")
    newest = client.get("/people?sort=newest").text
    assert newest.index("Apprentice 00") < newest.index("Apprentice 01")


@pytest.mark.parametrize("many", [1, 40])
def test_the_list_costs_the_same_number_of_queries_for_few_and_many(
    client: PersonClient, admin: Membership, query_counter: QueryCounter, many: int
) -> None:
    for _ in range(many):
        MembershipFactory.create(centre=admin.centre, employer=EmployerFactory.create(centre=admin.centre))
    sign_in(client, admin)
    before = len(query_counter)
    client.get("/people")
    assert len(query_counter) - before == 3


def test_an_invited_person_gets_one_letter_and_one_role(client: PersonClient, admin: Membership) -> None:
    employer = EmployerFactory.create(centre=admin.centre)
    sign_in(client, admin)

    for _ in range(2):
        assert invite(client, employer_id=employer.id, request_key="same").location == "/people"

    [membership] = memberships_of("new@example.org")
    assert (membership.role, membership.employer_id) == (Role.APPRENTICE, employer.id)
    assert [letter.to for letter in outbox.list_mail()] == ["new@example.org"]
    assert "Invited" in client.get(f"/people/{membership.id}").text
    [event] = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "member.invited"))
    assert (event.actor_id, event.details) == (admin.id, {"role": "apprentice"})


def test_who_has_an_account_elsewhere_is_not_told_to_the_admin_who_invites(
    client: PersonClient, admin: Membership
) -> None:
    MembershipFactory.create(person=PersonFactory.create(email="known@example.org", password_hash="x"))
    sign_in(client, admin)

    answers = [invite(client, email=email) for email in ("known@example.org", "new@example.org")]

    assert [(answer.status_code, answer.location) for answer in answers] == [(302, "/people")] * 2
    assert [membership.centre_id for membership in memberships_of("known@example.org")][-1] == admin.centre_id
    assert "/invitations/" not in outbox.list_mail()[1].text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "not an address"}, "Enter an e-mail address such as name@example.org."),
        ({"email": "new@example.org\nBcc: all@example.org"}, "Enter an e-mail address such as name@example.org."),
        ({"name": "  "}, "Enter a name."),
        ({"name": "x" * 121}, "Use at most 120 characters."),
        ({"role": "king"}, "Invalid Choice"),
        ({"employer_id": "2147483648"}, "Not a valid choice"),
    ],
)
def test_a_wrong_invitation_is_refused_beside_its_field_and_keeps_what_was_typed(
    client: PersonClient, admin: Membership, changes: dict[str, str], sentence: str
) -> None:
    sign_in(client, admin)
    page = invite(client, **{"name": "Kept Name", **changes})
    assert page.status_code == 422
    assert sentence in page.text
    if "name" not in changes:
        assert 'value="Kept Name"' in page.text
    assert outbox.list_mail() == []


def test_nobody_is_given_the_same_role_twice(client: PersonClient, admin: Membership) -> None:
    sign_in(client, admin)
    invite(client)
    page = invite(client)
    assert page.status_code == 422
    assert "This person is apprentice in your centre already." in page.text
    assert invite(client, role="line_manager").status_code == 302


def test_an_employer_of_another_centre_cannot_be_chosen(client: PersonClient, admin: Membership) -> None:
    sign_in(client, admin)
    assert invite(client, employer_id=EmployerFactory.create().id).status_code == 422


def test_an_invitation_is_sent_again_until_it_is_accepted(client: PersonClient, admin: Membership) -> None:
    sign_in(client, admin)
    invite(client)
    [membership] = memberships_of("new@example.org")
    assert client.post(f"/people/{membership.id}/invitation").status_code == 302
    assert len(outbox.list_mail()) == 2
    assert client.post(f"/people/{admin.id}/invitation").status_code == 409


def test_a_role_that_is_ended_is_refused_at_the_persons_next_request(
    app: Flask, client: PersonClient, admin: Membership
) -> None:
    assessor = MembershipFactory.create(centre=admin.centre, assessor=True)
    theirs = app.test_client()
    sign_in(theirs, assessor)
    assert theirs.get("/account").status_code == 200
    sign_in(client, admin)

    assert client.post(f"/people/{assessor.id}/end").status_code == 302

    assert theirs.get("/account").status_code == 302
    assert assessor.person.name not in client.get("/people").text.split("<main", 1)[1]
    assert "Ended" in client.get("/people?ended=1").text
    assert client.post(f"/people/{assessor.id}/end").status_code == 409


def test_a_role_can_end_on_a_later_day_but_not_on_an_earlier_one(client: PersonClient, admin: Membership) -> None:
    assessor = MembershipFactory.create(centre=admin.centre, assessor=True)
    sign_in(client, admin)
    for day, sentence in (
        (clock.today() - timedelta(days=1), "Choose today or a later day."),
        ("x", "Not a valid date"),
    ):
        page = client.post(f"/people/{assessor.id}/end", data={"last_on": str(day)})
        assert page.status_code == 422
        assert sentence in page.text
    later = clock.today() + timedelta(days=7)
    assert client.post(f"/people/{assessor.id}/end", data={"last_on": str(later)}).status_code == 302
    assert assessor.to_on == later
    assert assessor.is_current(later)


def test_an_admin_cannot_end_their_own_role(client: PersonClient, admin: Membership) -> None:
    sign_in(client, admin)
    assert client.post(f"/people/{admin.id}/end").status_code == 409
    assert "End this role" not in client.get(f"/people/{admin.id}").text


def test_an_employer_is_added_once(client: PersonClient, admin: Membership) -> None:
    sign_in(client, admin)
    assert client.post("/people/employers", data={"name": "  Forth   Valley Systems "}).status_code == 302
    assert "Forth Valley Systems" in client.get("/people/employers").text
    again = client.post("/people/employers", data={"name": "forth valley systems"})
    assert again.status_code == 422
    assert "Your centre has an employer with this name already." in again.text
    assert db.session.scalar(select(func.count()).select_from(Employer)) == 1


def test_people_of_another_centre_do_not_exist(client: PersonClient, admin: Membership) -> None:
    stranger = MembershipFactory.create(centre=CentreFactory.create())
    sign_in(client, admin)
    for membership_id in (stranger.id, 99999, 2**31):
        assert client.get(f"/people/{membership_id}").status_code == 404
        assert client.post(f"/people/{membership_id}/end").status_code == 404
        assert client.post(f"/people/{membership_id}/invitation").status_code == 404
    assert stranger.to_on is None


@pytest.mark.parametrize("role", NOT_ADMINS)
def test_only_provider_admins_find_the_people_pages(client: PersonClient, admin: Membership, role: Role) -> None:
    sign_in(client, MembershipFactory.create(centre=admin.centre, role=role))
    for path in ("/people", "/people/invite", "/people/employers", f"/people/{admin.id}"):
        assert client.get(path).status_code == 404, path
    assert invite(client).status_code == 404
    assert client.post("/people/employers", data={"name": "Mine"}).status_code == 404
    assert client.post(f"/people/{admin.id}/end").status_code == 404
