"""The counters of the servers: read by themselves every week."""

from datetime import timedelta

from sqlalchemy import select

from core.db import db
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.engine.models import Timer, Workplace
from itsm_sandbox.engine.timers import schedule, timer
from itsm_sandbox.reporting.outages.models import DiskReading

READ_DISK = "asset.read_disk"
_EVERY = timedelta(days=7)


@timer(READ_DISK)
def _read_disk(workplace: Workplace, due: Timer) -> None:
    """It grows as it grew the week before, until it is full. A server that is no longer in use is not read."""
    server = db.session.get_one(Asset, due.subject_id)
    if server.state != "in_use":
        return
    before = db.session.scalars(
        select(DiskReading)
        .where(DiskReading.workplace_id == workplace.id, DiskReading.server == server.tag)
        .order_by(DiskReading.at.desc())
        .limit(2)
    ).all()
    if before:
        size = before[0].used_gb + before[0].free_gb
        used = min(size, before[0].used_gb + max(0, before[0].used_gb - before[-1].used_gb))
        db.session.add(
            DiskReading(workplace_id=workplace.id, server=server.tag, at=due.at, used_gb=used, free_gb=size - used)
        )
    schedule(server, READ_DISK, due.at + _EVERY)
