"""What a snapshot is made of: an artefact's events, the words its ids stand for, and what it is tied to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, literal, select, union_all

from core.db import Base, db
from itsm_sandbox.engine.choices import model_chosen
from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.models import Artefact, WorkEvent
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.registry import ArtefactType, list_types
from itsm_sandbox.evidence.models import Snapshot

MOST_RELATED = 20  # of one kind
_NAMES = ("title", "name", "tag", "description")


def list_logged_events(artefact: Artefact) -> list[LoggedEvent]:
    """Its events, oldest first."""
    return [
        LoggedEvent(
            seq=event.seq,
            verb=event.verb,
            actor_id=event.actor_id,
            actor=event.actor.name if event.actor else "The workplace",
            is_simulated=event.actor is not None and event.actor.is_simulated,
            role=event.acting_role,
            at=event.at,
            recorded_at=event.recorded_at,
            from_state=event.from_state,
            to_state=event.to_state,
            changes=event.data["changes"],
            given=event.data["given"],
            shown=event.data["shown"],
            hash=event.hash,
        )
        for event in list_events(artefact.kind, artefact.id)
    ]


def tables_of(kind: ArtefactType) -> dict[str, str]:
    """The columns of a kind and the answers of its machine that hold ids, with the table those are of."""
    tables = dict(kind.ids_in)
    for transition in kind.machine.transitions:
        tables |= {one.name: str(model.__tablename__) for one in transition.fields if (model := model_chosen(one))}
    for column in kind.model.__table__.columns:
        for key in column.foreign_keys:
            tables[str(column.key)] = key.column.table.name
    return tables


def list_words(
    tables: Mapping[str, str], values: Mapping[str, Any], events: Sequence[LoggedEvent]
) -> dict[tuple[str, int], str]:
    """What every id in an artefact and its events stands for now, in one query."""
    ids: dict[str, set[int]] = defaultdict(set)
    for name, table in tables.items():
        ids[table] |= _ids_in(values.get(name))
        for event in events:
            ids[table] |= _ids_in(event.given.get(name)) | _ids_in(event.changes.get(name))
    models = _models()
    parts = [
        _named(models[table]).where(models[table].__table__.c.id.in_(wanted))
        for table, wanted in sorted(ids.items())
        if wanted and table in models
    ]
    if not parts:
        return {}
    return {(row.table, row.id): _word_for(models[row.table], row) for row in db.session.execute(union_all(*parts))}


def list_related(artefact: Artefact, *, with_restricted: bool) -> list[str]:
    """What points to it, each in words, such as the tickets of a problem. What it points to is in its fields."""
    models = {model.__tablename__: model for model in _artefact_models()}
    parts: list[Select[Any]] = []
    for table in sorted(models):
        columns = models[table].__table__.columns
        for column in columns:
            if not _points_to(column, artefact.__tablename__):
                continue
            part = literal(len(parts)).label("part"), literal(str(column.key)).label("key")
            pointing = _named(models[table], *part).where(column == artefact.id)
            if not with_restricted and "is_restricted" in columns:
                pointing = pointing.where(~columns["is_restricted"])
            parts.append(select(pointing.order_by(columns["id"]).limit(MOST_RELATED).subquery()))
    if not parts:
        return []
    found = union_all(*parts).subquery()
    rows = db.session.execute(select(found).order_by(found.c.part, found.c.id))
    return [f"{_word_for(models[row.table], row)} (its {_relation(row.key)})" for row in rows]


def find_snapshot(artefact: Artefact, colleague_id: int) -> Snapshot | None:
    """The newest one this person took of the artefact as it still is."""
    return db.session.scalar(
        select(Snapshot)
        .where(
            Snapshot.subject_kind == artefact.kind,
            Snapshot.subject_id == artefact.id,
            Snapshot.colleague_id == colleague_id,
            Snapshot.last_seq == artefact.revision,
        )
        .order_by(Snapshot.id.desc())
        .limit(1)
    )


def count_snapshots(artefact: Artefact, colleague_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(
                Snapshot.subject_kind == artefact.kind,
                Snapshot.subject_id == artefact.id,
                Snapshot.colleague_id == colleague_id,
            )
        )
        or 0
    )


class Done(NamedTuple):
    """How many artefacts of a kind one did this to, and the number of the latest event of it in the log."""

    kind: str
    verb: str
    artefacts: int
    last_seq: int


def list_done(workplace_id: int, colleague_id: int) -> list[Done]:
    """All that somebody did in a workplace, counted by kind and event."""
    rows = db.session.execute(
        select(
            WorkEvent.subject_kind,
            WorkEvent.verb,
            func.count(WorkEvent.subject_id.distinct()),
            func.max(WorkEvent.seq),
        )
        .where(WorkEvent.workplace_id == workplace_id, WorkEvent.actor_id == colleague_id)
        .group_by(WorkEvent.subject_kind, WorkEvent.verb)
        .order_by(WorkEvent.subject_kind, WorkEvent.verb)
    )
    return [Done(*row) for row in rows]


def list_added(workplace_id: int, colleague_id: int) -> list[tuple[int, str, str]]:
    """The evidence that somebody took from a workplace, with its kind and each event of theirs that is in it."""
    rows = db.session.execute(
        select(Snapshot.evidence_id, Snapshot.subject_kind, WorkEvent.verb)
        .join(
            WorkEvent,
            and_(WorkEvent.subject_kind == Snapshot.subject_kind, WorkEvent.subject_id == Snapshot.subject_id),
        )
        .where(
            Snapshot.workplace_id == workplace_id,
            Snapshot.colleague_id == colleague_id,
            WorkEvent.actor_id == colleague_id,
            WorkEvent.seq <= Snapshot.last_seq,
        )
        .distinct()
        .order_by(Snapshot.evidence_id, WorkEvent.verb)
    )
    return [(evidence_id, kind, verb) for evidence_id, kind, verb in rows]


def find_numbers(workplace_id: int, seqs: Collection[int]) -> dict[int, int]:
    """The number that the artefact of each event has, by the event's number in the log; one query in all."""
    if not seqs:
        return {}
    events = and_(WorkEvent.workplace_id == workplace_id, WorkEvent.seq.in_(seqs))
    parts = [
        select(WorkEvent.seq, model.number)
        .join(model, and_(model.id == WorkEvent.subject_id, WorkEvent.subject_kind == model.kind))
        .where(events)
        for model in _artefact_models()
    ]
    return dict(db.session.execute(union_all(*parts)).all())


