"""Every append-only table of the practice workplace is proven from its log, or it is said here why it is not."""

from collections.abc import Mapping

import pytest

from core.db import Base
from core.discovery import import_package
from itsm_sandbox.engine.frozen_tables import FrozenTable
from itsm_sandbox.engine.registry import list_types
from itsm_sandbox.workplace.verification import OWN_TABLES

import_package("itsm_sandbox")

TABLES = [*OWN_TABLES, *(table for kind in list_types() for table in kind.frozen_tables)]
UNEXPLAINED: Mapping[str, str] = {
    "workplace_event": "It is the log itself, proven by the chain of its hashes.",
    "disk_reading": "Counters of simulated servers, which go on by themselves; no event tells each reading.",
    "network_device": "What is really there, whatever the register says; those at work see it only by a scan.",
    "planted_truth": "What the generator hid for those at work to find; the log must not tell it.",
    "workplace_snapshot": "The portfolio’s ledger proves its files; to the artefact nothing happened.",
}
"""Append-only tables that no event explains, and why."""


def test_every_append_only_table_is_named_by_a_kind() -> None:
    kept = {
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if mapper.class_.append_only is not None and mapper.class_.__module__.startswith("itsm_sandbox.")
    }
    named = {table.model.__tablename__ for table in TABLES}
    assert kept == named | set(UNEXPLAINED)
    assert not named & set(UNEXPLAINED)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.model.__tablename__}-{table.owner}")
def test_a_frozen_table_names_columns_that_it_has_and_steps_that_its_kind_knows(table: FrozenTable) -> None:
    columns = set(table.model.__table__.columns.keys())
    assert {table.owner, *table.key, *table.unexplained, *table.unordered} <= columns
    assert table.rows
    assert all(table.unexplained.values())
    for kind in list_types():
        if table in kind.frozen_tables:
            assert set(table.rows) <= {step.event for step in kind.machine.transitions}
            assert table.model.__table__.c[table.owner].references(kind.model.__table__.c.id)
