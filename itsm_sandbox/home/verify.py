"""Proving a workplace: its log is one chain, and everything kept in it is what its events say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarResult, select

from core.db import db
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.audits.queries import list_last_seen
from itsm_sandbox.catalogue.procedures.models import Procedure, ProcedureVersion
from itsm_sandbox.catalogue.procedures.rules import memo_of
from itsm_sandbox.catalogue.procedures.services import hash_of_version
from itsm_sandbox.catalogue.services.models import FROZEN, Service, ServiceVersion
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.queries.tickets import find_agreed, step_of
from itsm_sandbox.desk.tickets.rules.derived import Step, facts_of, targets_in
from itsm_sandbox.engine.log import WORKPLACE, hash_of
from itsm_sandbox.engine.machine import START, plain
from itsm_sandbox.engine.models import Artefact, Colleague, OpeningHours, WorkEvent, Workplace
from itsm_sandbox.engine.queries import get_calendar
from itsm_sandbox.engine.registry import get_type, list_types
from itsm_sandbox.knowledge.articles.models import Article, ArticleVersion

Subject = tuple[str, int]
_BLANK: tuple[Any, ...] = (None, "", 0, False, [], {})
_FREEZES_ARTICLE = frozenset({"write", "follow", "publish_version", "revise", "plan_version"})
_NOT_TOLD = frozenset({"id", "workplace_id", "number", "created_at", "scenario"})
"""Columns that no event tells; what is true of a simulated report is planted, and kept from those at work."""


class Mismatch(Exception):
    """Something kept is not what the log says. The message is a sentence that names it."""


@dataclass(frozen=True, slots=True)
class Verified:
    name: str
    events: int
    artefacts: int
    last_hash: str


@dataclass(slots=True)
class Fold:
    """What the events of one artefact say so far."""

    columns: dict[str, Any] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)  # of a ticket


@dataclass(slots=True)
class Story:
    """What the whole log says."""

    last: WorkEvent | None = None
    folds: dict[Subject, Fold] = field(default_factory=dict)
    workplace: dict[str, Any] = field(default_factory=dict)
    roles: dict[int, set[str]] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    hours: dict[int, Mapping[str, Any]] = field(default_factory=dict)  # by version
    published: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)  # service and version
    issued: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)  # procedure and version
    articles: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)  # article and version


def list_workplace_ids() -> list[int]:
    return list(db.session.scalars(select(Workplace.id).order_by(Workplace.id)))


def verify_workplace(workplace_id: int) -> Verified:
    """Read the log from its beginning and compare everything with it; raise `Mismatch` for the first difference."""
    workplace = db.session.get_one(Workplace, workplace_id)
    story = _read(workplace)
    _compare_workplace(workplace, story)
    _compare_people(workplace_id, story)
    _compare_hours(workplace_id, story)
    artefacts = _compare_artefacts(workplace_id, story)
    _compare_services(workplace_id, story)
    _compare_procedures(workplace_id, story)
    _compare_articles(workplace_id, story)
    return Verified(workplace.name, workplace.last_seq, artefacts, workplace.last_hash)


def _read(workplace: Workplace) -> Story:
    story = Story()
    seq, last_hash = 0, ""
    with _events(workplace.id) as events:
        for event in events:
            seq += 1
            if event.seq != seq:
                raise Mismatch(f"Event {seq} of the log is missing; the next one is number {event.seq}.")
            if event.prev_hash != last_hash:
                raise Mismatch(f"Event {seq} does not follow the one before it: it carries another hash of it.")
            last_hash = hash_of(event)
            if event.hash != last_hash:
                raise Mismatch(f"Event {seq} ({event.verb}) is not what it was when it was recorded.")
            _take_in(story, event)
    if (workplace.last_seq, workplace.last_hash) != (seq, last_hash):
        raise Mismatch(f"The workplace names event {workplace.last_seq} as its last; its log ends with {seq}.")
    return story


def _events(workplace_id: int) -> ScalarResult[WorkEvent]:
    found = select(WorkEvent).where(WorkEvent.workplace_id == workplace_id).order_by(WorkEvent.seq)
    return db.session.scalars(found.execution_options(yield_per=1000))


def _take_in(story: Story, event: WorkEvent) -> None:
    story.last = event
    if event.subject_kind == WORKPLACE:
        _take_in_workplace(story, event)
        return
    subject = (event.subject_kind, event.subject_id)
    fold = story.folds.setdefault(subject, Fold())
    if fold.columns.get("state", START) != event.from_state:
        raise Mismatch(f"Event {event.seq} ({event.verb}) leaves from “{event.from_state}”, where it was not.")
    if event.from_state == START:
        _take_in_first(fold, event)
    _take_in_changes(fold.columns, event)
    fold.columns |= {"state": event.to_state, "revision": event.seq, "changed_at": event.at}
    if event.subject_kind == Ticket.kind:
        fold.steps.append(step_of(event))
    elif event.subject_kind == Service.kind and event.verb == "publish":
        story.published[event.subject_id, fold.columns["version_number"]] = dict(fold.columns)
    elif event.subject_kind == Procedure.kind and event.verb == "issue":
        story.issued[event.subject_id, fold.columns["version_number"]] = dict(fold.columns)
    elif event.subject_kind == Article.kind and event.verb in _FREEZES_ARTICLE:
        story.articles.setdefault((event.subject_id, fold.columns["version_number"]), dict(fold.columns))


def _take_in_first(fold: Fold, event: WorkEvent) -> None:
    """An artefact is made with what is given, which its first event therefore does not count as a change."""
    transition = get_type(event.subject_kind).machine.find(event.verb, START)
    kept = {asked.name for asked in transition.fields if asked.keep} if transition else set()
    fold.columns |= {name: value for name, value in event.data["given"].items() if name in kept}
    for name, (before, _after) in event.data["changes"].items():
        fold.columns.setdefault(name, before)
    author = get_type(event.subject_kind).model.__table__.columns.get("author_id")
    if author is not None and not author.nullable:
        fold.columns.setdefault("author_id", event.actor_id)  # there from the beginning, so not counted as a change


def _take_in_changes(columns: dict[str, Any], event: WorkEvent) -> None:
    for name, (before, after) in event.data["changes"].items():
        if name in columns and not _same(columns[name], before):
            raise Mismatch(f"Event {event.seq} ({event.verb}) changes {name} from something that it was not.")
        columns[name] = after


def _take_in_workplace(story: Story, event: WorkEvent) -> None:
    given = event.data["given"]
    _take_in_changes(story.workplace, event)
    if event.verb == "opened":
        story.workplace |= given
    elif event.verb == "joined":
        story.roles[given["colleague_id"]] = set(given["roles"])
    elif event.verb == "role_given":
        story.roles[given["colleague_id"]].add(given["role"])
    elif event.verb == "role_ended":
        story.roles[given["colleague_id"]].discard(given["role"])
    elif event.verb == "left":
        story.left.add(given["colleague_id"])
    elif event.verb == "returned":
        story.left.discard(given["colleague_id"])
    elif event.verb == "hours_changed":
        story.hours[given["number"]] = given


def _compare_workplace(workplace: Workplace, story: Story) -> None:
    for name, value in story.workplace.items():
        if not _same(plain(getattr(workplace, name)), value):
            raise Mismatch(f"The workplace’s {name} is not what its log says.")


def _compare_people(workplace_id: int, story: Story) -> None:
    people = db.session.scalars(select(Colleague).where(Colleague.workplace_id == workplace_id).order_by(Colleague.id))
    for person in people:
        if person.id not in story.roles:
            raise Mismatch(f"No event says that {person.name} joined.")
        if set(person.role_names) != story.roles[person.id]:
            raise Mismatch(f"The roles of {person.name} are not those that events gave them.")
        if (person.left_at is not None) != (person.id in story.left):
            raise Mismatch(f"Whether {person.name} has left is not what the log says.")


def _compare_hours(workplace_id: int, story: Story) -> None:
    rows = db.session.scalars(
        select(OpeningHours).where(OpeningHours.workplace_id == workplace_id).order_by(OpeningHours.number)
    ).all()
    for row in rows[1:]:
        said = story.hours.get(row.number)
        names = ("from_on", "week", "subdivision", "closures")
        if said is None or any(not _same(plain(getattr(row, name)), said[name]) for name in names):
            raise Mismatch(f"Version {row.number} of the opening hours is not what the log says.")


def _compare_artefacts(workplace_id: int, story: Story) -> int:
    compared = 0
    calendar = get_calendar(workplace_id)
    agreed: dict[tuple[int | None, int | None], Any] = {}
    seen = list_last_seen(workplace_id)
    for kind in list_types():
        model: Any = kind.model
        found = select(model).where(model.workplace_id == workplace_id).order_by(model.number)
        with db.session.scalars(found.execution_options(yield_per=1000)) as rows:
            for row in rows:
                fold = story.folds.pop((kind.kind, row.id), None)
                if fold is None:
                    raise Mismatch(f"No event says how {row.ref} came to be.")
                derived: Mapping[str, Any] = {}
                if isinstance(row, Asset):
                    derived = {"last_verified_on": seen.get(row.id)}
                if isinstance(row, Ticket):
                    key = (row.service_id, row.service_version)
                    if key not in agreed:
                        agreed[key] = find_agreed(*key)
                    derived = facts_of(fold.steps, targets_in(agreed[key], row.priority), calendar)
                _compare(row, fold, derived)
                compared += 1
    for kind_name, row_id in story.folds:
        raise Mismatch(f"The log tells of {get_type(kind_name).label.lower()} {row_id}, which is not there.")
    return compared


def _compare(row: Artefact, fold: Fold, derived: Mapping[str, Any]) -> None:
    for column in type(row).__table__.columns:
        name, value = column.key, getattr(row, column.key)
        if name in _NOT_TOLD:
            continue
        if name in derived:
            expected = derived[name]
        elif name in fold.columns:
            expected = fold.columns[name]
        else:
            expected = column.default.arg if column.default is not None and column.default.is_scalar else None
        if not _same(plain(value), plain(expected)) and not (value in _BLANK and expected in _BLANK):
            where = "recomputing its clocks gives" if name in derived else "its events say"
            raise Mismatch(f"{row.ref}: {name} is “{plain(value)}”; {where} “{plain(expected)}”.")


def _compare_services(workplace_id: int, story: Story) -> None:
    rows = db.session.execute(
        select(ServiceVersion, Service)
        .join(Service, Service.id == ServiceVersion.service_id)
        .where(Service.workplace_id == workplace_id)
    )
    for version, service in rows:
        said = story.published.get((service.id, version.number))
        if said is None:
            raise Mismatch(f"No event says that version {version.number} of {service.ref} was published.")
        for name in FROZEN:
            if name in said and not _same(version.content.get(name), said[name]):
                raise Mismatch(f"Version {version.number} of {service.ref}: {name} is not what was published.")


def _compare_procedures(workplace_id: int, story: Story) -> None:
    rows = db.session.execute(
        select(ProcedureVersion, Procedure)
        .join(Procedure, Procedure.id == ProcedureVersion.procedure_id)
        .where(Procedure.workplace_id == workplace_id)
    )
    for version, procedure in rows:
        said = story.issued.get((procedure.id, version.number))
        if said is None:
            raise Mismatch(f"No event says that version {version.number} of {procedure.ref} was issued.")
        memo = memo_of(said.get("opening") or "", said.get("closing") or "")
        kept = (version.title, version.memo, version.body, version.sha256)
        if kept != (said["title"], memo, said["body"], hash_of_version(said["title"], memo, said["body"])):
            raise Mismatch(f"Version {version.number} of {procedure.ref} is not what was issued.")


def _compare_articles(workplace_id: int, story: Story) -> None:
    rows = db.session.execute(
        select(ArticleVersion, Article)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(Article.workplace_id == workplace_id)
    )
    for version, article in rows:
        said = story.articles.get((article.id, version.number))
        if said is None:
            raise Mismatch(f"No event says that version {version.number} of {article.ref} was published.")
        for name, value in version.content.items():
            if not _same(value or None, said.get(name) or None):
                raise Mismatch(f"Version {version.number} of {article.ref}: {name} is not what was published.")


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON keeps them; moments in whatever zone they were written."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str) and "T" in one and "T" in other:
        try:
            return datetime.fromisoformat(one) == datetime.fromisoformat(other)
        except (ValueError, TypeError):  # a text with a T in it, or a moment without a zone
            return False
    return False
