"""Centres and the people in them."""

from datetime import date

import factory

from accounts.models import Centre, Employer, Membership, Person, Role, Standing
from core import clock
from tests.factories.base import ModelFactory


class CentreFactory(ModelFactory[Centre]):
    class Meta:
        model = Centre

    name = factory.Sequence(lambda n: f"Training centre {n}")


class EmployerFactory(ModelFactory[Employer]):
    """Give it the `centre` it works with."""

    class Meta:
        model = Employer

    class Params:
        centre = factory.SubFactory(CentreFactory)

    centre_id = factory.LazyAttribute(lambda employer: employer.centre.id)
    name = factory.Sequence(lambda n: f"Employer {n}")


class PersonFactory(ModelFactory[Person]):
    """Somebody without a password: tests sign in with `sign_in`, which needs none."""

    class Meta:
        model = Person

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    created_at = factory.LazyFunction(clock.now)


class MembershipFactory(ModelFactory[Membership]):
    """An apprentice, unless told otherwise; `assessor=True` and its like choose the role."""

    class Meta:
        model = Membership

    class Params:
        line_manager = factory.Trait(role=Role.LINE_MANAGER)
        assessor = factory.Trait(role=Role.ASSESSOR, standing=Standing.QUALIFIED)
        trainee_assessor = factory.Trait(role=Role.ASSESSOR, standing=Standing.TRAINEE)
        verifier = factory.Trait(role=Role.VERIFIER)
        external_verifier = factory.Trait(role=Role.EXTERNAL_VERIFIER)
        provider_admin = factory.Trait(role=Role.PROVIDER_ADMIN)

    person = factory.SubFactory(PersonFactory)
    centre = factory.SubFactory(CentreFactory)
    role = Role.APPRENTICE
    from_on = date(2026, 1, 5)
