"""A person at the keyboard, without a browser."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import inspect
from werkzeug.test import TestResponse

from core.db import db


class PersonClient(FlaskClient):
    """Each request gets an application context of its own, as on a server; afterwards the test reads afresh."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        forget_what_was_read()
        return response


def forget_what_was_read() -> None:
    """Let columns of rows the test holds be read again; relations that were loaded stay as they were."""
    session = db.session()
    for row in list(session):
        state = inspect(row)
        session.expire(row, [column.key for column in state.mapper.column_attrs])
