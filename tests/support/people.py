"""A person at the keyboard, without a browser."""

import secrets
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import inspect, select
from werkzeug.test import TestResponse

from accounts.models import Membership, Person, SignInSession
from accounts.secrets import hash_of
from core import clock
from core.db import db, transaction


class PersonClient(FlaskClient):
    """Each request gets an application context of its own, as on a server; afterwards the test reads afresh.

    Answers are read to their end at once, so that no file stays open.
    """

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            response = super().open(*args, buffered=buffered, **kwargs)
        forget_what_was_read()
        return response


def forget_what_was_read() -> None:
    """Let columns of rows the test holds be read again; relations that were loaded stay as they were."""
    session = db.session()
    for row in list(session):
        state = inspect(row)
        session.expire(row, [column.key for column in state.mapper.column_attrs])


def sign_in(client: FlaskClient, membership: Membership) -> None:
    """Sign this browser in as the membership, without the cost of a password."""
    key = secrets.token_urlsafe(32)
    with transaction() as database:
        database.add(
            SignInSession(
                key_hash=hash_of(key),
                membership_id=membership.id,
                epoch=database.scalars(select(Person.session_epoch).where(Person.id == membership.person_id)).one(),
                started_at=clock.now(),
            )
        )
    with client.session_transaction() as session:
        session.clear()
        session["_user_id"] = key
        session["_fresh"] = True
        session["seen"] = int(clock.now().timestamp())
