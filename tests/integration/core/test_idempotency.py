from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.clock import now, pinned
from core.db import db, transaction
from core.errors import FieldErrors
from core.idempotency import KeyUsedForSomethingElse, RequestKey, forget_old, once
from core.outbox import OutgoingMail, send_mail


def write(subject: str) -> str:
    send_mail(to="someone@example.org", subject=subject, text="")
    return f"/letters/{subject}"


def count_letters() -> int:
    return db.session.scalar(select(func.count()).select_from(OutgoingMail)) or 0


@pytest.mark.usefixtures("database")
def test_the_same_request_is_carried_out_once_and_answered_alike() -> None:
    answers = [once("key", fingerprint="f", actor_id=1, act=lambda: write("one")) for _ in range(3)]

    assert answers == ["/letters/one"] * 3
    assert count_letters() == 1


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("fingerprint", "actor_id"), [("other", 1), ("f", 2), ("f", None)])
def test_a_key_cannot_be_used_for_something_else_or_by_somebody_else(fingerprint: str, actor_id: int | None) -> None:
    once("key", fingerprint="f", actor_id=1, act=lambda: write("one"))

    with pytest.raises(KeyUsedForSomethingElse) as refusal:
        once("key", fingerprint=fingerprint, actor_id=actor_id, act=lambda: write("two"))

    assert refusal.value.status == 409
    assert count_letters() == 1


@pytest.mark.usefixtures("database")
def test_a_refused_request_is_not_remembered_so_it_can_be_sent_again() -> None:
    def refuse() -> str:
        write("half")
        raise FieldErrors({"title": "Give it a title."})

    with pytest.raises(FieldErrors):
        once("key", fingerprint="f", actor_id=1, act=refuse)

    assert once("key", fingerprint="g", actor_id=1, act=lambda: write("whole")) == "/letters/whole"
    assert count_letters() == 1


@pytest.mark.usefixtures("database")
def test_keys_are_forgotten_after_a_week() -> None:
    with pinned(now()):
        once("key", fingerprint="f", actor_id=1, act=lambda: write("one"))
        assert forget_old() == 0
    with pinned(now() + timedelta(days=8)):
        assert forget_old() == 1


def test_of_thirty_requests_at_once_with_one_key_exactly_one_acts(file_database: Flask) -> None:
    def post(_number: int) -> str:
        with file_database.app_context():
            return once("key", fingerprint="f", actor_id=1, act=lambda: write("one"))

    with ThreadPoolExecutor(30) as people:
        answers = list(people.map(post, range(30)))

    assert answers == ["/letters/one"] * 30
    assert count_letters() == 1
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(RequestKey)) == 1
