"""How a workplace works: the profile of changes, peer review, the priority matrix, reminders."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import Membership
from core.errors import FieldErrors
from itsm_sandbox.models import ChangeProfile, Workplace
from itsm_sandbox.rules.priority import matrix_faults
from itsm_sandbox.services.arranging import arranging

MOST_REMINDERS = 10


@dataclass(frozen=True, slots=True)
class Settings:
    name: str
    change_profile: ChangeProfile
    peer_review_required: bool
    reminders: int
    matrix: Mapping[tuple[str, str], str]


def change_settings(workplace_id: int, settings: Settings, *, by: Membership) -> Workplace:
    """What is different from now on. Tickets keep the priority they were given."""
    faults = {f"{impact}_{urgency}": words for (impact, urgency), words in matrix_faults(settings.matrix).items()}
    if not 0 <= settings.reminders <= MOST_REMINDERS:
        faults["reminders"] = f"Choose between 0 and {MOST_REMINDERS}."
    if faults:
        raise FieldErrors(faults)
    with arranging(workplace_id, by) as here:
        here.record(
            "settings_changed",
            changes={
                "name": settings.name,
                "change_profile": settings.change_profile,
                "peer_review_required": settings.peer_review_required,
                "reminders": settings.reminders,
                "matrix": {f"{impact} {urgency}": one for (impact, urgency), one in settings.matrix.items()},
            },
        )
        return here.workplace
