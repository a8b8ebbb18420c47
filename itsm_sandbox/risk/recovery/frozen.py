"""What the log says of each issued version of a recovery plan."""

from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.engine.frozen_tables import Moment
from itsm_sandbox.risk.continuity.frozen import names_of_recipients, plan_versions
from itsm_sandbox.risk.continuity.rules import Part
from itsm_sandbox.risk.recovery.rules import contents


def _contents_at(moment: Moment) -> list[Part]:
    columns = moment.columns
    return contents(
        columns,
        service=moment.other(Service.kind, columns["service_id"])["name"] if columns["service_id"] else "",
        leader=moment.people[columns["responsible_id"]].name if columns["responsible_id"] else "",
        issued_to=names_of_recipients(moment),
    )


FROZEN_TABLES = plan_versions("recovery_plan_id", beside="contingency_plan_id", contents=_contents_at)
