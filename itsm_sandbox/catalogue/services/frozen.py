"""What the log says of each published version of a service."""

from collections.abc import Iterable

from itsm_sandbox.catalogue.services.models import FROZEN, ServiceVersion
from itsm_sandbox.engine.frozen_tables import FrozenTable, Moment, Row


def _published(moment: Moment) -> Iterable[Row]:
    columns = moment.columns
    return [
        {
            "number": columns["version_number"],
            "content": {name: columns[name] for name in FROZEN},
            "published_at": moment.event.at,
            "published_by_id": moment.event.actor_id,
        }
    ]


FROZEN_TABLES = (
    FrozenTable(
        model=ServiceVersion,
        owner="service_id",
        key=("number",),
        label="version {number} of {ref}",
        rows={"publish": _published},
    ),
)
