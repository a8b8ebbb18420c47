"""Entries follow each other without a gap, whoever writes at the same time and whatever fails."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core import clock, ledger
from core.db import db, transaction
from core.ledger.entries import NO_PREVIOUS
from core.ledger.merkle import Frontier, leaf_hash
from core.ledger.models import LedgerEntry, LedgerHead
from core.ledger.verification import verify_log
from tests.conftest import QueryCounter
from tests.integration.core.ledger.conftest import KIND, LOG, Deeds


def test_an_entry_holds_what_it_is_about_and_follows_the_one_before(deeds: Deeds) -> None:
    with clock.pinned(datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC)):
        first, second = deeds.do(), deeds.do("bad")
    one, two = deeds.entries()

    assert (one.seq, one.subject_id, one.prev_hash) == (0, first, NO_PREVIOUS)
    assert (two.seq, two.subject_id, two.prev_hash) == (1, second, one.leaf_hash)
    assert one.leaf_hash == leaf_hash(one.canonical)
    written = json.loads(two.canonical)
    assert written["at"] == "2026-11-22T09:30:00.123Z"
    assert written["body"]["outcome"] == "bad"
    assert (written["log"], written["seq"], written["kind"]) == (str(LOG), "1", KIND)


def test_personal_text_is_not_in_the_entry(deeds: Deeds) -> None:
    deeds.do(comment="Aileen Fraser did this")

    assert b"Aileen" not in deeds.entries()[0].canonical


def test_the_head_is_the_frontier_of_all_leaves(deeds: Deeds) -> None:
    for _ in range(5):
        deeds.do()
    head = db.session.scalars(select(LedgerHead)).one()
    expected = Frontier.over(entry.leaf_hash for entry in deeds.entries())

    assert Frontier.from_bytes(head.size, head.frontier) == expected


def test_an_entry_costs_three_statements(deeds: Deeds, query_counter: QueryCounter) -> None:
    deeds.do()
    with transaction():
        before = len(query_counter)
        ledger.append("note.made", log_id=LOG, subject_id=1, body={})
        after = len(query_counter)

    assert after - before == 3


def test_logs_are_apart(deeds: Deeds) -> None:
    deeds.do()
    deeds.do(log_id=8)

    assert [entry.seq for entry in deeds.entries(8)] == [0]


def test_a_deed_that_fails_leaves_no_entry_and_no_gap(deeds: Deeds) -> None:
    deeds.do()

    def do_and_fail() -> None:
        with transaction():
            deeds.do()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        do_and_fail()
    deeds.do()

    assert [entry.seq for entry in deeds.entries()] == [0, 1]
    assert verify_log(LOG).size == 2


def test_one_row_has_one_entry_of_a_kind(deeds: Deeds) -> None:
    deed = deeds.do()

    with pytest.raises(IntegrityError):
        ledger.append_described(KIND, log_id=LOG, subject_id=deed)

    assert verify_log(LOG).size == 1


def test_eight_writers_leave_no_gap(deeds: Deeds, ledger_app: Flask) -> None:
    """Both the very first entry of a log and later ones are raced for."""

    def write(number: int) -> int:
        with ledger_app.app_context():
            return deeds.do(comment=f"deed {number}")

    with ThreadPoolExecutor(8) as pool:
        acknowledged = set(pool.map(write, range(80)))

    entries = deeds.entries()
    assert [entry.seq for entry in entries] == list(range(80))
    assert {entry.subject_id for entry in entries} == acknowledged
    assert verify_log(LOG).size == 80


def test_the_log_can_be_proved_while_others_write(deeds: Deeds, ledger_app: Flask) -> None:
    def write(number: int) -> None:
        with ledger_app.app_context():
            deeds.do(comment=f"deed {number}")

    deeds.do()
    with ThreadPoolExecutor(2) as pool:
        pending = [pool.submit(write, number) for number in range(40)]
        sizes = [verify_log(LOG).size]
        while not all(job.done() for job in pending):
            sizes.append(verify_log(LOG).size)
    for job in pending:
        job.result()

    assert sizes == sorted(sizes)
    assert verify_log(LOG).size == db.session.scalar(select(func.count()).select_from(LedgerEntry)) == 41
