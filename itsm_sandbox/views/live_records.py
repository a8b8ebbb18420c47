"""Live work: records of real tickets, changes and assets, beside the simulated work and never in it."""

from accounts.session import login_required
from core.paging import requested_page
from itsm_sandbox.queries import live_records as queries
from itsm_sandbox.queries.live_records import LiveFilter
from itsm_sandbox.rules.importing.layouts import RECORD_KINDS, TOOLS
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.live_records import KIND_WORDS, LIVE_RECORD, STAGES
from itsm_sandbox.services.acting import get_artefact
from itsm_sandbox.views import bp
from itsm_sandbox.views.visiting import asked, enter, history_of, show


@bp.get("/<int:workplace_id>/live-records")
@login_required
def list_live_records(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    owner_id = visitor.colleague.id if visitor.colleague else None
    wanted = LiveFilter(asked("q"), asked("kind"), mine=asked("mine") == "yes")
    return show(
        "list_live_records.html",
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
    record = get_artefact(workplace_id, ArtefactKind.LIVE_RECORD, number, visitor=visitor.colleague)
    return show(
        "show_live_record.html",
        visitor,
        owner=queries.find_owner(record),
        kind_words=KIND_WORDS,
        tools=dict(TOOLS),
        stages=dict(STAGES),
        **history_of(visitor, record),
    )
