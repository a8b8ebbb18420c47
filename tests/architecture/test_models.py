import pytest
from sqlalchemy import UniqueConstraint

from accounts.models import Person
from core.db import Base


@pytest.mark.usefixtures("app")
def test_no_relation_loads_by_accident() -> None:
    for mapper in Base.registry.mappers:
        for relation in mapper.relationships:
            assert relation.lazy in {"raise_on_sql", "raise", "write_only", "noload"}, f"{relation} is {relation.lazy}"


def test_every_time_is_stored_with_its_zone_and_named_for_what_it_is() -> None:
    assert Person.__table__.c.created_at.type.__class__.__name__ == "UtcDateTime"
    for mapper in Base.registry.mappers:
        for column in mapper.columns:
            kind = type(column.type).__name__
            assert kind != "DateTime", f"{column} would lose its zone on SQLite"
            if kind == "UtcDateTime":
                assert column.name == "at" or column.name.endswith(("_at", "_since")), column
            if kind == "Date":
                assert column.name == "on" or column.name.endswith("_on"), column


@pytest.mark.parametrize("key", ["person_id", "enrolment_id", "evidence_id", "version_id", "claim_id"])
def test_a_key_that_lists_are_read_by_leads_an_index(key: str) -> None:
    """SQLite and PostgreSQL index no foreign key by themselves; a join along one would read the whole table."""
    for table in Base.metadata.sorted_tables:
        indexes = [list(index.columns) for index in table.indexes]
        indexes += [list(rule.columns) for rule in table.constraints if isinstance(rule, UniqueConstraint)]
        if key in table.c and table.c[key].foreign_keys:
            assert any(columns and columns[0].name == key for columns in indexes), table.name
