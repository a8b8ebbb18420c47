"""Proving a workplace: its log is one chain, and everything kept in it is what its events say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.db import db
from itsm_sandbox.engine.frozen_tables import UNTOLD, FrozenTable, Row
from itsm_sandbox.engine.machine import plain
from itsm_sandbox.engine.models import Artefact, Workplace
from itsm_sandbox.engine.registry import get_type, list_types, type_of
from itsm_sandbox.engine.replay import Fold, Mismatch, Story, same
from itsm_sandbox.workplace.verification import OWN_TABLES, compare_people, compare_settings

_BLANK: tuple[Any, ...] = (None, "", 0, False, [], {})
_NOT_TOLD = frozenset({"id", "workplace_id", "number", "created_at"})
"""Columns that no event tells."""


@dataclass(frozen=True, slots=True)
class Verified:
    name: str
    events: int
    artefacts: int
    last_hash: str


def list_workplace_ids() -> list[int]:
    return list(db.session.scalars(select(Workplace.id).order_by(Workplace.id)))


def verify_workplace(workplace_id: int) -> Verified:
    """Read the log from its beginning and compare everything with it; raise `Mismatch` for the first difference."""
    workplace = db.session.get_one(Workplace, workplace_id)
    story = Story(workplace, OWN_TABLES)
    story.read(workplace)
    compare_settings(workplace, story)
    compare_people(workplace_id, story)
    for table in OWN_TABLES:
        _compare_frozen(table, Workplace, {workplace_id: workplace.name}, story)
    for kind in list_types():
        for table in kind.frozen_tables:
            _compare_frozen(table, kind.model, _refs_of(kind.model, workplace_id), story)
    artefacts = _compare_artefacts(workplace_id, story)  # last: clocks are computed from what froze
    return Verified(workplace.name, workplace.last_seq, artefacts, workplace.last_hash)


def _compare_artefacts(workplace_id: int, story: Story) -> int:
    compared = 0
    left_over = dict(story.folds)
    for kind in list_types():
        model: Any = kind.model
        derivation = story.derivations.get(kind.kind)
        found = select(model).where(model.workplace_id == workplace_id).order_by(model.number)
        with db.session.scalars(found.execution_options(yield_per=1000)) as rows:
            for row in rows:
                fold = left_over.pop((kind.kind, row.id), None)
                if fold is None:
                    raise Mismatch(f"No event says how {row.ref} came to be.")
                _compare(row, fold, derivation.columns_of(row) if derivation else {})
                compared += 1
    for kind_name, row_id in left_over:
        raise Mismatch(f"The log tells of {get_type(kind_name).label.lower()} {row_id}, which is not there.")
    return compared


def _compare(row: Artefact, fold: Fold, derived: Mapping[str, Any]) -> None:
    for column in type(row).__table__.columns:
        name, value = column.key, getattr(row, column.key)
        if name in _NOT_TOLD or name in type_of(row).secret_columns:  # what is secret was planted, not told
            continue
        if name in derived:
            expected = derived[name]
        elif name in fold.columns:
            expected = fold.columns[name]
        else:
            expected = column.default.arg if column.default is not None and column.default.is_scalar else None
        if not same(plain(value), plain(expected)) and not (value in _BLANK and expected in _BLANK):
            where = "recomputing its clocks gives" if name in derived else "its events say"
            raise Mismatch(f"{row.ref}: {name} is “{plain(value)}”; {where} “{plain(expected)}”.")


def _refs_of(model: type[Artefact], workplace_id: int) -> dict[int, str]:
    return {one.id: one.ref for one in db.session.scalars(select(model).where(model.workplace_id == workplace_id))}


def _compare_frozen(table: FrozenTable, owners: type[Any], refs: Mapping[int, str], story: Story) -> None:
    """Every row is what an event froze, and every row that an event froze is there."""
    said = {
        (owner_id, *key): row for owner_id, rows in story.frozen.get(table, {}).items() for key, row in rows.items()
    }
    model, owner = table.model, getattr(table.model, table.owner)
    scope = owners.id if owners is Workplace else owners.workplace_id
    found = select(model).join(owners, owners.id == owner).where(scope == story.workplace_id).order_by(model.id)
    with db.session.scalars(found.execution_options(yield_per=1000)) as rows:
        for kept in rows:
            row = {column.key: getattr(kept, column.key) for column in model.__table__.columns}
            name = table.name_row(table.key_of(row), refs[row[table.owner]])
            expected = said.pop((row[table.owner], *table.key_of(row)), None)
            if expected is None:
                raise Mismatch(f"No event says that {name} was kept.")
            _compare_row(table, name, row, expected)
    for owner_id, *key in said:
        name = table.name_row(key, refs.get(owner_id, str(owner_id)))
        raise Mismatch(f"The log tells of {name}, which is not there.")


def _compare_row(table: FrozenTable, name: str, row: Row, expected: Row) -> None:
    for column, value in row.items():
        if column in {"id", table.owner, *table.unexplained} or expected[column] is UNTOLD:
            continue
        kept, said = plain(value), plain(expected[column])
        if column in table.unordered:
            kept, said = sorted(kept), sorted(said)
        if not same(kept, said):
            raise Mismatch(f"{name[0].upper()}{name[1:]}: {column} is not what its event says.")
