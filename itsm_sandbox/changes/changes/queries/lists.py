"""Requests for change: facts for their guards, lists, and the windows of the forward schedule."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.rules.clashes import Window
from itsm_sandbox.changes.changes.rules.counts import ChangeEvent, facts_of
from itsm_sandbox.changes.changes.rules.fields import LONGEST_MINUTES
from itsm_sandbox.changes.changes.rules.machine import ON_SCHEDULE
from itsm_sandbox.changes.changes.rules.signers import Person
from itsm_sandbox.changes.readiness.models import ChangeSetup
from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.models import ChangeProfile, Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.queries import list_colleagues
from itsm_sandbox.engine.roles import WorkRole

LIVE = "live"
KEPT_ON_SCHEDULE = (*ON_SCHEDULE, "implemented", "closed")


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which requests a list shows. `mine` and `turn` ask about one colleague."""

    states: Collection[str] = ()
    text: str = ""
    type: str = ""
    is_template: bool = False


def facts_for(change: Change, logged: Sequence[ChangeEvent] | None = None) -> dict[str, Any]:
    """All that the guards of the table ask beyond the request's own columns."""
    workplace = db.session.get_one(Workplace, change.workplace_id)
    found = facts_of(list_change_events(change) if logged is None else logged)
    found.update(profile=str(workplace.change_profile), peer_review_required=workplace.peer_review_required)
    if change.state in {START, "draft", "planning", "awaiting_implement", "scheduled"}:
        found["members"] = _list_member_ids(workplace.id)
    if change.state == START:
        found["is_live"] = is_live(workplace.id)
    if change.template_id is not None:
        template = get_in(change.workplace_id, change.template_id)
        found["template"] = template.values() if template is not None else None
    if change.state == "implemented":
        found["assets_missing"] = list_assets_without_event(change)
    return found


def list_change_events(change: Change) -> list[ChangeEvent]:
    """The request's own events, oldest first."""
    rows = db.session.execute(
        select(WorkEvent.verb, WorkEvent.actor_id, WorkEvent.data)
        .where(WorkEvent.subject_kind == Change.kind, WorkEvent.subject_id == change.id)
        .order_by(WorkEvent.seq)
    )
    return [ChangeEvent(verb, actor_id, data) for verb, actor_id, data in rows]


def list_assets_without_event(change: Change) -> list[str]:
    """References of its assets whose history does not name this change since it began."""
    if not change.asset_ids:
        return []
    events = db.session.execute(
        select(WorkEvent.subject_id, WorkEvent.data).where(
            WorkEvent.subject_kind == Asset.kind,
            WorkEvent.subject_id.in_(change.asset_ids),
            WorkEvent.at >= (change.started_at or change.created_at),
        )
    )
    seen = {asset_id for asset_id, data in events if data["given"].get("change_ref") == change.id}
    missing = [asset_id for asset_id in change.asset_ids if asset_id not in seen]
    return [asset.ref for asset in list_assets(missing)]


def list_assets(ids: Collection[int]) -> Sequence[Asset]:
    if not ids:
        return ()
    return db.session.scalars(select(Asset).where(Asset.id.in_(ids)).order_by(Asset.number)).all()


def is_live(workplace_id: int) -> bool:
    """Change management is in use: it was prepared and went live, or there never was a set-up for it here."""
    state = db.session.scalar(select(ChangeSetup.state).where(ChangeSetup.workplace_id == workplace_id))
    return state in {None, LIVE}


def list_people(workplace_id: int) -> list[Person]:
    """Everybody who has not left, with what decides on who may sign."""
    return [person_of(one) for one in list_colleagues(workplace_id)]


def person_of(colleague: Colleague) -> Person:
    return Person(colleague.id, colleague.name, frozenset(colleague.role_names), colleague.is_simulated)


def list_changes(
    workplace_id: int, chosen: ChangeFilter, page: int, *, only: ColumnElement[bool] | None = None
) -> Page[Row[Any]]:
    """Columns that a list shows, the last changed first."""
    found = select(
        Change.id,
        Change.number,
        Change.title,
        Change.type,
        Change.state,
        Change.planned_at,
        Change.cost_pence,
        Change.changed_at,
        Change.originator_id,
        Change.implementer_id,
        Change.proceed_by_id,
        Change.reviewed_by_id,
        Change.records_updated_at,
        Change.review,
        Change.is_pilot,
        Change.is_template,
    ).where(Change.workplace_id == workplace_id)
    if chosen.states:
        found = found.where(Change.state.in_(chosen.states))
    if chosen.type:
        found = found.where(Change.type == chosen.type)
    if chosen.is_template:
        found = found.where(Change.is_template)
    if chosen.text:
        found = found.where(func.lower(Change.title).contains(chosen.text.lower(), autoescape=True))
    if only is not None:
        found = found.where(only)
    return paginate(found.order_by(Change.changed_at.desc(), Change.id.desc()), page)


