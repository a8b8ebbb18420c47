"""What audits found: the list, and one with what was seen, what was recorded and what was done about it."""

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.assets.findings import queries
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.findings.queries import FindingFilter
from itsm_sandbox.assets.findings.rules import AUTHORISING, DECISIONS, FITTING, MACHINE
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import asked, enter_support, history_of, show

_WORDS = {
    "serial": "Serial number",
    "macs": "Network card",
    "tag": "Tag",
    "other_tag": "And the tag",
    "host_name": "Host name",
    "state": "State",
    "site": "Site",
    "place": "Place",
    "also_seen_in": "Also seen in",
    "user": "With",
    "software": "Program",
    "devices": "On",
    "over_by": "More than licensed",
    "authorisation": "Whether it is allowed",
}
_TYPES = {outcome.value: outcome.label for outcome in Outcome if outcome is not Outcome.MATCHED}


@bp.get("/<int:workplace_id>/findings")
@login_required
def list_findings(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    wanted = FindingFilter(asked("state"), asked("type"), asked("audit"))
    return show(
        "findings/list_findings.html",
        visitor,
        page=queries.list_findings(workplace_id, wanted, page=requested_page()),
        counts=queries.count_findings(workplace_id),
        wanted=wanted,
        machine=MACHINE,
        types=_TYPES,
        decisions=dict(DECISIONS),
    )


@bp.get("/<int:workplace_id>/findings/<int:number>")
@login_required
def show_finding(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    finding = get_artefact(workplace_id, Finding.kind, number)
    decisions = dict(DECISIONS)
    return show(
        "findings/show_finding.html",
        visitor,
        finding=finding,
        related=queries.find_related(finding),
        types=_TYPES,
        words=_WORDS,
        decisions=decisions,
        fitting=[(decisions[one], one in AUTHORISING) for one in FITTING.get(finding.type, ())],
        **history_of(visitor, finding),
    )