def _models() -> dict[str, type[Base]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def _artefact_models() -> Iterable[type[Artefact]]:
    return [kind.model for kind in list_types()]


def _points_to(column: Any, table: str) -> bool:
    return any(key.column.table.name == table for key in column.foreign_keys)


def _ids_in(value: Any) -> set[int]:
    """The ids in a value, in a list of them, or in a pair of before and after."""
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int):
        return {value}
    return set().union(*(_ids_in(one) for one in value)) if isinstance(value, list) else set()


def _named(model: type[Base], *more: Any) -> Select[Any]:
    """What `_word_for` reads, in columns that are alike for every table."""
    columns = model.__table__.columns
    names = [func.nullif(columns[name], "") for name in _NAMES if name in columns]
    return select(
        literal(model.__tablename__).label("table"),
        columns["id"].label("id"),
        (columns["number"] if "number" in columns else literal(0)).label("number"),
        (columns["type"] if "type" in columns else literal("")).label("type"),
        (func.coalesce(*names, "") if names else literal("")).label("name"),
        *more,
    )


def _word_for(model: type[Base], row: Any) -> str:
    if not issubclass(model, Artefact):
        return str(row.name)
    known = {"number": row.number, **({"type": row.type} if row.type else {})}
    return f"{model(**known).ref} {row.name}".strip()


def _relation(key: str) -> str:
    return key.removesuffix("_id").replace("_", " ")
