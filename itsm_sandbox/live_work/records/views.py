"""Live work: records of real tickets, changes and assets, beside the simulated work and never in it."""

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import asked, enter, history_of, show
from itsm_sandbox.live_work.imports.rules.layouts import RECORD_KINDS, TOOLS
from itsm_sandbox.live_work.records import queries
from itsm_sandbox.live_work.records.models import LiveRecord
from itsm_sandbox.live_work.records.queries import LiveFilter
from itsm_sandbox.live_work.records.rules import KIND_WORDS, LIVE_RECORD, STAGES


@bp.get("/<int:workplace_id>/live-records")
@login_required
def list_live_records(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    owner_id = visitor.colleague.id if visitor.colleague else None
    wanted = LiveFilter(asked("q"), asked("kind"), mine=asked("mine") == "yes")
    return show(
        "records/list_live_records.html",
        visitor,
        page=queries.list_live_records(workplace_id, owner_id, wanted, page=requested_page()),
        counts=queries.count_live_records(workplace_id, owner_id),
        wanted=wanted,
        kinds=RECORD_KINDS,
        kind_words=KIND_WORDS,
        tools=dict(TOOLS),
        machine=LIVE_RECORD,
    )


@bp.get("/<int:workplace_id>/live-records/<int:number>")
@login_required
def show_live_record(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    record = get_artefact(workplace_id, LiveRecord.kind, number, visitor=visitor.colleague)
    return show(
        "records/show_live_record.html",
        visitor,
        owner=queries.find_owner(record),
        kind_words=KIND_WORDS,
        tools=dict(TOOLS),
        stages=dict(STAGES),
        **history_of(visitor, record),
    )
