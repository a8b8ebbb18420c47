"""An artefact's history, as it happened."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.models.artefact import Artefact
from itsm_sandbox.engine.models.event import WorkEvent


def list_events(
    kind: ArtefactKind, subject_id: int, *, after: int = 0, without: Collection[str] = ()
) -> Sequence[WorkEvent]:
    """Oldest first, with who did each; only those after a number of the workplace's log."""
    found = select(WorkEvent).where(
        WorkEvent.subject_kind == kind, WorkEvent.subject_id == subject_id, WorkEvent.seq > after
    )
    if without:
        found = found.where(WorkEvent.verb.not_in(without))
    return db.session.scalars(found.order_by(WorkEvent.seq).options(joinedload(WorkEvent.actor))).all()


def last_told(artefact: Artefact, verb: str) -> Mapping[str, Any]:
    """What was told with the latest event of this name; nothing when there was none."""
    found = [event for event in list_events(artefact.kind, artefact.id) if event.verb == verb]
    return found[-1].data["given"] if found else {}
