"""What the log says of each issued version of a contingency or recovery plan."""

from collections.abc import Callable, Iterable, Sequence

from itsm_sandbox.engine.frozen_tables import FrozenTable, Moment, Row
from itsm_sandbox.risk.continuity.models import PlanVersion
from itsm_sandbox.risk.continuity.rules import Part, frozen


def plan_versions(owner: str, *, beside: str, contents: Callable[[Moment], Sequence[Part]]) -> tuple[FrozenTable, ...]:
    """Those of one kind of plan, in its own column; `beside` is that of the other kind."""

    def issued(moment: Moment) -> Iterable[Row]:
        content, sha256 = frozen(contents(moment))
        return [
            {
                beside: None,
                "number": moment.columns["version"],
                "content": content,
                "sha256": sha256,
                "issued_at": moment.event.at,
                "issued_by_id": moment.event.actor_id,
            }
        ]

    return (
        FrozenTable(
            model=PlanVersion, owner=owner, key=("number",), label="version {number} of {ref}", rows={"issue": issued}
        ),
    )


def names_of_recipients(moment: Moment) -> list[str]:
    """In the order in which they were chosen; those who had left are left out."""
    people = [moment.people[one] for one in moment.columns["issued_to"]]
    return [one.name for one in people if not one.has_left]
