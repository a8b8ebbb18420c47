"""What the log says of each issue of a custom report."""

from collections.abc import Iterable

from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.engine.frozen_tables import FrozenTable, Moment, Row
from itsm_sandbox.reporting.custom_reports.models import ReportIssue
from itsm_sandbox.reporting.custom_reports.services import question_in_words


def _issued(moment: Moment) -> Iterable[Row]:
    columns, event = moment.columns, moment.event
    service = moment.other(Service.kind, columns["service_id"])["name"] if columns["service_id"] else ""
    site = moment.words["site_id"] if columns["site_id"] else ""
    return [
        {
            "number": columns["issues"],
            "issued_at": event.at,
            "is_unattended": event.actor_id is None,
            "asked": question_in_words(columns, service=service, site=site),
            "figures": columns["figures"],
            "narrative": columns["narrative"],
            "seq": event.seq,
        }
    ]


FROZEN_TABLES = (
    FrozenTable(
        model=ReportIssue,
        owner="definition_id",
        key=("number",),
        label="issue {number} of {ref}",
        rows={"issue": _issued, "issue_unattended": _issued},
    ),
)
