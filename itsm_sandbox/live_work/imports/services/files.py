"""Files that come in: uploaded, understood, looked at, and then taken as a whole or not at all."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from accounts.models import Membership
from accounts.permissions import require
from core import clock, storage
from core.db import after_commit, transaction
from core.errors import FieldErrors
from core.tables.mapping import Role, find_mapping_faults, guess
from core.tables.reader import read_table
from core.tables.table import MOST_BYTES, Table
from itsm_sandbox.engine.log import lock_workplace, record
from itsm_sandbox.engine.machine import START, named
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.queries import get_visit, sim_now
from itsm_sandbox.engine.registry import get_type
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.live_work.imports.models import ImportBatch
from itsm_sandbox.live_work.imports.queries import get_batch, is_needed, list_left_open
from itsm_sandbox.live_work.imports.rules.layouts import RECORD_KINDS, TOOLS, layout_of
from itsm_sandbox.live_work.imports.rules.live import find_live_faults, guess_live
from itsm_sandbox.live_work.imports.rules.masking import Mask
from itsm_sandbox.live_work.imports.rules.registers import INSTALLATIONS, LIVE, register_of, roles_of
from itsm_sandbox.live_work.imports.rules.states import BatchState
from itsm_sandbox.live_work.imports.services.installations import InstallationPlan
from itsm_sandbox.live_work.imports.services.live import LivePlan
from itsm_sandbox.live_work.imports.services.plans import Plan
from itsm_sandbox.live_work.imports.services.registers import RegisterPlan
from itsm_sandbox.permissions import POLICY
from portfolio import intake

log = logging.getLogger(__name__)
LEFT_OPEN = timedelta(days=7)  # after that, what nobody confirmed is abandoned


class NotReady(FieldErrors):
    """The import cannot be confirmed as it is; nothing came in."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__({"": sentence})


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody says of a file. `my_names`: what they are called in it, with commas between."""

    what: str
    file_name: str
    stream: storage.Readable
    tool: str = ""
    record_kind: str = ""
    my_names: str = ""
    sheet: str = ""


def upload_table(workplace_id: int, upload: Upload, *, by: Membership) -> ImportBatch:
    """Keep the file until it is confirmed or abandoned, once it is certain that it can be read."""
    visit = get_visit(workplace_id, by)
    require(POLICY, "work_in_workplace", by, visit)
    colleague = visit.colleague
    assert colleague  # whoever may work there has a seat
    _check_told(upload, colleague)
    forget_left_open()
    kept = storage.current().receive(upload.stream, MOST_BYTES)
    try:
        with storage.current().open(kept.sha256) as file:
            table = read_table(upload.file_name, file, upload.sheet)
    except FieldErrors:
        _forget_file(kept.sha256)
        raise
    mine = [name.strip() for name in upload.my_names.split(",") if name.strip()]
    with transaction() as session:
        batch = ImportBatch(
            workplace_id=workplace_id,
            by_id=colleague.id,
            what=upload.what,
            tool=upload.tool if upload.what == LIVE else "",
            record_kind=upload.record_kind if upload.what == LIVE else "",
            my_names=mine if upload.what == LIVE else [],
            file_name=_file_name(upload.file_name, mine),
            sha256=kept.sha256,
            size=kept.size,
            sheet=upload.sheet,
            mapping={},
            state=BatchState.UPLOADED,
            counts={},
            uploaded_at=clock.now(),
        )
        batch.mapping = _guess(batch, table)
        session.add(batch)
        session.flush()
    return batch


def read_batch(batch: ImportBatch) -> Table:
    """The table in its file, which is there as long as the batch is open."""
    with storage.current().open(batch.sha256) as file:
        return read_table(batch.file_name, file, batch.sheet)


def roles_for(batch: ImportBatch) -> tuple[Role, ...]:
    """What a column of it can hold."""
    register = register_of(batch.what)
    if register is None:
        return layout_of(batch.tool, batch.record_kind).roles
    return (*roles_of(register, get_type(register.kind).machine), Role("leave", "Leave it out", once=False))


def map_columns(workplace_id: int, batch_id: int, mapping: Mapping[str, str], *, by: Membership) -> None:
    """Keep which column holds what, when it can be understood so."""
    with transaction():
        batch = _open_batch(workplace_id, batch_id, by=by)
        columns = read_batch(batch).columns
        chosen = {column: mapping.get(column, "leave") for column in columns}
        if batch.what == LIVE:
            faults = find_live_faults(chosen, columns, layout_of(batch.tool, batch.record_kind))
        else:
            faults = find_mapping_faults(chosen, columns, roles_for(batch))
        if faults:
            raise FieldErrors({"": " ".join(faults)})
        batch.mapping, batch.state = chosen, BatchState.MAPPED


def choose_sheet(workplace_id: int, batch_id: int, sheet: str, *, by: Membership) -> None:
    """Read another sheet of the workbook, and guess its columns anew."""
    with transaction():
        batch = _open_batch(workplace_id, batch_id, by=by)
        if sheet not in read_batch(batch).sheets:
            raise FieldErrors({"": "This workbook has no such sheet."})
        batch.sheet = sheet
        batch.mapping, batch.state = _guess(batch, read_batch(batch)), BatchState.UPLOADED


def plan_import(workplace_id: int, batch_id: int, *, by: Membership) -> Plan:
    """What confirming would do now. Nothing is changed."""
    visit = get_visit(workplace_id, by)
    require(POLICY, "work_in_workplace", by, visit)
    batch = get_batch(workplace_id, batch_id, visit.colleague)
    assert visit.colleague  # get_batch refuses those without a seat
    return _plan(batch, visit.workplace, visit.colleague)


def confirm_import(workplace_id: int, batch_id: int, seal: str, *, by: Membership) -> ImportBatch:
    """Take in every row, or none: what is confirmed is what its owner looked at, told by its seal."""
    catch_up(workplace_id)
    with transaction():
        batch = _open_batch(workplace_id, batch_id, by=by)
        if batch.state is not BatchState.MAPPED:
            raise NotReady("Choose first what each column holds.")
        workplace = lock_workplace(workplace_id)
        colleague = get_visit(workplace_id, by).colleague
        assert colleague  # _open_batch refuses those without a seat
        plan = _plan(batch, workplace, colleague)
        outcome = plan.outcome
        if outcome.faults:
            raise NotReady(f"{outcome.rows_with_faults} rows have faults, so nothing was imported.")
        if outcome.seal != seal:
            raise NotReady(
                "The register changed since you looked at this import. Nothing was imported. Look at it again."
            )
        if not outcome.new + outcome.changed:
            raise NotReady("Everything in this file is here already. There is nothing to import.")
        at = sim_now(workplace)
        record(
            workplace,
            workplace,
            "imported",
            actor=colleague,
            role=Tie.ANYONE,
            at=at,
            given={
                "import_id": batch.id,
                "what": batch.what,
                "tool": batch.tool,
                "file": batch.file_name,
                "sha256": batch.sha256,
                **outcome.counts,
            },
        )
        plan.apply(workplace, actor=colleague, at=at)
        batch.counts = dict(outcome.counts)
        _end(batch, BatchState.CONFIRMED)
    return batch


def abandon_import(workplace_id: int, batch_id: int, *, by: Membership) -> None:
    with transaction():
        _end(_open_batch(workplace_id, batch_id, by=by), BatchState.ABANDONED)


def forget_left_open() -> int:
    """Abandon what nobody came back to, so that no file with names stays for ever; return how many there were."""
    with transaction() as session:
        left = list_left_open(clock.now() - LEFT_OPEN)
        for batch_id in left:
            _end(session.get_one(ImportBatch, batch_id), BatchState.ABANDONED)
    return len(left)


@storage.holder
def is_upload(sha256: str) -> bool:
    return is_needed(sha256)


def _check_told(upload: Upload, colleague: Colleague) -> None:
    register = register_of(upload.what)
    faults = {} if upload.file_name else {"file": "Choose a file."}
    if upload.what == LIVE:
        faults |= _faults_of_live(upload)
    elif register is None:
        faults["what"] = "Choose what is in the file."
    else:
        who = get_type(register.kind).machine.get("add", START).who
        if not set(who) & colleague.roles:
            faults["what"] = f"This is for {named(who)}."
    if faults:
        raise FieldErrors(faults)


def _faults_of_live(upload: Upload) -> dict[str, str]:
    faults = {}
    if upload.tool not in dict(TOOLS):
        faults["tool"] = "Choose the tool that wrote the file."
    if upload.record_kind not in dict(RECORD_KINDS):
        faults["record_kind"] = "Choose what the records are."
    if not upload.my_names.strip(" ,"):
        faults["my_names"] = "Write what you are called in the file, so that you are not masked as somebody else."
    return faults


def _guess(batch: ImportBatch, table: Table) -> dict[str, str]:
    if batch.what == LIVE:
        return guess_live(table.columns, layout_of(batch.tool, batch.record_kind))
    return guess(table.columns, roles_for(batch))


def _plan(batch: ImportBatch, workplace: Workplace, colleague: Colleague) -> Plan:
    if batch.state is not BatchState.MAPPED:
        raise NotReady("Choose first what each column holds.")
    table, register = read_batch(batch), register_of(batch.what)
    if register is None:
        return LivePlan(batch, table, actor=colleague, at=sim_now(workplace))
    planned = InstallationPlan if register.what == INSTALLATIONS else RegisterPlan
    return planned(batch, register, table, actor=colleague, at=sim_now(workplace))


def _open_batch(workplace_id: int, batch_id: int, *, by: Membership) -> ImportBatch:
    visit = get_visit(workplace_id, by)
    require(POLICY, "work_in_workplace", by, visit)
    batch = get_batch(workplace_id, batch_id, visit.colleague)
    if not batch.state.is_open:
        raise NotReady(f"This import is over: {batch.state.label.lower()}.")
    return batch


def _end(batch: ImportBatch, state: BatchState) -> None:
    """Nothing of the file stays but its hash."""
    batch.state, batch.ended_at, batch.my_names = state, clock.now(), []
    sha256 = batch.sha256
    after_commit(lambda: _forget_file(sha256))


def _forget_file(sha256: str) -> None:
    try:
        intake.remove_unless_held(sha256)
    except OSError:
        log.exception("An imported file is still in the store, although nothing needs it.")


def _file_name(name: str, mine: list[str]) -> str:
    """A name without a folder, and without an address or a number in it."""
    bare = name.replace("\\", "/").rpartition("/")[2].strip() or "table"
    return Mask(mine).text("".join(letter for letter in bare if letter.isprintable()))[-120:]
