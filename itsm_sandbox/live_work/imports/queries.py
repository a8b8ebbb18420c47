"""Files on their way in, and what is kept already of what they hold."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from core.paging import Page, paginate
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.software.models import Installation
from itsm_sandbox.engine.choices import list_choices
from itsm_sandbox.engine.models import Artefact, Colleague
from itsm_sandbox.engine.queries import list_colleagues
from itsm_sandbox.live_work.imports.models import ImportBatch
from itsm_sandbox.live_work.imports.rules.live import fingerprint
from itsm_sandbox.live_work.imports.rules.states import BatchState
from itsm_sandbox.live_work.records.models import LiveRecord

OPEN = [state for state in BatchState if state.is_open]


def get_batch(workplace_id: int, batch_id: int, colleague: Colleague | None) -> ImportBatch:
    """One's own only: what a file holds is nobody else's to see before it is in."""
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None or batch.workplace_id != workplace_id or colleague is None or batch.by_id != colleague.id:
        raise NotFound("There is no such import of yours in this workplace.")
    return batch


def list_batches(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (ImportBatch, who), the newest first."""
    found = (
        select(ImportBatch, Colleague.name.label("who"))
        .join(Colleague, Colleague.id == ImportBatch.by_id)
        .where(ImportBatch.workplace_id == workplace_id)
        .order_by(ImportBatch.id.desc())
    )
    return paginate(found, page)


def list_left_open(before: datetime) -> Sequence[int]:
    """Those that nobody confirmed or abandoned and that were uploaded before."""
    found = select(ImportBatch.id).where(ImportBatch.state.in_(OPEN), ImportBatch.uploaded_at < before)
    return db.session.scalars(found.order_by(ImportBatch.id)).all()


def is_needed(sha256: str) -> bool:
    """Whether a file with this digest is still to be confirmed or abandoned."""
    found = select(ImportBatch.id).where(ImportBatch.sha256 == sha256, ImportBatch.state.in_(OPEN)).limit(1)
    return db.session.scalar(found) is not None


def list_all(model: type[Artefact], workplace_id: int) -> Sequence[Any]:
    """Every row of a register."""
    return db.session.scalars(select(model).where(model.workplace_id == workplace_id).order_by(model.id)).all()


def list_named(workplace_id: int, offers: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """What a column of names can mean: ids with the name, and what else files call them."""
    if offers != "people":
        return [(row_id, words, ()) for row_id, words in list_choices(workplace_id, offers)]
    return [(one.id, one.name, (one.login, _surname_first(one.name))) for one in list_colleagues(workplace_id)]


def _surname_first(name: str) -> str:
    first, _, surname = name.rpartition(" ")
    return f"{surname} {first}"


class Device(NamedTuple):
    id: int
    number: int
    tag: str
    serial: str
    state: str

    @property
    def ref(self) -> str:
        return f"{Asset.prefix}-{self.number:04d}"


class Installed(NamedTuple):
    """What is known of a product on a device."""

    id: int
    version: str
    first_seen_on: date
    last_used_on: date | None
    removed_on: date | None


def list_devices(workplace_id: int) -> list[Device]:
    columns = [getattr(Asset, name) for name in Device._fields]
    rows = db.session.execute(select(*columns).where(Asset.workplace_id == workplace_id).order_by(Asset.id))
    return [Device(*row) for row in rows]


def read_installed(workplace_id: int) -> dict[tuple[int, int], Installed]:
    """By product and device, also what was taken off."""
    columns = [getattr(Installation, name) for name in Installed._fields]
    asked = select(Installation.product_id, Installation.asset_id, *columns)
    rows = db.session.execute(asked.where(Installation.workplace_id == workplace_id))
    return {(product_id, asset_id): Installed(*rest) for product_id, asset_id, *rest in rows}


def find_live_kept(batch: ImportBatch) -> dict[str, set[str]]:
    """What the importer has of the same tool and kind: by number or key the fingerprints of its records."""
    rows = db.session.execute(
        select(LiveRecord.external_id, LiveRecord.columns).where(
            LiveRecord.workplace_id == batch.workplace_id,
            LiveRecord.author_id == batch.by_id,
            LiveRecord.tool == batch.tool,
            LiveRecord.record_kind == batch.record_kind,
            LiveRecord.state != "withdrawn",
        )
    )
    kept: defaultdict[str, set[str]] = defaultdict(set)
    for external_id, columns in rows:
        kept[external_id].add(fingerprint(columns))
    return kept
