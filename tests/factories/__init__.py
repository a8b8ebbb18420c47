"""Rows for tests. Each factory makes the smallest thing that is valid."""

from tests.factories.accounts import CentreFactory, EmployerFactory, MembershipFactory, PersonFactory

__all__ = ["CentreFactory", "EmployerFactory", "MembershipFactory", "PersonFactory"]
