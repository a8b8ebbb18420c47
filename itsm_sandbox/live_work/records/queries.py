"""Live records as their owner and those who assess them read them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.live_work.records.models import LiveRecord


@dataclass(frozen=True, slots=True)
class LiveFilter:
    words: str = ""
    kind: str = ""
    mine: bool = False


def list_live_records(workplace_id: int, owner_id: int | None, wanted: LiveFilter, *, page: int = 1) -> Page[Any]:
    """Rows of a record's columns and who imported it, the newest first; of one owner, or of all for who watches."""
    found = (
        select(
            LiveRecord.number,
            LiveRecord.state,
            LiveRecord.tool,
            LiveRecord.record_kind,
            LiveRecord.external_id,
            LiveRecord.title,
            LiveRecord.opened_at,
            LiveRecord.tool_state,
            LiveRecord.stage,
            LiveRecord.is_mine,
            Colleague.name.label("owner"),
        )
        .join(Colleague, Colleague.id == LiveRecord.author_id)
        .where(LiveRecord.workplace_id == workplace_id)
        .order_by(LiveRecord.number.desc())
    )
    if owner_id is not None:
        found = found.where(LiveRecord.author_id == owner_id)
    for word in wanted.words.split():
        columns = (LiveRecord.external_id, LiveRecord.title, LiveRecord.category)
        found = found.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    if wanted.kind:
        found = found.where(LiveRecord.record_kind == wanted.kind)
    if wanted.mine:
        found = found.where(LiveRecord.is_mine)
    return paginate(found, page)


def count_live_records(workplace_id: int, owner_id: int | None) -> dict[str, int]:
    """How many there are of each kind."""
    found = select(LiveRecord.record_kind, func.count()).where(LiveRecord.workplace_id == workplace_id)
    if owner_id is not None:
        found = found.where(LiveRecord.author_id == owner_id)
    return {row[0]: row[1] for row in db.session.execute(found.group_by(LiveRecord.record_kind))}


def find_owner(record: LiveRecord) -> Colleague:
    return db.session.get_one(Colleague, record.author_id)
