"""Files on their way into a workplace."""

import io

from itsm_sandbox.live_work.imports.models import ImportBatch
from itsm_sandbox.live_work.imports.services.files import Upload, confirm_import, map_columns, plan_import, upload_table
from tests.factories.workplaces import Workroom
from tests.support.tables import SAMPLES

MY_NAMES = "Aileen Murray, aileen.murray"


def upload(
    workroom: Workroom, data: bytes, what: str = "assets", name: str = "register.csv", **said: str
) -> ImportBatch:
    workplace_id = workroom.workplace.id
    return upload_table(workplace_id, Upload(what, name, io.BytesIO(data), **said), by=workroom.apprentice)


def make_import(workroom: Workroom, data: bytes, what: str = "assets", **said: str) -> ImportBatch:
    """Uploaded, with its columns as they were guessed."""
    batch = upload(workroom, data, what, **said)
    map_columns(workroom.workplace.id, batch.id, batch.mapping, by=workroom.apprentice)
    return batch


def make_live_import(workroom: Workroom, tool: str = "glpi", kind: str = "ticket", data: bytes = b"") -> ImportBatch:
    data = data or (SAMPLES / f"{tool}-{kind}s.csv").read_bytes()
    return make_import(workroom, data, "live", name="export.csv", tool=tool, record_kind=kind, my_names=MY_NAMES)


def confirm(workroom: Workroom, batch: ImportBatch) -> ImportBatch:
    outcome = plan_import(workroom.workplace.id, batch.id, by=workroom.apprentice).outcome
    assert not outcome.faults, outcome.faults
    return confirm_import(workroom.workplace.id, batch.id, outcome.seal, by=workroom.apprentice)


def faults_of(workroom: Workroom, data: bytes, what: str = "assets") -> list[tuple[int, str, str]]:
    batch = make_import(workroom, data, what)
    faults = plan_import(workroom.workplace.id, batch.id, by=workroom.apprentice).outcome.faults
    return [(fault.row, fault.column, fault.what) for fault in faults]