def taken_part_in(colleague: Colleague) -> ColumnElement[bool]:
    """Those that they raised or carry out."""
    return or_(Change.originator_id == colleague.id, Change.implementer_id == colleague.id)


def waiting_for(workplace: Workplace, colleague: Colleague) -> ColumnElement[bool]:
    """Those in which the next step is theirs, by their roles and by what they did before."""
    roles, me = colleague.roles, colleague.id
    is_primary = workplace.change_profile is ChangeProfile.PRIMARY_FITS
    owner = WorkRole.ICT_OWNER in roles
    others = or_(Change.originator_id.is_(None), Change.originator_id != me)
    not_first = or_(Change.proceed_by_id.is_(None), Change.proceed_by_id != me)
    turns = [
        and_(Change.state.in_(("draft", "planning")), Change.originator_id == me),
        and_(Change.state.in_(("planning", "scheduled", "implementing", "implemented")), Change.implementer_id == me),
    ]
    if WorkRole.INITIAL_APPROVER in roles or (owner and is_primary):
        turns.append(and_(Change.state == "awaiting_proceed", others))
    if WorkRole.INITIAL_APPROVER in roles or owner:
        turns.append(and_(Change.state == "implemented", Change.records_updated_at.is_not(None), Change.review != ""))
    if WorkRole.PEER_REVIEWER in roles:
        turns.append(and_(Change.state == "peer_review", others))
        unreviewed = and_(Change.type == "emergency", Change.reviewed_by_id.is_(None), others)
        turns.append(and_(Change.state == "implemented", unreviewed))
    if WorkRole.FINAL_APPROVER in roles or (owner and is_primary):
        apart = others if is_primary else and_(others, not_first)
        turns.append(and_(Change.state == "awaiting_implement", apart))
    return or_(false(), *turns)


def count_waiting_for(workplace: Workplace, colleague: Colleague) -> int:
    """How many requests for change wait for this person."""
    found = select(func.count()).select_from(Change).where(Change.workplace_id == workplace.id)
    return db.session.scalar(found.where(waiting_for(workplace, colleague))) or 0


def list_templates(workplace_id: int) -> Sequence[Change]:
    """The standard changes that may be followed, by title."""
    return db.session.scalars(
        select(Change).where(Change.workplace_id == workplace_id, Change.is_template).order_by(Change.title)
    ).all()


def find_change(workplace_id: int, number: int) -> Change | None:
    return db.session.scalar(select(Change).where(Change.workplace_id == workplace_id, Change.number == number))


def get_in(workplace_id: int, change_id: int | None) -> Change | None:
    """By its id, when it is one of this workplace."""
    found = db.session.get(Change, change_id) if change_id else None
    return found if found is not None and found.workplace_id == workplace_id else None


def list_windows(workplace_id: int, from_at: datetime, until_at: datetime) -> list[Window]:
    """Planned and past changes whose window reaches into this time, in its order."""
    rows = db.session.execute(
        select(
            Change.id,
            Change.number,
            Change.title,
            Change.state,
            Change.planned_at,
            Change.duration_minutes,
            Change.service_ids,
            Change.asset_ids,
            Change.implementer_id,
        )
        .where(
            Change.workplace_id == workplace_id,
            Change.state.in_(KEPT_ON_SCHEDULE),
            Change.planned_at >= from_at - timedelta(minutes=LONGEST_MINUTES),
            Change.planned_at < until_at,
        )
        .order_by(Change.planned_at, Change.id)
    )
    found = [
        Window(row_id, number, title, state, at, minutes or 0, frozenset(services), frozenset(assets), implementer)
        for row_id, number, title, state, at, minutes, services, assets, implementer in rows
        if at is not None
    ]
    return [window for window in found if window.ends_at > from_at or window.starts_at >= from_at]


def _list_member_ids(workplace_id: int) -> frozenset[int]:
    return frozenset(
        db.session.scalars(
            select(Colleague.id).where(
                Colleague.workplace_id == workplace_id,
                Colleague.left_at.is_(None),
                Colleague.membership_id.is_not(None),
            )
        )
    )
