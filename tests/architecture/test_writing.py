import pytest

from core.db import WriteOutsideTransaction, db
from tests.factories import CentreFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("database")


def test_a_change_outside_a_transaction_is_refused() -> None:
    person = PersonFactory.create()
    person.name = "Changed behind everyone's back"

    with pytest.raises(WriteOutsideTransaction):
        db.session.commit()
    db.session.rollback()


def test_a_new_row_outside_a_transaction_is_refused() -> None:
    db.session.add(CentreFactory.build())

    with pytest.raises(WriteOutsideTransaction):
        db.session.commit()
    db.session.rollback()


def test_a_removal_outside_a_transaction_is_refused() -> None:
    centre = CentreFactory.create()
    db.session.delete(centre)

    with pytest.raises(WriteOutsideTransaction):
        db.session.commit()
    db.session.rollback()
