"""Every route is public on purpose or answers only people who signed in; a new route must choose."""

import re

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from tests.factories import MembershipFactory
from tests.factories.portfolio import make_world
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.any_database

PUBLIC = {
    "static",
    "health.show_alive",
    "health.show_ready",
    "accounts.home",
    "accounts.sign_in",
    "accounts.forgotten_password",
    "accounts.reset_password",
    "accounts.accept_invitation",
    "standards.list_frameworks",
    "standards.show_framework",
    "standards.show_criterion",
}
# There on a developer's machine only; elsewhere as if they did not exist.
DEVELOPMENT = {"accounts.list_mail", "accounts.show_mail"}


def address_of(rule: Rule) -> str:
    """The rule's path with something plausible for each of its arguments."""
    values = {name: 1 if isinstance(kind, IntegerConverter) else "x" for name, kind in rule._converters.items()}
    built = rule.build(values, append_unknown=False)
    assert built
    return built[1]


def test_public_routes_are_listed_only_while_they_exist(app: Flask) -> None:
    assert set(app.view_functions) >= PUBLIC | DEVELOPMENT


@pytest.mark.usefixtures("database")
def test_a_visitor_who_is_not_signed_in_gets_nothing_but_public_pages(app: Flask, client: PersonClient) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC | DEVELOPMENT:
            continue
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}:
            response = client.open(address_of(rule), method=method)
            asked_to_sign_in = response.status_code == 302 and response.location.startswith("/sign-in")
            assert asked_to_sign_in or response.status_code == 401, f"{method} {rule} answers {response.status}"


@pytest.mark.usefixtures("database")
def test_pages_for_developers_do_not_exist_elsewhere(app: Flask, client: PersonClient) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in DEVELOPMENT:
            assert client.get(address_of(rule)).status_code == 404, rule


@pytest.mark.usefixtures("database")
def test_a_number_that_no_database_can_hold_is_not_found(app: Flask, client: PersonClient) -> None:
    sign_in(client, MembershipFactory.create(provider_admin=True))
    for rule in app.url_map.iter_rules():
        numbers = [name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)]
        if not numbers:
            continue
        path = rule.rule
        for name, kind in rule._converters.items():
            path = re.sub(rf"<[^<>]*\b{name}>", "9" * 25 if isinstance(kind, IntegerConverter) else "x", path)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            assert client.open(path, method=method).status_code in {404, 405}, f"{method} {path}"


NUMBERS_IN_QUERIES = ("unit", "programme", "assessor", "version", "enrolment", "criterion", "framework", "page")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("number", [2**31, int("9" * 25), -1])
def test_a_number_in_a_query_that_no_row_has_fails_nowhere(app: Flask, client: PersonClient, number: int) -> None:
    world = make_world()
    query = dict.fromkeys(NUMBERS_IN_QUERIES, str(number))
    for member in (world.apprentice, world.assessor, world.admin):
        sign_in(client, member)
        for rule in app.url_map.iter_rules():
            if rule.arguments <= {"enrolment_id"} and "GET" in (rule.methods or ()):
                path = re.sub("<.*>", str(world.enrolment.id), rule.rule)
                assert client.get(path, query_string=query).status_code < 500, path
